/*
 * cycle.c: what is asked of a tree, in which order, and what is believed of its answers: `latest`, key sets where it
 * names newer ones, the manifest, then one large file.
 */
#include "cycle.h"

#include <lutrin/bundle.h>
#include <lutrin/file.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lutrin/arena.h>

struct cycle {
    const struct lt_sync_config *config;
    struct lt_shelf *shelf;
    struct lt_trust *trust;
    const struct lt_mirror *mirror;
    struct lt_diag *diag;
    struct lt_sync_report *report;
    struct lt_stamp stamp;
    struct lt_buf latest, manifest_text, signature;
    struct lt_manifest *manifest;
};

static enum lt_err fetch_text(struct cycle *c, const char *file, size_t ceiling, struct lt_buf *out)
{
    lt_buf_clear(out);
    enum lt_err err = c->mirror->text(c->mirror->self, file, ceiling, out, c->diag);
    c->report->requests++;
    c->report->bytes += (int64_t)out->size;
    return err;
}

/* The freshness fields, known by the comment's own signature before anything else is fetched. */
static enum lt_err read_stamp(struct cycle *c)
{
    struct lt_signature signature;
    enum lt_err err = lt_verify(&c->trust->root.stamp, NULL, lt_buf_slice(&c->latest), LT_TYPE_STAMP, c->mirror->name,
                                c->diag, &signature);
    return err == LT_OK ? lt_stamp_parse(signature.comment, c->mirror->name, c->diag, &c->stamp) : err;
}

/* Makes LIBRARY/root, and that it is there durable. */
static enum lt_err make_root_folder(struct cycle *c)
{
    struct lt_buf path = {0};
    enum lt_err err = LT_OK;
    lt_buf_printf(&path, "%s/root", c->config->library);
    if (mkdir(path.data, 0755) == 0) {
        err = lt_file_sync(c->config->library, c->diag);
        if (err != LT_OK)
            rmdir(path.data);
    } else if (errno != EEXIST) {
        err = lt_fail_errno(c->diag, LT_ERR_CANT_CREATE, path.data, errno, "cannot make the folder");
    }
    lt_buf_finish(&path);
    return err;
}

static enum lt_err keep_root(struct cycle *c, const struct lt_buf *text, const struct lt_buf *signatures)
{
    struct lt_buf path = {0};
    enum lt_err err = make_root_folder(c);
    lt_buf_printf(&path, "%s/root/%" PRId64 ".sig", c->config->library, c->trust->root.number);
    if (err == LT_OK)
        err = lt_file_write_with(path.data, lt_buf_slice(signatures), LT_FILE_NAME_LATER, c->diag);
    path.data[path.size - 4] = '\0';
    if (err == LT_OK)
        err = lt_file_write(path.data, lt_buf_slice(text), c->diag);
    lt_buf_finish(&path);
    return err;
}

/* Follows the key sets from the one that is trusted to the newest. */
static enum lt_err follow_roots(struct cycle *c)
{
    struct lt_buf text = {0}, signatures = {0};
    enum lt_err err = LT_OK;
    for (int step = 0; err == LT_OK && step < LT_ROOT_MAX_STEPS; step++) {
        char file[48];
        snprintf(file, sizeof file, "root/%" PRId64, c->trust->root.number + 1);
        err = fetch_text(c, file, LT_ROOT_MAX_BYTES, &text);
        if (err == LT_ERR_NO_INPUT) {
            err = LT_OK;
            break;
        }
        snprintf(file, sizeof file, "root/%" PRId64 ".sig", c->trust->root.number + 1);
        if (err == LT_OK)
            err = fetch_text(c, file, LT_ROOT_MAX_BYTES, &signatures);
        if (err == LT_OK)
            err = lt_trust_step(c->trust, lt_buf_slice(&text), lt_buf_slice(&signatures), c->mirror->name, c->diag);
        if (err == LT_OK)
            err = keep_root(c, &text, &signatures);
    }
    lt_buf_finish(&text);
    lt_buf_finish(&signatures);
    return err;
}

