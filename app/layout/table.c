/*
 * table.c: tables: columns as wide as their content asks for, cells set like paragraphs, rules instead of boxes.
 *
 * How wide the columns are is said in table_columns.c. Rows stand on the grid; a row is not split, and the heading rows are
 * set again at the top of each column that the table runs into.
 *
 * A long table is set in parts of whole rows, each in a step of its own: it ends after LT_TABLE_PART_CELLS cells or
 * LT_TABLE_PART_BYTES of text where no cell spans rows, or without regard to spans after twice as many. All parts share one
 * form, but one that does not fit into it has widths of its own, and says the heading rows again.
 */
#include "fit.h"
#include "fit_cost.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include <lutrin/utf8.h>

enum {
    FIRST_ROWS = 2,          /* under the heading rows, that stand together with them */
    HEADING_CELLS_MAX = 500, /* more are not said again */
};

const struct lt_block *lt_table_cell(const struct lt_table *table, uint32_t index)
{
    return &table->cells[index];
}

uint32_t lt_table_block(const struct lt_table *table, uint32_t index)
{
    if (table->sampled)
        return table->sampled[index];
    return table->block + 1 + (index < table->heading_cells ? index : table->start + index - table->heading_cells);
}

bool lt_table_goes_on(const struct lt_table *table)
{
    return table->start > 0;
}

bool lt_table_ends_with(const struct lt_pages *pages, const struct lt_table *table, uint32_t row)
{
    return row + 1 == table->rows && table->end == lt_table_cells(pages, table->block);
}

lt_fx lt_table_span_width(const struct lt_table *table, const struct lt_cell *cell)
{
    lt_fx width = -table->form.gap;
    for (uint32_t i = cell->column; i < table->form.columns && i < (uint32_t)cell->column + cell->column_span; i++)
        width += table->form.column[i].width + table->form.gap;
    return width < LT_FX(8) ? LT_FX(8) : width;
}

struct lt_look lt_table_look(const struct lt_pages *pages, const struct lt_table *table, uint32_t index)
{
    const struct lt_block *block = lt_table_cell(table, index);
    struct lt_look look = {.font = pages->style->text, .ink = LT_INK_TEXT, .marks = LT_LOOK_PLAIN,
                           .lang = *block->lang ? block->lang : pages->doc->meta.lang};
    look.font.size_fx = LT_FX((pages->style->body * table->form.percent / 100 + 32) / 64);
    look.font.style |= LT_STYLE_FIGURES;
    if (block->cell.header ? table->form.headings_divided : table->form.divided)
        look.marks = 0;
    if (block->cell.header)
        look.font.style |= LT_STYLE_BOLD;
    return look;
}

/* The cell's text as a job for its place; x counts from the side where the table begins. */
struct lt_text_job lt_table_cell_job(struct lt_pages *pages, const struct lt_table *table, uint32_t index)
{
    const struct lt_block *block = lt_table_cell(table, index);
    static const enum lt_align ALIGNS[] = {LT_ALIGN_START, LT_ALIGN_CENTRE, LT_ALIGN_END, LT_ALIGN_END};
    struct lt_look look = lt_table_look(pages, table, index);
    lt_fx x = table->form.column[block->cell.column].x, width = lt_table_span_width(table, &block->cell);
    lt_fx rest = pages->style->measure - x - width;
    bool mirrored = block->rtl != pages->rtl;
    struct lt_text_job job = {
        .block = lt_table_block(table, index), .base = pages->doc->text, .range = lt_set_range(pages, lt_table_block(table, index), LT_CELL_MAX_BYTES), .lang = look.lang,
        .rtl = block->rtl, .kind = LT_SET_RAGGED, .block_end = true, .align = ALIGNS[block->cell.align & 3],
        .indent_start = mirrored ? rest : x, .indent_end = mirrored ? x : rest,
    };
    job.simple = job.range.end - job.range.start > LT_CELL_FIT_BYTES;
    job.stretches = lt_block_stretches(pages, block, job.range, &look, &job.stretch_count);
    return job;
}

static bool has_text(const struct lt_block *block)
{
    return block->text.end > block->text.start;
}

bool lt_table_cell_has_text(const struct lt_table *table, uint32_t index)
{
    return has_text(lt_table_cell(table, index));
}

