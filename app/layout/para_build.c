/*
 * para_build.c: a paragraph's text cut into boxes, glue and places where a line may end.
 *
 * Text is cut where ICU allows a line to end, where look, script or direction change, and, when asked, where a word may
 * be hyphenated. Widths are those of whole words: a fragment counts what its word gains by it, so that the sum over an
 * undivided word is the word. A no-break space between words is glue without a cut; one beside punctuation or between
 * digits keeps its width and belongs to the box.
 */
#include "para.h"

#include <stdlib.h>
#include <string.h>

#include <lutrin/utf8.h>

enum {
    NO_BREAK_SPACE = 0xA0, SOFT_HYPHEN = 0xAD,
    POINTS_MAX = 64,      /* cuts inside one unbroken piece of text */
    HYPHEN_WORD_MAX = 200, /* bytes of a word that is hyphenated */
    HYPHEN_WORD_MIN = 5,
};

/* The state of one build. */
struct build {
    struct lt_para *para;
    const struct lt_para_source *source;
    struct lt_gauge *gauge;
    struct lt_tongue *tongue;
    struct lt_arena arena;
    const struct lt_text_run *runs;
    size_t run_count, run, stretch;
    lt_fx narrowest;
    int64_t width, stretch_sum, shrink_sum, letters; /* so far, gaps included */
    bool hyphens, last_letter_wide;
};

static bool is_ideographic(uint32_t script)
{
    return script == LT_SCRIPT('H', 'a', 'n', 'i') || script == LT_SCRIPT('H', 'i', 'r', 'a') ||
           script == LT_SCRIPT('K', 'a', 'n', 'a') || script == LT_SCRIPT('B', 'o', 'p', 'o');
}

static const struct lt_look *look_at(const struct build *build, uint32_t stretch)
{
    return &build->source->looks[build->source->stretches[stretch].look];
}

static lt_fx advance(struct build *build, uint32_t start, uint32_t end)
{
    const struct lt_look *look = look_at(build, (uint32_t)build->stretch);
    const struct lt_text_run *run = &build->runs[build->run];
    struct lt_run_text text = {{build->source->text.data + start, end - start}, run->script, look->lang, run->level & 1};
    return lt_gauge_advance(build->gauge, &look->font, &text);
}

/* Brings the stretch and the run that hold byte `at` up to date. */
static void move_to(struct build *build, uint32_t at)
{
    while (build->stretch + 1 < build->source->stretch_count && at >= build->source->stretches[build->stretch].end)
        build->stretch++;
    while (build->run + 1 < build->run_count && at >= build->runs[build->run].end)
        build->run++;
}

/* Scripts whose letters stand apart and may stand a little further apart. */
static bool is_spaced(uint32_t script)
{
    return script == LT_SCRIPT('L', 'a', 't', 'n') || script == LT_SCRIPT('G', 'r', 'e', 'k') ||
           script == LT_SCRIPT('C', 'y', 'r', 'l');
}

/* The ems of the letters in [start, end); marks count, which is of no weight. */
static lt_fx letters_of(const struct build *build, uint32_t start, uint32_t end)
{
    const struct lt_look *look = look_at(build, (uint32_t)build->stretch);
    lt_fx count = 0;
    if (build->source->kind != LT_SET_JUSTIFIED || !is_spaced(build->runs[build->run].script) ||
        look->font.family == LT_FAMILY_MONO)
        return 0;
    for (uint32_t i = start; i < end; i++)
        count += ((unsigned char)build->source->text.data[i] & 0xC0) != 0x80;
    return count * look->font.size_fx;
}

static struct lt_box *put_box(struct build *build, uint32_t start, uint32_t end, lt_fx width)
{
    struct lt_para *para = build->para;
    para->boxes = lt_grow(para->boxes, &para->box_capacity, para->box_count + 1, sizeof *para->boxes);
    const struct lt_text_run *run = &build->runs[build->run];
    struct lt_box *box = &para->boxes[para->box_count++];
    *box = (struct lt_box){.start = start, .end = end, .seen = end, .width = width,
                           .stretch_index = (uint32_t)build->stretch, .script = run->script, .level = run->level,
                           .gap_level = run->level, .letters = letters_of(build, start, end)};
    build->width += width;
    build->letters += box->letters;
    return box;
}

