/*
 * mo.h: a compiled gettext catalogue in memory, and its rule for plurals.
 */
#ifndef LUTRIN_TEXT_MO_H
#define LUTRIN_TEXT_MO_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/bytes.h>

/* The translation of `msgid`, or the empty slice when the catalogue is damaged or does not hold it. For a message with
 * plurals all its forms, divided by NULs. Lends from `mo`. */
struct lt_bytes lt_mo_find(struct lt_bytes mo, const char *msgid);

/* How many messages the catalogue holds (its header, "", is one), and the msgid and translation of each. */
uint32_t lt_mo_count(struct lt_bytes mo);
bool lt_mo_at(struct lt_bytes mo, uint32_t index, struct lt_bytes *ret_msgid, struct lt_bytes *ret_text);

/* Evaluates a C expression over `n` as gettext's "plural=" has it: digits, n, ( ) ! * / % + - < <= > >= == != && || ?:.
 * False when it is malformed, deeper than LT_PLURAL_MAX_DEPTH, or divides by zero. */
enum { LT_PLURAL_MAX_DEPTH = 32, LT_PLURAL_MAX_FORMS = 8 };
bool lt_plural_eval(struct lt_bytes expression, uint64_t n, uint64_t *ret_value);

/* The form for `n` by the header of a catalogue ("...Plural-Forms: nplurals=2; plural=n!=1;..."). A header without the
 * line, or with a wrong one, has the two forms of English. */
uint32_t lt_plural_form(struct lt_bytes header, uint64_t n);

#endif
