/*
 * metrics.h: one of a circle.
 */
#ifndef LUTRIN_METRICS_H
#define LUTRIN_METRICS_H

#include <lutrin/canvas.h>

#endif
