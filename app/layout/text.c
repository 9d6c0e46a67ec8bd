/*
 * text.c: paragraphs into rows: broken, split over columns without widows, orphans or hyphens at a column's end, and
 * written to the page line by line.
 */
#include "galley.h"

#include <stdlib.h>
#include <string.h>

enum {
    HYPHEN_TRIES = 5,      /* times a paragraph is broken again because a column ended in a hyphen */
    PARTS_MAX = 4096,      /* columns that one piece of text can run through */
    LOOSE_TOLERANCE = 250, /* percent of stretch that a paragraph may take to close a gap at a column's foot */
    FEWEST = 2,            /* lines of a paragraph that stand together */
    OPEN_LINES = 4,        /* lines that a piece with an open end leaves for the next */
    CAP_ACCENT_PERCENT = 128, /* height of an accented capital over a plain one */
};

/* A paragraph while it is placed. */
struct work {
    const struct lt_text_job *job;
    struct lt_para_source source;
    struct lt_para para;
    struct lt_broken broken;
    struct lt_shape shape;
    struct lt_set_line set;
    lt_fx cap_x_width;
    uint16_t cap_look;
    uint32_t parts[PARTS_MAX]; /* lines in each column, the present one first */
    size_t part_count;
    uint32_t bans[HYPHEN_TRIES * 4]; /* lines that may not end in a hyphen */
    size_t ban_count;
};

struct end_mark {
    struct lt_look look;
    lt_fx advance, gap;
};

static lt_fx rise_of(struct lt_pages *pages, const struct lt_font *font, lt_fx leading)
{
    struct lt_extents extents = lt_gauge_extents(&pages->gauge, font);
    return (leading - extents.ascent - extents.descent) / 2 / 64 * 64 + extents.ascent;
}

/* The drop capital's face: so large that it reaches from the baseline of its last line to the first line's capitals. */
static void set_cap(struct lt_pages *pages, struct work *work)
{
    const struct lt_text_job *job = work->job;
    const struct lt_style *style = pages->style;
    struct lt_look look = {.font = style->title, .ink = LT_INK_ACCENT, .lang = job->lang, .marks = LT_LOOK_PLAIN};
    struct lt_extents body = lt_gauge_extents(&pages->gauge, &style->text);
    struct lt_extents title = lt_gauge_extents(&pages->gauge, &style->title);
    int64_t want = (int64_t)(job->cap_lines - 1) * style->leading + body.cap_height;
    if ((unsigned char)job->base[job->range.start - job->cap_bytes] >= 0x80) /* its accent stays within the first line */
        want = want * 100 / CAP_ACCENT_PERCENT;
    int64_t size = title.cap_height > 0 ? style->title.size_fx * want / title.cap_height : 0;
    look.font.size_fx = size > LT_FX(512) ? LT_FX(512) : size < LT_FX(8) ? LT_FX(8) : (lt_fx)(size / 64 * 64);
    work->cap_look = lt_look_intern(pages, &look);
    const char *text = job->base + job->range.start - job->cap_bytes;
    struct lt_run_text run = {{text, job->cap_bytes}, LT_SCRIPT('L', 'a', 't', 'n'), job->lang, false};
    while (run.text.size && run.text.data[run.text.size - 1] == ' ')
        run.text.size--;
    lt_fx gap = style->body * (run.text.size < job->cap_bytes ? 24 : 12) / 100;
    work->cap_x_width = LT_FX((lt_gauge_advance(&pages->gauge, &look.font, &run) + gap + 63) / 64);
    work->shape.inset = work->cap_x_width;
    work->shape.inset_lines = job->cap_lines;
}

/* How the end mark looks, its width, and what stands free before it. */
static struct end_mark end_mark_of(struct lt_pages *pages, const struct lt_text_job *job)
{
    struct end_mark mark = {.look = {.font = pages->style->text, .ink = LT_INK_ACCENT, .lang = job->lang}};
    mark.look.font.size_fx = LT_FX((mark.look.font.size_fx * 7 / 10 + 32) / 64);
    struct lt_run_text run = {lt_bytes_of(pages->setting.front->end_mark), 0, job->lang, job->rtl};
    mark.advance = lt_gauge_advance(&pages->gauge, &mark.look.font, &run);
    mark.gap = lt_gauge_extents(&pages->gauge, &pages->style->text).space * 2;
    return mark;
}

