/*
 * publish.h: the static tree that kiosks fetch from: any web server, or a memory stick.
 *
 *   REPO/latest                 which release is the newest, signed for a while; written last, the only file that changes
 *   REPO/root/K, root/K.sig     key sets
 *   REPO/r/N/manifest, manifest.minisig, full.zst, from-M.zpatch
 *
 * Each file appears whole or not at all, and what is interrupted is taken up by the next run. Everything can be made
 * and checked by hand: `minisign -Vm r/N/manifest -p KEY.pub`, the same with `-x latest`, `zstd -d r/N/full.zst`,
 * `zstd -d --long=31 --patch-from=OLD r/N/from-M.zpatch`.
 */
#ifndef LUTRIN_PUBLISH_H
#define LUTRIN_PUBLISH_H

#include <stdbool.h>

#include <lutrin/signed.h>

enum {
    LT_PUBLISH_MAX_LEVEL = 19,       /* of zstd */
    LT_PUBLISH_MAX_RELEASES = 65536, /* looked at in REPO/r */
    LT_PUBLISH_STAMP_S = 7 * 86400,  /* a stamp is good for, without another word ... */
    LT_PUBLISH_SPREAD_S = 3600,      /* ... and a kiosk waits a random part of this before it fetches a release, ... */
    LT_PUBLISH_POLL_S = 3600,        /* ... and asks again after this */
};

struct lt_publish {
    const char *repo;
    const char *channel;
    int64_t epoch;
    int64_t version;                       /* 0: the next one */
    const struct lt_secret_key *release;   /* signs manifests */
    const struct lt_secret_key *stamp;     /* signs `latest`; may be the same */
    int level;                             /* 1..LT_PUBLISH_MAX_LEVEL */
    const int64_t *bad;                    /* older versions to be left by whoever has them */
    size_t bad_count;
    int64_t now;                           /* seconds UTC: when `latest` is issued */
    int64_t stamp_s, spread_s, poll_s;     /* how long it is good for, and what it asks of the kiosks */
};

struct lt_publish_report {
    int64_t version;
    bool already;                          /* the same bundle was the newest release: only `latest` is new */
    bool other_key;                        /* the release before bears another key, and no list of keys in the tree tells of this one */
    int64_t bundle_bytes, full_bytes;
    struct lt_patch patches[LT_MANIFEST_MAX_PATCHES];
    size_t patch_count;
};

/* Publishes the bundle. Patches are made from the releases N-1 to N-8, N-16 and N-32 that are in the tree, unless they
 * would be larger than the whole. */
enum lt_err lt_publish_bundle(const struct lt_publish *publish, const char *bundle, struct lt_diag *diag,
                              struct lt_publish_report *ret_report);

/* Removes all releases from the tree but the `keep` newest (0 counts as 1), which are told by their numbers. Patches are made
 * from what is kept only, and a kiosk that is further behind fetches the whole. LT_ERR_IO: one cannot be removed. */
enum lt_err lt_publish_prune(const char *repo, size_t keep, struct lt_diag *diag, size_t *ret_removed);

/* Signs `latest` anew for the newest complete release of the tree. */
enum lt_err lt_publish_stamp(const struct lt_publish *publish, struct lt_diag *diag, struct lt_stamp *ret_stamp);

#endif
