/*
 * loupe.c: what is looked at, how large it is at each step, and where it stands.
 *
 * A picture begins as large as the panel allows and grows from there while it still shows more. A table is set anew at
 * each step, in larger or smaller type, as wide as its words need: its lines stay readable and only it is moved.
 */
#include "loupe.h"

#include "loupe_frame.h"

#include <stdlib.h>
#include <string.h>

static const int PICTURE_PERCENTS[] = {100, 150, 225, 340};
static const int TABLE_PERCENTS[] = {60, 80, 100, 130, 170};

enum {
    PICTURE_STEPS = sizeof PICTURE_PERCENTS / sizeof *PICTURE_PERCENTS,
    TABLE_STEPS = sizeof TABLE_PERCENTS / sizeof *TABLE_PERCENTS,
    TABLE_STEP_FIRST = 2,
    COARSEST = 3,               /* panel pixels for one of the picture, a side */
    UNKNOWN_WIDTH = 1600, UNKNOWN_HEIGHT = 900,
    TABLE_TALLEST_PX = 1 << 20,
    WIDER_PERCENT = 120, WIDEST_PANELS = 6, /* a table is tried wider and wider */
    SMALL_PERCENT = 80,         /* where its words fit into so much in small type, they fit into all in its own */
};

bool lt_loupe_is_open(const struct lt_loupe *loupe)
{
    return loupe->stage != NULL;
}

static int32_t pad_px(const struct lt_loupe *loupe)
{
    return lt_stage_leading_px(loupe->stage) / 2;
}

static int32_t panel_width(const struct lt_loupe *loupe)
{
    return loupe->stage->style.panel.width_px;
}

/* What is free at its sides: a table wider than the panel begins where the text of a page does. */
static int32_t edge_px(const struct lt_loupe *loupe)
{
    bool fits = loupe->picture || loupe->width <= panel_width(loupe) - 2 * pad_px(loupe);
    return fits ? pad_px(loupe) : lt_stage_margin_px(loupe->stage);
}

/* What lies between bar and foot. */
static int32_t top_px(const struct lt_loupe *loupe)
{
    return loupe->bar.height;
}

static int32_t bottom_px(const struct lt_loupe *loupe)
{
    return loupe->stage->style.panel.height_px - loupe->foot.height;
}

/* The size of the picture at a step. */
static void picture_size(const struct lt_loupe *loupe, int step, int64_t *ret_width, int64_t *ret_height)
{
    bool known = loupe->picture->width > 0 && loupe->picture->height > 0;
    int64_t own_width = known ? loupe->picture->width : UNKNOWN_WIDTH;
    int64_t own_height = known ? loupe->picture->height : UNKNOWN_HEIGHT;
    int64_t width = panel_width(loupe) - 2 * pad_px(loupe);
    int64_t height = bottom_px(loupe) - top_px(loupe) - 2 * pad_px(loupe);
    if (width * own_height > height * own_width)
        width = height * own_width / own_height;
    width = width > own_width * COARSEST / 2 ? own_width * COARSEST / 2 : width;
    width = width * PICTURE_PERCENTS[step] / 100;
    *ret_width = width < 1 ? 1 : width;
    *ret_height = width * own_height / own_width < 1 ? 1 : width * own_height / own_width;
}

static bool has_step(const struct lt_loupe *loupe, int step)
{
    if (step < 0 || step >= (loupe->picture ? PICTURE_STEPS : TABLE_STEPS))
        return false;
    if (!loupe->picture || step == 0)
        return true;
    int64_t width, height;
    picture_size(loupe, step, &width, &height);
    int64_t own = loupe->picture->width > 0 ? loupe->picture->width : UNKNOWN_WIDTH;
    return width <= own * COARSEST && width * height <= LT_LOUPE_MAX_PIXELS;
}

bool lt_loupe_can_zoom(const struct lt_loupe *loupe, int step)
{
    return has_step(loupe, loupe->step + step);
}

static bool is_too_wide(const struct lt_pages *pages)
{
    const struct lt_page_link *links;
    size_t count;
    lt_pages_links(pages, 0, &links, &count);
    for (size_t i = 0; i < count; i++)
        if (links[i].kind == LT_PAGE_LINK_TABLE)
            return true;
    return false;
}

static void set_table(struct lt_loupe *loupe, int32_t measure_px)
{
    lt_pages_destroy(loupe->pages);
    loupe->style.measure = LT_FX(measure_px);
    const struct lt_setting setting = {&loupe->table, NULL, &loupe->style, loupe->stage->ruler, loupe->stage->tongue,
                                       LT_BREAKER_TOTAL_FIT, loupe->stage->gauge};
    loupe->pages = lt_pages_create(&setting);
    while (lt_pages_step(loupe->pages))
        continue;
}

static void see_no_text(void *self, const struct lt_text_op *op)
{
    (void)self, (void)op;
}

static void see_rule(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    lt_fx *widest = self;
    (void)ink;
    *widest = rect.width > *widest ? rect.width : *widest;
}

