/*
 * publish.c: writes a release into the static tree, file by file, and `latest` last.
 */
#include <lutrin/publish.h>

#include "encode.h"
#include "line.h"

#include <lutrin/arena.h>
#include <lutrin/bundle.h>
#include <lutrin/file.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const int PATCH_DISTANCES[] = {1, 2, 3, 4, 5, 6, 7, 8, 16, 32};

struct publishing {
    const struct lt_publish *how;
    const char *bundle;
    struct lt_diag *diag;
    struct lt_manifest *manifest;
    struct lt_keyring ring;      /* the release key, to read older manifests with */
    struct lt_buf folder, work;  /* REPO/r/N, and a file in it to unpack into */
    bool other_key;
};

static enum lt_err make_folder(const char *path, struct lt_diag *diag)
{
    if (mkdir(path, 0755) == 0 || errno == EEXIST)
        return LT_OK;
    return lt_fail_errno(diag, LT_ERR_CANT_CREATE, path, errno, "cannot make the folder");
}

/* The highest number that names something in a folder of the tree, 0: none; `with` NULL, or a file that must be in it. */
static int64_t highest_number(const char *repo, const char *folder, const char *with)
{
    struct lt_buf path = {0};
    int64_t highest = 0, number;
    lt_buf_printf(&path, "%s/%s", repo, folder);
    DIR *dir = opendir(path.data);
    struct dirent *entry;
    for (int i = 0; dir && i < LT_PUBLISH_MAX_RELEASES && (entry = readdir(dir)); i++) {
        if (!lt_word_number(lt_bytes_of(entry->d_name), 1, LT_SIGNED_MAX_NUMBER, &number) || number <= highest)
            continue;
        lt_buf_clear(&path);
        lt_buf_printf(&path, "%s/%s/%" PRId64 "/%s", repo, folder, number, with ? with : "");
        if (!with || access(path.data, F_OK) == 0)
            highest = number;
    }
    if (dir)
        closedir(dir);
    lt_buf_finish(&path);
    return highest;
}

static void file_path(const struct lt_publish *how, int64_t version, const char *name, struct lt_buf *out)
{
    lt_buf_clear(out);
    lt_buf_printf(out, "%s/r/%" PRId64 "/%s", how->repo, version, name);
}

/* Reads a release's manifest and its signature; LT_ERR_NO_INPUT: it is not complete. */
static enum lt_err read_manifest(const struct lt_publish *how, int64_t version, struct lt_buf *text,
                                 struct lt_buf *signature, struct lt_diag *diag)
{
    struct lt_buf path = {0};
    file_path(how, version, "manifest", &path);
    enum lt_err err = lt_file_read(path.data, LT_MANIFEST_MAX_BYTES, diag, text);
    file_path(how, version, "manifest.minisig", &path);
    if (err == LT_OK)
        err = lt_file_read(path.data, LT_SIGNATURE_FILE_MAX, diag, signature);
    lt_buf_finish(&path);
    return err;
}

/* Reads what a release of the tree is. *ret_ours: it bears the key that signs now; one from before a change of keys is
 * a base for patches and a number that is taken, no more. */
static enum lt_err lookup_manifest(struct publishing *p, int64_t version, bool *ret_ours,
                                   struct lt_manifest *ret_manifest)
{
    struct lt_buf text = {0}, signature_text = {0};
    struct lt_signature signature;
    enum lt_err err = read_manifest(p->how, version, &text, &signature_text, p->diag);
    if (err == LT_OK)
        err = lt_manifest_parse(lt_buf_slice(&text), "a release in the tree", p->diag, ret_manifest);
    if (err == LT_OK)
        *ret_ours = lt_verify_text(&p->ring, lt_buf_slice(&text), lt_buf_slice(&signature_text), LT_TYPE_MANIFEST,
                                   "a release in the tree", NULL, &signature) == LT_OK;
    lt_buf_finish(&text);
    lt_buf_finish(&signature_text);
    return err;
}

/* Opens the bundle as a reader would, so that nothing else gets published, and fills what is known of it. */
static enum lt_err look_into(struct publishing *p)
{
    struct lt_manifest *manifest = p->manifest;
    struct lt_bundle *bundle;
    enum lt_err err = lt_bundle_open(p->bundle, p->diag, &bundle);
    if (err != LT_OK)
        return err;
    int64_t created = lt_bundle_info(bundle)->created;
    lt_bundle_close(bundle);
    manifest->release.created = created < 0 ? 0 : created;
    manifest->format = LT_BUNDLE_FORMAT;
    memcpy(manifest->release.channel, p->how->channel, strlen(p->how->channel));
    manifest->release.epoch = p->how->epoch;
    return lt_file_hash(p->bundle, LT_BUNDLE_MAX_BYTES, LT_HASH_BYTES, p->diag, manifest->hash,
                        &manifest->release.size);
}

