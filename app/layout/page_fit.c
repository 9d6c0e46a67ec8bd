/*
 * page_fit.c: columns that end level.
 *
 * The galley fills columns first-come. When one is left with free rows at its foot, the best lengths are sought for the
 * paragraphs of all pages that are not decided yet (fit_plan.c), the galley goes back and they are placed anew. Where no
 * paragraph can give, pictures and the white around headings and figures grow, or the leading by a little; and where
 * nothing can, all columns of a page are made shorter by the free rows. The columns of the last page are made as short as
 * its text allows. A page is decided when the galley has filled the pages that the look-ahead reaches; it is not touched
 * again then, and given out only then: the prefix of a layout is the layout of the prefix.
 */
#include "fit.h"
#include "fit_cost.h"

#include <stdlib.h>
#include <string.h>

enum {
    AHEAD_ROWS = 36,  /* of text that the look-ahead reaches at least ... */
    AHEAD_LONE = 60,  /* ... in pages of one column, which has no other to be level with */
    AHEAD_PAGES = 5,  /* and at most */
    TRIES_MAX = 3,    /* plans that may turn out other than they were made */
    LAST_TRIES = 5,   /* heights of the last page that are compared */
    LAST_ROWS_MIN = 3,
    NEAR_COLUMNS = 1, /* before the one that is not full, whose paragraphs are asked first */
};

static uint32_t columns_of(const struct lt_pages *pages)
{
    return (uint32_t)pages->style->columns;
}

static uint32_t page_of(const struct lt_spot *spot)
{
    return (uint32_t)spot->sheet_count - 1;
}

/* Pages after one that are filled before it is decided. */
static uint32_t look_ahead(const struct lt_pages *pages)
{
    uint32_t reach = columns_of(pages) > 1 ? AHEAD_ROWS : AHEAD_LONE;
    uint32_t rows = pages->full_rows * columns_of(pages), ahead = (reach + rows - 1) / rows;
    return ahead < 1 ? 1 : ahead > AHEAD_PAGES ? AHEAD_PAGES : ahead;
}

/* The window begins before the present block. */
static void begin_window(struct lt_pages *pages)
{
    struct lt_fit *fit = pages->fit;
    memset(fit->blocks, 0, fit->block_count * sizeof *fit->blocks);
    fit->block_count = 0;
    memset(fit->brief, 0, sizeof fit->brief);
    lt_mark_take(pages, &fit->start);
    fit->begun = true;
    fit->renew = false;
    fit->page = page_of(&fit->start.spot);
    fit->edge_count = 0;
    fit->horizon = UINT32_MAX;
    pages->complete = fit->page;
    lt_fit_stretch_before(pages, fit->page);
}

void lt_fit_begin(struct lt_pages *pages)
{
    struct lt_fit *fit = pages->fit;
    if (pages->at.sheet_count == 0)
        return;
    if (!fit->begun || (fit->renew && pages->at.held_count == 0) || pages->rest.open)
        begin_window(pages);
    fit->block = pages->next_block;
    fit->column = lt_fit_ordinal(pages);
    fit->goes_on = pages->rest.open;
    if (pages->at.held_count == 0)
        lt_mark_take(pages, &fit->clear);
}

void lt_fit_finish(struct lt_pages *pages)
{
    free(pages->fit);
}

/* The window begins with the block that runs into the page after its first; that page is decided. */
static void move_window(struct lt_pages *pages)
{
    struct lt_fit *fit = pages->fit;
    size_t at = 0;
    while (at + 1 < fit->edge_count && fit->edges[at].column / columns_of(pages) <= fit->page)
        at++;
    const struct lt_mark *mark = &fit->edges[at].mark;
    uint32_t blocks = mark->next_block - fit->start.next_block, page = fit->edges[at].column / columns_of(pages);
    uint32_t pages_passed = page - fit->page;
    memmove(fit->blocks, fit->blocks + blocks, (fit->block_count - blocks) * sizeof *fit->blocks);
    memset(fit->blocks + fit->block_count - blocks, 0, blocks * sizeof *fit->blocks);
    fit->block_count -= blocks;
    for (uint32_t i = 0; i < LT_FIT_PAGES_MAX; i++)
        fit->brief[i] = i + pages_passed < LT_FIT_PAGES_MAX ? fit->brief[i + pages_passed] : 0;
    fit->start = *mark;
    fit->page = page;
    fit->edge_count -= at;
    memmove(fit->edges, fit->edges + at, fit->edge_count * sizeof *fit->edges);
    pages->complete = page_of(&fit->start.spot);
    lt_fit_stretch_before(pages, pages->complete);
}

/* Is the block one whose way through columns is not noted? */
static bool is_barrier(const struct lt_pages *pages, uint32_t index)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    return (block->role == LT_ROLE_TABLE && lt_fit_block(pages, index)->table.rows == 0) || block->text.end - block->text.start > LT_PARA_MAX_BYTES;
}

