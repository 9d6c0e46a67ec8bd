/*
 * front.c: what stands above the text on page 1: kicker, title, standfirst, byline and the lead picture.
 *
 * These have leadings of their own and stand one under the other; together they are rounded up to whole rows, so that
 * the text begins on the grid. The lead picture takes what room there is above the first lines of text, cropped within
 * reason; where there is not enough it floats to the next column.
 */
#include "galley.h"

#include <string.h>

#include <lutrin/utf8.h>

enum {
    TEXT_ROWS_UNDER_LEAD = 3,    /* rows of text that should stand under the lead picture */
    LEAD_FLATTEST_PERCENT = 36,  /* height over width down to which a lead picture is cropped */
    ACCENT_PERCENT = 142, MARKS_PERCENT = 122, /* of a plain capital's height: with an accent; of the size: other scripts' marks */
    SQUARE_PERCENT = 88,         /* of the size: characters that fill a square */
    TALL_PERCENT = 128,          /* of a title's leading, for scripts with signs over and under their letters */
    GAP_PERCENT = 35,            /* of the leading, between title, standfirst and byline */
    OPENING_MIN_CHARS = 6, OPENING_MAX_CHARS = 26, /* of a standfirst's opening in small capitals */
    OPENING_WORD_CHARS = 4,
};

struct part {
    const char *text;
    const struct lt_font *font;
    lt_fx leading, gap; /* gap: above it */
    enum lt_ink ink;
    enum lt_setting_kind kind;
    bool small_opening; /* its first words in small capitals */
};

/* The first words of a text: its first phrase if it is a short one, else some that end in a long word. 0: it does not
 * open with a letter that has a small capital. */
static uint32_t opening_of(struct lt_bytes text)
{
    uint32_t last = 0, chars = 0, word = 0;
    size_t at = 0;
    bool long_word = false;
    if (!lt_is_upper_latin(lt_utf8_next(text.data, text.size, &at)))
        return 0;
    for (at = 0; at < text.size && chars <= OPENING_MAX_CHARS; chars++) {
        size_t here = at;
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        bool phrase = code == ',' || code == ':' || code == ';' || code == '.' || code == 0x2014 || code == 0x2013;
        if (phrase && chars >= OPENING_MIN_CHARS)
            return (uint32_t)here;
        word = code == ' ' || code == '\'' || code == 0x2019 ? 0 : word + 1;
        if (code == ' ' && long_word)
            last = (uint32_t)here;
        long_word = word >= OPENING_WORD_CHARS;
    }
    return last;
}

/* Has the text a word that runs from right to left? */
static bool has_rtl_word(const char *text)
{
    while (*text) {
        size_t size = strcspn(text, " ");
        if (lt_text_is_rtl((struct lt_bytes){text, size}))
            return true;
        text += size + strspn(text + size, " ");
    }
    return false;
}

static lt_fx place_part(struct lt_pages *pages, const struct part *part, lt_fx y)
{
    if (!part->text || !*part->text)
        return y;
    struct lt_bytes text = lt_bytes_of(part->text);
    struct lt_look look = {.font = *part->font, .ink = part->ink, .lang = pages->doc->meta.lang}, small = look;
    struct lt_stretch *stretches = lt_arena_array(&pages->arena, 2, sizeof *stretches);
    bool rtl = pages->rtl && has_rtl_word(part->text); /* what the reader says itself may run otherwise than the article */
    uint32_t opening = part->small_opening && !pages->setting.front->plain_opening ? opening_of(text) : 0;
    small.font.style |= LT_STYLE_SMALL_CAPS;
    stretches[0] = (struct lt_stretch){0, opening, lt_look_intern(pages, &small), 0};
    stretches[1] = (struct lt_stretch){opening, (uint32_t)text.size, lt_look_intern(pages, &look), 0};
    struct lt_text_job job = {
        .block = LT_PLACE_FRONT, .base = part->text, .range = {0, (uint32_t)text.size},
        .stretches = stretches + (opening == 0), .stretch_count = opening ? 2 : 1, .lang = pages->doc->meta.lang, .rtl = rtl, .kind = part->kind,
        .align = rtl == pages->rtl ? LT_ALIGN_START : LT_ALIGN_END, .added = true, .block_end = true, .simple = text.size > LT_CELL_FIT_BYTES,
    };
    return lt_place_stack(pages, &job, y > 0 ? y + part->gap : y, part->leading);
}

static uint32_t rows_of(const struct lt_pages *pages, lt_fx height)
{
    return (uint32_t)((height + pages->style->leading - 1) / pages->style->leading);
}

/* Does the body show the lead picture by itself? The same picture may be listed twice. */
static bool body_has_lead(const struct lt_doc *doc)
{
    const struct lt_picture *lead = &doc->pictures[doc->meta.lead];
    for (uint32_t i = 0; i < doc->block_count; i++) {
        int32_t shown = doc->blocks[i].picture;
        if (shown >= 0 && (shown == doc->meta.lead || (lead->id && doc->pictures[shown].id == lead->id)))
            return true;
    }
    return false;
}

static bool shows_lead(const struct lt_pages *pages)
{
    const struct lt_doc *doc = pages->doc;
    return pages->setting.front->lead_picture && doc->meta.lead >= 0 &&
           (uint32_t)doc->meta.lead < doc->picture_count && !body_has_lead(doc);
}

