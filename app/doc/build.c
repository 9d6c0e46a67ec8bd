/*
 * build.c: blocks and spans gathered in growing arrays, white space collapsed on the way in, copied into the arena at
 * the end.
 */
#include <lutrin/doc_build.h>

#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

#define SPENT LT_SPAN_COUNT /* an open span without effect: it only waits for its end */

struct open_span {
    enum lt_span_kind kind;
    const char *target; /* in the arena */
    uint32_t index;     /* into spans; UINT32_MAX while it waits for text */
    bool carry;
};

struct lt_doc_builder {
    struct lt_arena *arena;
    enum lt_err err;
    const char *what;
    struct lt_buf text;
    struct lt_block *blocks;
    size_t block_count, block_capacity;
    struct lt_span *spans;
    size_t span_count, span_capacity;
    struct open_span open[LT_DOC_MAX_DEPTH * 4];
    size_t target_bytes;
    size_t open_count, open_lost; /* lost: opened past the limit of nesting, to be closed without effect */
    struct lt_picture *pictures;
    size_t picture_count, picture_capacity;
    struct lt_related *related;
    size_t related_count, related_capacity;
    bool in_block, space_waits; /* a space was seen and is written before the next character */
};

static void fail(struct lt_doc_builder *b, const char *what)
{
    if (b->err == LT_OK) {
        b->err = LT_ERR_LIMIT;
        b->what = what;
    }
}

static struct lt_block *open_block(struct lt_doc_builder *b)
{
    return b->in_block ? &b->blocks[b->block_count - 1] : NULL;
}

/* Gives the spans that wait for text their beginning here. */
static void begin_spans(struct lt_doc_builder *b)
{
    for (size_t i = 0; i < b->open_count; i++) {
        if (b->open[i].index != UINT32_MAX || b->open[i].kind == SPENT)
            continue;
        if (b->span_count >= LT_DOC_MAX_SPANS) {
            fail(b, "more marked stretches than an article may have");
            return;
        }
        b->spans = lt_grow(b->spans, &b->span_capacity, b->span_count + 1, sizeof *b->spans);
        uint32_t at = (uint32_t)b->text.size;
        b->open[i].index = (uint32_t)b->span_count;
        b->spans[b->span_count++] = (struct lt_span){b->open[i].kind, at, at, b->open[i].target};
    }
}

static void end_span(struct lt_doc_builder *b, struct open_span *open)
{
    if (open->index != UINT32_MAX)
        b->spans[open->index].end = (uint32_t)b->text.size;
    open->index = UINT32_MAX;
}

static void put(struct lt_doc_builder *b, const char *data, size_t size)
{
    if (b->text.size + size > LT_DOC_MAX_TEXT) {
        fail(b, "more text than an article may have");
        return;
    }
    if (b->space_waits) {
        b->space_waits = false;
        lt_buf_putc(&b->text, ' ');
    }
    begin_spans(b);
    lt_buf_put(&b->text, data, size);
}

/* Text of a block that is not code: runs of white space become one space, none at the block's start or after a break. */
static void put_collapsed(struct lt_doc_builder *b, struct lt_bytes text)
{
    uint32_t start = open_block(b)->text.start;
    for (size_t at = 0; at < text.size && b->err == LT_OK;) {
        size_t begin = at;
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        if (code == ' ' || code == '\t' || code == '\n') {
            b->space_waits = b->text.size > start && b->text.data[b->text.size - 1] != '\n';
            continue;
        }
        while (at < text.size && (unsigned char)text.data[at] > ' ')
            at++;
        put(b, text.data + begin, at - begin);
    }
}

static bool is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* Takes white space off the end of the open block (line ends only, in code). */
static void trim_end(struct lt_doc_builder *b, struct lt_block *block)
{
    bool code = block->role == LT_ROLE_CODE;
    while (b->text.size > block->text.start) {
        char c = b->text.data[b->text.size - 1];
        if (code ? c != '\n' : !is_white(c))
            break;
        b->text.size--;
    }
}

