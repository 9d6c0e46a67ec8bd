/*
 * edition.c: a newer bundle takes the place of the one that is shown, where nobody is disturbed by it.
 *
 * What was shown keeps its own bundle until then, so that nothing that is read, and nothing a link of it leads to, changes.
 */
#include "inside.h"

#include <string.h>

void lt_reader_take_bundle(struct lt_reader *reader, struct lt_bundle *bundle)
{
    struct lt_stage *stage = &reader->stage;
    stage->bundle = bundle;
    stage->info = bundle ? lt_bundle_info(bundle) : NULL;
    lt_stage_believe(stage, stage->told_s);
    if (!reader->own_lang)
        stage->words = lt_words_lookup(bundle ? stage->info->lang : "");
    stage->lang = lt_words_lang(stage->words);
    stage->rtl = lt_lang_is_rtl(stage->lang);
    bool accented = bundle && lt_theme_accented(reader->theme, stage->info->accent, &stage->accented);
    stage->theme = accented ? &stage->accented : reader->theme;
}

struct lt_bundle *lt_reader_bundle(const struct lt_reader *reader)
{
    return reader->stage.bundle;
}

/* What tells of news is composed anew. */
static void set_news(struct lt_reader *r, bool news)
{
    r->stage.news = news;
    lt_plate_finish(&r->front.foot);
    lt_plate_finish(&r->article.top);
    r->dirty = true;
}

void lt_reader_offer(struct lt_reader *reader, struct lt_bundle *bundle)
{
    reader->offered = bundle;
    set_news(reader, bundle != NULL);
    if (!reader->stage.bundle)
        lt_reader_renew(reader);
}

/* The section of that name; the front page (0) when there is none. */
static size_t find_section(const struct lt_bundle_info *info, const char *name)
{
    for (size_t i = 0; *name && i < info->section_count; i++)
        if (strcmp(info->sections[i].name, name) == 0)
            return i + 1;
    return 0;
}

/* The list of the same section in the newer bundle, at the same page. */
static void renew_front(struct lt_reader *r)
{
    const struct lt_bundle_info *before = r->stage.info;
    struct lt_buf name = {0};
    uint32_t page = r->front.turn.page;
    lt_buf_puts(&name, before && r->front.section > 0 ? before->sections[r->front.section - 1].name : "");
    lt_front_finish(&r->front);
    lt_plate_finish(&r->nothing);
    r->stage.edition++;
    lt_reader_take_bundle(r, r->offered);
    lt_front_init(&r->front, &r->stage, find_section(r->stage.info, name.data), r->motion);
    lt_turn_jump(&r->front.turn, page < r->front.turn.count ? page : 0);
    lt_buf_finish(&name);
}

void lt_reader_renew(struct lt_reader *reader)
{
    bool reads = lt_reader_reads(reader);
    if (!reader->offered)
        return;
    const struct lt_back here = reads ? lt_reader_here(reader) : (struct lt_back){.article = 0};
    lt_reader_close_card(reader);
    lt_reader_drop_spare(reader);
    lt_article_close(&reader->article);
    renew_front(reader);
    reader->offered = NULL;
    reader->spare_refused = 0;
    set_news(reader, false);
    if (reads)
        lt_reader_return(reader, &here);
}

int64_t lt_reader_renew_ms(const struct lt_reader *reader)
{
    if (!reader->offered)
        return -1;
    return reader->touched_ms + (lt_reader_reads(reader) ? LT_OFFER_READING_MS : LT_OFFER_FRONT_MS);
}
