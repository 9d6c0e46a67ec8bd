/*
 * masthead.c: what stands still above and below the front page while its pages turn.
 *
 * Nothing relative is said when the clock is not trusted: then the date is the edition's own.
 */
#include "masthead.h"

#include "chrome.h"
#include "logo.h"

enum {
    LINES_TALL = 20, LINES_MIDDLE = 14, /* body lines that a tall and a middling panel have room for */
    DOTS_MAX = 16,                      /* more pages are told in words */
};

/* The measures of a masthead, whole pixels. */
struct shape {
    struct lt_label_style title;
    int32_t above, rule_y, rule, sections_px;
};

static struct shape shape_of(const struct lt_stage *stage)
{
    struct shape shape;
    int32_t leading = lt_stage_leading_px(stage);
    int32_t lines = stage->style.panel.height_px / leading;
    int percent = lines >= LINES_TALL ? 215 : lines >= LINES_MIDDLE ? 160 : 128;
    struct lt_font font = stage->style.title;
    font.size_fx = stage->style.body;
    shape.title = lt_stage_label(&font, percent, 116, LT_INK_TEXT);
    shape.title.max_lines = 1;
    shape.above = lines >= LINES_TALL ? leading : lines >= LINES_MIDDLE ? leading / 2 : leading / 4;
    shape.rule = lt_stage_hair_px(stage);
    shape.rule_y = shape.above + LT_FX_ROUND_PX(shape.title.leading) + leading / (lines >= LINES_MIDDLE ? 3 : 6);
    int32_t target = lt_stage_target_px(stage);
    int32_t sections = leading * 8 / 5;
    shape.sections_px = lines >= LINES_MIDDLE && target > sections ? target : sections;
    return shape;
}

static const char *updated_words(const struct lt_stage *stage, struct lt_arena *arena)
{
    const struct lt_bundle_info *info = stage->info;
    const int64_t day = 86400;
    int64_t now = stage->wall_s + info->utc_offset;
    int64_t made = info->created + info->utc_offset;
    if (made <= 0 || made / day != now / day || made > now)
        return "";
    const char *time = lt_stage_date(stage, arena, info->created, info->utc_offset, LT_DATE_TIME);
    return lt_stage_say(stage, arena, "updated at %1", time, NULL);
}

/* The longest way to tell the date that fits into `measure`. */
static struct lt_piece set_date(struct lt_plate *plate, const struct lt_stage *stage, int32_t measure)
{
    const struct lt_bundle_info *info = stage->info;
    struct lt_arena *arena = &plate->arena;
    const char *tries[3] = {"", "", ""};
    if (stage->wall_s != LT_NO_TIME) {
        tries[1] = lt_stage_date(stage, arena, stage->wall_s, info->utc_offset, LT_DATE_FULL);
        tries[0] = lt_stage_join(arena, stage->rtl, tries[1], updated_words(stage, arena), NULL);
        tries[2] = lt_stage_date(stage, arena, stage->wall_s, info->utc_offset, LT_DATE_LONG);
    } else if (info->created > 0) {
        tries[1] = lt_stage_date(stage, arena, info->created, info->utc_offset, LT_DATE_LONG);
        tries[0] = lt_stage_say(stage, arena, "edition of %1", tries[1], NULL);
    }
    struct lt_label_style style = lt_stage_label(&stage->style.byline, 104, 150, LT_INK_SOFT);
    style.max_lines = 1;
    for (size_t i = 0; i < 3; i++) {
        struct lt_piece piece = lt_plate_set_tight(plate, stage, &style, tries[i], stage->lang, measure);
        if (piece.label && !lt_label_cut(piece.label))
            return piece;
    }
    return (struct lt_piece){0};
}

/* The title in letters, the logo, or a logo that is no words with the title beside it. */
static void put_name(struct lt_plate *plate, const struct lt_stage *stage, const struct shape *shape)
{
    int32_t margin = lt_stage_front_margin_px(stage);
    int32_t width = plate->width - 2 * margin;
    int32_t baseline = shape->above + lt_stage_baseline_px(stage, &shape->title);
    int32_t used = lt_logo_put_down(plate, stage, margin, shape->above, width, LT_FX_ROUND_PX(shape->title.leading));
    if (!lt_logo_stands_alone(&stage->info->logo)) {
        used += used ? lt_stage_body_px(stage) / 2 : 0;
        struct lt_piece name =
            lt_plate_set_tight(plate, stage, &shape->title, stage->info->title, stage->info->lang, width - used);
        lt_plate_put(plate, &name, margin + used, shape->above);
        used += name.width_px;
    }
    int32_t left = width - used - lt_stage_body_px(stage);
    struct lt_piece date = left > 0 ? set_date(plate, stage, left) : (struct lt_piece){0};
    struct lt_label_style style = lt_stage_label(&stage->style.byline, 104, 150, LT_INK_SOFT);
    lt_plate_put(plate, &date, plate->width - margin - date.width_px, baseline - lt_stage_baseline_px(stage, &style));
}

