/*
 * letters.c: a thread of comments becomes a document: who and when as a small heading in the type of bylines, the words as
 * paragraphs, answers set in as quotations are.
 */
#include "letters.h"

#include <lutrin/doc_build.h>
#include <lutrin/text.h>

#include <string.h>

enum { NAME_LEVEL = 3 };

static void put_name(struct lt_doc_builder *builder, const struct lt_stage *stage, const struct lt_comment *comment,
                     struct lt_block shape, struct lt_arena *arena)
{
    const char *date = "";
    if (comment->published != LT_NO_TIME)
        date = lt_stage_date(stage, arena, comment->published, comment->utc_offset, LT_DATE_LONG);
    shape.rtl = lt_text_is_rtl(lt_bytes_of(comment->author[0] ? comment->author : date));
    const char *line = lt_stage_join(arena, shape.rtl, comment->author, date, "");
    shape.role = LT_ROLE_HEADING;
    shape.level = NAME_LEVEL;
    lt_doc_build_block(builder, &shape);
    const char *name = comment->author[0] ? strstr(line, comment->author) : NULL;
    if (name) {
        lt_doc_build_text(builder, (struct lt_bytes){line, (size_t)(name - line)});
        lt_doc_build_span(builder, LT_SPAN_STRONG, NULL, false);
        lt_doc_build_text(builder, lt_bytes_of(comment->author));
        lt_doc_build_span_end(builder);
        line = name + strlen(comment->author);
    }
    lt_doc_build_text(builder, lt_bytes_of(name || line[0] ? line : "—"));
}

static void put_words(struct lt_doc_builder *builder, const struct lt_comment *comment, struct lt_block shape)
{
    struct lt_bytes rest = lt_bytes_of(comment->text);
    shape.role = LT_ROLE_PARAGRAPH;
    while (rest.size) {
        const char *end = memchr(rest.data, '\n', rest.size);
        size_t size = end ? (size_t)(end - rest.data) : rest.size;
        shape.rtl = lt_text_is_rtl((struct lt_bytes){rest.data, size});
        lt_doc_build_block(builder, &shape);
        lt_doc_build_text(builder, (struct lt_bytes){rest.data, size});
        size += end != NULL;
        rest = (struct lt_bytes){rest.data + size, rest.size - size};
    }
}

static const char *title_of(const struct lt_stage *stage, size_t count, struct lt_arena *arena)
{
    struct lt_buf words = {0};
    lt_phrase(&words, lt_word_n(stage->words, "%1 comment", "%1 comments", (int64_t)count),
              lt_stage_number(stage, arena, (int64_t)count), NULL);
    const char *title = lt_arena_strndup(arena, words.data, words.size);
    lt_buf_finish(&words);
    return title;
}

void lt_letters_open(struct lt_letters *letters, const struct lt_stage *stage, int64_t article, const struct lt_card *card,
                     struct lt_arena *arena)
{
    struct lt_thread thread = {0};
    if (card->comment_count < 1 || lt_bundle_comments(stage->bundle, article, arena, NULL, &thread) != LT_OK ||
        thread.count == 0)
        return;
    letters->style = lt_arena_array(arena, 1, sizeof *letters->style);
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    for (size_t i = 0; i < thread.count; i++) {
        struct lt_block shape = {.quote = (uint8_t)lt_comment_depth(&thread, i), .picture = -1, .lang = card->lang};
        put_name(builder, stage, &thread.list[i], shape, arena);
        put_words(builder, &thread.list[i], shape);
    }
    struct lt_meta meta = {.title = "", .lang = card->lang, .rtl = card->rtl, .published = LT_NO_TIME,
                           .updated = LT_NO_TIME, .comment_count = -1, .lead = -1};
    if (lt_doc_build_end(builder, &meta, NULL, &letters->doc) != LT_OK)
        letters->doc = NULL;
    letters->front = (struct lt_front_matter){.kicker = "", .title = title_of(stage, thread.count, arena),
                                              .standfirst = "", .byline = card->title, .plain_opening = true,
                                              .left_out = lt_stage_say(stage, arena, "This text is longer than can be shown here. Part of it is missing.", NULL, NULL)};
}

void lt_letters_close(struct lt_letters *letters)
{
    lt_pages_destroy(letters->pages);
    *letters = (struct lt_letters){0};
}

void lt_letters_restyle(struct lt_letters *letters, const struct lt_stage *stage, const struct lt_style *style)
{
    lt_pages_destroy(letters->pages);
    letters->pages = NULL;
    if (!letters->doc)
        return;
    *letters->style = *style;
    letters->style->heading[NAME_LEVEL - 1] = style->byline;
    const struct lt_setting setting = {.doc = letters->doc, .front = &letters->front, .style = letters->style,
                                       .ruler = stage->ruler, .tongue = stage->tongue, .breaker = LT_BREAKER_TOTAL_FIT,
                                       .gauge = stage->gauge};
    letters->pages = lt_pages_create(&setting);
}
