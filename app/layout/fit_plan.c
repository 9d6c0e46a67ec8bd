/*
 * fit_plan.c: the best lengths for the paragraphs of a window of pages.
 *
 * A dynamic programme over the window's blocks (Plass, "Optimal Pagination Techniques for Automatic Typesetting Systems",
 * 1981, with paragraphs that may be a line shorter or longer as in Mittelbach, "A general framework for globally optimized
 * pagination", 2018): its nodes are the places where a block can end, its edges the ways to set the next block from
 * there, found by placing it dry. Of the nodes after each block only the cheapest few are kept.
 */
#include "fit.h"
#include "fit_cost.h"

#include <stdlib.h>
#include <string.h>

enum {
    NODES_MAX = 12,       /* kept after each block */
    BRIEF_MAX = 2,        /* rows by which a page may be made shorter */
    LAST_ROWS_MIN = 3,    /* of the last page */
    NO_STEP = UINT32_MAX,
};

/* An edge that was taken, and the one before it. */
struct step {
    uint32_t before;
    uint32_t end_column, end_row;
    uint8_t way, brief;
    uint32_t first_page, end_page; /* the pages that it came to */
};

struct node {
    struct lt_spot spot;
    int64_t cost;
    uint32_t step;
};

struct front {
    struct node nodes[NODES_MAX];
    size_t count;
};

struct plan {
    struct lt_pages *pages;
    struct front fronts[2];
    struct step *steps;
    size_t step_count, step_capacity;
    bool whole; /* pages may be made shorter */
};

static bool same_place(const struct lt_spot *a, const struct lt_spot *b)
{
    return a->row == b->row && a->column == b->column && a->sheet_count == b->sheet_count && a->rows == b->rows &&
           a->foot.brief == b->foot.brief && a->foot.page_gap == b->foot.page_gap && a->float_count == b->float_count &&
           a->wide_count == b->wide_count && a->held_count == b->held_count;
}

/* Where a node of that cost may be written: over a dearer one of the same place, or over the dearest; NULL: nowhere. */
static struct node *room_for(struct front *front, const struct lt_spot *spot, int64_t cost)
{
    struct node *worst = NULL;
    for (size_t i = 0; i < front->count; i++) {
        struct node *node = &front->nodes[i];
        if (same_place(&node->spot, spot))
            return cost < node->cost ? node : NULL;
        if (!worst || node->cost > worst->cost)
            worst = node;
    }
    if (front->count < NODES_MAX)
        return &front->nodes[front->count++];
    return cost < worst->cost ? worst : NULL;
}

static uint32_t add_step(struct plan *plan, struct step step)
{
    plan->steps = lt_grow(plan->steps, &plan->step_capacity, plan->step_count + 1, sizeof *plan->steps);
    plan->steps[plan->step_count] = step;
    return (uint32_t)plan->step_count++;
}

static void offer(struct plan *plan, struct front *front, const struct node *from, int64_t cost, struct step step)
{
    const struct lt_spot *spot = &plan->pages->at;
    struct node *node = room_for(front, spot, cost);
    if (!node)
        return;
    step.before = from->step;
    step.first_page = (uint32_t)from->spot.sheet_count;
    step.end_page = (uint32_t)spot->sheet_count;
    step.end_column = lt_fit_ordinal(plan->pages);
    step.end_row = spot->row;
    *node = (struct node){*spot, cost, add_step(plan, step)};
}

/* Places the block dry from a node. */
static void run(struct lt_pages *pages, uint32_t block, const struct node *from)
{
    const struct lt_fit_block *noted = lt_fit_block(pages, block);
    pages->at = from->spot;
    pages->fit->cost = 0;
    pages->fit->dry_block = block;
    if (noted->barrier)
        lt_begin_block(pages, noted->need);
    else
        lt_place_block(pages, block);
}

static void try_ways(struct plan *plan, uint32_t block, const struct node *from, struct front *to)
{
    struct lt_pages *pages = plan->pages;
    struct lt_fit *fit = pages->fit;
    const struct lt_fit_block *noted = lt_fit_block(pages, block);
    uint8_t most = plan->whole && pages->style->columns > 1 ? BRIEF_MAX : 0;
    for (uint8_t i = 0; i < LT_FIT_WAYS; i++) {
        uint8_t way = (uint8_t)((i + LT_FIT_NATURAL) % LT_FIT_WAYS);
        if (way != LT_FIT_NATURAL && (!noted->surveyed || noted->ways[way].lines == 0))
            continue;
        int64_t price = way == LT_FIT_NATURAL ? 0 : LT_COST_CHANGE + noted->ways[way].demerits;
        fit->dry_way = way;
        for (uint8_t brief = 0; brief <= most; brief++) {
            fit->dry_brief = brief;
            run(pages, block, from);
            offer(plan, to, from, from->cost + price + fit->cost, (struct step){.way = way, .brief = brief});
            if (pages->at.sheet_count == from->spot.sheet_count) /* no page was come to */
                break;
        }
    }
}

