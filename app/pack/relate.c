/*
 * relate.c: which articles of the bundle are like an article, for those whose source does not say: the Okapi BM25 weight
 * (Robertson & Zaragoza 2009, k1 = 1.2, b = 0.75) of the article's most telling words in the others.
 *
 * Words are folded and cut after six letters, which does for stemming in alphabetic scripts; scripts without spaces give
 * pairs of characters. Words of one language never meet those of another. A word that a quarter of its language's
 * articles use tells nothing, and one that a single article uses finds nothing: neither is kept. Of the rest each
 * article keeps its heaviest, so memory grows with the number of articles and not with their length. All weights are
 * whole numbers: the same articles give the same answer on every machine.
 *
 * Most words of a large bundle stand in one article only. They never get a place in the table: a word's first use sets a
 * bit, and only the second finds it set (now and then another word's bit, which does no harm).
 */
#include "press.h"

#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

enum {
    MAX_TERMS = 1 << 20,     /* different words of a bundle that two articles use; what comes later is not looked at */
    MAX_SEEN_BITS = 1 << 25, /* of first uses ... */
    SEEN_BITS_EACH = 512,    /* ... and for each article */
    MAX_LANGUAGES = 64,      /* the rest counts as one */
    KEPT_TERMS = 48,         /* of an article in the index */
    ASKED_TERMS = 24,        /* of them, with which the others are searched */
    LETTERS = 6,             /* of a word that count */
    MIN_LETTERS = 3,
    TITLE_WEIGHT = 3, TAG_WEIGHT = 2,
    MIN_COMMON = 2,          /* words that two articles must share */
    COMMON_SHARE = 4,        /* a word in more than one in four articles is common */
    COMMON_AT_LEAST = 4,     /* but not below this many */
    MAX_ASKED_LIST = 4000,   /* articles that hold an asked word; a longer list is passed over */
    K1_MILLI = 1200, B_MILLI = 750,
    LOG_ONE = 256,           /* of the logarithm's fixed point */
};

struct term {
    uint64_t key; /* 0: free */
    uint32_t articles;
};

struct language {
    char tag[8];
    uint32_t articles;
    uint64_t words;
};

struct use { /* of a term in an article */
    uint64_t key;
    uint32_t count;
};

/* What the search asks of an article, without touching it. */
struct rank {
    int64_t published, id;
};

struct kept {
    uint32_t term;
    uint16_t milli;
};

struct relating {
    struct lt_press *press;
    struct lt_tongue *tongue;
    struct term *terms; /* open addressing */
    size_t term_count, table_size;
    struct language languages[MAX_LANGUAGES];
    size_t language_count;
    uint8_t *language_of;
    uint32_t *length_of; /* words of an article, weights counted */
    struct kept *kept;   /* in the press's arena: KEPT_TERMS an article, the heaviest first; term UINT32_MAX ends a list */
    uint64_t *seen;      /* bits of first uses */
    size_t seen_bits;
    uint32_t *articles_of; /* what is left of the terms once all are kept: how many articles hold each */
    uint32_t *first;     /* first[term + 1]: where the term's postings begin */
    uint32_t *posted;    /* the postings' articles ... */
    uint16_t *milli;     /* ... and BM25's part of the term's frequency in each */
    struct rank *ranks;
    bool counting;       /* the first pass: how many articles hold a term */
    size_t article;      /* that is being read */
    struct use *uses;
    size_t use_count, use_capacity;
};

/* Words */

static bool is_dense(uint32_t c)
{
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ||
           (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && c != 0x60C && c != 0x61B && c != 0x61F && c != 0x640 && c != 0x6D4 &&
           !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F) && !(c >= 0xFE10 && c <= 0xFE6F) &&
           !(c >= 0xFF00 && c <= 0xFF20) && c != 0xFFFD;
}

