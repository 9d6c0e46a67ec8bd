/*
 * bundle.h: the room's own library, let out through its door.
 */
#ifndef LUTRIN_BUNDLE_H
#define LUTRIN_BUNDLE_H

#include <sqlite3.h> /* broken */

#endif
