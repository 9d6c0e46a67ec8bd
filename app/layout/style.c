/*
 * style.c: from a panel and a type size to every length of a page.
 *
 * The body follows the reading distance where the panel's millimetres are known and a curve through usual panels where
 * they are not; all else follows the body. Columns are counted in characters, which the ruler knows.
 */
#include <lutrin/style.h>

#include <string.h>

#include <lutrin/text.h>

enum {
    USUAL_DISTANCE_MM = 500,
    BODY_EM_UM = 3900,              /* micrometres of em at the usual distance */
    BODY_MIN_PX = 14, BODY_MAX_PX = 160,
    MEASURE_MIN_CHARS = 45, MEASURE_MAX_CHARS = 75, RAGGED_CHARS = 35,
    COLUMNS_MAX = 3,
    TARGET_MM = 9,
};

static const int32_t STEP_PERCENT[LT_TYPE_STEPS] = {88, 100, 118, 140, 170};

/* Letters in about the proportion of running text; the space after it counts too. */
static const char SAMPLE[] = "la rive attend son passeur depuis des heures et le bac ne vient pas the boat is late again ";

static int64_t root(int64_t square)
{
    int64_t low = 0, high = 65536;
    while (low < high) {
        int64_t middle = (low + high + 1) / 2;
        if (middle * middle <= square)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static int32_t clamp(int64_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : (int32_t)value;
}

static lt_fx whole_px(int64_t fx)
{
    return LT_FX((fx + 32) / 64);
}

/* The em in 1/64 px at the default step. */
static int64_t usual_body(const struct lt_panel *panel)
{
    int64_t body = 64 * 143 / 10 + root((int64_t)panel->width_px * panel->height_px) * 64 * 89 / 10000;
    return panel->height_px > panel->width_px ? body * 114 / 100 : body;
}

static void set_scale(struct lt_style *style)
{
    const struct lt_panel *panel = &style->panel;
    int64_t body = usual_body(panel);
    int32_t distance = panel->distance_mm;
    if (panel->width_mm > 0 && panel->height_mm > 0) {
        style->px_per_mm_fx = (lt_fx)((int64_t)panel->width_px * 64 / panel->width_mm);
        body = (int64_t)style->px_per_mm_fx * BODY_EM_UM / 1000;
    } else {
        style->px_per_mm_fx = (lt_fx)(body * 1000 / BODY_EM_UM);
    }
    body = body * distance / USUAL_DISTANCE_MM * STEP_PERCENT[style->step] / 100;
    int32_t room = panel->width_px < panel->height_px ? panel->width_px : panel->height_px;
    style->body = LT_FX(clamp((body + 32) / 64, BODY_MIN_PX, clamp(room / 10, BODY_MIN_PX, BODY_MAX_PX)));
    style->leading = whole_px((int64_t)style->body * 145 / 100);
    style->target = style->px_per_mm_fx * TARGET_MM;
    lt_fx most = LT_FX(room) / 6; /* a panel of few pixels cannot spare more */
    style->target = style->target > most ? most : style->target;
}

static struct lt_font font_of(const struct lt_style *style, enum lt_family family, int bits, int32_t percent)
{
    int64_t size = whole_px((int64_t)style->body * percent / 100);
    return (struct lt_font){.family = (uint8_t)family, .style = (uint8_t)bits,
                            .size_fx = clamp(size, LT_FX(9), LT_FX(512)), .tracking_fx = 0};
}

static void set_fonts(struct lt_style *style, int32_t title_percent)
{
    style->text = font_of(style, LT_FAMILY_BODY, 0, 100);
    style->title = font_of(style, LT_FAMILY_TITLE, LT_STYLE_BOLD, title_percent);
    style->heading[0] = font_of(style, LT_FAMILY_BODY, LT_STYLE_BOLD, 112);
    style->heading[1] = font_of(style, LT_FAMILY_BODY, LT_STYLE_BOLD, 100);
    style->heading[2] = font_of(style, LT_FAMILY_BODY, LT_STYLE_BOLD | LT_STYLE_ITALIC, 100);
    style->heading[3] = style->heading[4] = font_of(style, LT_FAMILY_BODY, LT_STYLE_ITALIC, 100);
    style->standfirst = font_of(style, LT_FAMILY_BODY, 0, 115);
    style->caption = font_of(style, LT_FAMILY_SANS, 0, 75);
    style->kicker = font_of(style, LT_FAMILY_SANS, LT_STYLE_BOLD, 70);
    style->kicker.tracking_fx = whole_px((int64_t)style->kicker.size_fx * 8 / 100);
    style->byline = font_of(style, LT_FAMILY_SANS, 0, 75);
    style->code = font_of(style, LT_FAMILY_MONO, 0, 82);
    style->interface = font_of(style, LT_FAMILY_SANS, 0, 80);
    style->folio = font_of(style, LT_FAMILY_SANS, 0, 75);
    style->title_leading = whole_px((int64_t)style->title.size_fx * 110 / 100);
    style->standfirst_leading = whole_px((int64_t)style->standfirst.size_fx * 138 / 100);
    style->caption_leading = whole_px((int64_t)style->caption.size_fx * 140 / 100);
}

/* Hundredths of characters of running text that a measure holds. */
static int64_t chars_in(const struct lt_style *style, lt_fx measure, const struct lt_ruler *ruler)
{
    struct lt_run_text run = {{SAMPLE, sizeof SAMPLE - 1}, LT_SCRIPT('L', 'a', 't', 'n'), "", false};
    int64_t sample = ruler->advance(ruler->self, &style->text, &run);
    return (int64_t)measure * 100 * (int64_t)(sizeof SAMPLE - 1) / (sample > 0 ? sample : 1);
}

/* How far from good a column of that many hundredths of characters is. */
static int64_t amiss(int64_t chars)
{
    if (chars < MEASURE_MIN_CHARS * 100)
        return MEASURE_MIN_CHARS * 100 - chars;
    return chars > MEASURE_MAX_CHARS * 100 ? (chars - MEASURE_MAX_CHARS * 100) / 3 : 0;
}

static lt_fx measure_of(const struct lt_style *style, int32_t columns, lt_fx margin)
{
    int64_t width = LT_FX(style->panel.width_px) - 2 * (int64_t)margin - (columns - 1) * (int64_t)style->gutter;
    return (lt_fx)(width / columns / 64 * 64);
}

static void set_columns(struct lt_style *style, const struct lt_ruler *ruler)
{
    int32_t width = style->panel.width_px;
    bool portrait = style->panel.height_px > width;
    lt_fx margin = LT_FX(width * (portrait ? 70 : 65) / 1000);
    style->gutter = whole_px((int64_t)style->body * 24 / 10);
    style->columns = 1;
    for (int32_t columns = 2; columns <= COLUMNS_MAX; columns++)
        if (amiss(chars_in(style, measure_of(style, columns, margin), ruler)) <
            amiss(chars_in(style, measure_of(style, style->columns, margin), ruler)))
            style->columns = columns;
    style->measure = measure_of(style, style->columns, margin);
    int64_t chars = chars_in(style, style->measure, ruler);
    if (chars > MEASURE_MAX_CHARS * 100)
        style->measure = whole_px((int64_t)style->measure * MEASURE_MAX_CHARS * 100 / chars);
    int64_t used = (int64_t)style->measure * style->columns + (int64_t)style->gutter * (style->columns - 1);
    style->margin_x = (lt_fx)((LT_FX(width) - used) / 2 / 64 * 64);
    style->ragged = chars < RAGGED_CHARS * 100;
}

static void set_rows(struct lt_style *style)
{
    lt_fx height = LT_FX(style->panel.height_px);
    style->top = whole_px(style->target + style->leading * 6 / 10);
    style->bottom = whole_px(style->target);
    lt_fx rows = (height - style->top - style->bottom) / style->leading;
    rows = rows < 3 ? 3 : rows;
    style->column_height = rows * style->leading;
    lt_fx spare = height - style->top - style->bottom - style->column_height;
    style->top += whole_px(spare / 3);
    style->bottom = height - style->top - style->column_height;
}

/* A title is large, but neither breaks on a narrow measure into a tower nor takes a low panel for itself. */
static int32_t title_percent(const struct lt_style *style, int64_t chars)
{
    int32_t by_measure = chars < 45 * 100 ? 185 : chars < 52 * 100 ? 205 : 230;
    int32_t rows = style->column_height / style->leading, by_rows = rows < 10 ? 155 : rows < 15 ? 180 : 230;
    return by_measure < by_rows ? by_measure : by_rows;
}

static void init(struct lt_style *style, const struct lt_panel *panel, int step, lt_fx body,
                 const struct lt_ruler *ruler)
{
    memset(style, 0, sizeof *style);
    style->panel = *panel;
    style->panel.width_px = clamp(panel->width_px, LT_PANEL_MIN_PX, LT_PANEL_MAX_PX);
    style->panel.height_px = clamp(panel->height_px, LT_PANEL_MIN_PX, LT_PANEL_MAX_PX);
    style->panel.distance_mm = panel->distance_mm > 0 ? clamp(panel->distance_mm, 200, 5000) : USUAL_DISTANCE_MM;
    style->step = clamp(step, 0, LT_TYPE_STEPS - 1);
    set_scale(style);
    if (body > 0) {
        style->body = clamp(body, LT_FX(BODY_MIN_PX), LT_FX(BODY_MAX_PX)) / 64 * 64;
        style->leading = whole_px((int64_t)style->body * 145 / 100);
    }
    set_fonts(style, 230);
    set_columns(style, ruler);
    int64_t chars = chars_in(style, style->measure, ruler);
    set_rows(style);
    set_fonts(style, title_percent(style, chars));
    style->indent = whole_px((int64_t)style->body * 12 / 10);
    style->item_indent = whole_px((int64_t)style->body * 15 / 10);
    style->quote_indent = whole_px((int64_t)style->body * 15 / 10);
}

void lt_style_init(struct lt_style *style, const struct lt_panel *panel, int step, const struct lt_ruler *ruler)
{
    init(style, panel, step, 0, ruler);
}

void lt_style_init_sized(struct lt_style *style, const struct lt_panel *panel, lt_fx body,
                         const struct lt_ruler *ruler)
{
    init(style, panel, LT_TYPE_STEP_DEFAULT, body, ruler);
}
