/*
 * handout.c: files for the staff onto a stick. Nothing of ours writes a file system: a mounted stick is a folder, and for a
 * device or an image mtools is asked, which must be there.
 */
#include "handout.h"

#include <lutrin/file.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_FOUND = 127, HOST_MAX = 64 };

/* Where files go: below a folder, or to an image as mtools names it ("/dev/sdb@@1048576"). */
struct target {
    const char *folder;
    struct lt_buf image;
};

static void become(char *const *command, int in, int out)
{
    int quiet = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(in >= 0 ? in : quiet, STDIN_FILENO);
    dup2(out >= 0 ? out : quiet, STDOUT_FILENO);
    dup2(quiet, STDERR_FILENO);
    setenv("MTOOLS_SKIP_CHECK", "1", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    execvp(command[0], command);
    _exit(NOT_FOUND);
}

static enum lt_err wait_for(pid_t child, const char *name, struct lt_diag *diag)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return lt_fail_errno(diag, LT_ERR_OS, name, errno, "cannot wait for it");
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return LT_OK;
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, name, "install it", "is not here");
    return lt_fail(diag, LT_ERR_IO, name, "is the stick full, or locked?", "did not succeed");
}

static void say(int fd, struct lt_bytes text)
{
    while (text.size) {
        ssize_t put = write(fd, text.data, text.size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) /* it does not read on: how it ends tells why */
            return;
        text.data += put;
        text.size -= (size_t)put;
    }
}

/* Lets go of what stands before the last `most` bytes, and of the line that is cut there. */
static void keep_end(struct lt_buf *out, size_t most)
{
    if (out->size <= most)
        return;
    const char *end = out->data + out->size, *from = end - most, *line = memchr(from, '\n', most);
    from = line ? line + 1 : from;
    out->size = (size_t)(end - from);
    memmove(out->data, from, out->size);
    out->data[out->size] = '\0';
}

static void hear(int fd, size_t most, struct lt_buf *out)
{
    char step[4096];
    for (ssize_t got; (got = read(fd, step, sizeof step)) > 0 || (got < 0 && errno == EINTR);) {
        lt_buf_put(out, step, got > 0 ? (size_t)got : 0);
        if (out->size > 2 * most)
            keep_end(out, most);
    }
    keep_end(out, most);
}

