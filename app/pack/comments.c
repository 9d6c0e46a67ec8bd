/*
 * comments.c: what readers wrote goes along with its article: as the sources hold it, or else fetched from the feed of
 * comments that they name. A feed that cannot be had costs its comments only.
 */
#include "press.h"

#include <lutrin/file.h>

#include <string.h>

enum { FEED_MAX_BYTES = 8 << 20 };

struct lt_thread lt_press_keep_comments(const struct lt_thread *thread, struct lt_arena *arena)
{
    struct lt_comment *list = lt_arena_array(arena, thread->count, sizeof *list);
    for (size_t i = 0; i < thread->count; i++) {
        list[i] = thread->list[i];
        list[i].author = lt_arena_strdup(arena, thread->list[i].author);
        list[i].text = lt_arena_strdup(arena, thread->list[i].text);
    }
    return (struct lt_thread){list, thread->count};
}

static bool is_wanted(const struct lt_press_article *article)
{
    return article->comments_feed && article->comments.count == 0 && article->meta.comment_count != 0;
}

/* Reads the fetched feed. What was not even looked for is passed over in silence. */
static void read_feed(struct lt_press *press, struct lt_press_article *article)
{
    struct lt_arena scratch = {0};
    struct lt_buf data = {0};
    struct lt_diag trouble = {0};
    struct lt_thread thread = {0};
    const char *path, *answered, *why = NULL;
    enum lt_err err = lt_press_locate(press, article->comments_feed, &scratch, &path, &answered, &why);
    bool looked_for = err == LT_OK || (why && strcmp(why, "not found") != 0);
    if (err != LT_OK)
        lt_fail(&trouble, err, NULL, NULL, "%s", why ? why : "not found");
    if (err == LT_OK)
        err = lt_file_read(path, FEED_MAX_BYTES, &trouble, &data);
    if (err == LT_OK)
        err = lt_comments_parse(lt_buf_slice(&data), answered, &scratch, &trouble, &thread);
    if (err == LT_OK)
        article->comments = lt_press_keep_comments(&thread, &press->arena);
    else if (looked_for)
        lt_press_note(press, LT_PACK_WARNING, article->comments_feed,
                      lt_arena_printf(&scratch, "its comments are left out: %s", trouble.what));
    lt_buf_finish(&data);
    lt_arena_finish(&scratch);
}

/* The paragraphs of a comment set right by the article's language; a text that would then be too long stays as it was. */
static const char *set_text(const struct lt_press *press, const char *text, const char *lang, struct lt_arena *arena)
{
    struct lt_arena scratch = {0};
    struct lt_buf out = {0};
    while (*text) {
        size_t size = strcspn(text, "\n");
        const char *line = lt_arena_strndup(&scratch, text, size);
        lt_buf_printf(&out, "%s%s", out.size ? "\n" : "", lt_press_set_line(press, line, lang, &scratch));
        text += size + (text[size] == '\n');
    }
    const char *set = out.size && out.size <= LT_COMMENT_MAX_BYTES ? lt_arena_strndup(arena, out.data, out.size) : NULL;
    lt_buf_finish(&out);
    lt_arena_finish(&scratch);
    return set;
}

/* Prose set right, NFC, and no more of them than the plan wants; a count that the source knows is never less than what is
 * there. */
static void settle(const struct lt_press *press, struct lt_press_article *article, struct lt_arena *arena)
{
    const struct lt_plan *plan = press->plan;
    const char *lang = article->carried ? "" : article->meta.lang;
    struct lt_thread *thread = &article->comments;
    struct lt_comment *list = lt_arena_array(arena, thread->count, sizeof *list);
    if (article->meta.comment_count < (int32_t)thread->count && thread->count)
        article->meta.comment_count = (int32_t)thread->count;
    if (plan->comments_most && thread->count > (size_t)plan->comments_most)
        thread->count = (size_t)plan->comments_most;
    for (size_t i = 0; i < thread->count; i++) {
        list[i] = thread->list[i];
        list[i].author = lt_press_nfc(list[i].author, arena);
        const char *set = set_text(press, list[i].text, lang, arena);
        list[i].text = set ? set : list[i].text;
    }
    thread->list = list;
}

enum lt_err lt_press_comments(struct lt_press *press, struct lt_diag *diag)
{
    const struct lt_plan *plan = press->plan;
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        struct lt_press_article *article = &press->articles[i];
        if (plan->comments_off)
            article->comments = (struct lt_thread){0};
        else if (is_wanted(article))
            lt_press_want(press, article->comments_feed, FEED_MAX_BYTES);
    }
    enum lt_err err = plan->comments_off ? LT_OK : lt_press_fetch(press, "feeds of comments fetched", diag);
    for (size_t i = 0; err == LT_OK && i < press->article_count && !plan->comments_off; i++) {
        struct lt_press_article *article = &press->articles[i];
        if (is_wanted(article))
            read_feed(press, article);
        settle(press, article, &press->arena);
        err = lt_press_check_stop(press, diag);
    }
    return err;
}
