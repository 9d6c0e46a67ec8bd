/*
 * input.c: what the person's hands and keys do. Knows where things stand on the panel; asks reader.c to do them.
 */
#include "inside.h"

#include "chrome.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    ZONE_PERCENT = 30,      /* of the width, at either side: turns the page */
    LINK_RADIUS_UM = 4800,  /* how far from a link a finger may miss it */
    FAR = 1000000000,
};

/* How far (x, y) lies from the target's box, squared; 0 inside. */
static int64_t miss(const struct lt_target *t, int32_t x, int32_t y)
{
    int64_t dx = x < t->x ? t->x - x : x >= t->x + t->width ? x - (t->x + t->width - 1) : 0;
    int64_t dy = y < t->y ? t->y - y : y >= t->y + t->height ? y - (t->y + t->height - 1) : 0;
    return dx * dx + dy * dy;
}

static int zone_step(const struct lt_reader *r, int32_t x)
{
    int32_t width = r->stage.style.panel.width_px;
    int32_t zone = width * ZONE_PERCENT / 100;
    int step = x >= width - zone ? 1 : x < zone ? -1 : 0;
    return r->article.rtl ? -step : step;
}

/* Does a tap in a zone that turns the page mean the target there? A picture as wide as the page answers in its middle only:
 * who taps at its side turns the page. */
static bool answers_in_zone(const struct lt_reader *r, size_t target)
{
    const struct lt_target *t = &r->targets[target];
    return r->marks[target].action.kind != LT_ACT_LOUPE || zone_step(r, t->x + t->width / 2) != 0;
}

static bool over_page(const struct lt_reader *r, int32_t y)
{
    return y >= lt_chrome_top_px(&r->stage) && y < r->stage.style.panel.height_px - lt_chrome_bottom_px(&r->stage);
}

/* The target that a tap at (x, y) means, or -1. What is on a moving page means nothing. */
static int64_t find_target(struct lt_reader *r, int32_t x, int32_t y, bool in_zone)
{
    const struct lt_turn *turn = lt_reader_reads(r) ? &r->article.turn : &r->front.turn;
    bool moving = lt_turn_moving(turn);
    int64_t radius = lt_stage_um_px(&r->stage, LINK_RADIUS_UM);
    int64_t near = in_zone ? 0 : radius * radius;
    int64_t best = -1;
    lt_reader_look(r);
    for (size_t i = 0; i < r->target_count; i++) {
        int64_t missed = miss(&r->marks[i].shown, x, y);
        bool hit = missed <= near || miss(&r->targets[i], x, y) == 0;
        if (!hit || (r->marks[i].page && moving) || (in_zone && !answers_in_zone(r, i)))
            continue;
        if (missed > 0 && !r->marks[i].link && !lt_reader_covered(r) && lt_reader_reads(r) && over_page(r, y))
            continue;
        if (best < 0 || missed < miss(&r->marks[best].shown, x, y))
            best = (int64_t)i;
    }
    return best;
}

static bool on_card(const struct lt_reader *r, int32_t x, int32_t y)
{
    return x >= r->card_at.x && y >= r->card_at.y && x < r->card_at.x + r->card.width &&
           y < r->card_at.y + r->card.height;
}

static void turn(struct lt_reader *r, int step)
{
    struct lt_turn *row = lt_reader_turn(r);
    uint32_t page = row ? row->page : 0;
    if (row && lt_turn_step(row, step, r->now_ms) && row->page != page)
        lt_reader_turned(r);
}

static void act_on(struct lt_reader *r, size_t target)
{
    struct lt_arena arena = {0}; /* the action may close what lends its strings */
    struct lt_action action = r->marks[target].action;
    action.text = lt_arena_strdup(&arena, action.text);
    lt_reader_act(r, action, lt_arena_strdup(&arena, r->targets[target].label));
    lt_arena_finish(&arena);
}

