/*
 * plate.c: keeps what is to be painted on a sheet, and a hash of it that tells two sheets apart.
 */
#include "plate.h"

#include <stdlib.h>

struct lt_plate_op {
    enum { OP_FILL, OP_TEXT, OP_PAGE, OP_PICTURE, OP_STAMP, OP_DOT } kind;
    int32_t x, y, width, height;
    enum lt_ink ink;
    const struct lt_label *label;
    int64_t picture;
    const char *alt;
};

static void mix(struct lt_plate *plate, const void *data, size_t size)
{
    plate->hash = lt_hash((struct lt_bytes){data, size}, plate->hash);
}

static int32_t turned(const struct lt_plate *plate, int32_t x, int32_t width)
{
    return plate->mirror ? plate->width - x - width : x;
}

static struct lt_plate_op *add(struct lt_plate *plate, int kind, int32_t x, int32_t y, int32_t width, int32_t height,
                               uint64_t what)
{
    if (plate->op_count >= LT_PLATE_MAX_OPS)
        return NULL;
    plate->ops = lt_grow(plate->ops, &plate->op_capacity, plate->op_count + 1, sizeof *plate->ops);
    struct lt_plate_op *op = &plate->ops[plate->op_count++];
    *op = (struct lt_plate_op){.kind = (unsigned)kind, .x = turned(plate, x, width), .y = y, .width = width, .height = height};
    const int64_t seen[] = {kind, op->x, y, width, height, (int64_t)what};
    mix(plate, seen, sizeof seen);
    return op;
}

void lt_plate_init(struct lt_plate *plate, int32_t width, int32_t height, bool mirror, enum lt_ink ground)
{
    *plate = (struct lt_plate){.width = width, .height = height, .mirror = mirror};
    lt_plate_fill(plate, 0, 0, width, height, ground);
}

void lt_plate_finish(struct lt_plate *plate)
{
    lt_pages_destroy(plate->pages);
    lt_arena_finish(&plate->arena);
    free(plate->ops);
    *plate = (struct lt_plate){0};
}

bool lt_plate_made(const struct lt_plate *plate)
{
    return plate->op_count > 0;
}

struct lt_piece lt_plate_set(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_label_style *style,
                             const char *text, const char *lang, int32_t measure_px)
{
    struct lt_piece piece = {.measure_px = measure_px};
    struct lt_label_style closed = *style;
    if (!text || !*text || measure_px < 1)
        return piece;
    if (lt_text_is_rtl(lt_bytes_of(text)))
        closed.font.tracking_fx = 0;
    text = lt_arena_strdup(&plate->arena, text);
    lang = lt_arena_strdup(&plate->arena, lang ? lang : "");
    piece.label = lt_label_set(&plate->arena, stage->tongue, stage->ruler, &closed, text, lang, LT_FX(measure_px));
    piece.width_px = LT_FX_FLOOR_PX(lt_label_width(piece.label) + 63);
    piece.height_px = LT_FX_ROUND_PX(lt_label_height(piece.label));
    const int64_t seen[] = {closed.font.family, closed.font.style, closed.font.size_fx, closed.font.tracking_fx,
                            closed.leading, closed.ink, closed.align, closed.max_lines,
                            closed.balanced, closed.hyphenate, measure_px};
    piece.hash = lt_hash((struct lt_bytes){(const char *)seen, sizeof seen}, 0);
    piece.hash = lt_hash(lt_bytes_of(lang), lt_hash(lt_bytes_of(text), piece.hash));
    return piece;
}

struct lt_piece lt_plate_set_tight(struct lt_plate *plate, const struct lt_stage *stage,
                                   const struct lt_label_style *style, const char *text, const char *lang,
                                   int32_t most_px)
{
    struct lt_piece piece = lt_plate_set(plate, stage, style, text, lang, most_px);
    return piece.label ? lt_plate_set(plate, stage, style, text, lang, piece.width_px) : piece;
}

struct lt_piece lt_plate_adopt(struct lt_plate *plate, struct lt_pages *pages, int32_t measure_px, int32_t height_px,
                               uint64_t hash)
{
    lt_pages_destroy(plate->pages);
    plate->pages = pages;
    return (struct lt_piece){.pages = pages, .measure_px = measure_px, .width_px = measure_px, .height_px = height_px, .hash = hash};
}

