/*
 * page_comments.c: the comments that stand in a page. An element is a comment when its names or microdata say so
 * (names.c). Inside, its author, time and words are told by the same kinds of names.
 */
#include "comments.h"

#include "clean.h"
#include "names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { AUTHOR_MAX_BYTES = 300, LINKED_AUTHOR_MAX_BYTES = 60, DATE_MAX_BYTES = 64, LEVELS_MAX = 64 };

bool lt_is_comment(const xmlNode *node)
{
    return (lt_names_of(node) & LT_NAME_COMMENT) && !lt_dom_is(node, "a") && !lt_dom_is(node, "form") &&
           !lt_dom_is(node, "html") && !lt_dom_is(node, "body") && !lt_dom_is(node, "main");
}

/* The comment that the node stands in, below `body`, or NULL. */
static const xmlNode *comment_around(const xmlNode *node, const xmlNode *body)
{
    while (node && node != body && !lt_is_comment(node))
        node = node->parent;
    return node == body ? NULL : node;
}

/* The node after `node` inside the comment, without going into the comments that answer it. */
static const xmlNode *next_own(const xmlNode *comment, const xmlNode *node)
{
    node = lt_dom_next(comment, node);
    while (node && lt_is_comment(node))
        node = lt_dom_over(comment, node);
    return node;
}

/* Which of a comment's parts a list of names asks for. */
struct part {
    const char *const *classes; /* whole class words, the best first */
    const char *const *props;   /* itemprop */
    const char *const *words;   /* words inside class and id */
};

static const xmlNode *find_part(const xmlNode *comment, const struct part *part)
{
    for (const char *const *class = part->classes; *class; class++)
        for (const xmlNode *node = next_own(comment, comment); node; node = next_own(comment, node))
            if (lt_has_word(lt_dom_attr(node, "class"), *class) && lt_dom_text_size(node, NULL) > 0)
                return node;
    for (const char *const *prop = part->props; *prop; prop++)
        for (const xmlNode *node = next_own(comment, comment); node; node = next_own(comment, node))
            if (lt_has_word(lt_dom_attr(node, "itemprop"), *prop) && lt_dom_text_size(node, NULL) > 0)
                return node;
    for (const xmlNode *node = next_own(comment, comment); node; node = next_own(comment, node))
        if (node->type == XML_ELEMENT_NODE && lt_dom_named(node, part->words) && lt_dom_text_size(node, NULL) > 0)
            return node;
    return NULL;
}

/* A short link before the words, or the first: what else would stand there? */
static const xmlNode *linked_author(const xmlNode *comment, const xmlNode *words)
{
    for (const xmlNode *node = next_own(comment, comment); node && node != words; node = next_own(comment, node)) {
        size_t size = lt_dom_is(node, "a") ? lt_dom_text_size(node, NULL) : 0;
        if (size > 0)
            return size <= LINKED_AUTHOR_MAX_BYTES ? node : NULL;
    }
    return NULL;
}

static const xmlNode *find_author(const xmlNode *comment)
{
    static const char *const classes[] = {"fn", "p-author", "comment-author-name", "comment-author__name", "author-name", NULL};
    static const char *const props[] = {"name", "author", "creator", NULL};
    static const char *const words[] = {"author", "commenter", "username", "nickname", "byauthor", "pseudo", "pseudonyme", NULL};
    return find_part(comment, &(struct part){classes, props, words});
}

/* The name in a <meta>, which shows none. */
static const char *unseen_author(const xmlNode *comment)
{
    const char *content;
    for (const xmlNode *node = next_own(comment, comment); node; node = next_own(comment, node))
        if (lt_dom_is(node, "meta") && (content = lt_dom_attr(node, "content")) &&
            (lt_has_word(lt_dom_attr(node, "itemprop"), "name") || lt_has_word(lt_dom_attr(node, "itemprop"), "author")))
            return content;
    return "";
}

static const xmlNode *find_words(const xmlNode *comment)
{
    static const char *const classes[] = {"comment-content", "comment-text", "comment__text", "comment__content",
                                          "comment__body", "comment-body", "e-content", NULL};
    static const char *const props[] = {"text", "commentText", "description", NULL};
    static const char *const words[] = {"content", "text", "message", NULL};
    const struct part part = {classes, props, words};
    const xmlNode *found = find_part(comment, &part), *node = found;
    while (node && (node = next_own(comment, node)) && lt_dom_within(node, found)) /* one name in another: the inner has the words alone */
        if (lt_has_any_word(lt_dom_attr(node, "class"), classes) && lt_dom_text_size(node, NULL) > 0)
            return node;
    return found;
}

