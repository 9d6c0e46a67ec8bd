/*
 * weave.c: a document is written out anew as it goes into the bundle: prose set right by its language's typography, text
 * in NFC, links to other articles of the bundle turned inward, pictures by id, figures whose picture failed left out,
 * related articles found or chosen.
 */
#include "press.h"

#include <lutrin/doc_build.h>
#include <lutrin/typo.h>
#include <lutrin/utf8.h>

#include <string.h>

enum { MAX_OPEN = 32, TEASER_BYTES = 180, MAX_TAG = 35 };

struct weaving {
    struct lt_press *press;
    const struct lt_press_article *article;
    struct lt_press_plates *plates;
    struct lt_arena *arena; /* of the new document */
    struct lt_diag *diag;
    struct lt_doc_builder *builder;
};

const char *lt_press_nfc(const char *text, struct lt_arena *arena)
{
    struct lt_buf buf = {0};
    lt_text_nfc(lt_bytes_of(text), &buf);
    const char *kept = buf.size ? lt_arena_strndup(arena, buf.data, buf.size) : "";
    lt_buf_finish(&buf);
    return kept;
}

const char *lt_press_set_line(const struct lt_press *press, const char *text, const char *lang, struct lt_arena *arena)
{
    struct lt_buf buf = {0};
    lt_typo_plain(lt_bytes_of(text), press->plan->as_typed ? "" : lang, &buf);
    const char *set = lt_press_nfc(buf.size ? buf.data : "", arena);
    lt_buf_finish(&buf);
    return set;
}

static bool is_tag(const char *tag)
{
    size_t size = strlen(tag);
    if (size == 0 || size > MAX_TAG)
        return false;
    for (size_t i = 0; i < size; i++) {
        char c = tag[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (i == 0 || (c != '-' && (c < '0' || c > '9'))))
            return false;
    }
    return true;
}

/* An address may stand in a bundle when it is one of the three kinds that a reader can do something with. */
static bool is_address(const char *url)
{
    struct lt_bytes text = lt_bytes_of(url);
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)url[i] <= 0x20 || url[i] == 0x7F)
            return false;
    return (lt_bytes_starts(text, "https://") || lt_bytes_starts(text, "http://") || lt_bytes_starts(text, "mailto:")) &&
           !lt_press_is_invented(url);
}

static bool is_number(const char *text)
{
    size_t n = strspn(text, "0123456789");
    return n > 0 && n < 10 && text[n] == '\0';
}

/* What a span's target becomes; false: the span goes, its text stays. */
static bool retarget(struct weaving *w, const struct lt_span *span, const char **ret_target)
{
    *ret_target = span->target;
    if (span->kind == LT_SPAN_LANG)
        return span->target && is_tag(span->target);
    if (span->kind == LT_SPAN_NOTE)
        return span->target && is_number(span->target);
    if (span->kind != LT_SPAN_LINK)
        return true;
    if (!span->target)
        return false;
    const struct lt_press_article *inside = lt_press_lookup(w->press, span->target);
    if (inside == w->article)
        return false; /* to a place in itself, which a bundle does not know */
    if (inside)
        *ret_target = lt_arena_printf(w->arena, "lutrin:article/%lld", (long long)inside->id);
    return inside || is_address(span->target);
}

static void put_plain(struct weaving *w, struct lt_bytes given, bool code)
{
    struct lt_buf text = {0};
    lt_text_nfc(given, &text);
    for (size_t at = 0; at < text.size;) {
        const char *end = code ? NULL : memchr(text.data + at, '\n', text.size - at);
        size_t stop = end ? (size_t)(end - text.data) : text.size;
        lt_doc_build_text(w->builder, (struct lt_bytes){text.data + at, stop - at});
        if (end)
            lt_doc_build_break(w->builder);
        at = stop + (end ? 1 : 0);
    }
    lt_buf_finish(&text);
}

/* A block on its way: its text set right, and how far it is written. */
struct setting {
    struct lt_typo typo;
    uint32_t at;   /* byte of the given block */
    uint32_t done; /* byte of what it became */
    size_t raised; /* the next ordinal */
    bool code;
};

/* Puts what is between the last place and `to`, which a span's end or beginning is at. */
static void put_until(struct weaving *w, struct setting *s, uint32_t to, bool is_end)
{
    for (; s->raised < s->typo.raised_count && s->typo.raised[s->raised].end <= to; s->raised++) {
        const struct lt_typo_range *raised = &s->typo.raised[s->raised];
        if (raised->start < s->at)
            continue; /* a span begins or ends within */
        uint32_t start = lt_typo_place(&s->typo, raised->start, false), end = lt_typo_place(&s->typo, raised->end, true);
        put_plain(w, (struct lt_bytes){s->typo.text + s->done, start - s->done}, s->code);
        lt_doc_build_span(w->builder, LT_SPAN_SUP, NULL, false);
        put_plain(w, (struct lt_bytes){s->typo.text + start, end - start}, s->code);
        lt_doc_build_span_end(w->builder);
        s->done = end;
    }
    uint32_t stop = lt_typo_place(&s->typo, to, is_end);
    if (stop > s->done) {
        put_plain(w, (struct lt_bytes){s->typo.text + s->done, stop - s->done}, s->code);
        s->done = stop;
    }
    s->at = to;
}