/* A tap on a picture enlarges it, or brings it back to its first size; one beside it closes the loupe. */
static void tap_loupe(struct lt_reader *r, int32_t x, int32_t y)
{
    int64_t target = find_target(r, x, y, false);
    if (target >= 0)
        act_on(r, (size_t)target);
    else if (!lt_loupe_covers(&r->loupe, x, y))
        lt_reader_close_card(r);
    else if (r->loupe.picture)
        lt_loupe_cycle(&r->loupe, x, y);
}

/* What fingers do to the loupe. */
static void move_loupe(struct lt_reader *r, const struct lt_gesture *gesture)
{
    r->focus_shown = false;
    switch (gesture->kind) {
    case LT_GESTURE_TAP: tap_loupe(r, gesture->x, gesture->y); break;
    case LT_GESTURE_DRAG: lt_loupe_drag(&r->loupe, gesture->dx, gesture->dy); break;
    case LT_GESTURE_DRAG_END:
        lt_loupe_drag(&r->loupe, gesture->dx, gesture->dy);
        lt_loupe_drop(&r->loupe);
        break;
    case LT_GESTURE_DRAG_ABORT: lt_loupe_drop(&r->loupe); break;
    case LT_GESTURE_PINCH_IN: lt_loupe_zoom(&r->loupe, -1, gesture->x, gesture->y); break;
    case LT_GESTURE_PINCH_OUT: lt_loupe_zoom(&r->loupe, 1, gesture->x, gesture->y); break;
    case LT_GESTURE_NONE: break;
    }
}

/* Two fingers that part on a picture or table mean it, elsewhere the type. */
static void pinch_out(struct lt_reader *r, int32_t x, int32_t y)
{
    int64_t target = lt_reader_covered(r) ? -1 : find_target(r, x, y, zone_step(r, x) != 0);
    if (target >= 0 && r->marks[target].action.kind == LT_ACT_LOUPE)
        act_on(r, (size_t)target);
    else
        lt_reader_set_step(r, r->stage.style.step + 1);
}

static void take_tap(struct lt_reader *r, int32_t x, int32_t y)
{
    bool carded = lt_plate_made(&r->card);
    bool pages = lt_reader_reads(r) && !carded && over_page(r, y);
    int step = pages ? zone_step(r, x) : 0;
    r->focus_shown = false;
    int64_t target = carded && !on_card(r, x, y) ? -1 : find_target(r, x, y, step != 0);
    if (target >= 0)
        act_on(r, (size_t)target);
    else if (carded && !on_card(r, x, y))
        lt_reader_close_card(r);
    else if (step != 0)
        turn(r, step);
}

static void take_release(struct lt_reader *r, const struct lt_gesture *gesture)
{
    struct lt_turn *row = lt_reader_turn(r);
    if (!row)
        return;
    lt_turn_drag(row, gesture->dx);
    int32_t commit = row->width_px * LT_GESTURE_COMMIT_PERCENT / 100 - r->gestures.slop_px;
    if (lt_turn_release(row, gesture->speed_px_per_s, commit, LT_GESTURE_FLICK_PX_PER_S, r->now_ms) != 0)
        lt_reader_turned(r);
}

static void take_gesture(struct lt_reader *r, const struct lt_gesture *gesture)
{
    struct lt_turn *row = NULL;
    if (lt_loupe_is_open(&r->loupe)) {
        if (gesture->kind != LT_GESTURE_NONE)
            move_loupe(r, gesture);
        return;
    }
    switch (gesture->kind) {
    case LT_GESTURE_TAP: take_tap(r, gesture->x, gesture->y); break;
    case LT_GESTURE_DRAG:
        r->focus_shown = false;
        if (!lt_plate_made(&r->card) && (row = lt_reader_turn(r)) != NULL)
            lt_turn_drag(row, gesture->dx);
        break;
    case LT_GESTURE_DRAG_END:
        if (!lt_plate_made(&r->card))
            take_release(r, gesture);
        break;
    case LT_GESTURE_DRAG_ABORT:
        if ((row = lt_reader_turn(r)) != NULL)
            lt_turn_abort(row, r->now_ms);
        break;
    case LT_GESTURE_PINCH_IN: lt_reader_set_step(r, r->stage.style.step - 1); break;
    case LT_GESTURE_PINCH_OUT: pinch_out(r, gesture->x, gesture->y); break;
    case LT_GESTURE_NONE: break;
    }
}

