/*
 * html.c: libxml2's HTML parser held within limits while it works: its start and end callbacks are wrapped, so that a
 * bomb of nesting or of nodes is stopped when it crosses the line and not when memory is gone.
 */
#include "html.h"

#include "dom.h"

#include <lutrin/ingest.h>

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <strings.h>

enum {
    OPEN_MAX = 800,         /* elements left open; an end tag is looked for among all of them */
    ATTRIBUTES_MAX = 1000,  /* of one element */
    PARSE_OPTIONS = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                    HTML_PARSE_NODEFDTD | HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC,
};

struct guard {
    struct lt_tree *tree;
    size_t nodes, skipped; /* skipped: elements open below LT_HTML_MAX_DEPTH, not in the tree */
    const char *broken;    /* the limit that was crossed */
};

bool lt_html_is_data(const char *type)
{
    static const char data[] = "application/ld+json";
    return type && strncasecmp(type, data, sizeof data - 1) == 0;
}

static struct guard *guard_of(void *context)
{
    return ((xmlParserCtxt *)context)->_private;
}

static void stop(xmlParserCtxt *parser, const char *limit)
{
    guard_of(parser)->broken = limit;
    xmlStopParser(parser);
}

/* Where the end tag of `name` begins in text[from..), or the end. */
static size_t find_end_tag(struct lt_bytes text, size_t from, const char *name)
{
    size_t size = strlen(name);
    for (size_t at = from; at + size + 2 < text.size; at++) {
        const char *mark = memchr(text.data + at, '<', text.size - at);
        if (!mark)
            break;
        at = (size_t)(mark - text.data);
        if (at + size + 2 < text.size && mark[1] == '/' && strncasecmp(mark + 2, name, size) == 0)
            return at;
    }
    return text.size;
}

static size_t name_size(struct lt_bytes text, size_t at)
{
    size_t size = 0;
    while (at + size < text.size && ((text.data[at + size] | 0x20) >= 'a' && (text.data[at + size] | 0x20) <= 'z'))
        size++;
    return size;
}

/* Where the end tag of a drawing begins in text[from..), or the end when there is anything in it but lines and areas: a
 * text or a page inside a drawing is left to the parser, and so is another drawing. */
static size_t find_drawing_end(struct lt_bytes text, size_t from)
{
    static const char *const names[] = {"path",     "g",    "use",     "circle", "rect",          "polygon",
                                        "polyline", "line", "ellipse", "defs",   "linearGradient", "stop"};
    for (size_t at = from; at < text.size; at++) {
        const char *mark = memchr(text.data + at, '<', text.size - at);
        if (!mark)
            break;
        at = (size_t)(mark - text.data);
        mark += at + 1 < text.size && mark[1] == '/' ? 2 : 1;
        size_t i = 0, size = name_size(text, (size_t)(mark - text.data));
        if (size == 3 && strncasecmp(mark, "svg", size) == 0)
            return mark[-1] == '/' ? at : text.size;
        while (i < sizeof names / sizeof *names && !(strncasecmp(mark, names[i], size) == 0 && names[i][size] == '\0'))
            i++;
        if (i == sizeof names / sizeof *names)
            break;
    }
    return text.size;
}

static bool is_data(const xmlChar **attributes)
{
    for (; attributes && attributes[0]; attributes += 2)
        if (strcasecmp((const char *)attributes[0], "type") == 0)
            return lt_html_is_data((const char *)attributes[1]);
    return false;
}

/* Nobody reads what stands in a script or a style sheet, often half of a page, and the parser makes text of it letter by
 * letter. It stands before the ">" of the start tag now; in its own copy of the page that mark moves to just before the
 * end tag, which is looked for as the parser does. */
static void skip_raw(xmlParserCtxt *parser, const xmlChar *name, const xmlChar **attributes)
{
    xmlParserInput *input = parser->input;
    const char *word = (const char *)name;
    bool drawn = strcmp(word, "svg") == 0, raw = strcmp(word, "style") == 0 || strcmp(word, "script") == 0;
    if ((!raw && !drawn) || *input->cur != '>' || (raw && is_data(attributes)))
        return;
    struct lt_bytes rest = {(const char *)input->cur, (size_t)(input->end - input->cur)};
    size_t end = drawn ? find_drawing_end(rest, 1) : find_end_tag(rest, 1, word);
    if (end == rest.size || end == 1)
        return;
    input->cur += end - 1;
    *(xmlChar *)input->cur = '>';
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
    xmlParserCtxt *parser = context;
    struct guard *guard = guard_of(context);
    if (guard->broken)
        return;
    if (++guard->nodes > LT_HTML_MAX_NODES)
        stop(parser, "more elements than a page may have");
    else if (parser->nameNr > OPEN_MAX)
        stop(parser, "elements nested deeper than a page may have them");
    else if (guard->skipped > 0 || parser->nodeNr >= LT_HTML_MAX_DEPTH)
        guard->skipped++;
    else
        lt_tree_open(guard->tree, parser, name, attributes);
    if (!guard->broken)
        skip_raw(parser, name, attributes);
}

static void end_element(void *context, const xmlChar *name)
{
    struct guard *guard = guard_of(context);
    if (guard->skipped > 0)
        guard->skipped--;
    else
        xmlSAX2EndElement(context, name);
}

static void put_text(void *context, const xmlChar *text, int size)
{
    lt_tree_text(guard_of(context)->tree, context, XML_TEXT_NODE, text, (size_t)size);
}

