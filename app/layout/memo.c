/*
 * memo.c: a ring of paragraphs: boxes, cuts and lines are copied in and out.
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

uint64_t lt_memo_key(const struct lt_para_source *source, const struct lt_shape *shape, const struct lt_break_rules *rules)
{
    uint64_t hash = lt_lexicon_hash(3, source->text.data, source->text.size);
    hash = lt_lexicon_hash(hash, source->lang, strlen(source->lang));
    const int64_t facts[] = {source->rtl, source->kind, source->reserve, shape->measure, shape->first_indent, shape->inset,
                             shape->inset_lines, rules ? rules->lines : 0};
    hash = lt_lexicon_hash(hash, facts, sizeof facts);
    for (size_t i = 0; i < source->stretch_count; i++) {
        hash = mix(mix(hash, source->stretches[i].start), source->stretches[i].end);
        hash = mix_look(hash, &source->looks[source->stretches[i].look]);
    }
    for (size_t i = 0; rules && i < rules->no_hyphen_count; i++)
        hash = mix(hash, rules->no_hyphen[i]);
    for (size_t i = 0; rules && i < rules->banned_count; i++)
        hash = mix(hash, -1 - (int64_t)rules->banned[i]);
    return hash;
}

static void copy_para(struct lt_para *to, const struct lt_para *from)
{
    to->boxes = lt_grow(to->boxes, &to->box_capacity, from->box_count, sizeof *to->boxes);
    to->cuts = lt_grow(to->cuts, &to->cut_capacity, from->cut_count, sizeof *to->cuts);
    memcpy(to->boxes, from->boxes, from->box_count * sizeof *to->boxes);
    memcpy(to->cuts, from->cuts, from->cut_count * sizeof *to->cuts);
    to->box_count = from->box_count;
    to->cut_count = from->cut_count;
    to->hyphens = from->hyphens;
    to->em = from->em;
}

static void copy_broken(struct lt_broken *to, const struct lt_broken *from)
{
    to->cuts = lt_grow(to->cuts, &to->capacity, from->count, sizeof *to->cuts);
    memcpy(to->cuts, from->cuts, from->count * sizeof *to->cuts);
    to->count = from->count;
    to->demerits = from->demerits;
}

bool lt_memo_recall(const struct lt_memo *memo, uint64_t key, const struct lt_para_source *source, struct lt_para *para,
                    struct lt_broken *out)
{
    for (size_t i = 0; i < LT_MEMO_PARAGRAPHS; i++)
        if (memo->entries[i].key == key) {
            copy_para(para, memo->entries[i].para);
            copy_broken(out, memo->entries[i].broken);
            para->source = source;
            return true;
        }
    return false;
}

void lt_memo_keep(struct lt_memo *memo, uint64_t key, const struct lt_para *para, const struct lt_broken *broken)
{
    if (para->box_count == 0 || para->cut_count == 0 || broken->count == 0 || para->box_count > LT_MEMO_MAX_BOXES)
        return;
    struct lt_memo_entry *entry = &memo->entries[memo->next++ % LT_MEMO_PARAGRAPHS];
    if (!entry->para) {
        entry->para = lt_alloc(1, sizeof *entry->para);
        entry->broken = lt_alloc(1, sizeof *entry->broken);
    }
    entry->key = key;
    copy_para(entry->para, para);
    copy_broken(entry->broken, broken);
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
