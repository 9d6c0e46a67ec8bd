/*
 * desk.h: a reader on the sample magazine, without pixels, and hands for it.
 */
#ifndef LUTRIN_TEST_READER_DESK_H
#define LUTRIN_TEST_READER_DESK_H

#include <stdlib.h>
#include <unistd.h>

#include <lutrin/listing.h>
#include <lutrin/reader.h>

#include "replay/sample.h"

static char bundle_path[64];

struct desk {
    struct lt_bundle *bundle;
    struct lt_ruler ruler;
    struct lt_tongue *tongue;
    struct lt_reader *reader;
    int32_t width, height;
    int64_t now;
};

static inline int write_bundle(void **state)
{
    struct lt_diag diag = {0};
    (void)state;
    snprintf(bundle_path, sizeof bundle_path, "/tmp/lutrin-reader-%ld.lutrin", (long)getpid());
    if (sample_write(bundle_path, &diag) != LT_OK)
        print_error("%s %s\n", diag.what, diag.where);
    return diag.err;
}

static inline int remove_bundle(void **state)
{
    (void)state;
    return unlink(bundle_path);
}

static inline void desk_open(struct desk *d, int32_t width, int32_t height, const char *lang, bool motion)
{
    struct lt_diag diag = {0};
    *d = (struct desk){.width = width, .height = height, .now = 1000, .ruler = lt_ruler_mono()};
    assert_int_equal(lt_bundle_open(bundle_path, &diag, &d->bundle), LT_OK);
    d->tongue = lt_tongue_create();
    struct lt_reader_config config = {.panel = {.width_px = width, .height_px = height}, .lang = lang,
                                      .type_step = LT_TYPE_STEP_DEFAULT, .motion = motion, .time_ms = d->now,
                                      .wall_s = LT_NO_TIME};
    d->reader = lt_reader_create(&config, d->bundle, &d->ruler, d->tongue);
}

static inline void desk_close(struct desk *d)
{
    lt_reader_destroy(d->reader);
    lt_tongue_destroy(d->tongue);
    lt_bundle_close(d->bundle);
}

static inline void give(struct desk *d, struct lt_input in)
{
    in.time_ms = d->now;
    in.wall_s = LT_NO_TIME;
    lt_reader_input(d->reader, &in);
}

static inline void settle(struct desk *d)
{
    struct lt_reader_state s;
    for (int i = 0; i < 100000 && lt_reader_work(d->reader); i++)
        continue;
    for (int i = 0; i < 100; i++) {
        d->now += 10;
        give(d, (struct lt_input){.kind = LT_INPUT_TICK});
    }
    while (lt_reader_work(d->reader))
        continue;
    lt_reader_state(d->reader, &s);
    assert_true(s.settled);
}

static inline void tap(struct desk *d, int32_t x, int32_t y)
{
    give(d, (struct lt_input){.kind = LT_INPUT_DOWN, .x = x, .y = y});
    d->now += 50;
    give(d, (struct lt_input){.kind = LT_INPUT_UP, .x = x, .y = y});
    d->now += 200;
}

static inline void key(struct desk *d, enum lt_key k)
{
    give(d, (struct lt_input){.kind = LT_INPUT_KEY, .key = k});
}

static inline struct lt_reader_state state_of(struct desk *d)
{
    struct lt_reader_state s;
    lt_reader_state(d->reader, &s);
    return s;
}

/* What the layers show; with `page_only` the page's own sheet as body text. */
static inline void show(struct desk *d, bool page_only, struct lt_buf *out)
{
    const struct lt_view *view = lt_reader_view(d->reader);
    struct lt_listing *listing = lt_listing_create();
    struct lt_canvas canvas = lt_listing_canvas(listing);
    for (size_t i = 0; i < (page_only ? 1 : view->layer_count); i++) {
        lt_listing_clear(listing);
        assert_true(lt_reader_paint(d->reader, view->layers[i].sheet, &canvas));
        lt_listing_write(listing, page_only, out);
    }
    lt_listing_destroy(listing);
}

static inline bool shows(struct desk *d, const char *text)
{
    struct lt_buf out = {0};
    show(d, false, &out);
    bool found = out.data && strstr(out.data, text);
    lt_buf_finish(&out);
    return found;
}

static inline void tap_label(struct desk *d, const char *label)
{
    const struct lt_target *targets = NULL;
    size_t count = 0;
    lt_reader_targets(d->reader, &targets, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(targets[i].label, label) != 0)
            continue;
        tap(d, targets[i].x + targets[i].width / 2, targets[i].y + targets[i].height / 2);
        settle(d);
        return;
    }
    fail_msg("nothing bears the label %s", label);
}

#endif
