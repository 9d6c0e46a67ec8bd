/*
 * html_fuzz.c: any bytes as a web page and as a fragment of HTML: it is read or refused, and what comes out
 * is clean.
 */
#include "fuzz.h"

#include <lutrin/ingest.h>
#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_doc(const struct lt_doc *doc)
{
    struct lt_buf dump = {0};
    lt_doc_dump(doc, &dump);
    require(lt_utf8_valid(lt_buf_slice(&dump)));
    for (uint32_t i = 0; i < doc->block_count; i++) {
        const struct lt_block *block = &doc->blocks[i];
        require(block->text.start <= block->text.end && block->text.end <= doc->text_size);
        require(block->picture < (int32_t)doc->picture_count);
        if (block->role == LT_ROLE_CELL)
            require(block->cell.column + block->cell.column_span <= LT_DOC_MAX_COLUMNS && block->cell.row_span > 0);
    }
    lt_buf_finish(&dump);
}

static void check_html(struct lt_bytes html)
{
    static const char *const live[] = {"<script", "<style", "<iframe", "<object", "<embed", "<svg", "<meta", "<link"};
    require(lt_utf8_valid(html));
    for (size_t i = 0; html.size > 0 && i < sizeof live / sizeof *live; i++)
        require(!strstr(html.data, live[i]));
}

static void run_page(struct lt_bytes data)
{
    struct lt_arena arena = {0};
    struct lt_html_page page;
    if (lt_html_extract(data, "https://a.example/b/", &arena, NULL, &page) == LT_OK) {
        check_doc(page.doc);
        check_html(lt_bytes_of(page.html));
        require(!strstr(page.html, "<form") && !strstr(page.html, "<input"));
    }
    lt_arena_finish(&arena);
}

/* Whatever is taken for a selector is one that libxml2 can look for. */
static void run_selector(struct lt_bytes data)
{
    static const char page_text[] = "<html><body><div class='a b' id=c><p>Some words that are long enough to be an article, "
                                    "for all that anybody knows of them.</p></div><p title=d>More.</p></body></html>";
    struct lt_arena arena = {0};
    struct lt_html_page page;
    const char *xpath, *end = data.size ? memchr(data.data, '\0', data.size) : NULL;
    const char *text = lt_arena_strndup(&arena, data.data, end ? (size_t)(end - data.data) : data.size);
    if (lt_selector_compile(text, &arena, NULL, &xpath) == LT_OK) {
        struct lt_choice choice = {.keep = xpath};
        (void)lt_html_extract_chosen(lt_bytes_of(page_text), NULL, &choice, &arena, NULL, &page);
        choice = (struct lt_choice){.drop = xpath};
        (void)lt_html_extract_chosen(lt_bytes_of(page_text), NULL, &choice, &arena, NULL, &page);
    }
    lt_arena_finish(&arena);
}

static void run_fragment(struct lt_bytes data)
{
    struct lt_arena arena = {0};
    struct lt_buf clean = {0}, text = {0};
    const struct lt_doc *doc;
    struct lt_meta meta = {.title = "A", .url = "https://a.example/", .lead = -1, .comment_count = -1,
                           .published = LT_NO_TIME, .updated = LT_NO_TIME};
    if (lt_fragment_doc(data, &meta, &arena, NULL, &doc) == LT_OK)
        check_doc(doc);
    lt_html_clean(data, "https://a.example/", &clean);
    check_html(lt_buf_slice(&clean));
    lt_html_text(data, &text);
    require(lt_utf8_valid(lt_buf_slice(&text)));
    lt_buf_finish(&clean);
    lt_buf_finish(&text);
    lt_arena_finish(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    run_selector((struct lt_bytes){(const char *)data, size});
    run_page((struct lt_bytes){(const char *)data, size});
    run_fragment((struct lt_bytes){(const char *)data, size});
    return 0;
}
