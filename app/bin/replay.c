/*
 * replay.c: plays a script to a reader as a front end would: inputs on a virtual clock, work between them, the view read
 * as text. Knows no SDL and no fonts.
 */
#include "replay.h"

#include "cli.h"

#include <lutrin/listing.h>
#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    TAP_MS = 60, MOVE_MS = 10,
    SETTLE_MAX_MS = 5000,      /* nothing slides longer */
    SETTLE_MAX_WORK = 1000000, /* slices of work after which something is wrong */
    PINCH_MS = 200, PINCH_PERCENT = 30,
    WAIT_MAX_MS = 24 * 3600 * 1000,
    SHOWN_MAX = 400,           /* of what the screen shows, in a message */
};

struct player {
    struct lt_replay *replay;
    const struct lt_replay_script *script;
    const struct lt_replay_step *step;
    struct lt_diag *diag;
};

static enum lt_err fail(struct player *p, const char *hint, const char *what, const char *detail)
{
    char where[LT_DIAG_WHERE_MAX];
    struct lt_arena arena = {0};
    const char *text = lt_arena_printf(&arena, "%s:%u", p->script->name, p->step->line);
    size_t size = strlen(text) < sizeof where ? strlen(text) : sizeof where - 1;
    memcpy(where, text, size);
    where[size] = '\0';
    lt_arena_finish(&arena);
    return lt_fail(p->diag, LT_ERR_DATA, where, hint, "%s%s%s", what, *detail ? " " : "", detail);
}

static int64_t processor_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void count_slice(struct lt_replay *r, int64_t begin_us)
{
    struct lt_replay_work *work = &r->work;
    int64_t took_us = processor_us() - begin_us;
    work->slices++;
    work->late += took_us > LT_REPLAY_FRAME_US;
    if (took_us > work->longest_us) {
        work->longest_us = took_us;
        work->longest_line = work->line;
    }
}

static bool work_on(struct lt_replay *r)
{
    int64_t begin_us = processor_us();
    bool more = lt_reader_work(r->reader);
    count_slice(r, begin_us);
    return more;
}

static void give(struct lt_replay *r, struct lt_input input)
{
    int64_t begin_us = processor_us();
    input.time_ms = r->now_ms;
    input.wall_s = r->wall_s == LT_NO_TIME ? LT_NO_TIME : r->wall_s + r->now_ms / 1000;
    lt_reader_input(r->reader, &input);
    count_slice(r, begin_us);
}

void lt_replay_settle(struct lt_replay *replay)
{
    int64_t end_ms = replay->now_ms + SETTLE_MAX_MS;
    for (int32_t i = 0; i < SETTLE_MAX_WORK && work_on(replay); i++)
        continue;
    for (;;) {
        int64_t wake_ms = lt_reader_view(replay->reader)->wake_ms;
        if (wake_ms < 0 || wake_ms > replay->now_ms + MOVE_MS || replay->now_ms >= end_ms)
            break;
        replay->now_ms = wake_ms > replay->now_ms ? wake_ms : replay->now_ms + 1;
        give(replay, (struct lt_input){.kind = LT_INPUT_TICK});
    }
    for (int32_t i = 0; i < SETTLE_MAX_WORK && work_on(replay); i++)
        continue;
}

static void pause_ms(struct lt_replay *r, int64_t ms)
{
    r->now_ms += ms;
    give(r, (struct lt_input){.kind = LT_INPUT_TICK});
    lt_replay_settle(r);
}

/* The layers of the view from top to bottom; those beside the panel are left out. */
static size_t order_layers(const struct lt_replay *r, const struct lt_view *view, const struct lt_layer **order)
{
    size_t count = 0;
    for (size_t i = 0; i < view->layer_count; i++) {
        const struct lt_layer *layer = &view->layers[i];
        if (layer->x >= r->panel.width_px || layer->x + layer->width <= 0)
            continue;
        size_t at = count++;
        for (; at > 0 && order[at - 1]->y > layer->y; at--)
            order[at] = order[at - 1];
        order[at] = layer;
    }
    return count;
}

void lt_replay_show(struct lt_replay *replay, bool body, struct lt_buf *out)
{
    const struct lt_view *view = lt_reader_view(replay->reader);
    const struct lt_layer *order[LT_VIEW_MAX_LAYERS];
    size_t count = order_layers(replay, view, order);
    struct lt_listing *listing = lt_listing_create();
    const struct lt_canvas canvas = lt_listing_canvas(listing);
    for (size_t i = 0; i < count; i++) {
        lt_listing_clear(listing);
        if (lt_reader_paint(replay->reader, order[i]->sheet, &canvas))
            lt_listing_write(listing, body, out);
    }
    lt_listing_destroy(listing);
}

