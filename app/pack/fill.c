/*
 * fill.c: articles that their source gave only in part are completed: a teaser by the page it leads to, a page by the
 * pages it goes on in.
 *
 * A feed's entry is a teaser when it is as short as the excerpts that publishing systems make (WordPress: 55 words; we
 * take twice that and some), or ends in an ellipsis. A page goes on where its rel=next says so, but only at its own
 * address with the next number added: for many sites "next" is the next article.
 */
#include "press.h"

#include <lutrin/file.h>

#include <stdlib.h>
#include <string.h>

enum {
    TEASER_WORDS = 120,
    MAX_ADDED_BYTES = 24, /* of the part of an address that numbers a page */
};

struct teaser {
    const char *url;
    const struct lt_choice *choice; /* of its source */
};

static bool ends_open(const struct lt_doc *doc)
{
    static const char *const ends[] = {"…", "[…]", "...", "[...]", "(...)", "…»", "[…]»"};
    struct lt_bytes text = {0};
    for (uint32_t i = doc->block_count; i-- > 0 && text.size == 0;)
        if (doc->blocks[i].role == LT_ROLE_PARAGRAPH)
            text = lt_block_text(doc, &doc->blocks[i]);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = strlen(ends[i]);
        if (text.size >= size && memcmp(text.data + text.size - size, ends[i], size) == 0)
            return true;
    }
    return false;
}

static bool is_teaser(const struct lt_press_article *article)
{
    return article->feed_title && !article->whole && article->meta.url[0] && (article->words < TEASER_WORDS || ends_open(article->doc));
}

static int compare_hashes(const void *a, const void *b)
{
    const uint64_t *one = a, *two = b;
    return (*one > *two) - (*one < *two);
}

static uint64_t hash_of(const char *key)
{
    return lt_hash(lt_bytes_of(key), 0);
}

/* The addresses of pages that the sources gave, as sorted hashes. */
static size_t list_pages(const struct lt_press *press, uint64_t *keys)
{
    size_t count = 0;
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        const struct lt_press_article *article = &press->articles[i];
        if (article->feed_title)
            continue;
        if (article->key[0])
            keys[count++] = hash_of(article->key);
        if (article->other_key[0])
            keys[count++] = hash_of(article->other_key);
    }
    qsort(keys, count, sizeof *keys, compare_hashes);
    return count;
}

static enum lt_err fill_teasers(struct lt_press *press, struct lt_diag *diag)
{
    size_t count = press->article_count, teaser_count = 0;
    uint64_t *pages = lt_alloc(count * 2 + 1, sizeof *pages);
    struct teaser *teasers = lt_alloc(count + 1, sizeof *teasers);
    size_t page_count = list_pages(press, pages);
    for (size_t i = 0; i < count; i++, lt_press_rest(press)) {
        const struct lt_press_article *article = &press->articles[i];
        uint64_t key = hash_of(article->key);
        if (!is_teaser(article) || bsearch(&key, pages, page_count, sizeof *pages, compare_hashes))
            continue;
        lt_press_want(press, article->meta.url, LT_PAGE_MAX_BYTES);
        teasers[teaser_count++] = (struct teaser){article->meta.url, article->choice};
    }
    enum lt_err err = lt_press_fetch(press, "pages fetched", diag);
    for (size_t i = 0; err == LT_OK && i < teaser_count; i++) {
        struct lt_diag trouble = {0};
        enum lt_err failed = lt_press_gather_page(press, teasers[i].url, teasers[i].choice, &trouble);
        if (failed == LT_OK)
            press->report.filled++;
        else if (failed != LT_ERR_NO_INPUT || trouble.hint[0] == '\0')
            lt_press_note(press, LT_PACK_WARNING, teasers[i].url,
                          lt_arena_printf(&press->arena, "only its teaser is in the bundle: %s", trouble.what));
        err = lt_press_check_stop(press, diag);
    }
    free(pages);
    free(teasers);
    return err;
}

