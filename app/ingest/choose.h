/*
 * choose.h: a publisher's choice applied to a tree. Private to this room; the door is <lutrin/choose.h>.
 */
#ifndef LUTRIN_INGEST_CHOOSE_H
#define LUTRIN_INGEST_CHOOSE_H

#include <lutrin/choose.h>

#include <libxml/tree.h>

/* Takes out of the tree what the XPath finds. NULL does nothing. */
void lt_choose_drop(xmlDoc *tree, const char *xpath);

/* What the XPath finds in the tree, as one element: the only one, or a new one that holds them all, standing where the
 * first one stood. NULL when it finds nothing, and for NULL. */
xmlNode *lt_choose_keep(xmlDoc *tree, const char *xpath);

#endif
