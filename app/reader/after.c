/*
 * after.c: composes the page that follows an article. Knows what is worth offering a person who has just finished.
 */
#include "after.h"

#include "chrome.h"
#include "qr.h"

#include <string.h>

enum {
    CANDIDATES = 12,     /* cards looked at to fill up what is related */
    CELL_TENTHS = 55,    /* least height of an offer, in tenths of a leading */
    HOST_SKIP_MAX = 8,
};

/* What the page is divided into. */
struct plan {
    struct lt_box take, next;
    int32_t comments_y;
};

static bool is_chosen(const struct lt_story *stories, size_t count, int64_t article)
{
    for (size_t i = 0; i < count; i++)
        if (stories[i].action.kind == LT_ACT_OPEN && stories[i].action.id == article)
            return true;
    return false;
}

static bool story_of_related(const struct lt_stage *stage, struct lt_arena *arena, const struct lt_related *related,
                             const char *lang, struct lt_story *ret_story)
{
    struct lt_card card;
    if (related->article != 0 &&
        lt_bundle_card(stage->bundle, related->article, arena, NULL, &card) == LT_OK) {
        *ret_story = lt_story_of_card(stage, arena, &card);
        if (!*card.standfirst && *related->teaser)
            ret_story->standfirst = related->teaser;
        return true;
    }
    if (!*related->url)
        return false;
    *ret_story = (struct lt_story){.title = related->title, .standfirst = related->teaser, .byline = related->author,
                                   .lang = lang, .picture = related->picture,
                                   .action = {LT_ACT_ADDRESS, 0, related->url}};
    return true;
}

static size_t add_cards(const struct lt_stage *stage, const struct lt_book *book, int64_t section,
                        struct lt_arena *arena, struct lt_story *stories, size_t count)
{
    const struct lt_card *cards = NULL;
    size_t found = 0;
    if (lt_bundle_cards(stage->bundle, section, 0, CANDIDATES, arena, NULL, &cards, &found) != LT_OK)
        return count;
    for (size_t i = 0; i < found && count < LT_AFTER_MAX_NEXT; i++)
        if (cards[i].id != book->article && !is_chosen(stories, count, cards[i].id))
            stories[count++] = lt_story_of_card(stage, arena, &cards[i]);
    return count;
}

size_t lt_after_choose(const struct lt_stage *stage, const struct lt_book *book, struct lt_arena *arena,
                       struct lt_story stories[LT_AFTER_MAX_NEXT])
{
    size_t count = 0;
    for (uint32_t i = 0; i < book->doc->related_count && count < LT_AFTER_MAX_NEXT; i++) {
        const struct lt_related *related = &book->doc->related[i];
        if (related->article == book->article || (related->article && is_chosen(stories, count, related->article)))
            continue;
        count += story_of_related(stage, arena, related, book->card.lang, &stories[count]);
    }
    if (count < LT_AFTER_MAX_NEXT && book->card.section != 0)
        count = add_cards(stage, book, book->card.section, arena, stories, count);
    return count < LT_AFTER_MAX_NEXT ? add_cards(stage, book, 0, arena, stories, count) : count;
}

int64_t lt_after_next(const struct lt_stage *stage, const struct lt_book *book)
{
    struct lt_arena arena = {0};
    struct lt_story stories[LT_AFTER_MAX_NEXT];
    size_t count = lt_after_choose(stage, book, &arena, stories);
    int64_t next = 0;
    for (size_t i = 0; i < count && next == 0; i++)
        next = stories[i].action.kind == LT_ACT_OPEN ? stories[i].action.id : 0;
    lt_arena_finish(&arena);
    return next;
}

static struct lt_label_style heading_style(const struct lt_stage *stage)
{
    struct lt_font font = stage->style.title;
    font.size_fx = stage->style.body;
    struct lt_label_style style = lt_stage_label(&font, 112, 130, LT_INK_TEXT);
    style.max_lines = 2;
    return style;
}

/* An address as people say it: without the scheme. */
static const char *spoken(const char *url)
{
    const char *rest = strstr(url, "://");
    return rest && rest - url <= HOST_SKIP_MAX ? rest + 3 : url;
}

