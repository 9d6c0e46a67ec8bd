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
    ADDRESS_LOOK_BYTES = 256, /* around a word, in scripts without blanks too */
};

/* The state of one build. */
struct build {
    struct lt_para *para;
    const struct lt_para_source *source;
    struct lt_gauge *gauge;
    struct lt_tongue *tongue;
    const struct lt_text_run *runs;
    size_t run_count, run, stretch;
    lt_fx narrowest;
    uint64_t face;          /* hash of what the widths and divisions of a word depend on beside its letters ... */
    size_t face_run, face_stretch; /* ... for these; SIZE_MAX: not known */
    struct lt_extents extents; /* of the font of ... */
    size_t extents_stretch;
    int64_t width, stretch_sum, shrink_sum, letters; /* so far, gaps included */
    bool hyphens, last_letter_wide;
};

static const struct lt_look *look_at(const struct build *build, uint32_t stretch)
{
    return &build->source->looks[build->source->stretches[stretch].look];
}

static struct lt_run_text run_text(const struct build *build, uint32_t start, uint32_t end)
{
    const struct lt_text_run *run = &build->runs[build->run];
    return (struct lt_run_text){{build->source->text.data + start, end - start}, run->script,
                                look_at(build, (uint32_t)build->stretch)->lang, run->level & 1};
}

static lt_fx advance(struct build *build, uint32_t start, uint32_t end)
{
    struct lt_run_text text = run_text(build, start, end);
    return lt_gauge_advance(build->gauge, &look_at(build, (uint32_t)build->stretch)->font, &text);
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

/* The letters in [start, end); marks count, which is of no weight. */
static uint32_t count_letters(const struct build *build, uint32_t start, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t i = start; i < end; i++)
        count += ((unsigned char)build->source->text.data[i] & 0xC0) != 0x80;
    return count;
}

/* The ems of that many letters. */
static lt_fx ems_of(const struct build *build, uint32_t letters)
{
    const struct lt_look *look = look_at(build, (uint32_t)build->stretch);
    if (build->source->kind != LT_SET_JUSTIFIED || !is_spaced(build->runs[build->run].script) ||
        look->font.family == LT_FAMILY_MONO)
        return 0;
    return (lt_fx)letters * look->font.size_fx;
}

static struct lt_box *put_box(struct build *build, uint32_t start, uint32_t end, lt_fx width, uint32_t letters)
{
    struct lt_para *para = build->para;
    para->boxes = lt_grow(para->boxes, &para->box_capacity, para->box_count + 1, sizeof *para->boxes);
    const struct lt_text_run *run = &build->runs[build->run];
    struct lt_box *box = &para->boxes[para->box_count++];
    *box = (struct lt_box){.start = start, .end = end, .seen = end, .width = width,
                           .stretch_index = (uint32_t)build->stretch, .script = run->script, .level = run->level,
                           .gap_level = run->level, .letters = ems_of(build, letters)};
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
        .hang = build->source->kind == LT_SET_JUSTIFIED && !(box->level & 1) ? hyphen * lt_mark_hangs('-') / 100 : 0,
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
    lt_text_graphemes(build->tongue, text, &build->para->analysis.arena, &ends, &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t from = start + (i ? ends[i - 1] : 0), to = start + ends[i];
        put_box(build, from, to, advance(build, from, to), count_letters(build, from, to))->flags = LT_BOX_ALONE;
        if (i + 1 < count)
            put_cut(build, LT_CUT_DESPERATE, 0, 0);
    }
}

/* Puts a fragment as one box, or as its graphemes when no line could hold it. */
static void put_fragment(struct build *build, uint32_t start, uint32_t end, const struct lt_word_part *part)
{
    if (part->width > build->narrowest)
        put_graphemes(build, start, end);
    else
        put_box(build, start, end, part->width, part->letters);
}

