/*
 * json.h: JSON text to a tree, within limits. Private to this room.
 */
#ifndef LUTRIN_INGEST_JSON_H
#define LUTRIN_INGEST_JSON_H

#include <jansson.h>

#include <lutrin/arena.h>
#include <lutrin/err.h>

#include <lutrin/bytes.h>

/* Parses JSON in UTF-8 (a byte order mark is passed over, bad bytes are replaced). Depth and number of values are
 * bounded (export.h) before any memory is taken. The caller frees the tree with json_decref(). */
enum lt_err lt_json_parse(struct lt_bytes data, struct lt_diag *diag, json_t **ret_root);

/* A member that is a string with something in it; else NULL. Lent by the tree. NULL objects hold nothing. */
const char *lt_json_string(const json_t *object, const char *name);

/* The same as clean text; a number is written out. */
const char *lt_json_word(const json_t *object, const char *name, struct lt_arena *arena);

#endif