/* Chooses the number: the one that was interrupted, or the next. *ret_already: the newest release is this bundle. */
static enum lt_err choose_version(struct publishing *p, bool *ret_already)
{
    struct lt_manifest *newest = lt_alloc(1, sizeof *newest);
    int64_t top = highest_number(p->how->repo, "r", NULL);
    struct lt_buf path = {0};
    file_path(p->how, top, "manifest.minisig", &path);
    bool complete = top > 0 && access(path.data, F_OK) == 0;
    bool ours = false;
    enum lt_err err = complete ? lookup_manifest(p, top, &ours, newest) : LT_OK;
    *ret_already = false;
    if (err != LT_OK)
        goto out;
    if (complete && (strcmp(newest->release.channel, p->how->channel) != 0 || newest->release.epoch > p->how->epoch)) {
        err = lt_fail(p->diag, LT_ERR_USAGE, p->how->repo, "give it its own folder, or the right --channel and --epoch",
                      "holds channel %s, epoch %" PRId64, newest->release.channel, newest->release.epoch);
        goto out;
    }
    p->other_key = complete && !ours && highest_number(p->how->repo, "root", NULL) == 0;
    *ret_already = complete && ours && newest->release.epoch == p->how->epoch &&
                   memcmp(newest->hash, p->manifest->hash, LT_HASH_BYTES) == 0;
    int64_t next = *ret_already || (top && !complete) ? top : top + 1;
    p->manifest->release.version = p->how->version ? p->how->version : next;
    if (p->how->version && (p->how->version < next || (*ret_already && p->how->version != next)))
        err = lt_fail(p->diag, LT_ERR_USAGE, p->how->repo, NULL, "version %" PRId64 " is not above %" PRId64
                      ", which is there already", p->how->version, top);
out:
    free(newest);
    lt_buf_finish(&path);
    return err;
}

/* Removes what interrupted runs left in the release's folder. */
static void sweep(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        size_t size = strlen(entry->d_name);
        if (size > 5 && strcmp(entry->d_name + size - 5, ".part") == 0)
            unlinkat(dirfd(dir), entry->d_name, 0);
    }
    if (dir)
        closedir(dir);
}

static enum lt_err begin_folder(struct publishing *p)
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/r", p->how->repo);
    lt_buf_printf(&p->folder, "%s/r/%" PRId64, p->how->repo, p->manifest->release.version);
    lt_buf_printf(&p->work, "%s/unpacked.part", p->folder.data);
    enum lt_err err = make_folder(p->how->repo, p->diag);
    if (err == LT_OK)
        err = make_folder(path.data, p->diag);
    if (err == LT_OK)
        err = make_folder(p->folder.data, p->diag);
    if (err == LT_OK)
        sweep(p->folder.data);
    lt_buf_finish(&path);
    return err;
}

/* Packs the bundle to `to` unless what an earlier run left there unpacks to it. */
static enum lt_err pack_once(struct publishing *p, const char *prefix, const char *to)
{
    const struct lt_manifest *manifest = p->manifest;
    enum lt_err err = access(to, F_OK) != 0 ? LT_ERR_NO_INPUT
                                            : lt_unpack_checked(to, prefix, p->work.data, manifest->release.size,
                                                                manifest->hash, NULL);
    unlink(p->work.data);
    if (err == LT_OK)
        return LT_OK;
    err = lt_encode(p->bundle, prefix, to, p->how->level, p->diag);
    if (err == LT_OK) /* never publish what has not been unpacked once */
        err = lt_unpack_checked(to, prefix, p->work.data, manifest->release.size, manifest->hash, p->diag);
    unlink(p->work.data);
    return err;
}

static enum lt_err hash_segments(struct publishing *p, const char *path)
{
    struct lt_manifest *manifest = p->manifest;
    uint8_t *step = lt_alloc(1, LT_MANIFEST_MIN_SEGMENT);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum lt_err err = fd < 0 ? lt_fail_errno(p->diag, LT_ERR_NO_INPUT, path, errno, "cannot open") : LT_OK;
    manifest->segment_bytes = lt_manifest_segment_bytes(manifest->full_bytes);
    manifest->segment_count = (size_t)((manifest->full_bytes + manifest->segment_bytes - 1) / manifest->segment_bytes);
    for (size_t i = 0; err == LT_OK && i < manifest->segment_count; i++) {
        crypto_generichash_state state;
        crypto_generichash_init(&state, NULL, 0, LT_HASH_BYTES);
        for (int64_t left = manifest->segment_bytes; left > 0;) {
            ssize_t got = read(fd, step, LT_MANIFEST_MIN_SEGMENT);
            if (got < 0)
                err = lt_fail_errno(p->diag, LT_ERR_IO, path, errno, "cannot read");
            if (got <= 0)
                break;
            crypto_generichash_update(&state, step, (unsigned long long)got);
            left -= got;
        }
        crypto_generichash_final(&state, manifest->segments[i], LT_HASH_BYTES);
    }
    if (fd >= 0)
        close(fd);
    free(step);
    return err;
}

