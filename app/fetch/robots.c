/*
 * robots.c: robots.txt read into rules, and paths held against them (RFC 9309).
 *
 * Rules and paths are brought to one form first: percent-encodings of unreserved characters are decoded, bytes above
 * ASCII encoded, hex digits are capitals; so both sides compare byte by byte.
 */
#include <lutrin/robots.h>

#include <lutrin/arena.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_STEPS = 20000000 }; /* of one question; who writes rules that need more does not want robots */

struct rule {
    const char *pattern; /* in the common form, with * and a final $ */
    size_t size;
    bool allow;
};

struct lt_robots {
    struct lt_arena arena;
    struct rule *rules;
    size_t count, capacity;
    int64_t delay_ms;
};

/* One pass over the text for one name: `ours` says whether the group being read is of that name. */
struct reading {
    struct lt_robots *robots;
    const char *name;
    bool ours, in_rules, found;
    struct lt_buf form;
};

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_unreserved(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("-._~", c));
}

static void put_encoded(struct lt_buf *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    lt_buf_putc(out, '%');
    lt_buf_putc(out, digits[c >> 4]);
    lt_buf_putc(out, digits[c & 15]);
}

/* Appends `text` in the common form. In a path * and $ stand for themselves; in a pattern they do so only encoded, a $
 * also when it is not the last. */
static void put_form(struct lt_buf *out, struct lt_bytes text, bool pattern)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        int high = c == '%' && i + 2 < text.size ? hex_value(text.data[i + 1]) : -1;
        int low = high >= 0 ? hex_value(text.data[i + 2]) : -1;
        if (low >= 0) {
            unsigned char coded = (unsigned char)(high << 4 | low);
            i += 2;
            if (is_unreserved(coded))
                lt_buf_putc(out, (char)coded);
            else
                put_encoded(out, coded);
        } else if (c <= ' ' || c >= 0x7F || (c == '*' && !pattern) || (c == '$' && !(pattern && i + 1 == text.size))) {
            put_encoded(out, c);
        } else {
            lt_buf_putc(out, (char)c);
        }
    }
}

/* Does the product token in `value` ("Lutrin/1.0 ...") equal `name`? */
static bool names(struct lt_bytes value, const char *name)
{
    size_t size = 0;
    while (size < value.size && ((value.data[size] | 32) >= 'a' && (value.data[size] | 32) <= 'z'))
        size++;
    while (size < value.size && (value.data[size] == '-' || value.data[size] == '_' ||
                                 ((value.data[size] | 32) >= 'a' && (value.data[size] | 32) <= 'z')))
        size++;
    if (strcmp(name, "*") == 0)
        return value.size >= 1 && value.data[0] == '*';
    return size == strlen(name) && strncasecmp(value.data, name, size) == 0;
}

static void add_rule(struct reading *r, struct lt_bytes value, bool allow)
{
    struct lt_robots *robots = r->robots;
    if (value.size == 0 || robots->count == LT_ROBOTS_MAX_RULES)
        return;
    if (value.data[0] != '/' && value.data[0] != '*' && value.data[0] != '$')
        return;
    lt_buf_clear(&r->form);
    put_form(&r->form, value, true);
    robots->rules = lt_grow(robots->rules, &robots->capacity, robots->count + 1, sizeof *robots->rules);
    robots->rules[robots->count++] =
        (struct rule){lt_arena_strndup(&robots->arena, r->form.data, r->form.size), r->form.size, allow};
}

/* "10" or "0.5" seconds. */
static void set_delay(struct lt_robots *robots, struct lt_bytes value)
{
    int64_t ms = 0, scale = 1000;
    bool fraction = false, any = false;
    for (size_t i = 0; i < value.size && ms < LT_ROBOTS_MAX_DELAY_S * 1000; i++) {
        char c = value.data[i];
        if (c == '.' && !fraction) {
            fraction = true;
        } else if (c >= '0' && c <= '9') {
            any = true;
            ms = fraction ? ms + (c - '0') * (scale /= 10) : ms * 10 + (c - '0') * 1000;
        } else {
            return;
        }
    }
    if (any)
        robots->delay_ms = ms < LT_ROBOTS_MAX_DELAY_S * 1000 ? ms : LT_ROBOTS_MAX_DELAY_S * 1000;
}

static bool is_key(struct lt_bytes key, const char *name)
{
    return key.size == strlen(name) && strncasecmp(key.data, name, key.size) == 0;
}

