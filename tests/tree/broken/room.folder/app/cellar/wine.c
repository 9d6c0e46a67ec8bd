/*
 * wine.c: lies in a room that the plan does not know.
 */
int lt_wine(void)
{
    return 0;
}
