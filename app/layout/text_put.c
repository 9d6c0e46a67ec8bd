/*
 * text_put.c: lines of text written to the page: their runs, links and lines under them, and what stands beside them.
 */
#include "text_work.h"

#include <string.h>

struct end_mark {
    struct lt_look look;
    lt_fx advance, gap;
};

/* How the end mark looks, its width, and what stands free before it. */
static struct end_mark end_mark_of(struct lt_pages *pages, const char *lang, bool rtl)
{
    struct end_mark mark = {.look = {.font = pages->style->text, .ink = LT_INK_ACCENT, .lang = lang}};
    mark.look.font.size_fx = LT_FX((mark.look.font.size_fx * 7 / 10 + 32) / 64);
    struct lt_run_text run = {lt_bytes_of(pages->setting.front->end_mark), 0, lang, rtl};
    mark.advance = lt_gauge_advance(&pages->gauge, &mark.look.font, &run);
    mark.gap = lt_gauge_extents(&pages->gauge, &pages->style->text).space * 2;
    return mark;
}

lt_fx lt_end_mark_room(struct lt_pages *pages, const struct lt_text_job *job)
{
    struct end_mark mark = end_mark_of(pages, job->lang, job->rtl);
    return mark.gap + mark.advance;
}

/* The left end of the box that line `index` may fill. */
static lt_fx line_left(const struct lt_pages *pages, const struct lt_text_work *work, uint32_t index)
{
    const struct lt_text_job *job = work->job;
    lt_fx x = lt_flow_x(pages) + (job->rtl ? job->indent_end : job->indent_start);
    if (!job->rtl)
        x += (index == 0 ? job->first_indent : 0) + (index < work->shape.inset_lines ? work->shape.inset : 0);
    return x;
}

static lt_fx aligned(const struct lt_text_job *job, const struct lt_set_line *set, lt_fx width)
{
    if (set->justified)
        return 0;
    if (job->align == LT_ALIGN_CENTRE)
        return (width - set->width) / 2 / 64 * 64;
    return (job->align == LT_ALIGN_END) != job->rtl ? width - set->width : 0;
}

static const struct lt_look *look_of(const struct lt_text_work *work, const struct lt_set_run *run)
{
    return &work->source.looks[work->job->stretches[run->stretch_index].look];
}

static void put_marks(struct lt_pages *pages, const struct lt_look *look, lt_fx x, lt_fx width, lt_fx baseline)
{
    lt_fx em = look->font.size_fx, thin = LT_FX(em / 64 / 16 > 1 ? em / 64 / 16 : 1);
    struct lt_extents extents = lt_gauge_extents(&pages->gauge, &look->font);
    if (look->marks & LT_LOOK_MARKED)
        lt_sheet_fill(pages, (struct lt_rect_fx){x, baseline - extents.ascent, width, extents.ascent + extents.descent},
                      LT_INK_MARK);
    if (look->marks & LT_LOOK_UNDERLINE)
        lt_sheet_fill(pages, (struct lt_rect_fx){x, baseline + LT_FX(em * 14 / 100 / 64 + 1), width, thin}, LT_INK_SOFT);
    if (look->marks & LT_LOOK_STRIKE)
        lt_sheet_fill(pages, (struct lt_rect_fx){x, baseline - extents.x_height / 2 / 64 * 64, width, thin}, look->ink);
}

static void put_link(struct lt_pages *pages, const struct lt_text_work *work, uint32_t link, struct lt_rect_fx rect)
{
    const struct lt_span *span = &pages->doc->spans[link - 1];
    lt_sheet_link(pages, &(struct lt_page_link){
        .rect = rect, .kind = span->kind == LT_SPAN_NOTE ? LT_PAGE_LINK_NOTE : LT_PAGE_LINK_URL,
        .target = span->target, .block = work->job->block,
        .label = lt_arena_strndup(&pages->arena, pages->doc->text + span->start, span->end - span->start),
    });
}

/* Underlines and links: over neighbouring runs of one kind, the gaps between them included. */
static void put_decorations(struct lt_pages *pages, const struct lt_text_work *work, lt_fx x, lt_fx top, lt_fx baseline)
{
    const struct lt_set_line *set = &work->set;
    for (size_t i = 0, next; i < set->run_count; i = next) {
        const struct lt_set_run *run = &set->runs[i];
        const struct lt_look *look = look_of(work, run);
        uint32_t link = work->job->stretches[run->stretch_index].link;
        lt_fx low = run->x, high = run->x + run->width;
        for (next = i + 1; next < set->run_count; next++) {
            const struct lt_set_run *other = &set->runs[next];
            if (work->job->stretches[other->stretch_index].link != link || look_of(work, other)->marks != look->marks ||
                other->rtl != run->rtl)
                break;
            low = other->x < low ? other->x : low;
            high = other->x + other->width > high ? other->x + other->width : high;
        }
        put_marks(pages, look, x + low, high - low, baseline);
        if (link)
            put_link(pages, work, link, (struct lt_rect_fx){x + low, top, high - low, pages->style->leading});
    }
}

