/*
 * comments.c: entries that are comments: those of a feed of comments, and those that Atom's threading (RFC 4685) hangs
 * below other entries of the same feed.
 */
#include "comments.h"

#include <lutrin/doc.h>

#include <stdlib.h>
#include <string.h>

const char *lt_comment_text(struct lt_bytes html, struct lt_arena *arena)
{
    static const struct lt_meta meta = {.title = "", .standfirst = "", .author = "", .kicker = "", .site = "", .url = "",
                                        .lang = "", .comments_url = "", .published = LT_NO_TIME, .updated = LT_NO_TIME,
                                        .comment_count = -1, .lead = -1};
    struct lt_arena scratch = {0};
    struct lt_buf text = {0};
    const struct lt_doc *doc;
    if (html.size && lt_fragment_doc(html, &meta, &scratch, NULL, &doc) == LT_OK)
        for (uint32_t i = 0; i < doc->block_count; i++) {
            struct lt_bytes block = lt_block_text(doc, &doc->blocks[i]);
            lt_buf_put(&text, block.data, block.size);
            lt_buf_putc(&text, '\n');
        }
    struct lt_bytes kept = lt_bytes_trim(lt_buf_slice(&text));
    const char *own = kept.size ? lt_arena_strndup(arena, kept.data, kept.size) : "";
    lt_buf_finish(&text);
    lt_arena_finish(&scratch);
    return own;
}

static struct lt_comment comment_of(const struct lt_entry *entry, struct lt_arena *arena)
{
    const char *html = entry->content ? entry->content : entry->summary;
    bool dated = entry->published != LT_NO_TIME;
    return (struct lt_comment){.author = entry->author.name, .text = lt_comment_text(lt_bytes_of(html), arena),
                               .published = dated ? entry->published : entry->updated, .utc_offset = entry->utc_offset,
                               .id = entry->id, .answers = entry->in_reply_to};
}

enum lt_err lt_comments_parse(struct lt_bytes data, const char *url, struct lt_arena *arena, struct lt_diag *diag,
                              struct lt_thread *ret_thread)
{
    struct lt_arena scratch = {0};
    const struct lt_feed *feed;
    enum lt_err err = lt_feed_parse(data, url, &scratch, diag, &feed);
    size_t count = err == LT_OK ? feed->entry_count : 0;
    count = count > LT_COMMENTS_MAX_FOUND ? LT_COMMENTS_MAX_FOUND : count;
    struct lt_comment *found = lt_arena_array(&scratch, count, sizeof *found);
    for (size_t i = 0; i < count; i++)
        found[i] = comment_of(&feed->entries[i], &scratch);
    if (err == LT_OK)
        *ret_thread = lt_thread_make(found, count, arena);
    lt_arena_finish(&scratch);
    return err;
}

struct named {
    const char *id;
    size_t index;
};

static int compare_named(const void *a, const void *b)
{
    const struct named *one = a, *two = b;
    int order = strcmp(one->id, two->id);
    return order ? order : (one->index > two->index) - (one->index < two->index);
}

static int compare_ids(const void *key, const void *item)
{
    return strcmp(key, ((const struct named *)item)->id);
}

/* 1 + the index of the entry that each one answers, 0 for none or itself. */
static void find_answered(const struct lt_entry *entries, size_t count, size_t *answered)
{
    struct named *names = lt_alloc(count, sizeof *names);
    size_t named = 0;
    for (size_t i = 0; i < count; i++)
        if (entries[i].id)
            names[named++] = (struct named){entries[i].id, i};
    qsort(names, named, sizeof *names, compare_named);
    for (size_t i = 0; i < count; i++) {
        const struct named *found = entries[i].in_reply_to
                                        ? bsearch(entries[i].in_reply_to, names, named, sizeof *names, compare_ids)
                                        : NULL;
        answered[i] = found && found->index != i ? found->index + 1 : 0;
    }
    free(names);
}

/* The article at the root of a chain of answers; an entry of a ring is an article of its own. Each chain that was
 * followed is shortened, so that all of them together cost no more than their number. */
static size_t root_of(size_t *answered, size_t count, size_t index)
{
    size_t root = index, steps = 0;
    while (answered[root] && steps++ <= count)
        root = answered[root] - 1;
    if (answered[root]) {
        answered[index] = 0;
        return index;
    }
    for (size_t at = index; answered[at];) {
        size_t next = answered[at] - 1;
        answered[at] = root + 1;
        at = next;
    }
    return root;
}

static int compare_roots(const void *a, const void *b)
{
    const size_t *one = a, *two = b;
    if (one[0] != two[0])
        return one[0] < two[0] ? -1 : 1;
    return (one[1] > two[1]) - (one[1] < two[1]);
}

void lt_comments_of_entries(struct lt_entry *entries, size_t count, struct lt_arena *arena)
{
    bool any = false;
    for (size_t i = 0; i < count; i++)
        any = any || entries[i].in_reply_to;
    if (!any)
        return;
    struct lt_arena scratch = {0};
    size_t *answered = lt_alloc(count, sizeof *answered), answers = 0;
    size_t(*pairs)[2] = lt_alloc(count, sizeof *pairs); /* root, answer */
    find_answered(entries, count, answered);
    for (size_t i = 0; i < count; i++) {
        size_t root = root_of(answered, count, i);
        if (root == i)
            continue;
        entries[i].comment_on = root + 1;
        pairs[answers][0] = root;
        pairs[answers++][1] = i;
    }
    qsort(pairs, answers, sizeof *pairs, compare_roots);
    struct lt_comment *found = lt_arena_array(&scratch, answers, sizeof *found);
    for (size_t i = 0, from = 0; i < answers; i++) {
        found[i] = comment_of(&entries[pairs[i][1]], &scratch);
        if (i + 1 < answers && pairs[i + 1][0] == pairs[i][0])
            continue;
        entries[pairs[i][0]].thread = lt_thread_make(found + from, i + 1 - from, arena);
        from = i + 1;
    }
    free(pairs);
    free(answered);
    lt_arena_finish(&scratch);
}
