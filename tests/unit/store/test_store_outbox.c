/*
 * Sign-ups: sealed, kept, answered, deleted, forgotten; and the settings of a newsletter as text.
 */
#include <lutrin/newsletter.h>
#include <lutrin/outbox.h>

#include <lutrin/file.h>

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOW = 1795000000, DAY = 86400 };
static char folder[] = "/tmp/lutrin-outbox-XXXXXX";
static const struct lt_newsletter FORM = {.form = "https://lists.example/subscription/form", .name = "name"};

static const char *in(const char *name)
{
    static char path[8][256];
    static int turn;
    turn = (turn + 1) % 8;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static int start(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 7);
    return mkdtemp(folder) ? 0 : -1;
}

static void clear(const char *path)
{
    DIR *stream = opendir(path);
    char inner[512];
    for (struct dirent *entry; stream && (entry = readdir(stream));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        clear(inner);
    }
    if (stream)
        closedir(stream);
    remove(path);
}

static int stop(void **state)
{
    (void)state;
    clear(folder);
    return 0;
}

/* An outbox as the postman has set it up. */
static struct lt_outbox *open_box(void)
{
    struct lt_diag diag;
    struct lt_outbox *box;
    assert_int_equal(lt_outbox_open(in("box"), &diag, &box), LT_OK);
    return box;
}

static struct lt_outbox_item look(const char *id)
{
    struct lt_outbox_item item;
    assert_int_equal(lt_outbox_look(in("box"), id, NULL, &item), LT_OK);
    return item;
}

static bool exists(const char *folder_name, const char *id)
{
    char name[128];
    snprintf(name, sizeof name, "box/%s/%s", folder_name, id);
    return access(in(name), F_OK) == 0;
}

static void test_sealed_to_the_kiosk_and_sent(void **state)
{
    char id[LT_SIGNUP_ID_BYTES + 1], name[128];
    struct lt_diag diag;
    struct lt_signup signup = {0};
    struct lt_buf text = {0}, sealed = {0};
    (void)state;
    assert_int_equal(lt_outbox_add(in("box"), &FORM, "ana@place.example", NULL, &diag, id), LT_ERR_UNAVAILABLE);
    struct lt_outbox *box = open_box(), *other;
    assert_int_equal(lt_outbox_open(in("box"), &diag, &other), LT_ERR_UNAVAILABLE);
    assert_int_equal(lt_outbox_add(in("box"), &FORM, "ana@place.example", "Ana Ñandú", &diag, id), LT_OK);
    struct lt_outbox_item item = look(id);
    assert_true(item.here && item.state == LT_OUTBOX_WAITING && !item.doubt && item.tries == 0);
    snprintf(name, sizeof name, "box/new/%s", id);
    assert_int_equal(lt_file_read(in(name), 4096, NULL, &text), LT_OK);
    assert_null(strstr(text.data, "ana"));
    assert_int_equal(lt_outbox_take(box, &item, &FORM, &diag, &sealed, &signup), LT_OK);
    assert_string_equal(signup.email, "ana@place.example");
    assert_string_equal(signup.name, "Ana Ñandú");
    assert_string_equal(signup.id, id);
    assert_int_equal(sealed.size, 0);
    assert_int_equal(lt_outbox_begin(box, &item, NOW, &diag), LT_OK);
    item = look(id);
    assert_true(item.here && item.doubt && item.tries == 1 && item.state == LT_OUTBOX_WAITING);
    assert_int_equal(lt_outbox_end(box, &item, LT_OUTBOX_SENT, "200", NOW, &diag), LT_OK);
    item = look(id);
    assert_true(!item.here && !item.doubt && item.state == LT_OUTBOX_SENT);
    assert_string_equal(item.why, "200");
    assert_false(exists("new", id));
    lt_outbox_close(box);
    lt_buf_finish(&text);
    lt_buf_finish(&sealed);
}

