/*
 * newsletter.c: how a publication takes sign-ups: the settings as text in the bundle, and a sign-up as the publisher's
 * form wants it.
 */
#include <lutrin/newsletter.h>

#include "line.h"

#include <lutrin/utf8.h>

#include <inttypes.h>
#include <string.h>

enum { MAX_LABEL = 63, MAX_LOCAL = 64 }; /* bytes: RFC 1035, RFC 5321 */

static bool is_https(const char *url)
{
    return strncmp(url, "https://", 8) == 0;
}

/* An address without blanks, controls or fragment, of which fetch judges the rest. */
static bool is_url(const char *url)
{
    if (!is_https(url) && strncmp(url, "http://", 7) != 0)
        return false;
    for (const char *c = url; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7F || *c == '#')
            return false;
    return strlen(url) <= LT_NEWSLETTER_MAX_URL;
}

static bool is_field(struct lt_bytes name)
{
    for (size_t i = 0; i < name.size; i++)
        if (name.data[i] <= ' ' || name.data[i] > '~' || strchr("=&\"\\", name.data[i]))
            return false;
    return name.size > 0 && name.size <= LT_NEWSLETTER_MAX_FIELD;
}

static bool is_line(struct lt_bytes text, size_t most)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7F)
            return false;
    return text.size <= most && lt_utf8_valid(text);
}

/* Takes "NAME=VALUE" off the front of a list of lines; false at its end. */
static bool take_extra(struct lt_bytes *list, struct lt_bytes *ret_name, struct lt_bytes *ret_value)
{
    struct lt_bytes line = {0};
    while (list->size && !line.size) {
        const char *end = memchr(list->data, '\n', list->size);
        size_t size = end ? (size_t)(end - list->data) : list->size, used = size + (end != NULL);
        line = lt_bytes_trim((struct lt_bytes){list->data, size});
        list->data += used;
        list->size -= used;
    }
    if (!line.size)
        return false;
    const char *equals = memchr(line.data, '=', line.size);
    size_t name = equals ? (size_t)(equals - line.data) : line.size;
    *ret_name = (struct lt_bytes){line.data, name};
    *ret_value = equals ? (struct lt_bytes){equals + 1, line.size - name - 1} : (struct lt_bytes){0};
    return true;
}

static const char *wrong_extra(const struct lt_newsletter *n)
{
    struct lt_bytes list = lt_bytes_of(n->extras), name, value;
    int count = 0;
    while (take_extra(&list, &name, &value)) {
        if (!is_field(name) || !value.data || !is_line(value, LT_NEWSLETTER_MAX_VALUE))
            return "'extra' is lines of NAME=VALUE";
        if (++count > LT_NEWSLETTER_MAX_EXTRAS)
            return "too many extra fields";
    }
    return NULL;
}

static const char *wrong(const struct lt_newsletter *n)
{
    const char *const fields[] = {n->email, n->name, n->token_field};
    const char *const urls[] = {n->form, n->relay, n->token};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        if (urls[i] && !is_url(urls[i]))
            return "an address is https://NAME/PATH";
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i] && !is_field(lt_bytes_of(fields[i])))
            return "a field's name is printable ASCII without blanks, '=', '&', quotes and '\\'";
    if (!n->form && !n->relay)
        return "neither 'form' nor 'relay'";
    if (n->relay && (!n->has_key || !is_https(n->relay)))
        return "a relay needs an https address and a 'key'";
    if (n->has_key && !n->relay)
        return "a 'key' needs a 'relay' that holds its other half";
    if (!n->relay && (!is_https(n->form) || (n->token && !is_https(n->token))))
        return "without a relay the form is asked over https only";
    if ((n->token == NULL) != (n->token_field == NULL))
        return "'token' and 'token_field' go together";
    if (n->token_wait_s < 0 || n->token_wait_s > LT_NEWSLETTER_MAX_TOKEN_WAIT_S || (n->token_wait_s && !n->token))
        return "'token_wait' is 1 to 20 seconds, with a 'token'";
    if (n->keep_days < 0 || n->keep_days > LT_NEWSLETTER_MAX_KEEP_DAYS)
        return "a sign-up waits 1 to 90 days";
    return wrong_extra(n);
}

