/*
 * usb.c: a stick that was put in: the same questions as to any mirror, the policy for sticks, and word of how far it is.
 */
#define _GNU_SOURCE /* the flags of a mount: this file is Linux's */
#include "usb.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

enum {
    LOCK_TRIES = 600, LOCK_WAIT_MS = 1000,      /* for the postman's round on the network to end */
    TELL_STEPS = 50,                            /* of a file, between which nothing is told */
    MSDOS_MAGIC = 0x4d44, EXFAT_MAGIC = 0x2011BAB0,
};
#ifndef ST_NOSYMFOLLOW
#define ST_NOSYMFOLLOW 0x2000 /* Linux 5.10 */
#endif

/* What is done with one stick. `under` is how its bytes are had. */
struct visit {
    const struct lt_sync_config *config;
    const struct lt_sync_usb *how;
    struct lt_mirror under;
    struct lt_usb_mirror *usb;       /* NULL: a mounted folder */
    struct lt_sync_progress progress;
    char publisher[LT_CHANNEL_MAX + 1];
    bool waiting;                    /* for a yes */
    struct lt_shelf *shelf;
    struct lt_trust trust;
};

/* Between the mirror and the sink: counts. */
struct meter {
    struct visit *visit;
    const struct lt_sync_sink *sink;
    int64_t told;
};

static void tell(struct visit *visit, enum lt_sync_phase phase)
{
    visit->progress.phase = phase;
    if (visit->how->told)
        visit->how->told(visit->how->self, &visit->progress);
}

static enum lt_err read_text(void *self, const char *file, size_t ceiling, struct lt_buf *out, struct lt_diag *diag)
{
    struct visit *visit = self;
    return visit->under.text(visit->under.self, file, ceiling, out, diag);
}

static enum lt_err meter_take(void *self, struct lt_bytes bytes, struct lt_diag *diag)
{
    struct meter *meter = self;
    struct lt_sync_progress *progress = &meter->visit->progress;
    enum lt_err err = meter->sink->take(meter->sink->self, bytes, diag);
    progress->bytes += (int64_t)bytes.size;
    if (err == LT_OK && progress->bytes - meter->told >= progress->total / TELL_STEPS) {
        meter->told = progress->bytes;
        tell(meter->visit, LT_SYNC_COPYING);
    }
    return err;
}

static enum lt_err meter_restart(void *self, struct lt_diag *diag)
{
    struct meter *meter = self;
    meter->visit->progress.bytes = meter->told = 0;
    return meter->sink->restart(meter->sink->self, diag);
}

static void meter_remember(void *self, const char *tag)
{
    struct meter *meter = self;
    meter->sink->remember(meter->sink->self, tag);
}

static enum lt_err read_file(void *self, const char *file, int64_t from, int64_t size, const struct lt_sync_sink *sink,
                             struct lt_diag *diag)
{
    struct visit *visit = self;
    struct meter meter = {.visit = visit, .sink = sink, .told = from};
    const struct lt_sync_sink counting = {.self = &meter, .restart = meter_restart, .take = meter_take, .tag = sink->tag,
                                          .remember = meter_remember};
    visit->progress.bytes = from;
    visit->progress.total = size;
    tell(visit, LT_SYNC_COPYING);
    enum lt_err err = visit->under.file(visit->under.self, file, from, size, &counting, diag);
    if (err == LT_OK)
        tell(visit, LT_SYNC_CHECKING);
    return err;
}

static enum lt_err list_names(void *self, struct lt_buf *out, struct lt_diag *diag)
{
    struct visit *visit = self;
    return visit->under.names(visit->under.self, out, diag);
}

static enum lt_err found(void *self, const struct lt_release *release, struct lt_diag *diag)
{
    struct visit *visit = self;
    memcpy(visit->publisher, release->channel, sizeof visit->publisher);
    visit->progress.version = release->version;
    visit->progress.total = release->size;
    if (visit->config->usb == LT_USB_CONFIRM && !visit->how->yes) {
        visit->waiting = true;
        return lt_fail(diag, LT_ERR_UNAVAILABLE, visit->how->path, "say yes to it", "waits for somebody to confirm");
    }
    tell(visit, LT_SYNC_LOOKING);
    return LT_OK;
}

/* A round on the network may have the shelf; it ends. */
static enum lt_err open_shelf(struct visit *visit, struct lt_diag *diag)
{
    enum lt_err err = LT_ERR_UNAVAILABLE;
    for (int i = 0; i < LOCK_TRIES && err == LT_ERR_UNAVAILABLE; i++) {
        if (i)
            nanosleep(&(struct timespec){.tv_sec = LOCK_WAIT_MS / 1000}, NULL);
        err = lt_sync_open(visit->config, diag, &visit->trust, &visit->shelf);
    }
    return err;
}

