/*
 * usb_mirror.c: the child that reads the stick, asked one thing after the other. It is believed in nothing but that it
 * gives bytes: no more than were asked for, in time, or it is ended.
 */
#include "usb.h"

#include <lutrin/arena.h>
#include <lutrin/utf8.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum lt_err lt_usb_start(struct lt_usb_mirror *usb, const struct lt_stick_bytes *bytes, struct lt_diag *diag)
{
    int ask[2], tell[2];
    if (pipe(ask) != 0)
        return lt_fail_errno(diag, LT_ERR_OS, usb->name, errno, "cannot start the reader of the stick");
    if (pipe(tell) != 0) {
        close(ask[0]);
        close(ask[1]);
        return lt_fail_errno(diag, LT_ERR_OS, usb->name, errno, "cannot start the reader of the stick");
    }
    usb->child = fork();
    if (usb->child == 0) {
        close(ask[1]);
        close(tell[0]);
        lt_usb_serve(bytes, ask[0], tell[1]);
    }
    close(tell[1]);
    usb->end = ask[0]; /* held open, so that asking a child that is no more is no signal */
    usb->to = ask[1];
    usb->from = tell[0];
    fcntl(usb->end, F_SETFD, FD_CLOEXEC);
    fcntl(usb->to, F_SETFD, FD_CLOEXEC);
    fcntl(usb->from, F_SETFD, FD_CLOEXEC);
    if (usb->child > 0)
        return LT_OK;
    enum lt_err err = lt_fail_errno(diag, LT_ERR_OS, usb->name, errno, "cannot start the reader of the stick");
    lt_usb_stop(usb);
    return err;
}

void lt_usb_stop(struct lt_usb_mirror *usb)
{
    if (usb->to < 0)
        return;
    close(usb->end);
    close(usb->to);
    close(usb->from);
    usb->to = usb->from = -1;
    if (usb->child > 0) {
        kill(usb->child, SIGKILL);
        while (waitpid(usb->child, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
}

static enum lt_err lose(struct lt_usb_mirror *usb, struct lt_diag *diag, const char *what)
{
    usb->lost = true;
    lt_usb_stop(usb);
    return lt_fail(diag, LT_ERR_IO, usb->name, "put it in again: nothing is lost", "%s", what);
}

/* Reads `size` bytes of the answer; false when they do not come. */
static bool hear(const struct lt_usb_mirror *usb, void *data, size_t size)
{
    for (char *at = data; size;) {
        struct pollfd poll_fd = {.fd = usb->from, .events = POLLIN};
        int ready = poll(&poll_fd, 1, LT_USB_PATIENCE_MS);
        ssize_t got = ready > 0 ? read(usb->from, at, size) : ready;
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

/* Asks; what follows the answer, of at most `room` bytes, goes to `data`. */
static enum lt_err ask(struct lt_usb_mirror *usb, const struct lt_usb_request *request, void *data, size_t room,
                       struct lt_diag *diag, int64_t *ret_size)
{
    struct lt_usb_answer answer;
    if (usb->to < 0)
        return lose(usb, diag, "the stick is no longer read");
    if (write(usb->to, request, sizeof *request) != (ssize_t)sizeof *request || !hear(usb, &answer, sizeof answer))
        return lose(usb, diag, "the stick cannot be read any further");
    answer.diag.what[LT_DIAG_WHAT_MAX - 1] = answer.diag.hint[LT_DIAG_HINT_MAX - 1] = '\0';
    if (answer.err != LT_OK) {
        const char *where = request->path[0] ? request->path : usb->name;
        if (answer.err == LT_ERR_IO)
            usb->lost = true;
        if (answer.err < LT_OK || answer.err > LT_ERR_CONFIG)
            return lose(usb, diag, "the reader of the stick went mad");
        return lt_fail(diag, answer.err, where, answer.diag.hint, "%s", answer.diag.what);
    }
    if (request->question != LT_USB_OPEN &&
        (answer.size < 0 || (uint64_t)answer.size > room || !hear(usb, data, (size_t)answer.size)))
        return lose(usb, diag, "the stick cannot be read any further");
    *ret_size = answer.size;
    return LT_OK;
}

static enum lt_err set_path(const struct lt_usb_mirror *usb, struct lt_usb_request *request, const char *file,
                            struct lt_diag *diag)
{
    int size = snprintf(request->path, sizeof request->path, "%s%s", usb->base, file);
    return size > 0 && (size_t)size < sizeof request->path
               ? LT_OK : lt_fail(diag, LT_ERR_LIMIT, file, NULL, "the name is too long");
}

enum lt_err lt_usb_open(struct lt_usb_mirror *usb, int number, struct lt_diag *diag, int64_t *ret_offset)
{
    const struct lt_usb_request request = {.question = LT_USB_OPEN, .volume = number};
    return ask(usb, &request, NULL, 0, diag, ret_offset);
}

static enum lt_err read_text(void *self, const char *file, size_t ceiling, struct lt_buf *out, struct lt_diag *diag)
{
    struct lt_usb_request request = {.question = LT_USB_READ, .size = (int64_t)ceiling, .whole = -1};
    enum lt_err err = ceiling > LT_USB_CHUNK ? LT_ERR_USAGE : set_path(self, &request, file, diag);
    int64_t size = 0;
    if (err != LT_OK)
        return err;
    char *text = lt_alloc(ceiling + 1, 1);
    err = ask(self, &request, text, ceiling, diag, &size);
    if (err == LT_OK)
        lt_buf_put(out, text, (size_t)size);
    free(text);
    return err;
}

static enum lt_err read_file(void *self, const char *file, int64_t from, int64_t size, const struct lt_sync_sink *sink,
                             struct lt_diag *diag)
{
    struct lt_usb_request request = {.question = LT_USB_READ, .at = from, .whole = size};
    enum lt_err err = set_path(self, &request, file, diag);
    char *step = lt_alloc(LT_USB_CHUNK, 1);
    while (err == LT_OK && request.at < size) {
        int64_t got = 0;
        request.size = size - request.at < LT_USB_CHUNK ? size - request.at : LT_USB_CHUNK;
        err = ask(self, &request, step, (size_t)request.size, diag, &got);
        if (err == LT_OK && got != request.size)
            err = lose(self, diag, "the reader of the stick went mad");
        if (err == LT_OK)
            err = sink->take(sink->self, (struct lt_bytes){step, (size_t)got}, diag);
        request.at += got;
    }
    free(step);
    return err;
}

static enum lt_err list_names(void *self, struct lt_buf *out, struct lt_diag *diag)
{
    const struct lt_usb_request request = {.question = LT_USB_NAMES};
    int64_t size = 0;
    char *names = lt_alloc(LT_USB_CHUNK + 1, 1);
    enum lt_err err = ask(self, &request, names, LT_USB_CHUNK, diag, &size);
    for (const char *name = names; err == LT_OK && name < names + size; name += strlen(name) + 1)
        if (*name && lt_utf8_valid(lt_bytes_of(name)))
            lt_buf_put(out, name, strlen(name) + 1);
    free(names);
    return err;
}

struct lt_mirror lt_usb_mirror(struct lt_usb_mirror *usb)
{
    return (struct lt_mirror){.self = usb, .name = usb->name, .text = read_text, .file = read_file, .names = list_names};
}
