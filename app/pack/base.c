/*
 * base.c: what the last edition called its articles and pictures, so that the next one calls them the same.
 *
 * An article is the same when its address is (see lt_press_url_key), or else its slug: but a slug says little where
 * both have addresses ("2026/11/23/edito", "2026/11/24/edito"), so then the titles must agree too. A picture is the
 * same when its prepared bytes are.
 */
#include "press.h"

#include <lutrin/bundle.h>
#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

enum { NAMES_AT_ONCE = 500, LATIN_1_LETTERS = 0xC0, PUNCTUATION = 0x2000, PUNCTUATION_END = 0x206F };

struct known_article {
    const char *key, *slug; /* in the arena */
    uint64_t title_hash;
    int64_t id;
    bool taken;
};

struct known_picture {
    uint64_t hash_one, hash_two;
    size_t size;
    int64_t id;
};

struct lt_press_base {
    struct lt_arena arena;
    struct known_article *articles; /* by id */
    size_t article_count, article_capacity;
    struct known_article **by_key, **by_slug;
    struct known_picture *pictures; /* by hash_one */
    size_t picture_count, picture_capacity;
    int64_t last_article, last_picture;
    const char **sections;
    size_t section_count;
};

static int compare_keys(const void *a, const void *b)
{
    const struct known_article *one = *(struct known_article *const *)a, *two = *(struct known_article *const *)b;
    int order = strcmp(one->key, two->key);
    return order ? order : (one->id > two->id) - (one->id < two->id);
}

static int compare_slugs(const void *a, const void *b)
{
    const struct known_article *one = *(struct known_article *const *)a, *two = *(struct known_article *const *)b;
    return strcmp(one->slug, two->slug);
}

static int compare_pictures(const void *a, const void *b)
{
    const struct known_picture *one = a, *two = b;
    if (one->hash_one != two->hash_one)
        return one->hash_one < two->hash_one ? -1 : 1;
    return (one->id > two->id) - (one->id < two->id);
}

/* Of a title's letters and digits (taken to be all but ASCII's and Latin-1's signs and general punctuation), in NFC. */
static uint64_t hash_title(const char *title)
{
    struct lt_buf text = {0}, letters = {0};
    lt_text_nfc(lt_bytes_of(title), &text);
    for (size_t at = 0; at < text.size;) {
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        bool ascii = (code >= '0' && code <= '9') || ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
        if (code < LATIN_1_LETTERS ? ascii : code < PUNCTUATION || code > PUNCTUATION_END)
            lt_buf_put_utf8(&letters, code);
    }
    uint64_t hash = lt_hash(lt_buf_slice(&letters), 0);
    lt_buf_finish(&text);
    lt_buf_finish(&letters);
    return hash;
}

static void add_name(struct lt_press_base *base, const struct lt_bundle_name *name)
{
    base->articles =
        lt_grow(base->articles, &base->article_capacity, base->article_count + 1, sizeof *base->articles);
    base->articles[base->article_count++] =
        (struct known_article){.key = lt_press_url_key(name->url, &base->arena),
                               .slug = lt_arena_strdup(&base->arena, name->slug),
                               .title_hash = hash_title(name->title), .id = name->id};
    base->last_article = name->id > base->last_article ? name->id : base->last_article;
}

static enum lt_err read_names(struct lt_press_base *base, struct lt_bundle *bundle, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    size_t count = 1;
    for (int64_t after = 0; err == LT_OK && count > 0;) {
        struct lt_arena arena = {0};
        const struct lt_bundle_name *names;
        err = lt_bundle_names(bundle, after, NAMES_AT_ONCE, &arena, diag, &names, &count);
        if (err == LT_OK && base->article_count + count > LT_PACK_MAX_ARTICLES)
            err = lt_fail(diag, LT_ERR_LIMIT, "--base", NULL, "more than %d articles", LT_PACK_MAX_ARTICLES);
        for (size_t i = 0; err == LT_OK && i < count; i++)
            add_name(base, &names[i]);
        if (err == LT_OK && count)
            after = names[count - 1].id;
        lt_arena_finish(&arena);
    }
    return err;
}

static enum lt_err read_pictures(struct lt_press_base *base, struct lt_bundle *bundle, struct lt_diag *diag)
{
    struct lt_buf webp = {0};
    int64_t id = 0;
    enum lt_err err = lt_bundle_next_picture(bundle, 0, diag, &id);
    while (err == LT_OK && id) {
        lt_buf_clear(&webp);
        err = lt_bundle_picture(bundle, id, diag, &webp);
        struct known_picture picture = {lt_hash(lt_buf_slice(&webp), 0), lt_hash(lt_buf_slice(&webp), LT_PRESS_HASH_TWO),
                                        webp.size, id};
        base->pictures =
            lt_grow(base->pictures, &base->picture_capacity, base->picture_count + 1, sizeof *base->pictures);
        base->pictures[base->picture_count++] = picture;
        base->last_picture = id;
        if (err == LT_OK)
            err = lt_bundle_next_picture(bundle, base->last_picture, diag, &id);
    }
    lt_buf_finish(&webp);
    return err;
}