static void begin(struct lt_pages *pages, const struct lt_text_job *job, struct work *work)
{
    work->job = job;
    work->source = (struct lt_para_source){
        .text = {job->base + job->range.start, job->range.end - job->range.start},
        .stretches = job->stretches, .stretch_count = job->stretch_count, .lang = job->lang, .rtl = job->rtl,
        .kind = job->kind,
    };
    lt_fx measure = pages->style->measure - job->indent_start - job->indent_end;
    work->shape = (struct lt_shape){.measure = measure, .first_indent = job->first_indent};
    if (job->cap_lines)
        set_cap(pages, work);
    if (job->mark_end) {
        struct end_mark mark = end_mark_of(pages, job);
        work->source.reserve = mark.gap + mark.advance;
    }
    work->source.looks = pages->looks; /* after the last look was added */
}

static void finish(struct work *work)
{
    lt_para_finish(&work->para);
    lt_broken_finish(&work->broken);
    lt_set_line_finish(&work->set);
}

static void break_lines(struct lt_pages *pages, struct work *work, const struct lt_break_rules *rules)
{
    bool greedy = pages->setting.breaker == LT_BREAKER_GREEDY;
    lt_break(&work->para, &work->source, &pages->gauge, pages->setting.tongue, &work->shape, rules, greedy,
             &work->broken);
}

/* How many of `count` lines stand in a column with `left` free rows; 0: none, they begin in the next one. */
static uint32_t take(const struct lt_pages *pages, const struct lt_text_job *job, uint32_t count, uint32_t left)
{
    if (count <= left)
        return count;
    if (left >= pages->rows) /* an empty column: something must go in */
        return count - left < FEWEST && left > FEWEST ? left - 1 : left;
    if (job->whole && count <= pages->rows)
        return 0;
    uint32_t first = count - left < FEWEST && count > FEWEST ? count - FEWEST : left;
    return first < FEWEST || first < job->cap_lines ? 0 : first;
}

static void plan(const struct lt_pages *pages, struct work *work)
{
    uint32_t rest = (uint32_t)work->broken.count;
    if (work->job->open_end && rest > OPEN_LINES)
        rest -= OPEN_LINES;
    work->part_count = 0;
    while (rest > 0 && work->part_count < PARTS_MAX) {
        uint32_t here = take(pages, work->job, rest, lt_flow_capacity(pages, (uint32_t)work->part_count));
        work->parts[work->part_count++] = here;
        rest -= here;
    }
}

static bool ends_in_hyphen(const struct work *work, uint32_t line)
{
    return work->para.cuts[work->broken.cuts[line]].kind == LT_CUT_HYPHEN;
}

/* Adds the lines that end a column in a hyphen to the bans; false when there are none (or no room for more). */
static bool ban_hyphens(struct work *work)
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
static bool break_into(struct work *work, uint32_t lines)
{
    struct lt_break_rules rules = {.lines = lines};
    return lt_break_fit(&work->para, &work->shape, &rules, LOOSE_TOLERANCE, 0, &work->broken);
}

/* Tells the fit of the page what a line more and a line fewer would cost. */
static void survey(struct lt_pages *pages, struct work *work)
{
    uint32_t count = (uint32_t)work->broken.count;
    int64_t best = work->broken.demerits;
    bool more = break_into(work, count + 1);
    int64_t longer = more ? work->broken.demerits - best : 0;
    bool fewer = count > FEWEST && break_into(work, count - 1);
    int64_t shorter = fewer ? work->broken.demerits - best : 0;
    if (more)
        lt_fit_offer(pages, work->job->block, 1, longer);
    if (fewer)
        lt_fit_offer(pages, work->job->block, -1, shorter);
    break_lines(pages, work, NULL);
}

/* A line more or fewer, if the fit of the page wishes it for this paragraph. Returns the number of lines, 0: free. */
static uint32_t heed_wish(struct lt_pages *pages, struct work *work)
{
    const struct lt_text_job *job = work->job;
    if (job->kind != LT_SET_JUSTIFIED || job->floating || job->block == LT_PLACE_FRONT || job->open_end ||
        job->first_line > 0 || pages->setting.breaker == LT_BREAKER_GREEDY)
        return 0;
    if (lt_fit_surveys(pages))
        survey(pages, work);
    uint32_t count = (uint32_t)((int64_t)work->broken.count + lt_fit_wish(pages, job->block));
    if (count == work->broken.count)
        return 0;
    if (break_into(work, count)) {
        lt_break_rivers(&work->para, &work->shape, &(struct lt_break_rules){.lines = count}, &work->broken);
        return count;
    }
    break_lines(pages, work, NULL);
    return 0;
}

static void break_and_plan(struct lt_pages *pages, struct work *work)
{
    struct lt_break_rules rules = {.no_hyphen = work->bans};
    break_lines(pages, work, NULL);
    rules.lines = heed_wish(pages, work);
    plan(pages, work);
    for (int tries = 0; tries < HYPHEN_TRIES && ban_hyphens(work); tries++) {
        rules.no_hyphen_count = work->ban_count;
        break_lines(pages, work, &rules);
        plan(pages, work);
    }
}

