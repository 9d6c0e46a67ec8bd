/*
 * fuzz.h: the entry point that every target has and that replay.c and libFuzzer call.
 */
#ifndef LUTRIN_FUZZ_H
#define LUTRIN_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
