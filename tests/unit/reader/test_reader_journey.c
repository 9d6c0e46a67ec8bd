/*
 * test_reader_journey.c: the whole reader on a sample magazine, without pixels: front page, pages, links, cards, sizes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include <lutrin/listing.h>
#include <lutrin/reader.h>

#include "desk.h"

static const struct {
    int32_t width, height;
} sizes[] = {{480, 320}, {800, 480}, {1280, 800}, {1920, 1080}, {1080, 1920}, {3840, 2160}, {320, 480}};
enum { SIZES = sizeof sizes / sizeof *sizes };

/* Every article of every section can be reached by turning the front page's pages, and none stands twice. */
static void test_front_offers_every_article(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        struct desk d;
        bool seen[SAMPLE_ARTICLES + 1] = {false};
        size_t found = 0;
        desk_open(&d, sizes[i].width, sizes[i].height, "fr", false);
        settle(&d);
        uint32_t pages = state_of(&d).pages;
        for (uint32_t page = 0; page < pages; page++) {
            const struct lt_target *targets = NULL;
            size_t count = 0;
            lt_reader_targets(d.reader, &targets, &count);
            for (size_t t = 0; t < count; t++) {
                int id = 0;
                if (sscanf(targets[t].label, "Article numéro %d", &id) != 1)
                    id = strstr(targets[t].label, "ferry") ? SAMPLE_LINKS : strstr(targets[t].label, "القارب") ? SAMPLE_ARABIC
                         : strstr(targets[t].label, "Interminable") ? SAMPLE_TITLE : 0;
                assert_true(targets[t].x >= 0 || targets[t].y >= 0);
                if (id > 0) {
                    assert_false(seen[id]);
                    seen[id] = true;
                    found++;
                }
            }
            assert_int_equal(state_of(&d).page, page);
            key(&d, LT_KEY_NEXT);
            settle(&d);
        }
        assert_int_equal(found, SAMPLE_ARTICLES);
        desk_close(&d);
    }
}

static void squeeze(const char *text, size_t size, struct lt_buf *out)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] != ' ' && text[i] != '\n')
            lt_buf_putc(out, text[i]);
}

/* The text of all pages together is the article's text, every character, at every size. */
static void test_pages_hold_the_whole_text(void **state)
{
    static const int64_t articles[] = {SAMPLE_LONG, SAMPLE_LINKS, SAMPLE_ARABIC, SAMPLE_WORD, SAMPLE_TITLE};
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        for (size_t a = 0; a < sizeof articles / sizeof *articles; a++) {
            struct desk d;
            struct lt_arena arena = {0};
            struct lt_diag diag = {0};
            const struct lt_doc *doc = NULL;
            struct lt_buf shown = {0}, plain = {0}, all = {0}, wanted = {0};
            desk_open(&d, sizes[i].width, sizes[i].height, "fr", false);
            assert_int_equal(lt_bundle_article(d.bundle, articles[a], &arena, &diag, &doc), LT_OK);
            assert_int_equal(lt_reader_open(d.reader, articles[a], 0, &diag), LT_OK);
            while (state_of(&d).at == LT_AT_ARTICLE) {
                uint32_t page = state_of(&d).page;
                show(&d, true, &shown);
                key(&d, LT_KEY_NEXT);
                assert_true(state_of(&d).page == page + 1);
            }
            assert_int_equal(state_of(&d).at, LT_AT_AFTER);
            lt_doc_plain(doc, &plain);
            squeeze(shown.data, shown.size, &all);
            squeeze(plain.data, plain.size, &wanted);
            assert_true(all.size >= wanted.size);
            assert_string_equal(all.data + (all.size - wanted.size), wanted.data);
            lt_buf_finish(&shown);
            lt_buf_finish(&plain);
            lt_buf_finish(&all);
            lt_buf_finish(&wanted);
            lt_arena_finish(&arena);
            desk_close(&d);
        }
    }
}

