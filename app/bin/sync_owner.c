/*
 * sync_owner.c: root is kept from writing into folders that belong to the postman or the press. What root makes there they
 * could neither lock nor change any more, and the kiosk would stand still until somebody finds out why.
 */
#include "sync.h"

#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HINT_MAX = 160 };

static enum lt_err check_folder(const char *folder, const char *command, struct lt_diag *diag)
{
    struct stat st;
    char hint[HINT_MAX];
    if (!folder || stat(folder, &st) != 0 || st.st_uid == 0)
        return LT_OK; /* one that is not there yet is root's to make, and the service manager's to give away */
    const struct passwd *user = getpwuid(st.st_uid);
    if (user)
        snprintf(hint, sizeof hint, "runuser -u %s -- lutrin-sync %s", user->pw_name, command);
    else
        snprintf(hint, sizeof hint, "setpriv --reuid=%ju lutrin-sync %s", (uintmax_t)st.st_uid, command);
    return lt_fail(diag, LT_ERR_USAGE, folder, hint, "what root makes there its owner could not use");
}

enum lt_err lt_sync_check_owner(const struct lt_sync_config *config, const char *command, bool press, struct lt_diag *diag)
{
    if (geteuid() != 0)
        return LT_OK;
    enum lt_err err = check_folder(press ? config->direct_folder : config->library, command, diag);
    return err == LT_OK && !press ? check_folder(config->outbox, command, diag) : err;
}
