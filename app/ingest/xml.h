/*
 * xml.h: a feed's bytes to a libxml2 tree, within limits, mending what can be mended. Private to this room.
 */
#ifndef LUTRIN_INGEST_XML_H
#define LUTRIN_INGEST_XML_H

#include <libxml/tree.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>

/* Parses bytes of any encoding as XML. LT_ERR_DATA: no XML, or it ends before its root element does; LT_ERR_LIMIT. The
 * caller frees the tree with xmlFreeDoc(). */
enum lt_err lt_xml_parse(struct lt_bytes data, struct lt_diag *diag, xmlDoc **ret_doc);

#endif
