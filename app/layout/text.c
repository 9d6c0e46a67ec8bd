/*
 * text.c: paragraphs into rows: broken, and split over columns without widows, orphans or hyphens at a column's end.
 */
#include "fit.h"
#include "fit_cost.h"
#include "glue.h"
#include "text_work.h"

#include <stdlib.h>
#include <string.h>

enum {
    LOOSE_TOLERANCE = 250, /* percent of stretch that a paragraph may take to close a gap at a column's foot */
    RUNT_PERCENT = 14,     /* of the measure */
    FEWEST = 2,            /* lines of a paragraph that stand together */
    OPEN_LINES = 4,        /* lines that a piece with an open end leaves for the next */
};

lt_fx lt_rise_of(struct lt_pages *pages, const struct lt_font *font, lt_fx leading)
{
    struct lt_extents extents = lt_gauge_extents(&pages->gauge, font);
    return (leading - extents.ascent - extents.descent) / 2 / 64 * 64 + extents.ascent;
}

static struct lt_text_work *begin(struct lt_pages *pages, const struct lt_text_job *job)
{
    struct lt_text_work *work = pages->gauge.work ? pages->gauge.work : lt_alloc(1, sizeof *work);
    pages->gauge.work = NULL; /* a caption may be set within a text */
    work->job = job;
    work->source = (struct lt_para_source){
        .text = {job->base + job->range.start, job->range.end - job->range.start},
        .stretches = job->stretches, .stretch_count = job->stretch_count, .lang = job->lang, .rtl = job->rtl,
        .kind = job->kind,
    };
    lt_fx measure = pages->style->measure - job->indent_start - job->indent_end;
    work->shape = (struct lt_shape){.measure = measure, .first_indent = job->first_indent};
    if (job->cap_lines)
        lt_cap_set(pages, work);
    if (job->mark_end)
        work->source.reserve = lt_end_mark_room(pages, job);
    work->source.looks = pages->looks; /* after the last look was added */
    return work;
}

static bool is_greedy(const struct lt_pages *pages, const struct lt_text_work *work)
{
    return pages->setting.breaker == LT_BREAKER_GREEDY || work->job->simple;
}

/* Breaks the text into as many lines as look best. Only prose comes again (memo.h): what is set ragged is short, and what
 * is greedy is quick. */
static void break_freely(struct lt_pages *pages, struct lt_text_work *work)
{
    bool greedy = is_greedy(pages, work);
    work->key = work->source.kind == LT_SET_JUSTIFIED && !greedy ? lt_memo_key(&work->source, &work->shape) : 0;
    if (!work->key || !lt_memo_take(lt_gauge_memo(&pages->gauge), work->key, &work->source, &work->para, &work->broken))
        lt_break(&work->para, &work->source, &pages->gauge, pages->setting.tongue, &work->shape, greedy, &work->broken);
}

/* Lays the free lines by, so that others may be tried; brings them back. */
static void hold(struct lt_text_work *work)
{
    if (!work->held)
        lt_broken_swap(&work->broken, &work->free);
    work->held = true;
}

static void bring_back(struct lt_text_work *work)
{
    if (work->held)
        lt_broken_swap(&work->broken, &work->free);
    work->held = false;
}

static void finish(struct lt_pages *pages, struct lt_text_work *work)
{
    bring_back(work);
    if (work->key)
        lt_memo_give(lt_gauge_memo(&pages->gauge), work->key, &work->para, &work->broken);
    work->para.analysis.breaks = NULL; /* another text may lie there next */
    work->key = 0;
    work->part_count = work->ban_count = 0;
    if (pages->gauge.work)
        lt_text_work_destroy(work);
    else
        pages->gauge.work = work;
}

void lt_text_work_destroy(struct lt_text_work *work)
{
    if (!work)
        return;
    lt_para_finish(&work->para);
    lt_broken_finish(&work->broken);
    lt_broken_finish(&work->free);
    lt_set_line_finish(&work->set);
    free(work);
}

/* How many of `count` lines stand in a column with `left` free rows; 0: none, they begin in the next one. */
static uint32_t take(const struct lt_pages *pages, const struct lt_text_job *job, uint32_t count, uint32_t left)
{
    if (count <= left)
        return count;
    if (left >= pages->at.rows) /* an empty column: something must go in */
        return count - left < FEWEST && left > FEWEST ? left - 1 : left;
    if (job->whole && count <= pages->at.rows)
        return 0;
    uint32_t first = count - left < FEWEST && count > FEWEST ? count - FEWEST : left;
    return first < FEWEST || first < job->cap_lines ? 0 : first;
}

