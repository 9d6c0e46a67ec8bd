/*
 * bytes.c: calls that nobody makes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int lt_bytes_copy(char *to, const char *from)
{
    strcpy(to, from);              /* broken */
    sprintf(to, "%s", from);       /* broken */
    if (system (from) == 0)        /* broken */
        return atoi(strtok(to, from)); /* broken */
    return sscanf(to, "%s", to);   /* broken */
}
