/*
 * front.c: divides a section's articles into pages, and each page into boxes. Knows room and number; what stands in a
 * box is story.c's business.
 *
 * Page 0 has a lead among others; the rest is divided evenly into grids, so that no page is left with a lonely card.
 */
#include "front.h"

#include "masthead.h"
#include "story.h"

#include <string.h>

enum {
    ROW_PICTURE_LINES = 3,  /* a row needs so many leadings for a picture beside its words */
    ROW_PICTURE_PERCENT = 33,
    ROW_STANDFIRST_EMS = 14, ROW_STANDFIRST_MOST = 4,
    ROW_STAND_PERCENT = 55, /* a row so high that its picture, this high over its width, can stand above its words */
    ROWS_ACROSS_EMS = 34,   /* below the lead so wide a page has room for two side by side */
    ROWS_WISHED = 3,        /* below that a row goes without its byline */
    CELL_EMS = 13, CELL_LEAST_EMS = 11, /* a cell is at least so wide, in body sizes; if need be a little less */
    CELL_LINES_TENTHS = 70, /* and so high, in tenths of a leading */
    GOLDEN_LARGE = 162, GOLDEN_ALL = 262,
};

struct area {
    int32_t x, y, width, height;
    bool beside; /* the lead has the others beside it; else below */
};

static struct area area_of(const struct lt_front *f)
{
    const struct lt_style *style = &f->stage->style;
    struct area area;
    int32_t pad = lt_stage_leading_px(f->stage) / 4;
    area.x = lt_stage_front_margin_px(f->stage);
    area.y = pad;
    area.width = style->panel.width_px - 2 * area.x;
    area.height = style->panel.height_px - f->head_px - f->foot_px - 2 * pad;
    area.beside = area.width * 10 > area.height * 12;
    return area;
}

static int32_t gutter_px(const struct lt_front *f)
{
    return lt_stage_body_px(f->stage) * 2;
}

static struct lt_story_form row_form(const struct lt_front *f, int32_t width, int32_t height)
{
    int32_t leading = lt_stage_leading_px(f->stage);
    int32_t body = lt_stage_body_px(f->stage);
    struct lt_story_form form = {.title_percent = 104, .title_lines = 3, .small = true};
    form.picture = height >= ROW_PICTURE_LINES * leading && width >= 17 * body;
    form.picture_width = form.picture ? width * ROW_PICTURE_PERCENT / 100 : 0;
    if (form.picture_width * 13 / 16 > height)
        form.picture_width = height * 16 / 13;
    if (width - form.picture_width >= ROW_STANDFIRST_EMS * body)
        form.standfirst_lines = 2;
    while (form.title_lines > 2 && lt_story_words_px(f->stage, &form) > height)
        form.title_lines--;
    form.standfirst_lines += form.standfirst_lines > 0; /* a line more for those that have room for it under their titles */
    struct lt_story_form wordy = form; /* where few stories have the page, a narrow one has room below for what it says */
    for (wordy.standfirst_lines = ROW_STANDFIRST_MOST; wordy.standfirst_lines > form.standfirst_lines; wordy.standfirst_lines--)
        if (wordy.standfirst_lines > 1 && lt_story_words_px(f->stage, &wordy) <= height)
            return wordy;
    return form;
}

/* The least height of a row beside or below the lead: kicker, two lines of title and, where there is room, byline. */
static int32_t row_least(const struct lt_front *f, bool byline)
{
    struct lt_story_form form = {.title_percent = 104, .title_lines = 2};
    int32_t height = lt_story_words_px(f->stage, &form);
    return byline ? height : height - lt_stage_leading_px(f->stage);
}

static uint32_t clamp_count(int64_t count, uint32_t most)
{
    return count < 1 ? 1 : count > most ? most : (uint32_t)count;
}

/* Where the lead ends: 1.62 parts of the area, the others have 1. */
static struct lt_box lead_box(const struct lt_front *f, struct area area)
{
    int32_t gutter = gutter_px(f);
    if (area.beside)
        return (struct lt_box){area.x, area.y, (area.width - gutter) * GOLDEN_LARGE / GOLDEN_ALL, area.height};
    return (struct lt_box){area.x, area.y, area.width, (area.height - gutter) * GOLDEN_LARGE / GOLDEN_ALL};
}

/* Rows one below the other that so high a place has room for. */
static uint32_t rows_in(const struct lt_front *f, int32_t height)
{
    int32_t gap = lt_stage_leading_px(f->stage);
    uint32_t rows = clamp_count((height + gap) / (row_least(f, true) + gap), LT_FRONT_MAX_ROWS);
    if (rows < ROWS_WISHED)
        rows = clamp_count((height + gap) / (row_least(f, false) + gap), ROWS_WISHED);
    return rows;
}

