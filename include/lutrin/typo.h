/*
 * typo.h: prose set right by the typography of its language. A pure function over UTF-8.
 *
 * What a keyboard writes becomes what a compositor sets: typewriter quotes and apostrophes, dots that stand for an
 * ellipsis, hyphens that stand for dashes, in English and German also those between two years or pages; in French also the
 * spaces of the Imprimerie nationale's lexicon: U+202F before ; ! ? % and the euro, inside guillemets and in thousands,
 * U+00A0 before the colon and after abbreviations that want what follows. Quotes are those of CLDR 42. Switzerland and
 * Canada keep their own French spaces.
 *
 * Laws: no letter, digit or mark of a letter changes; addresses, file names and times stay as they are; what is not sure
 * (a quote without its twin) stays as it was found; setting right twice is the same as once. What only guesses (spaces
 * that were not there, a hyphen for a dash) is left out of a French text whose words are English.
 */
#ifndef LUTRIN_TYPO_H
#define LUTRIN_TYPO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lutrin/arena.h>
#include <lutrin/bytes.h>

enum { LT_TYPO_MAX_TEXT = 1 << 20 }; /* bytes of one block of prose; a longer one is left as it is */

struct lt_typo_range {
    uint32_t start, end; /* bytes [start, end) of the text that was given */
    bool aside;          /* of a kept one: a note's number or the like, which hangs on what is before it */
};

/* A block set right. `text` has `size` bytes and is NUL-terminated. `raised` are the letters of French ordinals (1er, XIXe)
 * that want to stand higher, in bytes of the text that was GIVEN, ascending. `pieces` are the characters of the result, for
 * lt_typo_place(); NULL when nothing changed. All of it lives in the arena. */
struct lt_typo {
    const char *text;
    uint32_t size;
    const struct lt_typo_range *raised;
    size_t raised_count;
    const struct lt_typo_piece *pieces;
    size_t piece_count;
};

/* Sets a block of clean prose (see doc.h) right for `lang`, a BCP 47 tag; a language whose habits are not known here, ""
 * and text that is too long or no UTF-8 come back unchanged. `kept` are `kept_count` ascending, disjoint stretches that
 * are not prose of this language (code, other languages): nothing in them changes. */
void lt_typo_set(struct lt_bytes text, const char *lang, const struct lt_typo_range *kept, size_t kept_count,
                 struct lt_arena *arena, struct lt_typo *ret_typo);

/* Where byte `at` of the given text (0..its size, between characters) is in the result. What was inserted there lies
 * outside a stretch that begins or ends there: before one that begins, after one that ends. */
uint32_t lt_typo_place(const struct lt_typo *typo, uint32_t at, bool is_end);

/* The same for a text without stretches (a title, a caption): appends it set right. */
void lt_typo_plain(struct lt_bytes text, const char *lang, struct lt_buf *out);

#endif
