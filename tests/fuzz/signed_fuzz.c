/*
 * signed_fuzz.c: any bytes as a manifest, a set of keys, a stamp, a bundle's comment and a signature. What is accepted has
 * one form only: written again it is the same bytes (less "x-" lines).
 */
#include "fuzz.h"
#include "minisign.h"

#include <lutrin/signed.h>

#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void require_same(struct lt_buf *again, struct lt_bytes text)
{
    struct lt_bytes slice = lt_buf_slice(again);
    require(slice.size == text.size && memcmp(slice.data, text.data, text.size) == 0);
    lt_buf_finish(again);
}

static bool has_extension(struct lt_bytes text)
{
    for (size_t i = 0; i + 2 < text.size; i++)
        if (memcmp(text.data + i, "\nx-", 3) == 0)
            return true;
    return false;
}

static void check_manifest(struct lt_bytes text)
{
    static struct lt_manifest manifest; /* large */
    struct lt_diag diag = {0};
    struct lt_buf again = {0};
    if (lt_manifest_parse(text, "fuzz", &diag, &manifest) != LT_OK) {
        require(diag.what[0] != '\0');
        return;
    }
    require(manifest.segment_count <= LT_MANIFEST_MAX_SEGMENTS && manifest.patch_count <= LT_MANIFEST_MAX_PATCHES);
    require(manifest.bad_count <= LT_MANIFEST_MAX_BAD && manifest.release.size <= LT_BUNDLE_MAX_BYTES);
    lt_manifest_format(&manifest, &again);
    if (has_extension(text))
        lt_buf_finish(&again);
    else
        require_same(&again, text);
}

static void check_root(struct lt_bytes text)
{
    static struct lt_root root;
    struct lt_buf again = {0};
    if (lt_root_parse(text, "fuzz", NULL, &root) != LT_OK)
        return;
    require(root.threshold >= 1 && root.threshold <= root.root.count && root.root.count <= LT_KEYRING_MAX);
    lt_root_format(&root, &again);
    if (has_extension(text))
        lt_buf_finish(&again);
    else
        require_same(&again, text);
}

static void check_comments(const char *line)
{
    struct lt_stamp stamp;
    struct lt_release release;
    struct lt_buf again = {0};
    if (lt_stamp_parse(line, "fuzz", NULL, &stamp) == LT_OK) {
        lt_stamp_format(&stamp, &again);
        require_same(&again, lt_bytes_of(line));
    }
    if (lt_release_parse(line, "fuzz", NULL, &release) == LT_OK) {
        lt_release_format(&release, &again);
        require_same(&again, lt_bytes_of(line));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct lt_bytes bytes = {(const char *)data, size};
    struct lt_signature signature;
    char *line = malloc(size + 1);
    memcpy(line, data, size);
    line[size] = '\0';
    check_manifest(bytes);
    check_root(bytes);
    check_comments(line);
    if (lt_signature_parse(bytes, "fuzz", NULL, &signature) == LT_OK)
        check_comments(signature.comment);
    free(line);
    return 0;
}
