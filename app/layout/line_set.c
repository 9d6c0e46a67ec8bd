/*
 * line_set.c: one line: its boxes joined into runs that are measured as they will be painted, put into visual order,
 * and its glue stretched or shrunk by quarters of a pixel until both edges are straight.
 */
#include "glue.h"

#include <stdlib.h>
#include <string.h>

#include <lutrin/arena.h>

struct pieces {
    struct lt_set_piece *items;
    size_t count, capacity;
    int64_t tracking, letters; /* what the letters give, and the ems it is spread over */
};

static lt_fx tracking_of(const struct pieces *pieces, lt_fx em)
{
    int64_t whole = pieces->tracking * em;
    if (pieces->letters <= 0)
        return 0;
    return (lt_fx)((whole - (whole < 0 ? pieces->letters - 1 : 0)) / pieces->letters); /* never wider than due */
}

static struct lt_set_piece *put_piece(struct pieces *pieces, struct lt_set_piece piece)
{
    pieces->items = lt_grow(pieces->items, &pieces->capacity, pieces->count + 1, sizeof *pieces->items);
    pieces->items[pieces->count] = piece;
    return &pieces->items[pieces->count++];
}

static struct lt_set_run *put_run(struct lt_set_line *line, struct lt_set_run run)
{
    line->runs = lt_grow(line->runs, &line->run_capacity, line->run_count + 1, sizeof *line->runs);
    run.order = (uint32_t)line->run_count;
    line->runs[line->run_count] = run;
    return &line->runs[line->run_count++];
}

static const struct lt_look *look_of(const struct lt_para *para, uint32_t stretch)
{
    return &para->source->looks[para->source->stretches[stretch].look];
}

static lt_fx measure_run(const struct lt_para *para, struct lt_gauge *gauge, const struct lt_set_run *run, uint32_t end)
{
    const struct lt_look *look = look_of(para, run->stretch_index);
    struct lt_run_text text = {{para->source->text.data + run->start, end - run->start}, run->script, look->lang, run->rtl};
    struct lt_font font = look->font;
    font.tracking_fx += run->tracking;
    return lt_gauge_advance(gauge, &font, &text);
}

static bool joins(const struct lt_box *a, const struct lt_box *b, bool justified)
{
    return a->gap == 0 && (a->stretch == 0 || !justified) && a->end == b->start && a->seen == a->end &&
           a->stretch_index == b->stretch_index && a->level == b->level && a->script == b->script &&
           !((a->flags | b->flags) & LT_BOX_ALONE) && !(a->flags & LT_BOX_SPACE);
}

/* The width of boxes [first, last] when they are a word that was measured before, else -1. */
static lt_fx known_width(const struct lt_para *para, size_t first, size_t last, lt_fx tracking)
{
    const struct lt_box *boxes = para->boxes;
    int64_t width = boxes[last].clusters * (int64_t)tracking;
    bool known = (boxes[first].flags & LT_BOX_BEGINS) && (boxes[last].flags & LT_BOX_ENDS) && boxes[last].clusters >= 0;
    for (size_t i = first; i <= last && known; i++) {
        width += boxes[i].width;
        known = i == first || !(boxes[i].flags & LT_BOX_BEGINS);
    }
    return known && width >= 0 ? (lt_fx)width : -1;
}

