/*
 * card.c: what lies over a page for a moment. A sheet at the foot of the panel for words, a small panel for sizes.
 *
 * A card is ruled off from the page as a newspaper rules off a box: a heavy line and a ground of its own, no shadow.
 */
#include "card.h"

#include "note.h"
#include "qr.h"

#include <string.h>

enum {
    FOOT_SHARE = 62,   /* a card at the foot takes at most this per cent of the panel's height */
    MEASURE_EMS = 34,  /* its words run at most so wide */
    HOST_MAX = 200,
};

/* A card at the foot: what it says. */
struct words {
    const char *heading, *heading_lang;
    const char *text, *text_lang;
    const char *below, *below_lang;
    const char *url; /* as a square, or NULL */
    const struct lt_doc *doc; /* in place of the text its note `number` is set as it is in the article; or NULL */
    const char *number;
};

static void put_close(struct lt_plate *plate, const struct lt_stage *stage)
{
    struct lt_label_style style = lt_stage_label(&stage->style.interface, 150, 100, LT_INK_SOFT);
    int32_t target = lt_stage_target_px(stage);
    style.max_lines = 1;
    struct lt_piece piece = lt_plate_set_tight(plate, stage, &style, "×", "", target);
    int32_t sign = plate->width - lt_stage_margin_px(stage) - piece.width_px; /* under the sign for the type size */
    int32_t x = sign + (piece.width_px - target) / 2;
    lt_plate_put(plate, &piece, sign, (target - piece.height_px) / 2);
    lt_plate_spot(plate, x, 0, target, target, lt_word(stage->words, "Close"), (struct lt_action){LT_ACT_CLOSE, 0, NULL});
}

/* The pieces of a card at the foot, set for `measure`, at most `most` high. */
struct pieces {
    struct lt_piece heading, text, below;
    int32_t gap, height;
};

/* A note's text; dots below it say that it goes on. */
static void set_note(struct lt_plate *plate, const struct lt_stage *stage, const struct words *words, int32_t measure,
                     int32_t most, struct pieces *p)
{
    bool cut = false;
    struct lt_label_style dots = lt_stage_label(&stage->style.text, 95, 100, LT_INK_SOFT);
    p->text = lt_note_set(plate, stage, words->doc, words->number, measure, most, &cut);
    if (!cut)
        return;
    p->below = lt_plate_set(plate, stage, &dots, "…", "", measure);
    p->text = lt_note_set(plate, stage, words->doc, words->number, measure, most - p->below.height_px, &cut);
}

static struct pieces set_pieces(struct lt_plate *plate, const struct lt_stage *stage, const struct words *words,
                                int32_t measure, int32_t most)
{
    struct pieces p = {.gap = lt_stage_leading_px(stage) / 3};
    struct lt_label_style heading = lt_stage_label(&stage->style.kicker, 100, 150, LT_INK_ACCENT);
    struct lt_font title = stage->style.title;
    title.size_fx = stage->style.body;
    struct lt_label_style text = lt_stage_label(&title, 120, 120, LT_INK_TEXT);
    struct lt_label_style below = lt_stage_label(&stage->style.caption, 105, 145, LT_INK_SOFT);
    heading.max_lines = 1;
    below.max_lines = 2;
    p.heading = lt_plate_set(plate, stage, &heading, words->heading, words->heading_lang, measure);
    p.below = lt_plate_set(plate, stage, &below, words->below, words->below_lang, measure);
    int32_t left = most - p.heading.height_px - p.below.height_px - 2 * p.gap;
    int32_t lines = left / LT_FX_ROUND_PX(text.leading);
    text.max_lines = lines < 1 ? 1 : (uint32_t)lines;
    text.balanced = true;
    if (words->doc)
        set_note(plate, stage, words, measure, left, &p);
    else
        p.text = lt_plate_set(plate, stage, &text, words->text, words->text_lang, measure);
    p.height = p.heading.height_px + p.text.height_px + p.below.height_px + 2 * p.gap;
    return p;
}

/* By how much `y` is past the top of a row of the page: a card that begins between rows cuts no line in two. */
static int32_t past_row_px(const struct lt_stage *stage, int32_t y)
{
    int32_t top = LT_FX_ROUND_PX(stage->style.top);
    return y > top ? (y - top) % lt_stage_leading_px(stage) : 0;
}