static void test_sealed_to_the_publisher(void **state)
{
    char id[LT_SIGNUP_ID_BYTES + 1];
    struct lt_diag diag;
    struct lt_signup signup = {0};
    struct lt_buf sealed = {0}, again = {0};
    struct lt_seal_pair pair, stranger;
    struct lt_newsletter relay = {.relay = "https://desk.example/kiosk", .has_key = true};
    struct stat st;
    (void)state;
    assert_int_equal(lt_seal_create(in("desk"), &diag), LT_OK);
    assert_int_equal(lt_seal_create(in("desk"), &diag), LT_ERR_CANT_CREATE);
    assert_int_equal(stat(in("desk.key"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(lt_seal_create(in("stranger"), &diag), LT_OK);
    assert_int_equal(lt_seal_read_pair(in("stranger.key"), &diag, &stranger), LT_OK);
    assert_int_equal(lt_seal_read_pair(in("desk.pub"), &diag, &pair), LT_ERR_DATA);
    assert_int_equal(lt_seal_read_pair(in("desk.key"), &diag, &pair), LT_OK);
    assert_int_equal(lt_seal_read_public(in("desk.pub"), &diag, relay.key), LT_OK);
    assert_memory_equal(pair.public_key, relay.key, sizeof relay.key);
    struct lt_outbox *box = open_box();
    assert_int_equal(lt_outbox_add(in("box"), &relay, "ana@place.example", "Ana", &diag, id), LT_OK);
    struct lt_outbox_item item = look(id);
    assert_int_equal(lt_outbox_take(box, &item, &relay, &diag, &sealed, &signup), LT_OK);
    assert_string_equal(signup.email, ""); /* the kiosk cannot */
    assert_int_equal(lt_signup_open(lt_buf_slice(&sealed), &stranger, NULL, &diag, &signup), LT_ERR_SIGNATURE);
    assert_int_equal(lt_signup_open(lt_buf_slice(&sealed), &pair, NULL, &diag, &signup), LT_OK);
    assert_string_equal(signup.email, "ana@place.example");
    assert_string_equal(signup.name, ""); /* not asked for, so not kept */
    for (size_t i = 0; i < sealed.size; i += 7) { /* every part of it matters */
        char was = sealed.data[i];
        sealed.data[i] = was == 'A' ? 'B' : 'A';
        assert_int_not_equal(lt_signup_open(lt_buf_slice(&sealed), &pair, NULL, &diag, &signup), LT_OK);
        sealed.data[i] = was;
    }
    /* The plan dropped its relay: this one cannot be sent, and is not. */
    assert_int_equal(lt_outbox_take(box, &item, &FORM, &diag, &again, &signup), LT_ERR_SIGNATURE);
    /* The plan got a relay: what was sealed to the kiosk is sealed anew. */
    assert_int_equal(lt_outbox_add(in("box"), &FORM, "bo@place.example", "Bo", &diag, id), LT_OK);
    item = look(id);
    signup = (struct lt_signup){0};
    assert_int_equal(lt_outbox_take(box, &item, &relay, &diag, &again, &signup), LT_OK);
    assert_string_equal(signup.email, "");
    assert_int_equal(again.size, sealed.size); /* nothing can be read off the length */
    assert_int_equal(lt_signup_open(lt_buf_slice(&again), &pair, NULL, &diag, &signup), LT_OK);
    assert_string_equal(signup.email, "bo@place.example");
    lt_outbox_close(box);
    lt_buf_finish(&sealed);
    lt_buf_finish(&again);
}

static void test_interrupted(void **state)
{
    char id[LT_SIGNUP_ID_BYTES + 1], name[128];
    struct lt_diag diag;
    struct lt_buf kept = {0};
    (void)state;
    struct lt_outbox *box = open_box();
    assert_int_equal(lt_outbox_add(in("box"), &FORM, "ana@place.example", NULL, &diag, id), LT_OK);
    snprintf(name, sizeof name, "box/new/%s", id);
    assert_int_equal(lt_file_read(in(name), 4096, NULL, &kept), LT_OK);
    struct lt_outbox_item item = look(id);
    assert_int_equal(lt_outbox_begin(box, &item, NOW, &diag), LT_OK);
    lt_outbox_close(box); /* power is cut before the answer */
    box = open_box();
    assert_int_equal(lt_outbox_sweep(box, NOW, 0, &diag), LT_OK);
    item = look(id);
    assert_true(item.here && item.doubt && item.state == LT_OUTBOX_WAITING);
    assert_int_equal(lt_outbox_end(box, &item, LT_OUTBOX_SENT, "200", NOW, &diag), LT_OK);
    assert_int_equal(lt_file_write(in(name), lt_buf_slice(&kept), &diag), LT_OK); /* ... after it, before the deletion */
    assert_int_equal(look(id).state, LT_OUTBOX_SENT);
    assert_int_equal(lt_outbox_sweep(box, NOW, 0, &diag), LT_OK);
    assert_false(exists("new", id));
    assert_int_equal(look(id).state, LT_OUTBOX_SENT);
    /* A state that rotted on the card is a doubt, not an answer. */
    assert_int_equal(lt_outbox_add(in("box"), &FORM, "bo@place.example", NULL, &diag, id), LT_OK);
    snprintf(name, sizeof name, "box/state/%s", id);
    assert_int_equal(lt_file_write(in(name), lt_bytes_of("lutrin-outbox-state 1\nstate sent\nrot"), &diag), LT_OK);
    item = look(id);
    assert_true(item.here && item.doubt && item.state == LT_OUTBOX_WAITING);
    lt_outbox_close(box);
    /* The public half was lost: it comes back from the secret one. */
    struct lt_seal_pair before, after;
    assert_int_equal(lt_seal_read_pair(in("box/kiosk.key"), &diag, &before), LT_OK);
    assert_int_equal(unlink(in("box/kiosk.pub")), 0);
    box = open_box();
    assert_int_equal(lt_seal_read_pair(in("box/kiosk.key"), &diag, &after), LT_OK);
    assert_memory_equal(&before, &after, sizeof before);
    assert_int_equal(lt_seal_read_public(in("box/kiosk.pub"), &diag, after.public_key), LT_OK);
    assert_memory_equal(&before, &after, sizeof before);
    lt_outbox_close(box);
    lt_buf_finish(&kept);
}

static void test_age_and_number(void **state)
{
    char id[LT_SIGNUP_ID_BYTES + 1], first[LT_SIGNUP_ID_BYTES + 1];
    struct lt_diag diag;
    struct lt_outbox_item *items, gone;
    size_t count;
    struct lt_outbox_counts counts;
    (void)state;
    struct lt_outbox *box = open_box();
    assert_int_equal(lt_outbox_add(in("box"), &FORM, "ana@place.example", NULL, &diag, first), LT_OK);
    assert_int_equal(lt_outbox_sweep(box, NOW, 3, &diag), LT_OK);
    assert_int_equal(lt_outbox_sweep(box, NOW + 3 * DAY, 3, &diag), LT_OK);
    assert_int_equal(look(first).state, LT_OUTBOX_WAITING);
    assert_int_equal(lt_outbox_sweep(box, NOW + 3 * DAY + 1, 3, &diag), LT_OK);
    assert_int_equal(look(first).state, LT_OUTBOX_REFUSED);
    assert_string_equal(look(first).why, "too-old");
    assert_false(exists("new", first));
    assert_int_equal(lt_outbox_sweep(box, NOW + 11 * DAY, 3, &diag), LT_OK);
    assert_int_equal(lt_outbox_look(in("box"), first, &diag, &gone), LT_ERR_NO_INPUT);
    for (int i = 0; i < LT_OUTBOX_MAX_WAITING; i++)
        assert_int_equal(lt_outbox_add(in("box"), &FORM, "ana@place.example", NULL, &diag, id), LT_OK);
    assert_int_equal(lt_outbox_add(in("box"), &FORM, "ana@place.example", NULL, &diag, id), LT_ERR_LIMIT);
    assert_int_equal(lt_outbox_list(in("box"), &diag, &items, &count), LT_OK);
    assert_int_equal(count, LT_OUTBOX_MAX_WAITING);
    /* One that fails goes behind the others. */
    assert_int_equal(lt_outbox_begin(box, &items[0], NOW, &diag), LT_OK);
    assert_int_equal(lt_outbox_end(box, &items[0], LT_OUTBOX_WAITING, "500", NOW, &diag), LT_OK);
    memcpy(id, items[0].id, sizeof id);
    free(items);
    assert_int_equal(lt_outbox_list(in("box"), &diag, &items, &count), LT_OK);
    assert_string_equal(items[count - 1].id, id);
    free(items);
    lt_outbox_count(in("box"), &counts);
    assert_int_equal(counts.of[LT_OUTBOX_WAITING], LT_OUTBOX_MAX_WAITING);
    lt_outbox_close(box);
}

static void test_rest(void **state)
{
    struct lt_diag diag;
    int64_t until, wait;
    (void)state;
    struct lt_outbox *box = open_box();
    lt_outbox_rest(box, &until, &wait);
    assert_int_equal(until, 0);
    assert_int_equal(lt_outbox_set_rest(box, NOW + 60, 60000, &diag), LT_OK);
    lt_outbox_rest(box, &until, &wait);
    assert_true(until == NOW + 60 && wait == 60000);
    lt_outbox_close(box);
}

static void test_held(void **state)
{
    char id[LT_SIGNUP_ID_BYTES + 1];
    struct lt_diag diag;
    struct lt_outbox_form form;
    struct lt_outbox_counts counts;
    (void)state;
    struct lt_outbox *box = open_box();
    assert_int_equal(lt_outbox_add(in("box"), &FORM, "ana@place.example", NULL, &diag, id), LT_OK);
    assert_int_equal(lt_outbox_sweep(box, NOW, 3, &diag), LT_OK);
    struct lt_outbox_item item = look(id);
    assert_int_equal(lt_outbox_begin(box, &item, NOW, &diag), LT_OK);
    item.doubt = false, item.held = true;
    assert_int_equal(lt_outbox_end(box, &item, LT_OUTBOX_WAITING, "400", NOW, &diag), LT_OK);
    item = look(id); /* to the reader it is one that waits */
    assert_true(item.here && item.held && !item.doubt && item.state == LT_OUTBOX_WAITING);
    lt_outbox_count(in("box"), &counts);
    assert_true(counts.held == 1 && counts.of[LT_OUTBOX_WAITING] == 1);
    assert_string_equal(counts.why, "400");
    assert_int_equal(lt_outbox_begin(box, &item, NOW, &diag), LT_OK); /* cut off now, it is one in doubt and sent again soon */
    item = look(id);
    assert_true(!item.held && item.doubt);
    item.held = true;
    assert_int_equal(lt_outbox_end(box, &item, LT_OUTBOX_WAITING, "400", NOW, &diag), LT_OK);
    assert_int_equal(lt_outbox_sweep(box, NOW + 3 * DAY + 1, 3, &diag), LT_OK); /* it stays no longer than others */
    item = look(id);
    assert_true(!item.here && !item.held && item.state == LT_OUTBOX_REFUSED);
    assert_false(exists("new", id));
    /* What is known of a form is of its plan alone, and what is damaged is not known. */
    lt_outbox_form(box, 7, &form);
    assert_true(form.plan == 7 && form.credit == 0 && form.again_s == 0);
    form.credit = LT_OUTBOX_CREDIT, form.again_s = NOW;
    assert_int_equal(lt_outbox_set_form(box, &form, &diag), LT_OK);
    lt_outbox_form(box, 8, &form);
    assert_true(form.plan == 8 && form.credit == 0 && form.again_s == 0);
    lt_outbox_form(box, 7, &form);
    assert_true(form.credit == LT_OUTBOX_CREDIT && form.again_s == NOW);
    assert_int_equal(truncate(in("box/form"), 60), 0);
    lt_outbox_form(box, 7, &form);
    assert_true(form.credit == 0 && form.again_s == 0);
    lt_outbox_close(box);
}

static void test_addresses(void **state)
{
    static const char *const good[] = {"a@b.cd", "ana.maria+kiosk@sub.place.example", "ñandú@correo.example", "o'neil@x.ie",
                                       "a-b_c@1-2.place.example", "ana@münchen.example", "7@7.co7"};
    static const char *const bad[] = {
        "",          "ana",       "@b.cd",     "a@b",       "a@.cd",     "a@b.",       "a b@c.de",      "a@b@c.de",   "a@b..cd.e",
        "<a@b.cd>",  "a@b.cd\nx", "a@b.c,d@e.f", "\xff@b.cd", "a@b.cd ",   "a@b.c",      "a@-b.cd",       "a@b-.cd",    "a@b.cd-",
        "a@b_c.de",  "a@b.12",    ".a@b.cd",   "a.@b.cd",   "a..b@c.de", "a@1.2.3.44", "a@b.cd?x=y"};
    char longest[400];
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(lt_signup_check(good[i], NULL, NULL), LT_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(lt_signup_check(bad[i], NULL, NULL), LT_ERR_DATA);
    memset(longest, 'a', sizeof longest);
    for (size_t i = 64; i < LT_SIGNUP_MAX_EMAIL; i += 64) /* before the '@' 64 bytes, in a label 63 */
        longest[i] = i == 64 ? '@' : '.';
    longest[LT_SIGNUP_MAX_EMAIL] = '\0';
    assert_int_equal(lt_signup_check(longest, NULL, NULL), LT_OK);
    longest[LT_SIGNUP_MAX_EMAIL] = 'a', longest[LT_SIGNUP_MAX_EMAIL + 1] = '\0';
    assert_int_equal(lt_signup_check(longest, NULL, NULL), LT_ERR_DATA);
    assert_int_equal(lt_signup_check("a@b.cd", "two\nlines", NULL), LT_ERR_DATA);
}

static void expect_body(struct lt_newsletter newsletter, const char *token, const char *body, const char *type)
{
    const struct lt_signup signup = {"00112233445566778899aabbccddeeff", "ana+k@place.example", "Ana \"Ñ\" & Co"};
    struct lt_buf text = {0}, out = {0};
    struct lt_arena arena = {0};
    struct lt_newsletter again;
    const char *got;
    lt_newsletter_put(&newsletter, &text); /* what travels says the same */
    assert_int_equal(lt_newsletter_parse(lt_buf_slice(&text), NULL, &arena, NULL, &again), LT_OK);
    lt_newsletter_body(&again, &signup, lt_bytes_of(token), &out, &got);
    assert_string_equal(out.data, body);
    assert_string_equal(got, type);
    lt_buf_finish(&text);
    lt_buf_finish(&out);
    lt_arena_finish(&arena);
}

static void test_forms(void **state)
{
    (void)state;
    expect_body((struct lt_newsletter){.form = "https://lists.example/subscription/form", .name = "name",
                                       .extras = "l=c1b2\nnonce="},
                "", "email=ana%2Bk%40place.example&name=Ana+%22%C3%91%22+%26+Co&l=c1b2&nonce=",
                "application/x-www-form-urlencoded"); /* listmonk */
    expect_body((struct lt_newsletter){.form = "https://lists.example/mailman/subscribe/news", .name = "fullname",
                                       .extras = "digest=0\nref={id}"},
                "", "email=ana%2Bk%40place.example&fullname=Ana+%22%C3%91%22+%26+Co&digest=0&ref=00112233445566778899aabbccddeeff",
                "application/x-www-form-urlencoded"); /* Mailman 2.1 */
    expect_body((struct lt_newsletter){.form = "https://site.example/members/api/send-magic-link/", .json = true, .name = "name",
                                       .extras = "emailType=subscribe", .token_field = "integrityToken",
                                       .token = "https://site.example/members/api/integrity-token/"},
                "17:abc",
                "{\"email\":\"ana+k@place.example\",\"name\":\"Ana \\\"Ñ\\\" & Co\",\"emailType\":\"subscribe\","
                "\"integrityToken\":\"17:abc\"}",
                "application/json"); /* Ghost */
}

static void expect_token(const char *answer, const char *token, bool page)
{
    const struct lt_newsletter form = {.form = "https://lists.example/f", .token = "https://lists.example/", .token_field = "csrf"};
    struct lt_buf out = {0};
    bool got_page = !page;
    assert_int_equal(lt_newsletter_token(&form, lt_bytes_of(answer), &out, &got_page), token != NULL);
    if (token) {
        assert_string_equal(out.data, token);
        assert_int_equal(got_page, page);
    }
    lt_buf_finish(&out);
}

static void test_tokens(void **state)
{
    (void)state;
    expect_token("17:abc\n", "17:abc", false);
    expect_token("", NULL, false);
    expect_token(" \n", NULL, false);
    expect_token("two\nlines", NULL, false);
    expect_token("\n<!DOCTYPE html><form><input type=\"hidden\" name=\"csrf\" value=\"e2O\"></form>", "e2O", true);
    expect_token("<INPUT VALUE='a>b' NAME=csrf>", "a>b", true);
    expect_token("<input name=csrf value=x/y= /><input name=csrf value=second>", "x/y=", true);
    expect_token("<input\nname = 'csrf'\nvalue = 'q&amp;&#x27;&copy;&'>", "q&'&copy;&", true);
    expect_token("<p><input name=other value=1><input name=csrf><input name='csrf' value=3>", "3", true);
    expect_token("<!-- <input name=csrf value=1> --><input name=csrf value=2>", "2", true);
    expect_token("<p title='<input'>name=csrf value=1", NULL, false);
    expect_token("<html>sign in to the network</html>", NULL, false);
    expect_token("<input name=csrf value=", NULL, false);
    expect_token("<input name=csrf value=\"open", "open", true);
    expect_token("<!-- for ever", NULL, false);
    expect_token("<input =", NULL, false);
    expect_token("<inputs name=csrf value=1>", NULL, false);
    expect_token("<input name=csrf value='a\nb'>", NULL, false);
    char large[LT_NEWSLETTER_MAX_TOKEN + 2];
    memset(large, 'a', sizeof large);
    large[sizeof large - 1] = '\0';
    expect_token(large, NULL, false);
    expect_token(large + 1, large + 1, false);
}

static void test_settings(void **state)
{
    const struct lt_newsletter bad[] = {
        {.email = "email"},
        {.form = "http://lists.example/form"},
        {.form = "lists.example/form"},
        {.form = "https://lists.example/a b"},
        {.form = "https://lists.example/f", .email = "e mail"},
        {.form = "https://lists.example/f", .extras = "l"},
        {.form = "https://lists.example/f", .token = "https://lists.example/t"},
        {.form = "https://lists.example/f", .token = "http://lists.example/t", .token_field = "t"},
        {.form = "https://lists.example/f", .has_key = true},
        {.relay = "https://desk.example/r"},
        {.relay = "http://desk.example/r", .has_key = true},
        {.form = "https://lists.example/f", .keep_days = 91},
        {.form = "https://lists.example/f", .token_wait_s = 5},
        {.form = "https://lists.example/f", .token = "https://lists.example/t", .token_field = "t", .token_wait_s = 21},
    };
    const struct lt_newsletter behind = {.relay = "https://desk.example/r", .has_key = true, .form = "http://localhost:9000/f",
                                         .extras = "l=secret-list"};
    struct lt_buf text = {0};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(lt_newsletter_check(&bad[i], NULL, NULL), LT_ERR_CONFIG);
    assert_int_equal(lt_newsletter_check(&behind, NULL, NULL), LT_OK);
    lt_newsletter_put(&behind, &text);
    assert_null(strstr(text.data, "localhost")); /* the kiosks need not know */
    assert_null(strstr(text.data, "secret-list"));
    lt_buf_finish(&text);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {EACH(test_sealed_to_the_kiosk_and_sent), EACH(test_sealed_to_the_publisher),
                                       EACH(test_interrupted), EACH(test_age_and_number), EACH(test_rest), EACH(test_held),
                                       cmocka_unit_test(test_addresses), cmocka_unit_test(test_forms),
                                       cmocka_unit_test(test_tokens), cmocka_unit_test(test_settings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
