/*
 * proof.c: what makes a file on the shelf a release: a signed manifest that names its hash, or a signature of its own.
 */
#include "shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lutrin/arena.h>

static enum lt_err judge_manifest(struct lt_proof *proof, const char *where, struct lt_diag *diag)
{
    struct lt_signature signature;
    enum lt_err err = lt_verify_text(proof->role, proof->manifest, proof->signature, LT_TYPE_MANIFEST, where, diag,
                                     &signature);
    if (err != LT_OK)
        return err;
    struct lt_manifest *manifest = lt_alloc(1, sizeof *manifest);
    err = lt_manifest_parse(proof->manifest, where, diag, manifest);
    if (err != LT_OK) {
        free(manifest);
        return err;
    }
    proof->release = manifest->release;
    memcpy(proof->hash, manifest->hash, sizeof proof->hash);
    proof->parsed = manifest;
    return LT_OK;
}

static enum lt_err judge_alone(struct lt_proof *proof, const char *where, struct lt_diag *diag)
{
    struct lt_signature signature;
    enum lt_err err = lt_verify(proof->role, NULL, proof->signature, LT_TYPE_BUNDLE, where, diag, &signature);
    return err == LT_OK ? lt_release_parse(signature.comment, where, diag, &proof->release) : err;
}

static enum lt_err judge(struct lt_proof *proof, const char *where, struct lt_diag *diag)
{
    return proof->manifest.size ? judge_manifest(proof, where, diag) : judge_alone(proof, where, diag);
}

enum lt_err lt_proof_judge(struct lt_bytes manifest, struct lt_bytes signature, const struct lt_trust *trust,
                           bool former, const char *where, struct lt_diag *diag, struct lt_proof *ret_proof)
{
    struct lt_proof proof = {.manifest = manifest, .signature = signature, .role = &trust->root.release};
    const char *channel = trust->root.channel;
    enum lt_err err = judge(&proof, where, diag);
    if (err == LT_ERR_SIGNATURE && former && trust->former.count) {
        proof.role = &trust->former;
        err = judge(&proof, where, diag);
    }
    if (err == LT_OK && channel[0] && strcmp(channel, proof.release.channel) != 0) {
        err = lt_fail(diag, LT_ERR_SIGNATURE, where, NULL, "of channel %s, but the keys are of channel %s",
                      proof.release.channel, channel);
        lt_proof_finish(&proof);
    }
    if (err == LT_OK)
        *ret_proof = proof;
    return err;
}

void lt_proof_finish(struct lt_proof *proof)
{
    free((void *)(uintptr_t)proof->parsed);
    *proof = (struct lt_proof){0};
}

enum lt_err lt_proof_check_file(const struct lt_proof *proof, const char *path, struct lt_diag *diag)
{
    uint8_t digest[64];
    int64_t size;
    struct lt_signature signature;
    size_t digest_size = proof->manifest.size ? LT_HASH_BYTES : sizeof digest;
    enum lt_err err = lt_file_hash(path, proof->release.size, digest_size, diag, digest, &size);
    if (err != LT_OK)
        return err == LT_ERR_LIMIT ? lt_fail(diag, LT_ERR_SIGNATURE, path, NULL, "not of the signed size") : err;
    if (size != proof->release.size)
        return lt_fail(diag, LT_ERR_SIGNATURE, path, NULL, "not of the signed size");
    if (!proof->manifest.size)
        return lt_verify(proof->role, digest, proof->signature, LT_TYPE_BUNDLE, path, diag, &signature);
    if (memcmp(digest, proof->hash, LT_HASH_BYTES) != 0)
        return lt_fail(diag, LT_ERR_SIGNATURE, path, "fetch it again", "the file is not what was signed");
    return LT_OK;
}

/* Reads a generation's texts: the manifest's pair, else the signature of the bundle itself. */
static enum lt_err read_texts(const struct lt_shelf *shelf, int fd, struct lt_buf *manifest, struct lt_buf *signature,
                              struct lt_diag *diag)
{
    enum lt_err err = lt_shelf_take(shelf, fd, "manifest", LT_MANIFEST_MAX_BYTES, manifest, diag);
    if (err == LT_OK)
        return lt_shelf_take(shelf, fd, "manifest.minisig", LT_SIGNATURE_FILE_MAX, signature, diag);
    if (err == LT_ERR_NO_INPUT)
        return lt_shelf_take(shelf, fd, "bundle.minisig", LT_SIGNATURE_FILE_MAX, signature, diag);
    return err;
}

