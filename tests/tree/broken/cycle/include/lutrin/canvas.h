/*
 * canvas.h: the other.
 */
#ifndef LUTRIN_CANVAS_H
#define LUTRIN_CANVAS_H

#include <lutrin/metrics.h>

#endif
