/*
 * card.h: a card over the page: the type sizes, a note, an address outside, a message. One at a time; a tap outside or
 * BACK closes it.
 */
#ifndef LUTRIN_READER_CARD_H
#define LUTRIN_READER_CARD_H

#include <lutrin/doc.h>
#include <lutrin/utf8.h>

#include "plate.h"

/* Where a composed card stands on the panel. */
struct lt_card_place {
    int32_t x, y;
};

/* The five steps and a step up or down, below the line above the page (`below_px`) and its sign for the type size, which ends
 * `margin_px` from the panel's edge. */
struct lt_card_place lt_card_sizes(struct lt_plate *plate, const struct lt_stage *stage, int32_t below_px, int32_t margin_px);

/* The note that its references call `number`; its heading alone when the document has none. The document must outlive the
 * plate. */
struct lt_card_place lt_card_note(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_doc *doc,
                                  const char *number);

/* The address `url`, whose link bears `words`, in `lang`. */
struct lt_card_place lt_card_address(struct lt_plate *plate, const struct lt_stage *stage, const char *url,
                                     const char *words, const char *lang);

/* A message of a heading and a sentence, both msgids. */
struct lt_card_place lt_card_message(struct lt_plate *plate, const struct lt_stage *stage, const char *heading,
                                     const char *sentence);

/* The whole panel when there is nothing to read. */
void lt_card_nothing(struct lt_plate *plate, const struct lt_stage *stage);

#endif
