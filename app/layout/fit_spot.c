/*
 * fit_spot.c: the galley's place between two blocks, written down and taken back to.
 */
#include "fit.h"

#include <string.h>

void lt_spot_take(const struct lt_pages *pages, struct lt_spot *spot)
{
    spot->sheet_count = pages->sheet_count;
    spot->column = pages->column;
    spot->rows = pages->rows;
    spot->top_rows = pages->top_rows;
    spot->row = pages->row;
    spot->column_empty = pages->column_empty;
    spot->any_text = pages->any_text;
    spot->cap_done = pages->cap_done;
    spot->previous = pages->previous;
    spot->previous_quote = pages->previous_quote;
    spot->foot = pages->foot;
    spot->float_count = pages->float_count;
    spot->wide_count = pages->wide_count;
    spot->held_count = pages->held_count;
    memcpy(spot->floats, pages->floats, pages->float_count * sizeof *spot->floats);
    memcpy(spot->wide, pages->wide, pages->wide_count * sizeof *spot->wide);
    memcpy(spot->held, pages->held, pages->held_count * sizeof *spot->held);
}

void lt_spot_put(struct lt_pages *pages, const struct lt_spot *spot)
{
    pages->sheet_count = spot->sheet_count;
    pages->column = spot->column;
    pages->rows = spot->rows;
    pages->top_rows = spot->top_rows;
    pages->row = spot->row;
    pages->column_empty = spot->column_empty;
    pages->any_text = spot->any_text;
    pages->cap_done = spot->cap_done;
    pages->previous = spot->previous;
    pages->previous_quote = spot->previous_quote;
    pages->foot = spot->foot;
    pages->float_count = spot->float_count;
    pages->wide_count = spot->wide_count;
    pages->held_count = spot->held_count;
    memcpy(pages->floats, spot->floats, spot->float_count * sizeof *spot->floats);
    memcpy(pages->wide, spot->wide, spot->wide_count * sizeof *spot->wide);
    memcpy(pages->held, spot->held, spot->held_count * sizeof *spot->held);
}

void lt_mark_take(const struct lt_pages *pages, struct lt_mark *mark)
{
    const struct lt_fit *fit = pages->fit;
    lt_spot_take(pages, &mark->spot);
    mark->rest = pages->rest;
    mark->next_block = pages->next_block;
    mark->paragraph = pages->paragraph;
    mark->text_done = pages->text_done;
    mark->sheet_bytes = pages->sheet_bytes;
    mark->sheet = pages->sheets[pages->sheet_count - 1];
    mark->start = fit->column_start;
    mark->joint_count = fit->joint_count;
    memcpy(mark->joints, fit->joints, fit->joint_count * sizeof *mark->joints);
}

void lt_mark_go_back(struct lt_pages *pages, const struct lt_mark *mark)
{
    struct lt_fit *fit = pages->fit;
    for (size_t i = mark->spot.sheet_count; i < pages->sheet_count; i++)
        lt_sheet_finish(&pages->sheets[i]);
    lt_spot_put(pages, &mark->spot);
    pages->rest = mark->rest;
    pages->next_block = mark->next_block;
    pages->paragraph = mark->paragraph;
    pages->text_done = mark->text_done;
    pages->sheet_bytes = mark->sheet_bytes;
    struct lt_sheet_content *sheet = lt_sheet_last(pages);
    struct lt_sheet_size size = lt_sheet_size(&mark->sheet);
    lt_sheet_cut(sheet, &size);
    sheet->place = mark->sheet.place;
    sheet->has_flow = mark->sheet.has_flow;
    sheet->text_before = mark->sheet.text_before;
    sheet->text_bytes = mark->sheet.text_bytes;
    fit->column_start = mark->start;
    fit->joint_count = mark->joint_count;
    memcpy(fit->joints, mark->joints, mark->joint_count * sizeof *mark->joints);
}
