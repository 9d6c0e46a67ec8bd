/*
 * table_columns.c: how wide a table's columns are, and how small its type.
 *
 * Widths follow the automatic layout of CSS 2.1 (17.5.2.2): each column lies between the width of its longest word and
 * that of its longest cell on one line, and what the measure has to spare goes where most is wanted.
 *
 * A long table is not read to its end for its first page: its form is told by its first part and a sample of whole rows from
 * everywhere in it, at most LT_TABLE_SAMPLE_CELLS and LT_TABLE_SAMPLE_BYTES, which depends on the table alone. A later part
 * whose words do not fit divides them; if even that does not help, it has a form of its own.
 */
#include "table.h"

#include <stdlib.h>
#include <string.h>

enum {
    FLOOR_PERCENT = 74,    /* of the body, for tables that are too wide */
    GAP_PERCENT = 90,      /* of the body, between columns */
    HOPELESS_PERCENT = 110, /* of the room: words that are estimated to need more at the floor are not measured there */
};

/* Columns are whole pixels wide, and never a part of one too narrow for a word. */
static lt_fx whole_px(lt_fx width)
{
    return (width + 63) / 64 * 64;
}

/* Widens the columns that a cell covers so that they hold what it needs. */
static void ask(struct lt_table *table, const struct lt_cell *cell, lt_fx least, lt_fx most)
{
    uint32_t count = 0, end = (uint32_t)cell->column + cell->column_span;
    lt_fx have_least = 0, have_most = 0;
    for (uint32_t i = cell->column; i < end && i < table->form.columns; i++, count++) {
        have_least += table->form.column[i].least + (count ? table->form.gap : 0);
        have_most += table->form.column[i].most + (count ? table->form.gap : 0);
    }
    for (uint32_t i = cell->column; count && i < end && i < table->form.columns; i++) {
        if (least > have_least)
            table->form.column[i].least += whole_px((least - have_least + (lt_fx)count - 1) / (lt_fx)count);
        if (most > have_most)
            table->form.column[i].most += whole_px((most - have_most + (lt_fx)count - 1) / (lt_fx)count);
    }
}

static void measure_cells(struct lt_pages *pages, struct lt_table *table, bool spanning)
{
    for (uint32_t i = 0; i < table->count; i++) {
        const struct lt_block *block = lt_table_cell(table, i);
        if (!lt_table_cell_has_text(table, i) || (block->cell.column_span > 1) != spanning || block->cell.column >= table->form.columns)
            continue;
        lt_fx least, most;
        struct lt_text_job job = lt_table_cell_job(pages, table, i);
        lt_text_extremes(pages, &job, &least, &most);
        ask(table, &block->cell, least, most);
    }
}

/* Sets the columns' widths; false when even the longest words do not fit. *ret_least: the room that they need. */
static bool share_out(struct lt_pages *pages, struct lt_table *table, int64_t *ret_least)
{
    int64_t least = 0, most = 0, room = pages->style->measure - (int64_t)table->form.gap * (table->form.columns - 1);
    memset(table->form.column, 0, sizeof table->form.column);
    measure_cells(pages, table, false);
    measure_cells(pages, table, true);
    for (uint32_t i = 0; i < table->form.columns; i++) {
        struct lt_table_column *column = &table->form.column[i];
        column->most = column->most < column->least ? column->least : column->most;
        least += column->least;
        most += column->most;
    }
    lt_fx x = 0;
    for (uint32_t i = 0; i < table->form.columns; i++) {
        struct lt_table_column *column = &table->form.column[i];
        int64_t width = most <= room ? column->most
                        : least <= room ? column->least + (room - least) * (column->most - column->least) / (most - least)
                                        : room * column->least / least;
        column->width = (lt_fx)(width / 64 * 64);
        column->x = x;
        x += column->width + table->form.gap;
    }
    table->form.width = x - table->form.gap < pages->style->measure ? x - table->form.gap : pages->style->measure;
    *ret_least = least;
    return least <= room;
}

/* Finds the largest type in which the table's words fit into its columns undivided, then the floor with words of its body
 * divided; a heading's are only where its rows cannot be told as records. False when not even that fits. */
static bool fit_columns(struct lt_pages *pages, struct lt_table *table)
{
    int64_t least, gaps = table->form.columns - 1, room = pages->style->measure;
    if (share_out(pages, table, &least))
        return true;
    table->form.percent = FLOOR_PERCENT;
    table->form.gap /= 2;
    int64_t guess = least * FLOOR_PERCENT / LT_TABLE_FONT_PERCENT + gaps * table->form.gap;
    if (guess * 100 <= room * HOPELESS_PERCENT && share_out(pages, table, &least))
        return true;
    table->form.too_wide = table->form.divided = true;
    if (share_out(pages, table, &least))
        return true;
    table->form.headings_divided = true;
    return !lt_table_has_records(table) && share_out(pages, table, &least);
}

