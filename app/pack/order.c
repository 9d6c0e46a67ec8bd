/*
 * order.c: what an article is called in the bundle and where it stands: id, slug, section, lead.
 *
 * Ids are 1001, 1002 ... in the order of (published, address, order of the sources), those without a date first: the
 * same sources give the same ids wherever they lie. Built on a base, articles keep the ids, slugs and order they had
 * there, and only what is new is numbered on in that way.
 */
#include "press.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Does a part of a query only say by which way a reader came? */
static bool is_trail(struct lt_bytes part)
{
    static const char *const trails[] = {"utm_", "fbclid=", "gclid=", "dclid=", "msclkid=", "mc_cid=", "mc_eid="};
    for (size_t i = 0; i < sizeof trails / sizeof *trails; i++)
        if (lt_bytes_starts(part, trails[i]))
            return true;
    return false;
}

/* Appends a query, which begins with its '?', without what is no part of the address. */
static void put_query(const char *query, struct lt_buf *key)
{
    char before = '?';
    for (const char *part = query + (*query == '?'); *part && *part != '#';) {
        size_t size = strcspn(part, "&#");
        if (size && !is_trail((struct lt_bytes){part, size})) {
            lt_buf_putc(key, before);
            lt_buf_put(key, part, size);
            before = '&';
        }
        part += size + (part[size] == '&');
    }
}

const char *lt_press_url_key(const char *url, struct lt_arena *arena)
{
    const char *host = url ? strstr(url, "://") : NULL;
    if (!host)
        return "";
    struct lt_buf key = {0};
    const char *path = host + 3;
    while (*path && *path != '/' && *path != '?' && *path != '#')
        lt_buf_putc(&key, lower(*path++));
    while (*path && *path != '?' && *path != '#')
        lt_buf_putc(&key, *path++);
    put_query(path, &key);
    while (key.size && key.data[key.size - 1] == '/')
        key.size--;
    const char *kept = key.size ? lt_arena_strndup(arena, key.data, key.size) : "";
    lt_buf_finish(&key);
    return kept;
}

/* What decides where an article stands, beside the articles themselves and with addresses that lie close together:
 * sorting touches little memory. */
struct place {
    int64_t published, id;
    const char *url;
    size_t order;
    uint32_t index;
};

static int compare_dates(const void *a, const void *b)
{
    const struct place *one = a, *two = b;
    if (one->published != two->published) /* LT_NO_TIME is the least */
        return one->published < two->published ? -1 : 1;
    int order = strcmp(one->url, two->url);
    return order ? order : (one->order > two->order) - (one->order < two->order);
}

static int compare_ids(const void *a, const void *b)
{
    const struct place *one = a, *two = b;
    return (one->id > two->id) - (one->id < two->id);
}

static void sort_articles(struct lt_press *press, int (*compare)(const void *, const void *))
{
    size_t count = press->article_count;
    struct place *places = lt_alloc(count, sizeof *places);
    struct lt_press_article *sorted = lt_arena_array(&press->arena, count, sizeof *sorted);
    struct lt_arena urls = {0};
    for (size_t i = 0; i < count; i++, lt_press_rest(press)) {
        const struct lt_press_article *article = &press->articles[i];
        places[i] = (struct place){article->meta.published, article->id, lt_arena_strdup(&urls, article->meta.url),
                                   article->order, (uint32_t)i};
    }
    qsort(places, count, sizeof *places, compare);
    for (size_t i = 0; i < count; i++, lt_press_rest(press))
        sorted[i] = press->articles[places[i].index];
    press->articles = sorted;
    press->article_capacity = count;
    lt_arena_finish(&urls);
    free(places);
}

/* Letters, digits and single hyphens of `text`, up to `end`; everything else is a hyphen. */
static void put_slug(const char *text, const char *end, struct lt_buf *out)
{
    for (; text < end && out->size < LT_PRESS_MAX_SLUG; text++) {
        char c = lower(*text);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            lt_buf_putc(out, c);
        else if (out->size && out->data[out->size - 1] != '-')
            lt_buf_putc(out, '-');
    }
    while (out->size && out->data[out->size - 1] == '-')
        out->size--;
    if (out->data)
        out->data[out->size] = '\0';
}

