/*
 * table.h: a table while it is set: shared by table.c (rows), table_columns.c (their columns) and table_records.c (what no
 * columns can hold).
 * Private.
 */
#ifndef LUTRIN_LAYOUT_TABLE_H
#define LUTRIN_LAYOUT_TABLE_H

#include "galley.h"

enum {
    LT_TABLE_FONT_PERCENT = 88,                       /* of the body: a table's type */
    LT_TABLE_PART_CELLS = 250, LT_TABLE_PART_BYTES = 16 << 10, /* of a table that are set in one step */
    LT_TABLE_SAMPLE_CELLS = 250, LT_TABLE_SAMPLE_BYTES = 16 << 10, /* beyond its first part that its widths are told by */
};

struct lt_table_column {
    lt_fx least, most, width, x;
};

/* How a table is set, told by what all of it holds. */
struct lt_table_form {
    bool in_columns;          /* rather than told as records */
    uint32_t columns;
    struct lt_table_column column[LT_DOC_MAX_COLUMNS];
    lt_fx gap, width;
    int percent;              /* of the body: its type */
    bool divided, headings_divided; /* words may be divided, for else they do not fit */
    bool too_wide;            /* even so, or only so: it is to be looked at alone */
};

struct lt_table {
    uint32_t block, count; /* the TABLE; cells of this part of it */
    struct lt_block *cells; /* those of its heading, then the part's own; rows are counted anew */
    uint32_t heading_cells, start, end; /* the part's own, counted in the table */
    uint32_t *sampled;        /* the block of each cell when they are a sample of the table, else NULL */
    bool shared;              /* its form is that of all parts */
    struct lt_table_form form;
    uint32_t rows, heading_rows;
    uint32_t link_row;        /* where it begins in the present column */
    uint32_t *row_cell, *row_rows; /* first cell of each row (UINT32_MAX: none); its height in rows of the grid */
};

/* NULL is allowed. */
void lt_table_destroy(struct lt_table *table);

const struct lt_block *lt_table_cell(const struct lt_table *table, uint32_t index);
bool lt_table_cell_has_text(const struct lt_table *table, uint32_t index);

/* The block that it is in the document. */
uint32_t lt_table_block(const struct lt_table *table, uint32_t index);
/* Is it a later part, whose heading has been set before? */
bool lt_table_goes_on(const struct lt_table *table);

/* Does the table end with that row of the part? */
bool lt_table_ends_with(const struct lt_pages *pages, const struct lt_table *table, uint32_t row);
/* Where the part that begins with cell `start` ends. */
uint32_t lt_table_part_end(const struct lt_pages *pages, uint32_t block, uint32_t start);
/* The heading's cells: of rows at the head of the table that hold headings alone, if others follow. */
uint32_t lt_table_heading_cells(const struct lt_block *cells, uint32_t count);
/* The width that a cell fills, and its text as a job for its place; x counts from the side where the table begins. */
lt_fx lt_table_span_width(const struct lt_table *table, const struct lt_cell *cell);
struct lt_text_job lt_table_cell_job(struct lt_pages *pages, const struct lt_table *table, uint32_t index);

/* table_columns.c: type, gaps and widths of the part's columns, and whether it is set in them at all. */
void lt_table_form(struct lt_pages *pages, struct lt_table *table);

/* The look that the cell's text begins with. */
struct lt_look lt_table_look(const struct lt_pages *pages, const struct lt_table *table, uint32_t index);

/* A thin rule, or a strong one, at the foot of the row above the next free one. */
void lt_table_rule(struct lt_pages *pages, const struct lt_table *table, bool strong);

/* A row higher than any column: its cells one after the other, like paragraphs. */
void lt_table_put_loose_row(struct lt_pages *pages, const struct lt_table *table, uint32_t row);

/* Moves on to the next column; what stands in the present one answers a tap if the table is too wide. */
void lt_table_next_column(struct lt_pages *pages, struct lt_table *table);
void lt_table_close_link(struct lt_pages *pages, struct lt_table *table);

/* Can the rows be told as records, each value with its heading? One row of headings, no cell that spans. */
bool lt_table_has_records(const struct lt_table *table);
/* Places them. */
void lt_table_put_records(struct lt_pages *pages, struct lt_table *table);

#endif