/* The left end of the box that line `index` may fill. */
static lt_fx line_left(const struct lt_pages *pages, const struct work *work, uint32_t index)
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

static const struct lt_look *look_of(const struct work *work, const struct lt_set_run *run)
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

static void put_link(struct lt_pages *pages, const struct work *work, uint32_t link, struct lt_rect_fx rect)
{
    const struct lt_span *span = &pages->doc->spans[link - 1];
    lt_sheet_link(pages, &(struct lt_page_link){
        .rect = rect, .kind = span->kind == LT_SPAN_NOTE ? LT_PAGE_LINK_NOTE : LT_PAGE_LINK_URL,
        .target = span->target, .block = work->job->block,
        .label = lt_arena_strndup(&pages->arena, pages->doc->text + span->start, span->end - span->start),
    });
}

/* Underlines and links: over neighbouring runs of one kind, the gaps between them included. */
static void put_decorations(struct lt_pages *pages, const struct work *work, lt_fx x, lt_fx top, lt_fx baseline)
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

static void put_runs(struct lt_pages *pages, const struct work *work, lt_fx x, lt_fx baseline, uint32_t first_order,
                     uint8_t last_flags)
{
    const struct lt_text_job *job = work->job;
    for (size_t i = 0; i < work->set.run_count; i++) {
        const struct lt_set_run *run = &work->set.runs[i];
        struct lt_placed_run placed = {
            .text = run->added ? "-" : job->base + job->range.start + run->start,
            .size = run->added ? 1 : run->end - run->start, .script = run->script,
            .x = x + run->x, .baseline = baseline - look_of(work, run)->shift,
            .look = job->stretches[run->stretch_index].look, .tracking = run->tracking, .order = (uint16_t)(first_order + run->order),
            .flags = (uint8_t)(run->flags | (job->added ? LT_TEXT_ADDED : 0)), .rtl = run->rtl,
        };
        if (i + 1 == work->set.run_count)
            placed.flags = (uint8_t)((placed.flags & ~LT_TEXT_LINE_END) | last_flags);
        lt_sheet_run(pages, &placed);
    }
}

static void put_marker(struct lt_pages *pages, const struct work *work, lt_fx left, lt_fx width, lt_fx baseline)
{
    const struct lt_text_job *job = work->job;
    const struct lt_look *look = &pages->looks[job->marker_look];
    struct lt_run_text run = {lt_bytes_of(job->marker), 0, job->lang, job->rtl};
    lt_fx advance = lt_gauge_advance(&pages->gauge, &look->font, &run), gap = pages->style->body * 45 / 100 / 64 * 64;
    lt_sheet_run(pages, &(struct lt_placed_run){
        .text = job->marker, .size = (uint32_t)run.text.size, .script = run.script,
        .x = job->rtl ? left + width + gap : left - gap - advance, .baseline = baseline, .look = job->marker_look,
        .flags = LT_TEXT_ADDED | LT_TEXT_SPACE_AFTER, .rtl = job->rtl,
    });
}

static void put_cap(struct lt_pages *pages, const struct work *work, lt_fx left, lt_fx baseline)
{
    const struct lt_text_job *job = work->job;
    const char *text = job->base + job->range.start - job->cap_bytes;
    bool space = text[job->cap_bytes - 1] == ' ';
    lt_sheet_run(pages, &(struct lt_placed_run){
        .text = text, .size = job->cap_bytes - space, .script = LT_SCRIPT('L', 'a', 't', 'n'),
        .x = left - work->shape.inset, .baseline = baseline + (job->cap_lines - 1) * pages->style->leading,
        .look = work->cap_look, .flags = space ? LT_TEXT_SPACE_AFTER : 0,
    });
}

