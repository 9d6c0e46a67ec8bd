/*
 * flow.c: the columns that the galley runs through, and the figures that float to the next one's top.
 */
#include "galley.h"

#include <string.h>

enum { ROWS_LEFT_UNDER_FLOATS = 3 }; /* a second float must leave that much for text */

lt_fx lt_flow_x(const struct lt_pages *pages)
{
    const struct lt_style *style = pages->style;
    int32_t place = pages->rtl ? style->columns - 1 - (int32_t)pages->at.column : (int32_t)pages->at.column;
    return style->margin_x + place * (style->measure + style->gutter);
}

lt_fx lt_flow_y(const struct lt_pages *pages, uint32_t row)
{
    return (lt_fx)(row + pages->at.top_rows) * pages->style->leading;
}

uint32_t lt_flow_left(const struct lt_pages *pages)
{
    return pages->at.row < pages->at.rows ? pages->at.rows - pages->at.row : 0;
}

bool lt_flow_has_white(const struct lt_pages *pages)
{
    return pages->at.row == 0 || pages->at.foot.free_row == pages->at.row;
}

void lt_flow_leave_row(struct lt_pages *pages)
{
    if (lt_flow_has_white(pages) || lt_flow_left(pages) == 0)
        return;
    pages->at.foot.free_row = ++pages->at.row;
    lt_fit_joint(pages, pages->at.row - 1);
}

/* How many of the waiting floats, from `first` on, stand at the top of one column, and the rows they take. */
static size_t floats_on_top(const struct lt_pages *pages, size_t first, uint32_t *ret_rows)
{
    size_t count = 0;
    uint32_t rows = 0;
    for (size_t i = first; i < pages->at.float_count; i++) {
        uint32_t with = rows + pages->at.floats[i].rows;
        if (count > 0 && with + ROWS_LEFT_UNDER_FLOATS > pages->at.rows)
            break;
        rows = with;
        count++;
    }
    *ret_rows = rows;
    return count;
}

uint32_t lt_flow_capacity(const struct lt_pages *pages, uint32_t ahead)
{
    if (ahead == 0)
        return lt_flow_left(pages);
    size_t first = 0;
    uint32_t rows = 0;
    for (uint32_t i = 0; i < ahead; i++)
        first += floats_on_top(pages, first, &rows);
    uint32_t whole = lt_fit_rows(pages, ahead);
    return rows < whole ? whole - rows : 0;
}

/* A page begins: the first wide figure that waits stands at its top. */
static void place_wide(struct lt_pages *pages)
{
    if (pages->at.wide_count == 0)
        return;
    struct lt_float figure = pages->at.wide[0];
    pages->at.wide_count--;
    memmove(pages->at.wide, pages->at.wide + 1, pages->at.wide_count * sizeof *pages->at.wide);
    lt_figure_place(pages, &figure);
    pages->at.top_rows = figure.rows;
}

static void open_column(struct lt_pages *pages)
{
    lt_fit_leave(pages);
    if (pages->at.sheet_count == 0 || ++pages->at.column >= (uint32_t)pages->style->columns) {
        pages->at.column = 0;
        lt_sheet_add(pages);
        pages->at.row = 0;
        pages->at.rows = pages->full_rows;
        pages->at.top_rows = 0;
        place_wide(pages);
    }
    pages->at.row = 0;
    pages->at.column_empty = true;
    lt_fit_enter(pages);
}

void lt_flow_next_column(struct lt_pages *pages)
{
    open_column(pages);
    uint32_t rows;
    size_t count = floats_on_top(pages, 0, &rows);
    struct lt_float placed[LT_FLOATS_MAX];
    memcpy(placed, pages->at.floats, count * sizeof *placed);
    pages->at.float_count -= count;
    memmove(pages->at.floats, pages->at.floats + count, pages->at.float_count * sizeof *pages->at.floats);
    for (size_t i = 0; i < count; i++)
        lt_figure_place(pages, &placed[i]);
}

void lt_flow_float(struct lt_pages *pages, const struct lt_float *figure)
{
    if (figure->wide && pages->at.wide_count < LT_FLOATS_MAX) {
        pages->at.wide[pages->at.wide_count++] = *figure;
        return;
    }
    if (figure->rows <= lt_flow_left(pages) && pages->at.float_count == 0) {
        lt_figure_place(pages, figure);
        return;
    }
    if (pages->at.float_count == LT_FLOATS_MAX)
        lt_flow_next_column(pages);
    pages->at.floats[pages->at.float_count++] = *figure;
}

void lt_flow_flush_floats(struct lt_pages *pages)
{
    for (size_t i = 0; i < pages->at.wide_count; i++) { /* no page comes any more for them to stand at its top */
        struct lt_float figure = pages->at.wide[i];
        figure.wide = false;
        figure.rows = pages->dry ? figure.rows : lt_figure_rows(pages, &figure, pages->at.rows);
        lt_flow_float(pages, &figure);
    }
    pages->at.wide_count = 0;
    while (pages->at.float_count > 0) {
        struct lt_float first = pages->at.floats[0];
        if (first.rows > lt_flow_left(pages)) {
            lt_flow_next_column(pages);
            continue;
        }
        pages->at.float_count--;
        memmove(pages->at.floats, pages->at.floats + 1, pages->at.float_count * sizeof *pages->at.floats);
        lt_figure_place(pages, &first);
    }
}
