/*
 * comment.h: what readers wrote under an article.
 *
 * Comments are plain text and stand in reading order: each answer somewhere after what it answers, answers to the same
 * text in the order of time. No address of a person is kept: whatever looks like an e-mail address is taken out of names
 * and texts before a thread exists.
 */
#ifndef LUTRIN_COMMENT_H
#define LUTRIN_COMMENT_H

#include <lutrin/arena.h>
#include <lutrin/bytes.h>

enum {
    LT_COMMENTS_MAX_FOUND = 10000,        /* looked at in one source of an article */
    LT_COMMENTS_MAX = 500,                /* kept of one article ... */
    LT_COMMENTS_MAX_BYTES = 256 << 10,    /* ... and bytes of all their texts */
    LT_COMMENT_MAX_BYTES = 8 << 10,       /* of one text; a longer one is cut at a word */
    LT_COMMENT_MAX_AUTHOR_BYTES = 160,
    LT_COMMENT_MAX_DEPTH = 8,             /* levels of answers that are kept; deeper ones answer the last level */
};

/* Strings are "" when unknown, never NULL in a thread. */
struct lt_comment {
    const char *author;
    const char *text;        /* not empty; '\n' between paragraphs */
    int64_t published;       /* seconds since 1970 UTC; LT_NO_TIME when unknown */
    int32_t utc_offset;      /* of published in its source, seconds east */
    int32_t parent;          /* index of the comment it answers, lower than its own; -1: it answers the article */
    const char *id, *answers; /* names that the source gives it and what it answers; NULL when silent. Only on the way in */
};

struct lt_thread {
    const struct lt_comment *list;
    size_t count;
};

/* Makes a thread of comments as a source has them, in any order (of which `parent` is not looked at): cleaned, each id
 * once, ordered, within the limits above. Copies what it keeps into the arena. */
struct lt_thread lt_thread_make(const struct lt_comment *found, size_t count, struct lt_arena *arena);

/* How deep the comment stands: 0 when it answers the article. */
int lt_comment_depth(const struct lt_thread *thread, size_t index);

/* Appends the thread as readable text: what `lutrin-trace doc` prints below a document. */
void lt_thread_dump(const struct lt_thread *thread, struct lt_buf *out);

/* Appends `text` with an ellipsis in the place of each e-mail address. */
void lt_mail_hide(struct lt_bytes text, struct lt_buf *out);

#endif
