/*
 * para.h: a paragraph on its way from text to lines: boxes with the glue after them, cuts where a line may end, the
 * breakers that choose among the cuts, and the setting of one line. Private.
 *
 * Coordinates: bytes of the paragraph's own text (from 0); lengths in lt_fx.
 */
#ifndef LUTRIN_LAYOUT_PARA_H
#define LUTRIN_LAYOUT_PARA_H

#include <lutrin/canvas.h>
#include <lutrin/text.h>

#include "gauge.h"

enum { /* lt_look.marks */
    LT_LOOK_UNDERLINE = 1,
    LT_LOOK_STRIKE = 2,
    LT_LOOK_MARKED = 4,
    LT_LOOK_PLAIN = 8, /* code and the like: no hyphenation */
};

/* How a stretch of text looks. */
struct lt_look {
    struct lt_font font;
    enum lt_ink ink;
    lt_fx shift;      /* of the baseline, upward */
    const char *lang; /* never NULL */
    uint8_t marks;
};

struct lt_stretch {
    uint32_t start, end; /* stretches follow one another and cover the text */
    uint16_t look;
    uint32_t link;       /* 1 + index of the span that makes it a link or a note reference; 0: none */
};

enum lt_setting_kind {
    LT_SET_JUSTIFIED,
    LT_SET_RAGGED,
    LT_SET_BALANCED, /* ragged, lines of nearly equal width */
    LT_SET_CODE,     /* ragged, spaces kept, no hyphens */
};

struct lt_para_source {
    struct lt_bytes text;
    const struct lt_stretch *stretches;
    size_t stretch_count;
    const struct lt_look *looks;
    const char *lang;
    bool rtl;
    enum lt_setting_kind kind;
    lt_fx reserve; /* room that stays free after the last word */
};

enum { /* lt_box.flags */
    LT_BOX_SPACE = 1,   /* a U+0020 follows */
    LT_BOX_NEWLINE = 2, /* a '\n' follows */
    LT_BOX_ALONE = 4,   /* is painted as measured, never joined with its neighbour */
    LT_BOX_BEGINS = 8,  /* a word begins with it that was measured as a whole ... */
    LT_BOX_ENDS = 16,   /* ... and ends with it: its boxes together are as wide as it is painted */
};

/* A piece of text that stays together, and the glue after it. */
struct lt_box {
    uint32_t start, end; /* text, with what white space belongs to it and is not U+0020 */
    uint32_t seen;       /* where that white space begins; = end mostly */
    lt_fx width;         /* of [start, seen) */
    lt_fx gap, stretch, shrink;
    lt_fx letters;       /* what it would widen by if each letter were spaced by its em; 0: letters that join */
    int32_t clusters;    /* of a word that ends with this box; -1: not known */
    uint32_t stretch_index, script;
    uint8_t level, gap_level, flags;
};

enum lt_cut_kind { LT_CUT_SPACE, LT_CUT_PLAIN, LT_CUT_DASH, LT_CUT_HYPHEN, LT_CUT_FORCED, LT_CUT_DESPERATE };

/* A place where a line may end: after box `box`. The sums run from the paragraph's start. */
struct lt_cut {
    uint32_t box;
    enum lt_cut_kind kind;
    lt_fx hyphen; /* added width when the line ends here */
    lt_fx hang;   /* how much of a line that ends here hangs over its edge: part of a stop, the empty half of a square */
    lt_fx after;  /* correction of the next line's width when it begins here; of a mark that opens: it hangs over */
    int64_t end_width, end_stretch, end_shrink;    /* up to the end of a line that ends here */
    int64_t next_width, next_stretch, next_shrink; /* up to the start of a line that begins after it */
    int64_t letters;                               /* up to here */
};

struct lt_para {
    const struct lt_para_source *source;
    struct lt_box *boxes;
    size_t box_count, box_capacity;
    struct lt_cut *cuts;
    size_t cut_count, cut_capacity;
    bool hyphens; /* were hyphenation points looked for? */
    struct lt_analysis {
        struct lt_arena arena;
        struct lt_bytes text; /* what it was made of */
        const struct lt_break *breaks;
        const struct lt_text_run *runs;
        size_t break_count, run_count;
    } analysis; /* what ICU says of the text; it stays when the paragraph is built again */
    lt_fx em;     /* of the paragraph's first font */
};

/* marks.c. Scripts whose characters fill a square. */
bool lt_is_ideographic(uint32_t script);
/* What is empty in a mark of a full square: its left half, its right half (of brackets; of stops), a quarter on either side,
 * all of it; in that language. */
enum lt_mark_class { LT_MARK_NONE, LT_MARK_OPENS, LT_MARK_CLOSES, LT_MARK_STOPS, LT_MARK_MIDDLE, LT_MARK_BLANK };
enum lt_mark_class lt_mark_class(uint32_t code, const char *lang);
/* Do two marks that follow one another stand half an em closer? */
bool lt_marks_share(enum lt_mark_class before, enum lt_mark_class after);
/* How much of a Latin mark hangs over the line's end, in percent of its width. */
int lt_mark_hangs(uint32_t code);
/* Do a square and a narrow letter stand beside one another? */
bool lt_wants_quarter(uint32_t before, uint32_t after);

