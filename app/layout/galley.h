/*
 * galley.h: what the files that turn blocks into pages share. Private.
 *
 * The galley is a sequence of columns of `rows` rows, a row being one leading. Everything is placed in whole rows; what
 * has a leading of its own (titles, captions) is rounded up to them. The flow knows the column it writes in and the
 * floats that wait for the next one.
 */
#ifndef LUTRIN_LAYOUT_GALLEY_H
#define LUTRIN_LAYOUT_GALLEY_H

#include <lutrin/label.h>
#include <lutrin/pages.h>

#include "para.h"

#define LT_GALLEY_MAX_MB 26

enum {
    LT_GALLEY_MAX_PAGES = 200000,
    LT_GALLEY_MAX_BYTES = LT_GALLEY_MAX_MB << 20, /* of what an article's pages hold; it ends where they are full */
    LT_FLOATS_MAX = 8,         /* figures that wait; one more and the column is left */
    LT_HELD_MAX = 8,           /* headings that wait for their text */
    LT_PARA_MAX_BYTES = 4 * 1024,  /* a longer block is set in pieces, one a step: each is broken by total fit, and its last
                                    * lines are left to the next one */
    LT_CELL_MAX_BYTES = 12 * 1024, /* of a longer cell or caption the beginning is set */
    LT_CELL_FIT_BYTES = 2 * 1024,  /* a cell with more text is broken by first fit */
};

/* A run as it will be painted; text is lent by the document, the front matter or the arena. */
struct lt_placed_run {
    const char *text;
    uint32_t size, script;
    lt_fx x, baseline;
    int16_t tracking; /* lt_fx; there are hundreds of runs on a page, and thousands of pages are kept */
    uint16_t look, order;
    uint8_t flags;
    bool rtl;
};

struct lt_placed_fill {
    struct lt_rect_fx rect;
    enum lt_ink ink;
    bool dot; /* a filled circle of side rect.width */
};

struct lt_placed_picture {
    struct lt_rect_fx rect;
    int32_t picture;
};

/* One page's content, in painting order within each kind. */
struct lt_sheet_content {
    struct lt_placed_fill *fills;
    size_t fill_count, fill_capacity;
    struct lt_placed_picture *pictures;
    size_t picture_count, picture_capacity;
    struct lt_placed_run *runs;
    size_t run_count, run_capacity;
    struct lt_line *lines;
    size_t line_count, line_capacity;
    struct lt_page_link *links;
    size_t link_count, link_capacity;
    struct lt_place place; /* of its first text in the flow */
    bool has_flow;
    uint32_t text_before, text_bytes;
};

/* A figure ready to be placed: its picture, its caption, its height. */
struct lt_float {
    uint32_t block; /* LT_PLACE_FRONT for the lead picture */
    int32_t picture;
    uint32_t rows;
    lt_fx give; /* by which the picture may grow */
    bool wide;  /* across all columns, at a page's top */
};

/* How much a sheet held at some moment. */
struct lt_sheet_size {
    size_t fills, pictures, runs, lines, links;
};

/* By `distance`; with a depth only what stands there, and what stands higher less in proportion. */
struct lt_lowering {
    lt_fx distance, depth;
};

/* What the fit of pages must know of the place that the galley has come to (fit.h). */
struct lt_foot {
    lt_fx give, last_give;  /* what the joints of the column can take together; what the lowest one can */
    uint32_t last_row;      /* the row below the lowest one */
    uint32_t free_row;      /* the row below one that was left free */
    uint32_t brief;         /* rows by which the columns of the page are shorter */
    uint32_t page_gap;      /* free rows at the foot of the page's column before; UINT32_MAX: this is its first */
    lt_fx slack;            /* by which the last figure ends above the line of the text beside it, */
    uint32_t slack_row;     /* ... and the row below it */
};

