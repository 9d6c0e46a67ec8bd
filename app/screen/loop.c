/*
 * loop.c: knows how the window lives: events become inputs, work is done in slices, and otherwise it sleeps.
 *
 * SDL sleeps until there is an event on X11 and Wayland. Elsewhere it would look every millisecond, so we sleep
 * ourselves: shortly while a finger is down or somebody was here of late, longer when nobody is.
 */
#include "window.h"

#include <poll.h>
#include <time.h>

#include <lutrin/doc.h>
#include <lutrin/log.h>

enum {
    SLEEP_MAX_MS = 5000,      /* `alive` is called at least so often */
    LOOK_TOUCHED_MS = 8,      /* how often we look where SDL cannot wait: while a finger is down, ... */
    LOOK_PRESENT_MS = 20,     /* ... when somebody was here of late, ... */
    LOOK_ALONE_MS = 100,      /* ... and when nobody was */
    PRESENT_FOR_MS = 60000,
    WORK_SLICE_MS = 5,
    FRAME_MS = 16,            /* between frames where the screen does not pace us */
    CALM_MS = 30,             /* a wake-up later than this is no animation */
    FINGERS_MAX = 10,
    FINGER_LOST_MS = 8000,    /* without a word from it */
    CLOCK_TRUSTED_FROM = 1735689600, /* 2025: a clock that says less was never set */
};

struct loop {
    struct lt_window *window;
    struct lt_reader *reader;
    bool over;
    bool mouse_down;
    int fingers;              /* that are down */
    int64_t last_frame_ms;
    bool moves;               /* the last frame was one of a motion */
    unsigned long late;       /* frames of a motion that came more than two frames after the one before, ... */
    int64_t latest_ms;        /* ... and how long the longest of them took */
    int64_t first_frame_ms;   /* when it was given to the screen; 0: it was not */
    int repeats;              /* times that it was given again */
};

