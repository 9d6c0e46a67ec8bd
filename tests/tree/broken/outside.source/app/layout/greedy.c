/*
 * greedy.c: layout that knows a font library.
 */
#include <stdlib.h>
#include <SDL2/SDL_ttf.h> /* broken */
#include <unicode/ubrk.h> /* broken */
#include <sqlite3.h>      /* broken */
#include <sys/inotify.h>  /* broken */
