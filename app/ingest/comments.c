/*
 * comments.c: entries that are comments: those of a feed of comments.
 */
#include "comments.h"

#include <lutrin/doc.h>


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

struct lt_comment lt_comment_of(const struct lt_entry *entry, struct lt_arena *arena)
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
        found[i] = lt_comment_of(&feed->entries[i], &scratch);
    if (err == LT_OK)
        *ret_thread = lt_thread_make(found, count, arena);
    lt_arena_finish(&scratch);
    return err;
}
