/*
 * shot.c: the reader's view as a picture file: its layers one over the other, as the window shows them.
 */
#include "sheet.h"

static enum lt_err read_picture(void *self, int64_t picture, struct lt_diag *diag, struct lt_buf *out)
{
    return lt_reader_picture(self, picture, diag, out);
}

struct lt_sheet *lt_sheet_of_layer(struct lt_reader *reader, struct lt_fonts *fonts, const struct lt_layer *layer,
                                   const struct lt_theme *theme)
{
    struct lt_picture_source source = {reader, read_picture};
    struct lt_sheet *sheet = lt_sheet_create(fonts, &source, theme, layer->width, layer->height);
    struct lt_canvas canvas = lt_sheet_canvas(sheet);
    if (lt_reader_paint(reader, layer->sheet, &canvas))
        return sheet;
    lt_sheet_destroy(sheet);
    return NULL;
}

enum lt_err lt_screen_shot(struct lt_reader *reader, struct lt_fonts *fonts, int32_t width, int32_t height,
                           const char *path, struct lt_diag *diag)
{
    const struct lt_view view = *lt_reader_view(reader);
    struct lt_sheet *screen = lt_sheet_create(fonts, NULL, view.theme, width, height);
    for (size_t i = 0; i < view.layer_count; i++) {
        struct lt_sheet *sheet =
            view.layers[i].sheet ? lt_sheet_of_layer(reader, fonts, &view.layers[i], view.theme) : NULL;
        if (sheet)
            lt_sheet_blit(screen, sheet, view.layers[i].x, view.layers[i].y);
        lt_sheet_destroy(sheet);
    }
    enum lt_err err = path ? lt_sheet_write_png(screen, path, diag) : LT_OK;
    lt_sheet_destroy(screen);
    return err;
}
