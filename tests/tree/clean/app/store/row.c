/*
 * row.c: a room on the second floor with its own library and its own private header.
 */
#include "row.h"

#include <lutrin/doc.h>
#include <sqlite3.h>
#include <sodium.h>

int lt_store_row(void)
{
    return sqlite3_libversion_number() + sodium_init();
}
