/*
 * jsonld.c: linked data (schema.org in JSON-LD) that a page carries: the article's headline, authors, dates, picture.
 */
#include "jsonld.h"
#include "page_meta.h"

#include "plain.h"

#include <jansson.h>
#include <string.h>

enum { JSON_MAX_BYTES = 1 << 20, NAMES_MAX = 8, SEARCH_MAX_DEPTH = 8 };

static const char *string_of(const json_t *value)
{
    const char *text = json_string_value(value);
    return text && text[0] ? text : NULL;
}

static bool is_article_type(const char *type)
{
    static const char *const ends[] = {"Article", "Posting", "Report", "Review", "Recipe"};
    size_t size = type ? strlen(type) : 0;
    for (size_t i = 0; i < sizeof ends / sizeof *ends && type; i++) {
        size_t end = strlen(ends[i]);
        if (size >= end && strcmp(type + size - end, ends[i]) == 0)
            return true;
    }
    return false;
}

static bool is_article(const json_t *object)
{
    const json_t *type = json_object_get(object, "@type");
    if (json_is_string(type))
        return is_article_type(json_string_value(type));
    for (size_t i = 0; i < json_array_size(type); i++)
        if (is_article_type(json_string_value(json_array_get(type, i))))
            return true;
    return false;
}

static bool is_page(const json_t *object)
{
    const char *type = json_string_value(json_object_get(object, "@type"));
    return type && (strcmp(type, "WebPage") == 0 || strcmp(type, "ItemPage") == 0);
}

static bool is_site(const json_t *object)
{
    const char *type = json_string_value(json_object_get(object, "@type"));
    return type && strcmp(type, "WebSite") == 0;
}

/* The first object that is such a thing in the value, in an array or a @graph. */
static const json_t *find(const json_t *value, bool (*is_such)(const json_t *), int depth)
{
    if (depth > SEARCH_MAX_DEPTH)
        return NULL;
    if (json_is_object(value)) {
        if (is_such(value))
            return value;
        const json_t *found = find(json_object_get(value, "@graph"), is_such, depth + 1);
        return found ? found : find(json_object_get(value, "mainEntity"), is_such, depth + 1);
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *found = find(json_array_get(value, i), is_such, depth + 1);
        if (found)
            return found;
    }
    return NULL;
}

/* The object of that @id, anywhere in the document's graph. */
static const json_t *find_id(const json_t *value, const char *id, int depth)
{
    if (depth > SEARCH_MAX_DEPTH)
        return NULL;
    if (json_is_object(value)) {
        const char *own = string_of(json_object_get(value, "@id"));
        if (own && strcmp(own, id) == 0 && json_object_get(value, "name"))
            return value;
        return find_id(json_object_get(value, "@graph"), id, depth + 1);
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *found = find_id(json_array_get(value, i), id, depth + 1);
        if (found)
            return found;
    }
    return NULL;
}

static const char *name_of(const json_t *root, const json_t *value)
{
    if (json_is_string(value))
        return string_of(value);
    const char *name = string_of(json_object_get(value, "name"));
    const char *id = string_of(json_object_get(value, "@id"));
    return name || !id ? name : string_of(json_object_get(find_id(root, id, 0), "name"));
}

/* One name, or several with commas between. */
static const char *names_of(const json_t *root, const json_t *value, struct lt_arena *arena)
{
    if (!json_is_array(value))
        return name_of(root, value);
    struct lt_buf names = {0};
    for (size_t i = 0; i < json_array_size(value) && i < NAMES_MAX; i++) {
        const char *name = name_of(root, json_array_get(value, i));
        if (name) {
            lt_buf_puts(&names, names.size > 0 ? ", " : "");
            lt_buf_puts(&names, name);
        }
    }
    const char *joined = names.size > 0 ? lt_arena_strndup(arena, names.data, names.size) : NULL;
    lt_buf_finish(&names);
    return joined;
}

static const char *picture_of(const json_t *value)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (json_is_string(value))
        return string_of(value);
    const char *url = string_of(json_object_get(value, "url"));
    return url ? url : string_of(json_object_get(value, "contentUrl"));
}