static uint32_t rows_that_fit(const struct lt_front *f)
{
    struct area area = area_of(f);
    struct lt_box lead = lead_box(f, area);
    uint32_t rows = rows_in(f, area.beside ? area.height : area.height - lead.height - gutter_px(f));
    bool two_across = !area.beside && area.width >= ROWS_ACROSS_EMS * lt_stage_body_px(f->stage);
    return !two_across ? rows : rows * 2 <= LT_FRONT_MAX_ROWS ? rows * 2 : LT_FRONT_MAX_ROWS;
}

static void plan_grid(struct lt_front *f)
{
    struct area area = area_of(f);
    int32_t gutter = gutter_px(f);
    int32_t least = CELL_LINES_TENTHS * lt_stage_leading_px(f->stage) / 10;
    f->across = clamp_count((area.width + gutter) / (CELL_EMS * lt_stage_body_px(f->stage) + gutter), LT_FRONT_MAX_ACROSS);
    if (f->across < 2 && area.width >= 2 * CELL_LEAST_EMS * lt_stage_body_px(f->stage) + gutter)
        f->across = 2;
    f->down = clamp_count((area.height + gutter) / (least + gutter), LT_FRONT_MAX_DOWN);
}

static uint32_t count_pages(const struct lt_front *f)
{
    uint32_t full = f->across * f->down;
    return f->articles <= f->first ? 1 : 1 + (f->articles - f->first + full - 1) / full;
}

uint32_t lt_front_start(const struct lt_front *front, uint32_t page, uint32_t *ret_count)
{
    if (page == 0) {
        *ret_count = front->articles < front->first ? front->articles : front->first;
        return 0;
    }
    uint32_t left = front->articles - front->first;
    uint32_t pages = count_pages(front) - 1;
    uint32_t each = left / pages;
    uint32_t more = left % pages; /* so many pages have one article more */
    uint32_t before = page - 1;
    *ret_count = each + (before < more);
    return front->first + before * each + (before < more ? before : more);
}

/* The story of a card; in a section its name, which stands marked above, is not said again at each. */
static struct lt_story story_of(const struct lt_front *f, struct lt_arena *arena, const struct lt_card *card)
{
    struct lt_story story = lt_story_of_card(f->stage, arena, card);
    if (f->section != 0 && (!*card->kicker || (card->section_name && strcmp(card->kicker, card->section_name) == 0)))
        story.kicker = NULL;
    return story;
}

/* Does a row leave so much above its words? */
static bool stands(const struct lt_front *f, const struct lt_story_form *form, int32_t width, int32_t height)
{
    return height - lt_story_words_px(f->stage, form) >= width * ROW_STAND_PERCENT / 100;
}

static void compose_rows(const struct lt_front *f, struct lt_plate *plate, const struct lt_card *cards, size_t count,
                         struct lt_box box, uint32_t slots)
{
    const struct lt_stage *stage = f->stage;
    int32_t gap = lt_stage_leading_px(stage);
    bool two = box.width > box.height && slots > 1 && !area_of(f).beside &&
               box.width >= ROWS_ACROSS_EMS * lt_stage_body_px(stage) && (slots % 2 == 0 || rows_in(f, box.height) < slots);
    uint32_t across = two ? 2 : 1;
    int32_t down = (int32_t)((slots + across - 1) / across);
    int32_t width = (box.width - (int32_t)(across - 1) * gutter_px(f)) / (int32_t)across;
    int32_t height = (box.height - (down - 1) * gap) / down;
    struct lt_story_form form = row_form(f, width, height);
    const struct lt_story_form tall = {.title_percent = 120, .title_lines = 3, .standfirst_lines = 3, .picture = true};
    for (size_t i = 0; i < count && !form.anonymous; i++) {
        struct lt_story story = story_of(f, &plate->arena, &cards[i]);
        bool lies = story.picture == 0 || !stands(f, &tall, width, height);
        form.anonymous = lies && lt_story_loses_byline(plate, stage, &story, &form, (struct lt_box){0, 0, width, height});
    }
    for (size_t i = 0; i < count; i++) {
        int32_t column = (int32_t)(i % across);
        int32_t row = (int32_t)(i / across);
        struct lt_story story = story_of(f, &plate->arena, &cards[i]);
        struct lt_box cell = {box.x + column * (width + gutter_px(f)), box.y + row * (height + gap), width, height};
        if (story.picture != 0 && stands(f, &tall, width, height))
            lt_story_stand(plate, stage, &story, &tall, cell);
        else
            lt_story_lie(plate, stage, &story, &form, cell);
        if (row > 0 && column == 0)
            lt_plate_fill(plate, box.x, cell.y - gap / 2, box.width, lt_stage_hair_px(stage), LT_INK_RULE);
    }
}

