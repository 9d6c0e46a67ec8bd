/*
 * tree.c: a libxml2 tree in an arena. A fifth of the time that a page took went into the heap, for five blocks an attribute.
 */
#include "tree.h"

#include "dom.h"

#include <libxml/HTMLtree.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

enum {
    VALUES = 256,          /* a power of two */
    VALUE_MAX_BYTES = 100, /* longer ones hardly come twice */
};

struct lt_tree {
    struct lt_arena arena;
    xmlNode *values[VALUES]; /* those of attributes, by hash: most say what one before them said */
    xmlNode *text; /* the last that was made, and the room for its content */
    size_t size, capacity;
};

struct lt_tree *lt_tree_create(void)
{
    return lt_alloc(1, sizeof(struct lt_tree));
}

static xmlNode *create_value(struct lt_tree *tree, xmlDoc *doc, const char *value, size_t size)
{
    struct whole {
        xmlNode text;
        xmlChar value[];
    };
    struct whole *whole = lt_arena_alloc(&tree->arena, sizeof *whole + size + 1); /* zeroed */
    memcpy(whole->value, value, size);
    whole->text.type = XML_TEXT_NODE;
    whole->text.name = xmlStringText;
    whole->text.doc = doc;
    whole->text.content = whole->value;
    return &whole->text;
}

/* A text without a parent, the same for all attributes that say the same. */
static xmlNode *value_of(struct lt_tree *tree, xmlDoc *doc, const char *value, size_t size)
{
    if (size > VALUE_MAX_BYTES)
        return create_value(tree, doc, value, size);
    xmlNode **known = &tree->values[lt_hash((struct lt_bytes){value, size}, 0) & (VALUES - 1)];
    const char *said = *known ? (const char *)(*known)->content : NULL;
    if (!said || strncmp(said, value, size) != 0 || said[size])
        *known = create_value(tree, doc, value, size);
    return *known;
}

/* What a text says, which is not written into: white space between blocks is nearly always the same. */
static xmlChar *content_of(struct lt_tree *tree, xmlDoc *doc, const char *text, size_t size)
{
    bool white = lt_bytes_trim((struct lt_bytes){text, size}).size == 0;
    return white ? value_of(tree, doc, text, size)->content : (xmlChar *)lt_arena_strndup(&tree->arena, text, size);
}

static xmlAttr *create_attribute(struct lt_tree *tree, xmlNode *element, const xmlChar *name, const char *value)
{
    xmlAttr *attr = lt_arena_alloc(&tree->arena, sizeof *attr);
    attr->type = XML_ATTRIBUTE_NODE;
    attr->name = name;
    attr->parent = element;
    attr->doc = element->doc;
    attr->children = attr->last = value ? value_of(tree, element->doc, value, strlen(value)) : NULL;
    return attr;
}

static xmlNode *create_node(struct lt_tree *tree, xmlDoc *doc, xmlElementType type, const xmlChar *name)
{
    xmlNode *node = lt_arena_alloc(&tree->arena, sizeof *node);
    node->type = type;
    node->name = name;
    node->doc = doc;
    return node;
}

void lt_tree_put(xmlNode *parent, xmlNode *node, xmlNode *next)
{
    node->parent = parent;
    node->next = next;
    node->prev = next ? next->prev : parent->last;
    *(next ? &next->prev : &parent->last) = node;
    *(node->prev ? &node->prev->next : &parent->children) = node;
}

void lt_tree_open(struct lt_tree *tree, xmlParserCtxt *parser, const xmlChar *name, const xmlChar **attributes)
{
    xmlNode *node = create_node(tree, parser->myDoc, XML_ELEMENT_NODE, name), *first = parser->myDoc->children;
    xmlAttr *last = NULL;
    for (; attributes && attributes[0]; attributes += 2) {
        bool named = !attributes[1] && htmlIsBooleanAttr(attributes[0]); /* <td nowrap> is <td nowrap="nowrap"> */
        xmlAttr *attr = create_attribute(tree, node, attributes[0], (const char *)attributes[named ? 0 : 1]);
        attr->prev = last;
        *(last ? &last->next : &node->properties) = attr;
        last = attr;
    }
    lt_dom_mark(node);
    if (parser->node)
        lt_tree_put(parser->node, node, NULL);
    else
        lt_tree_put(lt_dom_is_element(first) ? first : (xmlNode *)parser->myDoc, node, NULL);
    nodePush(parser, node);
}

void lt_tree_text(struct lt_tree *tree, xmlParserCtxt *parser, xmlElementType type, const xmlChar *text, size_t size)
{
    if (!parser->node)
        return;
    xmlNode *node = parser->node->last;
    if (!node || node->type != type) {
        node = create_node(tree, parser->myDoc, type, type == XML_TEXT_NODE ? xmlStringText : NULL);
        node->content = content_of(tree, parser->myDoc, (const char *)text, size);
        lt_tree_put(parser->node, node, NULL);
        tree->text = node;
        tree->size = tree->capacity = size;
        return;
    }
    if (tree->text != node)
        tree->size = tree->capacity = strlen((const char *)node->content);
    tree->text = node;
    if (tree->size + size > tree->capacity) {
        tree->capacity = 2 * (tree->size + size);
        xmlChar *content = lt_arena_alloc(&tree->arena, tree->capacity + 1);
        memcpy(content, node->content, tree->size);
        node->content = content;
    }
    memcpy(node->content + tree->size, text, size);
    tree->size += size;
    node->content[tree->size] = '\0';
}

void lt_tree_instruction(struct lt_tree *tree, xmlParserCtxt *parser, const xmlChar *name)
{
    xmlNode *node = create_node(tree, parser->myDoc, XML_PI_NODE, xmlDictLookup(parser->dict, name, -1));
    lt_tree_put(parser->node ? parser->node : (xmlNode *)parser->myDoc, node, NULL);
}

void lt_tree_end(struct lt_tree *tree, xmlParserCtxt *parser, xmlDoc *doc)
{
    if (doc) {
        doc->_private = tree;
        doc->dict = parser->dict; /* it keeps the names */
        xmlDictReference(doc->dict);
        return;
    }
    lt_arena_finish(&tree->arena);
    free(tree);
}

void lt_tree_free(xmlDoc *doc)
{
    if (!doc)
        return;
    struct lt_tree *tree = doc->_private;
    doc->children = doc->last = NULL;
    xmlFreeDoc(doc);
    lt_arena_finish(&tree->arena);
    free(tree);
}

void lt_tree_drop(xmlNode *node)
{
    xmlUnlinkNode(node);
}

xmlNode *lt_tree_element(xmlDoc *doc, const char *name)
{
    xmlNode *node = create_node(doc->_private, doc, XML_ELEMENT_NODE, xmlDictLookup(doc->dict, (const xmlChar *)name, -1));
    lt_dom_mark(node);
    return node;
}

void lt_tree_set(xmlNode *element, const char *name, const char *value)
{
    xmlAttr *old = NULL, *last = NULL;
    for (xmlAttr *attr = element->properties; attr; last = attr, attr = attr->next)
        if (strcmp((const char *)attr->name, name) == 0)
            old = attr;
    if (old && !value) {
        xmlUnlinkNode((xmlNode *)old);
        return;
    }
    if (!value)
        return;
    const xmlChar *own = xmlDictLookup(element->doc->dict, (const xmlChar *)name, -1);
    xmlAttr *attr = create_attribute(element->doc->_private, element, own, value);
    if (old) {
        old->children = old->last = attr->children;
        return;
    }
    attr->prev = last;
    *(last ? &last->next : &element->properties) = attr;
}
