/*
 * typo_line.h: what the passes of typo.c share: a block as one cell a character. Private to this room.
 *
 * A pass changes, drops or asks for cells; typo_settle() then makes the line what was asked. All passes are repeated until
 * none finds anything to do: so setting right twice is the same as once. Neighbours are asked for by index; outside the
 * text there is TYPO_EDGE, which counts as a space, and what is kept looks like a letter, or like a closing bracket when it
 * hangs on what is before it.
 */
#ifndef LUTRIN_TEXT_TYPO_LINE_H
#define LUTRIN_TEXT_TYPO_LINE_H

#include <lutrin/typo.h>

enum {
    TYPO_EDGE = 0,
    TYPO_KEPT = 'x', TYPO_ASIDE = ')', /* what kept characters look like to their neighbours */
    TYPO_NBSP = 0xA0, TYPO_NARROW = 0x202F, TYPO_THIN = 0x2009,
    TYPO_APOSTROPHE = 0x2019, TYPO_ELLIPSIS = 0x2026, TYPO_EN_DASH = 0x2013, TYPO_EM_DASH = 0x2014,
    TYPO_PRIME = 0x2032, TYPO_DOUBLE_PRIME = 0x2033,
    TYPO_LEFT = 0xAB, TYPO_RIGHT = 0xBB, /* guillemets */
    TYPO_LANG_MAX = 6,
};

struct typo_habit {
    char lang[TYPO_LANG_MAX];   /* "fr", or with a region where that has habits of its own */
    uint32_t open[2], close[2]; /* quotes: outer, inner */
    bool french;                /* the spaces of high punctuation, ordinals, dialogues */
    bool singles;               /* ' may be a quote, not an apostrophe only */
    bool dashes;                /* a spaced hyphen stands for a dash */
    bool tight_dash;            /* two or three hyphens between words are an em dash */
    bool ranges;                /* an en dash stands between two years or pages; initials and titles hold what follows */
    bool grouped;               /* thousands and per cent stand after a space */
    uint32_t guillemet, colon;  /* FRENCH: the spaces inside guillemets and before a colon */
    const char *inserts;        /* FRENCH: the marks that get a space where the source has none; N: units and numbers */
};

struct typo_cell {
    uint32_t code, before; /* before: a space that is asked for before it, 0 for none */
    uint32_t from;         /* byte of the given text; of an inserted cell, where the next one is from */
    bool inserted, gone;
    bool given, kept;      /* given: kept because the caller said so; kept: for that or any other reason */
    bool aside;            /* kept, and hangs on what is before it */
};

struct typo_line {
    struct typo_cell *cells; /* heap */
    size_t count;
    const struct typo_habit *habit;
    bool changed; /* since the round began */
    bool foreign; /* a French text that reads as English: nothing is guessed */
};

/* The character of cell i: TYPO_EDGE outside (`i` may be SIZE_MAX), TYPO_KEPT or TYPO_ASIDE for what is
 * kept and no space. */
uint32_t typo_at(const struct typo_line *line, size_t i);

void typo_put(struct typo_line *line, size_t i, uint32_t code);           /* makes cell i bear `code`; not if it is kept */
void typo_ask_before(struct typo_line *line, size_t i, uint32_t code);    /* asks for a space before cell i */
void typo_merge(struct typo_line *line, size_t i, size_t count, uint32_t code); /* makes `count` cells from i on one */
void typo_settle(struct typo_line *line);                                 /* does what was asked */

bool typo_is_letter(uint32_t code); /* or a mark upon one */
bool typo_is_upper(uint32_t code);
bool typo_is_digit(uint32_t code);  /* 0 to 9 */
bool typo_is_space(uint32_t code);  /* any that is set in a line, breaking or not, the edge and '\n' included */
bool typo_is_blank(uint32_t code);  /* a space within the line: not the edge, not '\n' */
bool typo_opens(uint32_t code);     /* an opening bracket or quote */
bool typo_closes(uint32_t code);    /* a closing bracket or quote, or punctuation that ends something */
bool typo_is_dash(uint32_t code);   /* en or em */

/* Is the bracket before cell i one of a call or an index, foo("bar"), as only programs write it? */
bool typo_after_call(const struct typo_line *line, size_t i);

void typo_keep(struct typo_line *line);           /* typo_keep.c: what is no prose is kept */
bool typo_reads_english(const struct typo_line *line);
void typo_set_dots(struct typo_line *line);       /* typo_marks.c */
void typo_set_dashes(struct typo_line *line);
void typo_set_ranges(struct typo_line *line);     /* typo_ranges.c */
void typo_set_quotes(struct typo_line *line);     /* typo_quotes.c: apostrophes and primes too */
void typo_set_spaces(struct typo_line *line);     /* typo_spaces.c */
/* typo_raised.c: finds ordinals; in the arena. */
void typo_find_raised(const struct typo_line *line, struct lt_arena *arena, struct lt_typo *typo);

#endif
