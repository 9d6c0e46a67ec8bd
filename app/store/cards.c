/*
 * cards.c: what lists show. A page of a list is a range of the listing table's key, so its cost does not depend on how
 * large the bundle is nor on where the page begins.
 */
#include "store.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_OFFSET_SECONDS = 24 * 3600, MAX_NAME = 200 };

static const char *section_name(const struct lt_bundle *bundle, int64_t id)
{
    for (size_t i = 0; i < bundle->info.section_count; i++)
        if (bundle->info.sections[i].id == id)
            return bundle->info.sections[i].name;
    return "";
}

void lt_card_read(const struct lt_bundle *bundle, struct lt_row *row, struct lt_card *card)
{
    card->id = lt_row_int(row, 0, 1, LT_STORE_MAX_ID);
    card->title = lt_row_text(row, 1);
    card->standfirst = lt_row_text(row, 2);
    card->author = lt_row_text(row, 3);
    card->kicker = lt_row_text(row, 4);
    card->lang = lt_row_text(row, 5);
    card->url = lt_row_text(row, 6);
    card->rtl = lt_row_int(row, 7, 0, 1) == 1;
    card->section = lt_row_int(row, 8, 0, LT_BUNDLE_MAX_SECTIONS);
    card->section_name = section_name(bundle, card->section);
    card->published = lt_row_time(row, 9);
    card->utc_offset = (int32_t)lt_row_int(row, 10, -MAX_OFFSET_SECONDS, MAX_OFFSET_SECONDS);
    card->words = (uint32_t)lt_row_int(row, 11, 0, UINT32_MAX);
    card->picture = lt_row_int(row, 12, 0, LT_STORE_MAX_ID);
    card->picture_width = (int32_t)lt_row_int(row, 13, 0, LT_STORE_MAX_PICTURE_SIDE);
    card->picture_height = (int32_t)lt_row_int(row, 14, 0, LT_STORE_MAX_PICTURE_SIDE);
    card->comment_count = (int32_t)lt_row_int(row, 15, -1, INT32_MAX);
    if (!lt_wire_is_lang(lt_bytes_of(card->lang)))
        row->damage = "a language that is no tag";
}

