/*
 * html.h: HTML text to a libxml2 tree, within limits. Private to this room.
 */
#ifndef LUTRIN_INGEST_HTML_H
#define LUTRIN_INGEST_HTML_H

#include <libxml/tree.h>
#include <stdbool.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>

#include "tree.h"

/* Is a <script> of that type (NULL: none told) data of the page? Only of those is the content kept. */
bool lt_html_is_data(const char *type);

/* Parses clean UTF-8 text as HTML. What is nested too deep is flattened; scripts and styles are empty; more nodes than
 * LT_HTML_MAX_NODES, or markup
 * built to be slow, is LT_ERR_LIMIT. The caller frees the tree with lt_tree_free(). */
enum lt_err lt_html_parse(struct lt_bytes text, struct lt_diag *diag, xmlDoc **ret_doc);

/* Parses a fragment; the tree's root is the element that holds it, or NULL when there is nothing in it. */
enum lt_err lt_html_parse_fragment(struct lt_bytes text, struct lt_diag *diag, xmlDoc **ret_doc, xmlNode **ret_root);

#endif
