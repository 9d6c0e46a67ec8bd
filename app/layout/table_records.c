/*
 * table_records.c: a table that no columns of this measure can hold, row by row: the row's first cell as its title, and
 * under it each value after the heading of its column. Nothing is left out, no word is broken, and a tap shows the table
 * as it was meant.
 *
 * Pairs of heading and value stand at quarters of the measure, so that short ones share a line. All headings stand once before
 * the records, as quiet as they are in them: the first, which no value bears, as the titles are, and the others after it.
 */
#include "table.h"

enum {
    STOPS = 4,  /* places in the measure where a pair may begin */
    FEWEST = 4, /* rows of a record higher than a column that stand at its foot */
};

/* Where the next pair may stand: a row of the grid and a stop in it. */
struct pen {
    uint32_t row, stop, bottom; /* the first row below all that stands */
    lt_fx x;                    /* of the next heading */
    uint32_t highest;           /* lines of what takes most */
    bool put;                   /* false: only to know how much room it takes */
};

static uint32_t cell_of(const struct lt_table *table, uint32_t row, uint32_t column)
{
    return table->row_cell[row] + column;
}

bool lt_table_has_records(const struct lt_table *table)
{
    if (table->heading_rows != 1 || table->form.columns < 3 || table->count != table->rows * table->form.columns)
        return false;
    for (uint32_t i = 0; i < table->count; i++) {
        const struct lt_cell *cell = &lt_table_cell(table, i)->cell;
        if (cell->row != i / table->form.columns || cell->column != i % table->form.columns)
            return false;
    }
    return true;
}

/* A cell's text between two places of the measure, in reading direction. */
static struct lt_text_job job_at(struct lt_pages *pages, const struct lt_table *table, uint32_t index, lt_fx x,
                                 const struct lt_look *look, bool added)
{
    const struct lt_block *block = lt_table_cell(table, index);
    struct lt_text_job job = {
        .block = lt_table_block(table, index), .base = pages->doc->text, .range = lt_set_range(pages, lt_table_block(table, index), LT_CELL_MAX_BYTES), .lang = look->lang,
        .rtl = pages->rtl, .kind = LT_SET_RAGGED, .block_end = true, .indent_start = x, .added = added,
    };
    job.simple = job.range.end - job.range.start > LT_CELL_FIT_BYTES;
    job.stretches = lt_block_stretches(pages, block, job.range, look, &job.stretch_count);
    return job;
}

/* The look of a cell in a record: words may be divided again, for a line may be as long as the measure. */
static struct lt_look look_of(const struct lt_pages *pages, const struct lt_table *table, uint32_t index)
{
    struct lt_look look = lt_table_look(pages, table, index);
    look.marks = 0;
    return look;
}

/* Takes a place for something `width` wide; one that does not fit beside what stands begins a new line. */
static lt_fx take(struct lt_pages *pages, struct pen *pen, lt_fx width)
{
    lt_fx stop = pages->style->measure / STOPS / 64 * 64;
    uint32_t wanted = (uint32_t)((width + stop - 1) / stop);
    wanted = wanted < 1 ? 1 : wanted > STOPS ? STOPS : wanted;
    if (pen->stop + wanted > STOPS) {
        pen->row = pen->bottom;
        pen->stop = 0;
    }
    lt_fx x = stop * (lt_fx)pen->stop;
    pen->stop += wanted;
    return x;
}

/* Makes room for `lines` lines at the pen: a record that is higher than a column goes on in the next one. */
static void reserve(struct lt_pages *pages, struct lt_table *table, struct pen *pen, uint32_t lines)
{
    pen->highest = lines > pen->highest ? lines : pen->highest;
    if (pen->put && pen->row + lines > pages->at.rows) {
        pages->at.row = pen->bottom;
        lt_table_next_column(pages, table);
        pen->row = pen->bottom = pages->at.row;
    }
    pen->bottom = pen->row + lines > pen->bottom ? pen->row + lines : pen->bottom;
}

static void place(struct lt_pages *pages, const struct pen *pen, const struct lt_text_job *job)
{
    if (pen->put)
        lt_place_at(pages, job, pen->row);
}

static lt_fx natural_width(struct lt_pages *pages, const struct lt_text_job *job)
{
    lt_fx least, most;
    lt_text_extremes(pages, job, &least, &most);
    return most;
}

