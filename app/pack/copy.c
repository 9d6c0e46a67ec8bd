/*
 * copy.c: a document of its own memory. Reading a source leaves much behind (trees weighed, markup cleaned, entries not
 * kept); only the documents are carried on.
 */
#include "press.h"

#include <string.h>

static const char *dup(const char *text, struct lt_arena *arena)
{
    return text && text[0] ? lt_arena_strdup(arena, text) : text ? "" : NULL;
}

static void *copy(const void *items, size_t count, size_t size, struct lt_arena *arena)
{
    void *own = lt_arena_array(arena, count, size);
    if (count)
        memcpy(own, items, count * size);
    return own;
}

static void copy_meta(struct lt_meta *meta, struct lt_arena *arena)
{
    const char **texts[] = {&meta->title, &meta->standfirst, &meta->author, &meta->kicker,
                            &meta->site,  &meta->url,        &meta->lang,   &meta->comments_url};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = dup(*texts[i], arena);
}

static void copy_related(struct lt_related *related, struct lt_arena *arena)
{
    const char **texts[] = {&related->title, &related->teaser, &related->author, &related->url, &related->picture_url};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = dup(*texts[i], arena);
}

const struct lt_doc *lt_press_copy_doc(const struct lt_doc *doc, struct lt_arena *arena, struct lt_arena *meta_arena)
{
    struct lt_doc *own = copy(doc, 1, sizeof *doc, arena);
    struct lt_block *blocks = copy(doc->blocks, doc->block_count, sizeof *blocks, arena);
    struct lt_span *spans = copy(doc->spans, doc->span_count, sizeof *spans, arena);
    struct lt_picture *pictures = copy(doc->pictures, doc->picture_count, sizeof *pictures, arena);
    struct lt_related *related = copy(doc->related, doc->related_count, sizeof *related, arena);
    const char *lang = "";
    copy_meta(&own->meta, meta_arena);
    for (uint32_t i = 0; i < doc->block_count; i++) { /* one after another mostly speak the same */
        if (strcmp(blocks[i].lang, lang) != 0)
            lang = lt_arena_strdup(arena, blocks[i].lang);
        blocks[i].lang = lang;
    }
    for (uint32_t i = 0; i < doc->span_count; i++)
        spans[i].target = dup(spans[i].target, arena);
    for (uint32_t i = 0; i < doc->picture_count; i++) {
        pictures[i].url = dup(pictures[i].url, arena);
        pictures[i].alt = dup(pictures[i].alt, arena);
    }
    for (uint32_t i = 0; i < doc->related_count; i++)
        copy_related(&related[i], arena);
    own->text = lt_arena_strndup(arena, doc->text, doc->text_size);
    own->blocks = blocks;
    own->spans = spans;
    own->pictures = pictures;
    own->related = related;
    return own;
}
