/*
 * story.h: one article as it is offered on a page: standing (picture above its words) or lying (picture beside them).
 */
#ifndef LUTRIN_READER_STORY_H
#define LUTRIN_READER_STORY_H

#include "plate.h"

/* An article on offer. Strings may be NULL or "". */
struct lt_story {
    const char *kicker, *title, *standfirst, *byline, *lang;
    int64_t picture;
    int32_t picture_width, picture_height; /* 0 when unknown */
    const char *alt;
    struct lt_action action;
};

struct lt_box {
    int32_t x, y, width, height;
};

/* How a story is set. Percentages are of the body size. */
struct lt_story_form {
    int title_percent;
    uint32_t title_lines;
    uint32_t standfirst_lines; /* 0: none */
    bool picture;
    int32_t picture_width;     /* of a lying story; 0: none */
    int32_t picture_height;    /* of a standing story: at most so high; 0: as its room allows */
    bool tall;                 /* a lying story's picture is as high as its box */
    bool small;                /* the standfirst is set small */
    bool anonymous;            /* no byline */
    bool brief;                /* no kicker; a small standfirst, or the byline when there is none */
};

/* The article of a card of the bundle: kicker in capitals, "author · N min". Strings live in `arena`. */
struct lt_story lt_story_of_card(const struct lt_stage *stage, struct lt_arena *arena, const struct lt_card *card);

/* Heights that a story needs with all its words on as few lines as they are worth: for dividing a page. */
int32_t lt_story_words_px(const struct lt_stage *stage, const struct lt_story_form *form);

/* The height that every picture of `count` standing stories side by side can have, for form->picture_height; 0 when none
 * has a picture. */
int32_t lt_story_row_px(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *stories,
                        size_t count, const struct lt_story_form *form, struct lt_box box);

/* Would a lying story lose its byline for want of room? Those beside it then go without theirs, too. */
bool lt_story_loses_byline(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                           const struct lt_story_form *form, struct lt_box box);

/* Sets the story into the box, never past it: lines are left out before the picture becomes a strip, the picture before
 * the title. The whole box answers a tap. */
void lt_story_stand(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                    const struct lt_story_form *form, struct lt_box box);
void lt_story_lie(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_story *story,
                  const struct lt_story_form *form, struct lt_box box);

#endif