/* The look of a heading that says what a value is. */
static struct lt_look name_look(const struct lt_pages *pages, const struct lt_table *table, uint32_t column)
{
    struct lt_look look = look_of(pages, table, column);
    look.font.style &= (uint8_t)~LT_STYLE_BOLD;
    look.ink = LT_INK_SOFT;
    return look;
}

/* A heading before the records, after those that stand there. */
static void put_heading(struct lt_pages *pages, struct lt_table *table, uint32_t column, struct pen *pen)
{
    struct lt_look look = column ? name_look(pages, table, column) : look_of(pages, table, column);
    struct lt_text_job job = job_at(pages, table, column, 0, &look, false);
    lt_fx width = natural_width(pages, &job);
    if (pen->x > 0 && pen->x + width > pages->style->measure) {
        pen->row = pen->bottom;
        pen->x = 0;
    }
    job.indent_start = pen->x;
    pen->x += width + table->form.gap;
    reserve(pages, table, pen, lt_count_lines(pages, &job));
    place(pages, pen, &job);
}

/* A value after its heading. */
static void put_pair(struct lt_pages *pages, struct lt_table *table, uint32_t row, uint32_t column, struct pen *pen)
{
    uint32_t value = cell_of(table, row, column);
    struct lt_look soft = name_look(pages, table, column), look = look_of(pages, table, value);
    struct lt_text_job name = job_at(pages, table, column, 0, &soft, true), job = job_at(pages, table, value, 0, &look, false);
    lt_fx gap = table->form.gap / 2, measure = pages->style->measure, most = measure / 2;
    lt_fx wide = natural_width(pages, &name);
    wide = wide > most ? most : wide;
    name.indent_start = take(pages, pen, wide + gap + natural_width(pages, &job) + table->form.gap);
    name.indent_end = measure - name.indent_start - wide;
    job.indent_start = name.indent_start + wide + gap;
    bool named = lt_table_cell_has_text(table, column);
    uint32_t lines = lt_count_lines(pages, &job), name_lines = named ? lt_count_lines(pages, &name) : 0;
    reserve(pages, table, pen, lines > name_lines ? lines : name_lines);
    if (named)
        place(pages, pen, &name);
    place(pages, pen, &job);
}

static void put_record(struct lt_pages *pages, struct lt_table *table, uint32_t row, struct pen *pen)
{
    uint32_t title = cell_of(table, row, 0);
    if (row < table->heading_rows) {
        for (uint32_t column = 0; column < table->form.columns; column++)
            if (lt_table_cell_has_text(table, column))
                put_heading(pages, table, column, pen);
        return;
    }
    if (lt_table_cell_has_text(table, title)) {
        struct lt_look look = look_of(pages, table, title);
        look.font.style |= LT_STYLE_BOLD;
        struct lt_text_job job = job_at(pages, table, title, 0, &look, false);
        reserve(pages, table, pen, lt_count_lines(pages, &job) + 1); /* never alone at a column's foot */
        place(pages, pen, &job);
        pen->row = --pen->bottom;
    }
    for (uint32_t column = 1; column < table->form.columns; column++)
        if (lt_table_cell_has_text(table, cell_of(table, row, column)))
            put_pair(pages, table, row, column, pen);
}

static struct pen size_up(struct lt_pages *pages, struct lt_table *table, uint32_t row)
{
    struct pen pen = {0};
    put_record(pages, table, row, &pen);
    return pen;
}

void lt_table_put_records(struct lt_pages *pages, struct lt_table *table)
{
    table->form.width = pages->style->measure;
    for (uint32_t row = 0; row < table->rows; row++) {
        if (!lt_galley_has_room(pages, (struct lt_place){lt_table_block(table, cell_of(table, row, 0)), 0}))
            return;
        if (row < table->heading_rows && lt_table_goes_on(table))
            continue;
        struct pen size = size_up(pages, table, row);
        bool fits = size.bottom <= pages->at.rows; /* into a column of its own */
        if (lt_flow_left(pages) < (fits ? size.bottom : FEWEST) && pages->at.row > 0)
            lt_table_next_column(pages, table);
        if (size.highest > pages->at.rows) {
            lt_table_put_loose_row(pages, table, row);
            continue;
        }
        struct pen pen = {.row = pages->at.row, .bottom = pages->at.row, .put = true};
        put_record(pages, table, row, &pen);
        pages->at.row = pen.bottom;
        pages->at.column_empty = false;
        pages->at.any_text = true;
        lt_table_rule(pages, table, row + 1 == table->heading_rows || lt_table_ends_with(pages, table, row));
    }
}