static void test_taps_turn_and_swipes_turn_back(void **state)
{
    struct desk d;
    (void)state;
    desk_open(&d, 1280, 800, "fr", true);
    settle(&d);
    assert_true(shows(&d, "Journal des Rives"));
    tap_label(&d, "Article numéro 1, où l’on attend le passeur");
    assert_int_equal(state_of(&d).at, LT_AT_ARTICLE);
    uint32_t pages = state_of(&d).pages;
    assert_true(pages > 3);
    for (uint32_t page = 1; page <= pages; page++) {
        tap(&d, 1200, 400);
        settle(&d);
        assert_int_equal(state_of(&d).page, page);
    }
    assert_int_equal(state_of(&d).at, LT_AT_AFTER);
    assert_true(shows(&d, "À lire ensuite"));
    assert_true(shows(&d, "3 commentaires"));
    tap(&d, 1270, 400); /* there is nothing after */
    assert_int_equal(state_of(&d).at, LT_AT_AFTER);
    for (uint32_t page = pages; page-- > 0;) {
        give(&d, (struct lt_input){.kind = LT_INPUT_DOWN, .x = 300, .y = 400});
        for (int x = 300; x <= 800; x += 50) {
            d.now += 16;
            give(&d, (struct lt_input){.kind = LT_INPUT_MOVE, .x = x, .y = 402});
        }
        give(&d, (struct lt_input){.kind = LT_INPUT_UP, .x = 800, .y = 402});
        settle(&d);
        assert_int_equal(state_of(&d).page, page);
    }
    tap_label(&d, "‹ Journal des Rives");
    assert_int_equal(state_of(&d).at, LT_AT_FRONT);
    desk_close(&d);
}

static void test_fast_second_tap_queues_one_turn(void **state)
{
    struct desk d;
    struct lt_diag diag = {0};
    (void)state;
    desk_open(&d, 1280, 800, "fr", true);
    assert_int_equal(lt_reader_open(d.reader, SAMPLE_LONG, 0, &diag), LT_OK);
    give(&d, (struct lt_input){.kind = LT_INPUT_DOWN, .x = 1200, .y = 300});
    give(&d, (struct lt_input){.kind = LT_INPUT_UP, .x = 1200, .y = 300});
    d.now += 60;
    give(&d, (struct lt_input){.kind = LT_INPUT_DOWN, .x = 1200, .y = 500});
    give(&d, (struct lt_input){.kind = LT_INPUT_UP, .x = 1200, .y = 500});
    assert_int_equal(state_of(&d).page, 1);
    settle(&d);
    assert_int_equal(state_of(&d).page, 2);
    d.now += 1000;
    give(&d, (struct lt_input){.kind = LT_INPUT_DOWN, .x = 1200, .y = 300});
    give(&d, (struct lt_input){.kind = LT_INPUT_UP, .x = 1200, .y = 300});
    d.now += 60;
    give(&d, (struct lt_input){.kind = LT_INPUT_DOWN, .x = 1202, .y = 303});
    give(&d, (struct lt_input){.kind = LT_INPUT_UP, .x = 1202, .y = 303}); /* the same finger, bouncing */
    settle(&d);
    assert_int_equal(state_of(&d).page, 3);
    desk_close(&d);
}

static void test_right_to_left_is_mirrored(void **state)
{
    struct desk d;
    struct lt_diag diag = {0};
    (void)state;
    desk_open(&d, 800, 480, "fr", true);
    assert_int_equal(lt_reader_open(d.reader, SAMPLE_ARABIC, 0, &diag), LT_OK);
    settle(&d);
    tap(&d, 40, 240); /* the left side leads on */
    settle(&d);
    assert_int_equal(state_of(&d).page, 1);
    key(&d, LT_KEY_RIGHT);
    settle(&d);
    assert_int_equal(state_of(&d).page, 0);
    key(&d, LT_KEY_NEXT);
    settle(&d);
    assert_int_equal(state_of(&d).page, 1);
    tap(&d, 400, 240); /* the middle does nothing */
    settle(&d);
    assert_int_equal(state_of(&d).page, 1);
    desk_close(&d);
}

