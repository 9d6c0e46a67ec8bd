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

/* May it stand over a list of other articles: "More from the archive"? An article's own chapter may be headed likewise. */
bool lt_line_is_over_others(const char *text);

/* Does it say whose a picture is? */
bool lt_line_is_credit(const char *text);

/* Is it a date alone, perhaps after a word that says of what? */
bool lt_line_is_date(const char *text);

/* Does it ask the reader for something: to subscribe, to follow, to sign up? */
bool lt_line_is_pitch(const char *text);

/* Does it name something to press or to tap on the page ("Close", "Enlarge image")? */
bool lt_line_is_tool(const char *text);

/* Is it one of these, or the list of subjects that the page is kept under? `size` is the text's in bytes, `linked` what of it
 * stands in links, white space not counted. */
bool lt_line_goes(const char *text, size_t size, size_t linked);

#endif
