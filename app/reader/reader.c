/*
 * reader.c: the reader's life: what is open, how one comes to it and away from it, and the work that nobody waits for.
 */
#include "inside.h"

#include <stdlib.h>

bool lt_reader_reads(const struct lt_reader *reader)
{
    return reader->article.book != NULL;
}

struct lt_turn *lt_reader_turn(struct lt_reader *reader)
{
    if (!reader->stage.bundle)
        return NULL;
    if (!lt_reader_reads(reader))
        return &reader->front.turn;
    lt_article_recount(&reader->article);
    return &reader->article.turn;
}

void lt_reader_turned(struct lt_reader *reader)
{
    reader->focus = 0;
    reader->focus_shown = false;
    if (lt_reader_reads(reader))
        lt_article_turned(&reader->article);
}

bool lt_reader_covered(const struct lt_reader *reader)
{
    return lt_plate_made(&reader->card) || lt_loupe_is_open(&reader->loupe);
}

void lt_reader_close_card(struct lt_reader *reader)
{
    lt_plate_finish(&reader->card);
    lt_loupe_close(&reader->loupe);
    reader->card_sizes = false;
    reader->focus = 0;
}

void lt_reader_drop_spare(struct lt_reader *reader)
{
    lt_book_close(reader->spare);
    reader->spare = NULL;
}

/* The book of an article: the spare one if it is that. */
static enum lt_err take_book(struct lt_reader *r, int64_t article, struct lt_diag *diag, struct lt_book **ret_book)
{
    if (r->spare && r->spare->article == article) {
        *ret_book = r->spare;
        r->spare = NULL;
        return LT_OK;
    }
    return lt_book_open(&r->stage, article, diag, ret_book);
}

struct lt_back lt_reader_here(const struct lt_reader *reader)
{
    const struct lt_article *a = &reader->article;
    return (struct lt_back){a->book->article, a->book->mark, lt_article_is_over(a, a->turn.page)};
}

static void push_back(struct lt_reader *r)
{
    if (!lt_reader_reads(r))
        return;
    if (r->back_count == LT_BACK_MAX) {
        for (size_t i = 1; i < LT_BACK_MAX; i++)
            r->back[i - 1] = r->back[i];
        r->back_count--;
    }
    r->back[r->back_count++] = lt_reader_here(r);
}

/* The title of the article on top of the way back, in `arena`; NULL when there is none. */
static const char *back_title(struct lt_reader *r, struct lt_arena *arena, const char **ret_lang)
{
    struct lt_card card;
    if (r->back_count == 0 ||
        lt_bundle_card(r->stage.bundle, r->back[r->back_count - 1].article, arena, NULL, &card) != LT_OK)
        return NULL;
    *ret_lang = card.lang;
    return card.title;
}

static void put_article(struct lt_reader *r, struct lt_book *book)
{
    struct lt_arena arena = {0};
    const char *lang = "";
    const char *title = back_title(r, &arena, &lang);
    lt_loupe_close(&r->loupe); /* it borrows the article's document */
    lt_article_close(&r->article);
    lt_article_open(&r->article, &r->stage, book, r->motion, title, lang);
    lt_arena_finish(&arena);
    r->focus = 0;
    r->focus_shown = false;
}

enum lt_err lt_reader_show(struct lt_reader *reader, int64_t article, bool remember, struct lt_diag *diag)
{
    struct lt_book *book = NULL;
    enum lt_err err = take_book(reader, article, diag, &book);
    if (err != LT_OK)
        return err;
    if (remember)
        push_back(reader);
    put_article(reader, book);
    lt_article_turned(&reader->article);
    return LT_OK;
}

void lt_reader_go_home(struct lt_reader *reader)
{
    lt_reader_close_card(reader);
    reader->back_count = 0;
    reader->focus = 0;
    if (lt_reader_reads(reader))
        lt_article_close(&reader->article);
    else if (reader->stage.bundle && reader->front.section != 0)
        lt_reader_show_section(reader, 0);
    else if (reader->stage.bundle)
        lt_turn_jump(&reader->front.turn, 0);
    lt_reader_renew(reader);
}

void lt_reader_go_back(struct lt_reader *reader)
{
    if (!lt_reader_reads(reader) || reader->back_count == 0) {
        lt_reader_go_home(reader);
        return;
    }
    const struct lt_back back = reader->back[--reader->back_count];
    lt_reader_return(reader, &back);
}

void lt_reader_return(struct lt_reader *reader, const struct lt_back *back)
{
    struct lt_book *book = NULL;
    if (take_book(reader, back->article, NULL, &book) != LT_OK) {
        lt_reader_go_home(reader);
        return;
    }
    book->mark = back->mark;
    put_article(reader, book);
    if (back->after) {
        uint32_t page = lt_book_after(book);
        lt_turn_recount(&reader->article.turn, page + 1);
        lt_turn_jump(&reader->article.turn, page);
        lt_article_recount(&reader->article);
    }
}

