/*
 * page_fit.c: columns that end level.
 *
 * The galley fills a column first-come. When it is left with free rows at its foot, the galley goes back to the block
 * that runs into the column and is filled again: first to learn what a line more or fewer in each paragraph would cost
 * (after the optimum of pagination in Plass, "Optimal Pagination Techniques for Automatic Typesetting Systems", 1981),
 * then with the cheapest change that fills the column. Where no paragraph can give, pictures and the white around
 * headings and figures grow, or the leading by a little; and where nothing can, all columns of the page are made shorter
 * by the free rows. The columns of the last page are made as short as its text allows. A page that has been decided is
 * not touched again, and given out only then: the prefix of a layout is the layout of the prefix.
 */
#include "galley.h"

#include <stdlib.h>
#include <string.h>

enum {
    GAP_MAX = 3,               /* free rows that paragraphs may close */
    CHEAP_DEMERITS = 60000,    /* white grows rather than that a change costs more */
    FAIR_DEMERITS = 250000,    /* a row at the foot of a lone column stays free rather than that it costs more */
    LEADING_PERCENT = 3,       /* by which the leading may grow */
    LAST_TRIES = 4,            /* to level the columns of the last page */
    LAST_ROWS_MIN = 3,         /* of these */
};

/* The galley at the edge between two blocks. */
struct lt_mark {
    struct lt_pages pages;
    struct lt_sheet_content sheet; /* the last one: its numbers */
};

static uint32_t ordinal(const struct lt_pages *pages)
{
    return (uint32_t)(pages->sheet_count - 1) * (uint32_t)pages->style->columns + pages->column;
}

static void take_mark(struct lt_pages *pages, struct lt_mark *mark)
{
    mark->pages = *pages;
    mark->sheet = *lt_sheet_last(pages);
}

/* Takes the galley back; what it has learnt (looks, widths) and the fit itself stay. */
static void go_back(struct lt_pages *pages, const struct lt_mark *mark)
{
    struct lt_pages now = *pages;
    *pages = mark->pages;
    pages->arena = now.arena;
    pages->gauge = now.gauge;
    pages->looks = now.looks;
    pages->look_count = now.look_count;
    pages->look_capacity = now.look_capacity;
    pages->sheets = now.sheets;
    pages->sheet_capacity = now.sheet_capacity;
    pages->fit = now.fit;
    for (size_t i = pages->sheet_count; i < now.sheet_count; i++)
        lt_sheet_finish(&pages->sheets[i]);
    struct lt_sheet_content *sheet = lt_sheet_last(pages);
    struct lt_sheet_size size = lt_sheet_size(&mark->sheet);
    lt_sheet_cut(sheet, &size);
    sheet->place = mark->sheet.place;
    sheet->has_flow = mark->sheet.has_flow;
    sheet->text_before = mark->sheet.text_before;
    sheet->text_bytes = mark->sheet.text_bytes;
    pages->fit.start = mark->pages.fit.start;
    memcpy(pages->fit.joints, mark->pages.fit.joints, sizeof pages->fit.joints);
    pages->fit.joint_count = mark->pages.fit.joint_count;
}

void lt_fit_begin(struct lt_pages *pages)
{
    struct lt_page_fit *fit = &pages->fit;
    if (pages->sheet_count == 0)
        return;
    if (!fit->mark) {
        fit->mark = lt_alloc(1, sizeof *fit->mark);
        fit->here = lt_alloc(1, sizeof *fit->here);
        fit->page = lt_alloc(1, sizeof *fit->page);
        fit->column = ordinal(pages);
        fit->sheet = UINT32_MAX;
        fit->stretches = lt_alloc(LT_FIT_STRETCHES_MAX, sizeof *fit->stretches);
        take_mark(pages, fit->mark);
        take_mark(pages, fit->page);
    }
    take_mark(pages, fit->here);
}

void lt_fit_finish(struct lt_pages *pages)
{
    free(pages->fit.mark);
    free(pages->fit.here);
    free(pages->fit.page);
    free(pages->fit.stretches);
}

static void put_joint(struct lt_page_fit *fit, struct lt_joint joint)
{
    if (fit->joint_count < LT_JOINTS_MAX)
        fit->joints[fit->joint_count++] = joint;
}

void lt_fit_joint(struct lt_pages *pages)
{
    struct lt_page_fit *fit = &pages->fit;
    if (pages->row == 0 || pages->row >= pages->rows ||
        (fit->joint_count > 0 && fit->joints[fit->joint_count - 1].row == pages->row))
        return;
    put_joint(fit, (struct lt_joint){lt_sheet_size(lt_sheet_last(pages)), pages->row, pages->style->leading, false});
}