static const char *first_string(const json_t *value)
{
    return string_of(json_is_array(value) ? json_array_get(value, 0) : value);
}

/* An article may have a headline and a name: the one of which the page's <title> speaks is its title. */
static const char *title_of(const json_t *article, const struct lt_facts *facts)
{
    const char *headline = first_string(json_object_get(article, "headline")), *page = facts->page_title;
    const char *name = first_string(json_object_get(article, "name"));
    if (!headline || !name)
        return headline ? headline : name;
    bool named = page && strstr(page, name) && !strstr(page, headline);
    return named ? name : headline;
}

static void read_article(const json_t *root, const json_t *article, struct lt_facts *facts)
{
    static const struct {
        const char *key;
        enum lt_fact fact;
    } strings[] = {
        {"description", LT_FACT_DESCRIPTION}, {"datePublished", LT_FACT_PUBLISHED},
        {"dateModified", LT_FACT_UPDATED},
        {"inLanguage", LT_FACT_LANG},         {"articleSection", LT_FACT_SECTION},
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        lt_facts_offer(facts, strings[i].fact, LT_RANK_LINKED, first_string(json_object_get(article, strings[i].key)));
    lt_facts_offer(facts, LT_FACT_PUBLISHED, LT_RANK_TAG, first_string(json_object_get(article, "dateCreated")));
    lt_facts_offer(facts, LT_FACT_TITLE, LT_RANK_LINKED, title_of(article, facts));
    const json_t *publisher = json_object_get(article, "publisher");
    lt_facts_offer(facts, LT_FACT_AUTHOR, LT_RANK_LINKED,
                   names_of(root, json_object_get(article, "author"), facts->arena));
    lt_facts_offer(facts, LT_FACT_SITE, LT_RANK_TAG, names_of(root, publisher, facts->arena));
    lt_facts_offer(facts, LT_FACT_PICTURE, LT_RANK_META, picture_of(json_object_get(article, "image")));
}

/* Without the marks that hide it from XML parsers: <![CDATA[ ... ]]>. */
static struct lt_bytes without_cdata(struct lt_bytes json)
{
    static const char begin[] = "<![CDATA[", end[] = "]]>";
    if (json.size < strlen(begin) || memcmp(json.data, begin, strlen(begin)) != 0)
        return json;
    json = lt_bytes_trim((struct lt_bytes){json.data + strlen(begin), json.size - strlen(begin)});
    bool closed = json.size >= strlen(end) && memcmp(json.data + json.size - strlen(end), end, strlen(end)) == 0;
    return (struct lt_bytes){json.data, json.size - (closed ? strlen(end) : 0)};
}

/* Line ends inside of strings, which JSON forbids and pages have, made spaces. */
static void put_mended(struct lt_bytes json, struct lt_buf *out)
{
    lt_buf_put(out, json.data, json.size);
    for (size_t i = 0; i < out->size; i++)
        out->data[i] = (unsigned char)out->data[i] < ' ' ? ' ' : out->data[i];
}

json_t *lt_jsonld_load(const char *script)
{
    struct lt_buf mended = {0};
    struct lt_bytes json = without_cdata(lt_bytes_trim(lt_bytes_of(script)));
    if (json.size == 0 || json.size > JSON_MAX_BYTES)
        return NULL;
    put_mended(json, &mended);
    json_t *root = json_loadb(mended.data, mended.size, JSON_DISABLE_EOF_CHECK, NULL);
    lt_buf_finish(&mended);
    return root;
}

void lt_jsonld_read(const char *script, struct lt_facts *facts)
{
    json_t *root = lt_jsonld_load(script);
    const json_t *article = find(root, is_article, 0), *page = find(root, is_page, 0);
    if (article)
        read_article(root, article, facts);
    lt_facts_offer(facts, LT_FACT_SITE, LT_RANK_GUESS, string_of(json_object_get(find(root, is_site, 0), "name")));
    if (page)
        lt_facts_offer(facts, LT_FACT_PUBLISHED, LT_RANK_META, string_of(json_object_get(page, "datePublished")));
    json_decref(root);
}
