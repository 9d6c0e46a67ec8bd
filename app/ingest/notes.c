/*
 * notes.c: footnotes: a short raised link to another place of the page, which says the note and links back.
 */
#include "walk.h"

#include "plain.h"

#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>

enum {
    NOTES_MAX = 1000,
    LABEL_MAX_BYTES = 8,
    NOTE_MAX_BYTES = 20000,
    LINKS_MAX = 5000,      /* to places of the page, looked at */
    LOOK_MAX_NODES = 5000, /* looked at in one place */
    NOTE_MAX_NUMBER = 9999,
};

static bool is_bracket(char c)
{
    return strchr("[]() .\t\r\n", c) != NULL;
}

/* The link's text without brackets; false when it is too long for a label. */
static bool read_label(const xmlNode *link, char label[LABEL_MAX_BYTES + 1])
{
    struct lt_buf text = {0};
    lt_dom_text(link, &text);
    size_t size = 0;
    bool fits = true;
    for (size_t i = 0; i < text.size && fits; i++) {
        if (is_bracket(text.data[i]))
            continue;
        fits = size < LABEL_MAX_BYTES;
        if (fits)
            label[size++] = text.data[i];
    }
    label[size] = '\0';
    lt_buf_finish(&text);
    return fits && size > 0;
}

static bool is_raised(const xmlNode *link)
{
    static const char *const words[] = {"footnote", "noteref", "fn", "fnref", "footnoteref", "endnote", "note", NULL};
    const char *role = lt_dom_attr(link, "role");
    return lt_dom_is(link->parent, "sup") || lt_dom_find(link, "sup") || lt_has_word(role, "doc-noteref") ||
           lt_dom_named(link, words);
}

static bool is_bracketed(const xmlNode *link)
{
    struct lt_buf text = {0};
    lt_dom_text(link, &text);
    bool bracketed = text.size > 2 && text.data[0] == '[' && text.data[text.size - 1] == ']';
    lt_buf_finish(&text);
    return bracketed;
}

/* All elements of the page that a link can lead to, by what they are called: the first of each name counts. */
static xmlHashTable *collect_places(const xmlDoc *page)
{
    xmlHashTable *places = xmlHashCreate(0);
    const xmlNode *root = (const xmlNode *)page;
    for (xmlNode *node = lt_dom_next(root, root); node; node = lt_dom_next(root, node)) {
        const char *id = lt_dom_attr(node, "id"), *name = lt_dom_is(node, "a") ? lt_dom_attr(node, "name") : NULL;
        if (id)
            xmlHashAddEntry(places, (const xmlChar *)id, node);
        if (name)
            xmlHashAddEntry(places, (const xmlChar *)name, node);
    }
    return places;
}

/* The element that the link's "#id" names. `*places` are collected when they are first asked for. */
static xmlNode *place_of(const xmlNode *link, xmlHashTable **places)
{
    const char *href = lt_dom_attr(link, "href");
    if (!href || href[0] != '#' || !href[1])
        return NULL;
    if (!*places)
        *places = collect_places(link->doc);
    return xmlHashLookup(*places, (const xmlChar *)href + 1);
}

static bool holds_reference(const xmlNode *root)
{
    int looked = 0;
    for (const xmlNode *node = root; node && looked++ < LOOK_MAX_NODES; node = lt_dom_next(root, node))
        if (lt_dom_is(node, "a") && node->_private)
            return true;
    return false;
}

/* Is there some text in it, and not too much? */
static bool has_note_size(const xmlNode *root)
{
    size_t size = 0;
    int looked = 0;
    for (const xmlNode *node = root; node; node = lt_dom_next(root, node)) {
        size += node->type == XML_TEXT_NODE ? strlen((const char *)node->content) : 0;
        if (size > NOTE_MAX_BYTES || looked++ > LOOK_MAX_NODES)
            return false;
    }
    return size > 0;
}

/* The block whose text is the note, or NULL. */
static xmlNode *text_of(const xmlNode *root, const xmlNode *link, xmlNode *place)
{
    while (place && lt_tag_is_inline(lt_dom_tag(place)))
        place = place->parent;
    bool fits = place && place != root && !lt_dom_within(root, place) && !lt_dom_within(link, place) &&
                lt_dom_tag(place)->kind != LT_TAG_HEADING && lt_dom_tag(place)->kind != LT_TAG_LIST;
    return fits && (place->_private || has_note_size(place)) ? place : NULL;
}

static bool number_taken(const struct lt_notes *notes, int32_t number)
{
    for (size_t i = 0; i < notes->count; i++)
        if (notes->items[i]->number == number)
            return true;
    return false;
}

static int32_t choose_number(const struct lt_notes *notes, const char *label)
{
    char *end;
    long number = strtol(label, &end, 10);
    if (*end == '\0' && number > 0 && number <= NOTE_MAX_NUMBER && !number_taken(notes, (int32_t)number))
        return (int32_t)number;
    int32_t next = (int32_t)notes->count + 1;
    while (number_taken(notes, next))
        next++;
    return next;
}

static bool is_way_back(const xmlNode *link, const xmlNode *place)
{
    static const char *const words[] = {"backref", "backlink", "back", "reverse", NULL};
    if (lt_has_word(lt_dom_attr(link, "role"), "doc-backlink") || lt_dom_named(link, words))
        return true;
    return place && lt_tag_is_inline(lt_dom_tag(place)) && holds_reference(place);
}

struct lt_notes lt_notes_collect(const xmlNode *root, struct lt_arena *arena)
{
    struct lt_notes notes = {lt_arena_array(arena, NOTES_MAX, sizeof *notes.items), 0};
    struct lt_note *back = lt_arena_alloc(arena, sizeof *back);
    xmlHashTable *places = NULL;
    int links = 0;
    for (xmlNode *node = root->children; node && links < LINKS_MAX; node = lt_dom_next(root, node)) {
        char label[LABEL_MAX_BYTES + 1];
        xmlNode *place = lt_dom_is(node, "a") ? place_of(node, &places) : NULL;
        if (!place || node->_private)
            continue;
        links++;
        if (is_way_back(node, place)) {
            node->_private = back;
            continue;
        }
        if (!read_label(node, label) || (!is_raised(node) && !is_bracketed(node)))
            continue;
        xmlNode *text = text_of(root, node, place);
        if (!text || (!text->_private && notes.count == NOTES_MAX))
            continue;
        if (!text->_private) {
            struct lt_note *note = lt_arena_alloc(arena, sizeof *note);
            *note = (struct lt_note){choose_number(&notes, label), text};
            notes.items[notes.count++] = text->_private = note;
        }
        node->_private = text->_private;
    }
    xmlHashFree(places, NULL);
    return notes;
}

const struct lt_note *lt_note_of(const xmlNode *node)
{
    return lt_dom_is_element(node) ? node->_private : NULL;
}

bool lt_notes_inside(const xmlNode *root)
{
    for (const xmlNode *node = lt_dom_next(root, root); node; node = lt_dom_next(root, node)) {
        const struct lt_note *note = lt_note_of(node);
        if (note && note->target && note->target != node)
            return true;
    }
    return false;
}
