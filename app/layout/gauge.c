/*
 * gauge.c: measured widths by (font, run), in a table that is emptied when it has grown too large.
 *
 * A slot holds the 64-bit hash of what was measured and not the text itself: two runs of one article that share it are
 * not expected in the life of a kiosk.
 */
#include "table.h"
#include "text_work.h"

#include <stdlib.h>
#include <string.h>

#include <lutrin/arena.h>

enum { SLOTS_FIRST = 1 << 10, SLOTS_MAX = 1 << 18 };

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static uint64_t key_of(const struct lt_font *font, const struct lt_run_text *run)
{
    uint64_t hash = mix(UINT64_C(0x51ED270B), (uint64_t)font->family << 8 | font->style | (uint64_t)run->rtl << 16);
    hash = mix(hash, (uint64_t)(uint32_t)font->size_fx << 32 | (uint32_t)font->tracking_fx);
    hash = mix(hash, run->script);
    hash = mix(hash, run->text.size);
    for (const char *c = run->lang; c && *c; c++)
        hash = mix(hash, (unsigned char)*c);
    size_t at = 0;
    for (; at + 8 <= run->text.size; at += 8) {
        uint64_t word;
        memcpy(&word, run->text.data + at, 8);
        hash = mix(hash, word);
    }
    uint64_t rest = 0;
    if (at < run->text.size)
        memcpy(&rest, run->text.data + at, run->text.size - at);
    hash = mix(hash, rest);
    return hash ? hash : 1;
}

static struct lt_gauge_slot *slot_of(struct lt_gauge_slot *slots, size_t capacity, uint64_t key)
{
    size_t at = (size_t)(key ^ key >> 32) & (capacity - 1);
    while (slots[at].key && slots[at].key != key)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static void make_room(struct lt_gauge *gauge)
{
    if (gauge->count * 4 < gauge->capacity * 3)
        return;
    if (gauge->capacity >= SLOTS_MAX) {
        memset(gauge->slots, 0, gauge->capacity * sizeof *gauge->slots);
        gauge->count = 0;
        return;
    }
    size_t capacity = gauge->capacity ? gauge->capacity * 2 : SLOTS_FIRST;
    struct lt_gauge_slot *slots = lt_alloc(capacity, sizeof *slots);
    for (size_t i = 0; i < gauge->capacity; i++)
        if (gauge->slots[i].key)
            *slot_of(slots, capacity, gauge->slots[i].key) = gauge->slots[i];
    free(gauge->slots);
    gauge->slots = slots;
    gauge->capacity = capacity;
}

void lt_gauge_init(struct lt_gauge *gauge, const struct lt_ruler *ruler)
{
    *gauge = (struct lt_gauge){.ruler = ruler};
}

void lt_gauge_finish(struct lt_gauge *gauge)
{
    free(gauge->slots);
    lt_lexicon_finish(&gauge->lexicon);
    if (gauge->memo)
        lt_memo_finish(gauge->memo);
    free(gauge->memo);
    lt_text_work_destroy(gauge->work);
    lt_table_destroy(gauge->table);
    lt_table_destroy(gauge->form);
    lt_arena_finish(&gauge->scratch);
    *gauge = (struct lt_gauge){0};
}

struct lt_gauge *lt_gauge_create(const struct lt_ruler *ruler)
{
    struct lt_gauge *gauge = lt_alloc(1, sizeof *gauge);
    lt_gauge_init(gauge, ruler);
    return gauge;
}

void lt_gauge_destroy(struct lt_gauge *gauge)
{
    if (gauge)
        lt_gauge_finish(gauge);
    free(gauge);
}

static struct lt_gauge_slot *find(struct lt_gauge *gauge, const struct lt_font *font, const struct lt_run_text *run)
{
    make_room(gauge);
    uint64_t key = key_of(font, run);
    struct lt_gauge_slot *slot = slot_of(gauge->slots, gauge->capacity, key);
    if (!slot->key) {
        *slot = (struct lt_gauge_slot){key, -1, -1};
        gauge->count++;
    }
    return slot;
}

struct lt_memo *lt_gauge_memo(struct lt_gauge *gauge)
{
    gauge = gauge->shared ? gauge->shared : gauge;
    if (!gauge->memo)
        gauge->memo = lt_alloc(1, sizeof *gauge->memo);
    return gauge->memo;
}

struct lt_lexicon *lt_gauge_lexicon(struct lt_gauge *gauge)
{
    return gauge->shared ? &gauge->shared->lexicon : &gauge->lexicon;
}

lt_fx lt_gauge_divide(struct lt_gauge *gauge, const struct lt_font *font, const struct lt_run_text *run,
                      const uint32_t *places, size_t count, struct lt_divided *ret_parts, int32_t *ret_clusters)
{
    const struct lt_ruler *ruler = gauge->ruler;
    if (gauge->shared)
        return lt_gauge_divide(gauge->shared, font, run, places, count, ret_parts, ret_clusters);
    if (ruler->divide && run->text.size > 0)
        return ruler->divide(ruler->self, font, run, places, count, ret_parts, ret_clusters);
    *ret_clusters = -1;
    for (size_t i = 0; i < count; i++) {
        struct lt_run_text before = *run, after = *run;
        before.text.size = places[i];
        after.text = (struct lt_bytes){run->text.data + places[i], run->text.size - places[i]};
        ret_parts[i] = (struct lt_divided){lt_gauge_advance(gauge, font, &before), lt_gauge_advance(gauge, font, &after)};
    }
    return lt_gauge_advance(gauge, font, run);
}

lt_fx lt_gauge_advance(struct lt_gauge *gauge, const struct lt_font *font, const struct lt_run_text *run)
{
    if (run->text.size == 0)
        return 0;
    if (gauge->shared)
        return lt_gauge_advance(gauge->shared, font, run);
    const struct lt_ruler *ruler = gauge->ruler;
    struct lt_font plain = *font;
    lt_fx tracking = font->tracking_fx;
    bool small = (int64_t)(tracking < 0 ? -tracking : tracking) * LT_TRACKING_SMALL <= font->size_fx;
    plain.tracking_fx = small ? 0 : tracking;
    struct lt_gauge_slot *slot = find(gauge, &plain, run);
    if (slot->advance < 0)
        slot->advance = ruler->advance(ruler->self, &plain, run);
    if (!small || tracking == 0)
        return slot->advance;
    plain.tracking_fx = 1;
    if (slot->clusters < 0)
        slot->clusters = ruler->advance(ruler->self, &plain, run) - slot->advance;
    lt_fx advance = slot->advance + tracking * slot->clusters;
    return advance > 0 ? advance : 0;
}

struct lt_extents lt_gauge_extents(struct lt_gauge *gauge, const struct lt_font *font)
{
    if (gauge->shared)
        return lt_gauge_extents(gauge->shared, font);
    for (size_t i = 0; i < gauge->font_count; i++)
        if (lt_font_equal(&gauge->fonts[i].font, font))
            return gauge->fonts[i].extents;
    struct lt_gauge_font *slot = &gauge->fonts[gauge->next_font++ % LT_GAUGE_FONTS];
    slot->font = *font;
    gauge->ruler->extents(gauge->ruler->self, font, &slot->extents);
    if (gauge->font_count < LT_GAUGE_FONTS)
        gauge->font_count++;
    return slot->extents;
}

bool lt_font_equal(const struct lt_font *a, const struct lt_font *b)
{
    return a->family == b->family && a->style == b->style && a->size_fx == b->size_fx &&
           a->tracking_fx == b->tracking_fx;
}
