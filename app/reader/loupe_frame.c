/*
 * loupe_frame.c: three marks of nine millimetres at the corner where people look for them, a caption below.
 */
#include "loupe_frame.h"

enum {
    CAPTION_EMS = 46,   /* its lines run at most so wide */
    CAPTION_LINES = 4,
};

static void put_mark(struct lt_plate *plate, const struct lt_stage *stage, int place, const char *sign, const char *label,
                     bool answers, enum lt_action_kind kind)
{
    struct lt_label_style style = lt_stage_label(&stage->style.interface, 150, 100, answers ? LT_INK_TEXT : LT_INK_RULE);
    int32_t target = lt_stage_target_px(stage);
    style.align = LT_ALIGN_CENTRE;
    style.max_lines = 1;
    struct lt_piece piece = lt_plate_set(plate, stage, &style, sign, "", target);
    int32_t x = plate->width - (place + 1) * target - lt_stage_front_margin_px(stage) / 2;
    lt_plate_put(plate, &piece, x, (target - piece.height_px) / 2);
    if (answers)
        lt_plate_spot(plate, x, 0, target, target, lt_word(stage->words, label), (struct lt_action){kind, 0, NULL});
}

void lt_loupe_bar(struct lt_plate *plate, const struct lt_stage *stage, bool smaller, bool larger)
{
    int32_t target = lt_stage_target_px(stage), hair = lt_stage_hair_px(stage);
    lt_plate_init(plate, stage->style.panel.width_px, target + hair, stage->rtl, LT_INK_PAPER);
    lt_plate_fill(plate, 0, target, plate->width, hair, LT_INK_RULE);
    put_mark(plate, stage, 0, "×", "Close", true, LT_ACT_CLOSE);
    put_mark(plate, stage, 1, "+", "Larger", larger, LT_ACT_LARGER);
    put_mark(plate, stage, 2, "−", "Smaller", smaller, LT_ACT_SMALLER);
}

void lt_loupe_foot(struct lt_plate *plate, const struct lt_stage *stage, struct lt_bytes caption, const char *lang)
{
    struct lt_arena arena = {0};
    struct lt_label_style style = lt_stage_label(&stage->style.caption, 105, 145, LT_INK_SOFT);
    int32_t pad = lt_stage_leading_px(stage) / 2, hair = lt_stage_hair_px(stage);
    int32_t measure = stage->style.panel.width_px - 2 * lt_stage_margin_px(stage);
    int32_t widest = CAPTION_EMS * lt_stage_body_px(stage);
    measure = measure > widest ? widest : measure;
    style.max_lines = CAPTION_LINES;
    style.align = LT_ALIGN_CENTRE;
    style.balanced = true;
    const char *text = lt_arena_strndup(&arena, caption.data, caption.size);
    struct lt_plate probe; /* its height is known only when its words are set */
    lt_plate_init(&probe, stage->style.panel.width_px, pad, stage->rtl, LT_INK_PAPER);
    int32_t height = lt_plate_set(&probe, stage, &style, text, lang, measure).height_px + 2 * pad + hair;
    lt_plate_finish(&probe);
    lt_plate_init(plate, stage->style.panel.width_px, height, stage->rtl, LT_INK_PAPER);
    lt_plate_fill(plate, 0, 0, plate->width, hair, LT_INK_RULE);
    struct lt_piece piece = lt_plate_set(plate, stage, &style, text, lang, measure);
    lt_plate_put(plate, &piece, (plate->width - measure) / 2, hair + pad);
    lt_arena_finish(&arena);
}

static void text(void *self, const struct lt_text_op *op)
{
    const struct lt_loupe_window *w = self;
    lt_fx high = op->font.size_fx * 2;
    if (op->x_fx >= w->width || op->baseline_fx - high >= w->height || op->baseline_fx + high <= 0)
        return;
    if (op->x_fx < 0 && op->x_fx + w->ruler->advance(w->ruler->self, &op->font, &op->run) <= 0)
        return;
    w->canvas->text(w->canvas->self, op);
}

static bool is_seen(const struct lt_loupe_window *w, struct lt_rect_fx r)
{
    return r.x < w->width && r.y < w->height && r.x + r.width > 0 && r.y + r.height > 0;
}

static void fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    const struct lt_loupe_window *w = self;
    if (is_seen(w, rect))
        w->canvas->fill(w->canvas->self, rect, ink);
}

static void picture(void *self, struct lt_rect_fx rect, int64_t id, const char *alt)
{
    const struct lt_loupe_window *w = self;
    if (is_seen(w, rect))
        w->canvas->picture(w->canvas->self, rect, id, alt);
}

static void stamp(void *self, struct lt_rect_fx rect, int64_t id, enum lt_ink ink, const char *alt)
{
    const struct lt_loupe_window *w = self;
    if (is_seen(w, rect))
        w->canvas->stamp(w->canvas->self, rect, id, ink, alt);
}

static void dot(void *self, lt_fx x_fx, lt_fx y_fx, lt_fx diameter_fx, enum lt_ink ink)
{
    const struct lt_loupe_window *w = self;
    if (is_seen(w, (struct lt_rect_fx){x_fx, y_fx, diameter_fx, diameter_fx}))
        w->canvas->dot(w->canvas->self, x_fx, y_fx, diameter_fx, ink);
}

struct lt_canvas lt_loupe_canvas(struct lt_loupe_window *window)
{
    return (struct lt_canvas){window, text, fill, picture, stamp, dot};
}
