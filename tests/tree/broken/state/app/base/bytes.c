/*
 * bytes.c: remembers things.
 */
#include <stddef.h>

struct lt_bytes_list {
    int one;
};

static int count;                                /* broken */
int lt_bytes_total = 3;                          /* broken */
static struct lt_bytes_list list = {1};          /* broken */
static const char *NAMES[] = {"a", "b"};         /* broken */
static int (*callback)(const char *);            /* broken */
static const int SIZES[] = {1, 2};

int lt_bytes_next(void)
{
    static int last = 0;                         /* broken */
    static const char *word;                     /* broken */
    last += SIZES[0] + count + list.one + lt_bytes_total;
    word = NAMES[0];
    return callback(word) + last;
}
