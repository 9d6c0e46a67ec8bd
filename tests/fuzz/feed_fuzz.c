/*
 * feed_fuzz.c: any bytes as a feed: it is read or refused, and what comes out is clean.
 */
#include "fuzz.h"

#include <lutrin/ingest.h>
#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

enum { ENTRIES_MAX = 20 };

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_text(const char *text)
{
    require(!text || lt_utf8_valid(lt_bytes_of(text)));
}

static void check_html(const char *html)
{
    static const char *const live[] = {"<script", "<style", "<iframe", "<object", "<svg", "<meta", "<link"};
    check_text(html);
    for (size_t i = 0; html && i < sizeof live / sizeof *live; i++)
        require(!strstr(html, live[i]));
}

/* Comments stand in order, within their limits, and hold nobody's address. */
static void check_thread(const struct lt_thread *thread)
{
    require(thread->count <= LT_COMMENTS_MAX);
    for (size_t i = 0; i < thread->count; i++) {
        const struct lt_comment *comment = &thread->list[i];
        struct lt_buf hidden = {0};
        check_text(comment->author);
        check_text(comment->text);
        require(comment->text[0] && strlen(comment->text) <= LT_COMMENT_MAX_BYTES);
        require(comment->parent >= -1 && comment->parent < (int32_t)i);
        require(lt_comment_depth(thread, i) < LT_COMMENT_MAX_DEPTH);
        lt_mail_hide(lt_bytes_of(comment->text), &hidden);
        require(lt_bytes_equal(lt_buf_slice(&hidden), lt_bytes_of(comment->text)));
        lt_buf_finish(&hidden);
    }
}

static void check_entry(const struct lt_feed *feed, const struct lt_entry *entry, struct lt_arena *arena)
{
    const struct lt_doc *doc;
    struct lt_buf dump = {0};
    check_text(entry->title);
    check_html(entry->content);
    check_html(entry->summary);
    check_thread(&entry->thread);
    if (lt_entry_doc(feed, entry, arena, NULL, &doc) == LT_OK)
        lt_doc_dump(doc, &dump);
    require(lt_utf8_valid(lt_buf_slice(&dump)));
    lt_buf_finish(&dump);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lt_arena arena = {0};
    const struct lt_feed *feed;
    struct lt_diag diag = {0};
    enum lt_err err = lt_feed_parse((struct lt_bytes){(const char *)data, size}, "https://a.example/feed", &arena, &diag, &feed);
    if (err == LT_OK) {
        check_text(feed->title);
        for (size_t i = 0; i < feed->entry_count && i < ENTRIES_MAX; i++)
            check_entry(feed, &feed->entries[i], &arena);
    } else {
        require(diag.what[0] != '\0');
    }
    struct lt_thread thread;
    if (lt_comments_parse((struct lt_bytes){(const char *)data, size}, NULL, &arena, NULL, &thread) == LT_OK)
        check_thread(&thread);
    lt_arena_finish(&arena);
    return 0;
}