static enum lt_err take_latest(struct cycle *c)
{
    enum lt_err err = fetch_text(c, "latest", LT_SIGNATURE_FILE_MAX, &c->latest);
    if (err != LT_OK)
        return err;
    if (!lt_bytes_starts(lt_buf_slice(&c->latest), "untrusted comment:")) {
        c->report->outcome = LT_SYNC_PORTAL;
        return lt_fail(c->diag, LT_ERR_UNAVAILABLE, c->mirror->name, "somebody may have to sign in to the network",
                       "what came is no signature");
    }
    err = read_stamp(c);
    if (err == LT_ERR_SIGNATURE || (err == LT_OK && c->stamp.root > c->trust->root.number)) {
        err = follow_roots(c);
        if (err == LT_OK)
            err = read_stamp(c);
    }
    const char *channel = c->config->channel ? c->config->channel : c->trust->root.channel;
    if (err == LT_OK && channel[0] && strcmp(channel, c->stamp.channel) != 0)
        err = lt_fail(c->diag, LT_ERR_SIGNATURE, c->mirror->name, NULL, "of channel %s, but this kiosk takes %s",
                      c->stamp.channel, channel);
    return err;
}

/* Is the release of `latest` one to be fetched? LT_OK with an outcome set: no, and that is no failure. */
static enum lt_err judge_stamp(struct cycle *c)
{
    struct lt_generation current, told = {c->stamp.epoch, c->stamp.version};
    const struct lt_shelf_state *state = lt_shelf_state(c->shelf);
    struct lt_release release = {.epoch = told.epoch, .version = told.version};
    c->report->stamp = c->stamp;
    if (c->mirror->stamped)
        c->mirror->stamped(c->mirror->self, &c->stamp);
    if (state->channel[0] && strcmp(state->channel, c->stamp.channel) != 0)
        return lt_fail(c->diag, LT_ERR_SIGNATURE, c->mirror->name, NULL, "of channel %s, but this shelf is of channel "
                       "%s", c->stamp.channel, state->channel);
    int order = lt_generation_compare(told, state->seen);
    if (order < 0) {
        c->report->outcome = LT_SYNC_STALE;
        return LT_OK;
    }
    if (order == 0) { /* it may have been placed, but not switched to */
        enum lt_err err = lt_shelf_settle(c->shelf, c->trust, c->config->factory, c->diag);
        if (err != LT_OK)
            return err;
    }
    if (order == 0 && lt_shelf_current(c->shelf, c->trust, NULL, &current) == LT_OK &&
        lt_generation_compare(current, told) == 0) {
        c->report->outcome = LT_SYNC_UP_TO_DATE;
        return LT_OK;
    }
    for (int i = 0; i < state->bad_count; i++)
        if (lt_generation_compare(state->bad[i], told) == 0) {
            c->report->outcome = LT_SYNC_BAD;
            return LT_OK;
        }
    memcpy(release.channel, c->stamp.channel, sizeof release.channel);
    return lt_shelf_admits(c->shelf, &release, c->trust, c->mirror->name, c->diag);
}