/* The rows' first cells and heights; a cell that spans rows makes its last row higher if it must. */
static void measure_rows(struct lt_pages *pages, struct lt_table *table)
{
    uint32_t *lines = lt_alloc(table->count, sizeof *lines);
    for (uint32_t i = table->count; i-- > 0;) {
        const struct lt_block *block = lt_table_cell(table, i);
        struct lt_text_job job = lt_table_cell_job(pages, table, i);
        lines[i] = has_text(block) ? lt_count_lines(pages, &job) : 1;
        table->row_cell[block->cell.row] = i;
        if (block->cell.row_span <= 1 && lines[i] > table->row_rows[block->cell.row])
            table->row_rows[block->cell.row] = lines[i];
    }
    for (uint32_t i = 0; i < table->count; i++) {
        const struct lt_cell *cell = &lt_table_cell(table, i)->cell;
        uint32_t have = 0, last = cell->row;
        for (uint32_t row = cell->row; row < table->rows && row < (uint32_t)cell->row + cell->row_span; row++) {
            have += table->row_rows[row];
            last = row;
        }
        if (lines[i] > have)
            table->row_rows[last] += lines[i] - have;
    }
    free(lines);
}

/* The heading's cells: of rows at the head of the table that hold headings alone, if others follow. */
uint32_t lt_table_heading_cells(const struct lt_block *cells, uint32_t count)
{
    uint32_t headings = 0, row = UINT32_MAX, found = 0;
    while (headings < count && cells[headings].cell.header)
        headings++;
    for (uint32_t i = headings; i < count; i++)
        if (!cells[i].cell.header && cells[i].cell.row < row)
            row = cells[i].cell.row;
    while (found < headings && cells[found].cell.row < row)
        found++;
    return found < count ? found : 0;
}

/* Where a part that begins with cell `start` ends. */
static uint32_t part_end(const struct lt_block *cells, uint32_t count, uint32_t start)
{
    uint32_t bytes = 0, spanned = 0; /* rows up to there hang together */
    for (uint32_t i = start; i < count; i++) {
        const struct lt_cell *cell = &cells[i].cell;
        bool full = i - start >= LT_TABLE_PART_CELLS || bytes >= LT_TABLE_PART_BYTES, over = i - start >= 2 * LT_TABLE_PART_CELLS || bytes >= 2 * LT_TABLE_PART_BYTES;
        if (full && cell->row != cells[i - 1].cell.row && (over || cell->row >= spanned))
            return i;
        bytes += cells[i].text.end - cells[i].text.start;
        spanned = cell->row + cell->row_span > spanned ? (uint32_t)cell->row + cell->row_span : spanned;
    }
    return count;
}

uint32_t lt_table_part_end(const struct lt_pages *pages, uint32_t block, uint32_t start)
{
    return part_end(&pages->doc->blocks[block + 1], lt_table_cells(pages, block), start);
}

/* Takes the part's cells. */
static void take_cells(const struct lt_pages *pages, struct lt_table *table, uint32_t start)
{
    const struct lt_block *all = &pages->doc->blocks[table->block + 1];
    uint32_t count = lt_table_cells(pages, table->block), end = table->end = part_end(all, count, start);
    uint32_t headings = lt_table_heading_cells(all, count);
    table->heading_rows = headings ? all[headings - 1].cell.row + 1u : 0;
    table->start = start;
    if (start > 0 && headings > HEADING_CELLS_MAX) /* too much to say again */
        headings = table->heading_rows = 0;
    table->heading_cells = start > 0 ? headings : 0;
    table->count = table->heading_cells + end - start;
    table->cells = lt_alloc(table->count, sizeof *table->cells);
    memcpy(table->cells, all, table->heading_cells * sizeof *all);
    memcpy(table->cells + table->heading_cells, all + start, (end - start) * sizeof *all);
    uint32_t before = start > 0 ? all[start].cell.row - table->heading_rows : 0;
    for (uint32_t i = 0; i < table->count; i++) {
        struct lt_cell *cell = &table->cells[i].cell;
        cell->row = (uint16_t)(cell->row - (i < table->heading_cells ? 0 : before));
        table->rows = cell->row >= table->rows ? cell->row + 1u : table->rows;
    }
}

