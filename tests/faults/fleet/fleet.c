/*
 * fleet.c: a hundred thousand kiosks and one publisher, in virtual time, with the postman's own waits (<lutrin/backoff.h>).
 *
 *   fault_fleet [KIOSKS] [SEED]
 *
 * Every kiosk asks for `latest`, again after the stamp's poll time give or take a tenth; when there is a new release it waits a
 * random part of the spread and makes FETCH_REQUESTS more. While the publisher is away (or answers 503 with Retry-After) each
 * try fails and lt_backoff_next_ms() says when the next one is. Requests are counted by the minute. What must hold is that no
 * minute after the return has more than twice the requests a minute of the hour it is in, or of an undisturbed hour where that
 * is more, and no minute while it is away more than five times those of an undisturbed hour. The rules of app/sync/once.c are repeated here in wait_after().
 */
#include <lutrin/backoff.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    KIOSKS = 100000, POLL_S = 3600, SPREAD_S = 3600,
    FETCH_REQUESTS = 3,      /* manifest, its signature, a patch */
    FIRST_WAIT_S = POLL_S * 2 / 3, /* once.c: at most, before the first round after a start, of who has something to show */
    HOUR_S = 3600, MINUTE_S = 60,
    LEAD_S = 3 * HOUR_S,     /* undisturbed, before */
    AFTER_S = 30 * HOUR_S,   /* looked at, after the return */
    MOST_TIMES = 2,          /* a minute's requests may be so many times the mean */
    MOST_AWAY = 5,           /* ... and so many times the usual while nobody answers */
};

struct scenario {
    const char *name;
    int64_t outage_s, retry_after_s; /* -1: the line is dead */
    bool release;                    /* one was published meanwhile */
    bool together;                   /* all kiosks are switched on in the minute of the return */
};

struct kiosk {
    struct lt_backoff dice;
    int32_t next;   /* of those with the same second; -1 */
    bool has, fetching;
};

struct fleet {
    const struct scenario *scenario;
    struct kiosk *kiosks;
    int32_t *due;              /* by the second: its first kiosk; -1 */
    int64_t *minutes;          /* requests */
    int64_t seconds, back_s;   /* how long all lasts, when the publisher is back */
};

static void put(struct fleet *f, int32_t kiosk, int64_t second)
{
    if (second >= f->seconds)
        return;
    f->kiosks[kiosk].next = f->due[second];
    f->due[second] = kiosk;
}

static bool is_away(const struct fleet *f, int64_t now)
{
    return now >= LEAD_S && now < f->back_s;
}

/* As once.c's next_wait() and pause_for(). */
static int64_t wait_after(struct fleet *f, struct kiosk *k, int64_t now)
{
    f->minutes[now / MINUTE_S]++;
    if (is_away(f, now))
        return lt_backoff_next_ms(&k->dice, f->scenario->retry_after_s) / 1000;
    bool is_new = f->scenario->release && now >= f->back_s && !k->has;
    if (is_new && !k->fetching) {
        k->fetching = true;
        return lt_backoff_draw(&k->dice, 0, SPREAD_S);
    }
    if (k->fetching) {
        f->minutes[now / MINUTE_S] += FETCH_REQUESTS - 1; /* the first was counted above */
        k->fetching = false;
        k->has = true;
    }
    lt_backoff_reset(&k->dice, POLL_S * 1000);
    return lt_backoff_draw(&k->dice, POLL_S - POLL_S / 10, POLL_S + POLL_S / 10);
}

static void simulate(struct fleet *f, int32_t count, uint64_t seed)
{
    for (int64_t i = 0; i < f->seconds; i++)
        f->due[i] = -1;
    for (int32_t i = 0; i < count; i++) {
        struct kiosk *k = &f->kiosks[i];
        *k = (struct kiosk){.next = -1};
        lt_backoff_init(&k->dice, seed * UINT64_C(0x9E3779B97F4A7C15) + (uint64_t)i);
        lt_backoff_reset(&k->dice, f->scenario->together ? 0 : POLL_S * 1000);
        put(f, i, f->scenario->together ? f->back_s + i % MINUTE_S + lt_backoff_draw(&k->dice, 0, FIRST_WAIT_S)
                                        : lt_backoff_draw(&k->dice, 0, POLL_S));
    }
    for (int64_t now = 0; now < f->seconds; now++)
        for (int32_t i = f->due[now], next; i >= 0; i = next) {
            next = f->kiosks[i].next;
            int64_t wait = wait_after(f, &f->kiosks[i], now);
            put(f, i, now + (wait > 0 ? wait : 1));
        }
}

