/*
 * hyphen.c: where words may be divided, by libhyphen and the dictionaries that are installed.
 *
 * Two things about libhyphen shape this file: its vector of points counts characters, not bytes, for a dictionary in
 * UTF-8; and many dictionaries are in an older single-byte set, so that the word has to be brought into it. A word is
 * divided part by part (apostrophes and hyphens end a part), in lower case, and a division that would change the
 * spelling is left out.
 */
#include "tongue.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include <lutrin/utf8.h>

#ifndef LUTRIN_HYPHEN_DIR
#define LUTRIN_HYPHEN_DIR "/usr/share/hyphen"
#endif

enum {
    PART_MAX = 90,        /* letters of a part that is divided; libhyphen's own limit is 100 */
    PART_BYTES = PART_MAX * LT_UTF8_MAX + 8,
    SOFT_HYPHEN = 0xAD,
    DEFAULT_LEFT = 2, DEFAULT_RIGHT = 3,
    ELIDED_RIGHT = 2, ELIDED_REST = 2, /* letters before an apostrophe, bytes after it: they stand together */
};

#ifdef __SANITIZE_ADDRESS__
/* libhyphen forgets a few hundred bytes of each dictionary that it loads, and fontconfig keeps the patterns it matched
 * for the life of the process (a program has one such list, and all of them hold this file); the leak check of debug
 * builds passes over both, so that ours still show. */
const char *__lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void)
{
    return "leak:libhyphen.so\nleak:libfontconfig.so";
}
const char *__lsan_default_options(void);
__attribute__((visibility("default"))) const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif

/* Where good practice differs from two letters before and three after the hyphen. */
static const struct {
    const char *lang;
    uint8_t left, right;
} MINIMA[] = {
    {"cs", 2, 2}, {"de", 2, 2}, {"el", 2, 2}, {"es", 2, 2}, {"hr", 2, 2}, {"hu", 2, 2}, {"it", 2, 2}, {"lt", 2, 2},
    {"lv", 2, 2}, {"nl", 2, 2}, {"pl", 2, 2}, {"ru", 2, 2}, {"sk", 2, 2}, {"sl", 2, 2}, {"sr", 2, 2}, {"sv", 2, 2},
    {"uk", 2, 2},
};

/* The letters of one part: each with its place in the word. */
struct part {
    UChar32 letters[PART_MAX];
    uint32_t at[PART_MAX];
    size_t count;
    bool too_long;
};

static HyphenDict *load(const char *name, size_t size)
{
    char path[256];
    snprintf(path, sizeof path, "%s/hyph_%.*s.dic", LUTRIN_HYPHEN_DIR, (int)size, name);
    return hnj_hyphen_load(path);
}

/* The first by name of the dictionaries for any region of `base`: better a neighbour's than none. */
static HyphenDict *load_any_region(const char *base)
{
    char prefix[32], best[64] = "";
    snprintf(prefix, sizeof prefix, "hyph_%s_", base);
    DIR *folder = opendir(LUTRIN_HYPHEN_DIR);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        size_t size = strlen(entry->d_name);
        bool fits = strncmp(entry->d_name, prefix, strlen(prefix)) == 0 && size > 9 && size < sizeof best &&
                    strcmp(entry->d_name + size - 4, ".dic") == 0;
        if (fits && (!*best || strcmp(entry->d_name, best) < 0))
            memcpy(best, entry->d_name, size + 1);
    }
    if (folder)
        closedir(folder);
    return *best ? load(best + 5, strlen(best) - 9) : NULL;
}

/* hyph_pt_BR for "pt-BR", then hyph_pt, hyph_pt_PT, then any hyph_pt_*. */
static HyphenDict *load_lang(const char *lang)
{
    char name[LT_LANG_MAX], base[16];
    size_t size = strlen(lang);
    lt_lang_base(lang, base);
    if (!*base || size >= sizeof name || strspn(base, "abcdefghijklmnopqrstuvwxyz") != strlen(base))
        return NULL;
    for (size_t i = 0; i <= size; i++)
        name[i] = (char)(i < strlen(base) ? base[i] : lang[i] == '-' || lang[i] == '/' ? '_' : lang[i]);
    HyphenDict *dict = NULL;
    while (!dict && size > strlen(base)) {
        dict = load(name, size);
        while (size > 0 && name[--size] != '_')
            continue;
    }
    if (!dict && strcmp(base, "en") == 0)
        dict = load("en_US", 5);
    if (!dict)
        dict = load(base, strlen(base));
    snprintf(name, sizeof name, "%s_", base);
    for (size_t i = 0; i <= strlen(base); i++)
        name[strlen(base) + 1 + i] = (char)(base[i] ? base[i] - 32 : '\0');
    return dict ? dict : (dict = load(name, strlen(name))) ? dict : load_any_region(base);
}

static UConverter *open_converter(const char *charset)
{
    const char *name = strncmp(charset, "microsoft-", 10) == 0 ? charset + 10 : charset;
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &status);
    if (U_SUCCESS(status))
        ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    return U_SUCCESS(status) ? converter : NULL;
}

static void close_slot(struct lt_hyphen_slot *slot)
{
    if (slot->dict)
        hnj_hyphen_free(slot->dict);
    if (slot->converter)
        ucnv_close(slot->converter);
    *slot = (struct lt_hyphen_slot){0};
}