/* The nearest target in a direction from the one in focus; the one in focus when there is none. */
static size_t target_towards(const struct lt_reader *r, int32_t way_x, int32_t way_y)
{
    const struct lt_target *from = &r->targets[r->focus];
    int64_t best = FAR;
    size_t found = r->focus;
    for (size_t i = 0; i < r->target_count; i++) {
        const struct lt_target *to = &r->targets[i];
        int64_t dx = (to->x + to->width / 2) - (from->x + from->width / 2);
        int64_t dy = (to->y + to->height / 2) - (from->y + from->height / 2);
        int64_t along = way_x != 0 ? dx * way_x : dy * way_y;
        int64_t across = way_x != 0 ? llabs(dy) : llabs(dx);
        bool overlaps = way_x != 0 ? to->y < from->y + from->height && from->y < to->y + to->height
                                   : to->x < from->x + from->width && from->x < to->x + to->width;
        if (i == r->focus || along <= 0)
            continue;
        int64_t cost = along + (overlaps ? across / 4 : across * 2);
        if (cost < best) {
            best = cost;
            found = i;
        }
    }
    return found;
}

static void move_focus(struct lt_reader *r, int32_t way_x, int32_t way_y)
{
    lt_reader_look(r);
    if (r->target_count == 0)
        return;
    if (!r->focus_shown) {
        r->focus_shown = true;
        return;
    }
    size_t next = target_towards(r, way_x, way_y);
    int sideways = r->stage.rtl ? -way_x : way_x;
    if (next == r->focus && way_x != 0 && !lt_plate_made(&r->card))
        turn(r, sideways);
    r->focus = next;
}

static void step_focus(struct lt_reader *r, int step)
{
    lt_reader_look(r);
    if (r->target_count == 0)
        return;
    if (r->focus_shown)
        r->focus = (r->focus + r->target_count + (size_t)(step > 0 ? 1 : r->target_count - 1)) % r->target_count;
    r->focus_shown = true;
}

static void enter(struct lt_reader *r)
{
    lt_reader_look(r);
    if (r->focus_shown && r->focus < r->target_count)
        act_on(r, r->focus);
    else
        r->focus_shown = r->target_count > 0;
}

/* Arrows turn the pages of an article as they point, and step through what can be chosen on it; on the front page and on
 * cards they move the focus. */
static void take_arrow(struct lt_reader *r, int32_t way_x, int32_t way_y)
{
    bool pages = lt_reader_reads(r) && !lt_plate_made(&r->card);
    if (!pages)
        move_focus(r, way_x, way_y);
    else if (way_x != 0)
        turn(r, r->article.rtl ? -way_x : way_x);
    else
        step_focus(r, way_y);
}

/* Under the loupe arrows move what is looked at, the enter key enlarges it. */
static bool key_loupe(struct lt_reader *r, enum lt_key key)
{
    const struct lt_panel *panel = &r->stage.style.panel;
    switch (key) {
    case LT_KEY_LEFT: lt_loupe_step(&r->loupe, -1, 0); break;
    case LT_KEY_RIGHT: lt_loupe_step(&r->loupe, 1, 0); break;
    case LT_KEY_UP: lt_loupe_step(&r->loupe, 0, -1); break;
    case LT_KEY_DOWN: lt_loupe_step(&r->loupe, 0, 1); break;
    case LT_KEY_NEXT: lt_loupe_step(&r->loupe, 0, 3); break;
    case LT_KEY_PREVIOUS: lt_loupe_step(&r->loupe, 0, -3); break;
    case LT_KEY_ENTER: lt_loupe_cycle(&r->loupe, panel->width_px / 2, panel->height_px / 2); break;
    case LT_KEY_LARGER: lt_reader_act(r, (struct lt_action){LT_ACT_LARGER, 0, NULL}, ""); break;
    case LT_KEY_SMALLER: lt_reader_act(r, (struct lt_action){LT_ACT_SMALLER, 0, NULL}, ""); break;
    case LT_KEY_BACK:
    case LT_KEY_HOME:
    case LT_KEY_NONE: return false;
    }
    return true;
}

