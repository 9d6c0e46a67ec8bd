/*
 * blocks.c: each role's way into the flow: faces, indents, room, and what it must stand with.
 */
#include "fit.h"

#include <string.h>

#include <lutrin/utf8.h>

enum {
    NOTE_PERCENT = 84, ATTRIBUTION_PERCENT = 88, PULLQUOTE_PERCENT = 130,
};

static lt_fx percent(lt_fx size, int part)
{
    return LT_FX(((int64_t)size * part / 100 + 32) / 64);
}

/* Thai and its kin have no spaces to stretch. */
static bool is_spaceless(const char *lang)
{
    return strncmp(lang, "th", 2) == 0 || strncmp(lang, "lo", 2) == 0 || strncmp(lang, "km", 2) == 0 ||
           strncmp(lang, "my", 2) == 0;
}

static struct lt_look body_look(const struct lt_pages *pages, const struct lt_block *block)
{
    return (struct lt_look){.font = pages->style->text, .ink = LT_INK_TEXT,
                            .lang = *block->lang ? block->lang : pages->doc->meta.lang};
}

/* The look of what hangs before a text: figures of one width and height stand well under one another. */
static struct lt_look marker_look(const struct lt_look *text, enum lt_ink ink)
{
    struct lt_look look = *text;
    look.font.style |= LT_STYLE_FIGURES;
    look.ink = ink;
    return look;
}

bool lt_ends_article(const struct lt_pages *pages, uint32_t index)
{
    const char *mark = pages->setting.front->end_mark;
    return index == pages->last_text_block && mark && *mark;
}

static struct lt_text_job job_of(struct lt_pages *pages, uint32_t index)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    const char *lang = *block->lang ? block->lang : pages->doc->meta.lang;
    struct lt_look body = body_look(pages, block), marker = marker_look(&body, LT_INK_SOFT);
    lt_fx list = block->list && block->role != LT_ROLE_NOTE ? lt_list_indent(pages, index, &marker) : 0;
    return (struct lt_text_job){
        .block = index, .base = pages->doc->text, .range = block->text, .lang = lang, .rtl = block->rtl,
        .kind = pages->ragged || is_spaceless(lang) || (!pages->dry && lt_gaps_are_wide_in(pages, block)) ? LT_SET_RAGGED
                                                                                                           : LT_SET_JUSTIFIED,
        .indent_start = list + pages->style->quote_indent * block->quote,
        .bar = block->quote > 0, .block_end = true, .mark_end = lt_ends_article(pages, index),
    };
}

/* Deep nesting must leave a measure worth reading. */
static void limit_indent(const struct lt_pages *pages, struct lt_text_job *job)
{
    lt_fx most = pages->style->measure * 2 / 5 / 64 * 64;
    if (job->indent_start > most)
        job->indent_start = most;
}

uint32_t lt_piece_end(const char *text, struct lt_range range, uint32_t most)
{
    if (range.end - range.start <= most)
        return range.end;
    for (uint32_t at = range.start + most; at > range.start + most / 2; at--)
        if (text[at - 1] == ' ' || text[at - 1] == '\n')
            return at;
    struct lt_bytes whole = {text + range.start, range.end - range.start};
    return range.start + (uint32_t)lt_utf8_floor(whole, most);
}

struct lt_range lt_set_range(struct lt_pages *pages, uint32_t block, uint32_t most)
{
    struct lt_range range = pages->doc->blocks[block].text;
    range.end = lt_piece_end(pages->doc->text, range, most);
    if (range.end < pages->doc->blocks[block].text.end)
        lt_leave_out(pages, (struct lt_place){block, range.end - range.start}, "a caption or the cell of a table is too long");
    return range;
}

static void place_text_piece(struct lt_pages *pages)
{
    struct lt_rest *rest = &pages->rest;
    struct lt_text_job job = rest->job;
    const uint32_t end = job.range.end;
    if (job.range.start < end) {
        job.range.end = lt_piece_end(job.base, job.range, LT_PARA_MAX_BYTES);
        job.stretches = lt_block_stretches(pages, &pages->doc->blocks[job.block], job.range, &rest->look, &job.stretch_count);
        job.block_end = job.range.end == end;
        job.open_end = !job.block_end && job.base[job.range.end - 1] != '\n';
        job.mark_end &= job.block_end;
        rest->job.range.start = lt_place_text(pages, &job);
        rest->job.first_line = job.first_line;
        rest->job.first_indent = 0;
        rest->job.marker = NULL;
        rest->job.cap_lines = 0;
    }
    rest->open = rest->job.range.start < end;
    if (rest->open)
        return;
    pages->paragraph++;
    if (job.lone_mark)
        lt_put_lone_mark(pages, pages->style->measure);
    if (job.row_after)
        lt_flow_leave_row(pages);
}

