/*
 * merge.c: the same article from several sources becomes one: same address, same guid, or same title at the same moment.
 * The fuller body is kept, and what its source does not say is taken from the others.
 */
#include "press.h"

#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

enum {
    MIN_GUID_BYTES = 12,    /* shorter ones ("17") are not unique among feeds */
    MIN_OPENING_BYTES = 40, /* what is shorter says too little to be a repetition unless it is the whole */
    OPENING_BYTES = 4096,
    SURROUNDING_WORDS = 20, /* a rubric, a caption of the lead */
};

struct trait {
    uint64_t one, two; /* hashes of what is said */
    size_t index;
    char kind; /* 'a' address, 'g' guid, 't' title and time */
};

static bool is_same_trait(const struct trait *a, const struct trait *b)
{
    return a->one == b->one && a->two == b->two;
}

static bool same_language(const char *a, const char *b)
{
    size_t size = strcspn(a, "-");
    return !a[0] || !b[0] || (strcspn(b, "-") == size && memcmp(a, b, size) == 0);
}

/* Two parts of one export, a book say, may be called the same at the same time and are two all the same; so are two
 * languages of one text. */
static bool are_apart(const struct lt_press_article *a, const struct lt_press_article *b)
{
    if (!same_language(a->meta.lang, b->meta.lang))
        return true;
    return a->whole && b->whole && a->guid && b->guid && strcmp(a->guid, b->guid) != 0 && strcmp(a->source, b->source) == 0;
}

static int compare_traits(const void *a, const void *b)
{
    const struct trait *one = a, *two = b;
    if (one->one != two->one)
        return one->one < two->one ? -1 : 1;
    if (one->two != two->two)
        return one->two < two->two ? -1 : 1;
    return (one->index > two->index) - (one->index < two->index);
}

static size_t find_root(const size_t *roots, size_t index)
{
    while (roots[index] != index)
        index = roots[index];
    return index;
}

static void join(size_t *roots, size_t a, size_t b)
{
    size_t one = find_root(roots, a), two = find_root(roots, b);
    roots[one > two ? one : two] = one > two ? two : one;
}

/* The trait that the article has this `text` as its `kind`. */
static struct trait trait_of(char kind, int64_t number, const char *text, size_t index)
{
    const struct {
        int64_t number, kind;
    } first = {number, kind};
    uint64_t seed = lt_hash((struct lt_bytes){(const char *)&first, sizeof first}, 0);
    struct lt_bytes said = lt_bytes_of(text);
    return (struct trait){lt_hash(said, seed), lt_hash(said, seed ^ LT_PRESS_HASH_TWO), index, kind};
}

/* What tells that two articles are the same one. */
static size_t list_traits(const struct lt_press *press, struct trait *traits)
{
    size_t count = 0;
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        const struct lt_press_article *article = &press->articles[i];
        if (article->key[0])
            traits[count++] = trait_of('a', 0, article->key, i);
        if (article->other_key[0])
            traits[count++] = trait_of('a', 0, article->other_key, i);
        if (article->guid && strlen(article->guid) >= MIN_GUID_BYTES)
            traits[count++] = trait_of('g', 0, article->guid, i);
        if (article->meta.title[0] && article->meta.published != LT_NO_TIME)
            traits[count++] = trait_of('t', article->meta.published, article->meta.title, i);
    }
    return count;
}

static void fill(const char **to, const char *from)
{
    if (!(*to)[0])
        *to = from;
}

static void fill_meta(struct lt_meta *to, const struct lt_meta *from)
{
    fill(&to->title, from->title);
    fill(&to->standfirst, from->standfirst);
    fill(&to->author, from->author);
    fill(&to->kicker, from->kicker);
    fill(&to->site, from->site);
    fill(&to->url, from->url);
    fill(&to->comments_url, from->comments_url);
    if (!to->lang[0]) {
        to->lang = from->lang;
        to->rtl = from->rtl;
    }
    if (to->published == LT_NO_TIME) {
        to->published = from->published;
        to->utc_offset = from->utc_offset;
    }
    if (to->updated == LT_NO_TIME)
        to->updated = from->updated;
    if (to->comment_count < 0)
        to->comment_count = from->comment_count;
}

static bool has_tag(const struct lt_press_article *article, const char *tag)
{
    for (size_t i = 0; i < article->tag_count; i++)
        if (strcmp(article->tags[i], tag) == 0)
            return true;
    return false;
}

void lt_press_add_tag(struct lt_press_article *article, const char *tag, struct lt_arena *arena)
{
    if (article->tag_count == LT_PRESS_MAX_MERGED_TAGS)
        return;
    if (article->tag_count == article->tag_room) {
        article->tag_room = article->tag_room ? article->tag_room * 2 : 2;
        const char **tags = lt_arena_array(arena, article->tag_room, sizeof *tags);
        for (size_t i = 0; i < article->tag_count; i++)
            tags[i] = article->tags[i];
        article->tags = tags;
    }
    article->tags[article->tag_count++] = tag;
}

