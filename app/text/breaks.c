/*
 * breaks.c: where a line may end and where a character that people see ends, by ICU's rules read over UTF-8.
 */
#include "tongue.h"

#include <string.h>

#include <unicode/utext.h>

static UBreakIterator *break_rules(struct lt_tongue *tongue, const char *lang)
{
    for (int i = 0; i < LT_TONGUE_SLOTS; i++)
        if (tongue->breaks[i].rules && strcmp(tongue->breaks[i].lang, lang) == 0)
            return tongue->breaks[i].rules;
    struct lt_break_slot *slot = &tongue->breaks[tongue->next_break++ % LT_TONGUE_SLOTS];
    char locale[LT_LANG_MAX];
    lt_lang_locale(lang, locale);
    char *end = strchr(locale, '@'); /* the tag may bring keywords of its own */
    memcpy(end ? end : locale + strlen(locale), "@lb=strict", sizeof "@lb=strict");
    if (slot->rules)
        ubrk_close(slot->rules);
    UErrorCode status = U_ZERO_ERROR;
    slot->rules = ubrk_open(UBRK_LINE, locale, NULL, 0, &status);
    if (U_FAILURE(status))
        slot->rules = NULL;
    size_t size = strlen(lang);
    memcpy(slot->lang, size < LT_LANG_MAX ? lang : "", size < LT_LANG_MAX ? size + 1 : 1);
    return slot->rules;
}

static UBreakIterator *grapheme_rules(struct lt_tongue *tongue)
{
    UErrorCode status = U_ZERO_ERROR;
    if (!tongue->graphemes)
        tongue->graphemes = ubrk_open(UBRK_CHARACTER, "en", NULL, 0, &status);
    return U_SUCCESS(status) ? tongue->graphemes : NULL;
}

/* Sets the text of the rules; false when ICU cannot (then the caller gives the end of the text alone). */
static bool begin(UBreakIterator *rules, UText *utext, struct lt_bytes text)
{
    UErrorCode status = U_ZERO_ERROR;
    if (!rules)
        return false;
    utext_openUTF8(utext, text.data, (int64_t)text.size, &status);
    ubrk_setUText(rules, utext, &status);
    return U_SUCCESS(status);
}

void lt_text_breaks(struct lt_tongue *tongue, struct lt_bytes text, const char *lang, struct lt_arena *arena,
                    const struct lt_break **ret_breaks, size_t *ret_count)
{
    size_t capacity = text.size / 4 + 8, count = 0;
    struct lt_break *found = lt_arena_array(arena, capacity, sizeof *found);
    UText utext = UTEXT_INITIALIZER;
    UBreakIterator *rules = text.size ? break_rules(tongue, lang ? lang : "") : NULL;
    if (begin(rules, &utext, text))
        for (int32_t at = ubrk_next(rules); at != UBRK_DONE; at = ubrk_next(rules)) {
            if (count == capacity) {
                struct lt_break *more = lt_arena_array(arena, capacity * 2, sizeof *more);
                memcpy(more, found, count * sizeof *found);
                found = more;
                capacity *= 2;
            }
            bool hard = ubrk_getRuleStatus(rules) >= UBRK_LINE_HARD;
            found[count++] = (struct lt_break){(uint32_t)at, hard ? LT_BREAK_REQUIRED : LT_BREAK_ALLOWED};
        }
    utext_close(&utext);
    if (text.size && (count == 0 || found[count - 1].at != text.size))
        found[count++] = (struct lt_break){(uint32_t)text.size, LT_BREAK_REQUIRED};
    if (count)
        found[count - 1].kind = LT_BREAK_REQUIRED;
    *ret_breaks = found;
    *ret_count = count;
}

void lt_text_graphemes(struct lt_tongue *tongue, struct lt_bytes text, struct lt_arena *arena,
                       const uint32_t **ret_ends, size_t *ret_count)
{
    uint32_t *ends = lt_arena_array(arena, text.size + 1, sizeof *ends);
    size_t count = 0;
    UText utext = UTEXT_INITIALIZER;
    UBreakIterator *rules = text.size ? grapheme_rules(tongue) : NULL;
    if (begin(rules, &utext, text))
        for (int32_t at = ubrk_next(rules); at != UBRK_DONE; at = ubrk_next(rules))
            ends[count++] = (uint32_t)at;
    utext_close(&utext);
    if (text.size && (count == 0 || ends[count - 1] != text.size))
        ends[count++] = (uint32_t)text.size;
    *ret_ends = ends;
    *ret_count = count;
}