static int lead_percent(const struct lt_front *f, int32_t width)
{
    int32_t ems = width / lt_stage_body_px(f->stage);
    return ems >= 32 ? 200 : ems >= 28 ? 175 : ems >= 20 ? 150 : 125;
}

/* A story with its picture beside its words: `cell` is the picture's, `width` all of it. */
static void compose_wide(const struct lt_front *f, struct lt_plate *plate, const struct lt_story *story,
                         struct lt_box cell, int32_t width)
{
    struct lt_story_form form = {.title_percent = 140, .title_lines = 4, .standfirst_lines = 5, .picture = true,
                                 .picture_width = cell.width, .tall = true};
    cell.width = width;
    lt_story_lie(plate, f->stage, story, &form, cell);
}

static void compose_lead(const struct lt_front *f, struct lt_plate *plate, const struct lt_card *cards, size_t count)
{
    struct area area = area_of(f);
    struct lt_box lead = lead_box(f, area);
    if (count == 1)
        lead = (struct lt_box){area.x, area.y, area.width, area.height};
    struct lt_story_form form = {.title_percent = lead_percent(f, lead.width), .title_lines = 3, .standfirst_lines = 3,
                                 .picture = true};
    struct lt_story story = story_of(f, &plate->arena, &cards[0]);
    if (count == 1 && area.beside && story.picture != 0 && lt_story_row_px(plate, f->stage, &story, 1, &form, lead) == 0) {
        lead.width = lead_box(f, area).width; /* it would be a strip above the words */
        compose_wide(f, plate, &story, lead, area.width);
        return;
    }
    lt_story_stand(plate, f->stage, &story, &form, lead);
    if (count == 1)
        return;
    int32_t gutter = gutter_px(f);
    struct lt_box rest = {area.x + lead.width + gutter, area.y, area.width - lead.width - gutter, area.height};
    if (!area.beside) {
        rest = (struct lt_box){area.x, area.y + lead.height + gutter, area.width, area.height - lead.height - gutter};
        lt_plate_fill(plate, area.x, rest.y - gutter / 2, area.width, lt_stage_hair_px(f->stage), LT_INK_RULE);
    }
    compose_rows(f, plate, cards + 1, count - 1, rest, (uint32_t)count - 1);
}

/* The grid for `count` cells that leaves the fewest holes within what fits. */
static void choose_grid(const struct lt_front *f, uint32_t count, uint32_t *ret_across, uint32_t *ret_down)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t across = f->across; across >= 1; across--) {
        uint32_t down = (count + across - 1) / across;
        uint32_t holes = across * down - count;
        if (down <= f->down && holes < across && holes < best) {
            best = holes;
            *ret_across = across;
            *ret_down = down;
        }
    }
}

static void compose_grid(const struct lt_front *f, struct lt_plate *plate, const struct lt_card *cards, size_t count)
{
    uint32_t across = f->across;
    uint32_t down = f->down;
    choose_grid(f, (uint32_t)count, &across, &down);
    if (across * down != count && count <= f->first) {
        compose_lead(f, plate, cards, count);
        return;
    }
    struct area area = area_of(f);
    int32_t gutter = gutter_px(f);
    int32_t gap = lt_stage_leading_px(f->stage);
    int32_t width = (area.width - (int32_t)(across - 1) * gutter) / (int32_t)across;
    int32_t height = (area.height - (int32_t)(down - 1) * gap) / (int32_t)down;
    struct lt_story_form form = {.title_percent = width >= 22 * lt_stage_body_px(f->stage) ? 130 : 108,
                                 .title_lines = 3, .standfirst_lines = 2, .picture = true};
    size_t holes = across * down - count;
    struct lt_story stories[LT_FRONT_MAX_PAGE];
    for (size_t i = 0; i < count; i++)
        stories[i] = story_of(f, &plate->arena, &cards[i]);
    for (size_t i = 0; i < count; i++) {
        size_t at = i > 0 ? i + holes : 0;
        int32_t column = (int32_t)(at % across);
        int32_t row = (int32_t)(at / across);
        size_t beside = i + across - (size_t)column > count ? count - i : across - (size_t)column;
        struct lt_box cell = {area.x + column * (width + gutter), area.y + row * (height + gap), width, height};
        if (column == 0 || (i == 1 && holes > 0))
            form.picture_height = lt_story_row_px(plate, f->stage, &stories[i], beside, &form, cell);
        if (i == 0 && holes > 0) /* the first story of a grid that would have holes takes their place */
            compose_wide(f, plate, &stories[i], cell, width + (width + gutter) * (int32_t)holes);
        else
            lt_story_stand(plate, f->stage, &stories[i], &form, cell);
        if (row > 0 && column == 0)
            lt_plate_fill(plate, area.x, cell.y - gap / 2, area.width, lt_stage_hair_px(f->stage), LT_INK_RULE);
    }
}

