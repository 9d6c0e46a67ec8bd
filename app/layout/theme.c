/*
 * theme.c: the colours of the roles, theme by theme. Text on paper has a contrast of at least 7:1, soft text 4.5:1.
 */
#include <lutrin/canvas.h>

#include <math.h>
#include <string.h>

enum { LEAST_CONTRAST_PERCENT = 450, LEAST_SIGN_PERCENT = 300 };

static const struct lt_theme THEMES[] = {
    {"paper", {[LT_INK_PAPER] = 0xFBF8F2, [LT_INK_TEXT] = 0x1D1B18, [LT_INK_SOFT] = 0x6B655C, [LT_INK_RULE] = 0xD9D2C5,
               [LT_INK_ACCENT] = 0x8C2F1B, [LT_INK_PANEL] = 0xF3EEE4, [LT_INK_MARK] = 0xF2DFA0}},
    {"sepia", {[LT_INK_PAPER] = 0xF3E7CF, [LT_INK_TEXT] = 0x33261A, [LT_INK_SOFT] = 0x6A563F, [LT_INK_RULE] = 0xD3C2A0,
               [LT_INK_ACCENT] = 0x84351A, [LT_INK_PANEL] = 0xE9DABB, [LT_INK_MARK] = 0xEBC97B}},
    {"night", {[LT_INK_PAPER] = 0x16150F, [LT_INK_TEXT] = 0xD8D2C4, [LT_INK_SOFT] = 0x9A9383, [LT_INK_RULE] = 0x3A372E,
               [LT_INK_ACCENT] = 0xE0916F, [LT_INK_PANEL] = 0x211F18, [LT_INK_MARK] = 0x54461A}},
    {"contrast", {[LT_INK_PAPER] = 0xFFFFFF, [LT_INK_TEXT] = 0x000000, [LT_INK_SOFT] = 0x2B2B2B, [LT_INK_RULE] = 0x000000,
                  [LT_INK_ACCENT] = 0x7A0000, [LT_INK_PANEL] = 0xEDEDED, [LT_INK_MARK] = 0xFFE14D}},
};

const struct lt_theme *lt_theme_lookup(const char *name)
{
    for (size_t i = 0; name && i < sizeof THEMES / sizeof *THEMES; i++)
        if (strcmp(THEMES[i].name, name) == 0)
            return &THEMES[i];
    return &THEMES[0];
}

static double linear(uint32_t channel)
{
    double value = (double)(channel & 0xFF) / 255;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* Relative luminance of sRGB. */
static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
}

int lt_contrast_percent(uint32_t one, uint32_t other)
{
    double a = luminance(one) + 0.05, b = luminance(other) + 0.05;
    return (int)((a > b ? a / b : b / a) * 100);
}

bool lt_theme_shows(const struct lt_theme *theme, uint32_t rgb)
{
    return lt_contrast_percent(rgb, theme->rgb[LT_INK_PAPER]) >= LEAST_SIGN_PERCENT;
}

bool lt_theme_is_dark(const struct lt_theme *theme)
{
    return luminance(theme->rgb[LT_INK_PAPER]) < luminance(theme->rgb[LT_INK_TEXT]);
}

static bool read_colour(const char *text, uint32_t *ret_rgb)
{
    uint32_t rgb = 0;
    if (text[0] != '#' || strlen(text) != 7)
        return false;
    for (size_t i = 1; i < 7; i++) {
        char c = text[i];
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : ((uint32_t)c | 32) - 'a' + 10;
        if (digit > 15)
            return false;
        rgb = rgb << 4 | digit;
    }
    *ret_rgb = rgb;
    return true;
}

bool lt_theme_accented(const struct lt_theme *theme, const char *accent, struct lt_theme *ret_theme)
{
    uint32_t rgb;
    *ret_theme = *theme;
    if (!accent || !read_colour(accent, &rgb) || 
        lt_contrast_percent(rgb, theme->rgb[LT_INK_PAPER]) < LEAST_CONTRAST_PERCENT)
        return false;
    ret_theme->rgb[LT_INK_ACCENT] = rgb;
    return true;
}