/* Appends `text` with every white space, no-break ones too, as one blank. */
static void even_out(struct lt_bytes text, struct lt_buf *out)
{
    for (size_t at = 0; at < text.size;) {
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        bool blank = code == ' ' || code == '\n' || code == '\t' || code == 0xA0 || code == 0x202F || code == 0x2009;
        if (!blank)
            lt_buf_put_utf8(out, code);
        else if (out->size > 0 && out->data[out->size - 1] != ' ')
            lt_buf_putc(out, ' ');
    }
}

static bool shows(struct lt_replay *r, const char *text)
{
    struct lt_buf wanted = {0};
    bool found = false;
    even_out(lt_bytes_of(text), &wanted);
    for (int body = 0; body < 2 && !found; body++) {
        struct lt_buf shown = {0};
        struct lt_buf even = {0};
        lt_replay_show(r, body == 1, &shown);
        even_out(lt_buf_slice(&shown), &even);
        found = even.data && wanted.data && strstr(even.data, wanted.data) != NULL;
        lt_buf_finish(&shown);
        lt_buf_finish(&even);
    }
    lt_buf_finish(&wanted);
    return found;
}

static enum lt_err fail_shown(struct player *p, const char *what)
{
    struct lt_buf shown = {0};
    struct lt_buf message = {0};
    lt_replay_show(p->replay, false, &shown);
    lt_buf_printf(&message, "\"%s\"; the screen shows:\n", p->step->words[1]);
    lt_buf_put(&message, shown.data ? shown.data : "", lt_utf8_floor(lt_buf_slice(&shown), SHOWN_MAX));
    enum lt_err err = fail(p, "compare the script with what is shown", what, message.data);
    lt_buf_finish(&shown);
    lt_buf_finish(&message);
    return err;
}

/* Parses a coordinate: pixels, or per cent of `whole`. */
static bool coordinate(const char *word, int32_t whole, int32_t *ret_px)
{
    char digits[16];
    int64_t number = 0;
    size_t size = strlen(word);
    bool percent = size > 0 && word[size - 1] == '%';
    size -= percent;
    if (size == 0 || size >= sizeof digits)
        return false;
    memcpy(digits, word, size);
    digits[size] = '\0';
    if (!lt_cli_number(digits, percent ? 0 : INT32_MIN, percent ? 100 : INT32_MAX, &number))
        return false;
    *ret_px = percent ? (int32_t)(number * (whole - 1) / 100) : (int32_t)number;
    return true;
}

static bool point(const struct player *p, size_t word, int32_t *ret_x, int32_t *ret_y)
{
    return coordinate(p->step->words[word], p->replay->panel.width_px, ret_x) &&
           coordinate(p->step->words[word + 1], p->replay->panel.height_px, ret_y);
}

static void tap(struct lt_replay *r, int32_t x, int32_t y)
{
    give(r, (struct lt_input){.kind = LT_INPUT_DOWN, .x = x, .y = y});
    r->now_ms += TAP_MS;
    give(r, (struct lt_input){.kind = LT_INPUT_UP, .x = x, .y = y});
}

/* The first target that bears the label, or one whose label begins with it. */
static const struct lt_target *find_label(struct lt_reader *reader, const char *label)
{
    const struct lt_target *targets = NULL;
    size_t count = 0;
    struct lt_buf wanted = {0};
    const struct lt_target *found = NULL;
    even_out(lt_bytes_of(label), &wanted);
    lt_reader_targets(reader, &targets, &count);
    for (int whole = 1; whole >= 0 && !found; whole--) {
        for (size_t i = 0; i < count && !found; i++) {
            struct lt_buf even = {0};
            even_out(lt_bytes_of(targets[i].label), &even);
            if (wanted.size > 0 && even.size >= wanted.size && memcmp(even.data, wanted.data, wanted.size) == 0 &&
                (!whole || even.size == wanted.size))
                found = &targets[i];
            lt_buf_finish(&even);
        }
    }
    lt_buf_finish(&wanted);
    return found;
}