static void put_runs(struct lt_pages *pages, const struct lt_text_work *work, lt_fx x, lt_fx baseline, uint32_t first_order,
                     uint8_t last_flags)
{
    const struct lt_text_job *job = work->job;
    for (size_t i = 0; i < work->set.run_count; i++) {
        const struct lt_set_run *run = &work->set.runs[i];
        struct lt_placed_run placed = {
            .text = run->added ? "-" : job->base + job->range.start + run->start,
            .size = run->added ? 1 : run->end - run->start, .script = run->script,
            .x = x + run->x, .baseline = baseline - look_of(work, run)->shift,
            .look = job->stretches[run->stretch_index].look, .tracking = (int16_t)run->tracking, .order = (uint16_t)(first_order + run->order),
            .flags = (uint8_t)(run->flags | (job->added ? LT_TEXT_ADDED : 0)), .rtl = run->rtl,
        };
        if (i + 1 == work->set.run_count)
            placed.flags = (uint8_t)((placed.flags & ~LT_TEXT_LINE_END) | last_flags);
        lt_sheet_run(pages, &placed);
    }
}

static void put_marker(struct lt_pages *pages, const struct lt_text_work *work, lt_fx left, lt_fx width, lt_fx baseline)
{
    const struct lt_text_job *job = work->job;
    const struct lt_look *look = &pages->looks[job->marker_look];
    struct lt_run_text run = {lt_bytes_of(job->marker), 0, job->lang, job->rtl};
    lt_fx advance = lt_gauge_advance(&pages->gauge, &look->font, &run), gap = lt_marker_gap(pages);
    lt_sheet_run(pages, &(struct lt_placed_run){
        .text = job->marker, .size = (uint32_t)run.text.size, .script = run.script,
        .x = job->rtl ? left + width + gap : left - gap - advance, .baseline = baseline, .look = job->marker_look,
        .flags = LT_TEXT_ADDED | LT_TEXT_SPACE_AFTER, .rtl = job->rtl,
    });
}

/* The large capital, and in the text's own size what quotes it. Returns how many runs that was. */
static uint32_t put_cap(struct lt_pages *pages, const struct lt_text_work *work, lt_fx left, lt_fx baseline)
{
    const struct lt_text_job *job = work->job;
    const char *text = job->base + job->range.start - job->cap_bytes;
    bool space = text[job->cap_bytes - 1] == ' ';
    uint32_t count = 0;
    if (job->cap_quote)
        lt_sheet_run(pages, &(struct lt_placed_run){
            .text = text, .size = job->cap_quote, .script = LT_SCRIPT('L', 'a', 't', 'n'), .x = left - work->shape.inset,
            .baseline = baseline, .look = job->stretches[0].look, .order = (uint16_t)count++});
    lt_sheet_run(pages, &(struct lt_placed_run){
        .text = text + job->cap_quote, .size = job->cap_bytes - job->cap_quote - space, .script = job->cap_script,
        .x = left - work->shape.inset + work->cap_quote, .baseline = baseline + (job->cap_lines - 1) * pages->style->leading,
        .look = work->cap_look, .order = (uint16_t)count++, .flags = space ? LT_TEXT_SPACE_AFTER : 0,
    });
    return count;
}

/* The end mark after the last word, if the line has room for it. Returns whether it was put. */
static bool put_end_mark(struct lt_pages *pages, const struct lt_text_work *work, lt_fx x, lt_fx width, lt_fx baseline,
                         uint32_t order)
{
    const struct lt_text_job *job = work->job;
    const char *text = pages->setting.front->end_mark;
    struct end_mark mark = end_mark_of(pages, job->lang, job->rtl);
    if (work->set.width + mark.gap + mark.advance > width || work->set.justified)
        return false;
    lt_sheet_run(pages, &(struct lt_placed_run){
        .text = text, .size = (uint32_t)strlen(text), .baseline = baseline,
        .x = job->rtl ? x - mark.gap - mark.advance : x + work->set.width + mark.gap,
        .look = lt_look_intern(pages, &mark.look), .order = (uint16_t)order,
        .flags = LT_TEXT_ADDED | LT_TEXT_LINE_END | LT_TEXT_BLOCK_END, .rtl = job->rtl,
    });
    return true;
}

