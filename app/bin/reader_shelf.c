/*
 * reader_shelf.c: follows LIBRARY/current, which the postman points elsewhere when a newer bundle is whole and verified. The
 * newer one is tried in another process first: one that is slow, or kills whoever shows it, is never shown.
 */
#include "reader_shelf.h"

#include "reader_options.h"

#include <lutrin/log.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    LOOK_EVERY_MS = 1000,
    TRIAL_MAX_MS = 60000, /* a slow board that is busy with the very installation */
    TRIALS = 3,           /* of one bundle: that board may have been too busy for what a query may cost */
    TRIAL_AGAIN_MS = 30000,
};

/* Reads where the link points; "" when there is none. */
static void read_link(const char *library, char link[LT_SHELF_LINK_MAX])
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/current", library);
    ssize_t size = readlink(path.data, link, LT_SHELF_LINK_MAX - 1);
    link[size < 0 || size >= LT_SHELF_LINK_MAX - 1 ? 0 : size] = '\0';
    lt_buf_finish(&path);
}

/* The bundle that a link of the shelf means; a folder that is named current without being a link is one too. */
static const char *bundle_path(const char *library, const char *link, struct lt_arena *arena)
{
    if (link[0] == '/') /* the factory's */
        return lt_arena_printf(arena, "%s/bundle.db", link);
    return lt_arena_printf(arena, "%s/%s/bundle.db", library, link[0] ? link : "current");
}

const char *lt_shelf_begin(struct lt_shelf_watch *watch, const char *library, struct lt_arena *arena)
{
    *watch = (struct lt_shelf_watch){.changed = false};
    lt_folder_watch(&watch->folder, library); /* before the link is read, so that no change is missed */
    read_link(library, watch->known);
    return bundle_path(library, watch->known, arena);
}

void lt_shelf_unread(struct lt_shelf_watch *watch, const struct lt_diag *diag)
{
    lt_log_diag(LT_LOG_ERROR, diag);
    watch->known[0] = '\0';
    watch->changed = true;
}

void lt_shelf_end(struct lt_shelf_watch *watch)
{
    (void)lt_beside_look(&watch->trial, true);
    lt_folder_leave(&watch->folder);
}

/* What --window takes. */
static int window_px(int32_t px)
{
    return px < LT_WINDOW_MIN_PX ? LT_WINDOW_MIN_PX : px > LT_WINDOW_MAX_PX ? LT_WINDOW_MAX_PX : px;
}

static void begin_trial(struct lt_shelf_watch *watch, const char link[LT_SHELF_LINK_MAX], const struct lt_panel *panel,
                        int64_t now_ms)
{
    struct lt_arena arena = {0};
    char size[32], mm[32];
    (void)snprintf(size, sizeof size, "%dx%d", window_px(panel->width_px), window_px(panel->height_px));
    (void)snprintf(mm, sizeof mm, "%dx%d", (int)panel->width_mm, (int)panel->height_mm);
    const char *const args[] = {"lutrin", "--try", bundle_path(watch->folder.path, link, &arena), "--window", size,
                                panel->width_mm > 0 && panel->height_mm > 0 ? "--mm" : NULL, mm, NULL};
    if (lt_beside_begin(&watch->trial, args)) {
        memmove(watch->known, link, LT_SHELF_LINK_MAX);
        watch->trials++;
        watch->again_ms = 0;
        watch->trial_end_ms = now_ms + TRIAL_MAX_MS;
    } else { /* no process today: once more */
        lt_log(LT_LOG_WARN, "the shelf's newer bundle %s cannot be tried: %s", link, strerror(errno));
        watch->changed = true;
    }
    lt_arena_finish(&arena);
}

static struct lt_bundle *open_known(const struct lt_shelf_watch *watch)
{
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    struct lt_bundle *bundle = NULL;
    if (lt_bundle_open(bundle_path(watch->folder.path, watch->known, &arena), &diag, &bundle) != LT_OK)
        lt_log_diag(LT_LOG_ERROR, &diag);
    lt_arena_finish(&arena);
    return bundle;
}

/* A bundle that failed is tried again, but not for ever. */
static void failed(struct lt_shelf_watch *watch, int64_t now_ms)
{
    bool last = watch->trials >= TRIALS;
    watch->again_ms = last ? 0 : now_ms + (int64_t)TRIAL_AGAIN_MS * watch->trials;
    lt_log(LT_LOG_ERROR, "the shelf's newer bundle %s did not stand its trial: what is shown stays%s", watch->known,
           last ? "" : "; it is tried once more");
}

static void look_at_link(struct lt_shelf_watch *watch, const struct lt_panel *panel, int64_t now_ms)
{
    char link[LT_SHELF_LINK_MAX];
    watch->changed = false;
    read_link(watch->folder.path, link);
    if (!link[0] || strcmp(link, watch->known) == 0)
        return;
    watch->trials = 0;
    begin_trial(watch, link, panel, now_ms);
}

struct lt_bundle *lt_shelf_news(struct lt_shelf_watch *watch, const struct lt_reader *reader, const struct lt_panel *panel,
                                int64_t now_ms)
{
    struct lt_reader_state state;
    if (!watch->folder.path || now_ms < watch->next_ms)
        return NULL;
    lt_reader_state(reader, &state);
    if (!state.settled)
        return NULL;
    watch->next_ms = now_ms + LOOK_EVERY_MS;
    watch->changed = lt_folder_changed(&watch->folder) || watch->changed;
    switch (lt_beside_look(&watch->trial, now_ms > watch->trial_end_ms)) {
    case LT_BESIDE_WELL: return open_known(watch);
    case LT_BESIDE_RUNS: return NULL;
    case LT_BESIDE_FAILED: failed(watch, now_ms); break;
    case LT_BESIDE_NONE: break;
    }
    if (watch->changed)
        look_at_link(watch, panel, now_ms);
    else if (watch->again_ms != 0 && now_ms >= watch->again_ms)
        begin_trial(watch, watch->known, panel, now_ms);
    return NULL;
}
