/*
 * break_rivers.c: rivers, the white that runs through a paragraph where wide gaps stand under one another.
 *
 * Total fit weighs each line by itself and sees no rivers. Where three lines in a row have wide gaps that overlap, the
 * paragraph is broken again with one of their ends forbidden, and the dearer way is taken if it has fewer rivers and is
 * not dearer than they are worth.
 */
#include "glue.h"

#include <stdlib.h>
#include <string.h>

#include <lutrin/arena.h>

enum {
    GAPS_MAX = 64,            /* of a line that are looked at */
    WIDE_PERCENT = 125,       /* of the natural space: what is narrower is no part of a river */
    OVERLAP_PERCENT = 60,
    RIVER_DEMERITS = 90000,   /* what it may cost to be rid of one */
    TOLERANCE_PERCENT = 250,
    TRIES_MAX = 10, BANS_MAX = 8,
    LINES_MAX = 120,          /* longer paragraphs are left as they are */
};

struct gaps {
    int64_t low[GAPS_MAX], high[GAPS_MAX];
    size_t count;
    int64_t space;
};

struct rivers {
    size_t count;
    uint32_t line; /* the third line of the first one */
};

/* The wide gaps of a line, as they will stand. */
static void find_gaps(const struct lt_para *para, const struct lt_shape *shape, const struct lt_broken *broken,
                      uint32_t line, struct gaps *gaps)
{
    const struct lt_cut *cut = &para->cuts[broken->cuts[line]];
    const struct lt_cut *before = line ? &para->cuts[broken->cuts[line - 1]] : NULL;
    struct lt_glue glue = lt_glue_of(before, cut, broken->tracking);
    lt_fx width = lt_shape_width(shape, line);
    bool set = cut->kind != LT_CUT_FORCED;
    int64_t tracking = set ? lt_glue_tracking(&glue, width) : 0, x = 0, sum = 0;
    int64_t extra = set ? width - glue.natural - tracking : 0, total = glue.stretch;
    tracking += lt_glue_tracked(glue.letters, broken->tracking);
    lt_fx indent = shape->measure - lt_shape_width(shape, line);
    gaps->count = 0;
    if (extra < 0) /* none is wide */
        return;
    for (uint32_t i = before ? before->box + 1 : 0; i < cut->box && gaps->count < GAPS_MAX; i++) {
        const struct lt_box *box = &para->boxes[i];
        x += box->width + (glue.letters ? tracking * box->letters / glue.letters : 0);
        int64_t begin = x + (total ? extra * sum / total : 0);
        sum += box->stretch;
        int64_t given = total ? extra * sum / total : 0;
        x += box->gap;
        if (box->gap > 0 && (x + given - begin) * 100 >= (int64_t)box->gap * WIDE_PERCENT) {
            gaps->low[gaps->count] = begin + indent;
            gaps->high[gaps->count++] = x + given + indent;
            gaps->space = box->gap;
        }
    }
}

static bool overlap(const struct gaps *a, size_t i, const struct gaps *b, size_t k)
{
    int64_t low = a->low[i] > b->low[k] ? a->low[i] : b->low[k];
    int64_t high = a->high[i] < b->high[k] ? a->high[i] : b->high[k];
    return (high - low) * 100 >= a->space * OVERLAP_PERCENT;
}

static size_t count_in(const struct gaps *first, const struct gaps *second, const struct gaps *third)
{
    size_t count = 0;
    for (size_t i = 0; i < third->count; i++)
        for (size_t k = 0; k < second->count; k++)
            for (size_t m = 0; overlap(third, i, second, k) && m < first->count; m++)
                count += overlap(second, k, first, m);
    return count;
}

static struct rivers find(const struct lt_para *para, const struct lt_shape *shape, const struct lt_broken *broken)
{
    struct rivers rivers = {0};
    struct gaps gaps[3] = {0};
    for (uint32_t line = 0; line < broken->count; line++) {
        find_gaps(para, shape, broken, line, &gaps[line % 3]);
        size_t more = line < 2 ? 0 : count_in(&gaps[(line - 2) % 3], &gaps[(line - 1) % 3], &gaps[line % 3]);
        if (more && !rivers.count)
            rivers.line = line;
        rivers.count += more;
    }
    return rivers;
}

static void copy(struct lt_broken *to, const struct lt_broken *from)
{
    to->cuts = lt_grow(to->cuts, &to->capacity, from->count, sizeof *to->cuts);
    memcpy(to->cuts, from->cuts, from->count * sizeof *to->cuts);
    to->count = from->count;
    to->demerits = from->demerits;
    to->tracking = from->tracking;
}

static int64_t cost(const struct lt_broken *broken, const struct rivers *rivers)
{
    return broken->demerits + (int64_t)rivers->count * RIVER_DEMERITS;
}

size_t lt_break_rivers(const struct lt_para *para, const struct lt_shape *shape, const struct lt_break_rules *rules,
                       struct lt_broken *broken)
{
    if (broken->count > LINES_MAX)
        return 0;
    struct rivers now = find(para, shape, broken);
    struct lt_break_rules without = rules ? *rules : (struct lt_break_rules){0};
    without.tracking = broken->tracking;
    uint32_t bans[BANS_MAX];
    struct lt_broken trial = {0};
    for (int tries = 0, back = 0; now.count && tries < TRIES_MAX && without.banned_count < BANS_MAX; tries++) {
        uint32_t line = now.line > (uint32_t)back ? now.line - (uint32_t)back : 0;
        bans[without.banned_count] = broken->cuts[line];
        without.banned = bans;
        without.banned_count++;
        bool set = para->cuts[broken->cuts[line]].kind != LT_CUT_FORCED &&
                   lt_break_fit(para, shape, &without, TOLERANCE_PERCENT, 0, &trial);
        struct rivers then = set ? find(para, shape, &trial) : now;
        if (set && trial.count == broken->count && cost(&trial, &then) < cost(broken, &now)) {
            copy(broken, &trial);
            now = then;
            back = 0;
        } else {
            without.banned_count--;
            if (++back > 3)
                break;
        }
    }
    lt_broken_finish(&trial);
    return now.count;
}