enum lt_err lt_newsletter_check(const struct lt_newsletter *newsletter, const char *where, struct lt_diag *diag)
{
    const char *what = wrong(newsletter);
    return what ? lt_fail(diag, LT_ERR_CONFIG, where, "see [newsletter] in lutrin-pack(1)", "newsletter: %s", what) : LT_OK;
}

static void put_line(struct lt_buf *out, const char *key, const char *value)
{
    if (value && value[0])
        lt_buf_printf(out, "%s %s\n", key, value);
}

void lt_newsletter_put(const struct lt_newsletter *newsletter, struct lt_buf *out)
{
    const struct lt_newsletter *n = newsletter;
    struct lt_bytes extras = lt_bytes_of(n->extras), name, value;
    put_line(out, "name", n->name);
    if (n->keep_days)
        lt_buf_printf(out, "keep_days %" PRId32 "\n", n->keep_days);
    if (n->relay) {
        put_line(out, "relay", n->relay);
        lt_buf_puts(out, "key ");
        lt_put_hex(out, n->key, sizeof n->key);
        lt_buf_putc(out, '\n');
        return;
    }
    put_line(out, "form", n->form);
    put_line(out, "email", n->email);
    put_line(out, "as", n->json ? "json" : NULL);
    put_line(out, "token", n->token);
    put_line(out, "token_field", n->token_field);
    if (n->token_wait_s)
        lt_buf_printf(out, "token_wait %" PRId32 "\n", n->token_wait_s);
    while (take_extra(&extras, &name, &value))
        lt_buf_printf(out, "extra %.*s=%.*s\n", (int)name.size, name.data, (int)value.size, value.data);
}

enum lt_err lt_newsletter_parse(struct lt_bytes text, const char *where, struct lt_arena *arena, struct lt_diag *diag,
                                struct lt_newsletter *ret_newsletter)
{
    struct lt_newsletter n = {0};
    const struct {
        const char *key, **to;
    } texts[] = {{"form", &n.form},   {"email", &n.email},           {"name", &n.name},
                 {"token", &n.token}, {"token_field", &n.token_field}, {"relay", &n.relay}};
    struct lt_buf extras = {0};
    bool good = text.size <= LT_NEWSLETTER_MAX_BYTES;
    while (good && text.size) {
        const char *end = memchr(text.data, '\n', text.size);
        struct lt_bytes line = {text.data, end ? (size_t)(end - text.data) : text.size}, key;
        text.data += line.size + (end != NULL);
        text.size -= line.size + (end != NULL);
        good = lt_word_take(&line, &key);
        for (size_t i = 0; good && i < sizeof texts / sizeof *texts; i++)
            if (lt_bytes_equal(key, lt_bytes_of(texts[i].key)))
                *texts[i].to = lt_arena_strndup(arena, line.data, line.size);
        if (good && lt_bytes_equal(key, lt_bytes_of("extra"))) {
            lt_buf_put(&extras, line.data, line.size);
            lt_buf_putc(&extras, '\n');
        } else if (good && lt_bytes_equal(key, lt_bytes_of("key"))) {
            good = n.has_key = lt_word_hex(line, n.key, sizeof n.key);
        } else if (good && lt_bytes_equal(key, lt_bytes_of("keep_days"))) {
            int64_t days = 0;
            good = lt_word_number(line, 1, LT_NEWSLETTER_MAX_KEEP_DAYS, &days);
            n.keep_days = (int32_t)days;
        } else if (good && lt_bytes_equal(key, lt_bytes_of("token_wait"))) {
            int64_t seconds = 0;
            good = lt_word_number(line, 1, LT_NEWSLETTER_MAX_TOKEN_WAIT_S, &seconds);
            n.token_wait_s = (int32_t)seconds;
        } else if (good && lt_bytes_equal(key, lt_bytes_of("as"))) {
            n.json = lt_bytes_equal(line, lt_bytes_of("json"));
        }
    }
    if (extras.size)
        n.extras = lt_arena_strndup(arena, extras.data, extras.size);
    lt_buf_finish(&extras);
    if (!good || wrong(&n))
        return lt_fail(diag, LT_ERR_DATA, where, "build the bundle again", "its newsletter settings make no sense");
    *ret_newsletter = n;
    return LT_OK;
}

