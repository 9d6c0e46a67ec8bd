/*
 * lexicon.c: an open hash table over one pool of words; emptied when it has grown too large.
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

static uint64_t load(const unsigned char *bytes, size_t size)
{
    uint64_t word = 0;
    uint32_t half = 0;
    if (size == 8)
        memcpy(&word, bytes, 8);
    else if (size == 4)
        memcpy(&half, bytes, 4);
    return word | half;
}

/* The last bytes, fewer than nine: no two texts of a size give the same. */
static uint64_t load_rest(const unsigned char *bytes, size_t size)
{
    if (size == 8)
        return load(bytes, 8);
    if (size >= 4)
        return load(bytes, 4) | load(bytes + size - 4, 4) << 32;
    return size ? bytes[0] | (uint64_t)bytes[size / 2] << 8 | (uint64_t)bytes[size - 1] << 16 : 0;
}

uint64_t lt_lexicon_hash(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    hash = mix(hash, size); /* seeds that lie side by side must not meet words that do */
    for (; size > 8; size -= 8, bytes += 8)
        hash = mix(hash, load(bytes, 8));
    hash = size ? mix(hash, load_rest(bytes, size)) : hash;
    return hash ? hash : 1;
}

static struct lt_word *word_at(const struct lt_lexicon *lexicon, uint32_t at)
{
    return (struct lt_word *)(void *)(lexicon->pool + at - 1);
}

/* The slot of the word, or the free one where it belongs. */
static struct lt_word_slot *slot_of(const struct lt_lexicon *lexicon, uint64_t key)
{
    uint32_t tag = (uint32_t)(key >> 32);
    for (size_t at = (size_t)(key ^ key >> 32);; at++) {
        struct lt_word_slot *slot = &lexicon->slots[at & (lexicon->capacity - 1)];
        if (!slot->at || (slot->tag == tag && word_at(lexicon, slot->at)->key == key))
            return slot;
    }
}

const struct lt_word *lt_lexicon_find(const struct lt_lexicon *lexicon, uint64_t key)
{
    if (lexicon->count == 0)
        return NULL;
    const struct lt_word_slot *slot = slot_of(lexicon, key);
    return slot->at ? word_at(lexicon, slot->at) : NULL;
}

static void make_room(struct lt_lexicon *lexicon)
{
    if (lexicon->count * 4 < lexicon->capacity * 3)
        return;
    if (lexicon->capacity >= WORDS_MAX) {
        memset(lexicon->slots, 0, lexicon->capacity * sizeof *lexicon->slots);
        lexicon->count = lexicon->pool_count = 0;
        return;
    }
    struct lt_lexicon old = *lexicon;
    lexicon->capacity = old.capacity ? old.capacity * 2 : WORDS_FIRST;
    lexicon->slots = lt_alloc(lexicon->capacity, sizeof *lexicon->slots);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].at)
            *slot_of(lexicon, word_at(lexicon, old.slots[i].at)->key) = old.slots[i];
    free(old.slots);
}

const struct lt_word *lt_lexicon_put(struct lt_lexicon *lexicon, uint64_t key, const struct lt_word_part *parts,
                                     size_t count, lt_fx hyphen, int32_t clusters)
{
    make_room(lexicon);
    size_t units = (sizeof(struct lt_word) + count * sizeof *parts + sizeof *lexicon->pool - 1) / sizeof *lexicon->pool;
    lexicon->pool = lt_grow(lexicon->pool, &lexicon->pool_capacity, lexicon->pool_count + units, sizeof *lexicon->pool);
    struct lt_word *word = word_at(lexicon, (uint32_t)lexicon->pool_count + 1);
    word->key = key;
    word->count = (uint32_t)count;
    word->hyphen = hyphen;
    word->clusters = clusters;
    memcpy(word->parts, parts, count * sizeof *parts);
    *slot_of(lexicon, key) = (struct lt_word_slot){(uint32_t)(key >> 32), (uint32_t)lexicon->pool_count + 1};
    lexicon->pool_count += units;
    lexicon->count++;
    return word;
}

void lt_lexicon_finish(struct lt_lexicon *lexicon)
{
    free(lexicon->slots);
    free(lexicon->pool);
    *lexicon = (struct lt_lexicon){0};
}