void lt_table_rule(struct lt_pages *pages, const struct lt_table *table, bool strong)
{
    lt_fx x = lt_flow_x(pages) + (pages->rtl ? pages->style->measure - table->form.width : 0);
    lt_fx thick = LT_FX(strong ? 2 : 1), y = lt_flow_y(pages, pages->at.row) - thick;
    lt_sheet_fill(pages, (struct lt_rect_fx){x, y < 0 ? 0 : y, table->form.width, thick}, strong ? LT_INK_SOFT : LT_INK_RULE);
}

static void set_cells(struct lt_pages *pages, struct lt_table *table, uint32_t row, bool again)
{
    for (uint32_t i = table->row_cell[row]; i < table->count && lt_table_cell(table, i)->cell.row == row; i++) {
        struct lt_text_job job = lt_table_cell_job(pages, table, i);
        job.added = again;
        const struct lt_block *block = lt_table_cell(table, i);
        bool heading = row < table->heading_rows && block->cell.row_span <= 1; /* it stands on the rule */
        uint32_t lines = heading ? lt_count_lines(pages, &job) : 0;
        uint32_t lower = heading && lines < table->row_rows[row] ? table->row_rows[row] - lines : 0;
        if (has_text(block))
            lt_place_at(pages, &job, pages->at.row + lower);
    }
}

static void put_row(struct lt_pages *pages, struct lt_table *table, uint32_t row, bool again)
{
    if (!pages->dry)
        set_cells(pages, table, row, again);
    pages->at.row += table->row_rows[row];
    pages->at.column_empty = false;
    lt_table_rule(pages, table, row + 1 == table->heading_rows || lt_table_ends_with(pages, table, row));
    pages->at.any_text = true;
}

static uint32_t heading_height(const struct lt_table *table)
{
    uint32_t rows = 0;
    for (uint32_t i = 0; i < table->heading_rows; i++)
        rows += table->row_rows[i];
    return rows;
}

static bool has_room(struct lt_pages *pages, const struct lt_table *table, uint32_t cell)
{
    return lt_galley_has_room(pages, (struct lt_place){lt_table_block(table, cell), 0});
}

/* A row higher than any column: its cells one after the other, like paragraphs. */
void lt_table_put_loose_row(struct lt_pages *pages, const struct lt_table *table, uint32_t row)
{
    for (uint32_t i = table->row_cell[row]; i < table->count && lt_table_cell(table, i)->cell.row == row; i++) {
        struct lt_text_job job = lt_table_cell_job(pages, table, i);
        job.indent_start = job.indent_end = 0;
        job.align = LT_ALIGN_START;
        if (has_text(lt_table_cell(table, i)) && has_room(pages, table, i))
            (void)lt_place_text(pages, &job);
        pages->paragraph++;
    }
}

void lt_table_close_link(struct lt_pages *pages, struct lt_table *table)
{
    if (table->form.too_wide && pages->at.row > table->link_row)
        lt_sheet_link(pages, &(struct lt_page_link){
            .rect = {lt_flow_x(pages), lt_flow_y(pages, table->link_row), pages->style->measure,
                     lt_flow_y(pages, pages->at.row) - lt_flow_y(pages, table->link_row)},
            .kind = LT_PAGE_LINK_TABLE, .block = table->block, .label = ""});
    table->link_row = pages->at.row;
}

void lt_table_next_column(struct lt_pages *pages, struct lt_table *table)
{
    lt_table_close_link(pages, table);
    lt_flow_next_column(pages);
    table->link_row = pages->at.row;
}

/* Is this the last part of a table that ends the article? */
static bool ends_article(const struct lt_pages *pages, const struct lt_table *table)
{
    return table->end == lt_table_cells(pages, table->block) && lt_ends_article(pages, table->block);
}

/* Rows of the column that the table's row must find free: its last row does not stand alone, nor its end mark. */
static uint32_t needed_rows(const struct lt_pages *pages, const struct lt_table *table, uint32_t row, uint32_t heading)
{
    uint32_t alone = table->row_rows[row], with = alone;
    if (row >= table->heading_rows && row + 2 == table->rows)
        with += table->row_rows[row + 1];
    if (row + 2 >= table->rows && ends_article(pages, table))
        with++;
    return with + heading <= pages->at.rows ? with : alone;
}