static void put_rule(struct lt_plate *plate, const struct lt_stage *stage, const struct shape *shape)
{
    int32_t margin = lt_stage_front_margin_px(stage);
    lt_plate_fill(plate, margin, shape->rule_y, plate->width - 2 * margin, shape->rule, LT_INK_TEXT);
    lt_plate_fill(plate, margin, shape->rule_y + 2 * shape->rule, plate->width - 2 * margin, shape->rule, LT_INK_TEXT);
}

/* A word in the line of sections; returns where the next one may begin, or -1 when it does not fit before `end`. */
static int32_t put_section(struct lt_plate *plate, const struct lt_stage *stage, const struct shape *shape,
                           const char *name, const char *lang, bool active, int32_t x, int32_t end,
                           struct lt_action action)
{
    struct lt_label_style style = lt_stage_label(&stage->style.interface, 100, 140, active ? LT_INK_ACCENT : LT_INK_TEXT);
    int32_t top = shape->rule_y + 3 * shape->rule;
    int32_t gap = lt_stage_body_px(stage) * 3 / 2;
    style.max_lines = 1;
    style.font.style |= active ? LT_STYLE_BOLD : 0;
    struct lt_piece piece = lt_plate_set(plate, stage, &style, name, lang, end > x ? end - x : 0);
    if (!piece.label || lt_label_cut(piece.label))
        return -1;
    piece = lt_plate_set_tight(plate, stage, &style, name, lang, end - x);
    int32_t y = top + (shape->sections_px - piece.height_px) / 2;
    lt_plate_put(plate, &piece, x, y);
    if (active)
        lt_plate_fill(plate, x, y + piece.height_px, piece.width_px, 3 * shape->rule, LT_INK_ACCENT);
    lt_plate_spot(plate, x - gap / 2, top, piece.width_px + gap, shape->sections_px, name, action);
    return x + piece.width_px + gap;
}

static const char *section_name(const struct lt_stage *stage, size_t index, const char **ret_lang)
{
    *ret_lang = index == 0 ? stage->lang : stage->info->lang;
    return index == 0 ? lt_word(stage->words, "Front page") : stage->info->sections[index - 1].name;
}

/* Width of the line of sections from `from` to `to`, both included. */
static int32_t sections_width(struct lt_plate *plate, const struct lt_stage *stage, size_t from, size_t to)
{
    struct lt_label_style style = lt_stage_label(&stage->style.interface, 100, 140, LT_INK_TEXT);
    int32_t width = 0;
    style.max_lines = 1;
    style.font.style |= LT_STYLE_BOLD;
    for (size_t i = from; i <= to; i++) {
        const char *lang = NULL;
        const char *name = section_name(stage, i, &lang);
        struct lt_piece piece = lt_plate_set(plate, stage, &style, name, lang, plate->width);
        width += piece.width_px + lt_stage_body_px(stage) * 3 / 2;
    }
    return width;
}

/* The sections in one line, from the first one that leaves room for the open one; arrows lead to those that are not
 * shown. */
static void put_sections(struct lt_plate *plate, const struct lt_stage *stage, const struct shape *shape, size_t open,
                         int32_t end)
{
    size_t count = stage->info->section_count + 1;
    size_t from = 0;
    int32_t x = lt_stage_front_margin_px(stage);
    int32_t arrow = lt_stage_body_px(stage) * 2;
    while (from < open && sections_width(plate, stage, from, open) > end - x - 2 * arrow)
        from++;
    if (from > 0)
        x = put_section(plate, stage, shape, stage->rtl ? "›" : "‹", "", false, x, end,
                        (struct lt_action){LT_ACT_SECTION, (int64_t)from - 1, NULL});
    for (size_t i = from; i < count && x >= 0; i++) {
        const char *lang = NULL;
        const char *name = section_name(stage, i, &lang);
        int32_t room = i + 1 < count ? end - arrow : end;
        int32_t next = put_section(plate, stage, shape, name, lang, i == open, x, room,
                                   (struct lt_action){LT_ACT_SECTION, (int64_t)i, NULL});
        if (next < 0 && i > from)
            (void)put_section(plate, stage, shape, stage->rtl ? "‹" : "›", "", false, x, end,
                              (struct lt_action){LT_ACT_SECTION, (int64_t)i, NULL});
        x = next;
    }
}

int32_t lt_masthead_px(const struct lt_stage *stage)
{
    struct shape shape = shape_of(stage);
    return shape.rule_y + 3 * shape.rule + shape.sections_px + lt_stage_leading_px(stage) / 4;
}

