/*
 * page_meta.c: what a page says of itself, from many sources of which the better wins: JSON-LD, Dublin Core, Open Graph,
 * plain meta elements, microdata and markup.
 */
#include "page_meta.h"

#include "language.h"
#include "plain.h"

#include <lutrin/ingest.h>

#include <string.h>
#include <strings.h>

enum {
    FACT_MAX_BYTES = 2000,
    TITLE_MAX_BYTES = 500,
    BYLINE_MAX_BYTES = 120,
    TITLE_MIN_WORDS = 3, /* a part of a <title> with fewer is a name rather than a title */
};

static const struct {
    const char *name;
    enum lt_fact fact;
    int rank;
} NAMES[] = {
    {"og:title", LT_FACT_TITLE, LT_RANK_GRAPH},
    {"dc.title", LT_FACT_TITLE, LT_RANK_DUBLIN},
    {"dc:title", LT_FACT_TITLE, LT_RANK_DUBLIN},
    {"dcterms.title", LT_FACT_TITLE, LT_RANK_DUBLIN},
    {"title", LT_FACT_TITLE, LT_RANK_META},
    {"twitter:title", LT_FACT_TITLE, LT_RANK_TAG + 1},
    {"og:description", LT_FACT_DESCRIPTION, LT_RANK_GRAPH},
    {"dc.description", LT_FACT_DESCRIPTION, LT_RANK_DUBLIN},
    {"dc:description", LT_FACT_DESCRIPTION, LT_RANK_DUBLIN},
    {"description", LT_FACT_DESCRIPTION, LT_RANK_META},
    {"twitter:description", LT_FACT_DESCRIPTION, LT_RANK_TAG + 1},
    {"dc.creator", LT_FACT_AUTHOR, LT_RANK_DUBLIN},
    {"dc:creator", LT_FACT_AUTHOR, LT_RANK_DUBLIN},
    {"dcterms.creator", LT_FACT_AUTHOR, LT_RANK_DUBLIN},
    {"author", LT_FACT_AUTHOR, LT_RANK_META},
    {"article:author", LT_FACT_AUTHOR, LT_RANK_TAG + 1},
    {"parsely-author", LT_FACT_AUTHOR, LT_RANK_TAG + 1},
    {"sailthru.author", LT_FACT_AUTHOR, LT_RANK_TAG},
    {"og:site_name", LT_FACT_SITE, LT_RANK_GRAPH},
    {"application-name", LT_FACT_SITE, LT_RANK_GUESS},
    {"article:section", LT_FACT_SECTION, LT_RANK_GRAPH},
    {"og:image", LT_FACT_PICTURE, LT_RANK_GRAPH},
    {"og:image:url", LT_FACT_PICTURE, LT_RANK_GRAPH},
    {"twitter:image", LT_FACT_PICTURE, LT_RANK_TAG},
    {"twitter:image:src", LT_FACT_PICTURE, LT_RANK_TAG},
    {"article:published_time", LT_FACT_PUBLISHED, LT_RANK_GRAPH},
    {"dc.date", LT_FACT_PUBLISHED, LT_RANK_TAG},
    {"dc.date.issued", LT_FACT_PUBLISHED, LT_RANK_META},
    {"dcterms.date", LT_FACT_PUBLISHED, LT_RANK_TAG},
    {"date", LT_FACT_PUBLISHED, LT_RANK_TAG},
    {"datepublished", LT_FACT_PUBLISHED, LT_RANK_META},
    {"parsely-pub-date", LT_FACT_PUBLISHED, LT_RANK_META},
    {"article:modified_time", LT_FACT_UPDATED, LT_RANK_GRAPH},
    {"og:updated_time", LT_FACT_UPDATED, LT_RANK_META},
    {"og:locale", LT_FACT_LANG, LT_RANK_GUESS},
    {"content-language", LT_FACT_LANG, LT_RANK_TAG},
    {"og:url", LT_FACT_URL, LT_RANK_META},
};