/* Cuts the block's spans to its text, drops the empty ones, and orders them (start, then the longer first). Spans are
 * begun in nesting order at each place, so they are ordered already once the empty ones are gone. */
static void settle_spans(struct lt_doc_builder *b, struct lt_block *block)
{
    size_t kept = block->first_span;
    for (size_t i = block->first_span; i < b->span_count; i++) {
        struct lt_span span = b->spans[i];
        if (span.end > b->text.size)
            span.end = (uint32_t)b->text.size;
        if (span.start < span.end)
            b->spans[kept++] = span;
    }
    b->span_count = kept;
    block->span_count = (uint32_t)(kept - block->first_span);
}

struct lt_doc_builder *lt_doc_build_begin(struct lt_arena *arena)
{
    struct lt_doc_builder *builder = lt_alloc(1, sizeof *builder);
    builder->arena = arena;
    return builder;
}

void lt_doc_build_block(struct lt_doc_builder *b, const struct lt_block *shape)
{
    lt_doc_build_block_end(b);
    if (b->err != LT_OK)
        return;
    if (b->block_count >= LT_DOC_MAX_BLOCKS) {
        fail(b, "more blocks than an article may have");
        return;
    }
    b->blocks = lt_grow(b->blocks, &b->block_capacity, b->block_count + 1, sizeof *b->blocks);
    struct lt_block *block = &b->blocks[b->block_count++];
    *block = *shape;
    block->lang = lt_arena_strdup(b->arena, shape->lang ? shape->lang : "");
    block->text = (struct lt_range){(uint32_t)b->text.size, (uint32_t)b->text.size};
    block->first_span = (uint32_t)b->span_count;
    block->span_count = 0;
    b->in_block = true;
    b->space_waits = false;
}

void lt_doc_build_text(struct lt_doc_builder *b, struct lt_bytes text)
{
    if (b->err != LT_OK || text.size == 0)
        return;
    struct lt_buf clean = {0};
    lt_utf8_clean(&clean, text);
    if (!b->in_block && lt_bytes_trim(lt_buf_slice(&clean)).size > 0)
        lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .picture = -1});
    struct lt_block *block = open_block(b);
    if (block && block->role == LT_ROLE_CODE)
        put(b, clean.data, clean.size);
    else if (block)
        put_collapsed(b, lt_buf_slice(&clean));
    lt_buf_finish(&clean);
}

void lt_doc_build_break(struct lt_doc_builder *b)
{
    struct lt_block *block = open_block(b);
    if (b->err != LT_OK || !block || b->text.size == block->text.start)
        return;
    b->space_waits = false;
    put(b, "\n", 1);
}

void lt_doc_build_span(struct lt_doc_builder *b, enum lt_span_kind kind, const char *target, bool carry)
{
    if (b->open_count == sizeof b->open / sizeof *b->open) {
        b->open_lost++;
        return;
    }
    size_t size = target ? strlen(target) : 0;
    bool fits = size <= LT_DOC_MAX_TARGETS - b->target_bytes;
    b->target_bytes += fits ? size : 0;
    b->open[b->open_count++] =
        fits ? (struct open_span){kind, lt_arena_strdup(b->arena, target), UINT32_MAX, carry} : (struct open_span){.kind = SPENT, .index = UINT32_MAX};
}

void lt_doc_build_span_end(struct lt_doc_builder *b)
{
    if (b->open_lost > 0)
        b->open_lost--;
    else if (b->open_count > 0)
        end_span(b, &b->open[--b->open_count]);
}

void lt_doc_build_block_end(struct lt_doc_builder *b)
{
    struct lt_block *block = open_block(b);
    if (!block)
        return;
    for (size_t i = 0; i < b->open_count; i++) {
        bool begun = b->open[i].index != UINT32_MAX;
        end_span(b, &b->open[i]);
        if (begun && !b->open[i].carry)
            b->open[i].kind = SPENT;
    }
    trim_end(b, block);
    settle_spans(b, block);
    block->text.end = (uint32_t)b->text.size;
    b->in_block = false;
    b->space_waits = false;
    bool keeps = block->role == LT_ROLE_RULE || block->role == LT_ROLE_TABLE || block->role == LT_ROLE_CELL ||
                 block->picture >= 0;
    if (block->text.start == block->text.end && !keeps)
        b->block_count--;
}