static void put_rows(struct lt_pages *pages, struct lt_table *table)
{
    uint32_t heading = heading_height(table), here = 0; /* here: rows in the present column */
    for (uint32_t row = 0; row < table->rows; row++) {
        if (table->row_cell[row] == UINT32_MAX)
            continue;
        if (!pages->dry && !has_room(pages, table, table->row_cell[row]))
            return;
        uint32_t need = needed_rows(pages, table, row, heading);
        bool loose = table->row_rows[row] + (row >= table->heading_rows ? heading : 0) > pages->at.rows;
        bool again = row < table->heading_rows && lt_table_goes_on(table);
        if (again && (loose || table->shared))
            continue;
        if (!loose && need > lt_flow_left(pages)) {
            lt_table_next_column(pages, table);
            pages->fit->cost += here == 1 ? LT_COST_LONE_ROW : 0;
            here = 0;
            for (uint32_t i = 0; row >= table->heading_rows && i < table->heading_rows; i++)
                put_row(pages, table, i, true);
        }
        if (loose || table->row_rows[row] > lt_flow_left(pages))
            lt_table_put_loose_row(pages, table, row);
        else
            put_row(pages, table, row, again);
        here += row >= table->heading_rows;
    }
}

/* The sign that the table can be looked at alone, on a line of `leading`. */
static void put_sign(struct lt_pages *pages, lt_fx leading)
{
    lt_fx size = lt_enlarge_size(pages);
    lt_enlarge_put(pages, lt_flow_x(pages) + (pages->rtl ? 0 : pages->style->measure - size),
                   lt_flow_y(pages, pages->at.row) + (leading - size) / 2 / 64 * 64);
}

static void put_caption(struct lt_pages *pages, const struct lt_table *table)
{
    const struct lt_block *block = &pages->doc->blocks[table->block];
    bool bare = !has_text(block);
    if (table->form.too_wide)
        put_sign(pages, bare ? pages->style->leading : pages->style->caption_leading);
    if (bare && table->form.too_wide)
        pages->at.row++;
    if (bare)
        return;
    struct lt_look look = {.font = pages->style->caption, .ink = LT_INK_SOFT, .lang = block->lang};
    struct lt_text_job job = {
        .block = table->block, .base = pages->doc->text, .range = block->text, .lang = block->lang, .rtl = block->rtl,
        .kind = LT_SET_BALANCED, .block_end = true, .whole = true,
        .indent_end = table->form.too_wide ? 2 * lt_enlarge_size(pages) : 0,
    };
    job.range = lt_set_range(pages, table->block, LT_CELL_MAX_BYTES);
    job.simple = job.range.end - job.range.start > LT_CELL_FIT_BYTES;
    job.stretches = lt_block_stretches(pages, block, job.range, &look, &job.stretch_count);
    uint32_t column = pages->at.column;
    lt_fx leading = pages->style->leading, end = lt_place_stack(pages, &job, lt_flow_y(pages, pages->at.row),
                                                                pages->style->caption_leading);
    uint32_t rows = (uint32_t)((end + leading / 4 + leading - 1) / leading);
    if (column == pages->at.column)
        pages->at.row = rows < pages->at.rows ? rows : pages->at.rows;
}

/* Rows that the caption, the heading rows and the first two rows take: they stand together. */
static uint32_t first_rows(struct lt_pages *pages, const struct lt_table *table)
{
    uint32_t rows = heading_height(table) + (has_text(&pages->doc->blocks[table->block]) ? 2 : table->form.too_wide ? 1 : 0);
    for (uint32_t i = 0; i < FIRST_ROWS && table->heading_rows + i < table->rows; i++)
        rows += table->row_rows[table->heading_rows + i];
    return rows < pages->at.rows ? rows : pages->at.rows;
}

uint32_t lt_table_cells(const struct lt_pages *pages, uint32_t block)
{
    uint32_t count = 0;
    while (block + 1 + count < pages->doc->block_count && pages->doc->blocks[block + 1 + count].role == LT_ROLE_CELL)
        count++;
    return count;
}

