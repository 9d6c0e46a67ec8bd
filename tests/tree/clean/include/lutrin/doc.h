/*
 * doc.h: a door one floor up, which sees the floor below.
 */
#ifndef LUTRIN_DOC_H
#define LUTRIN_DOC_H

#include <lutrin/arena.h>

typedef int (*lt_doc_visit)(const char *text, void *user);

/* Calls `visit` for each text. */
int lt_doc_each(struct lt_arena *arena, lt_doc_visit visit, void *user);

#endif