static const struct {
    SDL_Keycode sym;
    enum lt_key key;
} KEYS[] = {
    {SDLK_LEFT, LT_KEY_LEFT},          {SDLK_RIGHT, LT_KEY_RIGHT},      {SDLK_UP, LT_KEY_UP},
    {SDLK_DOWN, LT_KEY_DOWN},          {SDLK_PAGEDOWN, LT_KEY_NEXT},    {SDLK_SPACE, LT_KEY_NEXT},
    {SDLK_PAGEUP, LT_KEY_PREVIOUS},    {SDLK_RETURN, LT_KEY_ENTER},     {SDLK_KP_ENTER, LT_KEY_ENTER},
    {SDLK_ESCAPE, LT_KEY_BACK},        {SDLK_BACKSPACE, LT_KEY_BACK},   {SDLK_AC_BACK, LT_KEY_BACK},
    {SDLK_HOME, LT_KEY_HOME},          {SDLK_AC_HOME, LT_KEY_HOME},     {SDLK_PLUS, LT_KEY_LARGER},
    {SDLK_EQUALS, LT_KEY_LARGER},      {SDLK_KP_PLUS, LT_KEY_LARGER},   {SDLK_MINUS, LT_KEY_SMALLER},
    {SDLK_KP_MINUS, LT_KEY_SMALLER},
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t wall_s(void)
{
    int64_t now = (int64_t)time(NULL);
    return lt_window_trusts(now) ? now : LT_NO_TIME;
}

/* When it happened on our clock; SDL counts from its own beginning. */
static int64_t event_ms(Uint32 timestamp)
{
    Uint32 ago = SDL_GetTicks() - timestamp;
    return now_ms() - (ago < 1000 ? (int64_t)ago : 0);
}

static void send(struct loop *loop, struct lt_input input)
{
    input.wall_s = wall_s();
    loop->window->last_input_ms = input.time_ms;
    lt_reader_input(loop->reader, &input);
}

static void touch(struct loop *loop, enum lt_input_kind kind, Uint32 timestamp, int32_t finger, float x, float y)
{
    struct lt_px at = lt_window_point(loop->window, x, y);
    send(loop, (struct lt_input){.kind = kind, .time_ms = event_ms(timestamp), .finger = finger, .x = at.x, .y = at.y});
}

static void take_finger(struct loop *loop, const SDL_TouchFingerEvent *event)
{
    enum lt_input_kind kind = event->type == SDL_FINGERDOWN ? LT_INPUT_DOWN
                              : event->type == SDL_FINGERUP ? LT_INPUT_UP
                                                            : LT_INPUT_MOVE;
    if (kind == LT_INPUT_DOWN && loop->fingers < FINGERS_MAX)
        loop->fingers++;
    if (kind == LT_INPUT_UP && loop->fingers > 0)
        loop->fingers--;
    touch(loop, kind, event->timestamp, (int32_t)event->fingerId, event->x, event->y);
}

static void take_mouse(struct loop *loop, enum lt_input_kind kind, Uint32 timestamp, int x, int y)
{
    int width = 1, height = 1;
    SDL_GetWindowSize(loop->window->window, &width, &height);
    touch(loop, kind, timestamp, -1, ((float)x + 0.5f) / (float)width, ((float)y + 0.5f) / (float)height);
}

static void take_button(struct loop *loop, const SDL_MouseButtonEvent *event)
{
    bool down = event->type == SDL_MOUSEBUTTONDOWN;
    if (event->button != SDL_BUTTON_LEFT || event->which == SDL_TOUCH_MOUSEID || down == loop->mouse_down)
        return;
    loop->mouse_down = down;
    take_mouse(loop, down ? LT_INPUT_DOWN : LT_INPUT_UP, event->timestamp, event->x, event->y);
}

/* The window itself may go full screen and back only if it began as a window. */
static void toggle_fullscreen(struct lt_window *window)
{
    if (window->config.width_px == 0)
        return;
    window->fullscreen = !window->fullscreen;
    SDL_SetWindowFullscreen(window->window, window->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    SDL_ShowCursor(window->fullscreen ? SDL_DISABLE : SDL_ENABLE);
}

static void take_key(struct loop *loop, const SDL_KeyboardEvent *event)
{
    if (event->repeat)
        return;
    if (event->keysym.sym == SDLK_F11)
        toggle_fullscreen(loop->window);
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (KEYS[i].sym == event->keysym.sym)
            send(loop, (struct lt_input){.kind = LT_INPUT_KEY, .time_ms = event_ms(event->timestamp),
                                         .key = KEYS[i].key});
}

static void cancel(struct loop *loop)
{
    if (!loop->mouse_down && loop->fingers == 0)
        return;
    loop->mouse_down = false;
    loop->fingers = 0;
    send(loop, (struct lt_input){.kind = LT_INPUT_CANCEL, .time_ms = now_ms(), .finger = -1});
}

/* A device that lost its thread never says that the finger left. */
static void forget_lost_fingers(struct loop *loop)
{
    if (loop->fingers > 0 && now_ms() - loop->window->last_input_ms > FINGER_LOST_MS)
        cancel(loop);
}

static void take_resize(struct loop *loop)
{
    loop->window->stale = true;
    if (lt_window_measure(loop->window))
        send(loop, (struct lt_input){.kind = LT_INPUT_RESIZE, .time_ms = now_ms(),
                                     .panel = lt_window_panel(loop->window)});
}

static void take_window_event(struct loop *loop, const SDL_WindowEvent *event)
{
    switch (event->event) {
    case SDL_WINDOWEVENT_CLOSE:
        loop->over = loop->window->config.width_px > 0;
        break;
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        take_resize(loop);
        break;
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED:
        loop->window->stale = true;
        break;
    case SDL_WINDOWEVENT_FOCUS_LOST:
        cancel(loop);
        break;
    default:
        break;
    }
}

static void take_event(struct loop *loop, const SDL_Event *event)
{
    switch (event->type) {
    case SDL_QUIT:
        loop->over = true;
        break;
    case SDL_WINDOWEVENT:
        take_window_event(loop, &event->window);
        break;
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        lt_textures_clear(loop->window->textures);
        loop->window->stale = true;
        break;
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
        take_finger(loop, &event->tfinger);
        break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        take_button(loop, &event->button);
        break;
    case SDL_MOUSEMOTION:
        if (loop->mouse_down && event->motion.which != SDL_TOUCH_MOUSEID)
            take_mouse(loop, LT_INPUT_MOVE, event->motion.timestamp, event->motion.x, event->motion.y);
        break;
    case SDL_KEYDOWN:
        take_key(loop, &event->key);
        break;
    default:
        break;
    }
}

static void take_events(struct loop *loop)
{
    SDL_Event event;
    while (!loop->over && SDL_PollEvent(&event))
        take_event(loop, &event);
}

/* How long until the reader wants a tick, at most SLEEP_MAX_MS; 0 when it is due. */
static int64_t until_tick(const struct loop *loop)
{
    int64_t wake = lt_reader_view(loop->reader)->wake_ms;
    if (wake < 0)
        return SLEEP_MAX_MS;
    int64_t left = wake - now_ms();
    return left < 0 ? 0 : left > SLEEP_MAX_MS ? SLEEP_MAX_MS : left;
}

static void tick_if_due(struct loop *loop)
{
    if (until_tick(loop) > 0)
        return;
    struct lt_input input = {.kind = LT_INPUT_TICK, .time_ms = now_ms(), .wall_s = wall_s()};
    lt_reader_input(loop->reader, &input);
}

/* On a console of the kernel's own the first frames may be lost: its text is put back while the screen changes hands, as
 * after a reader that died, and it says nothing of it. What is shown is given to the screen again a few times. */
static void repeat_first_frame(struct loop *loop)
{
    static const int AFTER_MS[] = {300, 1500, 5000};
    struct lt_window *window = loop->window;
    if (!window->kms || window->presents == 0 || loop->repeats == (int)(sizeof AFTER_MS / sizeof *AFTER_MS))
        return;
    if (loop->first_frame_ms == 0)
        loop->first_frame_ms = now_ms();
    if (now_ms() - loop->first_frame_ms < AFTER_MS[loop->repeats])
        return;
    loop->repeats++;
    window->stale = true;
}

/* Draws if there is something new, no faster than the screen shows. */
static void draw(struct loop *loop)
{
    if (!lt_window_draw(loop->window, loop->reader))
        return;
    int64_t now = now_ms();
    if (loop->moves && now - loop->last_frame_ms > 2 * FRAME_MS) {
        loop->late++;
        loop->latest_ms = now - loop->last_frame_ms > loop->latest_ms ? now - loop->last_frame_ms : loop->latest_ms;
    }
    if (!loop->window->vsync && now - loop->last_frame_ms < FRAME_MS)
        poll(NULL, 0, (int)(FRAME_MS - (now - loop->last_frame_ms)));
    loop->last_frame_ms = now_ms();
    loop->moves = until_tick(loop) <= CALM_MS;
}

/* One slice of what nobody waits for; returns whether there is more. */
static bool work(struct loop *loop)
{
    int64_t end = now_ms() + WORK_SLICE_MS;
    bool more = true;
    while (more && now_ms() < end)
        more = lt_reader_work(loop->reader);
    return more || lt_window_prepare(loop->window, loop->reader);
}

static int64_t look_period(const struct loop *loop)
{
    if (loop->mouse_down || loop->fingers > 0)
        return LOOK_TOUCHED_MS;
    return now_ms() - loop->window->last_input_ms < PRESENT_FOR_MS ? LOOK_PRESENT_MS : LOOK_ALONE_MS;
}

/* Sleeps until there is an event, or a tick is due. */
static void wait(struct loop *loop)
{
    int64_t left = until_tick(loop);
    SDL_Event event;
    if (left <= 0)
        return;
    if (loop->window->can_wait) {
        if (SDL_WaitEventTimeout(&event, (int)left))
            take_event(loop, &event);
        return;
    }
    int64_t period = look_period(loop);
    poll(NULL, 0, (int)(left < period ? left : period));
}

bool lt_window_trusts(int64_t wall)
{
    return wall >= CLOCK_TRUSTED_FROM;
}

enum lt_err lt_window_run(struct lt_window *window, struct lt_reader *reader, void (*alive)(void *self), void *self,
                          struct lt_diag *diag)
{
    struct loop loop = {.window = window, .reader = reader};
    (void)diag;
    window->stale = true;
    if (window->last_input_ms == 0)
        window->last_input_ms = now_ms();
    for (;;) {
        take_events(&loop);
        if (loop.over)
            break;
        forget_lost_fingers(&loop);
        tick_if_due(&loop);
        repeat_first_frame(&loop);
        draw(&loop);
        if (alive)
            alive(self);
        bool calm = until_tick(&loop) > CALM_MS;
        loop.moves = loop.moves && !calm;
        if ((!calm || !work(&loop)) && !lt_window_is_behind(window, reader))
            wait(&loop);
    }
    lt_log(LT_LOG_DEBUG, "frames presented: %lu, %lu of them late, %lld ms at most; sheets painted ahead: %lu; textures: %zu bytes",
           window->presents, loop.late, (long long)loop.latest_ms, window->paints, lt_textures_bytes(window->textures));
    return LT_OK;
}