static struct plan divide(const struct lt_plate *plate, const struct lt_stage *stage, bool take, bool comments)
{
    int32_t leading = lt_stage_leading_px(stage);
    int32_t margin = lt_stage_margin_px(stage);
    int32_t width = plate->width - 2 * margin;
    int32_t top = leading / 2;
    int32_t height = plate->height - top - leading / 4;
    struct plan plan = {{0, 0, 0, 0}, {margin, top, width, height}, 0};
    if (take && width * 10 > plate->height * 12) {
        int32_t column = width * 27 / 100;
        int32_t gap = 3 * lt_stage_body_px(stage);
        plan.take = (struct lt_box){margin, top, column, height};
        plan.next.x += column + gap;
        plan.next.width -= column + gap;
    } else if (take) {
        int32_t share = height * 22 / 100;
        plan.take = (struct lt_box){margin, top, width, share};
        plan.next.y += share + leading;
        plan.next.height -= share + leading;
    }
    if (comments) {
        plan.comments_y = plan.next.y + plan.next.height - 2 * leading;
        plan.next.height -= 5 * leading / 2;
    }
    return plan;
}

static void put_take(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_book *book, struct lt_box box)
{
    struct lt_label_style heading = heading_style(stage);
    struct lt_label_style soft = lt_stage_label(&stage->style.caption, 100, 145, LT_INK_SOFT);
    bool lying = box.width > box.height * 3 / 2;
    int32_t gap = lt_stage_leading_px(stage) / 2;
    int32_t side = lying ? box.height : box.width;
    int32_t text_x = box.x;
    int32_t y = box.y;
    int32_t used = 0;
    soft.max_lines = 3;
    if (lying) {
        used = lt_qr_put(plate, stage, book->card.url, box.x, box.y, side);
        text_x += used > 0 ? used + 2 * gap : 0;
    }
    int32_t measure = box.x + box.width - text_x;
    struct lt_piece title = lt_plate_set(plate, stage, &heading, lt_word(stage->words, "Take this article with you"),
                                         stage->lang, measure);
    struct lt_piece how = lt_plate_set(plate, stage, &soft,
                                       lt_word(stage->words, "Point your phone’s camera at this square"), stage->lang,
                                       measure);
    soft.balanced = true; /* an address goes on after a stroke rather than after a dash of its own */
    soft.align = stage->rtl ? LT_ALIGN_END : LT_ALIGN_START; /* it runs from left to right wherever it stands */
    struct lt_piece where = lt_plate_set(plate, stage, &soft, spoken(book->card.url), "", measure);
    y += lt_plate_put(plate, &title, text_x, y) + (lying ? gap / 2 : gap); /* the square begins where the pictures beside it do */
    if (!lying) {
        const int32_t words[] = {how.height_px + where.height_px, how.height_px, 0}; /* the square goes before them */
        side = side * 85 / 100;
        for (size_t i = 0; i < sizeof words / sizeof *words && used == 0; i++) {
            int32_t left = box.y + box.height - y - words[i] - gap;
            used = lt_qr_put(plate, stage, book->card.url, box.x, y, side < left ? side : left);
        }
        y += used + gap / 2;
    }
    if (used > 0 && y + how.height_px <= box.y + box.height)
        y += lt_plate_put(plate, &how, text_x, y);
    if (y + where.height_px <= box.y + box.height)
        lt_plate_put(plate, &where, text_x, y);
}

/* Sets the offers into the box: two by two with pictures where there is room, else one below the other. */
static void put_stories(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *stories,
                        size_t count, struct lt_box box)
{
    int32_t leading = lt_stage_leading_px(stage);
    int32_t gutter = lt_stage_body_px(stage) * 3 / 2;
    int32_t gap = leading * 4 / 5;
    int32_t least = leading * CELL_TENTHS / 10;
    int32_t across = box.width >= 26 * lt_stage_body_px(stage) ? 2 : 1;
    int32_t down = ((int32_t)count + across - 1) / across;
    while (down > 1 && (box.height - (down - 1) * gap) / down < (across == 1 ? least / 2 : least * 3 / 5))
        down--;
    int32_t width = (box.width - (across - 1) * gutter) / across;
    int32_t height = (box.height - (down - 1) * gap) / down;
    bool tall = height >= least * 5 / 4;
    struct lt_story_form form = {.title_percent = 102, .title_lines = 2, .standfirst_lines = 2, .picture = true,
                                 .brief = true};
    if (!tall) {
        form.standfirst_lines = height >= leading * 3 ? 3 : 0; /* as many as there is room for */
        form.picture = across == 1 && height >= leading * 2;
        form.picture_width = height * 14 / 10;
    }
    for (int32_t i = 0; i < (int32_t)count && i < across * down; i++) {
        struct lt_box cell = {box.x + i % across * (width + gutter), box.y + i / across * (height + gap), width, height};
        int32_t beside = (int32_t)count - i < across ? (int32_t)count - i : across;
        if (tall && i % across == 0)
            form.picture_height = lt_story_row_px(plate, stage, &stories[i], (size_t)beside, &form, cell);
        if (tall)
            lt_story_stand(plate, stage, &stories[i], &form, cell);
        else
            lt_story_lie(plate, stage, &stories[i], &form, cell);
    }
}

