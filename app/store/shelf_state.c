/*
 * shelf_state.c: the two small files in which the shelf remembers: what was seen and what is bad, and the trial of the
 * newest generation.
 */
#include "shelf.h"

#include "line.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define STATE_TYPE "lutrin-state 1"
#define TRIAL_TYPE "lutrin-trial 1"
#define BOOT_ID "/proc/sys/kernel/random/boot_id"

struct trial {
    struct lt_generation generation;
    struct lt_moment since;
    int64_t failures;
};

static void put_generation(struct lt_buf *out, const char *key, struct lt_generation generation)
{
    lt_buf_printf(out, "%s %" PRId64 "-%" PRId64 "\n", key, generation.epoch, generation.version);
}

static void put_state(const struct lt_shelf_state *state, struct lt_buf *out)
{
    lt_buf_printf(out, STATE_TYPE "\nchannel %s\nepoch %" PRId64 "\nversion %" PRId64 "\n",
                  state->channel[0] ? state->channel : "-", state->seen.epoch, state->seen.version);
    for (int i = 0; i < state->bad_count; i++)
        put_generation(out, "bad", state->bad[i]);
    lt_buf_printf(out, "sum %016" PRIx64 "\nend\n", lt_hash(lt_buf_slice(out), 0));
}

static bool read_generation(struct lt_bytes word, struct lt_generation *ret_generation)
{
    char name[LT_GENERATION_NAME_MAX];
    if (word.size >= sizeof name)
        return false;
    memcpy(name, word.data, word.size);
    name[word.size] = '\0';
    return lt_generation_parse(name, ret_generation);
}

/* What it reads is true only if it gives the same text again, sum and all. */
static void read_lines(struct lt_bytes text, struct lt_shelf_state *state)
{
    struct lt_bytes word;
    if (!lt_line_take(&text, &word) || !lt_line_take_key(&text, "channel", &word))
        return;
    if (!lt_bytes_equal(word, lt_bytes_of("-")) && !lt_word_channel(word, state->channel))
        return;
    if (!lt_line_number(&text, "epoch", 0, LT_SIGNED_MAX_NUMBER, &state->seen.epoch) ||
        !lt_line_number(&text, "version", 0, LT_SIGNED_MAX_NUMBER, &state->seen.version))
        return;
    while (state->bad_count < LT_SHELF_MAX_BAD && lt_line_take_key(&text, "bad", &word) &&
           read_generation(word, &state->bad[state->bad_count]))
        state->bad_count++;
}

static bool parse_state(struct lt_bytes text, struct lt_shelf_state *ret_state)
{
    struct lt_shelf_state state = {0};
    struct lt_buf again = {0};
    if (!lt_lines_sound(text, LT_SHELF_FILE_MAX, LT_SHELF_FILE_MAX))
        return false;
    read_lines(text, &state);
    put_state(&state, &again);
    bool same = lt_bytes_equal(lt_buf_slice(&again), text);
    lt_buf_finish(&again);
    if (same)
        *ret_state = state;
    return same;
}

enum lt_err lt_shelf_read_state(struct lt_shelf *shelf, struct lt_diag *diag)
{
    struct lt_buf text = {0};
    enum lt_err err = lt_shelf_take(shelf, shelf->dir_fd, "state", LT_SHELF_FILE_MAX, &text, diag);
    bool missing = err == LT_ERR_NO_INPUT;
    if (missing || err == LT_ERR_LIMIT)
        err = LT_OK;
    if (err == LT_OK && (missing || !parse_state(lt_buf_slice(&text), &shelf->state))) {
        struct lt_generation all[LT_SHELF_MAX_GENERATIONS];
        int count = lt_shelf_generations(shelf, all);
        shelf->state = (struct lt_shelf_state){0};
        if (count > 0)
            shelf->state.seen = all[count - 1];
    }
    lt_buf_finish(&text);
    return err;
}

static enum lt_err lay_state(struct lt_shelf *shelf, struct lt_diag *diag)
{
    struct lt_buf text = {0};
    put_state(&shelf->state, &text);
    enum lt_err err = lt_shelf_lay(shelf, shelf->dir_fd, "state", lt_buf_slice(&text), diag);
    lt_buf_finish(&text);
    return err;
}

enum lt_err lt_shelf_write_state(struct lt_shelf *shelf, struct lt_diag *diag)
{
    enum lt_err err = lay_state(shelf, diag);
    if (err == LT_OK && fsync(shelf->dir_fd) != 0)
        err = lt_fail_errno(diag, LT_ERR_IO, shelf->dir, errno, "cannot write");
    return err;
}

bool lt_shelf_is_bad(const struct lt_shelf_state *state, struct lt_generation generation)
{
    for (int i = 0; i < state->bad_count; i++)
        if (lt_generation_compare(state->bad[i], generation) == 0)
            return true;
    return false;
}

void lt_shelf_add_bad(struct lt_shelf_state *state, struct lt_generation generation)
{
    if (lt_shelf_is_bad(state, generation))
        return;
    if (state->bad_count == LT_SHELF_MAX_BAD)
        memmove(state->bad, state->bad + 1, (size_t)--state->bad_count * sizeof *state->bad);
    state->bad[state->bad_count++] = generation;
}