static enum lt_err do_tap(struct player *p)
{
    int32_t x = 0;
    int32_t y = 0;
    if (p->step->count == 2) {
        const struct lt_target *target = find_label(p->replay->reader, p->step->words[1]);
        if (!target)
            return fail_shown(p, "nothing bears the label");
        x = target->x + target->width / 2;
        y = target->y + target->height / 2;
    } else if (p->step->count != 3 || !point(p, 1, &x, &y)) {
        return fail(p, "tap X Y, or tap \"LABEL\"", "not a place to tap", "");
    }
    tap(p->replay, x, y);
    return LT_OK;
}

static enum lt_err do_swipe(struct player *p)
{
    int32_t x0, y0, x1, y1;
    int64_t ms = 0;
    struct lt_replay *r = p->replay;
    if (p->step->count != 6 || !point(p, 1, &x0, &y0) || !point(p, 3, &x1, &y1) ||
        !lt_cli_number(p->step->words[5], 1, 10000, &ms))
        return fail(p, "swipe X1 Y1 X2 Y2 MS", "not a swipe", "");
    give(r, (struct lt_input){.kind = LT_INPUT_DOWN, .x = x0, .y = y0});
    int64_t start_ms = r->now_ms;
    for (int64_t at = MOVE_MS; at < ms; at += MOVE_MS) {
        r->now_ms = start_ms + at;
        give(r, (struct lt_input){.kind = LT_INPUT_MOVE, .x = x0 + (int32_t)((x1 - x0) * at / ms),
                                  .y = y0 + (int32_t)((y1 - y0) * at / ms)});
    }
    r->now_ms = start_ms + ms;
    give(r, (struct lt_input){.kind = LT_INPUT_MOVE, .x = x1, .y = y1});
    give(r, (struct lt_input){.kind = LT_INPUT_UP, .x = x1, .y = y1});
    return LT_OK;
}

static enum lt_err do_pinch(struct player *p)
{
    struct lt_replay *r = p->replay;
    char *end = NULL;
    double factor = p->step->count == 2 ? strtod(p->step->words[1], &end) : 0;
    if (!end || *end || !(factor >= 0.1) || !(factor <= 10))
        return fail(p, "pinch F, with F between 0.1 and 10", "not a pinch", "");
    int32_t x = r->panel.width_px / 2;
    int32_t y = r->panel.height_px / 2;
    int32_t small = r->panel.width_px < r->panel.height_px ? r->panel.width_px : r->panel.height_px;
    double half = (double)small * PINCH_PERCENT / 200;
    for (int32_t i = 0; i <= 10; i++) {
        int32_t away = (int32_t)(half + half * (factor - 1) * i / 10);
        enum lt_input_kind kind = i == 0 ? LT_INPUT_DOWN : LT_INPUT_MOVE;
        give(r, (struct lt_input){.kind = kind, .finger = 0, .x = x - away, .y = y});
        give(r, (struct lt_input){.kind = kind, .finger = 1, .x = x + away, .y = y});
        r->now_ms += PINCH_MS / 10;
    }
    give(r, (struct lt_input){.kind = LT_INPUT_UP, .finger = 0, .x = x, .y = y});
    give(r, (struct lt_input){.kind = LT_INPUT_UP, .finger = 1, .x = x, .y = y});
    return LT_OK;
}

static enum lt_err do_key(struct player *p)
{
    static const struct {
        const char *name;
        enum lt_key key;
    } keys[] = {
        {"left", LT_KEY_LEFT}, {"right", LT_KEY_RIGHT}, {"up", LT_KEY_UP}, {"down", LT_KEY_DOWN},
        {"next", LT_KEY_NEXT}, {"previous", LT_KEY_PREVIOUS}, {"enter", LT_KEY_ENTER}, {"back", LT_KEY_BACK},
        {"home", LT_KEY_HOME}, {"larger", LT_KEY_LARGER}, {"smaller", LT_KEY_SMALLER},
    };
    for (size_t i = 0; p->step->count == 2 && i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(p->step->words[1], keys[i].name) != 0)
            continue;
        give(p->replay, (struct lt_input){.kind = LT_INPUT_KEY, .key = keys[i].key});
        return LT_OK;
    }
    return fail(p, "left right up down next previous enter back home larger smaller", "not a key", "");
}

static enum lt_err do_type(struct player *p)
{
    return fail(p, NULL, "nothing on the screen takes text", "");
}

