/*
 * doc.h: a door that opens upward.
 */
#ifndef LUTRIN_DOC_H
#define LUTRIN_DOC_H

#include <lutrin/reader.h> /* broken */

#endif
