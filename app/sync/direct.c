/*
 * direct.c: a turn of the press in a kiosk without a publisher: key, build, check, publish. What is under FOLDER/tree is a
 * whole release before, while and after it.
 */
#include "direct_press.h"

#include <lutrin/bundle.h>
#include <lutrin/file.h>
#include <lutrin/sign.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CHANNEL "kiosk" /* where the configuration names none: not a publisher's "main" */

#define FORGET_DAYS "30" /* what no edition needed for so long leaves the cache: cards are small */

struct turn {
    const struct lt_sync_config *config;
    const struct lt_direct_turn *how;
    struct lt_diag *diag;
    struct lt_direct_report *report;
    struct lt_arena arena;
    const char *folder, *name, *key, *pub, *next, *edition, *tree, *cache, *held;
};

const char *lt_direct_result_name(enum lt_direct_result result)
{
    static const char *const NAMES[] = {"failed", "printed", "unchanged", "held"};
    return NAMES[result];
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

/* When a file was last written, 0: it is not there. */
static int64_t written_s(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (int64_t)st.st_mtime : 0;
}

/* Removes what killed turns left half written. */
static void sweep(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (fnmatch("*.part", entry->d_name, FNM_PERIOD) == 0)
            unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
}

/* The lock is inherited by the press, so that one whose postman was killed is not disturbed by the next turn. */
static enum lt_err lock(struct turn *t, int *ret_fd)
{
    const char *path = lt_arena_printf(&t->arena, "%s/lock", t->folder);
    if (mkdir(t->folder, 0750) != 0 && errno != EEXIST)
        return lt_fail_errno(t->diag, LT_ERR_CANT_CREATE, t->folder, errno, "cannot make the folder");
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
    if (fd < 0)
        return lt_fail_errno(t->diag, LT_ERR_CANT_CREATE, path, errno, "cannot open");
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        t->report->busy = true;
        return lt_fail(t->diag, LT_ERR_UNAVAILABLE, t->folder, "wait for it", "another turn of the press is under way");
    }
    *ret_fd = fd;
    return LT_OK;
}

static enum lt_err have_key(struct turn *t)
{
    const char *const make[] = {"keygen", t->name, NULL};
    t->report->step = "key";
    if (is_there(t->pub) && is_there(t->key))
        return LT_OK;
    if (is_there(t->pub))
        return lt_fail(t->diag, LT_ERR_NO_INPUT, t->key, "remove kiosk.pub beside it to begin with a new key",
                       "the kiosk's secret key is gone");
    unlink(t->key); /* cut off between the two: nobody has seen the public half */
    return lt_direct_run(t->how, make, t->diag);
}

/* How many articles a bundle holds; 0: there is none, or it cannot be read. */
static uint32_t count_articles(const char *path)
{
    struct lt_bundle *bundle;
    if (!is_there(path) || lt_bundle_open(path, NULL, &bundle) != LT_OK)
        return 0;
    uint32_t articles = lt_bundle_info(bundle)->articles;
    lt_bundle_close(bundle);
    return articles;
}

static enum lt_err build(struct turn *t)
{
    const char *arguments[16] = {"build", "-c", t->config->direct_plan, "-o", t->next, "--cache", t->cache, "--forget", FORGET_DAYS};
    size_t count = 9;
    t->report->step = "build";
    t->report->articles_before = count_articles(t->edition);
    if (t->report->articles_before) {
        arguments[count++] = "--base";
        arguments[count++] = t->edition;
    }
    if (t->config->allow_local)
        arguments[count++] = "--allow-local";
    return lt_direct_run(t->how, arguments, t->diag);
}

static bool is_same(const struct turn *t)
{
    uint8_t one[LT_HASH_BYTES], two[LT_HASH_BYTES];
    int64_t size, size_two;
    return lt_file_hash(t->next, LT_BUNDLE_MAX_BYTES, LT_HASH_BYTES, NULL, one, &size) == LT_OK &&
           lt_file_hash(t->edition, LT_BUNDLE_MAX_BYTES, LT_HASH_BYTES, NULL, two, &size_two) == LT_OK &&
           memcmp(one, two, LT_HASH_BYTES) == 0;
}

/* Most of the paper gone at once is a site that answers nonsense more often than news: it is held back until it has been so
 * for a day, or the plan says otherwise. */
static enum lt_err weigh(struct turn *t)
{
    const struct lt_direct_report *report = t->report;
    bool less = (uint64_t)report->articles * 2 < report->articles_before;
    bool new_plan = written_s(t->config->direct_plan) > written_s(t->edition);
    if (!less || new_plan || t->how->yes)
        return LT_OK;
    if (!is_there(t->held)) {
        enum lt_err err = lt_file_write(t->held, (struct lt_bytes){"", 0}, t->diag);
        if (err != LT_OK)
            return err;
    }
    int64_t since_s = written_s(t->held), now_s = (int64_t)time(NULL);
    if (now_s >= since_s + LT_DIRECT_HOLD_S)
        return LT_OK;
    t->report->result = LT_DIRECT_HELD;
    return lt_fail(t->diag, LT_ERR_DATA, t->config->direct_plan,
                   "if it is meant, run it with --yes, or change the plan; else it is printed when it has been so for a day",
                   "%" PRIu32 " articles where there were %" PRIu32, report->articles, report->articles_before);
}

