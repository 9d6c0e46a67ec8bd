/*
 * newsletter.h: how a publication takes sign-ups: what the plan says under [newsletter], what of it travels in the signed
 * bundle, and how a sign-up is written for the publisher's own form.
 *
 * There are two ways. With a *relay* sign-ups are sealed to the publisher's public key and the kiosk can never read them
 * again; without one the kiosk seals them to its own key and its postman fills in the publisher's form over TLS.
 */
#ifndef LUTRIN_NEWSLETTER_H
#define LUTRIN_NEWSLETTER_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/arena.h>
#include <lutrin/bytes.h>
#include <lutrin/err.h>

enum {
    LT_NEWSLETTER_MAX_BYTES = 16 << 10, /* of the whole text in the bundle */
    LT_NEWSLETTER_MAX_URL = 2048,
    LT_NEWSLETTER_MAX_FIELD = 64,       /* bytes of a field's name */
    LT_NEWSLETTER_MAX_VALUE = 512,      /* of the value of an extra field */
    LT_NEWSLETTER_MAX_EXTRAS = 16,
    LT_NEWSLETTER_KEEP_DAYS = 30,       /* without another word of the plan */
    LT_NEWSLETTER_MAX_KEEP_DAYS = 90,
    LT_NEWSLETTER_MAX_TOKEN = 1024,     /* bytes of a token */
    LT_NEWSLETTER_MAX_TOKEN_WAIT_S = 20,
    LT_SEAL_KEY_BYTES = 32,
    LT_SIGNUP_MAX_EMAIL = 254,          /* RFC 5321 */
    LT_SIGNUP_MAX_NAME = 200,
    LT_SIGNUP_ID_BYTES = 32,            /* in hex digits */
};

/* Strings are NULL when the plan does not say. */
struct lt_newsletter {
    const char *form;           /* where the form's answer goes; https, but behind a relay, where http will do */
    const char *email, *name;   /* names of its fields; `name` NULL: it is not asked for */
    const char *extras;         /* fields that are always the same, NAME=VALUE, one a line */
    bool json;                  /* the form wants a JSON object */
    const char *token;          /* an address whose answer goes into the field `token_field` (Ghost); where it answers with
                                   a page, what stands there in a field of that name (Django's forms, and with them Mailman 3) */
    const char *token_field;
    int32_t token_wait_s;       /* before a form is sent whose token was just had: Mailman 2.1 takes none that is filled in
                                   faster */
    const char *relay;          /* where sealed sign-ups go; https */
    uint8_t key[LT_SEAL_KEY_BYTES]; /* whom they are sealed to; with `relay` only */
    bool has_key;
    int32_t keep_days;          /* how long one may wait; 0: LT_NEWSLETTER_KEEP_DAYS */
};

/* What a person gave. */
struct lt_signup {
    char id[LT_SIGNUP_ID_BYTES + 1];
    char email[LT_SIGNUP_MAX_EMAIL + 1], name[LT_SIGNUP_MAX_NAME + 1]; /* name: "" when not given */
};

/* Where sign-ups are sent: to the relay, if there is one, else to the form. */
static inline const char *lt_newsletter_address(const struct lt_newsletter *newsletter)
{
    return newsletter->relay ? newsletter->relay : newsletter->form;
}

/* Does it hold together? LT_ERR_CONFIG says what does not; `where` is for the message. */
enum lt_err lt_newsletter_check(const struct lt_newsletter *newsletter, const char *where, struct lt_diag *diag);

/* Appends the text that travels in the bundle: lines "KEY VALUE". What only the relay needs stays out. */
void lt_newsletter_put(const struct lt_newsletter *newsletter, struct lt_buf *out);

/* Reads that text into the arena, and checks it. Lines with keys that are not known are passed over. LT_ERR_DATA. */
enum lt_err lt_newsletter_parse(struct lt_bytes text, const char *where, struct lt_arena *arena, struct lt_diag *diag,
                                struct lt_newsletter *ret_newsletter);

/* May this be a mail address and a name? LT_ERR_DATA says what is wrong, in words for whoever typed it. */
enum lt_err lt_signup_check(const char *email, const char *name, struct lt_diag *diag);

/* Appends the token out of what its address answered: the answer itself, or in a page the value of the first field called
 * `token_field`; *ret_page says which. False: there is none. */
bool lt_newsletter_token(const struct lt_newsletter *newsletter, struct lt_bytes answer, struct lt_buf *out, bool *ret_page);

/* Appends the body that the form wants, and lends its content type. `token`: as lt_newsletter_token() gave it; may be
 * empty. The id travels in a header (Idempotency-Key), and in the body where an extra field's value is "{id}". */
void lt_newsletter_body(const struct lt_newsletter *newsletter, const struct lt_signup *signup, struct lt_bytes token,
                        struct lt_buf *out, const char **ret_type);

#endif
