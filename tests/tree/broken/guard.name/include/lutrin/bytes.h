/*
 * bytes.h: a guard that guards nothing.
 */
#ifndef LUTRIN_BYTES_H
#define LUTRIN_BYTE_H

#endif
