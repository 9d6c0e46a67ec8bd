/*
 * gesture.c: contacts become gestures. Knows hands, in millimetres and milliseconds; knows nothing of pages.
 *
 * A tap acts when the finger leaves, at once: there is no double tap and no long press that it would have to be told
 * from. Panels lie: an UP may come without its DOWN, a DOWN twice, a contact may never end, a cheap panel reports no
 * movement at all; whatever comes, the machine is idle again when the last contact has left.
 */
#include "gesture.h"

#include <stdlib.h>

static struct lt_contact *find_contact(struct lt_gestures *g, int32_t finger)
{
    for (size_t i = 0; i < LT_GESTURE_MAX_CONTACTS; i++)
        if (g->contacts[i].down && g->contacts[i].finger == finger)
            return &g->contacts[i];
    return NULL;
}

static size_t count_contacts(const struct lt_gestures *g)
{
    size_t count = 0;
    for (size_t i = 0; i < LT_GESTURE_MAX_CONTACTS; i++)
        count += g->contacts[i].down;
    return count;
}

static bool within(int64_t dx, int64_t dy, int64_t radius)
{
    return dx * dx + dy * dy <= radius * radius;
}

static int32_t distance(const struct lt_contact *a, const struct lt_contact *b)
{
    int64_t dx = (int64_t)a->x - b->x;
    int64_t dy = (int64_t)a->y - b->y;
    int64_t square = dx * dx + dy * dy;
    int64_t root = 0;
    for (int64_t bit = INT64_C(1) << 31; bit > 0; bit >>= 1)
        if ((root + bit) * (root + bit) <= square)
            root += bit;
    return (int32_t)root;
}

static void trace_add(struct lt_gestures *g, int64_t time_ms, int32_t x)
{
    if (g->traced == LT_GESTURE_TRACE) {
        for (size_t i = 1; i < LT_GESTURE_TRACE; i++)
            g->trace[i - 1] = g->trace[i];
        g->traced--;
    }
    g->trace[g->traced].time_ms = time_ms;
    g->trace[g->traced].x = x;
    g->traced++;
}

/* The speed over the last moments before `now`; 0 when the finger rested. The UP itself is not in the trace unless it
 * moved: a lift-off must not hide a rest, nor jitter make a flick. */
static int32_t trace_speed(const struct lt_gestures *g, int64_t now_ms)
{
    if (g->traced < 2)
        return 0;
    size_t last = g->traced - 1;
    size_t first = last;
    if (now_ms - g->trace[last].time_ms > LT_GESTURE_REST_MS)
        return 0;
    while (first > 0 && now_ms - g->trace[first - 1].time_ms <= LT_GESTURE_FLICK_WINDOW_MS)
        first--;
    if (first == last && first > 0)
        first--;
    int64_t span_ms = g->trace[last].time_ms - g->trace[first].time_ms;
    int64_t way = (int64_t)g->trace[last].x - g->trace[first].x;
    int64_t speed = way * 1000 / (span_ms > 0 ? span_ms : 1);
    return speed > INT32_MAX ? INT32_MAX : speed < -INT32_MAX ? -INT32_MAX : (int32_t)speed;
}

static int32_t slop_of(const struct lt_gestures *g)
{
    return g->free ? g->pan_slop_px : g->slop_px;
}

/* How far the page follows: the finger's way without the slop it needed to begin. */
static int32_t follow(const struct lt_gestures *g, int32_t way)
{
    int32_t slop = slop_of(g);
    if (g->free) /* what is moved stays under the finger: it jumps the slop once */
        return way;
    if (abs(way) <= slop)
        return 0;
    return way > 0 ? way - slop : way + slop;
}

/* The contacts so far lead nowhere. A drag that was under way is given up. */
static struct lt_gesture give_up(struct lt_gestures *g)
{
    struct lt_gesture gesture = {LT_GESTURE_NONE, 0, 0, 0, 0, 0};
    if (g->phase == LT_PHASE_DRAG)
        gesture.kind = LT_GESTURE_DRAG_ABORT;
    g->phase = count_contacts(g) > 0 ? LT_PHASE_DEAD : LT_PHASE_IDLE;
    return gesture;
}

