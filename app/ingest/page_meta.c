/*
 * page_meta.c: what a page says of itself, from many sources of which the better wins: JSON-LD, Dublin Core, Open Graph,
 * plain meta elements, microdata and markup.
 */
#include "page_meta.h"

#include "byline.h"
#include "comments.h"
#include "html.h"
#include "junk.h"
#include "language.h"
#include "names.h"
#include "plain.h"
#include "shown.h"
#include "shown_date.h"
#include "title.h"

#include <lutrin/ingest.h>

#include <string.h>
#include <strings.h>

enum {
    FACT_MAX_BYTES = 2000,
    VALUE_MAX_BYTES = 500,
    BYLINE_MIN_BYTES = 3,
    BYLINE_MAX_BYTES = 120,
    SIGNED_WITHIN_BYTES = 500, /* of text after the title */
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
    {"twitter:title", LT_FACT_TITLE, LT_RANK_TAG + 2},
    {"parsely-title", LT_FACT_TITLE, LT_RANK_TAG + 1},
    {"og:description", LT_FACT_DESCRIPTION, LT_RANK_GRAPH},
    {"dc.description", LT_FACT_DESCRIPTION, LT_RANK_DUBLIN},
    {"dc:description", LT_FACT_DESCRIPTION, LT_RANK_DUBLIN},
    {"description", LT_FACT_DESCRIPTION, LT_RANK_META},
    {"twitter:description", LT_FACT_DESCRIPTION, LT_RANK_TAG + 1},
    {"dc.creator", LT_FACT_AUTHOR, LT_RANK_DUBLIN},
    {"dc:creator", LT_FACT_AUTHOR, LT_RANK_DUBLIN},
    {"dcterms.creator", LT_FACT_AUTHOR, LT_RANK_DUBLIN},
    {"author", LT_FACT_AUTHOR, LT_RANK_META},
    {"parsely-author", LT_FACT_AUTHOR, LT_RANK_TAG + 2},
    {"article:author", LT_FACT_AUTHOR, LT_RANK_TAG},
    {"og:article:author", LT_FACT_AUTHOR, LT_RANK_TAG},
    {"sailthru.author", LT_FACT_AUTHOR, LT_RANK_TAG},
    {"article:author_name", LT_FACT_AUTHOR, LT_RANK_TAG},
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
    bool address = (fact == LT_FACT_AUTHOR || fact == LT_FACT_LAST) && plain.size > 4 && strncasecmp(plain.data, "http", 4) == 0;
    if (plain.size > 0 && !address) {
        facts->text[fact] = lt_arena_strndup(facts->arena, plain.data, plain.size);
        facts->rank[fact] = rank;
    }
    lt_buf_finish(&plain);
}

/* An author in the head. Dublin Core and Open Graph repeat the element for each of several; other names stand once. */
static void offer_author(struct lt_facts *facts, int rank, const char *name, bool repeats)
{
    const char *others = facts->rank[LT_FACT_AUTHOR] == rank ? facts->text[LT_FACT_AUTHOR] : NULL;
    if (facts->rank[LT_FACT_LAST] == rank)
        facts->rank[LT_FACT_LAST]--;
    lt_facts_offer(facts, LT_FACT_LAST, rank, name);
    if (!repeats || !others || !name || strstr(others, name)) {
        lt_facts_offer(facts, LT_FACT_AUTHOR, rank, name);
        return;
    }
    struct lt_buf all = {0};
    lt_buf_puts(&all, others);
    lt_buf_puts(&all, strchr(name, ',') ? "; " : ", ");
    lt_buf_puts(&all, name);
    facts->rank[LT_FACT_AUTHOR] = 0;
    lt_facts_offer(facts, LT_FACT_AUTHOR, rank, all.data);
    lt_buf_finish(&all);
}

static void offer_meta(struct lt_facts *facts, const char *name, enum lt_fact fact, int rank, const char *content)
{
    bool repeats = strncmp(name, "dc", 2) == 0 || strstr(name, "article:");
    if (fact == LT_FACT_AUTHOR)
        offer_author(facts, rank, content, repeats);
    else
        lt_facts_offer(facts, fact, rank, content);
}