void lt_reader_show_section(struct lt_reader *reader, size_t section)
{
    if (!reader->stage.bundle || section > reader->stage.info->section_count)
        return;
    lt_front_finish(&reader->front);
    lt_front_init(&reader->front, &reader->stage, section, reader->motion);
    lt_reader_close_card(reader);
    lt_reader_renew(reader);
}

/* Sets everything anew for the stage's style; the article on top of the front's page stays on it. */
static void restyle(struct lt_reader *r)
{
    lt_reader_drop_spare(r);
    lt_plate_finish(&r->notice_plate);
    if (!r->stage.bundle) {
        lt_plate_finish(&r->nothing);
        lt_card_nothing(&r->nothing, &r->stage);
        return;
    }
    uint32_t count = 0;
    uint32_t first = lt_front_start(&r->front, r->front.turn.page, &count);
    size_t section = r->front.section;
    lt_front_finish(&r->front);
    lt_front_init(&r->front, &r->stage, section, r->motion);
    uint32_t page = 0;
    while (page + 1 < r->front.turn.count && lt_front_start(&r->front, page + 1, &count) <= first)
        page++;
    lt_turn_jump(&r->front.turn, page);
    if (lt_reader_reads(r))
        lt_article_restyle(&r->article);
}

void lt_reader_set_step(struct lt_reader *reader, int step)
{
    const struct lt_panel panel = reader->stage.style.panel;
    bool sizes = reader->card_sizes;
    size_t focus = reader->focus;
    step = step < 0 ? 0 : step >= LT_TYPE_STEPS ? LT_TYPE_STEPS - 1 : step;
    if (step == reader->stage.style.step)
        return;
    lt_style_init(&reader->stage.style, &panel, step, reader->stage.ruler);
    restyle(reader);
    lt_reader_close_card(reader);
    if (sizes) {
        lt_reader_act(reader, (struct lt_action){LT_ACT_SIZES, 0, NULL}, "");
        reader->focus = focus;
    }
}

void lt_reader_set_panel(struct lt_reader *reader, const struct lt_panel *panel)
{
    lt_style_init(&reader->stage.style, panel, reader->stage.style.step, reader->stage.ruler);
    lt_gestures_init(&reader->gestures, reader->stage.style.px_per_mm_fx);
    lt_reader_close_card(reader);
    restyle(reader);
}

static int64_t likely_next(const struct lt_reader *r)
{
    if (!lt_reader_reads(r))
        return r->front.turn.page == 0 ? r->front.lead : 0;
    return r->article.next;
}

/* Is there an article to open ahead, or the first page of one to set? */
static bool spare_has_work(const struct lt_reader *r)
{
    int64_t next = likely_next(r);
    if (next == 0 || next == r->spare_refused)
        return false;
    if (!r->spare || r->spare->article != next)
        return true;
    return lt_pages_count(r->spare->pages) == 0 && !lt_pages_done(r->spare->pages);
}

static void spare_work(struct lt_reader *r)
{
    int64_t next = likely_next(r);
    if (r->spare && r->spare->article == next) {
        (void)lt_pages_step(r->spare->pages);
        return;
    }
    lt_reader_drop_spare(r);
    if (lt_book_open(&r->stage, next, NULL, &r->spare) != LT_OK) {
        r->spare = NULL;
        r->spare_refused = next;
    }
}

/* A neighbour of the front's page that is not composed yet, or -1. */
static int64_t front_lacks(const struct lt_reader *r)
{
    const struct lt_turn *turn = &r->front.turn;
    if (lt_reader_reads(r))
        return -1;
    if (!lt_front_has_page(&r->front, turn->page))
        return turn->page;
    if (turn->page + 1 < turn->count && !lt_front_has_page(&r->front, turn->page + 1))
        return (int64_t)turn->page + 1;
    if (turn->page > 0 && !lt_front_has_page(&r->front, turn->page - 1))
        return (int64_t)turn->page - 1;
    return -1;
}

static bool has_work(const struct lt_reader *r)
{
    return r->stage.bundle && (lt_article_has_work(&r->article) || front_lacks(r) >= 0 || spare_has_work(r));
}

bool lt_reader_work(struct lt_reader *reader)
{
    if (!has_work(reader))
        return false;
    int64_t page = front_lacks(reader);
    if (lt_article_has_work(&reader->article))
        (void)lt_article_work(&reader->article);
    else if (page >= 0)
        (void)lt_front_page(&reader->front, (uint32_t)page);
    else
        spare_work(reader);
    reader->dirty = true;
    return has_work(reader);
}

static void init_stage(struct lt_reader *r, const struct lt_reader_config *config, const struct lt_ruler *ruler,
                       struct lt_tongue *tongue)
{
    struct lt_stage *stage = &r->stage;
    stage->ruler = ruler;
    stage->tongue = tongue;
    stage->gauge = lt_gauge_create(ruler);
    stage->words = lt_words_lookup(config->lang);
    stage->plain_opening = config->plain_opening;
    lt_stage_believe(stage, config->wall_s);
    lt_style_init(&stage->style, &config->panel, config->type_step, ruler);
}

