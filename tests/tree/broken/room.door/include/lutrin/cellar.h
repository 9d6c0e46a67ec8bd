/*
 * cellar.h: a door that belongs to no room.
 */
#ifndef LUTRIN_CELLAR_H
#define LUTRIN_CELLAR_H
#endif
