/*
 * table.c: an HTML table becomes a grid of cells; a table that only arranges a page is read through.
 */
#include "walk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    ROWS_MAX = 1000,
    CELL_MAX_PARAGRAPHS = 6, /* a cell with more is no cell but a column of a page */
    CELL_MAX_BYTES = 2000,
};

struct grid_cell {
    const xmlNode *node;
    struct lt_cell cell;
};

struct grid {
    struct grid_cell *cells;
    size_t count, capacity;
    uint16_t rows, columns;
};

static bool is_cell(const xmlNode *node)
{
    return lt_dom_is(node, "td") || lt_dom_is(node, "th");
}

static bool is_part(const xmlNode *node)
{
    return lt_dom_is(node, "thead") || lt_dom_is(node, "tbody") || lt_dom_is(node, "tfoot");
}

/* The row after `row` (NULL: the first) of the table itself, not of one inside it. */
static const xmlNode *next_row(const xmlNode *table, const xmlNode *row)
{
    const xmlNode *node = row ? lt_dom_over(table, row) : table->children;
    while (node && !lt_dom_is(node, "tr"))
        node = is_part(node) ? lt_dom_next(table, node) : lt_dom_over(table, node);
    return node;
}

static uint8_t align_of(const xmlNode *cell)
{
    const char *align = lt_dom_attr(cell, "align");
    const char *style = lt_dom_attr(cell, "style");
    const char *said = style ? strstr(style, "text-align") : NULL;
    said = said ? said + strlen("text-align") + strspn(said + strlen("text-align"), " :") : align;
    if (!said)
        return 0;
    if (strncasecmp(said, "center", 6) == 0)
        return 1;
    return strncasecmp(said, "right", 5) == 0 || strncasecmp(said, "end", 3) == 0 ? 2 : 0;
}

static void add_cell(struct grid *grid, const xmlNode *node, uint16_t row, uint16_t column)
{
    long wide = lt_dom_attr_number(node, "colspan", 1, LT_DOC_MAX_COLUMNS, 1);
    long high = lt_dom_attr_number(node, "rowspan", 1, ROWS_MAX, 1);
    if (column + wide > LT_DOC_MAX_COLUMNS)
        wide = LT_DOC_MAX_COLUMNS - column;
    grid->cells = lt_grow(grid->cells, &grid->capacity, grid->count + 1, sizeof *grid->cells);
    grid->cells[grid->count++] = (struct grid_cell){
        node,
        {row, column, (uint16_t)high, (uint16_t)wide, lt_dom_is(node, "th") || lt_dom_is(node->parent->parent, "thead"),
         align_of(node)},
    };
    if (column + wide > grid->columns)
        grid->columns = (uint16_t)(column + wide);
}

/* Lays the cells of one row into the columns that no cell from above still holds. */
static void lay_row(struct grid *grid, const xmlNode *row, uint16_t busy[LT_DOC_MAX_COLUMNS])
{
    uint16_t column = 0, held[LT_DOC_MAX_COLUMNS] = {0};
    for (const xmlNode *node = row->children; node; node = node->next) {
        while (column < LT_DOC_MAX_COLUMNS && busy[column] > 0)
            column++;
        if (!is_cell(node) || column >= LT_DOC_MAX_COLUMNS)
            continue;
        add_cell(grid, node, grid->rows, column);
        const struct lt_cell *cell = &grid->cells[grid->count - 1].cell;
        for (uint16_t i = 0; i < cell->column_span; i++)
            held[column + i] = cell->row_span;
        column = (uint16_t)(column + cell->column_span);
    }
    for (size_t i = 0; i < LT_DOC_MAX_COLUMNS; i++) {
        if (held[i] > 0)
            busy[i] = held[i];
        busy[i] -= busy[i] > 0;
    }
    grid->rows++;
}

static struct grid read_grid(const xmlNode *table)
{
    struct grid grid = {0};
    uint16_t busy[LT_DOC_MAX_COLUMNS] = {0};
    for (const xmlNode *row = next_row(table, NULL); row && grid.rows < ROWS_MAX; row = next_row(table, row))
        lay_row(&grid, row, busy);
    for (size_t i = 0; i < grid.count; i++) {
        struct lt_cell *cell = &grid.cells[i].cell;
        if (cell->row + cell->row_span > grid.rows)
            cell->row_span = (uint16_t)(grid.rows - cell->row);
    }
    return grid;
}

/* Does the cell hold what no cell of data holds: headings, lists, pictures, pages of text? */
static bool is_page_part(const xmlNode *cell)
{
    int paragraphs = 0;
    for (const xmlNode *node = lt_dom_next(cell, cell); node; node = lt_dom_next(cell, node)) {
        enum lt_tag_kind kind = lt_dom_tag(node)->kind;
        if (kind == LT_TAG_TABLE || kind == LT_TAG_HEADING || kind == LT_TAG_QUOTE || kind == LT_TAG_FIGURE ||
            kind == LT_TAG_PRE || kind == LT_TAG_ASIDE)
            return true;
        paragraphs += lt_dom_is(node, "p");
    }
    return paragraphs > CELL_MAX_PARAGRAPHS || lt_dom_text_size(cell, NULL) > CELL_MAX_BYTES;
}

static bool holds_data(const xmlNode *table, const struct grid *grid)
{
    const char *role = lt_dom_attr(table, "role");
    if (grid->count < 2 || grid->columns < 2 || lt_has_word(role, "presentation") || lt_has_word(role, "none"))
        return false;
    bool headed = false;
    size_t pictures = 0;
    for (size_t i = 0; i < grid->count; i++) {
        if (is_page_part(grid->cells[i].node))
            return false;
        headed = headed || grid->cells[i].cell.header;
        pictures += lt_dom_find(grid->cells[i].node, "img") != NULL;
    }
    return (headed || grid->rows > 1) && pictures * 2 < grid->count;
}

static const xmlNode *caption_of(const xmlNode *table)
{
    for (const xmlNode *node = table->children; node; node = node->next)
        if (lt_dom_is(node, "caption"))
            return node;
    return NULL;
}

bool lt_walk_table(struct lt_walk *walk, const xmlNode *table)
{
    struct grid grid = read_grid(table);
    bool data = !walk->flat && holds_data(table, &grid);
    if (data) {
        const xmlNode *caption = caption_of(table);
        lt_walk_flat(walk, (struct lt_block){.role = LT_ROLE_TABLE, .rows = grid.rows, .columns = grid.columns},
                     caption ? caption->children : NULL);
        for (size_t i = 0; i < grid.count; i++)
            lt_walk_flat(walk, (struct lt_block){.role = LT_ROLE_CELL, .cell = grid.cells[i].cell},
                         grid.cells[i].node->children);
    }
    free(grid.cells);
    return data;
}
