/* test_reader.c: a test that goes around the doors. */
#include "../../../app/reader/turn.h" /* broken */