/* One run of boxes [first, last]. */
static void put_boxes(const struct lt_para *para, size_t first, size_t last, struct lt_gauge *gauge,
                      struct lt_set_line *line, struct pieces *pieces)
{
    const struct lt_box *a = &para->boxes[first], *b = &para->boxes[last];
    struct lt_set_run run = {.start = a->start, .end = b->end, .stretch_index = a->stretch_index, .script = a->script,
                             .rtl = a->level & 1};
    if (a->letters)
        run.tracking = tracking_of(pieces, look_of(para, a->stretch_index)->font.size_fx);
    run.width = first == last && (a->flags & LT_BOX_ALONE) ? a->width : known_width(para, first, last, run.tracking);
    run.width = run.width < 0 ? measure_run(para, gauge, &run, b->seen) : run.width;
    run.flags = (uint8_t)((b->flags & LT_BOX_SPACE ? LT_TEXT_SPACE_AFTER : 0) |
                          (b->flags & LT_BOX_NEWLINE ? LT_TEXT_BREAK_AFTER : 0));
    put_piece(pieces, (struct lt_set_piece){.width = run.width, .run = (uint32_t)line->run_count, .level = a->level});
    put_run(line, run);
    line->width += run.width;
}

static void put_gap(const struct lt_box *box, struct lt_set_line *line, struct pieces *pieces)
{
    if (box->gap == 0 && box->stretch == 0)
        return;
    put_piece(pieces, (struct lt_set_piece){.width = box->gap, .run = UINT32_MAX, .level = box->gap_level,
                                     .wide_gap = box->gap > 0, .stretch = box->stretch, .shrink = box->shrink});
    line->width += box->gap;
}

static void put_hyphen(const struct lt_box *box, lt_fx width, struct lt_set_line *line, struct pieces *pieces)
{
    struct lt_set_run run = {.start = box->end, .end = box->end, .stretch_index = box->stretch_index,
                             .script = box->script, .rtl = box->level & 1, .added = true, .flags = LT_TEXT_ADDED,
                             .width = width};
    put_piece(pieces, (struct lt_set_piece){.width = run.width, .run = (uint32_t)line->run_count, .level = box->level});
    put_run(line, run);
    line->width += run.width;
    line->hyphen = true;
}

/* Marks at the line's edges whose empty half hangs over it. */
static void hang_over(const struct lt_para *para, const struct lt_broken *broken, size_t index,
                      struct lt_set_line *line, struct pieces *pieces)
{
    const struct lt_cut *cut = &para->cuts[broken->cuts[index]];
    const struct lt_cut *before = index ? &para->cuts[broken->cuts[index - 1]] : NULL;
    struct lt_set_piece *last = &pieces->items[pieces->count - 1];
    if (cut->hang && last->run != UINT32_MAX) {
        last->width -= cut->hang;
        line->runs[last->run].width -= cut->hang;
        line->width -= cut->hang;
    }
    if (before && before->kind != LT_CUT_HYPHEN && before->after < 0) {
        line->x = before->after;
        line->width += before->after;
    }
}

/* Gives the gaps what is missing from (or too much for) the measure, in quarters of a pixel but for the last of them. */
static void justify(struct pieces *pieces, int64_t extra)
{
    int64_t total = 0, sum = 0, given = 0;
    for (size_t i = 0; i < pieces->count; i++)
        total += extra >= 0 ? pieces->items[i].stretch : pieces->items[i].shrink;
    for (size_t i = 0; i < pieces->count && total > 0; i++) {
        struct lt_set_piece *piece = &pieces->items[i];
        int64_t share = extra >= 0 ? piece->stretch : piece->shrink;
        if (share == 0)
            continue;
        sum += share;
        int64_t due = extra * sum / total;
        if (sum < total)
            due = due / 16 * 16;
        piece->width += (lt_fx)(due - given);
        given = due;
    }
}

static void add_to_word(struct lt_set_line *line, const struct lt_set_run *run, bool begin)
{
    if (begin) {
        line->words = lt_grow(line->words, &line->word_capacity, line->word_count + 1, sizeof *line->words);
        line->words[line->word_count++] = (struct lt_set_word){run->x, run->width, run->start, run->end};
        return;
    }
    struct lt_set_word *word = &line->words[line->word_count - 1];
    word->width = run->x + run->width - word->x;
    word->start = run->start < word->start ? run->start : word->start;
    word->end = run->end > word->end ? run->end : word->end;
}

