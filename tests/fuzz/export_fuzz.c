/*
 * export_fuzz.c: any bytes as what publishers keep (WXR, Ghost, JSON Feed, Markdown, EPUB, OPML): read or refused with
 * a word, and what comes out is text that can be shown.
 */
#include "fuzz.h"

#include <lutrin/export.h>
#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

enum { ENTRIES_MAX = 20, FILE_MAX_BYTES = 1 << 20 };

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_list(struct lt_bytes data, struct lt_arena *arena)
{
    const struct lt_feed_list *list;
    struct lt_diag diag = {0};
    if (lt_opml_parse(data, arena, &diag, &list) != LT_OK) {
        require(diag.what[0] != '\0');
        return;
    }
    require(list->feed_count > 0 && list->feed_count <= LT_OPML_MAX_FEEDS);
    for (size_t i = 0; i < list->feed_count; i++)
        require(strncmp(list->feeds[i].url, "http", 4) == 0 && lt_utf8_valid(lt_bytes_of(list->feeds[i].title)));
}

static void check_book(struct lt_bytes data)
{
    static const char *const paths[] = {"META-INF/container.xml", "../escape", "a%2e%2e/b.xhtml"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct lt_buf file = {0};
        if (lt_epub_file(data, paths[i], FILE_MAX_BYTES, NULL, &file) == LT_OK)
            require(lt_buf_slice(&file).size <= FILE_MAX_BYTES);
        lt_buf_finish(&file);
    }
}

static void check_entries(struct lt_bytes data, struct lt_arena *arena)
{
    const struct lt_feed *feed;
    struct lt_diag diag = {0};
    if (lt_feed_parse(data, "https://a.example/export", arena, &diag, &feed) != LT_OK) {
        require(diag.what[0] != '\0');
        return;
    }
    for (size_t i = 0; i < feed->entry_count && i < ENTRIES_MAX; i++) {
        const struct lt_doc *doc;
        struct lt_buf dump = {0};
        if (lt_entry_doc(feed, &feed->entries[i], arena, NULL, &doc) == LT_OK)
            lt_doc_dump(doc, &dump);
        require(lt_utf8_valid(lt_buf_slice(&dump)));
        lt_buf_finish(&dump);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lt_arena arena = {0};
    struct lt_bytes bytes = {(const char *)data, size};
    enum lt_source_kind kind = lt_source_sniff(bytes);
    if (kind == LT_SOURCE_OPML)
        check_list(bytes, &arena);
    if (kind == LT_SOURCE_EPUB)
        check_book(bytes);
    check_entries(bytes, &arena);
    lt_arena_finish(&arena);
    return 0;
}
