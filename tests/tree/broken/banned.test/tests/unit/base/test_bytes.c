/* test_bytes.c: tests keep the rule too. */
#include <string.h>

int main(void)
{
    char to[4];
    strcpy(to, "abc"); /* broken */
    return to[0] == 'b';
}
