/*
 * pages.c: the life of a galley: one step a block, or a piece of a long one, the pages that are final, and places in the text.
 */
#include "fit.h"

#include <stdlib.h>

enum { BYTES_A_PAGE_GUESS = 1200 }; /* before anything is set */

#define TEXT(number) #number
#define AS_TEXT(number) TEXT(number)

static const struct lt_front_matter NO_FRONT;

/* The block after which the end mark stands: the last of the body, notes apart; of a table its first. */
static uint32_t last_text_block(const struct lt_doc *doc)
{
    for (uint32_t i = doc->block_count; i-- > 0;) {
        enum lt_role role = doc->blocks[i].role;
        if (role != LT_ROLE_NOTE && role != LT_ROLE_FIGURE && role != LT_ROLE_RULE && role != LT_ROLE_CELL)
            return i;
    }
    return UINT32_MAX;
}

struct lt_pages *lt_pages_create(const struct lt_setting *setting)
{
    struct lt_pages *pages = lt_alloc(1, sizeof *pages);
    pages->setting = *setting;
    if (!pages->setting.front)
        pages->setting.front = &NO_FRONT;
    pages->doc = setting->doc;
    pages->style = setting->style;
    pages->at.rows = pages->full_rows = (uint32_t)(setting->style->column_height / setting->style->leading);
    pages->rtl = setting->doc->meta.rtl;
    pages->at.previous = LT_ROLE_COUNT;
    pages->last_text_block = last_text_block(setting->doc);
    lt_gauge_init(&pages->gauge, setting->ruler);
    pages->gauge.shared = setting->gauge;
    pages->fit = lt_alloc(1, sizeof *pages->fit);
    pages->block_page = lt_alloc(setting->doc->block_count, sizeof *pages->block_page);
    for (uint32_t i = 0; i < setting->doc->block_count; i++)
        pages->block_page[i] = UINT32_MAX;
    return pages;
}

void lt_pages_destroy(struct lt_pages *pages)
{
    if (!pages)
        return;
    for (size_t i = 0; i < pages->at.sheet_count; i++)
        lt_sheet_finish(&pages->sheets[i]);
    lt_fit_finish(pages);
    free(pages->sheets);
    free(pages->block_page);
    free(pages->looks);
    lt_gauge_finish(&pages->gauge);
    lt_arena_finish(&pages->arena);
    free(pages);
}

void lt_leave_out(struct lt_pages *pages, struct lt_place place, const char *why)
{
    if (pages->left_out)
        return;
    pages->left_out = why;
    pages->left_place = place;
}

bool lt_galley_has_room(struct lt_pages *pages, struct lt_place place)
{
    if (pages->at.sheet_count < LT_GALLEY_MAX_PAGES && pages->arena.used_bytes + pages->sheet_bytes < LT_GALLEY_MAX_BYTES)
        return true;
    lt_leave_out(pages, place, "its pages hold more than " AS_TEXT(LT_GALLEY_MAX_MB) " MB");
    return false;
}

/* Where the galley goes on; false when all is set, or left out because the pages are full. */
static bool goes_on(struct lt_pages *pages)
{
    struct lt_place place = {pages->next_block, 0};
    const struct lt_rest *rest = &pages->rest;
    if (rest->open && rest->cell)
        place.block += rest->cell;
    else if (rest->open)
        place = (struct lt_place){rest->job.block, rest->job.range.start - pages->doc->blocks[rest->job.block].text.start};
    else if (pages->next_block >= pages->doc->block_count)
        return false;
    return lt_galley_has_room(pages, place);
}

bool lt_pages_step(struct lt_pages *pages)
{
    if (pages->done)
        return false;
    lt_arena_clear(&pages->gauge.scratch);
    if (!pages->front_done) {
        pages->ragged = pages->style->ragged || lt_gaps_are_wide(pages);
        lt_place_front(pages);
        pages->front_done = true;
    } else if (goes_on(pages)) {
        lt_fit_begin(pages);
        if (pages->rest.open)
            lt_place_rest(pages);
        else
            lt_place_block(pages, pages->next_block++);
        lt_fit_end(pages);
    } else {
        lt_place_end(pages);
        if (!lt_fit_close(pages))
            return true;
        pages->complete = (uint32_t)pages->at.sheet_count;
        pages->done = true;
    }
    return !pages->done;
}

bool lt_pages_reach(struct lt_pages *pages, uint32_t page)
{
    while (page >= pages->complete && lt_pages_step(pages))
        continue;
    return page < pages->complete;
}

bool lt_pages_done(const struct lt_pages *pages)
{
    return pages->done;
}

const char *lt_pages_left_out(const struct lt_pages *pages, struct lt_place *ret_place)
{
    if (pages->left_out)
        *ret_place = pages->left_place;
    return pages->left_out;
}

uint32_t lt_pages_count(const struct lt_pages *pages)
{
    return pages->complete;
}

uint32_t lt_pages_estimate(const struct lt_pages *pages)
{
    if (pages->done)
        return pages->complete;
    uint64_t all = pages->doc->text_size, set = pages->text_done, pages_so_far = pages->at.sheet_count;
    uint64_t guess = set > 0 ? pages_so_far * all / set : all / BYTES_A_PAGE_GUESS;
    guess = guess < pages->at.sheet_count ? pages->at.sheet_count : guess;
    return guess < 1 ? 1 : guess > LT_GALLEY_MAX_PAGES ? LT_GALLEY_MAX_PAGES : (uint32_t)guess;
}

static bool before_or_at(struct lt_place a, struct lt_place b)
{
    return a.block < b.block || (a.block == b.block && a.byte <= b.byte);
}

uint32_t lt_pages_find(const struct lt_pages *pages, struct lt_place place)
{
    if (place.block == LT_PLACE_FRONT)
        return pages->complete > 0 ? 0 : UINT32_MAX;
    if (place.block >= pages->doc->block_count)
        return pages->done ? pages->complete - 1 : UINT32_MAX;
    if (pages->doc->blocks[place.block].role == LT_ROLE_FIGURE)
        return pages->block_page[place.block] < pages->complete ? pages->block_page[place.block] : UINT32_MAX;
    uint32_t found = 0;
    bool passed = pages->done;
    for (uint32_t low = 0, high = (uint32_t)pages->at.sheet_count; low < high;) {
        uint32_t page = low;
        if (pages->sheets[page].has_flow) {
            if (!before_or_at(pages->sheets[page].place, place)) {
                passed = true;
                break;
            }
            found = page;
        }
        low++;
    }
    return passed && found < pages->complete ? found : UINT32_MAX;
}

struct lt_place lt_pages_place(const struct lt_pages *pages, uint32_t page)
{
    struct lt_place front = {LT_PLACE_FRONT, 0};
    if (page >= pages->complete || page == 0)
        return front;
    const struct lt_sheet_content *sheet = &pages->sheets[page];
    if (sheet->has_flow)
        return sheet->place;
    for (size_t i = 0; i < sheet->link_count; i++)
        if (sheet->links[i].kind == LT_PAGE_LINK_PICTURE && sheet->links[i].block != LT_PLACE_FRONT)
            return (struct lt_place){sheet->links[i].block, 0};
    return front;
}

uint32_t lt_pages_text_before(const struct lt_pages *pages, uint32_t page)
{
    return page < pages->at.sheet_count ? pages->sheets[page].text_before : pages->text_done;
}
