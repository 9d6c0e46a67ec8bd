/*
 * outbox_fuzz.c: any bytes as the newsletter's settings in a bundle, as a sealed sign-up, and as an address and a name.
 * Settings that are accepted say the same when written and read again, and never make a form with a line break in it.
 */
#include "fuzz.h"

#include <lutrin/outbox.h>

#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

static bool same(const char *a, const char *b)
{
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static void check_settings(struct lt_bytes text, const struct lt_signup *signup)
{
    struct lt_arena arena = {0};
    struct lt_newsletter n, again;
    struct lt_buf out = {0}, body = {0};
    const char *type;
    if (lt_newsletter_parse(text, "fuzz", &arena, NULL, &n) == LT_OK) {
        require(lt_newsletter_check(&n, "fuzz", NULL) == LT_OK);
        lt_newsletter_put(&n, &out);
        require(lt_newsletter_parse(lt_buf_slice(&out), "fuzz", &arena, NULL, &again) == LT_OK);
        require(same(n.relay, again.relay) && same(n.name, again.name) && n.keep_days == again.keep_days);
        require(n.relay || (same(n.form, again.form) && same(n.email, again.email) && n.json == again.json && n.token_wait_s == again.token_wait_s));
        lt_newsletter_body(&n, signup, text, &body, &type);
        for (size_t i = 0; i < body.size; i++)
            require((unsigned char)body.data[i] >= ' ');
    }
    lt_buf_finish(&out);
    lt_buf_finish(&body);
    lt_arena_finish(&arena);
}

/* A token is one short line, in a page or not. */
static void check_token(struct lt_bytes text)
{
    const struct lt_newsletter form = {.token_field = "t"};
    struct lt_buf out = {0};
    bool page;
    if (lt_newsletter_token(&form, text, &out, &page))
        require(out.size > 0 && out.size <= LT_NEWSLETTER_MAX_TOKEN && !memchr(out.data, '\n', out.size));
    else
        require(out.size == 0);
    lt_buf_finish(&out);
}

static void check_sealed(struct lt_bytes text)
{
    const struct lt_seal_pair pair = {.secret_key = {1}};
    struct lt_signup signup;
    require(lt_signup_open(text, &pair, "fuzz", NULL, &signup) != LT_OK);
}

/* What is accepted comes out of its seal as it went in. */
static void check_address(struct lt_bytes text)
{
    struct lt_signup signup = {.id = "00112233445566778899aabbccddeeff"}, opened;
    const struct lt_seal_pair pair = {.secret_key = {1}, .public_key = {
        0x2f, 0xe5, 0x7d, 0xa3, 0x47, 0xcd, 0x62, 0x43, 0x15, 0x28, 0xda, 0xac, 0x5f, 0xbb, 0x29, 0x07,
        0x30, 0xff, 0xf6, 0x84, 0xaf, 0xc4, 0xcf, 0xc2, 0xed, 0x90, 0x99, 0x5f, 0x58, 0xcb, 0x3b, 0x74}};
    struct lt_buf sealed = {0};
    const char *end = memchr(text.data, '\n', text.size);
    size_t email = end ? (size_t)(end - text.data) : text.size, name = end ? text.size - email - 1 : 0;
    if (!text.size || email > LT_SIGNUP_MAX_EMAIL || name > LT_SIGNUP_MAX_NAME)
        return;
    memcpy(signup.email, text.data, email);
    if (name)
        memcpy(signup.name, end + 1, name);
    if (lt_signup_check(signup.email, signup.name, NULL) == LT_OK) {
        require(lt_signup_seal(&signup, pair.public_key, NULL, &sealed) == LT_OK);
        require(lt_signup_open(lt_buf_slice(&sealed), &pair, "fuzz", NULL, &opened) == LT_OK);
        require(strcmp(signup.email, opened.email) == 0 && strcmp(signup.name, opened.name) == 0);
    }
    lt_buf_finish(&sealed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct lt_signup signup = {"00112233445566778899aabbccddeeff", "ana@place.example", "Ana \"\\ &"};
    const struct lt_bytes text = {(const char *)data, size};
    check_settings(text, &signup);
    check_sealed(text);
    check_token(text);
    check_address(text);
    return 0;
}
