/*
 * reader.c: looks into the drawers of another room.
 */
#include "reader.h"
#include "../store/row.h" /* broken */
