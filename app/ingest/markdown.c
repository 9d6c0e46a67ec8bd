/*
 * markdown.c: a Markdown file becomes one entry: its front matter says what it is, CommonMark what it holds.
 */
#include "markdown.h"

#include "charset.h"
#include "front_matter.h"
#include "items.h"
#include "language.h"
#include "markdown_more.h"
#include "plain.h"

#include <cmark.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PROSE_MIN_WORDS = 4, TITLE_MAX_BYTES = 300 };

static const char *const TITLES[] = {"title", NULL};
static const char *const SUMMARIES[] = {"standfirst", "description", "summary", "excerpt", "subtitle", "lead", NULL};
static const char *const DATES[] = {"date", "published", "publishDate", "pubDate", "published_at", "created", NULL};
static const char *const UPDATES[] = {"updated", "lastmod", "modified", "last_modified_at", "updated_at", NULL};
static const char *const LINKS[] = {"canonical_url", "canonical", "url", "link", "permalink", NULL};
static const char *const LANGS[] = {"lang", "language", "locale", NULL};
static const char *const PICTURES[] = {"image", "cover", "featured_image", "feature_image", "hero", "thumbnail", "banner",
                                       "image.src", "image.url", "cover.image", "cover.src", "image.path", "images",
                                       "params.image", "extra.image", NULL};
static const char *const IDS[] = {"id", "guid", "uuid", NULL};
static const char *const AUTHORS[] = {"author", "authors", "author.name", "by", "params.author", "params.authors", "extra.author",
                                      NULL};
static const char *const CATEGORIES[] = {"category", "categories", "section", "taxonomies.categories", NULL};
static const char *const TAGS[] = {"tags", "tag", "keywords", "taxonomies.tags", NULL};

/* How many quotes and lists a line begins with. */
static int line_depth(const char *line, size_t size)
{
    int depth = 0;
    for (size_t at = 0; at < size; at++) {
        char c = line[at];
        if (isdigit((unsigned char)c) || c == ' ' || c == '\t' || c == '.' || c == ')')
            continue;
        if (c != '>' && c != '-' && c != '*' && c != '+')
            break;
        depth++;
    }
    return depth;
}

static enum lt_err check_limits(struct lt_bytes text, struct lt_diag *diag)
{
    if (text.size > LT_MARKDOWN_MAX_BYTES)
        return lt_fail(diag, LT_ERR_LIMIT, NULL, "split it", "more than %d MB of Markdown", LT_MARKDOWN_MAX_BYTES >> 20);
    for (size_t at = 0; at < text.size;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        size_t size = end ? (size_t)(end - text.data) - at : text.size - at;
        bool rule = size > 0 && strspn(text.data + at, "-*_ \t") >= size;
        if (!rule && line_depth(text.data + at, size) > LT_MARKDOWN_MAX_DEPTH)
            return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "Markdown nested more than %d deep", LT_MARKDOWN_MAX_DEPTH);
        at += size + 1;
    }
    return LT_OK;
}

enum lt_err lt_markdown_html(struct lt_bytes text, struct lt_diag *diag, struct lt_buf *out)
{
    enum lt_err err = check_limits(text, diag);
    if (err != LT_OK || text.size == 0)
        return err;
    struct lt_buf struck = {0}, noted = {0}, whole = {0};
    lt_markdown_strikes(text, &struck);
    lt_markdown_notes(lt_buf_slice(&struck), &noted);
    lt_markdown_tables(lt_buf_slice(&noted), &whole);
    char *html = cmark_markdown_to_html(whole.data, whole.size, CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8);
    lt_buf_puts(out, html);
    free(html);
    lt_buf_finish(&struck);
    lt_buf_finish(&noted);
    lt_buf_finish(&whole);
    return LT_OK;
}

static struct lt_bytes take_line(struct lt_bytes *rest)
{
    if (rest->size == 0)
        return (struct lt_bytes){"", 0};
    const char *end = memchr(rest->data, '\n', rest->size);
    size_t size = end ? (size_t)(end - rest->data) : rest->size;
    struct lt_bytes line = lt_bytes_trim((struct lt_bytes){rest->data, size});
    size += end != NULL;
    *rest = (struct lt_bytes){rest->data + size, rest->size - size};
    return line;
}

static struct lt_bytes take_filled_line(struct lt_bytes *rest)
{
    struct lt_bytes line = {0};
    while (rest->size > 0 && line.size == 0)
        line = take_line(rest);
    return line;
}

/* Prose: several words, and not a line of a program. */
static bool is_prose(struct lt_bytes line)
{
    int words = 0;
    for (size_t i = 0; i < line.size; i++)
        words += line.data[i] != ' ' && (i == 0 || line.data[i - 1] == ' ');
    return words >= PROSE_MIN_WORDS && !strchr(";{}=", line.data[line.size - 1]) && !lt_bytes_starts(line, "#") &&
           !lt_bytes_starts(line, "//") && !lt_bytes_starts(line, "import ");
}

