/*
 * paragraphs.c: where the paragraphs are in a body of WordPress's classic editor, which writes none.
 */
#include "wordpress.h"

#include "tags.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { NAME_MAX_BYTES = 24 };

struct state {
    struct lt_bytes text;
    struct lt_buf *out;
    size_t at;
    bool open;      /* in a paragraph that we began */
    bool written;   /* there is text in it, or in the block around, since the last block tag or break */
    int inside;     /* blocks in which text stands as it is: own paragraphs, list items, cells ... */
};

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcasecmp(name, *names) == 0)
            return true;
    return false;
}

/* The name of the tag at `at` ("p" of "</p>"); "" when there is none. */
static void name_of(struct lt_bytes text, size_t at, char name[NAME_MAX_BYTES + 1])
{
    size_t size = 0;
    at += at + 1 < text.size && text.data[at + 1] == '/' ? 2 : 1;
    while (at + size < text.size && size < NAME_MAX_BYTES && !strchr(" \t\r\n/>", text.data[at + size]))
        size++;
    memcpy(name, text.data + at, size);
    name[size] = '\0';
}

/* The place after the tag or comment at `at`. */
static size_t over_tag(struct lt_bytes text, size_t at)
{
    struct lt_bytes here = {text.data + at, text.size - at};
    bool comment = lt_bytes_starts(here, "<!--");
    for (char quote = 0; at < text.size; at++) {
        char c = text.data[at];
        if (!comment && quote)
            quote = c == quote ? 0 : quote;
        else if (!comment && (c == '"' || c == '\'') && text.data[at - 1] == '=')
            quote = c;
        else if (c == '>' && (!comment || (text.data[at - 1] == '-' && text.data[at - 2] == '-')))
            return at + 1;
    }
    return text.size;
}

/* The place after the end tag of a raw element, or the end. */
static size_t over_element(struct lt_bytes text, size_t at, const char *name)
{
    size_t size = strlen(name);
    for (; at + size + 2 < text.size; at++)
        if (text.data[at] == '<' && text.data[at + 1] == '/' && strncasecmp(text.data + at + 2, name, size) == 0)
            return over_tag(text, at);
    return text.size;
}

static void close_paragraph(struct state *s)
{
    if (s->open)
        lt_buf_puts(s->out, "</p>\n");
    s->open = s->written = false;
}

static void open_paragraph(struct state *s)
{
    if (!s->open && s->inside == 0) {
        lt_buf_puts(s->out, "<p>");
        s->open = true;
    }
    s->written = true;
}

static void take_tag(struct state *s)
{
    static const char *const raw[] = {"pre", "script", "style", "textarea", "svg", "math", NULL};
    static const char *const hold[] = {"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
                                       "figcaption", "caption", "address", "summary", "figure", "table", "ul", "ol",
                                       "dl", "select", "object", "video", "audio", "iframe", NULL};
    char name[NAME_MAX_BYTES + 1];
    size_t start = s->at;
    struct lt_bytes here = {s->text.data + start, s->text.size - start};
    bool closing = here.size > 1 && here.data[1] == '/';
    bool letter = here.size > 1 && (here.data[1] | 32) >= 'a' && (here.data[1] | 32) <= 'z';
    name_of(s->text, start, name);
    if (!closing && !letter && !lt_bytes_starts(here, "<!") && !lt_bytes_starts(here, "<?")) {
        open_paragraph(s);
        lt_buf_putc(s->out, '<');
        s->at++;
        return;
    }
    s->at = over_tag(s->text, start);
    if (!closing && !letter) /* a comment or a declaration: never shown */
        return;
    if (letter && is_one_of(name, raw))
        s->at = over_element(s->text, s->at, name);
    bool block = (closing || letter) && !lt_tag_is_inline(lt_tag_of(name)) && lt_tag_of(name)->kind != LT_TAG_BREAK &&
                 lt_tag_of(name)->kind != LT_TAG_IMAGE && lt_tag_of(name)->kind != LT_TAG_UNKNOWN;
    if (block)
        close_paragraph(s);
    else if (letter)
        open_paragraph(s);
    if (is_one_of(name, hold))
        s->inside += closing ? -(s->inside > 0) : letter;
    lt_buf_put(s->out, s->text.data + start, s->at - start);
    if (block || strcasecmp(name, "br") == 0)
        s->written = false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* White space: an empty line ends the paragraph, the end of a line is a break when text goes on after it. */
static void take_space(struct state *s)
{
    int lines = 0;
    for (; s->at < s->text.size && is_space(s->text.data[s->at]); s->at++)
        lines += s->text.data[s->at] == '\n';
    bool more = s->at < s->text.size;
    char name[NAME_MAX_BYTES + 1] = "";
    if (more && s->text.data[s->at] == '<')
        name_of(s->text, s->at, name);
    const struct lt_tag *tag = lt_tag_of(name);
    bool text = more && (name[0] == '\0' || name[0] == '!' || lt_tag_is_inline(tag) || tag->kind == LT_TAG_IMAGE);
    if (lines >= 2 && s->inside == 0)
        close_paragraph(s);
    else if (lines >= 1 && s->written && text)
        lt_buf_puts(s->out, lines >= 2 ? "<br><br>" : "<br>");
    lt_buf_putc(s->out, lines ? '\n' : ' ');
}

static bool has_blocks(struct lt_bytes body)
{
    static const char mark[] = "<!-- wp:";
    for (size_t at = 0; at + sizeof mark <= body.size; at++)
        if (body.data[at] == '<' && memcmp(body.data + at, mark, sizeof mark - 1) == 0)
            return true;
    return false;
}

void lt_wordpress_paragraphs(struct lt_bytes body, struct lt_buf *out)
{
    struct state s = {.text = body, .out = out};
    if (has_blocks(body)) {
        lt_buf_put(out, body.data, body.size);
        return;
    }
    while (s.at < body.size) {
        if (is_space(body.data[s.at])) {
            take_space(&s);
        } else if (body.data[s.at] == '<') {
            take_tag(&s);
        } else {
            open_paragraph(&s);
            lt_buf_putc(out, body.data[s.at++]);
        }
    }
    close_paragraph(&s);
}