/* The widths of a paragraph's lines. */
struct lt_shape {
    lt_fx measure;       /* of all lines but the first ones */
    lt_fx first_indent;  /* taken from line 0, beside what follows */
    lt_fx inset;         /* taken from each of the first `inset_lines` lines (drop capital) */
    uint32_t inset_lines;
};

/* What a breaker must heed beside beauty. */
struct lt_break_rules {
    const uint32_t *no_hyphen; /* numbers of lines that may not end in a hyphen, ascending */
    size_t no_hyphen_count;
    uint32_t lines;            /* exactly so many; 0: as many as look best */
    const uint32_t *banned;    /* cuts that may not be used */
    size_t banned_count;
    int tracking;              /* of the whole paragraph, in thousandths of the em */
    bool whole_words;          /* a line ends in a word's own dash only if it must (first fit) */
};

/* Chosen cuts: line i runs from the box after cuts[i-1] to cuts[i].box. */
struct lt_broken {
    uint32_t *cuts;
    size_t count, capacity;
    int64_t demerits; /* by total fit */
    int tracking; /* as the rules had it */
};

lt_fx lt_shape_width(const struct lt_shape *shape, uint32_t line);

/* Builds boxes and cuts. With `hyphens` hyphenation points are cuts too. Boxes wider than `narrowest` are cut at
 * grapheme boundaries. */
void lt_para_build(struct lt_para *para, const struct lt_para_source *source, struct lt_gauge *gauge,
                   struct lt_tongue *tongue, lt_fx narrowest, bool hyphens);
void lt_para_finish(struct lt_para *para);

/* First fit. Always succeeds. */
void lt_break_greedy(const struct lt_para *para, const struct lt_shape *shape, const struct lt_break_rules *rules,
                     struct lt_broken *out);

/* As few lines as the measure allows, of nearly equal width, broken where the sense lets them. The shape has no inset. */
void lt_break_balance(const struct lt_para *para, const struct lt_shape *shape, struct lt_broken *out);

/* Total fit with the cuts that are there; false when no set of lines has each line's stretch ratio within
 * `tolerance_percent` (0: without limit). */
bool lt_break_fit(const struct lt_para *para, const struct lt_shape *shape, const struct lt_break_rules *rules,
                  int tolerance_percent, lt_fx emergency, struct lt_broken *out);

/* Is what follows from a box on one word? The spaces before a mark of French are no end of it. */
bool lt_is_one_word(const struct lt_para *para, uint32_t box);

/* Looks for gaps that stand over one another in three lines, and breaks anew without the cuts that made them, where
 * that costs less than a river is worth. Returns how many rivers are left. */
size_t lt_break_rivers(const struct lt_para *para, const struct lt_shape *shape, const struct lt_break_rules *rules,
                       struct lt_broken *broken);

/* All passes on boxes and cuts that are there: these of the same shape and breaker. */
void lt_break_again(const struct lt_para *para, const struct lt_shape *shape, const struct lt_break_rules *rules, bool greedy,
                    struct lt_broken *out);
/* Builds `para` and breaks it freely. */
void lt_break(struct lt_para *para, const struct lt_para_source *source, struct lt_gauge *gauge,
              struct lt_tongue *tongue, const struct lt_shape *shape, bool greedy, struct lt_broken *out);
void lt_broken_finish(struct lt_broken *broken);
void lt_broken_swap(struct lt_broken *a, struct lt_broken *b);

/* A run of a set line. */
struct lt_set_run {
    lt_fx x, width;      /* from the line's left end */
    uint32_t start, end; /* bytes of the text; an added hyphen has start = end */
    uint32_t stretch_index, script;
    bool rtl, added;
    uint8_t flags;       /* LT_TEXT_... */
    uint32_t order;
    lt_fx tracking;      /* after each letter, beside what its font says */
};

struct lt_set_word {
    lt_fx x, width;
    uint32_t start, end;
};

/* A run or a gap of a line, in logical order. */
struct lt_set_piece {
    lt_fx width;
    uint32_t run;   /* index; UINT32_MAX for a gap */
    uint8_t level;
    bool wide_gap;  /* a gap that parts words */
    lt_fx stretch, shrink;
};

struct lt_set_line {
    struct lt_set_run *runs; /* in logical order */
    size_t run_count, run_capacity;
    struct lt_set_word *words; /* from left to right */
    size_t word_count, word_capacity;
    struct lt_set_piece *pieces; /* runs and gaps while it is set */
    size_t piece_capacity;
    lt_fx natural, width; /* before and after justification */
    lt_fx x;              /* of its left end: less than 0 when a mark's empty half hangs over the edge */
    lt_fx space;
    bool justified, hyphen, last;
    uint32_t start, end; /* text shown, the swallowed space left out */
};

/* Sets line `index` of `broken` to `measure`: justified if its kind says so and it is not the last of its paragraph or
 * before a forced break. x begins at the line's start side's left... all x from the left end of the measure. */
void lt_line_set(const struct lt_para *para, const struct lt_broken *broken, size_t index, lt_fx measure,
                 enum lt_setting_kind kind, struct lt_gauge *gauge, struct lt_set_line *line);
void lt_set_line_finish(struct lt_set_line *line);

#endif
