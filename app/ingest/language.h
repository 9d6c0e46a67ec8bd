/*
 * language.h: language tags and what they tell. Private to this room.
 */
#ifndef LUTRIN_INGEST_LANGUAGE_H
#define LUTRIN_INGEST_LANGUAGE_H

#include <stdbool.h>

#include <lutrin/arena.h>
#include <lutrin/bytes.h>

/* A BCP 47 tag in the house's spelling ("fr", "pt-BR", "zh-Hant") for what a source declares ("FR", "pt_br"); NULL when
 * it is no tag. */
const char *lt_language_tag(const char *declared, struct lt_arena *arena);

/* Is the language written from right to left? */
bool lt_language_rtl(const char *tag);

/* Is the first letter of the text of a script that is written from right to left? */
bool lt_text_rtl(struct lt_bytes text);

/* Opening and closing quotation marks of a language. */
struct lt_quotes {
    const char *open, *close;
};
struct lt_quotes lt_language_quotes(const char *tag);

#endif
