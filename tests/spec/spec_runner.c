/*
 * spec_runner.c: takes examples out of a page of text, runs each through ingest, and compares with what is expected.
 * README.md tells the format. `spec_runner --actual FILE` prints the page with what came out instead.
 */
#include <lutrin/file.h>
#include <lutrin/ingest.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_MAX_BYTES = 1 << 20 };

struct example {
    struct lt_bytes options, input, expected;
    int line;
};

static struct lt_bytes take_line(struct lt_bytes *rest)
{
    const char *end = memchr(rest->data, '\n', rest->size);
    size_t size = end ? (size_t)(end - rest->data) : rest->size;
    struct lt_bytes line = {rest->data, size};
    size += end != NULL;
    *rest = (struct lt_bytes){rest->data + size, rest->size - size};
    return line;
}

/* The value of `name=value` or `name="several words"` among an example's options, in the arena; NULL if absent. */
static const char *option(const struct example *example, const char *name, struct lt_arena *arena)
{
    size_t length = strlen(name);
    struct lt_bytes text = example->options;
    for (size_t at = 0; at + length + 1 < text.size; at++) {
        bool here = (at == 0 || text.data[at - 1] == ' ') && memcmp(text.data + at, name, length) == 0;
        if (!here || text.data[at + length] != '=')
            continue;
        at += length + 1;
        char stop = text.data[at] == '"' ? '"' : ' ';
        at += stop == '"';
        size_t size = 0;
        while (at + size < text.size && text.data[at + size] != stop)
            size++;
        return lt_arena_strndup(arena, text.data + at, size);
    }
    return NULL;
}

static void put_failure(enum lt_err err, const struct lt_diag *diag, struct lt_buf *out)
{
    lt_buf_printf(out, "error: %s: %s\n", lt_err_name(err), diag->what);
}

static void run_fragment(const struct example *example, struct lt_arena *arena, struct lt_buf *out)
{
    struct lt_diag diag = {0};
    const struct lt_doc *doc;
    const char *lang = option(example, "lang", arena);
    struct lt_meta meta = {.title = option(example, "title", arena),
                           .lang = lang ? lang : "",
                           .url = option(example, "url", arena),
                           .rtl = option(example, "rtl", arena) != NULL,
                           .published = LT_NO_TIME,
                           .updated = LT_NO_TIME,
                           .comment_count = -1,
                           .lead = -1};
    enum lt_err err = lt_fragment_doc(example->input, &meta, arena, &diag, &doc);
    if (err == LT_OK)
        lt_doc_dump(doc, out);
    else
        put_failure(err, &diag, out);
}

static void run_page(const struct example *example, struct lt_arena *arena, struct lt_buf *out)
{
    struct lt_diag diag = {0};
    struct lt_html_page page;
    enum lt_err err = lt_html_extract(example->input, option(example, "url", arena), arena, &diag, &page);
    if (err == LT_OK) {
        lt_doc_dump(page.doc, out);
        lt_thread_dump(&page.comments, out);
    } else {
        put_failure(err, &diag, out);
    }
}

static void put_field(struct lt_buf *out, const char *name, const char *value)
{
    if (value)
        lt_buf_printf(out, "%s: %s\n", name, value);
}

static void run_feed(const struct example *example, struct lt_arena *arena, struct lt_buf *out)
{
    struct lt_diag diag = {0};
    const struct lt_feed *feed;
    const struct lt_doc *doc;
    enum lt_err err = lt_feed_parse(example->input, option(example, "url", arena), arena, &diag, &feed);
    if (err != LT_OK) {
        put_failure(err, &diag, out);
        return;
    }
    put_field(out, "feed", feed->title ? feed->title : "");
    put_field(out, "link", feed->link);
    put_field(out, "description", feed->description);
    put_field(out, "lang", feed->lang);
    for (size_t i = 0; i < feed->entry_count; i++) {
        lt_buf_printf(out, "\n=== %s\n", feed->entries[i].id ? feed->entries[i].id : "");
        if (feed->entries[i].comment_on) {
            lt_buf_printf(out, "a comment on entry %zu\n", feed->entries[i].comment_on);
            continue;
        }
        err = lt_entry_doc(feed, &feed->entries[i], arena, &diag, &doc);
        if (err == LT_OK)
            lt_doc_dump(doc, out);
        else
            put_failure(err, &diag, out);
        lt_thread_dump(&feed->entries[i].thread, out);
    }
}