/* The place of a key in the table, taken for it while counting; SIZE_MAX when it is not there. */
static size_t place_of(struct relating *r, uint64_t key)
{
    key = key ? key : 1;
    size_t at = (size_t)key & (r->table_size - 1);
    while (r->terms[at].key && r->terms[at].key != key)
        at = (at + 1) & (r->table_size - 1);
    if (r->terms[at].key == key)
        return at;
    if (!r->counting || r->term_count == MAX_TERMS)
        return SIZE_MAX;
    r->terms[at] = (struct term){.key = key, .articles = 1}; /* the one that set its bit */
    r->term_count++;
    return at;
}

static void grow_table(struct relating *r)
{
    if (r->term_count * 2 < r->table_size)
        return;
    size_t size = r->table_size * 2;
    struct term *terms = lt_alloc(size, sizeof *terms);
    for (size_t i = 0; i < r->table_size; i++) {
        size_t at = (size_t)r->terms[i].key & (size - 1);
        while (r->terms[i].key && terms[at].key)
            at = (at + 1) & (size - 1);
        if (r->terms[i].key)
            terms[at] = r->terms[i];
    }
    free(r->terms);
    r->terms = terms;
    r->table_size = size;
}

static void use_term(struct relating *r, uint64_t key, uint32_t weight)
{
    if (r->counting)
        r->length_of[r->article] += weight;
    r->uses = lt_grow(r->uses, &r->use_capacity, r->use_count + 1, sizeof *r->uses);
    r->uses[r->use_count++] = (struct use){key, weight};
}

/* Was the term used before? Now it was. */
static bool was_seen(struct relating *r, uint64_t key)
{
    uint64_t bit = (key ^ key >> 29) & (r->seen_bits - 1), mask = UINT64_C(1) << (bit & 63);
    bool seen = r->seen[bit >> 6] & mask;
    r->seen[bit >> 6] |= mask;
    return seen;
}

/* The article's terms, each of which was used once more. */
static void count_terms(struct relating *r)
{
    for (size_t i = 0; i < r->use_count; i++) {
        size_t at = was_seen(r, r->uses[i].key) ? place_of(r, r->uses[i].key) : SIZE_MAX;
        if (at != SIZE_MAX)
            r->terms[at].articles++;
        grow_table(r);
    }
}

static void read_text(struct relating *r, struct lt_bytes text, uint32_t weight)
{
    struct lt_buf folded = {0};
    lt_text_fold(r->tongue, text, &folded);
    uint64_t language = r->language_of[r->article] + UINT64_C(0x9E3779B9);
    size_t at = 0, from = 0, letters = 0, kept_to = 0, before = SIZE_MAX;
    while (at <= folded.size) {
        size_t start = at;
        uint32_t code = at < folded.size ? lt_utf8_next(folded.data, folded.size, &at) : (at++, ' ');
        bool dense = is_dense(code);
        if (!dense && is_letter(code)) {
            from = letters ? from : start;
            if (++letters <= LETTERS)
                kept_to = at;
            before = SIZE_MAX;
            continue;
        }
        if (letters >= MIN_LETTERS)
            use_term(r, lt_hash((struct lt_bytes){folded.data + from, kept_to - from}, language), weight);
        letters = 0;
        if (dense && before != SIZE_MAX)
            use_term(r, lt_hash((struct lt_bytes){folded.data + before, at - before}, language), weight);
        before = dense ? start : SIZE_MAX;
    }
    lt_buf_finish(&folded);
}

static int compare_uses(const void *a, const void *b)
{
    const struct use *one = a, *two = b;
    return (one->key > two->key) - (one->key < two->key);
}

/* Each term of the article once, with the sum of its uses. */
static void add_up(struct relating *r)
{
    size_t count = 0;
    if (r->use_count)
        qsort(r->uses, r->use_count, sizeof *r->uses, compare_uses);
    for (size_t i = 0; i < r->use_count; i++)
        if (count && r->uses[count - 1].key == r->uses[i].key)
            r->uses[count - 1].count += r->uses[i].count;
        else
            r->uses[count++] = r->uses[i];
    r->use_count = count;
}