/* A text to be placed in the flow. */
struct lt_text_job {
    uint32_t block;            /* LT_PLACE_FRONT for the front matter */
    const char *base;          /* what ranges of lines index */
    struct lt_range range;     /* of base */
    const struct lt_stretch *stretches; /* bytes from range.start */
    size_t stretch_count;
    const char *lang;
    bool rtl;
    enum lt_setting_kind kind;
    lt_fx indent_start, indent_end; /* from the column's edges in reading direction */
    lt_fx first_indent;
    bool floating;             /* stands where a figure does, not where the text has come to */
    bool whole;                /* never split over columns if one column can hold it */
    enum lt_align align;
    const char *marker;        /* hangs before the first line; NULL: none */
    uint16_t marker_look;
    bool added;                /* not of the body: front matter, repeated headings */
    bool open_end;             /* more of the paragraph follows: its last lines are left for the next piece */
    uint32_t first_line;       /* number of this piece's first line in its paragraph */
    bool block_end, mark_end;  /* this piece ends its block; the article's end mark follows */
    bool simple;               /* broken by first fit */
    uint8_t cap_lines;         /* drop capital over that many lines; 0: none */
    uint32_t cap_script;
    uint32_t cap_bytes, cap_quote; /* of both the capital and a quotation mark before it; of that mark */
    bool bar;                  /* a rule along the start side (quotes) */
    bool row_after;            /* a row stays free after its block */
    bool lone_mark;            /* the article's end mark stands below its block */
};

/* What is left of a text or a table that is too long to be set in one step. */
struct lt_rest {
    bool open;
    struct lt_text_job job; /* its range is the rest */
    struct lt_look look;
    uint32_t cell;          /* of the table `job.block`, with which its next part begins; 0: it is no table */
};

/* Where the galley is: all that decides where the next block will stand. */
struct lt_spot {
    size_t sheet_count;
    uint32_t column;   /* of the last sheet */
    uint32_t rows;     /* of a column of the present page */
    uint32_t top_rows; /* taken from all columns of the page by a wide figure */
    uint32_t row;      /* the next free one */
    bool column_empty; /* nothing but floats in it so far */
    bool any_text;
    bool cap_done;     /* the drop capital is set, or will not be */
    uint8_t previous_quote;
    enum lt_role previous;
    struct lt_float floats[LT_FLOATS_MAX];
    size_t float_count;
    struct lt_float wide[LT_FLOATS_MAX]; /* these wait for the next page */
    size_t wide_count;
    uint32_t held[LT_HELD_MAX];
    size_t held_count;
    struct lt_foot foot;
};

enum { LT_GAPS_KINDS_MAX = 12 }; /* of prose in an article that are measured; what is more is set as the article is */

/* Prose of one language ("": the article's own) and one script: are its gaps too wide to be justified? */
struct lt_gaps_kind {
    const char *lang;
    uint32_t script;
    bool wide;
};

struct lt_pages {
    struct lt_setting setting;
    const struct lt_doc *doc;
    const struct lt_style *style;
    struct lt_arena arena;
    struct lt_gauge gauge;

    struct lt_look *looks;
    size_t look_count, look_capacity;

    struct lt_sheet_content *sheets;
    size_t sheet_capacity;
    uint32_t complete;
    uint32_t *block_page; /* page on which each block begins; UINT32_MAX: not set */

    uint32_t full_rows; /* of a column */
    struct lt_spot at;
    struct lt_rest rest;
    const char *left_out;  /* why a part of the article is not set; NULL: all is */
    struct lt_place left_place; /* where that part begins */
    uint32_t next_block, last_text_block, paragraph;
    uint32_t text_done; /* bytes of body text placed */
    size_t sheet_bytes; /* of runs and lines, beside what is in the arena */
    bool front_done, done, rtl;
    bool ragged;        /* no prose is justified: the measure is narrow, or for this article's words */
    struct lt_gaps_kind gaps_kinds[LT_GAPS_KINDS_MAX]; /* the article's own prose first; of others it is said when they come */
    size_t gaps_kind_count;

    struct lt_fit *fit;
    bool dry;           /* blocks are placed only to learn where they would end: nothing is written */
};

/* sheet.c: the pages' content. */
struct lt_sheet_content *lt_sheet_last(struct lt_pages *pages);
void lt_sheet_add(struct lt_pages *pages);
void lt_sheet_fill(struct lt_pages *pages, struct lt_rect_fx rect, enum lt_ink ink);
void lt_sheet_dot(struct lt_pages *pages, lt_fx x, lt_fx y, lt_fx diameter, enum lt_ink ink);
void lt_sheet_picture(struct lt_pages *pages, struct lt_rect_fx rect, int32_t picture);
void lt_sheet_run(struct lt_pages *pages, const struct lt_placed_run *run);
void lt_sheet_line(struct lt_pages *pages, const struct lt_line *line);
void lt_sheet_link(struct lt_pages *pages, const struct lt_page_link *link);
void lt_sheet_finish(struct lt_sheet_content *sheet);
struct lt_sheet_size lt_sheet_size(const struct lt_sheet_content *sheet);
/* Takes back what came after it held `size`. */
void lt_sheet_cut(struct lt_sheet_content *sheet, const struct lt_sheet_size *size);
/* Moves down what came between two moments. */
void lt_sheet_lower(struct lt_sheet_content *sheet, const struct lt_sheet_size *from, const struct lt_sheet_size *to,
                    const struct lt_lowering *by);