/* Places the job's text with its spans, or the first piece of it when it is very long. */
static void place(struct lt_pages *pages, struct lt_text_job *job, const struct lt_look *look)
{
    if (pages->dry) {
        lt_place_text_dry(pages, job->block);
        if (job->lone_mark)
            lt_put_lone_mark(pages, pages->style->measure);
        if (job->row_after)
            lt_flow_leave_row(pages);
        return;
    }
    limit_indent(pages, job);
    pages->rest = (struct lt_rest){.job = *job, .look = *look};
    place_text_piece(pages);
}

static struct lt_text_job heading_job(struct lt_pages *pages, uint32_t index, struct lt_look *ret_look)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    struct lt_text_job job = job_of(pages, index);
    int level = block->level < 1 ? 1 : block->level > 5 ? 5 : block->level;
    *ret_look = body_look(pages, block);
    ret_look->font = pages->style->heading[level - 1];
    ret_look->marks = LT_LOOK_PLAIN;
    job.kind = LT_SET_BALANCED;
    job.align = job.rtl == pages->rtl ? LT_ALIGN_START : LT_ALIGN_END; /* where the article's lines begin */
    job.whole = true;
    job.mark_end = false;
    job.stretches = lt_block_stretches(pages, block, block->text, ret_look, &job.stretch_count);
    return job;
}

/* Rows that the headings that wait would take here. */
static uint32_t held_rows(struct lt_pages *pages)
{
    uint32_t rows = pages->at.held_count && !lt_flow_has_white(pages) ? 1 : 0;
    for (size_t i = 0; i < pages->at.held_count; i++) {
        if (pages->dry) {
            rows += lt_fit_lines(pages, pages->at.held[i]);
            continue;
        }
        struct lt_look look;
        struct lt_text_job job = heading_job(pages, pages->at.held[i], &look);
        rows += lt_count_lines(pages, &job);
    }
    return rows;
}

static void put_heading(struct lt_pages *pages, uint32_t index)
{
    pages->at.previous = LT_ROLE_HEADING;
    if (pages->dry) {
        lt_place_text_dry(pages, index);
        return;
    }
    struct lt_look look;
    struct lt_text_job job = heading_job(pages, index, &look);
    pages->block_page[index] = (uint32_t)pages->at.sheet_count - 1;
    (void)lt_place_text(pages, &job);
    pages->paragraph++;
}

void lt_begin_block(struct lt_pages *pages, uint32_t rows)
{
    lt_fit_need(pages, rows);
    while (held_rows(pages) + rows > lt_flow_left(pages) && (pages->at.row > 0 || lt_flow_left(pages) == 0))
        lt_flow_next_column(pages); /* figures that waited may leave too little of it, too */
    if (pages->at.held_count)
        lt_flow_leave_row(pages);
    for (size_t i = 0; i < pages->at.held_count; i++)
        put_heading(pages, pages->at.held[i]);
    pages->at.held_count = 0;
}

uint32_t lt_job_lines(struct lt_pages *pages, struct lt_text_job *job, const struct lt_look *look)
{
    limit_indent(pages, job);
    struct lt_text_job trial = *job;
    trial.range.end = lt_piece_end(job->base, job->range, LT_PARA_MAX_BYTES);
    trial.stretches = lt_block_stretches(pages, &pages->doc->blocks[job->block], trial.range, look,
                                         &trial.stretch_count);
    return lt_count_lines(pages, &trial);
}

/* Rows of the job's text that must stand together: all of a text that cannot be split. */
static uint32_t together(struct lt_pages *pages, struct lt_text_job *job, const struct lt_look *look)
{
    uint32_t lines = pages->dry ? lt_fit_lines(pages, job->block) : lt_job_lines(pages, job, look);
    return job->whole || lines <= 3 ? lines : lines == 4 && job->first_indent ? 3 : 2;
}

