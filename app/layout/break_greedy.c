/*
 * break_greedy.c: first fit: each line takes what it can hold at natural spaces. For comparison, for labels and code,
 * and for what total fit cannot set.
 */
#include "para.h"

#include <stdlib.h>

#include <lutrin/arena.h>

static void put(struct lt_broken *out, uint32_t cut)
{
    out->cuts = lt_grow(out->cuts, &out->capacity, out->count + 1, sizeof *out->cuts);
    out->cuts[out->count++] = cut;
}

static bool hyphen_forbidden(const struct lt_break_rules *rules, uint32_t line)
{
    if (!rules)
        return false;
    for (size_t i = 0; i < rules->no_hyphen_count; i++)
        if (rules->no_hyphen[i] == line)
            return true;
    return false;
}

/* The last cut at which a line of `width` that begins at `start` can end; at least the first one. */
static uint32_t fit(const struct lt_para *para, uint32_t first, int64_t start, lt_fx width, bool no_hyphen, bool whole_words)
{
    uint32_t best = UINT32_MAX, desperate = UINT32_MAX;
    for (uint32_t i = first; i < para->cut_count; i++) {
        const struct lt_cut *cut = &para->cuts[i];
        int64_t natural = cut->end_width + cut->hyphen - cut->hang - start;
        if (natural - cut->hyphen + cut->hang > width)
            break;
        bool hyphen = cut->kind == LT_CUT_HYPHEN;
        bool last_resort = cut->kind == LT_CUT_DESPERATE || (whole_words && cut->kind == LT_CUT_DASH);
        if (natural <= width && last_resort)
            desperate = i;
        else if (natural <= width && !(hyphen && (no_hyphen || !para->hyphens)))
            best = i;
        if (cut->kind == LT_CUT_FORCED)
            break;
    }
    if (best != UINT32_MAX)
        return best;
    return desperate != UINT32_MAX ? desperate : first;
}

void lt_break_greedy(const struct lt_para *para, const struct lt_shape *shape, const struct lt_break_rules *rules,
                     struct lt_broken *out)
{
    int64_t start = 0;
    out->count = 0;
    out->tracking = 0;
    for (uint32_t next = 0, line = 0; next < para->cut_count; line++) {
        uint32_t cut = fit(para, next, start, lt_shape_width(shape, line), hyphen_forbidden(rules, line),
                           rules && rules->whole_words);
        put(out, cut);
        start = para->cuts[cut].next_width - para->cuts[cut].after;
        next = cut + 1;
    }
}

void lt_broken_finish(struct lt_broken *broken)
{
    free(broken->cuts);
    *broken = (struct lt_broken){0};
}
