/*
 * The window with a reader of our own behind it: fingers arrive where the picture is, nothing is drawn twice, textures
 * stay within their bytes. SDL's dummy driver stands for the screen.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "screen_paint.h"
#include "window.h"

enum { INPUTS_MAX = 256, PAINTS_MAX = 512 };

/* A reader that keeps what it is told and shows one sheet of plain colour. */
struct lt_reader {
    struct lt_view view;
    struct lt_input inputs[INPUTS_MAX];
    size_t input_count;
    uint64_t paints[PAINTS_MAX];
    size_t paint_count;
    int work_left, works;
    int ticks_to_quit;     /* after so many ticks SDL_QUIT is sent; < 0: never */
    int64_t tick_every_ms; /* 0: no ticks */
    bool changes;          /* each tick changes the view */
};

void lt_reader_input(struct lt_reader *reader, const struct lt_input *input)
{
    if (reader->input_count < INPUTS_MAX)
        reader->inputs[reader->input_count++] = *input;
    if (input->kind == LT_INPUT_RESIZE) {
        reader->view.layers[0].width = input->panel.width_px;
        reader->view.layers[0].height = input->panel.height_px;
        reader->view.layers[0].sheet++;
        reader->view.serial++;
    }
    if (input->kind != LT_INPUT_TICK)
        return;
    reader->view.wake_ms = input->time_ms + reader->tick_every_ms;
    reader->view.serial += reader->changes;
    if (reader->ticks_to_quit-- == 0)
        SDL_PushEvent(&(SDL_Event){.type = SDL_QUIT});
}

bool lt_reader_work(struct lt_reader *reader)
{
    reader->works++;
    return reader->work_left > 0 && --reader->work_left > 0;
}

const struct lt_view *lt_reader_view(struct lt_reader *reader)
{
    return &reader->view;
}

bool lt_reader_paint(struct lt_reader *reader, uint64_t sheet, const struct lt_canvas *canvas)
{
    if (reader->paint_count < PAINTS_MAX)
        reader->paints[reader->paint_count++] = sheet;
    canvas->fill(canvas->self, (struct lt_rect_fx){0, 0, LT_FX(10), LT_FX(4)}, LT_INK_ACCENT);
    return true;
}

enum lt_err lt_reader_picture(struct lt_reader *reader, int64_t picture, struct lt_diag *diag, struct lt_buf *out)
{
    (void)reader;
    (void)picture;
    (void)out;
    return lt_fail(diag, LT_ERR_NO_INPUT, NULL, NULL, "no pictures here");
}

struct scene {
    struct lt_fonts *fonts;
    struct lt_window *window;
    struct lt_reader reader;
};

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void open_scene(struct scene *scene, int rotation)
{
    struct lt_diag diag = {0};
    struct lt_window_config config = {.width_px = 640, .height_px = 400, .width_mm = 160, .height_mm = 100,
                                      .rotation = rotation};
    memset(scene, 0, sizeof *scene);
    assert_int_equal(lt_fonts_create(&diag, &scene->fonts), LT_OK);
    assert_int_equal(lt_window_create(&config, scene->fonts, &diag, &scene->window), LT_OK);
    struct lt_panel panel = lt_window_panel(scene->window);
    scene->reader.view = (struct lt_view){
        .serial = 1, .layers = {{1, 0, 0, panel.width_px, panel.height_px}}, .layer_count = 1, .theme = &PAPER,
        .wake_ms = now()};
    scene->reader.tick_every_ms = 20;
    SDL_PumpEvents();
    SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
}

static void close_scene(struct scene *scene)
{
    lt_window_destroy(scene->window);
    lt_fonts_destroy(scene->fonts);
}

static void run(struct scene *scene)
{
    struct lt_diag diag = {0};
    assert_int_equal(lt_window_run(scene->window, &scene->reader, NULL, NULL, &diag), LT_OK);
}

static void nothing_is_drawn_when_nothing_changes(void **state)
{
    struct scene scene;
    (void)state;
    open_scene(&scene, 0);
    scene.reader.ticks_to_quit = 30;
    run(&scene);
    assert_int_equal(scene.window->presents, 1);
    assert_int_equal(scene.reader.paint_count, 1);
    close_scene(&scene);
}

static void each_change_is_drawn_once(void **state)
{
    struct scene scene;
    (void)state;
    open_scene(&scene, 0);
    scene.reader.ticks_to_quit = 10;
    scene.reader.changes = true;
    run(&scene);
    assert_in_range(scene.window->presents, 10, 12);
    assert_int_equal(scene.reader.paint_count, 1); /* the sheet did not change */
    close_scene(&scene);
}

