/*
 * walk.h: the state in which an article's tree is walked into blocks, shared by walk.c, inline.c, blocks.c, table.c and notes.c. Private
 * to this room.
 */
#ifndef LUTRIN_INGEST_WALK_H
#define LUTRIN_INGEST_WALK_H

#include <lutrin/doc_build.h>

#include "dom.h"

/* A note of the article: its text stands below `target`. Nodes point to it with their _private. */
struct lt_note {
    int32_t number;
    const xmlNode *target; /* NULL for the one note that means "a way back", which is not shown */
};

struct lt_notes {
    struct lt_note **items; /* in the order of their first reference; in the arena */
    size_t count;
};

struct lt_walk {
    struct lt_doc_builder *builder;
    struct lt_arena *arena;
    const struct lt_meta *meta;
    const char *base;
    const xmlNode *left_out; /* an element that is dealt with elsewhere: a caption */
    struct lt_notes notes;
    struct lt_buf held;    /* no-break spaces that count only if text follows in the block */
    const char *lang;      /* in force */
    bool rtl;
    bool open;             /* a block is open */
    bool flat;             /* in a block that takes others' text in: their boundaries are line breaks */
    bool pre;
    bool pictures_full;
    bool in_item;          /* directly in a list item, not in a quote inside it */
    bool item_fresh;       /* the item has no block yet */
    bool begun;            /* some block has been made */
    bool rule_waits;       /* a rule is drawn before the next block, if one comes */
    uint8_t quote, list;
    uint8_t heading_base;  /* the level of HTML that is level 1 here */
    enum lt_role role;     /* of running text: PARAGRAPH, or DEFINITION */
    int32_t item_number;
    int32_t label;         /* a note's own number, to be left out where its text begins with it; else 0 */
    int breaks;            /* <br>s not yet written */
    const char *last_picture; /* address of the last figure: <noscript> repeats it */
};

/* Walks a node. */
void lt_walk_node(struct lt_walk *walk, const xmlNode *node);

/* Adds the text of a text node. */
void lt_walk_text(struct lt_walk *walk, const xmlNode *node);

/* Adds text that is not in the tree: a quotation mark, a note's number, what a small picture says. */
void lt_walk_say(struct lt_walk *walk, const char *text);

/* Opens a span, after the space that waits before it. */
void lt_walk_span(struct lt_walk *walk, enum lt_span_kind kind, const char *target);

/* Walks what stands below the node. */
void lt_walk_children(struct lt_walk *walk, const xmlNode *node);

/* Kinds of elements in a line of text: a span, a link, quotation marks, a break. */
void lt_walk_marked(struct lt_walk *walk, const xmlNode *node);
void lt_walk_inline(struct lt_walk *walk, const xmlNode *node);
void lt_walk_link(struct lt_walk *walk, const xmlNode *node);
void lt_walk_quotation(struct lt_walk *walk, const xmlNode *node);
void lt_walk_break(struct lt_walk *walk, const xmlNode *node);

/* Makes one block of that shape (role, number, cell ...; the rest is filled in) of all the text below the nodes from
 * `first` to the end of its siblings. */
void lt_walk_flat(struct lt_walk *walk, struct lt_block shape, const xmlNode *first);

/* Closes the open block; inside a flat one, asks for a line break. */
void lt_walk_boundary(struct lt_walk *walk);

/* Makes a TABLE and its CELLs; false when the table is there for layout only. */
bool lt_walk_table(struct lt_walk *walk, const xmlNode *table);

/* Finds the references to notes below `root` and marks them, their notes and the ways back. */
struct lt_notes lt_notes_collect(const xmlNode *root, struct lt_arena *arena);

/* The note that the link refers to, or that the element is the text of; NULL. */
const struct lt_note *lt_note_of(const xmlNode *node);

/* Does the element hold a reference to a note? */
bool lt_notes_inside(const xmlNode *node);

#endif
