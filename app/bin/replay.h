/*
 * replay.h: the headless front end: a script of taps, swipes and keys is played to a reader on a virtual clock.
 */
#ifndef LUTRIN_REPLAY_H
#define LUTRIN_REPLAY_H

#include <lutrin/reader.h>

enum {
    LT_REPLAY_MAX_BYTES = 1 << 20, /* of a script */
    LT_REPLAY_MAX_STEPS = 20000,
    LT_REPLAY_MAX_WORDS = 8,       /* in one step */
    LT_REPLAY_PAUSE_MS = 300,      /* a person's pause between two steps */
    LT_REPLAY_FRAME_US = 16667,    /* of a screen that shows sixty frames a second */
};

/* One step of a script: a line, cut into words. A word in double quotes keeps its spaces; \" and \\ stand for
 * themselves. What follows a # is a comment. */
struct lt_replay_step {
    uint32_t line;
    size_t count;
    const char *words[LT_REPLAY_MAX_WORDS];
};

struct lt_replay_script {
    const char *name;
    const struct lt_replay_step *steps;
    size_t count;
};

/* Cuts a script into steps and checks what can be checked without a reader. */
enum lt_err lt_replay_parse(struct lt_bytes text, const char *name, struct lt_arena *arena, struct lt_diag *diag,
                            struct lt_replay_script *ret_script);

/* The processor time of what a frame may have to wait for: each input, each slice of work, each opening of a bundle on offer.
 * What is painted is not in it. */
struct lt_replay_work {
    int64_t slices, late;   /* all; those that took longer than a frame */
    int64_t longest_us;
    uint32_t line, longest_line; /* of the script: now, and when the longest was; 0: before its first step */
};

struct lt_replay {
    struct lt_reader *reader;
    struct lt_panel panel;
    int64_t now_ms, wall_s;
    struct lt_bundle **bundle; /* the reader's, the caller's to close: another one after the reader went over to it */
    struct lt_bundle *offered; /* one that waits, by an `offer` step */
    /* Takes a picture of the present view; NULL: `shot` steps are passed over. */
    enum lt_err (*shot)(void *self, const char *name, struct lt_diag *diag);
    void *self;
    struct lt_replay_work work; /* counted while the script is played */
    struct lt_buf *log; /* gets each step and what the screen shows after it; may be NULL */
};

/* Plays the script. The first step that fails ends it: LT_ERR_DATA, with the script's line and what is shown. */
enum lt_err lt_replay_run(struct lt_replay *replay, const struct lt_replay_script *script, struct lt_diag *diag);

/* Lets the reader come to rest: all work done, all slides over. */
void lt_replay_settle(struct lt_replay *replay);

/* What the screen shows, from top to bottom, appended to *out. With `body` only the body's text, lines of a block joined
 * and nothing that layout added. */
void lt_replay_show(struct lt_replay *replay, bool body, struct lt_buf *out);

#endif