/* The mark before the first block that stands otherwise than the plan has it, or before the first page whose height is
 * another. What stands before it stays. NULL: nothing is other. */
static const struct lt_mark *first_other(struct lt_pages *pages, uint32_t last, const uint8_t *ways, const uint8_t *brief)
{
    struct lt_fit *fit = pages->fit;
    uint32_t block = fit->start.next_block, page = 0;
    for (const struct lt_fit_block *at = fit->blocks; block <= last; block++, at++)
        if (at->way != ways[block - fit->start.next_block] || (!at->barrier && (at->end_column != at->real_column || at->end_row != at->real_row)))
            break;
    while (page < LT_FIT_PAGES_MAX && brief[page] == fit->brief[page])
        page++;
    if (block > last && page == LT_FIT_PAGES_MAX)
        return NULL;
    size_t at = 0;
    while (at < fit->edge_count && fit->edges[at].mark.next_block <= block &&
           fit->edges[at].mark.spot.sheet_count - 1 < fit->page + page)
        at++;
    fit->edge_count = at > 0 ? at - 1 : 0;
    return at > 0 ? &fit->edges[at - 1].mark : &fit->start;
}

/* Goes back to place the window anew up to the present block. */
static void place_anew(struct lt_pages *pages, const struct lt_mark *mark, uint32_t last)
{
    struct lt_fit *fit = pages->fit;
    fit->horizon = last;
    lt_mark_go_back(pages, mark);
    if (mark != &fit->start)
        return;
    fit->edge_count = 0;
    if (!lt_fit_opens_page(fit))
        return;
    pages->at.foot.brief = fit->brief[0];
    pages->at.rows = lt_fit_rows(pages, 0);
}

/* Asks the paragraphs from `first` to `last` what a line more or fewer would cost. */
static void survey(struct lt_pages *pages, uint32_t first, uint32_t last)
{
    for (uint32_t block = first; block <= last; block++)
        lt_text_survey(pages, lt_fit_block(pages, block));
}

/* The block that runs into the column before the present one's neighbours. */
static uint32_t near_block(const struct lt_fit *fit)
{
    size_t back = NEAR_COLUMNS + 2;
    return fit->edge_count >= back ? fit->edges[fit->edge_count - back].mark.next_block : fit->start.next_block;
}

/* Finds a better way for the window and goes back to place it; false when there is none. */
static bool improve(struct lt_pages *pages, uint32_t last)
{
    struct lt_fit *fit = pages->fit;
    uint8_t ways[LT_FIT_BLOCKS_MAX], brief[LT_FIT_PAGES_MAX];
    for (uint32_t i = 0; i <= last - fit->start.next_block; i++)
        ways[i] = fit->blocks[i].way;
    memcpy(brief, fit->brief, sizeof brief);
    survey(pages, near_block(fit), last);
    if (lt_fit_plan(pages, last, false) > LT_COST_CHEAP) {
        survey(pages, fit->start.next_block, last);
        lt_fit_plan(pages, last, true);
    }
    const struct lt_mark *mark = first_other(pages, last, ways, brief);
    if (mark)
        place_anew(pages, mark, last);
    return mark != NULL;
}

/* Is one of the columns that the present block has left not full, filled with white, or not level with the one beside? */
static bool leaves_gap(const struct lt_pages *pages, uint32_t before, uint32_t now)
{
    const struct lt_fit *fit = pages->fit;
    bool gap = false;
    for (uint32_t column = before; column < now; column++)
        gap |= fit->gaps[column % LT_FIT_GAPS] > 0 ||
               (column % columns_of(pages) > 0 && fit->gaps[(column - 1) % LT_FIT_GAPS] > 0);
    for (size_t i = 0; i < fit->stretch_count; i++)
        gap |= fit->stretches[i].column >= before;
    return gap;
}

static void note_edge(struct lt_fit *fit, uint32_t column)
{
    if (fit->edge_count == LT_FIT_EDGES_MAX)
        return;
    fit->edges[fit->edge_count].mark = fit->clear;
    fit->edges[fit->edge_count++].column = column;
}

/* Does the block end where the plan has it? If not, its way is not to be relied on. */
static bool goes_by_plan(const struct lt_pages *pages, uint32_t block)
{
    struct lt_fit_block *noted = lt_fit_block(pages, block);
    if (noted->barrier || (noted->end_column == lt_fit_ordinal(pages) && noted->end_row == pages->at.row))
        return true;
    if (noted->way != LT_FIT_NATURAL)
        noted->ways[noted->way].lines = 0;
    return false;
}

