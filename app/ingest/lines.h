/*
 * lines.h: short lines in an article that speak of the page rather than of its subject. Private to this room.
 */
#ifndef LUTRIN_INGEST_LINES_H
#define LUTRIN_INGEST_LINES_H

#include <stdbool.h>
#include <stddef.h>

enum { LT_LINE_MAX_BYTES = 300 }; /* longer texts are none of these */

/* Does the text, all that a block holds, only name what stands or stood there ("Advertisement", "Read more"), or claim
 * rights? `linked`: some of it is a link. The text is clean (plain.h). */
bool lt_line_is_foreign(const char *text, bool linked);

/* Is it a date alone, perhaps after a word that says of what? */
bool lt_line_is_date(const char *text);

/* Does it ask the reader for something: to subscribe, to follow, to sign up? */
bool lt_line_is_pitch(const char *text);

#endif