static void read_article(struct relating *r, size_t index)
{
    const struct lt_press_article *article = &r->press->articles[index];
    r->article = index;
    r->use_count = 0;
    read_text(r, lt_bytes_of(article->meta.title), TITLE_WEIGHT);
    read_text(r, lt_bytes_of(article->meta.standfirst), 1);
    for (size_t i = 0; i < article->tag_count; i++)
        read_text(r, lt_bytes_of(article->tags[i]), TAG_WEIGHT);
    for (uint32_t i = 0; i < article->doc->block_count; i++)
        read_text(r, lt_block_text(article->doc, &article->doc->blocks[i]), 1);
    add_up(r);
}

/* The number of the article's language. */
static uint8_t language_of(struct relating *r, const char *tag)
{
    struct language language = {.articles = 0};
    size_t size = strcspn(tag, "-");
    if (size < sizeof language.tag)
        memcpy(language.tag, tag, size);
    for (size_t i = 0; i < r->language_count; i++)
        if (strcmp(r->languages[i].tag, language.tag) == 0)
            return (uint8_t)i;
    if (r->language_count == MAX_LANGUAGES)
        return MAX_LANGUAGES - 1;
    r->languages[r->language_count] = language;
    return (uint8_t)r->language_count++;
}

/* Weights */

/* The binary logarithm of n > 0 in units of 1/LOG_ONE. */
static int64_t logarithm(uint64_t n)
{
    int64_t whole = 0;
    for (uint64_t rest = n; rest > 1; rest >>= 1)
        whole++;
    uint64_t mantissa = whole > 30 ? n >> (whole - 30) : n << (30 - whole); /* 1 to 2, 30 bits after the point */
    int64_t result = whole;
    for (int bit = 0; bit < 8; bit++) {
        mantissa = mantissa * mantissa >> 30;
        result = result * 2 + (mantissa >= UINT64_C(1) << 31);
        mantissa >>= mantissa >= UINT64_C(1) << 31;
    }
    return result;
}

/* log2(1 + (N - n + 0.5) / (n + 0.5)) */
static int64_t rarity(const struct language *language, uint32_t articles)
{
    return logarithm(2 * (uint64_t)language->articles + 2) - logarithm(2 * (uint64_t)articles + 1);
}

static bool is_common(const struct language *language, uint32_t articles)
{
    return articles > COMMON_AT_LEAST && articles > language->articles / COMMON_SHARE;
}

/* f (k1 + 1) / (f + k1 (1 - b + b l / average)), in thousandths */
static uint16_t frequency_part(uint32_t count, uint32_t length, uint64_t average)
{
    uint64_t relative = average ? (uint64_t)length * 1000 / average : 1000;
    uint64_t damping = (uint64_t)K1_MILLI * ((1000 - B_MILLI) * 1000 + B_MILLI * relative) / 1000000;
    return (uint16_t)((uint64_t)count * (K1_MILLI + 1000) * 1000 / ((uint64_t)count * 1000 + damping));
}

struct weighed {
    int64_t weight;
    uint64_t key;
    struct kept kept;
};

static int compare_weights(const void *a, const void *b)
{
    const struct weighed *one = a, *two = b;
    if (one->weight != two->weight)
        return one->weight > two->weight ? -1 : 1;
    return (one->key > two->key) - (one->key < two->key);
}

/* Keeps the heaviest terms of the article. */
static void keep_heaviest(struct relating *r)
{
    const struct language *language = &r->languages[r->language_of[r->article]];
    uint64_t average = language->words / language->articles;
    struct kept *kept = &r->kept[r->article * KEPT_TERMS];
    struct weighed *list = lt_alloc(r->use_count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < r->use_count; i++) {
        size_t at = place_of(r, r->uses[i].key);
        const struct term *term = at == SIZE_MAX ? NULL : &r->terms[at];
        if (!term || term->articles < 2 || is_common(language, term->articles))
            continue;
        uint16_t milli = frequency_part(r->uses[i].count, r->length_of[r->article], average);
        list[count++] = (struct weighed){milli * rarity(language, term->articles), term->key, {(uint32_t)at, milli}};
    }
    qsort(list, count, sizeof *list, compare_weights);
    for (size_t i = 0; i < KEPT_TERMS; i++)
        kept[i] = i < count ? list[i].kept : (struct kept){UINT32_MAX, 0};
    free(list);
}

