/*
 * fit_cost.h: what it costs a window of pages to differ from the best, in demerits of lines. Private.
 *
 * A line whose spaces are at twice their natural width has about a million of them.
 *
 * A free row costs a little more than a paragraph that ends in a stub of a word, and less than a paragraph all of whose lines
 * are loose. On a low panel (12 rows, 70 characters, 2,700 pages of French and English prose) 2% of the feet have a free row so;
 * 9% had when paragraphs of another length were not tracked (glue.h). Were a row beyond any price, 0.8% would, which are pages
 * of a few short paragraphs that can neither give nor take a line; but there would be half as many rivers more, and twice as
 * many fragments of words alone on a line.
 */
#ifndef LUTRIN_LAYOUT_FIT_COST_H
#define LUTRIN_LAYOUT_FIT_COST_H

#include <stdint.h>

static const int64_t LT_COST_NEVER = INT64_C(1) << 44; /* what is decided would change */
static const int64_t LT_COST_ROW = 12000000;     /* a free row at the foot of a lone column */
static const int64_t LT_COST_SHORT = 4000000;    /* a free row of a column, where the columns of the page end level */
static const int64_t LT_COST_UNLEVEL = 30000000; /* a row between the feet of two columns of a page */
static const int64_t LT_COST_WHITE = 60000;     /* a row that white, a picture or the leading fill */
static const int64_t LT_COST_CHANGE = 3000;     /* a paragraph that is not set as it looks best */
static const int64_t LT_COST_HYPHEN = 30000;    /* a line that must be broken anew because it ends a column in a hyphen */
static const int64_t LT_COST_FIRM = 20000000;   /* ... and cannot be, at the length it shall have */
static const int64_t LT_COST_RUNT = 6000000;    /* a last line of a word that came of a line more or fewer */
static const int64_t LT_COST_FRAGMENT = 8000000; /* ... of part of a word */
static const int64_t LT_COST_RIVER = 1500000;   /* a river that came so */
static const int64_t LT_COST_LONE = 8000000;    /* a last page of a line or two */
static const int64_t LT_COST_CAP = 30000000;     /* a drop capital for which no room would be left */
static const int64_t LT_COST_TITLE = 100000000;  /* a title, a heading or a term in a column without its text */
static const int64_t LT_COST_LONE_ROW = 200000000; /* one row of a table in a column */
static const int64_t LT_COST_CHEAP = 1000000;    /* a plan that costs no more is not improved upon */

#endif
