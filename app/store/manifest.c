/*
 * manifest.c: the text that says what a release is, read and written line by line in one order.
 *
 *   lutrin-manifest 1
 *   channel city-library
 *   epoch 1
 *   version 412
 *   created 1795459000
 *   schema 1
 *   reader-min 0.1
 *   bundle 58081280 b2=<64 hex>
 *   full 47090326 b2=<64 hex> seg=1048576      then a line "s <64 hex>" for every segment
 *   patch 411 458357 b2=<64 hex> base=<64 hex>  any number, the newest base first
 *   bad 409                                     any number, the newest first
 *   end
 */
#include <lutrin/signed.h>

#include "line.h"

#include <inttypes.h>
#include <string.h>

#define FIRST_LINE "lutrin-manifest 1"

enum { MAX_FORMAT = 1000000, MAX_READER = 9999 };

static bool read_head(struct lt_bytes *text, struct lt_manifest *manifest)
{
    struct lt_release *release = &manifest->release;
    struct lt_bytes line;
    if (!lt_bytes_starts(*text, FIRST_LINE "\n") || !lt_line_take(text, &line) ||
        !lt_line_channel(text, "channel", release->channel) ||
        !lt_line_number(text, "epoch", 1, LT_SIGNED_MAX_NUMBER, &release->epoch) ||
        !lt_line_number(text, "version", 1, LT_SIGNED_MAX_NUMBER, &release->version) ||
        !lt_line_number(text, "created", 0, LT_SIGNED_MAX_TIME, &release->created) ||
        !lt_line_number(text, "schema", 1, MAX_FORMAT, &manifest->format) ||
        !lt_line_take_key(text, "reader-min", &line))
        return false;
    const char *dot = line.size ? memchr(line.data, '.', line.size) : NULL;
    size_t major = dot ? (size_t)(dot - line.data) : 0;
    return dot && lt_word_number((struct lt_bytes){line.data, major}, 0, MAX_READER, &manifest->reader_major) &&
           lt_word_number((struct lt_bytes){dot + 1, line.size - major - 1}, 0, MAX_READER, &manifest->reader_minor);
}

static bool is_segment_size(int64_t bytes)
{
    return bytes >= LT_MANIFEST_MIN_SEGMENT && (bytes & (bytes - 1)) == 0;
}

static bool read_files(struct lt_bytes *text, struct lt_manifest *manifest)
{
    struct lt_bytes line;
    if (!lt_line_take_key(text, "bundle", &line) ||
        !lt_take_number(&line, 1, LT_BUNDLE_MAX_BYTES, &manifest->release.size) ||
        !lt_take_named_hash(&line, "b2", manifest->hash) || line.size || !lt_line_take_key(text, "full", &line) ||
        !lt_take_number(&line, 1, LT_BUNDLE_MAX_BYTES, &manifest->full_bytes) ||
        !lt_take_named_hash(&line, "b2", manifest->full_hash) ||
        !lt_take_named_number(&line, "seg", 1, LT_BUNDLE_MAX_BYTES, &manifest->segment_bytes) || line.size ||
        !is_segment_size(manifest->segment_bytes))
        return false;
    int64_t count = (manifest->full_bytes + manifest->segment_bytes - 1) / manifest->segment_bytes;
    if (count > LT_MANIFEST_MAX_SEGMENTS)
        return false;
    manifest->segment_count = (size_t)count;
    for (size_t i = 0; i < manifest->segment_count; i++)
        if (!lt_line_take_key(text, "s", &line) || !lt_word_hex(line, manifest->segments[i], LT_HASH_BYTES))
            return false;
    return true;
}

