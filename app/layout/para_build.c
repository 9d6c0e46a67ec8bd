/*
 * para_build.c: a paragraph's text cut into boxes, glue and places where a line may end.
 *
 * Text is cut where ICU allows a line to end, where look, script or direction change, and, when asked, where a word may
 * be hyphenated.
 */
#include "para_work.h"

#include <stdlib.h>

static enum lt_cut_kind kind_of_end(uint32_t last)
{
    return last == '-' || last == '/' || (last >= 0x2010 && last <= 0x2015) || last == LT_SOFT_HYPHEN ? LT_CUT_DASH
                                                                                                  : LT_CUT_PLAIN;
}

/* One piece between two break opportunities: words, then spaces, then perhaps a forced break. */
static void put_segment(struct lt_build *build, uint32_t start, uint32_t end, enum lt_break_kind kind)
{
    struct lt_bytes text = build->source->text;
    uint32_t stop = end, spaces;
    bool newline = stop > start && text.data[stop - 1] == '\n';
    stop -= newline;
    for (spaces = 0; build->source->kind != LT_SET_CODE && stop > start && text.data[stop - 1] == ' '; spaces++)
        stop--;
    if (stop > start)
        lt_build_word(build, start, stop);
    else
        lt_build_box(build, start, start, 0, 0);
    for (uint32_t i = 0; i < spaces; i++) {
        lt_build_move(build, stop + i);
        lt_fx space = lt_build_extents(build)->space;
        if (i > 0)
            lt_build_box(build, stop + i, stop + i, 0, 0);
        build->para->boxes[build->para->box_count - 1].flags |= LT_BOX_SPACE;
        lt_build_gap(build, space, space / 2, space / 3, build->runs[build->run].level);
    }
    if (newline)
        build->para->boxes[build->para->box_count - 1].flags |= LT_BOX_NEWLINE;
    uint32_t last = lt_build_code_before(text, stop);
    bool forced = kind == LT_BREAK_REQUIRED, soft = last == LT_SOFT_HYPHEN;
    if (spaces == 0 && !forced)
        lt_build_spread(build, end);
    if (forced || spaces > 0)
        lt_build_cut(build, forced ? LT_CUT_FORCED : LT_CUT_SPACE, 0, 0);
    else if (soft)
        lt_build_cut(build, LT_CUT_HYPHEN, lt_build_hyphen(build), 0);
    else
        lt_build_cut(build, kind_of_end(last), 0, 0);
    if (!soft)
        lt_build_hang(build, stop, end, last);
}

lt_fx lt_shape_width(const struct lt_shape *shape, uint32_t line)
{
    lt_fx width = shape->measure - (line == 0 ? shape->first_indent : 0);
    return line < shape->inset_lines ? width - shape->inset : width;
}

/* Asks ICU about the text, unless it was asked before. */
static void analyse(struct lt_analysis *analysis, const struct lt_para_source *source, struct lt_tongue *tongue)
{
    if (analysis->breaks && analysis->text.data == source->text.data && analysis->text.size == source->text.size)
        return;
    lt_arena_clear(&analysis->arena);
    analysis->text = source->text;
    lt_text_breaks(tongue, source->text, source->lang, &analysis->arena, &analysis->breaks, &analysis->break_count);
    lt_text_runs(tongue, source->text, source->rtl, &analysis->arena, &analysis->runs, &analysis->run_count);
}

void lt_para_build(struct lt_para *para, const struct lt_para_source *source, struct lt_gauge *gauge,
                   struct lt_tongue *tongue, lt_fx narrowest, bool hyphens)
{
    struct lt_analysis *analysis = &para->analysis;
    analyse(analysis, source, tongue);
    struct lt_build build = {.para = para, .source = source, .gauge = gauge, .tongue = tongue, .narrowest = narrowest,
                          .hyphens = hyphens && source->kind != LT_SET_CODE, .runs = analysis->runs,
                          .run_count = analysis->run_count, .face_run = SIZE_MAX, .extents_stretch = SIZE_MAX};
    para->source = source;
    para->box_count = para->cut_count = 0;
    para->hyphens = hyphens;
    para->em = source->stretch_count ? source->looks[source->stretches[0].look].font.size_fx : 0;
    const struct lt_break *breaks = analysis->breaks;
    if (build.run_count && source->stretch_count)
        lt_build_open(&build);
    for (size_t i = 0; i < analysis->break_count && build.run_count && source->stretch_count; i++)
        put_segment(&build, i ? breaks[i - 1].at : 0, breaks[i].at, breaks[i].kind);
    if (para->cut_count)
        para->cuts[para->cut_count - 1].hyphen += source->reserve;
}

void lt_para_finish(struct lt_para *para)
{
    free(para->boxes);
    free(para->cuts);
    lt_arena_finish(&para->analysis.arena);
    *para = (struct lt_para){0};
}