/* The pieces' visual order, on the heap; NULL when it is the logical one. */
static uint32_t *visual_order(const struct pieces *pieces)
{
    uint8_t any = 0;
    for (size_t i = 0; i < pieces->count; i++)
        any |= pieces->items[i].level;
    if (any == 0)
        return NULL;
    uint8_t *levels = lt_alloc(pieces->count, sizeof *levels);
    uint32_t *order = lt_alloc(pieces->count, sizeof *order);
    for (size_t i = 0; i < pieces->count; i++)
        levels[i] = pieces->items[i].level;
    lt_text_visual_order(levels, pieces->count, order);
    free(levels);
    return order;
}

/* Places the pieces from left to right. */
static void place(const struct pieces *pieces, struct lt_set_line *line)
{
    uint32_t *order = visual_order(pieces);
    lt_fx x = line->x;
    bool begin = true;
    for (size_t i = 0; i < pieces->count; i++) {
        const struct lt_set_piece *piece = &pieces->items[order ? order[i] : i];
        if (piece->run == UINT32_MAX) {
            begin |= piece->wide_gap;
        } else {
            struct lt_set_run *run = &line->runs[piece->run];
            run->x = x;
            if (run->width > 0 || run->end > run->start) {
                add_to_word(line, run, begin);
                begin = false;
            }
        }
        x += piece->width;
    }
    line->width = x;
    free(order);
}

void lt_line_set(const struct lt_para *para, const struct lt_broken *broken, size_t index, lt_fx measure,
                 enum lt_setting_kind kind, struct lt_gauge *gauge, struct lt_set_line *line)
{
    const struct lt_cut *cut = &para->cuts[broken->cuts[index]];
    size_t first = index ? para->cuts[broken->cuts[index - 1]].box + 1 : 0, last = cut->box;
    struct pieces pieces = {.items = line->pieces, .capacity = line->piece_capacity};
    line->run_count = line->word_count = 0;
    line->natural = line->width = line->x = 0;
    line->hyphen = false;
    line->last = index + 1 == broken->count;
    line->justified = kind == LT_SET_JUSTIFIED && cut->kind != LT_CUT_FORCED;
    line->space = lt_gauge_extents(gauge, &look_of(para, para->boxes[first].stretch_index)->font).space;
    line->start = para->boxes[first].start;
    line->end = para->boxes[last].end;
    struct lt_glue glue = lt_glue_of(index ? &para->cuts[broken->cuts[index - 1]] : NULL, cut, broken->tracking);
    lt_fx reserve = line->last ? para->source->reserve : 0;
    measure -= reserve;
    glue.natural -= reserve;
    pieces.letters = glue.letters;
    pieces.tracking = lt_glue_tracked(glue.letters, broken->tracking);
    if (line->justified || glue.natural > measure)
        pieces.tracking += lt_glue_tracking(&glue, measure);
    for (size_t from = first, to; from <= last; from = to + 1) {
        for (to = from; to < last && joins(&para->boxes[to], &para->boxes[to + 1], line->justified); to++)
            continue;
        put_boxes(para, from, to, gauge, line, &pieces);
        if (to < last)
            put_gap(&para->boxes[to], line, &pieces);
    }
    if (cut->kind == LT_CUT_HYPHEN)
        put_hyphen(&para->boxes[last], cut->hyphen, line, &pieces);
    hang_over(para, broken, index, line, &pieces);
    line->runs[line->run_count - 1].flags |= LT_TEXT_LINE_END;
    line->natural = pieces.tracking ? (lt_fx)glue.natural : line->width;
    if (line->justified || line->natural > measure)
        justify(&pieces, (int64_t)measure - line->width);
    place(&pieces, line);
    line->pieces = pieces.items;
    line->piece_capacity = pieces.capacity;
}

void lt_set_line_finish(struct lt_set_line *line)
{
    free(line->runs);
    free(line->words);
    free(line->pieces);
    *line = (struct lt_set_line){0};
}
