/*
 * fit_white.c: what grows to fill a column: the white around headings and figures, pictures, or the leading by a little.
 *
 * Whether it does is decided where a column is left; the content moves when its page is decided. A dry run only counts
 * what a column that is not full costs.
 */
#include "fit.h"
#include "fit_cost.h"

#include <string.h>

enum { LEADING_PERCENT = 3 /* by which the leading may grow */ };

static void put_joint(struct lt_pages *pages, struct lt_joint joint)
{
    struct lt_fit *fit = pages->fit;
    if (fit->joint_count == LT_JOINTS_MAX)
        return;
    joint.above = lt_sheet_size(lt_sheet_last(pages));
    fit->joints[fit->joint_count++] = joint;
}

static void note_joint(struct lt_pages *pages, uint32_t row, lt_fx most, bool picture)
{
    pages->at.foot.give += most;
    pages->at.foot.last_give = most;
    pages->at.foot.last_row = row;
    if (!pages->dry)
        put_joint(pages, (struct lt_joint){.row = row, .most = most, .picture = picture});
}

void lt_fit_joint(struct lt_pages *pages, uint32_t from)
{
    struct lt_fit *fit = pages->fit;
    uint32_t row = pages->at.row;
    if (row == 0 || row >= pages->at.rows)
        return;
    if (pages->at.foot.last_row != from) {
        note_joint(pages, row, pages->style->leading, false);
        return;
    }
    pages->at.foot.last_row = row;
    if (!pages->dry && fit->joint_count > 0 && fit->joints[fit->joint_count - 1].row == from)
        fit->joints[fit->joint_count - 1].row = row;
}

void lt_fit_picture(struct lt_pages *pages, lt_fx most)
{
    note_joint(pages, UINT32_MAX, most, true);
}

/* Rows by which a page that is come to shall be shorter. */
static uint32_t brief_of_next(const struct lt_pages *pages, size_t sheet)
{
    const struct lt_fit *fit = pages->fit;
    bool planned = fit->begun && sheet >= fit->page && sheet - fit->page < LT_FIT_PAGES_MAX;
    if (pages->dry && !(fit->closing && sheet == fit->last_page))
        return fit->dry_brief;
    return planned ? fit->brief[sheet - fit->page] : 0;
}

uint32_t lt_fit_rows(const struct lt_pages *pages, uint32_t ahead)
{
    size_t new = pages->at.sheet_count, sheet = new - 1 + (pages->at.column + ahead) / (uint32_t)pages->style->columns;
    uint32_t top = sheet < new ? pages->at.top_rows : 0;
    if (sheet >= new && sheet - new < pages->at.wide_count)
        top = pages->at.wide[sheet - new].rows;
    uint32_t less = top + (sheet < new ? pages->at.foot.brief : brief_of_next(pages, sheet));
    return pages->full_rows > less ? pages->full_rows - less : 1;
}

/* By how much the joints above the foot can grow; white below the last text is no joint. */
static lt_fx can_grow(const struct lt_pages *pages)
{
    return pages->at.foot.give - (pages->at.foot.last_row == pages->at.row ? pages->at.foot.last_give : 0);
}

static bool leading_can_grow(const struct lt_pages *pages, uint32_t gap)
{
    return pages->at.row > 1 && gap * 100 <= LEADING_PERCENT * (pages->at.row - 1) && pages->at.top_rows == 0;
}

bool lt_fit_fills(const struct lt_pages *pages)
{
    uint32_t gap = lt_flow_left(pages);
    return gap > 0 && ((lt_fx)gap * pages->style->leading <= can_grow(pages) || leading_can_grow(pages, gap));
}

/* Notes how the present column will be filled. */
static void note_stretch(struct lt_pages *pages, lt_fx room, bool by_joints)
{
    struct lt_fit *fit = pages->fit;
    if (fit->stretch_count == LT_FIT_STRETCHES_MAX)
        return;
    size_t joints = fit->joint_count;
    if (joints > 0 && fit->joints[joints - 1].row == pages->at.row)
        joints--;
    struct lt_fit_stretch *stretch = &fit->stretches[fit->stretch_count++];
    *stretch = (struct lt_fit_stretch){
        .column = lt_fit_ordinal(pages), .room = room, .depth = (lt_fx)pages->at.row * pages->style->leading,
        .start = fit->column_start, .end = lt_sheet_size(lt_sheet_last(pages)), .joint_count = by_joints ? joints : 0,
    };
    memcpy(stretch->joints, fit->joints, stretch->joint_count * sizeof *fit->joints);
}

