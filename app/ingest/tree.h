/*
 * tree.h: the tree of a page, which lies in one arena: its nodes come without a heap call each, and go all at once. Private
 * to this room.
 *
 * To libxml2 it is a tree like any other, but for one thing: nothing in it may be freed alone. So nodes are taken out, made
 * and changed by the calls below, never by those of libxml2 that free what they replace.
 */
#ifndef LUTRIN_INGEST_TREE_H
#define LUTRIN_INGEST_TREE_H

#include <libxml/parser.h>

struct lt_tree;

/* An empty tree on the heap; from the parser's document on, lt_tree_free() of that document frees it. */
struct lt_tree *lt_tree_create(void);

/* What the parser's events make (xmlSAX2StartElement() and so on, but in the arena): an element with its attributes below
 * the open one, where it is opened; `size` bytes of text or of a script's data; an instruction. */
void lt_tree_open(struct lt_tree *tree, xmlParserCtxt *parser, const xmlChar *name, const xmlChar **attributes);
void lt_tree_text(struct lt_tree *tree, xmlParserCtxt *parser, xmlElementType type, const xmlChar *text, size_t size);
void lt_tree_instruction(struct lt_tree *tree, xmlParserCtxt *parser, const xmlChar *name);

/* Hands the tree over to the document that the parser made (NULL frees it). */
void lt_tree_end(struct lt_tree *tree, xmlParserCtxt *parser, xmlDoc *doc);

/* Frees the document and its tree. NULL is allowed. */
void lt_tree_free(xmlDoc *doc);

/* Takes the node and what is below it out of the tree, for good. */
void lt_tree_drop(xmlNode *node);

/* A new element that stands nowhere yet. */
xmlNode *lt_tree_element(xmlDoc *doc, const char *name);

/* Puts a node that stands nowhere below `parent`: before `next`, its child; NULL: as the last. */
void lt_tree_put(xmlNode *parent, xmlNode *node, xmlNode *next);

/* Sets an attribute, or takes it away (NULL), by its name in the tree. */
void lt_tree_set(xmlNode *element, const char *name, const char *value);

#endif