static bool same_language(const char *one, const char *two)
{
    size_t n = strcspn(one, "-");
    return n == strcspn(two, "-") && strncmp(one, two, n) == 0;
}

/* Is the stretch no prose of the block's language? */
static bool is_kept(const struct lt_span *span, const char *lang)
{
    return span->kind == LT_SPAN_CODE || span->kind == LT_SPAN_SUP || span->kind == LT_SPAN_SUB ||
           span->kind == LT_SPAN_NOTE || (span->kind == LT_SPAN_LANG && span->target && !same_language(span->target, lang));
}

/* The block's text set right for `lang`; code stays as it is. */
static struct setting set_block(struct weaving *w, const struct lt_doc *doc, const struct lt_block *block, const char *lang)
{
    struct setting s = {.code = block->role == LT_ROLE_CODE};
    struct lt_typo_range *kept = lt_arena_array(w->arena, block->span_count, sizeof *kept);
    size_t count = 0;
    uint32_t start = block->text.start, end = start;
    for (uint32_t i = 0; i < block->span_count; i++) {
        const struct lt_span *span = &doc->spans[block->first_span + i];
        if (span->start < end || !is_kept(span, lang))
            continue;
        kept[count++] = (struct lt_typo_range){span->start - start, span->end - start,
                                               .aside = span->kind == LT_SPAN_SUP || span->kind == LT_SPAN_NOTE};
        end = span->end;
    }
    lt_typo_set(lt_block_text(doc, block), s.code || w->press->plan->as_typed || w->article->carried ? "" : lang, kept, count, w->arena, &s.typo);
    return s;
}

/* The text of a block with its spans opened and closed where they are. */
static void put_content(struct weaving *w, const struct lt_doc *doc, const struct lt_block *block, const char *lang)
{
    uint32_t ends[MAX_OPEN], next = 0, start = block->text.start;
    size_t depth = 0;
    struct setting s = set_block(w, doc, block, lang);
    while (next < block->span_count || depth > 0) {
        const struct lt_span *span = next < block->span_count ? &doc->spans[block->first_span + next] : NULL;
        bool closes = depth > 0 && (!span || ends[depth - 1] <= span->start);
        const char *target;
        put_until(w, &s, (closes ? ends[depth - 1] : span->start) - start, closes);
        if (closes) {
            lt_doc_build_span_end(w->builder);
            depth--;
            continue;
        }
        next++;
        if (depth < MAX_OPEN && retarget(w, span, &target)) {
            lt_doc_build_span(w->builder, span->kind, target, false);
            ends[depth++] = span->end;
        }
    }
    put_until(w, &s, block->text.end - start, false);
}

/* Puts the picture into the new document; *ret_index is -1 when it failed. */
static enum lt_err put_picture(struct weaving *w, const struct lt_picture *picture, int32_t *ret_index)
{
    struct lt_press_plate plate = {0};
    enum lt_err err = LT_OK;
    if (picture->url)
        err = lt_press_plate(w->plates, w->article, picture->url, w->diag, &plate);
    if (err != LT_OK)
        return err;
    *ret_index = -1;
    if (plate.id) {
        struct lt_picture kept = {.url = picture->url, .id = plate.id, .width = plate.width, .height = plate.height,
                                  .alt = lt_press_nfc(picture->alt, w->arena)};
        *ret_index = lt_doc_build_picture(w->builder, &kept);
    }
    return LT_OK;
}

static enum lt_err put_block(struct weaving *w, const struct lt_doc *doc, const struct lt_block *block)
{
    struct lt_block shape = *block;
    if (block->picture >= 0) {
        enum lt_err err = put_picture(w, &doc->pictures[block->picture], &shape.picture);
        if (err != LT_OK)
            return err;
        if (shape.picture < 0)
            return LT_OK;
    }
    if (!is_tag(shape.lang))
        shape.lang = w->article->meta.lang;
    lt_doc_build_block(w->builder, &shape);
    put_content(w, doc, block, shape.lang);
    lt_doc_build_block_end(w->builder);
    return LT_OK;
}

static const char *set_line(const struct weaving *w, const char *text, const char *lang)
{
    return lt_press_set_line(w->press, text, lang, w->arena);
}

