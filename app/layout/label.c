/*
 * label.c: a short text set in a box, cut with an ellipsis at a word when it is too long for its lines.
 */
#include <lutrin/label.h>

#include <stdlib.h>
#include <string.h>

#include "para.h"

#define ELLIPSIS "\xE2\x80\xA6"
#define LEFT_OFF " ,;:(\n" /* before an ellipsis */
#define ENDS ".!?"

enum { CUTS_MAX = 400 }; /* words that are given up one by one before the text is halved */

struct label_run {
    lt_fx x;
    struct lt_bytes text;
    uint32_t script, order;
    bool rtl;
    uint8_t flags;
};

struct label_line {
    struct label_run *runs;
    size_t count;
    lt_fx width;
};

struct lt_label {
    struct lt_label_style style;
    const char *lang;
    struct label_line *lines;
    uint32_t line_count;
    lt_fx measure, width, rise; /* rise: from a line's top to its baseline */
    bool rtl, cut;
};

/* One attempt: a text broken into lines. */
struct attempt {
    struct lt_look look;
    struct lt_stretch stretch;
    struct lt_para_source source;
    struct lt_para para;
    struct lt_broken broken;
};

static void attempt_break(struct attempt *attempt, struct lt_bytes text, const struct lt_label_style *style,
                          struct lt_gauge *gauge, struct lt_tongue *tongue, lt_fx measure)
{
    attempt->stretch = (struct lt_stretch){0, (uint32_t)text.size, 0, 0};
    attempt->source.text = text;
    attempt->source.stretches = &attempt->stretch;
    attempt->source.stretch_count = 1;
    attempt->source.looks = &attempt->look;
    attempt->source.kind = style->balanced ? LT_SET_BALANCED : LT_SET_RAGGED;
    struct lt_shape shape = {.measure = measure};
    lt_break(&attempt->para, &attempt->source, gauge, tongue, &shape, !style->hyphenate, &attempt->broken);
}

/* Is the last line one word of several, and short? */
static bool ends_alone(const struct attempt *attempt, lt_fx measure)
{
    const struct lt_para *para = &attempt->para;
    if (attempt->broken.count < 2)
        return false;
    const struct lt_cut *last = &para->cuts[para->cut_count - 1], *before = &para->cuts[attempt->broken.cuts[attempt->broken.count - 2]];
    if (before->kind != LT_CUT_SPACE || last->end_width - before->next_width > measure / 2)
        return false;
    for (uint32_t box = before->box + 1; box < last->box; box++)
        if (para->boxes[box].flags & LT_BOX_SPACE)
            return false;
    return true;
}

/* Cuts the text after a word until it fits its lines; returns it with an ellipsis, in the arena. */
static struct lt_bytes shorten(struct attempt *attempt, struct lt_bytes text, const struct lt_label_style *style,
                               struct lt_gauge *gauge, struct lt_tongue *tongue, struct lt_arena *arena, lt_fx measure)
{
    uint32_t cut = attempt->broken.cuts[style->max_lines - 1];
    struct lt_bytes shown = text;
    for (int tries = 0; attempt->broken.count > style->max_lines && tries < CUTS_MAX; tries++) {
        const struct lt_para *para = &attempt->para;
        cut = cut < para->cut_count ? cut : (uint32_t)para->cut_count - 1;
        size_t end = para->boxes[para->cuts[cut].box].seen;
        if (tries > 0 && cut > 0)
            end = para->boxes[para->cuts[--cut].box].seen;
        while (end > 0 && strchr(LEFT_OFF, text.data[end - 1]))
            end--;
        bool closed = end > 0 && strchr(ENDS, text.data[end - 1]); /* what ends with a sentence is not cut short */
        const char *tail = closed ? "" : ELLIPSIS;
        char *copy = lt_arena_alloc(arena, end + sizeof ELLIPSIS);
        memcpy(copy, text.data, end);
        memcpy(copy + end, tail, strlen(tail) + 1);
        shown = (struct lt_bytes){copy, end + strlen(tail)};
        attempt_break(attempt, shown, style, gauge, tongue, measure);
        if (cut == 0)
            break;
    }
    return shown;
}

static void keep_line(struct lt_label *label, struct label_line *line, const struct lt_set_line *set,
                      struct lt_bytes text, struct lt_arena *arena)
{
    line->runs = lt_arena_array(arena, set->run_count, sizeof *line->runs);
    line->count = set->run_count;
    line->width = set->width;
    for (size_t i = 0; i < set->run_count; i++) {
        const struct lt_set_run *run = &set->runs[i];
        struct lt_bytes shown = run->added ? (struct lt_bytes){"-", 1}
                                           : (struct lt_bytes){text.data + run->start, run->end - run->start};
        line->runs[i] = (struct label_run){run->x, shown, run->script, run->order, run->rtl, run->flags};
    }
    label->width = set->width > label->width ? set->width : label->width;
}

