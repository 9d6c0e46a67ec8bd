/*
 * doc.h: a door that lets a private header out.
 */
#ifndef LUTRIN_DOC_H
#define LUTRIN_DOC_H

#include "inside.h" /* broken */

#endif