/* Fifty changes of type, back and forth, end on the character they began at. */
static void test_size_keeps_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i += 2) {
        struct desk d;
        struct lt_diag diag = {0};
        uint32_t seed = 12345;
        desk_open(&d, sizes[i].width, sizes[i].height, "fr", false);
        assert_int_equal(lt_reader_open(d.reader, SAMPLE_LONG, 2, &diag), LT_OK);
        struct lt_reader_state before = state_of(&d);
        for (int change = 0; change < 50; change++) {
            seed = seed * 1103515245u + 12345u;
            key(&d, seed >> 16 & 1 ? LT_KEY_LARGER : LT_KEY_SMALLER);
            if (change % 7 == 0)
                settle(&d);
            assert_int_equal(state_of(&d).at, LT_AT_ARTICLE);
        }
        while (state_of(&d).type_step > before.type_step)
            key(&d, LT_KEY_SMALLER);
        while (state_of(&d).type_step < before.type_step)
            key(&d, LT_KEY_LARGER);
        settle(&d);
        assert_int_equal(state_of(&d).page, before.page);
        assert_int_equal(state_of(&d).block, before.block);
        assert_int_equal(state_of(&d).byte, before.byte);
        desk_close(&d);
    }
}

/* A card at the foot begins between two rows of the page: it cut lines in two. */
static void begins_between_rows(struct desk *d)
{
    const struct lt_view *view = lt_reader_view(d->reader);
    const struct lt_layer *card = &view->layers[view->layer_count - 1];
    struct lt_style style;
    lt_style_init(&style, &(struct lt_panel){.width_px = d->width, .height_px = d->height}, LT_TYPE_STEP_DEFAULT, &d->ruler);
    assert_int_equal(card->y + card->height, d->height);
    assert_int_equal((card->y - LT_FX_ROUND_PX(style.top)) % LT_FX_ROUND_PX(style.leading), 0);
}

static void test_links_notes_and_the_way_back(void **state)
{
    struct desk d;
    struct lt_diag diag = {0};
    (void)state;
    desk_open(&d, 1280, 800, "fr", false);
    assert_int_equal(lt_reader_open(d.reader, SAMPLE_LINKS, 0, &diag), LT_OK);
    settle(&d);
    tap_label(&d, "1");
    assert_int_equal(state_of(&d).at, LT_AT_CARD);
    assert_true(shows(&d, "It carried sheep until the year of the flood."));
    begins_between_rows(&d);
    tap(&d, 640, 100); /* outside */
    assert_int_equal(state_of(&d).at, LT_AT_ARTICLE);
    tap_label(&d, "the harbour office");
    assert_int_equal(state_of(&d).at, LT_AT_CARD);
    assert_true(shows(&d, "rives.example"));
    key(&d, LT_KEY_BACK);
    assert_int_equal(state_of(&d).at, LT_AT_ARTICLE);
    tap_label(&d, "A page that is gone");
    assert_true(shows(&d, "Cet article ne peut pas être affiché"));
    tap_label(&d, "Fermer");
    tap_label(&d, "Read about the ferryman");
    assert_int_equal(state_of(&d).article, SAMPLE_LONG);
    key(&d, LT_KEY_NEXT);
    assert_true(shows(&d, "The ferry and its notes"));
    key(&d, LT_KEY_BACK);
    assert_int_equal(state_of(&d).article, SAMPLE_LINKS);
    key(&d, LT_KEY_BACK);
    assert_int_equal(state_of(&d).at, LT_AT_FRONT);
    desk_close(&d);
}

/* Links stand in lines that are lower than a finger is wide, side by side and at the page's sides where taps turn it: what
 * answers is nine millimetres all the same, and the nearest is meant. */
static void test_links_are_as_large_as_a_finger(void **state)
{
    static const int32_t panels[][3] = {{800, 480, 154}, {1280, 800, 217}, {1920, 1080, 344}};
    (void)state;
    for (size_t p = 0; p < sizeof panels / sizeof *panels; p++) {
        struct desk d;
        struct lt_diag diag = {0};
        desk_open(&d, panels[p][0], panels[p][1], "fr", false);
        struct lt_panel panel = {.width_px = panels[p][0], .height_px = panels[p][1], .width_mm = panels[p][2],
                                 .height_mm = panels[p][2] * panels[p][1] / panels[p][0]};
        give(&d, (struct lt_input){.kind = LT_INPUT_RESIZE, .panel = panel});
        assert_int_equal(lt_reader_open(d.reader, SAMPLE_LINKS, 0, &diag), LT_OK);
        settle(&d);
        const struct lt_target *targets = NULL;
        size_t count = 0, links = 0;
        int32_t least = panel.width_px * 9 / panel.width_mm;
        lt_reader_targets(d.reader, &targets, &count);
        for (size_t i = 0; i < count; i++) {
            assert_true(targets[i].width >= least && targets[i].height >= least);
            links += strcmp(targets[i].label, "1") == 0 || strcmp(targets[i].label, "the harbour office") == 0;
        }
        assert_true(links >= 2);
        for (size_t i = 0; i < count; i++)
            if (strcmp(targets[i].label, "1") == 0) {
                tap(&d, targets[i].x + targets[i].width / 2, targets[i].y + 1); /* at the edge of what answers */
                break;
            }
        assert_int_equal(state_of(&d).at, LT_AT_CARD);
        desk_close(&d);
    }
}

