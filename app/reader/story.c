/*
 * story.c: one article on offer: kicker, title, standfirst, byline and picture in a box.
 *
 * The words are set first, the picture takes what they leave; if that is less than a strip there is no picture and the
 * words get its room. Nothing is ever painted outside the box.
 */
#include "story.h"

#include <string.h>

enum {
    PICTURE_STRIP = 33,   /* a picture is at least 10/33 as high as wide */
    PICTURE_TALL = 10,    /* ... and at most 10/10 */
    PICTURE_CROP = 125,   /* a picture may be cropped to this per cent of its own height */
    STANDFIRST_SHARE = 6, /* lines of a standfirst that stands without a picture */
    WORDY_SHARE = 70,     /* words that fill less than this per cent of their room ... */
    WORDY_TITLE = 125,    /* ... get a title larger by this per cent */
    WORDY_LINES = 4,
    TITLE_SMALLER_PERCENT = 95,
    TALL_PERCENT = 118,   /* of a title's leading, for scripts with signs over and under their letters */
    WIDE_EMS = 15,        /* a row without a picture that is so wide has room for a standfirst */
};

/* The words of a story, set. */
struct words {
    struct lt_piece kicker, title, standfirst, byline;
    int32_t gap_kicker, gap_title, gap_byline;
    int32_t height;
};

static struct lt_label_style kicker_style(const struct lt_stage *stage)
{
    struct lt_label_style style = lt_stage_label(&stage->style.kicker, 100, 150, LT_INK_ACCENT);
    style.max_lines = 1;
    return style;
}

static struct lt_font title_font(const struct lt_stage *stage)
{
    struct lt_font font = stage->style.title;
    font.size_fx = stage->style.body;
    font.tracking_fx = 0;
    return font;
}

static struct lt_label_style title_style(const struct lt_stage *stage, const struct lt_story_form *form)
{
    struct lt_font font = title_font(stage);
    struct lt_label_style style = lt_stage_label(&font, form->title_percent, form->title_percent > 130 ? 113 : 118,
                                                 LT_INK_TEXT);
    style.max_lines = form->title_lines;
    style.balanced = true;
    return style;
}

static struct lt_label_style standfirst_style(const struct lt_stage *stage, const struct lt_story_form *form)
{
    struct lt_label_style style = form->brief || form->small ? lt_stage_label(&stage->style.caption, 100, 138, LT_INK_SOFT)
                                              : lt_stage_label(&stage->style.text, 92, 140, LT_INK_TEXT);
    style.max_lines = form->standfirst_lines;
    return style;
}

static struct lt_label_style byline_style(const struct lt_stage *stage)
{
    struct lt_label_style style = lt_stage_label(&stage->style.byline, 100, 150, LT_INK_SOFT);
    style.max_lines = 1;
    return style;
}

static void measure_words(struct words *words)
{
    words->height = words->kicker.height_px + words->title.height_px + words->standfirst.height_px +
                    words->byline.height_px;
    words->height += words->kicker.height_px > 0 ? words->gap_kicker : 0;
    words->height += words->standfirst.height_px > 0 ? words->gap_title : 0;
    words->height += words->byline.height_px > 0 ? words->gap_byline : 0;
}

/* The width of the widest word of a title. */
static lt_fx widest_word(const struct lt_stage *stage, const struct lt_font *font, const char *text, const char *lang)
{
    lt_fx widest = 0;
    for (const char *word = text; word && *word;) {
        size_t size = strcspn(word, " ");
        const struct lt_run_text run = {{word, size}, 0, lang, false};
        lt_fx width = size > 0 ? stage->ruler->advance(stage->ruler->self, font, &run) : 0;
        widest = width > widest ? width : widest;
        word += size + (word[size] == ' ');
    }
    return widest;
}

/* Sets one text of the story. All of them stand at the side where the story's language begins, whatever script they are
 * in themselves. */
static struct lt_piece set_text(struct lt_plate *plate, const struct lt_stage *stage, struct lt_label_style style,
                                const struct lt_story *story, const char *text, int32_t width)
{
    if (text && lt_text_is_rtl(lt_bytes_of(text)) != lt_lang_is_rtl(story->lang))
        style.align = LT_ALIGN_END;
    return lt_plate_set(plate, stage, &style, text, story->lang, width);
}

/* Sets the title; one that takes a line less in type a little smaller gets that. */
static struct lt_piece set_title(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                                 struct lt_story_form form, int32_t width)
{
    struct lt_label_style title = title_style(stage, &form);
    title.hyphenate = widest_word(stage, &title.font, story->title, story->lang) > LT_FX(width);
    title.balanced = !title.hyphenate;
    if (lt_text_is_tall(lt_bytes_of(story->title ? story->title : "")))
        title.leading = title.leading * TALL_PERCENT / 100 / 64 * 64;
    struct lt_piece piece = set_text(plate, stage, title, story, story->title, width);
    if (!piece.label || title.hyphenate || lt_label_lines(piece.label) < 2 || lt_label_cut(piece.label))
        return piece;
    title.font.size_fx = title.font.size_fx * TITLE_SMALLER_PERCENT / 100;
    struct lt_piece smaller = set_text(plate, stage, title, story, story->title, width);
    return lt_label_lines(smaller.label) < lt_label_lines(piece.label) ? smaller : piece;
}