static struct lt_gesture take_tap(struct lt_gestures *g, const struct lt_contact *c, int64_t now_ms)
{
    struct lt_gesture gesture = {LT_GESTURE_NONE, c->x0, c->y0, 0, 0, 0};
    if (g->swiped && c->since_ms - g->swipe_ms < LT_GESTURE_AFTER_SWIPE_MS)
        return gesture;
    if (g->tapped && c->since_ms - g->tap_ms < LT_GESTURE_BOUNCE_MS &&
        within((int64_t)c->x0 - g->tap_x, (int64_t)c->y0 - g->tap_y, g->bounce_px))
        return gesture;
    g->tapped = true;
    g->tap_ms = now_ms;
    g->tap_x = c->x0;
    g->tap_y = c->y0;
    gesture.kind = LT_GESTURE_TAP;
    return gesture;
}

static struct lt_gesture take_down(struct lt_gestures *g, const struct lt_input *in)
{
    struct lt_gesture gesture = {LT_GESTURE_NONE, 0, 0, 0, 0, 0};
    struct lt_contact *c = find_contact(g, in->finger);
    if (c) { /* its UP was lost */
        c->down = false;
        gesture = give_up(g);
    }
    for (c = g->contacts; c < g->contacts + LT_GESTURE_MAX_CONTACTS && c->down; c++)
        continue;
    if (c == g->contacts + LT_GESTURE_MAX_CONTACTS)
        return give_up(g);
    *c = (struct lt_contact){true, in->finger, in->time_ms, in->x, in->y, in->x, in->y};
    size_t contacts = count_contacts(g);
    if (contacts == 1) {
        g->phase = LT_PHASE_PRESS;
        g->main_finger = in->finger;
        g->traced = 0;
        trace_add(g, in->time_ms, in->x);
        return gesture;
    }
    struct lt_contact *other = find_contact(g, g->main_finger);
    if (contacts == 2 && other && other != c && (g->phase == LT_PHASE_PRESS || g->phase == LT_PHASE_DRAG)) {
        gesture = give_up(g);
        g->phase = LT_PHASE_PINCH;
        g->pinch_from = distance(other, c);
        return gesture;
    }
    return give_up(g);
}

static struct lt_gesture take_pinch(struct lt_gestures *g)
{
    const struct lt_contact *pair[2] = {NULL, NULL};
    size_t found = 0;
    for (size_t i = 0; i < LT_GESTURE_MAX_CONTACTS && found < 2; i++)
        if (g->contacts[i].down)
            pair[found++] = &g->contacts[i];
    if (found < 2 || g->pinch_from < g->slop_px)
        return (struct lt_gesture){LT_GESTURE_NONE, 0, 0, 0, 0, 0};
    int64_t now = (int64_t)distance(pair[0], pair[1]) * 100;
    int64_t from = g->pinch_from;
    enum lt_gesture_kind kind = now >= from * (100 + LT_GESTURE_PINCH_PERCENT)   ? LT_GESTURE_PINCH_OUT
                                : now <= from * (100 - LT_GESTURE_PINCH_PERCENT) ? LT_GESTURE_PINCH_IN
                                                                                 : LT_GESTURE_NONE;
    if (kind != LT_GESTURE_NONE)
        g->phase = LT_PHASE_DEAD;
    return (struct lt_gesture){kind, pair[0]->x, pair[0]->y, 0, 0, 0};
}

static struct lt_gesture take_move(struct lt_gestures *g, const struct lt_input *in)
{
    struct lt_contact *c = find_contact(g, in->finger);
    struct lt_gesture none = {LT_GESTURE_NONE, 0, 0, 0, 0, 0};
    if (!c || (c->x == in->x && c->y == in->y))
        return none;
    c->x = in->x;
    c->y = in->y;
    if (g->phase == LT_PHASE_PINCH)
        return take_pinch(g);
    if (c->finger != g->main_finger || (g->phase != LT_PHASE_PRESS && g->phase != LT_PHASE_DRAG))
        return none;
    trace_add(g, in->time_ms, in->x);
    if (g->phase == LT_PHASE_PRESS) {
        int64_t dx = (int64_t)c->x - c->x0;
        int64_t dy = (int64_t)c->y - c->y0;
        if (within(dx, dy, slop_of(g)))
            return none;
        if (llabs(dx) <= llabs(dy) && !g->free)
            return give_up(g);
        g->phase = LT_PHASE_DRAG;
    }
    return (struct lt_gesture){LT_GESTURE_DRAG, c->x, c->y, follow(g, c->x - c->x0), follow(g, c->y - c->y0), 0};
}

