/*
 * shaper.c: knows how a run is cut by the faces that have its characters, shaped by HarfBuzz, and remembered.
 *
 * A character that no face has is set as a middle dot and reported. Advances stay in 1/64 pixel: the whole-pixel width
 * of SDL2_ttf's light hinting is their sum rounded down.
 */
#include "shaper.h"

#include <stdlib.h>
#include <string.h>

#include <hb-ot.h>

#include <lutrin/arena.h>
#include <lutrin/utf8.h>

enum {
    CALM_MARK = 0x00B7, /* stands for what no face has */
    LEFT_OUT = 0,       /* in place of a character that is not given to HarfBuzz */
    FEATURES_MAX = 6,
    SLOTS_FIRST = 1024, /* a power of two */
};

struct entry {
    uint64_t hash;
    struct lt_bytes key;
    struct lt_shape shape;
};

struct lt_shaper {
    struct lt_picker *picker;
    hb_buffer_t *buffer;
    uint32_t *codes;         /* of the run in hand */
    struct lt_face **faces;  /* by character of it */
    size_t code_count, code_capacity, face_capacity;
    struct lt_glyph *glyphs; /* made so far */
    size_t glyph_count, glyph_capacity;
    int32_t clusters;        /* among them */
    struct lt_buf key;
    struct lt_arena arena;   /* of the entries */
    struct entry **slots;
    size_t slot_count, entry_count;
};

static bool joins_next(uint32_t code)
{
    return code == 0x200D;
}

/* Does the character belong to the cluster before it? */
static bool joins_previous(uint32_t code, uint32_t before)
{
    hb_unicode_general_category_t kind = hb_unicode_general_category(hb_unicode_funcs_get_default(), code);
    bool flags = code >= 0x1F1E6 && code <= 0x1F1FF && before >= 0x1F1E6 && before <= 0x1F1FF;
    return joins_next(before) || joins_next(code) || code == 0x200C || (code >= 0x1F3FB && code <= 0x1F3FF) ||
           (code >= 0xE0020 && code <= 0xE007F) || (code >= 0x1160 && code <= 0x11FF) || flags ||
           kind == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           kind == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK || kind == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

static void decode(struct lt_shaper *shaper, struct lt_bytes text)
{
    shaper->codes = lt_grow(shaper->codes, &shaper->code_capacity, text.size + 1, sizeof *shaper->codes);
    shaper->faces = lt_grow(shaper->faces, &shaper->face_capacity, text.size + 1, sizeof *shaper->faces);
    shaper->code_count = 0;
    for (size_t at = 0; at < text.size;) {
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        shaper->codes[shaper->code_count++] = code < 0x20 ? 0x20 : code;
    }
}

static size_t cluster_end(const struct lt_shaper *shaper, size_t start)
{
    size_t end = start + 1;
    while (end < shaper->code_count && joins_previous(shaper->codes[end], shaper->codes[end - 1]))
        end++;
    return end;
}

static struct lt_cluster cluster_at(const struct lt_shaper *shaper, const struct lt_run_text *run, size_t start,
                                    size_t end)
{
    return (struct lt_cluster){shaper->codes + start, end - start, run->script, run->lang};
}

/* A letter of a script that shares its marks with Latin but draws them square: of 0 there is none. */
static uint32_t square_letter(uint32_t script)
{
    switch (script) {
    case HB_SCRIPT_HAN: return 0x4E00;
    case HB_SCRIPT_HIRAGANA: return 0x3042;
    case HB_SCRIPT_KATAKANA: return 0x30A2;
    default: return 0;
    }
}

/* The face of the run's first character that is of its script: common characters between follow it. Squares without a letter
 * follow the face of letters too, so that a mark looks the same whether it is set alone or in a word. */
static struct lt_face *find_lead(struct lt_shaper *shaper, const struct lt_font *font, const struct lt_run_text *run)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    uint32_t letter = square_letter(run->script);
    struct lt_cluster cluster = {&letter, 1, run->script, run->lang};
    bool found = letter != 0;
    for (size_t i = 0; i < shaper->code_count; i++)
        if ((uint32_t)hb_unicode_script(unicode, shaper->codes[i]) == run->script) {
            cluster = cluster_at(shaper, run, i, cluster_end(shaper, i));
            found = true;
            break;
        }
    return found ? lt_picker_pick(shaper->picker, font, &cluster, NULL) : NULL;
}

/* Puts the calm mark in the place of a cluster that no face has. */
static void mark_missing(struct lt_shaper *shaper, struct lt_face *face, size_t start, size_t end)
{
    lt_picker_miss(shaper->picker, shaper->codes[start]);
    for (size_t i = start; i < end; i++) {
        shaper->codes[i] = i == start ? (lt_face_has(face, CALM_MARK) ? CALM_MARK : '.') : LEFT_OUT;
        shaper->faces[i] = face;
    }
}

