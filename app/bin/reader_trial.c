/*
 * reader_trial.c: the smoke test of a bundle, before anybody sees it.
 */
#include "reader_trial.h"

#include "cli.h"

#include <sysexits.h>

#include <lutrin/board.h>
#include <lutrin/screen.h>

enum {
    ARTICLES = 8,             /* that head the front page */
    WIDTH = 1280, HEIGHT = 800, /* of a panel that is not told */
};

/* Decodes the first articles; the first of all in *ret_lead, 0 if there are none. */
static enum lt_err decode(struct lt_bundle *bundle, struct lt_diag *diag, int64_t *ret_lead)
{
    struct lt_arena arena = {0};
    const struct lt_card *cards = NULL;
    const struct lt_doc *doc = NULL;
    size_t count = 0;
    enum lt_err err = lt_bundle_cards(bundle, 0, 0, ARTICLES, &arena, diag, &cards, &count);
    *ret_lead = err == LT_OK && count > 0 ? cards[0].id : 0;
    for (size_t i = 0; i < count && err == LT_OK; i++)
        err = lt_bundle_article(bundle, cards[i].id, &arena, diag, &doc);
    lt_arena_finish(&arena);
    return err;
}

static enum lt_err show(struct lt_bundle *bundle, struct lt_fonts *fonts, int64_t lead, const struct lt_panel *panel,
                        struct lt_diag *diag)
{
    struct lt_tongue *tongue = lt_tongue_create();
    const struct lt_reader_config config = {.panel = *panel, .type_step = LT_TYPE_STEP_DEFAULT, .wall_s = LT_NO_TIME};
    struct lt_reader *reader = lt_reader_create(&config, bundle, lt_fonts_ruler(fonts), tongue);
    enum lt_err err = lt_screen_shot(reader, fonts, panel->width_px, panel->height_px, NULL, diag);
    if (err == LT_OK && lead != 0)
        err = lt_reader_open(reader, lead, 0, diag);
    if (err == LT_OK && lead != 0)
        err = lt_screen_shot(reader, fonts, panel->width_px, panel->height_px, NULL, diag);
    lt_reader_destroy(reader);
    lt_tongue_destroy(tongue);
    return err;
}

static enum lt_err run(const struct lt_reader_options *o, struct lt_diag *diag)
{
    const struct lt_panel panel = {.width_px = o->window_width ? o->window_width : WIDTH,
                                   .height_px = o->window_height ? o->window_height : HEIGHT,
                                   .width_mm = o->width_mm, .height_mm = o->height_mm};
    struct lt_bundle *bundle = NULL;
    struct lt_fonts *fonts = NULL;
    int64_t lead = 0;
    enum lt_err err = lt_bundle_open(o->trial, diag, &bundle);
    if (err == LT_OK)
        err = decode(bundle, diag, &lead);
    if (err == LT_OK)
        err = lt_fonts_create(diag, &fonts);
    if (err == LT_OK)
        err = show(bundle, fonts, lead, &panel, diag);
    lt_fonts_destroy(fonts);
    lt_bundle_close(bundle);
    return err;
}

int lt_reader_trial(const struct lt_reader_options *options)
{
    struct lt_diag diag = {0};
    lt_beside_yield();
    return run(options, &diag) == LT_OK ? EX_OK : lt_cli_fail(&diag);
}