/* Cuts [start, end), all of one look and run, at the hyphenation points that lie inside. Returns the number of parts. */
static size_t cut_piece(struct build *build, uint32_t start, uint32_t end, const uint32_t *points, size_t count,
                        struct lt_word_part *parts, int32_t *ret_clusters)
{
    uint32_t places[POINTS_MAX] = {0};
    struct lt_divided divided[POINTS_MAX];
    size_t made = 0;
    for (size_t i = 0; i < count; i++)
        if (points[i] > start && points[i] < end)
            places[made++] = points[i] - start;
    struct lt_run_text run = run_text(build, start, end);
    lt_fx whole = lt_gauge_divide(build->gauge, &look_at(build, (uint32_t)build->stretch)->font, &run, places, made, divided,
                                  ret_clusters);
    lt_fx before = 0;
    for (size_t i = 0; i < made; i++) {
        parts[i] = (struct lt_word_part){places[i], count_letters(build, start + (i ? places[i - 1] : 0), start + places[i]),
                                         divided[i].before - before, divided[i].after - (whole - divided[i].before)};
        before = divided[i].before;
    }
    uint32_t last = made ? places[made - 1] : 0;
    parts[made] = (struct lt_word_part){end - start, count_letters(build, start + last, end), whole - before, 0};
    return made + 1;
}

static void put_parts(struct build *build, uint32_t start, const struct lt_word_part *parts, size_t count, lt_fx hyphen,
                      int32_t clusters)
{
    size_t first = build->para->box_count;
    for (size_t i = 0; i < count; i++) {
        put_fragment(build, start + (i ? parts[i - 1].end : 0), start + parts[i].end, &parts[i]);
        if (i + 1 < count)
            put_cut(build, LT_CUT_HYPHEN, hyphen, parts[i].after);
    }
    build->para->boxes[first].flags |= LT_BOX_BEGINS;
    struct lt_box *last = &build->para->boxes[build->para->box_count - 1];
    last->flags |= LT_BOX_ENDS;
    last->clusters = clusters;
}

static uint32_t code_before(struct lt_bytes text, uint32_t at)
{
    if (at == 0)
        return 0;
    if ((unsigned char)text.data[at - 1] < 0x80)
        return (unsigned char)text.data[at - 1];
    size_t back = lt_utf8_back(text.data, at);
    return lt_utf8_next(text.data, text.size, &back);
}

