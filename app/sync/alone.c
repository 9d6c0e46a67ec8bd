/*
 * alone.c: bundles that lie beside their signatures and in no tree. What they are is said by the signature's own comment,
 * which is checked before a byte of the bundle is read; the bundle itself is held against it as a whole afterwards.
 */
#include "usb.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct choice {
    char name[LT_STICK_NAME_MAX];
    struct lt_release release;
    struct lt_buf signature;
};

static struct lt_generation generation_of(const struct lt_release *release)
{
    return (struct lt_generation){release->epoch, release->version};
}

enum lt_err lt_sync_judge_alone(const struct lt_sync_config *config, struct lt_bytes signature,
                                const struct lt_trust *trust, const char *path, struct lt_diag *diag,
                                struct lt_release *ret_release)
{
    struct lt_signature parsed;
    enum lt_err err = lt_verify(&trust->root.release, NULL, signature, LT_TYPE_BUNDLE, path, diag, &parsed);
    if (err == LT_OK)
        err = lt_release_parse(parsed.comment, path, diag, ret_release);
    if (err == LT_OK && config->channel && strcmp(config->channel, ret_release->channel) != 0)
        err = lt_fail(diag, LT_ERR_SIGNATURE, path, NULL, "of channel %s, but this kiosk takes %s",
                      ret_release->channel, config->channel);
    return err;
}

/* Takes the name for the better choice if its signature is good and its release newer. LT_ERR_IO ends the looking. */
static enum lt_err weigh(const struct lt_sync_config *config, const struct lt_trust *trust,
                         const struct lt_mirror *mirror, const char *name, struct lt_diag *diag, struct choice *best)
{
    char path[LT_STICK_NAME_MAX + 16];
    struct lt_buf signature = {0};
    struct lt_release release;
    if (strlen(name) >= sizeof best->name)
        return LT_ERR_LIMIT;
    snprintf(path, sizeof path, "%s.minisig", name);
    enum lt_err err = mirror->text(mirror->self, path, LT_SIGNATURE_FILE_MAX, &signature, diag);
    if (err == LT_OK)
        err = lt_sync_judge_alone(config, lt_buf_slice(&signature), trust, name, diag, &release);
    if (err == LT_OK &&
        (!best->name[0] || lt_generation_compare(generation_of(&release), generation_of(&best->release)) > 0)) {
        memcpy(best->name, name, strlen(name) + 1);
        best->release = release;
        struct lt_buf old = best->signature;
        best->signature = signature;
        signature = old;
    }
    lt_buf_finish(&signature);
    return err;
}

static enum lt_err choose(const struct lt_sync_config *config, const struct lt_trust *trust,
                          const struct lt_mirror *mirror, struct lt_diag *diag, struct choice *best)
{
    struct lt_buf names = {0};
    enum lt_err err = mirror->names(mirror->self, &names, diag), last = LT_ERR_NO_INPUT;
    if (err == LT_OK && names.size == 0)
        err = lt_fail(diag, LT_ERR_NO_INPUT, mirror->name, "copy a publisher's tree, or a bundle with its .minisig, onto it",
                      "there is nothing to read on it");
    for (size_t at = 0; err == LT_OK && at < names.size; at += strlen(names.data + at) + 1) {
        last = weigh(config, trust, mirror, names.data + at, diag, best);
        err = last == LT_ERR_IO ? last : LT_OK;
    }
    lt_buf_finish(&names);
    return err != LT_OK ? err : best->name[0] ? LT_OK : last;
}

static enum lt_err fetch(const struct lt_sync_config *config, struct lt_shelf *shelf, const struct lt_trust *trust,
                         const struct lt_mirror *mirror, const struct choice *choice, struct lt_diag *diag,
                         struct lt_sync_report *report)
{
    char part[64];
    struct lt_buf path = {0};
    const struct lt_release *release = &choice->release;
    const struct lt_wanted wanted = {.file = choice->name, .size = release->size};
    snprintf(part, sizeof part, "%" PRId64 "-%" PRId64 "-alone", release->epoch, release->version);
    lt_sync_sweep(config, generation_of(release));
    enum lt_err err = lt_shelf_make_room(shelf, trust, 2 * release->size, (struct lt_generation){0, 0},
                                         config->keep_previous, diag);
    report->requests++;
    if (err == LT_OK)
        err = lt_sync_download(config, mirror, &wanted, part, &path, &report->bytes, diag);
    if (err == LT_OK) {
        struct lt_parcel parcel = {.form = LT_PARCEL_BUNDLE, .signature = lt_buf_slice(&choice->signature)};
        err = lt_sync_unpack(config, shelf, trust, path.data, &parcel, diag, report);
    }
    if (err == LT_OK)
        report->outcome = LT_SYNC_INSTALLED;
    lt_buf_finish(&path);
    return err;
}

enum lt_err lt_sync_alone(const struct lt_sync_config *config, struct lt_shelf *shelf, const struct lt_trust *trust,
                          const struct lt_mirror *mirror, struct lt_diag *diag, struct lt_sync_report *report)
{
    struct choice best = {.name = ""};
    struct lt_generation current = {0, 0};
    enum lt_err err = choose(config, trust, mirror, diag, &best);
    if (err == LT_OK) {
        struct lt_generation told = generation_of(&best.release);
        const struct lt_shelf_state *state = lt_shelf_state(shelf);
        bool same_channel = strcmp(state->channel, best.release.channel) == 0;
        int order = lt_generation_compare(told, state->seen);
        if (same_channel && order < 0)
            report->outcome = LT_SYNC_STALE;
        else if (same_channel && lt_shelf_current(shelf, trust, NULL, &current) == LT_OK &&
                 lt_generation_compare(current, told) == 0)
            report->outcome = LT_SYNC_UP_TO_DATE;
        else
            err = lt_shelf_admits(shelf, &best.release, trust, best.name, diag);
        bool wanted = err == LT_OK && report->outcome == LT_SYNC_FAILED;
        if (wanted && mirror->found)
            err = mirror->found(mirror->self, &best.release, diag);
        if (wanted && err == LT_OK)
            err = fetch(config, shelf, trust, mirror, &best, diag, report);
    }
    lt_buf_finish(&best.signature);
    return err;
}