static struct lt_gesture take_up(struct lt_gestures *g, const struct lt_input *in)
{
    struct lt_gesture gesture = {LT_GESTURE_NONE, 0, 0, 0, 0, 0};
    struct lt_contact *c = find_contact(g, in->finger);
    if (!c)
        return gesture;
    if (g->phase == LT_PHASE_PRESS || g->phase == LT_PHASE_DRAG) /* a panel may report the way only here */
        (void)take_move(g, in);
    bool main = c->finger == g->main_finger;
    struct lt_contact left = *c;
    c->down = false;
    if (g->phase == LT_PHASE_PRESS && main)
        gesture = take_tap(g, &left, in->time_ms);
    if (g->phase == LT_PHASE_DRAG && main) {
        bool meant = g->free || llabs((int64_t)left.x - left.x0) > llabs((int64_t)left.y - left.y0);
        gesture = (struct lt_gesture){meant ? LT_GESTURE_DRAG_END : LT_GESTURE_DRAG_ABORT, left.x, left.y,
                                      follow(g, left.x - left.x0), follow(g, left.y - left.y0),
                                      trace_speed(g, in->time_ms)};
        g->swiped = true;
        g->swipe_ms = in->time_ms;
    }
    g->phase = count_contacts(g) > 0 ? LT_PHASE_DEAD : LT_PHASE_IDLE;
    return gesture;
}

static struct lt_gesture drop_stale(struct lt_gestures *g, int64_t now_ms)
{
    bool dropped = false;
    for (size_t i = 0; i < LT_GESTURE_MAX_CONTACTS; i++) {
        struct lt_contact *c = &g->contacts[i];
        if (c->down && now_ms - c->since_ms >= LT_GESTURE_STALE_MS) {
            c->down = false;
            dropped = true;
        }
    }
    return dropped ? give_up(g) : (struct lt_gesture){LT_GESTURE_NONE, 0, 0, 0, 0, 0};
}

static struct lt_gesture cancel_all(struct lt_gestures *g)
{
    for (size_t i = 0; i < LT_GESTURE_MAX_CONTACTS; i++)
        g->contacts[i].down = false;
    return give_up(g);
}

void lt_gestures_init(struct lt_gestures *gestures, lt_fx px_per_mm_fx)
{
    *gestures = (struct lt_gestures){0};
    gestures->slop_px = (int32_t)((int64_t)px_per_mm_fx * LT_GESTURE_SLOP_UM / 64000);
    gestures->pan_slop_px = (int32_t)((int64_t)px_per_mm_fx * LT_GESTURE_PAN_SLOP_UM / 64000);
    gestures->bounce_px = (int32_t)((int64_t)px_per_mm_fx * LT_GESTURE_BOUNCE_UM / 64000);
}

struct lt_gesture lt_gestures_take(struct lt_gestures *gestures, const struct lt_input *input)
{
    struct lt_gesture stale = drop_stale(gestures, input->time_ms);
    struct lt_gesture gesture = {LT_GESTURE_NONE, 0, 0, 0, 0, 0};
    switch (input->kind) {
    case LT_INPUT_DOWN: gesture = take_down(gestures, input); break;
    case LT_INPUT_MOVE: gesture = take_move(gestures, input); break;
    case LT_INPUT_UP: gesture = take_up(gestures, input); break;
    case LT_INPUT_CANCEL: gesture = cancel_all(gestures); break;
    default: break;
    }
    return gesture.kind == LT_GESTURE_NONE ? stale : gesture;
}

int64_t lt_gestures_wake_ms(const struct lt_gestures *gestures)
{
    int64_t wake_ms = -1;
    for (size_t i = 0; i < LT_GESTURE_MAX_CONTACTS; i++) {
        const struct lt_contact *c = &gestures->contacts[i];
        if (c->down && (wake_ms < 0 || c->since_ms + LT_GESTURE_STALE_MS < wake_ms))
            wake_ms = c->since_ms + LT_GESTURE_STALE_MS;
    }
    return wake_ms;
}
