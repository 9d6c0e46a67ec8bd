/*
 * lexicon.h: words as they were cut and measured before. Private.
 *
 * Prose says the same words again and again: nine of ten have been divided and measured earlier in the article. A word is
 * known by its letters and by all that its widths and its divisions depend on (a hash of both, as in gauge.h).
 */
#ifndef LUTRIN_LAYOUT_LEXICON_H
#define LUTRIN_LAYOUT_LEXICON_H

#include <lutrin/metrics.h>

/* A part of a word, up to a place where it may be divided or to its end. */
struct lt_word_part {
    uint32_t end; /* bytes from the word's start */
    uint32_t letters; /* characters in it, marks too */
    lt_fx width;  /* the parts of a word sum up to the word */
    lt_fx after;  /* what the rest of the word gains when a line begins with it */
};

struct lt_word {
    uint64_t key;
    uint32_t count; /* of its parts */
    lt_fx hyphen; /* width of a hyphen after any part but the last */
    int32_t clusters; /* after each of which tracking is added; -1: not known */
    struct lt_word_part parts[];
};

/* Where a word lies: the table is small, so that looking for one seldom leaves the processor's cache. */
struct lt_word_slot {
    uint32_t tag; /* of its key */
    uint32_t at;  /* 1 + units of the pool before it; 0: free */
};

struct lt_lexicon {
    struct lt_word_slot *slots;
    size_t capacity, count; /* a power of two */
    uint64_t *pool; /* words, one after the other */
    size_t pool_count, pool_capacity;
};

void lt_lexicon_finish(struct lt_lexicon *lexicon); /* leaves it zeroed, which is an empty one */

/* Adds `size` bytes to a hash; begin with any number. Never 0. */
uint64_t lt_lexicon_hash(uint64_t hash, const void *data, size_t size);

/* The word, or NULL. Lent until the next lt_lexicon_put(). */
const struct lt_word *lt_lexicon_find(const struct lt_lexicon *lexicon, uint64_t key);

/* Keeps a word that is not there yet; its parts are copied. */
const struct lt_word *lt_lexicon_put(struct lt_lexicon *lexicon, uint64_t key, const struct lt_word_part *parts,
                                     size_t count, lt_fx hyphen, int32_t clusters);

#endif