void lt_fit_picture(struct lt_pages *pages, lt_fx most)
{
    put_joint(&pages->fit, (struct lt_joint){lt_sheet_size(lt_sheet_last(pages)), UINT32_MAX, most, true});
}

uint32_t lt_fit_rows(const struct lt_pages *pages, uint32_t ahead)
{
    const struct lt_page_fit *fit = &pages->fit;
    size_t new = pages->sheet_count, sheet = new - 1 + (pages->column + ahead) / (uint32_t)pages->style->columns;
    uint32_t top = sheet < new ? pages->sheets[sheet].top_rows : 0;
    if (sheet >= new && sheet - new < pages->wide_count)
        top = pages->wide[sheet - new].rows;
    return pages->full_rows - top - (sheet == fit->sheet ? fit->short_by : 0);
}

/* By how much the joints above the foot can grow; white below the last text is no joint. */
static lt_fx can_grow(const struct lt_pages *pages, size_t *ret_joints)
{
    const struct lt_page_fit *fit = &pages->fit;
    lt_fx most = 0;
    *ret_joints = fit->joint_count;
    if (fit->joint_count > 0 && fit->joints[fit->joint_count - 1].row == pages->row)
        --*ret_joints;
    for (size_t i = 0; i < *ret_joints; i++)
        most += fit->joints[i].most;
    return most;
}

static bool leading_can_grow(const struct lt_pages *pages, uint32_t gap)
{
    return pages->row > 1 && gap * 100 <= LEADING_PERCENT * (pages->row - 1) &&
           pages->sheets[pages->sheet_count - 1].top_rows == 0;
}

/* Notes how the present column will be filled. */
static void note_stretch(struct lt_pages *pages, uint32_t column, lt_fx room, size_t joints)
{
    struct lt_page_fit *fit = &pages->fit;
    if (fit->stretch_count == LT_FIT_STRETCHES_MAX)
        return;
    struct lt_fit_stretch *stretch = &fit->stretches[fit->stretch_count++];
    *stretch = (struct lt_fit_stretch){
        .column = column, .room = room, .depth = (lt_fx)pages->row * pages->style->leading, .start = fit->start,
        .end = lt_sheet_size(lt_sheet_last(pages)), .joint_count = joints,
    };
    memcpy(stretch->joints, fit->joints, joints * sizeof *fit->joints);
}

static bool is_noted(const struct lt_page_fit *fit, uint32_t column)
{
    for (size_t i = 0; i < fit->stretch_count; i++)
        if (fit->stretches[i].column == column)
            return true;
    return false;
}

static void forget_stretches(struct lt_page_fit *fit, uint32_t from_column)
{
    while (fit->stretch_count > 0 && fit->stretches[fit->stretch_count - 1].column >= from_column)
        fit->stretch_count--;
}

/* Gives the room to the joints, to each in proportion to what it can take. */
static void stretch_joints(struct lt_sheet_content *sheet, const struct lt_fit_stretch *stretch)
{
    lt_fx given = 0, sum = 0, most = 0;
    for (size_t i = 0; i < stretch->joint_count; i++)
        most += stretch->joints[i].most;
    for (size_t i = 0; i < stretch->joint_count; i++) {
        const struct lt_joint *joint = &stretch->joints[i];
        sum += joint->most;
        struct lt_lowering by = {.distance = (lt_fx)((int64_t)stretch->room * sum / most / 64 * 64) - given};
        if (joint->picture) {
            sheet->pictures[joint->above.pictures - 1].rect.height += by.distance;
            sheet->links[joint->above.links - 1].rect.height += by.distance;
        }
        lt_sheet_lower(sheet, &joint->above, &stretch->end, &by);
        given += by.distance;
    }
}

/* Fills the columns of the sheets before `sheet`. */
static void stretch_sheets(struct lt_pages *pages, uint32_t before)
{
    struct lt_page_fit *fit = &pages->fit;
    size_t kept = 0;
    for (size_t i = 0; i < fit->stretch_count; i++) {
        const struct lt_fit_stretch *stretch = &fit->stretches[i];
        uint32_t sheet = stretch->column / (uint32_t)pages->style->columns;
        struct lt_lowering by = {stretch->room, stretch->depth};
        if (sheet >= before)
            fit->stretches[kept++] = *stretch;
        else if (stretch->joint_count)
            stretch_joints(&pages->sheets[sheet], stretch);
        else
            lt_sheet_lower(&pages->sheets[sheet], &stretch->start, &stretch->end, &by);
    }
    fit->stretch_count = kept;
}

