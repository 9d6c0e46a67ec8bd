/*
 * linked_comments.c: the comments that a page carries as linked data (schema.org's Comment in JSON-LD), for readers that
 * run no script: an article's `comment`, answers inside a comment or with a `parentItem`, comments that stand alone.
 */
#include "comments.h"

#include "html.h"
#include "json.h"
#include "jsonld.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 32, DATE_MAX_BYTES = 64 };

struct gathering {
    struct lt_comment *found;
    size_t count, capacity;
    struct lt_arena *arena; /* of what is gathered */
};

static bool is_comment(const json_t *object)
{
    const json_t *type = json_object_get(object, "@type"), *one = json_is_array(type) ? json_array_get(type, 0) : type;
    const char *name = json_string_value(one);
    return name && (strcmp(name, "Comment") == 0 || strcmp(name, "UserComments") == 0);
}

static const char *first_word(const json_t *object, const char *const *names)
{
    for (; *names; names++)
        if (lt_json_string(object, *names))
            return lt_json_string(object, *names);
    return NULL;
}

static const char *author_of(const json_t *comment, struct lt_arena *arena)
{
    const json_t *author = json_object_get(comment, "author");
    author = author ? author : json_object_get(comment, "creator");
    if (json_is_array(author))
        author = json_array_get(author, 0);
    const char *name = json_is_string(author) ? json_string_value(author) : lt_json_string(author, "name");
    return name ? lt_arena_strdup(arena, name) : "";
}

/* Words are HTML, or plain text whose lines are lines. */
static const char *words_of(const json_t *comment, struct lt_arena *arena)
{
    static const char *const names[] = {"text", "commentText", "description", NULL};
    const char *text = first_word(comment, names);
    struct lt_buf html = {0};
    if (!text)
        return "";
    bool plain = !strchr(text, '<');
    for (; *text; text++)
        if (plain && *text == '\n')
            lt_buf_puts(&html, "<br>");
        else
            lt_buf_putc(&html, *text);
    const char *words = lt_comment_text(lt_buf_slice(&html), arena);
    lt_buf_finish(&html);
    return words;
}

/* The name that the comment is known by: its own, or one made of its place. */
static const char *name_of(const struct gathering *g, const json_t *comment)
{
    static const char *const names[] = {"@id", "identifier", "url", NULL};
    const char *name = first_word(comment, names);
    return name ? lt_arena_strdup(g->arena, name) : lt_arena_printf(g->arena, "comment %zu of the page", g->count);
}

static const char *answered_by(const struct gathering *g, const json_t *comment, const char *around)
{
    static const char *const names[] = {"@id", "identifier", "url", NULL};
    const json_t *parent = json_object_get(comment, "parentItem");
    const char *name = json_is_string(parent) ? json_string_value(parent) : first_word(parent, names);
    return name ? lt_arena_strdup(g->arena, name) : around;
}

/* Returns the name of the comment. */
static const char *take(struct gathering *g, const json_t *object, const char *around)
{
    static const char *const times[] = {"dateCreated", "datePublished", "commentTime", NULL};
    const char *when = first_word(object, times);
    struct lt_comment comment = {.author = author_of(object, g->arena), .text = words_of(object, g->arena),
                                 .id = name_of(g, object), .answers = answered_by(g, object, around),
                                 .published = LT_NO_TIME};
    if (when && strlen(when) <= DATE_MAX_BYTES)
        comment.published = lt_date_parse(when, &comment.utc_offset);
    g->found = lt_grow(g->found, &g->capacity, g->count + 1, sizeof *g->found);
    g->found[g->count++] = comment;
    return comment.id;
}

/* `around` is the comment that the value stands in, or NULL; `named`: it is the `comment` of something. */
static void gather(struct gathering *g, const json_t *value, const char *around, bool named, int depth)
{
    const json_t *inner;
    const char *key;
    size_t i;
    if (depth > MAX_DEPTH || g->count >= LT_COMMENTS_MAX_FOUND)
        return;
    json_array_foreach(value, i, inner)
        gather(g, inner, around, named, depth + 1);
    if (!json_is_object(value))
        return;
    if (named || is_comment(value))
        around = take(g, value, around);
    json_object_foreach((json_t *)(uintptr_t)value, key, inner)
        if (json_is_object(inner) || json_is_array(inner))
            gather(g, inner, around, strcmp(key, "comment") == 0, depth + 1);
}

struct lt_thread lt_comments_of_linked(const xmlDoc *page, struct lt_arena *arena)
{
    struct lt_arena scratch = {0};
    struct gathering g = {.arena = &scratch};
    const xmlNode *root = xmlDocGetRootElement(page);
    for (const xmlNode *node = root; node; node = lt_dom_next(root, node)) {
        if (!lt_dom_is(node, "script") || !lt_html_is_data(lt_dom_attr(node, "type")) || !node->children ||
            !node->children->content)
            continue;
        const char *text = (const char *)node->children->content;
        json_t *data = strstr(text, "\"comment\"") || strstr(text, "Comment") ? lt_jsonld_load(text) : NULL;
        gather(&g, data, NULL, false, 0);
        json_decref(data);
    }
    struct lt_thread thread = lt_thread_make(g.found, g.count, arena);
    free(g.found);
    lt_arena_finish(&scratch);
    return thread;
}
