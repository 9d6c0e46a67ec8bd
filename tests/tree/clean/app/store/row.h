/*
 * row.h: private to the room.
 */
#ifndef LUTRIN_ROW_H
#define LUTRIN_ROW_H

int lt_store_row(void);

#endif
