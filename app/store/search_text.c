/*
 * search_text.c: which characters make words, and how a text and a typed query look to the search.
 *
 * The index's own tokenizer (unicode61) folds case and accents. What it cannot do is done here, for texts and queries
 * alike: ligatures become letters, U+00AD goes, everything between words becomes one space (so "l'eau" and "l’eau" are two
 * words), and a character of a script written without spaces is a word by itself.
 */
#include "store.h"

#include <lutrin/utf8.h>

#include <string.h>

enum { MAX_QUERY_BYTES = 512, MAX_QUERY_WORDS = 16, SOFT_HYPHEN = 0xAD };

struct interval {
    uint32_t first, last;
};

static bool is_within(uint32_t code, const struct interval *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (code >= list[i].first && code <= list[i].last)
            return true;
    return false;
}

/* Scripts written without spaces between words. */
static bool is_dense(uint32_t code)
{
    static const struct interval list[] = {
        {0x0E00, 0x0EFF}, {0x1780, 0x17FF}, {0x3005, 0x3007}, {0x3040, 0x30FF},
        {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF},
    };
    return is_within(code, list, sizeof list / sizeof *list);
}

/* What is not part of a word: controls, spaces, punctuation, signs. */
static bool is_gap(uint32_t code)
{
    static const struct interval list[] = {
        {0x00, 0x2F},     {0x3A, 0x40},     {0x5B, 0x60},     {0x7B, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},
        {0xBB, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2B9, 0x2BF},   {0x37E, 0x37E},   {0x387, 0x387},
        {0x589, 0x58A},   {0x5BE, 0x5BE},   {0x60C, 0x60D},   {0x61B, 0x61F},   {0x66A, 0x66D},   {0x6D4, 0x6D4},
        {0x964, 0x965},   {0x2000, 0x206F}, {0x20A0, 0x20CF}, {0x2190, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3000, 0x3004},
        {0x3008, 0x3020}, {0x3030, 0x3030}, {0x30FB, 0x30FB}, {0xFE10, 0xFE1F}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF0F},
        {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFF9, 0xFFFF}, {0x1F000, 0x1FAFF},
    };
    return is_within(code, list, sizeof list / sizeof *list);
}

static void put_folded(uint32_t code, struct lt_buf *out)
{
    static const struct {
        uint32_t code;
        const char *letters;
    } list[] = {
        {0xC6, "ae"},   {0xE6, "ae"},   {0xD8, "o"},    {0xF8, "o"},    {0xDF, "ss"},    {0x1E9E, "ss"},
        {0x110, "d"},   {0x111, "d"},   {0x132, "ij"},  {0x133, "ij"},  {0x141, "l"},    {0x142, "l"},
        {0x152, "oe"},  {0x153, "oe"},  {0xFB00, "ff"}, {0xFB01, "fi"}, {0xFB02, "fl"},  {0xFB03, "ffi"},
        {0xFB04, "ffl"}, {0xFB05, "st"}, {0xFB06, "st"},
    };
    for (size_t i = 0; code > 0x7F && i < sizeof list / sizeof *list; i++)
        if (list[i].code == code) {
            lt_buf_puts(out, list[i].letters);
            return;
        }
    lt_buf_put_utf8(out, code);
}

size_t lt_search_word(struct lt_bytes text, size_t *at, struct lt_buf *out, bool *ret_dense)
{
    size_t start = *at;
    *ret_dense = false;
    lt_buf_clear(out);
    while (*at < text.size) {
        size_t begin = *at;
        uint32_t code = lt_utf8_next(text.data, text.size, at);
        if (code == SOFT_HYPHEN)
            continue;
        bool dense = is_dense(code);
        if (out->size == 0 && is_gap(code)) {
            start = *at;
        } else if (is_gap(code) || (dense && out->size > 0)) {
            *at = begin;
            break;
        } else {
            put_folded(code, out);
            if (dense) {
                *ret_dense = true;
                break;
            }
        }
    }
    return out->size ? start : text.size;
}

void lt_search_text(struct lt_bytes text, struct lt_buf *out)
{
    struct lt_buf word = {0};
    bool dense;
    for (size_t at = 0; at < text.size;) {
        lt_search_word(text, &at, &word, &dense);
        if (word.size) {
            lt_buf_put(out, word.data, word.size);
            lt_buf_putc(out, ' ');
        }
    }
    lt_buf_finish(&word);
}

/* Is the word that ends at `at` an elided one ("l'", "qu’") with a word behind it? Nobody means it when searching. */
static bool is_elided(struct lt_bytes query, size_t at, struct lt_bytes word)
{
    static const char *const elided[] = {"l", "d", "c", "j", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
                                         "L", "D", "C", "J", "M", "N", "S", "T", "Qu", "Jusqu", "Lorsqu", "Puisqu", "Quoiqu"};
    static const char *const apostrophes[] = {"'", "\u2019", "\u02BC"};
    struct lt_bytes rest = {query.data + at, query.size - at};
    bool apostrophe = false, known = false;
    for (size_t i = 0; i < sizeof apostrophes / sizeof *apostrophes; i++)
        apostrophe |= lt_bytes_starts(rest, apostrophes[i]) && rest.size > strlen(apostrophes[i]);
    for (size_t i = 0; apostrophe && i < sizeof elided / sizeof *elided; i++)
        known |= lt_bytes_equal(word, lt_bytes_of(elided[i]));
    return known;
}

size_t lt_search_term(struct lt_bytes query, size_t *at, struct lt_buf *out, bool *ret_dense)
{
    size_t start = lt_search_word(query, at, out, ret_dense);
    while (out->size && is_elided(query, *at, lt_buf_slice(out)))
        start = lt_search_word(query, at, out, ret_dense);
    return start;
}

void lt_search_expression(struct lt_bytes query, struct lt_buf *out)
{
    struct lt_buf word = {0};
    bool dense, last_dense = false;
    size_t words = 0;
    query.size = lt_utf8_floor(query, MAX_QUERY_BYTES);
    for (size_t at = 0, end = 0; at < query.size && words < MAX_QUERY_WORDS;) {
        size_t start = lt_search_term(query, &at, &word, &dense);
        if (word.size == 0)
            continue;
        bool joins = words > 0 && dense && last_dense && start == end;
        lt_buf_puts(out, words == 0 ? "\"" : joins ? " " : "\" AND \"");
        lt_buf_put(out, word.data, word.size);
        end = at;
        last_dense = dense;
        words++;
    }
    if (words > 0)
        lt_buf_puts(out, last_dense ? "\"" : "\" *");
    lt_buf_finish(&word);
}