static void plan(const struct lt_pages *pages, struct lt_text_work *work)
{
    uint32_t rest = (uint32_t)work->broken.count;
    if (work->job->open_end && rest > OPEN_LINES)
        rest -= OPEN_LINES;
    work->part_count = 0;
    while (rest > 0 && work->part_count < LT_PARTS_MAX) {
        uint32_t here = take(pages, work->job, rest, lt_flow_capacity(pages, (uint32_t)work->part_count));
        work->parts[work->part_count++] = here;
        rest -= here;
    }
}

static bool ends_in_hyphen(const struct lt_text_work *work, uint32_t line)
{
    return work->para.cuts[work->broken.cuts[line]].kind == LT_CUT_HYPHEN;
}

/* Adds the lines that end a column in a hyphen to the bans; false when there are none (or no room for more). */
static bool ban_hyphens(struct lt_text_work *work)
{
    uint32_t line = 0;
    size_t before = work->ban_count;
    for (size_t i = 0; i + 1 < work->part_count; i++) {
        line += work->parts[i];
        if (line > 0 && ends_in_hyphen(work, line - 1) && work->ban_count < sizeof work->bans / sizeof *work->bans)
            work->bans[work->ban_count++] = line - 1;
    }
    return work->ban_count > before;
}

/* Breaks the paragraph into exactly `lines` lines, none of them too loose; false when it cannot be had. */
static bool break_into(struct lt_text_work *work, uint32_t lines, const struct lt_break_rules *bans)
{
    struct lt_break_rules rules = bans ? *bans : (struct lt_break_rules){0};
    rules.lines = lines;
    hold(work);
    rules.tracking = lines > work->free.count ? LT_TRACK_LONGER : lines < work->free.count ? LT_TRACK_SHORTER : 0;
    return lt_break_fit(&work->para, &work->shape, &rules, LOOSE_TOLERANCE, 0, &work->broken);
}

/* The length that the text was broken to. */
static struct lt_fit_way way_of(const struct lt_text_work *work)
{
    struct lt_fit_way way = {.lines = (uint32_t)work->broken.count, .demerits = work->broken.demerits};
    for (uint32_t i = 0; i + 1 < way.lines && i < LT_FIT_BITS; i++)
        way.hyphens |= (uint64_t)ends_in_hyphen(work, i) << i;
    return way;
}

/* What it costs that the last line is so short that it looks lost, or is only part of a word. */
static int64_t cost_of_end(const struct lt_text_work *work)
{
    const struct lt_broken *broken = &work->broken;
    if (broken->count < 2)
        return 0;
    const struct lt_cut *end = &work->para.cuts[broken->cuts[broken->count - 1]];
    const struct lt_cut *before = &work->para.cuts[broken->cuts[broken->count - 2]];
    if (before->kind == LT_CUT_HYPHEN && lt_is_one_word(&work->para, before->box + 1))
        return LT_COST_FRAGMENT;
    return (end->end_width - before->next_width) * 100 < (int64_t)work->shape.measure * RUNT_PERCENT ? LT_COST_RUNT : 0;
}

/* Can its length be chosen? */
static bool can_give(const struct lt_pages *pages, const struct lt_text_job *job)
{
    return job->kind == LT_SET_JUSTIFIED && !job->floating && job->block != LT_PLACE_FRONT && !job->open_end &&
           job->first_line == 0 && !job->simple && pages->setting.breaker != LT_BREAKER_GREEDY;
}

/* The block's text as it was begun in an earlier step. */
static struct lt_text_work *begin_again(struct lt_pages *pages, const struct lt_fit_block *block, struct lt_text_job *job)
{
    *job = block->job;
    job->stretches = lt_block_stretches(pages, &pages->doc->blocks[job->block], job->range, &block->look, &job->stretch_count);
    return begin(pages, job);
}

void lt_text_survey(struct lt_pages *pages, struct lt_fit_block *block)
{
    struct lt_text_job job;
    if (block->surveyed || !block->noted || !can_give(pages, &block->job))
        return;
    uint32_t count = block->ways[LT_FIT_NATURAL].lines;
    int64_t best = block->ways[LT_FIT_NATURAL].demerits;
    struct lt_text_work *work = begin_again(pages, block, &job);
    break_freely(pages, work);
    block->surveyed = true;
    for (int way = LT_FIT_FEWER; way <= LT_FIT_MORE; way += LT_FIT_MORE - LT_FIT_FEWER) {
        uint32_t lines = count - 1 + (uint32_t)way;
        if (lines < FEWEST || lines < block->job.cap_lines || !break_into(work, lines, NULL))
            continue;
        int64_t rivers = (int64_t)lt_break_rivers(&work->para, &work->shape, &(struct lt_break_rules){.lines = lines}, &work->broken);
        block->ways[way] = way_of(work);
        block->ways[way].demerits = block->ways[way].demerits > best ? block->ways[way].demerits - best : 0;
        block->ways[way].demerits += rivers * LT_COST_RIVER + cost_of_end(work);
    }
    finish(pages, work);
}

