/*
 * marks.c: marks at the edges of lines, and the room between ideographs.
 *
 * Marks of a full square give up their empty half at an edge, and Latin letters stand a quarter of an em from ideographs
 * (Requirements for Japanese Text Layout, 3.1.2, 3.1.9 and 3.2.6). Half of a Latin stop or hyphen hangs over the right
 * edge, which looks straighter so than when it is straight (Hàn Thế Thành, 2000, on margin kerning).
 */
#include "para.h"

#include <string.h>

static bool is_among(uint32_t code, const uint16_t *codes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (codes[i] == code)
            return true;
    return false;
}

bool lt_is_ideographic(uint32_t script)
{
    return script == LT_SCRIPT('H', 'a', 'n', 'i') || script == LT_SCRIPT('H', 'i', 'r', 'a') ||
           script == LT_SCRIPT('K', 'a', 'n', 'a') || script == LT_SCRIPT('B', 'o', 'p', 'o');
}

bool lt_mark_opens(uint32_t code)
{
    static const uint16_t codes[] = {0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0x3018, 0xFF08, 0xFF3B,
                                     0xFF5B};
    return is_among(code, codes, sizeof codes / sizeof *codes);
}

/* Where stops and commas stand in the middle of their square. */
static bool centres_stops(const char *lang)
{
    return strncmp(lang, "zh-Hant", 7) == 0 || strncmp(lang, "zh-TW", 5) == 0 || strncmp(lang, "zh-HK", 5) == 0;
}

bool lt_mark_closes(uint32_t code, const char *lang)
{
    static const uint16_t brackets[] = {0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x3019, 0xFF09, 0xFF3D,
                                        0xFF5D};
    static const uint16_t stops[] = {0x3001, 0x3002, 0xFF0C, 0xFF0E};
    return is_among(code, brackets, sizeof brackets / sizeof *brackets) ||
           (is_among(code, stops, sizeof stops / sizeof *stops) && !centres_stops(lang));
}

int lt_mark_hangs(uint32_t code)
{
    switch (code) {
    case '.':
    case ',':
    case '-':
    case 0x2010:
    case 0x2019:
    case 0x201D: return 50;
    case 0x2013:
    case 0x2014: return 20;
    default: return 0;
    }
}

static bool is_square_letter(uint32_t code)
{
    return (code >= 0x3041 && code <= 0x3096) || (code >= 0x30A1 && code <= 0x30FA) || code == 0x30FC ||
           (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0x20000 && code <= 0x3FFFD);
}

static bool is_narrow_letter(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
           (code >= 0xC0 && code <= 0x52F && code != 0xD7 && code != 0xF7);
}

bool lt_wants_quarter(uint32_t before, uint32_t after)
{
    return (is_square_letter(before) && is_narrow_letter(after)) ||
           (is_narrow_letter(before) && is_square_letter(after));
}