static void put_next(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *stories, size_t count,
                     struct lt_box box)
{
    struct lt_label_style heading = heading_style(stage);
    struct lt_piece title = lt_plate_set(plate, stage, &heading, lt_word(stage->words, "Read next"), stage->lang,
                                         box.width);
    int32_t used = lt_plate_put(plate, &title, box.x, box.y) + lt_stage_leading_px(stage) / 2;
    box.y += used;
    box.height -= used;
    put_stories(plate, stage, stories, count, box);
}

/* How many there are; a tap turns to them when the bundle holds them. */
static void put_comments(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_book *book,
                         struct lt_box next, int32_t y)
{
    int32_t count = book->card.comment_count, leading = lt_stage_leading_px(stage);
    struct lt_label_style style = lt_stage_label(&stage->style.interface, 100, 140, LT_INK_TEXT);
    struct lt_buf words = {0};
    lt_phrase(&words, lt_word_n(stage->words, "%1 comment", "%1 comments", count),
              lt_stage_number(stage, &plate->arena, count), NULL);
    const char *sign = book->letters.doc ? " ›" : ""; /* mirrored where the words are */
    const char *line = lt_arena_printf(&plate->arena, "%s%s", words.data, sign);
    struct lt_piece piece = lt_plate_set(plate, stage, &style, line, stage->lang, next.width);
    lt_plate_fill(plate, next.x, y, next.width, lt_stage_hair_px(stage), LT_INK_RULE);
    lt_plate_put(plate, &piece, next.x, y + leading / 2);
    if (book->letters.doc)
        lt_plate_spot(plate, next.x, y, next.width, 2 * leading, words.data, (struct lt_action){LT_ACT_NEXT, 0, NULL});
    lt_buf_finish(&words);
}

/* Where there is nothing to offer: that more will come. */
static void put_promise(struct lt_plate *plate, const struct lt_stage *stage, struct lt_box box)
{
    struct lt_label_style style = lt_stage_label(&stage->style.text, 100, 145, LT_INK_SOFT);
    style.align = LT_ALIGN_CENTRE;
    style.balanced = true;
    struct lt_piece piece = lt_plate_set(plate, stage, &style, lt_word(stage->words, "New articles will appear here by themselves."),
                                         stage->lang, box.width);
    lt_plate_put(plate, &piece, box.x, box.y + (box.height - piece.height_px) * 2 / 5);
}

void lt_after_compose(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_book *book)
{
    int32_t height = stage->style.panel.height_px - lt_chrome_top_px(stage) - lt_chrome_bottom_px(stage);
    lt_plate_init(plate, stage->style.panel.width_px, height, stage->rtl, LT_INK_PAPER);
    struct lt_story stories[LT_AFTER_MAX_NEXT];
    size_t count = lt_after_choose(stage, book, &plate->arena, stories);
    bool take = *book->card.url && strlen(book->card.url) <= LT_QR_MAX_BYTES;
    bool comments = book->card.comment_count > 0;
    struct plan plan = divide(plate, stage, take, comments);
    if (take)
        put_take(plate, stage, book, plan.take);
    if (count > 0)
        put_next(plate, stage, stories, count, plan.next);
    if (comments)
        put_comments(plate, stage, book, plan.next, plan.comments_y);
    if (!take && count == 0 && !comments)
        put_promise(plate, stage, plan.next);
}
