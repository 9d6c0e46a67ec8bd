/*
 * cap.c: the drop capital: how large it is, and what the lines beside it leave free.
 *
 * It stands on the baseline of its last line and is as high as the capitals of the first one, as they are painted: hinting
 * moves both by up to a pixel, so the faces are asked for their ink and not for their tables alone. An accent stands above that
 * height where the row above is free (French practice), else the letter becomes smaller; a tail that reaches into the line
 * below (J, Q, Ç) makes that line stand aside too.
 */
#include "text_work.h"

enum {
    ACCENT_PERCENT = 128, /* height of an accented capital over a plain one, where the ruler knows no ink */
    FREE_TEXT_PERCENT = 65, FREE_PICTURE_PERCENT = 20, /* of the leading: what an accent may take below front matter, below a picture */
    TRIES = 3,            /* corrections of the size for what hinting did to it */
    ASCENDER_PERCENT = 112, /* height of b, d, l over capitals */
    GAP_PERCENT = 12, SPACE_PERCENT = 24, /* of the body, after the letter: in a word, and after one of a single letter */
    ROUND_PERCENT = 4,    /* of its height by which a round letter is higher than a flat one */
};

static struct lt_run_text latin(const char *text, size_t size, const char *lang)
{
    return (struct lt_run_text){{text, size}, LT_SCRIPT('L', 'a', 't', 'n'), lang, false};
}

/* The ink of a run; without a ruler that knows, all is as high as its capitals. */
static struct lt_ink_reach reach_of(struct lt_pages *pages, const struct lt_font *font, const struct lt_run_text *run)
{
    const struct lt_ruler *ruler = pages->setting.ruler;
    struct lt_ink_reach reach = {.above = lt_gauge_extents(&pages->gauge, font).cap_height};
    if (ruler->ink)
        ruler->ink(ruler->self, font, run, &reach);
    return reach;
}

static lt_fx clamped(int64_t size)
{
    return size > LT_FX(512) ? LT_FX(512) : size < LT_FX(8) ? LT_FX(8) : (lt_fx)size;
}

/* The size at which the title's flat capitals are `want` high. */
static lt_fx size_for(struct lt_pages *pages, const struct lt_font *title, lt_fx want, const char *lang)
{
    struct lt_run_text flat = latin("H", 1, lang);
    struct lt_font font = *title;
    for (int i = 0; i < TRIES; i++) {
        lt_fx have = reach_of(pages, &font, &flat).above;
        if (have <= 0 || have == want)
            break;
        font.size_fx = clamped((int64_t)font.size_fx * want / have);
    }
    return font.size_fx;
}

/* What is free above the first line's capitals. */
static lt_fx free_above(struct lt_pages *pages, lt_fx capitals)
{
    const struct lt_style *style = pages->style;
    bool first = pages->at.previous == LT_ROLE_COUNT && pages->at.row > 0; /* nothing but front matter and pictures above */
    int percent = !first ? 0 : lt_sheet_last(pages)->picture_count ? FREE_PICTURE_PERCENT : FREE_TEXT_PERCENT;
    return lt_rise_of(pages, &style->text, style->leading) - capitals + style->leading * percent / 100;
}

/* Makes a letter whose accent does not fit above the first line small enough. */
static void heed_accent(struct lt_pages *pages, struct lt_font *font, const struct lt_run_text *letter, lt_fx want, lt_fx capitals)
{
    bool plain = (unsigned char)letter->text.data[0] < 0x80;
    if (!pages->setting.ruler->ink) {
        font->size_fx = plain ? font->size_fx : clamped((int64_t)font->size_fx * 100 / ACCENT_PERCENT);
        return;
    }
    lt_fx above = reach_of(pages, font, letter).above, over = above - want - want * ROUND_PERCENT / 100;
    if (!plain && over > 0 && above - want > free_above(pages, capitals))
        font->size_fx = clamped((int64_t)font->size_fx * want / above);
}

/* Lines beside the letter and its tail. */
static uint32_t lines_beside(struct lt_pages *pages, const struct lt_text_job *job, lt_fx below, lt_fx capitals)
{
    lt_fx clear = pages->style->leading - capitals * ASCENDER_PERCENT / 100;
    return job->cap_lines + (below > clear ? 1u : 0u);
}

void lt_cap_set(struct lt_pages *pages, struct lt_text_work *work)
{
    const struct lt_text_job *job = work->job;
    const struct lt_style *style = pages->style;
    const char *text = job->base + job->range.start - job->cap_bytes;
    struct lt_look look = {.font = style->title, .ink = LT_INK_ACCENT, .lang = job->lang, .marks = LT_LOOK_PLAIN};
    struct lt_run_text quote = latin(text, job->cap_quote, job->lang), flat = latin("H", 1, job->lang);
    struct lt_run_text letter = latin(text + job->cap_quote, job->cap_bytes - job->cap_quote, job->lang);
    letter.script = job->cap_script;
    bool space = letter.text.data[letter.text.size - 1] == ' ';
    letter.text.size -= space;
    lt_fx capitals = reach_of(pages, &style->text, &flat).above, want = (job->cap_lines - 1) * style->leading + capitals;
    look.font.size_fx = size_for(pages, &style->title, want, job->lang);
    heed_accent(pages, &look.font, &letter, want, capitals);
    work->cap_look = lt_look_intern(pages, &look);
    work->cap_quote = job->cap_quote ? lt_gauge_advance(&pages->gauge, &style->text, &quote) : 0;
    struct lt_ink_reach reach = reach_of(pages, &look.font, &letter);
    lt_fx width = lt_gauge_advance(&pages->gauge, &look.font, &letter) + (reach.after > 0 ? reach.after : 0);
    lt_fx gap = style->body * (space ? SPACE_PERCENT : GAP_PERCENT) / 100;
    work->shape.inset = LT_FX((work->cap_quote + width + gap + 63) / 64);
    work->shape.inset_lines = lines_beside(pages, job, reach.below, capitals);
}
