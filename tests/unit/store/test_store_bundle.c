/* A document goes into a bundle and comes out equal; lists, cards, pictures; the same calls give the same bytes. */
#include "sample.h"

static void test_round_trip(void **state)
{
    (void)state;
    const char *path = sample_path("round.lutrin");
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_bundle *bundle = NULL;
    const struct lt_doc *doc = NULL, *first = sample_doc(&arena, "Le dernier bac", 1000);
    struct lt_buf before = {0}, after = {0};
    sample_bundle(path);
    assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_OK);
    assert_int_equal(lt_bundle_article(bundle, 2, &arena, &diag, &doc), LT_OK);
    lt_doc_dump(first, &before);
    lt_doc_dump(doc, &after);
    assert_string_equal(after.data, before.data);
    assert_int_equal(doc->text_size, first->text_size);
    assert_int_equal(doc->block_count, first->block_count);
    assert_int_equal(doc->span_count, first->span_count);
    assert_int_equal(doc->related[0].article, 2);
    assert_int_equal(doc->related[0].picture, 1);
    for (uint32_t i = 0; i < doc->span_count; i++) {
        assert_int_equal(doc->spans[i].start, first->spans[i].start);
        assert_int_equal(doc->spans[i].end, first->spans[i].end);
    }
    assert_int_equal(lt_bundle_article(bundle, 9, &arena, &diag, &doc), LT_OK);
    assert_true(doc->meta.published == LT_NO_TIME && doc->meta.updated == LT_NO_TIME);
    assert_int_equal(lt_bundle_article(bundle, 3, &arena, &diag, &doc), LT_ERR_NO_INPUT);
    lt_buf_finish(&before);
    lt_buf_finish(&after);
    lt_arena_finish(&arena);
    lt_bundle_close(bundle);
    unlink(path);
}

static void test_info_and_lists(void **state)
{
    (void)state;
    const char *path = sample_path("lists.lutrin");
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_bundle *bundle = NULL;
    const struct lt_card *cards;
    struct lt_card card;
    size_t count;
    sample_bundle(path);
    assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_OK);
    const struct lt_bundle_info *info = lt_bundle_info(bundle);
    assert_string_equal(info->title, "Journal des Rives");
    assert_string_equal(info->credit, "");
    assert_int_equal(info->created, 1795000000);
    assert_int_equal(info->utc_offset, 3600);
    assert_int_equal(info->articles, 3);
    assert_int_equal(info->section_count, 2);
    assert_string_equal(info->sections[1].name, "Métiers");
    assert_int_equal(info->sections[1].articles, 2);
    assert_int_equal(lt_bundle_cards(bundle, 0, 0, 10, &arena, &diag, &cards, &count), LT_OK);
    assert_int_equal(count, 3);
    assert_int_equal(cards[0].id, 9); /* rank, then the newest */
    assert_int_equal(cards[1].id, 5);
    assert_int_equal(cards[2].id, 2);
    assert_string_equal(cards[2].section_name, "Vallée");
    assert_string_equal(cards[2].author, "Claire Aubin");
    assert_int_equal(cards[2].picture, 1);
    assert_int_equal(cards[2].picture_width, 320);
    assert_true(cards[2].words > 10);
    assert_int_equal(lt_bundle_cards(bundle, 2, 1, 10, &arena, &diag, &cards, &count), LT_OK);
    assert_int_equal(count, 1);
    assert_int_equal(cards[0].id, 5);
    assert_int_equal(lt_bundle_cards(bundle, 0, UINT32_MAX, UINT32_MAX, &arena, &diag, &cards, &count), LT_OK);
    assert_int_equal(count, 0);
    assert_int_equal(lt_bundle_cards(bundle, 7, 0, 3, &arena, &diag, &cards, &count), LT_OK);
    assert_int_equal(count, 0);
    assert_int_equal(lt_bundle_card(bundle, 5, &arena, &diag, &card), LT_OK);
    assert_string_equal(card.title, "L’écluse du cœur");
    assert_int_equal(lt_bundle_card(bundle, 1, &arena, &diag, &card), LT_ERR_NO_INPUT);
    lt_arena_finish(&arena);
    lt_bundle_close(bundle);
    unlink(path);
}

static void test_find(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int64_t article;
    } good[] = {{"2", 2}, {"bac", 2}, {"1", 9}, {"#1", 9}, {"#2", 5}, {"3", 2}, {"9", 9}, {"2024", 9}, {"ecluse", 5}};
    static const char *const bad[] = {"", "#", "0", "#0", "4", "#4", "99999999999999999999", "nothing", "-1", "' OR 1"};
    const char *path = sample_path("find.lutrin");
    struct lt_diag diag = {0};
    struct lt_bundle *bundle = NULL;
    int64_t article;
    sample_bundle(path);
    assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_OK);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(lt_bundle_find(bundle, good[i].name, &diag, &article), LT_OK);
        assert_int_equal(article, good[i].article);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(lt_bundle_find(bundle, bad[i], &diag, &article), LT_ERR_NO_INPUT);
    lt_bundle_close(bundle);
    unlink(path);
}

static void test_comments(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_diag diag;
    struct lt_bundle *bundle;
    struct lt_thread thread;
    struct lt_buf out = {0};
    const char *path = sample_path("comments.lutrin");
    sample_bundle(path);
    assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_OK);
    assert_int_equal(lt_bundle_comments(bundle, 2, &arena, &diag, &thread), LT_OK);
    lt_thread_dump(&thread, &out);
    assert_string_equal(out.data, "\ncomment 0 by Zoé at 3000+3600\n  Merci !\n  À bientôt.\n"
                                  "\ncomment 1 answers 0\n  De rien.\n");
    assert_int_equal(lt_bundle_comments(bundle, 5, &arena, &diag, &thread), LT_OK);
    assert_int_equal(thread.count, 0);
    lt_buf_finish(&out);
    lt_bundle_close(bundle);
    lt_arena_finish(&arena);
    unlink(path);
}