static void the_loop_sleeps(void **state)
{
    struct scene scene;
    (void)state;
    open_scene(&scene, 0);
    scene.reader.tick_every_ms = 500;
    scene.reader.ticks_to_quit = 2;
    int64_t wall = now();
    clock_t before = clock();
    run(&scene);
    double cpu_ms = (double)(clock() - before) * 1000 / CLOCKS_PER_SEC;
    wall = now() - wall;
    assert_true(wall >= 900);
    assert_true(cpu_ms < (double)wall / 5);
    assert_true(scene.reader.works < 400);
    close_scene(&scene);
}

static void work_is_done_between_inputs(void **state)
{
    struct scene scene;
    (void)state;
    open_scene(&scene, 0);
    scene.reader.work_left = 5000;
    scene.reader.tick_every_ms = 100;
    scene.reader.ticks_to_quit = 3;
    run(&scene);
    assert_int_equal(scene.reader.work_left, 0);
    close_scene(&scene);
}

static void push_finger(Uint32 type, float x, float y)
{
    SDL_PushEvent(&(SDL_Event){.tfinger = {.type = type, .timestamp = SDL_GetTicks(), .fingerId = 7, .x = x, .y = y}});
}

static const struct lt_input *first_of_kind(const struct scene *scene, enum lt_input_kind kind)
{
    for (size_t i = 0; i < scene->reader.input_count; i++)
        if (scene->reader.inputs[i].kind == kind)
            return &scene->reader.inputs[i];
    return NULL;
}

static void a_finger_lands_where_the_picture_is(void **state)
{
    static const struct { int rotation, x, y; } TURNS[] = {
        {0, 64, 300}, {90, 300, 575}, {180, 575, 99}, {270, 99, 64}};
    (void)state;
    for (size_t i = 0; i < sizeof TURNS / sizeof *TURNS; i++) {
        struct scene scene;
        open_scene(&scene, TURNS[i].rotation);
        push_finger(SDL_FINGERDOWN, 0.1f + 0.0001f, 0.75f + 0.0001f);
        push_finger(SDL_FINGERMOTION, 0.5f, 0.5f);
        push_finger(SDL_FINGERUP, 1.5f, -1.0f); /* nonsense is brought back onto the glass */
        scene.reader.ticks_to_quit = 1;
        run(&scene);
        const struct lt_input *down = first_of_kind(&scene, LT_INPUT_DOWN), *up = first_of_kind(&scene, LT_INPUT_UP);
        assert_non_null(down);
        assert_non_null(up);
        assert_non_null(first_of_kind(&scene, LT_INPUT_MOVE));
        assert_int_equal(down->x, TURNS[i].x);
        assert_int_equal(down->y, TURNS[i].y);
        assert_int_equal(down->finger, 7);
        struct lt_panel panel = lt_window_panel(scene.window);
        assert_in_range(up->x, 0, panel.width_px - 1);
        assert_in_range(up->y, 0, panel.height_px - 1);
        assert_int_equal(panel.width_px, TURNS[i].rotation % 180 ? 400 : 640);
        assert_int_equal(panel.width_mm, TURNS[i].rotation % 180 ? 100 : 160);
        close_scene(&scene);
    }
}

static void rectangles_and_points_turn_alike(void **state)
{
    (void)state;
    for (int rotation = 0; rotation < 360; rotation += 90) {
        int width = rotation % 180 ? 400 : 640, height = rotation % 180 ? 640 : 400; /* of the reader's screen */
        for (int i = 0; i < 200; i++) {
            int x = i * 37 % width, y = i * 53 % height;
            struct lt_px_rect at = lt_rotate_rect(rotation, 640, 400, (struct lt_px_rect){x, y, 1, 1});
            assert_in_range(at.x, 0, 639);
            assert_in_range(at.y, 0, 399);
            struct lt_px back = lt_unrotate_point(rotation, 640, 400, (struct lt_px){at.x, at.y});
            assert_int_equal(back.x, x);
            assert_int_equal(back.y, y);
        }
        struct lt_px_rect all = lt_rotate_rect(rotation, 640, 400, (struct lt_px_rect){0, 0, width, height});
        assert_true(all.x == 0 && all.y == 0 && all.width == 640 && all.height == 400);
    }
}

static uint32_t glass_pixel(struct lt_window *window, int x, int y)
{
    uint32_t pixel = 0;
    assert_int_equal(SDL_RenderReadPixels(window->renderer, &(SDL_Rect){x, y, 1, 1}, SDL_PIXELFORMAT_ARGB8888, &pixel, 4),
                     0);
    return pixel & 0xffffff;
}

