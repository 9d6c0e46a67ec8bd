/*
 * index.h: the search of a bundle's whole text, made on the kiosk.
 *
 * A bundle carries the search of its titles, standfirsts, headings and tags. That of every word is larger than the articles
 * themselves and would have to travel with every edition, so it is made where it is used: a file search.db beside the
 * bundle, derived from it, unsigned, and never needed. lt_bundle_search() asks it once it is there.
 */
#ifndef LUTRIN_INDEX_H
#define LUTRIN_INDEX_H

#include <stdint.h>

#include <lutrin/err.h>

enum { LT_INDEX_SPARE_BYTES = 32 << 20 }; /* that stay free on the disk beside the room for the index */

/* Told after each step: so many of all articles are in it. */
typedef void lt_index_told(void *self, uint32_t done, uint32_t all);

/* Makes search.db beside the bundle at `path`, or goes on where a call before was cut off at any point; LT_OK at once if it
 * is there. `told` may be NULL. Nothing is seen of it before it is whole. LT_ERR_UNAVAILABLE: another process is at it;
 * LT_ERR_LIMIT: the disk has no room, for which about the bundle's own size is reckoned; LT_ERR_IO: it cannot be written;
 * LT_ERR_DATA: what was written is not kept; else as lt_bundle_open(). */
enum lt_err lt_index_build(const char *path, lt_index_told *told, void *self, struct lt_diag *diag);

#endif
