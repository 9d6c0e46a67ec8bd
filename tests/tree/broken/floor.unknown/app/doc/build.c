/*
 * build.c: a door that is not in the plan.
 */
#include <lutrin/cellar.h> /* broken */
