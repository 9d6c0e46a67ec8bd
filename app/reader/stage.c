/*
 * stage.c: the measures and phrases that the reader's screens share. Knows the style, the language and the clock.
 */
#include "stage.h"

enum {
    FRONT_MARGIN_PER_MILLE = 45,
    CLOCK_BEHIND_S = 86400, CLOCK_AHEAD_S = 5 * 366 * 86400, /* of an edition's making: what a clock may say then */
};

#define ISOLATE "\u2068" /* of the direction that what follows has by itself (UAX #9) */
#define END_OF_ISOLATE "\u2069"

int32_t lt_stage_body_px(const struct lt_stage *stage)
{
    return LT_FX_ROUND_PX(stage->style.body);
}

int32_t lt_stage_leading_px(const struct lt_stage *stage)
{
    return LT_FX_ROUND_PX(stage->style.leading);
}

int32_t lt_stage_margin_px(const struct lt_stage *stage)
{
    return LT_FX_ROUND_PX(stage->style.margin_x);
}

int32_t lt_stage_front_margin_px(const struct lt_stage *stage)
{
    int32_t margin = stage->style.panel.width_px * FRONT_MARGIN_PER_MILLE / 1000;
    int32_t page = lt_stage_margin_px(stage);
    return margin < page ? margin : page;
}

int32_t lt_stage_target_px(const struct lt_stage *stage)
{
    return LT_FX_ROUND_PX(stage->style.target);
}

int32_t lt_stage_hair_px(const struct lt_stage *stage)
{
    int32_t hair = LT_FX_ROUND_PX(stage->style.body) / 22;
    return hair < 1 ? 1 : hair;
}

int32_t lt_stage_um_px(const struct lt_stage *stage, int32_t um)
{
    return (int32_t)((int64_t)stage->style.px_per_mm_fx * um / 64000);
}

int32_t lt_stage_line_px(const struct lt_stage *stage, const struct lt_font *font)
{
    struct lt_extents extents;
    stage->ruler->extents(stage->ruler->self, font, &extents);
    return LT_FX_FLOOR_PX(extents.ascent + extents.descent + 63);
}

struct lt_label_style lt_stage_label(const struct lt_font *font, int percent, int leading_percent, enum lt_ink ink)
{
    struct lt_label_style style = {.font = *font, .ink = ink, .align = LT_ALIGN_START};
    style.font.size_fx = (lt_fx)((int64_t)font->size_fx * percent / 100);
    style.font.tracking_fx = (lt_fx)((int64_t)font->tracking_fx * percent / 100);
    style.leading = LT_FX(LT_FX_ROUND_PX((lt_fx)((int64_t)style.font.size_fx * leading_percent / 100)));
    return style;
}

int32_t lt_stage_baseline_px(const struct lt_stage *stage, const struct lt_label_style *style)
{
    struct lt_extents extents;
    stage->ruler->extents(stage->ruler->self, &style->font, &extents);
    return LT_FX_ROUND_PX((style->leading - extents.ascent - extents.descent) / 2 / 64 * 64 + extents.ascent);
}

void lt_phrase(struct lt_buf *out, const char *pattern, const char *one, const char *two)
{
    for (const char *at = pattern; *at; at++) {
        if (at[0] != '%' || (at[1] != '1' && at[1] != '2' && at[1] != '%')) {
            lt_buf_putc(out, *at);
            continue;
        }
        at++;
        if (*at == '%')
            lt_buf_putc(out, '%');
        else
            lt_buf_puts(out, *at == '1' ? one : two);
    }
}

static const char *keep(struct lt_arena *arena, struct lt_buf *buf)
{
    const char *text = lt_arena_strndup(arena, buf->data ? buf->data : "", buf->size);
    lt_buf_finish(buf);
    return text;
}

const char *lt_stage_say(const struct lt_stage *stage, struct lt_arena *arena, const char *msgid, const char *one,
                         const char *two)
{
    struct lt_buf buf = {0};
    lt_phrase(&buf, lt_word(stage->words, msgid), one, two);
    return keep(arena, &buf);
}

const char *lt_stage_number(const struct lt_stage *stage, struct lt_arena *arena, int64_t number)
{
    struct lt_buf buf = {0};
    lt_text_number(stage->tongue, number, stage->lang, &buf);
    return keep(arena, &buf);
}

const char *lt_stage_date(const struct lt_stage *stage, struct lt_arena *arena, int64_t time, int32_t utc_offset,
                          enum lt_date_style style)
{
    struct lt_buf buf = {0};
    lt_text_date(stage->tongue, time, utc_offset, style, stage->lang, &buf);
    return keep(arena, &buf);
}

void lt_stage_believe(struct lt_stage *stage, int64_t told_s)
{
    int64_t made = stage->info ? stage->info->created : 0;
    bool good = told_s != LT_NO_TIME && (made <= 0 || (told_s >= made - CLOCK_BEHIND_S && told_s - made <= CLOCK_AHEAD_S));
    stage->told_s = told_s;
    stage->wall_s = good ? told_s : LT_NO_TIME;
}

const char *lt_stage_join(struct lt_arena *arena, bool rtl, const char *a, const char *b, const char *c)
{
    const char *parts[3] = {a, b, c};
    struct lt_buf buf = {0};
    bool isolated = rtl;
    for (size_t i = 0; i < 3; i++)
        isolated = isolated || (parts[i] && lt_text_is_rtl(lt_bytes_of(parts[i])));
    for (size_t i = 0; i < 3; i++) {
        if (!parts[i] || !*parts[i])
            continue;
        if (buf.size > 0)
            lt_buf_puts(&buf, " · ");
        lt_buf_puts(&buf, isolated ? ISOLATE : "");
        lt_buf_puts(&buf, parts[i]);
        lt_buf_puts(&buf, isolated ? END_OF_ISOLATE : "");
    }
    return keep(arena, &buf);
}

const char *lt_stage_capitals(const struct lt_stage *stage, struct lt_arena *arena, const char *text, const char *lang)
{
    struct lt_buf buf = {0};
    lt_text_upper(stage->tongue, lt_bytes_of(text), lang, &buf);
    return keep(arena, &buf);
}

uint32_t lt_stage_minutes(uint32_t words)
{
    uint32_t minutes = (words + LT_WORDS_A_MINUTE / 2) / LT_WORDS_A_MINUTE;
    return minutes > 0 ? minutes : 1;
}