static void run_comments(const struct example *example, struct lt_arena *arena, struct lt_buf *out)
{
    struct lt_diag diag = {0};
    struct lt_thread thread;
    enum lt_err err = lt_comments_parse(example->input, option(example, "url", arena), arena, &diag, &thread);
    if (err == LT_OK)
        lt_thread_dump(&thread, out);
    else
        put_failure(err, &diag, out);
}

static void run_clean(const struct example *example, struct lt_arena *arena, struct lt_buf *out)
{
    lt_html_clean(example->input, option(example, "url", arena), out);
    lt_buf_putc(out, '\n');
}

static void run_text(const struct example *example, struct lt_arena *arena, struct lt_buf *out)
{
    (void)arena;
    lt_html_text(example->input, out);
    lt_buf_putc(out, '\n');
}

static const struct {
    const char *name;
    void (*run)(const struct example *, struct lt_arena *, struct lt_buf *);
} KINDS[] = {
    {"fragment", run_fragment}, {"page", run_page},         {"feed", run_feed},
    {"clean", run_clean},       {"comments", run_comments}, {"text", run_text},
};

static bool run_example(const struct example *example, struct lt_buf *out)
{
    struct lt_arena arena = {0};
    bool known = false;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS && !known; i++)
        if (lt_bytes_starts(example->options, KINDS[i].name)) {
            KINDS[i].run(example, &arena, out);
            known = true;
        }
    lt_arena_finish(&arena);
    return known;
}

static void report(const char *path, const struct example *example, const struct lt_buf *actual)
{
    printf("%s:%d: not as expected\n--- input\n%.*s--- expected\n%.*s--- actual\n%.*s---\n\n", path, example->line,
           (int)example->input.size, example->input.data, (int)example->expected.size, example->expected.data,
           (int)actual->size, actual->data ? actual->data : "");
}

/* Reads an example whose first line has been taken; false at a page that ends inside it. */
static bool read_example(struct lt_bytes *rest, int *line, struct example *example)
{
    example->input = example->expected = (struct lt_bytes){rest->data, 0};
    struct lt_bytes *part = &example->input;
    while (rest->size > 0) {
        struct lt_bytes text = take_line(rest);
        ++*line;
        if (lt_bytes_equal(text, lt_bytes_of("````")))
            return part == &example->expected;
        if (lt_bytes_equal(text, lt_bytes_of(".")) && part == &example->input) {
            part = &example->expected;
            part->data = rest->data;
            continue;
        }
        part->size = (size_t)(rest->data - part->data);
    }
    return false;
}

static void print_actual(const struct example *example, const struct lt_buf *actual)
{
    printf("```` %.*s\n%.*s.\n%.*s````\n", (int)example->options.size, example->options.data,
           (int)example->input.size, example->input.data, (int)actual->size, actual->data ? actual->data : "");
}

static int run_page_of_examples(const char *path, struct lt_bytes text, bool print)
{
    int line = 0, count = 0, failed = 0;
    while (text.size > 0) {
        struct lt_bytes first = take_line(&text);
        line++;
        if (!lt_bytes_starts(first, "```` ")) {
            if (print)
                printf("%.*s\n", (int)first.size, first.data);
            continue;
        }
        struct example example = {.options = {first.data + 5, first.size - 5}, .line = line};
        struct lt_buf actual = {0};
        if (!read_example(&text, &line, &example) || !run_example(&example, &actual)) {
            printf("%s:%d: not an example\n", path, example.line);
            return 1;
        }
        count++;
        while (actual.size > 0 && actual.data[0] == '\n') {
            actual.size--;
            memmove(actual.data, actual.data + 1, actual.size + 1);
        }
        bool same = lt_bytes_equal(lt_buf_slice(&actual), example.expected);
        failed += !same;
        if (print)
            print_actual(&example, &actual);
        else if (!same)
            report(path, &example, &actual);
        lt_buf_finish(&actual);
    }
    if (!print)
        printf("%s: %d examples, %d not as expected\n", path, count, failed);
    return count == 0 || failed > 0;
}

int main(int argc, char **argv)
{
    bool print = argc == 3 && strcmp(argv[1], "--actual") == 0;
    struct lt_buf page = {0};
    struct lt_diag diag = {0};
    if (argc != 2 && !print) {
        fprintf(stderr, "usage: spec_runner [--actual] PAGE.md\n");
        return 64;
    }
    const char *path = argv[argc - 1];
    if (lt_file_read(path, PAGE_MAX_BYTES, &diag, &page) != LT_OK) {
        fprintf(stderr, "spec_runner: %s: %s\n", diag.what, path);
        return 66;
    }
    int status = run_page_of_examples(path, lt_buf_slice(&page), print);
    lt_buf_finish(&page);
    return status;
}