static void put_data(void *context, const xmlChar *text, int size)
{
    lt_tree_text(guard_of(context)->tree, context, XML_CDATA_SECTION_NODE, text, (size_t)size);
}

static void put_instruction(void *context, const xmlChar *name, const xmlChar *text)
{
    (void)text;
    lt_tree_instruction(guard_of(context)->tree, context, name);
}

static void ignore_comment(void *context, const xmlChar *text)
{
    (void)context;
    (void)text;
}

/* Counts the words in a tag outside quotation marks (there are no more attributes); returns the place after the tag. */
static size_t count_words(struct lt_bytes text, size_t at, size_t *ret_words)
{
    *ret_words = 0;
    for (; at < text.size; at++) {
        char c = text.data[at];
        bool white = (unsigned char)c <= ' ';
        if ((c == '"' || c == '\'') && text.data[at - 1] == '=') {
            const char *end = memchr(text.data + at + 1, c, text.size - at - 1);
            if (!end)
                return text.size;
            at = (size_t)(end - text.data);
        } else if (c == '>')
            return at;
        else if (!white && ((unsigned char)text.data[at - 1] <= ' ' || text.data[at - 1] == '/' || c == '='))
            ++*ret_words;
    }
    return at;
}

/* The parser compares each attribute of a tag with all others: is there a tag with so many that this would not end? */
static bool has_attribute_bomb(struct lt_bytes text)
{
    static const char *const raw[] = {"script", "style"};
    for (size_t at = 0; at + 1 < text.size;) {
        const char *mark = memchr(text.data + at, '<', text.size - at - 1);
        if (!mark)
            break;
        at = (size_t)(mark - text.data) + 1;
        if (!((mark[1] | 32) >= 'a' && (mark[1] | 32) <= 'z'))
            continue;
        size_t words;
        at = count_words(text, at, &words);
        if (words > 2 * ATTRIBUTES_MAX)
            return true;
        for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
            if (strncasecmp(mark + 1, raw[i], strlen(raw[i])) == 0)
                at = find_end_tag(text, at, raw[i]);
    }
    return false;
}

static bool belongs_in_head(const xmlNode *node)
{
    static const char *const names[] = {"title", "meta", "link", "style", "script", "base", "noscript", "template",
                                        "object", "bgsound"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp((const char *)node->name, names[i]) == 0)
            return true;
    return node->type != XML_ELEMENT_NODE && xmlIsBlankNode(node);
}

static xmlNode *child_named(xmlNode *parent, const char *name)
{
    for (xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, name) == 0)
            return node;
    return NULL;
}

/* A page may leave out the tags of its head and body, and the parser, which knows no element later than HTML 4, takes
 * an <article> or a <main> for a part of the head then. What cannot stand there begins the body (HTML, 13.2.6.4.4). */
static void empty_head(xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc), *head = child_named(root, "head"), *body = child_named(root, "body");
    xmlNode *first = body ? body->children : NULL;
    for (xmlNode *node = head ? head->children : NULL, *next; node; node = next) {
        next = node->next;
        if (belongs_in_head(node))
            continue;
        if (!body)
            lt_tree_put(root, body = lt_tree_element(doc, "body"), NULL);
        xmlUnlinkNode(node);
        lt_tree_put(body, node, first);
    }
}

enum lt_err lt_html_parse(struct lt_bytes text, struct lt_diag *diag, xmlDoc **ret_doc)
{
    struct guard guard = {.tree = NULL};
    if (text.size > LT_FEED_MAX_BYTES)
        return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "more than %d MB of HTML", LT_FEED_MAX_BYTES >> 20);
    if (has_attribute_bomb(text))
        return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "an element with more than %d attributes", ATTRIBUTES_MAX);
    xmlParserCtxt *parser = htmlNewParserCtxt();
    if (!parser)
        return lt_fail(diag, LT_ERR_SOFTWARE, NULL, NULL, "the HTML parser does not start");
    parser->_private = &guard;
    guard.tree = lt_tree_create();
    parser->sax->startElement = start_element;
    parser->sax->endElement = end_element;
    parser->sax->characters = put_text;
    parser->sax->cdataBlock = put_data;
    parser->sax->processingInstruction = put_instruction;
    parser->sax->comment = ignore_comment;
    xmlDoc *doc = htmlCtxtReadMemory(parser, text.data ? text.data : "", (int)text.size, NULL, "UTF-8", PARSE_OPTIONS);
    lt_tree_end(guard.tree, parser, doc);
    htmlFreeParserCtxt(parser);
    if (guard.broken) {
        lt_tree_free(doc);
        return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "%s", guard.broken);
    }
    if (!doc)
        return lt_fail(diag, LT_ERR_DATA, NULL, NULL, "no HTML in it");
    empty_head(doc);
    *ret_doc = doc;
    return LT_OK;
}

enum lt_err lt_html_parse_fragment(struct lt_bytes text, struct lt_diag *diag, xmlDoc **ret_doc, xmlNode **ret_root)
{
    struct lt_buf whole = {0};
    lt_buf_puts(&whole, "<html><body><div>");
    lt_buf_put(&whole, text.data, text.size);
    enum lt_err err = lt_html_parse(lt_buf_slice(&whole), diag, ret_doc);
    lt_buf_finish(&whole);
    if (err == LT_OK) {
        xmlNode *root = xmlDocGetRootElement(*ret_doc);
        xmlNode *body = root ? root->children : NULL;
        while (body && strcmp((const char *)body->name, "body") != 0)
            body = body->next;
        *ret_root = body ? body : root;
    }
    return err;
}
