/*
 * trace.c: a program, which may use every room.
 */
#include <lutrin/doc.h>
#include <getopt.h>

int main(void)
{
    return lt_doc_each(0, 0, 0);
}