/* An address without the ending of its file and without a slash at its end. */
static size_t stem_size(const char *key)
{
    size_t size = strcspn(key, "?");
    while (size && key[size - 1] == '/')
        size--;
    size_t dot = size;
    while (dot > 0 && key[dot - 1] != '.' && key[dot - 1] != '/')
        dot--;
    return dot > 1 && key[dot - 1] == '.' && memchr(key, '/', dot) ? dot - 1 : size;
}

bool lt_press_goes_on(const char *first, const char *next, int page)
{
    struct lt_arena scratch = {0};
    const char *own = lt_press_url_key(first, &scratch), *other = lt_press_url_key(next, &scratch);
    size_t stem = stem_size(own), size = strlen(other);
    long number = 0;
    bool good = stem > 0 && size > stem && size - stem <= MAX_ADDED_BYTES && strncmp(own, other, stem) == 0;
    bool numbered = false;
    for (const char *c = other + stem; good && *c;) {
        bool digit = *c >= '0' && *c <= '9';
        if (digit) {
            char *end;
            number = strtol(c, &end, 10);
            good = !numbered;
            numbered = true;
            c = end;
        } else {
            good = (*c >= 'a' && *c <= 'z') || strchr("/-_.?=&", *c);
            c++;
        }
    }
    lt_arena_finish(&scratch);
    return good && numbered && number == page;
}

/* Reads one more page of an article; what follows it, or NULL. */
static const char *add_page(struct lt_press *press, struct lt_press_article *article, int page)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    struct lt_html_page more;
    const char *path, *answered, *why, *next = NULL;
    enum lt_err err = lt_press_locate(press, article->next, &press->arena, &path, &answered, &why);
    if (err != LT_OK)
        lt_fail(&diag, err, NULL, NULL, "%s", why ? why : "not found");
    else
        err = lt_file_read(path, LT_PAGE_MAX_BYTES, &diag, &data);
    if (err == LT_OK)
        err = lt_html_extract_chosen(lt_buf_slice(&data), answered, article->choice, &press->arena, &diag, &more);
    if (err == LT_OK) {
        article->html = lt_arena_printf(&press->arena, "%s\n%s", article->html, more.html);
        next = lt_html_next(lt_buf_slice(&data), answered, &press->arena);
        if (next && !lt_press_goes_on(article->page_url, next, page + 1))
            next = NULL;
    } else {
        lt_press_note(press, LT_PACK_WARNING, article->next,
                      lt_arena_printf(&press->arena, "page %d is left out: %s", page, diag.what));
    }
    lt_buf_finish(&data);
    return next;
}

static void join_pages(struct lt_press *press, struct lt_press_article *article)
{
    struct lt_diag diag = {0};
    struct lt_meta meta = article->doc->meta;
    const struct lt_doc *doc;
    meta.lead = -1;
    if (lt_fragment_doc(lt_bytes_of(article->html), &meta, &press->arena, &diag, &doc) == LT_OK) {
        article->doc = doc;
        article->words = lt_doc_words(doc);
        article->text_size = doc->text_size;
    } else {
        lt_press_note(press, LT_PACK_WARNING, article->meta.title, diag.what);
    }
}

static enum lt_err follow_pages(struct lt_press *press, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    bool *longer = lt_alloc(press->article_count + 1, sizeof *longer);
    for (int page = 2; err == LT_OK && page <= LT_PRESS_MAX_PAGES; page++) {
        size_t count = 0;
        for (size_t i = 0; i < press->article_count; i++)
            if (press->articles[i].next) {
                lt_press_want(press, press->articles[i].next, LT_PAGE_MAX_BYTES);
                count++;
            }
        if (count == 0)
            break;
        err = lt_press_fetch(press, "further pages fetched", diag);
        for (size_t i = 0; err == LT_OK && i < press->article_count; i++)
            if (press->articles[i].next) {
                press->articles[i].next = add_page(press, &press->articles[i], page);
                longer[i] = true;
            }
    }
    for (size_t i = 0; err == LT_OK && i < press->article_count; i++)
        if (longer[i])
            join_pages(press, &press->articles[i]);
    free(longer);
    return err;
}

enum lt_err lt_press_fill(struct lt_press *press, struct lt_diag *diag)
{
    enum lt_err err = fill_teasers(press, diag);
    return err == LT_OK ? follow_pages(press, diag) : err;
}
