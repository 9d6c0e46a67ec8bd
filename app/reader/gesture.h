/*
 * gesture.h: contacts become gestures. A pure machine: no screen, no clock but the inputs' own.
 */
#ifndef LUTRIN_READER_GESTURE_H
#define LUTRIN_READER_GESTURE_H

#include <lutrin/reader.h>

/* Thresholds that people's hands give, whatever the panel (research on readers; see gesture.c). */
enum {
    LT_GESTURE_SLOP_UM = 6000,        /* a contact that moved less is a tap */
    LT_GESTURE_PAN_SLOP_UM = 3000,    /* ... but where it moves what it touches, this much is a drag */
    LT_GESTURE_BOUNCE_UM = 8000,      /* a second tap nearer ... */
    LT_GESTURE_BOUNCE_MS = 180,       /* ... and sooner than this is the first one's echo */
    LT_GESTURE_AFTER_SWIPE_MS = 150,  /* a tap sooner after a swipe is the hand coming to rest */
    LT_GESTURE_STALE_MS = 10000,      /* a contact that is held longer is no finger's */
    LT_GESTURE_FLICK_WINDOW_MS = 80,  /* the speed of a flick is that of its last moments ... */
    LT_GESTURE_REST_MS = 80,          /* ... and nothing if the finger rested before it left */
    LT_GESTURE_FLICK_PX_PER_S = 300,
    LT_GESTURE_COMMIT_PERCENT = 28,   /* of the width: a drag that went farther turns the page */
    LT_GESTURE_PINCH_PERCENT = 25,    /* how much two fingers must part or close to be a pinch */
    LT_GESTURE_MAX_CONTACTS = 8,
    LT_GESTURE_TRACE = 16,            /* positions remembered for the speed */
};

enum lt_gesture_kind {
    LT_GESTURE_NONE,
    LT_GESTURE_TAP,        /* at (x, y) */
    LT_GESTURE_DRAG,       /* the finger stands dx (and dy) from where the drag began (the slop taken off) */
    LT_GESTURE_DRAG_END,   /* it left: `speed` and dx tell where the page wants to go */
    LT_GESTURE_DRAG_ABORT, /* two fingers, a cancel, a stale contact: the page goes back */
    LT_GESTURE_PINCH_IN, LT_GESTURE_PINCH_OUT,
};

struct lt_gesture {
    enum lt_gesture_kind kind;
    int32_t x, y;
    int32_t dx, dy;         /* dy only of a free drag */
    int32_t speed_px_per_s; /* of a DRAG_END, signed; 0 if the finger rested */
};

struct lt_contact {
    bool down;
    int32_t finger;
    int64_t since_ms;
    int32_t x0, y0, x, y;
};

enum lt_gesture_phase {
    LT_PHASE_IDLE,  /* no contact */
    LT_PHASE_PRESS, /* one contact that may become a tap or a drag */
    LT_PHASE_DRAG,
    LT_PHASE_PINCH, /* two contacts */
    LT_PHASE_DEAD,  /* nothing more comes of these contacts: wait until all have left */
};

struct lt_gestures {
    int32_t slop_px, bounce_px, pan_slop_px;
    bool free; /* a drag may go anywhere and begins sooner: what is under the finger is moved, not turned */
    enum lt_gesture_phase phase;
    struct lt_contact contacts[LT_GESTURE_MAX_CONTACTS];
    int32_t main_finger;
    int32_t pinch_from; /* distance of the two fingers when the second came */
    struct { int64_t time_ms; int32_t x; } trace[LT_GESTURE_TRACE];
    size_t traced;
    bool tapped, swiped;
    int64_t tap_ms, swipe_ms;
    int32_t tap_x, tap_y;
};

/* px_per_mm_fx is 26.6 pixels in a millimetre. */
void lt_gestures_init(struct lt_gestures *gestures, lt_fx px_per_mm_fx);

/* Takes a DOWN, MOVE, UP, CANCEL or TICK and tells what it amounts to; anything else is NONE. */
struct lt_gesture lt_gestures_take(struct lt_gestures *gestures, const struct lt_input *input);

/* When a TICK is wanted to drop a stale contact; -1: no need. */
int64_t lt_gestures_wake_ms(const struct lt_gestures *gestures);

#endif
