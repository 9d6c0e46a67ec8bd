/*
 * para_work.h: what the files share that cut a paragraph's text into boxes, glue and places where a line may end. Private.
 */
#ifndef LUTRIN_LAYOUT_PARA_WORK_H
#define LUTRIN_LAYOUT_PARA_WORK_H

#include "para.h"

enum { LT_SOFT_HYPHEN = 0xAD };

/* The state of one build. */
struct lt_build {
    struct lt_para *para;
    const struct lt_para_source *source;
    struct lt_gauge *gauge;
    struct lt_tongue *tongue;
    const struct lt_text_run *runs;
    size_t run_count, run, stretch;
    lt_fx narrowest;
    uint64_t face;          /* hash of what the widths and divisions of a word depend on beside its letters ... */
    size_t face_run, face_stretch; /* ... for these; SIZE_MAX: not known */
    struct lt_extents extents; /* of the font of ... */
    size_t extents_stretch;
    int64_t width, stretch_sum, shrink_sum, letters; /* so far, gaps included */
    bool hyphens;
};

/* para_put.c. Look, script and direction are those of the present stretch and run. */
/* Brings the stretch and the run that hold byte `at` up to date. */
void lt_build_move(struct lt_build *build, uint32_t at);
/* The look, and the extents of its font. */
const struct lt_look *lt_build_look(const struct lt_build *build);
const struct lt_extents *lt_build_extents(struct lt_build *build);
/* The text [start, end), to be measured; its width; that of a hyphen. */
struct lt_run_text lt_build_run(const struct lt_build *build, uint32_t start, uint32_t end);
lt_fx lt_build_advance(struct lt_build *build, uint32_t start, uint32_t end);
lt_fx lt_build_hyphen(struct lt_build *build);
/* The letters in [start, end); marks count, which is of no weight. */
uint32_t lt_build_letters(const struct lt_build *build, uint32_t start, uint32_t end);
/* Puts a box of text that is so wide and has so many letters; it is valid until the next one. */
struct lt_box *lt_build_box(struct lt_build *build, uint32_t start, uint32_t end, lt_fx width, uint32_t letters);
/* Gives the last box a gap. */
void lt_build_gap(struct lt_build *build, lt_fx gap, lt_fx stretch, lt_fx shrink, uint8_t level);
/* A cut after the last box. */
void lt_build_cut(struct lt_build *build, enum lt_cut_kind kind, lt_fx hyphen, lt_fx after);
/* The character that ends or begins at byte `at`; 0: none does. */
uint32_t lt_build_code_before(struct lt_bytes text, uint32_t at);
uint32_t lt_build_code_at(struct lt_bytes text, uint32_t at);

/* para_marks.c */
/* The first byte in (at, stop) where two marks share half an em, else `stop`: all of one look and run. */
uint32_t lt_build_marks_end(struct lt_build *build, uint32_t at, uint32_t stop);
/* Lets the marks before and at `at`, if they are such, share half an em, and `stretch`. Moves to the latter. */
bool lt_build_close_up(struct lt_build *build, uint32_t at, lt_fx stretch);
/* Between the last box and what follows at `at`: zero glue that spreads ideographs, a quarter of an em beside Latin; two
 * marks may share an empty half. */
void lt_build_spread(struct lt_build *build, uint32_t at);
/* Lets the marks at the edges of lines hang over: the one before the last cut, the one after it. */
void lt_build_hang(struct lt_build *build, uint32_t end, uint32_t next, uint32_t last);
/* The mark that the first line begins with hangs over too: an empty box stands there, and what follows comes closer. */
void lt_build_open(struct lt_build *build);

/* para_word.c */
/* The boxes of [start, end), which ICU does not break. */
void lt_build_word(struct lt_build *build, uint32_t start, uint32_t end);

#endif
