/*
 * ghost_body.c: lexical and mobiledoc, the two trees of JSON in which Ghost's editors keep an article.
 */
#include "ghost.h"

#include "items.h"
#include "json.h"

#include <string.h>

enum { OPEN_MAX = 32 }; /* markups open at once */

struct writer {
    struct lt_buf *out;
    size_t nodes;
};

/* Bits of a lexical text's format, and the elements they stand for. */
static const struct {
    int bit;
    const char *name;
} FORMATS[] = {{1, "strong"}, {2, "em"}, {4, "s"}, {16, "code"}, {32, "sub"}, {64, "sup"}, {128, "mark"}};

enum { FORMAT_COUNT = sizeof FORMATS / sizeof *FORMATS };

static void put_lexical_text(struct writer *w, const json_t *node)
{
    json_int_t format = json_integer_value(json_object_get(node, "format"));
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (format & FORMATS[i].bit)
            lt_buf_printf(w->out, "<%s>", FORMATS[i].name);
    lt_items_escape(lt_json_string(node, "text"), w->out);
    for (size_t i = FORMAT_COUNT; i-- > 0;)
        if (format & FORMATS[i].bit)
            lt_buf_printf(w->out, "</%s>", FORMATS[i].name);
}

static bool is_heading(const char *tag)
{
    return tag && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6' && !tag[2];
}

/* The element that a lexical node becomes; NULL when it is none of those that hold others. */
static const char *element_of(const json_t *node, const char *type)
{
    static const struct {
        const char *type, *element;
    } elements[] = {
        {"root", "div"},        {"paragraph", "p"},   {"listitem", "li"},          {"quote", "blockquote"},
        {"extended-quote", "blockquote"}, {"aside", "blockquote"}, {"link", "a"}, {"autolink", "a"},
        {"table", "table"},     {"tablerow", "tr"},   {"tablecell", "td"},
    };
    const char *tag = lt_json_string(node, "tag"), *kind = lt_json_string(node, "listType");
    if (strcmp(type, "heading") == 0 || strcmp(type, "extended-heading") == 0)
        return is_heading(tag) ? tag : "h2";
    if (strcmp(type, "list") == 0)
        return (kind && strcmp(kind, "number") == 0) || (tag && strcmp(tag, "ol") == 0) ? "ol" : "ul";
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (strcmp(type, elements[i].type) == 0)
            return elements[i].element;
    return NULL;
}

static void put_start(struct writer *w, const json_t *node, const char *element)
{
    const char *url = lt_json_string(node, "url");
    const json_t *start = json_object_get(node, "start");
    lt_buf_printf(w->out, "<%s", element);
    if (url && strcmp(element, "a") == 0) {
        lt_buf_puts(w->out, " href=\"");
        lt_items_escape(url, w->out);
        lt_buf_puts(w->out, "\"");
    }
    if (strcmp(element, "ol") == 0 && json_is_integer(start))
        lt_buf_printf(w->out, " start=\"%lld\"", (long long)json_integer_value(start));
    lt_buf_puts(w->out, ">");
}

static void put_lexical(struct writer *w, const json_t *node)
{
    const char *type = lt_json_string(node, "type");
    if (++w->nodes > LT_GHOST_MAX_NODES)
        return;
    type = type ? type : "";
    if (strcmp(type, "text") == 0 || strcmp(type, "extended-text") == 0 || strcmp(type, "code-highlight") == 0)
        put_lexical_text(w, node);
    else if (strcmp(type, "linebreak") == 0)
        lt_buf_puts(w->out, "<br>");
    else if (strcmp(type, "tab") == 0)
        lt_buf_puts(w->out, " ");
    const json_t *children = json_object_get(node, "children");
    const char *element = element_of(node, type);
    if (element)
        put_start(w, node, element);
    else if (!json_is_array(children))
        lt_ghost_card(type, node, w->out);
    for (size_t i = 0; i < json_array_size(children); i++)
        put_lexical(w, json_array_get(children, i));
    if (element)
        lt_buf_printf(w->out, strcmp(element, "a") == 0 ? "</%s>" : "</%s>\n", element);
}

/* Did the body fit? */
static enum lt_err check_nodes(const struct writer *w, struct lt_diag *diag)
{
    if (w->nodes <= LT_GHOST_MAX_NODES)
        return LT_OK;
    return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "a body of more than %d nodes", LT_GHOST_MAX_NODES);
}

enum lt_err lt_ghost_lexical(struct lt_bytes json, struct lt_diag *diag, struct lt_buf *out)
{
    struct writer w = {.out = out};
    json_t *root;
    enum lt_err err = lt_json_parse(json, diag, &root);
    if (err != LT_OK)
        return err;
    const json_t *top = json_object_get(root, "root");
    if (json_is_object(top))
        put_lexical(&w, top);
    err = json_is_object(top) ? check_nodes(&w, diag) : lt_fail(diag, LT_ERR_DATA, NULL, NULL, "a lexical body without root");
    json_decref(root);
    return err;
}

struct mobiledoc {
    struct writer w;
    const json_t *atoms, *cards, *markups;
    const char *open[OPEN_MAX]; /* names of the elements that are open */
    size_t open_count;
};

