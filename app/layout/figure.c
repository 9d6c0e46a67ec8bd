/*
 * figure.c: a picture with its caption, as wide as the column and whole rows high.
 *
 * The picture keeps its shape but for what rounding to rows crops from it; one too tall for the column becomes narrower
 * and is centred, its caption below it too. One much wider than high stands across all columns, at the top of the next page. Room above and below is
 * part of the figure.
 */
#include "galley.h"

#include <string.h>

enum {
    TALLEST_PERCENT = 72,     /* of the column's height */
    WIDE_SHAPE_PERCENT = 185, /* width over height of a picture that stands across columns */
    WIDE_LEAST_PERCENT = 70,  /* its width in pixels over those that it will cover */
    WIDE_TALLEST_PERCENT = 62, WIDE_CROP_PERCENT = 20, /* of the column's height; of its own */
    UNKNOWN_SHAPE_PERCENT = 56, /* height over width of a picture whose size is not known */
    ABOVE_PERCENT = 45, CAPTION_GAP_PERCENT = 22, BELOW_PERCENT = 50, /* of the leading */
    TALLER_PERCENT = 20,      /* by which a picture may grow beyond its shape, cropped at its sides */
};

struct layout {
    lt_fx above, width, height, caption_gap, caption, total;
};

static const struct lt_picture *picture_of(const struct lt_pages *pages, const struct lt_float *figure)
{
    return &pages->doc->pictures[figure->picture];
}

/* The caption as a job; false when there is none. */
static bool caption_job(struct lt_pages *pages, const struct lt_float *figure, struct lt_text_job *job)
{
    if (figure->block == LT_PLACE_FRONT)
        return false;
    const struct lt_block *block = &pages->doc->blocks[figure->block];
    if (block->text.start == block->text.end)
        return false;
    struct lt_look base = {.font = pages->style->caption, .ink = LT_INK_SOFT, .lang = block->lang};
    const struct lt_range range = lt_set_range(pages, figure->block, LT_CELL_MAX_BYTES);
    size_t count;
    const struct lt_stretch *stretches = lt_block_stretches(pages, block, range, &base, &count);
    *job = (struct lt_text_job){
        .block = figure->block, .base = pages->doc->text, .range = range, .stretches = stretches,
        .stretch_count = count, .lang = block->lang, .rtl = block->rtl, .kind = LT_SET_BALANCED, .block_end = true,
        .floating = true, .simple = range.end - range.start > LT_CELL_FIT_BYTES,
    };
    return true;
}

static lt_fx part_of_leading(const struct lt_pages *pages, int percent)
{
    return pages->style->leading * percent / 100 / 64 * 64;
}

static lt_fx full_width(const struct lt_pages *pages)
{
    const struct lt_style *style = pages->style;
    return style->measure * style->columns + style->gutter * (style->columns - 1);
}

bool lt_figure_is_wide(const struct lt_pages *pages, const struct lt_float *figure)
{
    const struct lt_picture *picture = picture_of(pages, figure);
    return pages->style->columns > 1 && (int64_t)picture->width * 100 >= (int64_t)picture->height * WIDE_SHAPE_PERCENT &&
           (int64_t)picture->width * 64 * 100 >= (int64_t)full_width(pages) * WIDE_LEAST_PERCENT;
}

static struct layout lay_out(struct lt_pages *pages, const struct lt_float *figure, bool on_top)
{
    const struct lt_picture *picture = picture_of(pages, figure);
    const struct lt_style *style = pages->style;
    struct lt_text_job job;
    struct layout out = {.width = figure->wide ? full_width(pages) : style->measure, .above = on_top ? 0 : part_of_leading(pages, ABOVE_PERCENT)};
    if (caption_job(pages, figure, &job)) {
        out.caption = lt_stack_height(pages, &job, style->caption_leading);
        out.caption_gap = part_of_leading(pages, CAPTION_GAP_PERCENT);
    }
    int64_t height = picture->width > 0 && picture->height > 0
                         ? (int64_t)out.width * picture->height / picture->width
                         : (int64_t)out.width * UNKNOWN_SHAPE_PERCENT / 100;
    int64_t tallest = (int64_t)style->column_height * (figure->wide ? WIDE_TALLEST_PERCENT : TALLEST_PERCENT) / 100;
    if (figure->wide && height > tallest && height * (100 - WIDE_CROP_PERCENT) / 100 <= tallest)
        height = tallest;
    if (height > tallest && height > 0) {
        out.width = (lt_fx)(out.width * tallest / height / 64 * 64);
        height = tallest;
    }
    out.height = (lt_fx)(height / 64 * 64);
    out.total = out.above + out.height + out.caption_gap + out.caption + part_of_leading(pages, BELOW_PERCENT);
    return out;
}