/* Rows of the job's text that must stand where it begins: under a heading or a term those for which that found room, else
 * two, of which a text of one line has but one (and only where just one row is left is it worth counting). */
static uint32_t standing_rows(struct lt_pages *pages, struct lt_text_job *job, const struct lt_look *look)
{
    bool led = pages->at.held_count || pages->at.previous == LT_ROLE_TERM;
    if (!led && lt_flow_left(pages) != 1)
        return 2;
    uint32_t rows = together(pages, job, look);
    return led || rows == 1 ? rows : 2;
}

static void place_heading(struct lt_pages *pages, uint32_t index)
{
    if (pages->at.held_count == LT_HELD_MAX)
        lt_begin_block(pages, 2);
    pages->at.held[pages->at.held_count++] = index;
}

/* The indent of a paragraph: squares in Japanese and Chinese, where each one has it, and none of the first of others. */
static lt_fx first_indent(const struct lt_pages *pages, const char *lang, bool flush)
{
    if (strncmp(lang, "ja", 2) == 0)
        return pages->style->body;
    if (strncmp(lang, "zh", 2) == 0)
        return 2 * pages->style->body;
    return flush ? 0 : pages->style->indent;
}

static void place_paragraph(struct lt_pages *pages, uint32_t index)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    struct lt_text_job job = job_of(pages, index);
    struct lt_look look = body_look(pages, block);
    lt_begin_block(pages, standing_rows(pages, &job, &look));
    if ((block->quote > 0) != (pages->at.previous_quote > 0) && pages->at.any_text && pages->at.previous != LT_ROLE_HEADING)
        lt_flow_leave_row(pages);
    bool follows = pages->at.previous == LT_ROLE_PARAGRAPH && pages->at.previous_quote == block->quote;
    bool flush = !pages->at.any_text || pages->at.previous == LT_ROLE_HEADING || pages->at.previous == LT_ROLE_RULE ||
                 pages->at.previous_quote != block->quote || block->list > 0;
    job.first_indent = first_indent(pages, job.lang, flush || !(follows || pages->at.previous != LT_ROLE_PARAGRAPH));
    if (block->quote == 0 && block->list == 0)
        lt_cap_try(pages, &job, &look);
    if (job.cap_lines)
        job.first_indent = 0;
    place(pages, &job, &look);
}

static void place_item(struct lt_pages *pages, uint32_t index)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    struct lt_text_job job = job_of(pages, index);
    struct lt_look look = body_look(pages, block), soft = marker_look(&look, LT_INK_SOFT);
    job.indent_start = lt_list_indent(pages, index, &soft) + pages->style->quote_indent * block->quote;
    lt_begin_block(pages, standing_rows(pages, &job, &look));
    job.marker = pages->dry ? NULL : lt_marker(pages, block, job.lang);
    job.marker_look = lt_look_intern(pages, &soft);
    place(pages, &job, &look);
}

static void place_note(struct lt_pages *pages, uint32_t index)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    struct lt_text_job job = job_of(pages, index);
    struct lt_look look = body_look(pages, block), soft;
    look.font.size_fx = percent(look.font.size_fx, NOTE_PERCENT);
    soft = marker_look(&look, LT_INK_ACCENT);
    job.indent_start = lt_list_indent(pages, index, &soft);
    bool first = pages->at.previous != LT_ROLE_NOTE && pages->at.previous != LT_ROLE_HEADING;
    lt_begin_block(pages, first ? together(pages, &job, &look) + 1 : standing_rows(pages, &job, &look));
    if (first && pages->at.row > 0) { /* a rule, which stands with the note */
        lt_fx y = lt_flow_y(pages, pages->at.row) + pages->style->leading / 2 / 64 * 64;
        lt_sheet_fill(pages, (struct lt_rect_fx){lt_flow_x(pages), y, pages->style->measure / 4, LT_FX(1)}, LT_INK_RULE);
        pages->at.row++;
    }
    job.marker = block->number > 0 && !pages->dry ? lt_marker(pages, block, job.lang) : NULL;
    job.marker_look = lt_look_intern(pages, &soft);
    place(pages, &job, &look);
}