void lt_fit_leave(struct lt_pages *pages)
{
    struct lt_page_fit *fit = &pages->fit;
    if (pages->sheet_count == 0)
        return;
    size_t joints;
    uint32_t gap = lt_flow_left(pages), column = ordinal(pages);
    lt_fx most = can_grow(pages, &joints), room = (lt_fx)gap * pages->style->leading;
    bool stretch = gap > 0 && (room <= most || leading_can_grow(pages, gap));
    bool noted = is_noted(fit, column), now = column == fit->column;
    forget_stretches(fit, column);
    if (column + 1 == fit->column)
        fit->gap_before = gap;
    if (now) {
        fit->gap = gap;
        fit->can_stretch = stretch;
    }
    if (stretch && (now ? fit->stage == LT_FIT_LAST || fit->stage == LT_FIT_TRIAL : noted))
        note_stretch(pages, column, room, room <= most ? joints : 0);
}

void lt_fit_enter(struct lt_pages *pages)
{
    pages->fit.start = lt_sheet_size(lt_sheet_last(pages));
    pages->fit.joint_count = 0;
    pages->rows = lt_fit_rows(pages, 0);
}

bool lt_fit_surveys(const struct lt_pages *pages)
{
    return pages->fit.stage == LT_FIT_SURVEY;
}

void lt_fit_offer(struct lt_pages *pages, uint32_t block, int wish, int64_t demerits)
{
    struct lt_page_fit *fit = &pages->fit;
    if (fit->offer_count < LT_FIT_OFFERS_MAX)
        fit->offers[fit->offer_count++] = (struct lt_fit_offer){block, wish, demerits};
}

int lt_fit_wish(const struct lt_pages *pages, uint32_t block)
{
    const struct lt_page_fit *fit = &pages->fit;
    if (fit->stage != LT_FIT_TRIAL)
        return 0;
    const struct lt_fit_plan *plan = &fit->plans[fit->plan];
    for (size_t i = 0; i < plan->count; i++)
        if (plan->changes[i].block == block)
            return plan->changes[i].wish;
    return 0;
}

/* The cheapest offer of that wish for a block other than `except`. */
static const struct lt_fit_offer *cheapest(const struct lt_page_fit *fit, int wish, uint32_t except)
{
    const struct lt_fit_offer *best = NULL;
    for (size_t i = 0; i < fit->offer_count; i++) {
        const struct lt_fit_offer *offer = &fit->offers[i];
        if (offer->wish == wish && offer->block != except && (!best || offer->demerits < best->demerits))
            best = offer;
    }
    return best;
}

static void add_plan(struct lt_page_fit *fit, int64_t most, const struct lt_fit_offer *first, const struct lt_fit_offer *second)
{
    struct lt_fit_plan plan = {.changes = {*first}, .count = 1, .demerits = first->demerits};
    if (second) {
        plan.changes[plan.count++] = *second;
        plan.demerits += second->demerits;
    }
    if (plan.demerits > most)
        return;
    size_t at = fit->plan_count++;
    for (; at > 0 && fit->plans[at - 1].demerits > plan.demerits; at--)
        fit->plans[at] = fit->plans[at - 1];
    fit->plans[at] = plan;
}

/* Each way to fill the column with one change or two: to run into the free rows (what is left of them may be white that
 * grows), or to draw back so that as much more text finds room as may stand together. */
static void make_plans(struct lt_page_fit *fit, uint32_t gap, int32_t columns)
{
    int64_t most = fit->can_stretch ? CHEAP_DEMERITS : columns == 1 ? FAIR_DEMERITS : INT64_MAX;
    fit->plan_count = fit->plan = 0;
    for (int wish = -1; wish <= 1; wish += 2) {
        const struct lt_fit_offer *first = cheapest(fit, wish, UINT32_MAX);
        const struct lt_fit_offer *second = first ? cheapest(fit, wish, first->block) : NULL;
        if (first)
            add_plan(fit, most, first, NULL);
        if (second && (gap > 1 || wish < 0))
            add_plan(fit, most, first, second);
    }
}

static void fit_column(struct lt_page_fit *fit, uint32_t column, uint32_t kept_before)
{
    fit->column = column;
    fit->kept_before = fit->gap_before = kept_before;
    fit->gap = 0;
    fit->stage = LT_FIT_FIRST;
    fit->offer_count = fit->plan_count = 0;
}

/* Places the page anew with all its columns `by` rows shorter. */
static void shorten_page(struct lt_pages *pages, uint32_t sheet, uint32_t by)
{
    struct lt_page_fit *fit = &pages->fit;
    fit->sheet = sheet;
    fit->short_by = by;
    fit_column(fit, sheet * (uint32_t)pages->style->columns, fit->page->pages.fit.kept_before);
    forget_stretches(fit, fit->column);
    *fit->mark = *fit->page;
    go_back(pages, fit->page);
}