/* Cards for messages hold pairs of labels and data: "twitter:label1" is "Written by", "twitter:data1" the name. */
static void read_card(const xmlNode *node, struct lt_facts *facts)
{
    const char *name = lt_dom_attr(node, "name"), *content = lt_dom_attr(node, "content");
    name = name ? name : lt_dom_attr(node, "property");
    if (!name || !content || strncasecmp(name, "twitter:", 8) != 0)
        return;
    if (strncasecmp(name + 8, "label", 5) == 0)
        facts->card_author = lt_byline_leads(content) ? lt_arena_strdup(facts->arena, name + 8 + 5) : facts->card_author;
    else if (facts->card_author && strncasecmp(name + 8, "data", 4) == 0 && strcmp(name + 8 + 4, facts->card_author) == 0) {
        lt_facts_offer(facts, LT_FACT_AUTHOR, LT_RANK_TAG, content);
        facts->card_names = lt_plain_dup(lt_bytes_of(content), facts->arena);
    }
}

/* Does the name, its signs left out, end as names for the day of publication do: "sw-pubdate", "x:article_published_time"? */
static bool speaks_of_publishing(const char *name)
{
    static const char *const ends[] = {"pubdate",       "publishdate", "publisheddate", "publishedtime",   "publishtime",
                                       "datepublished", "publishedat", "publishedon",   "publicationdate", "dateissued"};
    struct lt_buf folded = {0};
    bool speaks = false;
    lt_plain_fold(lt_bytes_of(name), &folded);
    for (size_t i = 0; i < sizeof ends / sizeof *ends && !speaks; i++) {
        size_t size = strlen(ends[i]);
        speaks = folded.size >= size && strcmp(folded.data + folded.size - size, ends[i]) == 0;
    }
    lt_buf_finish(&folded);
    return speaks;
}

/* A meta element may bear several names, and words in any case. What stands as a property was meant as such; what is one
 * and stands as a name was put there by somebody who did not look. */
static void read_meta(const xmlNode *node, struct lt_facts *facts)
{
    static const char *const attributes[] = {"property", "name", "itemprop", "http-equiv"};
    const char *content = lt_dom_attr(node, "content");
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const char *names = lt_dom_attr(node, attributes[i]);
        for (size_t j = 0; names && j < sizeof NAMES / sizeof *NAMES; j++) {
            if (!lt_has_word(names, NAMES[j].name))
                continue;
            bool misplaced = NAMES[j].fact == LT_FACT_AUTHOR && (i == 2 || (i == 1 && strstr(NAMES[j].name, "article:")));
            int rank = misplaced ? LT_RANK_GUESS : NAMES[j].rank + (i == 0 ? LT_RANK_PROPERTY : 0);
            offer_meta(facts, NAMES[j].name, NAMES[j].fact, rank, content);
        }
        if (i < 2 && names && speaks_of_publishing(names))
            lt_facts_offer(facts, LT_FACT_PUBLISHED, LT_RANK_TAG, content);
    }
}

static const char *value_of(const xmlNode *node, struct lt_arena *arena)
{
    const char *content = lt_dom_attr(node, "content"), *datetime = lt_dom_attr(node, "datetime");
    const char *title = lt_dom_is(node, "abbr") ? lt_dom_attr(node, "title") : NULL;
    return content ? content : datetime ? datetime : title ? title : lt_dom_text_dup(node, VALUE_MAX_BYTES, arena);
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
}

/* The nearest element around a node that stands as a block, and is no item of a list. */
static const xmlNode *block_of(const xmlNode *node)
{
    const xmlNode *block = node->parent;
    while (block && lt_dom_is_element(block) && (lt_tag_is_inline(lt_dom_tag(block)) || lt_dom_is(block, "li")))
        block = block->parent;
    return block;
}

/* Names that stand beside each other in one line, each of them marked for programs, are the names of one byline. */
static void offer_shown(struct lt_facts *facts, const xmlNode *node, int rank, const char *names)
{
    const char *others = facts->text[LT_FACT_BYLINE];
    bool beside = others && rank > LT_RANK_GUESS && facts->rank[LT_FACT_BYLINE] == rank &&
                  facts->byline_block == block_of(node) && lt_dom_text_dup(block_of(node), 2 * BYLINE_MAX_BYTES, facts->arena)[0];
    if (!names || (others && facts->rank[LT_FACT_BYLINE] >= rank && !beside) || (beside && strstr(others, names)))
        return;
    struct lt_buf all = {0};
    lt_buf_puts(&all, beside ? others : "");
    lt_buf_puts(&all, beside ? ", " : "");
    lt_buf_puts(&all, names);
    facts->rank[LT_FACT_BYLINE] = 0;
    lt_facts_offer(facts, LT_FACT_BYLINE, rank, all.data);
    facts->byline_block = block_of(node);
    lt_buf_finish(&all);
}

