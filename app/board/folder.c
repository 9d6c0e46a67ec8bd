/*
 * folder.c: knows from the kernel (inotify(7)) when a folder got something new.
 */
#include <lutrin/board.h>

#include <sys/inotify.h>
#include <unistd.h>

void lt_folder_watch(struct lt_folder *folder, const char *path)
{
    folder->path = path;
    folder->events = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (folder->events >= 0 && inotify_add_watch(folder->events, path, IN_CREATE | IN_MOVED_TO | IN_ONLYDIR) < 0) {
        close(folder->events);
        folder->events = -1;
    }
}

void lt_folder_leave(struct lt_folder *folder)
{
    if (folder->path && folder->events >= 0)
        close(folder->events);
    *folder = (struct lt_folder){0};
}

bool lt_folder_changed(struct lt_folder *folder)
{
    _Alignas(struct inotify_event) char events[4096];
    bool changed = false, gone = false;
    if (folder->events < 0) {
        lt_folder_watch(folder, folder->path);
        return true;
    }
    ssize_t size;
    while ((size = read(folder->events, events, sizeof events)) > 0) {
        const struct inotify_event *event;
        for (ssize_t at = 0; at < size; at += (ssize_t)(sizeof *event + event->len)) {
            event = (const void *)(events + at);
            changed = true;
            gone = gone || (event->mask & IN_IGNORED);
        }
    }
    if (gone) { /* the folder itself */
        close(folder->events);
        folder->events = -1;
    }
    return changed;
}
