/*
 * para_put.c: the boxes, gaps and cuts of a paragraph, written one after the other with the sums that lines are measured by.
 */
#include "para_work.h"

#include <lutrin/utf8.h>

const struct lt_look *lt_build_look(const struct lt_build *build)
{
    return &build->source->looks[build->source->stretches[build->stretch].look];
}

struct lt_run_text lt_build_run(const struct lt_build *build, uint32_t start, uint32_t end)
{
    const struct lt_text_run *run = &build->runs[build->run];
    return (struct lt_run_text){{build->source->text.data + start, end - start}, run->script, lt_build_look(build)->lang,
                                run->level & 1};
}

lt_fx lt_build_advance(struct lt_build *build, uint32_t start, uint32_t end)
{
    struct lt_run_text text = lt_build_run(build, start, end);
    return lt_gauge_advance(build->gauge, &lt_build_look(build)->font, &text);
}

void lt_build_move(struct lt_build *build, uint32_t at)
{
    while (build->stretch + 1 < build->source->stretch_count && at >= build->source->stretches[build->stretch].end)
        build->stretch++;
    while (build->run + 1 < build->run_count && at >= build->runs[build->run].end)
        build->run++;
}

/* Scripts whose letters stand apart and may stand a little further apart. */
static bool is_spaced(uint32_t script)
{
    return script == LT_SCRIPT('L', 'a', 't', 'n') || script == LT_SCRIPT('G', 'r', 'e', 'k') ||
           script == LT_SCRIPT('C', 'y', 'r', 'l');
}

uint32_t lt_build_letters(const struct lt_build *build, uint32_t start, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t i = start; i < end; i++)
        count += ((unsigned char)build->source->text.data[i] & 0xC0) != 0x80;
    return count;
}

/* The ems of that many letters. */
static lt_fx ems_of(const struct lt_build *build, uint32_t letters)
{
    const struct lt_look *look = lt_build_look(build);
    if (build->source->kind != LT_SET_JUSTIFIED || !is_spaced(build->runs[build->run].script) ||
        look->font.family == LT_FAMILY_MONO)
        return 0;
    return (lt_fx)letters * look->font.size_fx;
}

struct lt_box *lt_build_box(struct lt_build *build, uint32_t start, uint32_t end, lt_fx width, uint32_t letters)
{
    struct lt_para *para = build->para;
    para->boxes = lt_grow(para->boxes, &para->box_capacity, para->box_count + 1, sizeof *para->boxes);
    const struct lt_text_run *run = &build->runs[build->run];
    struct lt_box *box = &para->boxes[para->box_count++];
    *box = (struct lt_box){.start = start, .end = end, .seen = end, .width = width,
                           .stretch_index = (uint32_t)build->stretch, .script = run->script, .level = run->level,
                           .gap_level = run->level, .letters = ems_of(build, letters)};
    build->width += width;
    build->letters += box->letters;
    return box;
}

void lt_build_gap(struct lt_build *build, lt_fx gap, lt_fx stretch, lt_fx shrink, uint8_t level)
{
    struct lt_box *box = &build->para->boxes[build->para->box_count - 1];
    box->gap += gap;
    box->stretch += stretch;
    box->shrink += shrink;
    box->gap_level = level;
    build->width += gap;
    build->stretch_sum += stretch;
    build->shrink_sum += shrink;
}

void lt_build_cut(struct lt_build *build, enum lt_cut_kind kind, lt_fx hyphen, lt_fx after)
{
    struct lt_para *para = build->para;
    const struct lt_box *box = &para->boxes[para->box_count - 1];
    para->cuts = lt_grow(para->cuts, &para->cut_capacity, para->cut_count + 1, sizeof *para->cuts);
    para->cuts[para->cut_count++] = (struct lt_cut){
        .box = (uint32_t)para->box_count - 1, .kind = kind, .hyphen = hyphen, .after = after,
        .hang = build->source->kind == LT_SET_JUSTIFIED && !(box->level & 1) ? hyphen * lt_mark_hangs('-') / 100 : 0,
        .end_width = build->width - box->gap, .end_stretch = build->stretch_sum - box->stretch,
        .end_shrink = build->shrink_sum - box->shrink,
        .next_width = build->width, .next_stretch = build->stretch_sum, .next_shrink = build->shrink_sum,
        .letters = build->letters,
    };
}

lt_fx lt_build_hyphen(struct lt_build *build)
{
    const struct lt_look *look = lt_build_look(build);
    struct lt_run_text text = {{"-", 1}, build->runs[build->run].script, look->lang, build->runs[build->run].level & 1};
    return lt_gauge_advance(build->gauge, &look->font, &text);
}

const struct lt_extents *lt_build_extents(struct lt_build *build)
{
    if (build->extents_stretch != build->stretch)
        build->extents = lt_gauge_extents(build->gauge, &lt_build_look(build)->font);
    build->extents_stretch = build->stretch;
    return &build->extents;
}

uint32_t lt_build_code_before(struct lt_bytes text, uint32_t at)
{
    if (at == 0)
        return 0;
    if ((unsigned char)text.data[at - 1] < 0x80)
        return (unsigned char)text.data[at - 1];
    size_t back = lt_utf8_back(text.data, at);
    return lt_utf8_next(text.data, text.size, &back);
}

uint32_t lt_build_code_at(struct lt_bytes text, uint32_t at)
{
    size_t from = at;
    if (from < text.size && (unsigned char)text.data[from] < 0x80)
        return (unsigned char)text.data[from];
    return from < text.size ? lt_utf8_next(text.data, text.size, &from) : 0;
}