/* A name in RDFa that is somebody's: <span typeof="schema:Person" property="schema:name">. */
static bool is_person(const xmlNode *node)
{
    const char *type = lt_dom_attr(node, "typeof"), *property = lt_dom_attr(node, "property");
    return (lt_has_word(type, "schema:Person") || lt_has_word(type, "Person") || lt_has_word(type, "foaf:Person")) &&
           (lt_has_word(property, "schema:name") || lt_has_word(property, "name") || lt_has_word(property, "foaf:name"));
}

static bool is_named_author(const xmlNode *node)
{
    return lt_names_of(node) & LT_NAME_WRITER;
}

/* Who wrote it, as the page shows it: microdata, a link, a name of class or id where a byline may stand. */
static void read_byline(const xmlNode *node, const char *property, bool nowhere, struct lt_facts *facts)
{
    bool author = lt_has_word(property, "author") || is_person(node), linked = lt_has_word(lt_dom_attr(node, "rel"), "author");
    if (!author && !linked && (nowhere || !is_named_author(node)))
        return;
    const xmlNode *name = author ? lt_dom_find_attr(node, "itemprop", "name") : NULL;
    const char *text = author ? value_of(name ? name : node, facts->arena)
                              : lt_dom_text_dup(node, 2 * BYLINE_MAX_BYTES, facts->arena);
    if (strlen(text) < BYLINE_MIN_BYTES || strlen(text) > BYLINE_MAX_BYTES)
        return;
    const char *names = lt_byline_names(text, facts->arena);
    offer_shown(facts, node, author ? LT_RANK_TAG : linked ? LT_RANK_GUESS + 1 : LT_RANK_GUESS, names);
}

/* Does it hold blocks, or what is marked as the author? Then it is more than a line, or need not be read as one. */
static bool holds_more(const xmlNode *node)
{
    for (const xmlNode *inner = lt_dom_next(node, node); inner; inner = lt_dom_next(node, inner)) {
        if (inner->type != XML_ELEMENT_NODE)
            continue;
        bool block = lt_dom_tag(inner)->kind != LT_TAG_DROP && !lt_tag_is_inline(lt_dom_tag(inner));
        if (block || is_named_author(inner) || lt_has_word(lt_dom_attr(inner, "rel"), "author"))
            return true;
    }
    return false;
}

/* A short block that is nothing but a signature. Near the title it is as good as one with a name. */
static void read_signature(const xmlNode *node, const struct lt_shown_dates *seen, struct lt_facts *facts)
{
    enum lt_tag_kind kind = lt_dom_tag(node)->kind;
    int rank = seen->since_title <= SIGNED_WITHIN_BYTES ? LT_RANK_GUESS : LT_RANK_LEAST;
    if (!seen->title || (kind != LT_TAG_BLOCK && kind != LT_TAG_HEADING) ||
        (facts->text[LT_FACT_BYLINE] && facts->rank[LT_FACT_BYLINE] >= rank))
        return;
    const char *names = lt_byline_signed(lt_dom_text_dup(node, BYLINE_MAX_BYTES, facts->arena), facts->arena);
    if (names && !holds_more(node) && !lt_shown_elsewhere(node, seen->title))
        lt_facts_offer(facts, LT_FACT_BYLINE, rank, names);
}

/* Markup that says where without microdata. */
static void read_markup(const xmlNode *node, struct lt_facts *facts)
{
    if (lt_dom_is(node, "link") && lt_has_word(lt_dom_attr(node, "rel"), "canonical"))
        lt_facts_offer(facts, LT_FACT_URL, LT_RANK_GRAPH, lt_dom_attr(node, "href"));
}

static void read_script(const xmlNode *node, struct lt_facts *facts)
{
    if (lt_html_is_data(lt_dom_attr(node, "type")) && node->children && node->children->content)
        lt_jsonld_read((const char *)node->children->content, facts);
}

/* A walk through the page. */
struct walk {
    const xmlNode *root, *others_end, *nowhere_end; /* the nodes after what is entered; NULL: the page's end */
    bool others;  /* inside what others wrote: it says nothing of this article */
    bool nowhere; /* inside what shows no byline */
    bool named, dated; /* the head has told who wrote it, and when: what is shown need not be read */
    struct lt_shown_dates dates;
};

static void enter(struct walk *walk, const xmlNode *node)
{
    walk->others = walk->others && node != walk->others_end;
    walk->nowhere = walk->nowhere && node != walk->nowhere_end;
    if (node->type != XML_ELEMENT_NODE)
        return;
    if (!walk->others && (lt_junk_others(node) || lt_is_comment(node))) {
        walk->others = true;
        walk->others_end = lt_dom_over(walk->root, node);
    }
    if (!walk->nowhere && !(walk->named && walk->dated) && lt_shown_nowhere(node)) {
        walk->nowhere = true;
        walk->nowhere_end = lt_dom_over(walk->root, node);
    }
}

