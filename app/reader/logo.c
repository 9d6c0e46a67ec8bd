/*
 * logo.c: how a sign is printed on this paper: in the ink of the words, in its own colour, or in its colours, on a field of
 * that ink where the theme's paper would swallow them. A listing has the publication's title in its place.
 */
#include "logo.h"

enum {
    ALONE_TENTHS = 22,      /* wider than this for its height is words */
    WIDEST_PERCENT = 55,    /* of the line */
    COARSE_PERCENT = 150,   /* it is enlarged to this at most */
    MARK_PERCENT = 90, WORDS_PERCENT = 84, /* of the line's height: letters do not fill theirs either */
    FIELD_PERCENT = 12,     /* of the line's height above and below a sign on a field, twice as much beside it */
};

bool lt_logo_stands_alone(const struct lt_logo *logo)
{
    return logo->kind != LT_LOGO_NONE && (int64_t)logo->width * 10 >= (int64_t)logo->height * ALONE_TENTHS;
}

static bool needs_field(const struct lt_stage *stage, enum lt_logo_kind kind)
{
    bool dark = lt_theme_is_dark(stage->theme);
    return (kind == LT_LOGO_LIGHT && dark) || (kind == LT_LOGO_DARK && !dark);
}

static bool is_stamped(const struct lt_stage *stage, const struct lt_logo *logo)
{
    return logo->kind == LT_LOGO_INK || (logo->kind == LT_LOGO_COLOUR && !lt_theme_shows(stage->theme, logo->rgb));
}

int32_t lt_logo_put_down(struct lt_plate *plate, const struct lt_stage *stage, int32_t x, int32_t y, int32_t width,
                         int32_t height)
{
    const struct lt_logo *logo = &stage->info->logo;
    if (logo->kind == LT_LOGO_NONE)
        return 0;
    bool field = needs_field(stage, logo->kind);
    int32_t most = (int32_t)((int64_t)logo->height * COARSE_PERCENT / 100);
    int32_t round = field ? height * FIELD_PERCENT / 100 : 0;
    int32_t high = field ? height - 2 * round : height * (lt_logo_stands_alone(logo) ? WORDS_PERCENT : MARK_PERCENT) / 100;
    high = high < most ? high : most;
    int64_t wide = (int64_t)logo->width * high / logo->height;
    int64_t widest = (int64_t)width * WIDEST_PERCENT / 100 - 4 * round;
    if (wide > widest) {
        wide = widest;
        high = (int32_t)(widest * logo->height / logo->width);
    }
    if (wide < 1 || high < 1)
        return 0;
    int32_t top = y + (height - high) / 2;
    if (field)
        lt_plate_fill(plate, x, top - round, (int32_t)wide + 4 * round, high + 2 * round, LT_INK_TEXT);
    if (is_stamped(stage, logo))
        lt_plate_stamp(plate, x, top, (int32_t)wide, high, logo->picture, LT_INK_TEXT, stage->info->title);
    else
        lt_plate_picture(plate, x + 2 * round, top, (int32_t)wide, high, logo->picture, stage->info->title);
    return (int32_t)wide + 4 * round;
}
