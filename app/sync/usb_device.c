/*
 * usb_device.c: the bytes of a stick from its block device, or from an image of one.
 */
#include "usb.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static enum lt_err read_fd(void *self, int64_t at, void *data, size_t size, struct lt_diag *diag)
{
    for (char *to = data; size;) {
        ssize_t got = pread(*(int *)self, to, size, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) /* no words of the system's: finding them might call it */
            return lt_fail(diag, LT_ERR_IO, NULL, "put it in again: nothing is lost", "the stick cannot be read");
        to += got;
        at += got;
        size -= (size_t)got;
    }
    return LT_OK;
}

/* The stick was pulled before it could be looked at, which says nothing of what is on it. */
static enum lt_err gone(struct lt_usb_mirror *usb, int error, struct lt_diag *diag)
{
    usb->lost = true;
    return lt_fail_errno(diag, LT_ERR_NO_INPUT, usb->name, error, "cannot open");
}

enum lt_err lt_usb_start_path(struct lt_usb_mirror *usb, const char *path, int *ret_fd, struct lt_diag *diag)
{
    struct stat st;
    *usb = (struct lt_usb_mirror){.name = path, .to = -1};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 && (errno == ENOENT || errno == ENXIO || errno == ENODEV || errno == ENOMEDIUM))
        return gone(usb, errno, diag);
    if (fd < 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, path, errno, "cannot open");
    const off_t size = lseek(fd, 0, SEEK_END);
    *ret_fd = fd;
    if (fstat(fd, &st) != 0 || (!S_ISBLK(st.st_mode) && !S_ISREG(st.st_mode)) || size < 0)
        return lt_fail(diag, LT_ERR_NO_INPUT, path, NULL, "neither a device nor an image of one");
    if (S_ISBLK(st.st_mode) && size == 0)
        return gone(usb, ENOMEDIUM, diag);
    return lt_usb_start(usb, &(struct lt_stick_bytes){.self = ret_fd, .size = size, .read = read_fd}, diag);
}
