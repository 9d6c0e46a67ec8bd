/*
 * cramped.c: to be preloaded: the disk has no room as long as there is something at $LUTRIN_IN_THE_WAY.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

typedef int ask_function(int fd, struct statvfs64 *ret_room);

int fstatvfs64(int fd, struct statvfs64 *ret_room)
{
    ask_function *ask = NULL;
    void *found = dlsym(RTLD_NEXT, "fstatvfs64");
    const char *path = getenv("LUTRIN_IN_THE_WAY");
    memcpy(&ask, &found, sizeof ask);
    int result = ask(fd, ret_room);
    if (result == 0 && path && access(path, F_OK) == 0)
        ret_room->f_bavail = 0;
    return result;
}
