/*
 * article.c: the opened article on the screen. Puts book, turn and chrome together; decides nothing about input.
 */
#include "article.h"

#include "after.h"
#include "chrome.h"

#include <stdlib.h>

static void forget_plates(struct lt_article *a)
{
    lt_plate_finish(&a->top);
    lt_plate_finish(&a->bottom);
    lt_plate_finish(&a->after);
    a->bottom_of = 0;
}

void lt_article_open(struct lt_article *article, const struct lt_stage *stage, struct lt_book *book, bool motion,
                     const char *back, const char *back_lang)
{
    *article = (struct lt_article){.stage = stage, .book = book, .rtl = book->card.rtl};
    article->back = lt_strdup(back);
    article->back_lang = lt_strdup(back_lang);
    lt_turn_init(&article->turn, stage->style.panel.width_px, article->rtl, motion);
    uint32_t page = lt_book_marked_page(book);
    lt_turn_recount(&article->turn, page + 1);
    lt_turn_jump(&article->turn, page);
}

void lt_article_close(struct lt_article *article)
{
    forget_plates(article);
    lt_book_close(article->book);
    free(article->back);
    free(article->back_lang);
    *article = (struct lt_article){0};
}

void lt_article_restyle(struct lt_article *article)
{
    bool over = lt_article_is_over(article, article->turn.page);
    forget_plates(article);
    lt_book_restyle(article->book, article->stage);
    lt_turn_init(&article->turn, article->stage->style.panel.width_px, article->rtl, article->turn.motion);
    uint32_t page = lt_book_marked_page(article->book);
    if (over)
        page = lt_book_after(article->book);
    lt_turn_recount(&article->turn, page + 1);
    lt_turn_jump(&article->turn, page);
}

void lt_article_recount(struct lt_article *article)
{
    lt_turn_recount(&article->turn, lt_book_count(article->book, article->turn.page));
}

void lt_article_turned(struct lt_article *article)
{
    uint32_t page = article->turn.page;
    if (!lt_article_is_over(article, page))
        lt_book_mark(article->book, page);
}

bool lt_article_is_after(const struct lt_article *article, uint32_t page)
{
    return lt_pages_done(article->book->pages) && page == lt_pages_count(article->book->pages);
}

bool lt_article_is_over(const struct lt_article *article, uint32_t page)
{
    return lt_pages_done(article->book->pages) && page >= lt_pages_count(article->book->pages);
}

const struct lt_plate *lt_article_top(struct lt_article *article)
{
    const struct lt_card *card = &article->book->card;
    const char *middle = *card->kicker ? card->kicker : card->section_name ? card->section_name : "";
    const struct lt_chrome_top top = {middle, card->lang, article->back, article->back_lang};
    if (!lt_plate_made(&article->top))
        lt_chrome_compose_top(&article->top, article->stage, &top);
    return &article->top;
}

static struct lt_chrome_bottom bottom_of(struct lt_article *a)
{
    struct lt_book *book = a->book;
    uint32_t page = a->turn.page;
    bool end = lt_article_is_over(a, page), after = lt_article_is_after(a, page);
    struct lt_chrome_bottom bottom = {.end = end, .rtl = a->rtl};
    const struct lt_pages *pages = lt_book_pages(book, page, &bottom.page);
    bottom.pages = after ? 0 : lt_pages_estimate(pages);
    bottom.progress = end ? 1000 : lt_book_progress(book, page);
    bottom.minutes_left = end ? 0 : lt_book_minutes_left(book, page);
    if (end) {
        (void)lt_article_after(a);
        bottom.next = a->next;
    }
    return bottom;
}

const struct lt_plate *lt_article_bottom(struct lt_article *article)
{
    const struct lt_chrome_bottom b = bottom_of(article);
    const int64_t seen[] = {b.page, b.pages, b.progress, b.minutes_left, b.end, b.next};
    uint64_t key = lt_hash((struct lt_bytes){(const char *)seen, sizeof seen}, 0);
    if (lt_plate_made(&article->bottom) && article->bottom_of == key)
        return &article->bottom;
    lt_plate_finish(&article->bottom);
    lt_chrome_compose_bottom(&article->bottom, article->stage, &b);
    article->bottom_of = key;
    return &article->bottom;
}

const struct lt_plate *lt_article_after(struct lt_article *article)
{
    if (!lt_plate_made(&article->after)) {
        lt_after_compose(&article->after, article->stage, article->book);
        article->next = lt_after_next(article->stage, article->book);
    }
    return &article->after;
}

bool lt_article_has_work(const struct lt_article *article)
{
    if (!article->book)
        return false;
    if (!lt_pages_done(article->book->pages) || article->turn.count < lt_pages_count(article->book->pages) + 1)
        return true;
    return !lt_plate_made(&article->after) && article->turn.page + 2 >= article->turn.count;
}

bool lt_article_work(struct lt_article *article)
{
    if (!lt_article_has_work(article))
        return false;
    if (lt_pages_done(article->book->pages) && article->turn.count > lt_pages_count(article->book->pages)) {
        (void)lt_article_after(article);
        return lt_article_has_work(article);
    }
    (void)lt_pages_step(article->book->pages);
    uint32_t set = lt_pages_count(article->book->pages) + (lt_pages_done(article->book->pages) ? 1 : 0);
    if (set > article->turn.count)
        lt_turn_recount(&article->turn, set);
    return lt_article_has_work(article);
}
