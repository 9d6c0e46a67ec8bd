/*
 * glue.h: what gives in a line so that both its edges are straight: the spaces, and a little the letters. Private.
 *
 * The letters' part is the font expansion of Hàn Thế Thành ("Micro-typographic extensions to the TeX typesetting
 * system", 2000) by other means: not the letters are widened but the room between them, by so little that nobody sees
 * it. Up to the full stretch both give in proportion; what is still missing then is the spaces' alone. A
 * paragraph that is set a line longer or shorter than looks best, so that its page ends full, is tracked as a whole:
 * its letters stand a little wider or closer in all its lines, and give from there.
 *
 * The breakers ask for each pair of cuts, so all of it is inline.
 */
#ifndef LUTRIN_LAYOUT_GLUE_H
#define LUTRIN_LAYOUT_GLUE_H

#include "para.h"

enum {
    LT_RATIO_ONE = 1000, LT_RATIO_MAX = 20 * LT_RATIO_ONE,
    LT_TRACK_OPEN = 10, LT_TRACK_CLOSE = 6, /* thousandths of the em: the most a letter may give */
    LT_TRACK_LONGER = 10, LT_TRACK_SHORTER = -6, /* ... and what it has in a paragraph that is set longer or shorter */
};

struct lt_glue {
    int64_t natural, stretch, shrink;
    int64_t letters; /* sum of its letters' ems */
};

/* What the tracking of its paragraph adds to a line of so many letters. */
static inline int64_t lt_glue_tracked(int64_t letters, int tracking)
{
    return letters * tracking / 1000;
}

/* The glue of the line from after cut `from` (NULL: the paragraph's start) to `to`, its hyphen included. */
static inline struct lt_glue lt_glue_of(const struct lt_cut *from, const struct lt_cut *to, int tracking)
{
    struct lt_glue glue = {.natural = to->end_width + to->hyphen - to->hang, .stretch = to->end_stretch,
                           .shrink = to->end_shrink, .letters = to->letters};
    if (from) {
        glue.natural -= from->next_width - from->after;
        glue.stretch -= from->next_stretch;
        glue.shrink -= from->next_shrink;
        glue.letters -= from->letters;
    }
    glue.natural += lt_glue_tracked(glue.letters, tracking);
    return glue;
}

static inline int64_t lt_glue_opening(const struct lt_glue *glue)
{
    return glue->letters * LT_TRACK_OPEN / 1000;
}

/* Never alone: with ligatures a line has fewer letters than were counted, and a space must take up the difference. */
static inline int64_t lt_glue_closing(const struct lt_glue *glue)
{
    return glue->shrink > 0 ? glue->letters * LT_TRACK_CLOSE / 1000 : 0;
}

/* The least width the line can have. */
static inline int64_t lt_glue_least(const struct lt_glue *glue)
{
    return glue->natural - glue->shrink - lt_glue_closing(glue);
}

/* How far it must give to be `width` wide, in thousandths: 1000 is all the stretch, -1000 all the shrink; more than
 * the former is a gap wider than anybody wishes, less than the latter does not fit. */
static inline int64_t lt_glue_ratio(const struct lt_glue *glue, int64_t width)
{
    int64_t slack = width - glue->natural, open = lt_glue_opening(glue), full = glue->stretch + open;
    int64_t less = glue->shrink + lt_glue_closing(glue), ratio = LT_RATIO_MAX;
    if (slack == 0)
        return 0;
    if (slack < 0)
        return less > 0 ? slack * LT_RATIO_ONE / less : -LT_RATIO_MAX;
    if (slack <= full)
        return slack * LT_RATIO_ONE / full;
    if (glue->stretch > 0)
        ratio = (slack - open) * LT_RATIO_ONE / glue->stretch;
    return ratio < LT_RATIO_MAX ? ratio : LT_RATIO_MAX;
}

/* How much of that the letters take; the spaces have the rest. */
static inline int64_t lt_glue_tracking(const struct lt_glue *glue, int64_t width)
{
    int64_t ratio = lt_glue_ratio(glue, width);
    if (ratio < 0)
        return lt_glue_closing(glue) * (ratio < -LT_RATIO_ONE ? -LT_RATIO_ONE : ratio) / LT_RATIO_ONE;
    return lt_glue_opening(glue) * (ratio > LT_RATIO_ONE ? LT_RATIO_ONE : ratio) / LT_RATIO_ONE;
}

#endif