/* The last part of the address, without its ending. */
static void slug_of_key(const char *key, struct lt_buf *out)
{
    const char *end = key + strcspn(key, "?"), *slash = key;
    for (const char *c = key; c < end; c++)
        slash = *c == '/' ? c : slash;
    if (slash == key)
        return;
    const char *dot = end;
    for (const char *c = slash + 2; c < end; c++)
        dot = *c == '.' ? c : dot;
    put_slug(slash + 1, dot, out);
}

struct slug {
    const char *text;
    int64_t id;
    uint32_t index;
    bool kept; /* from the base */
};

static int compare_slugs(const void *a, const void *b)
{
    const struct slug *one = a, *two = b;
    int order = strcmp(one->text, two->text);
    if (order == 0)
        order = two->kept - one->kept;
    return order ? order : (one->id > two->id) - (one->id < two->id);
}

/* The slug that an article asks for: of its address, else of its title, else "". */
static void propose_slug(struct lt_press *press, struct lt_press_article *article)
{
    struct lt_buf slug = {0};
    slug_of_key(article->key, &slug);
    if (slug.size == 0)
        put_slug(article->meta.title, article->meta.title + strlen(article->meta.title), &slug);
    article->slug = slug.size ? lt_arena_strndup(&press->arena, slug.data, slug.size) : "";
    lt_buf_finish(&slug);
}

/* What the base knows keeps its id and its slug: addresses are asked first, for all, then slugs. */
static void set_known_ids(struct lt_press *press)
{
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        struct lt_press_article *article = &press->articles[i];
        article->id = lt_press_base_take_key(press->base, article->key, &article->slug);
        if (!article->id)
            article->id = lt_press_base_take_key(press->base, article->other_key, &article->slug);
    }
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        struct lt_press_article *article = &press->articles[i];
        if (!article->id)
            article->id = lt_press_base_take_slug(press->base, article->slug, article->meta.url[0] != '\0',
                                                  article->meta.title, &article->slug);
        article->slug_kept = article->id != 0;
    }
}

static void set_ids(struct lt_press *press)
{
    int64_t last = press->base ? lt_press_base_last_article(press->base) : 0;
    last = last < LT_PRESS_FIRST_ID ? LT_PRESS_FIRST_ID - 1 : last;
    if (press->base)
        set_known_ids(press);
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press))
        if (!press->articles[i].id)
            press->articles[i].id = ++last;
}

/* Of several slugs alike the one kept from the base, else the first, stays; the others have their id added. */
static void settle_slugs(struct lt_press *press)
{
    struct slug *sorted = lt_alloc(press->article_count, sizeof *sorted);
    struct lt_arena texts = {0};
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        struct lt_press_article *article = &press->articles[i];
        if (!article->slug[0])
            article->slug = lt_arena_printf(&press->arena, "article-%lld", (long long)article->id);
        sorted[i] = (struct slug){lt_arena_strdup(&texts, article->slug), article->id, (uint32_t)i, article->slug_kept};
    }
    qsort(sorted, press->article_count, sizeof *sorted, compare_slugs);
    const char *last = "";
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        if (strcmp(sorted[i].text, last) == 0)
            press->articles[sorted[i].index].slug =
                lt_arena_printf(&press->arena, "%s--%lld", last, (long long)sorted[i].id);
        else
            last = sorted[i].text;
    }
    lt_arena_finish(&texts);
    free(sorted);
}

/* Equal but for the case of letters. */
static bool is_same_word(struct lt_tongue *tongue, const char *a, const char *b)
{
    struct lt_buf one = {0}, two = {0};
    lt_text_fold(tongue, lt_bytes_of(a), &one);
    lt_text_fold(tongue, lt_bytes_of(b), &two);
    bool same = lt_bytes_equal(lt_buf_slice(&one), lt_buf_slice(&two));
    lt_buf_finish(&one);
    lt_buf_finish(&two);
    return same;
}