int32_t lt_plate_put(struct lt_plate *plate, const struct lt_piece *piece, int32_t x, int32_t y)
{
    if (piece->label == NULL && piece->pages == NULL)
        return 0;
    struct lt_plate_op *op = add(plate, piece->pages ? OP_PAGE : OP_TEXT, x, y, piece->measure_px, piece->height_px, piece->hash);
    if (op)
        op->label = piece->label;
    return piece->height_px;
}

void lt_plate_fill(struct lt_plate *plate, int32_t x, int32_t y, int32_t width, int32_t height, enum lt_ink ink)
{
    struct lt_plate_op *op = width > 0 && height > 0 ? add(plate, OP_FILL, x, y, width, height, ink) : NULL;
    if (op)
        op->ink = ink;
}

void lt_plate_frame(struct lt_plate *plate, int32_t x, int32_t y, int32_t width, int32_t height, int32_t thick,
                    enum lt_ink ink)
{
    lt_plate_fill(plate, x, y, width, thick, ink);
    lt_plate_fill(plate, x, y + height - thick, width, thick, ink);
    lt_plate_fill(plate, x, y + thick, thick, height - 2 * thick, ink);
    lt_plate_fill(plate, x + width - thick, y + thick, thick, height - 2 * thick, ink);
}

static void put_picture(struct lt_plate *plate, struct lt_plate_op *op, int64_t id, const char *alt)
{
    if (!op)
        return;
    op->picture = id;
    op->alt = lt_arena_strdup(&plate->arena, alt ? alt : "");
    mix(plate, op->alt, lt_bytes_of(op->alt).size);
}

void lt_plate_picture(struct lt_plate *plate, int32_t x, int32_t y, int32_t width, int32_t height, int64_t id,
                      const char *alt)
{
    put_picture(plate, add(plate, OP_PICTURE, x, y, width, height, (uint64_t)id), id, alt);
}

void lt_plate_stamp(struct lt_plate *plate, int32_t x, int32_t y, int32_t width, int32_t height, int64_t id,
                    enum lt_ink ink, const char *alt)
{
    struct lt_plate_op *op = add(plate, OP_STAMP, x, y, width, height, (uint64_t)id);
    put_picture(plate, op, id, alt);
    if (op)
        op->ink = ink;
}

void lt_plate_dot(struct lt_plate *plate, int32_t x, int32_t y, int32_t diameter, enum lt_ink ink)
{
    struct lt_plate_op *op = add(plate, OP_DOT, x, y, diameter, diameter, ink);
    if (op)
        op->ink = ink;
}

void lt_plate_spot(struct lt_plate *plate, int32_t x, int32_t y, int32_t width, int32_t height, const char *label,
                   struct lt_action action)
{
    if (plate->spot_count >= LT_PLATE_MAX_SPOTS)
        return;
    struct lt_spot *spot = &plate->spots[plate->spot_count++];
    *spot = (struct lt_spot){turned(plate, x, width), y, width, height,
                             lt_arena_strdup(&plate->arena, label ? label : ""), action};
    spot->action.text = lt_arena_strdup(&plate->arena, action.text);
}

void lt_plate_paint(const struct lt_plate *plate, const struct lt_canvas *canvas)
{
    for (size_t i = 0; i < plate->op_count; i++) {
        const struct lt_plate_op *op = &plate->ops[i];
        const struct lt_rect_fx rect = {LT_FX(op->x), LT_FX(op->y), LT_FX(op->width), LT_FX(op->height)};
        switch (op->kind) {
        case OP_FILL: canvas->fill(canvas->self, rect, op->ink); break;
        case OP_TEXT: lt_label_paint(op->label, canvas, rect.x, rect.y); break;
        case OP_PAGE: lt_pages_paint(plate->pages, 0, canvas, rect.x, rect.y); break;
        case OP_PICTURE: canvas->picture(canvas->self, rect, op->picture, op->alt); break;
        case OP_STAMP: canvas->stamp(canvas->self, rect, op->picture, op->ink, op->alt); break;
        case OP_DOT: canvas->dot(canvas->self, rect.x, rect.y, rect.width, op->ink); break;
        }
    }
}
