/*
 * fault_check.c: is a shelf, found after a fault, what it must be? Answers one question a line.
 *
 *   DIR OLD NEW TOLD KIND SOURCE
 *
 * KIND is install; rollback; resume: an installation of OLD had been placed, but not switched to; failure: the reader of
 * NEW, which is on trial, failed once; keys: the tree has a new key set and nothing else; root: an installation under a new
 * key set; or cramped: as resume, on a disk where what was before OLD may have to go.
 * DIR holds the shelf as the power cut left it; OLD is the version that was read before (0: none), NEW the one that was
 * coming (or, with KIND rollback, that was gone back to); TOLD is 1 when the command had ended well, 2 when it had gone on
 * to ask for something under new keys; SOURCE is what is imported. The answer is "ok", or "bad" and the first invariant
 * that does not hold:
 *
 *   current     what `current` points to is there and was signed, before anybody repairs anything, and is NEW if that
 *               was told
 *   state       the state file is whole, and no lower than what is read; where that was gone back to, it says from what
 *   settle      the next start finds its way
 *   lost        what is read then is OLD or NEW, read whole and verified; it is NEW if that was told
 *   previous    OLD is still there beside NEW
 *   again       the same command, given again, ends with NEW
 *   keys        the new key set is trusted if that was told, or anything was asked for under it: an old key that was
 *               given up, perhaps because it was stolen, is not believed again after what came by the new ones
 *   trial       if NEW was switched to, by the command or by the next start, and its reader fails three times in all, that is
 *               noticed and OLD is read; and so with OLD and what was before it, where OLD had been placed and was switched
 *               to on the way to NEW
 */
#include "cycle.h"

#include <lutrin/file.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct question {
    struct lt_sync_config config;
    int64_t old, new;
    bool told, asked, rollback, resume, cramped, failure, keys;
    const char *source;
};

static int64_t linked_version(const struct question *q)
{
    char path[4096], target[256];
    snprintf(path, sizeof path, "%s/current", q->config.library);
    ssize_t size = readlink(path, target, sizeof target - 1);
    if (size < 0)
        return 0;
    target[size] = '\0';
    return strncmp(target, "gen/1-", 6) == 0 ? strtoll(target + 6, NULL, 10) : -1;
}

static bool verifies(const struct question *q, int64_t version)
{
    struct lt_shelf *shelf;
    struct lt_trust trust; /* key sets may have come since */
    if (lt_sync_trust(&q->config, NULL, &trust) != LT_OK || lt_shelf_open(q->config.library, false, NULL, &shelf) != LT_OK)
        return false;
    bool good = lt_shelf_verify(shelf, (struct lt_generation){1, version}, &trust, NULL) == LT_OK;
    lt_shelf_close(shelf);
    return good;
}

/* What a reader finds that opens `current` at once. */
static bool current_is_sound(const struct question *q)
{
    int64_t linked = linked_version(q);
    if (q->told)
        return linked == q->new && verifies(q, linked);
    if (linked == 0)
        return q->old == 0;
    return (linked == q->old || linked == q->new || (q->resume && linked == q->old - 1)) && verifies(q, linked);
}

static bool state_is_sound(const struct question *q)
{
    char path[4096];
    struct lt_buf text = {0};
    struct lt_shelf *shelf;
    snprintf(path, sizeof path, "%s/state", q->config.library);
    bool there = lt_file_read(path, 8192, NULL, &text) == LT_OK;
    bool good = there ? text.size > 5 && strcmp(text.data + text.size - 5, "\nend\n") == 0 : q->old == 0;
    lt_buf_finish(&text);
    if (!good || lt_shelf_open(q->config.library, false, NULL, &shelf) != LT_OK)
        return good && q->old == 0; /* there is no shelf yet */
    int64_t linked = linked_version(q), floor = q->rollback ? q->old : linked;
    const struct lt_shelf_state *state = lt_shelf_state(shelf);
    good = state->seen.version >= floor && (!there || linked <= 0 || state->channel[0]);
    if (q->rollback && linked == q->new)
        good = good && state->bad_count == 1 && state->bad[0].version == q->old;
    lt_shelf_close(shelf);
    return good;
}

