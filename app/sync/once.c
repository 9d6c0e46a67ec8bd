/*
 * once.c: rounds over the addresses: one, or one after the other for ever.
 */
#include "cycle.h"

#include <lutrin/arena.h>
#include <lutrin/backoff.h>
#include <lutrin/fetch.h>

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    CYCLE_MS = 2 * 3600 * 1000, /* a whole round */
    FIRST_WAIT_MS = 60 * 1000,  /* at most, before the first round of a kiosk that has something to show, ... */
    FIRST_WAIT_MAX_S = 40 * 60, /* ... or two thirds of its publisher's poll time, if that is known, and no more than this */
    NAP_MS = 1000,              /* between two looks at `stop` */
    DAY_S = 86400,
    TOMORROW_MS = 30 * 60 * 1000, /* after midnight, at most */
    STEP_MS = 60 * 1000,        /* between two looks into the outbox, and at the press of direct mode */
};

struct rounds {
    const struct lt_sync_config *config;
    const volatile int *stop; /* NULL: one round */
    struct lt_backoff dice;
    struct lt_fetch_pool *pool;
    struct lt_sync_totals totals; /* before this round */
    struct timespec printed;      /* direct mode: when the tree's `latest` was written that was looked at */
    bool failed, away;            /* the last round, for the network's sake; and since then no road led out of here */
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Sleeps, but for a signal. */
static bool nap(const struct rounds *rounds, int64_t ms)
{
    for (int64_t end = now_ms() + ms; !*rounds->stop && now_ms() < end;) {
        int64_t left = end - now_ms();
        poll(NULL, 0, left < NAP_MS ? (int)left : NAP_MS);
    }
    return !*rounds->stop;
}

/* A hundred thousand kiosks do not fetch at once. */
static enum lt_err pause_for(void *self, int64_t spread_s, struct lt_diag *diag)
{
    struct rounds *rounds = ((struct lt_net_mirror *)self)->rounds;
    int64_t wait_ms = lt_backoff_draw(&rounds->dice, 0, spread_s * 1000);
    ((struct lt_net_mirror *)self)->deadline_ms += wait_ms;
    return nap(rounds, wait_ms) ? LT_OK : lt_fail(diag, LT_ERR_UNAVAILABLE, NULL, NULL, "stopped while waiting");
}

static enum lt_err one_mirror(struct rounds *rounds, struct lt_shelf *shelf, struct lt_trust *trust, const char *url,
                              int64_t deadline_ms, struct lt_diag *diag, struct lt_sync_report *report)
{
    struct lt_net_mirror net = {.config = rounds->config, .pool = rounds->pool, .url = url,
                                .floor_s = lt_sync_clock_floor(rounds->config), .deadline_ms = deadline_ms,
                                .retry_after_s = -1, .budget = -1, .totals = &rounds->totals};
    struct lt_mirror mirror = lt_net_mirror(&net);
    struct lt_generation current;
    if (rounds->stop && lt_shelf_current(shelf, trust, NULL, &current) == LT_OK) /* who has nothing to show asks at once */
        mirror.pause = pause_for;
    net.rounds = rounds;
    int64_t wire = report->wire_bytes, spent = rounds->totals.day_bytes + wire, most = rounds->config->daily_bytes;
    if (most)
        net.budget = most > spent ? most - spent : 0;
    enum lt_err err = lt_sync_cycle(rounds->config, shelf, trust, &mirror, diag, report);
    report->wire_bytes = wire + net.wire_bytes;
    report->failure = net.failure ? lt_fetch_outcome_name((enum lt_fetch_outcome)net.failure) : "";
    report->retry_after_s = net.retry_after_s;
    if (err != LT_OK && net.failure == LT_FETCH_PORTAL)
        report->outcome = LT_SYNC_PORTAL;
    if (err != LT_OK && net.spent)
        report->outcome = LT_SYNC_BUDGET;
    return err;
}

/* Takes the next address off the list, without a '/' at its end; NULL: there is none. */
static char *next_url(const char **list)
{
    while (**list == '\n' || **list == ' ')
        (*list)++;
    size_t size = strcspn(*list, "\n");
    const char *begin = *list;
    *list += size;
    while (size && (begin[size - 1] == '/' || begin[size - 1] == ' '))
        size--;
    if (!size)
        return NULL;
    char *url = lt_alloc(size + 1, 1);
    memcpy(url, begin, size);
    return url;
}

/* Direct mode: when the press last wrote `latest`; 0, 0: it never did. */
static struct timespec last_printed(const struct lt_sync_config *config)
{
    struct lt_buf path = {0};
    struct stat st = {0};
    lt_buf_printf(&path, "%s/tree/latest", config->direct_folder);
    if (stat(path.data, &st) != 0)
        st = (struct stat){0};
    lt_buf_finish(&path);
    return st.st_mtim;
}

static bool has_news(const struct rounds *rounds)
{
    if (!rounds->config->direct_folder)
        return false;
    struct timespec now = last_printed(rounds->config);
    return now.tv_sec != rounds->printed.tv_sec || now.tv_nsec != rounds->printed.tv_nsec;
}

/* Direct mode: the kiosk's own tree is a mirror in a folder. */
static enum lt_err own_tree(struct rounds *rounds, struct lt_shelf *shelf, struct lt_trust *trust, struct lt_diag *diag,
                            struct lt_sync_report *report)
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/tree", rounds->config->direct_folder);
    struct lt_folder_mirror folder = {.path = path.data};
    const struct lt_mirror mirror = lt_folder_mirror(&folder);
    enum lt_err err = lt_sync_cycle(rounds->config, shelf, trust, &mirror, diag, report);
    report->failure = "";
    report->retry_after_s = -1;
    lt_buf_finish(&path);
    return err;
}

