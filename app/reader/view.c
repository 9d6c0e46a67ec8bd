/*
 * view.c: from the reader's state to what is to be seen: which sheets lie where, and what can be tapped.
 *
 * A sheet's key is a hash of what it is made of, so the same content has the same key whenever it is made, and the
 * view's serial moves only when a layer differs from what was there before.
 */
#include "inside.h"

#include "chrome.h"
#include "masthead.h"

#include <stdlib.h>
#include <string.h>

/* The view being built. */
struct builder {
    struct lt_reader *reader;
    struct lt_view view;
};

static struct lt_source of_plate(const struct lt_plate *plate)
{
    return (struct lt_source){.sheet = plate->hash, .width = plate->width, .height = plate->height, .plate = plate};
}

static struct lt_source of_page(const struct lt_book *book, uint32_t page)
{
    const struct lt_style *style = &book->style;
    int32_t height = style->panel.height_px - LT_FX_ROUND_PX(style->top) - LT_FX_ROUND_PX(style->bottom);
    return (struct lt_source){.sheet = lt_book_sheet(book, page), .width = style->panel.width_px, .height = height,
                              .book = book, .page = page};
}

static struct lt_source of_tile(const struct lt_loupe *loupe, const struct lt_loupe_tile *tile)
{
    return (struct lt_source){.sheet = tile->sheet, .width = tile->width, .height = tile->height, .loupe = loupe,
                              .across = tile->across, .down = tile->down, .ink = LT_INK_PAPER};
}

static struct lt_source of_ink(int32_t width, int32_t height, enum lt_ink ink)
{
    const int32_t seen[] = {width, height, (int32_t)ink};
    return (struct lt_source){.sheet = lt_hash((struct lt_bytes){(const char *)seen, sizeof seen}, 0), .width = width,
                              .height = height, .ink = ink};
}

/* The same content has another key under another bundle: its colours and pictures may be others. */
static void remember(struct lt_reader *r, struct lt_source *source)
{
    uint32_t edition = r->stage.edition;
    if (edition > 0)
        source->sheet = lt_hash((struct lt_bytes){(const char *)&edition, sizeof edition}, source->sheet);
    for (size_t i = 0; i < r->source_count; i++)
        if (r->sources[i].sheet == source->sheet)
            return;
    r->sources[r->source_count++] = *source;
}

static void lay(struct builder *b, struct lt_source source, int32_t x, int32_t y)
{
    if (b->view.layer_count == LT_VIEW_MAX_LAYERS || source.width < 1 || source.height < 1)
        return;
    remember(b->reader, &source);
    b->view.layers[b->view.layer_count++] = (struct lt_layer){source.sheet, x, y, source.width, source.height};
}

static void lay_ahead(struct builder *b, struct lt_source source, int32_t y)
{
    if (b->view.ahead_count == LT_VIEW_MAX_AHEAD)
        return;
    remember(b->reader, &source);
    b->view.ahead[b->view.ahead_count++] = (struct lt_layer){source.sheet, 0, y, source.width, source.height};
}

/* The line at the foot of the screen, `height` high: what is said of a memory stick, while anything is; else `line`. */
static void lay_foot(struct builder *b, const struct lt_plate *line, int32_t height)
{
    struct lt_reader *r = b->reader;
    const struct lt_plate *plate = line;
    if (r->notice.kind != LT_NOTICE_NONE) {
        if (r->notice_plate.height != height) {
            int32_t margin = lt_reader_reads(r) ? lt_stage_margin_px(&r->stage) : lt_stage_front_margin_px(&r->stage);
            lt_plate_finish(&r->notice_plate);
            lt_notice_compose(&r->notice_plate, &r->stage, &r->notice, height, margin);
        }
        plate = &r->notice_plate;
    }
    if (plate)
        lay(b, of_plate(plate), 0, r->stage.style.panel.height_px - height);
}

