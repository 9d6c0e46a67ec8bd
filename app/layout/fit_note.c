/*
 * fit_note.c: what is noted of the window's blocks while they are placed.
 */
#include "fit.h"

struct lt_fit_block *lt_fit_block(const struct lt_pages *pages, uint32_t block)
{
    struct lt_fit *fit = pages->fit;
    if (!fit->begun || block < fit->start.next_block || block - fit->start.next_block >= LT_FIT_BLOCKS_MAX)
        return NULL;
    return &fit->blocks[block - fit->start.next_block];
}

uint32_t lt_fit_lines(const struct lt_pages *pages, uint32_t block)
{
    const struct lt_fit_block *noted = lt_fit_block(pages, block);
    return noted ? noted->ways[LT_FIT_NATURAL].lines : 0;
}

bool lt_fit_figure(const struct lt_pages *pages, struct lt_float *figure)
{
    const struct lt_fit_block *noted = lt_fit_block(pages, figure->block);
    if (!noted || !noted->is_figure)
        return false;
    *figure = noted->figure;
    return true;
}

void lt_fit_note_figure(struct lt_pages *pages, const struct lt_float *figure)
{
    struct lt_fit_block *noted = lt_fit_block(pages, figure->block);
    if (!noted)
        return;
    noted->is_figure = true;
    noted->figure = *figure;
}

void lt_fit_note_table(struct lt_pages *pages, uint32_t block, const struct lt_fit_table *table)
{
    struct lt_fit_block *noted = lt_fit_block(pages, block);
    if (noted)
        noted->table = *table;
}

void lt_fit_note_text(struct lt_pages *pages, const struct lt_text_job *job, const struct lt_fit_way *natural)
{
    struct lt_fit_block *noted = job->floating || job->block == LT_PLACE_FRONT ? NULL : lt_fit_block(pages, job->block);
    if (!noted || noted->noted)
        return;
    noted->noted = true;
    noted->look = pages->rest.look;
    noted->job = *job;
    noted->ways[LT_FIT_NATURAL] = *natural;
}

void lt_fit_need(struct lt_pages *pages, uint32_t rows)
{
    struct lt_fit_block *noted = pages->dry ? NULL : lt_fit_block(pages, pages->fit->block);
    if (noted)
        noted->need = rows;
}

int lt_fit_wish(const struct lt_pages *pages, uint32_t block)
{
    const struct lt_fit_block *noted = lt_fit_block(pages, block);
    return noted && noted->surveyed ? (int)noted->way - LT_FIT_NATURAL : 0;
}