/* page_fit.c: columns that end level. Around each block: begin, then end, which may take the galley back to an earlier
 * block, so that it is placed again in a better way. */
void lt_fit_begin(struct lt_pages *pages);
void lt_fit_end(struct lt_pages *pages);
/* After the last block. Returns false when the galley was taken back to place the last pages anew. */
bool lt_fit_close(struct lt_pages *pages);
void lt_fit_finish(struct lt_pages *pages);

/* fit_white.c. The white from row `from` on, which ends above the next free row, may grow: as one with white that ends above
 * `from`. The picture and link placed last may, by `most`. */
void lt_fit_joint(struct lt_pages *pages, uint32_t from);
void lt_fit_picture(struct lt_pages *pages, lt_fx most);
/* Rows of a column that stands `ahead` columns on. */
uint32_t lt_fit_rows(const struct lt_pages *pages, uint32_t ahead);
/* The present column is left; the next one is entered. */
void lt_fit_leave(struct lt_pages *pages);
void lt_fit_enter(struct lt_pages *pages);

/* looks.c */
uint16_t lt_look_intern(struct lt_pages *pages, const struct lt_look *look);
/* The stretches of bytes [start, end) of a block, from a base look and the block's spans; they live as long as the step. */
const struct lt_stretch *lt_block_stretches(struct lt_pages *pages, const struct lt_block *block,
                                            struct lt_range range, const struct lt_look *base, size_t *ret_count);

/* flow.c: columns. */
lt_fx lt_flow_x(const struct lt_pages *pages);               /* left edge of the present column */
lt_fx lt_flow_y(const struct lt_pages *pages, uint32_t row); /* top of a row */
uint32_t lt_flow_left(const struct lt_pages *pages);         /* free rows of the present column */
void lt_flow_leave_row(struct lt_pages *pages);              /* a free row, unless there is one or the column has just begun */
bool lt_flow_has_white(const struct lt_pages *pages);        /* is there one, or has it? */
void lt_flow_next_column(struct lt_pages *pages);            /* leaves it; places what floats at the next one's top */
uint32_t lt_flow_capacity(const struct lt_pages *pages, uint32_t ahead); /* free rows `ahead` columns on */
void lt_flow_float(struct lt_pages *pages, const struct lt_float *figure);
void lt_flow_flush_floats(struct lt_pages *pages);

/* text.c: paragraphs into rows. Returns the byte of the base up to which text was placed (before the end of the range
 * only for an open end), and adds the lines to job->first_line. */
uint32_t lt_place_text(struct lt_pages *pages, struct lt_text_job *job);
/* From the top of a line of `leading` to its baseline, when it is set in `font`. */
lt_fx lt_rise_of(struct lt_pages *pages, const struct lt_font *font, lt_fx leading);
/* Moves on as placing the block's text would, from what is noted of it (fit.h). */
void lt_place_text_dry(struct lt_pages *pages, uint32_t block);
/* How many lines the job would take in the present column. */
uint32_t lt_count_lines(struct lt_pages *pages, const struct lt_text_job *job);
/* Sets all the job's lines from row `row` of the present column on, which must have room for them. */
void lt_place_at(struct lt_pages *pages, const struct lt_text_job *job, uint32_t row);
/* The widths of the job's longest unbreakable piece and of its longest line if it is never broken. */
void lt_text_extremes(struct lt_pages *pages, const struct lt_text_job *job, lt_fx *ret_least, lt_fx *ret_most);
/* Sets the job's lines one under the other at `leading` from `y` (column space) while they fit above `bottom`; returns
 * where the next would stand. Lines that do not fit go on in the next column. */
