/*
 * build.c: the article wants to know about pages, three floors up.
 */
#include <lutrin/arena.h>
#include <lutrin/pages.h> /* broken */
