/*
 * fit_mark.c: the galley between two blocks, written down and taken back to.
 */
#include "fit.h"

#include <string.h>

void lt_mark_take(const struct lt_pages *pages, struct lt_mark *mark)
{
    const struct lt_fit *fit = pages->fit;
    mark->spot = pages->at;
    mark->rest = pages->rest;
    mark->next_block = pages->next_block;
    mark->paragraph = pages->paragraph;
    mark->text_done = pages->text_done;
    mark->sheet_bytes = pages->sheet_bytes;
    mark->sheet = pages->sheets[pages->at.sheet_count - 1];
    mark->start = fit->column_start;
    mark->joint_count = fit->joint_count;
    memcpy(mark->joints, fit->joints, fit->joint_count * sizeof *mark->joints);
}

void lt_mark_go_back(struct lt_pages *pages, const struct lt_mark *mark)
{
    struct lt_fit *fit = pages->fit;
    for (size_t i = mark->spot.sheet_count; i < pages->at.sheet_count; i++)
        lt_sheet_finish(&pages->sheets[i]);
    pages->at = mark->spot;
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
