/*
 * search.c: a typed query becomes hits, each with a piece of its text in which the found words are marked.
 *
 * The index keeps no text, so a snippet is cut from the article's own standfirst or headings; whether a word of it was
 * found is decided by the same tokenizer that made the index.
 */
#include "index.h"

#include <lutrin/arena.h>
#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

enum {
    SNIPPET_BYTES = 200,
    SNIPPET_LEAD_BYTES = 60, /* kept before the first found word */
    SNIPPET_LOOK_BYTES = 4096,  /* of a text in which words are looked for */
    SNIPPET_RESERVE_MS = LT_BUNDLE_DEADLINE_MS / 2, /* of the call's time, for the hits' own rows */
    MAX_HEADINGS = 200,      /* of an article that are looked at, ... */
    MAX_BLOCKS = 2000,       /* ... or blocks, where its whole text was searched */
    MAX_TERMS = 16,
    MAX_TERM_BYTES = 64,
};

/* The words of a query as the tokenizer folds them. */
struct terms {
    fts5_tokenizer api;
    Fts5Tokenizer *tokenizer;
    struct {
        char text[MAX_TERM_BYTES];
        size_t size;
        bool prefix;
    } list[MAX_TERMS];
    size_t count;
};

struct fold {
    char text[MAX_TERM_BYTES];
    size_t size;
};

static int take_token(void *context, int flags, const char *token, int size, int start, int end)
{
    struct fold *fold = context;
    (void)flags;
    (void)start;
    (void)end;
    if (fold->size == 0 && size > 0 && (size_t)size < sizeof fold->text) {
        memcpy(fold->text, token, (size_t)size);
        fold->size = (size_t)size;
    }
    return SQLITE_OK;
}

static struct fold fold_word(const struct terms *terms, struct lt_bytes word)
{
    struct fold fold = {.size = 0};
    if (word.size < MAX_TERM_BYTES && terms->api.xTokenize(terms->tokenizer, &fold, FTS5_TOKENIZE_QUERY, word.data,
                                                           (int)word.size, take_token) == SQLITE_NOMEM)
        lt_out_of_memory(word.size); /* without the word another question would be answered */
    return fold;
}

