/*
 * text.h: what depends on language and script. The only room that knows ICU and libhyphen.
 *
 * All offsets are byte offsets into the UTF-8 given; texts must be valid UTF-8 (see lt_utf8_clean). Languages are
 * BCP 47 tags; "" or an unknown one gives the root rules. Nothing here keeps the caller's text.
 */
#ifndef LUTRIN_TEXT_H
#define LUTRIN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lutrin/arena.h>
#include <lutrin/bytes.h>
#include <lutrin/err.h>

/* Opened break rules, hyphenation dictionaries and formats, by language: opening one costs milliseconds, so a program
 * keeps one of these for its life. Not thread-safe: one a thread. */
struct lt_tongue;
struct lt_tongue *lt_tongue_create(void);
void lt_tongue_destroy(struct lt_tongue *tongue); /* NULL is allowed */

enum lt_break_kind {
    LT_BREAK_ALLOWED,  /* a line may end here (UAX #14) */
    LT_BREAK_REQUIRED, /* a line must end here ('\n' and its kin, and the end of the text) */
};

struct lt_break {
    uint32_t at; /* the break lies before this byte; > 0 */
    enum lt_break_kind kind;
};

/* The line break opportunities of `text` by UAX #14 as ICU 72 does it with lb=strict for `lang` (kinsoku for Japanese
 * and Chinese, dictionaries for Thai, Lao, Khmer and Burmese), in ascending order, the end of the text included. */
void lt_text_breaks(struct lt_tongue *tongue, struct lt_bytes text, const char *lang, struct lt_arena *arena,
                    const struct lt_break **ret_breaks, size_t *ret_count);

/* The ends of the extended grapheme clusters of `text` (UAX #29), ascending, the end of the text included. */
void lt_text_graphemes(struct lt_tongue *tongue, struct lt_bytes text, struct lt_arena *arena,
                       const uint32_t **ret_ends, size_t *ret_count);

/* One stretch of text of one direction and one script. */
struct lt_text_run {
    uint32_t start, end;
    uint32_t script; /* ISO 15924 as four letters, e.g. LT_SCRIPT('L','a','t','n'); common characters join a neighbour */
    uint8_t level;   /* UAX #9 embedding level; odd is right to left */
};

#define LT_SCRIPT(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* Cuts a paragraph into runs in logical order (UAX #9 levels for a paragraph of direction `rtl`, UAX #24 scripts;
 * combining marks and joiners stay with their base). Empty text gives no runs. */
void lt_text_runs(struct lt_tongue *tongue, struct lt_bytes text, bool rtl, struct lt_arena *arena,
                  const struct lt_text_run **ret_runs, size_t *ret_count);

/* Puts `count` items of one line into visual order by their levels (rule L2): ret_order[i] is the index of the item
 * that stands i-th from the left. */
void lt_text_visual_order(const uint8_t *levels, size_t count, uint32_t *ret_order);

/* Does text in this language run from right to left? */
bool lt_lang_is_rtl(const char *lang);

/* Does the first strong character of the text run from right to left? False when there is none. */
bool lt_text_is_rtl(struct lt_bytes text);

/* The script that more than half of the text is in, else one of those that it is in; 0 when it has no letters. */
uint32_t lt_text_script(struct lt_bytes text);

/* Has the text letters whose signs reach so far above and below (Devanagari, Tamil, Thai, Arabic) that lines of it need more
 * than a Latin title's leading? */
bool lt_text_is_tall(struct lt_bytes text);

/* Normalises to NFC, appending to *out. */
void lt_text_nfc(struct lt_bytes text, struct lt_buf *out);

/* Appends `text` folded for comparing and searching: case, accents, ligatures and widths folded, U+00AD left out. */
void lt_text_fold(struct lt_tongue *tongue, struct lt_bytes text, struct lt_buf *out);

/* Appends `text` in capitals by the rules of `lang` ("ß" to "SS", Turkish i, Greek accents). */
void lt_text_upper(struct lt_tongue *tongue, struct lt_bytes text, const char *lang, struct lt_buf *out);

/* The hyphenation points inside `word` (letters, with apostrophes or hyphens inside allowed) for `lang` by its libhyphen
 * dictionary: ascending byte offsets, each before the letter that begins the next line; at most `max`. At least
 * `left` and `right` letters stay on either side (0: the language's good practice). U+00AD in the word gives its own
 * points and no others. No dictionary: none. Returns how many. */
size_t lt_hyphenate(struct lt_tongue *tongue, struct lt_bytes word, const char *lang, int left, int right,
                    uint32_t *ret_points, size_t max);

enum lt_date_style {
    LT_DATE_LONG,     /* 23 novembre 2026 */
    LT_DATE_FULL,     /* lundi 23 novembre 2026 */
    LT_DATE_TIME,     /* 7 h 40, 7:40 am: the hour alone */
};

/* Appends a date in the words of `lang`: `time` is seconds since 1970 UTC, shown `utc_offset` seconds east of it. */
void lt_text_date(struct lt_tongue *tongue, int64_t time, int32_t utc_offset, enum lt_date_style style,
                  const char *lang, struct lt_buf *out);

/* Appends a whole number in the digits and grouping of `lang`. */
void lt_text_number(struct lt_tongue *tongue, int64_t number, const char *lang, struct lt_buf *out);

/* The encoding that bytes which tell none are most likely in, by the label the web has for it; NULL when they may as well
 * be of a Western language (or there are too few of them to say). Static. */
const char *lt_text_charset(struct lt_bytes bytes);

#endif
