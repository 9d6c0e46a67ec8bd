/*
 * answers.h: which entries of a feed answer which, while it is read entry by entry more than once. Private to this room.
 *
 * First every entry is noted, then it is settled who is whose root, then those that are answers are heard, and in the end
 * each article is given its thread.
 */
#ifndef LUTRIN_INGEST_ANSWERS_H
#define LUTRIN_INGEST_ANSWERS_H

#include <lutrin/feed.h>

struct lt_noted {
    const char *id, *answers; /* each may be NULL */
};

struct lt_heard {
    size_t root, index; /* 1 + the index of the article; its own */
    struct lt_comment comment;
};

/* A zeroed struct is an empty one; finish it. */
struct lt_answers {
    struct lt_arena arena;
    struct lt_noted *noted;
    size_t count, capacity;
    bool any;      /* one of them says that it is an answer */
    size_t *roots; /* of each entry 1 + the index of the article that it is a comment on, 0 for articles; NULL: all are */
    struct lt_heard *heard;
    size_t heard_count;
};

/* Notes the next entry: its id and the id that it answers, each copied and NULL when there is none. */
void lt_answers_note(struct lt_answers *a, const char *id, const char *answers);

/* Finds whose root is whose; entries that answer each other in a ring are articles. True: some are comments. */
bool lt_answers_settle(struct lt_answers *a);

/* 1 + the index of the article that the entry is a comment on; 0: it is one itself. */
size_t lt_answers_root(const struct lt_answers *a, size_t index);

/* Keeps what an entry with a root says; each once, then they are sorted. */
void lt_answers_hear(struct lt_answers *a, size_t index, const struct lt_entry *entry);
void lt_answers_sort(struct lt_answers *a);

/* What was heard of an article, as a thread in the arena. */
struct lt_thread lt_answers_thread(const struct lt_answers *a, size_t index, struct lt_arena *arena);

void lt_answers_finish(struct lt_answers *a);

#endif