/* Patches and bad versions count down, each below the one before and all below the release. */
static bool read_lists(struct lt_bytes *text, struct lt_manifest *manifest)
{
    struct lt_bytes line;
    int64_t below = manifest->release.version;
    while (lt_line_take_key(text, "patch", &line)) {
        if (manifest->patch_count == LT_MANIFEST_MAX_PATCHES)
            return false;
        struct lt_patch *patch = &manifest->patches[manifest->patch_count++];
        if (!lt_take_number(&line, 1, below - 1, &patch->base) ||
            !lt_take_number(&line, 1, LT_BUNDLE_MAX_BYTES, &patch->bytes) ||
            !lt_take_named_hash(&line, "b2", patch->hash) || !lt_take_named_hash(&line, "base", patch->base_hash) ||
            line.size)
            return false;
        below = patch->base;
    }
    below = manifest->release.version;
    while (lt_line_take_key(text, "bad", &line)) {
        if (manifest->bad_count == LT_MANIFEST_MAX_BAD ||
            !lt_word_number(line, 1, below - 1, &manifest->bad[manifest->bad_count]))
            return false;
        below = manifest->bad[manifest->bad_count++];
    }
    return true;
}

enum lt_err lt_manifest_parse(struct lt_bytes text, const char *where, struct lt_diag *diag,
                              struct lt_manifest *ret_manifest)
{
    struct lt_manifest manifest = {0};
    struct lt_bytes line, rest = text;
    if (!lt_lines_sound(text, LT_MANIFEST_MAX_BYTES, LT_MANIFEST_MAX_LINES) || !read_head(&rest, &manifest) ||
        !read_files(&rest, &manifest) || !read_lists(&rest, &manifest) || !lt_line_take(&rest, &line) ||
        !lt_bytes_equal(line, lt_bytes_of("end")) || rest.size)
        return lt_fail(diag, LT_ERR_DATA, where, "publish it again", "not a manifest of Lutrin's form");
    *ret_manifest = manifest;
    return LT_OK;
}

static void put_hash(struct lt_buf *out, const char *before, const uint8_t hash[LT_HASH_BYTES])
{
    lt_buf_puts(out, before);
    lt_put_hex(out, hash, LT_HASH_BYTES);
}

void lt_manifest_format(const struct lt_manifest *manifest, struct lt_buf *out)
{
    const struct lt_release *release = &manifest->release;
    lt_buf_printf(out, FIRST_LINE "\nchannel %s\nepoch %" PRId64 "\nversion %" PRId64 "\ncreated %" PRId64 "\n",
                  release->channel, release->epoch, release->version, release->created);
    lt_buf_printf(out, "schema %" PRId64 "\nreader-min %" PRId64 ".%" PRId64 "\nbundle %" PRId64, manifest->format,
                  manifest->reader_major, manifest->reader_minor, release->size);
    put_hash(out, " b2=", manifest->hash);
    lt_buf_printf(out, "\nfull %" PRId64, manifest->full_bytes);
    put_hash(out, " b2=", manifest->full_hash);
    lt_buf_printf(out, " seg=%" PRId64 "\n", manifest->segment_bytes);
    for (size_t i = 0; i < manifest->segment_count; i++) {
        put_hash(out, "s ", manifest->segments[i]);
        lt_buf_putc(out, '\n');
    }
    for (size_t i = 0; i < manifest->patch_count; i++) {
        lt_buf_printf(out, "patch %" PRId64 " %" PRId64, manifest->patches[i].base, manifest->patches[i].bytes);
        put_hash(out, " b2=", manifest->patches[i].hash);
        put_hash(out, " base=", manifest->patches[i].base_hash);
        lt_buf_putc(out, '\n');
    }
    for (size_t i = 0; i < manifest->bad_count; i++)
        lt_buf_printf(out, "bad %" PRId64 "\n", manifest->bad[i]);
    lt_buf_puts(out, "end\n");
}

int64_t lt_manifest_segment_bytes(int64_t full_bytes)
{
    int64_t bytes = LT_MANIFEST_MIN_SEGMENT;
    while (full_bytes > bytes * LT_MANIFEST_MAX_SEGMENTS)
        bytes *= 2;
    return bytes;
}