static int64_t find_time(const xmlNode *comment, int32_t *ret_offset)
{
    static const char *const words[] = {"date", "time", "published", "metadata", NULL};
    const xmlNode *named = NULL;
    for (const xmlNode *node = next_own(comment, comment); node; node = next_own(comment, node)) {
        const char *when = lt_dom_attr(node, "datetime");
        bool dated = lt_has_word(lt_dom_attr(node, "itemprop"), "datePublished") ||
                     lt_has_word(lt_dom_attr(node, "itemprop"), "dateCreated") ||
                     lt_has_word(lt_dom_attr(node, "itemprop"), "commentTime");
        when = when ? when : dated ? lt_dom_attr(node, "content") : NULL;
        int64_t time = when && strlen(when) <= DATE_MAX_BYTES ? lt_date_parse(when, ret_offset) : LT_NO_TIME;
        if (time != LT_NO_TIME)
            return time;
        named = named || node->type != XML_ELEMENT_NODE || !(dated || lt_dom_named(node, words)) ? named : node;
    }
    struct lt_arena scratch = {0};
    const char *text = lt_dom_text_dup(named, DATE_MAX_BYTES, &scratch);
    int64_t time = text[0] ? lt_date_parse(text, ret_offset) : LT_NO_TIME;
    lt_arena_finish(&scratch);
    return time;
}

/* Appends the HTML of the node and what is below it, without the comments inside. */
static void put_own(const xmlNode *node, struct lt_buf *html)
{
    xmlNode *copy = xmlDocCopyNode((xmlNode *)node, node->doc, 1);
    for (xmlNode *inner = copy ? copy->children : NULL, *next; inner; inner = next) {
        next = lt_is_comment(inner) ? lt_dom_over(copy, inner) : lt_dom_next(copy, inner);
        if (lt_is_comment(inner)) {
            xmlUnlinkNode(inner);
            xmlFreeNode(inner);
        }
    }
    if (copy)
        lt_clean_article(copy, NULL, html);
    xmlFreeNode(copy);
}

static void put_paragraph(const xmlNode *node, struct lt_buf *html)
{
    lt_buf_puts(html, "<p>");
    put_own(node, html);
    lt_buf_puts(html, "</p>");
}

static const char *words_of(const xmlNode *comment, const xmlNode *author, struct lt_arena *arena)
{
    struct lt_buf html = {0};
    const xmlNode *words = find_words(comment);
    if (words && author && lt_dom_within(author, words)) /* the whole of it bears the name */
        words = NULL;
    if (words)
        put_own(words, &html);
    for (const xmlNode *node = next_own(comment, comment); node && !words; node = next_own(comment, node))
        if (lt_dom_is(node, "p") && !(author && (lt_dom_within(author, node) || lt_dom_within(node, author))))
            put_paragraph(node, &html);
    const char *text = html.size ? lt_comment_text(lt_buf_slice(&html), arena) : "";
    lt_buf_finish(&html);
    return text;
}

/* "Ann says:" is Ann's. */
static const char *name_of(const xmlNode *author, struct lt_arena *arena)
{
    static const char *const verbs[] = {" says:", " a dit :", " dit :", ":"};
    static const char *const leads[] = {"par ", "by ", "von "};
    const char *name = author ? lt_dom_text_dup(author, AUTHOR_MAX_BYTES, arena) : "";
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        name += strncasecmp(name, leads[i], strlen(leads[i])) == 0 && name[strlen(leads[i])] ? strlen(leads[i]) : 0;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        size_t size = strlen(name), verb = strlen(verbs[i]);
        if (size > verb && strcasecmp(name + size - verb, verbs[i]) == 0)
            return lt_arena_strndup(arena, name, size - verb);
    }
    return name;
}

/* A name for the thread: the element's own place in the tree. */
static const char *mark_of(const xmlNode *node, struct lt_arena *arena)
{
    return node ? lt_arena_printf(arena, "%p", (const void *)node) : NULL;
}

struct lt_thread lt_comments_of_page(const xmlNode *body, struct lt_arena *arena)
{
    struct lt_arena scratch = {0};
    struct lt_comment *found = NULL;
    size_t count = 0, capacity = 0;
    for (const xmlNode *node = body->children; node && count < LT_COMMENTS_MAX_FOUND; node = lt_dom_next(body, node)) {
        if (!lt_is_comment(node))
            continue;
        const xmlNode *author = find_author(node);
        author = author || unseen_author(node)[0] ? author : linked_author(node, find_words(node));
        struct lt_comment comment = {.author = author ? name_of(author, &scratch) : unseen_author(node), .text = words_of(node, author, &scratch),
                                     .id = mark_of(node, &scratch),
                                     .answers = mark_of(comment_around(node->parent, body), &scratch)};
        comment.published = find_time(node, &comment.utc_offset);
        found = lt_grow(found, &capacity, count + 1, sizeof *found);
        found[count++] = comment;
    }
    struct lt_thread thread = lt_thread_make(found, count, arena);
    free(found);
    lt_arena_finish(&scratch);
    return thread;
}