static void keep(struct lt_label *label, struct attempt *attempt, struct lt_gauge *gauge, struct lt_arena *arena)
{
    struct lt_set_line set = {0};
    size_t count = attempt->broken.count;
    if (label->style.max_lines && count > label->style.max_lines)
        count = label->style.max_lines;
    label->lines = lt_arena_array(arena, count, sizeof *label->lines);
    label->line_count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        lt_line_set(&attempt->para, &attempt->broken, i, label->measure, LT_SET_RAGGED, gauge, &set);
        if (i + 1 == count)
            set.runs[set.run_count - 1].flags |= LT_TEXT_BLOCK_END;
        keep_line(label, &label->lines[i], &set, attempt->source.text, arena);
    }
    lt_set_line_finish(&set);
}

const struct lt_label *lt_label_set(struct lt_arena *arena, struct lt_tongue *tongue, const struct lt_ruler *ruler,
                                    const struct lt_label_style *style, const char *text, const char *lang,
                                    lt_fx measure)
{
    struct lt_label *label = lt_arena_alloc(arena, sizeof *label);
    struct lt_gauge gauge;
    lt_gauge_init(&gauge, ruler);
    struct lt_extents extents = lt_gauge_extents(&gauge, &style->font);
    char *copy = lt_arena_strdup(arena, text ? text : "");
    struct lt_bytes bytes = {copy, strlen(copy)};
    *label = (struct lt_label){.style = *style, .measure = measure > LT_FX(1) ? measure : LT_FX(1)};
    label->lang = lt_arena_strdup(arena, lang ? lang : "");
    label->rtl = lt_text_is_rtl(bytes);
    label->rise = (style->leading - extents.ascent - extents.descent) / 2 / 64 * 64 + extents.ascent;
    struct attempt attempt = {
        .look = {.font = style->font, .ink = style->ink, .lang = label->lang},
        .source = {.lang = label->lang, .rtl = label->rtl},
    };
    if (bytes.size) {
        attempt_break(&attempt, bytes, style, &gauge, tongue, label->measure);
        if (style->max_lines && attempt.broken.count > style->max_lines) {
            label->cut = true;
            shorten(&attempt, bytes, style, &gauge, tongue, arena, label->measure);
        } else if (!style->balanced && !style->hyphenate && ends_alone(&attempt, label->measure)) {
            struct lt_label_style even = *style;
            even.balanced = true;
            attempt_break(&attempt, bytes, &even, &gauge, tongue, label->measure);
        }
        keep(label, &attempt, &gauge, arena);
    }
    lt_para_finish(&attempt.para);
    lt_broken_finish(&attempt.broken);
    lt_gauge_finish(&gauge);
    return label;
}

uint32_t lt_label_lines(const struct lt_label *label)
{
    return label->line_count;
}

lt_fx lt_label_height(const struct lt_label *label)
{
    return (lt_fx)label->line_count * label->style.leading;
}

lt_fx lt_label_width(const struct lt_label *label)
{
    return label->width;
}

bool lt_label_cut(const struct lt_label *label)
{
    return label->cut;
}

/* The left end of a line in the box. */
static lt_fx line_x(const struct lt_label *label, const struct label_line *line)
{
    lt_fx spare = label->measure - line->width;
    enum lt_align align = label->style.align;
    if (align == LT_ALIGN_CENTRE)
        return spare / 2 / 64 * 64;
    return (align == LT_ALIGN_END) != label->rtl ? spare : 0;
}

void lt_label_paint(const struct lt_label *label, const struct lt_canvas *canvas, lt_fx x, lt_fx y)
{
    for (uint32_t i = 0; i < label->line_count; i++) {
        const struct label_line *line = &label->lines[i];
        lt_fx left = x + line_x(label, line), baseline = y + (lt_fx)i * label->style.leading + label->rise;
        for (size_t k = 0; k < line->count; k++) {
            const struct label_run *run = &line->runs[k];
            struct lt_text_op op = {
                .x_fx = left + run->x, .baseline_fx = baseline, .font = label->style.font,
                .run = {run->text, run->script, label->lang, run->rtl}, .ink = label->style.ink,
                .flags = run->flags, .order = run->order,
            };
            canvas->text(canvas->self, &op);
        }
    }
}
