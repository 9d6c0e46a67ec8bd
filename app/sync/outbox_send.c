/*
 * outbox_send.c: sign-ups leave: to the form or the relay that the signed bundle names, over TLS, one after the other.
 *
 * When an answer is lost nobody can know whether the sign-up arrived. It is then sent again under the same id: what must
 * not happen is that somebody signs up and hears nothing. A relay takes an id once; lists know subscribers by address.
 */
#include "cycle.h"

#include <lutrin/backoff.h>
#include <lutrin/bundle.h>
#include <lutrin/fetch.h>
#include <lutrin/outbox.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

enum {
    TURN_MOST = 100,              /* sign-ups sent in one turn */
    POST_DEADLINE_MS = 60 * 1000,
    HELD_TRIED = 5,               /* of those held, while the form has no credit */
    ANSWER_BYTES = 64 << 10,      /* of the page that a form answers with, which nobody reads */
    TOKEN_BYTES = 512 << 10,      /* of the answer that holds a token, which may be a form's whole page */
    OFFLINE_MS = 15 * 60 * 1000,  /* the longest rest where no connection came about: that may be our own network */
};

struct turn {
    const struct lt_sync_config *config;
    struct lt_outbox *box;
    struct lt_newsletter newsletter;
    struct lt_outbox_form form;
    size_t held;                 /* sign-ups that are, in all */
    int64_t floor_s, tls_time_s; /* it is not earlier than floor_s */
    struct lt_sync_mail *mail;
    struct lt_diag *diag;
};

static int64_t now_s(const struct turn *t)
{
    return lt_sync_believe((int64_t)time(NULL), t->floor_s);
}

/* Did the request surely not get as far as the server's program? */
static bool is_surely_unsent(const struct lt_fetch_response *response)
{
    switch (response->outcome) {
    case LT_FETCH_DNS: case LT_FETCH_CONNECT: case LT_FETCH_LOCAL_REFUSED: case LT_FETCH_TLS_DATE: case LT_FETCH_TLS_NAME:
    case LT_FETCH_TLS_CHAIN: case LT_FETCH_TLS: case LT_FETCH_SCHEME: case LT_FETCH_CANCELLED:
        return response->status == 0;
    default:
        return response->status == 429 || response->status == 503 || (response->status >= 300 && response->status < 500);
    }
}

static enum lt_outbox_state verdict(const struct lt_fetch_response *response, bool *ret_doubt)
{
    int status = response->status;
    *ret_doubt = false;
    if ((status >= 200 && status < 300) || status == 302 || status == 303 || status == 409)
        return LT_OUTBOX_SENT;
    if (status == 400 || status == 422)
        return LT_OUTBOX_REFUSED;
    *ret_doubt = !is_surely_unsent(response);
    return LT_OUTBOX_WAITING;
}

/* The newsletter of the bundle that is read. LT_ERR_UNAVAILABLE: nothing is read, or it takes no sign-ups. */
static enum lt_err read_newsletter(struct turn *t, struct lt_arena *arena)
{
    struct lt_trust trust;
    struct lt_shelf *shelf = NULL;
    struct lt_bundle *bundle = NULL;
    struct lt_generation current;
    struct lt_buf path = {0};
    enum lt_err err = lt_sync_trust(t->config, t->diag, &trust);
    if (err == LT_OK)
        err = lt_shelf_open(t->config->library, false, t->diag, &shelf);
    if (err == LT_OK && (err = lt_shelf_current(shelf, &trust, t->diag, &current)) == LT_OK) {
        lt_shelf_bundle_path(shelf, current, &path);
        err = lt_bundle_open(path.data, t->diag, &bundle);
    }
    const char *text = err == LT_OK ? lt_bundle_info(bundle)->newsletter : "";
    if (err == LT_OK && !text[0])
        err = lt_fail(t->diag, LT_ERR_UNAVAILABLE, path.data, NULL, "the bundle takes no sign-ups");
    if (err == LT_OK)
        err = lt_newsletter_parse(lt_bytes_of(text), path.data, arena, t->diag, &t->newsletter);
    if (err == LT_OK)
        lt_outbox_form(t->box, lt_hash(lt_bytes_of(text), 0), &t->form);
    lt_bundle_close(bundle);
    if (shelf)
        lt_shelf_close(shelf);
    lt_buf_finish(&path);
    return err;
}

/* What a form wants back before it takes anything. `page`: it stood in the form's page, at the token's address. */
struct ticket {
    struct lt_buf token, cookies;
    bool page;
};

static void finish_ticket(struct ticket *ticket)
{
    lt_buf_finish(&ticket->token);
    lt_buf_finish(&ticket->cookies);
}

