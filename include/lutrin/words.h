/*
 * words.h: the interface in the reader's language (gettext catalogues of assets/po, compiled into the program).
 *
 * English msgids are the fallback, so that a missing catalogue or message shows English and never a blank.
 */
#ifndef LUTRIN_WORDS_H
#define LUTRIN_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* A catalogue: immutable, static storage. */
struct lt_words;

/* The catalogue for a BCP 47 tag ("fr-CA" finds "fr"); the English one when there is none. Never NULL. */
const struct lt_words *lt_words_lookup(const char *lang);

/* The tag of a catalogue ("fr"). */
const char *lt_words_lang(const struct lt_words *words);

/* The translation of `msgid`, or `msgid` itself. Lives as long as the program. */
const char *lt_word(const struct lt_words *words, const char *msgid);

/* The translation for the number `n` by the language's plural rules (gettext's nplurals and plural expression). */
const char *lt_word_n(const struct lt_words *words, const char *one, const char *many, int64_t n);

#endif