enum lt_err lt_shelf_proof(const struct lt_shelf *shelf, struct lt_generation generation,
                           const struct lt_trust *trust, struct lt_buf *manifest, struct lt_buf *signature,
                           struct lt_diag *diag, struct lt_proof *ret_proof)
{
    char name[LT_GENERATION_NAME_MAX];
    struct lt_proof proof;
    struct lt_generation told;
    lt_generation_name(generation, name);
    int fd = openat(shelf->gen_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return lt_fail_errno(diag, errno == ENOENT ? LT_ERR_NO_INPUT : LT_ERR_IO, shelf->dir, errno, "cannot open");
    enum lt_err err = read_texts(shelf, fd, manifest, signature, diag);
    close(fd);
    if (err == LT_OK)
        err = lt_proof_judge(lt_buf_slice(manifest), lt_buf_slice(signature), trust, true, name, diag, &proof);
    if (err != LT_OK)
        return err;
    told = (struct lt_generation){proof.release.epoch, proof.release.version};
    if (lt_generation_compare(told, generation) != 0) {
        lt_proof_finish(&proof);
        return lt_fail(diag, LT_ERR_SIGNATURE, name, NULL, "its proof speaks of another release");
    }
    *ret_proof = proof;
    return LT_OK;
}

/* LT_ERR_SIGNATURE, or another code of its proof's, when it is not sound; LT_ERR_IO when that cannot be told. */
static enum lt_err judge_generation(const struct lt_shelf *shelf, struct lt_generation generation,
                                    const struct lt_trust *trust)
{
    struct lt_buf manifest = {0}, signature = {0}, path = {0};
    struct lt_proof proof = {0};
    struct stat st;
    lt_shelf_bundle_path(shelf, generation, &path);
    enum lt_err err = lt_shelf_proof(shelf, generation, trust, &manifest, &signature, NULL, &proof);
    if (err == LT_OK && lstat(path.data, &st) != 0)
        err = errno == ENOENT ? LT_ERR_SIGNATURE : LT_ERR_IO;
    else if (err == LT_OK && (!S_ISREG(st.st_mode) || st.st_size != proof.release.size))
        err = LT_ERR_SIGNATURE;
    lt_proof_finish(&proof);
    lt_buf_finish(&manifest);
    lt_buf_finish(&signature);
    lt_buf_finish(&path);
    return err;
}

bool lt_shelf_is_sound(const struct lt_shelf *shelf, struct lt_generation generation, const struct lt_trust *trust)
{
    enum lt_err err = judge_generation(shelf, generation, trust);
    if (err == LT_ERR_IO) /* a disk may stumble once */
        err = judge_generation(shelf, generation, trust);
    return err == LT_OK;
}

enum lt_err lt_shelf_verify(const struct lt_shelf *shelf, struct lt_generation generation,
                            const struct lt_trust *trust, struct lt_diag *diag)
{
    struct lt_buf manifest = {0}, signature = {0}, path = {0};
    struct lt_proof proof = {0};
    lt_shelf_bundle_path(shelf, generation, &path);
    enum lt_err err = lt_shelf_proof(shelf, generation, trust, &manifest, &signature, diag, &proof);
    if (err == LT_OK)
        err = lt_proof_check_file(&proof, path.data, diag);
    lt_proof_finish(&proof);
    lt_buf_finish(&manifest);
    lt_buf_finish(&signature);
    lt_buf_finish(&path);
    return err;
}

enum lt_err lt_shelf_hash(const struct lt_shelf *shelf, struct lt_generation generation, const struct lt_trust *trust,
                          struct lt_diag *diag, uint8_t ret_hash[LT_HASH_BYTES])
{
    struct lt_buf manifest = {0}, signature = {0}, path = {0};
    struct lt_proof proof = {0};
    int64_t size;
    enum lt_err err = lt_shelf_proof(shelf, generation, trust, &manifest, &signature, diag, &proof);
    if (err == LT_OK && manifest.size) {
        memcpy(ret_hash, proof.hash, LT_HASH_BYTES);
    } else if (err == LT_OK) {
        lt_shelf_bundle_path(shelf, generation, &path);
        err = lt_file_hash(path.data, proof.release.size, LT_HASH_BYTES, diag, ret_hash, &size);
    }
    lt_proof_finish(&proof);
    lt_buf_finish(&manifest);
    lt_buf_finish(&signature);
    lt_buf_finish(&path);
    return err;
}
