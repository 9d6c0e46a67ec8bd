/*
 * lead.h: the paragraph that leads into an article. Private to this room.
 */
#ifndef LUTRIN_INGEST_LEAD_H
#define LUTRIN_INGEST_LEAD_H

#include "dom.h"

enum { LT_LEAD_MIN_BYTES = 20, LT_LEAD_MAX_BYTES = 1000 };

/* The element below `root` that is marked as the article's standfirst, or NULL. */
xmlNode *lt_lead_inside(const xmlNode *root);

/* The text that stands between the title and the article's own element `root` and leads into it, or NULL. */
xmlNode *lt_lead_before(xmlNode *body, const xmlNode *root, const char *title, struct lt_arena *arena);

/* The element below `root` that stands between the title and the first paragraph, named so that only there it means a
 * standfirst; or NULL. */
xmlNode *lt_lead_below(const xmlNode *body, const xmlNode *root, const char *title, struct lt_arena *arena);

/* The figure that stands between the title and `root`: with a caption, or `bare`, as pages are that name no picture in their
 * head; or NULL. */
xmlNode *lt_lead_figure(xmlNode *body, const xmlNode *root, const char *title, const char *base, bool bare, struct lt_arena *arena);

/* The short link by itself before the article's first paragraph: the name of a section; or NULL. */
xmlNode *lt_lead_kicker(const xmlNode *root);

#endif
