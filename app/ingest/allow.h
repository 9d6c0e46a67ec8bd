/*
 * allow.h: what cleaned markup may hold. Private to this room.
 */
#ifndef LUTRIN_INGEST_ALLOW_H
#define LUTRIN_INGEST_ALLOW_H

#include <stdbool.h>

struct lt_allowed_element {
    const char *name; /* in small letters */
    bool empty;       /* it has no end tag */
};

/* The element's rule, by its name in any case; NULL when it is not let in. */
const struct lt_allowed_element *lt_allow_element(const char *name);

/* Is the element gone with all it holds, rather than read through? */
bool lt_allow_nothing_of(const char *name);

enum lt_allowed_value {
    LT_VALUE_NONE,    /* the attribute is not let in */
    LT_VALUE_TEXT,    /* any text */
    LT_VALUE_ADDRESS, /* one of lt_url_resolve()'s schemes, made absolute */
    LT_VALUE_BARE,    /* would fetch or send something: let in without a value only */
};

/* What an attribute of that name (small letters) may hold. */
enum lt_allowed_value lt_allow_attribute(const char *name);

#endif
