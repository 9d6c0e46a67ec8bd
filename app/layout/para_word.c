/*
 * para_word.c: the boxes of what ICU does not break: words, divided where they may be hyphenated.
 *
 * Widths are those of whole words: a fragment counts what its word gains by it, so that the sum over an undivided word is
 * the word. A no-break space between words is glue without a cut; one beside punctuation or between digits keeps its width
 * and belongs to the box.
 */
#include "para_work.h"

#include <string.h>

enum {
    NO_BREAK_SPACE = 0xA0,
    POINTS_MAX = 64,      /* cuts inside one unbroken piece of text */
    HYPHEN_WORD_MAX = 200, /* bytes of a word that is hyphenated */
    HYPHEN_WORD_MIN = 5,
    ADDRESS_LOOK_BYTES = 256, /* around a word, in scripts without blanks too */
};

/* Puts a piece that is wider than any line: one box a grapheme, painted as measured. */
static void put_graphemes(struct lt_build *build, uint32_t start, uint32_t end)
{
    const uint32_t *ends;
    size_t count;
    struct lt_bytes text = {build->source->text.data + start, end - start};
    lt_text_graphemes(build->tongue, text, &build->para->analysis.arena, &ends, &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t from = start + (i ? ends[i - 1] : 0), to = start + ends[i];
        lt_fx width = lt_build_advance(build, from, to);
        lt_build_box(build, from, to, width, lt_build_letters(build, from, to))->flags = LT_BOX_ALONE;
        if (i + 1 < count)
            lt_build_cut(build, LT_CUT_DESPERATE, 0, 0);
    }
}

/* Puts a fragment as one box, or as its graphemes when no line could hold it. */
static void put_fragment(struct lt_build *build, uint32_t start, uint32_t end, const struct lt_word_part *part)
{
    if (part->width > build->narrowest)
        put_graphemes(build, start, end);
    else
        lt_build_box(build, start, end, part->width, part->letters);
}

/* Cuts [start, end), all of one look and run, at the hyphenation points that lie inside. Returns the number of parts. */
static size_t cut_piece(struct lt_build *build, uint32_t start, uint32_t end, const uint32_t *points, size_t count,
                        struct lt_word_part *parts, int32_t *ret_clusters)
{
    uint32_t places[POINTS_MAX] = {0};
    struct lt_divided divided[POINTS_MAX];
    size_t made = 0;
    for (size_t i = 0; i < count; i++)
        if (points[i] > start && points[i] < end)
            places[made++] = points[i] - start;
    struct lt_run_text run = lt_build_run(build, start, end);
    lt_fx whole = lt_gauge_divide(build->gauge, &lt_build_look(build)->font, &run, places, made, divided, ret_clusters);
    lt_fx before = 0;
    for (size_t i = 0; i < made; i++) {
        uint32_t letters = lt_build_letters(build, start + (i ? places[i - 1] : 0), start + places[i]);
        parts[i] = (struct lt_word_part){places[i], letters, divided[i].before - before,
                                         divided[i].after - (whole - divided[i].before)};
        before = divided[i].before;
    }
    uint32_t last = made ? places[made - 1] : 0;
    parts[made] = (struct lt_word_part){end - start, lt_build_letters(build, start + last, end), whole - before, 0};
    return made + 1;
}

static void put_parts(struct lt_build *build, uint32_t start, const struct lt_word_part *parts, size_t count, lt_fx hyphen,
                      int32_t clusters)
{
    size_t first = build->para->box_count;
    for (size_t i = 0; i < count; i++) {
        put_fragment(build, start + (i ? parts[i - 1].end : 0), start + parts[i].end, &parts[i]);
        if (i + 1 < count)
            lt_build_cut(build, LT_CUT_HYPHEN, hyphen, parts[i].after);
    }
    build->para->boxes[first].flags |= LT_BOX_BEGINS;
    struct lt_box *last = &build->para->boxes[build->para->box_count - 1];
    last->flags |= LT_BOX_ENDS;
    last->clusters = clusters;
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* Does the no-break space at `at` (two bytes) stretch like a space between words? */
static bool nbsp_stretches(struct lt_bytes text, uint32_t at)
{
    uint32_t before = lt_build_code_before(text, at), after = lt_build_code_at(text, at + 2);
    if (after == ':' || after == ';' || after == '!' || after == '?' || after == '%' || after == 0xBB || before == 0xAB)
        return false;
    return !(is_digit(before) && is_digit(after)) && before != 0 && after != 0 && before != 0x2014 && before != 0x2013;
}

/* The next byte in (at, end] where look or run changes, a stretching no-break space ends or two marks come together. */
static uint32_t piece_end(struct lt_build *build, uint32_t at, uint32_t end, bool *ret_nbsp)
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
    return lt_build_marks_end(build, at, stop);
}