/* Posts, or gets an answer into `body` with the cookies it sets. */
static void ask(struct turn *t, const char *url, const struct lt_fetch_post *post, struct lt_buf *body,
                struct lt_buf *cookies, struct lt_diag *why, struct lt_fetch_response *response)
{
    const struct lt_fetch_request request = {
        .url = url, .post = post, .body = body, .cookies = cookies, .ceiling_bytes = body ? TOKEN_BYTES : ANSWER_BYTES,
        .deadline_ms = POST_DEADLINE_MS, .max_redirects = -1,
        .ca_file = t->config->ca_file, .allow_local = t->config->allow_local, .tls_time_s = t->tls_time_s};
    *response = (struct lt_fetch_response){.outcome = LT_FETCH_SCHEME, .retry_after_s = -1};
    if (lt_fetch(NULL, &request, why, response) == LT_ERR_USAGE)
        response->outcome = LT_FETCH_SCHEME;
}

static const char *word_of(const struct lt_fetch_response *response, char number[16])
{
    if (!response->status)
        return lt_fetch_outcome_name(response->outcome);
    snprintf(number, 16, "%d", response->status);
    return number;
}

/* The server is left alone for a while, longer each time. */
static enum lt_err rest(struct turn *t, const struct lt_fetch_response *response)
{
    struct lt_backoff dice;
    int64_t until, wait_ms;
    lt_outbox_rest(t->box, &until, &wait_ms);
    lt_backoff_init(&dice, (uint64_t)now_s(t) * 0x9e3779b97f4a7c15u ^ (uint64_t)getpid() << 40);
    if (wait_ms > LT_BACKOFF_SHORTEST_MS)
        dice.last_ms = wait_ms < LT_BACKOFF_LONGEST_MS ? wait_ms : LT_BACKOFF_LONGEST_MS;
    wait_ms = lt_backoff_next_ms(&dice, response->retry_after_s);
    if (response->status == 0 && is_surely_unsent(response) && wait_ms > OFFLINE_MS)
        wait_ms = OFFLINE_MS;
    return lt_outbox_set_rest(t->box, lt_sync_now_s(t->config) + (wait_ms + 999) / 1000, wait_ms, t->diag);
}

/* The body that is to be sent, and where to. */
static enum lt_err write_body(struct turn *t, const struct lt_outbox_item *item, struct lt_bytes token, struct lt_buf *body,
                              const char **ret_type)
{
    struct lt_signup signup = {0};
    struct lt_buf sealed = {0};
    enum lt_err err = lt_outbox_take(t->box, item, &t->newsletter, t->diag, &sealed, &signup);
    if (err == LT_OK && t->newsletter.relay) {
        lt_buf_printf(body, "id=%s&sealed=%s", item->id, sealed.data);
        *ret_type = "application/x-www-form-urlencoded";
    } else if (err == LT_OK) {
        lt_newsletter_body(&t->newsletter, &signup, token, body, ret_type);
    }
    lt_signup_wipe(&signup);
    lt_buf_finish(&sealed);
    return err;
}

/* Asks for the token where the form wants one. False: not to be had now, and `why` says so. */
static bool fetch_token(struct turn *t, struct ticket *ticket, struct lt_diag *why, struct lt_fetch_response *response)
{
    struct lt_buf answer = {0};
    if (t->newsletter.relay || !t->newsletter.token)
        return true;
    ask(t, t->newsletter.token, NULL, &answer, &ticket->cookies, why, response);
    bool ok = response->outcome == LT_FETCH_OK;
    bool found = ok && lt_newsletter_token(&t->newsletter, lt_buf_slice(&answer), &ticket->token, &ticket->page);
    if (ok && !found) {
        lt_fail(why, LT_ERR_UNAVAILABLE, t->newsletter.token, NULL, "its answer holds no '%s'", t->newsletter.token_field);
        response->retry_after_s = -1;
    }
    lt_buf_finish(&answer);
    const struct timespec wait = {.tv_sec = t->newsletter.token_wait_s};
    if (found && nanosleep(&wait, NULL) != 0) { /* a form that comes too early may be thrown away */
        lt_fail(why, LT_ERR_UNAVAILABLE, t->newsletter.form, NULL, "interrupted before it was sent");
        return false;
    }
    return found;
}

/* Hands it over with the form, as whoever reads the page would. */
static void show_ticket(const struct turn *t, const struct ticket *ticket, struct lt_fetch_post *post)
{
    post->cookies = ticket->cookies.size ? ticket->cookies.data : NULL;
    post->page = ticket->page ? t->newsletter.token : NULL;
}