static void compose_empty(const struct lt_front *f, struct lt_plate *plate)
{
    struct area area = area_of(f);
    struct lt_label_style style = lt_stage_label(&f->stage->style.standfirst, 100, 140, LT_INK_SOFT);
    style.align = LT_ALIGN_CENTRE;
    style.balanced = true;
    struct lt_piece piece = lt_plate_set(plate, f->stage, &style,
                                         lt_word(f->stage->words, "No articles in this section yet"), f->stage->lang,
                                         area.width);
    lt_plate_put(plate, &piece, area.x, area.y + (area.height - piece.height_px) / 2);
}

static int64_t section_id(const struct lt_front *f)
{
    return f->section == 0 ? 0 : f->stage->info->sections[f->section - 1].id;
}

static void compose_page(struct lt_front *f, struct lt_plate *plate, uint32_t page)
{
    uint32_t count = 0;
    uint32_t start = lt_front_start(f, page, &count);
    const struct lt_card *cards = NULL;
    size_t found = 0;
    const struct lt_style *style = &f->stage->style;
    lt_plate_init(plate, style->panel.width_px, style->panel.height_px - f->head_px - f->foot_px, f->stage->rtl,
                  LT_INK_PAPER);
    if (count == 0 || lt_bundle_cards(f->stage->bundle, section_id(f), start, count, &plate->arena, NULL, &cards,
                                      &found) != LT_OK || found == 0)
        compose_empty(f, plate);
    else if (page == 0)
        compose_lead(f, plate, cards, found);
    else
        compose_grid(f, plate, cards, found);
    if (page == 0 && found > 0)
        f->lead = cards[0].id;
}

void lt_front_init(struct lt_front *front, const struct lt_stage *stage, size_t section, bool motion)
{
    *front = (struct lt_front){.stage = stage, .section = section};
    front->articles = section == 0 ? stage->info->articles : stage->info->sections[section - 1].articles;
    front->head_px = lt_masthead_px(stage);
    front->foot_px = lt_dots_px(stage);
    front->first = 1 + rows_that_fit(front);
    plan_grid(front);
    lt_turn_init(&front->turn, stage->style.panel.width_px, stage->rtl, motion);
    lt_turn_recount(&front->turn, count_pages(front));
}

void lt_front_finish(struct lt_front *front)
{
    lt_plate_finish(&front->head);
    lt_plate_finish(&front->foot);
    for (size_t i = 0; i < LT_FRONT_KEPT; i++)
        lt_plate_finish(&front->kept[i].plate);
}

const struct lt_plate *lt_front_head(struct lt_front *front)
{
    if (!lt_plate_made(&front->head))
        lt_masthead_compose(&front->head, front->stage, front->section);
    return &front->head;
}

const struct lt_plate *lt_front_foot(struct lt_front *front)
{
    const struct lt_turn *turn = &front->turn;
    if (lt_plate_made(&front->foot) && front->foot_page == turn->page && front->foot_count == turn->count)
        return &front->foot;
    lt_plate_finish(&front->foot);
    lt_dots_compose(&front->foot, front->stage, turn->page, turn->count);
    front->foot_page = turn->page;
    front->foot_count = turn->count;
    return &front->foot;
}

bool lt_front_has_page(const struct lt_front *front, uint32_t page)
{
    for (size_t i = 0; i < LT_FRONT_KEPT; i++)
        if (lt_plate_made(&front->kept[i].plate) && front->kept[i].page == page)
            return true;
    return false;
}

const struct lt_plate *lt_front_page(struct lt_front *front, uint32_t page)
{
    size_t slot = 0;
    uint32_t farthest = 0;
    for (size_t i = 0; i < LT_FRONT_KEPT; i++) {
        uint32_t kept = front->kept[i].page;
        uint32_t here = front->turn.page;
        if (!lt_plate_made(&front->kept[i].plate)) {
            slot = farthest == UINT32_MAX ? slot : i;
            farthest = UINT32_MAX;
            continue;
        }
        if (kept == page)
            return &front->kept[i].plate;
        uint32_t way = kept > here ? kept - here : here - kept;
        if (way >= farthest) {
            slot = i;
            farthest = way;
        }
    }
    lt_plate_finish(&front->kept[slot].plate);
    compose_page(front, &front->kept[slot].plate, page);
    front->kept[slot].page = page;
    return &front->kept[slot].plate;
}
