/*
 * encode.h: packing with zstd, for the publisher. Private to this room.
 */
#ifndef LUTRIN_STORE_ENCODE_H
#define LUTRIN_STORE_ENCODE_H

#include <stdint.h>

#include <lutrin/err.h>

/* Packs the file `from` into the file `to`, which appears whole; with `prefix`, what `to` holds is only what is needed
 * beside that file. */
enum lt_err lt_encode(const char *from, const char *prefix, const char *to, int level, struct lt_diag *diag);

/* Unpacks `from` (against `prefix`, or NULL) into the file `to`, which is replaced, and compares its BLAKE2b-256 with
 * `hash`. LT_ERR_SIGNATURE: it is another. */
enum lt_err lt_unpack_checked(const char *from, const char *prefix, const char *to, int64_t size,
                              const unsigned char hash[32], struct lt_diag *diag);

#endif
