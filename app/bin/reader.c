/*
 * reader.c: lutrin, the lectern: a bundle, a reader, a window, and a service manager that hears that they live. When the
 * shelf has a newer bundle it is offered to the reader, which goes over to it when nobody is disturbed.
 *
 * Nothing about a bundle keeps it from starting: with a missing or a bad one the reader says so in words on the screen,
 * and the log says why.
 */
#include "cli.h"
#include "reader_options.h"
#include "reader_progress.h"
#include "reader_shelf.h"
#include "reader_trial.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include <lutrin/board.h>
#include <lutrin/screen.h>

enum { PIXELS_BYTES = 512 << 10 }; /* blocks of memory this large are sheets of pixels */

/* All that runs while the window is open. */
struct lectern {
    struct lt_arena arena;
    struct lt_reader_options options;
    struct lt_board board;
    struct lt_fonts *fonts;
    struct lt_tongue *tongue;
    struct lt_window *window;
    struct lt_bundle *bundle;
    struct lt_reader *reader;
    struct lt_progress_watch progress;
    struct lt_shelf_watch shelf;
    struct lt_bundle *next; /* offered to the reader, which still shows `bundle`; NULL: none is */
    int64_t start_ms;
    bool ready;
};

/* glibc learns from the first sheet that is given back to keep the next ones in its heap, which never shrinks again: a
 * fifth of all memory. Told so, it takes them from the system and gives them back. */
static void give_pixels_back(void)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, PIXELS_BYTES);
#endif
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Offers the reader what is new on the shelf, and closes what it has left. */
static void follow_shelf(struct lectern *lectern)
{
    struct lt_panel panel = lt_window_panel(lectern->window);
    struct lt_bundle *news = lt_shelf_news(&lectern->shelf, lectern->reader, &panel, now_ms());
    if (news) {
        lt_log(LT_LOG_INFO, "the shelf has a newer bundle: %s", lt_bundle_info(news)->title);
        lt_reader_offer(lectern->reader, news);
        lt_bundle_close(lectern->next);
        lectern->next = news;
    }
    if (!lectern->next || lt_reader_bundle(lectern->reader) != lectern->next)
        return;
    lt_bundle_close(lectern->bundle);
    lectern->bundle = lectern->next;
    lectern->next = NULL;
    lt_log(LT_LOG_INFO, "the newer bundle is shown");
    lt_board_status(&lectern->board, lt_bundle_info(lectern->bundle)->title);
}

/* Called after each frame, or when there was none to draw. */
static void alive(void *self)
{
    struct lectern *lectern = self;
    if (!lectern->ready) {
        const char *title = lectern->bundle ? lt_bundle_info(lectern->bundle)->title : "no publication";
        lectern->ready = true;
        lt_log(LT_LOG_INFO, "the first picture after %lld ms", (long long)(now_ms() - lectern->start_ms));
        lt_board_ready(&lectern->board, title);
    }
    lt_board_alive(&lectern->board, now_ms());
    lt_progress_look(&lectern->progress, lectern->options.progress, now_ms(), lectern->reader);
    follow_shelf(lectern);
}

/* One log line for each line of the text. */
static void log_lines(const char *text)
{
    while (*text) {
        size_t size = strcspn(text, "\n");
        lt_log(LT_LOG_WARN, "%.*s", (int)size, text);
        text += size + (text[size] == '\n');
    }
}

static enum lt_err open_window(struct lectern *lectern, struct lt_diag *diag)
{
    const struct lt_reader_options *o = &lectern->options;
    struct lt_window_config config = {
        .width_px = o->window_width,
        .height_px = o->window_height,
        .width_mm = o->width_mm,
        .height_mm = o->height_mm,
        .distance_mm = o->distance_mm,
        .rotation = o->rotation < 0 ? 0 : o->rotation,
        .title = "Lutrin",
    };
    if (config.width_px == 0 && config.width_mm == 0)
        lt_board_panel_mm(NULL, NULL, &config.width_mm, &config.height_mm);
    return lt_window_create(&config, lectern->fonts, diag, &lectern->window);
}

/* Opens what the options name; without it, or when it is bad, there is no bundle, and the log says why. */
static void open_bundle(struct lectern *lectern)
{
    const struct lt_reader_options *o = &lectern->options;
    struct lt_diag diag = {0};
    const char *path = o->bundle;
    if (!path && o->library)
        path = lt_shelf_begin(&lectern->shelf, o->library, &lectern->arena);
    if (!path)
        lt_log(LT_LOG_WARN, "no bundle: name one, or a shelf with --library");
    else if (lt_bundle_open(path, &diag, &lectern->bundle) != LT_OK)
        lt_shelf_unread(&lectern->shelf, &diag);
}

static void make_reader(struct lectern *lectern)
{
    const struct lt_reader_options *o = &lectern->options;
    time_t wall = time(NULL);
    struct lt_reader_config config = {
        .panel = lt_window_panel(lectern->window),
        .lang = o->lang,
        .type_step = o->type < 0 ? LT_TYPE_STEP_DEFAULT : o->type,
        .theme = o->theme,
        .motion = o->motion != 0,
        .plain_opening = o->capitals == 0,
        .time_ms = now_ms(),
        .wall_s = lt_window_trusts(wall) ? (int64_t)wall : LT_NO_TIME,
    };
    lectern->reader =
        lt_reader_create(&config, lectern->bundle, lt_fonts_ruler(lectern->fonts), lectern->tongue);
}

static enum lt_err run(struct lectern *lectern, struct lt_diag *diag)
{
    enum lt_err err = lt_reader_options_read(&lectern->options, &lectern->arena, diag);
    if (!err)
        err = lt_fonts_create(diag, &lectern->fonts);
    if (!err)
        err = open_window(lectern, diag);
    if (err)
        return err;
    log_lines(lt_fonts_missing(lectern->fonts));
    lectern->tongue = lt_tongue_create();
    open_bundle(lectern);
    make_reader(lectern);
    err = lt_window_run(lectern->window, lectern->reader, alive, lectern, diag);
    lt_board_stopping(&lectern->board);
    return err;
}

static void finish(struct lectern *lectern)
{
    lt_shelf_end(&lectern->shelf);
    lt_reader_destroy(lectern->reader);
    lt_bundle_close(lectern->bundle);
    lt_bundle_close(lectern->next);
    lt_tongue_destroy(lectern->tongue);
    lt_window_destroy(lectern->window);
    lt_fonts_destroy(lectern->fonts);
    lt_arena_finish(&lectern->arena);
}

int main(int argc, char **argv)
{
    struct lectern lectern = {.start_ms = now_ms()};
    struct lt_diag diag = {0};
    lt_log_init("lutrin", LT_LOG_WARN);
    int code = lt_reader_options_parse(&lectern.options, argc, argv);
    if (code >= 0)
        return lt_cli_end(code);
    lt_log_init("lutrin", lectern.options.log);
    give_pixels_back();
    if (lectern.options.trial)
        return lt_reader_trial(&lectern.options);
    lt_board_init(&lectern.board);
    code = run(&lectern, &diag) == LT_OK ? EX_OK : lt_cli_fail(&diag);
    finish(&lectern);
    return code;
}
