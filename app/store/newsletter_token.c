/*
 * newsletter_token.c: the token that a form wants back: what its address answered, or a field of the page that it answered
 * with. A page is looked through for its <input> elements only; nothing else of it is understood, and none of it is kept.
 */
#include <lutrin/newsletter.h>

#include <string.h>
#include <strings.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void drop(struct lt_bytes *text, size_t size)
{
    text->data += size;
    text->size -= size;
}

static bool begins(struct lt_bytes text, const char *with)
{
    return text.size >= strlen(with) && strncasecmp(text.data, with, strlen(with)) == 0;
}

static void skip_blanks(struct lt_bytes *text)
{
    while (text->size && (is_blank(text->data[0]) || text->data[0] == '/'))
        drop(text, 1);
}

/* Takes what comes before a blank or one of `ends`. */
static struct lt_bytes take_word(struct lt_bytes *text, const char *ends)
{
    struct lt_bytes word = {text->data, 0};
    while (text->size && !is_blank(text->data[0]) && !(text->data[0] && strchr(ends, text->data[0])))
        drop(text, 1);
    word.size = (size_t)(text->data - word.data);
    return word;
}

/* The value after "NAME=", in quotes or not. */
static struct lt_bytes take_value(struct lt_bytes *text)
{
    char quote = text->size ? text->data[0] : '\0';
    if (quote != '"' && quote != '\'')
        return take_word(text, ">");
    drop(text, 1);
    const char *end = text->size ? memchr(text->data, quote, text->size) : NULL;
    struct lt_bytes value = {text->data, end ? (size_t)(end - text->data) : text->size};
    drop(text, value.size + (end != NULL));
    return value;
}

/* Takes one attribute of a tag; false at the tag's end. */
static bool take_attribute(struct lt_bytes *text, struct lt_bytes *ret_name, struct lt_bytes *ret_value)
{
    skip_blanks(text);
    if (!text->size || text->data[0] == '>')
        return false;
    *ret_value = (struct lt_bytes){0};
    *ret_name = take_word(text, "=/>");
    skip_blanks(text);
    if (text->size && text->data[0] == '=') {
        drop(text, 1);
        while (text->size && is_blank(text->data[0]))
            drop(text, 1);
        *ret_value = take_value(text);
    }
    return true;
}

/* Tokens are letters and digits; of what HTML can write otherwise only these few are to be met in one. */
static void put_decoded(struct lt_buf *out, struct lt_bytes value)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&amp;", '&'}, {"&quot;", '"'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&#39;", '\''}, {"&#x27;", '\''},
                    {"&#43;", '+'}, {"&#x2b;", '+'}, {"&#61;", '='}, {"&#x3d;", '='}, {"&#47;", '/'}, {"&#x2f;", '/'}};
    while (value.size) {
        size_t i = 0, count = sizeof entities / sizeof *entities;
        while (i < count && !begins(value, entities[i].entity))
            i++;
        lt_buf_putc(out, i < count ? entities[i].c : value.data[0]);
        drop(&value, i < count ? strlen(entities[i].entity) : 1);
    }
}

/* The value of the first <input> of that name. */
static bool find_field(struct lt_bytes page, const char *field, struct lt_bytes *ret_value)
{
    struct lt_bytes name, value;
    for (const char *at; page.size && (at = memchr(page.data, '<', page.size));) {
        bool found = false;
        struct lt_bytes its = {0};
        drop(&page, (size_t)(at - page.data) + 1);
        if (begins(page, "!--"))
            while (page.size && !begins(page, "-->"))
                drop(&page, 1);
        if (!begins(page, "input") || page.size < 6 || !(is_blank(page.data[5]) || page.data[5] == '/'))
            continue;
        drop(&page, 5);
        while (take_attribute(&page, &name, &value)) {
            found = found || (name.size == 4 && begins(name, "name") && lt_bytes_equal(value, lt_bytes_of(field)));
            its = name.size == 5 && begins(name, "value") ? value : its;
        }
        if (found && its.size) {
            *ret_value = its;
            return true;
        }
    }
    return false;
}

bool lt_newsletter_token(const struct lt_newsletter *newsletter, struct lt_bytes answer, struct lt_buf *out, bool *ret_page)
{
    struct lt_bytes clean = lt_bytes_trim(answer), value = clean;
    size_t before = out->size;
    bool page = clean.size && clean.data[0] == '<';
    if (!clean.size || (page && !find_field(clean, newsletter->token_field, &value)) || value.size > LT_NEWSLETTER_MAX_TOKEN)
        return false;
    if (page)
        put_decoded(out, value);
    else
        lt_buf_put(out, value.data, value.size);
    for (size_t i = before; i < out->size; i++)
        if ((unsigned char)out->data[i] < ' ' || out->data[i] == 0x7F) { /* a token is one line */
            out->size = before;
            return false;
        }
    *ret_page = page;
    return true;
}
