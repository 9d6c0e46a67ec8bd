/*
 * xml.h: a feed's bytes to a libxml2 tree, within limits, mending what can be mended. Private to this room.
 *
 * A document of many like parts (a feed's entries) is read part by part: each is handed on as it stands in the tree,
 * below all that surrounds it, and leaves the tree soon after. What is left in the end is what surrounds them.
 */
#ifndef LUTRIN_INGEST_XML_H
#define LUTRIN_INGEST_XML_H

#include <libxml/tree.h>
#include <stdbool.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>

/* Parses bytes of any encoding as XML. LT_ERR_DATA: no XML, or it ends before its root element does; LT_ERR_LIMIT. The
 * caller frees the tree with xmlFreeDoc(). */
enum lt_err lt_xml_parse(struct lt_bytes data, struct lt_diag *diag, xmlDoc **ret_doc);

/* Who takes the parts of a document, in its order. No part is looked for inside another. */
struct lt_xml_parts {
    void *self;
    int deepest; /* parts stand below the root's child (0), its child's child (1), ... but no deeper */
    bool (*is_part)(const xmlNode *node);
    bool (*stays)(const xmlNode *part);   /* it is wanted in the tree that is left; NULL: none is */
    enum lt_err (*take)(void *self, const xmlNode *part); /* an error ends the reading. NULL: they just go */
};

/* The same for text that is clean UTF-8 already (lt_charset_text), read in parts. Some may have been taken when an error
 * comes. */
enum lt_err lt_xml_parse_parts(struct lt_bytes text, const struct lt_xml_parts *parts, struct lt_diag *diag,
                               xmlDoc **ret_doc);

#endif
