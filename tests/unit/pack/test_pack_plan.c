/* SITE.ini: what it says, and what is told when it is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <lutrin/doc.h>
#include <lutrin/file.h>
#include <lutrin/pack.h>

static enum lt_err read_plan(const char *text, struct lt_arena *arena, struct lt_diag *diag, struct lt_plan *plan)
{
    char path[64];
    snprintf(path, sizeof path, "/tmp/lutrin-plan-%ld.ini", (long)getpid());
    assert_int_equal(lt_file_write(path, lt_bytes_of(text), diag), LT_OK);
    enum lt_err err = lt_plan_read(path, arena, diag, plan);
    unlink(path);
    return err;
}

static void test_whole(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    struct lt_plan plan = {.created = LT_NO_TIME, .title = "From the command line"};
    enum lt_err err = read_plan("# a comment\n[site]\ntitle = Journal\nlang = fr\nurl = https://r.example/\ncredit = ©\n"
                                "created = 2026-11-23T07:40:00+01:00\nutc_offset = -03:30\nlead = bac\naccent = #00507F\n"
                                "[mirror]\nhttps://r.example/ = site\nhttps://cdn.example/x/ = /srv/x\n"
                                "[section Vallée]\nmatch = Vallée, Fleuve ,\n[section Idées]\nmatch = Opinion\n"
                                "[section Vallée]\nmatch = Rive\n"
                                "[sources]\nsource = feed.xml\nsource =\n  a b\n  /abs\n  https://r.example/f\n"
                                "keep = article .body\ndrop = .promo, #share\ndrop = .ad\n[source feed.xml]\ndrop = p\n"
                                "[comments]\nmost = 7\n"
                                "[pictures]\nlongest = 800\nquality = 70\n",
                                &arena, &diag, &plan);
    if (err != LT_OK)
        fail_msg("%s: %s", diag.where, diag.what);
    assert_string_equal(plan.title, "From the command line");
    assert_string_equal(plan.lang, "fr");
    assert_string_equal(plan.lead, "bac");
    assert_string_equal(plan.accent, "#00507F");
    assert_int_equal(plan.created, 1795416000);
    assert_int_equal(plan.utc_offset, -12600);
    assert_int_equal(plan.mirror_count, 2);
    assert_string_equal(plan.mirrors[0].folder, "/tmp/site");
    assert_string_equal(plan.mirrors[1].folder, "/srv/x");
    assert_int_equal(plan.section_count, 2);
    assert_string_equal(plan.sections[0].name, "Vallée");
    assert_int_equal(plan.sections[0].match_count, 3);
    assert_string_equal(plan.sections[0].matches[1], "Fleuve");
    assert_string_equal(plan.sections[0].matches[2], "Rive");
    assert_int_equal(plan.source_count, 4);
    assert_string_equal(plan.sources[0], "/tmp/feed.xml");
    assert_string_equal(plan.sources[1], "/tmp/a b");
    assert_string_equal(plan.sources[2], "/abs");
    assert_string_equal(plan.sources[3], "https://r.example/f");
    assert_string_equal(plan.choice.keep, "//article//*[contains(concat(' ',normalize-space(@class),' '),' body ')]");
    assert_non_null(strstr(plan.choice.drop, "|//*[@id='share']|//*[contains("));
    assert_int_equal(plan.choice_count, 1);
    assert_string_equal(plan.choices[0].source, "/tmp/feed.xml");
    assert_null(plan.choices[0].choice.keep);
    assert_string_equal(plan.choices[0].choice.drop, "//p");
    assert_int_equal(plan.comments_most, 7);
    assert_int_equal(plan.picture_longest_px, 800);
    assert_int_equal(plan.picture_quality, 70);
    lt_arena_finish(&arena);
}

static void test_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line;
    } cases[] = {
        {"[site]\ntitel = x\n", ":2"},           {"[sight]\ntitle = x\n", ":2"},      {"[site]\ncreated = soon\n", ":2"},
        {"[site]\nutc_offset = 1\n", ":2"},      {"[site]\nutc_offset = +25:00\n", ":2"}, {"[pictures]\n\nquality = 0\n", ":3"},
        {"[pictures]\nlongest = x\n", ":2"},     {"[mirror]\nfolder = x\n", ":2"},    {"[section A]\nmach = x\n", ":2"},
        {"[sources]\nfile = x\n", ":2"},         {"title = x\n", ":1"},               {"[site]\nno sign\n", ":2"},
        {"[site]\ntitle = \xFF\n", ""},         {"[sources]\ndrop = .a, .b:hover\n", ":2"},
        {"[source x]\n\nkeep = [a\n", ":3"},   {"[source x]\nsource = x\n", ":2"},
        {"[site]\naccent = blue\n", ":2"},      {"[site]\naccent = #FFD000\n", ":2"}, /* too pale on paper */
        {"[comments]\nmost = 0\n", ":2"},       {"[comments]\nkeep = perhaps\n", ":2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lt_arena arena = {0};
        struct lt_diag diag = {0};
        struct lt_plan plan = {.created = LT_NO_TIME};
        enum lt_err err = read_plan(cases[i].text, &arena, &diag, &plan);
        if (err != LT_ERR_CONFIG || !strstr(diag.where, cases[i].line))
            fail_msg("case %zu: %s: %s: %s", i, lt_err_name(err), diag.where, diag.what);
        lt_arena_finish(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole), cmocka_unit_test(test_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
