/*
 * liar.h: a web server on the loopback that lies in every way we know of.
 */
#ifndef LUTRIN_TESTS_LIAR_H
#define LUTRIN_TESTS_LIAR_H

#include <stdint.h>
#include <sys/types.h>

enum { LIAR_LIFE_S = 600, LIAR_CONNECTION_S = 20 }; /* nothing of it lives longer, whatever happens to the test */

/* Starts it in a process group of its own; returns its port and sets *ret_pid: kill the group -pid and wait. 0: it failed.
 * The path of a request is the name of the lie, its query the seed: "http://127.0.0.1:PORT/short?7". */
int liar_start(pid_t *ret_pid);

/* Byte `at` of the truth, and how much truth there is, for a seed. */
char liar_byte(int64_t at, unsigned seed);
int64_t liar_size(unsigned seed);

#endif
