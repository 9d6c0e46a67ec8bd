/*
 * suite.h: outside test data, where it lies: $LUTRIN_SUITES, else ../shared/suites beside the source tree.
 */
#ifndef LUTRIN_TESTS_SUITE_H
#define LUTRIN_TESTS_SUITE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SUITE_SKIPPED = 77 };

static inline const char *suite_path(const char *name, char *path, size_t size)
{
    const char *root = getenv("LUTRIN_SUITES");
    if (root)
        snprintf(path, size, "%s/%s", root, name);
    else
        snprintf(path, size, "%s/../../shared/suites/%s", LT_SOURCE_DIR, name);
    if (!root && access(path, R_OK) != 0)
        snprintf(path, size, "%s/../shared/suites/%s", LT_SOURCE_DIR, name);
    return access(path, R_OK) == 0 ? path : NULL;
}

#endif