static void fit(struct lt_pages *pages, struct lt_table *table)
{
    const struct lt_block *block = &pages->doc->blocks[table->block];
    table->form.columns = block->columns < 1 ? 1 : block->columns > LT_DOC_MAX_COLUMNS ? LT_DOC_MAX_COLUMNS : block->columns;
    table->form.percent = LT_TABLE_FONT_PERCENT;
    table->form.gap = LT_FX((pages->style->body * GAP_PERCENT / 100 + 32) / 64);
    table->form.in_columns = fit_columns(pages, table) || !lt_table_has_records(table);
}

/* Adds the row of `count` cells, of which `first` is the first one, to the sample. */
static void add_row(struct lt_table *sample, const struct lt_block *all, uint32_t first, uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++) {
        sample->sampled[sample->count] = sample->block + 1 + i;
        sample->cells[sample->count] = all[i];
        sample->cells[sample->count++].cell.row = (uint16_t)sample->rows;
    }
    sample->rows++;
}

static uint32_t row_of(const struct lt_block *all, uint32_t count, uint32_t first, uint32_t *ret_bytes)
{
    uint32_t end = first;
    *ret_bytes = 0;
    for (; end < count && all[end].cell.row == all[first].cell.row; end++)
        *ret_bytes += all[end].text.end - all[end].text.start;
    return end - first;
}

/* The first part's cells, up to `end`, and rows from the rest, spread evenly over it by number and by bytes. */
static struct lt_table *take_sample(const struct lt_pages *pages, uint32_t block, uint32_t end)
{
    const struct lt_block *all = &pages->doc->blocks[block + 1];
    uint32_t count = lt_table_cells(pages, block), most = end + LT_TABLE_SAMPLE_CELLS + LT_DOC_MAX_COLUMNS, row, size;
    struct lt_table *sample = lt_alloc(1, sizeof *sample);
    uint64_t cells = 0, bytes = 0, rest = count - end;
    *sample = (struct lt_table){.block = block, .end = end};
    sample->cells = lt_alloc(most, sizeof *sample->cells);
    sample->sampled = lt_alloc(most, sizeof *sample->sampled);
    uint32_t headings = lt_table_heading_cells(all, count);
    sample->heading_rows = headings ? all[headings - 1].cell.row + 1u : 0;
    for (uint32_t i = 0; i < count; i += row) {
        row = row_of(all, count, i, &size);
        bool due = cells * rest <= (i - end) * (uint64_t)LT_TABLE_SAMPLE_CELLS && bytes * rest <= (i - end) * (uint64_t)LT_TABLE_SAMPLE_BYTES;
        if (i >= end && (!due || size > LT_TABLE_SAMPLE_BYTES / 4 || sample->count + row > most))
            continue;
        add_row(sample, all, i, row);
        cells += i >= end ? row : 0;
        bytes += i >= end ? size : 0;
    }
    return sample;
}

/* The form of the table as a whole. Kept until another table comes. */
static const struct lt_table *whole_form(struct lt_pages *pages, const struct lt_table *part)
{
    struct lt_table *known = pages->gauge.form;
    if (known && known->block == part->block)
        return known;
    lt_table_destroy(known);
    uint32_t end = part->start == 0 ? part->end : lt_table_part_end(pages, part->block, 0);
    pages->gauge.form = take_sample(pages, part->block, end);
    fit(pages, pages->gauge.form);
    return pages->gauge.form;
}

/* Do the part's words fit into the columns that it has? */
static bool fits(struct lt_pages *pages, const struct lt_table *table)
{
    for (uint32_t i = table->heading_cells; i < table->count; i++) {
        const struct lt_block *block = lt_table_cell(table, i);
        if (!lt_table_cell_has_text(table, i) || block->cell.column >= table->form.columns)
            continue;
        lt_fx least, most;
        struct lt_text_job job = lt_table_cell_job(pages, table, i);
        lt_text_extremes(pages, &job, &least, &most);
        if (least > lt_table_span_width(table, &block->cell))
            return false;
    }
    return true;
}

void lt_table_form(struct lt_pages *pages, struct lt_table *table)
{
    if (table->start == 0 && table->end == lt_table_cells(pages, table->block)) {
        fit(pages, table);
        return;
    }
    table->form = whole_form(pages, table)->form;
    table->shared = table->start == 0 || !table->form.in_columns || fits(pages, table);
    if (!table->shared && !table->form.divided) {
        table->form.divided = true;
        table->shared = fits(pages, table);
    }
    if (table->shared)
        return;
    table->form.divided = table->form.headings_divided = table->form.too_wide = false;
    fit(pages, table);
}
