/*
 * marks.c: marks at the edges of lines, and the room between ideographs.
 *
 * Marks of a full square give up their empty half at an edge and beside one another, and Latin letters stand a quarter of an
 * em from ideographs (Requirements for Japanese Text Layout, 3.1.2, 3.1.4, 3.1.5, 3.1.9 and 3.2.6; Requirements for Chinese
 * Text Layout, 3.1.6). Half of a Latin stop or hyphen hangs over the right
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

/* Where stops and commas stand in the middle of their square. */
static bool centres_stops(const char *lang)
{
    return strncmp(lang, "zh-Hant", 7) == 0 || strncmp(lang, "zh-TW", 5) == 0 || strncmp(lang, "zh-HK", 5) == 0;
}

enum lt_mark_class lt_mark_class(uint32_t code, const char *lang)
{
    static const uint16_t opening[] = {0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0x3018, 0x301D, 0xFF08, 0xFF3B, 0xFF5B};
    static const uint16_t closing[] = {0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x3019, 0x301F, 0xFF09, 0xFF3D, 0xFF5D};
    static const uint16_t stops[] = {0x3001, 0x3002, 0xFF0C, 0xFF0E};
    static const uint16_t others[] = {0xFF01, 0xFF1A, 0xFF1B, 0xFF1F}; /* ！：；？ stand as stops do on the mainland alone */
    bool chinese = strncmp(lang, "zh", 2) == 0, centred = centres_stops(lang);
    if (code < 0x2018)
        return LT_MARK_NONE;
    if (code < 0x3000) /* Chinese quotation marks, if their face draws them square */
        return !chinese || code > 0x201D ? LT_MARK_NONE
               : code == 0x2018 || code == 0x201C ? LT_MARK_OPENS
               : code == 0x2019 || code == 0x201D ? LT_MARK_CLOSES : LT_MARK_NONE;
    if (code == 0x3000)
        return LT_MARK_BLANK;
    if (is_among(code, opening, sizeof opening / sizeof *opening))
        return LT_MARK_OPENS;
    if (is_among(code, closing, sizeof closing / sizeof *closing))
        return LT_MARK_CLOSES;
    if (is_among(code, stops, sizeof stops / sizeof *stops))
        return centred ? LT_MARK_MIDDLE : LT_MARK_STOPS;
    if (is_among(code, others, sizeof others / sizeof *others) && chinese && !centred)
        return LT_MARK_STOPS;
    return code == 0x30FB || code == 0xFF1A || code == 0xFF1B ? LT_MARK_MIDDLE : LT_MARK_NONE;
}

bool lt_marks_share(enum lt_mark_class before, enum lt_mark_class after)
{
    switch (before) {
    case LT_MARK_CLOSES: return after != LT_MARK_NONE;
    case LT_MARK_STOPS: return after != LT_MARK_NONE && after != LT_MARK_MIDDLE;
    case LT_MARK_OPENS:
    case LT_MARK_MIDDLE:
    case LT_MARK_BLANK: return after == LT_MARK_OPENS;
    case LT_MARK_NONE: break;
    }
    return false;
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
