/*
 * tongue.h: what the files of this room share: the opened rules and dictionaries, and ICU's strings. Private.
 */
#ifndef LUTRIN_TEXT_TONGUE_H
#define LUTRIN_TEXT_TONGUE_H

#include <hyphen.h>
#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/ucnv.h>
#include <unicode/udat.h>
#include <unicode/unum.h>

#include <lutrin/text.h>

enum {
    LT_TONGUE_SLOTS = 16, /* languages kept open for each service; the oldest makes room */
    LT_LANG_MAX = 64,    /* bytes of a language tag that are looked at */
};

struct lt_break_slot {
    char lang[LT_LANG_MAX];
    UBreakIterator *rules; /* NULL: the slot is free */
};

struct lt_hyphen_slot {
    char lang[LT_LANG_MAX];
    bool used;
    HyphenDict *dict;      /* NULL: there is none for this language */
    UConverter *converter; /* NULL when the dictionary is UTF-8 */
};

struct lt_tongue {
    struct lt_break_slot breaks[LT_TONGUE_SLOTS];
    unsigned next_break;
    UBreakIterator *graphemes;
    UBiDi *bidi;
    struct lt_hyphen_slot hyphens[LT_TONGUE_SLOTS];
    unsigned next_hyphen;
};

/* A text in UTF-16 with the way back to its UTF-8. */
struct lt_wide {
    UChar *units;
    int32_t count;
    uint32_t *at; /* at[i] is the byte of unit i, at[count] the size; NULL when not asked for */
};

/* Converts valid UTF-8; the heap owns both arrays. */
void lt_wide_init(struct lt_wide *wide, struct lt_bytes text, bool with_offsets);
void lt_wide_finish(struct lt_wide *wide);

/* Appends UTF-16 to a UTF-8 buffer. */
void lt_wide_put(const UChar *units, int32_t count, struct lt_buf *out);

/* ICU's locale identifier for a BCP 47 tag; "en" for "" and for what is no tag. */
void lt_lang_locale(const char *lang, char ret_locale[LT_LANG_MAX]);

/* The language subtag in lower case. */
void lt_lang_base(const char *lang, char ret_base[16]);

/* Frees what hyphen.c keeps. */
void lt_hyphen_finish(struct lt_tongue *tongue);

#endif
