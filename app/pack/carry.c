/*
 * carry.c: what the last edition held and the sources do not bring any more stays in the paper until it is too old: feeds
 * list their newest few articles only. An article is taken out of the old bundle as it would come from a source: links
 * and addresses as they were on the web, pictures by an address that only plates.c knows.
 */
#include "press.h"

#include <stdlib.h>
#include <string.h>

#define PICTURE "lutrin:picture/"
#define ARTICLE "lutrin:article/"

enum { NAMES_AT_ONCE = 500 };

struct known {
    const char *key; /* an address, or "title TIME TITLE" */
};

struct carrying {
    struct lt_press *press;
    struct lt_bundle *bundle;
    struct known *known; /* of what the sources brought, sorted */
    size_t known_count;
};

static int compare_known(const void *a, const void *b)
{
    return strcmp(((const struct known *)a)->key, ((const struct known *)b)->key);
}

static const char *title_key(const struct lt_press *press, const struct lt_meta *meta, struct lt_arena *arena)
{
    return lt_arena_printf(arena, "title %lld %s", (long long)meta->published,
                           lt_press_set_line(press, meta->title, meta->lang, arena));
}

static void list_known(struct carrying *c, struct lt_arena *arena)
{
    const struct lt_press *press = c->press;
    c->known = lt_alloc(press->article_count * 3 + 1, sizeof *c->known);
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        const struct lt_press_article *article = &press->articles[i];
        const char *keys[] = {article->key, article->other_key, title_key(press, &article->meta, arena)};
        for (size_t j = 0; j < sizeof keys / sizeof *keys; j++)
            if (keys[j][0])
                c->known[c->known_count++].key = keys[j];
    }
    qsort(c->known, c->known_count, sizeof *c->known, compare_known);
}

static bool is_known(const struct carrying *c, const char *key)
{
    const struct known wanted = {key};
    return c->known_count && bsearch(&wanted, c->known, c->known_count, sizeof *c->known, compare_known);
}

/* Where a link to another article of the old bundle led on the web; NULL: nowhere. */
static const char *outward(struct carrying *c, const char *target, struct lt_arena *arena)
{
    struct lt_card card;
    char *end;
    if (strncmp(target, ARTICLE, sizeof ARTICLE - 1) != 0)
        return target;
    long long id = strtoll(target + sizeof ARTICLE - 1, &end, 10);
    bool there = *end == '\0' && lt_bundle_card(c->bundle, id, arena, NULL, &card) == LT_OK;
    return there && card.url[0] ? card.url : NULL;
}

/* The document as a source would have given it; its related articles are looked for anew. */
static const struct lt_doc *as_source(struct carrying *c, const struct lt_doc *doc, struct lt_arena *arena)
{
    struct lt_doc *own = lt_arena_array(arena, 1, sizeof *own);
    struct lt_span *spans = lt_arena_array(arena, doc->span_count, sizeof *spans);
    struct lt_picture *pictures = lt_arena_array(arena, doc->picture_count, sizeof *pictures);
    *own = *doc;
    for (uint32_t i = 0; i < doc->span_count; i++) {
        spans[i] = doc->spans[i];
        if (spans[i].kind == LT_SPAN_LINK && spans[i].target)
            spans[i].target = outward(c, spans[i].target, arena);
    }
    for (uint32_t i = 0; i < doc->picture_count; i++) {
        pictures[i] = doc->pictures[i];
        pictures[i].url = pictures[i].id ? lt_arena_printf(arena, PICTURE "%lld", (long long)pictures[i].id) : NULL;
        pictures[i].id = 0;
    }
    own->spans = spans;
    own->pictures = pictures;
    own->related_count = 0;
    return own;
}

/* One tag a line, as the bundle has them. */
static void add_tags(struct lt_press *press, struct lt_press_article *article, const char *tags)
{
    while (*tags) {
        size_t size = strcspn(tags, "\n");
        if (size)
            lt_press_add_tag(article, lt_arena_strndup(&press->arena, tags, size), &press->arena);
        tags += size + (tags[size] == '\n');
    }
}

static enum lt_err carry_article(struct carrying *c, const struct lt_bundle_name *name, struct lt_diag *diag)
{
    struct lt_press *press = c->press;
    struct lt_arena scratch = {0};
    struct lt_thread thread = {0};
    struct lt_card card;
    const struct lt_doc *doc;
    enum lt_err err = lt_bundle_card(c->bundle, name->id, &scratch, diag, &card);
    if (err == LT_OK)
        err = lt_bundle_article(c->bundle, name->id, &scratch, diag, &doc);
    if (err == LT_OK)
        err = lt_bundle_comments(c->bundle, name->id, &scratch, diag, &thread);
    if (err == LT_OK && !is_known(c, title_key(press, &doc->meta, &scratch))) {
        const char *section = card.section ? lt_arena_strdup(&press->arena, card.section_name) : NULL;
        struct lt_press_article *article = lt_press_add_article(press, as_source(c, doc, &scratch), "", section);
        article->carried = true;
        article->comments = lt_press_keep_comments(&thread, &press->arena);
        add_tags(press, article, name->tags);
        press->report.carried++;
    }
    lt_arena_finish(&scratch);
    return err;
}

static enum lt_err carry_all(struct carrying *c, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    size_t count = 1, done = 0, total = lt_bundle_info(c->bundle)->articles;
    for (int64_t after = 0; err == LT_OK && count > 0;) {
        struct lt_arena arena = {0};
        const struct lt_bundle_name *names;
        err = lt_bundle_names(c->bundle, after, NAMES_AT_ONCE, &arena, diag, &names, &count);
        for (size_t i = 0; err == LT_OK && i < count; i++) {
            const char *key = lt_press_url_key(names[i].url, &arena);
            after = names[i].id;
            if (key[0] && !is_known(c, key)) /* without an address nobody could tell it from others */
                err = carry_article(c, &names[i], diag);
            lt_press_progress(c->press, "articles of the last edition looked at", ++done, total);
            err = err == LT_OK ? lt_press_check_stop(c->press, diag) : err;
        }
        lt_arena_finish(&arena);
    }
    return err;
}

enum lt_err lt_press_carry(struct lt_press *press, struct lt_diag *diag)
{
    struct lt_arena arena = {0};
    struct carrying c = {.press = press};
    if (!press->plan->carry || !press->plan->base)
        return LT_OK;
    enum lt_err err = lt_bundle_open(press->plan->base, diag, &press->carried_from);
    if (err != LT_OK)
        return err;
    c.bundle = press->carried_from;
    list_known(&c, &arena);
    err = carry_all(&c, diag);
    free(c.known);
    lt_arena_finish(&arena);
    return err;
}

bool lt_press_carried_picture(const struct lt_press *press, const char *url, struct lt_diag *diag, struct lt_buf *out)
{
    size_t size = sizeof PICTURE - 1;
    return press->carried_from && strncmp(url, PICTURE, size) == 0 &&
           lt_bundle_picture(press->carried_from, strtoll(url + size, NULL, 10), diag, out) == LT_OK;
}

bool lt_press_is_carried_picture(const char *url)
{
    return strncmp(url, PICTURE, sizeof PICTURE - 1) == 0;
}
