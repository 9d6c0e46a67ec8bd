/*
 * dom.h: small questions that the room asks of a libxml2 tree. Private to this room.
 *
 * Trees come from html.h and xml.h only, which bound their depth: walking them recursively is safe.
 */
#ifndef LUTRIN_INGEST_DOM_H
#define LUTRIN_INGEST_DOM_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <strings.h>

#include <lutrin/arena.h>
#include <lutrin/bytes.h>

#include "tags.h"

/* Is it an element at all? */
static inline bool lt_dom_is_element(const xmlNode *node)
{
    return node && node->type == XML_ELEMENT_NODE;
}

/* Is the tree's name that word (of a letter or more), in any case? Most differ in their first letters. */
static inline bool lt_dom_same_name(const xmlChar *name, const char *word)
{
    return (name[0] | 0x20) == (word[0] | 0x20) && (name[1] | 0x20) == (word[1] | 0x20) &&
           strcasecmp((const char *)name, word) == 0;
}

/* Is the node an element of that local name (any case)? NULL is none. */
static inline bool lt_dom_is(const xmlNode *node, const char *name)
{
    return lt_dom_is_element(node) && lt_dom_same_name(node->name, name);
}

/* Looks up what its name means once and for all: the element's `psvi`, which libxml2 uses for XML Schema only, remembers it.
 * An element of a page (html.h) is renamed by lt_dom_rename(). */
void lt_dom_mark(xmlNode *node);
void lt_dom_rename(xmlNode *node, const char *name);

/* What its name means; for what is no element, an unknown tag. */
static inline const struct lt_tag *lt_dom_tag(const xmlNode *node)
{
    if (!lt_dom_is_element(node))
        return &LT_TAG_OF_NONE;
    return node->psvi ? node->psvi : lt_tag_of((const char *)node->name);
}

/* The value of an attribute by its local name, "" when it is empty, NULL when it is not there. Lent by the tree. */
const char *lt_dom_attr(const xmlNode *node, const char *name);

/* The same as a number within [low, high], else `otherwise`; "12px" is 12. */
long lt_dom_attr_number(const xmlNode *node, const char *name, long low, long high, long otherwise);

/* The link in which all text of an element stands that has some, and no picture; or NULL. `size` and `linked` are what
 * lt_dom_text_size() says of the element. */
xmlNode *lt_dom_lone_link(const xmlNode *node, size_t size, size_t linked);

/* `base`, to which addresses below `root` are to be joined, or NULL where it is so long that it alone would come to more
 * than LT_DOM_JOINED_MAX_BYTES, once for each element: a page of a few MB must not become gigabytes. */
enum { LT_DOM_JOINED_MAX_BYTES = 16 << 20 };
const char *lt_dom_base(const xmlNode *root, const char *base);

/* The node after `node` in document order inside `root` (which is not left), without going into it; NULL at the end. */
xmlNode *lt_dom_over(const xmlNode *root, const xmlNode *node);

/* The same, going into it. */
static inline xmlNode *lt_dom_next(const xmlNode *root, const xmlNode *node)
{
    bool opens = node->type == XML_ELEMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE || node->type == XML_DOCUMENT_NODE;
    return opens && node->children ? node->children : lt_dom_over(root, node);
}

/* The first element of that name below `root`, or NULL. */
xmlNode *lt_dom_find(const xmlNode *root, const char *name);

/* The first element below `root` whose attribute holds the word among others divided by spaces. */
xmlNode *lt_dom_find_attr(const xmlNode *root, const char *attr, const char *word);

/* Does `text` hold `word` among words divided by white space (any case)? NULL holds none. */
bool lt_has_word(const char *text, const char *word);

/* Does it hold one of the words in the NULL-terminated list (lower case)? */
bool lt_has_any_word(const char *text, const char *const *words);

/* Calls `look` for each word that the element's class and id are made of ("post-card__title2" has post, card, title), of at
 * most LT_DOM_NAME_MAX letters, in any case. */
enum { LT_DOM_NAME_MAX = 32 };
void lt_dom_names(const xmlNode *node, void (*look)(const char *word, size_t size, void *self), void *self);

/* Is one of the words that the element's class and id are made of in the NULL-terminated list `words` (lower
 * case)? */
bool lt_dom_named(const xmlNode *node, const char *const *words);

/* Does an element below `root` stand as a block? */
bool lt_dom_holds_block(const xmlNode *root);

/* Does `node` stand below `ancestor`, or is it the same? */
bool lt_dom_within(const xmlNode *node, const xmlNode *ancestor);

/* Is it a link to a place of the same page that shows nothing but signs (an arrow, a pilcrow)? */
bool lt_dom_is_anchor_sign(const xmlNode *node);

/* Appends the text that is shown below the node, white space collapsed, blocks and line breaks divided by a space; without
 * the sign that a heading has to be linked to by. */
void lt_dom_text(const xmlNode *node, struct lt_buf *out);

/* The same, in the arena; "" for NULL, and for text of more than `limit_bytes`. */
const char *lt_dom_text_dup(const xmlNode *node, size_t limit_bytes, struct lt_arena *arena);

/* How many bytes of shown text, white space not counted, stand below the node, and how many of them in links (may be
 * NULL). */
size_t lt_dom_text_size(const xmlNode *node, size_t *ret_linked);

#endif
