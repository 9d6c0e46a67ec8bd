/*
 * junk.h: what stands around and between an article's text and is not part of it. Private to this room.
 */
#ifndef LUTRIN_INGEST_JUNK_H
#define LUTRIN_INGEST_JUNK_H

#include "dom.h"

/* Does the element, by what it is and what it is named, belong to the page rather than to the article: navigation,
 * share bars, comments, newsletter boxes, related articles, advertising? One that holds much of the `whole` bytes of
 * text around it does not. The tree has been weighed (weigh.h). */
bool lt_junk_named(const xmlNode *node, size_t whole);

/* The same by its name alone, in a tree that has not been weighed. */
bool lt_junk_by_name(const xmlNode *node);

/* Does it hold related articles, by its name? */
bool lt_junk_related(const xmlNode *node);

/* Does it hold what others wrote: comments, other articles? By its name, unless it holds the page's title. */
bool lt_junk_others(const xmlNode *node);

/* What is junk. */
enum lt_prune {
    LT_PRUNE_FEED,      /* share bars and the like: a feed's content is an article already */
    LT_PRUNE_PAGE,      /* all kinds */
    LT_PRUNE_FORGIVING, /* what elements are; what they are named only where that leaves no doubt */
    LT_PRUNE_LITTLE,    /* what elements are: a forum is all comments */
};

/* Takes junk out of the article's tree. `url` is the page's address (or NULL): lists of links to its own site are junk. */
void lt_junk_prune(xmlNode *root, enum lt_prune prune, const char *url);

/* Lets the names of elements in a tree that has been weighed say nothing more: all, or all but those that leave no doubt. */
void lt_junk_forgive(xmlNode *root, bool all);

#endif
