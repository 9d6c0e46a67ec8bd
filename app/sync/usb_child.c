/*
 * usb_child.c: reads a stick for the postman, in a process that may do nothing but read it and answer.
 */
#include "usb.h"

#include <lutrin/arena.h>
#include <lutrin/confine.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define ENDING ".lutrin"

struct server {
    int from, to;
    struct lt_stick *stick;
    struct lt_stick_file file;      /* the one read last ... */
    char path[LT_USB_PATH_MAX];     /* ... and its path; "": none */
    struct lt_usb_request request;
    struct lt_usb_answer answer;
    size_t size;                    /* of what follows the answer, in `data` */
    int names;
    char data[LT_USB_CHUNK];
};

/* False when the other side is gone. */
static bool take_request(struct server *s)
{
    char *at = (char *)&s->request;
    for (size_t left = sizeof s->request; left;) {
        ssize_t got = read(s->from, at, left);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        left -= (size_t)got;
    }
    return true;
}

static bool put(const struct server *s, const void *data, size_t size)
{
    for (const char *at = data; size;) {
        ssize_t done = write(s->to, at, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        at += done;
        size -= (size_t)done;
    }
    return true;
}

/* The file of the request, whose chain is followed when it is asked for first. */
static enum lt_err find(struct server *s, struct lt_diag *diag)
{
    const struct lt_usb_request *r = &s->request;
    const int64_t ceiling = r->whole < 0 ? r->size : r->whole;
    if (s->path[0] && strcmp(s->path, r->path) == 0 && s->file.size <= ceiling)
        return LT_OK;
    s->path[0] = '\0';
    enum lt_err err = lt_stick_find(s->stick, r->path, ceiling, diag, &s->file);
    if (err == LT_OK)
        memcpy(s->path, r->path, sizeof s->path);
    return err;
}

static enum lt_err read_file(struct server *s, struct lt_diag *diag)
{
    const struct lt_usb_request *r = &s->request;
    enum lt_err err = r->size < 0 || r->size > LT_USB_CHUNK ? LT_ERR_USAGE : find(s, diag);
    if (err != LT_OK)
        return err;
    if (r->whole >= 0 && s->file.size != r->whole)
        return lt_fail(diag, LT_ERR_DATA, NULL, "copy it again", "not of the size that was signed");
    s->size = (size_t)(r->whole < 0 ? s->file.size : r->size);
    return lt_stick_read(s->stick, &s->file, r->at, s->data, s->size, diag);
}

/* Notes the names that end as bundles do; what the finder of a desktop left beside them begins with a dot. */
static bool note_name(void *self, const struct lt_stick_entry *entry)
{
    struct server *s = self;
    size_t size = strlen(entry->name);
    if (entry->folder || entry->name[0] == '.' || size < sizeof ENDING ||
        strcmp(entry->name + size - (sizeof ENDING - 1), ENDING) != 0)
        return true;
    memcpy(s->data + s->size, entry->name, size + 1);
    s->size += size + 1;
    return ++s->names < LT_USB_MAX_ALONE;
}

static enum lt_err answer(struct server *s, struct lt_diag *diag)
{
    enum lt_err err = LT_ERR_USAGE;
    s->size = 0;
    s->request.path[LT_USB_PATH_MAX - 1] = '\0';
    if (s->request.question == LT_USB_OPEN) {
        s->path[0] = '\0';
        err = lt_stick_open(s->stick, s->request.volume, diag);
        s->answer.size = err == LT_OK ? lt_stick_offset(s->stick) : 0;
        return err;
    }
    if (s->request.question == LT_USB_READ)
        err = read_file(s, diag);
    else if (s->request.question == LT_USB_NAMES) {
        s->names = 0;
        err = lt_stick_list(s->stick, "", note_name, s, diag);
    }
    if (err != LT_OK)
        s->size = 0;
    s->answer.size = (int64_t)s->size;
    return err;
}

void lt_usb_serve(const struct lt_stick_bytes *bytes, int from, int to)
{
    struct server *s = lt_alloc(1, sizeof *s);
    s->from = from;
    s->to = to;
    s->stick = lt_stick_create(bytes);
    lt_confine(LT_CONFINE_READ, LT_USB_SECONDS);
    while (take_request(s)) {
        s->answer.diag = (struct lt_diag){0};
        s->answer.err = answer(s, &s->answer.diag);
        if (!put(s, &s->answer, sizeof s->answer) || !put(s, s->data, s->size))
            break;
    }
    lt_confined_exit(0);
}
