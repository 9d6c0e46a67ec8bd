/*
 * front_matter.h: the lines between "---" and "---", or "+++" and "+++", with which Markdown files begin. Private to this room.
 *
 * Between "+++" it is TOML. Between "---" a small, strict part of YAML is understood:
 *   key: plain text          up to the end of the line, or to " #"
 *   key: "double", 'single'  with \" \\ \/ \n \t \uXXXX in the one, '' in the other
 *   key: [a, "b", c]         on one line
 *   key:                     followed by "- item" lines, or by indented "name: value" lines, one level deep: the latter
 *                            are known as "key.name"; an item "- name: value" counts as its value
 *   key: | or >              followed by indented lines, kept as they are or folded; "-" and "+" after it change nothing
 *   # comment                and empty lines
 * Keys are letters, digits, "_", "-" and ".", each once. Anchors, aliases, tags, maps in braces, tabs as indent and
 * lists in lists are refused with their line.
 */
#ifndef LUTRIN_INGEST_FRONT_MATTER_H
#define LUTRIN_INGEST_FRONT_MATTER_H

#include <lutrin/export.h>

struct lt_front_pair {
    const char *key, *value; /* the items of a list are pairs of the same key */
};

struct lt_front {
    struct lt_front_pair *pairs; /* in the arena */
    size_t count;
};

enum lt_front_kind {
    LT_FRONT_NONE,
    LT_FRONT_YAML, /* between "---" and "---" or "..." */
    LT_FRONT_TOML, /* between "+++" and "+++" */
};

/* Finds the front matter at the beginning of clean text. *ret_body is what comes after it. */
enum lt_front_kind lt_front_find(struct lt_bytes text, struct lt_bytes *ret_front, struct lt_bytes *ret_body);

/* Reads it. LT_ERR_DATA with the line that is not understood; LT_ERR_LIMIT. */
enum lt_err lt_front_parse(struct lt_bytes front, struct lt_arena *arena, struct lt_diag *diag, struct lt_front *ret_front);

/* front_toml.c: the same for TOML: texts of all four kinds, words without quotes (dates, numbers, true), lists of them on
 * one line or several, [tables] and dotted keys ("table.name"). Tables in braces and lists in lists are passed over. */
enum lt_err lt_front_parse_toml(struct lt_bytes front, struct lt_arena *arena, struct lt_diag *diag, struct lt_front *ret_front);

/* The value of the first of the `names` (NULL at their end) that is there; else NULL. */
const char *lt_front_value(const struct lt_front *front, const char *const *names);

#endif