/* The manifest must be signed by a release key and by the stamp, and be the release that the stamp tells of. */
static enum lt_err take_manifest(struct cycle *c)
{
    struct lt_signature signature;
    char file[64];
    snprintf(file, sizeof file, "r/%" PRId64 "/manifest", c->stamp.version);
    enum lt_err err = fetch_text(c, file, LT_MANIFEST_MAX_BYTES, &c->manifest_text);
    snprintf(file, sizeof file, "r/%" PRId64 "/manifest.minisig", c->stamp.version);
    if (err == LT_OK)
        err = fetch_text(c, file, LT_SIGNATURE_FILE_MAX, &c->signature);
    struct lt_bytes text = lt_buf_slice(&c->manifest_text);
    if (err == LT_OK)
        err = lt_verify_text(&c->trust->root.release, text, lt_buf_slice(&c->signature), LT_TYPE_MANIFEST, file,
                             c->diag, &signature);
    if (err == LT_OK)
        err = lt_verify_text(&c->trust->root.stamp, text, lt_buf_slice(&c->latest), LT_TYPE_STAMP, file, c->diag,
                             &signature);
    if (err == LT_OK)
        err = lt_manifest_parse(text, file, c->diag, c->manifest);
    if (err != LT_OK)
        return err;
    const struct lt_release *release = &c->manifest->release;
    if (strcmp(release->channel, c->stamp.channel) != 0 || release->epoch != c->stamp.epoch ||
        release->version != c->stamp.version)
        return lt_fail(c->diag, LT_ERR_SIGNATURE, file, NULL, "is not the release that 'latest' tells of");
    if (c->manifest->format > LT_BUNDLE_FORMAT)
        return lt_fail(c->diag, LT_ERR_VERSION, file, "bring this kiosk's programs up to date",
                       "release %" PRId64 " is of a newer format", release->version);
    return lt_shelf_admits(c->shelf, release, c->trust, file, c->diag);
}

/* The smallest patch whose base is here and not below `least`, or NULL. */
static const struct lt_patch *choose_patch(struct cycle *c, struct lt_generation least, struct lt_generation *ret_base)
{
    struct lt_generation all[LT_SHELF_MAX_GENERATIONS];
    const struct lt_patch *best = NULL;
    int count = lt_shelf_generations(c->shelf, all);
    for (int i = 0; i < count; i++)
        for (size_t k = 0; k < c->manifest->patch_count; k++) {
            const struct lt_patch *patch = &c->manifest->patches[k];
            uint8_t hash[LT_HASH_BYTES];
            if (lt_generation_compare(all[i], least) < 0 || all[i].epoch != c->manifest->release.epoch || all[i].version != patch->base ||
                (best && best->bytes <= patch->bytes) ||
                lt_shelf_hash(c->shelf, all[i], c->trust, NULL, hash) != LT_OK ||
                memcmp(hash, patch->base_hash, LT_HASH_BYTES) != 0)
                continue;
            best = patch;
            *ret_base = all[i];
        }
    return best;
}

static enum lt_err bring(struct cycle *c, const struct lt_wanted *wanted, const char *name,
                         enum lt_parcel_form form, struct lt_generation base)
{
    struct lt_buf path = {0};
    const int64_t need = wanted->size + c->manifest->release.size;
    lt_sync_sweep(c->config, (struct lt_generation){c->manifest->release.epoch, c->manifest->release.version});
    enum lt_err err = lt_shelf_make_room(c->shelf, c->trust, need, form == LT_PARCEL_PATCH ? base
                                         : (struct lt_generation){0, 0}, c->config->keep_previous, c->diag);
    c->report->requests++;
    if (err == LT_OK)
        err = lt_sync_download(c->config, c->mirror, wanted, name, &path, &c->report->bytes, c->diag);
    if (err == LT_OK) {
        struct lt_parcel parcel = {.form = form, .base = base, .manifest = lt_buf_slice(&c->manifest_text),
                                   .signature = lt_buf_slice(&c->signature)};
        err = lt_sync_unpack(c->config, c->shelf, c->trust, path.data, &parcel, c->diag, c->report);
    }
    lt_buf_finish(&path);
    return err;
}

/* A base that is read no more has to go where there is no room beside it: then a patch of the one that is read, if any. */
static const struct lt_patch *choose_patch_with_room(struct cycle *c, struct lt_generation *ret_base)
{
    struct lt_generation current;
    const struct lt_patch *patch = choose_patch(c, (struct lt_generation){0, 0}, ret_base);
    if (!patch || lt_shelf_current(c->shelf, c->trust, NULL, &current) != LT_OK ||
        lt_generation_compare(*ret_base, current) >= 0 ||
        lt_shelf_make_room(c->shelf, c->trust, patch->bytes + c->manifest->release.size, *ret_base, c->config->keep_previous,
                           c->diag) == LT_OK)
        return patch;
    return choose_patch(c, current, ret_base);
}

