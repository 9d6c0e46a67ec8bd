/*
 * book.c: one opened article. Knows its document, its pages and the reader's place in it; nothing of the screen.
 */
#include "book.h"

#include <stdlib.h>

static const char *byline_of(const struct lt_stage *stage, struct lt_arena *arena, const struct lt_card *card)
{
    const char *date = "";
    if (card->published != LT_NO_TIME)
        date = lt_stage_date(stage, arena, card->published, card->utc_offset, LT_DATE_LONG);
    const char *minutes = lt_stage_number(stage, arena, lt_stage_minutes(card->words));
    return lt_stage_join(arena, card->rtl, card->author, date,
                         card->words > 0 ? lt_stage_say(stage, arena, "%1 min", minutes, NULL) : "");
}

static void compose_front(struct lt_book *book, const struct lt_stage *stage)
{
    const struct lt_card *card = &book->card;
    const char *kicker = *card->kicker ? card->kicker : card->section_name ? card->section_name : "";
    book->front = (struct lt_front_matter){
        .kicker = lt_stage_capitals(stage, &book->arena, kicker, card->lang),
        .title = card->title,
        .standfirst = card->standfirst,
        .byline = byline_of(stage, &book->arena, card),
        .lead_picture = true,
        .end_mark = "■",
        .plain_opening = stage->plain_opening,
        .left_out = lt_stage_say(stage, &book->arena, "This text is longer than can be shown here. Part of it is missing.", NULL, NULL),
    };
}

static uint64_t key_of(const struct lt_book *book, const struct lt_stage *stage)
{
    const struct lt_panel *panel = &stage->style.panel;
    const int64_t seen[] = {book->article, stage->style.step, panel->width_px, panel->height_px,
                            panel->width_mm, panel->height_mm, panel->distance_mm, stage->edition};
    uint64_t key = lt_hash((struct lt_bytes){(const char *)seen, sizeof seen}, 0);
    return lt_hash(lt_bytes_of(stage->lang), key);
}

enum lt_err lt_book_open(const struct lt_stage *stage, int64_t article, struct lt_diag *diag, struct lt_book **ret_book)
{
    struct lt_book *book = lt_alloc(1, sizeof *book);
    book->article = article;
    book->mark.place = (struct lt_place){LT_PLACE_FRONT, 0};
    enum lt_err err = lt_bundle_card(stage->bundle, article, &book->arena, diag, &book->card);
    if (err == LT_OK)
        err = lt_bundle_article(stage->bundle, article, &book->arena, diag, &book->doc);
    if (err != LT_OK) {
        lt_book_close(book);
        return err;
    }
    compose_front(book, stage);
    lt_letters_open(&book->letters, stage, article, &book->card, &book->arena);
    lt_book_restyle(book, stage);
    *ret_book = book;
    return LT_OK;
}

void lt_book_close(struct lt_book *book)
{
    if (!book)
        return;
    lt_pages_destroy(book->pages);
    lt_letters_close(&book->letters);
    lt_arena_finish(&book->arena);
    free(book);
}

void lt_book_restyle(struct lt_book *book, const struct lt_stage *stage)
{
    lt_pages_destroy(book->pages);
    book->style = stage->style;
    book->key = key_of(book, stage);
    const struct lt_setting setting = {book->doc, &book->front, &book->style, stage->ruler, stage->tongue,
                                       LT_BREAKER_TOTAL_FIT, stage->gauge};
    book->pages = lt_pages_create(&setting);
    lt_letters_restyle(&book->letters, stage, &book->style);
}

uint32_t lt_book_marked_page(struct lt_book *book)
{
    const struct lt_bookmark *mark = &book->mark;
    if (mark->key == book->key && lt_pages_reach(book->pages, mark->page))
        return mark->page;
    uint32_t page = lt_pages_find(book->pages, mark->place);
    for (bool more = true; page == UINT32_MAX && more; page = lt_pages_find(book->pages, mark->place))
        more = lt_pages_step(book->pages);
    page = page == UINT32_MAX ? 0 : page;
    (void)lt_pages_reach(book->pages, page);
    return page;
}

void lt_book_mark(struct lt_book *book, uint32_t page)
{
    (void)lt_pages_reach(book->pages, page);
    book->mark = (struct lt_bookmark){lt_pages_place(book->pages, page), page, book->key};
}

uint32_t lt_book_count(struct lt_book *book, uint32_t page)
{
    if (page < UINT32_MAX)
        (void)lt_pages_reach(book->pages, page + 1);
    uint32_t count = lt_pages_count(book->pages);
    if (!lt_pages_done(book->pages))
        return count;
    if (!book->letters.pages || page < count)
        return count + 1;
    (void)lt_pages_reach(book->letters.pages, page - count);
    return count + 1 + lt_pages_count(book->letters.pages);
}

uint32_t lt_book_after(struct lt_book *book)
{
    (void)lt_pages_reach(book->pages, UINT32_MAX - 1);
    return lt_pages_count(book->pages);
}

struct lt_pages *lt_book_pages(const struct lt_book *book, uint32_t page, uint32_t *ret_inner)
{
    uint32_t count = lt_pages_count(book->pages);
    bool letters = book->letters.pages && lt_pages_done(book->pages) && page > count;
    *ret_inner = letters ? page - count - 1 : page;
    return letters ? book->letters.pages : book->pages;
}

uint64_t lt_book_sheet(const struct lt_book *book, uint32_t page)
{
    return lt_hash((struct lt_bytes){(const char *)&page, sizeof page}, book->key);
}

uint32_t lt_book_progress(const struct lt_book *book, uint32_t page)
{
    uint32_t size = book->doc->text_size;
    if (lt_pages_done(book->pages) && page + 1 >= lt_pages_count(book->pages))
        return 1000;
    if (size == 0)
        return 0;
    uint64_t read = (uint64_t)lt_pages_text_before(book->pages, page + 1) * 1000 / size;
    return read > 1000 ? 1000 : (uint32_t)read;
}

uint32_t lt_book_minutes_left(const struct lt_book *book, uint32_t page)
{
    uint64_t words = (uint64_t)book->card.words * (1000 - lt_book_progress(book, page)) / 1000;
    return (uint32_t)((words + LT_WORDS_A_MINUTE / 2) / LT_WORDS_A_MINUTE);
}