static double mean(const struct fleet *f, int64_t from_s, int64_t to_s)
{
    double sum = 0;
    for (int64_t i = from_s / MINUTE_S; i < to_s / MINUTE_S; i++)
        sum += (double)f->minutes[i];
    return sum / (double)(to_s - from_s);
}

static double peak(const struct fleet *f, int64_t from_s, int64_t to_s)
{
    int64_t most = 0;
    for (int64_t i = from_s / MINUTE_S; i < to_s / MINUTE_S; i++)
        most = f->minutes[i] > most ? f->minutes[i] : most;
    return (double)most / MINUTE_S;
}

/* The worst minute after the return, as times the mean that is allowed for. */
static double worst(const struct fleet *f, double usual)
{
    double times = 0;
    for (int64_t hour = f->back_s; hour < f->back_s + AFTER_S; hour += HOUR_S) {
        double of = mean(f, hour, hour + HOUR_S), most = peak(f, hour, hour + HOUR_S) / (of > usual ? of : usual);
        times = most > times ? most : times;
    }
    return times;
}

static bool run(const struct scenario *scenario, int32_t count, uint64_t seed)
{
    struct fleet f = {.scenario = scenario, .back_s = LEAD_S + scenario->outage_s};
    f.seconds = f.back_s + AFTER_S;
    f.kiosks = calloc((size_t)count, sizeof *f.kiosks);
    f.due = calloc((size_t)f.seconds, sizeof *f.due);
    f.minutes = calloc((size_t)(f.seconds / MINUTE_S) + 1, sizeof *f.minutes);
    if (!f.kiosks || !f.due || !f.minutes)
        exit(71);
    simulate(&f, count, seed);
    double usual = (double)count / POLL_S, times = worst(&f, usual);
    double away = f.back_s > LEAD_S ? peak(&f, LEAD_S, f.back_s) : 0;
    bool good = times <= MOST_TIMES && away <= MOST_AWAY * usual;
    printf("%-34s usual %5.1f/s, away: peak %6.1f, return: mean of its hour %6.1f, peak %6.1f/s, %4.2f times%s\n", scenario->name,
           usual, away, mean(&f, f.back_s, f.back_s + HOUR_S),
           peak(&f, f.back_s, f.back_s + AFTER_S), times, good ? "" : " TOO MANY");
    free(f.kiosks);
    free(f.due);
    free(f.minutes);
    return good;
}

int main(int argc, char **argv)
{
    static const struct scenario SCENARIOS[] = {
        {"a release, nothing amiss", 0, -1, true, false},
        {"a minute away", 60, -1, false, false},
        {"ten minutes away", 600, -1, false, false},
        {"ten minutes away, then a release", 600, -1, true, false},
        {"an hour away, then a release", HOUR_S, -1, true, false},
        {"six hours away", 6 * HOUR_S, -1, false, false},
        {"six hours away, then a release", 6 * HOUR_S, -1, true, false},
        {"three days away, then a release", 72 * HOUR_S, -1, true, false},
        {"an hour of 503, Retry-After 600", HOUR_S, 600, true, false},
        {"six hours of 503, Retry-After 3600", 6 * HOUR_S, 3600, true, false},
        {"six hours of 503, Retry-After 86400", 6 * HOUR_S, 86400, true, false},
        {"all switched on in one minute", 0, -1, true, true},
        {"... and nothing is new", 0, -1, false, true},
    };
    int32_t count = argc > 1 ? (int32_t)strtol(argv[1], NULL, 10) : KIOSKS;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    int wrong = 0, tried = (int)(sizeof SCENARIOS / sizeof *SCENARIOS);
    if (count < 1 || count > 10 * KIOSKS)
        return 64;
    for (int i = 0; i < tried; i++)
        wrong += !run(&SCENARIOS[i], count, seed);
    printf("F16 fleet: seed %" PRIu64 ": %d scenarios of %" PRId32 " kiosks, %d with too many in a minute\n", seed, tried, count,
           wrong);
    return wrong ? 1 : 0;
}
