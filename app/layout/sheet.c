/*
 * sheet.c: the content of pages as it is gathered, and its painting.
 */
#include "galley.h"

#include <stdlib.h>

#include <lutrin/arena.h>

struct lt_sheet_content *lt_sheet_last(struct lt_pages *pages)
{
    return &pages->sheets[pages->at.sheet_count - 1];
}

/* Gives back the room that a full sheet does not need. */
static void *trim(void *items, size_t count, size_t *capacity, size_t size)
{
    void *less = count && count < *capacity ? realloc(items, count * size) : NULL;
    if (less)
        *capacity = count;
    return less ? less : items;
}

void lt_sheet_add(struct lt_pages *pages)
{
    if (pages->dry) {
        pages->at.sheet_count++;
        return;
    }
    struct lt_sheet_content sheet = {.text_before = pages->text_done};
    if (pages->at.sheet_count) {
        struct lt_sheet_content *full = lt_sheet_last(pages); /* the next one will be about as full */
        sheet.runs = lt_grow(NULL, &sheet.run_capacity, full->run_count + full->run_count / 8, sizeof *sheet.runs);
        sheet.lines = lt_grow(NULL, &sheet.line_capacity, full->line_count + full->line_count / 8, sizeof *sheet.lines);
        full->runs = trim(full->runs, full->run_count, &full->run_capacity, sizeof *full->runs);
        full->lines = trim(full->lines, full->line_count, &full->line_capacity, sizeof *full->lines);
    }
    pages->sheets = lt_grow(pages->sheets, &pages->sheet_capacity, pages->at.sheet_count + 1, sizeof *pages->sheets);
    pages->sheets[pages->at.sheet_count++] = sheet;
}

void lt_sheet_fill(struct lt_pages *pages, struct lt_rect_fx rect, enum lt_ink ink)
{
    if (pages->dry)
        return;
    struct lt_sheet_content *sheet = lt_sheet_last(pages);
    sheet->fills = lt_grow(sheet->fills, &sheet->fill_capacity, sheet->fill_count + 1, sizeof *sheet->fills);
    sheet->fills[sheet->fill_count++] = (struct lt_placed_fill){rect, ink, false};
}

void lt_sheet_dot(struct lt_pages *pages, lt_fx x, lt_fx y, lt_fx diameter, enum lt_ink ink)
{
    if (pages->dry)
        return;
    lt_sheet_fill(pages, (struct lt_rect_fx){x, y, diameter, diameter}, ink);
    struct lt_sheet_content *sheet = lt_sheet_last(pages);
    sheet->fills[sheet->fill_count - 1].dot = true;
}

void lt_sheet_picture(struct lt_pages *pages, struct lt_rect_fx rect, int32_t picture)
{
    struct lt_sheet_content *sheet = lt_sheet_last(pages);
    sheet->pictures = lt_grow(sheet->pictures, &sheet->picture_capacity, sheet->picture_count + 1,
                              sizeof *sheet->pictures);
    sheet->pictures[sheet->picture_count++] = (struct lt_placed_picture){rect, picture};
}

void lt_sheet_run(struct lt_pages *pages, const struct lt_placed_run *run)
{
    if (pages->dry)
        return;
    struct lt_sheet_content *sheet = lt_sheet_last(pages);
    sheet->runs = lt_grow(sheet->runs, &sheet->run_capacity, sheet->run_count + 1, sizeof *sheet->runs);
    sheet->runs[sheet->run_count++] = *run;
    pages->sheet_bytes += sizeof *run;
}

void lt_sheet_line(struct lt_pages *pages, const struct lt_line *line)
{
    struct lt_sheet_content *sheet = lt_sheet_last(pages);
    sheet->lines = lt_grow(sheet->lines, &sheet->line_capacity, sheet->line_count + 1, sizeof *sheet->lines);
    sheet->lines[sheet->line_count++] = *line;
    pages->sheet_bytes += sizeof *line;
}

void lt_sheet_link(struct lt_pages *pages, const struct lt_page_link *link)
{
    struct lt_sheet_content *sheet = lt_sheet_last(pages);
    sheet->links = lt_grow(sheet->links, &sheet->link_capacity, sheet->link_count + 1, sizeof *sheet->links);
    sheet->links[sheet->link_count++] = *link;
}

void lt_sheet_finish(struct lt_sheet_content *sheet)
{
    free(sheet->fills);
    free(sheet->pictures);
    free(sheet->runs);
    free(sheet->lines);
    free(sheet->links);
}

struct lt_sheet_size lt_sheet_size(const struct lt_sheet_content *sheet)
{
    return (struct lt_sheet_size){sheet->fill_count, sheet->picture_count, sheet->run_count, sheet->line_count,
                                  sheet->link_count};
}