static void place_lead(struct lt_pages *pages)
{
    struct lt_float figure = {.block = LT_PLACE_FRONT, .picture = pages->doc->meta.lead};
    uint32_t left = lt_flow_left(pages), room = left > TEXT_ROWS_UNDER_LEAD ? left - TEXT_ROWS_UNDER_LEAD : 0;
    uint32_t natural = lt_figure_rows(pages, &figure, pages->at.rows);
    uint32_t flattest = rows_of(pages, pages->style->measure * LEAD_FLATTEST_PERCENT / 100) + 1;
    figure.rows = natural < room ? natural : room;
    if (figure.rows < natural && figure.rows < flattest)
        figure.rows = natural;
    lt_flow_float(pages, &figure);
}

static bool is_square(uint32_t code)
{
    return (code >= 0x2E80 && code < 0xD7B0) || (code >= 0xF900 && code < 0xFB00) || (code >= 0x20000 && code < 0x40000);
}

/* How far above the baseline the title's ink may reach: its capitals, their accents, marks over letters, squares. */
static lt_fx reach_of(struct lt_pages *pages, const char *title)
{
    const struct lt_font *font = &pages->style->title;
    struct lt_bytes text = lt_bytes_of(title);
    lt_fx capitals = lt_gauge_extents(&pages->gauge, font).cap_height, reach = capitals;
    for (size_t at = 0; at < text.size;) {
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        bool accent = lt_is_upper_latin(code) || (code >= 0x100 && code < 0x180) || (code >= 0x1E00 && code < 0x1F00);
        bool marks = (code >= 0x590 && code < 0x1100) || (code >= 0x1780 && code < 0x1800);
        lt_fx high = marks ? font->size_fx * MARKS_PERCENT / 100 : is_square(code) ? font->size_fx * SQUARE_PERCENT / 100
                     : accent && code >= 0x80 ? capitals * ACCENT_PERCENT / 100 : 0;
        reach = high > reach ? high : reach;
    }
    return reach;
}

/* Signs over and under the letters of two lines must not meet. */
static lt_fx title_leading(const struct lt_pages *pages, const char *title)
{
    lt_fx leading = pages->style->title_leading;
    return title && lt_text_is_tall(lt_bytes_of(title)) ? leading * TALL_PERCENT / 100 / 64 * 64 : leading;
}

/* What the squares of a title reach over capitals: as far from the kicker they would stand nearer to it. */
static lt_fx square_room(struct lt_pages *pages, const char *title)
{
    bool squares = false;
    for (size_t at = 0, size = title ? strlen(title) : 0; at < size && !squares;)
        squares = is_square(lt_utf8_next(title, size, &at));
    lt_fx over = squares ? reach_of(pages, title) - lt_gauge_extents(&pages->gauge, &pages->style->title).cap_height : 0;
    return over > 0 ? over / 64 * 64 : 0;
}

/* Where the first part begins: a title at the page's very top must not lose its accents there. */
static lt_fx head_room(struct lt_pages *pages, const struct lt_front_matter *front)
{
    if ((front->kicker && *front->kicker) || !front->title)
        return 0;
    lt_fx rise = lt_rise_of(pages, &pages->style->title, title_leading(pages, front->title));
    lt_fx over = reach_of(pages, front->title) - rise;
    return over > 0 ? (over + 63) / 64 * 64 : 0;
}

void lt_place_front(struct lt_pages *pages)
{
    const struct lt_front_matter *front = pages->setting.front;
    const struct lt_style *style = pages->style;
    lt_fx gap = style->leading * GAP_PERCENT / 100 / 64 * 64;
    struct lt_buf capitals = {0};
    lt_flow_next_column(pages);
    if (!front)
        return;
    const struct lt_font title = lt_title_font(pages, front->title);
    if (front->kicker && *front->kicker)
        lt_text_upper(pages->setting.tongue, lt_bytes_of(front->kicker), pages->doc->meta.lang, &capitals);
    const struct part parts[] = {
        {lt_arena_strdup(&pages->arena, capitals.data), &style->kicker, style->caption_leading, 0, LT_INK_ACCENT,
         LT_SET_RAGGED, false},
        {front->title, &title, title_leading(pages, front->title), gap / 3 / 64 * 64 + square_room(pages, front->title), LT_INK_TEXT, LT_SET_BALANCED, false},
        {front->standfirst, &style->standfirst, style->standfirst_leading, gap, LT_INK_TEXT, LT_SET_BALANCED,
         true},
        {front->byline, &style->byline, style->caption_leading, gap, LT_INK_SOFT, LT_SET_RAGGED, false},
    };
    lt_fx y = head_room(pages, front);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        y = place_part(pages, &parts[i], y);
    lt_buf_finish(&capitals);
    if (y == 0)
        return;
    uint32_t near = rows_of(pages, y), clear = rows_of(pages, y + style->leading / 2);
    pages->at.row = clear;
    if ((lt_fx)clear * style->leading - y >= style->leading) /* a heading that follows needs no more */
        pages->at.foot.free_row = clear;
    if (shows_lead(pages)) {
        pages->at.row = near; /* a figure brings its own white above */
        place_lead(pages);
        if (pages->at.row == near)
            pages->at.row = clear;
    }
    lt_fit_joint(pages, pages->at.row);
}