/* One line that is too wide, or a letter without a face, is no reason for a paper without a printer to stop. */
static enum lt_err check(struct turn *t)
{
    const char *arguments[] = {"check", "--let", "overfull", "--let", "glyph", "--let", "shrunk", t->next, NULL};
    t->report->step = "check";
    enum lt_err err = weigh(t);
    if (err == LT_OK)
        err = lt_direct_run(t->how, arguments, t->diag);
    if (err != LT_OK) {
        unlink(t->next);
        return err;
    }
    unlink(t->held);
    if (rename(t->next, t->edition) != 0)
        return lt_fail_errno(t->diag, LT_ERR_IO, t->edition, errno, "cannot rename to");
    return lt_file_sync(t->folder, t->diag);
}

static bool has_releases(struct turn *t)
{
    DIR *dir = opendir(lt_arena_printf(&t->arena, "%s/r", t->tree));
    struct dirent *entry;
    bool any = false;
    while (dir && !any && (entry = readdir(dir)))
        any = entry->d_name[0] != '.';
    if (dir)
        closedir(dir);
    return any;
}

/* Numbers begin at the time, so that they stay above those that the shelf has seen if FOLDER is lost one day. */
static enum lt_err publish(struct turn *t)
{
    const char *channel = t->config->channel ? t->config->channel : CHANNEL;
    const char *arguments[20] = {"publish", t->edition, t->tree, "--key", t->key, "--channel", channel, "--spread", "0",
                                 "--level", "3", "--keep", lt_arena_printf(&t->arena, "%d", LT_DIRECT_KEEP)};
    if (!has_releases(t)) {
        arguments[13] = "--release";
        arguments[14] = lt_arena_printf(&t->arena, "%" PRId64, (int64_t)time(NULL));
    }
    t->report->step = "publish";
    return lt_direct_run(t->how, arguments, t->diag);
}

static enum lt_err work(struct turn *t)
{
    enum lt_direct_result result = LT_DIRECT_UNCHANGED;
    sweep(t->folder);
    sweep(t->cache);
    enum lt_err err = have_key(t);
    if (err == LT_OK)
        err = build(t);
    if (err == LT_OK)
        t->report->articles = count_articles(t->next);
    if (err == LT_OK && is_same(t)) {
        unlink(t->next);
        unlink(t->held);
    } else if (err == LT_OK) {
        result = LT_DIRECT_PRINTED;
        err = check(t);
    }
    if (err == LT_OK) /* an edition that an earlier turn could not publish too */
        err = publish(t);
    if (err == LT_OK)
        t->report->result = result;
    return err;
}

enum lt_err lt_direct_print(const struct lt_sync_config *config, const struct lt_direct_turn *how, struct lt_diag *diag,
                            struct lt_direct_report *ret_report)
{
    struct turn t = {.config = config, .how = how, .diag = diag, .report = ret_report, .folder = config->direct_folder};
    int fd = -1;
    *ret_report = (struct lt_direct_report){.result = LT_DIRECT_FAILED, .step = "key", .began_s = (int64_t)time(NULL)};
    if (!config->direct_plan)
        return lt_fail(diag, LT_ERR_CONFIG, NULL, "name a 'plan' and a 'folder' under [direct]", "this kiosk has no press");
    t.name = lt_arena_printf(&t.arena, "%s/kiosk", t.folder);
    t.key = lt_arena_printf(&t.arena, "%s/kiosk.key", t.folder);
    t.pub = lt_arena_printf(&t.arena, "%s/kiosk.pub", t.folder);
    t.next = lt_arena_printf(&t.arena, "%s/next.lutrin", t.folder);
    t.edition = lt_arena_printf(&t.arena, "%s/edition.lutrin", t.folder);
    t.tree = lt_arena_printf(&t.arena, "%s/tree", t.folder);
    t.cache = lt_arena_printf(&t.arena, "%s/cache", t.folder);
    t.held = lt_arena_printf(&t.arena, "%s/held", t.folder);
    enum lt_err err = lock(&t, &fd);
    if (err == LT_OK) {
        err = work(&t);
        close(fd);
    }
    const char *latest = lt_arena_printf(&t.arena, "%s/latest", t.tree);
    ret_report->printed_s = written_s(latest);
    ret_report->ended_s = (int64_t)time(NULL);
    lt_arena_finish(&t.arena);
    return err;
}
