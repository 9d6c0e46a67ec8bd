/*
 * feed_fields.h: which elements of the feeds' many vocabularies mean what. Private to this room.
 */
#ifndef LUTRIN_INGEST_FEED_FIELDS_H
#define LUTRIN_INGEST_FEED_FIELDS_H

#include <lutrin/feed.h>

#include "dom.h"

enum lt_field {
    LT_FIELD_NONE,
    LT_FIELD_TITLE,
    LT_FIELD_LINK,
    LT_FIELD_ID,
    LT_FIELD_CONTENT,
    LT_FIELD_SUMMARY, /* of a feed: its description */
    LT_FIELD_PUBLISHED,
    LT_FIELD_UPDATED,
    LT_FIELD_AUTHOR,
    LT_FIELD_LANGUAGE,
    LT_FIELD_RIGHTS,
    LT_FIELD_COMMENTS,
    LT_FIELD_COMMENTS_FEED,
    LT_FIELD_COMMENT_COUNT,
    LT_FIELD_REPLY,     /* says by its ref what the entry answers */
    LT_FIELD_CATEGORY,  /* several */
    LT_FIELD_ENCLOSURE, /* several */
    LT_FIELD_GROUP,     /* holds others: <media:group> */
    LT_FIELD_COUNT
};

/* What the element is in its feed; *ret_rank tells how good it is beside others of the same meaning (higher wins). */
enum lt_field lt_field_of(const xmlNode *node, int *ret_rank);

/* The base that relative addresses at the node are joined to: xml:base as far as given, over `url`. NULL for none. */
const char *lt_feed_base(const xmlNode *node, const char *url, struct lt_arena *arena);

/* The xml:lang in force at the node, or NULL. */
const char *lt_feed_lang(const xmlNode *node, struct lt_arena *arena);

/* The element's content as plain text (markup taken away where its kind says that there is some); NULL when empty. */
const char *lt_feed_text(const xmlNode *node, struct lt_arena *arena);

/* The element's content as cleaned HTML; NULL when empty or no text. */
const char *lt_feed_html(const xmlNode *node, const char *base, struct lt_arena *arena);

/* Reads a person: Atom's elements, or "Name", "mail", "mail (Name)", "Name <mail>". */
struct lt_person lt_feed_person(const xmlNode *node, const char *base, struct lt_arena *arena);

#endif