static void assign_cluster(struct lt_shaper *shaper, struct lt_face *face, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        uint32_t code = shaper->codes[i];
        shaper->faces[i] = face;
        if ((code == 0x2010 || code == 0x2011) && !lt_face_has(face, code) && !lt_face_has(face, 0x2010)) {
            shaper->codes[i] = '-';
        } else if (!lt_picker_shows(face, code)) {
            lt_picker_miss(shaper->picker, code);
            shaper->codes[i] = LEFT_OUT;
        }
    }
}

static void assign_faces(struct lt_shaper *shaper, const struct lt_font *font, const struct lt_run_text *run)
{
    struct lt_face *lead = find_lead(shaper, font, run);
    for (size_t start = 0, end; start < shaper->code_count; start = end) {
        end = cluster_end(shaper, start);
        struct lt_cluster cluster = cluster_at(shaper, run, start, end);
        struct lt_face *face = lt_picker_pick(shaper->picker, font, &cluster, lead);
        if (face)
            assign_cluster(shaper, face, start, end);
        else
            mark_missing(shaper, lt_picker_main(shaper->picker, font->family, font->style), start, end);
    }
}

static void want(hb_feature_t *features, unsigned *count, const char *tag, uint32_t value)
{
    features[(*count)++] = (hb_feature_t){hb_tag_from_string(tag, -1), value, HB_FEATURE_GLOBAL_START,
                                          HB_FEATURE_GLOBAL_END};
}

/* Are the letters set apart so that one sees it? A justified line's tracking is far below that. */
static bool is_spaced_out(const struct lt_font *font)
{
    return font->tracking_fx * LT_TRACKING_SMALL > font->size_fx;
}

/* Scripts of capitals and small letters, among which old-style figures stand as words do; figures in others are lining. */
static bool has_small_letters(uint32_t script)
{
    switch (script) {
    case 0:
    case HB_SCRIPT_LATIN:
    case HB_SCRIPT_GREEK:
    case HB_SCRIPT_CYRILLIC:
    case HB_SCRIPT_ARMENIAN: return true;
    default: return false;
    }
}

/* Old-style figures in the serifs, lining ones in the sans, in tables and beside letters of one height; no ligatures in
 * spaced or typewritten text. */
static unsigned choose_features(const struct lt_font *font, uint32_t script, hb_feature_t *features)
{
    unsigned count = 0;
    bool figures = font->style & LT_STYLE_FIGURES;
    bool serif = !figures && (font->family == LT_FAMILY_BODY || font->family == LT_FAMILY_TITLE);
    want(features, &count, "kern", 1);
    if (font->family != LT_FAMILY_MONO)
        want(features, &count, serif && has_small_letters(script) ? "onum" : "lnum", 1);
    if (font->style & LT_STYLE_SMALL_CAPS)
        want(features, &count, "smcp", 1);
    if (figures)
        want(features, &count, "tnum", 1);
    if (is_spaced_out(font) || font->family == LT_FAMILY_MONO) {
        want(features, &count, "liga", 0);
        want(features, &count, "clig", 0);
    }
    if (font->family == LT_FAMILY_MONO)
        want(features, &count, "calt", 0);
    return count;
}