static void lay_front(struct builder *b)
{
    struct lt_front *f = &b->reader->front;
    int32_t beside_x = 0;
    int64_t beside = lt_turn_neighbour(&f->turn, &beside_x);
    if (beside >= 0)
        lay(b, of_plate(lt_front_page(f, (uint32_t)beside)), beside_x, f->head_px);
    lay(b, of_plate(lt_front_page(f, f->turn.page)), f->turn.offset, f->head_px);
    lay(b, of_plate(lt_front_head(f)), 0, 0);
    lay_foot(b, lt_front_foot(f), f->foot_px);
    for (int step = 1; step >= -1; step -= 2) {
        uint32_t page = f->turn.page + (uint32_t)step;
        if (page < f->turn.count && lt_front_has_page(f, page))
            lay_ahead(b, of_plate(lt_front_page(f, page)), f->head_px);
    }
}

static struct lt_source article_sheet(struct lt_article *a, uint32_t page)
{
    return lt_article_is_after(a, page) ? of_plate(lt_article_after(a)) : of_page(a->book, page);
}

/* Can the page be painted without setting anything first? */
static bool article_ready(struct lt_article *a, uint32_t page)
{
    if (lt_article_is_after(a, page))
        return lt_plate_made(&a->after);
    uint32_t inner;
    const struct lt_pages *pages = lt_book_pages(a->book, page, &inner);
    return inner < lt_pages_count(pages);
}

static void lay_article(struct builder *b)
{
    struct lt_article *a = &b->reader->article;
    int32_t top = lt_chrome_top_px(a->stage);
    int32_t beside_x = 0;
    int64_t beside = lt_turn_neighbour(&a->turn, &beside_x);
    if (beside >= 0)
        lay(b, article_sheet(a, (uint32_t)beside), beside_x, top);
    lay(b, article_sheet(a, a->turn.page), a->turn.offset, top);
    lay(b, of_plate(lt_article_top(a)), 0, 0);
    lay_foot(b, lt_article_bottom(a), lt_chrome_bottom_px(a->stage));
    for (int step = 1; step >= -1; step -= 2) {
        uint32_t page = a->turn.page + (uint32_t)step;
        if (page < a->turn.count && article_ready(a, page))
            lay_ahead(b, article_sheet(a, page), top);
    }
}

static void lay_loupe(struct builder *b)
{
    const struct lt_loupe *loupe = &b->reader->loupe;
    const struct lt_panel *panel = &b->reader->stage.style.panel;
    struct lt_loupe_tile tiles[LT_LOUPE_MAX_TILES];
    size_t count = lt_loupe_tiles(loupe, tiles);
    lay(b, of_ink(panel->width_px, panel->height_px, LT_INK_PAPER), 0, 0);
    for (size_t i = 0; i < count; i++)
        lay(b, of_tile(loupe, &tiles[i]), tiles[i].x, tiles[i].y);
    lay(b, of_plate(&loupe->bar), 0, 0);
    if (lt_plate_made(&loupe->foot))
        lay(b, of_plate(&loupe->foot), 0, panel->height_px - loupe->foot.height);
}

static void lay_spare(struct builder *b)
{
    const struct lt_book *spare = b->reader->spare;
    if (spare && lt_pages_count(spare->pages) > 0)
        lay_ahead(b, of_page(spare, 0), lt_chrome_top_px(&b->reader->stage));
}

static void lay_focus(struct builder *b)
{
    const struct lt_reader *r = b->reader;
    int32_t thick = 3 * lt_stage_hair_px(&r->stage);
    if (!r->focus_shown || r->focus >= r->target_count)
        return;
    const struct lt_target *t = &r->marks[r->focus].shown;
    int32_t right = t->x + t->width - thick;
    int32_t bottom = t->y + t->height - thick;
    lay(b, of_ink(t->width, thick, LT_INK_ACCENT), t->x, t->y);
    lay(b, of_ink(t->width, thick, LT_INK_ACCENT), t->x, bottom);
    lay(b, of_ink(thick, t->height, LT_INK_ACCENT), t->x, t->y);
    lay(b, of_ink(thick, t->height, LT_INK_ACCENT), right, t->y);
}

/* A box of text grown to what a finger hits, on the page and not over the lines above and below it. */
static struct lt_target grown(const struct lt_reader *r, struct lt_target t)
{
    const struct lt_panel *panel = &r->stage.style.panel;
    int32_t least = lt_stage_target_px(&r->stage), top = lt_chrome_top_px(&r->stage);
    int32_t bottom = panel->height_px - lt_chrome_bottom_px(&r->stage);
    int32_t x = t.width < least ? t.x - (least - t.width) / 2 : t.x, y = t.height < least ? t.y - (least - t.height) / 2 : t.y;
    t.width = t.width < least ? least : t.width;
    t.height = t.height < least ? least : t.height;
    x = x + t.width > panel->width_px ? panel->width_px - t.width : x;
    y = y + t.height > bottom ? bottom - t.height : y;
    t.x = x < 0 ? 0 : x;
    t.y = y < top ? top : y;
    return t;
}

