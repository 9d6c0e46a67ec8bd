/*
 * feed_entry.h: elements of a feed's tree become an entry, or what is said of the feed. Private to this room.
 */
#ifndef LUTRIN_INGEST_FEED_ENTRY_H
#define LUTRIN_INGEST_FEED_ENTRY_H

#include <lutrin/feed.h>

#include "dom.h"

struct lt_feed_reader {
    struct lt_arena *arena; /* of what is read next */
    const char *url;        /* where the feed was found, or NULL */
    const struct lt_feed *feed;
    struct lt_person people; /* all who wrote the feed */
};

/* What the element says of the feed as a whole (*feed is the reader's); its people are remembered in the reader. */
void lt_feed_channel(struct lt_feed_reader *r, const xmlNode *channel, struct lt_feed *feed);

/* The entry that an element is, once the channel is read. Its strings are in the arena. */
struct lt_entry lt_feed_entry(const struct lt_feed_reader *r, const xmlNode *node);

/* Of an entry only its id, in the arena, and the id that it answers, lent by the tree; NULL for none. */
void lt_feed_entry_names(const xmlNode *node, struct lt_arena *arena, const char **ret_id, const char **ret_answers);

#endif