/* Is the column that was left full, or will be when its white has grown? */
static bool is_level(const struct lt_page_fit *fit)
{
    return fit->gap == 0 || (fit->can_stretch && (fit->stage == LT_FIT_LAST || fit->stage == LT_FIT_TRIAL));
}

/* A column that nothing can fill: the whole page is made shorter, or if that has been tried, is no longer. Returns
 * whether the page is placed anew. */
static bool give_up_rows(struct lt_pages *pages)
{
    struct lt_page_fit *fit = &pages->fit;
    uint32_t columns = (uint32_t)pages->style->columns;
    uint32_t sheet = fit->column / columns;
    if (is_level(fit) || columns == 1 || fit->gap > GAP_MAX || fit->closing || (sheet == fit->sheet && fit->short_by == 0))
        return false;
    shorten_page(pages, sheet, sheet == fit->sheet ? 0 : fit->gap);
    return true;
}

/* The column is decided: the next one is fitted from the present block on. */
static void settle(struct lt_pages *pages)
{
    struct lt_page_fit *fit = &pages->fit;
    uint32_t now = ordinal(pages), columns = (uint32_t)pages->style->columns;
    struct lt_mark *mark = fit->here;
    bool page = now / columns != fit->column / columns;
    fit->here = fit->mark;
    fit->mark = mark;
    fit_column(fit, now, now == fit->column + 1 ? fit->gap : 0);
    if (page && !fit->closing) {
        *fit->page = *mark;
        fit->page->pages.fit.kept_before = fit->kept_before;
        pages->complete = (uint32_t)mark->pages.sheet_count - 1;
        stretch_sheets(pages, pages->complete);
    }
}

/* What is tried next; false when nothing is. */
static bool next_stage(struct lt_page_fit *fit, uint32_t gap, int32_t columns)
{
    switch (fit->stage) {
    case LT_FIT_FIRST:
        fit->stage = gap <= GAP_MAX ? LT_FIT_SURVEY : LT_FIT_LAST;
        fit->offer_count = 0;
        return gap <= GAP_MAX || fit->can_stretch;
    case LT_FIT_SURVEY:
        make_plans(fit, gap, columns);
        fit->stage = fit->plan_count ? LT_FIT_TRIAL : LT_FIT_LAST;
        return fit->plan_count || fit->can_stretch;
    case LT_FIT_TRIAL:
        fit->stage = ++fit->plan < fit->plan_count ? LT_FIT_TRIAL : LT_FIT_LAST;
        return true;
    case LT_FIT_LAST: break;
    }
    return false;
}

void lt_fit_end(struct lt_pages *pages)
{
    struct lt_page_fit *fit = &pages->fit;
    if (!fit->mark || ordinal(pages) <= fit->column)
        return;
    bool kept = fit->column == 0 || fit->stage == LT_FIT_FIRST || fit->gap_before == fit->kept_before;
    if ((is_level(fit) && kept) || !next_stage(fit, fit->gap, pages->style->columns)) {
        if (!give_up_rows(pages))
            settle(pages);
        return;
    }
    fit->gap = 0;
    fit->gap_before = fit->kept_before;
    go_back(pages, fit->mark);
}

/* Rows that the columns of the last page need if they are level. */
static uint32_t level_rows(const struct lt_pages *pages)
{
    uint32_t columns = (uint32_t)pages->style->columns;
    uint32_t rows = (pages->column * pages->rows + pages->row + columns - 1) / columns;
    return rows < LAST_ROWS_MIN ? LAST_ROWS_MIN : rows;
}

/* Takes the galley back to level the last page; false when there is nothing (more) to be done. */
static bool level_last_page(struct lt_pages *pages)
{
    struct lt_page_fit *fit = &pages->fit;
    uint32_t columns = (uint32_t)pages->style->columns, sheet = (uint32_t)pages->sheet_count - 1;
    if (fit->closing == 0) {
        bool level = pages->column + 1 == columns && pages->row + 1 >= pages->rows;
        uint32_t rows = level_rows(pages), most = pages->full_rows - lt_sheet_last(pages)->top_rows;
        if (level || fit->column / columns != sheet || rows >= most)
            return false;
        fit->closing = 1;
        shorten_page(pages, sheet, most - rows);
        return true;
    }
    if (sheet <= fit->sheet || fit->short_by == 0)
        return false;
    bool more = ++fit->closing <= LAST_TRIES && fit->short_by > 1;
    shorten_page(pages, fit->sheet, more ? fit->short_by - 1 : 0);
    return true;
}

bool lt_fit_close(struct lt_pages *pages)
{
    if (pages->fit.mark && pages->style->columns > 1 && level_last_page(pages))
        return false;
    stretch_sheets(pages, UINT32_MAX);
    return true;
}
