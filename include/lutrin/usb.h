/*
 * usb.h: a memory stick that was put in: what is new on it comes onto the shelf, and a report for the staff goes onto it.
 */
#ifndef LUTRIN_USB_H
#define LUTRIN_USB_H

#include <lutrin/sync.h>

enum { LT_SYNC_JOURNAL_MAX = 1 << 20 }; /* bytes of the journal that a report holds */

/* How far a stick is, for the screen. */
enum lt_sync_phase {
    LT_SYNC_LOOKING,  /* what is on it? */
    LT_SYNC_COPYING,
    LT_SYNC_CHECKING, /* it is all here, and held against its signature; the stick may be pulled */
    LT_SYNC_OVER,     /* `result` says how it went */
};
struct lt_sync_progress {
    enum lt_sync_phase phase;
    const char *publisher;  /* the channel, once its signature is known to be good; "" */
    int64_t version;        /* of the release; 0: not known yet */
    int64_t bytes, total;   /* of the file that is copied; 0, 0: none yet */
    const char *result;     /* "" until it is over; an outcome's name, or why it failed: "pulled" (put it in again), "empty",
                               "refused" (no good signature), "damaged", "full" (no room here), "newer-format", "failed" */
};

/* Looks at a memory stick and brings what is new on it. `path` is its block device or an image of it, which is read
 * without a mount in a child that can do nothing else, or (where the configuration allows that) the folder where the
 * kernel mounted it. A stick is a mirror: its uppermost folder is a publisher's tree, or lutrin/CHANNEL/ is; or it holds
 * bundles, each with its .minisig. It may be pulled at any moment; put in again, copying goes on where it stopped. */
struct lt_sync_usb {
    const char *path;
    bool yes;               /* somebody confirmed */
    void (*told)(void *self, const struct lt_sync_progress *progress); /* may be NULL */
    void *self;
};
enum lt_err lt_sync_usb(const struct lt_sync_config *config, const struct lt_sync_usb *how, struct lt_diag *diag,
                        struct lt_sync_report *ret_report);

/* A file for the staff. */
struct lt_sync_file {
    const char *name;
    struct lt_bytes text;
};

/* Writes files into lutrin-report/HOST/ on a stick, which is a mounted folder, or a device or image that mtools writes to
 * (LT_ERR_UNAVAILABLE: it is not here). Where the stick holds a tree with a release that the publisher's newest word
 * known here speaks of, and an older word, it gets ours: *ret_latest. */
enum lt_err lt_sync_hand_out(const struct lt_sync_config *config, const char *path, const char *host,
                             const struct lt_sync_file *files, size_t count, struct lt_diag *diag, bool *ret_latest);

/* Appends the last lines that Lutrin's units wrote into the system's journal. LT_ERR_UNAVAILABLE: there is none. */
enum lt_err lt_sync_journal(struct lt_buf *out, struct lt_diag *diag);

/* Appends progress as one JSON object and a line end: {"source":"stick","phase":"copying","publisher":...,"version":...,
 * "bytes":...,"total":...,"result":...,"time":SECONDS}. */
void lt_sync_progress_format(const struct lt_sync_progress *progress, int64_t now_s, struct lt_buf *out);

#endif