/* The end mark after the last word, if the line has room for it. Returns whether it was put. */
static bool put_end_mark(struct lt_pages *pages, const struct work *work, lt_fx x, lt_fx width, lt_fx baseline,
                         uint32_t order)
{
    const struct lt_text_job *job = work->job;
    const char *text = pages->setting.front->end_mark;
    struct end_mark mark = end_mark_of(pages, job);
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

static void keep_line(struct lt_pages *pages, const struct work *work, uint32_t index, lt_fx left, lt_fx shift,
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
        .page = (uint32_t)pages->sheet_count - 1, .column = pages->column, .block = job->block,
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

/* Writes one line whose row begins at `top` (page space). */
static void put_line(struct lt_pages *pages, struct work *work, uint32_t index, lt_fx top, lt_fx rise)
{
    const struct lt_text_job *job = work->job;
    lt_fx width = lt_shape_width(&work->shape, index), left = line_left(pages, work, index), baseline = top + rise;
    lt_line_set(&work->para, &work->broken, index, width, job->kind, &pages->gauge, &work->set);
    lt_fx shift = aligned(job, &work->set, width);
    uint32_t order = 0;
    if (index == 0 && job->cap_lines)
        put_cap(pages, work, left, baseline), order++;
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
        pages->any_text |= !job->floating;
    }
}

/* A line of code that goes on below says so at its end. */
static void put_wrap_mark(struct lt_pages *pages, const struct work *work, uint32_t index, lt_fx top)
{
    if (index + 1 >= work->broken.count || work->para.cuts[work->broken.cuts[index]].kind == LT_CUT_FORCED)
        return;
    lt_fx size = LT_FX(pages->style->body / 64 / 5), x = lt_flow_x(pages) + pages->style->measure - size * 2;
    if (work->job->rtl)
        x = lt_flow_x(pages) + size;
    lt_sheet_dot(pages, x, top + (pages->style->leading - size) / 2 / 64 * 64, size, LT_INK_SOFT);
}

/* What stands behind or beside the lines of one column: the panel of code, the rule of a quotation. */
static void put_ground(struct lt_pages *pages, const struct lt_text_job *job, uint32_t rows)
{
    const struct lt_style *style = pages->style;
    lt_fx top = lt_flow_y(pages, pages->row), height = (lt_fx)rows * style->leading, x = lt_flow_x(pages);
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

static void put_part(struct lt_pages *pages, struct work *work, uint32_t first, uint32_t count, lt_fx rise)
{
    put_ground(pages, work->job, count);
    for (uint32_t i = 0; i < count; i++) {
        lt_fx top = lt_flow_y(pages, pages->row++);
        put_line(pages, work, first + i, top, rise);
        if (work->job->kind == LT_SET_CODE)
            put_wrap_mark(pages, work, first + i, top);
    }
    if (count)
        pages->column_empty = false;
}

uint32_t lt_place_text(struct lt_pages *pages, struct lt_text_job *job)
{
    struct work *work = lt_alloc(1, sizeof *work);
    if (lt_flow_left(pages) == 0)
        lt_flow_next_column(pages);
    begin(pages, job, work);
    break_and_plan(pages, work);
    lt_fx rise = rise_of(pages, &pages->style->text, pages->style->leading);
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
    finish(work);
    free(work);
    return end;
}

uint32_t lt_count_lines(struct lt_pages *pages, const struct lt_text_job *job)
{
    struct work *work = lt_alloc(1, sizeof *work);
    begin(pages, job, work);
    break_lines(pages, work, NULL);
    uint32_t count = (uint32_t)work->broken.count;
    finish(work);
    free(work);
    return count;
}

void lt_place_at(struct lt_pages *pages, const struct lt_text_job *job, uint32_t row)
{
    struct work *work = lt_alloc(1, sizeof *work);
    begin(pages, job, work);
    break_lines(pages, work, NULL);
    lt_fx rise = rise_of(pages, &pages->style->text, pages->style->leading);
    for (uint32_t i = 0; i < work->broken.count; i++)
        put_line(pages, work, i, lt_flow_y(pages, row + i), rise);
    pages->paragraph++;
    finish(work);
    free(work);
}

void lt_text_extremes(struct lt_pages *pages, const struct lt_text_job *job, lt_fx *ret_least, lt_fx *ret_most)
{
    struct work *work = lt_alloc(1, sizeof *work);
    begin(pages, job, work);
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
    finish(work);
    free(work);
}

lt_fx lt_stack_height(struct lt_pages *pages, const struct lt_text_job *job, lt_fx leading)
{
    return (lt_fx)lt_count_lines(pages, job) * leading;
}

lt_fx lt_place_stack(struct lt_pages *pages, const struct lt_text_job *job, lt_fx y, lt_fx leading)
{
    struct work *work = lt_alloc(1, sizeof *work);
    begin(pages, job, work);
    break_lines(pages, work, NULL);
    const struct lt_font font = pages->looks[job->stretches[0].look].font;
    lt_fx rise = rise_of(pages, &font, leading);
    for (uint32_t i = 0; i < work->broken.count; i++) {
        if (y > 0 && y + leading > pages->style->column_height) {
            lt_flow_next_column(pages);
            y = lt_flow_y(pages, pages->row);
        }
        put_line(pages, work, i, y, rise);
        y += leading;
    }
    pages->paragraph++;
    pages->column_empty = false;
    finish(work);
    free(work);
    return y;
}
