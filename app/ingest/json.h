/*
 * json.h: JSON text to a tree, within limits. Private to this room.
 */
#ifndef LUTRIN_INGEST_JSON_H
#define LUTRIN_INGEST_JSON_H

#include <jansson.h>
#include <stdbool.h>

#include <lutrin/arena.h>
#include <lutrin/err.h>

#include <lutrin/bytes.h>

/* Parses JSON in UTF-8 (a byte order mark is passed over, bad bytes are replaced). Depth and number of values are
 * bounded (export.h) before any memory is taken. The caller frees the tree with json_decref(). */
enum lt_err lt_json_parse(struct lt_bytes data, struct lt_diag *diag, json_t **ret_root);

/* The two halves of lt_json_parse(): the text without its mark, found to be within the limits; and the parser (jansson's
 * flags), for what begins after `lines_before` lines of it. */
enum lt_err lt_json_check(struct lt_bytes data, struct lt_diag *diag, struct lt_bytes *ret_text);
enum lt_err lt_json_load(struct lt_bytes data, size_t flags, int lines_before, struct lt_diag *diag, json_t **ret_root);

/* The place after the string whose opening mark is at `at`, or the end. */
size_t lt_json_over_string(struct lt_bytes text, size_t at);

/* json_list.c: a long list in a text, which is parsed element by element. */
struct lt_json_list {
    struct lt_bytes text; /* up to the list's end */
    size_t at;            /* the next element */
    int lines;            /* before it */
    bool done;
};

/* Opens the list that the root object has under `name`, in a text that lt_json_check() gave. *ret_head is the object
 * with that list empty; where it has none, *ret_list is done. The caller frees the head with json_decref(). */
enum lt_err lt_json_list_open(struct lt_bytes text, const char *name, struct lt_diag *diag, struct lt_json_list *ret_list,
                              json_t **ret_head);

/* The next element, freed by the caller; NULL after the last one. */
enum lt_err lt_json_list_next(struct lt_json_list *list, struct lt_diag *diag, json_t **ret_element);

/* A member that is a string with something in it; else NULL. Lent by the tree. NULL objects hold nothing. */
const char *lt_json_string(const json_t *object, const char *name);

/* The same as clean text; a number is written out. */
const char *lt_json_word(const json_t *object, const char *name, struct lt_arena *arena);

#endif
