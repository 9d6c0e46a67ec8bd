/*
 * sync.h: the postman: from a file, a folder or the network to the shelf, by the rules of the kiosk's configuration.
 */
#ifndef LUTRIN_SYNC_H
#define LUTRIN_SYNC_H

#include <lutrin/arena.h>
#include <lutrin/index.h>
#include <lutrin/outbox.h>
#include <lutrin/shelf.h>

/* What is done with a memory stick. */
enum lt_usb_policy {
    LT_USB_NEWER,   /* what a stick brings is taken if it is signed and newer */
    LT_USB_CONFIRM, /* ... and somebody said yes to it */
    LT_USB_OFF,     /* sticks are not looked at */
};

/* The configuration file, documented in lutrin-sync(1):
 *   [shelf] library = DIR, channel = NAME, factory = DIR, keep_previous = yes|no
 *   [trust] key = FILE.pub, or root = FILE (a key set)
 *   [network] url = ADDRESS, one a line; ca = FILE; allow_local = yes|no; full_fallback = yes|no; daily_bytes = N
 *   [outbox] folder = DIR
 *   [direct] plan = FILE, folder = DIR
 *   [usb] take = newer|confirm|off, mounted = yes|no, progress = FILE
 *   [report] json = FILE, prometheus = FILE    */
struct lt_sync_config {
    const char *library; /* the shelf's folder */
    const char *channel; /* what may be imported; NULL: whatever the first bundle is of */
    const char *factory; /* a folder with a bundle.db, read when the shelf has nothing; NULL: none */
    bool keep_previous;  /* the generation before the current one is kept even when the disk is full */
    const char *direct_plan, *direct_folder; /* direct.h: this kiosk prints its own paper; NULL, NULL: it does not */
    const char *key;     /* the publisher's public key file (in direct mode FOLDER/kiosk.pub), or ... */
    const char *root;    /* ... a key set that is trusted as it is */
    const char *urls;    /* where the tree is, one address a line, the preferred first; NULL: no network */
    const char *ca_file; /* authorities to trust instead of the system's; NULL */
    bool allow_local;    /* the addresses may be of the local network */
    int64_t daily_bytes; /* received from the network on one day, UTC, at most; 0: no limit */
    bool patches_only;   /* never fetch a whole bundle while an older one is here */
    const char *outbox;  /* where sign-ups for the newsletter wait; NULL: this kiosk takes none */
    enum lt_usb_policy usb;
    bool usb_mounted;    /* a stick that the kernel mounted, read-only and with nothing else allowed, may be read too */
    const char *usb_progress; /* where a stick's progress and result are told; NULL: nowhere */
    const char *json, *prometheus; /* where to tell how it went; NULL */
};

/* Reads a configuration file into the arena. A missing library or key is LT_ERR_CONFIG. */
enum lt_err lt_sync_config_read(const char *path, struct lt_arena *arena, struct lt_diag *diag,
                                struct lt_sync_config *ret_config);

/* How a look at a tree ended. */
enum lt_sync_outcome {
    LT_SYNC_FAILED,     /* the error says why */
    LT_SYNC_INSTALLED,
    LT_SYNC_UP_TO_DATE,
    LT_SYNC_STALE,      /* the mirror shows an older release than was seen: no harm, it is behind */
    LT_SYNC_BAD,        /* its newest release was rolled back here */
    LT_SYNC_PORTAL,     /* the network answers instead of the mirror: somebody has to sign in */
    LT_SYNC_WAITING,    /* the stick brings something new; somebody has to say yes */
    LT_SYNC_OFF,        /* sticks are not taken here */
    LT_SYNC_BUDGET,     /* the day's bytes are used up: it goes on tomorrow */
};
const char *lt_sync_outcome_name(enum lt_sync_outcome outcome);

/* A turn at the outbox. */
struct lt_sync_mail {
    int sent, refused, held;
    struct lt_diag why;               /* why the rest waits; its err LT_OK: it does not, or for its time only */
};

/* What all rounds have come to (LIBRARY/totals), and what the day's have cost. */
enum { LT_SYNC_ERROR_KINDS = 16 };
struct lt_sync_totals {
    int64_t bytes, last_success_s, issued_s, expires_s; /* received; 0: never; of the newest stamp */
    int64_t errors[LT_SYNC_ERROR_KINDS];                /* rounds that failed, by enum lt_err */
    int64_t mail_sent, mail_refused;                    /* sign-ups */
    int64_t day, day_bytes;                             /* days since 1970, UTC, and the bytes of the last of them */
};
/* What a look at a tree came to. */
struct lt_sync_report {
    enum lt_sync_outcome outcome;
    struct lt_release release; /* when installed */
    struct lt_stamp stamp;     /* once `latest` was verified */
    bool patched;              /* by a patch, not the whole */
    int requests;
    int64_t bytes;             /* handed over by the mirror */
    int64_t wire_bytes;        /* received from the network in all, headers and failures included */
    const char *failure;       /* the last exchange that failed, as lt_fetch_outcome_name(); "" */
    int64_t retry_after_s;     /* what the host asked for; -1 */
    struct lt_sync_totals totals; /* with this round in them */
    struct lt_sync_mail mail;  /* of the outbox, since the last report */
};