/* The standfirst, or else the opening words of the body. */
static const char *teaser_of(const struct lt_press_article *article, struct lt_arena *arena)
{
    if (article->meta.standfirst[0])
        return article->meta.standfirst;
    for (uint32_t i = 0; i < article->doc->block_count; i++) {
        const struct lt_block *block = &article->doc->blocks[i];
        struct lt_bytes text = lt_block_text(article->doc, block);
        if (block->role != LT_ROLE_PARAGRAPH)
            continue;
        size_t size = lt_utf8_floor(text, TEASER_BYTES);
        while (size < text.size && size > 0 && text.data[size - 1] != ' ')
            size--;
        struct lt_bytes cut = lt_bytes_trim((struct lt_bytes){text.data, size});
        char *teaser = lt_arena_printf(arena, "%.*s%s", (int)cut.size, cut.data, cut.size < text.size ? "…" : "");
        for (char *c = teaser; *c; c++) /* a line of its own: verses run on */
            *c = *c == '\n' ? ' ' : *c;
        return teaser;
    }
    return "";
}

/* An article of the bundle; `given` is what the source says of it, "" when it is silent. */
static void put_related_article(struct weaving *w, const struct lt_press_article *other, const char *given)
{
    const char *teaser = given[0] && !other->meta.standfirst[0] ? given : teaser_of(other, w->arena);
    struct lt_related related = {.article = other->id, .title = set_line(w, other->meta.title, other->meta.lang),
                                 .teaser = set_line(w, teaser, other->meta.lang),
                                 .author = set_line(w, other->meta.author, other->meta.lang),
                                 .url = is_address(other->meta.url) ? other->meta.url : "",
                                 .picture = other->lead_id};
    lt_doc_build_related(w->builder, &related);
}

/* The source's own related articles; returns how many. */
static enum lt_err put_given_related(struct weaving *w, size_t *ret_count)
{
    const struct lt_doc *doc = w->article->related_from;
    *ret_count = 0;
    for (uint32_t i = 0; i < doc->related_count; i++) {
        const struct lt_related *given = &doc->related[i];
        const struct lt_press_article *inside = lt_press_lookup(w->press, given->url);
        if (inside == w->article || !given->title[0])
            continue;
        ++*ret_count;
        if (inside) {
            put_related_article(w, inside, given->teaser);
            continue;
        }
        struct lt_press_plate plate = {0};
        if (given->picture_url[0]) {
            enum lt_err err = lt_press_plate(w->plates, w->article, given->picture_url, w->diag, &plate);
            if (err != LT_OK)
                return err;
        }
        const char *lang = w->article->meta.lang; /* as likely as any */
        struct lt_related kept = {.title = set_line(w, given->title, lang),
                                  .teaser = set_line(w, given->teaser, lang),
                                  .author = set_line(w, given->author, lang),
                                  .url = is_address(given->url) ? given->url : "", .picture = plate.id};
        lt_doc_build_related(w->builder, &kept);
    }
    return LT_OK;
}

/* Without any: what is most like it. */
static void put_alike(struct weaving *w)
{
    for (size_t i = 0; i < w->article->alike_count; i++)
        put_related_article(w, &w->press->articles[w->article->alike[i]], "");
}

static struct lt_meta final_meta(struct weaving *w, int32_t lead)
{
    struct lt_meta meta = w->article->meta;
    const char **lines[] = {&meta.title, &meta.standfirst, &meta.author, &meta.kicker};
    meta.site = lt_press_nfc(meta.site, w->arena);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        *lines[i] = set_line(w, *lines[i], meta.lang);
    if (!is_address(meta.url))
        meta.url = "";
    if (!is_address(meta.comments_url))
        meta.comments_url = "";
    if (!is_tag(meta.lang))
        meta.lang = "";
    meta.lead = lead;
    return meta;
}

enum lt_err lt_press_weave(struct lt_press *press, const struct lt_press_article *article,
                           struct lt_press_plates *plates, struct lt_arena *arena, struct lt_diag *diag,
                           const struct lt_doc **ret_doc)
{
    struct weaving w = {press, article, plates, arena, diag, lt_doc_build_begin(arena)};
    const struct lt_doc *doc = article->doc;
    int32_t lead = -1;
    size_t related = 0;
    enum lt_err err = article->lead.url ? put_picture(&w, &article->lead, &lead) : LT_OK;
    for (uint32_t i = 0; err == LT_OK && i < doc->block_count; i++)
        err = put_block(&w, doc, &doc->blocks[i]);
    if (err == LT_OK)
        err = put_given_related(&w, &related);
    if (err == LT_OK && related == 0)
        put_alike(&w);
    if (err != LT_OK) {
        lt_doc_build_discard(w.builder);
        return err;
    }
    struct lt_meta meta = final_meta(&w, lead);
    return lt_doc_build_end(w.builder, &meta, diag, ret_doc);
}