bool lt_doc_build_has_text(const struct lt_doc_builder *b)
{
    return b->in_block && b->text.size > b->blocks[b->block_count - 1].text.start;
}

int32_t lt_doc_build_picture(struct lt_doc_builder *b, const struct lt_picture *picture)
{
    for (size_t i = 0; picture->url && i < b->picture_count; i++)
        if (b->pictures[i].url && strcmp(b->pictures[i].url, picture->url) == 0)
            return (int32_t)i;
    if (b->picture_count >= LT_DOC_MAX_PICTURES)
        return -1;
    b->pictures = lt_grow(b->pictures, &b->picture_capacity, b->picture_count + 1, sizeof *b->pictures);
    struct lt_picture *copy = &b->pictures[b->picture_count];
    *copy = *picture;
    copy->url = lt_arena_strdup(b->arena, picture->url);
    copy->alt = lt_arena_strdup(b->arena, picture->alt ? picture->alt : "");
    return (int32_t)b->picture_count++;
}

void lt_doc_build_related(struct lt_doc_builder *b, const struct lt_related *related)
{
    if (b->related_count >= LT_DOC_MAX_RELATED)
        return;
    b->related = lt_grow(b->related, &b->related_capacity, b->related_count + 1, sizeof *b->related);
    struct lt_related *copy = &b->related[b->related_count++];
    *copy = *related;
    const char **strings[] = {&copy->title, &copy->teaser, &copy->author, &copy->url, &copy->picture_url};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = lt_arena_strdup(b->arena, *strings[i] ? *strings[i] : "");
}

static void copy_meta(struct lt_doc_builder *b, const struct lt_meta *from, struct lt_meta *to)
{
    *to = *from;
    const char **strings[] = {&to->title, &to->standfirst, &to->author, &to->kicker,
                              &to->site,  &to->url,        &to->lang,   &to->comments_url};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = lt_arena_strdup(b->arena, *strings[i] ? *strings[i] : "");
    if (to->lead < 0 || (size_t)to->lead >= b->picture_count)
        to->lead = -1;
}

static const void *keep(struct lt_arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = lt_arena_array(arena, count, size);
    if (count)
        memcpy(copy, items, count * size);
    return copy;
}

enum lt_err lt_doc_build_end(struct lt_doc_builder *b, const struct lt_meta *meta, struct lt_diag *diag,
                             const struct lt_doc **ret_doc)
{
    lt_doc_build_block_end(b);
    if (b->err != LT_OK) {
        enum lt_err err = lt_fail(diag, b->err, NULL, NULL, "%s", b->what);
        lt_doc_build_discard(b);
        return err;
    }
    struct lt_doc *doc = lt_arena_alloc(b->arena, sizeof *doc);
    copy_meta(b, meta, &doc->meta);
    doc->text = lt_arena_strndup(b->arena, b->text.data, b->text.size);
    doc->text_size = (uint32_t)b->text.size;
    doc->blocks = keep(b->arena, b->blocks, b->block_count, sizeof *b->blocks);
    doc->block_count = (uint32_t)b->block_count;
    doc->spans = keep(b->arena, b->spans, b->span_count, sizeof *b->spans);
    doc->span_count = (uint32_t)b->span_count;
    doc->pictures = keep(b->arena, b->pictures, b->picture_count, sizeof *b->pictures);
    doc->picture_count = (uint32_t)b->picture_count;
    doc->related = keep(b->arena, b->related, b->related_count, sizeof *b->related);
    doc->related_count = (uint32_t)b->related_count;
    lt_doc_build_discard(b);
    *ret_doc = doc;
    return LT_OK;
}

void lt_doc_build_discard(struct lt_doc_builder *b)
{
    if (!b)
        return;
    lt_buf_finish(&b->text);
    free(b->blocks);
    free(b->spans);
    free(b->pictures);
    free(b->related);
    free(b);
}
