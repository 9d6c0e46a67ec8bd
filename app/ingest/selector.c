/*
 * selector.c: a list of CSS selectors becomes an XPath expression. Each simple selector is a predicate of its step.
 */
#include <lutrin/choose.h>

#include <lutrin/bytes.h>

#include <string.h>

struct compiling {
    const char *text;
    size_t at;
    struct lt_buf *out;
    struct lt_diag *diag;
    int parts;
};

static enum lt_err wrong(const struct compiling *c, const char *what)
{
    size_t rest = strlen(c->text + c->at);
    return lt_fail(c->diag, LT_ERR_CONFIG, NULL, "use tag, .class, #id, [attr=value], spaces, > and commas",
                   rest ? "%s before \"%.*s\"" : "%s at the end", what, (int)(rest < 20 ? rest : 20), c->text + c->at);
}

static char peek(const struct compiling *c)
{
    return c->text[c->at];
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void skip_blanks(struct compiling *c)
{
    while (is_blank(peek(c)))
        c->at++;
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* A name, in which a backslash lets any character stand. Empty when there is none. */
static void take_name(struct compiling *c, struct lt_buf *name)
{
    for (;;) {
        if (peek(c) == '\\' && c->text[c->at + 1])
            c->at++;
        else if (!is_name(peek(c)))
            return;
        lt_buf_putc(name, c->text[c->at++]);
    }
}

/* Is it a name that HTML may give a tag or an attribute? */
static bool is_html_name(const struct lt_buf *name)
{
    for (size_t i = 0; i < name->size; i++) {
        char c = name->data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-')))
            return false;
    }
    return true;
}

/* XPath 1.0 knows no escapes: a text stands between quotes that it does not hold. */
static bool put_quoted(const struct compiling *c, const char *before, const struct lt_buf *text, const char *after)
{
    const char *value = text->size ? text->data : "";
    char quote = strchr(value, '\'') ? '"' : '\'';
    if (strchr(value, quote))
        return false;
    lt_buf_printf(c->out, "%c%s%s%s%c", quote, before, value, after, quote);
    return true;
}

/* [attr], [attr=value] and its kin; the bracket is taken. */
static enum lt_err put_attribute(struct compiling *c, struct lt_buf *name, struct lt_buf *value)
{
    static const char kinds[] = "~^$*|";
    skip_blanks(c);
    take_name(c, name);
    if (name->size == 0 || !is_html_name(name))
        return wrong(c, "an attribute's name is missing");
    skip_blanks(c);
    char kind = peek(c) && strchr(kinds, peek(c)) ? c->text[c->at++] : '=';
    if (peek(c) == ']' && kind == '=') {
        lt_buf_printf(c->out, "[@%s]", name->data);
        return LT_OK;
    }
    if (peek(c) != '=' || kind == '|')
        return wrong(c, "no such comparison");
    c->at++;
    skip_blanks(c);
    char quote = peek(c) == '"' || peek(c) == '\'' ? c->text[c->at++] : '\0';
    if (!quote)
        take_name(c, value);
    while (quote && peek(c) && peek(c) != quote)
        lt_buf_putc(value, c->text[c->at++]);
    if (quote && peek(c) != quote)
        return wrong(c, "a quotation is not closed");
    c->at += quote != '\0';
    skip_blanks(c);
    bool good = true;
    if (kind == '=')
        lt_buf_printf(c->out, "[@%s=", name->data);
    else if (kind == '~')
        lt_buf_printf(c->out, "[contains(concat(' ',normalize-space(@%s),' '),", name->data);
    else if (kind == '*')
        lt_buf_printf(c->out, "[contains(@%s,", name->data);
    else if (kind == '^')
        lt_buf_printf(c->out, "[starts-with(@%s,", name->data);
    else
        lt_buf_printf(c->out, "[substring(@%s,string-length(@%s)-%zu)=", name->data, name->data,
                      value->size ? value->size - 1 : 0);
    good = put_quoted(c, kind == '~' ? " " : "", value, kind == '~' ? " " : "");
    lt_buf_puts(c->out, kind == '~' || kind == '*' || kind == '^' ? ")]" : "]");
    return good ? LT_OK : wrong(c, "a value with both kinds of quotes");
}

/* One simple selector after the tag. */
static enum lt_err put_simple(struct compiling *c)
{
    struct lt_buf name = {0}, value = {0};
    char mark = c->text[c->at++];
    enum lt_err err = LT_OK;
    if (mark == '[') {
        err = put_attribute(c, &name, &value);
        if (err == LT_OK && peek(c) != ']')
            err = wrong(c, "a bracket is not closed");
        c->at += err == LT_OK;
    } else {
        take_name(c, &name);
        lt_buf_puts(c->out, mark == '#' ? "[@id=" : "[contains(concat(' ',normalize-space(@class),' '),");
        bool good = put_quoted(c, mark == '#' ? "" : " ", &name, mark == '#' ? "" : " ");
        lt_buf_puts(c->out, mark == '#' ? "]" : ")]");
        if (name.size == 0 || !good)
            err = wrong(c, mark == '#' ? "an id is missing" : "a class is missing");
    }
    lt_buf_finish(&name);
    lt_buf_finish(&value);
    return err;
}

/* A tag with its simple selectors: one step. */
static enum lt_err put_compound(struct compiling *c)
{
    struct lt_buf tag = {0};
    enum lt_err err = LT_OK;
    size_t from = c->at;
    if (++c->parts > LT_SELECTOR_MAX_PARTS)
        return wrong(c, "too many parts");
    if (peek(c) == '*')
        c->at++;
    else
        take_name(c, &tag);
    for (size_t i = 0; i < tag.size; i++)
        if (tag.data[i] >= 'A' && tag.data[i] <= 'Z')
            tag.data[i] = (char)(tag.data[i] - 'A' + 'a');
    bool good = is_html_name(&tag);
    lt_buf_puts(c->out, tag.size ? tag.data : "*");
    lt_buf_finish(&tag);
    if (!good)
        return wrong(c, "no tag's name");
    while (err == LT_OK && (peek(c) == '.' || peek(c) == '#' || peek(c) == '['))
        err = put_simple(c);
    return err == LT_OK && c->at == from ? wrong(c, "an element is missing") : err;
}

/* Compounds with what stands between them, up to a comma or the end. */
static enum lt_err put_selector(struct compiling *c)
{
    lt_buf_puts(c->out, c->out->size ? "|//" : "//");
    enum lt_err err = put_compound(c);
    while (err == LT_OK) {
        bool blank = is_blank(peek(c));
        skip_blanks(c);
        if (peek(c) == '\0' || peek(c) == ',' || peek(c) == '\n')
            return LT_OK;
        bool child = peek(c) == '>';
        if (!child && !blank)
            return wrong(c, peek(c) == ':' ? "pseudo-classes are not understood:" : "not understood");
        c->at += child;
        skip_blanks(c);
        lt_buf_puts(c->out, child ? "/" : "//");
        err = put_compound(c);
    }
    return err;
}

enum lt_err lt_selector_compile(const char *selectors, struct lt_arena *arena, struct lt_diag *diag,
                                const char **ret_xpath)
{
    struct lt_buf out = {0};
    struct compiling c = {.text = selectors, .out = &out, .diag = diag};
    enum lt_err err = LT_OK;
    if (strlen(selectors) > LT_SELECTOR_MAX_BYTES)
        return lt_fail(diag, LT_ERR_CONFIG, NULL, NULL, "longer than %d bytes", LT_SELECTOR_MAX_BYTES);
    do {
        while (is_blank(peek(&c)) || (c.at && peek(&c) == '\n'))
            c.at++;
        if (peek(&c) == '\0' && c.at && c.text[c.at - 1] == '\n')
            break;
        err = put_selector(&c);
    } while (err == LT_OK && peek(&c) != '\0' && ++c.at);
    if (err == LT_OK)
        *ret_xpath = lt_arena_strndup(arena, out.data, out.size);
    lt_buf_finish(&out);
    return err;
}