bool lt_text_can_part(struct lt_pages *pages, const struct lt_fit_block *block, uint32_t lines, uint32_t line)
{
    if (!can_give(pages, &block->job))
        return false;
    struct lt_break_rules rules = {.no_hyphen = &line, .no_hyphen_count = 1};
    struct lt_text_job job;
    struct lt_text_work *work = begin_again(pages, block, &job);
    break_freely(pages, work);
    bool can = break_into(work, lines, &rules);
    finish(pages, work);
    return can;
}

/* A line more or fewer, if the plan of the pages has it so for this paragraph. Returns the number of lines that it must
 * keep, 0: it is free. */
static uint32_t heed_plan(struct lt_pages *pages, struct lt_text_work *work)
{
    if (!can_give(pages, work->job))
        return 0;
    int wish = lt_fit_wish(pages, work->job->block);
    uint32_t count = (uint32_t)((int64_t)work->broken.count + wish);
    if (wish == 0)
        return pages->fit->horizon == UINT32_MAX ? 0 : count;
    if (break_into(work, count, NULL)) {
        lt_break_rivers(&work->para, &work->shape, &(struct lt_break_rules){.lines = count}, &work->broken);
        return count;
    }
    bring_back(work);
    return 0;
}

/* Breaks the paragraph without hyphens at columns' ends, if possible into that many lines. */
static void break_anew(struct lt_pages *pages, struct lt_text_work *work, uint32_t lines)
{
    struct lt_break_rules rules = {.no_hyphen = work->bans, .no_hyphen_count = work->ban_count};
    if (lines && break_into(work, lines, &rules)) {
        rules.lines = lines;
        lt_break_rivers(&work->para, &work->shape, &rules, &work->broken);
        return;
    }
    hold(work);
    lt_break_again(&work->para, &work->shape, &rules, is_greedy(pages, work), &work->broken);
}

static void break_and_plan(struct lt_pages *pages, struct lt_text_work *work)
{
    break_freely(pages, work);
    struct lt_fit_way natural = way_of(work);
    lt_fit_note_text(pages, work->job, &natural);
    uint32_t lines = heed_plan(pages, work);
    plan(pages, work);
    for (int tries = 0; tries < LT_HYPHEN_TRIES && ban_hyphens(work); tries++) {
        break_anew(pages, work, lines);
        plan(pages, work);
    }
}

void lt_place_text_dry(struct lt_pages *pages, uint32_t block)
{
    struct lt_fit_block *noted = lt_fit_block(pages, block);
    if (!noted || !noted->noted)
        return;
    bool own = block == pages->fit->dry_block;
    struct lt_fit_way *way = &noted->ways[own ? pages->fit->dry_way : LT_FIT_NATURAL];
    if (lt_flow_left(pages) == 0)
        lt_flow_next_column(pages);
    for (uint32_t line = 0, here; line < way->lines; line += here) {
        here = take(pages, &noted->job, way->lines - line, lt_flow_left(pages));
        if (here == 0)
            pages->fit->cost += pages->at.previous == LT_ROLE_TERM || pages->at.previous == LT_ROLE_HEADING ? LT_COST_TITLE
                                : noted->job.cap_lines ? LT_COST_CAP : 0;
        pages->at.row += here;
        pages->at.column_empty &= here == 0;
        if (line + here >= way->lines)
            break;
        lt_fit_split(pages, noted, way, line + here);
        lt_flow_next_column(pages);
    }
    pages->at.any_text = true;
}

/* What stands behind or beside the lines of one column: the panel of code, the rule of a quotation. */
static void put_ground(struct lt_pages *pages, const struct lt_text_job *job, uint32_t rows)
{
    const struct lt_style *style = pages->style;
    lt_fx top = lt_flow_y(pages, pages->at.row), height = (lt_fx)rows * style->leading, x = lt_flow_x(pages);
    if (job->kind == LT_SET_CODE)
        lt_sheet_fill(pages, (struct lt_rect_fx){x, top, style->measure, height}, LT_INK_PANEL);
    if (job->bar) {
        lt_fx wide = LT_FX(style->body / 64 / 10 > 2 ? style->body / 64 / 10 : 2);
        lt_fx at = x + job->indent_start - style->quote_indent + style->quote_indent / 3 / 64 * 64;
        if (job->rtl)
            at = x + style->measure - (at - x) - wide;
        lt_sheet_fill(pages, (struct lt_rect_fx){at, top, wide, height}, LT_INK_RULE);
    }
}

static bool is_blank(const struct lt_text_work *work, uint32_t line)
{
    const struct lt_cut *cuts = work->para.cuts;
    int64_t from = line > 0 ? cuts[work->broken.cuts[line - 1]].next_width : 0;
    return cuts[work->broken.cuts[line]].end_width <= from;
}