/* The nodes before the first block: the page that the window begins on may be shorter if nothing of it is decided. */
static void begin(struct plan *plan)
{
    const struct lt_fit *fit = plan->pages->fit;
    const struct lt_spot *spot = &fit->start.spot;
    struct front *front = &plan->fronts[0];
    bool open = lt_fit_opens_page(fit) && plan->pages->style->columns > 1;
    bool last = open && fit->closing && fit->page == fit->last_page;
    uint32_t least = last ? fit->brief[0] : 0, most = last ? least : open && plan->whole ? BRIEF_MAX : 0;
    for (uint32_t brief = least; brief <= most; brief++) {
        struct node node = {.spot = *spot, .cost = 0};
        node.step = add_step(plan, (struct step){.before = NO_STEP, .way = LT_FIT_NATURAL, .brief = (uint8_t)brief,
                                                 .first_page = fit->page, .end_page = fit->page + open});
        if (open) {
            node.spot.rows = spot->rows > brief + spot->row ? spot->rows - brief : spot->row;
            node.spot.foot.brief = brief;
        }
        front->nodes[front->count++] = node;
    }
}

/* What the end of the article costs where the galley has come to. */
static int64_t cost_of_end(const struct lt_pages *pages)
{
    const struct lt_fit *fit = pages->fit;
    uint32_t columns = (uint32_t)pages->style->columns, sheet = (uint32_t)pages->at.sheet_count - 1;
    if (columns == 1)
        return sheet > 0 && pages->at.row < LAST_ROWS_MIN ? LT_COST_LONE : 0;
    if (sheet > fit->last_page)
        return LT_COST_NEVER;
    uint32_t left = lt_flow_left(pages), before = pages->at.foot.page_gap, empty = columns - 1 - pages->at.column;
    int64_t off = lt_fit_fills(pages) || before == UINT32_MAX ? 0 : left > before ? left - before : before - left;
    return LT_COST_UNLEVEL / 2 * off + LT_COST_UNLEVEL * (int64_t)empty * pages->at.rows +
           (sheet > 0 && pages->at.row < LAST_ROWS_MIN ? LT_COST_LONE : 0);
}

static void close(struct plan *plan, struct front *front)
{
    struct lt_pages *pages = plan->pages;
    for (size_t i = 0; i < front->count; i++) {
        pages->at = front->nodes[i].spot;
        pages->fit->cost = 0;
        lt_place_end(pages);
        front->nodes[i].cost += pages->fit->cost + cost_of_end(pages);
    }
}

static void write_briefs(struct lt_fit *fit, const struct step *step)
{
    for (uint32_t page = step->first_page; page < step->end_page; page++)
        if (page >= fit->page && page - fit->page < LT_FIT_PAGES_MAX && !(fit->closing && page == fit->last_page))
            fit->brief[page - fit->page] = step->brief;
}

/* Writes the way to the node to the blocks and pages. */
static void carry_out(struct plan *plan, const struct node *node, uint32_t last)
{
    struct lt_fit *fit = plan->pages->fit;
    uint32_t at = node->step;
    for (uint32_t block = last + 1; block-- > fit->start.next_block; at = plan->steps[at].before) {
        const struct step *step = &plan->steps[at];
        struct lt_fit_block *noted = lt_fit_block(plan->pages, block);
        noted->way = step->way;
        noted->end_column = step->end_column;
        noted->end_row = step->end_row;
        write_briefs(fit, step);
    }
    write_briefs(fit, &plan->steps[at]);
}

static const struct node *cheapest(const struct front *front)
{
    const struct node *best = &front->nodes[0];
    for (size_t i = 1; i < front->count; i++)
        if (front->nodes[i].cost < best->cost)
            best = &front->nodes[i];
    return best;
}

int64_t lt_fit_plan(struct lt_pages *pages, uint32_t last, bool whole)
{
    struct plan *plan = lt_alloc(1, sizeof *plan);
    const struct lt_spot now = pages->at;
    uint32_t next_block = pages->next_block, paragraph = pages->paragraph;
    *plan = (struct plan){.pages = pages, .whole = whole};
    pages->dry = true;
    begin(plan);
    struct front *from = &plan->fronts[0], *to = &plan->fronts[1];
    for (uint32_t block = pages->fit->start.next_block; block <= last; block++) {
        to->count = 0;
        for (size_t i = 0; i < from->count; i++)
            try_ways(plan, block, &from->nodes[i], to);
        struct front *other = from;
        from = to;
        to = other;
    }
    if (pages->fit->closing)
        close(plan, from);
    const struct node *best = cheapest(from);
    int64_t cost = best->cost;
    carry_out(plan, best, last);
    pages->at = now;
    pages->dry = false;
    pages->next_block = next_block;
    pages->paragraph = paragraph;
    free(plan->steps);
    free(plan);
    return cost;
}