/* Gets the tokenizer of the index from SQLite. */
static enum lt_err open_tokenizer(struct lt_bundle *bundle, struct lt_diag *diag, struct terms *terms)
{
    const char *args[] = {"remove_diacritics", "2"};
    fts5_api *api = NULL;
    sqlite3_stmt *stmt = NULL;
    void *user = NULL;
    bool row;
    enum lt_err err = lt_store_prepare(bundle, "SELECT fts5(?1)", diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_pointer(stmt, 1, (void *)&api, "fts5_api_ptr", NULL);
    err = lt_store_step(bundle, stmt, diag, &row);
    sqlite3_finalize(stmt);
    if (err != LT_OK)
        return err;
    if (!api || api->xFindTokenizer(api, "unicode61", &user, &terms->api) != SQLITE_OK ||
        terms->api.xCreate(user, args, 2, &terms->tokenizer) != SQLITE_OK)
        return lt_fail(diag, LT_ERR_SOFTWARE, bundle->path, NULL, "this SQLite has no full-text search, or no memory for it");
    return LT_OK;
}

static void set_terms(struct terms *terms, struct lt_bytes query)
{
    struct lt_buf word = {0};
    bool dense = false;
    for (size_t at = 0; at < query.size && terms->count < MAX_TERMS;) {
        lt_search_term(query, &at, &word, &dense);
        struct fold fold = fold_word(terms, lt_buf_slice(&word));
        if (word.size == 0 || fold.size == 0)
            continue;
        memcpy(terms->list[terms->count].text, fold.text, fold.size);
        terms->list[terms->count].size = fold.size;
        terms->list[terms->count++].prefix = false;
    }
    if (terms->count && !dense)
        terms->list[terms->count - 1].prefix = true;
    lt_buf_finish(&word);
}

static bool is_found(const struct terms *terms, struct lt_bytes word)
{
    struct fold fold = fold_word(terms, word);
    for (size_t i = 0; fold.size && i < terms->count; i++)
        if ((fold.size == terms->list[i].size || (terms->list[i].prefix && fold.size > terms->list[i].size)) &&
            memcmp(fold.text, terms->list[i].text, terms->list[i].size) == 0)
            return true;
    return false;
}

/* Where the first found word of the text's beginning begins, or SIZE_MAX. */
static size_t first_found(const struct terms *terms, struct lt_bytes text)
{
    text.size = text.size > SNIPPET_LOOK_BYTES ? lt_utf8_floor(text, SNIPPET_LOOK_BYTES) : text.size;
    struct lt_buf word = {0};
    size_t found = SIZE_MAX;
    bool dense;
    for (size_t at = 0; at < text.size && found == SIZE_MAX;) {
        size_t start = lt_search_word(text, &at, &word, &dense);
        if (word.size && is_found(terms, lt_buf_slice(&word)))
            found = start;
    }
    lt_buf_finish(&word);
    return found;
}

/* The piece of the text around `focus`, cut at spaces where there are any. */
static struct lt_bytes window(struct lt_bytes text, size_t focus)
{
    size_t from = 0, to = text.size;
    if (focus > SNIPPET_LEAD_BYTES && text.size > SNIPPET_BYTES) {
        from = lt_utf8_floor(text, focus - SNIPPET_LEAD_BYTES);
        const char *space = memchr(text.data + from, ' ', focus - from);
        from = space ? (size_t)(space - text.data) + 1 : from;
    }
    if (to - from > SNIPPET_BYTES) {
        to = lt_utf8_floor(text, from + SNIPPET_BYTES);
        size_t word = to;
        while (word > from + SNIPPET_BYTES / 2 && text.data[word - 1] != ' ')
            word--;
        to = word > from + SNIPPET_BYTES / 2 ? word - 1 : to;
    }
    return (struct lt_bytes){text.data + from, to - from};
}

/* The piece with the found words between U+2068 and U+2069, and an ellipsis where the text goes on. */
static const char *mark(const struct terms *terms, struct lt_bytes text, size_t focus, struct lt_arena *arena)
{
    struct lt_bytes piece = window(text, focus == SIZE_MAX ? 0 : focus);
    struct lt_buf out = {0}, word = {0};
    bool dense;
    if (piece.data > text.data)
        lt_buf_puts(&out, "…");
    for (size_t at = 0, done = 0; done < piece.size;) {
        size_t start = lt_search_word(piece, &at, &word, &dense);
        lt_buf_put(&out, piece.data + done, start - done);
        bool found = word.size && is_found(terms, lt_buf_slice(&word));
        lt_buf_puts(&out, found ? "\u2068" : NULL);
        lt_buf_put(&out, piece.data + start, at - start);
        lt_buf_puts(&out, found ? "\u2069" : NULL);
        done = at;
    }
    if (piece.data + piece.size < text.data + text.size)
        lt_buf_puts(&out, "…");
    char *kept = lt_arena_strndup(arena, out.data ? out.data : "", out.size);
    for (char *c = kept; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    lt_buf_finish(&out);
    lt_buf_finish(&word);
    return kept;
}

/* Looks through the article's headings, then its first paragraph, for a text to cut from. */
static enum lt_err snippet_of_blocks(struct lt_bundle *bundle, const struct terms *terms, int64_t article,
                                     struct lt_arena *arena, struct lt_diag *diag, const char **ret_snippet)
{
    static const char sql[] = "SELECT role, text FROM block WHERE key BETWEEN ?1 AND ?2 AND (?3 OR role IN"
                              " ('heading', 'paragraph')) ORDER BY key";
    bool whole = bundle->index != NULL; /* the word may be anywhere */
    struct lt_arena scratch = {0};
    sqlite3_stmt *stmt = NULL;
    bool more = true;
    const char *opening = NULL;
    enum lt_err err = lt_store_prepare(bundle, sql, diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_int64(stmt, 1, article << LT_STORE_KEY_SHIFT);
    sqlite3_bind_int64(stmt, 2, (article << LT_STORE_KEY_SHIFT) + UINT16_MAX);
    sqlite3_bind_int(stmt, 3, whole);
    struct lt_row row = {stmt, &scratch, NULL};
    for (int n = 0; n < (whole ? MAX_BLOCKS : MAX_HEADINGS) && !row.damage && lt_store_left_ms(bundle) > SNIPPET_RESERVE_MS && (err = lt_store_step(bundle, stmt, diag, &more)) == LT_OK && more; n++) {
        bool heading = lt_bytes_equal(lt_row_lend(&row, 0), lt_bytes_of("heading"));
        struct lt_bytes text = lt_row_lend(&row, 1);
        size_t focus = heading || whole ? first_found(terms, text) : SIZE_MAX;
        if (focus != SIZE_MAX) {
            *ret_snippet = mark(terms, text, focus, arena);
            break;
        }
        if (!heading && !opening)
            *ret_snippet = opening = mark(terms, text, first_found(terms, text), arena);
    }
    sqlite3_finalize(stmt);
    lt_arena_finish(&scratch);
    return err == LT_OK && row.damage ? lt_store_damaged(bundle, diag, row.damage) : err;
}

static enum lt_err read_hit(struct lt_bundle *bundle, const struct terms *terms, int64_t article, struct lt_arena *arena,
                            struct lt_diag *diag, struct lt_hit *hit)
{
    struct lt_card card;
    enum lt_err err = lt_card_find(bundle, article, arena, diag, &card);
    if (err != LT_OK)
        return err;
    struct lt_bytes standfirst = lt_bytes_of(card.standfirst);
    size_t focus = first_found(terms, standfirst);
    hit->article = article;
    hit->title = card.title;
    hit->snippet = mark(terms, standfirst, focus, arena);
    if (focus == SIZE_MAX && lt_store_left_ms(bundle) > SNIPPET_RESERVE_MS) { /* a slow machine goes without */
        const char *other = NULL;
        err = snippet_of_blocks(bundle, terms, article, arena, diag, &other);
        if (err == LT_OK && other && (standfirst.size == 0 || strstr(other, "\u2068")))
            hit->snippet = other;
    }
    return err;
}

/* Asks the bundle's own search, or an index beside it, which knows the body's words too. */
static enum lt_err run(struct lt_bundle *bundle, struct lt_bytes expression, uint32_t limit, struct lt_diag *diag,
                       struct lt_hit *hits, size_t *ret_count)
{
    static const char sql[] = "SELECT rowid, bm25(search, 10.0, 4.0, 3.0, 5.0, 1.0) FROM search WHERE search MATCH ?1"
                              " ORDER BY 2, 1 LIMIT ?2";
    sqlite3_stmt *stmt = NULL;
    bool more = true;
    size_t count = 0;
    enum lt_err err = lt_store_prepare(bundle, sql, diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_text(stmt, 1, expression.data, (int)expression.size, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 2, limit);
    while (count < limit && (err = lt_store_step(bundle, stmt, diag, &more)) == LT_OK && more)
        hits[count++] = (struct lt_hit){.article = sqlite3_column_int64(stmt, 0),
                                        .score = -sqlite3_column_double(stmt, 1)};
    sqlite3_finalize(stmt);
    *ret_count = count;
    return err;
}

/* The same of whichever there is; an index that fails is left, and the bundle's own search answers. */
static enum lt_err find(struct lt_bundle *bundle, struct lt_bytes expression, uint32_t limit, struct lt_diag *diag,
                        struct lt_hit *hits, size_t *ret_count)
{
    if (!bundle->index)
        bundle->index = lt_index_open(bundle);
    if (bundle->index) {
        lt_store_begin(bundle->index, LT_BUNDLE_DEADLINE_MS);
        if (run(bundle->index, expression, limit, NULL, hits, ret_count) == LT_OK)
            return LT_OK;
        lt_bundle_close(bundle->index);
        bundle->index = NULL;
    }
    return run(bundle, expression, limit, diag, hits, ret_count);
}

enum lt_err lt_bundle_search(struct lt_bundle *bundle, const char *query, uint32_t limit, struct lt_arena *arena,
                             struct lt_diag *diag, const struct lt_hit **ret_hits, size_t *ret_count)
{
    struct lt_buf typed = {0}, expression = {0};
    struct terms terms = {.count = 0};
    if (limit > LT_BUNDLE_MAX_HITS)
        limit = LT_BUNDLE_MAX_HITS;
    struct lt_hit *hits = lt_arena_array(arena, limit, sizeof *hits);
    size_t count = 0;
    lt_utf8_clean(&typed, lt_bytes_of(query));
    lt_search_expression(lt_buf_slice(&typed), &expression);
    enum lt_err err = LT_OK;
    lt_store_begin(bundle, LT_BUNDLE_DEADLINE_MS);
    if (expression.size && limit > 0)
        err = open_tokenizer(bundle, diag, &terms);
    if (err == LT_OK && terms.tokenizer) {
        set_terms(&terms, lt_buf_slice(&typed));
        err = find(bundle, lt_buf_slice(&expression), limit, diag, hits, &count);
    }
    for (size_t i = 0; err == LT_OK && i < count; i++)
        err = read_hit(bundle, &terms, hits[i].article, arena, diag, &hits[i]);
    if (terms.tokenizer)
        terms.api.xDelete(terms.tokenizer);
    lt_buf_finish(&typed);
    lt_buf_finish(&expression);
    if (err == LT_OK) {
        *ret_hits = hits;
        *ret_count = count;
    }
    return err;
}
