/*
 * test_ingest_tree.c: the tree of a page keeps what the parser told, in one piece each, and stays whole when nodes are taken
 * out, made and changed.
 */
#include "dom.h"
#include "html.h"

#include <stdarg.h>
#include <setjmp.h>

#include <cmocka.h>
#include <string.h>

static xmlDoc *parse(const char *text)
{
    xmlDoc *doc;
    assert_int_equal(lt_html_parse(lt_bytes_of(text), NULL, &doc), LT_OK);
    return doc;
}

static xmlNode *find(const xmlDoc *doc, const char *name)
{
    xmlNode *node = lt_dom_find((const xmlNode *)doc, name);
    assert_non_null(node);
    return node;
}

/* What stands below the node, as a reader of the source would write it, and whether each node knows its neighbours. */
static void put(const xmlNode *parent, struct lt_buf *out)
{
    const xmlNode *before = NULL;
    for (const xmlNode *node = parent->children; node; before = node, node = node->next) {
        assert_ptr_equal(node->prev, before);
        assert_ptr_equal(node->parent, parent);
        assert_ptr_equal(node->doc, parent->doc);
        if (node->type != XML_ELEMENT_NODE) {
            lt_buf_puts(out, node->type == XML_PI_NODE ? "?" : (const char *)node->content);
            continue;
        }
        lt_buf_putc(out, '(');
        lt_buf_puts(out, (const char *)node->name);
        for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
            assert_ptr_equal(attr->parent, node);
            assert_true(!attr->next || attr->next->prev == attr);
            lt_buf_putc(out, ' ');
            lt_buf_puts(out, (const char *)attr->name);
            lt_buf_putc(out, '=');
            lt_buf_puts(out, attr->children ? (const char *)attr->children->content : "-");
        }
        lt_buf_putc(out, ':');
        put(node, out);
        lt_buf_putc(out, ')');
    }
    assert_ptr_equal(parent->last, before);
}

static void expect(const xmlNode *parent, const char *expected)
{
    struct lt_buf out = {0};
    put(parent, &out);
    assert_string_equal(out.data, expected);
    lt_buf_finish(&out);
}

static void test_what_the_parser_told(void **state)
{
    (void)state;
    xmlDoc *doc = parse("<p ID=one hidden nowrap class='a &amp; b'>q &amp; a<b>&lt;</b>&euro;</p>x<?pi y?>z<FB:like>w");
    expect(find(doc, "body"), "(p id=one hidden=- nowrap=nowrap class=a & b:q & a(b:<)€)x?z(fb:like:w)");
    lt_tree_free(doc);
}

static void test_long_text_is_one_node(void **state)
{
    enum { TIMES = 3000 };
    (void)state;
    struct lt_buf text = {0};
    lt_buf_puts(&text, "<p>");
    for (int i = 0; i < TIMES; i++)
        lt_buf_puts(&text, "ab&amp;");
    xmlDoc *doc = parse(text.data);
    const xmlNode *only = find(doc, "p")->children;
    assert_null(only->next);
    assert_int_equal(strlen((const char *)only->content), 3 * TIMES);
    for (int i = 0; i < TIMES; i++)
        assert_memory_equal(only->content + (size_t)(3 * i), "ab&", 3);
    lt_buf_finish(&text);
    lt_tree_free(doc);
}

static void test_taken_out_and_put_in(void **state)
{
    (void)state;
    xmlDoc *doc = parse("<div><p>1</p><h1>2</h1><i>3</i></div>");
    xmlNode *div = find(doc, "div"), *p = find(doc, "p"), *made = lt_tree_element(doc, "hr");
    lt_tree_drop(p);
    lt_tree_put(div, made, div->children);
    lt_tree_put(div, lt_tree_element(doc, "br"), NULL);
    lt_tree_put(div, lt_tree_element(doc, "u"), made->next);
    expect(div, "(hr:)(u:)(h1:2)(i:3)(br:)");
    assert_int_equal(lt_dom_tag(made)->kind, LT_TAG_RULE);
    lt_dom_rename(find(doc, "h1"), "div");
    lt_dom_rename(made, "p");
    assert_int_equal(lt_dom_tag(made)->kind, LT_TAG_BLOCK);
    expect(div, "(p:)(u:)(div:2)(i:3)(br:)");
    while (div->children)
        lt_tree_drop(div->children);
    expect(find(doc, "body"), "(div:)");
    lt_tree_free(doc);
}

static void test_attributes_change(void **state)
{
    (void)state;
    xmlDoc *doc = parse("<img alt width=1 src=a>");
    xmlNode *img = find(doc, "img");
    lt_tree_set(img, "width", "22");
    lt_tree_set(img, "alt", "t");
    lt_tree_set(img, "height", "3");
    expect(find(doc, "body"), "(img alt=t width=22 src=a height=3:)");
    lt_tree_set(img, "height", NULL);
    lt_tree_set(img, "alt", NULL);
    lt_tree_set(img, "title", NULL);
    expect(find(doc, "body"), "(img width=22 src=a:)");
    lt_tree_free(doc);
}

static void test_body_that_stood_in_the_head(void **state)
{
    (void)state;
    xmlDoc *doc = parse("<title>t</title><main>a</main><article>b</article>");
    expect(find(doc, "body"), "(main:a)(article:b)");
    lt_tree_free(doc);
    lt_tree_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_parser_told),    cmocka_unit_test(test_long_text_is_one_node),
        cmocka_unit_test(test_taken_out_and_put_in),    cmocka_unit_test(test_attributes_change),
        cmocka_unit_test(test_body_that_stood_in_the_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