static struct lt_card_place compose_foot(struct lt_plate *plate, const struct lt_stage *stage, const struct words *words)
{
    const struct lt_panel *panel = &stage->style.panel;
    int32_t margin = lt_stage_margin_px(stage);
    int32_t pad = lt_stage_leading_px(stage) * 3 / 4;
    int32_t rule = 2 * lt_stage_hair_px(stage);
    int32_t most = panel->height_px * FOOT_SHARE / 100 - 2 * pad;
    int32_t full = panel->width_px - 2 * margin - lt_stage_target_px(stage);
    int32_t side = words->url ? lt_stage_um_px(stage, 38000) : 0;
    side = side > most ? most : side > full / 2 ? full / 2 : side;
    struct lt_plate probe; /* its size is known only when its words are set */
    lt_plate_init(&probe, panel->width_px, panel->height_px, stage->rtl, LT_INK_PANEL);
    int32_t used = lt_qr_put(&probe, stage, words->url, 0, 0, side);
    int32_t left = used > 0 ? used + 2 * pad : 0;
    int32_t measure = full - left;
    int32_t widest = MEASURE_EMS * lt_stage_body_px(stage);
    measure = measure > widest ? widest : measure;
    struct pieces pieces = set_pieces(&probe, stage, words, measure, most);
    lt_plate_finish(&probe);

    int32_t height = (pieces.height > used ? pieces.height : used) + 2 * pad + rule;
    height += past_row_px(stage, panel->height_px - height);
    lt_plate_init(plate, panel->width_px, height, stage->rtl, LT_INK_PANEL);
    lt_plate_spot(plate, 0, 0, plate->width, height, "", (struct lt_action){LT_ACT_HOLD, 0, NULL});
    lt_plate_fill(plate, 0, 0, plate->width, rule, LT_INK_TEXT);
    pieces = set_pieces(plate, stage, words, measure, most);
    (void)lt_qr_put(plate, stage, words->url, margin, rule + pad, side);
    int32_t y = rule + pad;
    y += lt_plate_put(plate, &pieces.heading, margin + left, y) + (pieces.heading.label ? pieces.gap : 0);
    lt_note_spots(plate, stage, &pieces.text, margin + left, y);
    y += lt_plate_put(plate, &pieces.text, margin + left, y) + pieces.gap;
    lt_plate_put(plate, &pieces.below, margin + left, y);
    put_close(plate, stage);
    return (struct lt_card_place){0, panel->height_px - height};
}

/* One field of the panel of sizes. */
static void put_field(struct lt_plate *plate, const struct lt_stage *stage, const char *sign, int percent, bool active,
                      int32_t x, int32_t y, int32_t side, const char *label, struct lt_action action)
{
    struct lt_label_style style = lt_stage_label(&stage->style.title, 100, 100, active ? LT_INK_ACCENT : LT_INK_TEXT);
    style.font.size_fx = (lt_fx)((int64_t)LT_FX(side) * percent / 100);
    style.leading = LT_FX(LT_FX_ROUND_PX(style.font.size_fx));
    style.align = LT_ALIGN_CENTRE;
    style.max_lines = 1;
    struct lt_piece piece = lt_plate_set(plate, stage, &style, sign, "", side);
    lt_plate_put(plate, &piece, x, y + side * 3 / 4 - lt_stage_baseline_px(stage, &style));
    int32_t bar = 3 * lt_stage_hair_px(stage);
    if (active)
        lt_plate_fill(plate, x + side / 4, y + side - bar - side / 12, side / 2, bar, LT_INK_ACCENT);
    lt_plate_spot(plate, x, y, side, side, label, action);
}

struct lt_card_place lt_card_sizes(struct lt_plate *plate, const struct lt_stage *stage, int32_t below_px, int32_t margin_px)
{
    static const int percents[LT_TYPE_STEPS] = {34, 40, 48, 57, 67};
    const int32_t fields = LT_TYPE_STEPS + 2;
    int32_t width = stage->style.panel.width_px;
    int32_t pad = lt_stage_leading_px(stage) / 3;
    int32_t side = lt_stage_target_px(stage);
    if (side * fields + 2 * pad > width)
        side = (width - 2 * pad) / fields;
    int32_t rule = 2 * lt_stage_hair_px(stage);
    int32_t own = side * fields + 2 * pad;
    lt_plate_init(plate, own, side + 2 * pad, stage->rtl, LT_INK_PANEL);
    lt_plate_spot(plate, 0, 0, own, plate->height, "", (struct lt_action){LT_ACT_HOLD, 0, NULL});
    lt_plate_frame(plate, 0, 0, own, plate->height, rule, LT_INK_TEXT);
    put_field(plate, stage, "−", 60, false, pad, pad, side, lt_word(stage->words, "Smaller"),
              (struct lt_action){LT_ACT_SMALLER, 0, NULL});
    const char *all = lt_stage_number(stage, &plate->arena, LT_TYPE_STEPS);
    for (int32_t i = 0; i < LT_TYPE_STEPS; i++) {
        const char *label = lt_stage_say(stage, &plate->arena, "Size %1 of %2",
                                         lt_stage_number(stage, &plate->arena, i + 1), all);
        put_field(plate, stage, "A", percents[i], i == stage->style.step, pad + (i + 1) * side, pad, side, label,
                  (struct lt_action){LT_ACT_SIZE, i, NULL});
    }
    put_field(plate, stage, "+", 60, false, pad + (LT_TYPE_STEPS + 1) * side, pad, side,
              lt_word(stage->words, "Larger"), (struct lt_action){LT_ACT_LARGER, 0, NULL});
    int32_t away = own + 2 * margin_px > width ? (width - own) / 2 : margin_px;
    return (struct lt_card_place){stage->rtl ? away : width - own - away, below_px + pad};
}