enum lt_err lt_sync_ask_program(char *const *command, struct lt_bytes input, size_t most, struct lt_buf *out,
                                struct lt_diag *diag)
{
    int in[2] = {-1, -1}, to[2] = {-1, -1};
    if (pipe(in) != 0 || (out && pipe(to) != 0)) {
        enum lt_err err = lt_fail_errno(diag, LT_ERR_OS, command[0], errno, "cannot start it");
        if (in[0] >= 0)
            close(in[0]), close(in[1]);
        return err;
    }
    pid_t child = fork();
    if (child == 0) {
        close(in[1]);
        if (out)
            close(to[0]);
        become(command, in[0], to[1]);
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before; /* a program that does not read its input */
    sigaction(SIGPIPE, &ignore, &before);
    close(in[0]);
    if (out)
        close(to[1]);
    if (child > 0)
        say(in[1], input);
    close(in[1]);
    if (out && child > 0)
        hear(to[0], most, out);
    if (out)
        close(to[0]);
    sigaction(SIGPIPE, &before, NULL);
    return child > 0 ? wait_for(child, command[0], diag)
                     : lt_fail_errno(diag, LT_ERR_OS, command[0], errno, "cannot start it");
}

static enum lt_err make_folder(const struct target *target, const char *name, struct lt_diag *diag)
{
    struct lt_buf path = {0};
    enum lt_err err = LT_OK;
    lt_buf_printf(&path, "%s/%s", target->folder ? target->folder : "::", name);
    if (!target->folder) { /* one that is there already is a failure for mmd: writing into it will tell */
        char *command[] = {"mmd", "-i", target->image.data, "-D", "s", path.data, NULL};
        err = lt_sync_ask_program(command, (struct lt_bytes){0}, 0, NULL, diag);
        err = err == LT_ERR_IO ? LT_OK : err;
    } else if (mkdir(path.data, 0755) != 0 && errno != EEXIST) {
        err = lt_fail_errno(diag, LT_ERR_CANT_CREATE, path.data, errno, "cannot make the folder");
    }
    lt_buf_finish(&path);
    return err;
}

static enum lt_err put(const struct target *target, const char *name, struct lt_bytes text, struct lt_diag *diag)
{
    struct lt_buf path = {0};
    enum lt_err err;
    lt_buf_printf(&path, "%s/%s", target->folder ? target->folder : "::", name);
    if (target->folder) {
        err = lt_file_write(path.data, text, diag);
    } else {
        char *command[] = {"mcopy", "-i", target->image.data, "-D", "o", "-", path.data, NULL};
        err = lt_sync_ask_program(command, text, 0, NULL, diag);
    }
    lt_buf_finish(&path);
    return err;
}

static enum lt_err put_all(const struct target *target, const char *host, const struct lt_sync_file *files, size_t count,
                           struct lt_diag *diag)
{
    struct lt_buf name = {0};
    enum lt_err err = make_folder(target, "lutrin-report", diag);
    lt_buf_printf(&name, "lutrin-report/%s", host);
    if (err == LT_OK)
        err = make_folder(target, name.data, diag);
    for (size_t i = 0; err == LT_OK && i < count; i++) {
        lt_buf_clear(&name);
        lt_buf_printf(&name, "lutrin-report/%s/%s", host, files[i].name);
        err = put(target, name.data, files[i].text, diag);
    }
    lt_buf_finish(&name);
    return err;
}

/* Is there anything of ours in the open volume? */
static bool is_ours(const struct lt_mirror *mirror)
{
    struct lt_buf text = {0};
    bool ours = mirror->text(mirror->self, "latest", LT_SIGNATURE_FILE_MAX, &text, NULL) == LT_OK ||
                (mirror->names(mirror->self, &text, NULL) == LT_OK && text.size > 0);
    lt_buf_finish(&text);
    return ours;
}

/* Opens the volume to write to: the one that holds something of ours, else the last, because what other systems keep for
 * themselves comes first. */
static enum lt_err open_volume(struct lt_usb_mirror *usb, const struct lt_mirror *mirror, struct lt_diag *diag,
                               int64_t *ret_offset)
{
    struct lt_diag ignored;
    enum lt_err err = lt_usb_open(usb, 0, diag, ret_offset);
    for (int i = 1; err == LT_OK && !is_ours(mirror) && i <= LT_STICK_MAX_PARTITIONS; i++)
        if (lt_usb_open(usb, i, &ignored, ret_offset) != LT_OK)
            return lt_usb_open(usb, i - 1, diag, ret_offset);
    return err;
}

/* Looks at the stick as when it is read: where its volume begins, and whether its `latest` is older than ours. */
static enum lt_err look(const struct lt_sync_config *config, const struct lt_trust *trust, const char *path,
                        struct target *target, struct lt_diag *diag, struct lt_buf *latest, bool *ret_newer)
{
    struct lt_usb_mirror usb;
    int64_t offset = 0;
    int fd = -1;
    enum lt_err err = lt_usb_start_path(&usb, path, &fd, diag);
    const struct lt_mirror mirror = lt_usb_mirror(&usb);
    if (err == LT_OK)
        err = open_volume(&usb, &mirror, diag, &offset);
    if (err == LT_OK) {
        *ret_newer = lt_sync_newer_latest(config, trust, &mirror, latest);
        lt_buf_printf(&target->image, "%s@@%" PRId64, path, offset);
    }
    lt_usb_stop(&usb);
    if (fd >= 0)
        close(fd);
    return err;
}

static bool is_name(const char *host)
{
    size_t size = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
    return size > 0 && size < HOST_MAX && host[size] == '\0';
}

enum lt_err lt_sync_hand_out(const struct lt_sync_config *config, const char *path, const char *host,
                             const struct lt_sync_file *files, size_t count, struct lt_diag *diag, bool *ret_latest)
{
    struct lt_trust trust;
    struct stat st;
    struct target target = {.folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode) ? path : NULL};
    struct lt_buf latest = {0};
    bool newer = false;
    enum lt_err err = lt_sync_trust(config, diag, &trust);
    if (err == LT_OK && target.folder) {
        struct lt_folder_mirror folder = {.path = path};
        const struct lt_mirror mirror = lt_folder_mirror(&folder);
        newer = lt_sync_newer_latest(config, &trust, &mirror, &latest);
    } else if (err == LT_OK) {
        err = look(config, &trust, path, &target, diag, &latest, &newer);
    }
    if (err == LT_OK)
        err = put_all(&target, is_name(host) ? host : "kiosk", files, count, diag);
    if (err == LT_OK && newer)
        err = put(&target, "latest", lt_buf_slice(&latest), diag);
    if (err == LT_OK && !target.folder) /* it is told as written, and may be pulled at once */
        err = lt_file_sync(path, diag);
    if (err == LT_OK)
        *ret_latest = newer;
    lt_buf_finish(&latest);
    lt_buf_finish(&target.image);
    return err;
}

enum lt_err lt_sync_journal(struct lt_buf *out, struct lt_diag *diag)
{
    char *command[] = {"journalctl", "--no-pager", "--quiet", "--output=short-iso", "--lines=2000", "--unit=lutrin*", NULL};
    return lt_sync_ask_program(command, (struct lt_bytes){0}, LT_SYNC_JOURNAL_MAX, out, diag);
}
