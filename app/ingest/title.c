/*
 * title.c: the title of a page and of its article: many sites put their own name before or behind it, between marks.
 */
#include "title.h"

#include "plain.h"

#include <string.h>

enum {
    TITLE_MAX_BYTES = 500,
    TITLE_MIN_WORDS = 3,    /* a part of a <title> with fewer is a name rather than a title */
    LEAD_MAX_WORDS = 5,     /* before a colon; more are a title already */
    TOLD_MIN_BYTES = 15,    /* a <title> without marks outside these is no title: a heading is, if it is the only one */
    TOLD_MAX_BYTES = 150,
    NAME_MIN_BYTES = 3,     /* of a site's name, folded */
    HEADINGS_MAX = 100,     /* that are looked at */
    FRONT_MIN_BYTES = 12,
    SITE_MAX_WORDS = 6,
    SURE_WORDS = 4,         /* a part of no more words may be cut too far */
};

static const char *const MARKS[] = {" | ", " - ", " – ", " — ", " » ", " « ", " / ", " :: ", " · ", " • ", " › ", " : "};
static const char *const TOLD_MARKS[] = {" | ", " - ", " – ", " — ", " » ", " > ", " / ", " \\ "};

static size_t words(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += (unsigned char)text[i] > ' ' && (i == 0 || (unsigned char)text[i - 1] <= ' ');
    return count;
}

/* The next of `count` marks from `at` on: its place, and its size in *ret_size; NULL. */
static const char *find_mark(const char *at, const char *const *marks, size_t count, size_t *ret_size)
{
    const char *first = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(at, marks[i]);
        if (found && (!first || found < first)) {
            first = found;
            *ret_size = strlen(marks[i]);
        }
    }
    return first;
}

static const char *next_mark(const char *at, size_t *ret_size)
{
    return find_mark(at, MARKS, sizeof MARKS / sizeof *MARKS, ret_size);
}

/* Does the host of the page's address hold the name: "La Stampa" at www.lastampa.example? */
static bool is_host_name(const char *name, const char *url)
{
    const char *host = url ? strstr(url, "://") : NULL;
    struct lt_buf folded = {0}, whole = {0};
    if (host)
        lt_plain_fold((struct lt_bytes){host + 3, strcspn(host + 3, "/?#:")}, &whole);
    lt_plain_fold(lt_bytes_of(name), &folded);
    bool held = whole.size > 0 && folded.size >= NAME_MIN_BYTES && strstr(whole.data, folded.data);
    lt_buf_finish(&folded);
    lt_buf_finish(&whole);
    return held;
}

/* A <title> without the site's name, which is known, or stands in the address; else, unless the title is `sure` to hold
 * none, the part before the last mark, when it is long enough to be a title. */
static const char *without_site(const char *title, bool sure, const char *site, const char *url, struct lt_arena *arena)
{
    const char *last = NULL, *mark;
    size_t size = 0, last_size = 0;
    for (const char *at = title; (mark = next_mark(at, &size)); at = mark + size) {
        last = mark;
        last_size = size;
    }
    if (!last)
        return title;
    const char *front = lt_arena_strndup(arena, title, (size_t)(last - title)), *tail = last + last_size;
    if ((site && lt_plain_same(tail, site)) || is_host_name(tail, url))
        return front;
    const char *first = next_mark(title, &size), *rest = first + size;
    bool leads = is_host_name(lt_arena_strndup(arena, title, (size_t)(first - title)), url) && words(rest, strlen(rest)) >= TITLE_MIN_WORDS;
    if (leads || (site && lt_plain_begins(site, title)))
        return rest;
    return sure || words(front, strlen(front)) < TITLE_MIN_WORDS ? title : front;
}

/* Is `text` the part of the title before one of its marks? */
static bool is_front(const char *text, const char *title, struct lt_arena *arena)
{
    size_t size = 0, whole = strlen(text);
    const char *mark;
    if (whole >= FRONT_MIN_BYTES && strncmp(title, text, whole) == 0 && (title[whole] == '_' || title[whole] == '|')) /* without spaces, in Chinese */
        return true;
    for (const char *at = title; (mark = next_mark(at, &size)); at = mark + size)
        if (lt_plain_same(text, lt_arena_strndup(arena, title, (size_t)(mark - title))))
            return true;
    return false;
}

/* Is the heading the site's name: does it lead to the home page, or bear the name for that? */
static bool is_site_heading(const xmlNode *node)
{
    static const char *const site[] = {"site", "logo", "brand", NULL};
    const xmlNode *link = lt_dom_find(node, "a");
    const char *href = link ? lt_dom_attr(link, "href") : NULL, *host = href ? strstr(href, "://") : NULL;
    const char *path = host ? strchr(host + 3, '/') : href;
    bool home = href && (!path || strcmp(path, "/") == 0 || strcmp(path, "") == 0);
    return home || (link && lt_has_word(lt_dom_attr(link, "rel"), "home")) || lt_dom_named(node, site);
}

/* A heading that is part of the title is the article's own title; a site's name, too, stands in both. */
static const char *matching_heading(const xmlDoc *page, const char *title, const char *element, struct lt_arena *arena)
{
    const xmlNode *root = (const xmlNode *)page;
    int headings = 0;
    for (const xmlNode *node = root->children; node && headings < HEADINGS_MAX; node = lt_dom_next(root, node)) {
        if (!lt_dom_is(node, element))
            continue;
        headings++;
        const char *text = lt_dom_text_dup(node, TITLE_MAX_BYTES, arena);
        if (is_site_heading(node))
            continue;
        if ((words(text, strlen(text)) >= TITLE_MIN_WORDS && strstr(title, text)) || is_front(text, title, arena))
            return text;
    }
    return NULL;
}

