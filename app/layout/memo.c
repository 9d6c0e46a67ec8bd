/*
 * memo.c: a ring of paragraphs: arrays of boxes, cuts and lines change hands with those of the paragraph that is worked on.
 */
#include "memo.h"

#include "para.h"

#include <stdlib.h>
#include <string.h>

#include <lutrin/arena.h>

static uint64_t mix(uint64_t hash, int64_t value)
{
    return lt_lexicon_hash(hash, &value, sizeof value);
}

static uint64_t mix_look(uint64_t hash, const struct lt_look *look)
{
    const int64_t facts[] = {look->font.family, look->font.style, look->font.size_fx, look->font.tracking_fx, look->marks};
    return lt_lexicon_hash(lt_lexicon_hash(hash, facts, sizeof facts), look->lang, strlen(look->lang));
}

uint64_t lt_memo_key(const struct lt_para_source *source, const struct lt_shape *shape)
{
    uint64_t hash = lt_lexicon_hash(3, source->text.data, source->text.size);
    hash = lt_lexicon_hash(hash, source->lang, strlen(source->lang));
    const int64_t facts[] = {source->rtl, source->kind, source->reserve, shape->measure, shape->first_indent, shape->inset,
                             shape->inset_lines};
    hash = lt_lexicon_hash(hash, facts, sizeof facts);
    for (size_t i = 0; i < source->stretch_count; i++) {
        hash = mix(mix(hash, source->stretches[i].start), source->stretches[i].end);
        hash = mix_look(hash, &source->looks[source->stretches[i].look]);
    }
    return hash;
}

static void swap_para(struct lt_para *a, struct lt_para *b)
{
    struct lt_para held = *a;
    struct lt_analysis here = a->analysis, there = b->analysis;
    *a = *b;
    *b = held;
    a->analysis = here; /* that of what is worked on stays */
    b->analysis = there;
}

void lt_broken_swap(struct lt_broken *a, struct lt_broken *b)
{
    struct lt_broken held = *a;
    *a = *b;
    *b = held;
}

bool lt_memo_take(struct lt_memo *memo, uint64_t key, const struct lt_para_source *source, struct lt_para *para,
                  struct lt_broken *out)
{
    for (size_t i = 0; i < LT_MEMO_PARAGRAPHS; i++) {
        struct lt_memo_entry *entry = &memo->entries[i];
        if (entry->key != key)
            continue;
        swap_para(para, entry->para);
        lt_broken_swap(out, entry->broken);
        para->source = source;
        entry->key = 0;
        memo->taken = i;
        return true;
    }
    return false;
}

void lt_memo_give(struct lt_memo *memo, uint64_t key, struct lt_para *para, struct lt_broken *broken)
{
    if (para->box_count == 0 || para->cut_count == 0 || broken->count == 0 || para->box_count > LT_MEMO_MAX_BOXES)
        return;
    struct lt_memo_entry *entry = &memo->entries[memo->taken];
    if (entry->key || !entry->para)
        entry = &memo->entries[memo->next++ % LT_MEMO_PARAGRAPHS];
    if (!entry->para) {
        entry->para = lt_alloc(1, sizeof *entry->para);
        entry->broken = lt_alloc(1, sizeof *entry->broken);
    }
    entry->key = key;
    swap_para(para, entry->para);
    lt_broken_swap(broken, entry->broken);
    para->box_count = para->cut_count = broken->count = 0;
}

void lt_memo_finish(struct lt_memo *memo)
{
    for (size_t i = 0; i < LT_MEMO_PARAGRAPHS; i++) {
        if (!memo->entries[i].para)
            continue;
        lt_para_finish(memo->entries[i].para);
        lt_broken_finish(memo->entries[i].broken);
        free(memo->entries[i].para);
        free(memo->entries[i].broken);
    }
    *memo = (struct lt_memo){0};
}
