/*
 * feed.c: ingest reaches over to store, on the same floor.
 */
#include <lutrin/feed.h>
#include <lutrin/bundle.h> /* broken */