static struct lt_text_job plain_job(struct lt_pages *pages, uint32_t index)
{
    struct lt_text_job job = job_of(pages, index);
    if (pages->doc->blocks[index].role == LT_ROLE_DEFINITION)
        job.indent_start += pages->style->item_indent;
    return job;
}

/* Rows of its definition that must stand under a term. */
static uint32_t rows_under(struct lt_pages *pages, uint32_t term)
{
    const uint32_t next = term + 1;
    if (next >= pages->doc->block_count || pages->doc->blocks[next].role != LT_ROLE_DEFINITION)
        return 0;
    struct lt_text_job job = plain_job(pages, next);
    struct lt_look look = body_look(pages, &pages->doc->blocks[next]);
    uint32_t rows = together(pages, &job, &look);
    return rows ? rows : 2;
}

static void place_plain(struct lt_pages *pages, uint32_t index)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    struct lt_text_job job = plain_job(pages, index);
    struct lt_look look = body_look(pages, block);
    uint32_t under = 0;
    if (block->role == LT_ROLE_TERM) {
        look.font.style |= LT_STYLE_BOLD;
        under = rows_under(pages, index);
    }
    if (block->role == LT_ROLE_ATTRIBUTION) {
        look.font.size_fx = percent(look.font.size_fx, ATTRIBUTION_PERCENT);
        look.ink = LT_INK_SOFT;
        job.kind = LT_SET_RAGGED;
        job.align = LT_ALIGN_END;
    }
    lt_begin_block(pages, under ? together(pages, &job, &look) + under : standing_rows(pages, &job, &look));
    place(pages, &job, &look);
}

static void place_code(struct lt_pages *pages, uint32_t index)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    struct lt_text_job job = job_of(pages, index);
    struct lt_look look = body_look(pages, block);
    look.font = pages->style->code;
    look.marks = LT_LOOK_PLAIN;
    job.kind = LT_SET_CODE;
    job.rtl = false;
    job.indent_start += percent(pages->style->body, 60);
    job.indent_end += percent(pages->style->body, 80);
    job.mark_end = false;
    lt_begin_block(pages, standing_rows(pages, &job, &look) + 1);
    lt_flow_leave_row(pages);
    job.row_after = true;
    job.lone_mark = lt_ends_article(pages, index);
    place(pages, &job, &look);
}

static void place_pullquote(struct lt_pages *pages, uint32_t index)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    struct lt_text_job job = job_of(pages, index);
    struct lt_look look = body_look(pages, block);
    look.font.size_fx = percent(pages->style->body, PULLQUOTE_PERCENT);
    if (look.font.size_fx > pages->style->leading * 95 / 100)
        look.font.size_fx = percent(pages->style->leading, 95);
    look.font.style |= LT_STYLE_ITALIC;
    look.ink = LT_INK_ACCENT;
    job.kind = LT_SET_BALANCED;
    job.align = LT_ALIGN_CENTRE;
    job.bar = false;
    job.whole = true;
    job.indent_start = job.indent_end = pages->style->indent;
    lt_begin_block(pages, standing_rows(pages, &job, &look) + 1);
    lt_flow_leave_row(pages);
    job.row_after = true;
    place(pages, &job, &look);
}

static void place_rule(struct lt_pages *pages)
{
    const struct lt_style *style = pages->style;
    if (pages->at.held_count) /* a heading parts enough */
        return;
    lt_begin_block(pages, 4);
    if (pages->at.row == 0)
        return;
    lt_fx dot = LT_FX(style->body / 64 / 6 > 2 ? style->body / 64 / 6 : 2), step = style->body * 3 / 2 / 64 * 64;
    lt_fx y = lt_flow_y(pages, pages->at.row) + style->leading - dot / 2;
    lt_fx middle = lt_flow_x(pages) + (style->measure - dot) / 2 / 64 * 64;
    for (int i = -1; i <= 1; i++)
        lt_sheet_dot(pages, middle + i * step, y, dot, LT_INK_SOFT);
    pages->at.row += 2;
}

