/*
 * usb.h: a memory stick as a mirror: a child reads it (usb_child.c), the postman asks the child (usb_mirror.c), and what
 * is on the stick is judged like anything else that comes (cycle.c, alone.c). Private to this room.
 */
#ifndef LUTRIN_SYNC_USB_H
#define LUTRIN_SYNC_USB_H

#include <lutrin/stick.h>
#include <lutrin/usb.h>

#include "cycle.h"

enum {
    LT_USB_PATH_MAX = 1024,          /* bytes of a path on a stick, with its NUL */
    LT_USB_CHUNK = 256 << 10,        /* of a file at once */
    LT_USB_MAX_ALONE = 16,           /* bundles that came alone, looked at */
    LT_USB_PATIENCE_MS = 90000,      /* for one answer: the kernel itself tries again for half a minute */
    LT_USB_SECONDS = 900,            /* of processor time for the child */
};

/* What the child is asked, and what stands before its answer. Both are of one program: no care for byte order. */
enum lt_usb_question { LT_USB_OPEN, LT_USB_READ, LT_USB_NAMES };
struct lt_usb_request {
    enum lt_usb_question question;
    int volume;               /* OPEN */
    char path[LT_USB_PATH_MAX];
    int64_t at, size, whole;  /* READ: `size` bytes at `at` of a file of `whole`; whole < 0: all of one of at most `size` */
};
struct lt_usb_answer {
    enum lt_err err;
    int64_t size;             /* bytes that follow, at most LT_USB_CHUNK; OPEN: none, where the volume begins */
    struct lt_diag diag;
};

/* Serves requests from the descriptor `from` to `to` until it closes; never comes back. Gives up everything else first. */
void lt_usb_serve(const struct lt_stick_bytes *bytes, int from, int to);

/* The stick as the postman sees it. */
struct lt_usb_mirror {
    const char *name;          /* for messages */
    int to, from, end;         /* the child's descriptors; -1: it is no more */
    int child;                 /* its process */
    char base[LT_CHANNEL_MAX + 16]; /* before each name: "", or "lutrin/CHANNEL/" */
    bool lost;                 /* the stick itself failed, or was pulled */
};
enum lt_err lt_usb_start(struct lt_usb_mirror *usb, const struct lt_stick_bytes *bytes, struct lt_diag *diag);
/* The same for the device or image `path`, opened for reading only; *ret_fd is to be closed after lt_usb_stop(). */
enum lt_err lt_usb_start_path(struct lt_usb_mirror *usb, const char *path, int *ret_fd, struct lt_diag *diag);
void lt_usb_stop(struct lt_usb_mirror *usb);

/* Opens the volume in place `number`; LT_ERR_NO_INPUT: there are not so many. */
enum lt_err lt_usb_open(struct lt_usb_mirror *usb, int number, struct lt_diag *diag, int64_t *ret_offset);
struct lt_mirror lt_usb_mirror(struct lt_usb_mirror *usb);

/* alone.c: the newest of the bundles that lie alone, each with its signature, is brought onto the shelf if it is new. */
enum lt_err lt_sync_alone(const struct lt_sync_config *config, struct lt_shelf *shelf, const struct lt_trust *trust,
                          const struct lt_mirror *mirror, struct lt_diag *diag, struct lt_sync_report *report);

/* Is the signature of a bundle that came alone one of a release key over such a comment, and of the channel this kiosk
 * takes? Says nothing of the bundle itself. */
enum lt_err lt_sync_judge_alone(const struct lt_sync_config *config, struct lt_bytes signature,
                                const struct lt_trust *trust, const char *path, struct lt_diag *diag,
                                struct lt_release *ret_release);

/* usb.c: lt_sync_usb() over the bytes of a stick, for tests that pull it. */
enum lt_err lt_sync_usb_bytes(const struct lt_sync_config *config, const struct lt_sync_usb *how,
                              const struct lt_stick_bytes *bytes, struct lt_diag *diag,
                              struct lt_sync_report *ret_report);

#endif
