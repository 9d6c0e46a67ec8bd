/*
 * theme.c: the colours of the roles, theme by theme. Text on paper has a contrast of at least 7:1, soft text 4.5:1.
 */
#include <lutrin/canvas.h>

#include <string.h>

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