static void place_figure(struct lt_pages *pages, uint32_t index)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    if (block->picture < 0 || (uint32_t)block->picture >= pages->doc->picture_count) {
        place_plain(pages, index);
        return;
    }
    struct lt_float figure = {.block = index, .picture = block->picture};
    if (!lt_fit_figure(pages, &figure)) {
        figure.wide = lt_figure_is_wide(pages, &figure);
        figure.rows = lt_figure_rows(pages, &figure, pages->full_rows);
        lt_fit_note_figure(pages, &figure);
    }
    if (figure.wide) {
        lt_flow_float(pages, &figure);
        return;
    }
    uint32_t held = held_rows(pages);
    if (pages->at.held_count && held + figure.rows <= lt_flow_left(pages))
        lt_begin_block(pages, figure.rows);
    lt_flow_float(pages, &figure);
}

static void place_table_part(struct lt_pages *pages, uint32_t index, uint32_t start)
{
    uint32_t count = lt_table_cells(pages, index), end = lt_table_place(pages, index, start, lt_begin_block);
    pages->rest = (struct lt_rest){.open = end < count, .cell = end, .job = {.block = index}};
    if (end == count)
        pages->next_block += count;
}

void lt_place_rest(struct lt_pages *pages)
{
    if (pages->rest.cell)
        place_table_part(pages, pages->rest.job.block, pages->rest.cell);
    else
        place_text_piece(pages);
}

static void place_table(struct lt_pages *pages, uint32_t index)
{
    if (pages->dry)
        lt_table_place_dry(pages, lt_fit_block(pages, index), index);
    else if (lt_table_cells(pages, index) > 0)
        place_table_part(pages, index, 0);
    else if (pages->doc->blocks[index].text.end > pages->doc->blocks[index].text.start)
        place_plain(pages, index);
}

void lt_place_block(struct lt_pages *pages, uint32_t index)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    switch (block->role) {
    case LT_ROLE_PARAGRAPH: place_paragraph(pages, index); break;
    case LT_ROLE_HEADING:
        if (block->text.end - block->text.start <= LT_PARA_MAX_BYTES) {
            place_heading(pages, index);
            return;
        }
        place_plain(pages, index);
        break;
    case LT_ROLE_ITEM: place_item(pages, index); break;
    case LT_ROLE_PULLQUOTE: place_pullquote(pages, index); break;
    case LT_ROLE_FIGURE: place_figure(pages, index); return;
    case LT_ROLE_CODE: place_code(pages, index); break;
    case LT_ROLE_RULE: place_rule(pages); break;
    case LT_ROLE_NOTE: place_note(pages, index); break;
    case LT_ROLE_TERM:
    case LT_ROLE_DEFINITION:
    case LT_ROLE_ATTRIBUTION:
    case LT_ROLE_CELL:
    case LT_ROLE_COUNT: place_plain(pages, index); break;
    case LT_ROLE_TABLE: place_table(pages, index); break;
    }
    pages->at.previous = block->role;
    pages->at.previous_quote = block->quote;
}

/* Says below the article's end that a part of it is not set. */
static void place_left_out(struct lt_pages *pages)
{
    const char *text = pages->setting.front->left_out;
    if (!pages->left_out || !text || !*text)
        return;
    struct lt_look look = {.font = pages->style->text, .ink = LT_INK_SOFT, .lang = pages->doc->meta.lang};
    look.font.style |= LT_STYLE_ITALIC;
    struct lt_stretch stretch = {0, (uint32_t)strlen(text), lt_look_intern(pages, &look), 0};
    struct lt_text_job job = {
        .block = LT_PLACE_FRONT, .base = text, .range = {0, stretch.end}, .stretches = &stretch, .stretch_count = 1,
        .lang = look.lang, .rtl = lt_text_is_rtl(lt_bytes_of(text)), .kind = LT_SET_RAGGED, .whole = true, .added = true,
        .block_end = true,
    };
    lt_flow_leave_row(pages);
    (void)lt_place_text(pages, &job);
    pages->paragraph++;
    struct lt_sheet_content *sheet = lt_sheet_last(pages);
    if (!sheet->has_flow) { /* a page of its own is where the rest would have begun */
        sheet->has_flow = true;
        sheet->place = pages->left_place;
    }
}

void lt_place_end(struct lt_pages *pages)
{
    if (pages->at.held_count)
        lt_begin_block(pages, 0);
    lt_flow_flush_floats(pages);
    place_left_out(pages);
}
