/*
 * bytes.h: a function that nobody explains.
 */
#ifndef LUTRIN_BYTES_H
#define LUTRIN_BYTES_H

/* Explained. */
int lt_bytes_one(void);

int lt_bytes_two(const char *text,
                 int size);

#endif