static uint32_t code_at(struct lt_bytes text, uint32_t at)
{
    size_t from = at;
    if (from < text.size && (unsigned char)text.data[from] < 0x80)
        return (unsigned char)text.data[from];
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

/* The class of the mark at `at`, which lies in the present stretch and run. */
static enum lt_mark_class mark_at(struct build *build, uint32_t at)
{
    const struct lt_look *look = look_at(build, (uint32_t)build->stretch);
    uint32_t code = code_at(build->source->text, at);
    enum lt_mark_class class = lt_mark_class(code, look->lang);
    bool narrow = class != LT_MARK_NONE && code < 0x3000 && advance(build, at, at + 3) < look->font.size_fx * 3 / 4;
    return narrow || build->source->kind == LT_SET_CODE ? LT_MARK_NONE : class;
}

/* Where the character before `at` begins. */
static uint32_t before(const struct build *build, uint32_t at)
{
    return (uint32_t)lt_utf8_back(build->source->text.data, at);
}

/* The first byte in (at, stop) where two marks share half an em, else `stop`: all of one look and run. */
static uint32_t marks_end(struct build *build, uint32_t at, uint32_t stop)
{
    if (!lt_is_ideographic(build->runs[build->run].script) || build->source->kind == LT_SET_CODE)
        return stop;
    enum lt_mark_class last = LT_MARK_NONE;
    for (size_t i = at, next = at; i < stop; i = next) {
        enum lt_mark_class class = mark_at(build, (uint32_t)i);
        if (lt_marks_share(last, class))
            return (uint32_t)i;
        (void)lt_utf8_next(build->source->text.data, build->source->text.size, &next);
        last = class;
    }
    return stop;
}

/* The next byte in (at, end] where look or run changes, a stretching no-break space ends or two marks come together. */
static uint32_t piece_end(struct build *build, uint32_t at, uint32_t end, bool *ret_nbsp)
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
    return marks_end(build, at, stop);
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
static bool may_divide(const struct build *build, uint32_t start, uint32_t end)
{
    uint32_t size = end - start;
    return build->hyphens && size >= HYPHEN_WORD_MIN && size <= HYPHEN_WORD_MAX &&
           !(look_at(build, (uint32_t)build->stretch)->marks & LT_LOOK_PLAIN) &&
           code_before(build->source->text, start) != SOFT_HYPHEN && !in_address(build->source->text, start, end);
}

static size_t hyphen_points(struct build *build, uint32_t start, uint32_t end, uint32_t *ret_points)
{
    struct lt_bytes word = {build->source->text.data + start, end - start};
    const struct lt_look *look = look_at(build, (uint32_t)build->stretch);
    size_t count = lt_hyphenate(build->tongue, word, look->lang, 0, 0, ret_points, POINTS_MAX);
    for (size_t i = 0; i < count; i++)
        ret_points[i] += start;
    return count;
}

/* The hash of font, script, direction and language of the present stretch and run. */
static uint64_t face_hash(struct build *build)
{
    if (build->face_run == build->run && build->face_stretch == build->stretch)
        return build->face;
    const struct lt_look *look = look_at(build, (uint32_t)build->stretch);
    const struct lt_text_run *run = &build->runs[build->run];
    const int64_t facts[] = {look->font.family, look->font.style, look->font.size_fx, look->font.tracking_fx, run->script,
                             run->level & 1};
    build->face = lt_lexicon_hash(lt_lexicon_hash(1, facts, sizeof facts), look->lang, strlen(look->lang));
    build->face_run = build->run;
    build->face_stretch = build->stretch;
    return build->face;
}

/* Puts a word that is all of one look and run, from the lexicon if it was met before. */
static void put_whole(struct build *build, uint32_t start, uint32_t end, bool divide)
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
        word = lt_lexicon_put(lexicon, key, parts, count, count > 1 ? hyphen_width(build) : 0, clusters);
    }
    put_parts(build, start, word->parts, word->count, word->hyphen, word->clusters);
}

static const struct lt_extents *extents(struct build *build)
{
    if (build->extents_stretch != build->stretch)
        build->extents = lt_gauge_extents(build->gauge, &look_at(build, (uint32_t)build->stretch)->font);
    build->extents_stretch = build->stretch;
    return &build->extents;
}

static bool has_point(const uint32_t *points, size_t count, uint32_t start, uint32_t end)
{
    for (size_t i = 0; i < count; i++)
        if (points[i] > start && points[i] < end)
            return true;
    return false;
}

/* Lets the marks before and at `at`, if they are such, share half an em, and `stretch`. Moves to the latter. */
static bool close_up(struct build *build, uint32_t at, lt_fx stretch)
{
    if (!lt_is_ideographic(build->runs[build->run].script))
        return false;
    lt_fx em = look_at(build, (uint32_t)build->stretch)->font.size_fx;
    enum lt_mark_class last = mark_at(build, before(build, at));
    move_to(build, at);
    if (last == LT_MARK_NONE || !lt_marks_share(last, mark_at(build, at)))
        return false;
    put_gap(build, -em / 2, stretch, 0, build->para->boxes[build->para->box_count - 1].level);
    return true;
}

