/*
 * robots.h: what a site asks of robots (RFC 9309).
 *
 * The caller fetches /robots.txt and judges the status: any 4xx means all is allowed, a 5xx or no answer that nothing
 * is until it can be read.
 */
#ifndef LUTRIN_ROBOTS_H
#define LUTRIN_ROBOTS_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/bytes.h>

enum {
    LT_ROBOTS_MAX_BYTES = 500 << 10, /* lines beyond are not read */
    LT_ROBOTS_MAX_RULES = 20000,     /* rules of our groups beyond are not read */
    LT_ROBOTS_MAX_DELAY_S = 300,     /* a longer crawl-delay is cut to this */
};

/* The product token we go by. */
#define LT_ROBOTS_NAME "lutrin"

struct lt_robots;

/* Reads a robots.txt for the product token `name`: the groups that name it, else those of "*". Never fails: what is no
 * rule is passed over. */
struct lt_robots *lt_robots_create(struct lt_bytes text, const char *name);

/* NULL is allowed. */
void lt_robots_destroy(struct lt_robots *robots);

/* May `url` (an absolute address, or a path with its query) be fetched? The longest matching rule decides, an allow
 * before a disallow of the same length. NULL robots allow all; /robots.txt itself always is. */
bool lt_robots_allows(const struct lt_robots *robots, const char *url);

/* The crawl-delay our group asks for, in milliseconds, within LT_ROBOTS_MAX_DELAY_S; -1: none. */
int64_t lt_robots_delay_ms(const struct lt_robots *robots);

#endif
