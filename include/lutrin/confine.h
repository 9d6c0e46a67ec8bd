/*
 * confine.h: a child process that handles what strangers made gives up nearly everything first.
 */
#ifndef LUTRIN_CONFINE_H
#define LUTRIN_CONFINE_H

#include <stdint.h>

/* What is still allowed to it, besides computing with the memory it has and ending itself (exit_group). */
enum lt_confine {
    LT_CONFINE_COMPUTE, /* nothing */
    LT_CONFINE_READ,    /* read(), pread() and write() on what is open already */
};

/* Confines this process for the rest of its life: it is killed when its parent ends, leaves no core, opens nothing more,
 * uses at most `seconds` of processor time and, where the kernel offers seccomp, is killed by any other system call.
 * Taking memory is one of those. Not to be undone. */
void lt_confine(enum lt_confine allowed, int64_t seconds);

/* Ends a confined process at once. Not declared noreturn: the sanitizers make system calls before calling what is. */
void lt_confined_exit(int code);

#endif
