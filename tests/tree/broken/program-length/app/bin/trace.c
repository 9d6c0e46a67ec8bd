/*
 * trace.c: a program that does the work itself (the limits of the examples are small).
 */
#include <stdio.h>

static int one(void)
{
    return 1;
}

static int two(void)
{
    return one() + one();
}

static int three(void)
{
    return two() + one();
}

static int four(void)
{
    return three() + one();
}

int main(void)
{
    return four();
}