static enum lt_err bring_release(struct cycle *c)
{
    const struct lt_manifest *manifest = c->manifest;
    const struct lt_generation none = {0, 0};
    struct lt_generation base = none;
    const struct lt_patch *patch = choose_patch_with_room(c, &base);
    char name[96], file[96];
    int64_t epoch = manifest->release.epoch, version = manifest->release.version;
    enum lt_err err = LT_ERR_NO_INPUT;
    if (patch) {
        const struct lt_wanted wanted = {.file = file, .size = patch->bytes, .hash = patch->hash};
        snprintf(file, sizeof file, "r/%" PRId64 "/from-%" PRId64 ".zpatch", version, patch->base);
        snprintf(name, sizeof name, "%" PRId64 "-%" PRId64 "-from-%" PRId64, epoch, version, patch->base);
        err = bring(c, &wanted, name, LT_PARCEL_PATCH, base);
        c->report->patched = err == LT_OK;
        if (err == LT_ERR_IO && lt_shelf_verify(c->shelf, base, c->trust, NULL) != LT_OK)
            err = LT_ERR_DATA; /* the disk does not give what the patch starts from, and will not tomorrow */
    }
    bool whole = err == LT_ERR_NO_INPUT || err == LT_ERR_SIGNATURE || err == LT_ERR_DATA;
    struct lt_generation current;
    if (whole && c->config->patches_only && lt_shelf_current(c->shelf, c->trust, NULL, &current) == LT_OK)
        return lt_fail(c->diag, LT_ERR_UNAVAILABLE, c->mirror->name, "allow 'full_fallback', or bring it on a stick",
                       "no patch fits, and the whole is not to be fetched");
    /* Without a patch, or with one that is missing or wrong, the whole. */
    if (whole) {
        const struct lt_wanted wanted = {.file = file, .size = manifest->full_bytes,
                                         .segment_bytes = manifest->segment_bytes, .hash = manifest->full_hash,
                                         .segments = manifest->segments};
        snprintf(file, sizeof file, "r/%" PRId64 "/full.zst", version);
        snprintf(name, sizeof name, "%" PRId64 "-%" PRId64 "-full", epoch, version);
        err = bring(c, &wanted, name, LT_PARCEL_FULL, none);
    }
    if (err == LT_OK)
        c->report->outcome = LT_SYNC_INSTALLED;
    return err;
}

enum lt_err lt_sync_cycle(const struct lt_sync_config *config, struct lt_shelf *shelf, struct lt_trust *trust,
                          const struct lt_mirror *mirror, struct lt_diag *diag, struct lt_sync_report *ret_report)
{
    struct lt_sync_report report = {.outcome = LT_SYNC_FAILED};
    struct cycle c = {.config = config, .shelf = shelf, .trust = trust, .mirror = mirror, .diag = diag,
                      .report = &report};
    c.manifest = lt_alloc(1, sizeof *c.manifest);
    enum lt_err err = take_latest(&c);
    if (err == LT_OK)
        err = judge_stamp(&c);
    if (err == LT_OK)
        lt_sync_keep_latest(config, trust, lt_buf_slice(&c.latest), &c.stamp);
    if (err == LT_OK && report.outcome == LT_SYNC_FAILED && mirror->pause)
        err = mirror->pause(mirror->self, c.stamp.spread_s, diag);
    if (err == LT_OK && report.outcome == LT_SYNC_FAILED)
        err = take_manifest(&c);
    if (err == LT_OK && report.outcome == LT_SYNC_FAILED && mirror->found)
        err = mirror->found(mirror->self, &c.manifest->release, diag);
    if (err == LT_OK && report.outcome == LT_SYNC_FAILED)
        err = bring_release(&c);
    free(c.manifest);
    lt_buf_finish(&c.latest);
    lt_buf_finish(&c.manifest_text);
    lt_buf_finish(&c.signature);
    *ret_report = report;
    return err;
}