/* A tag that mobiledoc may name; others become `otherwise`. */
static const char *known_tag(const char *tag, const char *otherwise)
{
    static const char *const tags[] = {"p",   "h1",     "h2", "h3",   "h4",  "h5",  "h6", "blockquote", "ul", "ol", "a",
                                       "em",  "strong", "i",  "b",    "u",   "s",   "sub", "sup",       "code", "aside", "del", "mark"};
    for (size_t i = 0; tag && i < sizeof tags / sizeof *tags; i++)
        if (strcmp(tag, tags[i]) == 0)
            return strcmp(tag, "aside") == 0 ? "blockquote" : tags[i];
    return otherwise;
}

/* A markup is ["a", ["href", "https://..."]]. */
static void open_markup(struct mobiledoc *m, const json_t *index)
{
    const json_t *markup = json_array_get(m->markups, (size_t)json_integer_value(index));
    const char *tag = known_tag(json_string_value(json_array_get(markup, 0)), "span");
    const json_t *attributes = json_array_get(markup, 1);
    lt_buf_printf(m->w.out, "<%s", tag);
    for (size_t i = 0; i + 1 < json_array_size(attributes); i += 2) {
        const char *name = json_string_value(json_array_get(attributes, i));
        if (!name || strcmp(name, "href") != 0)
            continue;
        lt_buf_puts(m->w.out, " href=\"");
        lt_items_escape(json_string_value(json_array_get(attributes, i + 1)), m->w.out);
        lt_buf_puts(m->w.out, "\"");
    }
    lt_buf_puts(m->w.out, ">");
    if (m->open_count < OPEN_MAX)
        m->open[m->open_count++] = tag;
}

static void put_atom(struct mobiledoc *m, const json_t *index)
{
    const json_t *atom = json_array_get(m->atoms, (size_t)json_integer_value(index));
    const char *name = json_string_value(json_array_get(atom, 0));
    if (name && strcmp(name, "soft-return") == 0)
        lt_buf_puts(m->w.out, "<br>");
    else
        lt_items_escape(json_string_value(json_array_get(atom, 1)), m->w.out);
}

/* A marker is [kind, [markups that open], how many close, text or atom]. */
static void put_markers(struct mobiledoc *m, const json_t *markers)
{
    for (size_t i = 0; i < json_array_size(markers) && ++m->w.nodes <= LT_GHOST_MAX_NODES; i++) {
        const json_t *marker = json_array_get(markers, i), *opened = json_array_get(marker, 1);
        const json_t *value = json_array_get(marker, 3);
        for (size_t j = 0; j < json_array_size(opened) && j < OPEN_MAX; j++)
            open_markup(m, json_array_get(opened, j));
        if (json_is_string(value))
            lt_items_escape(json_string_value(value), m->w.out);
        else if (json_is_integer(value))
            put_atom(m, value);
        json_int_t closed = json_integer_value(json_array_get(marker, 2));
        for (; closed > 0 && m->open_count > 0; closed--)
            lt_buf_printf(m->w.out, "</%s>", m->open[--m->open_count]);
    }
    while (m->open_count > 0)
        lt_buf_printf(m->w.out, "</%s>", m->open[--m->open_count]);
}

static void put_list(struct mobiledoc *m, const json_t *section)
{
    const char *tag = known_tag(json_string_value(json_array_get(section, 1)), "ul");
    const json_t *list = json_array_get(section, 2);
    lt_buf_printf(m->w.out, "<%s>", tag);
    for (size_t i = 0; i < json_array_size(list); i++) {
        lt_buf_puts(m->w.out, "<li>");
        put_markers(m, json_array_get(list, i));
        lt_buf_puts(m->w.out, "</li>\n");
    }
    lt_buf_printf(m->w.out, "</%s>\n", tag);
}

static void put_section(struct mobiledoc *m, const json_t *section)
{
    enum { TEXT = 1, IMAGE = 2, LIST = 3, CARD = 10 };
    const json_t *value = json_array_get(section, 1);
    switch (json_integer_value(json_array_get(section, 0))) {
    case TEXT: {
        const char *tag = known_tag(json_string_value(value), "p");
        lt_buf_printf(m->w.out, "<%s>", tag);
        put_markers(m, json_array_get(section, 2));
        lt_buf_printf(m->w.out, "</%s>\n", tag);
        break;
    }
    case IMAGE:
        lt_buf_puts(m->w.out, "<img src=\"");
        lt_items_escape(json_string_value(value), m->w.out);
        lt_buf_puts(m->w.out, "\">\n");
        break;
    case LIST:
        put_list(m, section);
        break;
    case CARD: {
        const json_t *card = json_array_get(m->cards, (size_t)json_integer_value(value));
        lt_ghost_card(json_string_value(json_array_get(card, 0)), json_array_get(card, 1), m->w.out);
        break;
    }
    default:
        break;
    }
}

enum lt_err lt_ghost_mobiledoc(struct lt_bytes json, struct lt_diag *diag, struct lt_buf *out)
{
    struct mobiledoc m = {.w = {.out = out}};
    json_t *root;
    enum lt_err err = lt_json_parse(json, diag, &root);
    if (err != LT_OK)
        return err;
    const json_t *sections = json_object_get(root, "sections");
    m.atoms = json_object_get(root, "atoms");
    m.cards = json_object_get(root, "cards");
    m.markups = json_object_get(root, "markups");
    for (size_t i = 0; i < json_array_size(sections) && ++m.w.nodes <= LT_GHOST_MAX_NODES; i++)
        put_section(&m, json_array_get(sections, i));
    err = json_is_array(sections) ? check_nodes(&m.w, diag)
                                  : lt_fail(diag, LT_ERR_DATA, NULL, NULL, "a mobiledoc body without sections");
    json_decref(root);
    return err;
}