/* How wide the table is: its rules say it. */
static int32_t table_width(const struct lt_loupe *loupe)
{
    lt_fx widest = 0;
    const struct lt_canvas canvas = {.self = &widest, .text = see_no_text, .fill = see_rule};
    lt_pages_paint(loupe->pages, 0, &canvas, 0, 0);
    return LT_FX_FLOOR_PX(widest + 63);
}

/* Sets the table in the type of its step, as wide as its longest words need, and no wider than it then is. */
static void fit_table(struct lt_loupe *loupe)
{
    const struct lt_stage *stage = loupe->stage;
    int32_t room = panel_width(loupe) - 2 * pad_px(loupe), measure = room;
    lt_fx body = (lt_fx)((int64_t)stage->style.body * TABLE_PERCENTS[loupe->step] / 100 / 64 * 64);
    lt_style_init_sized(&loupe->style, &stage->style.panel, body < LT_FX(8) ? LT_FX(8) : body, stage->ruler);
    loupe->style.columns = 1;
    loupe->style.margin_x = loupe->style.top = loupe->style.bottom = loupe->style.gutter = 0;
    loupe->style.column_height = LT_FX(TABLE_TALLEST_PX) / loupe->style.leading * loupe->style.leading;
    set_table(loupe, measure * SMALL_PERCENT / 100);
    while (is_too_wide(loupe->pages) && measure < room * WIDEST_PANELS) {
        measure = measure * WIDER_PERCENT / 100;
        set_table(loupe, measure * SMALL_PERCENT / 100);
    }
    set_table(loupe, measure);
    int32_t own = table_width(loupe);
    if (own > 0 && own < measure && !is_too_wide(loupe->pages))
        set_table(loupe, measure = own);
    const struct lt_line *lines;
    size_t count;
    lt_fx end = 0;
    lt_pages_lines(loupe->pages, 0, &lines, &count);
    for (size_t i = 0; i < count; i++)
        end = lines[i].baseline > end ? lines[i].baseline : end;
    loupe->width = measure;
    loupe->height = LT_FX_ROUND_PX(end + loupe->style.leading);
}

static void size_up(struct lt_loupe *loupe)
{
    int64_t width, height;
    if (!loupe->picture) {
        fit_table(loupe);
        return;
    }
    picture_size(loupe, loupe->step, &width, &height);
    loupe->width = (int32_t)width;
    loupe->height = (int32_t)height;
}

static int32_t held(int32_t at, int32_t size, int32_t low, int32_t high, bool centred)
{
    if (size <= high - low)
        return centred ? low + (high - low - size) / 2 : low;
    return at > low ? low : at < high - size ? high - size : at;
}

/* Keeps it where something of it is seen at each edge, or in the middle. */
static void hold(struct lt_loupe *loupe)
{
    int32_t pad = pad_px(loupe), edge = edge_px(loupe);
    loupe->x = held(loupe->x, loupe->width, edge, panel_width(loupe) - edge, true);
    loupe->y = held(loupe->y, loupe->height, top_px(loupe) + pad, bottom_px(loupe) - pad, loupe->picture != NULL);
}

static void frame(struct lt_loupe *loupe)
{
    lt_plate_finish(&loupe->bar);
    lt_loupe_bar(&loupe->bar, loupe->stage, lt_loupe_can_zoom(loupe, -1), lt_loupe_can_zoom(loupe, 1));
}

/* The table alone, without its caption: that stands at the foot, where it is not moved. */
static bool take_table(struct lt_loupe *loupe, uint32_t block)
{
    const struct lt_doc *doc = loupe->doc;
    uint32_t count = 1;
    while (block + count < doc->block_count && doc->blocks[block + count].role == LT_ROLE_CELL)
        count++;
    if (count == 1)
        return false;
    struct lt_block *blocks = lt_alloc(count, sizeof *blocks);
    memcpy(blocks, doc->blocks + block, count * sizeof *blocks);
    blocks[0].text.end = blocks[0].text.start;
    loupe->table = *doc;
    loupe->table.blocks = blocks;
    loupe->table.block_count = count;
    loupe->table.meta.lead = -1;
    loupe->step = TABLE_STEP_FIRST;
    return true;
}

static bool take_picture(struct lt_loupe *loupe, int32_t picture)
{
    if (picture < 0 || (uint32_t)picture >= loupe->doc->picture_count)
        return false;
    loupe->picture = &loupe->doc->pictures[picture];
    return true;
}

bool lt_loupe_open(struct lt_loupe *loupe, const struct lt_stage *stage, const struct lt_doc *doc, uint32_t block,
                   uint64_t key)
{
    lt_loupe_close(loupe);
    bool front = block == LT_PLACE_FRONT;
    const struct lt_block *found = block < doc->block_count ? &doc->blocks[block] : NULL;
    *loupe = (struct lt_loupe){.stage = stage, .doc = doc, .block = block, .key = key};
    bool taken = front ? take_picture(loupe, doc->meta.lead)
                 : found && found->role == LT_ROLE_FIGURE ? take_picture(loupe, found->picture)
                 : found && found->role == LT_ROLE_TABLE  ? take_table(loupe, block) : false;
    if (!taken) {
        *loupe = (struct lt_loupe){0};
        return false;
    }
    lt_loupe_bar(&loupe->bar, stage, false, false); /* its height is needed to know what it says */
    if (found && found->text.end > found->text.start)
        lt_loupe_foot(&loupe->foot, stage, lt_block_text(doc, found), *found->lang ? found->lang : doc->meta.lang);
    size_up(loupe);
    frame(loupe);
    loupe->x = doc->meta.rtl ? panel_width(loupe) - loupe->width - edge_px(loupe) : edge_px(loupe);
    loupe->y = top_px(loupe) + pad_px(loupe);
    hold(loupe);
    return true;
}

