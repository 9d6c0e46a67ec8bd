/*
 * title.c: the size of an article's title. One of which the last line is a word alone gets a size somewhat smaller, if all of
 * it then takes a line less.
 */
#include "galley.h"

#include <string.h>

enum {
    LEAST_PERCENT = 85, STEP_PERCENT = 3, /* of its size, in steps of so much */
    TITLE_MOST_BYTES = 300,               /* a longer one has lines enough */
};

struct lines {
    size_t count;
    bool lone; /* the last one is a word alone */
};

static struct lines break_title(struct lt_pages *pages, const struct lt_font *font, struct lt_bytes title)
{
    struct lt_para para = {0};
    struct lt_broken broken = {0};
    const struct lt_look look = {.font = *font, .ink = LT_INK_TEXT, .lang = pages->doc->meta.lang};
    const struct lt_stretch stretch = {0, (uint32_t)title.size, 0, 0};
    const struct lt_shape shape = {.measure = pages->style->measure};
    const struct lt_para_source source = {.text = title, .stretches = &stretch, .stretch_count = 1, .looks = &look, .lang = look.lang,
                                          .rtl = lt_text_is_rtl(title), .kind = LT_SET_BALANCED};
    lt_break(&para, &source, &pages->gauge, pages->setting.tongue, &shape, false, &broken);
    struct lines lines = {.count = broken.count, .lone = broken.count > 1};
    for (size_t i = broken.count > 1 ? para.cuts[broken.cuts[broken.count - 2]].box + 1 : para.box_count; i + 1 < para.box_count; i++)
        lines.lone &= !(para.boxes[i].flags & LT_BOX_SPACE);
    lt_para_finish(&para);
    lt_broken_finish(&broken);
    return lines;
}

struct lt_font lt_title_font(struct lt_pages *pages, const char *title)
{
    const struct lt_font full = pages->style->title;
    struct lt_bytes text = lt_bytes_of(title ? title : "");
    if (text.size > TITLE_MOST_BYTES || !memchr(text.data, ' ', text.size))
        return full;
    struct lines lines = break_title(pages, &full, text);
    for (int percent = 100 - STEP_PERCENT; lines.lone && percent >= LEAST_PERCENT; percent -= STEP_PERCENT) {
        struct lt_font font = full;
        font.size_fx = (lt_fx)((int64_t)full.size_fx * percent / 100);
        font.tracking_fx = (lt_fx)((int64_t)full.tracking_fx * percent / 100);
        struct lines fewer = break_title(pages, &font, text);
        if (fewer.count < lines.count && !fewer.lone)
            return font;
    }
    return full;
}
