/*
 * dump.c: a document as text that people can read and tests can compare.
 *
 * Metadata first, a line each, then an empty line, then the blocks: a line that tells the role and what belongs to it,
 * the text indented by two spaces with spans written as [kind target|text], and "\n" inside a block as a new indented line.
 */
#include <lutrin/doc.h>

#include <stdlib.h>

static void put_field(struct lt_buf *out, const char *name, const char *value)
{
    if (value[0])
        lt_buf_printf(out, "%s: %s\n", name, value);
}

static void put_meta(const struct lt_doc *doc, struct lt_buf *out)
{
    const struct lt_meta *meta = &doc->meta;
    put_field(out, "title", meta->title);
    put_field(out, "standfirst", meta->standfirst);
    put_field(out, "author", meta->author);
    put_field(out, "kicker", meta->kicker);
    put_field(out, "site", meta->site);
    put_field(out, "url", meta->url);
    put_field(out, "lang", meta->lang);
    if (meta->rtl)
        lt_buf_puts(out, "dir: rtl\n");
    if (meta->published != LT_NO_TIME)
        lt_buf_printf(out, "published: %lld%+d\n", (long long)meta->published, (int)meta->utc_offset);
    if (meta->updated != LT_NO_TIME)
        lt_buf_printf(out, "updated: %lld\n", (long long)meta->updated);
    put_field(out, "comments", meta->comments_url);
    if (meta->comment_count >= 0)
        lt_buf_printf(out, "comment count: %d\n", (int)meta->comment_count);
    if (meta->lead >= 0)
        lt_buf_printf(out, "lead: picture %d\n", (int)meta->lead);
}

static void put_shape(const struct lt_doc *doc, const struct lt_block *block, struct lt_buf *out)
{
    lt_buf_puts(out, lt_role_name(block->role));
    if (block->level)
        lt_buf_printf(out, " level %d", block->level);
    if (block->role == LT_ROLE_ITEM && block->number == LT_ITEM_CONTINUED)
        lt_buf_puts(out, " continued");
    else if (block->number > 0)
        lt_buf_printf(out, " number %d", (int)block->number);
    if (block->quote)
        lt_buf_printf(out, " quote %d", block->quote);
    if (block->list)
        lt_buf_printf(out, " list %d", block->list);
    if (block->role == LT_ROLE_TABLE)
        lt_buf_printf(out, " %dx%d", block->rows, block->columns);
    if (block->role == LT_ROLE_CELL) {
        lt_buf_printf(out, " at %d,%d", block->cell.row, block->cell.column);
        if (block->cell.row_span > 1 || block->cell.column_span > 1)
            lt_buf_printf(out, " span %d,%d", block->cell.row_span, block->cell.column_span);
        if (block->cell.header)
            lt_buf_puts(out, " header");
        if (block->cell.align)
            lt_buf_printf(out, " align %d", block->cell.align);
    }
    if (block->picture >= 0)
        lt_buf_printf(out, " picture %d", (int)block->picture);
    if (block->lang[0] && lt_bytes_equal(lt_bytes_of(block->lang), lt_bytes_of(doc->meta.lang)) == false)
        lt_buf_printf(out, " lang %s", block->lang);
    if (block->rtl != doc->meta.rtl)
        lt_buf_puts(out, block->rtl ? " rtl" : " ltr");
    lt_buf_putc(out, '\n');
}

/* Writes text[from..to) with line ends indented. */
static void put_text(const struct lt_doc *doc, uint32_t from, uint32_t to, struct lt_buf *out)
{
    for (uint32_t i = from; i < to; i++) {
        lt_buf_putc(out, doc->text[i]);
        if (doc->text[i] == '\n')
            lt_buf_puts(out, "  ");
    }
}

static void open_span(const struct lt_span *span, struct lt_buf *out)
{
    lt_buf_printf(out, "[%s%s%s|", lt_span_name(span->kind), span->target ? " " : "", span->target ? span->target : "");
}

/* Spans are ordered by start, the longer first, and nest: a stack of their ends is enough. */
static void put_spans(const struct lt_doc *doc, const struct lt_block *block, struct lt_buf *out)
{
    uint32_t *ends = lt_alloc(block->span_count, sizeof *ends);
    uint32_t depth = 0, at = block->text.start, next = 0;
    while (next < block->span_count || depth > 0) {
        const struct lt_span *span = next < block->span_count ? &doc->spans[block->first_span + next] : NULL;
        bool closes = depth > 0 && (!span || ends[depth - 1] <= span->start);
        uint32_t stop = closes ? ends[depth - 1] : span->start;
        put_text(doc, at, stop, out);
        at = stop;
        if (closes) {
            lt_buf_putc(out, ']');
            depth--;
        } else {
            open_span(span, out);
            ends[depth++] = span->end;
            next++;
        }
    }
    put_text(doc, at, block->text.end, out);
    free(ends);
}

void lt_doc_dump(const struct lt_doc *doc, struct lt_buf *out)
{
    put_meta(doc, out);
    for (uint32_t i = 0; i < doc->picture_count; i++) {
        const struct lt_picture *picture = &doc->pictures[i];
        lt_buf_printf(out, "picture %u: %s", (unsigned)i, picture->url ? picture->url : "");
        if (picture->id)
            lt_buf_printf(out, " #%lld", (long long)picture->id);
        if (picture->width)
            lt_buf_printf(out, " %dx%d", (int)picture->width, (int)picture->height);
        lt_buf_printf(out, "%s%s\n", picture->alt[0] ? " " : "", picture->alt);
    }
    for (uint32_t i = 0; i < doc->related_count; i++) {
        const struct lt_related *related = &doc->related[i];
        lt_buf_printf(out, "related: %s | %s | %s | %s\n", related->title, related->author, related->url,
                      related->teaser);
    }
    for (uint32_t i = 0; i < doc->block_count; i++) {
        lt_buf_putc(out, '\n');
        put_shape(doc, &doc->blocks[i], out);
        if (doc->blocks[i].text.end > doc->blocks[i].text.start) {
            lt_buf_puts(out, "  ");
            put_spans(doc, &doc->blocks[i], out);
            lt_buf_putc(out, '\n');
        }
    }
}
