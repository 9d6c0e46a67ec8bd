/*
 * release.c: the two trusted comments that say which release: a bundle's own, and the stamp of `latest`.
 */
#include <lutrin/signed.h>

#include "line.h"

#include <inttypes.h>
#include <string.h>

bool lt_channel_valid(const char *name)
{
    size_t size = strlen(name);
    return size > 0 && size <= LT_CHANNEL_MAX && name[0] != '.' && name[0] != '-' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == size;
}

/* Takes "TYPE channel=NAME" off the front of a comment. */
static bool take_head(struct lt_bytes *line, const char *type, char *ret_channel)
{
    struct lt_bytes word;
    return lt_word_take(line, &word) && lt_bytes_equal(word, lt_bytes_of(type)) &&
           lt_word_take_named(line, "channel", &word) && lt_word_channel(word, ret_channel);
}

enum lt_err lt_release_parse(const char *comment, const char *where, struct lt_diag *diag,
                             struct lt_release *ret_release)
{
    struct lt_release release = {0};
    struct lt_bytes line = lt_bytes_of(comment);
    bool good = take_head(&line, LT_TYPE_BUNDLE, release.channel) &&
                lt_take_named_number(&line, "epoch", 1, LT_SIGNED_MAX_NUMBER, &release.epoch) &&
                lt_take_named_number(&line, "version", 1, LT_SIGNED_MAX_NUMBER, &release.version) &&
                lt_take_named_number(&line, "created", 0, LT_SIGNED_MAX_TIME, &release.created) &&
                lt_take_named_number(&line, "size", 1, LT_BUNDLE_MAX_BYTES, &release.size) && line.size == 0;
    if (!good)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, "sign it with lutrin-pack sign",
                       "the signature is not one of a Lutrin bundle");
    *ret_release = release;
    return LT_OK;
}

void lt_release_format(const struct lt_release *release, struct lt_buf *out)
{
    lt_buf_printf(out, LT_TYPE_BUNDLE " channel=%s epoch=%" PRId64 " version=%" PRId64 " created=%" PRId64
                  " size=%" PRId64, release->channel, release->epoch, release->version, release->created,
                  release->size);
}

enum lt_err lt_stamp_parse(const char *comment, const char *where, struct lt_diag *diag, struct lt_stamp *ret_stamp)
{
    struct lt_stamp stamp = {0};
    struct lt_bytes line = lt_bytes_of(comment);
    bool good = take_head(&line, LT_TYPE_STAMP, stamp.channel) &&
                lt_take_named_number(&line, "epoch", 1, LT_SIGNED_MAX_NUMBER, &stamp.epoch) &&
                lt_take_named_number(&line, "root", 0, LT_SIGNED_MAX_NUMBER, &stamp.root) &&
                lt_take_named_number(&line, "version", 1, LT_SIGNED_MAX_NUMBER, &stamp.version) &&
                lt_take_named_number(&line, "issued", 0, LT_SIGNED_MAX_TIME, &stamp.issued) &&
                lt_take_named_number(&line, "expires", stamp.issued, LT_SIGNED_MAX_TIME, &stamp.expires) &&
                lt_take_named_number(&line, "spread", 0, LT_STAMP_MAX_SECONDS, &stamp.spread_s) &&
                lt_take_named_number(&line, "poll", 60, LT_STAMP_MAX_SECONDS, &stamp.poll_s) && line.size == 0;
    if (!good)
        return lt_fail(diag, LT_ERR_DATA, where, "renew it with lutrin-pack stamp", "not the stamp of a channel");
    *ret_stamp = stamp;
    return LT_OK;
}

void lt_stamp_format(const struct lt_stamp *stamp, struct lt_buf *out)
{
    lt_buf_printf(out, LT_TYPE_STAMP " channel=%s epoch=%" PRId64 " root=%" PRId64 " version=%" PRId64
                  " issued=%" PRId64 " expires=%" PRId64 " spread=%" PRId64 " poll=%" PRId64, stamp->channel,
                  stamp->epoch, stamp->root, stamp->version, stamp->issued, stamp->expires, stamp->spread_s,
                  stamp->poll_s);
}