int32_t lt_dots_px(const struct lt_stage *stage)
{
    int32_t target = lt_stage_target_px(stage);
    int32_t most = stage->style.panel.height_px / 9;
    return target < most ? target : most;
}

void lt_masthead_compose(struct lt_plate *plate, const struct lt_stage *stage, size_t section)
{
    struct shape shape = shape_of(stage);
    int32_t margin = lt_stage_front_margin_px(stage);
    lt_plate_init(plate, stage->style.panel.width_px, lt_masthead_px(stage), stage->rtl, LT_INK_PAPER);
    put_name(plate, stage, &shape);
    put_rule(plate, stage, &shape);
    struct lt_label_style style = lt_stage_label(&stage->style.interface, 104, 140, LT_INK_SOFT);
    int32_t target = lt_stage_target_px(stage);
    int32_t top = shape.rule_y + 3 * shape.rule;
    struct lt_piece sizes = lt_plate_set_tight(plate, stage, &style, "Aa", "", target);
    int32_t x = plate->width - margin - sizes.width_px;
    put_sections(plate, stage, &shape, section, x - lt_stage_body_px(stage));
    lt_plate_put(plate, &sizes, x, top + (shape.sections_px - sizes.height_px) / 2);
    lt_plate_spot(plate, x + sizes.width_px / 2 - target / 2, top, target, shape.sections_px,
                  lt_word(stage->words, "Type size"), (struct lt_action){LT_ACT_SIZES, 0, NULL});
}

static void put_arrow(struct lt_plate *plate, const struct lt_stage *stage, bool next, int32_t x)
{
    struct lt_label_style style = lt_stage_label(&stage->style.interface, 140, 120, LT_INK_SOFT);
    int32_t target = lt_stage_target_px(stage);
    style.align = LT_ALIGN_CENTRE;
    style.max_lines = 1;
    struct lt_piece piece = lt_plate_set(plate, stage, &style, next != stage->rtl ? "›" : "‹", "", target);
    lt_plate_put(plate, &piece, x, (plate->height - piece.height_px) / 2);
    lt_plate_spot(plate, x, 0, target, plate->height, lt_word(stage->words, next ? "Next page" : "Previous page"),
                  (struct lt_action){next ? LT_ACT_NEXT : LT_ACT_PREVIOUS, 0, NULL});
}

/* A tap on it goes over to the newer bundle, as any way home does. */
static void put_news(struct lt_plate *plate, const struct lt_stage *stage)
{
    int32_t margin = lt_stage_front_margin_px(stage), most = plate->width / 3;
    int32_t end = lt_chrome_put_news(plate, stage, margin, most, plate->height / 2);
    if (stage->news)
        lt_plate_spot(plate, 0, 0, end + margin / 2, plate->height, lt_word(stage->words, "New articles"),
                      (struct lt_action){LT_ACT_HOME, 0, NULL});
}

void lt_dots_compose(struct lt_plate *plate, const struct lt_stage *stage, uint32_t page, uint32_t count)
{
    lt_plate_init(plate, stage->style.panel.width_px, lt_dots_px(stage), stage->rtl, LT_INK_PAPER);
    put_news(plate, stage);
    if (count < 2)
        return;
    int32_t dot = lt_stage_body_px(stage) * 9 / 20;
    int32_t pitch = lt_stage_body_px(stage);
    int32_t width = (int32_t)(count - 1) * pitch + dot;
    if (count > DOTS_MAX) {
        struct lt_label_style style = lt_stage_label(&stage->style.folio, 100, 140, LT_INK_SOFT);
        style.align = LT_ALIGN_CENTRE;
        width = lt_stage_body_px(stage) * 10;
        const char *words = lt_stage_say(stage, &plate->arena, "page %1 of %2",
                                         lt_stage_number(stage, &plate->arena, (int64_t)page + 1),
                                         lt_stage_number(stage, &plate->arena, count));
        struct lt_piece piece = lt_plate_set(plate, stage, &style, words, stage->lang, width);
        lt_plate_put(plate, &piece, (plate->width - width) / 2, (plate->height - piece.height_px) / 2);
    }
    int32_t x = (plate->width - width) / 2;
    for (uint32_t i = 0; count <= DOTS_MAX && i < count; i++) {
        int32_t size = i == page ? dot : dot / 2; /* by their size too: in strong contrast the inks are alike */
        lt_plate_dot(plate, x + (int32_t)i * pitch + (dot - size) / 2, (plate->height - size) / 2, size,
                     i == page ? LT_INK_TEXT : LT_INK_SOFT);
    }
    if (page > 0)
        put_arrow(plate, stage, false, x - lt_stage_target_px(stage) - pitch / 2);
    if (page + 1 < count)
        put_arrow(plate, stage, true, x + width + pitch / 2);
}