static lt_fx tallest(const struct layout *layout)
{
    return layout->height + layout->height * TALLER_PERCENT / 100;
}

uint32_t lt_figure_rows(struct lt_pages *pages, struct lt_float *figure, uint32_t most)
{
    struct layout layout = lay_out(pages, figure, false);
    uint32_t rows = (uint32_t)((layout.total + pages->style->leading / 2) / pages->style->leading);
    rows = rows < 2 ? 2 : rows > most ? most : rows;
    lt_fx height = (lt_fx)rows * pages->style->leading - (layout.total - layout.height);
    figure->give = tallest(&layout) > height ? tallest(&layout) - height : 0;
    return rows;
}

static void place_dry(struct lt_pages *pages, const struct lt_float *figure)
{
    lt_fx taken = pages->at.row == 0 ? part_of_leading(pages, ABOVE_PERCENT) : 0; /* it has grown by the white above it */
    lt_fit_joint(pages, pages->at.row);
    lt_fit_picture(pages, figure->give > taken ? figure->give - taken : 0);
    pages->at.row += figure->rows;
    lt_fit_joint(pages, pages->at.row);
}

/* Notes by how much the figure, of which the lowest line of type or else the edge is at `foot`, ends above the last base
 * line of its rows. */
static void note_slack(struct lt_pages *pages, lt_fx foot)
{
    const struct lt_style *style = pages->style;
    lt_fx line = lt_flow_y(pages, pages->at.row - 1) + lt_rise_of(pages, &style->text, style->leading);
    pages->at.foot.slack = line > foot ? (line - foot) / 64 * 64 : 0;
    pages->at.foot.slack_row = pages->at.row;
}

void lt_figure_place(struct lt_pages *pages, const struct lt_float *figure)
{
    if (pages->dry) {
        place_dry(pages, figure);
        return;
    }
    const struct lt_style *style = pages->style;
    struct layout layout = lay_out(pages, figure, pages->at.row == 0);
    lt_fit_joint(pages, pages->at.row);
    lt_fx room = (lt_fx)figure->rows * style->leading, top = lt_flow_y(pages, pages->at.row);
    lt_fx most = tallest(&layout);
    layout.height = room - (layout.total - layout.height);
    if (layout.height < style->leading)
        layout.height = style->leading;
    lt_fx x = figure->wide ? style->margin_x + (full_width(pages) - layout.width) / 2 / 64 * 64
                           : lt_flow_x(pages) + (style->measure - layout.width) / 2 / 64 * 64;
    struct lt_rect_fx rect = {x, top + layout.above, layout.width, layout.height};
    lt_sheet_picture(pages, rect, figure->picture);
    lt_sheet_link(pages, &(struct lt_page_link){
        .rect = rect, .kind = LT_PAGE_LINK_PICTURE, .block = figure->block, .label = picture_of(pages, figure)->alt});
    lt_fit_picture(pages, most > layout.height ? most - layout.height : 0);
    if (figure->block != LT_PLACE_FRONT)
        pages->block_page[figure->block] = (uint32_t)pages->at.sheet_count - 1;
    uint32_t row = pages->at.row, sheets = (uint32_t)pages->at.sheet_count, column = pages->at.column;
    struct lt_text_job job;
    lt_fx foot = rect.y + rect.height;
    if (caption_job(pages, figure, &job)) {
        if (!figure->wide && layout.width < style->measure)
            job.align = LT_ALIGN_CENTRE;
        foot = lt_place_stack(pages, &job, foot + layout.caption_gap, style->caption_leading) - style->caption_leading +
               lt_rise_of(pages, &style->caption, style->caption_leading);
    }
    if (pages->at.sheet_count == sheets && pages->at.column == column) {
        pages->at.row = row + figure->rows;
        note_slack(pages, foot);
    }
    lt_fit_joint(pages, pages->at.row);
}
