/*
 * values.h: what header values have in common.
 */
#ifndef LUTRIN_FETCH_VALUES_H
#define LUTRIN_FETCH_VALUES_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/bytes.h>

/* A decimal number that fits; false for anything else, signs and blanks included. */
bool lt_value_number(struct lt_bytes value, int64_t *ret_number);

#endif