void lt_loupe_close(struct lt_loupe *loupe)
{
    lt_pages_destroy(loupe->pages);
    free((void *)loupe->table.blocks);
    lt_plate_finish(&loupe->bar);
    lt_plate_finish(&loupe->foot);
    *loupe = (struct lt_loupe){0};
}

static void zoom_to(struct lt_loupe *loupe, int step, int32_t x, int32_t y)
{
    int64_t old_width = loupe->width, old_height = loupe->height;
    loupe->step = step;
    size_up(loupe);
    frame(loupe);
    loupe->x = (int32_t)(x - (x - loupe->x) * (int64_t)loupe->width / old_width);
    loupe->y = (int32_t)(y - (y - loupe->y) * (int64_t)loupe->height / old_height);
    hold(loupe);
}

void lt_loupe_zoom(struct lt_loupe *loupe, int step, int32_t x, int32_t y)
{
    if (lt_loupe_can_zoom(loupe, step))
        zoom_to(loupe, loupe->step + step, x, y);
}

void lt_loupe_cycle(struct lt_loupe *loupe, int32_t x, int32_t y)
{
    zoom_to(loupe, lt_loupe_can_zoom(loupe, 1) ? loupe->step + 1 : 0, x, y);
}

void lt_loupe_drag(struct lt_loupe *loupe, int32_t dx, int32_t dy)
{
    if (!loupe->dragged) {
        loupe->from_x = loupe->x;
        loupe->from_y = loupe->y;
    }
    loupe->dragged = true;
    loupe->x = loupe->from_x + dx;
    loupe->y = loupe->from_y + dy;
    hold(loupe);
}

void lt_loupe_drop(struct lt_loupe *loupe)
{
    loupe->dragged = false;
}

void lt_loupe_step(struct lt_loupe *loupe, int way_x, int way_y)
{
    loupe->x -= way_x * panel_width(loupe) / 4;
    loupe->y -= way_y * (bottom_px(loupe) - top_px(loupe)) / 4;
    hold(loupe);
}

bool lt_loupe_covers(const struct lt_loupe *loupe, int32_t x, int32_t y)
{
    return x >= loupe->x && x < loupe->x + loupe->width && y >= loupe->y && y < loupe->y + loupe->height;
}

size_t lt_loupe_tiles(const struct lt_loupe *loupe, struct lt_loupe_tile tiles[LT_LOUPE_MAX_TILES])
{
    int32_t width = panel_width(loupe), height = loupe->stage->style.panel.height_px;
    size_t count = 0;
    for (int32_t down = 0; down * height < loupe->height; down++)
        for (int32_t across = 0; across * width < loupe->width; across++) {
            struct lt_loupe_tile tile = {.across = across, .down = down, .x = loupe->x + across * width,
                                         .y = loupe->y + down * height};
            tile.width = loupe->width - across * width < width ? loupe->width - across * width : width;
            tile.height = loupe->height - down * height < height ? loupe->height - down * height : height;
            bool seen = tile.x < width && tile.x + tile.width > 0 && tile.y < bottom_px(loupe) &&
                        tile.y + tile.height > top_px(loupe);
            if (!seen || count == LT_LOUPE_MAX_TILES)
                continue;
            const int64_t facts[] = {loupe->picture ? loupe->picture->id : (int64_t)loupe->block, loupe->picture != NULL,
                                     loupe->width, loupe->height, across, down, loupe->style.body,
                                     (int64_t)loupe->key};
            tile.sheet = lt_hash((struct lt_bytes){(const char *)facts, sizeof facts}, 0);
            tiles[count++] = tile;
        }
    return count;
}

void lt_loupe_paint(const struct lt_loupe *loupe, int32_t across, int32_t down, const struct lt_canvas *canvas)
{
    int32_t width = panel_width(loupe), height = loupe->stage->style.panel.height_px;
    lt_fx x = -LT_FX(across * width), y = -LT_FX(down * height);
    if (loupe->picture) {
        const struct lt_rect_fx rect = {x, y, LT_FX(loupe->width), LT_FX(loupe->height)};
        canvas->picture(canvas->self, rect, loupe->picture->id, loupe->picture->alt);
        return;
    }
    struct lt_loupe_window window = {canvas, loupe->stage->ruler, LT_FX(width), LT_FX(height)};
    const struct lt_canvas seen = lt_loupe_canvas(&window);
    lt_pages_paint(loupe->pages, 0, &seen, x, y);
}
