/*
 * write_rows.c: one article as rows. What is written is read back by the checks of the reading side first, so that no
 * bundle leaves the press that a reader would refuse.
 */
#include "write.h"

#include <string.h>

enum { ROW_OVERHEAD_BYTES = 4096 };

/* One article on its way in. */
struct writing {
    struct lt_bundle_writer *writer;
    const struct lt_bundle_article_row *row;
    struct lt_diag *diag;
    struct lt_buf spans, geometry, headings;
};

static enum lt_err refuse(const struct writing *w, const char *what)
{
    return lt_fail(w->diag, LT_ERR_DATA, w->row->slug, NULL, "the article holds %s", what);
}

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text <= 0x20 || (unsigned char)*text >= 0x7F)
            return false;
    return true;
}

static enum lt_err check_meta(const struct writing *w)
{
    const struct lt_meta *meta = &w->row->doc->meta;
    const char *texts[] = {meta->title, meta->standfirst, meta->author,       meta->kicker,
                           meta->site,  meta->url,        meta->comments_url, w->row->tags};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i] && !lt_wire_is_clean(lt_bytes_of(texts[i])))
            return refuse(w, "metadata that is not clean UTF-8");
    if (!lt_wire_is_lang(lt_bytes_of(meta->lang)))
        return refuse(w, "a language that is no tag");
    return is_ascii(w->row->slug) ? LT_OK : refuse(w, "a slug that is not ASCII");
}

/* An address that is cut leads nowhere: one that is too long is none. */
static const char *whole(const char *address)
{
    return address && strlen(address) > LT_BUNDLE_MAX_FIELD ? "" : address;
}

static enum lt_err find_picture(const struct writing *w, int64_t id, const struct lt_writer_picture **ret_picture)
{
    *ret_picture = lt_writer_picture(w->writer, id);
    return *ret_picture ? LT_OK : refuse(w, "a picture that was not added to the bundle");
}

static void bind_time(struct lt_bundle_writer *writer, enum lt_writer_insert what, int at, int64_t time)
{
    if (time != LT_NO_TIME)
        lt_writer_int(writer, what, at, time);
}

static enum lt_err write_article(struct writing *w)
{
    static const struct lt_writer_picture none;
    struct lt_bundle_writer *writer = w->writer;
    const struct lt_meta *meta = &w->row->doc->meta;
    const struct lt_picture *lead = meta->lead >= 0 ? &w->row->doc->pictures[meta->lead] : NULL;
    const struct lt_writer_picture *picture = &none;
    if (lead && lead->id) {
        enum lt_err err = find_picture(w, lead->id, &picture);
        if (err != LT_OK)
            return err;
    }
    const char *texts[] = {meta->title, meta->standfirst, meta->author, meta->kicker, meta->site, whole(meta->url), meta->lang};
    lt_writer_int(writer, LT_INSERT_ARTICLE, 1, w->row->id);
    lt_writer_text(writer, LT_INSERT_ARTICLE, 2, w->row->slug);
    lt_writer_int(writer, LT_INSERT_ARTICLE, 3, w->row->section);
    for (int i = 0; i < 7; i++)
        lt_writer_text(writer, LT_INSERT_ARTICLE, 4 + i, texts[i]);
    lt_writer_int(writer, LT_INSERT_ARTICLE, 11, meta->rtl);
    bind_time(writer, LT_INSERT_ARTICLE, 12, meta->published);
    lt_writer_int(writer, LT_INSERT_ARTICLE, 13, meta->utc_offset);
    bind_time(writer, LT_INSERT_ARTICLE, 14, meta->updated);
    lt_writer_int(writer, LT_INSERT_ARTICLE, 15, lt_doc_words(w->row->doc));
    lt_writer_int(writer, LT_INSERT_ARTICLE, 16, picture->id);
    lt_writer_int(writer, LT_INSERT_ARTICLE, 17, picture->width);
    lt_writer_int(writer, LT_INSERT_ARTICLE, 18, picture->height);
    lt_writer_text(writer, LT_INSERT_ARTICLE, 19, picture->id ? lead->alt : "");
    lt_writer_text(writer, LT_INSERT_ARTICLE, 20, whole(meta->comments_url));
    lt_writer_int(writer, LT_INSERT_ARTICLE, 21, meta->comment_count);
    lt_writer_text(writer, LT_INSERT_ARTICLE, 22, w->row->tags);
    return lt_writer_run(writer, LT_INSERT_ARTICLE, w->diag);
}