/* Sets the words in `width`, dropping what does not fit into `height`: standfirst lines, lines of the title down to two,
 * the byline, the kicker, at last all of the title but one line. */
static struct words set_words(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                              struct lt_story_form form, int32_t width, int32_t height)
{
    struct words w = {0};
    struct lt_story brief = *story;
    int32_t leading = lt_stage_leading_px(stage);
    w.gap_kicker = leading / 12;
    w.gap_title = leading * form.title_percent / 600;
    w.gap_byline = leading / 6;
    if (form.brief) {
        brief.byline = NULL;
        brief.kicker = NULL;
        brief.standfirst = story->standfirst && *story->standfirst ? story->standfirst : story->byline;
        story = &brief;
    }
    w.kicker = set_text(plate, stage, kicker_style(stage), story, story->kicker, width);
    w.byline = set_text(plate, stage, byline_style(stage), story, form.anonymous ? NULL : story->byline, width);
    for (;;) {
        w.title = set_title(plate, stage, story, form, width);
        w.standfirst = set_text(plate, stage, standfirst_style(stage, &form), story,
                                form.standfirst_lines > 0 ? story->standfirst : NULL, width);
        measure_words(&w);
        bool stump = w.standfirst.label && lt_label_cut(w.standfirst.label) &&
                     lt_label_lines(w.standfirst.label) == 1; /* one line of several says too little */
        if (w.height <= height && !stump)
            return w;
        if (w.standfirst.label && form.standfirst_lines > 0)
            form.standfirst_lines = lt_label_lines(w.standfirst.label) - 1;
        else if (w.title.label && lt_label_lines(w.title.label) > 2)
            form.title_lines = lt_label_lines(w.title.label) - 1;
        else if (w.byline.label)
            w.byline = (struct lt_piece){0};
        else if (w.kicker.label)
            w.kicker = (struct lt_piece){0};
        else if (w.title.label && lt_label_lines(w.title.label) > 1)
            form.title_lines = 1;
        else
            return w;
    }
}

static void put_words(struct lt_plate *plate, const struct words *w, int32_t x, int32_t y)
{
    if (w->kicker.label)
        y += lt_plate_put(plate, &w->kicker, x, y) + w->gap_kicker;
    y += lt_plate_put(plate, &w->title, x, y);
    if (w->standfirst.label) {
        y += w->gap_title;
        y += lt_plate_put(plate, &w->standfirst, x, y);
    }
    if (w->byline.label)
        (void)lt_plate_put(plate, &w->byline, x, y + w->gap_byline);
}

/* How high a picture of the story may be at `width`, given `room`; 0 when it would be a strip. */
static int32_t picture_height(const struct lt_story *story, int32_t width, int32_t room)
{
    int32_t most = width * 10 / PICTURE_TALL;
    if (story->picture_width > 0 && story->picture_height > 0) {
        int64_t own = (int64_t)width * story->picture_height / story->picture_width * PICTURE_CROP / 100;
        most = own < most ? (int32_t)own : most;
    }
    int32_t height = room < most ? room : most;
    return height * PICTURE_STRIP / 10 < width ? 0 : height;
}

struct lt_story lt_story_of_card(const struct lt_stage *stage, struct lt_arena *arena, const struct lt_card *card)
{
    const char *minutes = lt_stage_say(stage, arena, "%1 min",
                                       lt_stage_number(stage, arena, lt_stage_minutes(card->words)), NULL);
    const char *kicker = *card->kicker ? card->kicker : card->section_name;
    return (struct lt_story){
        .kicker = lt_stage_capitals(stage, arena, kicker ? kicker : "", card->lang),
        .title = *card->title ? card->title : card->standfirst,
        .standfirst = *card->title ? card->standfirst : "",
        .byline = lt_stage_join(arena, lt_lang_is_rtl(card->lang), card->author, card->words > 0 ? minutes : "", NULL),
        .lang = card->lang,
        .picture = card->picture,
        .picture_width = card->picture_width,
        .picture_height = card->picture_height,
        .alt = "",
        .action = {LT_ACT_OPEN, card->id, NULL},
    };
}

