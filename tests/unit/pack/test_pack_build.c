/* Sources go in, one bundle comes out: merging, links, sections, order, pictures, and what is told of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <lutrin/bundle.h>
#include <lutrin/file.h>
#include <lutrin/pack.h>

static const char FEED[] =
    "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
    "<title>Le Fil</title><link>https://r.example/</link><language>fr</language>"
    "<item><title>Le bac</title><link>http://r.example/bac.html#haut</link><guid>https://r.example/?p=1111</guid>"
    "<category>Vallée</category><pubDate>Mon, 23 Nov 2026 07:40:00 +0100</pubDate>"
    "<description>Un fleuve, une corde, et personne pour la tenir.</description></item>"
    "<item><title>Le moulin</title><link>https://r.example/moulin/</link><category>Métiers</category>"
    "<pubDate>Sun, 22 Nov 2026 07:40:00 +0100</pubDate>"
    "<description>Le moulin tourne depuis trois siècles sans qu’on l’ait jamais vu se plaindre de l’eau…</description>"
    "<content:encoded><![CDATA[<p>Le moulin tourne depuis trois siècles sans qu’on l’ait jamais vu se plaindre de l’eau "
    "ni du vent, et son meunier non plus ne se plaint pas.</p><p>Voir <a href='/bac.html'>le bac</a>, "
    "<a href='https://autre.example/x'>ailleurs</a>, <a href='https://r.example/moulin#pale'>ici</a>.</p>"
    "<figure><img src='/img/moulin.svg' alt='Un moulin'><figcaption>La roue</figcaption></figure>"
    "<figure><img src='/img/meme.svg' alt='Le même'><figcaption>La même roue</figcaption></figure>"
    "<figure><img src='/img/casse.png' alt='Rien'><figcaption>Une image cassée</figcaption></figure>"
    "<figure><img src='/img/../../../../etc/hostname' alt='Non'><figcaption>Dehors</figcaption></figure>]]>"
    "</content:encoded></item>"
    "<item><title>Sans date</title><link>https://r.example/sans</link><category>Divers</category>"
    "<description>Une brève qui ne sait plus quand elle a été écrite, ni par qui, ni tout à fait pourquoi.</description>"
    "</item></channel></rss>";

static const char PAGE[] =
    "<!DOCTYPE html><html lang='fr'><head><title>Le bac</title><link rel='canonical' href='https://r.example/bac.html'>"
    "<meta name='author' content='Claire Aubin'></head><body><article><h1>Le bac</h1>"
    "<p>À l’aube, quand la brume tient encore au ras de l’eau, le passeur ouvre la cabane et décroche la lampe.</p>"
    "<p>On ne lutte pas contre le fleuve, dit-il, on lui demande. Le <a href='moulin/'>moulin</a> le sait, et les deux "
    "autres bacs de la vallée le savaient aussi, avant qu’on ne bâtisse le pont.</p></article></body></html>";

static const char SVG[] = "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='30'>"
                          "<rect width='30' height='30' fill='#c02020'/></svg>";

struct notes {
    int counts[LT_PACK_WARNING + 1];
    uint32_t last_done, last_total;
    bool stop;
};

static void on_note(void *self, enum lt_pack_note_kind kind, const char *where, const char *what)
{
    struct notes *notes = self;
    assert_true(where[0] && what[0]);
    notes->counts[kind]++;
}

static void on_progress(void *self, const char *stage, uint32_t done, uint32_t total)
{
    struct notes *notes = self;
    assert_true(stage[0] && (total == 0 || done <= total));
    notes->last_done = done;
    notes->last_total = total;
}

static bool on_stop(void *self)
{
    return ((const struct notes *)self)->stop;
}

struct site {
    char folder[64], out[96], feed[96], page[96];
};

static void put(const struct site *site, const char *name, const char *text)
{
    char path[200];
    struct lt_diag diag;
    snprintf(path, sizeof path, "%s/%s", site->folder, name);
    assert_int_equal(lt_file_write(path, lt_bytes_of(text), &diag), LT_OK);
}

static int set_up(void **state)
{
    struct site *site = calloc(1, sizeof *site);
    char path[200];
    snprintf(site->folder, sizeof site->folder, "/tmp/lutrin-pack-XXXXXX");
    assert_non_null(mkdtemp(site->folder));
    snprintf(path, sizeof path, "%s/img", site->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(site->out, sizeof site->out, "%s/out.lutrin", site->folder);
    snprintf(site->feed, sizeof site->feed, "%s/feed.xml", site->folder);
    snprintf(site->page, sizeof site->page, "%s/bac.html", site->folder);
    put(site, "feed.xml", FEED);
    put(site, "bac.html", PAGE);
    put(site, "img/moulin.svg", SVG);
    put(site, "img/meme.svg", SVG);
    put(site, "img/casse.png", "\x89PNG\r\n\x1a\nno more");
    *state = site;
    return 0;
}

static int tear_down(void **state)
{
    struct site *site = *state;
    static const char *const names[] = {"feed.xml", "bac.html", "img/moulin.svg", "img/meme.svg", "img/casse.png", "img",
                                        "out.lutrin", "bad.xml", "odd"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[200];
        snprintf(path, sizeof path, "%s/%s", site->folder, names[i]);
        remove(path);
    }
    assert_int_equal(rmdir(site->folder), 0); /* nothing partial was left behind */
    free(site);
    return 0;
}