static bool is_read(const struct question *q, int64_t version)
{
    struct lt_sync_status status;
    return lt_sync_status(&q->config, NULL, &status) == LT_OK && status.current.version == version &&
           linked_version(q) == version && verifies(q, version);
}

static bool run_again(const struct question *q)
{
    struct lt_sync_report report;
    struct lt_generation back;
    if (is_read(q, q->new))
        return true;
    enum lt_err err = q->rollback ? lt_sync_roll_back(&q->config, NULL, &back)
                                  : lt_sync_import(&q->config, q->source, NULL, &report);
    return err == LT_OK && is_read(q, q->new);
}

/* The power was cut, so the reader fails in another boot than the switch was in. */
static bool trial_is_on(const struct question *q)
{
    const struct lt_moment later = {.boot = "after-the-power-cut", .ms = 1000};
    struct lt_trust trust;
    struct lt_shelf *shelf;
    struct lt_generation back = {0, 0};
    enum lt_err err = lt_sync_open(&q->config, NULL, &trust, &shelf);
    if (err != LT_OK)
        return false;
    int left = q->failure && q->told ? LT_SHELF_TRIAL_FAILURES - 1 : LT_SHELF_TRIAL_FAILURES;
    while (left-- > 0 && err == LT_OK && !back.epoch)
        err = lt_shelf_reader_failed(shelf, &trust, &later, NULL, &back);
    lt_shelf_close(shelf);
    if (!q->old)
        return err == LT_ERR_NO_INPUT; /* there is nothing to go back to */
    return err == LT_OK && back.epoch && linked_version(q) == back.version && back.version < q->new;
}

static bool keys_are_kept(const struct question *q)
{
    struct lt_trust trust;
    return !q->keys || !q->asked || (lt_sync_trust(&q->config, NULL, &trust) == LT_OK && trust.root.number == 1);
}

static const char *answer(const struct question *q)
{
    if (!current_is_sound(q))
        return "current";
    if (!state_is_sound(q))
        return "state";
    if (!keys_are_kept(q))
        return "keys";
    if (lt_sync_settle(&q->config, NULL) != LT_OK)
        return "settle";
    int64_t now = linked_version(q);
    if (!(now == 0 && q->old == 0 && !q->told) && !(now == q->old && !q->told && is_read(q, now)) && !is_read(q, q->new))
        return "lost";
    if (now == q->new && q->old && !verifies(q, q->old) && !(q->resume && verifies(q, q->old - 1)))
        return "previous";
    if (q->resume && now == q->old && !(q->cramped && !verifies(q, q->old - 1)) && !trial_is_on(q))
        return "trial"; /* of what was placed before, and is switched to on the way */
    if (!run_again(q))
        return "again";
    return !q->rollback && now == q->new && !trial_is_on(q) ? "trial" : NULL;
}

int main(int argc, char **argv)
{
    char line[8192], dir[4096], source[2048], kind[32];
    long long old, new;
    int told;
    if (argc != 2)
        return 64;
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "%4095s %lld %lld %d %31s %2047s", dir, &old, &new, &told, kind, source) != 6)
            return 65;
        struct question q = {.config = {.library = dir, .key = argv[1]}, .old = old, .new = new, .told = told == 1,
                             .asked = told != 0, .rollback = strcmp(kind, "rollback") == 0, .cramped = strcmp(kind, "cramped") == 0,
                             .failure = strcmp(kind, "failure") == 0,
                             .keys = strcmp(kind, "keys") == 0 || strcmp(kind, "root") == 0, .source = source};
        q.resume = q.cramped || strcmp(kind, "resume") == 0;
        const char *bad = answer(&q);
        printf(bad ? "bad %s\n" : "ok\n", bad);
        fflush(stdout);
    }
    return 0;
}
