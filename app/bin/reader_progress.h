/*
 * reader_progress.h: the postman's status file, looked at now and then. Private to this room.
 */
#ifndef LUTRIN_READER_PROGRESS_H
#define LUTRIN_READER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include <lutrin/reader.h>

/* What was seen last; a zeroed one has seen nothing. */
struct lt_progress_watch {
    bool looked;
    int64_t next_ms;
    struct timespec changed;
};

/* If it is time to, looks at the file `path` (NULL: there is none) and tells the reader when it is another than before. A
 * result that lay there already at the first look is old news. */
void lt_progress_look(struct lt_progress_watch *watch, const char *path, int64_t now_ms, struct lt_reader *reader);

#endif