static void sort(struct lt_press_base *base, const struct lt_bundle_info *info)
{
    size_t count = base->article_count;
    base->by_key = lt_arena_array(&base->arena, count, sizeof *base->by_key);
    base->by_slug = lt_arena_array(&base->arena, count, sizeof *base->by_slug);
    for (size_t i = 0; i < count; i++)
        base->by_key[i] = base->by_slug[i] = &base->articles[i];
    if (count) {
        qsort(base->by_key, count, sizeof *base->by_key, compare_keys);
        qsort(base->by_slug, count, sizeof *base->by_slug, compare_slugs);
    }
    if (base->picture_count)
        qsort(base->pictures, base->picture_count, sizeof *base->pictures, compare_pictures);
    if (info->last_article > base->last_article)
        base->last_article = info->last_article;
    base->sections = lt_arena_array(&base->arena, info->section_count, sizeof *base->sections);
    for (size_t i = 0; i < info->section_count; i++)
        base->sections[base->section_count++] = lt_arena_strdup(&base->arena, info->sections[i].name);
}

enum lt_err lt_press_base_open(const char *path, struct lt_diag *diag, struct lt_press_base **ret_base)
{
    struct lt_bundle *bundle;
    enum lt_err err = lt_bundle_open(path, diag, &bundle);
    if (err != LT_OK)
        return err;
    struct lt_press_base *base = lt_alloc(1, sizeof *base);
    err = read_names(base, bundle, diag);
    if (err == LT_OK)
        err = read_pictures(base, bundle, diag);
    if (err == LT_OK)
        sort(base, lt_bundle_info(bundle));
    lt_bundle_close(bundle);
    if (err != LT_OK) {
        lt_press_base_close(base);
        return err;
    }
    *ret_base = base;
    return LT_OK;
}

void lt_press_base_close(struct lt_press_base *base)
{
    if (!base)
        return;
    lt_arena_finish(&base->arena);
    free(base->articles);
    free(base->pictures);
    free(base);
}

int64_t lt_press_base_last_article(const struct lt_press_base *base)
{
    return base->last_article;
}

int64_t lt_press_base_last_picture(const struct lt_press_base *base)
{
    return base->last_picture;
}

size_t lt_press_base_sections(const struct lt_press_base *base, const char *const **ret_names)
{
    *ret_names = base->sections;
    return base->section_count;
}

/* The first article in the sorted list whose name is `name`, or the list's end. */
static size_t find(struct known_article *const *list, size_t count, bool by_slug, const char *name)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(by_slug ? list[middle]->slug : list[middle]->key, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < count && strcmp(by_slug ? list[low]->slug : list[low]->key, name) == 0;
    return found ? low : count;
}

static int64_t take(struct known_article *known, const char **ret_slug)
{
    known->taken = true;
    *ret_slug = known->slug;
    return known->id;
}

int64_t lt_press_base_take_key(struct lt_press_base *base, const char *key, const char **ret_slug)
{
    size_t count = base->article_count;
    for (size_t i = key[0] ? find(base->by_key, count, false, key) : count;
         i < count && strcmp(base->by_key[i]->key, key) == 0; i++)
        if (!base->by_key[i]->taken)
            return take(base->by_key[i], ret_slug);
    return 0;
}

int64_t lt_press_base_take_slug(struct lt_press_base *base, const char *slug, bool has_address, const char *title,
                                const char **ret_slug)
{
    size_t at = slug[0] ? find(base->by_slug, base->article_count, true, slug) : base->article_count;
    if (at == base->article_count || base->by_slug[at]->taken)
        return 0;
    const struct known_article *known = base->by_slug[at];
    if (has_address && known->key[0] && known->title_hash != hash_title(title))
        return 0;
    return take(base->by_slug[at], ret_slug);
}

int64_t lt_press_base_picture(const struct lt_press_base *base, struct lt_bytes webp)
{
    uint64_t one = lt_hash(webp, 0), two = lt_hash(webp, LT_PRESS_HASH_TWO);
    size_t low = 0, high = base->picture_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (base->pictures[middle].hash_one < one)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < base->picture_count && base->pictures[low].hash_one == one; low++)
        if (base->pictures[low].hash_two == two && base->pictures[low].size == webp.size)
            return base->pictures[low].id;
    return 0;
}
