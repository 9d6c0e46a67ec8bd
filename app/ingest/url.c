/*
 * url.c: addresses: a reference joined to its base as RFC 3986 says (section 5.2), and which schemes are let in.
 */
#include <lutrin/ingest.h>

#include <string.h>
#include <strings.h>

enum { URL_MAX_BYTES = 8192 }; /* longer references are dropped */

/* Parts of an address as slices of it; has_... tells an empty part from none. */
struct url {
    struct lt_bytes scheme, authority, path, query, fragment;
    bool has_authority, has_query, has_fragment;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t scheme_size(struct lt_bytes text)
{
    size_t size = 0;
    while (size < text.size && (is_letter(text.data[size]) ||
                                (size > 0 && (strchr("+-.", text.data[size]) ||
                                              (text.data[size] >= '0' && text.data[size] <= '9')))))
        size++;
    return size > 0 && size < text.size && text.data[size] == ':' ? size : 0;
}

static struct lt_bytes take(struct lt_bytes *rest, size_t size)
{
    struct lt_bytes part = {rest->data, size};
    *rest = (struct lt_bytes){rest->data + size, rest->size - size};
    return part;
}

static size_t until(struct lt_bytes text, const char *stops)
{
    size_t size = 0;
    while (size < text.size && !strchr(stops, text.data[size]))
        size++;
    return size;
}

static struct url split(struct lt_bytes text)
{
    struct url url = {0};
    if (text.size == 0)
        return url;
    size_t scheme = scheme_size(text);
    if (scheme > 0) {
        url.scheme = take(&text, scheme);
        take(&text, 1);
    }
    if (lt_bytes_starts(text, "//")) {
        url.has_authority = true;
        take(&text, 2);
        url.authority = take(&text, until(text, "/?#"));
    }
    url.path = take(&text, until(text, "?#"));
    if (text.size > 0 && text.data[0] == '?') {
        url.has_query = true;
        take(&text, 1);
        url.query = take(&text, until(text, "#"));
    }
    if (text.size > 0) {
        url.has_fragment = true;
        take(&text, 1);
        url.fragment = text;
    }
    return url;
}

/* The reference without white space around and line ends inside; spaces and what could end an attribute are written
 * as %XX. False for what no address may hold. */
static bool tidy(const char *reference, struct lt_buf *out)
{
    struct lt_bytes text = lt_bytes_trim(lt_bytes_of(reference));
    if (text.size > URL_MAX_BYTES)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '\t' || c == '\n' || c == '\r')
            continue;
        if (c < ' ' || c == 0x7F)
            return false;
        if (c == ' ' || c == '"' || c == '<' || c == '>' || c == '`')
            lt_buf_printf(out, "%%%02X", c);
        else
            lt_buf_putc(out, (char)c);
    }
    return true;
}

/* Appends the path with "." and ".." worked out. */
static void put_path(struct lt_bytes path, struct lt_buf *out)
{
    size_t begin = out->size;
    while (path.size > 0) {
        size_t slash = path.data[0] == '/';
        struct lt_bytes name = {path.data + slash, path.size - slash};
        name.size = until(name, "/");
        struct lt_bytes segment = take(&path, slash + name.size);
        bool last = path.size == 0;
        if (lt_bytes_equal(name, lt_bytes_of("."))) {
            if (last)
                lt_buf_putc(out, '/');
        } else if (lt_bytes_equal(name, lt_bytes_of(".."))) {
            while (out->size > begin && out->data[--out->size] != '/')
                ;
            if (last)
                lt_buf_putc(out, '/');
        } else {
            lt_buf_put(out, segment.data, segment.size);
        }
    }
}

static void put_merged(const struct url *base, const struct url *url, struct lt_buf *out)
{
    struct lt_buf merged = {0};
    size_t keep = base->path.size;
    while (keep > 0 && base->path.data[keep - 1] != '/')
        keep--;
    lt_buf_put(&merged, base->path.data, keep);
    if (keep == 0)
        lt_buf_putc(&merged, '/');
    lt_buf_put(&merged, url->path.data, url->path.size);
    put_path(lt_buf_slice(&merged), out);
    lt_buf_finish(&merged);
}

static bool is_scheme(struct lt_bytes scheme, const char *name)
{
    return scheme.size == strlen(name) && strncasecmp(scheme.data, name, scheme.size) == 0;
}

static bool is_web(struct lt_bytes scheme)
{
    return is_scheme(scheme, "http") || is_scheme(scheme, "https");
}

static void put_lower(struct lt_bytes text, struct lt_buf *out)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        lt_buf_putc(out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
    }
}

static void put_tail(const struct url *url, struct lt_buf *out)
{
    if (url->has_query) {
        lt_buf_putc(out, '?');
        lt_buf_put(out, url->query.data, url->query.size);
    }
    if (url->has_fragment) {
        lt_buf_putc(out, '#');
        lt_buf_put(out, url->fragment.data, url->fragment.size);
    }
}

/* Joins the parts; false when there is no base to join a relative reference to. */
static bool join(const struct url *base, const struct url *url, struct lt_buf *out)
{
    const struct url *top = url->has_authority ? url : base;
    struct lt_bytes scheme = url->scheme.size ? url->scheme : base->scheme;
    if (top == base && base->authority.size == 0)
        return false;
    if (top->authority.size == 0)
        return false;
    put_lower(scheme.size ? scheme : lt_bytes_of("https"), out);
    lt_buf_puts(out, "://");
    lt_buf_put(out, top->authority.data, top->authority.size);
    if (url->has_authority || (url->path.size > 0 && url->path.data[0] == '/')) {
        put_path(url->path, out);
    } else if (url->path.size > 0) {
        put_merged(base, url, out);
    } else {
        lt_buf_put(out, base->path.data, base->path.size);
        if (!url->has_query)
            put_tail(&(struct url){.query = base->query, .has_query = base->has_query}, out);
    }
    put_tail(url, out);
    return true;
}

const char *lt_url_resolve(const char *reference, const char *base, struct lt_arena *arena)
{
    struct lt_buf text = {0}, base_text = {0}, out = {0};
    const char *result = NULL;
    if (!reference || !tidy(reference, &text) || !tidy(base ? base : "", &base_text))
        goto out;
    struct url url = split(lt_buf_slice(&text)), under = split(lt_buf_slice(&base_text));
    if (!is_web(under.scheme))
        under = (struct url){0};
    if (is_scheme(url.scheme, "mailto")) {
        if (url.path.size > 0)
            result = lt_arena_strndup(arena, text.data, text.size);
        goto out;
    }
    if (url.scheme.size > 0 && (!is_web(url.scheme) || !url.has_authority))
        goto out;
    if (join(&under, &url, &out))
        result = lt_arena_strndup(arena, out.data, out.size);
out:
    lt_buf_finish(&text);
    lt_buf_finish(&base_text);
    lt_buf_finish(&out);
    return result;
}