/* Notes the table's rows for dry runs, unless it is long or takes ways of its own. */
static void note_table(struct lt_pages *pages, const struct lt_table *table, uint32_t caption)
{
    uint32_t heading = heading_height(table);
    struct lt_fit_table note = {(uint8_t)table->rows, (uint8_t)table->heading_rows, (uint16_t)caption,
                                (uint16_t)first_rows(pages, table), {0}};
    if (table->start > 0 || table->end < lt_table_cells(pages, table->block) || table->end > LT_FIT_CELLS_MAX ||
        table->rows > LT_FIT_ROWS_MAX || !table->form.in_columns)
        return;
    for (uint32_t row = 0; row < table->rows; row++) {
        if (table->row_cell[row] == UINT32_MAX || table->row_rows[row] + heading > pages->full_rows / 2)
            return;
        note.heights[row] = (uint16_t)table->row_rows[row];
    }
    lt_fit_note_table(pages, table->block, &note);
}

/* Room for the table's head, its caption. */
static void begin_table(struct lt_pages *pages, struct lt_table *table, void (*begin)(struct lt_pages *pages, uint32_t rows))
{
    begin(pages, first_rows(pages, table) + 1);
    lt_flow_leave_row(pages);
    uint32_t column = pages->at.column, row = pages->at.row;
    table->link_row = row;
    put_caption(pages, table);
    if (column != pages->at.column)
        table->link_row = pages->at.row;
    else
        note_table(pages, table, pages->at.row - row);
}

static void end_table(struct lt_pages *pages, const struct lt_table *table)
{
    if (ends_article(pages, table))
        lt_put_lone_mark(pages, table->form.width);
    else if (table->end == lt_table_cells(pages, table->block))
        lt_flow_leave_row(pages);
}

void lt_table_destroy(struct lt_table *table)
{
    if (!table)
        return;
    free(table->row_cell);
    free(table->row_rows);
    free(table->cells);
    free(table->sampled);
    free(table);
}

static struct lt_table *measure(struct lt_pages *pages, uint32_t block, uint32_t start)
{
    struct lt_table *table = lt_alloc(1, sizeof *table);
    table->block = block;
    take_cells(pages, table, start);
    table->row_cell = lt_alloc(table->rows, sizeof *table->row_cell);
    table->row_rows = lt_alloc(table->rows, sizeof *table->row_rows);
    for (uint32_t i = 0; i < table->rows; i++)
        table->row_cell[i] = UINT32_MAX;
    lt_table_form(pages, table);
    measure_rows(pages, table);
    return table;
}

/* The part measured: as a moment ago, when the fit of a page took the galley back. */
static struct lt_table *measured(struct lt_pages *pages, uint32_t block, uint32_t start)
{
    struct lt_table *table = pages->gauge.table;
    if (table && table->block == block && table->start == start)
        return table;
    lt_table_destroy(table);
    return pages->gauge.table = measure(pages, block, start);
}

uint32_t lt_table_place(struct lt_pages *pages, uint32_t block, uint32_t start, void (*begin)(struct lt_pages *pages, uint32_t rows))
{
    struct lt_table *table = measured(pages, block, start);
    table->link_row = pages->at.row;
    if (start == 0)
        begin_table(pages, table, begin);
    if (table->form.in_columns) {
        put_rows(pages, table);
    } else {
        table->form.percent = LT_TABLE_FONT_PERCENT; /* a line holds that again */
        lt_table_put_records(pages, table);
    }
    lt_table_close_link(pages, table);
    end_table(pages, table);
    return table->end;
}

void lt_table_place_dry(struct lt_pages *pages, const struct lt_fit_block *block, uint32_t index)
{
    const struct lt_fit_table *note = &block->table;
    uint32_t cells[LT_FIT_ROWS_MAX] = {0}, heights[LT_FIT_ROWS_MAX];
    for (uint32_t row = 0; row < note->rows; row++)
        heights[row] = note->heights[row];
    struct lt_table table = {.block = index, .rows = note->rows, .heading_rows = note->heading_rows, .row_cell = cells,
                             .row_rows = heights, .end = lt_table_cells(pages, index), .form.in_columns = true};
    lt_begin_block(pages, note->need + 1u);
    lt_flow_leave_row(pages);
    pages->at.row = pages->at.row + note->caption < pages->at.rows ? pages->at.row + note->caption : pages->at.rows;
    put_rows(pages, &table);
    end_table(pages, &table);
}
