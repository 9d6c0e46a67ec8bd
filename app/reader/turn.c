/*
 * turn.c: a row of pages that follows the finger, slides and comes to rest. Knows pages by number only.
 *
 * A turn is decided once: the page that is to be seen becomes the present one at that moment, and the slide only shows
 * it arriving. A finger may catch it on its way; one contact never turns more than one page.
 */
#include "turn.h"

#include <stdlib.h>

/* Where the next page (step +1) or the previous one (-1) stands beside the present one. */
static int32_t side_of(const struct lt_turn *t, int step)
{
    return (step > 0) == t->rtl ? -t->width_px : t->width_px;
}

static bool has_page(const struct lt_turn *t, int step)
{
    return step > 0 ? t->page + 1 < t->count : t->page > 0;
}

/* Which step shows when the page is moved to `offset`. */
static int step_shown(const struct lt_turn *t, int32_t offset)
{
    if (offset == 0)
        return 0;
    return (offset < 0) == t->rtl ? -1 : 1;
}

static void rest(struct lt_turn *t)
{
    t->offset = 0;
    t->sliding = false;
    t->held = false;
}

static void slide(struct lt_turn *t, int64_t now_ms, int32_t duration_ms)
{
    t->held = false;
    if (!t->motion || t->offset == 0) {
        rest(t);
        return;
    }
    t->sliding = true;
    t->slide_from = t->offset;
    t->slide_ms = now_ms;
    t->slide_end_ms = now_ms + duration_ms;
}

/* A shorter way takes less time. */
static int32_t settle_ms(const struct lt_turn *t)
{
    int64_t ms = (int64_t)LT_TURN_SLIDE_MS * abs(t->offset) / (t->width_px > 0 ? t->width_px : 1);
    return ms < LT_TURN_SETTLE_MIN_MS ? LT_TURN_SETTLE_MIN_MS : ms > LT_TURN_SLIDE_MS ? LT_TURN_SLIDE_MS : (int32_t)ms;
}

/* The present page becomes the one beside it; what is seen stays where it is. */
static void step_to(struct lt_turn *t, int step)
{
    t->offset += side_of(t, step);
    t->page = step > 0 ? t->page + 1 : t->page - 1;
}

void lt_turn_init(struct lt_turn *turn, int32_t width_px, bool rtl, bool motion)
{
    *turn = (struct lt_turn){0};
    turn->count = 1;
    turn->width_px = width_px;
    turn->rtl = rtl;
    turn->motion = motion;
}

void lt_turn_recount(struct lt_turn *turn, uint32_t count)
{
    turn->count = count > 0 ? count : 1;
    if (turn->page >= turn->count)
        lt_turn_jump(turn, turn->count - 1);
}

void lt_turn_jump(struct lt_turn *turn, uint32_t page)
{
    turn->page = page < turn->count ? page : turn->count - 1;
    turn->queued = 0;
    rest(turn);
}

bool lt_turn_step(struct lt_turn *turn, int step, int64_t now_ms)
{
    if (turn->sliding && !turn->held) {
        if (turn->queued == 0 && has_page(turn, step))
            turn->queued = step;
        return turn->queued == step;
    }
    if (!has_page(turn, step))
        return false;
    turn->offset = 0;
    step_to(turn, step);
    slide(turn, now_ms, LT_TURN_SLIDE_MS);
    return true;
}

void lt_turn_drag(struct lt_turn *turn, int32_t dx)
{
    if (!turn->held) {
        turn->held = true;
        turn->sliding = false;
        turn->queued = 0;
        turn->grip = turn->offset;
    }
    int64_t wanted = (int64_t)turn->grip + dx;
    if (wanted > turn->width_px)
        wanted = turn->width_px;
    if (wanted < -turn->width_px)
        wanted = -turn->width_px;
    int step = step_shown(turn, (int32_t)wanted);
    if (step != 0 && !has_page(turn, step)) {
        int32_t most = turn->width_px / LT_TURN_RESIST_MAX;
        wanted /= LT_TURN_RESIST;
        wanted = wanted > most ? most : wanted < -most ? -most : wanted;
    }
    turn->offset = (int32_t)wanted;
}

int lt_turn_release(struct lt_turn *turn, int32_t speed_px_per_s, int32_t commit_px, int32_t flick, int64_t now_ms)
{
    if (!turn->held)
        return 0;
    int step = step_shown(turn, turn->offset);
    bool flicked = abs(speed_px_per_s) > flick;
    bool same_way = (speed_px_per_s > 0) == (turn->offset > 0);
    bool turns = flicked ? same_way : abs(turn->offset) >= commit_px;
    if (step == 0 || !turns || !has_page(turn, step))
        step = 0;
    else
        step_to(turn, step);
    slide(turn, now_ms, settle_ms(turn));
    return step;
}

void lt_turn_abort(struct lt_turn *turn, int64_t now_ms)
{
    if (turn->held)
        slide(turn, now_ms, settle_ms(turn));
}

int lt_turn_tick(struct lt_turn *turn, int64_t now_ms)
{
    if (!turn->sliding || turn->held)
        return 0;
    if (now_ms < turn->slide_end_ms) {
        int64_t span = turn->slide_end_ms - turn->slide_ms;
        int64_t left = turn->slide_end_ms - now_ms;
        left = left > span ? span : left;
        turn->offset = (int32_t)(turn->slide_from * left / span * left / span * left / span);
        return 0;
    }
    int64_t ended_ms = turn->slide_end_ms;
    int step = turn->queued;
    rest(turn);
    turn->queued = 0;
    if (step == 0 || !lt_turn_step(turn, step, ended_ms))
        return 0;
    (void)lt_turn_tick(turn, now_ms);
    return step;
}

bool lt_turn_moving(const struct lt_turn *turn)
{
    return turn->held || turn->sliding;
}

int64_t lt_turn_neighbour(const struct lt_turn *turn, int32_t *ret_x)
{
    int step = step_shown(turn, turn->offset);
    if (step == 0 || !has_page(turn, step))
        return -1;
    *ret_x = turn->offset + side_of(turn, step);
    return step > 0 ? (int64_t)turn->page + 1 : (int64_t)turn->page - 1;
}