/* A built site, opened. */
static struct lt_bundle *build(struct site *site, struct lt_plan *plan, struct notes *notes, struct lt_pack_report *report)
{
    struct lt_pack_sink sink = {notes, on_progress, on_note, on_stop};
    struct lt_diag diag = {0};
    struct lt_bundle *bundle = NULL;
    plan->output = site->out;
    if (lt_pack_build(plan, &sink, &diag, report) != LT_OK)
        fail_msg("%s: %s", diag.where, diag.what);
    if (lt_bundle_open(site->out, &diag, &bundle) != LT_OK)
        fail_msg("%s", diag.what);
    return bundle;
}

static const struct lt_doc *read_doc(struct lt_bundle *bundle, const char *name, struct lt_arena *arena)
{
    struct lt_diag diag = {0};
    const struct lt_doc *doc = NULL;
    int64_t id;
    if (lt_bundle_find(bundle, name, &diag, &id) != LT_OK || lt_bundle_article(bundle, id, arena, &diag, &doc) != LT_OK)
        fail_msg("%s: %s", name, diag.what);
    return doc;
}

static void test_site(void **state)
{
    struct site *site = *state;
    const char *sources[] = {site->feed, site->page};
    const char *match[] = {"Le Fil"};
    struct lt_plan_section sections[] = {{"métiers", NULL, 0}, {"Vallée", NULL, 0}, {"Tout", match, 1}};
    struct lt_plan_mirror mirror = {"https://r.example/", site->folder};
    struct lt_plan plan = {.offline = true, .created = LT_NO_TIME, .sections = sections, .section_count = 3, .mirrors = &mirror,
                           .mirror_count = 1, .sources = sources, .source_count = 2, .lead = "moulin"};
    struct notes notes = {0};
    struct lt_pack_report report;
    struct lt_arena arena = {0};
    struct lt_bundle *bundle = build(site, &plan, &notes, &report);
    const struct lt_bundle_info *info = lt_bundle_info(bundle);
    assert_string_equal(info->title, "Le Fil");
    assert_string_equal(info->lang, "fr");
    assert_int_equal(info->created, 1795416000); /* the newest article's */
    assert_int_equal(info->articles, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(info->sections[i].articles, 1);
    assert_int_equal(report.articles, 3);
    assert_int_equal(report.merged, 1);
    assert_int_equal(notes.counts[LT_PACK_MERGED], 1);
    assert_int_equal(report.pictures, 1); /* two files of the same bytes */
    assert_int_equal(report.picture_failures, 2);
    assert_int_equal(notes.counts[LT_PACK_PICTURE_FAILED], 2);

    const struct lt_doc *bac = read_doc(bundle, "bac", &arena);
    assert_int_equal(bac->meta.published, 1795416000);
    assert_int_equal(bac->meta.utc_offset, 3600);
    assert_string_equal(bac->meta.author, "Claire Aubin"); /* the page's */
    assert_string_equal(bac->meta.standfirst, "Un fleuve, une corde, et personne pour la tenir."); /* the feed's */
    assert_int_equal(bac->block_count, 2);
    assert_string_equal(bac->spans[0].target, "lutrin:article/1002");

    const struct lt_card *cards;
    size_t count;
    struct lt_diag diag;
    assert_int_equal(lt_bundle_cards(bundle, 0, 0, 9, &arena, &diag, &cards, &count), LT_OK);
    assert_int_equal(count, 3);
    assert_string_equal(cards[0].title, "Le moulin"); /* the plan's lead */
    assert_string_equal(cards[0].section_name, "métiers");
    assert_string_equal(cards[1].title, "Le bac");
    assert_string_equal(cards[2].title, "Sans date");
    assert_true(cards[2].published == LT_NO_TIME);
    assert_int_equal(cards[0].picture, 1); /* its first good figure */

    const struct lt_doc *mill = read_doc(bundle, "moulin", &arena);
    assert_string_equal(mill->meta.standfirst, ""); /* the summary only repeats the opening */
    assert_int_equal(mill->span_count, 2);          /* the link to itself is gone */
    assert_string_equal(mill->spans[0].target, "lutrin:article/1003");
    assert_string_equal(mill->spans[1].target, "https://autre.example/x");
    assert_int_equal(mill->block_count, 4); /* two paragraphs, two figures; the broken ones left no place */
    assert_int_equal(mill->blocks[2].role, LT_ROLE_FIGURE);
    assert_int_equal(mill->pictures[mill->blocks[2].picture].id, mill->pictures[mill->blocks[3].picture].id);
    assert_string_equal(mill->pictures[mill->blocks[3].picture].alt, "Le même");
    assert_int_equal(mill->related_count, 2); /* chosen: the newest others */
    assert_int_equal(mill->related[0].article, 1003);
    assert_string_equal(mill->related[0].title, "Le bac");
    assert_int_equal(mill->related[1].article, 1001);
    lt_arena_finish(&arena);
    lt_bundle_close(bundle);
}

static void test_order_of_sources_does_not_matter(void **state)
{
    struct site *site = *state;
    const char *one[] = {site->feed, site->page}, *two[] = {site->page, site->feed};
    struct lt_plan_mirror mirror = {"https://r.example/", site->folder};
    struct lt_plan plan = {.offline = true, .created = LT_NO_TIME, .title = "T", .lang = "fr", .mirrors = &mirror, .mirror_count = 1,
                           .sources = one, .source_count = 2};
    struct notes notes = {0};
    struct lt_pack_report report;
    struct lt_diag diag;
    struct lt_buf first = {0}, second = {0};
    lt_bundle_close(build(site, &plan, &notes, &report));
    assert_int_equal(lt_file_read(site->out, SIZE_MAX / 2, &diag, &first), LT_OK);
    plan.sources = two;
    lt_bundle_close(build(site, &plan, &notes, &report));
    assert_int_equal(lt_file_read(site->out, SIZE_MAX / 2, &diag, &second), LT_OK);
    assert_true(lt_bytes_equal(lt_buf_slice(&first), lt_buf_slice(&second)));
    lt_buf_finish(&first);
    lt_buf_finish(&second);
}

static void test_folder_without_mirror(void **state)
{
    struct site *site = *state;
    const char *sources[] = {site->folder};
    struct lt_plan plan = {.offline = true, .created = 5, .sources = sources, .source_count = 1};
    struct notes notes = {0};
    struct lt_pack_report report;
    struct lt_arena arena = {0};
    struct lt_bundle *bundle = build(site, &plan, &notes, &report);
    assert_int_equal(lt_bundle_info(bundle)->created, 5);
    assert_int_equal(report.articles, 3);
    assert_int_equal(lt_bundle_info(bundle)->section_count, 3); /* of the articles' own categories, the newest first */
    assert_string_equal(lt_bundle_info(bundle)->sections[0].name, "Vallée");
    const struct lt_doc *bac = read_doc(bundle, "bac", &arena);
    assert_string_equal(bac->meta.url, "https://r.example/bac.html");
    lt_arena_finish(&arena);
    lt_bundle_close(bundle);
}

static void test_one_bad_source_costs_its_place_only(void **state)
{
    struct site *site = *state;
    char bad[96], odd[96];
    snprintf(bad, sizeof bad, "%s/bad.xml", site->folder);
    snprintf(odd, sizeof odd, "%s/odd", site->folder);
    put(site, "bad.xml", "<?xml version='1.0'?><rss version='2.0'><channel><item><title>half");
    put(site, "odd", "\x7f" "ELF");
    const char *sources[] = {odd, site->page, "/nonexistent/feed.xml", bad};
    struct lt_plan plan = {.offline = true, .created = LT_NO_TIME, .sources = sources, .source_count = 4};
    struct notes notes = {0};
    struct lt_pack_report report;
    struct lt_bundle *bundle = build(site, &plan, &notes, &report);
    assert_true(report.articles >= 1);
    assert_true(notes.counts[LT_PACK_SOURCE_FAILED] >= 2);
    lt_bundle_close(bundle);
}

static void expect_refusal(struct site *site, struct lt_plan *plan, struct notes *notes, enum lt_err err, const char *what)
{
    struct lt_pack_sink sink = {notes, on_progress, on_note, on_stop};
    struct lt_diag diag = {0};
    struct lt_pack_report report;
    plan->output = plan->output ? plan->output : site->out;
    enum lt_err got = lt_pack_build(plan, &sink, &diag, &report);
    if (got != err || !strstr(diag.what, what))
        fail_msg("expected %s '%s', got %s '%s'", lt_err_name(err), what, lt_err_name(got), diag.what);
    assert_int_equal(access(site->out, F_OK), -1);
}

static void test_refusals(void **state)
{
    struct site *site = *state;
    struct notes notes = {0};
    char odd[96];
    snprintf(odd, sizeof odd, "%s/odd", site->folder);
    put(site, "odd", "");
    const char *sources[] = {odd};
    struct lt_plan plan = {.offline = true, .created = LT_NO_TIME, .sources = sources, .source_count = 1};
    expect_refusal(site, &plan, &notes, LT_ERR_DATA, "empty");
    put(site, "odd", "plain words");
    expect_refusal(site, &plan, &notes, LT_ERR_DATA, "no known kind");
    assert_int_equal(notes.counts[LT_PACK_SOURCE_FAILED], 0); /* it is the error itself, told once */
    sources[0] = "https://r.example/feed.xml";
    expect_refusal(site, &plan, &notes, LT_ERR_UNAVAILABLE, "not in the cache");
    sources[0] = site->feed;
    notes.stop = true;
    expect_refusal(site, &plan, &notes, LT_ERR_UNAVAILABLE, "interrupted");
    notes.stop = false;
    plan.output = "/nonexistent/out.lutrin";
    expect_refusal(site, &plan, &notes, LT_ERR_CANT_CREATE, "cannot create");
    plan.source_count = 0;
    expect_refusal(site, &plan, &notes, LT_ERR_USAGE, "no sources");
}

static void test_address_under_mirror(void **state)
{
    struct site *site = *state;
    const char *sources[] = {"https://r.example/feed.xml"};
    struct lt_plan_mirror mirror = {"https://r.example/", site->folder};
    struct lt_plan plan = {.offline = true, .created = LT_NO_TIME, .mirrors = &mirror, .mirror_count = 1, .sources = sources, .source_count = 1};
    struct notes notes = {0};
    struct lt_pack_report report;
    lt_bundle_close(build(site, &plan, &notes, &report));
    assert_int_equal(report.articles, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_site, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order_of_sources_does_not_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_folder_without_mirror, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_bad_source_costs_its_place_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_address_under_mirror, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
