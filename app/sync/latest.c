/*
 * latest.c: the publisher's newest word that reached this kiosk, kept as LIBRARY/latest: a stick may carry it on to kiosks
 * that no network reaches.
 */
#include "cycle.h"

#include <lutrin/file.h>

#include <inttypes.h>
#include <stdio.h>

/* What a text that claims to be `latest` says; issued 0: nothing that is signed. */
static struct lt_stamp stamp_of(const struct lt_trust *trust, struct lt_bytes text)
{
    struct lt_signature signature;
    struct lt_stamp stamp = {.issued = 0};
    if (lt_verify(&trust->root.stamp, NULL, text, LT_TYPE_STAMP, "latest", NULL, &signature) != LT_OK ||
        lt_stamp_parse(signature.comment, "latest", NULL, &stamp) != LT_OK)
        stamp.issued = 0;
    return stamp;
}

static struct lt_stamp read_kept(const struct lt_sync_config *config, const struct lt_trust *trust, struct lt_buf *out)
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/latest", config->library);
    struct lt_stamp stamp = {.issued = 0};
    if (lt_file_read(path.data, LT_SIGNATURE_FILE_MAX, NULL, out) == LT_OK)
        stamp = stamp_of(trust, lt_buf_slice(out));
    lt_buf_finish(&path);
    return stamp;
}

int64_t lt_sync_kept_poll_s(const struct lt_sync_config *config)
{
    struct lt_buf text = {0};
    struct lt_trust trust;
    int64_t poll_s = 0;
    if (lt_sync_trust(config, NULL, &trust) == LT_OK) {
        const struct lt_stamp stamp = read_kept(config, &trust, &text);
        poll_s = stamp.issued ? stamp.poll_s : 0;
    }
    lt_buf_finish(&text);
    return poll_s;
}

static bool is_newer(const struct lt_stamp *a, const struct lt_stamp *b)
{
    int order = lt_generation_compare((struct lt_generation){a->epoch, a->version},
                                      (struct lt_generation){b->epoch, b->version});
    return a->issued > 0 && (b->issued == 0 || order > 0 || (order == 0 && a->issued > b->issued));
}

void lt_sync_keep_latest(const struct lt_sync_config *config, const struct lt_trust *trust, struct lt_bytes text,
                         const struct lt_stamp *stamp)
{
    struct lt_buf path = {0}, kept = {0};
    const struct lt_stamp old = read_kept(config, trust, &kept);
    if (is_newer(stamp, &old)) {
        lt_buf_printf(&path, "%s/latest", config->library);
        lt_file_write_with(path.data, text, LT_FILE_SPARE, NULL); /* losing it costs other kiosks a while */
    }
    lt_buf_finish(&path);
    lt_buf_finish(&kept);
}

/* Is the whole release that the stamp tells of in the tree? Then its `latest` may be exchanged. */
static bool has_release(const struct lt_mirror *mirror, int64_t version)
{
    char file[64];
    struct lt_buf text = {0};
    snprintf(file, sizeof file, "r/%" PRId64 "/manifest", version);
    bool there = mirror->text(mirror->self, file, LT_MANIFEST_MAX_BYTES, &text, NULL) == LT_OK;
    lt_buf_finish(&text);
    return there;
}

bool lt_sync_newer_latest(const struct lt_sync_config *config, const struct lt_trust *trust,
                          const struct lt_mirror *mirror, struct lt_buf *out)
{
    struct lt_buf text = {0};
    const struct lt_stamp ours = read_kept(config, trust, out);
    struct lt_stamp theirs = {.issued = 0};
    bool tree = mirror->text(mirror->self, "latest", LT_SIGNATURE_FILE_MAX, &text, NULL) == LT_OK;
    if (tree)
        theirs = stamp_of(trust, lt_buf_slice(&text));
    lt_buf_finish(&text);
    return tree && is_newer(&ours, &theirs) && has_release(mirror, ours.version);
}
