/*
 * note.c: the text of a note as it stands at the article's end: its italics, its links, its several paragraphs. A page of
 * its own, without columns, is set for it.
 */
#include "note.h"

#include <stdlib.h>
#include <string.h>

enum {
    TYPE_PERCENT = 95, /* of the body */
    BLOCKS_MAX = 64,   /* of one note that are shown */
};

static const struct lt_front_matter PLAIN = {.plain_opening = true};

static uint32_t find_note(const struct lt_doc *doc, const char *number)
{
    long wanted = strtol(number, NULL, 10);
    for (uint32_t i = 0; i < doc->block_count; i++)
        if (doc->blocks[i].role == LT_ROLE_NOTE && doc->blocks[i].number == wanted)
            return i;
    return doc->block_count;
}

/* A document of the note alone, in the arena: its blocks as paragraphs. */
static const struct lt_doc *cut_out(struct lt_arena *arena, const struct lt_doc *doc, uint32_t first)
{
    uint32_t count = 1;
    while (count < BLOCKS_MAX && first + count < doc->block_count && doc->blocks[first + count].role == LT_ROLE_NOTE &&
           doc->blocks[first + count].number <= 0)
        count++;
    struct lt_block *blocks = lt_arena_array(arena, count, sizeof *blocks);
    memcpy(blocks, doc->blocks + first, count * sizeof *blocks);
    for (uint32_t i = 0; i < count; i++)
        blocks[i].role = LT_ROLE_PARAGRAPH;
    struct lt_doc *note = lt_arena_alloc(arena, sizeof *note);
    *note = *doc;
    note->blocks = blocks;
    note->block_count = count;
    note->meta.lead = -1;
    return note;
}

static const struct lt_style *style_of(struct lt_arena *arena, const struct lt_stage *stage, int32_t measure_px, int32_t most_px)
{
    struct lt_style *style = lt_arena_alloc(arena, sizeof *style);
    lt_fx body = LT_FX(LT_FX_ROUND_PX((lt_fx)((int64_t)stage->style.body * TYPE_PERCENT / 100)));
    lt_style_init_sized(style, &stage->style.panel, body, stage->ruler);
    style->columns = 1;
    style->margin_x = style->top = style->bottom = style->gutter = 0;
    style->measure = LT_FX(measure_px);
    style->column_height = LT_FX(most_px) / style->leading * style->leading;
    if (style->column_height < style->leading)
        style->column_height = style->leading;
    style->ragged = true;
    return style;
}

static int32_t height_of(const struct lt_pages *pages, const struct lt_style *style)
{
    const struct lt_line *lines;
    size_t count;
    lt_fx last = 0;
    lt_pages_lines(pages, 0, &lines, &count);
    for (size_t i = 0; i < count; i++)
        last = lines[i].baseline > last ? lines[i].baseline : last;
    return LT_FX_ROUND_PX((last + style->leading - 1) / style->leading * style->leading);
}

struct lt_piece lt_note_set(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_doc *doc, const char *number,
                            int32_t measure_px, int32_t most_px, bool *ret_cut)
{
    uint32_t block = find_note(doc, number);
    if (block == doc->block_count)
        return (struct lt_piece){0};
    const struct lt_style *style = style_of(&plate->arena, stage, measure_px, most_px);
    const struct lt_setting setting = {cut_out(&plate->arena, doc, block), &PLAIN, style, stage->ruler, stage->tongue,
                                       LT_BREAKER_TOTAL_FIT, stage->gauge};
    struct lt_pages *pages = lt_pages_create(&setting);
    *ret_cut = lt_pages_reach(pages, 1);
    (void)lt_pages_reach(pages, 0);
    const int64_t seen[] = {style->body, measure_px, most_px};
    uint64_t hash = lt_hash((struct lt_bytes){(const char *)seen, sizeof seen}, 0);
    hash = lt_hash(lt_block_text(doc, &doc->blocks[block]), hash);
    return lt_plate_adopt(plate, pages, measure_px, height_of(pages, style), hash);
}

void lt_note_spots(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_piece *note, int32_t x, int32_t y)
{
    const struct lt_page_link *links = NULL;
    size_t count = 0;
    int32_t least = lt_stage_target_px(stage);
    if (note->pages)
        lt_pages_links(note->pages, 0, &links, &count);
    for (size_t i = 0; i < count; i++) {
        const struct lt_rect_fx *rect = &links[i].rect;
        int32_t width = LT_FX_ROUND_PX(rect->width), height = LT_FX_ROUND_PX(rect->height);
        int32_t left = LT_FX_FLOOR_PX(rect->x), top = y + LT_FX_FLOOR_PX(rect->y);
        left = x + (plate->mirror ? note->measure_px - left - width : left); /* a spot is turned round, its ink is not */
        left -= width < least ? (least - width) / 2 : 0;
        top -= height < least ? (least - height) / 2 : 0;
        if (links[i].kind == LT_PAGE_LINK_URL && links[i].target)
            lt_plate_spot(plate, left, top, width < least ? least : width, height < least ? least : height, links[i].label,
                          (struct lt_action){LT_ACT_ADDRESS, 0, links[i].target});
    }
}