/* Puts the word [start, end) piece by piece: looks change in it, marks come together, or a no-break space stretches. */
static void put_pieces(struct build *build, uint32_t start, uint32_t end, bool divide)
{
    uint32_t points[POINTS_MAX];
    struct lt_word_part parts[POINTS_MAX + 1];
    size_t count = divide ? hyphen_points(build, start, end, points) : 0;
    for (uint32_t at = start; at < end;) {
        bool nbsp;
        move_to(build, at);
        uint32_t stop = piece_end(build, at, end, &nbsp), last = nbsp ? stop - 2 : stop;
        if (has_point(points, count, at, last)) {
            int32_t clusters;
            size_t made = cut_piece(build, at, last, points, count, parts, &clusters);
            put_parts(build, at, parts, made, made > 1 ? hyphen_width(build) : 0, clusters);
        } else { /* as a word of its own, which may have been met before */
            put_whole(build, at, last, false);
        }
        if (nbsp) {
            build->para->boxes[build->para->box_count - 1].end = stop;
            lt_fx space = extents(build)->space;
            put_gap(build, space, space / 2, space / 3, build->runs[build->run].level);
        }
        at = stop;
        if (at < end)
            close_up(build, at, 0);
    }
}

/* The boxes of [start, end), which ICU does not break. */
static void put_word(struct build *build, uint32_t start, uint32_t end)
{
    bool nbsp;
    move_to(build, start);
    bool divide = may_divide(build, start, end), whole = piece_end(build, start, end, &nbsp) == end && !nbsp;
    if (whole)
        put_whole(build, start, end, divide);
    else
        put_pieces(build, start, end, divide);
}

/* Between the last box and what follows at `at`: zero glue that spreads ideographs, a quarter of an em beside Latin; two
 * marks may share an empty half. */
static void spread(struct build *build, uint32_t at)
{
    struct lt_box *box = &build->para->boxes[build->para->box_count - 1];
    uint32_t script = box->script;
    if (at >= build->source->text.size || build->source->kind == LT_SET_CODE)
        return;
    lt_fx em = look_at(build, (uint32_t)build->stretch)->font.size_fx;
    if (close_up(build, at, em / 8))
        return;
    move_to(build, at);
    bool square = lt_is_ideographic(script), next = lt_is_ideographic(build->runs[build->run].script);
    uint32_t last = code_before(build->source->text, at), first = code_at(build->source->text, at);
    if (square != next && lt_wants_quarter(last, first))
        put_gap(build, em / 4, em / 8, em / 8, box->level);
    else if (square && next && build->source->kind == LT_SET_JUSTIFIED)
        put_gap(build, 0, em / 8, 0, box->level);
}

/* How much of the mark before `end`, which is `code`, hangs over the edge of a line that ends there. */
static lt_fx hang_of(struct build *build, uint32_t end, uint32_t code)
{
    lt_fx em = look_at(build, (uint32_t)build->stretch)->font.size_fx;
    enum lt_mark_class class = mark_at(build, before(build, end));
    if (class != LT_MARK_NONE)
        return class == LT_MARK_CLOSES || class == LT_MARK_STOPS ? em / 2 : class == LT_MARK_BLANK ? em : 0;
    int percent = lt_mark_hangs(code);
    if (!percent || build->source->kind != LT_SET_JUSTIFIED || build->runs[build->run].level & 1)
        return 0;
    return advance(build, before(build, end), end) * percent / 100;
}

/* How much of the mark that a line begins with hangs over its edge. */
static lt_fx hang_at(struct build *build, uint32_t start)
{
    move_to(build, start);
    return mark_at(build, start) == LT_MARK_OPENS ? look_at(build, (uint32_t)build->stretch)->font.size_fx / 2 : 0;
}

/* Lets the marks at the edges of lines hang over: the one before the last cut, the one after it. */
static void hang_marks(struct build *build, uint32_t end, uint32_t next, uint32_t last)
{
    struct lt_cut *cut = &build->para->cuts[build->para->cut_count - 1];
    if (build->source->kind == LT_SET_CODE || end == 0)
        return;
    move_to(build, end - 1);
    cut->hang = hang_of(build, end, last);
    if (next < build->source->text.size && code_at(build->source->text, next) >= 0x2018)
        cut->after = -hang_at(build, next);
}