struct lt_card_place lt_card_note(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_doc *doc,
                                  const char *number)
{
    struct lt_arena arena = {0};
    const struct words words = {
        .heading = lt_stage_capitals(stage, &arena, lt_stage_say(stage, &arena, "Note %1", number, NULL), stage->lang),
        .heading_lang = stage->lang, .doc = doc, .number = number,
    };
    struct lt_card_place place = compose_foot(plate, stage, &words);
    lt_arena_finish(&arena);
    return place;
}

/* The host of an absolute address, or the address itself. */
static const char *host_of(struct lt_arena *arena, const char *url)
{
    const char *host = strstr(url, "://");
    if (!host)
        return url;
    host += 3;
    size_t size = strcspn(host, "/?#");
    return lt_arena_strndup(arena, host, size < HOST_MAX ? size : lt_utf8_floor((struct lt_bytes){host, size}, HOST_MAX));
}

struct lt_card_place lt_card_address(struct lt_plate *plate, const struct lt_stage *stage, const char *url,
                                     const char *words, const char *lang)
{
    struct lt_arena arena = {0};
    const char *host = host_of(&arena, url);
    const char *how = lt_word(stage->words, "Point your phone’s camera at this square");
    const struct words say = {
        .heading = lt_stage_capitals(stage, &arena, lt_word(stage->words, "On the web"), stage->lang), .heading_lang = stage->lang,
        .text = words && *words ? words : host, .text_lang = lang,
        .below = lt_arena_printf(&arena, "%s\n%s", host, strlen(url) <= LT_QR_MAX_BYTES ? how : ""),
        .below_lang = stage->lang, .url = url,
    };
    struct lt_card_place place = compose_foot(plate, stage, &say);
    lt_arena_finish(&arena);
    return place;
}

struct lt_card_place lt_card_message(struct lt_plate *plate, const struct lt_stage *stage, const char *heading,
                                     const char *sentence)
{
    const struct words words = {
        .text = lt_word(stage->words, heading), .text_lang = stage->lang,
        .below = lt_word(stage->words, sentence), .below_lang = stage->lang,
    };
    return compose_foot(plate, stage, &words);
}

void lt_card_nothing(struct lt_plate *plate, const struct lt_stage *stage)
{
    const struct lt_panel *panel = &stage->style.panel;
    int32_t margin = lt_stage_margin_px(stage);
    int32_t measure = panel->width_px - 2 * margin;
    int32_t gap = lt_stage_leading_px(stage) / 2;
    int32_t rule = 3 * lt_stage_body_px(stage);
    lt_plate_init(plate, panel->width_px, panel->height_px, stage->rtl, LT_INK_PAPER);
    struct lt_font font = stage->style.title;
    font.size_fx = stage->style.body;
    struct lt_label_style title = lt_stage_label(&font, 170, 120, LT_INK_TEXT);
    struct lt_label_style text = lt_stage_label(&stage->style.text, 100, 145, LT_INK_SOFT);
    title.align = text.align = LT_ALIGN_CENTRE;
    title.balanced = text.balanced = true;
    struct lt_piece above = lt_plate_set(plate, stage, &title, lt_word(stage->words, "Nothing to read for the moment"),
                                         stage->lang, measure);
    struct lt_piece below = lt_plate_set(plate, stage, &text,
                                         lt_word(stage->words, "New articles will appear here by themselves."),
                                         stage->lang, measure);
    int32_t y = (panel->height_px - above.height_px - below.height_px - 3 * gap) * 2 / 5;
    y += lt_plate_put(plate, &above, margin, y) + gap;
    lt_plate_fill(plate, (panel->width_px - rule) / 2, y, rule, lt_stage_hair_px(stage), LT_INK_ACCENT);
    lt_plate_put(plate, &below, margin, y + 2 * gap);
}