static void put_part(struct lt_pages *pages, struct lt_text_work *work, uint32_t first, uint32_t count, lt_fx rise)
{
    uint32_t rows = count; /* a panel that goes on in the next column does not end in blank lines */
    while (work->job->kind == LT_SET_CODE && first + count < work->broken.count && rows > 1 && is_blank(work, first + rows - 1))
        rows--;
    put_ground(pages, work->job, rows);
    for (uint32_t i = 0; i < count; i++) {
        lt_fx top = lt_flow_y(pages, pages->at.row++);
        lt_put_line(pages, work, first + i, top, rise);
        if (work->job->kind == LT_SET_CODE)
            lt_put_wrap_mark(pages, work, first + i, top);
    }
    if (count)
        pages->at.column_empty = false;
}

uint32_t lt_place_text(struct lt_pages *pages, struct lt_text_job *job)
{
    if (lt_flow_left(pages) == 0)
        lt_flow_next_column(pages);
    struct lt_text_work *work = begin(pages, job);
    break_and_plan(pages, work);
    lt_fx rise = lt_rise_of(pages, &pages->style->text, pages->style->leading);
    uint32_t line = 0;
    for (size_t i = 0; i < work->part_count; i++) {
        if (i > 0)
            lt_flow_next_column(pages);
        put_part(pages, work, line, work->parts[i], rise);
        line += work->parts[i];
    }
    uint32_t next = line ? work->para.cuts[work->broken.cuts[line - 1]].box + 1 : 0;
    uint32_t end = next < work->para.box_count ? job->range.start + work->para.boxes[next].start : job->range.end;
    job->first_line += line;
    finish(pages, work);
    return end;
}

uint32_t lt_count_lines(struct lt_pages *pages, const struct lt_text_job *job)
{
    struct lt_text_work *work = begin(pages, job);
    break_freely(pages, work);
    uint32_t count = (uint32_t)work->broken.count;
    finish(pages, work);
    return count;
}

void lt_place_at(struct lt_pages *pages, const struct lt_text_job *job, uint32_t row)
{
    struct lt_text_work *work = begin(pages, job);
    break_freely(pages, work);
    lt_fx rise = lt_rise_of(pages, &pages->style->text, pages->style->leading);
    for (uint32_t i = 0; i < work->broken.count; i++)
        lt_put_line(pages, work, i, lt_flow_y(pages, row + i), rise);
    pages->paragraph++;
    finish(pages, work);
}

void lt_text_extremes(struct lt_pages *pages, const struct lt_text_job *job, lt_fx *ret_least, lt_fx *ret_most)
{
    struct lt_text_work *work = begin(pages, job);
    lt_para_build(&work->para, &work->source, &pages->gauge, pages->setting.tongue, INT32_MAX / 4, true);
    int64_t least = 0, most = 0, word = 0, line = 0;
    for (size_t i = 0; i < work->para.cut_count; i++) {
        const struct lt_cut *cut = &work->para.cuts[i];
        least = cut->end_width + cut->hyphen - word > least ? cut->end_width + cut->hyphen - word : least;
        word = cut->next_width - cut->after;
        if (cut->kind != LT_CUT_FORCED)
            continue;
        most = cut->end_width - line > most ? cut->end_width - line : most;
        line = cut->next_width;
    }
    *ret_least = least > INT32_MAX / 256 ? INT32_MAX / 256 : (lt_fx)least;
    *ret_most = most > INT32_MAX / 256 ? INT32_MAX / 256 : (lt_fx)most;
    finish(pages, work);
}

lt_fx lt_stack_height(struct lt_pages *pages, const struct lt_text_job *job, lt_fx leading)
{
    return (lt_fx)lt_count_lines(pages, job) * leading;
}

lt_fx lt_place_stack(struct lt_pages *pages, const struct lt_text_job *job, lt_fx y, lt_fx leading)
{
    struct lt_text_work *work = begin(pages, job);
    break_freely(pages, work);
    const struct lt_font font = pages->looks[job->stretches[0].look].font;
    lt_fx rise = lt_rise_of(pages, &font, leading);
    uint32_t count = (uint32_t)work->broken.count;
    for (uint32_t i = 0; i < count; i++) {
        lt_fx left = pages->style->column_height - y;
        bool widow = i >= 2 && i + 2 == count && left < 2 * leading; /* the last line would stand alone in the next column */
        if (y > 0 && (left < leading || widow)) {
            lt_flow_next_column(pages);
            y = lt_flow_y(pages, pages->at.row);
        }
        lt_put_line(pages, work, i, y, rise);
        y += leading;
    }
    pages->paragraph++;
    pages->at.column_empty = false;
    finish(pages, work);
    return y;
}
