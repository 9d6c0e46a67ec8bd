/*
 * window.c: knows how to get pixels onto glass through SDL on KMSDRM, X11, Wayland or none: which renderer, which hints,
 * and that a frame is drawn when the view changed and at no other time.
 */
#include "window.h"

#include <stdlib.h>

#include <lutrin/arena.h>
#include <lutrin/log.h>

enum {
    WINDOW_MIN_WIDTH = 320,
    WINDOW_MIN_HEIGHT = 240,
};

/* Hints that must be set before SDL looks for a screen. The environment wins over them. */
static void set_hints(void)
{
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0"); /* so that SDL_QUIT means a signal */
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "0");
    SDL_SetHint(SDL_HINT_VIDEO_DOUBLE_BUFFER, "1");
    SDL_SetHint(SDL_HINT_APP_NAME, "Lutrin");
}

static bool driver_is(const char *name)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    return driver && SDL_strcasecmp(driver, name) == 0;
}

/* On KMSDRM the default renderer shows nothing but its clear colour on some drivers, and the software renderer needs
 * the same cure because its picture goes through a texture too. Elsewhere drawing by software needs no OpenGL behind it,
 * which would cost it 60 MB. */
static void set_driver_hints(void)
{
    bool kmsdrm = driver_is("kmsdrm");
    if (kmsdrm)
        SDL_SetHint(SDL_HINT_RENDER_DRIVER, "opengles2");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, kmsdrm ? "opengles2" : "0");
}

static enum lt_err open_window(struct lt_window *window, struct lt_diag *diag)
{
    const struct lt_window_config *config = &window->config;
    Uint32 flags = SDL_WINDOW_ALLOW_HIGHDPI;
    window->fullscreen = config->width_px == 0;
    flags |= window->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_RESIZABLE;
    window->window = SDL_CreateWindow(config->title ? config->title : "Lutrin", SDL_WINDOWPOS_CENTERED,
                                      SDL_WINDOWPOS_CENTERED, window->fullscreen ? 1280 : config->width_px,
                                      window->fullscreen ? 800 : config->height_px, flags);
    if (!window->window)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, NULL, NULL, "no window: %s", SDL_GetError());
    if (!window->fullscreen)
        SDL_SetWindowMinimumSize(window->window, WINDOW_MIN_WIDTH, WINDOW_MIN_HEIGHT);
    return LT_OK;
}

static enum lt_err open_renderer(struct lt_window *window, struct lt_diag *diag)
{
    SDL_RendererInfo info = {0};
    window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_PRESENTVSYNC);
    if (!window->renderer) {
        lt_log(LT_LOG_INFO, "no accelerated drawing (%s): drawing by software", SDL_GetError());
        SDL_SetHintWithPriority(SDL_HINT_RENDER_DRIVER, "software", SDL_HINT_OVERRIDE);
        window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_SOFTWARE);
    }
    if (!window->renderer)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, NULL, "install the package libgl1-mesa-dri",
                       "no way to draw on the screen: %s", SDL_GetError());
    SDL_GetRendererInfo(window->renderer, &info);
    window->vsync = (info.flags & SDL_RENDERER_PRESENTVSYNC) != 0 && (info.flags & SDL_RENDERER_SOFTWARE) == 0;
    lt_log(LT_LOG_INFO, "screen: %s, %s%s", SDL_GetCurrentVideoDriver(), info.name, window->vsync ? ", vsync" : "");
    return LT_OK;
}

bool lt_window_measure(struct lt_window *window)
{
    int width = 0, height = 0;
    SDL_GetRendererOutputSize(window->renderer, &width, &height);
    width = width < LT_PANEL_MIN_PX ? LT_PANEL_MIN_PX : width > LT_PANEL_MAX_PX ? LT_PANEL_MAX_PX : width;
    height = height < 1 ? 1 : height > LT_PANEL_MAX_PX ? LT_PANEL_MAX_PX : height;
    bool changed = width != window->glass_width || height != window->glass_height;
    window->glass_width = width;
    window->glass_height = height;
    lt_textures_bound(window->textures, width, height);
    return changed;
}

