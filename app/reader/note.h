/*
 * note.h: the text of a note, for its card.
 */
#ifndef LUTRIN_READER_NOTE_H
#define LUTRIN_READER_NOTE_H

#include <lutrin/doc.h>

#include "plate.h"

/* Sets the note that its references call `number`, at most `most_px` high; a piece without height when there is none.
 * *ret_cut: it is longer, and its beginning is shown. The plate owns all but the document, which must outlive it. */
struct lt_piece lt_note_set(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_doc *doc, const char *number,
                            int32_t measure_px, int32_t most_px, bool *ret_cut);

/* The links of a note that was put down at (x, y) answer a tap, of nine millimetres at least. */
void lt_note_spots(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_piece *note, int32_t x, int32_t y);

#endif