/* "place.example": letters (of any script), digits and inner hyphens, and an end that is a name and no number. */
static bool is_domain(struct lt_bytes domain)
{
    size_t label = 0, labels = 1, other = 0; /* bytes of this one; of these, what is no digit */
    for (size_t i = 0; i < domain.size; i++) {
        char c = domain.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
        bool hyphen = c == '-' && label > 0 && i + 1 < domain.size && domain.data[i + 1] != '.';
        if (c == '.' && label > 0 && i + 1 < domain.size) {
            labels++;
            label = other = 0;
        } else if ((letter || hyphen || (c >= '0' && c <= '9')) && label < MAX_LABEL) {
            label++;
            other += letter || hyphen;
        } else {
            return false;
        }
    }
    return labels > 1 && label > 1 && other > 0;
}

/* What no list's server would take is better said to whoever types it: many of them answer the same to anything. */
enum lt_err lt_signup_check(const char *email, const char *name, struct lt_diag *diag)
{
    struct lt_bytes address = lt_bytes_of(email);
    const char *at = address.size ? strchr(email, '@') : NULL;
    bool good = at && at > email && at - email <= MAX_LOCAL && address.size <= LT_SIGNUP_MAX_EMAIL && lt_utf8_valid(address);
    for (const char *c = email; good && *c; c++)
        good = (unsigned char)*c > ' ' && *c != 0x7F && !strchr("()<>,;:\\\"[]", *c) && (*c != '@' || c == at);
    good = good && email[0] != '.' && at[-1] != '.' && !strstr(email, "..") && is_domain(lt_bytes_of(at + 1));
    if (!good)
        return lt_fail(diag, LT_ERR_DATA, NULL, "it looks like name@place.example", "this can be no mail address");
    if (name && !is_line(lt_bytes_of(name), LT_SIGNUP_MAX_NAME))
        return lt_fail(diag, LT_ERR_DATA, NULL, NULL, "this can be no name: one line of at most %d bytes",
                       LT_SIGNUP_MAX_NAME);
    return LT_OK;
}

/* --- The form --- */

struct body {
    struct lt_buf *out;
    bool json;
    size_t fields;
};

static void put_form_text(struct lt_buf *out, struct lt_bytes text)
{
    static const char HEX[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("*-._", c))) {
            lt_buf_putc(out, (char)c);
        } else if (c == ' ') {
            lt_buf_putc(out, '+');
        } else {
            lt_buf_putc(out, '%');
            lt_buf_putc(out, HEX[c >> 4]);
            lt_buf_putc(out, HEX[c & 15]);
        }
    }
}

static void put_json_text(struct lt_buf *out, struct lt_bytes text)
{
    lt_buf_putc(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < ' ' || c == 0x7F)
            lt_buf_printf(out, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            lt_buf_printf(out, "\\%c", c);
        else
            lt_buf_putc(out, (char)c);
    }
    lt_buf_putc(out, '"');
}

static void put_field(struct body *body, struct lt_bytes name, struct lt_bytes value)
{
    if (body->fields++)
        lt_buf_putc(body->out, body->json ? ',' : '&');
    if (body->json) {
        put_json_text(body->out, name);
        lt_buf_putc(body->out, ':');
        put_json_text(body->out, value);
    } else {
        put_form_text(body->out, name);
        lt_buf_putc(body->out, '=');
        put_form_text(body->out, value);
    }
}

void lt_newsletter_body(const struct lt_newsletter *newsletter, const struct lt_signup *signup, struct lt_bytes token,
                        struct lt_buf *out, const char **ret_type)
{
    const struct lt_newsletter *n = newsletter;
    struct body body = {.out = out, .json = n->json};
    struct lt_bytes extras = lt_bytes_of(n->extras), name, value;
    if (n->json)
        lt_buf_putc(out, '{');
    put_field(&body, lt_bytes_of(n->email ? n->email : "email"), lt_bytes_of(signup->email));
    if (n->name && signup->name[0])
        put_field(&body, lt_bytes_of(n->name), lt_bytes_of(signup->name));
    while (take_extra(&extras, &name, &value))
        put_field(&body, name, lt_bytes_equal(value, lt_bytes_of("{id}")) ? lt_bytes_of(signup->id) : value);
    if (n->token_field)
        put_field(&body, lt_bytes_of(n->token_field), token);
    if (n->json)
        lt_buf_putc(out, '}');
    *ret_type = n->json ? "application/json" : "application/x-www-form-urlencoded";
}