static void draw_layer(struct lt_window *window, struct lt_reader *reader, const struct lt_layer *layer,
                       const struct lt_theme *theme)
{
    SDL_Texture *texture = lt_textures_of(window->textures, reader, window->fonts, layer, theme);
    if (!texture)
        return;
    struct lt_px_rect to = lt_rotate_rect(window->config.rotation, window->glass_width, window->glass_height,
                                          (struct lt_px_rect){layer->x, layer->y, layer->width, layer->height});
    SDL_RenderCopy(window->renderer, texture, NULL, &(SDL_Rect){to.x, to.y, to.width, to.height});
}

bool lt_window_is_behind(const struct lt_window *window, struct lt_reader *reader)
{
    return window->stale || lt_reader_view(reader)->serial != window->shown;
}

bool lt_window_draw(struct lt_window *window, struct lt_reader *reader)
{
    if (!lt_window_is_behind(window, reader))
        return false;
    const struct lt_view view = *lt_reader_view(reader);
    uint32_t paper = view.theme->rgb[LT_INK_PAPER];
    SDL_SetRenderDrawColor(window->renderer, (Uint8)(paper >> 16), (Uint8)(paper >> 8), (Uint8)paper, 255);
    SDL_RenderClear(window->renderer);
    lt_textures_begin(window->textures);
    for (size_t i = 0; i < view.layer_count; i++)
        if (view.layers[i].sheet)
            draw_layer(window, reader, &view.layers[i], view.theme);
    SDL_RenderPresent(window->renderer);
    window->presents++;
    window->stale = false;
    window->shown = view.serial;
    return true;
}

bool lt_window_prepare(struct lt_window *window, struct lt_reader *reader)
{
    const struct lt_view view = *lt_reader_view(reader);
    for (size_t i = 0; i < view.ahead_count; i++)
        if (lt_textures_prepare(window->textures, reader, window->fonts, &view.ahead[i], view.theme)) {
            window->paints++;
            return true;
        }
    return false;
}

struct lt_px lt_window_point(const struct lt_window *window, float x, float y)
{
    x = x > 0 ? x < 1 ? x : 1 : 0; /* not a number is 0 */
    y = y > 0 ? y < 1 ? y : 1 : 0;
    struct lt_px on_glass = {(int32_t)(x * (float)window->glass_width), (int32_t)(y * (float)window->glass_height)};
    return lt_unrotate_point(window->config.rotation, window->glass_width, window->glass_height, on_glass);
}

enum lt_err lt_window_create(const struct lt_window_config *config, struct lt_fonts *fonts, struct lt_diag *diag,
                             struct lt_window **ret_window)
{
    if (!lt_rotation_is_valid(config->rotation))
        return lt_fail(diag, LT_ERR_USAGE, NULL, "0, 90, 180 or 270", "a screen cannot be turned by %d degrees",
                       config->rotation);
    set_hints();
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, NULL,
                       "connect a screen and see that this user is in the groups video, render and input",
                       "no screen: %s", SDL_GetError());
    set_driver_hints();
    struct lt_window *window = lt_alloc(1, sizeof *window);
    window->config = *config;
    window->fonts = fonts;
    window->kms = driver_is("kmsdrm");
    window->can_wait = driver_is("x11") || driver_is("wayland");
    window->stale = true;
    enum lt_err err = open_window(window, diag);
    if (!err)
        err = open_renderer(window, diag);
    if (err) {
        lt_window_destroy(window);
        return err;
    }
    window->textures = lt_textures_create(window->renderer, config->rotation);
    lt_window_measure(window);
    if (window->fullscreen)
        SDL_ShowCursor(SDL_DISABLE);
    *ret_window = window;
    return LT_OK;
}

void lt_window_destroy(struct lt_window *window)
{
    if (!window)
        return;
    lt_textures_destroy(window->textures);
    if (window->renderer)
        SDL_DestroyRenderer(window->renderer);
    if (window->window)
        SDL_DestroyWindow(window->window);
    SDL_Quit();
    free(window);
}

struct lt_panel lt_window_panel(const struct lt_window *window)
{
    const struct lt_window_config *config = &window->config;
    bool swap = lt_rotation_swaps(config->rotation);
    return (struct lt_panel){
        .width_px = swap ? window->glass_height : window->glass_width,
        .height_px = swap ? window->glass_width : window->glass_height,
        .width_mm = swap ? config->height_mm : config->width_mm,
        .height_mm = swap ? config->width_mm : config->height_mm,
        .distance_mm = config->distance_mm,
    };
}