static void take_line(struct reading *r, struct lt_bytes line)
{
    const char *comment = memchr(line.data, '#', line.size);
    if (comment)
        line.size = (size_t)(comment - line.data);
    const char *colon = line.size ? memchr(line.data, ':', line.size) : NULL;
    if (!colon)
        return;
    struct lt_bytes key = lt_bytes_trim((struct lt_bytes){line.data, (size_t)(colon - line.data)});
    struct lt_bytes value = lt_bytes_trim((struct lt_bytes){colon + 1, line.size - (size_t)(colon - line.data) - 1});
    if (is_key(key, "user-agent")) {
        if (r->in_rules)
            r->ours = r->in_rules = false;
        if (names(value, r->name))
            r->ours = r->found = true;
    } else if (is_key(key, "allow") || is_key(key, "disallow")) {
        r->in_rules = true;
        if (r->ours)
            add_rule(r, value, key.size == strlen("allow"));
    } else if (is_key(key, "crawl-delay")) { /* not the RFC's, but sites mean it as a rule of their group */
        r->in_rules = true;
        if (r->ours)
            set_delay(r->robots, value);
    }
}

/* Reads all groups of `name`; false when there is none. */
static bool read_groups(struct lt_robots *robots, struct lt_bytes text, const char *name)
{
    struct reading r = {.robots = robots, .name = name};
    while (text.size) {
        size_t size = 0;
        while (size < text.size && text.data[size] != '\n' && text.data[size] != '\r')
            size++;
        if (size)
            take_line(&r, (struct lt_bytes){text.data, size});
        size += size < text.size;
        text.data += size;
        text.size -= size;
    }
    lt_buf_finish(&r.form);
    return r.found;
}

struct lt_robots *lt_robots_create(struct lt_bytes text, const char *name)
{
    struct lt_robots *robots = lt_alloc(1, sizeof *robots);
    robots->delay_ms = -1;
    if (text.size > LT_ROBOTS_MAX_BYTES) {
        text.size = LT_ROBOTS_MAX_BYTES;
        while (text.size && text.data[text.size - 1] != '\n')
            text.size--; /* a rule that was cut would forbid or allow too much */
    }
    if (lt_bytes_starts(text, "\xEF\xBB\xBF")) {
        text.data += 3;
        text.size -= 3;
    }
    if (!read_groups(robots, text, name))
        read_groups(robots, text, "*");
    return robots;
}

void lt_robots_destroy(struct lt_robots *robots)
{
    if (!robots)
        return;
    lt_arena_finish(&robots->arena);
    free(robots->rules);
    free(robots);
}

/* Does the rule match a beginning of `path`? After each * the first place that fits is taken and tried again from the
 * next when what follows does not fit. Each step is taken from *steps; at none the answer is yes. */
static bool matches(const struct rule *rule, struct lt_bytes path, int64_t *steps)
{
    const char *pattern = rule->pattern;
    size_t size = rule->size, p = 0, at = 0, star = SIZE_MAX, retry = 0;
    bool to_end = size && pattern[size - 1] == '$';
    size -= to_end;
    while ((*steps)-- > 0) {
        if (p == size && (!to_end || at == path.size))
            return true;
        if (p < size && pattern[p] == '*') {
            star = ++p;
            retry = at;
        } else if (p < size && at < path.size && pattern[p] == path.data[at]) {
            p++;
            at++;
        } else if (star != SIZE_MAX && retry < path.size) {
            p = star;
            at = ++retry;
        } else {
            return false;
        }
    }
    return true;
}

/* The path and query of an address; what is no address is a path. */
static struct lt_bytes path_of(const char *url)
{
    const char *scheme = strstr(url, "://");
    if (url[0] != '/' && scheme) {
        url = scheme + 3;
        url += strcspn(url, "/?#");
    }
    return (struct lt_bytes){url, strcspn(url, "#")};
}

bool lt_robots_allows(const struct lt_robots *robots, const char *url)
{
    if (!robots)
        return true;
    struct lt_bytes raw = path_of(url);
    struct lt_buf path = {0};
    if (raw.size == 0 || raw.data[0] != '/')
        lt_buf_putc(&path, '/');
    put_form(&path, raw, false);
    bool allowed = true;
    size_t longest = 0;
    int64_t steps = MAX_STEPS;
    for (size_t i = 0; i < robots->count && steps > 0; i++) {
        const struct rule *rule = &robots->rules[i];
        bool decides = rule->size > longest || (rule->size == longest && rule->allow);
        if (decides && matches(rule, lt_buf_slice(&path), &steps)) {
            longest = rule->size;
            allowed = rule->allow;
        }
    }
    allowed = (allowed && steps > 0) || lt_bytes_equal(lt_buf_slice(&path), lt_bytes_of("/robots.txt"));
    lt_buf_finish(&path);
    return allowed;
}

int64_t lt_robots_delay_ms(const struct lt_robots *robots)
{
    return robots ? robots->delay_ms : -1;
}