static void forget_stretches(struct lt_fit *fit, uint32_t from_column)
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

void lt_fit_stretch_before(struct lt_pages *pages, uint32_t before)
{
    struct lt_fit *fit = pages->fit;
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

/* What it costs to leave the column with `gap` rows that nothing fills. */
static int64_t cost_of_gap(struct lt_pages *pages, uint32_t gap)
{
    const struct lt_fit *fit = pages->fit;
    uint32_t column = lt_fit_ordinal(pages), columns = (uint32_t)pages->style->columns;
    if (column < fit->page * columns) /* it stands on a page that is decided */
        return gap == fit->gaps[column % LT_FIT_GAPS] ? 0 : LT_COST_NEVER;
    if (columns == 1)
        return LT_COST_ROW * gap;
    uint32_t before = pages->at.foot.page_gap;
    bool last = fit->closing && column / columns == fit->last_page; /* it is as short as it must be */
    if (before == UINT32_MAX) /* the others will have to end level with it */
        return last ? pages->at.any_text ? 0 : LT_COST_TITLE : LT_COST_SHORT * columns * (gap + pages->at.foot.brief);
    return LT_COST_UNLEVEL * (gap > before ? gap - before : before - gap);
}

/* Notes how the column is filled: by `room` if it is to be, and so that a figure at its foot ends on a line of the text. */
static void fill_column(struct lt_pages *pages, lt_fx room)
{
    lt_fx slack = pages->at.foot.slack_row == pages->at.row ? pages->at.foot.slack : 0, most = can_grow(pages);
    if (slack > 0 && room + slack <= most)
        note_stretch(pages, room + slack, true);
    else if (room > 0)
        note_stretch(pages, room, room <= most);
}

void lt_fit_leave(struct lt_pages *pages)
{
    struct lt_fit *fit = pages->fit;
    if (pages->at.sheet_count == 0)
        return;
    uint32_t gap = lt_flow_left(pages), column = lt_fit_ordinal(pages);
    lt_fx room = (lt_fx)gap * pages->style->leading;
    bool fills = lt_fit_fills(pages);
    if (pages->dry) {
        fit->cost += cost_of_gap(pages, fills ? 0 : gap) + (fills ? LT_COST_WHITE * gap : 0);
    } else {
        forget_stretches(fit, column);
        fit->gaps[column % LT_FIT_GAPS] = fills ? 0 : gap;
        if (fills || gap == 0)
            fill_column(pages, room);
    }
    pages->at.foot.page_gap = fills ? 0 : gap;
}

void lt_fit_split(struct lt_pages *pages, struct lt_fit_block *block, struct lt_fit_way *way, uint32_t lines)
{
    uint64_t bit = lines > 0 && lines <= LT_FIT_BITS ? UINT64_C(1) << (lines - 1) : 0;
    if (!(way->hyphens & bit))
        return;
    if (!(way->tried & bit) && !lt_text_can_part(pages, block, way->lines, lines - 1))
        way->firm |= bit;
    way->tried |= bit;
    pages->fit->cost += way->firm & bit ? LT_COST_FIRM : LT_COST_HYPHEN;
}

void lt_fit_enter(struct lt_pages *pages)
{
    bool page = pages->at.column == 0;
    pages->at.foot = (struct lt_foot){.brief = page ? brief_of_next(pages, pages->at.sheet_count - 1) : pages->at.foot.brief,
                                   .page_gap = page ? UINT32_MAX : pages->at.foot.page_gap};
    if (!pages->dry) {
        pages->fit->column_start = lt_sheet_size(lt_sheet_last(pages));
        pages->fit->joint_count = 0;
    }
    pages->at.rows = lt_fit_rows(pages, 0);
}
