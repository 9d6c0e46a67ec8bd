/*
 * usb_pull.c: a stick that is pulled at a chosen read.
 *
 *   usb_pull CONF IMAGE READS     as `lutrin-sync usb`, but every read after the first READS fails (0: none does). Prints
 *                                 "READS COPIED RESULT": reads that were made, bytes that the postman took
 */
#include <lutrin/arena.h>

#include "usb.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct pulled {
    int fd;
    long left;    /* reads that work; negative: all */
    long *reads;  /* shared with the child that makes them */
};

static enum lt_err read_some(void *self, int64_t at, void *data, size_t size, struct lt_diag *diag)
{
    struct pulled *stick = self;
    if (stick->left >= 0 && *stick->reads >= stick->left)
        return lt_fail(diag, LT_ERR_IO, NULL, NULL, "pulled");
    (*stick->reads)++;
    return pread(stick->fd, data, size, (off_t)at) == (ssize_t)size ? LT_OK
                                                                      : lt_fail(diag, LT_ERR_IO, NULL, NULL, "short");
}

static void told(void *self, const struct lt_sync_progress *progress)
{
    snprintf(self, 32, "%s", progress->result);
}

int main(int argc, char **argv)
{
    struct lt_arena arena = {0};
    struct lt_sync_config config;
    struct lt_sync_report report;
    struct lt_diag diag = {0};
    char result[32] = "";
    if (argc != 4 || lt_sync_config_read(argv[1], &arena, &diag, &config) != LT_OK)
        return 64;
    long left = strtol(argv[3], NULL, 10);
    struct pulled stick = {.fd = open(argv[2], O_RDONLY | O_CLOEXEC), .left = left > 0 ? left : -1};
    stick.reads = mmap(NULL, sizeof *stick.reads, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    const struct lt_stick_bytes bytes = {.self = &stick, .size = lseek(stick.fd, 0, SEEK_END), .read = read_some};
    const struct lt_sync_usb how = {.path = argv[2], .told = told, .self = result};
    enum lt_err err = lt_sync_usb_bytes(&config, &how, &bytes, &diag, &report);
    printf("%ld %" PRId64 " %s\n", *stick.reads, report.bytes, result);
    if (err != LT_OK)
        fprintf(stderr, "%s: %s\n", diag.what, diag.where);
    close(stick.fd);
    lt_arena_finish(&arena);
    return lt_err_exit_code(err);
}