static void read_language(const xmlNode *node, struct lt_facts *facts)
{
    const char *lang = lt_dom_attr(node, "lang");
    lang = lang && lang[0] ? lang : lt_dom_attr(node, "xml:lang");
    int rank = lt_dom_is(node, "html") ? LT_RANK_LINKED + LT_RANK_PROPERTY + 1 : LT_RANK_TAG;
    lt_facts_offer(facts, LT_FACT_LANG, rank, lang);
}

static void read_node(const xmlNode *node, const struct walk *walk, struct lt_facts *facts)
{
    const char *property = lt_dom_attr(node, "itemprop");
    if (lt_dom_is(node, "meta")) {
        read_meta(node, facts);
        read_card(node, facts);
    }
    if (lt_dom_is(node, "script"))
        read_script(node, facts);
    else if (lt_dom_is(node, "html") || lt_dom_is(node, "body"))
        read_language(node, facts);
    if (walk->others)
        return;
    if (property)
        read_microdata(node, property, facts);
    if (node->properties) {
        read_markup(node, facts);
        read_byline(node, property, walk->nowhere, facts);
    }
    if (!facts->line && !walk->named && !walk->nowhere)
        facts->line = lt_shown_line(node, facts->arena);
}

void lt_facts_read(const xmlDoc *page, struct lt_facts *facts)
{
    struct walk walk = {.root = (const xmlNode *)page};
    facts->page_title = lt_title_element(page, facts->arena);
    for (const xmlNode *node = walk.root->children; node; node = lt_dom_next(walk.root, node)) {
        enter(&walk, node);
        if (lt_dom_is(node, "body")) {
            walk.named = lt_byline_known(facts);
            walk.dated = lt_shown_date_told(facts);
        }
        if (node->type == XML_ELEMENT_NODE)
            read_node(node, &walk, facts);
        if (walk.others || walk.nowhere || (walk.named && walk.dated))
            continue;
        lt_shown_date_see(&walk.dates, node, facts);
        if (node->type == XML_ELEMENT_NODE && !walk.named)
            read_signature(node, &walk.dates, facts);
    }
    lt_shown_date_end(&walk.dates, facts);
}

/* The byline in the page's own words: what its head says plainly, else what it shows. */
static const char *line_of(const struct lt_facts *facts)
{
    const char *told = facts->text[LT_FACT_AUTHOR];
    int rank = facts->rank[LT_FACT_AUTHOR];
    if (!told || (rank <= LT_RANK_TAG && facts->line))
        return facts->line ? facts->line : facts->text[LT_FACT_BYLINE];
    return facts->rank[LT_FACT_LAST] == rank ? facts->text[LT_FACT_LAST] : told;
}

static bool page_rtl(const xmlDoc *page, const struct lt_meta *meta)
{
    const xmlNode *root = (const xmlNode *)page;
    const char *dir = lt_dom_attr(lt_dom_find(root, "body"), "dir");
    dir = dir ? dir : lt_dom_attr(lt_dom_find(root, "html"), "dir");
    if (dir && (strcasecmp(dir, "rtl") == 0 || strcasecmp(dir, "ltr") == 0))
        return strcasecmp(dir, "rtl") == 0;
    return meta->lang ? lt_language_rtl(meta->lang) : lt_text_rtl(lt_bytes_of(meta->title));
}

void lt_facts_meta(struct lt_facts *facts, const xmlDoc *page, const char *base, struct lt_meta *meta,
                   struct lt_told *told, const char **ret_picture)
{
    facts->address = base;
    lt_facts_offer(facts, LT_FACT_SITE, LT_RANK_LEAST, lt_title_site(facts, page));
    *meta = (struct lt_meta){
        .title = lt_title_of(facts, page),
        .author = lt_byline_of(facts),
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
    lt_shown_date_address(facts, base ? base : facts->text[LT_FACT_URL]);
    if (facts->text[LT_FACT_PUBLISHED])
        meta->published = lt_date_parse(facts->text[LT_FACT_PUBLISHED], &meta->utc_offset);
    told->title = lt_title_told(facts, page);
    told->byline = line_of(facts);
    told->published = meta->published != LT_NO_TIME ? facts->text[LT_FACT_PUBLISHED] : NULL;
    if (facts->text[LT_FACT_UPDATED])
        meta->updated = lt_date_parse(facts->text[LT_FACT_UPDATED], NULL);
    *ret_picture = facts->text[LT_FACT_PICTURE] ? lt_url_resolve(facts->text[LT_FACT_PICTURE], base, facts->arena) : NULL;
}