static void test_pictures(void **state)
{
    (void)state;
    const char *path = sample_path("pictures.lutrin");
    struct lt_diag diag = {0};
    struct lt_bundle *bundle = NULL;
    struct lt_buf out = {0};
    sample_bundle(path);
    assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_OK);
    assert_int_equal(lt_bundle_picture(bundle, 2, &diag, &out), LT_OK);
    assert_string_equal(out.data, "RIFF-two!");
    assert_int_equal(lt_bundle_picture(bundle, 3, &diag, &out), LT_ERR_NO_INPUT);
    assert_int_equal(out.size, 9);
    lt_buf_finish(&out);
    lt_bundle_close(bundle);
    unlink(path);
}

static void test_same_bytes(void **state)
{
    (void)state;
    struct lt_diag diag = {0};
    struct lt_buf one = {0}, two = {0};
    const char *path = sample_path("bytes.lutrin");
    sample_bundle(path);
    assert_int_equal(lt_file_read(path, SIZE_MAX / 2, &diag, &one), LT_OK);
    sample_bundle(path);
    assert_int_equal(lt_file_read(path, SIZE_MAX / 2, &diag, &two), LT_OK);
    assert_true(one.size > 16384);
    assert_true(lt_bytes_equal(lt_buf_slice(&one), lt_buf_slice(&two)));
    lt_buf_finish(&one);
    lt_buf_finish(&two);
    unlink(path);
}

static void test_refusals_leave_nothing(void **state)
{
    (void)state;
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_bundle_writer *writer = NULL;
    struct lt_bundle *bundle = NULL;
    char path[300];
    snprintf(path, sizeof path, "%s", sample_path("refuse.lutrin"));
    struct lt_bundle_head head = {.title = "T", .created = 1};
    assert_int_equal(lt_bundle_create("/nonexistent/x.lutrin", &head, &diag, &writer), LT_ERR_CANT_CREATE);
    assert_int_equal(lt_bundle_create(path, &head, &diag, &writer), LT_OK);
    struct lt_bundle_article_row row = {.id = 1, .slug = "a", .doc = sample_doc(&arena, "T", 1)};
    assert_int_equal(lt_bundle_add_article(writer, &row, &diag), LT_ERR_DATA); /* its pictures are not there */
    assert_int_equal(lt_bundle_add_picture(writer, 1, 320, 200, lt_bytes_of("x"), &diag), LT_OK);
    assert_int_equal(lt_bundle_add_picture(writer, 2, 64, 48, lt_bytes_of("y"), &diag), LT_OK);
    assert_int_equal(lt_bundle_add_picture(writer, 2, 64, 48, lt_bytes_of("y"), &diag), LT_ERR_SOFTWARE);
    assert_int_equal(lt_bundle_add_article(writer, &row, &diag), LT_OK);
    assert_int_equal(lt_bundle_add_article(writer, &row, &diag), LT_ERR_SOFTWARE);
    struct lt_bundle_article_row twin = {.id = 2, .slug = "a", .doc = row.doc};
    assert_int_equal(lt_bundle_add_article(writer, &twin, &diag), LT_ERR_DATA); /* the slug is taken */
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(lt_bundle_finish(writer, &diag), LT_OK);
    assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_OK);
    assert_int_equal(lt_bundle_info(bundle)->articles, 1);
    lt_bundle_close(bundle);
    unlink(path);
    assert_int_equal(lt_bundle_create(path, &head, &diag, &writer), LT_OK);
    lt_bundle_discard(writer);
    lt_bundle_discard(NULL);
    assert_int_equal(access(path, F_OK), -1);
    lt_arena_finish(&arena);
}

static void test_logo_is_written(void **state)
{
    (void)state;
    const char *path = sample_path("sign.lutrin");
    struct lt_diag diag = {0};
    struct lt_bundle_writer *writer = NULL;
    struct lt_bundle *bundle = NULL;
    struct lt_bundle_head head = {.title = "T", .created = 1};
    for (int kind = LT_LOGO_INK; kind <= LT_LOGO_ANY; kind++) {
        struct lt_logo logo = {.kind = (enum lt_logo_kind)kind, .picture = 1, .width = 30, .height = 10, .rgb = 0x00FFA1};
        assert_int_equal(lt_bundle_create(path, &head, &diag, &writer), LT_OK);
        assert_int_equal(lt_bundle_set_logo(writer, &logo, &diag), LT_ERR_SOFTWARE); /* its picture is not there */
        assert_int_equal(lt_bundle_add_picture(writer, 1, 30, 10, lt_bytes_of("x"), &diag), LT_OK);
        assert_int_equal(lt_bundle_set_logo(writer, &logo, &diag), LT_OK);
        assert_int_equal(lt_bundle_finish(writer, &diag), LT_OK);
        assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_OK);
        const struct lt_logo *read = &lt_bundle_info(bundle)->logo;
        assert_int_equal(read->kind, kind);
        assert_int_equal(read->width, 30);
        assert_int_equal(read->rgb, kind == LT_LOGO_COLOUR ? 0x00FFA1 : 0);
        lt_bundle_close(bundle);
        unlink(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),  cmocka_unit_test(test_info_and_lists),
        cmocka_unit_test(test_find),        cmocka_unit_test(test_pictures),  cmocka_unit_test(test_comments),
        cmocka_unit_test(test_logo_is_written),
        cmocka_unit_test(test_same_bytes),  cmocka_unit_test(test_refusals_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