static enum lt_err write_full(struct publishing *p)
{
    struct lt_manifest *manifest = p->manifest;
    struct lt_buf path = {0};
    file_path(p->how, manifest->release.version, "full.zst", &path);
    enum lt_err err = pack_once(p, NULL, path.data);
    if (err == LT_OK)
        err = lt_file_hash(path.data, LT_BUNDLE_MAX_BYTES, LT_HASH_BYTES, p->diag, manifest->full_hash,
                           &manifest->full_bytes);
    if (err == LT_OK)
        err = hash_segments(p, path.data);
    lt_buf_finish(&path);
    return err;
}

/* Makes the patch from the release `from`, whose bundle is unpacked into `base`. One larger than the whole is left out. */
static enum lt_err write_patch(struct publishing *p, const struct lt_manifest *from, const char *base)
{
    struct lt_manifest *manifest = p->manifest;
    struct lt_patch patch = {.base = from->release.version};
    struct lt_buf path = {0};
    char name[48];
    memcpy(patch.base_hash, from->hash, LT_HASH_BYTES);
    snprintf(name, sizeof name, "from-%" PRId64 ".zpatch", patch.base);
    file_path(p->how, manifest->release.version, name, &path);
    enum lt_err err = pack_once(p, base, path.data);
    if (err == LT_OK)
        err = lt_file_hash(path.data, LT_BUNDLE_MAX_BYTES, LT_HASH_BYTES, p->diag, patch.hash, &patch.bytes);
    if (err == LT_OK && patch.bytes < manifest->full_bytes)
        manifest->patches[manifest->patch_count++] = patch;
    else
        unlink(path.data);
    lt_buf_finish(&path);
    return err;
}

static enum lt_err write_patches(struct publishing *p)
{
    struct lt_manifest *from = lt_alloc(1, sizeof *from);
    struct lt_buf base = {0}, full = {0};
    enum lt_err err = LT_OK;
    lt_buf_printf(&base, "%s/base.part", p->folder.data);
    for (size_t i = 0; err == LT_OK && i < sizeof PATCH_DISTANCES / sizeof *PATCH_DISTANCES; i++) {
        int64_t version = p->manifest->release.version - PATCH_DISTANCES[i];
        struct lt_diag *diag = p->diag;
        p->diag = NULL; /* a release that is not there, or not ours, is no base; that is no error */
        bool ours, good = version > 0 && lookup_manifest(p, version, &ours, from) == LT_OK &&
                    from->release.epoch == p->manifest->release.epoch && from->release.version == version;
        p->diag = diag;
        file_path(p->how, version, "full.zst", &full);
        if (good && lt_unpack_checked(full.data, NULL, base.data, from->release.size, from->hash, NULL) == LT_OK)
            err = write_patch(p, from, base.data);
        unlink(base.data);
    }
    free(from);
    lt_buf_finish(&base);
    lt_buf_finish(&full);
    return err;
}

static int descending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

static enum lt_err list_bad(struct publishing *p)
{
    struct lt_manifest *manifest = p->manifest;
    for (size_t i = 0; i < p->how->bad_count; i++) {
        if (p->how->bad[i] < 1 || p->how->bad[i] >= manifest->release.version || i == LT_MANIFEST_MAX_BAD)
            return lt_fail(p->diag, LT_ERR_USAGE, NULL, "name at most 64 older versions", "too many bad versions, or one "
                           "that is not older");
        manifest->bad[manifest->bad_count++] = p->how->bad[i];
    }
    qsort(manifest->bad, manifest->bad_count, sizeof *manifest->bad, descending);
    for (size_t i = 1; i < manifest->bad_count; i++)
        if (manifest->bad[i] == manifest->bad[i - 1])
            return lt_fail(p->diag, LT_ERR_USAGE, NULL, NULL, "version %" PRId64 " is named bad twice", manifest->bad[i]);
    return LT_OK;
}

static enum lt_err write_signature(struct lt_bytes text, const struct lt_secret_key *key, const char *comment,
                             const char *path, struct lt_diag *diag)
{
    struct lt_buf signature = {0};
    enum lt_err err = lt_sign_text(text, key, comment, diag, &signature);
    if (err == LT_OK)
        err = lt_file_write(path, lt_buf_slice(&signature), diag);
    lt_buf_finish(&signature);
    return err;
}