/* Gives the last box a gap. */
static void put_gap(struct build *build, lt_fx gap, lt_fx stretch, lt_fx shrink, uint8_t level)
{
    struct lt_box *box = &build->para->boxes[build->para->box_count - 1];
    box->gap += gap;
    box->stretch += stretch;
    box->shrink += shrink;
    box->gap_level = level;
    build->width += gap;
    build->stretch_sum += stretch;
    build->shrink_sum += shrink;
}

/* A cut after the last box. */
static void put_cut(struct build *build, enum lt_cut_kind kind, lt_fx hyphen, lt_fx after)
{
    struct lt_para *para = build->para;
    const struct lt_box *box = &para->boxes[para->box_count - 1];
    para->cuts = lt_grow(para->cuts, &para->cut_capacity, para->cut_count + 1, sizeof *para->cuts);
    para->cuts[para->cut_count++] = (struct lt_cut){
        .box = (uint32_t)para->box_count - 1, .kind = kind, .hyphen = hyphen, .after = after,
        .end_width = build->width - box->gap, .end_stretch = build->stretch_sum - box->stretch,
        .end_shrink = build->shrink_sum - box->shrink,
        .next_width = build->width, .next_stretch = build->stretch_sum, .next_shrink = build->shrink_sum,
        .letters = build->letters,
    };
}

static lt_fx hyphen_width(struct build *build)
{
    const struct lt_look *look = look_at(build, (uint32_t)build->stretch);
    struct lt_run_text text = {{"-", 1}, build->runs[build->run].script, look->lang, build->runs[build->run].level & 1};
    return lt_gauge_advance(build->gauge, &look->font, &text);
}

/* Puts a piece that is wider than any line: one box a grapheme, painted as measured. */
static void put_graphemes(struct build *build, uint32_t start, uint32_t end)
{
    const uint32_t *ends;
    size_t count;
    struct lt_bytes text = {build->source->text.data + start, end - start};
    lt_text_graphemes(build->tongue, text, &build->arena, &ends, &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t from = start + (i ? ends[i - 1] : 0), to = start + ends[i];
        put_box(build, from, to, advance(build, from, to))->flags = LT_BOX_ALONE;
        if (i + 1 < count)
            put_cut(build, LT_CUT_DESPERATE, 0, 0);
    }
}

/* Puts a fragment as one box, or as its graphemes when no line could hold it. */
static void put_fragment(struct build *build, uint32_t start, uint32_t end, lt_fx width)
{
    if (width > build->narrowest)
        put_graphemes(build, start, end);
    else
        put_box(build, start, end, width);
}

/* Puts [start, end), all of one look and run, divided at the hyphenation points that lie inside. */
static void put_piece(struct build *build, uint32_t start, uint32_t end, const uint32_t *points, size_t count)
{
    lt_fx whole = advance(build, start, end), before = 0, hyphen = 0;
    uint32_t from = start;
    for (size_t i = 0; i < count; i++) {
        if (points[i] <= start || points[i] >= end)
            continue;
        lt_fx prefix = advance(build, start, points[i]);
        hyphen = hyphen ? hyphen : hyphen_width(build);
        put_fragment(build, from, points[i], prefix - before);
        put_cut(build, LT_CUT_HYPHEN, hyphen, advance(build, points[i], end) - (whole - prefix));
        before = prefix;
        from = points[i];
    }
    put_fragment(build, from, end, whole - before);
}

static uint32_t code_before(struct lt_bytes text, uint32_t at)
{
    if (at == 0)
        return 0;
    size_t back = lt_utf8_back(text.data, at);
    return lt_utf8_next(text.data, text.size, &back);
}