/* Each address is asked until one is whole and not behind. */
static enum lt_err one_round(struct rounds *rounds, struct lt_diag *diag, struct lt_sync_report *report)
{
    struct lt_trust trust;
    struct lt_shelf *shelf;
    struct lt_moment moment;
    const char *list = rounds->config->urls ? rounds->config->urls : "";
    int64_t deadline = now_ms() + CYCLE_MS;
    bool behind = false;
    if (rounds->config->direct_folder)
        rounds->printed = last_printed(rounds->config);
    lt_sync_totals_read(rounds->config, &rounds->totals);
    *report = (struct lt_sync_report){.outcome = LT_SYNC_FAILED, .failure = "", .retry_after_s = -1};
    enum lt_err err = lt_sync_open(rounds->config, diag, &trust, &shelf);
    if (err != LT_OK)
        return err;
    lt_moment_now(&moment);
    lt_shelf_end_trial(shelf, &moment);
    if (rounds->config->direct_folder)
        err = own_tree(rounds, shelf, &trust, diag, report);
    else
        err = lt_fail(diag, LT_ERR_CONFIG, NULL, "name one under [network]", "no 'url'");
    for (char *url; (url = next_url(&list)); free(url)) {
        err = one_mirror(rounds, shelf, &trust, url, deadline, diag, report);
        behind = behind || (err == LT_OK && report->outcome == LT_SYNC_STALE);
        if (err == LT_OK && report->outcome != LT_SYNC_STALE) {
            free(url);
            break;
        }
    }
    if (err != LT_OK && behind) { /* one mirror was well, though behind */
        report->outcome = LT_SYNC_STALE;
        err = LT_OK;
    }
    lt_shelf_close(shelf);
    return err;
}

static enum lt_err begin(const struct lt_sync_config *config, const volatile int *stop, struct rounds *rounds,
                         struct lt_diag *diag)
{
    uint64_t seed = (uint64_t)now_ms() * 0x9e3779b97f4a7c15u;
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        if (read(fd, &seed, sizeof seed) != (ssize_t)sizeof seed)
            seed ^= (uint64_t)getpid();
        close(fd);
    }
    *rounds = (struct rounds){.config = config, .stop = stop};
    lt_backoff_init(&rounds->dice, seed);
    return lt_fetch_pool_create(&(struct lt_fetch_pool_options){.delay_ms = -1}, diag, &rounds->pool);
}

/* Adds the round to what was before, on the disk too. */
static void count(struct rounds *rounds, enum lt_err err, struct lt_sync_report *report)
{
    lt_sync_totals_add(&rounds->totals, err, report, lt_sync_now_s(rounds->config));
    lt_sync_totals_write(rounds->config, &rounds->totals);
    report->totals = rounds->totals;
}

/* Does anything wait in the outbox? Asked every minute, so that an idle kiosk writes nothing. */
static bool has_mail(const struct lt_sync_config *config)
{
    struct lt_outbox_counts counts = {0};
    if (config->outbox)
        lt_outbox_count(config->outbox, &counts);
    return counts.of[LT_OUTBOX_WAITING] > 0;
}

/* A turn at the outbox, added to what earlier ones came to. That another process is at it is no failure. */
static void serve_outbox(const struct lt_sync_config *config, struct lt_sync_mail *mail)
{
    struct lt_sync_mail turn;
    struct lt_diag diag = {0};
    enum lt_err err = lt_sync_outbox(config, &diag, &turn);
    mail->sent += turn.sent;
    mail->refused += turn.refused;
    mail->held += turn.held;
    bool failed = err != LT_OK && err != LT_ERR_UNAVAILABLE;
    if (failed || turn.why.err != LT_OK || !mail->held) /* that some are held is told, though the turns after it had nothing to do */
        mail->why = failed ? diag : turn.why;
}