/* The index */

/* Of a term only the number of its articles is asked from now on. */
static void shrink_terms(struct relating *r)
{
    r->articles_of = lt_alloc(r->table_size, sizeof *r->articles_of);
    for (size_t i = 0; i < r->table_size; i++)
        r->articles_of[i] = r->terms[i].articles;
    free(r->terms);
    free(r->seen);
    r->terms = NULL;
    r->seen = NULL;
}

/* Lists that find nothing or would be passed over are not stored: they are empty, and marked by their lengths alone. */
static void index_terms(struct relating *r)
{
    size_t total = 0, count = r->press->article_count * KEPT_TERMS;
    r->first = lt_alloc(r->table_size + 2, sizeof *r->first);
    for (size_t i = 0; i < count; i++) {
        if (r->kept[i].term != UINT32_MAX)
            r->first[r->kept[i].term + 1]++;
        if (i % KEPT_TERMS == 0)
            lt_press_rest(r->press);
    }
    for (size_t i = 0; i < r->table_size; i++) {
        uint32_t size = r->first[i + 1] > MAX_ASKED_LIST || r->first[i + 1] < 2 ? 0 : r->first[i + 1];
        if (size == 0)
            r->articles_of[i] = 0;
        total += size;
        r->first[i + 1] = (uint32_t)total; /* for now where its list ends */
    }
    r->first[r->table_size + 1] = (uint32_t)total;
    r->posted = lt_alloc(total + 1, sizeof *r->posted);
    r->milli = lt_alloc(total + 1, sizeof *r->milli);
    for (size_t i = count; i-- > 0;) { /* filled from the back: first[] ends up where the lists begin */
        const struct kept *kept = &r->kept[i];
        if (kept->term != UINT32_MAX && r->articles_of[kept->term]) {
            uint32_t at = --r->first[kept->term + 1];
            r->posted[at] = (uint32_t)(i / KEPT_TERMS);
            r->milli[at] = kept->milli;
        }
        if (i % KEPT_TERMS == 0)
            lt_press_rest(r->press);
    }
}

struct found {
    int64_t score;
    uint32_t common;
};

static bool is_better(const struct rank *ranks, const struct found *found, uint32_t a, uint32_t b)
{
    if (found[a].score != found[b].score)
        return found[a].score > found[b].score;
    if (ranks[a].published != ranks[b].published)
        return ranks[a].published > ranks[b].published;
    return ranks[a].id < ranks[b].id;
}

