/*
 * feed_fields.c: the vocabularies of feeds as a table, what elements inherit, and the ways in which one names a person.
 */
#include "feed_fields.h"

#include "language.h"
#include "plain.h"

#include <lutrin/ingest.h>

#include <string.h>
#include <strings.h>

enum vocabulary { CORE, DC, CONTENT, MEDIA, SLASH, WFW, THREAD, ITUNES, XHTML, STRANGE };

static const struct {
    const char *prefix, *begin; /* the usual prefix, and how its address begins */
    enum vocabulary vocabulary;
} SPACES[] = {
    {"atom", "http://www.w3.org/2005/atom", CORE},
    {"atom03", "http://purl.org/atom/ns#", CORE},
    {"rss", "http://purl.org/rss/1.0/modules/rss091", CORE},
    {"content", "http://purl.org/rss/1.0/modules/content", CONTENT},
    {"slash", "http://purl.org/rss/1.0/modules/slash", SLASH},
    {"", "http://purl.org/rss/1.0/modules/", STRANGE},
    {"rss1", "http://purl.org/rss/1.0/", CORE},
    {"rss11", "http://purl.org/net/rss1.1", CORE},
    {"rss09", "http://my.netscape.com/", CORE},
    {"rss2", "http://backend.userland.com/", CORE},
    {"rss2", "http://blogs.law.harvard.edu/tech/rss", CORE},
    {"dc", "http://purl.org/dc/elements/", DC},
    {"dcterms", "http://purl.org/dc/terms/", DC},
    {"media", "http://search.yahoo.com/mrss", MEDIA},
    {"wfw", "http://wellformedweb.org/commentapi", WFW},
    {"thr", "http://purl.org/syndication/thread/", THREAD},
    {"itunes", "http://www.itunes.com/", ITUNES},
    {"xhtml", "http://www.w3.org/1999/xhtml", XHTML},
    {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", STRANGE},
};

static const struct {
    enum vocabulary vocabulary;
    const char *name;
    enum lt_field field;
    int rank;
} FIELDS[] = {
    {CORE, "title", LT_FIELD_TITLE, 9},           {DC, "title", LT_FIELD_TITLE, 5},
    {ITUNES, "title", LT_FIELD_TITLE, 2},         {MEDIA, "title", LT_FIELD_TITLE, 1},
    {CORE, "link", LT_FIELD_LINK, 9},             {CORE, "url", LT_FIELD_LINK, 1},
    {CORE, "guid", LT_FIELD_ID, 9},               {CORE, "id", LT_FIELD_ID, 9},
    {DC, "identifier", LT_FIELD_ID, 4},           {CONTENT, "encoded", LT_FIELD_CONTENT, 9},
    {CORE, "content", LT_FIELD_CONTENT, 8},       {XHTML, "body", LT_FIELD_CONTENT, 7},
    {XHTML, "div", LT_FIELD_CONTENT, 6},          {CORE, "fulltext", LT_FIELD_CONTENT, 5},
    {CORE, "body", LT_FIELD_CONTENT, 7},          {CORE, "fullitem", LT_FIELD_CONTENT, 5},
    {CORE, "description", LT_FIELD_SUMMARY, 9},   {CORE, "summary", LT_FIELD_SUMMARY, 8},
    {CORE, "subtitle", LT_FIELD_SUMMARY, 8},      {CORE, "tagline", LT_FIELD_SUMMARY, 7},
    {DC, "description", LT_FIELD_SUMMARY, 5},     {DC, "abstract", LT_FIELD_SUMMARY, 5},
    {ITUNES, "summary", LT_FIELD_SUMMARY, 3},     {MEDIA, "description", LT_FIELD_SUMMARY, 2},
    {ITUNES, "subtitle", LT_FIELD_SUMMARY, 1},    {CORE, "pubdate", LT_FIELD_PUBLISHED, 9},
    {CORE, "published", LT_FIELD_PUBLISHED, 9},   {CORE, "issued", LT_FIELD_PUBLISHED, 8},
    {DC, "issued", LT_FIELD_PUBLISHED, 7},        {DC, "date", LT_FIELD_PUBLISHED, 6},
    {CORE, "created", LT_FIELD_PUBLISHED, 5},     {DC, "created", LT_FIELD_PUBLISHED, 5},
    {CORE, "updated", LT_FIELD_UPDATED, 9},       {CORE, "modified", LT_FIELD_UPDATED, 8},
    {DC, "modified", LT_FIELD_UPDATED, 7},        {CORE, "lastbuilddate", LT_FIELD_UPDATED, 6},
    {CORE, "author", LT_FIELD_AUTHOR, 9},         {DC, "creator", LT_FIELD_AUTHOR, 8},
    {DC, "author", LT_FIELD_AUTHOR, 7},           {CORE, "managingeditor", LT_FIELD_AUTHOR, 6},
    {ITUNES, "author", LT_FIELD_AUTHOR, 5},       {CORE, "webmaster", LT_FIELD_AUTHOR, 3},
    {DC, "publisher", LT_FIELD_AUTHOR, 2},        {CORE, "contributor", LT_FIELD_AUTHOR, 1},
    {CORE, "language", LT_FIELD_LANGUAGE, 9},     {DC, "language", LT_FIELD_LANGUAGE, 8},
    {CORE, "rights", LT_FIELD_RIGHTS, 9},         {CORE, "copyright", LT_FIELD_RIGHTS, 8},
    {DC, "rights", LT_FIELD_RIGHTS, 7},           {CORE, "comments", LT_FIELD_COMMENTS, 9},
    {WFW, "commentrss", LT_FIELD_COMMENTS_FEED, 9}, {SLASH, "comments", LT_FIELD_COMMENT_COUNT, 9},
    {THREAD, "total", LT_FIELD_COMMENT_COUNT, 9}, {THREAD, "in-reply-to", LT_FIELD_REPLY, 9},
    {CORE, "category", LT_FIELD_CATEGORY, 0},     {DC, "subject", LT_FIELD_CATEGORY, 0},
    {ITUNES, "category", LT_FIELD_CATEGORY, 0},   {CORE, "enclosure", LT_FIELD_ENCLOSURE, 0},
    {MEDIA, "content", LT_FIELD_ENCLOSURE, 0},    {MEDIA, "thumbnail", LT_FIELD_ENCLOSURE, 0},
    {MEDIA, "group", LT_FIELD_GROUP, 0},
};

/* Elements without a prefix are the feed's own words, whatever address they claim, XHTML apart. */
static enum vocabulary vocabulary_of(const xmlNode *node, const char **ret_name)
{
    const char *name = (const char *)node->name, *colon = strchr(name, ':');
    const char *address = node->ns && node->ns->href ? (const char *)node->ns->href : NULL;
    bool prefixed = node->ns && node->ns->prefix;
    *ret_name = colon && !address ? colon + 1 : name;
    for (size_t i = 0; i < sizeof SPACES / sizeof *SPACES; i++) {
        size_t size = strlen(SPACES[i].prefix);
        if (address && strncasecmp(address, SPACES[i].begin, strlen(SPACES[i].begin)) == 0)
            return SPACES[i].vocabulary;
        if (!address && colon && size == (size_t)(colon - name) && strncasecmp(name, SPACES[i].prefix, size) == 0)
            return SPACES[i].vocabulary;
    }
    return prefixed || (colon && !address) ? STRANGE : CORE;
}

enum lt_field lt_field_of(const xmlNode *node, int *ret_rank)
{
    const char *name;
    if (!lt_dom_is_element(node))
        return LT_FIELD_NONE;
    enum vocabulary vocabulary = vocabulary_of(node, &name);
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        if (FIELDS[i].vocabulary == vocabulary && strcasecmp(FIELDS[i].name, name) == 0) {
            *ret_rank = FIELDS[i].rank;
            return FIELDS[i].field;
        }
    return LT_FIELD_NONE;
}

/* An attribute of the xml: prefix. */
static const char *xml_attr(const xmlNode *node, const char *name)
{
    for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
        if (strcmp((const char *)attr->name, name) == 0 && attr->ns && attr->ns->prefix &&
            strcmp((const char *)attr->ns->prefix, "xml") == 0)
            return attr->children && attr->children->content ? (const char *)attr->children->content : "";
    return NULL;
}

const char *lt_feed_base(const xmlNode *node, const char *url, struct lt_arena *arena)
{
    if (!node || node->type != XML_ELEMENT_NODE)
        return url;
    const char *under = lt_feed_base(node->parent, url, arena), *own = xml_attr(node, "base");
    const char *base = own && own[0] && strlen(own) <= LT_FEED_MAX_BASE_BYTES ? lt_url_resolve(own, under, arena) : NULL;
    return base && strlen(base) <= LT_FEED_MAX_BASE_BYTES ? base : under;
}

const char *lt_feed_lang(const xmlNode *node, struct lt_arena *arena)
{
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const char *lang = xml_attr(node, "lang");
        if (lang)
            return lt_language_tag(lang, arena);
    }
    return NULL;
}