/* Is there a tree here? LT_ERR_NO_INPUT: none. */
static enum lt_err look_for_tree(struct visit *visit, struct lt_diag *diag)
{
    struct lt_buf latest = {0};
    enum lt_err err = read_text(visit, "latest", LT_SIGNATURE_FILE_MAX, &latest, diag);
    const char *channel = visit->config->channel ? visit->config->channel : lt_shelf_state(visit->shelf)->channel;
    if (err == LT_ERR_NO_INPUT && visit->usb && channel[0]) {
        snprintf(visit->usb->base, sizeof visit->usb->base, "lutrin/%s/", channel);
        err = read_text(visit, "latest", LT_SIGNATURE_FILE_MAX, &latest, diag);
        if (err != LT_OK)
            visit->usb->base[0] = '\0';
    }
    lt_buf_finish(&latest);
    return err;
}

/* The tree, and what lies alone if the tree brings nothing. */
static enum lt_err look(struct visit *visit, struct lt_diag *diag, struct lt_sync_report *report)
{
    const struct lt_mirror mirror = {.self = visit, .name = visit->under.name, .text = read_text, .file = read_file,
                                     .found = found, .names = list_names};
    enum lt_err err = look_for_tree(visit, diag);
    if (err == LT_OK)
        err = lt_sync_cycle(visit->config, visit->shelf, &visit->trust, &mirror, diag, report);
    if (report->outcome == LT_SYNC_PORTAL) { /* no network here that could want somebody to sign in */
        report->outcome = LT_SYNC_FAILED;
        err = lt_fail(diag, LT_ERR_SIGNATURE, "latest", NULL, "is no signature");
    }
    if (visit->waiting || (visit->usb && visit->usb->lost) || report->outcome == LT_SYNC_INSTALLED || err == LT_ERR_IO)
        return err;
    struct lt_diag other = {0};
    struct lt_sync_report alone = {.outcome = LT_SYNC_FAILED, .failure = ""};
    if (visit->usb)
        visit->usb->base[0] = '\0';
    enum lt_err second = lt_sync_alone(visit->config, visit->shelf, &visit->trust, &mirror, &other, &alone);
    if (second == LT_ERR_NO_INPUT && err != LT_ERR_NO_INPUT) /* only the tree counts */
        return err;
    if (err == LT_ERR_NO_INPUT || second == LT_ERR_IO || (second == LT_OK && alone.outcome == LT_SYNC_INSTALLED) ||
        (second == LT_OK && err != LT_OK) || visit->waiting) {
        *report = alone;
        *diag = other;
        return second;
    }
    return err;
}

/* The volumes in turn, until one holds something of ours. */
static enum lt_err look_at_volumes(struct visit *visit, struct lt_diag *diag, struct lt_sync_report *report)
{
    enum lt_err err = LT_ERR_NO_INPUT;
    for (int i = 0; i < LT_STICK_MAX_PARTITIONS && err == LT_ERR_NO_INPUT; i++) {
        struct lt_diag more = {0};
        int64_t offset;
        enum lt_err opened = lt_usb_open(visit->usb, i, &more, &offset);
        if (opened == LT_OK)
            opened = look(visit, &more, report);
        else if (opened == LT_ERR_NO_INPUT && i > 0)
            break;
        err = opened;
        *diag = more;
        if (opened == LT_ERR_NO_INPUT && i == 0 && visit->usb->lost)
            break;
    }
    return err;
}

static const char *result_of(const struct visit *visit, enum lt_err err, const struct lt_sync_report *report)
{
    if (err == LT_OK)
        return lt_sync_outcome_name(report->outcome);
    if (visit->usb && visit->usb->lost)
        return "pulled";
    switch (err) {
    case LT_ERR_NO_INPUT: return "empty";
    case LT_ERR_SIGNATURE: return "refused";
    case LT_ERR_DATA: return "damaged";
    case LT_ERR_IO: return "full";
    case LT_ERR_VERSION: return "newer-format";
    default: return "failed";
    }
}