static void take_key(struct lt_reader *r, enum lt_key key)
{
    if (lt_loupe_is_open(&r->loupe) && key_loupe(r, key))
        return;
    switch (key) {
    case LT_KEY_LEFT: take_arrow(r, -1, 0); break;
    case LT_KEY_RIGHT: take_arrow(r, 1, 0); break;
    case LT_KEY_UP: take_arrow(r, 0, -1); break;
    case LT_KEY_DOWN: take_arrow(r, 0, 1); break;
    case LT_KEY_NEXT: lt_reader_act(r, (struct lt_action){LT_ACT_NEXT, 0, NULL}, ""); break;
    case LT_KEY_PREVIOUS: lt_reader_act(r, (struct lt_action){LT_ACT_PREVIOUS, 0, NULL}, ""); break;
    case LT_KEY_ENTER: enter(r); break;
    case LT_KEY_BACK: lt_reader_act(r, (struct lt_action){LT_ACT_BACK, 0, NULL}, ""); break;
    case LT_KEY_HOME: lt_reader_act(r, (struct lt_action){LT_ACT_HOME, 0, NULL}, ""); break;
    case LT_KEY_LARGER: lt_reader_set_step(r, r->stage.style.step + 1); break;
    case LT_KEY_SMALLER: lt_reader_set_step(r, r->stage.style.step - 1); break;
    case LT_KEY_NONE: break;
    }
}

static void open_card(struct lt_reader *r, struct lt_plate *plate, struct lt_card_place at)
{
    lt_plate_finish(&r->card);
    r->card = *plate;
    r->card_at = at;
    r->focus = 0;
}

static void follow(struct lt_reader *r, const char *address, const char *label)
{
    static const char inside[] = "lutrin:article/";
    struct lt_plate plate = {0};
    const char *lang = lt_reader_reads(r) ? r->article.book->card.lang : r->stage.lang;
    int64_t article = 0;
    if (strncmp(address, inside, sizeof inside - 1) != 0) {
        struct lt_card_place at = lt_card_address(&plate, &r->stage, address, label, lang);
        open_card(r, &plate, at);
        return;
    }
    for (const char *digit = address + sizeof inside - 1; *digit >= '0' && *digit <= '9'; digit++)
        article = article > INT64_MAX / 10 - 9 ? 0 : article * 10 + (*digit - '0');
    lt_reader_act(r, (struct lt_action){LT_ACT_OPEN, article, NULL}, label);
}

static void open_article(struct lt_reader *r, int64_t article)
{
    struct lt_plate plate = {0};
    lt_reader_close_card(r);
    if (lt_reader_show(r, article, true, NULL) == LT_OK)
        return;
    struct lt_card_place at = lt_card_message(&plate, &r->stage, "This article cannot be shown",
                                              "Please choose another one.");
    open_card(r, &plate, at);
}

static void open_note(struct lt_reader *r, const char *number)
{
    struct lt_plate plate = {0};
    if (!lt_reader_reads(r))
        return;
    struct lt_card_place at = lt_card_note(&plate, &r->stage, r->article.book->doc, number);
    open_card(r, &plate, at);
}

static void open_loupe(struct lt_reader *r, uint32_t block)
{
    const struct lt_book *book = r->article.book;
    if (book && lt_loupe_open(&r->loupe, &r->stage, book->doc, block, book->key))
        r->focus = 0;
}

static void change_size(struct lt_reader *r, int step)
{
    const struct lt_panel *panel = &r->stage.style.panel;
    if (lt_loupe_is_open(&r->loupe))
        lt_loupe_zoom(&r->loupe, step, panel->width_px / 2, panel->height_px / 2);
    else
        lt_reader_set_step(r, r->stage.style.step + step);
}

