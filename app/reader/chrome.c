/*
 * chrome.c: the line above an article (way home, what this is, type size) and the line below it (page, bar, time left).
 *
 * They stand still while pages turn, hide nothing and cover no text.
 */
#include "chrome.h"

enum { BAR_MIN_EMS = 3 };

int32_t lt_chrome_top_px(const struct lt_stage *stage)
{
    return LT_FX_ROUND_PX(stage->style.top);
}

int32_t lt_chrome_bottom_px(const struct lt_stage *stage)
{
    return LT_FX_ROUND_PX(stage->style.bottom);
}

static struct lt_label_style line_style(const struct lt_stage *stage, enum lt_ink ink, bool bold)
{
    struct lt_label_style style = lt_stage_label(&stage->style.interface, 100, 140, ink);
    style.max_lines = 1;
    style.font.style |= bold ? LT_STYLE_BOLD : 0;
    return style;
}

/* The plates reach as far as the page's own area; the lines themselves keep to the panel's edges. */
static int32_t band_px(const struct lt_stage *stage, const struct lt_plate *plate)
{
    int32_t target = lt_stage_target_px(stage);
    return target < plate->height ? target : plate->height;
}

/* Where a piece stands in the line above, or in the line below. */
static int32_t upper_y(const struct lt_stage *stage, const struct lt_plate *plate, const struct lt_piece *piece)
{
    return (band_px(stage, plate) - piece->height_px) / 2;
}

static int32_t lower_y(const struct lt_stage *stage, const struct lt_plate *plate, int32_t height)
{
    return plate->height - (band_px(stage, plate) + height) / 2;
}

int32_t lt_chrome_put_news(struct lt_plate *plate, const struct lt_stage *stage, int32_t x, int32_t end, int32_t middle)
{
    struct lt_label_style style = lt_stage_label(&stage->style.folio, 100, 140, LT_INK_SOFT);
    int32_t body = lt_stage_body_px(stage), dot = body * 9 / 20;
    style.max_lines = 1;
    if (!stage->news || x + dot > end)
        return x;
    lt_plate_dot(plate, x, middle - dot / 2, dot, LT_INK_ACCENT);
    x += dot;
    struct lt_piece words = lt_plate_set_tight(plate, stage, &style, lt_word(stage->words, "New articles"), stage->lang,
                                               end - x - body / 2);
    if (!words.label || lt_label_cut(words.label))
        return x;
    lt_plate_put(plate, &words, x + body / 2, middle - words.height_px / 2);
    return x + body / 2 + words.width_px;
}

/* The way home; returns where it ends. */
static int32_t put_home(struct lt_plate *plate, const struct lt_stage *stage)
{
    struct lt_label_style style = line_style(stage, LT_INK_TEXT, true);
    int32_t margin = lt_stage_margin_px(stage);
    const char *title = stage->info->title;
    bool other_way = lt_text_is_rtl(lt_bytes_of(title)) != stage->rtl; /* then a mark keeps the arrow on its side */
    const char *mark = !other_way ? "" : stage->rtl ? "\u200F" : "\u200E";
    const char *words = lt_arena_printf(&plate->arena, "%s‹ %s", mark, title); /* the arrow is mirrored as brackets are */
    struct lt_piece piece = lt_plate_set_tight(plate, stage, &style, words, stage->lang, plate->width * 2 / 5);
    lt_plate_put(plate, &piece, margin, upper_y(stage, plate, &piece));
    int32_t end = margin + piece.width_px;
    if (stage->news)
        end = lt_chrome_put_news(plate, stage, end + lt_stage_body_px(stage), plate->width / 2, band_px(stage, plate) / 2);
    int32_t least = lt_stage_target_px(stage);
    int32_t width = end + margin / 4 < least ? least : end + margin / 4;
    lt_plate_spot(plate, 0, 0, width, band_px(stage, plate), words, (struct lt_action){LT_ACT_HOME, 0, NULL});
    return end;
}

/* The type size; returns where it begins. */
static int32_t put_sizes(struct lt_plate *plate, const struct lt_stage *stage)
{
    struct lt_label_style style = line_style(stage, LT_INK_SOFT, false);
    int32_t target = lt_stage_target_px(stage);
    struct lt_piece piece = lt_plate_set_tight(plate, stage, &style, "Aa", "", target);
    int32_t x = plate->width - lt_stage_margin_px(stage) - piece.width_px;
    int32_t spot = x + piece.width_px / 2 - target / 2;
    lt_plate_put(plate, &piece, x, upper_y(stage, plate, &piece));
    lt_plate_spot(plate, spot, 0, target, band_px(stage, plate), lt_word(stage->words, "Type size"),
                  (struct lt_action){LT_ACT_SIZES, 0, NULL});
    return spot;
}

/* What stands in the middle, in the panel's middle if there is room for it, else between `from` and `to`. */
static void put_middle(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_chrome_top *top,
                       int32_t from, int32_t to)
{
    bool back = top->back && *top->back;
    struct lt_label_style style = line_style(stage, back ? LT_INK_ACCENT : LT_INK_SOFT, false);
    int32_t gap = lt_stage_body_px(stage);
    int32_t room = to - from - 2 * gap;
    const char *words = back ? lt_stage_say(stage, &plate->arena, "Back to “%1”", top->back, NULL) : top->middle;
    if (room < 4 * gap)
        return;
    struct lt_piece piece = lt_plate_set_tight(plate, stage, &style, words, back ? stage->lang : top->middle_lang, room);
    if (!back && (!piece.label || lt_label_cut(piece.label)))
        return;
    int32_t x = (plate->width - piece.width_px) / 2;
    if (x < from + gap && stage->news && !back) /* side by side the two would be one */
        return;
    if (x < from + gap)
        x = from + gap;
    if (x + piece.width_px > to - gap)
        x = to - gap - piece.width_px;
    lt_plate_put(plate, &piece, x, upper_y(stage, plate, &piece));
    if (back)
        lt_plate_spot(plate, x - gap / 2, 0, piece.width_px + gap, band_px(stage, plate), words, (struct lt_action){LT_ACT_BACK, 0, NULL});
}