/* Puts the block's spans and geometry into their texts and reads them back. */
static enum lt_err encode(struct writing *w, const struct lt_block *block)
{
    struct lt_arena arena = {0};
    struct lt_block copy = *block;
    struct lt_bytes text = lt_block_text(w->row->doc, block);
    lt_buf_clear(&w->spans);
    lt_buf_clear(&w->geometry);
    lt_wire_put_spans(w->row->doc, block, &w->spans);
    lt_wire_put_geometry(block, &w->geometry);
    size_t count = lt_wire_span_count(lt_buf_slice(&w->spans));
    struct lt_span *spans = lt_arena_array(&arena, count, sizeof *spans);
    const char *wrong = count == block->span_count ? NULL : "a span whose target has more than one line";
    if (!wrong && (!lt_wire_is_clean(text) || !lt_wire_is_clean(lt_buf_slice(&w->spans))))
        wrong = "text that is not clean UTF-8";
    wrong = wrong ? wrong : lt_wire_check_block(block);
    wrong = wrong ? wrong : lt_wire_read_spans(lt_buf_slice(&w->spans), text, 0, &arena, spans);
    wrong = wrong ? wrong : lt_wire_read_geometry(lt_buf_slice(&w->geometry), &copy);
    wrong = wrong ? wrong : lt_wire_is_lang(lt_bytes_of(block->lang)) ? NULL : "a language that is no tag";
    if (!wrong && text.size + w->spans.size > LT_BUNDLE_MAX_ROW - ROW_OVERHEAD_BYTES)
        wrong = "a block larger than a bundle may hold";
    lt_arena_finish(&arena);
    return wrong ? refuse(w, wrong) : LT_OK;
}

static enum lt_err check_comments(const struct writing *w)
{
    const struct lt_thread *thread = &w->row->comments;
    if (thread->count > LT_COMMENTS_MAX)
        return refuse(w, "more comments than a bundle may hold");
    for (size_t i = 0; i < thread->count; i++) {
        const struct lt_comment *comment = &thread->list[i];
        if (!lt_wire_is_clean(lt_bytes_of(comment->author)) || !lt_wire_is_clean(lt_bytes_of(comment->text)))
            return refuse(w, "a comment that is not clean UTF-8");
        if (comment->parent < -1 || comment->parent >= (int32_t)i || !comment->text[0] ||
            strlen(comment->text) > LT_COMMENT_MAX_BYTES)
            return refuse(w, "a comment out of its place, empty or too long");
    }
    return LT_OK;
}

/* Everything is checked before the first row is written: a refused article leaves no trace. */
static enum lt_err check(struct writing *w)
{
    const struct lt_doc *doc = w->row->doc;
    const struct lt_writer_picture *picture;
    enum lt_err err = check_meta(w);
    if (err == LT_OK)
        err = check_comments(w);
    for (uint32_t i = 0; err == LT_OK && i < doc->picture_count; i++)
        if (!lt_wire_is_clean(lt_bytes_of(doc->pictures[i].alt)))
            err = refuse(w, "a picture's words that are not clean UTF-8");
        else if (doc->pictures[i].id)
            err = find_picture(w, doc->pictures[i].id, &picture);
    for (uint32_t i = 0; err == LT_OK && i < doc->related_count; i++) {
        const struct lt_related *related = &doc->related[i];
        if (!lt_wire_is_clean(lt_bytes_of(related->title)) || !lt_wire_is_clean(lt_bytes_of(related->teaser)) ||
            !lt_wire_is_clean(lt_bytes_of(related->author)) || !lt_wire_is_clean(lt_bytes_of(related->url)))
            err = refuse(w, "a related article that is not clean UTF-8");
    }
    for (uint32_t i = 0; err == LT_OK && i < doc->block_count; i++)
        err = encode(w, &doc->blocks[i]);
    return err;
}

static enum lt_err write_block(struct writing *w, uint32_t index)
{
    struct lt_bundle_writer *writer = w->writer;
    const struct lt_doc *doc = w->row->doc;
    const struct lt_block *block = &doc->blocks[index];
    const struct lt_picture *shown = block->picture >= 0 ? &doc->pictures[block->picture] : NULL;
    const struct lt_writer_picture *picture = NULL;
    enum lt_err err = encode(w, block);
    if (err == LT_OK && shown && shown->id)
        err = find_picture(w, shown->id, &picture);
    if (err != LT_OK)
        return err;
    lt_writer_int(writer, LT_INSERT_BLOCK, 1, (w->row->id << LT_STORE_KEY_SHIFT) + index);
    lt_writer_text(writer, LT_INSERT_BLOCK, 2, lt_role_name(block->role));
    lt_writer_int(writer, LT_INSERT_BLOCK, 3, block->level);
    lt_writer_int(writer, LT_INSERT_BLOCK, 4, block->quote);
    lt_writer_int(writer, LT_INSERT_BLOCK, 5, block->list);
    lt_writer_int(writer, LT_INSERT_BLOCK, 6, block->number);
    lt_writer_text(writer, LT_INSERT_BLOCK, 7, block->lang);
    lt_writer_int(writer, LT_INSERT_BLOCK, 8, block->rtl);
    lt_writer_bytes(writer, LT_INSERT_BLOCK, 9, lt_block_text(doc, block));
    lt_writer_bytes(writer, LT_INSERT_BLOCK, 10, lt_buf_slice(&w->spans));
    lt_writer_bytes(writer, LT_INSERT_BLOCK, 11, lt_buf_slice(&w->geometry));
    lt_writer_int(writer, LT_INSERT_BLOCK, 12, picture ? picture->id : 0);
    lt_writer_text(writer, LT_INSERT_BLOCK, 13, picture ? shown->alt : "");
    return lt_writer_run(writer, LT_INSERT_BLOCK, w->diag);
}

