/*
 * test_ingest_names.c: every word of the table is found, in any case and among others, and changed names are asked again.
 */
#include "names.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static unsigned say(const char *class, const char *id)
{
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *node = xmlNewDocNode(doc, NULL, BAD_CAST "div", NULL);
    xmlDocSetRootElement(doc, node);
    if (class)
        xmlNewProp(node, BAD_CAST "class", BAD_CAST class);
    if (id)
        xmlNewProp(node, BAD_CAST "id", BAD_CAST id);
    unsigned says = lt_names_of(node);
    assert_int_equal(lt_names_of(node), says);
    xmlUnsetProp(node, BAD_CAST "class");
    xmlUnsetProp(node, BAD_CAST "id");
    lt_names_forget(node);
    assert_int_equal(lt_names_of(node), 0);
    xmlFreeDoc(doc);
    return says & ~(unsigned)LT_NAME_ASKED;
}

static void every_word_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        char name[3 * LT_DOM_NAME_MAX];
        snprintf(name, sizeof name, "zz-%s17__title", NAMES[i].word);
        assert_int_equal(say(name, NULL) & NAMES[i].says, NAMES[i].says);
        name[3] = (char)(name[3] - 'a' + 'A');
        assert_int_equal(say("zz", name) & NAMES[i].says, NAMES[i].says);
    }
}

static void other_words_say_nothing(void **state)
{
    (void)state;
    assert_int_equal(say("adx shar zz 17 - comments-x-of", NULL), LT_NAME_SURE | LT_NAME_OTHERS);
    assert_int_equal(say("adx shar zz 17 -", "on-the-ads-of-the-day"), 0); /* an id that is a sentence */
    assert_int_equal(say(NULL, NULL), 0);
    assert_int_equal(say("", ""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_is_found),
        cmocka_unit_test(other_words_say_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
