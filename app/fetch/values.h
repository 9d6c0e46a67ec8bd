/*
 * values.h: the header values that steer an exchange. Private to this room.
 */
#ifndef LUTRIN_FETCH_VALUES_H
#define LUTRIN_FETCH_VALUES_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/fetch.h>

/* An HTTP date (any of RFC 9110's three forms) as seconds since 1970; -1 when it is none. */
int64_t lt_value_date(struct lt_bytes value);

/* A decimal number that fits; false for anything else, signs and blanks included. */
bool lt_value_number(struct lt_bytes value, int64_t *ret_number);

/* The seconds that a Retry-After value ("120" or an HTTP date) asks to wait, counted from `from_s` (the answer's own
 * Date, better than our clock), within 0..LT_FETCH_MAX_RETRY_AFTER_S; -1 when it is neither. */
int64_t lt_value_retry_after(struct lt_bytes value, int64_t from_s);

/* Reads "bytes 5-9/10", "bytes 5-9/ *" and "bytes * /10" (without the spaces); what is not said is -1. False when it is
 * not sound: another unit, end before start, end not below the total, too large. */
bool lt_value_content_range(struct lt_bytes value, int64_t *ret_start, int64_t *ret_end, int64_t *ret_total);

#endif