static bool is_fed_by(struct lt_tongue *tongue, const struct lt_press_article *article, const char *match)
{
    const char *slash = strrchr(article->source, '/');
    const char *others[] = {article->meta.kicker, article->feed_title ? article->feed_title : "",
                            slash ? slash + 1 : article->source};
    for (size_t i = 0; i < article->tag_count; i++)
        if (is_same_word(tongue, article->tags[i], match))
            return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i][0] && is_same_word(tongue, others[i], match))
            return true;
    return false;
}

/* The section that the article's source feeds, else the plan's first section whose own name the article bears, or else the first one that has a match for it. */
static int64_t planned_section(struct lt_tongue *tongue, const struct lt_plan *plan,
                               const struct lt_press_article *article)
{
    for (size_t i = 0; article->fed_section && i < plan->section_count; i++)
        if (strcmp(plan->sections[i].name, article->fed_section) == 0)
            return (int64_t)i + 1;
    for (size_t i = 0; i < plan->section_count; i++)
        if (is_fed_by(tongue, article, plan->sections[i].name))
            return (int64_t)i + 1;
    for (size_t i = 0; i < plan->section_count; i++)
        for (size_t j = 0; j < plan->sections[i].match_count; j++)
            if (is_fed_by(tongue, article, plan->sections[i].matches[j]))
                return (int64_t)i + 1;
    return 0;
}

/* Without a plan's sections the articles' own first category makes one. */
static int64_t found_section(struct lt_press *press, struct lt_tongue *tongue, const struct lt_press_article *article)
{
    const char *name = article->tag_count ? article->tags[0] : article->meta.kicker;
    if (!name[0])
        return 0;
    for (size_t i = 0; i < press->section_count; i++)
        if (is_same_word(tongue, press->sections[i], name))
            return (int64_t)i + 1;
    if (press->section_count == LT_PRESS_MAX_SECTIONS_FOUND)
        return 0;
    press->sections[press->section_count++] = name;
    return (int64_t)press->section_count;
}

/* Sections of the base come first, in its order: then one article more does not move them all. */
static void begin_with_base_sections(struct lt_press *press)
{
    const char *const *names;
    size_t count = press->base ? lt_press_base_sections(press->base, &names) : 0;
    for (size_t i = 0; i < count && i < LT_PRESS_MAX_SECTIONS_FOUND; i++)
        press->sections[press->section_count++] = lt_arena_strdup(&press->arena, names[i]);
}

/* Sections that nothing is in any more go, and the others move up. */
static void drop_empty_sections(struct lt_press *press)
{
    int64_t moved[LT_PRESS_MAX_SECTIONS_FOUND + 1] = {0};
    size_t kept = 0;
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press))
        moved[press->articles[i].section] = 1;
    for (size_t i = 0; i < press->section_count; i++)
        if (moved[i + 1]) {
            press->sections[kept] = press->sections[i];
            moved[i + 1] = (int64_t)++kept;
        }
    moved[0] = 0;
    press->section_count = kept;
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press))
        press->articles[i].section = moved[press->articles[i].section];
}

static void set_sections(struct lt_press *press)
{
    const struct lt_plan *plan = press->plan;
    struct lt_tongue *tongue = lt_tongue_create();
    size_t room = plan->section_count > LT_PRESS_MAX_SECTIONS_FOUND ? plan->section_count : LT_PRESS_MAX_SECTIONS_FOUND;
    press->sections = lt_arena_array(&press->arena, room, sizeof *press->sections);
    for (size_t i = 0; i < plan->section_count; i++)
        press->sections[press->section_count++] = plan->sections[i].name;
    if (plan->section_count == 0)
        begin_with_base_sections(press);
    for (size_t i = press->article_count; i-- > 0; lt_press_rest(press)) { /* the newest first: its section is the first found */
        struct lt_press_article *article = &press->articles[i];
        article->section = plan->section_count ? planned_section(tongue, plan, article)
                                               : found_section(press, tongue, article);
    }
    if (plan->section_count == 0)
        drop_empty_sections(press);
    lt_tongue_destroy(tongue);
}