static void fill_buffer(struct lt_shaper *shaper, const struct lt_run_text *run, size_t start, size_t end)
{
    bool thin = shaper->faces[start]->wide_narrow;
    hb_buffer_clear_contents(shaper->buffer);
    for (size_t i = start; i < end; i++) {
        uint32_t code = shaper->codes[i];
        if (code != LEFT_OUT)
            hb_buffer_add(shaper->buffer, thin && code == LT_NARROW_NO_BREAK_SPACE ? LT_THIN_SPACE : code, (unsigned)i);
    }
    hb_buffer_set_content_type(shaper->buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_set_cluster_level(shaper->buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
    hb_buffer_set_direction(shaper->buffer, run->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(shaper->buffer,
                         run->script ? hb_script_from_iso15924_tag(run->script) : HB_SCRIPT_COMMON);
    hb_buffer_set_language(shaper->buffer, hb_language_from_string(run->lang ? run->lang : "", -1));
}

/* Shapes characters of one face and appends the glyphs at `pen`; returns where the pen stands then. */
static lt_fx shape_part(struct lt_shaper *shaper, const struct lt_font *font, const struct lt_run_text *run,
                        size_t start, size_t end, lt_fx pen)
{
    struct lt_face *face = shaper->faces[start];
    hb_feature_t features[FEATURES_MAX];
    unsigned feature_count = choose_features(font, run->script, features), count;
    fill_buffer(shaper, run, start, end);
    hb_font_set_scale(face->hb, font->size_fx, font->size_fx);
    hb_shape(face->hb, shaper->buffer, features, feature_count);
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, &count);
    const hb_glyph_position_t *place = hb_buffer_get_glyph_positions(shaper->buffer, &count);
    shaper->glyphs = lt_grow(shaper->glyphs, &shaper->glyph_capacity, shaper->glyph_count + count + 1,
                             sizeof *shaper->glyphs);
    for (unsigned i = 0; i < count; i++) {
        if (info[i].codepoint != 0)
            shaper->glyphs[shaper->glyph_count++] =
                (struct lt_glyph){face, info[i].codepoint, pen + place[i].x_offset, -place[i].y_offset};
        pen += place[i].x_advance;
        if (i + 1 == count || info[i + 1].cluster != info[i].cluster)
            pen += font->tracking_fx, shaper->clusters++;
    }
    return pen;
}

static size_t part_end(const struct lt_shaper *shaper, size_t start)
{
    size_t end = start + 1;
    while (end < shaper->code_count && shaper->faces[end] == shaper->faces[start])
        end++;
    return end;
}

static size_t part_start(const struct lt_shaper *shaper, size_t end)
{
    size_t start = end - 1;
    while (start > 0 && shaper->faces[start - 1] == shaper->faces[end - 1])
        start--;
    return start;
}

/* Shapes the whole run part by part from left to right. */
static lt_fx shape_parts(struct lt_shaper *shaper, const struct lt_font *font, const struct lt_run_text *run)
{
    lt_fx pen = 0;
    shaper->glyph_count = 0;
    shaper->clusters = 0;
    if (run->rtl) {
        for (size_t end = shaper->code_count, start; end > 0; end = start) {
            start = part_start(shaper, end);
            pen = shape_part(shaper, font, run, start, end, pen);
        }
    } else {
        for (size_t start = 0, end; start < shaper->code_count; start = end) {
            end = part_end(shaper, start);
            pen = shape_part(shaper, font, run, start, end, pen);
        }
    }
    return pen > 0 ? pen : 0;
}

static void make_key(struct lt_shaper *shaper, const struct lt_font *font, const struct lt_run_text *run)
{
    const char *lang = run->lang ? run->lang : "";
    lt_buf_clear(&shaper->key);
    lt_buf_putc(&shaper->key, (char)font->family);
    lt_buf_putc(&shaper->key, (char)(font->style | (run->rtl ? 0x80 : 0)));
    lt_buf_put(&shaper->key, &font->size_fx, sizeof font->size_fx);
    lt_buf_put(&shaper->key, &font->tracking_fx, sizeof font->tracking_fx);
    lt_buf_put(&shaper->key, &run->script, sizeof run->script);
    lt_buf_put(&shaper->key, lang, strlen(lang) + 1);
    lt_buf_put(&shaper->key, run->text.data, run->text.size);
}

static struct entry **find_slot(struct entry **slots, size_t slot_count, uint64_t hash, struct lt_bytes key)
{
    size_t i = (size_t)hash & (slot_count - 1);
    while (slots[i] && (slots[i]->hash != hash || !lt_bytes_equal(slots[i]->key, key)))
        i = (i + 1) & (slot_count - 1);
    return &slots[i];
}

static void forget_all(struct lt_shaper *shaper)
{
    lt_arena_finish(&shaper->arena);
    memset(shaper->slots, 0, shaper->slot_count * sizeof *shaper->slots);
    shaper->entry_count = 0;
}

static void grow_slots(struct lt_shaper *shaper)
{
    size_t count = shaper->slot_count * 2;
    struct entry **slots = lt_alloc(count, sizeof *slots);
    for (size_t i = 0; i < shaper->slot_count; i++)
        if (shaper->slots[i])
            *find_slot(slots, count, shaper->slots[i]->hash, shaper->slots[i]->key) = shaper->slots[i];
    free(shaper->slots);
    shaper->slots = slots;
    shaper->slot_count = count;
}

static const struct lt_shape *remember(struct lt_shaper *shaper, uint64_t hash, lt_fx advance)
{
    struct lt_bytes key = lt_buf_slice(&shaper->key);
    if (shaper->arena.used_bytes > LT_SHAPES_MAX_BYTES)
        forget_all(shaper);
    if (shaper->entry_count * 2 >= shaper->slot_count)
        grow_slots(shaper);
    struct entry *entry = lt_arena_alloc(&shaper->arena, sizeof *entry);
    char *copy = lt_arena_alloc(&shaper->arena, key.size);
    struct lt_glyph *glyphs = lt_arena_array(&shaper->arena, shaper->glyph_count, sizeof *glyphs);
    memcpy(copy, key.data, key.size);
    if (shaper->glyph_count)
        memcpy(glyphs, shaper->glyphs, shaper->glyph_count * sizeof *glyphs);
    *entry = (struct entry){hash, {copy, key.size}, {advance, (uint32_t)shaper->glyph_count, glyphs}};
    *find_slot(shaper->slots, shaper->slot_count, hash, entry->key) = entry;
    shaper->entry_count++;
    return &entry->shape;
}

struct lt_shaper *lt_shaper_create(struct lt_picker *picker)
{
    struct lt_shaper *shaper = lt_alloc(1, sizeof *shaper);
    shaper->picker = picker;
    shaper->buffer = hb_buffer_create();
    shaper->slot_count = SLOTS_FIRST;
    shaper->slots = lt_alloc(shaper->slot_count, sizeof *shaper->slots);
    return shaper;
}

void lt_shaper_destroy(struct lt_shaper *shaper)
{
    if (!shaper)
        return;
    hb_buffer_destroy(shaper->buffer);
    free(shaper->codes);
    free(shaper->faces);
    free(shaper->glyphs);
    lt_buf_finish(&shaper->key);
    lt_arena_finish(&shaper->arena);
    free(shaper->slots);
    free(shaper);
}

const struct lt_shape *lt_shaper_shape(struct lt_shaper *shaper, const struct lt_font *font,
                                       const struct lt_run_text *run)
{
    make_key(shaper, font, run);
    uint64_t hash = lt_hash(lt_buf_slice(&shaper->key), 0);
    struct entry *known = *find_slot(shaper->slots, shaper->slot_count, hash, lt_buf_slice(&shaper->key));
    if (known)
        return &known->shape;
    decode(shaper, run->text);
    assign_faces(shaper, font, run);
    return remember(shaper, hash, shape_parts(shaper, font, run));
}

/* Shapes a run without a memory; its glyphs are in the shaper. */
static lt_fx measure(struct lt_shaper *shaper, const struct lt_font *font, const struct lt_run_text *run)
{
    decode(shaper, run->text);
    assign_faces(shaper, font, run);
    return shape_parts(shaper, font, run);
}

static bool of_script(uint32_t code, uint32_t script)
{
    return (uint32_t)hb_unicode_script(hb_unicode_funcs_get_default(), code) == script;
}

/* The advance before character `place` of the run that was just shaped as one part from left to right; -1 when the glyphs
 * around it, or the choice of their face, hang together. */
static lt_fx advance_before(const struct lt_shaper *shaper, const struct lt_font *font, uint32_t script, uint32_t place)
{
    if (place == 0 || place >= shaper->code_count || !of_script(shaper->codes[place - 1], script) ||
        !of_script(shaper->codes[place], script))
        return -1;
    unsigned count;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, &count);
    const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(shaper->buffer, &count);
    lt_fx pen = 0;
    unsigned i = 0;
    for (; i < count && info[i].cluster < place; i++) {
        pen += position[i].x_advance;
        if (i + 1 == count || info[i + 1].cluster != info[i].cluster)
            pen += font->tracking_fx;
    }
    bool apart = i < count && info[i].cluster == place &&
                 !(hb_glyph_info_get_glyph_flags(&info[i]) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK);
    return apart && pen >= 0 ? pen : -1;
}

lt_fx lt_shaper_divide(struct lt_shaper *shaper, const struct lt_font *font, const struct lt_run_text *run,
                       const uint32_t *places, size_t count, struct lt_divided *ret_parts, int32_t *ret_clusters)
{
    lt_fx whole = measure(shaper, font, run);
    *ret_clusters = shaper->clusters;
    bool one = !run->rtl && shaper->code_count && part_end(shaper, 0) == shaper->code_count;
    uint32_t place = 0;
    for (size_t i = 0, at = 0; i < count; i++) {
        for (; at < places[i]; place++)
            lt_utf8_next(run->text.data, run->text.size, &at);
        ret_parts[i].before = one ? advance_before(shaper, font, run->script, place) : -1;
        ret_parts[i].after = whole - ret_parts[i].before;
    }
    for (size_t i = 0; i < count; i++) {
        if (ret_parts[i].before >= 0 && ret_parts[i].after >= 0)
            continue;
        struct lt_run_text before = *run, after = *run;
        before.text.size = places[i];
        after.text = (struct lt_bytes){run->text.data + places[i], run->text.size - places[i]};
        ret_parts[i] = (struct lt_divided){measure(shaper, font, &before), measure(shaper, font, &after)};
    }
    return whole;
}
