/*
 * notice.h: the quiet line at the foot of the screen while a memory stick is read.
 */
#ifndef LUTRIN_READER_NOTICE_H
#define LUTRIN_READER_NOTICE_H

#include <lutrin/notice.h>

#include "plate.h"

/* Is the postman at work? */
bool lt_notice_works(const struct lt_notice *notice);

/* Composes the line, `height` pixels high, with these margins. */
void lt_notice_compose(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_notice *notice,
                       int32_t height, int32_t margin);

#endif
