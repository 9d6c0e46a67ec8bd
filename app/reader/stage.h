/*
 * stage.h: what every screen of the reader is composed with, and the small measures and phrases they share.
 */
#ifndef LUTRIN_READER_STAGE_H
#define LUTRIN_READER_STAGE_H

#include <lutrin/bundle.h>
#include <lutrin/label.h>
#include <lutrin/style.h>
#include <lutrin/text.h>
#include <lutrin/words.h>

enum { LT_WORDS_A_MINUTE = 220 };

struct lt_stage {
    struct lt_bundle *bundle;          /* NULL: there is none */
    const struct lt_bundle_info *info; /* NULL without a bundle */
    const struct lt_ruler *ruler;
    struct lt_tongue *tongue;
    struct lt_gauge *gauge;            /* what the ruler measured, for all articles */
    const struct lt_words *words;
    const char *lang;                  /* of the interface */
    bool rtl;                          /* the interface runs from right to left */
    struct lt_style style;
    const struct lt_theme *theme;      /* one of the programs', or `accented` */
    struct lt_theme accented;          /* the same with the publication's own accent */
    bool plain_opening;                /* of articles */
    int64_t told_s;                    /* what the front end's clock says; LT_NO_TIME: it is not trusted */
    int64_t wall_s;                    /* the same, where the edition believes it: lt_stage_believe() */
    bool news;                         /* a newer bundle waits */
    uint32_t edition;                  /* how many bundles were shown before this one */
};

/* Whole pixels of lengths that many places need. */
int32_t lt_stage_body_px(const struct lt_stage *stage);
int32_t lt_stage_leading_px(const struct lt_stage *stage);
int32_t lt_stage_margin_px(const struct lt_stage *stage);       /* of an article's page */
int32_t lt_stage_front_margin_px(const struct lt_stage *stage); /* of the front page, never wider */
int32_t lt_stage_target_px(const struct lt_stage *stage);
int32_t lt_stage_hair_px(const struct lt_stage *stage); /* the finest rule that still shows */
int32_t lt_stage_um_px(const struct lt_stage *stage, int32_t um);

/* The least that a line of `font` needs to stand in, whole pixels. */
int32_t lt_stage_line_px(const struct lt_stage *stage, const struct lt_font *font);

/* A style for a label in `font` scaled to `percent` of its size, with lines `leading_percent` of that size apart. */
struct lt_label_style lt_stage_label(const struct lt_font *font, int percent, int leading_percent, enum lt_ink ink);

/* What a font's ascenders need above the baseline when its line is `leading` px high: where a label's first baseline
 * lies below its top. */
int32_t lt_stage_baseline_px(const struct lt_stage *stage, const struct lt_label_style *style);

/* `msgid` in the interface's language, with %1 and %2 replaced by `one` and `two` (either may be NULL). */
const char *lt_stage_say(const struct lt_stage *stage, struct lt_arena *arena, const char *msgid, const char *one,
                         const char *two);
/* A number in the digits of the interface's language. */
const char *lt_stage_number(const struct lt_stage *stage, struct lt_arena *arena, int64_t number);
/* A date as lt_text_date() has it. */
const char *lt_stage_date(const struct lt_stage *stage, struct lt_arena *arena, int64_t time, int32_t utc_offset,
                          enum lt_date_style style);
/* "a · b · c" of those of the three that are not NULL or "", for a line that runs from right to left, or not. Where
 * directions may meet, each part is isolated, so that "23 novembre" does not fall apart between an Arabic name and a dot. */
const char *lt_stage_join(struct lt_arena *arena, bool rtl, const char *a, const char *b, const char *c);
/* `text` in capitals, but as it is where capitals mean nothing. */
const char *lt_stage_capitals(const struct lt_stage *stage, struct lt_arena *arena, const char *text, const char *lang);

/* Takes what the front end's clock says. It is believed from a day before the edition was made until five years after:
 * a clock of 1970, 2038 or 2106 shows the edition's date and not its own. */
void lt_stage_believe(struct lt_stage *stage, int64_t told_s);

/* Minutes that so many words take to read, at least 1. */
uint32_t lt_stage_minutes(uint32_t words);

/* `pattern` with %1 and %2 replaced; %% is a per cent sign. Appends. */
void lt_phrase(struct lt_buf *out, const char *pattern, const char *one, const char *two);

#endif