static void the_picture_turns_clockwise(void **state)
{
    static const struct { int rotation, x, y; } CORNERS[] = {{0, 8, 2}, {90, 637, 8}, {180, 631, 397}, {270, 2, 391}};
    (void)state;
    for (size_t i = 0; i < sizeof CORNERS / sizeof *CORNERS; i++) {
        struct scene scene;
        open_scene(&scene, CORNERS[i].rotation);
        assert_true(lt_window_draw(scene.window, &scene.reader));
        assert_false(lt_window_draw(scene.window, &scene.reader));
        assert_int_equal(glass_pixel(scene.window, CORNERS[i].x, CORNERS[i].y), PAPER.rgb[LT_INK_ACCENT]);
        assert_int_equal(glass_pixel(scene.window, 320, 200), PAPER.rgb[LT_INK_PAPER]);
        for (size_t j = 0; j < sizeof CORNERS / sizeof *CORNERS; j++)
            if (j != i)
                assert_int_equal(glass_pixel(scene.window, CORNERS[j].x, CORNERS[j].y), PAPER.rgb[LT_INK_PAPER]);
        close_scene(&scene);
    }
}

static void a_mouse_is_a_finger(void **state)
{
    struct scene scene;
    (void)state;
    open_scene(&scene, 0);
    Uint32 id = SDL_GetWindowID(scene.window->window);
    SDL_PushEvent(&(SDL_Event){.motion = {.type = SDL_MOUSEMOTION, .windowID = id, .x = 5, .y = 5}});
    SDL_PushEvent(&(SDL_Event){.button = {.type = SDL_MOUSEBUTTONDOWN, .windowID = id, .button = SDL_BUTTON_RIGHT}});
    SDL_PushEvent(&(SDL_Event){.button = {.type = SDL_MOUSEBUTTONDOWN, .windowID = id, .button = SDL_BUTTON_LEFT,
                                          .x = 100, .y = 50}});
    SDL_PushEvent(&(SDL_Event){.motion = {.type = SDL_MOUSEMOTION, .windowID = id, .x = 639, .y = 399}});
    SDL_PushEvent(&(SDL_Event){.button = {.type = SDL_MOUSEBUTTONUP, .windowID = id, .button = SDL_BUTTON_LEFT,
                                          .x = 639, .y = 399}});
    scene.reader.ticks_to_quit = 1;
    run(&scene);
    size_t i = 0;
    while (i < scene.reader.input_count && scene.reader.inputs[i].kind == LT_INPUT_TICK)
        i++;
    const struct lt_input *down = &scene.reader.inputs[i], *move = down + 1, *up = down + 2;
    assert_int_equal(down->kind, LT_INPUT_DOWN);
    assert_int_equal(down->x, 100);
    assert_int_equal(down->y, 50);
    assert_int_equal(down->finger, -1);
    assert_int_equal(move->kind, LT_INPUT_MOVE);
    assert_int_equal(move->x, 639);
    assert_int_equal(up->kind, LT_INPUT_UP);
    assert_int_equal(up->y, 399);
    close_scene(&scene);
}

static void keys_reach_the_reader(void **state)
{
    static const struct { SDL_Keycode sym; enum lt_key key; } KEYS[] = {
        {SDLK_LEFT, LT_KEY_LEFT}, {SDLK_SPACE, LT_KEY_NEXT}, {SDLK_PAGEUP, LT_KEY_PREVIOUS},
        {SDLK_ESCAPE, LT_KEY_BACK}, {SDLK_HOME, LT_KEY_HOME}, {SDLK_PLUS, LT_KEY_LARGER},
        {SDLK_MINUS, LT_KEY_SMALLER}, {SDLK_RETURN, LT_KEY_ENTER}};
    struct scene scene;
    size_t seen = 0;
    (void)state;
    open_scene(&scene, 0);
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = KEYS[i].sym}}};
        SDL_PushEvent(&event);
        event.key.repeat = 1;
        SDL_PushEvent(&event);
    }
    SDL_PushEvent(&(SDL_Event){.key = {.type = SDL_KEYDOWN, .keysym = {.sym = SDLK_q}}});
    scene.reader.ticks_to_quit = 1;
    run(&scene);
    for (size_t i = 0; i < scene.reader.input_count; i++)
        if (scene.reader.inputs[i].kind == LT_INPUT_KEY)
            assert_int_equal(scene.reader.inputs[i].key, KEYS[seen++].key);
    assert_int_equal(seen, sizeof KEYS / sizeof *KEYS);
    close_scene(&scene);
}

static void sheets_are_painted_ahead_when_idle(void **state)
{
    struct scene scene;
    (void)state;
    open_scene(&scene, 0);
    scene.reader.view.ahead[0] = (struct lt_layer){11, 0, 0, 640, 400};
    scene.reader.view.ahead[1] = (struct lt_layer){12, 0, 0, 640, 400};
    scene.reader.view.ahead_count = 2;
    scene.reader.tick_every_ms = 100;
    scene.reader.ticks_to_quit = 2;
    run(&scene);
    assert_int_equal(scene.reader.paint_count, 3);
    assert_int_equal(scene.reader.paints[0], 1);
    assert_int_equal(scene.reader.paints[1], 11);
    assert_int_equal(scene.reader.paints[2], 12);
    assert_int_equal(scene.window->presents, 1);
    close_scene(&scene);
}