lt_fx lt_place_stack(struct lt_pages *pages, const struct lt_text_job *job, lt_fx y, lt_fx leading);
/* Height of the same. */
lt_fx lt_stack_height(struct lt_pages *pages, const struct lt_text_job *job, lt_fx leading);

/* blocks.c: where to cut a text of more than `most` bytes: after the last space within them. */
uint32_t lt_piece_end(const char *text, struct lt_range range, uint32_t most);
/* The beginning of a block's text that is set where it cannot be divided over pages; leaving out more is noted. */
struct lt_range lt_set_range(struct lt_pages *pages, uint32_t block, uint32_t most);

/* title.c: the font of the article's title. */
struct lt_font lt_title_font(struct lt_pages *pages, const char *title);

/* gaps.c: would the article's prose have wide gaps if it were justified? */
bool lt_gaps_are_wide(struct lt_pages *pages);
/* ... or that of the block, if it is in another language or script than the article? */
bool lt_gaps_are_wide_in(struct lt_pages *pages, const struct lt_block *block);

/* blocks.c: the lines of the job's text, or of its first piece, with its block's spans on `look`. */
uint32_t lt_job_lines(struct lt_pages *pages, struct lt_text_job *job, const struct lt_look *look);

/* cap_choose.c: a drop capital for the first paragraph if it begins with a capital, after a quotation mark or without, and is
 * long enough to stand beside it. */
void lt_cap_try(struct lt_pages *pages, struct lt_text_job *job, const struct lt_look *look);
bool lt_is_upper_latin(uint32_t code);

/* figure.c */
/* The rows that the figure takes, at most so many; sets what it can give, too. */
uint32_t lt_figure_rows(struct lt_pages *pages, struct lt_float *figure, uint32_t most);
void lt_figure_place(struct lt_pages *pages, const struct lt_float *figure);
/* Is the picture so much wider than high, and large enough, that it stands across the columns? */
bool lt_figure_is_wide(const struct lt_pages *pages, const struct lt_float *figure);

/* pages.c: is there room for more pages in memory? Where there is none a galley ends, in the middle of a table too: the text
 * from `place` on is left out. */
bool lt_galley_has_room(struct lt_pages *pages, struct lt_place place);

/* text_put.c: the end mark of an article that ends in no text, at the end of what is `width` wide: in the next free row, or
 * beside the last one where the column is full. */
void lt_put_lone_mark(struct lt_pages *pages, lt_fx width);
/* blocks.c: does the article's end mark follow this block? */
bool lt_ends_article(const struct lt_pages *pages, uint32_t block);

/* enlarge.c: the sign of what a tap enlarges: its side; put down at (x, y) of the page; painted in a picture's corner. */
lt_fx lt_enlarge_size(const struct lt_pages *pages);
void lt_enlarge_put(struct lt_pages *pages, lt_fx x, lt_fx y);
void lt_enlarge_paint(const struct lt_pages *pages, const struct lt_canvas *canvas, struct lt_rect_fx picture);

/* lists.c: what hangs before an item or a note (NULL: nothing), and how far before its text. */
const char *lt_marker(struct lt_pages *pages, const struct lt_block *block, const char *lang);
lt_fx lt_marker_gap(const struct lt_pages *pages);
/* The indent of a block in lists, or of a note, whose marks look like `look`. */
lt_fx lt_list_indent(struct lt_pages *pages, uint32_t index, const struct lt_look *look);

/* table.c: sets the table at `block` from its cell `start` on, or a part of it; at its beginning calls `begin` with the rows
 * that its head needs. Returns the cell at which the next part begins: lt_table_cells() when there is none. */
uint32_t lt_table_place(struct lt_pages *pages, uint32_t block, uint32_t start, void (*begin)(struct lt_pages *pages, uint32_t rows));
uint32_t lt_table_cells(const struct lt_pages *pages, uint32_t block);

/* pages.c: notes that the text from a place on is not set, or not all of it. */
void lt_leave_out(struct lt_pages *pages, struct lt_place place, const char *why);

/* front.c, blocks.c */
void lt_place_front(struct lt_pages *pages);
void lt_place_block(struct lt_pages *pages, uint32_t block);
void lt_place_rest(struct lt_pages *pages); /* the next piece of pages->rest */
void lt_place_end(struct lt_pages *pages);
/* Makes sure that `rows` rows stand together with the headings that wait, and places these. */
void lt_begin_block(struct lt_pages *pages, uint32_t rows);

#endif
