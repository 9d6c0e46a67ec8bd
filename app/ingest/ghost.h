/*
 * ghost.h: the bodies that Ghost's editors write. Private to this room.
 */
#ifndef LUTRIN_INGEST_GHOST_H
#define LUTRIN_INGEST_GHOST_H

#include <jansson.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>

/* Appends a body of the present editor (lexical) or of the one before (mobiledoc), given as the JSON text that an
 * export holds, as HTML: clean it before use. LT_ERR_DATA when it is no such text; LT_ERR_LIMIT. */
enum lt_err lt_ghost_lexical(struct lt_bytes json, struct lt_diag *diag, struct lt_buf *out);
enum lt_err lt_ghost_mobiledoc(struct lt_bytes json, struct lt_diag *diag, struct lt_buf *out);

/* Appends a card (picture, gallery, code, bookmark ...) of either editor; what is not for readers gives nothing. */
void lt_ghost_card(const char *name, const json_t *card, struct lt_buf *out);

#endif