/* Follows the plan until it is carried out. Returns whether the galley has been taken back. */
static bool follow(struct lt_pages *pages, uint32_t block)
{
    struct lt_fit *fit = pages->fit;
    bool good = goes_by_plan(pages, block);
    if (!good && fit->tries < TRIES_MAX) {
        fit->tries++;
        if (improve(pages, fit->horizon))
            return true;
    }
    if (block >= fit->horizon)
        fit->horizon = UINT32_MAX;
    return false;
}

/* The cells of a table take no place of their own. */
static void note_cells(struct lt_pages *pages, uint32_t block)
{
    struct lt_fit *fit = pages->fit;
    uint32_t end = pages->next_block - fit->start.next_block;
    end = end < LT_FIT_BLOCKS_MAX ? end : LT_FIT_BLOCKS_MAX;
    for (uint32_t i = block + 1 - fit->start.next_block; i < end; i++)
        fit->blocks[i] = (struct lt_fit_block){.barrier = true, .way = LT_FIT_NATURAL};
    if (end > fit->block_count)
        fit->block_count = end;
}

void lt_fit_end(struct lt_pages *pages)
{
    struct lt_fit *fit = pages->fit;
    if (!fit->begun)
        return;
    if (fit->goes_on) {
        fit->renew = true;
        return;
    }
    uint32_t block = fit->block, before = fit->column, now = lt_fit_ordinal(pages);
    struct lt_fit_block *noted = lt_fit_block(pages, block);
    noted->barrier = is_barrier(pages, block);
    noted->real_column = now;
    noted->real_row = pages->at.row;
    note_cells(pages, block);
    if (now > before)
        note_edge(fit, now);
    if (fit->horizon != UINT32_MAX) {
        if (follow(pages, block) || fit->horizon != UINT32_MAX)
            return;
    } else if (now > before && leaves_gap(pages, before, now)) {
        fit->tries = 0;
        if (improve(pages, block))
            return;
    }
    while (fit->edge_count > 0 && fit->edges[fit->edge_count - 1].column / columns_of(pages) > fit->page + look_ahead(pages))
        move_window(pages);
    fit->renew = is_barrier(pages, block) || fit->edge_count == LT_FIT_EDGES_MAX ||
                 pages->next_block - fit->start.next_block >= LT_FIT_BLOCKS_MAX - LT_HELD_MAX;
}

/* Rows that the columns of the last page need if they are level. */
static uint32_t level_rows(const struct lt_pages *pages)
{
    uint32_t columns = columns_of(pages);
    uint32_t rows = (pages->at.column * pages->at.rows + pages->at.row + columns - 1) / columns;
    return rows < LAST_ROWS_MIN ? LAST_ROWS_MIN : rows;
}

/* Compares heights of the last page; returns the rows by which the best is shorter than a full one. */
static uint32_t best_brief(struct lt_pages *pages, uint32_t last, uint32_t most)
{
    struct lt_fit *fit = pages->fit;
    uint8_t *brief = &fit->brief[fit->last_page - fit->page];
    uint32_t found = 0;
    int64_t best = INT64_MAX;
    for (uint32_t by = most + 1, tries = 0; by > 0 && tries < LAST_TRIES; tries++) {
        *brief = (uint8_t)--by;
        int64_t cost = lt_fit_plan(pages, last, true);
        if (cost < best) {
            best = cost;
            found = by;
        }
    }
    return found;
}

/* Takes the galley back to place the last pages anew; false when there is nothing (more) to be done. */
static bool level_last_page(struct lt_pages *pages)
{
    struct lt_fit *fit = pages->fit;
    uint32_t columns = columns_of(pages), page = (uint32_t)pages->at.sheet_count - 1, last = fit->block;
    bool lone = page > 0 && pages->at.column == 0 && pages->at.row < LAST_ROWS_MIN;
    bool level = pages->at.column + 1 == columns && pages->at.row == pages->at.rows;
    if (fit->closing || !fit->begun || fit->goes_on || (columns == 1 ? !lone : level) || page - fit->page >= LT_FIT_PAGES_MAX ||
        lt_fit_block(pages, last)->barrier || page < fit->page)
        return false;
    uint32_t rows = level_rows(pages), full = pages->full_rows - pages->at.top_rows;
    fit->closing = 1;
    fit->last_page = page;
    survey(pages, fit->start.next_block, last);
    fit->brief[page - fit->page] = (uint8_t)(columns > 1 && rows < full ? best_brief(pages, last, full - rows) : 0);
    lt_fit_plan(pages, last, true);
    fit->tries = TRIES_MAX;
    place_anew(pages, &fit->start, last);
    return true;
}

bool lt_fit_close(struct lt_pages *pages)
{
    if (level_last_page(pages))
        return false;
    if (pages->fit->closing && pages->at.column + 1 == columns_of(pages) && pages->at.column > 0 && pages->at.foot.page_gap == 0)
        lt_fit_leave(pages);
    lt_fit_stretch_before(pages, UINT32_MAX);
    return true;
}
