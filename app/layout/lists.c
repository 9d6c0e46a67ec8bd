/*
 * lists.c: what hangs before items and notes, and the room that it hangs in: as wide as the widest number of the list, so
 * that no number stands out into the margin and all texts of a list begin at one edge.
 */
#include "galley.h"

enum {
    SCAN_MAX = 500,    /* blocks of a list before and after an item that are looked at */
    GAP_PERCENT = 45,  /* of the body, between a mark and its text */
    LEVELS_MAX = 8,
};

lt_fx lt_marker_gap(const struct lt_pages *pages)
{
    return pages->style->body * GAP_PERCENT / 100 / 64 * 64;
}

static const char *number_text(struct lt_pages *pages, int32_t value, const char *lang)
{
    struct lt_buf number = {0};
    lt_text_number(pages->setting.tongue, value, lang, &number);
    lt_buf_putc(&number, '.');
    const char *kept = lt_arena_strndup(&pages->arena, number.data, number.size);
    lt_buf_finish(&number);
    return kept;
}

const char *lt_marker(struct lt_pages *pages, const struct lt_block *block, const char *lang)
{
    static const char *const BULLETS[] = {"•", "–", "·"};
    if (block->number == LT_ITEM_CONTINUED)
        return NULL;
    if (block->number == LT_ITEM_BULLET)
        return BULLETS[(block->level ? block->level - 1u : 0u) % 3];
    return number_text(pages, block->number, lang);
}

/* In how many lists a block stands; a note in one of its own. */
static uint8_t depth_of(const struct lt_block *block)
{
    if (block->role == LT_ROLE_ITEM)
        return block->level ? block->level : 1;
    return block->role == LT_ROLE_NOTE ? 1 : block->list;
}

/* A list while it is gone through. */
struct list {
    bool notes;
    uint8_t depth;
    enum { KIND_UNKNOWN, KIND_BULLETS, KIND_NUMBERS } kind;
    int32_t highest;
};

/* Takes the next block, forwards or backwards; false when it is of another list. */
static bool take(struct list *list, const struct lt_block *block)
{
    if ((block->role == LT_ROLE_NOTE) != list->notes || depth_of(block) < list->depth)
        return false;
    bool begins = block->role == LT_ROLE_ITEM && block->number != LT_ITEM_CONTINUED;
    if (depth_of(block) > list->depth || (!begins && !list->notes))
        return true;
    int kind = block->number == LT_ITEM_BULLET && !list->notes ? KIND_BULLETS : KIND_NUMBERS;
    if (list->kind != KIND_UNKNOWN && (int)list->kind != kind)
        return false;
    list->kind = (unsigned)kind;
    list->highest = block->number > list->highest ? block->number : list->highest;
    return true;
}

/* The highest number of the list of depth `depth` that block `index` stands in; 0 when it has none. */
static int32_t highest(const struct lt_pages *pages, uint32_t index, uint8_t depth)
{
    const struct lt_block *blocks = pages->doc->blocks;
    struct list list = {.notes = blocks[index].role == LT_ROLE_NOTE, .depth = depth};
    for (uint32_t i = index + 1; i-- > 0 && index - i < SCAN_MAX && take(&list, &blocks[i]);)
        continue;
    for (uint32_t i = index + 1; i < pages->doc->block_count && i - index < SCAN_MAX && take(&list, &blocks[i]); i++)
        continue;
    return list.highest;
}

lt_fx lt_list_indent(struct lt_pages *pages, uint32_t index, const struct lt_look *look)
{
    const struct lt_block *block = &pages->doc->blocks[index];
    const char *lang = *block->lang ? block->lang : pages->doc->meta.lang;
    uint8_t depth = depth_of(block);
    lt_fx indent = 0;
    for (uint8_t level = 1; level <= depth && level <= LEVELS_MAX; level++) {
        int32_t number = highest(pages, index, level);
        lt_fx room = pages->style->item_indent;
        if (number > 9) {
            const char *text = number_text(pages, number, lang);
            struct lt_run_text run = {lt_bytes_of(text), 0, lang, block->rtl};
            lt_fx wide = (lt_gauge_advance(&pages->gauge, &look->font, &run) + lt_marker_gap(pages) + 63) / 64 * 64;
            room = wide > room ? wide : room;
        }
        indent += room;
    }
    return indent + (depth > LEVELS_MAX ? depth - LEVELS_MAX : 0) * pages->style->item_indent;
}
