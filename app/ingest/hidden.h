/*
 * hidden.h: what a page holds and does not show. Private to this room.
 */
#ifndef LUTRIN_INGEST_HIDDEN_H
#define LUTRIN_INGEST_HIDDEN_H

#include "dom.h"

/* Does the element say that it is not shown: by an attribute, its style, or a class that only readers of screens hear? */
bool lt_hidden(const xmlNode *node);

/* Takes out of the page what is not shown, and walls that ask for leave to follow the reader. An element that holds most of
 * its text is opened instead: a script would have shown it. So is a panel that a control of the page opens, when it holds
 * text. */
void lt_hidden_prune(xmlNode *body);

#endif