static enum lt_err write_trial(struct lt_shelf *shelf, const struct trial *trial, struct lt_diag *diag)
{
    struct lt_buf text = {0};
    lt_buf_puts(&text, TRIAL_TYPE "\n");
    put_generation(&text, "generation", trial->generation);
    lt_buf_printf(&text, "boot %s\nsince %" PRId64 "\nfailures %" PRId64 "\nend\n",
                  trial->since.boot[0] ? trial->since.boot : "-", trial->since.ms, trial->failures);
    enum lt_err err = lt_shelf_put(shelf, shelf->dir_fd, "trial", lt_buf_slice(&text), diag);
    lt_buf_finish(&text);
    return err;
}

static bool parse_trial(struct lt_bytes text, struct trial *ret_trial)
{
    struct trial trial = {0};
    struct lt_bytes word;
    if (!lt_lines_sound(text, LT_SHELF_FILE_MAX, 16) || !lt_line_take(&text, &word) ||
        !lt_bytes_equal(word, lt_bytes_of(TRIAL_TYPE)) || !lt_line_take_key(&text, "generation", &word) ||
        !read_generation(word, &trial.generation) || !lt_line_take_key(&text, "boot", &word) ||
        word.size >= sizeof trial.since.boot)
        return false;
    memcpy(trial.since.boot, word.data, word.size);
    if (!lt_line_number(&text, "since", 0, LT_SIGNED_MAX_NUMBER, &trial.since.ms) ||
        !lt_line_number(&text, "failures", 0, LT_SHELF_TRIAL_FAILURES, &trial.failures))
        return false;
    *ret_trial = trial;
    return true;
}

/* LT_ERR_NO_INPUT: there is none, or none that makes sense. */
static enum lt_err read_trial(struct lt_shelf *shelf, struct lt_diag *diag, struct trial *ret_trial)
{
    struct lt_buf text = {0};
    enum lt_err err = lt_shelf_take(shelf, shelf->dir_fd, "trial", LT_SHELF_FILE_MAX, &text, diag);
    if (err == LT_ERR_LIMIT || (err == LT_OK && !parse_trial(lt_buf_slice(&text), ret_trial)))
        err = LT_ERR_NO_INPUT;
    lt_buf_finish(&text);
    return err;
}

enum lt_err lt_shelf_announce(struct lt_shelf *shelf, struct lt_generation generation, const struct lt_moment *now,
                              struct lt_diag *diag)
{
    enum lt_err err = lay_state(shelf, diag); /* durable with the trial's file */
    return err == LT_OK ? write_trial(shelf, &(struct trial){.generation = generation, .since = *now}, diag) : err;
}

static bool is_over(const struct trial *trial, const struct lt_moment *now)
{
    return strcmp(trial->since.boot, now->boot) == 0 && now->ms - trial->since.ms > LT_SHELF_TRIAL_MS;
}

void lt_moment_now(struct lt_moment *ret_moment)
{
    struct lt_moment moment = {.boot = "-"};
    struct timespec time;
    int fd = open(BOOT_ID, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        ssize_t size = read(fd, moment.boot, sizeof moment.boot - 1);
        moment.boot[size > 0 ? (size_t)size : 0] = '\0';
        moment.boot[strspn(moment.boot, "0123456789abcdef-")] = '\0';
        close(fd);
    }
    if (!moment.boot[0])
        moment.boot[0] = '-';
    clock_gettime(CLOCK_MONOTONIC, &time);
    moment.ms = (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
    *ret_moment = moment;
}

enum lt_err lt_shelf_reader_failed(struct lt_shelf *shelf, const struct lt_trust *trust, const struct lt_moment *now,
                                   struct lt_diag *diag, struct lt_generation *ret_generation)
{
    struct trial trial;
    struct lt_generation none = {0, 0}, current;
    enum lt_err err = read_trial(shelf, diag, &trial);
    if (err != LT_OK && err != LT_ERR_NO_INPUT)
        return err;
    if (err == LT_ERR_NO_INPUT || lt_shelf_current(shelf, trust, NULL, &current) != LT_OK ||
        lt_generation_compare(trial.generation, current) != 0 || is_over(&trial, now)) {
        *ret_generation = none;
        return LT_OK;
    }
    if (strcmp(trial.since.boot, now->boot) != 0) /* the board was started again: its ten minutes begin anew */
        trial.since = *now;
    trial.failures++;
    if (trial.failures < LT_SHELF_TRIAL_FAILURES) {
        err = write_trial(shelf, &trial, diag);
        if (err == LT_OK)
            *ret_generation = none;
        return err;
    }
    return lt_shelf_roll_back(shelf, trust, diag, ret_generation);
}

void lt_shelf_end_trial(struct lt_shelf *shelf, const struct lt_moment *now)
{
    struct trial trial;
    if (read_trial(shelf, NULL, &trial) == LT_OK && is_over(&trial, now))
        unlinkat(shelf->dir_fd, "trial", 0);
}
