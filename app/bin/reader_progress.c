/*
 * reader_progress.c: what the postman tells of a memory stick, handed to the reader when it changes. A look costs one
 * system call; who is asleep between frames is not woken for it.
 */
#include "reader_progress.h"

#include <lutrin/file.h>

#include <sys/stat.h>

enum { LOOK_EVERY_MS = 500 };

static void tell(const char *path, bool first, struct lt_reader *reader)
{
    struct lt_buf text = {0};
    struct lt_notice notice;
    bool good = lt_file_read(path, LT_NOTICE_MAX_BYTES, NULL, &text) == LT_OK &&
                lt_notice_parse(lt_buf_slice(&text), &notice);
    if (good && !(first && notice.kind > LT_NOTICE_CHECKING))
        lt_reader_notify(reader, &notice);
    lt_buf_finish(&text);
}

void lt_progress_look(struct lt_progress_watch *watch, const char *path, int64_t now_ms, struct lt_reader *reader)
{
    struct stat st;
    if (!path || !reader || (watch->looked && now_ms < watch->next_ms))
        return;
    bool first = !watch->looked;
    watch->looked = true;
    watch->next_ms = now_ms + LOOK_EVERY_MS;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) ||
        (st.st_mtim.tv_sec == watch->changed.tv_sec && st.st_mtim.tv_nsec == watch->changed.tv_nsec))
        return;
    watch->changed = st.st_mtim;
    tell(path, first, reader);
}
