/*
 * logo.c: how the schema words a publication's sign: 'PICTURE WIDTH HEIGHT KIND'.
 */
#include "store.h"

#include <string.h>

static const char *const KINDS[] = {
    [LT_LOGO_INK] = "ink", [LT_LOGO_LIGHT] = "light", [LT_LOGO_DARK] = "dark", [LT_LOGO_ANY] = "any"};

void lt_logo_put(const struct lt_logo *logo, struct lt_buf *out)
{
    lt_buf_printf(out, "%lld %d %d ", (long long)logo->picture, (int)logo->width, (int)logo->height);
    if (logo->kind == LT_LOGO_COLOUR)
        lt_buf_printf(out, "#%06X", (unsigned)logo->rgb & 0xFFFFFFu);
    else
        lt_buf_puts(out, KINDS[logo->kind]);
}

/* A number from 1 to `most` and the space after it. */
static bool take_number(const char **text, int64_t most, int64_t *ret_number)
{
    int64_t number = 0;
    for (; **text >= '0' && **text <= '9' && number <= most; (*text)++)
        number = number * 10 + (**text - '0');
    *ret_number = number;
    return number >= 1 && number <= most && *(*text)++ == ' ';
}

static bool read_colour(const char *text, uint32_t *ret_rgb)
{
    static const char digits[] = "0123456789ABCDEF";
    uint32_t rgb = 0;
    if (text[0] != '#' || strlen(text) != 7)
        return false;
    for (size_t i = 1; i < 7; i++) {
        const char *hit = strchr(digits, text[i]);
        if (!hit)
            return false;
        rgb = rgb << 4 | (uint32_t)(hit - digits);
    }
    *ret_rgb = rgb;
    return true;
}

bool lt_logo_read(const char *text, struct lt_logo *ret_logo)
{
    struct lt_logo logo = {.kind = LT_LOGO_NONE};
    int64_t width, height;
    if (!take_number(&text, LT_STORE_MAX_ID, &logo.picture) || !take_number(&text, LT_STORE_MAX_PICTURE_SIDE, &width) ||
        !take_number(&text, LT_STORE_MAX_PICTURE_SIDE, &height))
        return false;
    logo.width = (int32_t)width;
    logo.height = (int32_t)height;
    for (size_t kind = 0; kind < sizeof KINDS / sizeof *KINDS; kind++)
        if (KINDS[kind] && strcmp(KINDS[kind], text) == 0)
            logo.kind = (enum lt_logo_kind)kind;
    if (read_colour(text, &logo.rgb))
        logo.kind = LT_LOGO_COLOUR;
    if (logo.kind == LT_LOGO_NONE)
        return false;
    *ret_logo = logo;
    return true;
}
