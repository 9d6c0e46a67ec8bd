/*
 * shortcodes.c: [caption], [gallery] and their kin, which WordPress writes into an article's body.
 */
#include "wordpress.h"

#include "items.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum {
    NAME_MAX_BYTES = 40,
    CODE_MAX_BYTES = 4000, /* of one tag */
    GALLERY_MAX = 200,     /* pictures of one gallery */
    LEVELS_MAX = 8,        /* shortcodes in one another whose meaning is looked at */
    MARKS_MAX = 20000,     /* looked at in one body */
    SCAN_MAX_BYTES = 64 << 20, /* passed over in search of closing tags in one body */
};

struct code {
    char name[NAME_MAX_BYTES + 1];
    struct lt_bytes attributes;
    size_t end; /* after the ']' */
    bool closing, single;
};

struct job {
    lt_attachment_url *url_of;
    const void *context;
    struct lt_buf *out;
    size_t marks, scanned;
};

/* Is there a shortcode's tag at the '[' at `at`? Its name is lower case letters, digits, "-" and "_"; what follows it
 * are attributes. */
static bool read_code(struct lt_bytes text, size_t at, struct code *ret_code)
{
    struct code code = {0};
    size_t size = 0, limit = text.size - at > CODE_MAX_BYTES ? at + CODE_MAX_BYTES : text.size;
    code.closing = ++at < limit && text.data[at] == '/';
    at += code.closing;
    for (; at < limit && size < NAME_MAX_BYTES; at++, size++) {
        unsigned char c = (unsigned char)text.data[at];
        if (!(c >= 'a' && c <= 'z') && !(size > 0 && (isdigit(c) || c == '-' || c == '_')))
            break;
        code.name[size] = (char)c;
    }
    if (size < 2 || at >= limit || (text.data[at] != ']' && text.data[at] != ' ' && text.data[at] != '/' && text.data[at] != '='))
        return false;
    code.attributes.data = text.data + at;
    for (char quote = 0; at < limit && (quote || text.data[at] != ']'); at++) {
        char c = text.data[at];
        if (!quote && (c == '[' || c == '<'))
            return false;
        if (quote)
            quote = c == quote ? 0 : quote;
        else if ((c == '"' || c == '\'') && text.data[at - 1] == '=')
            quote = c;
    }
    if (at >= limit)
        return false;
    code.attributes.size = (size_t)(text.data + at - code.attributes.data);
    code.single = code.attributes.size > 0 && text.data[at - 1] == '/';
    code.end = at + 1;
    *ret_code = code;
    return true;
}

/* Finds the closing tag of the code; the body ends at *ret_body_end, what comes after begins at *ret_after. */
static bool find_close(struct job *job, struct lt_bytes text, const struct code *code, size_t *ret_body_end,
                       size_t *ret_after)
{
    size_t size = strlen(code->name);
    for (size_t at = code->end; at + size + 3 <= text.size && job->scanned < SCAN_MAX_BYTES; at++) {
        const char *mark = memchr(text.data + at, '[', text.size - at);
        size_t here = mark ? (size_t)(mark - text.data) : text.size;
        job->scanned += here - at + 1;
        if (!mark)
            return false;
        at = here;
        if (at + size + 3 <= text.size && mark[1] == '/' && memcmp(mark + 2, code->name, size) == 0 && mark[size + 2] == ']') {
            *ret_body_end = at;
            *ret_after = at + size + 3;
            return true;
        }
    }
    return false;
}

/* The value of name="value" among a code's attributes; empty when there is none. */
static struct lt_bytes attribute(const struct code *code, const char *name)
{
    size_t size = strlen(name);
    struct lt_bytes all = code->attributes;
    for (size_t at = 1; at + size + 1 < all.size; at++) {
        bool here = strchr(" \t\r\n", all.data[at - 1]) && strncasecmp(all.data + at, name, size) == 0;
        if (!here || all.data[at + size] != '=')
            continue;
        at += size + 1;
        char quote = all.data[at] == '"' || all.data[at] == '\'' ? all.data[at] : 0;
        size_t start = at + (quote != 0), end = start;
        while (end < all.size && (quote ? all.data[end] != quote : !strchr(" \t\r\n]/", all.data[end])))
            end++;
        return (struct lt_bytes){all.data + start, end - start};
    }
    return (struct lt_bytes){0};
}

/* The end of the picture that a caption begins with, its link included; 0 when there is none. */
static size_t picture_end(struct lt_bytes body)
{
    for (size_t at = 0; at + 4 < body.size; at++) {
        if (strncasecmp(body.data + at, "<img", 4) != 0)
            continue;
        const char *end = memchr(body.data + at, '>', body.size - at);
        if (!end)
            return 0;
        size_t after = (size_t)(end - body.data) + 1;
        return after + 4 <= body.size && strncasecmp(body.data + after, "</a>", 4) == 0 ? after + 4 : after;
    }
    return 0;
}

