/*
 * mono.c: a ruler that needs no font: every character has the width of its class. Tests and text front ends use it.
 */
#include <lutrin/metrics.h>

#include <lutrin/utf8.h>

enum { THIN_SPACE = 0x2009, NARROW_NO_BREAK_SPACE = 0x202F };

static const struct {
    uint32_t low, high;
} MARKS[] = { /* what has no width of its own, lowest first */
    {0x00AD, 0x00AD}, {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05C7}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948},
    {0x094D, 0x094D}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x2066, 0x206F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0000, 0xE007F},
}, WIDE[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},
    {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
};

static lt_fx char_width(uint32_t code, lt_fx em)
{
    if (code == ' ' || code == 0xA0)
        return em / 4;
    if (code < 0xAD)
        return em / 2;
    if (code == NARROW_NO_BREAK_SPACE || code == THIN_SPACE)
        return em * 3 / 20;
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (code >= MARKS[i].low && code <= MARKS[i].high)
            return 0;
    for (size_t i = 0; i < sizeof WIDE / sizeof *WIDE; i++)
        if (code >= WIDE[i].low && code <= WIDE[i].high)
            return em;
    return em / 2;
}

static lt_fx mono_advance(void *self, const struct lt_font *font, const struct lt_run_text *run)
{
    (void)self;
    int64_t sum = 0;
    for (size_t at = 0; at < run->text.size;) {
        lt_fx width = char_width(lt_utf8_next(run->text.data, run->text.size, &at), font->size_fx);
        sum += width + (width ? font->tracking_fx : 0);
    }
    return sum < 0 ? 0 : sum > INT32_MAX / 2 ? INT32_MAX / 2 : (lt_fx)sum;
}

static void mono_extents(void *self, const struct lt_font *font, struct lt_extents *ret_extents)
{
    (void)self;
    lt_fx em = font->size_fx;
    *ret_extents = (struct lt_extents){
        .ascent = em - em / 4, .descent = em / 4, .x_height = em / 2, .cap_height = em * 7 / 10,
        .space = em / 4,
    };
}

struct lt_ruler lt_ruler_mono(void)
{
    return (struct lt_ruler){.self = NULL, .advance = mono_advance, .extents = mono_extents};
}
