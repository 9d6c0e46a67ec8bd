/*
 * gadgets.h: what a page offers to do rather than says, told by what it is made of and not by its name.
 */
#ifndef LUTRIN_INGEST_GADGETS_H
#define LUTRIN_INGEST_GADGETS_H

#include "dom.h"

/* Is the block one of those: links that share the page, a form that asks for an address, a button by itself, or what the page
 * says is not to be printed? `size` is its text in bytes, `linked` what of it stands in links. */
bool lt_gadget(const xmlNode *node, size_t size, size_t linked);

/* Does the link lead to where pages are shared? Does the element's text offer that and nothing else? */
bool lt_gadget_shares(const xmlNode *link);
bool lt_gadget_offer(const xmlNode *node);

/* Is the element a wall that asks for leave to follow the reader about? However long it is, it is never the article. */
bool lt_consent(const xmlNode *node);

#endif