static void textures_stay_within_their_bytes(void **state)
{
    struct scene scene;
    (void)state;
    open_scene(&scene, 0);
    struct lt_textures *textures = scene.window->textures;
    for (uint64_t i = 1; i <= 60; i++) {
        scene.reader.view.serial++;
        scene.reader.view.layers[0].sheet = i;
        assert_true(lt_window_draw(scene.window, &scene.reader));
        assert_true(lt_textures_have(textures, i));
        assert_true(lt_textures_bytes(textures) <= lt_textures_max_bytes(textures));
    }
    assert_int_equal(scene.reader.paint_count, 60);
    assert_false(lt_textures_have(textures, 1));  /* the oldest went */
    assert_true(lt_textures_have(textures, 58));
    struct lt_layer huge = {999, 0, 0, 8000, 8000};
    assert_false(lt_textures_prepare(textures, &scene.reader, scene.fonts, &huge, &PAPER));
    assert_true(lt_textures_have(textures, 60)); /* what is shown is not given up */
    close_scene(&scene);
}

static void a_resized_window_tells_its_panel(void **state)
{
    struct scene scene;
    (void)state;
    open_scene(&scene, 90);
    SDL_SetWindowSize(scene.window->window, 800, 480);
    scene.reader.ticks_to_quit = 2;
    run(&scene);
    const struct lt_input *resize = first_of_kind(&scene, LT_INPUT_RESIZE);
    assert_non_null(resize);
    assert_int_equal(resize->panel.width_px, 480);
    assert_int_equal(resize->panel.height_px, 800);
    close_scene(&scene);
}

static void a_window_closes_and_a_signal_ends(void **state)
{
    struct scene scene;
    (void)state;
    open_scene(&scene, 0);
    scene.reader.ticks_to_quit = -1;
    SDL_PushEvent(&(SDL_Event){.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_CLOSE}});
    run(&scene);
    raise(SIGTERM);
    run(&scene);
    close_scene(&scene);
}

static void a_wrong_rotation_or_no_screen_is_an_error(void **state)
{
    struct lt_diag diag = {0};
    struct lt_window *window = NULL;
    (void)state;
    assert_int_equal(lt_window_create(&(struct lt_window_config){.rotation = 45}, NULL, &diag, &window), LT_ERR_USAGE);
    setenv("SDL_VIDEODRIVER", "nonesuch", 1);
    assert_int_equal(lt_window_create(&(struct lt_window_config){.rotation = 0}, NULL, &diag, &window),
                     LT_ERR_UNAVAILABLE);
    assert_non_null(strstr(diag.what, "no screen"));
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    assert_null(window);
}

static void a_shot_shows_the_layers(void **state)
{
    struct lt_diag diag = {0};
    struct lt_fonts *fonts;
    struct lt_reader reader = {.view = {.layers = {{1, 0, 0, 100, 60}, {2, 50, 30, 20, 10}, {0, 0, 0, 5, 5}},
                                        .layer_count = 3, .theme = &PAPER}};
    (void)state;
    assert_int_equal(lt_fonts_create(&diag, &fonts), LT_OK);
    assert_int_equal(lt_screen_shot(&reader, fonts, 100, 60, "window-shot.png", &diag), LT_OK);
    assert_int_equal(reader.paint_count, 2);
    assert_int_equal(access("window-shot.png", R_OK), 0);
    unlink("window-shot.png");
    lt_fonts_destroy(fonts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_drawn_when_nothing_changes),
        cmocka_unit_test(each_change_is_drawn_once),
        cmocka_unit_test(the_loop_sleeps),
        cmocka_unit_test(work_is_done_between_inputs),
        cmocka_unit_test(a_finger_lands_where_the_picture_is),
        cmocka_unit_test(rectangles_and_points_turn_alike),
        cmocka_unit_test(the_picture_turns_clockwise),
        cmocka_unit_test(a_mouse_is_a_finger),
        cmocka_unit_test(keys_reach_the_reader),
        cmocka_unit_test(sheets_are_painted_ahead_when_idle),
        cmocka_unit_test(textures_stay_within_their_bytes),
        cmocka_unit_test(a_resized_window_tells_its_panel),
        cmocka_unit_test(a_window_closes_and_a_signal_ends),
        cmocka_unit_test(a_wrong_rotation_or_no_screen_is_an_error),
        cmocka_unit_test(a_shot_shows_the_layers),
    };
    setenv("SDL_VIDEODRIVER", "dummy", 0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
