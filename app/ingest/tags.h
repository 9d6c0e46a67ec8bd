/*
 * tags.h: what an HTML element means to the house. Private to this room.
 */
#ifndef LUTRIN_INGEST_TAGS_H
#define LUTRIN_INGEST_TAGS_H

#include <stdbool.h>
#include <stdint.h>

enum lt_tag_kind {
    LT_TAG_UNKNOWN,    /* its content counts as if it were not there */
    LT_TAG_INLINE,     /* the same, known by name */
    LT_TAG_SPAN,       /* arg: enum lt_span_kind */
    LT_TAG_LINK,
    LT_TAG_QUOTATION,  /* <q>: gets quotation marks */
    LT_TAG_BREAK,
    LT_TAG_IMAGE,
    LT_TAG_BLOCK,      /* text before and after it stands in other blocks */
    LT_TAG_ASIDE,
    LT_TAG_CITE,       /* emphasis; in a quotation, by itself: who said it */
    LT_TAG_FOOTER,
    LT_TAG_HEADING,    /* arg: 1..6 */
    LT_TAG_LIST,       /* arg: 1 when ordered */
    LT_TAG_ITEM,
    LT_TAG_QUOTE,
    LT_TAG_FIGURE,
    LT_TAG_CAPTION,
    LT_TAG_TABLE,
    LT_TAG_PRE,
    LT_TAG_RULE,
    LT_TAG_TERM,
    LT_TAG_DEFINITION,
    LT_TAG_SUMMARY,    /* of <details> */
    LT_TAG_NOSCRIPT,
    LT_TAG_DROP,       /* never shown, with all it holds */
    LT_TAG_KIND_COUNT
};

struct lt_tag {
    const char *name;
    enum lt_tag_kind kind;
    uint8_t arg;
    bool kept; /* cleaned markup keeps the element itself */
    bool empty; /* it has no content and no end tag (as far as the parser knows that) */
};

/* What is known of a name that is not in the table. */
extern const struct lt_tag LT_TAG_OF_NONE;

/* What is known of an element's name (any case); never NULL. */
const struct lt_tag *lt_tag_of(const char *name);

/* Does the element stand in a line of text, rather than begin a block of its own? */
bool lt_tag_is_inline(const struct lt_tag *tag);

#endif