enum lt_outbox_state lt_sync_fill_form(const struct lt_sync_config *config, const struct lt_newsletter *newsletter,
                                       const struct lt_signup *signup, struct lt_diag *diag, bool *ret_doubt)
{
    struct turn t = {.config = config, .newsletter = *newsletter};
    struct ticket ticket = {0};
    struct lt_buf body = {0};
    struct lt_fetch_response response;
    struct lt_fetch_post post = {.id = signup->id};
    enum lt_outbox_state state = LT_OUTBOX_WAITING;
    t.newsletter.relay = NULL; /* we are the relay */
    *ret_doubt = false;
    if (fetch_token(&t, &ticket, diag, &response)) {
        lt_newsletter_body(newsletter, signup, lt_buf_slice(&ticket.token), &body, &post.type);
        post.body = lt_buf_slice(&body);
        show_ticket(&t, &ticket, &post);
        ask(&t, newsletter->form, &post, NULL, NULL, diag, &response);
        state = verdict(&response, ret_doubt);
        explicit_bzero(body.data, body.size);
    }
    finish_ticket(&ticket);
    lt_buf_finish(&body);
    return state;
}

static enum lt_err note_failure(struct turn *t, const struct lt_fetch_response *response, const struct lt_diag *why)
{
    lt_fail(&t->mail->why, response->err != LT_OK ? response->err : LT_ERR_UNAVAILABLE, why->where[0] ? why->where : lt_newsletter_address(&t->newsletter),
            "it is tried again later", "%s", why->what[0] ? why->what : "no answer that can be used");
    return rest(t, response);
}

/* One that cannot be read or opened does not hold up the others. */
static enum lt_err pass_over(struct turn *t, struct lt_outbox_item *item, enum lt_err err)
{
    const char *why = err == LT_ERR_SIGNATURE ? "sealed-to-another" : "unreadable";
    if (err == LT_ERR_DATA)
        return lt_outbox_end(t->box, item, LT_OUTBOX_REFUSED, "damaged", now_s(t), t->diag);
    t->mail->why = *t->diag;
    return strcmp(item->why, why) == 0 ? LT_OK
                                       : lt_outbox_end(t->box, item, LT_OUTBOX_WAITING, why, now_s(t), t->diag);
}

/* What an answer says of the sign-up. A refusal is believed of a form that takes others; else it may be the plan that is wrong,
 * and the sign-up is held. Where it had been, the form has taken another since: that one costs no credit. */
static enum lt_outbox_state weigh(struct turn *t, struct lt_outbox_item *item, enum lt_outbox_state answer, bool was_held)
{
    t->held -= was_held && t->held > 0;
    if (answer == LT_OUTBOX_SENT)
        t->form.credit = LT_OUTBOX_CREDIT;
    if (answer != LT_OUTBOX_REFUSED)
        return answer;
    if (t->form.credit > 0 || t->held >= LT_OUTBOX_MAX_HELD) {
        t->form.credit -= t->form.credit > 0 && !was_held;
        return LT_OUTBOX_REFUSED;
    }
    item->held = true;
    t->held++;
    t->mail->held++;
    return LT_OUTBOX_WAITING;
}

/* Posts a body that is ready, and keeps what it came to. *ret_on: the next may follow. */
static enum lt_err post_item(struct turn *t, struct lt_outbox_item *item, const struct lt_fetch_post *post, bool *ret_on)
{
    struct lt_fetch_response response;
    struct lt_diag why = {0};
    char number[16];
    bool doubted = item->doubt, was_held = item->held, doubt = false;
    enum lt_err err = lt_outbox_begin(t->box, item, now_s(t), t->diag);
    if (err != LT_OK)
        return err;
    ask(t, lt_newsletter_address(&t->newsletter), post, NULL, NULL, &why, &response);
    enum lt_outbox_state state = weigh(t, item, verdict(&response, &doubt), was_held);
    item->doubt = doubted || doubt;
    err = lt_outbox_end(t->box, item, state, word_of(&response, number), now_s(t), t->diag);
    t->mail->sent += state == LT_OUTBOX_SENT;
    t->mail->refused += state == LT_OUTBOX_REFUSED;
    *ret_on = state != LT_OUTBOX_WAITING || item->held;
    return err == LT_OK && !*ret_on ? note_failure(t, &response, &why) : err;
}

static enum lt_err send_item(struct turn *t, struct lt_outbox_item *item, bool *ret_on)
{
    struct ticket ticket = {0};
    struct lt_buf body = {0};
    struct lt_fetch_response response;
    struct lt_fetch_post post = {.id = item->id};
    struct lt_diag why = {0};
    enum lt_err err;
    *ret_on = false;
    if (!fetch_token(t, &ticket, &why, &response)) {
        err = note_failure(t, &response, &why);
    } else if ((err = write_body(t, item, lt_buf_slice(&ticket.token), &body, &post.type)) != LT_OK) {
        *ret_on = true;
        err = pass_over(t, item, err);
    } else {
        post.body = lt_buf_slice(&body);
        show_ticket(t, &ticket, &post);
        err = post_item(t, item, &post, ret_on);
    }
    if (body.data)
        explicit_bzero(body.data, body.size);
    lt_buf_finish(&body);
    finish_ticket(&ticket);
    return err;
}