static enum lt_err write_manifest(struct publishing *p)
{
    const struct lt_release *release = &p->manifest->release;
    struct lt_manifest *again = lt_alloc(1, sizeof *again);
    struct lt_buf text = {0}, comment = {0}, path = {0};
    lt_manifest_format(p->manifest, &text);
    lt_buf_printf(&comment, LT_TYPE_MANIFEST " channel=%s epoch=%" PRId64 " version=%" PRId64, release->channel,
                  release->epoch, release->version);
    file_path(p->how, release->version, "manifest", &path);
    enum lt_err err = lt_manifest_parse(lt_buf_slice(&text), path.data, p->diag, again);
    if (err == LT_OK)
        err = lt_file_write(path.data, lt_buf_slice(&text), p->diag);
    lt_buf_puts(&path, ".minisig");
    if (err == LT_OK)
        err = write_signature(lt_buf_slice(&text), p->how->release, comment.data, path.data, p->diag);
    free(again);
    lt_buf_finish(&text);
    lt_buf_finish(&comment);
    lt_buf_finish(&path);
    return err;
}

static enum lt_err write_release(struct publishing *p)
{
    enum lt_err err = begin_folder(p);
    if (err == LT_OK)
        err = list_bad(p);
    if (err == LT_OK)
        err = write_full(p);
    if (err == LT_OK)
        err = write_patches(p);
    return err == LT_OK ? write_manifest(p) : err;
}

static void fill_report(const struct lt_manifest *manifest, bool already, struct lt_publish_report *report)
{
    *report = (struct lt_publish_report){.version = manifest->release.version, .already = already,
                                         .bundle_bytes = manifest->release.size, .full_bytes = manifest->full_bytes,
                                         .patch_count = manifest->patch_count};
    memcpy(report->patches, manifest->patches, sizeof report->patches);
}

enum lt_err lt_publish_bundle(const struct lt_publish *publish, const char *bundle, struct lt_diag *diag,
                              struct lt_publish_report *ret_report)
{
    struct publishing p = {.how = publish, .bundle = bundle, .diag = diag};
    struct lt_stamp stamp;
    bool already = false, ours;
    p.manifest = lt_alloc(1, sizeof *p.manifest);
    p.ring.count = 1;
    lt_secret_key_public(publish->release, &p.ring.keys[0]);
    enum lt_err err = look_into(&p);
    if (err == LT_OK)
        err = choose_version(&p, &already);
    if (err == LT_OK)
        err = already ? lookup_manifest(&p, p.manifest->release.version, &ours, p.manifest) : write_release(&p);
    if (err == LT_OK)
        err = lt_publish_stamp(publish, diag, &stamp);
    if (err == LT_OK)
        fill_report(p.manifest, already, ret_report);
    if (err == LT_OK)
        ret_report->other_key = p.other_key;
    free(p.manifest);
    lt_buf_finish(&p.folder);
    lt_buf_finish(&p.work);
    return err;
}

enum lt_err lt_publish_stamp(const struct lt_publish *publish, struct lt_diag *diag, struct lt_stamp *ret_stamp)
{
    struct lt_manifest *manifest = lt_alloc(1, sizeof *manifest);
    struct lt_buf text = {0}, signature = {0}, comment = {0}, path = {0};
    int64_t version = highest_number(publish->repo, "r", "manifest.minisig");
    enum lt_err err = version ? read_manifest(publish, version, &text, &signature, diag)
                              : lt_fail(diag, LT_ERR_NO_INPUT, publish->repo, "publish one first",
                                        "no complete release");
    if (err == LT_OK)
        err = lt_manifest_parse(lt_buf_slice(&text), publish->repo, diag, manifest);
    if (err == LT_OK) {
        struct lt_stamp stamp = {.epoch = manifest->release.epoch, .root = highest_number(publish->repo, "root", NULL),
                                 .version = version, .issued = publish->now,
                                 .expires = publish->now + publish->stamp_s, .spread_s = publish->spread_s,
                                 .poll_s = publish->poll_s};
        memcpy(stamp.channel, manifest->release.channel, sizeof stamp.channel);
        lt_stamp_format(&stamp, &comment);
        lt_buf_printf(&path, "%s/latest", publish->repo);
        err = lt_stamp_parse(comment.data, path.data, diag, ret_stamp);
        if (err == LT_OK)
            err = write_signature(lt_buf_slice(&text), publish->stamp, comment.data, path.data, diag);
    }
    free(manifest);
    lt_buf_finish(&text);
    lt_buf_finish(&signature);
    lt_buf_finish(&comment);
    lt_buf_finish(&path);
    return err;
}