enum lt_err lt_sync_once(const struct lt_sync_config *config, struct lt_diag *diag, struct lt_sync_report *ret_report)
{
    struct rounds rounds;
    *ret_report = (struct lt_sync_report){.outcome = LT_SYNC_FAILED, .failure = "", .retry_after_s = -1};
    enum lt_err err = begin(config, NULL, &rounds, diag);
    if (err != LT_OK)
        return err;
    err = one_round(&rounds, diag, ret_report);
    lt_fetch_pool_destroy(rounds.pool);
    serve_outbox(config, &ret_report->mail);
    count(&rounds, err, ret_report);
    return err;
}

/* When to ask again: as the publisher wishes, give or take a tenth; after a failure later and later; tomorrow when the
 * day's bytes are used up. */
static int64_t next_wait(struct rounds *rounds, enum lt_err err, const struct lt_sync_report *report)
{
    int64_t now = lt_sync_now_s(rounds->config);
    if (err != LT_OK && report->outcome == LT_SYNC_BUDGET) /* tomorrow */
        return (DAY_S - now % DAY_S) * 1000 + lt_backoff_draw(&rounds->dice, 0, TOMORROW_MS);
    if (err != LT_OK || report->outcome == LT_SYNC_STALE)
        return lt_backoff_next_ms(&rounds->dice, report->retry_after_s);
    int64_t poll_ms = report->stamp.poll_s * 1000;
    lt_backoff_reset(&rounds->dice, poll_ms);
    return lt_backoff_draw(&rounds->dice, poll_ms - poll_ms / 10, poll_ms + poll_ms / 10);
}

int64_t lt_sync_first_wait_ms(bool something, int64_t poll_s)
{
    int64_t most_s = poll_s * 2 / 3 < FIRST_WAIT_MAX_S ? poll_s * 2 / 3 : FIRST_WAIT_MAX_S;
    return !something ? 0 : poll_s > 0 ? most_s * 1000 : FIRST_WAIT_MS;
}

static int64_t first_wait(struct rounds *rounds)
{
    struct lt_sync_status status;
    bool something = lt_sync_status(rounds->config, NULL, &status) == LT_OK && status.current.epoch;
    int64_t poll_s = rounds->config->direct_folder ? 0 : lt_sync_kept_poll_s(rounds->config);
    return lt_backoff_draw(&rounds->dice, 0, lt_sync_first_wait_ms(something, poll_s));
}

/* A cable that was pulled and is back: by then the waits may have grown to hours. Whoever waits after a failure and had no
 * road out since waits no longer than after a start; the publisher's own outages change nothing. */
static int64_t wait_after_return(struct rounds *rounds, int64_t wait_ms)
{
    bool route = !rounds->failed || lt_fetch_has_route(), back = route && rounds->away;
    rounds->away = !route;
    if (!back)
        return wait_ms;
    int64_t soon_ms = first_wait(rounds);
    lt_backoff_reset(&rounds->dice, 0);
    return soon_ms < wait_ms ? soon_ms : wait_ms;
}

/* Waits, serving the outbox, until it is time for a round, there is something new in direct mode, or a signal came: then
 * false. */
static bool wait_for_turn(struct rounds *rounds, int64_t wait_ms, struct lt_sync_mail *mail)
{
    wait_ms = wait_after_return(rounds, wait_ms);
    for (; wait_ms > 0 && !has_news(rounds) && nap(rounds, wait_ms < STEP_MS ? wait_ms : STEP_MS);
         wait_ms = wait_after_return(rounds, wait_ms - STEP_MS))
        if (wait_ms > STEP_MS && has_mail(rounds->config))
            serve_outbox(rounds->config, mail);
    return !*rounds->stop;
}

enum lt_err lt_sync_watch(const struct lt_sync_config *config, const volatile int *stop, lt_sync_told *told, void *self,
                          struct lt_diag *diag)
{
    struct rounds rounds;
    if (!config->direct_folder && (!config->urls || !config->urls[0]))
        return lt_fail(diag, LT_ERR_CONFIG, NULL, "name one under [network]", "no 'url': there is nothing to watch");
    enum lt_err err = begin(config, stop, &rounds, diag);
    if (err != LT_OK)
        return err;
    struct lt_sync_mail mail = {0};
    int64_t wait_ms = first_wait(&rounds);
    while (wait_for_turn(&rounds, wait_ms, &mail)) {
        struct lt_sync_report report;
        struct lt_diag why = {0};
        err = one_round(&rounds, &why, &report);
        serve_outbox(config, &mail);
        report.mail = mail;
        mail = (struct lt_sync_mail){0};
        count(&rounds, err, &report);
        wait_ms = next_wait(&rounds, err, &report);
        rounds.failed = err != LT_OK && report.failure[0] && report.retry_after_s < 0;
        if (told && !*stop)
            told(self, err, &report, &why, wait_ms);
    }
    lt_fetch_pool_destroy(rounds.pool);
    return LT_OK;
}