void lt_facts_offer(struct lt_facts *facts, enum lt_fact fact, int rank, const char *text)
{
    struct lt_buf plain = {0};
    if (!text || (facts->text[fact] && facts->rank[fact] >= rank) || strlen(text) > FACT_MAX_BYTES)
        return;
    if (fact == LT_FACT_URL || fact == LT_FACT_PICTURE)
        lt_plain_put(lt_bytes_of(text), &plain);
    else
        lt_html_text(lt_bytes_of(text), &plain);
    bool address = fact == LT_FACT_AUTHOR && plain.size > 4 && strncasecmp(plain.data, "http", 4) == 0;
    if (plain.size > 0 && !address) {
        facts->text[fact] = lt_arena_strndup(facts->arena, plain.data, plain.size);
        facts->rank[fact] = rank;
    }
    lt_buf_finish(&plain);
}

/* A meta element may bear several names, and words in any case. */
static void read_meta(const xmlNode *node, struct lt_facts *facts)
{
    static const char *const attributes[] = {"property", "name", "itemprop", "http-equiv"};
    const char *content = lt_dom_attr(node, "content");
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const char *names = lt_dom_attr(node, attributes[i]);
        for (size_t j = 0; names && j < sizeof NAMES / sizeof *NAMES; j++)
            if (lt_has_word(names, NAMES[j].name))
                lt_facts_offer(facts, NAMES[j].fact, NAMES[j].rank, content);
    }
}

static const char *value_of(const xmlNode *node, struct lt_arena *arena)
{
    const char *content = lt_dom_attr(node, "content"), *datetime = lt_dom_attr(node, "datetime");
    return content ? content : datetime ? datetime : lt_dom_text_dup(node, TITLE_MAX_BYTES, arena);
}

static void read_microdata(const xmlNode *node, const char *property, struct lt_facts *facts)
{
    static const struct {
        const char *property;
        enum lt_fact fact;
    } known[] = {
        {"headline", LT_FACT_TITLE},
        {"datePublished", LT_FACT_PUBLISHED},
        {"dateModified", LT_FACT_UPDATED},
        {"articleSection", LT_FACT_SECTION},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (lt_has_word(property, known[i].property))
            lt_facts_offer(facts, known[i].fact, LT_RANK_TAG, value_of(node, facts->arena));
    if (lt_has_word(property, "author")) {
        const xmlNode *name = lt_dom_find_attr(node, "itemprop", "name");
        const char *author = value_of(name ? name : node, facts->arena);
        lt_facts_offer(facts, LT_FACT_AUTHOR, LT_RANK_TAG, strlen(author) <= BYLINE_MAX_BYTES ? author : NULL);
    }
}

/* Markup that says who and when without microdata. */
static void read_markup(const xmlNode *node, struct lt_facts *facts)
{
    static const char *const bylines[] = {"byline", "dateline", "author", NULL};
    const char *rel = lt_dom_attr(node, "rel"), *href = lt_dom_attr(node, "href");
    if (lt_dom_is(node, "link") && lt_has_word(rel, "canonical"))
        lt_facts_offer(facts, LT_FACT_URL, LT_RANK_GRAPH, href);
    if (lt_dom_is(node, "time"))
        lt_facts_offer(facts, LT_FACT_PUBLISHED, LT_RANK_GUESS, lt_dom_attr(node, "datetime"));
    int rank = lt_has_word(rel, "author") && lt_dom_is(node, "a") ? LT_RANK_GUESS + 1 : LT_RANK_GUESS;
    if (rank == LT_RANK_GUESS && !lt_dom_named(node, bylines))
        return;
    size_t size = lt_dom_text_size(node, NULL);
    if (size > 2 && size <= BYLINE_MAX_BYTES)
        lt_facts_offer(facts, LT_FACT_AUTHOR, rank, lt_dom_text_dup(node, 2 * BYLINE_MAX_BYTES, facts->arena));
}

static void read_script(const xmlNode *node, struct lt_facts *facts)
{
    const char *type = lt_dom_attr(node, "type");
    if (type && strncasecmp(type, "application/ld+json", 19) == 0 && node->children && node->children->content)
        lt_jsonld_read(lt_bytes_of((const char *)node->children->content), facts);
}

static void read_node(const xmlNode *node, struct lt_facts *facts)
{
    const char *property = lt_dom_attr(node, "itemprop");
    if (lt_dom_is(node, "meta"))
        read_meta(node, facts);
    if (lt_dom_is(node, "script"))
        read_script(node, facts);
    else if (lt_dom_is(node, "html"))
        lt_facts_offer(facts, LT_FACT_LANG, LT_RANK_LINKED + 1, lt_dom_attr(node, "lang"));
    else if (property)
        read_microdata(node, property, facts);
    if (lt_dom_is_element(node))
        read_markup(node, facts);
}

void lt_facts_read(const xmlDoc *page, struct lt_facts *facts)
{
    const xmlNode *root = (const xmlNode *)page;
    for (const xmlNode *node = root->children; node; node = lt_dom_next(root, node))
        if (node->type == XML_ELEMENT_NODE)
            read_node(node, facts);
}

static size_t words(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += (unsigned char)text[i] > ' ' && (i == 0 || (unsigned char)text[i - 1] <= ' ');
    return count;
}

/* The next mark between a title and a site's name from `at` on: its place, and its size in *ret_size. */
static const char *find_mark(const char *at, size_t *ret_size)
{
    static const char *const marks[] = {" | ", " - ", " – ", " — ", " » ", " « ", " / ", " :: ", " · ", " • "};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *found = strstr(at, marks[i]);
        if (found && (!first || found < first)) {
            first = found;
            *ret_size = strlen(marks[i]);
        }
    }
    return first;
}