static void test_keys_reach_everything(void **state)
{
    struct desk d;
    (void)state;
    desk_open(&d, 1280, 800, "fr", false);
    settle(&d);
    size_t plain = lt_reader_view(d.reader)->layer_count;
    key(&d, LT_KEY_DOWN);
    assert_true(lt_reader_view(d.reader)->layer_count > plain); /* now the focus shows */
    key(&d, LT_KEY_DOWN); /* from the first section to the lead */
    key(&d, LT_KEY_ENTER);
    assert_int_equal(state_of(&d).at, LT_AT_ARTICLE);
    assert_int_equal(state_of(&d).article, SAMPLE_LONG);
    key(&d, LT_KEY_HOME);
    assert_int_equal(state_of(&d).at, LT_AT_FRONT);
    key(&d, LT_KEY_ENTER);
    tap(&d, 2, 2);
    assert_int_equal(lt_reader_view(d.reader)->layer_count, plain); /* a finger hides it */
    desk_close(&d);
}

static void test_nothing_changes_nothing(void **state)
{
    struct desk d;
    (void)state;
    desk_open(&d, 800, 480, "de", true);
    settle(&d);
    uint64_t serial = lt_reader_view(d.reader)->serial;
    for (int i = 0; i < 50; i++) {
        d.now += 500;
        give(&d, (struct lt_input){.kind = LT_INPUT_TICK});
        lt_reader_work(d.reader);
        assert_int_equal(lt_reader_view(d.reader)->serial, serial);
    }
    assert_int_equal(lt_reader_view(d.reader)->wake_ms, -1);
    tap(&d, 400, 2);
    assert_int_equal(lt_reader_view(d.reader)->serial, serial);
    key(&d, LT_KEY_DOWN);
    assert_true(lt_reader_view(d.reader)->serial > serial);
    desk_close(&d);
}

static void test_neighbours_are_ready(void **state)
{
    struct desk d;
    struct lt_diag diag = {0};
    (void)state;
    desk_open(&d, 1280, 800, "fr", true);
    settle(&d);
    assert_true(lt_reader_view(d.reader)->ahead_count >= 2); /* the next page of cards, page 1 of the lead */
    uint64_t lead = lt_reader_view(d.reader)->ahead[lt_reader_view(d.reader)->ahead_count - 1].sheet;
    assert_int_equal(lt_reader_open(d.reader, SAMPLE_LONG, 0, &diag), LT_OK);
    assert_int_equal(lt_reader_view(d.reader)->layers[0].sheet, lead);
    key(&d, LT_KEY_NEXT);
    settle(&d);
    const struct lt_view *view = lt_reader_view(d.reader);
    assert_true(view->ahead_count >= 2);
    uint64_t next = view->ahead[0].sheet;
    assert_int_equal(view->ahead[1].sheet, lead);
    key(&d, LT_KEY_NEXT);
    settle(&d);
    assert_int_equal(lt_reader_view(d.reader)->layers[0].sheet, next);
    desk_close(&d);
}

static void test_no_bundle(void **state)
{
    struct lt_ruler ruler = lt_ruler_mono();
    struct lt_tongue *tongue = lt_tongue_create();
    struct lt_reader_config config = {.panel = {.width_px = 480, .height_px = 320}, .lang = "fr", .wall_s = LT_NO_TIME};
    struct desk d = {.ruler = ruler, .tongue = tongue, .now = 10};
    (void)state;
    d.reader = lt_reader_create(&config, NULL, &d.ruler, tongue);
    assert_true(shows(&d, "Aucun contenu pour le moment"));
    tap(&d, 100, 100);
    for (int k = LT_KEY_NONE; k <= LT_KEY_SMALLER; k++)
        key(&d, (enum lt_key)k);
    give(&d, (struct lt_input){.kind = LT_INPUT_RESIZE, .panel = {.width_px = 800, .height_px = 480}});
    assert_int_equal(state_of(&d).at, LT_AT_NOTHING);
    assert_true(shows(&d, "Aucun contenu pour le moment"));
    lt_reader_destroy(d.reader);
    lt_tongue_destroy(tongue);
}

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