static void add_target(struct lt_reader *r, struct lt_target target, struct lt_mark mark)
{
    r->targets = lt_grow(r->targets, &r->target_capacity, r->target_count + 1, sizeof *r->targets);
    r->marks = lt_grow(r->marks, &r->mark_capacity, r->target_count + 1, sizeof *r->marks);
    mark.shown = target;
    if (mark.link)
        target = grown(r, target);
    r->targets[r->target_count] = target;
    r->marks[r->target_count] = mark;
    r->target_count++;
}

static void add_spots(struct lt_reader *r, const struct lt_plate *plate, int32_t x, int32_t y, bool page)
{
    for (size_t i = 0; i < plate->spot_count; i++) {
        const struct lt_spot *spot = &plate->spots[i];
        if (spot->action.kind != LT_ACT_HOLD)
            add_target(r, (struct lt_target){x + spot->x, y + spot->y, spot->width, spot->height, spot->label},
                       (struct lt_mark){.action = spot->action, .page = page});
    }
}

static void add_links(struct lt_reader *r, const struct lt_book *book, uint32_t page, int32_t y)
{
    const struct lt_page_link *links = NULL;
    size_t count = 0;
    uint32_t inner;
    const struct lt_pages *pages = lt_book_pages(book, page, &inner);
    lt_pages_links(pages, inner, &links, &count);
    for (size_t i = 0; i < count; i++) {
        const struct lt_page_link *link = &links[i];
        struct lt_target target = {LT_FX_FLOOR_PX(link->rect.x), y + LT_FX_FLOOR_PX(link->rect.y),
                                   LT_FX_ROUND_PX(link->rect.width), LT_FX_ROUND_PX(link->rect.height), link->label};
        struct lt_action action = {link->kind == LT_PAGE_LINK_NOTE ? LT_ACT_NOTE : LT_ACT_ADDRESS, 0, link->target};
        if (link->kind == LT_PAGE_LINK_PICTURE || link->kind == LT_PAGE_LINK_TABLE) {
            action = (struct lt_action){LT_ACT_LOUPE, link->block, NULL};
            if (!target.label || !*target.label)
                target.label = lt_word(r->stage.words, link->kind == LT_PAGE_LINK_TABLE ? "Table" : "Picture");
        } else if (!link->target) {
            continue;
        }
        add_target(r, target, (struct lt_mark){.action = action, .link = true, .page = true});
    }
}

static void list_targets(struct lt_reader *r)
{
    int32_t height = r->stage.style.panel.height_px;
    r->target_count = 0;
    if (lt_plate_made(&r->card)) {
        add_spots(r, &r->card, r->card_at.x, r->card_at.y, false);
    } else if (lt_loupe_is_open(&r->loupe)) {
        add_spots(r, &r->loupe.bar, 0, 0, false);
    } else if (lt_reader_reads(r)) {
        struct lt_article *a = &r->article;
        int32_t top = lt_chrome_top_px(a->stage);
        add_spots(r, lt_article_top(a), 0, 0, false);
        if (lt_article_is_after(a, a->turn.page))
            add_spots(r, lt_article_after(a), 0, top, true);
        else
            add_links(r, a->book, a->turn.page, top);
        if (r->notice.kind == LT_NOTICE_NONE)
            add_spots(r, lt_article_bottom(a), 0, height - lt_chrome_bottom_px(a->stage), false);
    } else if (r->stage.bundle) {
        add_spots(r, lt_front_head(&r->front), 0, 0, false);
        add_spots(r, lt_front_page(&r->front, r->front.turn.page), 0, r->front.head_px, true);
        if (r->notice.kind == LT_NOTICE_NONE)
            add_spots(r, lt_front_foot(&r->front), 0, height - r->front.foot_px, false);
    }
    if (r->focus >= r->target_count)
        r->focus = 0;
}