/* A <title> without the site's name: the part before the last mark, when it is long enough to be a title. */
static const char *without_site(const char *title, const char *site, struct lt_arena *arena)
{
    const char *last = NULL, *mark;
    size_t size = 0, last_size = 0;
    for (const char *at = title; (mark = find_mark(at, &size)); at = mark + size) {
        last = mark;
        last_size = size;
    }
    if (!last)
        return title;
    const char *front = lt_arena_strndup(arena, title, (size_t)(last - title)), *tail = last + last_size;
    if (site && lt_plain_same(tail, site))
        return front;
    if (site && lt_plain_begins(site, title) && find_mark(title, &size))
        return find_mark(title, &size) + size;
    return site || words(front, strlen(front)) < TITLE_MIN_WORDS ? title : front;
}

/* Is `text` the part of the title before its first mark? */
static bool is_front(const char *text, const char *title, struct lt_arena *arena)
{
    size_t size = 0;
    const char *mark = find_mark(title, &size);
    return mark && lt_plain_same(text, lt_arena_strndup(arena, title, (size_t)(mark - title)));
}

/* A heading that is part of the <title> is the article's own title. */
static const char *matching_heading(const xmlDoc *page, const char *title, struct lt_arena *arena)
{
    const xmlNode *root = (const xmlNode *)page;
    for (const xmlNode *node = root->children; node; node = lt_dom_next(root, node)) {
        if (!lt_dom_is(node, "h1"))
            continue;
        const char *text = lt_dom_text_dup(node, TITLE_MAX_BYTES, arena);
        if ((words(text, strlen(text)) >= TITLE_MIN_WORDS && strstr(title, text)) || is_front(text, title, arena))
            return text;
    }
    return NULL;
}

static const char *title_of(const struct lt_facts *facts, const xmlDoc *page)
{
    const char *site = facts->text[LT_FACT_SITE], *told = facts->text[LT_FACT_TITLE];
    const xmlNode *root = (const xmlNode *)page, *node = lt_dom_find(root, "title");
    if (told)
        return site ? without_site(told, site, facts->arena) : told;
    struct lt_buf text = {0};
    for (const xmlNode *child = node ? node->children : NULL; child; child = child->next)
        lt_buf_puts(&text, child->content ? (const char *)child->content : "");
    const char *title = lt_plain_dup(lt_buf_slice(&text), facts->arena);
    lt_buf_finish(&text);
    if (title && strlen(title) <= TITLE_MAX_BYTES) {
        const char *heading = matching_heading(page, title, facts->arena);
        return heading ? heading : without_site(title, site, facts->arena);
    }
    node = lt_dom_find(root, "h1");
    return node ? lt_dom_text_dup(node, TITLE_MAX_BYTES, facts->arena) : "";
}