/* Is it still to come? What is further off than any wait that is given comes of a clock that jumped. */
static bool is_ahead(const struct turn *t, int64_t until_s, int64_t longest_s)
{
    int64_t left = until_s - lt_sync_now_s(t->config);
    return left > 0 && left <= longest_s;
}

static enum lt_err send_all(struct turn *t)
{
    struct lt_outbox_item *items = NULL;
    size_t count = 0;
    bool on = true;
    const struct lt_outbox_form before = t->form;
    int tries = is_ahead(t, before.again_s, LT_OUTBOX_HELD_S) ? 0 : HELD_TRIED;
    enum lt_err err = lt_outbox_list(t->config->outbox, t->diag, &items, &count);
    size_t most = TURN_MOST / (size_t)(t->newsletter.token_wait_s + 1); /* the postman has other things to do */
    for (size_t i = 0; on && err == LT_OK && i < count && most > 0; i++) {
        if (!items[i].here || items[i].state != LT_OUTBOX_WAITING || (items[i].held && t->form.credit == 0 && tries-- <= 0))
            continue;
        err = send_item(t, &items[i], &on);
        most--;
    }
    free(items);
    if (t->mail->held && !is_ahead(t, before.again_s, LT_OUTBOX_HELD_S))
        t->form.again_s = lt_sync_now_s(t->config) + LT_OUTBOX_HELD_S;
    if (err == LT_OK && (t->form.credit != before.credit || t->form.again_s != before.again_s))
        err = lt_outbox_set_form(t->box, &t->form, t->diag);
    return err;
}

void lt_sync_tell_held(size_t held, const char *form, struct lt_diag *ret_why)
{
    lt_fail(ret_why, LT_ERR_CONFIG, form, "are the fields and the list of [newsletter] right? Sign up yourself: see lutrin-pack(1)",
            "it refuses what it is sent, so %zu sign-up%s held back", held, held == 1 ? " is" : "s are");
}

/* Clears up, and sends what may be sent now. */
static enum lt_err take_turn(struct turn *t, struct lt_arena *arena)
{
    struct lt_outbox_counts counts;
    int64_t until_s, wait_ms;
    lt_outbox_count(t->config->outbox, &counts);
    t->held = counts.held;
    lt_outbox_rest(t->box, &until_s, &wait_ms);
    bool go = counts.of[LT_OUTBOX_WAITING] > 0 && !is_ahead(t, until_s, LT_FETCH_MAX_RETRY_AFTER_S);
    t->newsletter.keep_days = LT_NEWSLETTER_MAX_KEEP_DAYS; /* as long as no bundle says less */
    if (go && read_newsletter(t, arena) != LT_OK) {
        t->mail->why = *t->diag;
        go = false;
    }
    enum lt_err err = lt_outbox_sweep(t->box, now_s(t), t->newsletter.keep_days, t->diag);
    if (err == LT_OK && go)
        err = send_all(t);
    enum lt_err settled = lt_outbox_settle(t->box, err == LT_OK ? t->diag : NULL);
    err = err == LT_OK ? settled : err;
    if (err == LT_OK && t->mail->sent + t->mail->refused + t->mail->held > 0 && t->mail->why.err == LT_OK && wait_ms)
        err = lt_outbox_set_rest(t->box, 0, 0, t->diag);
    if (t->mail->held && t->mail->why.err == LT_OK)
        lt_sync_tell_held(t->held, lt_newsletter_address(&t->newsletter), &t->mail->why);
    return err;
}

enum lt_err lt_sync_outbox(const struct lt_sync_config *config, struct lt_diag *diag, struct lt_sync_mail *ret_mail)
{
    struct turn t = {.config = config, .mail = ret_mail, .diag = diag};
    struct lt_arena arena = {0};
    *ret_mail = (struct lt_sync_mail){0};
    if (!config->outbox)
        return LT_OK;
    enum lt_err err = lt_outbox_open(config->outbox, diag, &t.box);
    if (err != LT_OK)
        return err;
    t.floor_s = lt_sync_clock_floor(config);
    t.tls_time_s = (int64_t)time(NULL) < now_s(&t) ? now_s(&t) : 0;
    err = take_turn(&t, &arena);
    lt_outbox_close(t.box);
    lt_arena_finish(&arena);
    return err;
}