static int64_t sooner(int64_t a, int64_t b)
{
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

/* At midnight the masthead says another date. */
static int64_t midnight_ms(const struct lt_reader *r)
{
    const int64_t day_s = 86400;
    if (r->stage.wall_s == LT_NO_TIME || !r->stage.info || lt_reader_reads(r))
        return -1;
    int64_t local = (r->stage.wall_s + r->stage.info->utc_offset) % day_s;
    return r->now_ms + (day_s - (local < 0 ? local + day_s : local)) * 1000;
}

static int64_t wake_ms(struct lt_reader *r)
{
    const struct lt_turn *turn = lt_reader_reads(r) ? &r->article.turn : &r->front.turn;
    int64_t wake = turn->sliding ? r->now_ms + LT_TURN_FRAME_MS : -1;
    wake = sooner(wake, lt_gestures_wake_ms(&r->gestures));
    if (r->notice.kind != LT_NOTICE_NONE) /* while there is more to hear, whoever tells it looks every second */
        wake = sooner(wake, lt_notice_works(&r->notice) ? r->now_ms + 1000 : r->notice_end_ms);
    return sooner(sooner(wake, lt_reader_renew_ms(r)), midnight_ms(r));
}

static bool same_layers(const struct lt_view *a, const struct lt_view *b)
{
    if (a->layer_count != b->layer_count || a->theme != b->theme)
        return false;
    for (size_t i = 0; i < a->layer_count; i++) {
        const struct lt_layer *p = &a->layers[i];
        const struct lt_layer *q = &b->layers[i];
        if (p->sheet != q->sheet || p->x != q->x || p->y != q->y || p->width != q->width || p->height != q->height)
            return false;
    }
    return true;
}

void lt_reader_look(struct lt_reader *reader)
{
    if (!reader->dirty)
        return;
    reader->dirty = false;
    reader->source_count = 0;
    struct builder b = {reader, {.theme = reader->stage.theme}};
    list_targets(reader);
    if (!reader->stage.bundle) {
        lay(&b, of_plate(&reader->nothing), 0, 0);
        lay_foot(&b, NULL, lt_dots_px(&reader->stage));
    } else if (lt_loupe_is_open(&reader->loupe)) {
        lay_loupe(&b);
    } else if (lt_reader_reads(reader)) {
        lay_article(&b);
    } else {
        lay_front(&b);
    }
    if (lt_plate_made(&reader->card))
        lay(&b, of_plate(&reader->card), reader->card_at.x, reader->card_at.y);
    const struct lt_turn *turn = lt_reader_reads(reader) ? &reader->article.turn : &reader->front.turn;
    if (!lt_turn_moving(turn))
        lay_focus(&b);
    lay_spare(&b);
    b.view.wake_ms = wake_ms(reader);
    b.view.serial = reader->view.serial + !same_layers(&reader->view, &b.view);
    reader->view = b.view;
}

const struct lt_view *lt_reader_view(struct lt_reader *reader)
{
    lt_reader_look(reader);
    return &reader->view;
}

static void paint_page(const struct lt_source *source, const struct lt_canvas *canvas)
{
    uint32_t inner;
    const struct lt_pages *pages = lt_book_pages(source->book, source->page, &inner);
    lt_pages_paint(pages, inner, canvas, 0, 0);
}

bool lt_reader_paint(struct lt_reader *reader, uint64_t sheet, const struct lt_canvas *canvas)
{
    lt_reader_look(reader);
    for (size_t i = 0; i < reader->source_count; i++) {
        const struct lt_source *source = &reader->sources[i];
        if (source->sheet != sheet)
            continue;
        const struct lt_rect_fx all = {0, 0, LT_FX(source->width), LT_FX(source->height)};
        if (source->plate) {
            lt_plate_paint(source->plate, canvas);
            return true;
        }
        canvas->fill(canvas->self, all, source->book ? LT_INK_PAPER : source->ink);
        if (source->loupe)
            lt_loupe_paint(source->loupe, source->across, source->down, canvas);
        if (source->book)
            paint_page(source, canvas);
        return true;
    }
    return false;
}

void lt_reader_targets(struct lt_reader *reader, const struct lt_target **ret_targets, size_t *ret_count)
{
    lt_reader_look(reader);
    *ret_targets = reader->targets;
    *ret_count = reader->target_count;
}