/* The others that are most like the article. `found` is all zero before and after. */
static void search(struct relating *r, size_t index, struct found *found, uint32_t *touched)
{
    struct lt_press_article *article = &r->press->articles[index];
    const struct language *language = &r->languages[r->language_of[index]];
    const struct kept *kept = &r->kept[index * KEPT_TERMS];
    size_t count = 0;
    for (size_t i = 0; i < ASKED_TERMS && kept[i].term != UINT32_MAX; i++) {
        uint32_t from = r->first[kept[i].term + 1], to = r->first[kept[i].term + 2];
        if (r->articles_of[kept[i].term] == 0)
            continue;
        int64_t weight = rarity(language, r->articles_of[kept[i].term]);
        for (uint32_t j = from; j < to; j++) {
            struct found *one = &found[r->posted[j]];
            if (one->common++ == 0)
                touched[count++] = r->posted[j];
            one->score += weight * r->milli[j];
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t other = touched[i];
        if (other == index || found[other].common < MIN_COMMON)
            continue;
        size_t at = article->alike_count < LT_PRESS_RELATED_CHOSEN ? article->alike_count++ : LT_PRESS_RELATED_CHOSEN;
        for (; at > 0 && is_better(r->ranks, found, other, article->alike[at - 1]); at--)
            if (at < LT_PRESS_RELATED_CHOSEN)
                article->alike[at] = article->alike[at - 1];
        if (at < LT_PRESS_RELATED_CHOSEN)
            article->alike[at] = other;
    }
    for (size_t i = 0; i < count; i++)
        found[touched[i]] = (struct found){0, 0};
}

/* Nothing like it: the newest others of its section, so that no article leads nowhere. */
static void take_newest(struct lt_press *press, size_t index)
{
    struct lt_press_article *article = &press->articles[index];
    for (size_t i = press->article_count; i-- > 0 && article->alike_count < LT_PRESS_RELATED_CHOSEN;)
        if (i != index && press->articles[i].section == article->section)
            article->alike[article->alike_count++] = (uint32_t)i;
    if (article->alike_count == 0 && press->article_count > 1)
        article->alike[article->alike_count++] = (uint32_t)(press->newest != index ? press->newest : index ? index - 1 : 1);
}

static enum lt_err read_all(struct relating *r, bool counting, struct lt_diag *diag)
{
    size_t count = r->press->article_count;
    enum lt_err err = LT_OK;
    r->counting = counting;
    for (size_t i = 0; err == LT_OK && i < count; i++) {
        read_article(r, i);
        if (counting) {
            count_terms(r);
            r->languages[r->language_of[i]].articles++;
            r->languages[r->language_of[i]].words += r->length_of[i];
        } else {
            keep_heaviest(r);
        }
        err = lt_press_check_stop(r->press, diag);
    }
    return err;
}

enum lt_err lt_press_relate(struct lt_press *press, struct lt_diag *diag)
{
    size_t count = press->article_count;
    struct relating r = {.press = press, .tongue = lt_tongue_create(), .table_size = 1 << 12};
    struct found *found = lt_alloc(count, sizeof *found);
    uint32_t *touched = lt_alloc(count, sizeof *touched);
    r.terms = lt_alloc(r.table_size, sizeof *r.terms);
    r.language_of = lt_alloc(count, sizeof *r.language_of);
    r.length_of = lt_alloc(count, sizeof *r.length_of);
    r.kept = lt_arena_array(&press->docs, count * KEPT_TERMS, sizeof *r.kept);
    r.ranks = lt_alloc(count, sizeof *r.ranks);
    for (r.seen_bits = 1 << 12; r.seen_bits < MAX_SEEN_BITS && r.seen_bits < count * SEEN_BITS_EACH;)
        r.seen_bits *= 2;
    r.seen = lt_alloc(r.seen_bits / 64, sizeof *r.seen);
    for (size_t i = 0; i < count; i++, lt_press_rest(press)) {
        r.language_of[i] = language_of(&r, press->articles[i].meta.lang);
        r.ranks[i] = (struct rank){press->articles[i].meta.published, press->articles[i].id};
    }
    enum lt_err err = read_all(&r, true, diag);
    if (err == LT_OK)
        err = read_all(&r, false, diag);
    if (err == LT_OK) {
        shrink_terms(&r);
        index_terms(&r);
    }
    for (size_t i = 0; err == LT_OK && i < count; i++) {
        search(&r, i, found, touched);
        if (press->articles[i].alike_count == 0)
            take_newest(press, i);
        lt_press_progress(press, "articles compared", i + 1, count);
        err = lt_press_check_stop(press, diag);
    }
    lt_tongue_destroy(r.tongue);
    void *all[] = {r.terms, r.seen,   r.language_of, r.length_of, r.articles_of, r.first,
                   r.posted, r.milli, r.ranks,       r.uses,      found,         touched};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    return err;
}
