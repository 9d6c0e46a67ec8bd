/*
 * memo.h: paragraphs as they were broken a moment ago. Private.
 *
 * When the fit of a page takes the galley back, the same paragraphs come again, and most of them break as they did. One is
 * known by a hash of all that its boxes and its lines depend on. It is here or in the hands of who took it, never copied.
 */
#ifndef LUTRIN_LAYOUT_MEMO_H
#define LUTRIN_LAYOUT_MEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LT_MEMO_PARAGRAPHS = 48, /* a few pages of them */
    LT_MEMO_MAX_BOXES = 1200, /* larger ones are not kept */
};

struct lt_para;
struct lt_para_source;
struct lt_shape;
struct lt_broken;

struct lt_memo_entry {
    uint64_t key; /* 0: free */
    struct lt_para *para;
    struct lt_broken *broken;
};

struct lt_memo {
    struct lt_memo_entry entries[LT_MEMO_PARAGRAPHS];
    size_t next; /* the oldest */
    size_t taken; /* the place from which one was taken last */
};

void lt_memo_finish(struct lt_memo *memo); /* leaves it zeroed, which is an empty one */

/* Never 0. */
uint64_t lt_memo_key(const struct lt_para_source *source, const struct lt_shape *shape);

/* Takes out boxes, cuts and chosen cuts (what `para` and `out` held before goes in their place); false when it is not known. */
bool lt_memo_take(struct lt_memo *memo, uint64_t key, const struct lt_para_source *source, struct lt_para *para,
                  struct lt_broken *out);
/* Gives them to the memo, unless there are too many; `para` and `broken` have arrays without content then. */
void lt_memo_give(struct lt_memo *memo, uint64_t key, struct lt_para *para, struct lt_broken *broken);

#endif