static struct lt_hyphen_slot *lookup(struct lt_tongue *tongue, const char *lang)
{
    for (int i = 0; i < LT_TONGUE_SLOTS; i++)
        if (tongue->hyphens[i].used && strcmp(tongue->hyphens[i].lang, lang) == 0)
            return &tongue->hyphens[i];
    struct lt_hyphen_slot *slot = &tongue->hyphens[tongue->next_hyphen++ % LT_TONGUE_SLOTS];
    close_slot(slot);
    slot->used = true;
    memcpy(slot->lang, lang, strlen(lang) + 1);
    slot->dict = load_lang(lang);
    if (slot->dict && !slot->dict->utf8 && !(slot->converter = open_converter(slot->dict->cset))) {
        hnj_hyphen_free(slot->dict);
        slot->dict = NULL;
    }
    return slot;
}

/* Writes the part as the dictionary wants it; returns its size, 0 when the dictionary's set lacks a letter. */
static size_t encode(const struct lt_hyphen_slot *slot, const struct part *part, char out[PART_BYTES])
{
    size_t size = 0;
    UChar units[PART_MAX * 2];
    int32_t count = 0;
    for (size_t i = 0; i < part->count; i++)
        if (slot->converter)
            U16_APPEND_UNSAFE(units, count, part->letters[i]);
        else
            size += lt_utf8_put((uint32_t)part->letters[i], out + size);
    UErrorCode status = U_ZERO_ERROR;
    if (slot->converter) {
        int32_t got = ucnv_fromUChars(slot->converter, out, PART_BYTES, units, count, &status);
        size = U_SUCCESS(status) && (size_t)got == part->count ? (size_t)got : 0;
    }
    out[size] = '\0';
    return size;
}

static size_t divide(const struct lt_hyphen_slot *slot, const struct part *part, int left, int right,
                     uint32_t *ret_points, size_t max)
{
    char word[PART_BYTES], marks[PART_BYTES + 8] = {0};
    if (part->too_long || part->count < (size_t)(left + right))
        return 0;
    size_t size = encode(slot, part, word), count = 0;
    char **changes = NULL;
    int *from = NULL, *cut = NULL;
    if (size == 0 || hnj_hyphen_hyphenate3(slot->dict, word, (int)size, marks, NULL, &changes, &from, &cut, left, right,
                                           left, right) != 0)
        size = 0;
    for (size_t i = 0; size && i + 1 < part->count && count < max; i++) {
        bool allowed = i + 1 >= (size_t)left && part->count - i - 1 >= (size_t)right;
        if (allowed && (marks[i] & 1) && !(changes && changes[i]))
            ret_points[count++] = part->at[i + 1];
    }
    for (size_t i = 0; changes && i < part->count; i++)
        free(changes[i]);
    free(changes);
    free(from);
    free(cut);
    return count;
}

static void minima(const char *lang, int *left, int *right)
{
    char base[16];
    int usual_left = DEFAULT_LEFT, usual_right = DEFAULT_RIGHT;
    lt_lang_base(lang, base);
    for (size_t i = 0; i < sizeof MINIMA / sizeof *MINIMA; i++)
        if (strcmp(MINIMA[i].lang, base) == 0) {
            usual_left = MINIMA[i].left;
            usual_right = MINIMA[i].right;
        }
    *left = *left > 0 ? *left : usual_left;
    *right = *right > 0 ? *right : usual_right;
}

static bool has_soft_hyphen(struct lt_bytes word)
{
    for (size_t i = 0; i + 1 < word.size; i++)
        if ((unsigned char)word.data[i] == 0xC2 && (unsigned char)word.data[i + 1] == SOFT_HYPHEN)
            return true;
    return false;
}

static size_t soft_points(struct lt_bytes word, uint32_t *ret_points, size_t max)
{
    size_t count = 0;
    for (size_t at = 0; at < word.size && count < max;)
        if (lt_utf8_next(word.data, word.size, &at) == SOFT_HYPHEN && at < word.size)
            ret_points[count++] = (uint32_t)at;
    return count;
}

void lt_hyphen_finish(struct lt_tongue *tongue)
{
    for (int i = 0; i < LT_TONGUE_SLOTS; i++)
        close_slot(&tongue->hyphens[i]);
}

size_t lt_hyphenate(struct lt_tongue *tongue, struct lt_bytes word, const char *lang, int left, int right,
                    uint32_t *ret_points, size_t max)
{
    if (has_soft_hyphen(word))
        return soft_points(word, ret_points, max);
    if (!lang || !*lang || strlen(lang) >= LT_LANG_MAX)
        return 0;
    const struct lt_hyphen_slot *slot = lookup(tongue, lang);
    if (!slot->dict)
        return 0;
    minima(lang, &left, &right);
    size_t count = 0;
    struct part part = {.count = 0};
    for (size_t at = 0; at < word.size;) {
        uint32_t begin = (uint32_t)at;
        UChar32 code = (UChar32)lt_utf8_next(word.data, word.size, &at);
        bool letter = u_isalpha(code) || u_charType(code) == U_NON_SPACING_MARK;
        if (letter && part.count < PART_MAX) {
            part.letters[part.count] = u_tolower(code);
            part.at[part.count++] = begin;
        } else if (letter) {
            part.too_long = true;
        }
        if (!letter || at == word.size) {
            bool elided = (code == '\'' || code == 0x2019) && word.size - at >= ELIDED_REST; /* quel|qu’un */
            int least = elided && right > ELIDED_RIGHT ? ELIDED_RIGHT : right;
            count += divide(slot, &part, left, least, ret_points + count, max - count);
            part.count = 0;
            part.too_long = false;
        }
    }
    return count;
}