static int compare_keys(const void *a, const void *b)
{
    const struct lt_press_key *one = a, *two = b;
    if (one->one != two->one)
        return one->one < two->one ? -1 : 1;
    if (one->two != two->two)
        return one->two < two->two ? -1 : 1;
    return (one->index > two->index) - (one->index < two->index);
}

static struct lt_press_key key_of(const char *key, size_t index)
{
    struct lt_bytes text = lt_bytes_of(key);
    return (struct lt_press_key){lt_hash(text, 0), lt_hash(text, LT_PRESS_HASH_TWO), index};
}

static bool same_key(const struct lt_press_key *one, const struct lt_press_key *two)
{
    return one->one == two->one && one->two == two->two;
}

/* The first key that is not before the one asked for. */
static size_t place_of(const struct lt_press *press, const struct lt_press_key *asked)
{
    size_t low = 0, high = press->key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_keys(&press->keys[middle], asked) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What a page says of its own address is believed where no other page says or bears the same: on many a site all pages
 * claim to be one. */
static void add_own_keys(struct lt_press *press)
{
    struct lt_press_key *own = lt_alloc(press->article_count + 1, sizeof *own);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press))
        if (press->articles[i].own_key && press->articles[i].own_key[0])
            own[count++] = key_of(press->articles[i].own_key, i);
    qsort(own, count, sizeof *own, compare_keys);
    for (size_t i = 0; i < count; i++) {
        struct lt_press_key first = {own[i].one, own[i].two, 0};
        size_t place = place_of(press, &first);
        bool borne = place < press->key_count && same_key(&press->keys[place], &first);
        bool shared = (i > 0 && same_key(&own[i - 1], &first)) || (i + 1 < count && same_key(&own[i + 1], &first));
        if (!borne && !shared)
            own[kept++] = own[i];
    }
    memcpy(press->keys + press->key_count, own, kept * sizeof *own);
    press->key_count += kept;
    free(own);
}

static void set_keys(struct lt_press *press)
{
    press->keys = lt_alloc(press->article_count * 3 + 1, sizeof *press->keys);
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        const char *both[] = {press->articles[i].key, press->articles[i].other_key};
        for (size_t j = 0; j < 2; j++)
            if (both[j][0])
                press->keys[press->key_count++] = key_of(both[j], i);
    }
    qsort(press->keys, press->key_count, sizeof *press->keys, compare_keys);
    add_own_keys(press);
    qsort(press->keys, press->key_count, sizeof *press->keys, compare_keys);
}

const struct lt_press_article *lt_press_lookup(const struct lt_press *press, const char *url)
{
    struct lt_arena scratch = {0};
    const char *key = lt_press_url_key(url, &scratch);
    const struct lt_press_key asked = key_of(key, 0);
    size_t place = place_of(press, &asked);
    bool found = key[0] && place < press->key_count && same_key(&press->keys[place], &asked);
    lt_arena_finish(&scratch);
    return found ? &press->articles[press->keys[place].index] : NULL;
}

/* The plan's lead, told by its address or slug, stands first. */
static void set_lead(struct lt_press *press)
{
    const char *lead = press->plan->lead;
    if (!lead || !lead[0])
        return;
    const struct lt_press_article *found = lt_press_lookup(press, lead);
    for (size_t i = 0; i < press->article_count; i++)
        if (found == &press->articles[i] || (!found && strcmp(press->articles[i].slug, lead) == 0)) {
            press->articles[i].rank = 1;
            return;
        }
    lt_press_note(press, LT_PACK_WARNING, lead, "the article that should lead the front page is not among the sources");
}

enum lt_err lt_press_order(struct lt_press *press, struct lt_diag *diag)
{
    if (press->plan->section_count > LT_BUNDLE_MAX_SECTIONS)
        return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "more than %d sections", LT_BUNDLE_MAX_SECTIONS);
    sort_articles(press, compare_dates);
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press))
        propose_slug(press, &press->articles[i]);
    set_ids(press);
    settle_slugs(press);
    set_sections(press);
    int64_t newest = press->articles[press->article_count - 1].id;
    sort_articles(press, compare_ids);
    while (press->articles[press->newest].id != newest)
        press->newest++;
    set_keys(press);
    set_lead(press);
    return LT_OK;
}