static void fill_article(struct lt_press_article *to, const struct lt_press_article *from, struct lt_arena *arena)
{
    fill_meta(&to->meta, &from->meta);
    fill(&to->summary, from->summary);
    if (!to->lead.url)
        to->lead = from->lead;
    else if (from->lead.url && !to->lead.alt[0] && strcmp(to->lead.url, from->lead.url) == 0)
        to->lead.alt = from->lead.alt;
    if (to->related_from->related_count == 0)
        to->related_from = from->related_from;
    if (from->comments.count > to->comments.count)
        to->comments = from->comments;
    if (!to->comments_feed)
        to->comments_feed = from->comments_feed;
    if (!to->fed_section)
        to->fed_section = from->fed_section;
    if (!to->guid)
        to->guid = from->guid;
    if (!to->feed_title)
        to->feed_title = from->feed_title;
    if (!to->own_key)
        to->own_key = from->own_key;
    if (!to->key[0])
        to->key = from->key;
    else if (!to->other_key[0] && strcmp(to->key, from->key) != 0)
        to->other_key = from->key;
    for (size_t i = 0; i < from->tag_count; i++)
        if (!has_tag(to, from->tags[i]))
            lt_press_add_tag(to, from->tags[i], arena);
}

/* How much a body weighs. A feed's is the publisher's own text, a page's was picked out of its surroundings, so a page
 * must hold clearly more words to be the fuller one. */
static uint32_t weight(const struct lt_press_article *article)
{
    return article->feed_title ? article->words + article->words / 8 + SURROUNDING_WORDS : article->words;
}

/* A feed knows when its article was published, a page shows a day of some kind. */
static void settle_time(struct lt_press_article *page, const struct lt_press_article *fed)
{
    if (page->feed_title || !fed->feed_title || fed->meta.published == LT_NO_TIME)
        return;
    page->meta.published = fed->meta.published;
    page->meta.utc_offset = fed->meta.utc_offset;
}

/* `other` is put into `article`, which keeps its place; the fuller body of the two stays. */
static void absorb(struct lt_press *press, struct lt_press_article *article, struct lt_press_article *other)
{
    bool filled = article->filled || other->filled;
    settle_time(article, other);
    settle_time(other, article);
    if (weight(other) > weight(article)) {
        struct lt_press_article swap = *article;
        *article = *other;
        *other = swap;
        article->order = swap.order;
    }
    fill_article(article, other, &press->arena);
    other->absorbed = true;
    if (filled)
        return;
    press->report.merged++;
    lt_press_note(press, LT_PACK_MERGED, article->meta.title, other->source);
}

static bool is_space(uint32_t code)
{
    return code <= ' ' || code == 0xA0 || code == 0x202F || code == 0x2009;
}

/* Only what is said: no spaces, no ellipsis at the end. */
static void squeeze(struct lt_bytes text, struct lt_buf *out)
{
    for (size_t at = 0; at < text.size;) {
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        if (!is_space(code))
            lt_buf_put_utf8(out, code);
    }
    static const char *const ends[] = {"[…]", "[...]", "(...)", "...", "…"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = strlen(ends[i]);
        if (out->size >= size && memcmp(out->data + out->size - size, ends[i], size) == 0) {
            out->size -= size;
            out->data[out->size] = '\0';
            return;
        }
    }
}

bool lt_press_repeats_opening(const struct lt_doc *doc, const char *text)
{
    struct lt_buf said = {0}, opening = {0};
    uint32_t i = 0;
    squeeze(lt_bytes_of(text), &said);
    while (i < doc->block_count && doc->blocks[i].role != LT_ROLE_PARAGRAPH)
        i++;
    size_t first = 0;
    for (; i < doc->block_count && opening.size < OPENING_BYTES && opening.size < said.size + 1; i++) {
        if (doc->blocks[i].role == LT_ROLE_PARAGRAPH)
            squeeze(lt_block_text(doc, &doc->blocks[i]), &opening);
        first = first ? first : opening.size;
    }
    size_t common = said.size < opening.size ? said.size : opening.size;
    bool same = common > 0 && memcmp(said.data, opening.data, common) == 0;
    bool repeats = same && (common >= MIN_OPENING_BYTES || said.size == first);
    lt_buf_finish(&said);
    lt_buf_finish(&opening);
    return repeats;
}

/* A standfirst says what the body does not begin with. */
static void settle_standfirst(struct lt_press_article *article)
{
    if (article->meta.standfirst[0] && lt_press_repeats_opening(article->doc, article->meta.standfirst))
        article->meta.standfirst = "";
    if (!article->meta.standfirst[0] && article->summary[0] && strcmp(article->summary, article->meta.title) != 0 &&
        !lt_press_repeats_opening(article->doc, article->summary))
        article->meta.standfirst = article->summary;
}

void lt_press_merge(struct lt_press *press)
{
    size_t count = press->article_count;
    size_t *roots = lt_alloc(count, sizeof *roots);
    struct trait *traits = lt_alloc(count * 4, sizeof *traits);
    size_t trait_count = list_traits(press, traits);
    for (size_t i = 0; i < count; i++)
        roots[i] = i;
    qsort(traits, trait_count, sizeof *traits, compare_traits);
    for (size_t i = 1; i < trait_count; i++)
        if (is_same_trait(&traits[i - 1], &traits[i]) &&
            (traits[i].kind != 't' || !are_apart(&press->articles[traits[i - 1].index], &press->articles[traits[i].index])))
            join(roots, traits[i - 1].index, traits[i].index);
    for (size_t i = 0; i < count; i++) {
        size_t root = find_root(roots, i);
        if (root != i)
            absorb(press, &press->articles[root], &press->articles[i]);
        lt_press_rest(press);
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++, lt_press_rest(press))
        if (!press->articles[i].absorbed)
            press->articles[kept++] = press->articles[i];
    press->article_count = kept;
    for (size_t i = 0; i < kept; i++, lt_press_rest(press))
        settle_standfirst(&press->articles[i]);
    free(roots);
    free(traits);
}