struct lt_reader *lt_reader_create(const struct lt_reader_config *config, struct lt_bundle *bundle,
                                   const struct lt_ruler *ruler, struct lt_tongue *tongue)
{
    struct lt_reader *reader = lt_alloc(1, sizeof *reader);
    reader->own_lang = config->lang && *config->lang;
    reader->theme = lt_theme_lookup(config->theme ? config->theme : "paper");
    init_stage(reader, config, ruler, tongue);
    lt_reader_take_bundle(reader, bundle);
    reader->motion = config->motion;
    reader->now_ms = reader->touched_ms = config->time_ms;
    reader->dirty = true;
    lt_gestures_init(&reader->gestures, reader->stage.style.px_per_mm_fx);
    if (bundle)
        lt_front_init(&reader->front, &reader->stage, 0, reader->motion);
    else
        lt_card_nothing(&reader->nothing, &reader->stage);
    return reader;
}

void lt_reader_destroy(struct lt_reader *reader)
{
    if (!reader)
        return;
    lt_loupe_close(&reader->loupe);
    lt_article_close(&reader->article);
    lt_front_finish(&reader->front);
    lt_plate_finish(&reader->nothing);
    lt_plate_finish(&reader->card);
    lt_plate_finish(&reader->notice_plate);
    lt_reader_drop_spare(reader);
    lt_gauge_destroy(reader->stage.gauge);
    free(reader->targets);
    free(reader->marks);
    free(reader);
}

void lt_reader_notify(struct lt_reader *reader, const struct lt_notice *notice)
{
    lt_plate_finish(&reader->notice_plate);
    reader->notice = *notice;
    reader->notice_end_ms = reader->now_ms + (lt_notice_works(notice) ? LT_NOTICE_WORKING_MS : LT_NOTICE_RESULT_MS);
    reader->dirty = true;
}

enum lt_err lt_reader_picture(struct lt_reader *reader, int64_t picture, struct lt_diag *diag, struct lt_buf *out)
{
    if (!reader->stage.bundle)
        return lt_fail(diag, LT_ERR_NO_INPUT, NULL, NULL, "picture %lld: there is no bundle", (long long)picture);
    return lt_bundle_picture(reader->stage.bundle, picture, diag, out);
}

static void article_state(const struct lt_reader *r, struct lt_reader_state *state)
{
    const struct lt_article *a = &r->article;
    uint32_t page = a->turn.page;
    bool after = lt_article_is_over(a, page);
    state->at = after ? LT_AT_AFTER : LT_AT_ARTICLE;
    state->article = a->book->article;
    state->page = page;
    state->pages = lt_pages_estimate(a->book->pages);
    struct lt_place place = after ? a->book->mark.place : lt_pages_place(a->book->pages, page);
    state->block = place.block;
    state->byte = place.byte;
}

void lt_reader_state(const struct lt_reader *reader, struct lt_reader_state *ret_state)
{
    struct lt_reader_state state = {.at = LT_AT_NOTHING, .type_step = reader->stage.style.step};
    const struct lt_turn *turn = lt_reader_reads(reader) ? &reader->article.turn : &reader->front.turn;
    if (lt_reader_reads(reader)) {
        article_state(reader, &state);
    } else if (reader->stage.bundle) {
        state.at = LT_AT_FRONT;
        state.page = turn->page;
        state.pages = turn->count;
    }
    if (lt_plate_made(&reader->card))
        state.at = LT_AT_CARD;
    if (lt_loupe_is_open(&reader->loupe))
        state.at = LT_AT_LOUPE;
    state.settled = !lt_turn_moving(turn) && !has_work(reader);
    *ret_state = state;
}

enum lt_err lt_reader_open(struct lt_reader *reader, int64_t article, uint32_t page, struct lt_diag *diag)
{
    if (!reader->stage.bundle)
        return lt_fail(diag, LT_ERR_NO_INPUT, NULL, NULL, "article %lld: there is no bundle", (long long)article);
    lt_reader_close_card(reader);
    reader->dirty = true;
    enum lt_err err = lt_reader_show(reader, article, true, diag);
    if (err != LT_OK || page == 0)
        return err;
    struct lt_article *a = &reader->article;
    uint32_t count = lt_book_count(a->book, page);
    if (page >= count)
        return lt_fail(diag, LT_ERR_NO_INPUT, NULL, "ask for a smaller page", "pages of article %lld: %u, and one after",
                       (long long)article, lt_pages_count(a->book->pages));
    lt_turn_recount(&a->turn, count);
    lt_turn_jump(&a->turn, page);
    lt_article_turned(a);
    return LT_OK;
}