bool lt_markdown_is(struct lt_bytes text)
{
    struct lt_bytes front, body, rest = text;
    enum lt_front_kind kind = lt_front_find(text, &front, &body);
    if (kind != LT_FRONT_NONE) {
        struct lt_bytes first = take_filled_line(&front);
        return first.size > 0 && (first.data[0] == '#' || memchr(first.data, kind == LT_FRONT_TOML ? '=' : ':', first.size) ||
                                  (kind == LT_FRONT_TOML && first.data[0] == '['));
    }
    struct lt_bytes heading = take_filled_line(&rest), below = take_line(&rest);
    bool atx = lt_bytes_starts(heading, "# ") && below.size == 0;
    bool setext = heading.size > 0 && below.size >= 3 && strspn(below.data, "=") >= below.size;
    if (!atx && !setext)
        return false;
    return is_prose(take_filled_line(&rest));
}

/* The first heading of level 1, if the text begins with it. */
static const char *first_heading(const struct lt_items *items, struct lt_bytes body)
{
    struct lt_bytes heading = take_filled_line(&body), below = take_line(&body);
    bool setext = below.size >= 3 && strspn(below.data, "=") >= below.size;
    struct lt_buf html = {0};
    const char *title = NULL;
    if ((lt_bytes_starts(heading, "# ") || setext) && heading.size <= TITLE_MAX_BYTES &&
        lt_markdown_html(heading, NULL, &html) == LT_OK)
        title = lt_items_text(items, html.data);
    lt_buf_finish(&html);
    return title;
}

static int64_t date(const struct lt_front *front, const char *const *names, int32_t *ret_offset)
{
    int64_t time = LT_NO_TIME;
    for (; *names && time == LT_NO_TIME; names++) { /* 'published' may also say yes */
        const char *const one[] = {*names, NULL};
        const char *value = lt_front_value(front, one);
        time = value ? lt_date_parse(value, ret_offset) : LT_NO_TIME;
    }
    return time;
}

static bool is_draft(const struct lt_front *front)
{
    static const char *const drafts[] = {"draft", "private", NULL}, *const published[] = {"published", NULL};
    const char *draft = lt_front_value(front, drafts), *shown = lt_front_value(front, published);
    return (draft && (strcasecmp(draft, "true") == 0 || strcasecmp(draft, "yes") == 0)) ||
           (shown && (strcasecmp(shown, "false") == 0 || strcasecmp(shown, "no") == 0));
}

static bool is_named(const char *key, const char *const *names)
{
    for (; *names; names++)
        if (strcasecmp(key, *names) == 0)
            return true;
    return false;
}

static void read_front(const struct lt_items *items, const struct lt_front *front, struct lt_entry *entry)
{
    const char *link = lt_front_value(front, LINKS), *lang = lt_front_value(front, LANGS);
    entry->link = link ? lt_url_resolve(link, items->url, items->arena) : NULL;
    if (!entry->link && items->url)
        entry->link = items->url;
    entry->id = lt_front_value(front, IDS);
    entry->title = lt_items_text(items, lt_front_value(front, TITLES));
    entry->summary = lt_items_plain_html(items, lt_front_value(front, SUMMARIES));
    entry->summary_whole = true;
    entry->published = date(front, DATES, &entry->utc_offset);
    entry->updated = date(front, UPDATES, NULL);
    entry->lang = lang ? lt_language_tag(lang, items->arena) : NULL;
    lt_items_enclosure(items, entry, lt_front_value(front, PICTURES), entry->link, "image/*", -1);
    for (size_t i = 0; i < front->count; i++) {
        const struct lt_front_pair *pair = &front->pairs[i];
        if (is_named(pair->key, AUTHORS))
            entry->author.name = lt_items_join(items, entry->author.name, lt_items_text(items, pair->value));
        else if (is_named(pair->key, CATEGORIES))
            lt_items_category(items, entry, pair->value);
    }
    for (size_t i = 0; i < front->count; i++) /* the first of all is the rubric: that is no tag where there is a category */
        if (is_named(front->pairs[i].key, TAGS))
            lt_items_category(items, entry, front->pairs[i].value);
}

static enum lt_err read_text(struct lt_bytes text, struct lt_items *items)
{
    struct lt_bytes matter = {0}, body = text;
    struct lt_front front = {0};
    struct lt_buf html = {0};
    struct lt_entry *entry;
    enum lt_err err = LT_OK;
    enum lt_front_kind kind = lt_front_find(text, &matter, &body);
    if (kind == LT_FRONT_YAML)
        err = lt_front_parse(matter, items->arena, items->diag, &front);
    else if (kind == LT_FRONT_TOML)
        err = lt_front_parse_toml(matter, items->arena, items->diag, &front);
    if (err == LT_OK && is_draft(&front)) {
        items->feed.held_back++;
        return LT_OK;
    }
    if (err == LT_OK)
        err = lt_markdown_html(body, items->diag, &html);
    if (err == LT_OK)
        err = lt_items_add(items, &entry);
    if (err == LT_OK) {
        read_front(items, &front, entry);
        if (!entry->title)
            entry->title = first_heading(items, body);
        entry->content = lt_items_html(items, lt_buf_slice(&html), entry->link);
    }
    lt_buf_finish(&html);
    return err;
}

enum lt_err lt_markdown_read(struct lt_bytes data, struct lt_items *items)
{
    struct lt_buf text = {0};
    if (data.size > LT_MARKDOWN_MAX_BYTES)
        return lt_fail(items->diag, LT_ERR_LIMIT, items->url, "split it", "more than %d MB of Markdown",
                       LT_MARKDOWN_MAX_BYTES >> 20);
    lt_charset_decode(data, LT_MARKUP_HTML, &text);
    enum lt_err err = read_text(lt_buf_slice(&text), items);
    lt_buf_finish(&text);
    return err;
}
