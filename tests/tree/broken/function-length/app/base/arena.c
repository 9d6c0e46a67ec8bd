/*
 * arena.c: one function that goes on too long (the limits of the examples are small).
 */
int lt_arena_short(int a)
{
    return a;
}

int lt_arena_sum(int a) /* broken */
{
    a += 1;
    a += 2;
    a += 3;
    if (a > 4) {
        a += 5;
    }
    a += 6;
    a += 7;
    a += 8;
    a += 9;
    a += 10;
    a += 11;
    a += 12;
    return a;
}