static void keep_line(struct lt_pages *pages, const struct lt_text_work *work, uint32_t index, lt_fx left, lt_fx shift,
                      lt_fx width, lt_fx baseline)
{
    const struct lt_text_job *job = work->job;
    const struct lt_set_line *set = &work->set;
    struct lt_word_box *words = lt_arena_array(&pages->arena, set->word_count, sizeof *words);
    for (size_t i = 0; i < set->word_count; i++)
        words[i] = (struct lt_word_box){set->words[i].x + shift, set->words[i].width,
                                        {job->range.start + set->words[i].start, job->range.start + set->words[i].end}};
    uint32_t start = job->range.start + set->start - (index == 0 && job->cap_lines ? job->cap_bytes : 0);
    lt_sheet_line(pages, &(struct lt_line){
        .page = (uint32_t)pages->at.sheet_count - 1, .column = pages->at.column, .block = job->block,
        .paragraph = pages->paragraph, .number = job->first_line + index, .x = left, .baseline = baseline, .measure = width,
        .natural = set->natural, .space = set->space, .last = set->last, .justified = set->justified,
        .hyphen = set->hyphen, .overfull = set->width > width, .words = words, .word_count = (uint32_t)set->word_count,
        .text = {start, job->range.start + set->end}, .string = job->base,
    });
    struct lt_sheet_content *sheet = lt_sheet_last(pages);
    if (!job->added && job->block != LT_PLACE_FRONT && !job->floating && !sheet->has_flow) {
        sheet->has_flow = true;
        sheet->place = (struct lt_place){job->block, start - pages->doc->blocks[job->block].text.start};
    }
}

void lt_put_line(struct lt_pages *pages, struct lt_text_work *work, uint32_t index, lt_fx top, lt_fx rise)
{
    const struct lt_text_job *job = work->job;
    lt_fx width = lt_shape_width(&work->shape, index), left = line_left(pages, work, index), baseline = top + rise;
    lt_line_set(&work->para, &work->broken, index, width, job->kind, &pages->gauge, &work->set);
    lt_fx shift = aligned(job, &work->set, width);
    uint32_t order = 0;
    if (index == 0 && job->cap_lines)
        order += put_cap(pages, work, left, baseline);
    if (index == 0 && job->marker)
        put_marker(pages, work, left, width, baseline), order++;
    put_decorations(pages, work, left + shift, top, baseline);
    bool last = work->set.last, mark = last && job->mark_end;
    size_t first_run = lt_sheet_last(pages)->run_count;
    put_runs(pages, work, left + shift, baseline, order,
             (uint8_t)(LT_TEXT_LINE_END | (last && job->block_end ? LT_TEXT_BLOCK_END : 0)));
    if (mark && put_end_mark(pages, work, left + shift, width, baseline, order + (uint32_t)work->set.run_count)) {
        struct lt_sheet_content *sheet = lt_sheet_last(pages);
        sheet->runs[first_run + work->set.run_count - 1].flags &= (uint8_t)~(LT_TEXT_LINE_END | LT_TEXT_BLOCK_END);
        work->source.looks = pages->looks;
    }
    keep_line(pages, work, index, left, shift, width, baseline);
    if (!job->added) {
        pages->text_done += work->set.end - work->set.start;
        pages->at.any_text |= !job->floating;
    }
}

void lt_put_lone_mark(struct lt_pages *pages, lt_fx width)
{
    const struct lt_meta *meta = &pages->doc->meta;
    const char *text = pages->setting.front->end_mark;
    struct end_mark mark = end_mark_of(pages, meta->lang, pages->rtl);
    lt_fx rise = lt_rise_of(pages, &pages->style->text, pages->style->leading);
    uint32_t rows = pages->full_rows - pages->at.top_rows; /* a page set shorter to end level has room below */
    uint32_t row = pages->at.row < rows || pages->at.row == 0 ? pages->at.row : pages->at.row - 1;
    lt_sheet_run(pages, &(struct lt_placed_run){
        .text = text, .size = (uint32_t)strlen(text), .baseline = lt_flow_y(pages, row) + rise,
        .x = lt_flow_x(pages) + (pages->rtl ? pages->style->measure - width : width - mark.advance),
        .look = lt_look_intern(pages, &mark.look), .flags = LT_TEXT_ADDED | LT_TEXT_LINE_END | LT_TEXT_BLOCK_END,
        .rtl = pages->rtl,
    });
    pages->at.row = row < pages->at.rows ? row + 1 : pages->at.rows;
}

void lt_put_wrap_mark(struct lt_pages *pages, const struct lt_text_work *work, uint32_t index, lt_fx top)
{
    if (index + 1 >= work->broken.count || work->para.cuts[work->broken.cuts[index]].kind == LT_CUT_FORCED)
        return;
    lt_fx size = LT_FX(pages->style->body * 32 / 100 / 64), thick = LT_FX((pages->style->body / 64 + 6) / 12);
    lt_fx x = lt_flow_x(pages) + pages->style->measure - size * 3 / 2 / 64 * 64;
    lt_fx y = top + (pages->style->leading - size) / 2 / 64 * 64; /* a hook: down and back, as the text goes on */
    lt_sheet_fill(pages, (struct lt_rect_fx){x + size - thick, y, thick, size}, LT_INK_SOFT);
    lt_sheet_fill(pages, (struct lt_rect_fx){x, y + size - thick, size, thick}, LT_INK_SOFT);
}