static enum lt_err write_related(struct writing *w, uint32_t index)
{
    struct lt_bundle_writer *writer = w->writer;
    const struct lt_related *related = &w->row->doc->related[index];
    const char *texts[] = {related->title, related->teaser, related->author, whole(related->url)};
    lt_writer_int(writer, LT_INSERT_RELATED, 1, (w->row->id << LT_STORE_KEY_SHIFT) + index);
    lt_writer_int(writer, LT_INSERT_RELATED, 2, related->article);
    for (int i = 0; i < 4; i++)
        lt_writer_text(writer, LT_INSERT_RELATED, 3 + i, texts[i]);
    lt_writer_int(writer, LT_INSERT_RELATED, 7, related->picture);
    return lt_writer_run(writer, LT_INSERT_RELATED, w->diag);
}

static enum lt_err write_comment(struct writing *w, size_t index)
{
    struct lt_bundle_writer *writer = w->writer;
    const struct lt_comment *comment = &w->row->comments.list[index];
    lt_writer_int(writer, LT_INSERT_COMMENT, 1, (w->row->id << LT_STORE_KEY_SHIFT) + (int64_t)index);
    lt_writer_int(writer, LT_INSERT_COMMENT, 2, comment->parent);
    lt_writer_text(writer, LT_INSERT_COMMENT, 3, comment->author);
    bind_time(writer, LT_INSERT_COMMENT, 4, comment->published);
    lt_writer_int(writer, LT_INSERT_COMMENT, 5, comment->utc_offset);
    lt_writer_text(writer, LT_INSERT_COMMENT, 6, comment->text);
    return lt_writer_run(writer, LT_INSERT_COMMENT, w->diag);
}

static enum lt_err write_search(struct writing *w)
{
    struct lt_bundle_writer *writer = w->writer;
    const struct lt_meta *meta = &w->row->doc->meta;
    struct lt_buf texts[4] = {{0}};
    lt_search_text(lt_bytes_of(meta->title), &texts[0]);
    lt_search_text(lt_bytes_of(meta->standfirst), &texts[1]);
    lt_search_text(lt_buf_slice(&w->headings), &texts[2]);
    lt_search_text(lt_bytes_of(w->row->tags), &texts[3]);
    lt_writer_int(writer, LT_INSERT_SEARCH, 1, w->row->id);
    for (int i = 0; i < 4; i++)
        lt_writer_bytes(writer, LT_INSERT_SEARCH, 2 + i, lt_buf_slice(&texts[i]));
    enum lt_err err = lt_writer_run(writer, LT_INSERT_SEARCH, w->diag);
    for (int i = 0; i < 4; i++)
        lt_buf_finish(&texts[i]);
    return err;
}

static void add_heading(struct writing *w, const struct lt_block *block)
{
    struct lt_bytes text = lt_block_text(w->row->doc, block);
    if (block->role != LT_ROLE_HEADING)
        return;
    lt_buf_put(&w->headings, text.data, text.size);
    lt_buf_putc(&w->headings, '\n');
}

enum lt_err lt_writer_article(struct lt_bundle_writer *writer, const struct lt_bundle_article_row *row,
                              struct lt_diag *diag)
{
    struct writing w = {.writer = writer, .row = row, .diag = diag};
    enum lt_err err = check(&w);
    if (err == LT_OK)
        err = write_article(&w);
    for (uint32_t i = 0; err == LT_OK && i < row->doc->block_count; i++) {
        err = write_block(&w, i);
        add_heading(&w, &row->doc->blocks[i]);
    }
    for (uint32_t i = 0; err == LT_OK && i < row->doc->related_count && i < LT_DOC_MAX_RELATED; i++)
        err = write_related(&w, i);
    for (size_t i = 0; err == LT_OK && i < row->comments.count; i++)
        err = write_comment(&w, i);
    if (err == LT_OK)
        err = write_search(&w);
    lt_buf_finish(&w.spans);
    lt_buf_finish(&w.geometry);
    lt_buf_finish(&w.headings);
    return err;
}
