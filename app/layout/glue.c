/*
 * glue.c: what gives in a line so that both its edges are straight: the spaces, and a little the letters.
 *
 * The letters' part is the font expansion of Hàn Thế Thành (Micro-typographic extensions to the TeX typesetting system,
 * 2000) by other means: not the letters are widened but the room between them, by so little that nobody sees it. Up to
 * the full stretch both give in proportion; what is still missing then is the spaces' alone.
 */
#include "para.h"

enum { TRACK_OPEN = 10, TRACK_CLOSE = 6 }; /* thousandths of the em: the most a letter may give */

static int64_t opening(const struct lt_glue *glue)
{
    return glue->letters * TRACK_OPEN / 1000;
}

/* Never alone: with ligatures a line has fewer letters than were counted, and a space must take up the difference. */
static int64_t closing(const struct lt_glue *glue)
{
    return glue->shrink > 0 ? glue->letters * TRACK_CLOSE / 1000 : 0;
}

struct lt_glue lt_glue_of(const struct lt_cut *from, const struct lt_cut *to)
{
    struct lt_glue glue = {.natural = to->end_width + to->hyphen - to->hang, .stretch = to->end_stretch, .shrink = to->end_shrink,
                           .letters = to->letters};
    if (from) {
        glue.natural -= from->next_width - from->after;
        glue.stretch -= from->next_stretch;
        glue.shrink -= from->next_shrink;
        glue.letters -= from->letters;
    }
    return glue;
}

int64_t lt_glue_least(const struct lt_glue *glue)
{
    return glue->natural - glue->shrink - closing(glue);
}

int64_t lt_glue_ratio(const struct lt_glue *glue, int64_t width)
{
    int64_t slack = width - glue->natural, open = opening(glue), full = glue->stretch + open;
    int64_t less = glue->shrink + closing(glue), ratio = LT_RATIO_MAX;
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

int64_t lt_glue_tracking(const struct lt_glue *glue, int64_t width)
{
    int64_t ratio = lt_glue_ratio(glue, width);
    if (ratio < 0)
        return closing(glue) * (ratio < -LT_RATIO_ONE ? -LT_RATIO_ONE : ratio) / LT_RATIO_ONE;
    return opening(glue) * (ratio > LT_RATIO_ONE ? LT_RATIO_ONE : ratio) / LT_RATIO_ONE;
}
