/*
 * reader_shelf.c: follows LIBRARY/current, which the postman points elsewhere when a newer bundle is whole and verified. A
 * bundle that cannot be opened is left alone, and what is shown stays.
 */
#include "reader_shelf.h"

#include <lutrin/log.h>

#include <string.h>
#include <unistd.h>

enum {
    LOOK_EVERY_MS = 1000,
    FRONT_IDLE_MS = 10000,  /* nobody chooses an article right now */
    READING_IDLE_MS = 300000, /* nobody reads a page for so long */
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
    read_link(library, watch->shown);
    return bundle_path(library, watch->shown, arena);
}

static bool may_exchange(const struct lt_reader *reader, int64_t idle_ms)
{
    struct lt_reader_state state;
    lt_reader_state(reader, &state);
    return state.at == LT_AT_NOTHING || idle_ms >= (state.at == LT_AT_FRONT ? FRONT_IDLE_MS : READING_IDLE_MS);
}

bool lt_shelf_news(struct lt_shelf_watch *watch, const char *library, int64_t now_ms, int64_t idle_ms,
                   const struct lt_reader *reader, struct lt_bundle **ret_bundle)
{
    char link[LT_SHELF_LINK_MAX];
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    if (now_ms < watch->next_ms)
        return false;
    watch->next_ms = now_ms + LOOK_EVERY_MS;
    read_link(library, link);
    if (!link[0] || strcmp(link, watch->shown) == 0 || !may_exchange(reader, idle_ms))
        return false;
    memcpy(watch->shown, link, sizeof link);
    bool good = lt_bundle_open(bundle_path(library, link, &arena), &diag, ret_bundle) == LT_OK;
    if (!good)
        lt_log_diag(LT_LOG_ERROR, &diag);
    lt_arena_finish(&arena);
    return good;
}
