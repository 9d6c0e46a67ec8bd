/*
 * runs.c: a paragraph cut into stretches of one direction and one script, and the visual order of a line.
 *
 * Levels come from ICU's bidi (UAX #9), scripts from its properties (UAX #24): what is common or inherited takes the
 * script before it, a closing bracket that of its opening, and what stands first the script that follows. A paragraph
 * that holds nothing of right to left needs no bidi and gets none.
 */
#include "tongue.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <lutrin/utf8.h>

enum { BRACKET_DEPTH = 32 }; /* deeper pairs are common characters like others */

struct bracket {
    UChar32 closing;
    UScriptCode script;
};

struct scripts {
    struct bracket open[BRACKET_DEPTH];
    int depth;
    UScriptCode last; /* USCRIPT_COMMON until the first real script */
};

struct runs {
    struct lt_text_run *items;
    size_t count, capacity;
};

/* Letters, digits and signs that can only be seen in a paragraph with more than one level. */
static bool wants_bidi(UChar32 code)
{
    return code >= 0x590 &&
           (code < 0x900 || (code >= 0x200E && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
            (code >= 0x2066 && code <= 0x2069) || (code >= 0xFB1D && code <= 0xFDFF) ||
            (code >= 0xFE70 && code <= 0xFEFF) || (code >= 0x10800 && code <= 0x10FFF) ||
            (code >= 0x1E800 && code <= 0x1EFFF));
}

static bool text_wants_bidi(struct lt_bytes text)
{
    for (size_t at = 0; at < text.size;)
        if ((unsigned char)text.data[at] < 0xD6)
            at++; /* bytes of what lies below U+0580, and of longer forms only after their first */
        else if (wants_bidi((UChar32)lt_utf8_next(text.data, text.size, &at)))
            return true;
    return false;
}

static uint32_t script_tag(UScriptCode script)
{
    const char *name = script > USCRIPT_INHERITED ? uscript_getShortName(script) : NULL;
    return name && strlen(name) == 4 ? LT_SCRIPT(name[0], name[1], name[2], name[3]) : 0;
}

/* What most prose is made of needs no look into ICU's tables: Latin letters, and common signs that are no brackets. */
static bool is_latin(UChar32 code)
{
    return ((code | 0x20) >= 'a' && (code | 0x20) <= 'z' && code < 0x80) ||
           (code >= 0xC0 && code <= 0x24F && code != 0xD7 && code != 0xF7);
}

static inline bool is_plain_sign(UChar32 code)
{
    return (code < 0x80 && code != '(' && code != ')' && code != '[' && code != ']' && code != '{' && code != '}') ||
           code == 0xA0 || code == 0xAB || code == 0xBB || (code >= 0x2010 && code <= 0x2027) || code == 0x202F;
}

static UScriptCode script_of(struct scripts *scripts, UChar32 code)
{
    if (is_latin(code))
        return scripts->last = USCRIPT_LATIN;
    if (is_plain_sign(code))
        return scripts->last;
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(code, &status);
    int32_t pair = u_getIntPropertyValue(code, UCHAR_BIDI_PAIRED_BRACKET_TYPE);
    if (script != USCRIPT_COMMON && script != USCRIPT_INHERITED && script != USCRIPT_UNKNOWN)
        return scripts->last = script;
    if (pair == U_BPT_OPEN && scripts->depth < BRACKET_DEPTH)
        scripts->open[scripts->depth++] = (struct bracket){u_getBidiPairedBracket(code), scripts->last};
    for (int i = scripts->depth - 1; pair == U_BPT_CLOSE && i >= 0; i--)
        if (scripts->open[i].closing == code) {
            scripts->depth = i;
            if (scripts->open[i].script != USCRIPT_COMMON)
                scripts->last = scripts->open[i].script;
            break;
        }
    return scripts->last;
}

static void put_run(struct runs *runs, uint32_t start, uint32_t end, uint32_t script, uint8_t level)
{
    struct lt_text_run *last = runs->count ? &runs->items[runs->count - 1] : NULL;
    if (last && last->level == level && (last->script == script || last->script == 0)) {
        last->end = end;
        last->script = script;
        return;
    }
    if (last && last->script == 0 && script) /* what stands first takes the script that follows, whatever its level */
        for (size_t i = runs->count; i-- > 0 && runs->items[i].script == 0;)
            runs->items[i].script = script;
    runs->items = lt_grow(runs->items, &runs->capacity, runs->count + 1, sizeof *runs->items);
    runs->items[runs->count++] = (struct lt_text_run){.start = start, .end = end, .script = script, .level = level};
}

/* The bytes from `at` on in which a Latin stretch goes on: ASCII but for brackets, and U+00C0 to U+00FF. */
static size_t plain_size(struct lt_bytes text, size_t at)
{
    size_t end = at;
    while (end < text.size) {
        unsigned char byte = (unsigned char)text.data[end];
        if (byte == 0xC3 && end + 1 < text.size && ((unsigned char)text.data[end + 1] & 0xC0) == 0x80)
            end += 2;
        else if (is_plain_sign(byte) && byte < 0x80)
            end++;
        else
            break;
    }
    return end - at;
}

static void runs_simple(struct lt_bytes text, uint8_t level, struct runs *runs)
{
    struct scripts scripts = {.last = USCRIPT_COMMON};
    for (size_t at = 0; at < text.size;) {
        size_t begin = at;
        if (scripts.last == USCRIPT_LATIN)
            at += plain_size(text, at);
        if (at > begin) {
            runs->items[runs->count - 1].end = (uint32_t)at;
            continue;
        }
        UChar32 code = (UChar32)lt_utf8_next(text.data, text.size, &at);
        UScriptCode before = scripts.last, script = script_of(&scripts, code);
        if (runs->count && script == before)
            runs->items[runs->count - 1].end = (uint32_t)at;
        else
            put_run(runs, (uint32_t)begin, (uint32_t)at, script_tag(script), level);
    }
}

static bool runs_bidi(UBiDi *bidi, struct lt_bytes text, bool rtl, struct runs *runs)
{
    struct lt_wide wide;
    lt_wide_init(&wide, text, true);
    UErrorCode status = U_ZERO_ERROR;
    ubidi_setPara(bidi, wide.units, wide.count, rtl ? 1 : 0, NULL, &status);
    const UBiDiLevel *levels = ubidi_getLevels(bidi, &status);
    struct scripts scripts = {.last = USCRIPT_COMMON};
    for (int32_t i = 0; i < wide.count && U_SUCCESS(status);) {
        int32_t begin = i;
        UChar32 code;
        U16_NEXT(wide.units, i, wide.count, code);
        put_run(runs, wide.at[begin], wide.at[i], script_tag(script_of(&scripts, code)), levels[begin]);
    }
    lt_wide_finish(&wide);
    return U_SUCCESS(status);
}

void lt_text_runs(struct lt_tongue *tongue, struct lt_bytes text, bool rtl, struct lt_arena *arena,
                  const struct lt_text_run **ret_runs, size_t *ret_count)
{
    struct runs runs = {0};
    bool bidi = tongue->bidi && text.size && (rtl || text_wants_bidi(text));
    if (!bidi || !runs_bidi(tongue->bidi, text, rtl, &runs)) {
        runs.count = 0;
        runs_simple(text, rtl ? 1 : 0, &runs);
    }
    struct lt_text_run *kept = lt_arena_array(arena, runs.count, sizeof *kept);
    if (runs.count)
        memcpy(kept, runs.items, runs.count * sizeof *kept);
    free(runs.items);
    *ret_runs = kept;
    *ret_count = runs.count;
}

void lt_text_visual_order(const uint8_t *levels, size_t count, uint32_t *ret_order)
{
    uint8_t high = 0, low_odd = UINT8_MAX;
    for (size_t i = 0; i < count; i++) {
        ret_order[i] = (uint32_t)i;
        high = levels[i] > high ? levels[i] : high;
        if ((levels[i] & 1) && levels[i] < low_odd)
            low_odd = levels[i];
    }
    for (uint8_t level = high; level >= low_odd; level--)
        for (size_t i = 0; i < count;) {
            size_t end = i;
            while (end < count && levels[ret_order[end]] >= level)
                end++;
            for (size_t a = i, b = end; a + 1 < b; a++) {
                uint32_t item = ret_order[a];
                ret_order[a] = ret_order[--b];
                ret_order[b] = item;
            }
            i = end > i ? end : i + 1;
        }
}

bool lt_text_is_rtl(struct lt_bytes text)
{
    for (size_t at = 0; at < text.size;) {
        UCharDirection kind = u_charDirection((UChar32)lt_utf8_next(text.data, text.size, &at));
        if (kind == U_LEFT_TO_RIGHT)
            return false;
        if (kind == U_RIGHT_TO_LEFT || kind == U_RIGHT_TO_LEFT_ARABIC)
            return true;
    }
    return false;
}

uint32_t lt_text_script(struct lt_bytes text)
{
    struct scripts scripts = {.last = USCRIPT_COMMON};
    UScriptCode found = USCRIPT_COMMON;
    size_t votes = 0; /* what more than half of them vote for is left at the end */
    for (size_t at = 0; at < text.size;) {
        UScriptCode script = script_of(&scripts, (UChar32)lt_utf8_next(text.data, text.size, &at));
        if (script == USCRIPT_COMMON)
            continue;
        found = votes == 0 ? script : found;
        votes = script == found ? votes + 1 : votes - 1;
    }
    return script_tag(found);
}

bool lt_text_is_tall(struct lt_bytes text)
{
    for (size_t at = 0; at < text.size;) {
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        if ((code >= 0x600 && code < 0x700) || (code >= 0x900 && code < 0x10A0) || (code >= 0x1780 && code < 0x1800))
            return true;
    }
    return false;
}