/* Is the blank-delimited word around [start, end) an address? Addresses are not hyphenated. */
static bool in_address(struct lt_bytes text, uint32_t start, uint32_t end)
{
    uint32_t first = start > ADDRESS_LOOK_BYTES ? start - ADDRESS_LOOK_BYTES : 0;
    uint32_t last = end + ADDRESS_LOOK_BYTES < text.size ? end + ADDRESS_LOOK_BYTES : (uint32_t)text.size;
    while (start > first && text.data[start - 1] != ' ' && text.data[start - 1] != '\n')
        start--;
    while (end < last && text.data[end] != ' ' && text.data[end] != '\n')
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

/* May the word [start, end) be hyphenated? */
static bool may_divide(const struct lt_build *build, uint32_t start, uint32_t end)
{
    uint32_t size = end - start;
    return build->hyphens && size >= HYPHEN_WORD_MIN && size <= HYPHEN_WORD_MAX &&
           !(lt_build_look(build)->marks & LT_LOOK_PLAIN) &&
           lt_build_code_before(build->source->text, start) != LT_SOFT_HYPHEN && !in_address(build->source->text, start, end);
}

static size_t hyphen_points(struct lt_build *build, uint32_t start, uint32_t end, uint32_t *ret_points)
{
    struct lt_bytes word = {build->source->text.data + start, end - start};
    const struct lt_look *look = lt_build_look(build);
    size_t count = lt_hyphenate(build->tongue, word, look->lang, 0, 0, ret_points, POINTS_MAX);
    for (size_t i = 0; i < count; i++)
        ret_points[i] += start;
    return count;
}

/* The hash of font, script, direction and language of the present stretch and run. */
static uint64_t face_hash(struct lt_build *build)
{
    if (build->face_run == build->run && build->face_stretch == build->stretch)
        return build->face;
    const struct lt_look *look = lt_build_look(build);
    const struct lt_text_run *run = &build->runs[build->run];
    const int64_t facts[] = {look->font.family, look->font.style, look->font.size_fx, look->font.tracking_fx, run->script,
                             run->level & 1};
    build->face = lt_lexicon_hash(lt_lexicon_hash(1, facts, sizeof facts), look->lang, strlen(look->lang));
    build->face_run = build->run;
    build->face_stretch = build->stretch;
    return build->face;
}

/* Puts a word that is all of one look and run, from the lexicon if it was met before. */
static void put_whole(struct lt_build *build, uint32_t start, uint32_t end, bool divide)
{
    struct lt_lexicon *lexicon = lt_gauge_lexicon(build->gauge);
    uint64_t key = lt_lexicon_hash(face_hash(build) + divide, build->source->text.data + start, end - start);
    const struct lt_word *word = lt_lexicon_find(lexicon, key);
    if (!word) {
        uint32_t points[POINTS_MAX];
        struct lt_word_part parts[POINTS_MAX + 1];
        int32_t clusters;
        size_t found = divide ? hyphen_points(build, start, end, points) : 0;
        size_t count = cut_piece(build, start, end, points, found, parts, &clusters);
        word = lt_lexicon_put(lexicon, key, parts, count, count > 1 ? lt_build_hyphen(build) : 0, clusters);
    }
    put_parts(build, start, word->parts, word->count, word->hyphen, word->clusters);
}

static bool has_point(const uint32_t *points, size_t count, uint32_t start, uint32_t end)
{
    for (size_t i = 0; i < count; i++)
        if (points[i] > start && points[i] < end)
            return true;
    return false;
}

/* Puts the word [start, end) piece by piece: looks change in it, marks come together, or a no-break space stretches. */
static void put_pieces(struct lt_build *build, uint32_t start, uint32_t end, bool divide)
{
    uint32_t points[POINTS_MAX];
    struct lt_word_part parts[POINTS_MAX + 1];
    size_t count = divide ? hyphen_points(build, start, end, points) : 0;
    for (uint32_t at = start; at < end;) {
        bool nbsp;
        lt_build_move(build, at);
        uint32_t stop = piece_end(build, at, end, &nbsp), last = nbsp ? stop - 2 : stop;
        if (has_point(points, count, at, last)) {
            int32_t clusters;
            size_t made = cut_piece(build, at, last, points, count, parts, &clusters);
            put_parts(build, at, parts, made, made > 1 ? lt_build_hyphen(build) : 0, clusters);
        } else { /* as a word of its own, which may have been met before */
            put_whole(build, at, last, false);
        }
        if (nbsp) {
            build->para->boxes[build->para->box_count - 1].end = stop;
            lt_fx space = lt_build_extents(build)->space;
            lt_build_gap(build, space, space / 2, space / 3, build->runs[build->run].level);
        }
        at = stop;
        if (at < end)
            lt_build_close_up(build, at, 0);
    }
}

void lt_build_word(struct lt_build *build, uint32_t start, uint32_t end)
{
    bool nbsp;
    lt_build_move(build, start);
    bool divide = may_divide(build, start, end), whole = piece_end(build, start, end, &nbsp) == end && !nbsp;
    if (whole)
        put_whole(build, start, end, divide);
    else
        put_pieces(build, start, end, divide);
}
