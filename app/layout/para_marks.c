/*
 * para_marks.c: the marks of a paragraph: two that come together share half an em, those at a line's edges hang over, and
 * ideographs are spread.
 */
#include "para_work.h"

#include <lutrin/utf8.h>

/* The class of the mark at `at`, which lies in the present stretch and run. */
static enum lt_mark_class mark_at(struct lt_build *build, uint32_t at)
{
    const struct lt_look *look = lt_build_look(build);
    uint32_t code = lt_build_code_at(build->source->text, at);
    enum lt_mark_class class = lt_mark_class(code, look->lang);
    bool narrow = class != LT_MARK_NONE && code < 0x3000 && lt_build_advance(build, at, at + 3) < look->font.size_fx * 3 / 4;
    return narrow || build->source->kind == LT_SET_CODE ? LT_MARK_NONE : class;
}

/* Where the character before `at` begins. */
static uint32_t before(const struct lt_build *build, uint32_t at)
{
    return (uint32_t)lt_utf8_back(build->source->text.data, at);
}

uint32_t lt_build_marks_end(struct lt_build *build, uint32_t at, uint32_t stop)
{
    if (!lt_is_ideographic(build->runs[build->run].script) || build->source->kind == LT_SET_CODE)
        return stop;
    enum lt_mark_class last = LT_MARK_NONE;
    for (size_t i = at, next = at; i < stop; i = next) {
        enum lt_mark_class class = mark_at(build, (uint32_t)i);
        if (lt_marks_share(last, class))
            return (uint32_t)i;
        (void)lt_utf8_next(build->source->text.data, build->source->text.size, &next);
        last = class;
    }
    return stop;
}

bool lt_build_close_up(struct lt_build *build, uint32_t at, lt_fx stretch)
{
    if (!lt_is_ideographic(build->runs[build->run].script))
        return false;
    lt_fx em = lt_build_look(build)->font.size_fx;
    enum lt_mark_class last = mark_at(build, before(build, at));
    lt_build_move(build, at);
    if (last == LT_MARK_NONE || !lt_marks_share(last, mark_at(build, at)))
        return false;
    lt_build_gap(build, -em / 2, stretch, 0, build->para->boxes[build->para->box_count - 1].level);
    return true;
}

void lt_build_spread(struct lt_build *build, uint32_t at)
{
    struct lt_box *box = &build->para->boxes[build->para->box_count - 1];
    uint32_t script = box->script;
    if (at >= build->source->text.size || build->source->kind == LT_SET_CODE)
        return;
    lt_fx em = lt_build_look(build)->font.size_fx;
    if (lt_build_close_up(build, at, em / 8))
        return;
    lt_build_move(build, at);
    bool square = lt_is_ideographic(script), next = lt_is_ideographic(build->runs[build->run].script);
    uint32_t last = lt_build_code_before(build->source->text, at), first = lt_build_code_at(build->source->text, at);
    if (square != next && lt_wants_quarter(last, first))
        lt_build_gap(build, em / 4, em / 8, em / 8, box->level);
    else if (square && next && build->source->kind == LT_SET_JUSTIFIED)
        lt_build_gap(build, 0, em / 8, 0, box->level);
}

/* How much of the mark before `end`, which is `code`, hangs over the edge of a line that ends there. */
static lt_fx hang_of(struct lt_build *build, uint32_t end, uint32_t code)
{
    lt_fx em = lt_build_look(build)->font.size_fx;
    enum lt_mark_class class = mark_at(build, before(build, end));
    if (class != LT_MARK_NONE)
        return class == LT_MARK_CLOSES || class == LT_MARK_STOPS ? em / 2 : class == LT_MARK_BLANK ? em : 0;
    int percent = lt_mark_hangs(code);
    if (!percent || build->source->kind != LT_SET_JUSTIFIED || build->runs[build->run].level & 1)
        return 0;
    return lt_build_advance(build, before(build, end), end) * percent / 100;
}

/* How much of the mark that a line begins with hangs over its edge. */
static lt_fx hang_at(struct lt_build *build, uint32_t start)
{
    lt_build_move(build, start);
    return mark_at(build, start) == LT_MARK_OPENS ? lt_build_look(build)->font.size_fx / 2 : 0;
}

void lt_build_hang(struct lt_build *build, uint32_t end, uint32_t next, uint32_t last)
{
    struct lt_cut *cut = &build->para->cuts[build->para->cut_count - 1];
    if (build->source->kind == LT_SET_CODE || end == 0)
        return;
    lt_build_move(build, end - 1);
    cut->hang = hang_of(build, end, last);
    if (next < build->source->text.size && lt_build_code_at(build->source->text, next) >= 0x2018)
        cut->after = -hang_at(build, next);
}

void lt_build_open(struct lt_build *build)
{
    lt_fx hang = build->source->text.size ? hang_at(build, 0) : 0;
    if (!hang)
        return;
    lt_build_box(build, 0, 0, 0, 0);
    lt_build_gap(build, -hang, 0, 0, build->runs[build->run].level);
}