void lt_chrome_compose_top(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_chrome_top *top)
{
    lt_plate_init(plate, stage->style.panel.width_px, lt_chrome_top_px(stage), stage->rtl, LT_INK_PAPER);
    int32_t from = put_home(plate, stage);
    put_middle(plate, stage, top, from, put_sizes(plate, stage));
    int32_t hair = lt_stage_hair_px(stage);
    lt_plate_fill(plate, 0, band_px(stage, plate), plate->width, hair, LT_INK_RULE);
}

static const char *time_words(struct lt_plate *plate, const struct lt_stage *stage, uint32_t minutes)
{
    if (minutes == 0)
        return lt_word(stage->words, "almost done");
    return lt_stage_say(stage, &plate->arena, "%1 min left", lt_stage_number(stage, &plate->arena, minutes), NULL);
}

static const char *page_words(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_chrome_bottom *b)
{
    if (b->pages == 0)
        return lt_word(stage->words, "end");
    return lt_stage_say(stage, &plate->arena, "page %1 of %2",
                        lt_stage_number(stage, &plate->arena, (int64_t)b->page + 1),
                        lt_stage_number(stage, &plate->arena, b->pages));
}

/* `thousandths` of the way are done; it begins where the panel's own direction begins, or at the other side. */
static void put_bar(struct lt_plate *plate, const struct lt_stage *stage, int32_t thousandths, bool turned, int32_t from,
                    int32_t to)
{
    int32_t thick = 3 * lt_stage_hair_px(stage);
    int32_t y = lower_y(stage, plate, thick);
    int32_t done = (int32_t)((int64_t)(to - from) * thousandths / 1000);
    if (to - from < BAR_MIN_EMS * lt_stage_body_px(stage))
        return;
    /* what is left is thinner: in strong contrast the two inks are alike */
    lt_plate_fill(plate, from, y + thick / 3, to - from, thick / 3, LT_INK_SOFT);
    lt_plate_fill(plate, turned ? to - done : from, y, done, thick, LT_INK_ACCENT);
}

static struct lt_label_style folio_style(const struct lt_stage *stage)
{
    struct lt_label_style style = lt_stage_label(&stage->style.folio, 100, 140, LT_INK_SOFT);
    style.max_lines = 1;
    return style;
}

void lt_chrome_put_line(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_chrome_line *line)
{
    struct lt_label_style style = folio_style(stage);
    int32_t margin = line->margin_px, gap = lt_stage_body_px(stage) * 4 / 5;
    int32_t all = plate->width - 2 * margin;
    struct lt_piece end = lt_plate_set_tight(plate, stage, &style, line->end, stage->lang, all / 2);
    int32_t room = all - (end.width_px ? end.width_px + gap : 0);
    const char *both = lt_stage_join(&plate->arena, stage->rtl, line->words, line->more, NULL);
    struct lt_piece words = lt_plate_set_tight(plate, stage, &style, both, stage->lang, room);
    if (words.label && lt_label_cut(words.label)) /* the release is what can be left out */
        words = lt_plate_set_tight(plate, stage, &style, line->words, stage->lang, room);
    int32_t y = lower_y(stage, plate, words.height_px), x = plate->width - margin - end.width_px;
    lt_plate_put(plate, &words, margin, y);
    lt_plate_put(plate, &end, x, y);
    if (line->progress >= 0)
        put_bar(plate, stage, line->progress, false, margin + words.width_px + gap, x - gap);
}

void lt_chrome_compose_bottom(struct lt_plate *plate, const struct lt_stage *stage,
                              const struct lt_chrome_bottom *bottom)
{
    int32_t margin = lt_stage_margin_px(stage);
    lt_plate_init(plate, stage->style.panel.width_px, lt_chrome_bottom_px(stage), stage->rtl, LT_INK_PAPER);
    struct lt_label_style style = folio_style(stage);
    int32_t half = (plate->width - 2 * margin) / 2;
    struct lt_piece left = lt_plate_set_tight(plate, stage, &style, page_words(plate, stage, bottom), stage->lang, half);
    int32_t y = lower_y(stage, plate, left.height_px);
    const char *right_words = NULL;
    if (bottom->end && bottom->next != 0)
        right_words = lt_arena_printf(&plate->arena, "%s ›", lt_word(stage->words, "next article"));
    else if (!bottom->end)
        right_words = time_words(plate, stage, bottom->minutes_left);
    struct lt_piece right = lt_plate_set_tight(plate, stage, &style, right_words, stage->lang, half);
    int32_t x = plate->width - margin - right.width_px;
    int32_t gap = lt_stage_body_px(stage) * 4 / 5;
    lt_plate_put(plate, &left, margin, y);
    lt_plate_put(plate, &right, x, y);
    if (bottom->end && right.label)
        lt_plate_spot(plate, x - gap, plate->height - band_px(stage, plate), right.width_px + gap + margin,
                      band_px(stage, plate), right_words,
                      (struct lt_action){LT_ACT_OPEN, bottom->next, NULL});
    put_bar(plate, stage, (int32_t)bottom->progress, bottom->rtl != stage->rtl, margin + left.width_px + gap,
            right.label ? x - gap : plate->width - margin);
}