static void put_caption(struct job *job, const struct code *code, struct lt_bytes body)
{
    struct lt_bytes own = attribute(code, "caption");
    size_t picture = picture_end(body);
    struct lt_bytes rest = lt_bytes_trim((struct lt_bytes){body.data + picture, body.size - picture});
    lt_buf_puts(job->out, "\n\n<figure>");
    lt_buf_put(job->out, body.data, picture);
    lt_buf_puts(job->out, "<figcaption>");
    if (rest.size > 0 || own.size == 0)
        lt_buf_put(job->out, rest.data, rest.size);
    else
        lt_buf_put(job->out, own.data, own.size);
    lt_buf_puts(job->out, "</figcaption></figure>\n\n");
}

static void put_gallery(struct job *job, const struct code *code, struct lt_bytes body)
{
    struct lt_bytes ids = attribute(code, "ids");
    (void)body;
    if (ids.size == 0)
        ids = attribute(code, "include");
    lt_buf_puts(job->out, "\n\n");
    for (size_t at = 0, count = 0; at < ids.size && count < GALLERY_MAX; count++) {
        char id[NAME_MAX_BYTES + 1];
        size_t size = 0;
        for (; at < ids.size && ids.data[at] != ','; at++)
            if (isdigit((unsigned char)ids.data[at]) && size < NAME_MAX_BYTES)
                id[size++] = ids.data[at];
        id[size] = '\0';
        at++;
        const char *url = job->url_of ? job->url_of(job->context, id) : NULL;
        if (!url)
            continue;
        lt_buf_puts(job->out, "<figure><img src=\"");
        lt_items_escape(url, job->out);
        lt_buf_puts(job->out, "\"></figure>\n");
    }
    lt_buf_puts(job->out, "\n");
}

static void put_embed(struct job *job, const struct code *code, struct lt_bytes body)
{
    struct lt_bytes url = lt_bytes_trim(body.size > 0 ? body : attribute(code, "src"));
    if (url.size == 0 || memchr(url.data, '<', url.size) || memchr(url.data, '"', url.size))
        return;
    lt_buf_printf(job->out, "\n\n<p><a href=\"%.*s\">%.*s</a></p>\n\n", (int)url.size, url.data, (int)url.size, url.data);
}

static void put_code(struct job *job, const struct code *code, struct lt_bytes body)
{
    (void)code;
    lt_buf_puts(job->out, "<pre><code>");
    for (size_t i = 0; i < body.size; i++)
        if (body.data[i] == '<')
            lt_buf_puts(job->out, "&lt;");
        else
            lt_buf_putc(job->out, body.data[i]);
    lt_buf_puts(job->out, "</code></pre>");
}

static void put_nothing(struct job *job, const struct code *code, struct lt_bytes body)
{
    (void)job, (void)code, (void)body;
}

static const struct {
    const char *name;
    void (*put)(struct job *, const struct code *, struct lt_bytes body);
} KNOWN[] = {
    {"caption", put_caption}, {"wp_caption", put_caption}, {"gallery", put_gallery},   {"embed", put_embed},
    {"youtube", put_embed},   {"vimeo", put_embed},        {"code", put_code},         {"sourcecode", put_code},
    {"audio", put_nothing},   {"video", put_nothing},      {"playlist", put_nothing},
};

static void convert(struct job *job, struct lt_bytes text, int level);

/* Takes the code at `at`; returns the place after it, or `at` when its brackets are but brackets. */
static size_t take_code(struct job *job, struct lt_bytes text, size_t at, int level)
{
    struct code code;
    if (level >= LEVELS_MAX || ++job->marks > MARKS_MAX || !read_code(text, at, &code) || code.closing)
        return at;
    size_t body_end = code.end, after = code.end;
    bool pair = !code.single && find_close(job, text, &code, &body_end, &after);
    struct lt_bytes body = {text.data + code.end, body_end - code.end};
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (strcmp(KNOWN[i].name, code.name) == 0) {
            KNOWN[i].put(job, &code, body);
            return after;
        }
    bool marked = memchr(code.attributes.data, '=', code.attributes.size) != NULL;
    if (!pair && !marked)
        return at;
    if (pair)
        convert(job, body, level + 1);
    return after;
}

/* "[[gallery]]" shows "[gallery]". Returns the place after it, or `at` when there is none. */
static size_t take_escaped(struct job *job, struct lt_bytes text, size_t at)
{
    struct code code;
    if (at + 1 >= text.size || text.data[at + 1] != '[' || ++job->marks > MARKS_MAX || !read_code(text, at + 1, &code))
        return at;
    if (code.end >= text.size || text.data[code.end] != ']')
        return at;
    lt_buf_put(job->out, text.data + at + 1, code.end - at - 1);
    return code.end + 1;
}

static void convert(struct job *job, struct lt_bytes text, int level)
{
    for (size_t at = 0; at < text.size;) {
        const char *mark = memchr(text.data + at, '[', text.size - at);
        size_t here = mark ? (size_t)(mark - text.data) : text.size;
        lt_buf_put(job->out, text.data + at, here - at);
        if (!mark)
            break;
        size_t after = take_escaped(job, text, here);
        if (after == here)
            after = take_code(job, text, here, level);
        if (after == here)
            lt_buf_putc(job->out, text.data[after++]);
        at = after;
    }
}

void lt_wordpress_shortcodes(struct lt_bytes body, lt_attachment_url *url_of, const void *context, struct lt_buf *out)
{
    struct job job = {.url_of = url_of, .context = context, .out = out};
    convert(&job, body, 0);
}