const char *lt_title_element(const xmlDoc *page, struct lt_arena *arena)
{
    const xmlNode *node = lt_dom_find((const xmlNode *)page, "title");
    struct lt_buf text = {0};
    for (const xmlNode *child = node ? node->children : NULL; child; child = child->next)
        lt_buf_puts(&text, child->content ? (const char *)child->content : "");
    const char *title = lt_plain_dup(lt_buf_slice(&text), arena);
    lt_buf_finish(&text);
    return title && strlen(title) <= TITLE_MAX_BYTES ? title : NULL;
}

static const char *first_heading(const xmlDoc *page, struct lt_arena *arena)
{
    const xmlNode *node = lt_dom_find((const xmlNode *)page, "h1");
    return node ? lt_dom_text_dup(node, TITLE_MAX_BYTES, arena) : "";
}

const char *lt_title_of(const struct lt_facts *facts, const xmlDoc *page)
{
    const char *site = facts->text[LT_FACT_SITE], *told = facts->text[LT_FACT_TITLE], *title = facts->page_title;
    const char *whole = told ? told : title, *url = facts->address ? facts->address : facts->text[LT_FACT_URL];
    if (!whole)
        return first_heading(page, facts->arena);
    const char *heading = matching_heading(page, whole, "h1", facts->arena);
    size_t size;
    if (!heading && next_mark(whole, &size))
        heading = matching_heading(page, whole, "h2", facts->arena);
    if (heading)
        return heading;
    return without_site(whole, told || site, site, url, facts->arena);
}

static bool is_heading(const xmlDoc *page, const char *title, struct lt_arena *arena)
{
    const xmlNode *root = (const xmlNode *)page;
    for (const xmlNode *node = root->children; node; node = lt_dom_next(root, node))
        if ((lt_dom_is(node, "h1") || lt_dom_is(node, "h2")) &&
            strcmp(lt_dom_text_dup(node, TITLE_MAX_BYTES, arena), title) == 0)
            return true;
    return false;
}

/* What stands before the last mark; when that is only a name, what stands behind the first. */
static const char *cut_at_mark(const char *title, const char *first, size_t first_size, struct lt_arena *arena)
{
    const char *last = first, *mark;
    size_t size = first_size;
    for (const char *at = first; (mark = find_mark(at, TOLD_MARKS, sizeof TOLD_MARKS / sizeof *TOLD_MARKS, &size));
         at = mark + size)
        last = mark;
    const char *front = lt_arena_strndup(arena, title, (size_t)(last - title));
    return words(front, strlen(front)) < TITLE_MIN_WORDS ? first + first_size : front;
}

/* What stands behind the colon, unless a heading has it all. */
static const char *cut_at_colon(const char *title, const xmlDoc *page, struct lt_arena *arena)
{
    if (is_heading(page, title, arena))
        return title;
    const char *first = strchr(title, ':'), *behind = strrchr(title, ':') + 1;
    if (words(behind, strlen(behind)) < TITLE_MIN_WORDS)
        behind = first + 1;
    else if (words(title, (size_t)(first - title)) > LEAD_MAX_WORDS)
        return title;
    return behind + strspn(behind, " ");
}

const char *lt_title_site(const struct lt_facts *facts, const xmlDoc *page)
{
    const char *title = facts->page_title, *told = facts->text[LT_FACT_TITLE], *first, *last = NULL, *mark;
    size_t size = 0, first_size = 0, last_size = 0;
    if (facts->text[LT_FACT_SITE] || !title || !(first = next_mark(title, &first_size)))
        return NULL;
    for (const char *at = title; (mark = next_mark(at, &size)); at = mark + size) {
        last = mark;
        last_size = size;
    }
    const char *heading = matching_heading(page, title, "h1", facts->arena), *tail = last + last_size, *rest = first + first_size;
    bool front = (told && is_front(told, title, facts->arena)) || (heading && is_front(heading, title, facts->arena));
    if (front && words(tail, strlen(tail)) <= SITE_MAX_WORDS)
        return tail;
    bool behind = (told && lt_plain_same(told, rest)) || (heading && lt_plain_same(heading, rest));
    return behind && words(title, (size_t)(first - title)) <= SITE_MAX_WORDS ? lt_arena_strndup(facts->arena, title, (size_t)(first - title))
                                                                             : NULL;
}

const char *lt_title_told(const struct lt_facts *facts, const xmlDoc *page)
{
    const char *told = facts->text[LT_FACT_TITLE], *title = facts->page_title;
    size_t size = 0;
    if (told && facts->rank[LT_FACT_TITLE] > LT_RANK_TAG + LT_RANK_PROPERTY - 1)
        return told;
    if (!title)
        return first_heading(page, facts->arena);
    const char *mark = find_mark(title, TOLD_MARKS, sizeof TOLD_MARKS / sizeof *TOLD_MARKS, &size), *cut = title;
    if (mark)
        cut = cut_at_mark(title, mark, size, facts->arena);
    else if (strstr(title, ": "))
        cut = cut_at_colon(title, page, facts->arena);
    else if (strlen(title) > TOLD_MAX_BYTES || strlen(title) < TOLD_MIN_BYTES)
        cut = first_heading(page, facts->arena)[0] ? first_heading(page, facts->arena) : title;
    size_t count = words(cut, strlen(cut));
    return count <= SURE_WORDS && !(mark && (mark[1] == '/' || mark[1] == '>' || mark[1] == '\\')) ? title : cut;
}
