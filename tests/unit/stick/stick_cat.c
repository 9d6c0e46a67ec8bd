/*
 * stick_cat.c: what is on the image of a stick, for images.py.
 *
 *   stick_cat IMAGE VOLUME list FOLDER    "KIND OFFSET", then NAME, a tab, SHORT NAME, a tab, and its size or "/", one a line
 *   stick_cat IMAGE VOLUME cat PATH       the file
 */
#include <lutrin/arena.h>
#include <lutrin/stick.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STEP = 100000 }; /* no multiple of a cluster */

static enum lt_err read_fd(void *self, int64_t at, void *data, size_t size, struct lt_diag *diag)
{
    ssize_t got = pread(*(int *)self, data, size, (off_t)at);
    return got == (ssize_t)size ? LT_OK : lt_fail_errno(diag, LT_ERR_IO, NULL, errno, "cannot read");
}

static bool print_entry(void *self, const struct lt_stick_entry *entry)
{
    (void)self;
    printf("%s\t%s\t", entry->name, entry->short_name);
    if (entry->folder)
        puts("/");
    else
        printf("%" PRId64 "\n", entry->file.size);
    return true;
}

static enum lt_err cat(struct lt_stick *stick, const char *path, struct lt_diag *diag)
{
    struct lt_stick_file file;
    enum lt_err err = lt_stick_find(stick, path, INT64_MAX, diag, &file);
    char *step = lt_alloc(STEP, 1);
    for (int64_t at = 0; err == LT_OK && at < file.size; at += STEP) {
        size_t size = file.size - at < STEP ? (size_t)(file.size - at) : STEP;
        err = lt_stick_read(stick, &file, at, step, size, diag);
        if (err == LT_OK)
            fwrite(step, 1, size, stdout);
    }
    free(step);
    return err;
}

int main(int argc, char **argv)
{
    struct lt_diag diag = {0};
    int fd = argc == 5 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return 64;
    struct lt_stick *stick = lt_stick_create(
        &(struct lt_stick_bytes){.self = &fd, .size = lseek(fd, 0, SEEK_END), .read = read_fd});
    enum lt_err err = lt_stick_open(stick, (int)strtol(argv[2], NULL, 10), &diag);
    if (err == LT_OK && strcmp(argv[3], "list") == 0) {
        printf("%s %" PRId64 "\n", lt_stick_kind(stick), lt_stick_offset(stick));
        err = lt_stick_list(stick, argv[4], print_entry, NULL, &diag);
    } else if (err == LT_OK) {
        err = cat(stick, argv[4], &diag);
    }
    if (err != LT_OK)
        fprintf(stderr, "%s: %s\n", diag.what, diag.where);
    lt_stick_destroy(stick);
    close(fd);
    return lt_err_exit_code(err);
}