static void open_sizes(struct lt_reader *r)
{
    struct lt_plate plate = {0};
    bool reads = lt_reader_reads(r);
    int32_t below = reads ? lt_chrome_top_px(&r->stage) : r->front.head_px;
    int32_t margin = reads ? lt_stage_margin_px(&r->stage) : lt_stage_front_margin_px(&r->stage);
    struct lt_card_place at = lt_card_sizes(&plate, &r->stage, below, margin);
    open_card(r, &plate, at);
    r->card_sizes = true;
}

void lt_reader_act(struct lt_reader *reader, struct lt_action action, const char *label)
{
    bool covered = lt_reader_covered(reader);
    switch (action.kind) {
    case LT_ACT_HOME: lt_reader_go_home(reader); break;
    case LT_ACT_BACK: covered ? lt_reader_close_card(reader) : lt_reader_go_back(reader); break;
    case LT_ACT_OPEN: open_article(reader, action.id); break;
    case LT_ACT_ADDRESS: follow(reader, action.text, label); break;
    case LT_ACT_NOTE: open_note(reader, action.text); break;
    case LT_ACT_SECTION: lt_reader_show_section(reader, (size_t)action.id); break;
    case LT_ACT_SIZES: open_sizes(reader); break;
    case LT_ACT_SIZE: lt_reader_set_step(reader, (int)action.id); break;
    case LT_ACT_LOUPE: open_loupe(reader, (uint32_t)action.id); break;
    case LT_ACT_LARGER: change_size(reader, 1); break;
    case LT_ACT_SMALLER: change_size(reader, -1); break;
    case LT_ACT_NEXT:
    case LT_ACT_PREVIOUS:
        if (!covered)
            turn(reader, action.kind == LT_ACT_NEXT ? 1 : -1);
        break;
    case LT_ACT_CLOSE: lt_reader_close_card(reader); break;
    case LT_ACT_HOLD:
    case LT_ACT_NONE: break;
    }
}

static void take_wall(struct lt_reader *r, int64_t told_s)
{
    const int64_t day_s = 86400;
    int64_t before = r->stage.wall_s;
    lt_stage_believe(&r->stage, told_s);
    int64_t wall_s = r->stage.wall_s;
    if (!r->stage.info || before == wall_s)
        return;
    int64_t offset = r->stage.info->utc_offset;
    bool trust = before != LT_NO_TIME && wall_s != LT_NO_TIME;
    if (!trust || (before + offset) / day_s != (wall_s + offset) / day_s)
        lt_plate_finish(&r->front.head);
}

void lt_reader_input(struct lt_reader *reader, const struct lt_input *input)
{
    if (input->time_ms > reader->now_ms)
        reader->now_ms = input->time_ms;
    reader->dirty = true;
    take_wall(reader, input->wall_s);
    if (input->kind != LT_INPUT_TICK && input->kind != LT_INPUT_RESIZE)
        reader->touched_ms = reader->now_ms;
    else if (reader->offered && reader->now_ms >= lt_reader_renew_ms(reader))
        lt_reader_renew(reader);
    if (reader->notice.kind != LT_NOTICE_NONE && reader->now_ms >= reader->notice_end_ms)
        lt_reader_notify(reader, &(struct lt_notice){.kind = LT_NOTICE_NONE});
    struct lt_turn *row = lt_reader_turn(reader);
    if (row && lt_turn_tick(row, reader->now_ms) != 0)
        lt_reader_turned(reader);
    struct lt_input timed = *input;
    timed.time_ms = reader->now_ms;
    reader->gestures.free = lt_loupe_is_open(&reader->loupe);
    struct lt_gesture gesture = lt_gestures_take(&reader->gestures, &timed);
    take_gesture(reader, &gesture);
    if (input->kind == LT_INPUT_KEY)
        take_key(reader, input->key);
    else if (input->kind == LT_INPUT_RESIZE)
        lt_reader_set_panel(reader, &input->panel);
    reader->dirty = true;
}