static enum lt_err do_wait(struct player *p)
{
    int64_t ms = 0;
    if (p->step->count != 2 || !lt_cli_number(p->step->words[1], 0, WAIT_MAX_MS, &ms))
        return fail(p, "wait MS", "not a time", "");
    pause_ms(p->replay, ms);
    return LT_OK;
}

static enum lt_err do_expect(struct player *p)
{
    if (p->step->count != 2)
        return fail(p, "expect \"TEXT\"", "not a text to expect", "");
    return shows(p->replay, p->step->words[1]) ? LT_OK : fail_shown(p, "the screen does not show");
}

static enum lt_err do_refuse(struct player *p)
{
    if (p->step->count != 2)
        return fail(p, "refuse \"TEXT\"", "not a text to refuse", "");
    return shows(p->replay, p->step->words[1]) ? fail_shown(p, "the screen shows") : LT_OK;
}

static enum lt_err do_notice(struct player *p)
{
    struct lt_notice notice;
    if (p->step->count != 2 || !lt_notice_parse(lt_bytes_of(p->step->words[1]), &notice))
        return fail(p, "notice {\"phase\":\"copying\",...}, as the postman's status file", "not a notice", "");
    lt_reader_notify(p->replay->reader, &notice);
    return LT_OK;
}

static enum lt_err do_offer(struct player *p)
{
    struct lt_replay *r = p->replay;
    struct lt_bundle *before = r->offered;
    if (p->step->count != 2)
        return fail(p, "offer BUNDLE", "not a bundle to offer", "");
    int64_t begin_us = processor_us();
    enum lt_err err = lt_bundle_open(p->step->words[1], p->diag, &r->offered);
    if (err != LT_OK)
        return err;
    lt_reader_offer(r->reader, r->offered);
    count_slice(r, begin_us);
    lt_bundle_close(before);
    return LT_OK;
}

/* Closes the bundle that the reader has left. */
static void follow(struct lt_replay *r)
{
    if (!r->offered || lt_reader_bundle(r->reader) != r->offered)
        return;
    lt_bundle_close(*r->bundle);
    *r->bundle = r->offered;
    r->offered = NULL;
}

static enum lt_err do_shot(struct player *p)
{
    if (p->step->count != 2 || strchr(p->step->words[1], '/'))
        return fail(p, "shot NAME", "not a name for a picture", "");
    return p->replay->shot ? p->replay->shot(p->replay->self, p->step->words[1], p->diag) : LT_OK;
}

/* The steps; those that `act` are followed by a person's pause. */
static const struct {
    const char *name;
    enum lt_err (*run)(struct player *player);
    bool acts;
} commands[] = {
    {"tap", do_tap, true}, {"swipe", do_swipe, true}, {"pinch", do_pinch, true}, {"key", do_key, true},
    {"type", do_type, true}, {"wait", do_wait, false}, {"expect", do_expect, false}, {"refuse", do_refuse, false},
    {"shot", do_shot, false}, {"notice", do_notice, false}, {"offer", do_offer, false},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void log_step(struct player *p, bool acts)
{
    struct lt_buf *log = p->replay->log;
    if (!log)
        return;
    lt_buf_printf(log, "== %u:", p->step->line);
    for (size_t i = 0; i < p->step->count; i++)
        lt_buf_printf(log, " %s", p->step->words[i]);
    lt_buf_putc(log, '\n');
    if (acts)
        lt_replay_show(p->replay, false, log);
}

enum lt_err lt_replay_run(struct lt_replay *replay, const struct lt_replay_script *script, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    lt_replay_settle(replay);
    if (replay->log)
        lt_replay_show(replay, false, replay->log);
    for (size_t i = 0; i < script->count && err == LT_OK; i++) {
        struct player player = {replay, script, &script->steps[i], diag};
        size_t command = 0;
        replay->work.line = player.step->line;
        while (command < COMMANDS && strcmp(commands[command].name, player.step->words[0]) != 0)
            command++;
        if (command == COMMANDS)
            return fail(&player, "tap swipe pinch key type wait expect refuse shot notice offer", "no such step:", player.step->words[0]);
        err = commands[command].run(&player);
        if (err == LT_OK && commands[command].acts) {
            lt_replay_settle(replay);
            pause_ms(replay, LT_REPLAY_PAUSE_MS);
        }
        follow(replay);
        if (err == LT_OK)
            log_step(&player, commands[command].acts);
    }
    lt_reader_offer(replay->reader, NULL);
    lt_bundle_close(replay->offered);
    replay->offered = NULL;
    return err;
}
