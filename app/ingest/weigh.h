/*
 * weigh.h: how much text stands below each element of a tree, counted once. Private to this room.
 */
#ifndef LUTRIN_INGEST_WEIGH_H
#define LUTRIN_INGEST_WEIGH_H

#include <lutrin/arena.h>

#include "dom.h"

struct lt_weight {
    uint32_t text, linked; /* bytes of shown text, white space not counted; how many of them in links */
    uint32_t own, own_linked; /* likewise, of what stands in the element itself or in inline elements, not in blocks below */
    bool block;            /* another block stands below */
    bool titled;           /* an <h1> or <main> stands below */
    bool junk_asked;       /* for junk.c: what the names say is in junk_percent */
    uint8_t junk_percent;
    bool teasers_asked;    /* for teasers.c: what it found is in teasers */
    bool teasers;
    const struct lt_tag *tag;
    double points;         /* for score.c */
};

/* Weighs `root` and each element below it; the weights hang on the nodes (_private) until lt_unweigh(). */
void lt_weigh(xmlNode *root, struct lt_arena *arena);
void lt_unweigh(xmlNode *root);

extern const struct lt_weight LT_NO_WEIGHT;

/* The weight of an element that has been weighed; of other nodes, a weight of nothing. */
static inline const struct lt_weight *lt_weight_of(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && node->_private ? node->_private : &LT_NO_WEIGHT;
}

/* How many bytes of text outside links stand below the element. */
static inline size_t lt_weight_loose(const xmlNode *node)
{
    return lt_weight_of(node)->text - lt_weight_of(node)->linked;
}

#endif