static enum lt_err finish(struct visit *visit, enum lt_err err, struct lt_sync_report *report)
{
    if (!visit->publisher[0] && report->stamp.version) { /* nothing new, but it is signed who says so */
        memcpy(visit->publisher, report->stamp.channel, sizeof visit->publisher);
        visit->progress.version = report->stamp.version;
    }
    if (visit->waiting) {
        report->outcome = LT_SYNC_WAITING;
        err = LT_OK;
    }
    visit->progress.result = result_of(visit, err, report);
    tell(visit, LT_SYNC_OVER);
    lt_shelf_close(visit->shelf);
    return err;
}

/* Over a child that was started, or (err) was not. */
static enum lt_err visit_stick(const struct lt_sync_config *config, const struct lt_sync_usb *how,
                               struct lt_usb_mirror *usb, enum lt_err err, struct lt_diag *diag,
                               struct lt_sync_report *report)
{
    struct visit visit = {.config = config, .how = how, .usb = usb, .under = lt_usb_mirror(usb)};
    visit.progress.publisher = visit.publisher;
    visit.progress.result = "";
    tell(&visit, LT_SYNC_LOOKING);
    if (err == LT_OK)
        err = open_shelf(&visit, diag);
    if (err == LT_OK)
        err = look_at_volumes(&visit, diag, report);
    return finish(&visit, err, report);
}

enum lt_err lt_sync_usb_bytes(const struct lt_sync_config *config, const struct lt_sync_usb *how,
                              const struct lt_stick_bytes *bytes, struct lt_diag *diag,
                              struct lt_sync_report *ret_report)
{
    struct lt_usb_mirror usb = {.name = how->path, .to = -1};
    *ret_report = (struct lt_sync_report){.outcome = LT_SYNC_FAILED, .failure = "", .retry_after_s = -1};
    enum lt_err err = lt_usb_start(&usb, bytes, diag);
    err = visit_stick(config, how, &usb, err, diag, ret_report);
    lt_usb_stop(&usb);
    return err;
}

/* A folder where the kernel mounted a stick: allowed here, and mounted so that nothing but reading is possible? */
static enum lt_err judge_mount(const struct lt_sync_config *config, const char *path, struct lt_diag *diag)
{
    const unsigned long need = ST_RDONLY | ST_NOSUID | ST_NODEV | ST_NOEXEC | ST_NOSYMFOLLOW;
    struct statvfs flags;
    struct statfs kind;
    if (!config->usb_mounted)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, path, "name its device, or allow 'mounted' under [usb]",
                       "a mounted stick is not taken here");
    if (statvfs(path, &flags) != 0 || statfs(path, &kind) != 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, path, errno, "cannot look at it");
    if (kind.f_type != MSDOS_MAGIC && (unsigned long)kind.f_type != (unsigned long)EXFAT_MAGIC)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, path, "use 'import' for other folders", "no FAT or exFAT is mounted here");
    if ((flags.f_flag & need) != need)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, path, "mount it so",
                       "not mounted with ro,nosuid,nodev,noexec,nosymfollow");
    return LT_OK;
}

static enum lt_err visit_folder(const struct lt_sync_config *config, const struct lt_sync_usb *how, struct lt_diag *diag,
                                struct lt_sync_report *report)
{
    struct lt_folder_mirror folder = {.path = how->path};
    struct visit visit = {.config = config, .how = how, .under = lt_folder_mirror(&folder)};
    visit.progress.publisher = visit.publisher;
    visit.progress.result = "";
    enum lt_err err = judge_mount(config, how->path, diag);
    tell(&visit, LT_SYNC_LOOKING);
    if (err == LT_OK)
        err = open_shelf(&visit, diag);
    if (err == LT_OK)
        err = look(&visit, diag, report);
    return finish(&visit, err, report);
}

enum lt_err lt_sync_usb(const struct lt_sync_config *config, const struct lt_sync_usb *how, struct lt_diag *diag,
                        struct lt_sync_report *ret_report)
{
    struct stat st;
    *ret_report = (struct lt_sync_report){.outcome = LT_SYNC_OFF, .failure = "", .retry_after_s = -1};
    if (config->usb == LT_USB_OFF)
        return LT_OK;
    ret_report->outcome = LT_SYNC_FAILED;
    if (stat(how->path, &st) == 0 && S_ISDIR(st.st_mode))
        return visit_folder(config, how, diag, ret_report);
    struct lt_usb_mirror usb;
    int fd = -1;
    enum lt_err err = lt_usb_start_path(&usb, how->path, &fd, diag); /* before the shelf is open: the child has nothing of it */
    err = visit_stick(config, how, &usb, err, diag, ret_report);
    lt_usb_stop(&usb);
    if (fd >= 0)
        close(fd);
    return err;
}