/* "mail (Name)", "Name (mail)", "Name <mail>" in two parts: what stands outside and inside the brackets. */
static bool split_brackets(const char *text, struct lt_bytes *ret_outside, struct lt_bytes *ret_inside)
{
    const char *open = strpbrk(text, "(<");
    const char *close = open ? strrchr(open, *open == '(' ? ')' : '>') : NULL;
    if (!close)
        return false;
    *ret_outside = lt_bytes_trim((struct lt_bytes){text, (size_t)(open - text)});
    *ret_inside = lt_bytes_trim((struct lt_bytes){open + 1, (size_t)(close - open - 1)});
    return true;
}

static bool is_mail(struct lt_bytes text)
{
    const char *at = text.size > 2 ? memchr(text.data, '@', text.size) : NULL;
    return at && at > text.data && !memchr(text.data, ' ', text.size);
}

static const char *dup(struct lt_bytes text, struct lt_arena *arena)
{
    if (lt_bytes_starts(text, "mailto:"))
        text = (struct lt_bytes){text.data + 7, text.size - 7};
    return text.size > 0 ? lt_arena_strndup(arena, text.data, text.size) : NULL;
}

static struct lt_person person_of_text(const char *text, struct lt_arena *arena)
{
    struct lt_person person = {0};
    struct lt_bytes outside, inside;
    if (!text)
        return person;
    if (is_mail(lt_bytes_of(text))) {
        person.email = dup(lt_bytes_of(text), arena);
    } else if (split_brackets(text, &outside, &inside) && (is_mail(outside) || is_mail(inside))) {
        person.email = dup(is_mail(inside) ? inside : outside, arena);
        person.name = dup(is_mail(inside) ? outside : inside, arena);
    } else {
        person.name = text;
    }
    return person;
}

struct lt_person lt_feed_person(const xmlNode *node, const char *base, struct lt_arena *arena)
{
    struct lt_person person = {0};
    if (!node)
        return person;
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (lt_dom_is(child, "name"))
            person.name = lt_feed_text(child, arena);
        else if (lt_dom_is(child, "email"))
            person.email = lt_feed_text(child, arena);
        else if (lt_dom_is(child, "uri") || lt_dom_is(child, "url") || lt_dom_is(child, "homepage"))
            person.url = lt_url_resolve(lt_feed_text(child, arena), base, arena);
    }
    if (person.name || person.email || person.url)
        return person;
    return person_of_text(lt_feed_text(node, arena), arena);
}
