/*
 * date.h: dates in the text of pages. Private to this room; <lutrin/feed.h> has the door.
 */
#ifndef LUTRIN_INGEST_DATE_H
#define LUTRIN_INGEST_DATE_H

#include <lutrin/arena.h>
#include <lutrin/bytes.h>

#include <stdint.h>

/* As lt_date_parse(), for a text that tells year, month and day; LT_NO_TIME for less. */
int64_t lt_date_parse_day(const char *text, int32_t *ret_offset);

/* Appends the trimmed text of a date with digits of all scripts in one, without marks of direction and with the signs of
 * Chinese and Japanese hours as colons; nothing for what is no UTF-8 or too long to be looked at. */
void lt_date_plain(struct lt_bytes text, struct lt_buf *out);

/* The first whole date in a short text with other words ("Published on 3 May 2024 by Ana"), as it stands there, in the
 * arena; NULL when there is none. */
const char *lt_date_find(const char *text, struct lt_arena *arena);

/* The day in the path of an address ("https://a.example/2024/05/03/heron", "/2024-05-03-heron"), in the arena; NULL. */
const char *lt_date_in_address(const char *url, struct lt_arena *arena);

/* How many days the month (1 to 12) has. */
int lt_date_month_days(int year, int month);

/* date_count.c */
struct lt_date_day {
    int year, month, day;
};

/* The seconds of a text that is nothing but a count of them, or of milliseconds, since 1970; LT_NO_TIME. */
int64_t lt_date_seconds(const char *text);

/* A date that the text begins with as "2024-035" (its 35th day), "2024-W05-3" (the Wednesday of its fifth week), or the same
 * without dashes: how many bytes it takes, 0 when there is none. */
size_t lt_date_counted(const char *text, struct lt_date_day *ret_day);

#endif