/* Imports the bundle `path`, signed by the file PATH.minisig beside it; or, when it is a folder, what is new in the tree
 * there. *ret_report is filled in any case. */
enum lt_err lt_sync_import(const struct lt_sync_config *config, const char *path, struct lt_diag *diag,
                           struct lt_sync_report *ret_report);

/* Looks at the addresses in turn until one gives the newest release, and brings what is new; in direct mode at the tree
 * in FOLDER/tree. */
enum lt_err lt_sync_once(const struct lt_sync_config *config, struct lt_diag *diag, struct lt_sync_report *ret_report);

/* Does so again and again until *stop is set (by a signal handler): asks when the publisher's stamp says, waits longer
 * and longer after failures, but no longer than after a start once a road leads out of the machine again where none did since
 * the last failure (a cable that was pulled), asks within a minute when the press of direct mode has something new, and tells
 * `told` (may be NULL) of each round. */
typedef void lt_sync_told(void *self, enum lt_err err, const struct lt_sync_report *report, const struct lt_diag *diag,
                          int64_t wait_ms);
enum lt_err lt_sync_watch(const struct lt_sync_config *config, const volatile int *stop, lt_sync_told *told, void *self,
                          struct lt_diag *diag);

/* Fills in a publication's form once, its token asked for before, and says what the answer means: 2xx, 302, 303 and 409 (it
 * is there already) that it was taken, 400 and 422 that it is refused; all else (with *ret_doubt: perhaps taken, and the
 * answer lost) that it is to be sent again. Of the configuration ca_file and allow_local count. Unless it was sent, `diag`
 * says why. */
enum lt_outbox_state lt_sync_fill_form(const struct lt_sync_config *config, const struct lt_newsletter *newsletter,
                                       const struct lt_signup *signup, struct lt_diag *diag, bool *ret_doubt);

/* One turn at the outbox: clears up, and sends what waits, unless the publisher's server is to be left alone for now,
 * until it fails or nothing is left. The addresses are those of the bundle that is read. Without [outbox] it does nothing.
 * The error is that of the kiosk's own disk and files; what became of the sending stands in *ret_mail.
 * LT_ERR_UNAVAILABLE: another process is at it. */
enum lt_err lt_sync_outbox(const struct lt_sync_config *config, struct lt_diag *diag, struct lt_sync_mail *ret_mail);

/* Says of sign-ups that are held (outbox.h): how many, by which form, and what to do. */
void lt_sync_tell_held(size_t held, const char *form, struct lt_diag *ret_why);

/* One round, to be told. */
struct lt_sync_round {
    enum lt_err err;
    const struct lt_sync_report *report;
    int64_t wait_ms;
    int64_t now_s; /* filled: the time, by a clock that may be wrong no earlier than what has surely been */
    bool outdated; /* filled: the publisher's word for it has expired */
};

/* Writes the configured report files. */
enum lt_err lt_sync_tell(const struct lt_sync_config *config, struct lt_sync_round *round, struct lt_diag *diag);

/* What is on the shelf. */
struct lt_sync_status {
    struct lt_generation current;        /* what is read; {0, 0}: none */
    struct lt_shelf_state state;
    struct lt_generation generations[LT_SHELF_MAX_GENERATIONS];
    int generation_count;
    int64_t root;                        /* number of the key set */
    int64_t created, age_s;              /* of the bundle that is read; 0: there is none */
    struct lt_sync_totals totals;
    struct lt_outbox_counts outbox;      /* sign-ups */
    char outbox_form[LT_NEWSLETTER_MAX_URL + 1]; /* where the bundle that is read has sign-ups sent; "" */
};
enum lt_err lt_sync_status(const struct lt_sync_config *config, struct lt_diag *diag,
                           struct lt_sync_status *ret_status);

/* Finishes what was interrupted and points DIR/current where it should: to be run before the reader starts. */
enum lt_err lt_sync_settle(const struct lt_sync_config *config, struct lt_diag *diag);

/* Makes the search of the whole text of the bundle that is current (lt_index_build()). LT_ERR_NO_INPUT: there is none
 * here. */
enum lt_err lt_sync_index(const struct lt_sync_config *config, lt_index_told *told, void *self, struct lt_diag *diag);

/* Goes back to the bundle that was read before. */
enum lt_err lt_sync_roll_back(const struct lt_sync_config *config, struct lt_diag *diag,
                              struct lt_generation *ret_generation);

/* The reader ended badly; three times soon after a switch go back. {0, 0}: nothing changed. */
enum lt_err lt_sync_reader_failed(const struct lt_sync_config *config, struct lt_diag *diag,
                                  struct lt_generation *ret_generation);

#endif