void lt_sheet_cut(struct lt_sheet_content *sheet, const struct lt_sheet_size *size)
{
    sheet->fill_count = size->fills;
    sheet->picture_count = size->pictures;
    sheet->run_count = size->runs;
    sheet->line_count = size->lines;
    sheet->link_count = size->links;
}

static lt_fx in_proportion(lt_fx y, const struct lt_lowering *by)
{
    return by->depth ? (lt_fx)((int64_t)by->distance * y / by->depth / 64 * 64) : by->distance;
}

void lt_sheet_lower(struct lt_sheet_content *sheet, const struct lt_sheet_size *from, const struct lt_sheet_size *to,
                    const struct lt_lowering *by)
{
    for (size_t i = from->fills; i < to->fills; i++)
        sheet->fills[i].rect.y += in_proportion(sheet->fills[i].rect.y, by);
    for (size_t i = from->pictures; i < to->pictures; i++)
        sheet->pictures[i].rect.y += in_proportion(sheet->pictures[i].rect.y, by);
    for (size_t i = from->runs; i < to->runs; i++)
        sheet->runs[i].baseline += in_proportion(sheet->runs[i].baseline, by);
    for (size_t i = from->lines; i < to->lines; i++)
        sheet->lines[i].baseline += in_proportion(sheet->lines[i].baseline, by);
    for (size_t i = from->links; i < to->links; i++)
        sheet->links[i].rect.y += in_proportion(sheet->links[i].rect.y, by);
}

static void paint_fills(const struct lt_sheet_content *sheet, const struct lt_canvas *canvas, lt_fx x, lt_fx y)
{
    for (size_t i = 0; i < sheet->fill_count; i++) {
        struct lt_rect_fx rect = sheet->fills[i].rect;
        rect.x += x;
        rect.y += y;
        if (sheet->fills[i].dot)
            canvas->dot(canvas->self, rect.x, rect.y, rect.width, sheet->fills[i].ink);
        else
            canvas->fill(canvas->self, rect, sheet->fills[i].ink);
    }
}

static void paint_pictures(const struct lt_pages *pages, const struct lt_sheet_content *sheet,
                           const struct lt_canvas *canvas, lt_fx x, lt_fx y)
{
    for (size_t i = 0; i < sheet->picture_count; i++) {
        struct lt_rect_fx rect = sheet->pictures[i].rect;
        const struct lt_picture *picture = &pages->doc->pictures[sheet->pictures[i].picture];
        rect.x += x;
        rect.y += y;
        canvas->picture(canvas->self, rect, picture->id, picture->alt);
    }
}

static void paint_runs(const struct lt_pages *pages, const struct lt_sheet_content *sheet,
                       const struct lt_canvas *canvas, lt_fx x, lt_fx y)
{
    for (size_t i = 0; i < sheet->run_count; i++) {
        const struct lt_placed_run *run = &sheet->runs[i];
        const struct lt_look *look = &pages->looks[run->look];
        struct lt_text_op op = {
            .x_fx = x + run->x, .baseline_fx = y + run->baseline, .font = look->font,
            .run = {{run->text, run->size}, run->script, look->lang, run->rtl},
            .ink = look->ink, .flags = run->flags, .order = run->order,
        };
        op.font.tracking_fx += run->tracking;
        canvas->text(canvas->self, &op);
    }
}

void lt_pages_paint(const struct lt_pages *pages, uint32_t page, const struct lt_canvas *canvas, lt_fx x, lt_fx y)
{
    if (page >= pages->complete)
        return;
    const struct lt_sheet_content *sheet = &pages->sheets[page];
    paint_fills(sheet, canvas, x, y);
    paint_pictures(pages, sheet, canvas, x, y);
    for (size_t i = 0; i < sheet->link_count; i++) {
        struct lt_rect_fx rect = sheet->links[i].rect;
        if (sheet->links[i].kind == LT_PAGE_LINK_PICTURE)
            lt_enlarge_paint(pages, canvas, (struct lt_rect_fx){x + rect.x, y + rect.y, rect.width, rect.height});
    }
    paint_runs(pages, sheet, canvas, x, y);
}

void lt_pages_lines(const struct lt_pages *pages, uint32_t page, const struct lt_line **ret_lines, size_t *ret_count)
{
    bool there = page < pages->complete;
    *ret_lines = there ? pages->sheets[page].lines : NULL;
    *ret_count = there ? pages->sheets[page].line_count : 0;
}

void lt_pages_links(const struct lt_pages *pages, uint32_t page, const struct lt_page_link **ret_links,
                    size_t *ret_count)
{
    bool there = page < pages->complete;
    *ret_links = there ? pages->sheets[page].links : NULL;
    *ret_count = there ? pages->sheets[page].link_count : 0;
}
