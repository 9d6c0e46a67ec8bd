/*
 * make_sample.c: writes the sample magazine of the replays, and its next edition: make_sample OUT.lutrin [NEWER.lutrin].
 */
#include "replay/sample.h"

int main(int argc, char **argv)
{
    struct lt_diag diag = {0};
    if (argc != 2 && argc != 3)
        return 64;
    if (sample_write(argv[1], &diag) == LT_OK && (argc == 2 || sample_write_edition(argv[2], true, &diag) == LT_OK))
        return 0;
    fprintf(stderr, "make_sample: %s: %s\n", diag.what, diag.where);
    return 1;
}
