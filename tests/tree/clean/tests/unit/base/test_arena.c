/* test_arena.c: tests may read with sscanf(). */
#include <stdio.h>

int main(void)
{
    int number = 0;
    return sscanf("0", "%d", &number) == 1 ? number : 1;
}
