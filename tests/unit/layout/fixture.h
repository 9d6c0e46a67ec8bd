/*
 * fixture.h: the languages and the ruler that a program of layout tests works with.
 */
#ifndef LUTRIN_TESTS_LAYOUT_FIXTURE_H
#define LUTRIN_TESTS_LAYOUT_FIXTURE_H

#include <lutrin/metrics.h>
#include <lutrin/text.h>

static struct lt_tongue *tongue;
static struct lt_ruler ruler;

/* Set-up and tear-down of the program. */
static inline int begin(void **state)
{
    (void)state;
    tongue = lt_tongue_create();
    ruler = lt_ruler_mono();
    return 0;
}

static inline int end(void **state)
{
    (void)state;
    lt_tongue_destroy(tongue);
    return 0;
}

#endif