/* A thousand hands: whatever is done, the reader shows something, never turns more than one page at a contact, and finds
 * its way home. */
static void test_random_hands(void **state)
{
    uint64_t seed = 99;
    (void)state;
    for (int run = 0; run < 6; run++) {
        struct desk d;
        desk_open(&d, sizes[run].width, sizes[run].height, run % 2 ? "ar" : "fr", run % 3 != 0);
        for (int i = 0; i < 500; i++) {
            struct lt_reader_state before = state_of(&d);
            int32_t x = (int32_t)(next_random(&seed) % (uint32_t)d.width);
            int32_t y = (int32_t)(next_random(&seed) % (uint32_t)d.height);
            switch (next_random(&seed) % 10) {
            case 0: key(&d, (enum lt_key)(next_random(&seed) % (LT_KEY_SMALLER + 1))); break;
            case 1: lt_reader_work(d.reader); break;
            case 2: case 3: case 4: give(&d, (struct lt_input){.kind = LT_INPUT_DOWN, .finger = (int32_t)(next_random(&seed) % 2), .x = x, .y = y}); break;
            case 5: case 6: give(&d, (struct lt_input){.kind = LT_INPUT_MOVE, .finger = (int32_t)(next_random(&seed) % 2), .x = x, .y = y}); break;
            default: give(&d, (struct lt_input){.kind = LT_INPUT_UP, .finger = (int32_t)(next_random(&seed) % 2), .x = x, .y = y}); break;
            }
            d.now += next_random(&seed) % 120;
            struct lt_reader_state after = state_of(&d);
            if (after.at == before.at && after.article == before.article && after.type_step == before.type_step &&
                after.at == LT_AT_ARTICLE)
                assert_true(after.page + 1 >= before.page && after.page <= before.page + 1);
            const struct lt_view *view = lt_reader_view(d.reader);
            assert_true(view->layer_count > 0);
            if (i % 9 == 0) {
                struct lt_buf out = {0};
                show(&d, false, &out);
                assert_true(out.size > 0);
                lt_buf_finish(&out);
            }
        }
        give(&d, (struct lt_input){.kind = LT_INPUT_CANCEL});
        settle(&d);
        key(&d, LT_KEY_HOME);
        key(&d, LT_KEY_HOME);
        assert_int_equal(state_of(&d).at, LT_AT_FRONT);
        desk_close(&d);
    }
}

/* A page that is not there is refused in words that are right for one page as for many. */
static void test_past_the_last_page(void **state)
{
    (void)state;
    struct desk d;
    struct lt_diag diag = {0};
    desk_open(&d, 800, 480, "fr", false);
    assert_int_equal(lt_reader_open(d.reader, SAMPLE_LINKS, 9999, &diag), LT_ERR_NO_INPUT);
    assert_ptr_equal(strstr(diag.what, "pages of article "), diag.what);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_front_offers_every_article),
        cmocka_unit_test(test_pages_hold_the_whole_text),
        cmocka_unit_test(test_taps_turn_and_swipes_turn_back),
        cmocka_unit_test(test_fast_second_tap_queues_one_turn),
        cmocka_unit_test(test_right_to_left_is_mirrored),
        cmocka_unit_test(test_size_keeps_the_place),
        cmocka_unit_test(test_links_notes_and_the_way_back),
        cmocka_unit_test(test_links_are_as_large_as_a_finger),
        cmocka_unit_test(test_keys_reach_everything),
        cmocka_unit_test(test_nothing_changes_nothing),
        cmocka_unit_test(test_neighbours_are_ready),
        cmocka_unit_test(test_no_bundle),
        cmocka_unit_test(test_past_the_last_page),
        cmocka_unit_test(test_random_hands),
    };
    return cmocka_run_group_tests(tests, write_bundle, remove_bundle);
}
