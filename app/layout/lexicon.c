/*
 * lexicon.c: an open hash table of words over one array of parts; emptied when it has grown too large.
 */
#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#include <lutrin/arena.h>

enum { WORDS_FIRST = 1 << 10, WORDS_MAX = 1 << 17 };

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

uint64_t lt_lexicon_hash(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    hash = mix(hash, size); /* seeds that lie side by side must not meet words that do */
    for (size_t at = 0; at < size; at += 8) {
        uint64_t word = 0;
        if (size - at >= 8)
            memcpy(&word, bytes + at, 8);
        else
            memcpy(&word, bytes + at, size - at);
        hash = mix(hash, word);
    }
    return hash ? hash : 1;
}

static struct lt_word *slot_of(struct lt_word *words, size_t capacity, uint64_t key)
{
    size_t at = (size_t)(key ^ key >> 32) & (capacity - 1);
    while (words[at].key && words[at].key != key)
        at = (at + 1) & (capacity - 1);
    return &words[at];
}

const struct lt_word *lt_lexicon_find(const struct lt_lexicon *lexicon, uint64_t key)
{
    if (lexicon->count == 0)
        return NULL;
    const struct lt_word *word = slot_of(lexicon->words, lexicon->capacity, key);
    return word->key ? word : NULL;
}

static void make_room(struct lt_lexicon *lexicon)
{
    if (lexicon->count * 4 < lexicon->capacity * 3)
        return;
    if (lexicon->capacity >= WORDS_MAX) {
        memset(lexicon->words, 0, lexicon->capacity * sizeof *lexicon->words);
        lexicon->count = lexicon->part_count = 0;
        return;
    }
    size_t capacity = lexicon->capacity ? lexicon->capacity * 2 : WORDS_FIRST;
    struct lt_word *words = lt_alloc(capacity, sizeof *words);
    for (size_t i = 0; i < lexicon->capacity; i++)
        if (lexicon->words[i].key)
            *slot_of(words, capacity, lexicon->words[i].key) = lexicon->words[i];
    free(lexicon->words);
    lexicon->words = words;
    lexicon->capacity = capacity;
}

const struct lt_word *lt_lexicon_put(struct lt_lexicon *lexicon, uint64_t key, const struct lt_word_part *parts,
                                     size_t count, lt_fx hyphen, int32_t clusters)
{
    make_room(lexicon);
    struct lt_word *word = slot_of(lexicon->words, lexicon->capacity, key);
    *word = (struct lt_word){key, (uint32_t)lexicon->part_count, (uint32_t)count, hyphen, clusters};
    lexicon->parts = lt_grow(lexicon->parts, &lexicon->part_capacity, lexicon->part_count + count, sizeof *parts);
    memcpy(lexicon->parts + lexicon->part_count, parts, count * sizeof *parts);
    lexicon->part_count += count;
    lexicon->count++;
    return word;
}

void lt_lexicon_finish(struct lt_lexicon *lexicon)
{
    free(lexicon->words);
    free(lexicon->parts);
    *lexicon = (struct lt_lexicon){0};
}