static enum lt_cut_kind kind_of_end(uint32_t last)
{
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
        put_box(build, start, start, 0, 0);
    for (uint32_t i = 0; i < spaces; i++) {
        move_to(build, stop + i);
        lt_fx space = extents(build)->space;
        if (i > 0)
            put_box(build, stop + i, stop + i, 0, 0);
        build->para->boxes[build->para->box_count - 1].flags |= LT_BOX_SPACE;
        put_gap(build, space, space / 2, space / 3, build->runs[build->run].level);
    }
    if (newline)
        build->para->boxes[build->para->box_count - 1].flags |= LT_BOX_NEWLINE;
    uint32_t last = code_before(text, stop);
    bool forced = kind == LT_BREAK_REQUIRED, soft = last == SOFT_HYPHEN;
    if (spaces == 0 && !forced)
        spread(build, end);
    if (forced || spaces > 0)
        put_cut(build, forced ? LT_CUT_FORCED : LT_CUT_SPACE, 0, 0);
    else if (soft)
        put_cut(build, LT_CUT_HYPHEN, hyphen_width(build), 0);
    else
        put_cut(build, kind_of_end(last), 0, 0);
    if (!soft)
        hang_marks(build, stop, end, last);
}

/* The mark that the first line begins with hangs over too: an empty box stands there, and what follows comes closer. */
static void open_paragraph(struct build *build)
{
    lt_fx hang = build->source->text.size ? hang_at(build, 0) : 0;
    if (!hang)
        return;
    put_box(build, 0, 0, 0, 0);
    put_gap(build, -hang, 0, 0, build->runs[build->run].level);
}

lt_fx lt_shape_width(const struct lt_shape *shape, uint32_t line)
{
    lt_fx width = shape->measure - (line == 0 ? shape->first_indent : 0);
    return line < shape->inset_lines ? width - shape->inset : width;
}

/* Asks ICU about the text, unless it was asked before. */
static void analyse(struct lt_analysis *analysis, const struct lt_para_source *source, struct lt_tongue *tongue)
{
    if (analysis->breaks && analysis->text.data == source->text.data && analysis->text.size == source->text.size)
        return;
    lt_arena_clear(&analysis->arena);
    analysis->text = source->text;
    lt_text_breaks(tongue, source->text, source->lang, &analysis->arena, &analysis->breaks, &analysis->break_count);
    lt_text_runs(tongue, source->text, source->rtl, &analysis->arena, &analysis->runs, &analysis->run_count);
}

void lt_para_build(struct lt_para *para, const struct lt_para_source *source, struct lt_gauge *gauge,
                   struct lt_tongue *tongue, lt_fx narrowest, bool hyphens)
{
    struct lt_analysis *analysis = &para->analysis;
    analyse(analysis, source, tongue);
    struct build build = {.para = para, .source = source, .gauge = gauge, .tongue = tongue, .narrowest = narrowest,
                          .hyphens = hyphens && source->kind != LT_SET_CODE, .runs = analysis->runs,
                          .run_count = analysis->run_count, .face_run = SIZE_MAX, .extents_stretch = SIZE_MAX};
    para->source = source;
    para->box_count = para->cut_count = 0;
    para->hyphens = hyphens;
    para->em = source->stretch_count ? source->looks[source->stretches[0].look].font.size_fx : 0;
    const struct lt_break *breaks = analysis->breaks;
    if (build.run_count && source->stretch_count)
        open_paragraph(&build);
    for (size_t i = 0; i < analysis->break_count && build.run_count && source->stretch_count; i++)
        put_segment(&build, i ? breaks[i - 1].at : 0, breaks[i].at, breaks[i].kind);
    if (para->cut_count)
        para->cuts[para->cut_count - 1].hyphen += source->reserve;
}

void lt_para_finish(struct lt_para *para)
{
    free(para->boxes);
    free(para->cuts);
    lt_arena_finish(&para->analysis.arena);
    *para = (struct lt_para){0};
}
