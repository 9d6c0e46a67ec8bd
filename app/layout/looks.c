/*
 * looks.c: from the spans of a block to stretches of one look each.
 *
 * Looks are kept once; a stretch names its look and the span that makes it a link.
 */
#include "galley.h"

#include <stdlib.h>
#include <string.h>

enum {
    OPEN_MAX = 32, /* spans inside one another that are heeded */
    CODE_PERCENT = 86, SMALL_PERCENT = 65, SUP_PERCENT = 36, SUB_PERCENT = 14,
};

struct open_span {
    uint32_t end, index;
};

static lt_fx part_px(lt_fx size, int percent)
{
    return LT_FX(((int64_t)size * percent / 100 + 32) / 64);
}

static void apply(struct lt_look *look, const struct lt_span *span)
{
    switch (span->kind) {
    case LT_SPAN_EM:
        look->font.style ^= LT_STYLE_ITALIC; /* emphasis inside italics stands upright */
        break;
    case LT_SPAN_STRONG:
        look->font.style |= LT_STYLE_BOLD;
        break;
    case LT_SPAN_CODE:
        look->font.family = LT_FAMILY_MONO;
        look->font.size_fx = part_px(look->font.size_fx, CODE_PERCENT);
        look->marks |= LT_LOOK_PLAIN;
        break;
    case LT_SPAN_NOTE:
        look->marks |= LT_LOOK_PLAIN;
        look->ink = LT_INK_ACCENT;
        break;
    case LT_SPAN_SUP:
    case LT_SPAN_SUB:
        break; /* see raise() */
    case LT_SPAN_DELETED:
        look->marks |= LT_LOOK_STRIKE;
        break;
    case LT_SPAN_MARKED:
        look->marks |= LT_LOOK_MARKED;
        break;
    case LT_SPAN_LINK:
        look->marks |= LT_LOOK_UNDERLINE;
        break;
    case LT_SPAN_LANG:
        look->lang = span->target ? span->target : "";
        break;
    case LT_SPAN_SMALL_CAPS: /* the letters of the text are kept; faces without small capitals show them as they are */
        look->font.style |= LT_STYLE_SMALL_CAPS;
        break;
    case LT_SPAN_COUNT:
        break;
    }
}

/* Superior and inferior letters, once however deep they are nested. */
static void raise(struct lt_look *look, bool up, bool down)
{
    if (up == down)
        return;
    lt_fx size = look->font.size_fx;
    look->shift = up ? part_px(size, SUP_PERCENT) : -part_px(size, SUB_PERCENT);
    look->font.size_fx = part_px(size, SMALL_PERCENT);
    look->marks |= LT_LOOK_PLAIN;
}

static bool same_look(const struct lt_look *a, const struct lt_look *b)
{
    return lt_font_equal(&a->font, &b->font) && a->ink == b->ink && a->shift == b->shift && a->marks == b->marks &&
           strcmp(a->lang, b->lang) == 0;
}

uint16_t lt_look_intern(struct lt_pages *pages, const struct lt_look *look)
{
    for (size_t i = 0; i < pages->look_count; i++)
        if (same_look(&pages->looks[i], look))
            return (uint16_t)i;
    if (pages->look_count == UINT16_MAX)
        return 0;
    pages->looks = lt_grow(pages->looks, &pages->look_capacity, pages->look_count + 1, sizeof *pages->looks);
    pages->looks[pages->look_count] = *look;
    return (uint16_t)pages->look_count++;
}

static struct lt_stretch compose(struct lt_pages *pages, const struct open_span *open, size_t depth,
                                 const struct lt_look *base)
{
    struct lt_look look = *base;
    struct lt_stretch stretch = {0};
    bool up = false, down = false;
    for (size_t i = 0; i < depth; i++) {
        const struct lt_span *span = &pages->doc->spans[open[i].index];
        apply(&look, span);
        up |= span->kind == LT_SPAN_SUP || span->kind == LT_SPAN_NOTE;
        down |= span->kind == LT_SPAN_SUB;
        if (span->kind == LT_SPAN_LINK || span->kind == LT_SPAN_NOTE)
            stretch.link = open[i].index + 1;
    }
    raise(&look, up, down);
    stretch.look = lt_look_intern(pages, &look);
    return stretch;
}

const struct lt_stretch *lt_block_stretches(struct lt_pages *pages, const struct lt_block *block,
                                            struct lt_range range, const struct lt_look *base, size_t *ret_count)
{
    /* As many as there may be, for a moment; those that there are stay for this step. */
    struct lt_stretch *all = lt_alloc(2 * (size_t)block->span_count + 1, sizeof *all);
    struct open_span open[OPEN_MAX];
    size_t depth = 0, count = 0;
    uint32_t next = 0, at = range.start;
    const struct lt_span *spans = pages->doc->spans + block->first_span;
    while (at < range.end) {
        while (depth > 0 && open[depth - 1].end <= at)
            depth--;
        for (; next < block->span_count && spans[next].start <= at; next++)
            if (spans[next].end > at && depth < OPEN_MAX)
                open[depth++] = (struct open_span){spans[next].end, block->first_span + next};
        uint32_t stop = range.end;
        if (next < block->span_count && spans[next].start < stop)
            stop = spans[next].start;
        for (size_t i = 0; i < depth; i++)
            stop = open[i].end < stop ? open[i].end : stop;
        all[count] = compose(pages, open, depth, base);
        all[count].start = at - range.start;
        all[count++].end = stop - range.start;
        at = stop;
    }
    struct lt_stretch *out = lt_arena_array(&pages->gauge.scratch, count, sizeof *out);
    if (count)
        memcpy(out, all, count * sizeof *out);
    free(all);
    *ret_count = count;
    return out;
}