int32_t lt_story_words_px(const struct lt_stage *stage, const struct lt_story_form *form)
{
    int32_t leading = lt_stage_leading_px(stage);
    int32_t height = LT_FX_ROUND_PX(kicker_style(stage).leading) + LT_FX_ROUND_PX(byline_style(stage).leading) +
                     leading / 12 + leading / 6;
    height += (int32_t)form->title_lines * LT_FX_ROUND_PX(title_style(stage, form).leading);
    if (form->standfirst_lines > 0)
        height += (int32_t)form->standfirst_lines * LT_FX_ROUND_PX(standfirst_style(stage, form).leading) +
                  leading * form->title_percent / 600;
    return height;
}

/* Words for a story that has no picture: as large as its room allows. */
static struct words set_wordy(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                              struct lt_story_form form, struct lt_box box)
{
    struct words words = set_words(plate, stage, story, form, box.width, box.height);
    if (form.standfirst_lines > 0) {
        form.standfirst_lines = STANDFIRST_SHARE;
        words = set_words(plate, stage, story, form, box.width, box.height);
    }
    if (form.brief || words.height * 100 > box.height * WORDY_SHARE)
        return words;
    form.title_percent = form.title_percent * WORDY_TITLE / 100;
    form.title_lines = WORDY_LINES;
    const struct lt_label_style title = title_style(stage, &form);
    if (widest_word(stage, &title.font, story->title, story->lang) > LT_FX(box.width))
        return words;
    struct words larger = set_words(plate, stage, story, form, box.width, box.height);
    return larger.title.label && !lt_label_cut(larger.title.label) ? larger : words;
}

/* Sets the words and finds the height that is left for a picture; 0 when it would be a strip, even with fewer lines. */
static int32_t fit_picture(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                           const struct lt_story_form *form, struct lt_box box, struct words *words)
{
    struct lt_story_form tried = *form;
    int32_t gap = lt_stage_leading_px(stage) * 2 / 5;
    *words = set_words(plate, stage, story, tried, box.width, box.height);
    while (form->picture && story->picture != 0) {
        int32_t picture = picture_height(story, box.width, box.height - words->height - gap);
        if (picture > 0 || tried.standfirst_lines <= (form->brief ? 0 : 1))
            return picture;
        tried.standfirst_lines--;
        *words = set_words(plate, stage, story, tried, box.width, box.height);
    }
    return 0;
}

int32_t lt_story_row_px(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *stories,
                        size_t count, const struct lt_story_form *form, struct lt_box box)
{
    int32_t least = 0;
    struct words words;
    for (size_t i = 0; i < count; i++) {
        int32_t picture = fit_picture(plate, stage, &stories[i], form, box, &words);
        if (picture > 0 && (least == 0 || picture < least))
            least = picture;
    }
    return least;
}

void lt_story_stand(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                    const struct lt_story_form *form, struct lt_box box)
{
    struct words words;
    int32_t gap = lt_stage_leading_px(stage) * 2 / 5;
    int32_t picture = fit_picture(plate, stage, story, form, box, &words);
    if (picture > form->picture_height && form->picture_height > 0)
        picture = form->picture_height;
    if (picture == 0)
        words = set_wordy(plate, stage, story, *form, box);
    if (picture > 0)
        lt_plate_picture(plate, box.x, box.y, box.width, picture, story->picture, story->alt);
    put_words(plate, &words, box.x, box.y + (picture > 0 ? picture + gap : 0));
    lt_plate_spot(plate, box.x, box.y, box.width, box.height, story->title, story->action);
}

/* Sets the words of a lying story beside its picture. */
static struct words set_beside(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                               const struct lt_story_form *form, struct lt_box box, int32_t *ret_x)
{
    int32_t side = form->picture && story->picture != 0 ? form->picture_width : 0;
    struct lt_story_form own = *form;
    *ret_x = side > 0 ? side + lt_stage_body_px(stage) * 4 / 5 : 0;
    if (side == 0 && own.standfirst_lines == 0 && box.width >= WIDE_EMS * lt_stage_body_px(stage))
        own.standfirst_lines = 2;
    return set_words(plate, stage, story, own, box.width - *ret_x, box.height);
}

bool lt_story_loses_byline(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                           const struct lt_story_form *form, struct lt_box box)
{
    int32_t x = 0;
    struct words words = set_beside(plate, stage, story, form, box, &x);
    return story->byline && *story->byline && !words.byline.label;
}

void lt_story_lie(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                  const struct lt_story_form *form, struct lt_box box)
{
    int32_t x = 0, side = form->picture && story->picture != 0 ? form->picture_width : 0;
    struct words words = set_beside(plate, stage, story, form, box, &x);
    int32_t tall = form->tall ? box.height : side * 13 / 16;
    if (side > 0)
        lt_plate_picture(plate, box.x, box.y, side, tall < box.height ? tall : box.height, story->picture, story->alt);
    put_words(plate, &words, box.x + x, box.y);
    lt_plate_spot(plate, box.x, box.y, box.width, box.height, story->title, story->action);
}