static uint32_t code_at(struct lt_bytes text, uint32_t at)
{
    size_t from = at;
    return from < text.size ? lt_utf8_next(text.data, text.size, &from) : 0;
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* Does the no-break space at `at` (two bytes) stretch like a space between words? */
static bool nbsp_stretches(struct lt_bytes text, uint32_t at)
{
    uint32_t before = code_before(text, at), after = code_at(text, at + 2);
    if (after == ':' || after == ';' || after == '!' || after == '?' || after == '%' || after == 0xBB || before == 0xAB)
        return false;
    return !(is_digit(before) && is_digit(after)) && before != 0 && after != 0 && before != 0x2014 && before != 0x2013;
}

/* The next byte in (at, end] where look or run changes or a stretching no-break space ends. */
static uint32_t piece_end(const struct build *build, uint32_t at, uint32_t end, bool *ret_nbsp)
{
    uint32_t stop = build->source->stretches[build->stretch].end, run_end = build->runs[build->run].end;
    stop = run_end < stop ? run_end : stop;
    stop = end < stop ? end : stop;
    *ret_nbsp = false;
    const char *text = build->source->text.data;
    for (uint32_t i = at; i + 1 < stop && build->source->kind != LT_SET_CODE; i++)
        if ((unsigned char)text[i] == 0xC2 && (unsigned char)text[i + 1] == NO_BREAK_SPACE &&
            nbsp_stretches(build->source->text, i)) {
            *ret_nbsp = true;
            return i + 2;
        }
    return stop;
}

/* Is the blank-delimited word around [start, end) an address? Addresses are not hyphenated. */
static bool in_address(struct lt_bytes text, uint32_t start, uint32_t end)
{
    while (start > 0 && text.data[start - 1] != ' ' && text.data[start - 1] != '\n')
        start--;
    while (end < text.size && text.data[end] != ' ' && text.data[end] != '\n')
        end++;
    for (uint32_t i = start; i < end; i++) {
        char c = text.data[i];
        if (c == '@' || c == '\\' || c == '_' || (c == ':' && i + 2 < end && text.data[i + 1] == '/'))
            return true;
        if (c == '.' && i > start && i + 1 < end && text.data[i + 1] >= 'a' && text.data[i + 1] <= 'z' &&
            text.data[i - 1] >= 'a' && text.data[i - 1] <= 'z')
            return true;
    }
    return false;
}

static size_t hyphen_points(struct build *build, uint32_t start, uint32_t end, uint32_t *ret_points)
{
    struct lt_bytes word = {build->source->text.data + start, end - start};
    const struct lt_look *look = look_at(build, (uint32_t)build->stretch);
    if (!build->hyphens || word.size < HYPHEN_WORD_MIN || word.size > HYPHEN_WORD_MAX ||
        (look->marks & LT_LOOK_PLAIN) || code_before(build->source->text, start) == SOFT_HYPHEN ||
        in_address(build->source->text, start, end))
        return 0;
    size_t count = lt_hyphenate(build->tongue, word, look->lang, 0, 0, ret_points, POINTS_MAX);
    for (size_t i = 0; i < count; i++)
        ret_points[i] += start;
    return count;
}

/* The boxes of [start, end), which ICU does not break. */
static void put_word(struct build *build, uint32_t start, uint32_t end)
{
    uint32_t points[POINTS_MAX];
    move_to(build, start);
    size_t count = hyphen_points(build, start, end, points);
    for (uint32_t at = start; at < end;) {
        bool nbsp;
        move_to(build, at);
        uint32_t stop = piece_end(build, at, end, &nbsp);
        put_piece(build, at, nbsp ? stop - 2 : stop, points, count);
        if (nbsp) {
            struct lt_box *box = &build->para->boxes[build->para->box_count - 1];
            struct lt_extents extents = lt_gauge_extents(build->gauge, &look_at(build, (uint32_t)build->stretch)->font);
            box->end = stop;
            put_gap(build, extents.space, extents.space / 2, extents.space / 3, build->runs[build->run].level);
        }
        at = stop;
    }
}

/* Zero glue that spreads ideographs, between the last box and what follows at `at`. */
static void spread(struct build *build, uint32_t at)
{
    struct lt_box *box = &build->para->boxes[build->para->box_count - 1];
    if (build->source->kind != LT_SET_JUSTIFIED || !is_ideographic(box->script) || at >= build->source->text.size)
        return;
    move_to(build, at);
    if (is_ideographic(build->runs[build->run].script)) {
        lt_fx em = look_at(build, (uint32_t)build->stretch)->font.size_fx;
        put_gap(build, 0, em / 8, 0, box->level);
    }
}

static enum lt_cut_kind kind_of_end(struct lt_bytes text, uint32_t end)
{
    uint32_t last = code_before(text, end);
    return last == '-' || last == '/' || (last >= 0x2010 && last <= 0x2015) || last == SOFT_HYPHEN ? LT_CUT_DASH
                                                                                                  : LT_CUT_PLAIN;
}

/* One piece between two break opportunities: words, then spaces, then perhaps a forced break. */
static void put_segment(struct build *build, uint32_t start, uint32_t end, enum lt_break_kind kind)
{
    struct lt_bytes text = build->source->text;
    uint32_t stop = end, spaces;
    bool newline = stop > start && text.data[stop - 1] == '\n';
    stop -= newline;
    for (spaces = 0; build->source->kind != LT_SET_CODE && stop > start && text.data[stop - 1] == ' '; spaces++)
        stop--;
    if (stop > start)
        put_word(build, start, stop);
    else
        put_box(build, start, start, 0);
    for (uint32_t i = 0; i < spaces; i++) {
        move_to(build, stop + i);
        struct lt_extents extents = lt_gauge_extents(build->gauge, &look_at(build, (uint32_t)build->stretch)->font);
        if (i > 0)
            put_box(build, stop + i, stop + i, 0);
        build->para->boxes[build->para->box_count - 1].flags |= LT_BOX_SPACE;
        put_gap(build, extents.space, extents.space / 2, extents.space / 3, build->runs[build->run].level);
    }
    if (newline)
        build->para->boxes[build->para->box_count - 1].flags |= LT_BOX_NEWLINE;
    bool forced = kind == LT_BREAK_REQUIRED, soft = code_before(text, stop) == SOFT_HYPHEN;
    if (spaces == 0 && !forced)
        spread(build, end);
    if (forced || spaces > 0)
        put_cut(build, forced ? LT_CUT_FORCED : LT_CUT_SPACE, 0, 0);
    else if (soft)
        put_cut(build, LT_CUT_HYPHEN, hyphen_width(build), 0);
    else
        put_cut(build, kind_of_end(text, stop), 0, 0);
}

lt_fx lt_shape_width(const struct lt_shape *shape, uint32_t line)
{
    lt_fx width = shape->measure - (line == 0 ? shape->first_indent : 0);
    return line < shape->inset_lines ? width - shape->inset : width;
}

void lt_para_build(struct lt_para *para, const struct lt_para_source *source, struct lt_gauge *gauge,
                   struct lt_tongue *tongue, lt_fx narrowest, bool hyphens)
{
    struct build build = {.para = para, .source = source, .gauge = gauge, .tongue = tongue, .narrowest = narrowest,
                          .hyphens = hyphens && source->kind != LT_SET_CODE};
    para->source = source;
    para->box_count = para->cut_count = 0;
    para->hyphens = hyphens;
    para->em = source->stretch_count ? source->looks[source->stretches[0].look].font.size_fx : 0;
    const struct lt_break *breaks;
    size_t count;
    lt_text_breaks(tongue, source->text, source->lang, &build.arena, &breaks, &count);
    lt_text_runs(tongue, source->text, source->rtl, &build.arena, &build.runs, &build.run_count);
    for (size_t i = 0; i < count && build.run_count && source->stretch_count; i++)
        put_segment(&build, i ? breaks[i - 1].at : 0, breaks[i].at, breaks[i].kind);
    lt_arena_finish(&build.arena);
}

void lt_para_finish(struct lt_para *para)
{
    free(para->boxes);
    free(para->cuts);
    *para = (struct lt_para){0};
}