static bool page_rtl(const xmlDoc *page, const struct lt_meta *meta)
{
    const xmlNode *root = (const xmlNode *)page;
    const char *dir = lt_dom_attr(lt_dom_find(root, "html"), "dir");
    dir = dir ? dir : lt_dom_attr(lt_dom_find(root, "body"), "dir");
    if (dir && (strcasecmp(dir, "rtl") == 0 || strcasecmp(dir, "ltr") == 0))
        return strcasecmp(dir, "rtl") == 0;
    return meta->lang ? lt_language_rtl(meta->lang) : lt_text_rtl(lt_bytes_of(meta->title));
}

/* What stands before a name. */
static const char *without_by(const char *author)
{
    static const char *const words_by[] = {
        "by ", "by: ", "par ", "von ", "von: ", "vom ", "por ", "di ", "author: ", "autor: ", "written by ", "posted by ",
        "published by ", "view all posts by ", "geschrieben von ", "eingestellt von ", "zeige alle beiträge von ",
        "veröffentlicht von ", "ein beitrag von ", "text: ",
    };
    for (size_t i = 0; author && i < sizeof words_by / sizeof *words_by; i++)
        if (strncasecmp(author, words_by[i], strlen(words_by[i])) == 0)
            return author + strlen(words_by[i]);
    return author;
}

/* Where in a byline the names end and a date, a function or what else stands there begins. */
static size_t names_end(const char *author)
{
    static const char *const ends[] = {" | ", " • ", " · ", " — ", " – ", " - ", " on ", " am ", " Stand:", " Published", " Updated",
                                       " Posted", " Alles von "};
    size_t end = strlen(author);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *at = strstr(author, ends[i]);
        if (at && at > author && (size_t)(at - author) < end)
            end = (size_t)(at - author);
    }
    static const char *const months[] = {" Jan", " Feb", " Mar", " Apr", " May ", " Jun", " Jul", " Aug", " Sep", " Oct", " Nov", " Dec"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        const char *at = strstr(author, months[i]);
        bool date = at && strpbrk(at, "0123456789") && at > author && (size_t)(at - author) < end;
        end = date ? (size_t)(at - author) : end;
    }
    while (end > 0 && strchr(" ,;/", author[end - 1]))
        end--;
    return end;
}

/* The names of a byline that was found in the page's text. */
static const char *byline_names(const struct lt_facts *facts)
{
    const char *author = without_by(facts->text[LT_FACT_AUTHOR]);
    if (!author || facts->rank[LT_FACT_AUTHOR] > LT_RANK_TAG)
        return author;
    size_t end = names_end(author);
    return end > 0 ? lt_arena_strndup(facts->arena, author, end) : author;
}

void lt_facts_meta(const struct lt_facts *facts, const xmlDoc *page, const char *base, struct lt_meta *meta,
                   const char **ret_picture)
{
    *meta = (struct lt_meta){
        .title = title_of(facts, page),
        .author = byline_names(facts),
        .kicker = facts->text[LT_FACT_SECTION],
        .site = facts->text[LT_FACT_SITE],
        .lang = facts->text[LT_FACT_LANG] ? lt_language_tag(facts->text[LT_FACT_LANG], facts->arena) : NULL,
        .published = LT_NO_TIME,
        .updated = LT_NO_TIME,
        .comment_count = -1,
        .lead = -1,
        .url = base,
    };
    meta->rtl = page_rtl(page, meta);
    if (facts->text[LT_FACT_PUBLISHED])
        meta->published = lt_date_parse(facts->text[LT_FACT_PUBLISHED], &meta->utc_offset);
    if (facts->text[LT_FACT_UPDATED])
        meta->updated = lt_date_parse(facts->text[LT_FACT_UPDATED], NULL);
    *ret_picture = facts->text[LT_FACT_PICTURE] ? lt_url_resolve(facts->text[LT_FACT_PICTURE], base, facts->arena) : NULL;
}
