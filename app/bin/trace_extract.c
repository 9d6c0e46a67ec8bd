/*
 * trace_extract.c: `lutrin-trace extract`: the article of a saved web page as JSON, or as the document it becomes.
 */
#include "cli.h"
#include "trace.h"
#include "trace_files.h"

#include <lutrin/ingest.h>

#include <getopt.h>

static const struct lt_cli_help HELP = {
    .usage = "lutrin-trace extract FILE.html... [--url URL]",
    .purpose = "Prints one JSON object for each page: its article's title, byline, text, cleaned HTML.",
    .options = "  -           as FILE: read the names of files from standard input\n"
               "  -u, --url URL   the page's address, for relative links\n"
               "  -h, --help  this help\n",
};

static void put_related(json_t *object, const struct lt_doc *doc)
{
    json_t *related = json_array();
    for (uint32_t i = 0; i < doc->related_count; i++) {
        json_t *one = json_object();
        lt_json_text(one, "title", doc->related[i].title);
        lt_json_text(one, "url", doc->related[i].url);
        lt_json_text(one, "author", doc->related[i].author);
        lt_json_text(one, "teaser", doc->related[i].teaser);
        lt_json_text(one, "picture", doc->related[i].picture_url);
        json_array_append_new(related, one);
    }
    if (doc->related_count > 0)
        json_object_set(object, "related", related);
    json_decref(related);
}

/* The running text goes to `text`; what stands under pictures, with them. */
static void put_text(json_t *object, const struct lt_doc *doc, struct lt_buf *text)
{
    json_t *figures = json_array();
    for (uint32_t i = 0; i < doc->block_count; i++) {
        const struct lt_block *block = &doc->blocks[i];
        struct lt_bytes words = lt_block_text(doc, block);
        if (block->role == LT_ROLE_FIGURE) {
            json_t *one = json_object();
            lt_json_text(one, "url", doc->pictures[block->picture].url);
            lt_json_text(one, "alt", doc->pictures[block->picture].alt);
            if (words.size > 0)
                json_object_set_new(one, "caption", json_stringn(words.data, words.size));
            json_array_append_new(figures, one);
        } else if (words.size > 0) {
            lt_buf_puts(text, text->size > 0 ? "\n\n" : "");
            lt_buf_put(text, words.data, words.size);
        }
    }
    lt_json_text(object, "text", text->data);
    if (json_array_size(figures) > 0)
        json_object_set(object, "figures", figures);
    json_decref(figures);
}

static void put_comments(json_t *object, const struct lt_thread *thread)
{
    json_t *comments = json_array();
    for (size_t i = 0; i < thread->count; i++) {
        json_t *one = json_object();
        lt_json_text(one, "author", thread->list[i].author);
        lt_json_time(one, "published", thread->list[i].published);
        json_object_set_new(one, "level", json_integer(lt_comment_depth(thread, i)));
        lt_json_text(one, "text", thread->list[i].text);
        json_array_append_new(comments, one);
    }
    if (thread->count > 0)
        json_object_set(object, "comments", comments);
    json_decref(comments);
}

static enum lt_err read_page(struct lt_bytes data, struct lt_arena *arena, struct lt_diag *diag, void *context,
                             json_t *object)
{
    struct lt_html_page page;
    struct lt_buf text = {0};
    enum lt_err err = lt_html_extract(data, context, arena, diag, &page);
    if (err != LT_OK)
        return err;
    const struct lt_meta *meta = &page.doc->meta;
    lt_json_text(object, "title", page.told.title);
    lt_json_text(object, "byline", page.told.byline);
    lt_json_text(object, "headline", meta->title);
    lt_json_text(object, "author", meta->author);
    lt_json_text(object, "lang", meta->lang);
    lt_json_text(object, "dir", meta->rtl ? "rtl" : "ltr");
    lt_json_text(object, "siteName", meta->site);
    lt_json_text(object, "publishedTime", page.told.published);
    lt_json_time(object, "published", meta->published);
    lt_json_text(object, "excerpt", page.excerpt);
    lt_json_text(object, "url", meta->url);
    lt_json_text(object, "standfirst", meta->standfirst);
    lt_json_text(object, "picture", meta->lead >= 0 ? page.doc->pictures[meta->lead].url : NULL);
    if (page.standfirst_shown)
        lt_buf_puts(&text, meta->standfirst);
    put_text(object, page.doc, &text);
    lt_json_text(object, "html", page.html);
    put_related(object, page.doc);
    put_comments(object, &page.comments);
    lt_buf_finish(&text);
    return LT_OK;
}

int lt_trace_extract(int argc, char **argv)
{
    static const struct option options[] = {{"url", required_argument, NULL, 'u'}, {"help", no_argument, NULL, 'h'}, {0}};
    char *url = NULL;
    int option;
    while ((option = getopt_long(argc, argv, "u:h", options, NULL)) != -1) {
        if (option == 'h')
            return lt_cli_help(&HELP);
        if (option != 'u')
            return lt_cli_usage("lutrin-trace extract", "unknown option");
        url = optarg;
    }
    if (optind == argc)
        return lt_cli_usage("lutrin-trace extract", "no FILE");
    return lt_trace_files(argc - optind, argv + optind, LT_PAGE_MAX_BYTES, read_page, url);
}