enum lt_err lt_bundle_cards(struct lt_bundle *bundle, int64_t section, uint32_t offset, uint32_t limit,
                            struct lt_arena *arena, struct lt_diag *diag, const struct lt_card **ret_cards,
                            size_t *ret_count)
{
    static const char sql[] =
        "SELECT " LT_CARD_COLUMNS " FROM listing CROSS JOIN article ON article.id = listing.article"
        " WHERE listing.section = ?1 AND listing.ordinal BETWEEN ?2 AND ?3 ORDER BY listing.ordinal";
    if (limit > bundle->info.articles)
        limit = bundle->info.articles;
    sqlite3_stmt *stmt = NULL;
    lt_store_begin(bundle, LT_BUNDLE_DEADLINE_MS);
    enum lt_err err = lt_store_prepare(bundle, sql, diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_int64(stmt, 1, section);
    sqlite3_bind_int64(stmt, 2, (int64_t)offset + 1);
    sqlite3_bind_int64(stmt, 3, (int64_t)offset + limit);
    struct lt_row row = {stmt, arena, NULL};
    struct lt_card *cards = NULL;
    size_t count = 0, capacity = 0;
    bool more = true;
    while (count < limit && !row.damage && (err = lt_store_step(bundle, stmt, diag, &more)) == LT_OK && more) {
        cards = lt_grow(cards, &capacity, count + 1, sizeof *cards);
        lt_card_read(bundle, &row, &cards[count++]);
    }
    sqlite3_finalize(stmt);
    if (err == LT_OK && row.damage)
        err = lt_store_damaged(bundle, diag, row.damage);
    if (err == LT_OK) {
        struct lt_card *kept = lt_arena_array(arena, count, sizeof *kept);
        if (count)
            memcpy(kept, cards, count * sizeof *kept);
        *ret_cards = kept;
        *ret_count = count;
    }
    free(cards);
    return err;
}

enum lt_err lt_card_find(struct lt_bundle *bundle, int64_t article, struct lt_arena *arena, struct lt_diag *diag,
                         struct lt_card *ret_card)
{
    sqlite3_stmt *stmt = NULL;
    bool found = false;
    struct lt_card card;
    enum lt_err err =
        lt_store_prepare(bundle, "SELECT " LT_CARD_COLUMNS " FROM article WHERE id = ?1", diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_int64(stmt, 1, article);
    struct lt_row row = {stmt, arena, NULL};
    err = lt_store_step(bundle, stmt, diag, &found);
    if (err == LT_OK && found)
        lt_card_read(bundle, &row, &card);
    sqlite3_finalize(stmt);
    if (err == LT_OK && !found)
        err = lt_fail(diag, LT_ERR_NO_INPUT, bundle->path, NULL, "no article %lld in it", (long long)article);
    if (err == LT_OK && row.damage)
        err = lt_store_damaged(bundle, diag, row.damage);
    if (err == LT_OK)
        *ret_card = card;
    return err;
}

enum lt_err lt_bundle_card(struct lt_bundle *bundle, int64_t article, struct lt_arena *arena, struct lt_diag *diag,
                           struct lt_card *ret_card)
{
    lt_store_begin(bundle, LT_BUNDLE_DEADLINE_MS);
    return lt_card_find(bundle, article, arena, diag, ret_card);
}

/* Runs a query of one parameter that tells an article's id; *ret_article is 0 when it finds none. */
static enum lt_err find_one(struct lt_bundle *bundle, const char *sql, int64_t number, const char *text,
                            struct lt_diag *diag, int64_t *ret_article)
{
    sqlite3_stmt *stmt = NULL;
    bool found = false;
    enum lt_err err = lt_store_prepare(bundle, sql, diag, &stmt);
    if (err != LT_OK)
        return err;
    if (text)
        sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_int64(stmt, 1, number);
    err = lt_store_step(bundle, stmt, diag, &found);
    *ret_article = err == LT_OK && found ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return err;
}

/* A whole decimal number up to the largest id, or -1. */
static int64_t whole_number(const char *text)
{
    int64_t value = 0;
    if (text[0] == '\0')
        return -1;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || value > LT_STORE_MAX_ID / 10)
            return -1;
        value = value * 10 + (*text - '0');
    }
    return value;
}

enum lt_err lt_bundle_find(struct lt_bundle *bundle, const char *name, struct lt_diag *diag, int64_t *ret_article)
{
    static const char by_id[] = "SELECT id FROM article WHERE id = ?1";
    static const char by_ordinal[] = "SELECT article FROM listing WHERE section = 0 AND ordinal = ?1";
    static const char by_slug[] = "SELECT id FROM article WHERE slug = ?1";
    bool ordinal_only = name[0] == '#';
    int64_t number = whole_number(name + (ordinal_only ? 1 : 0)), article = 0;
    enum lt_err err = LT_OK;
    lt_store_begin(bundle, LT_BUNDLE_DEADLINE_MS);
    if (number >= 0 && !ordinal_only)
        err = find_one(bundle, by_id, number, NULL, diag, &article);
    if (err == LT_OK && article == 0 && number >= 0)
        err = find_one(bundle, by_ordinal, number, NULL, diag, &article);
    if (err == LT_OK && article == 0 && !ordinal_only && strlen(name) <= MAX_NAME)
        err = find_one(bundle, by_slug, 0, name, diag, &article);
    if (err != LT_OK)
        return err;
    if (article == 0)
        return lt_fail(diag, LT_ERR_NO_INPUT, bundle->path, "lutrin-pack inspect lists them", "no article '%.*s' in it",
                       MAX_NAME, name);
    *ret_article = article;
    return LT_OK;
}
