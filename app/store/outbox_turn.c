/*
 * outbox_turn.c: the postman's turn at the outbox. What must outlive a power cut is on the disk before the next step.
 */
#include "outbox.h"

#include "line.h"

#include <lutrin/arena.h>
#include <lutrin/file.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DAY_S = 86400, SHARED_MODE = 0775, OWN_MODE = 0755 };
#define REST_HEAD "lutrin-outbox-rest 1"
#define FORM_HEAD "lutrin-outbox-form 1"

struct lt_outbox {
    char *dir;
    int lock_fd;
    bool deleted; /* something in new/, which is not durable yet */
    struct lt_seal_pair pair;
};

/* Makes the changed entries of a folder durable. */
static enum lt_err settle_folder(const char *path, struct lt_diag *diag)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum lt_err err = LT_OK;
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
        err = lt_fail_errno(diag, LT_ERR_IO, path, errno, "cannot make it durable");
    if (fd >= 0)
        close(fd);
    return err;
}

static enum lt_err make_folder(const char *path, mode_t mode, bool *made, struct lt_diag *diag)
{
    bool there = mkdir(path, 0700) != 0;
    *made = *made || !there;
    if (there)
        return errno == EEXIST ? LT_OK : lt_fail_errno(diag, LT_ERR_CANT_CREATE, path, errno, "cannot make the folder");
    return chmod(path, mode) == 0 ? LT_OK : lt_fail_errno(diag, LT_ERR_CANT_CREATE, path, errno, "cannot open it to the reader");
}

/* *made: some folder in it is new, and not durable yet. */
static enum lt_err make(const char *dir, bool *made, struct lt_diag *diag)
{
    struct lt_buf path = {0};
    bool whole = false;
    enum lt_err err = make_folder(dir, OWN_MODE, &whole, diag);
    if (err == LT_OK && whole)
        err = settle_folder(lt_outbox_path(&path, dir, NULL, ".."), diag);
    if (err == LT_OK)
        err = make_folder(lt_outbox_path(&path, dir, NULL, "new"), SHARED_MODE, made, diag);
    if (err == LT_OK)
        err = make_folder(lt_outbox_path(&path, dir, NULL, "state"), OWN_MODE, made, diag);
    lt_buf_finish(&path);
    return err;
}

static enum lt_err read_own_pair(struct lt_outbox *box, bool made, struct lt_diag *diag)
{
    struct lt_buf public = {0}, secret = {0};
    lt_outbox_path(&public, box->dir, NULL, "kiosk.pub");
    lt_outbox_path(&secret, box->dir, NULL, "kiosk.key");
    enum lt_err err = LT_OK;
    if (made && access(secret.data, F_OK) == 0) /* else writing it makes durable what was made */
        err = settle_folder(box->dir, diag);
    if (err == LT_OK && (access(public.data, F_OK) != 0 || access(secret.data, F_OK) != 0))
        err = lt_outbox_write_pair(public.data, secret.data, diag);
    if (err == LT_OK)
        err = lt_seal_read_pair(secret.data, diag, &box->pair);
    lt_buf_finish(&public);
    lt_buf_finish(&secret);
    return err;
}

enum lt_err lt_outbox_open(const char *dir, struct lt_diag *diag, struct lt_outbox **ret_box)
{
    struct lt_buf path = {0};
    bool made = false;
    enum lt_err err = make(dir, &made, diag);
    if (err != LT_OK)
        return err;
    struct lt_outbox *box = lt_alloc(1, sizeof *box);
    box->dir = lt_strdup(dir);
    box->lock_fd = open(lt_outbox_path(&path, dir, NULL, "lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (box->lock_fd < 0)
        err = lt_fail_errno(diag, LT_ERR_CANT_CREATE, path.data, errno, "cannot create");
    else if (flock(box->lock_fd, LOCK_EX | LOCK_NB) != 0)
        err = lt_fail_errno(diag, LT_ERR_UNAVAILABLE, dir, errno, "another postman is at the outbox");
    else
        err = read_own_pair(box, made, diag);
    lt_buf_finish(&path);
    if (err == LT_OK)
        *ret_box = box;
    else
        lt_outbox_close(box);
    return err;
}

void lt_outbox_close(struct lt_outbox *box)
{
    if (!box)
        return;
    if (box->lock_fd >= 0)
        close(box->lock_fd);
    lt_seal_wipe(&box->pair);
    free(box->dir);
    free(box);
}

/* --- One item --- */

static enum lt_err drop_sealed(struct lt_outbox *box, struct lt_outbox_item *item, struct lt_diag *diag)
{
    struct lt_buf path = {0};
    enum lt_err err = LT_OK;
    if (unlink(lt_outbox_path(&path, box->dir, "new", item->id)) != 0 && errno != ENOENT)
        err = lt_fail_errno(diag, LT_ERR_IO, path.data, errno, "cannot delete");
    else
        box->deleted = true;
    item->here = err != LT_OK;
    lt_buf_finish(&path);
    return err;
}

enum lt_err lt_outbox_settle(struct lt_outbox *box, struct lt_diag *diag)
{
    struct lt_buf path = {0};
    enum lt_err err = box->deleted ? settle_folder(lt_outbox_path(&path, box->dir, NULL, "new"), diag) : LT_OK;
    box->deleted = box->deleted && err != LT_OK;
    lt_buf_finish(&path);
    return err;
}

static void set_why(struct lt_outbox_item *item, const char *why)
{
    size_t size = strcspn(why, " \n");
    size = size < sizeof item->why ? size : sizeof item->why - 1;
    memset(item->why, 0, sizeof item->why);
    memcpy(item->why, why, size);
}

enum lt_err lt_outbox_begin(struct lt_outbox *box, struct lt_outbox_item *item, int64_t now_s, struct lt_diag *diag)
{
    item->tries += item->tries < INT32_MAX;
    item->doubt = true;
    item->held = false;
    item->last_s = now_s;
    set_why(item, "sending");
    return lt_outbox_write_state(box->dir, item, LT_FILE_NAME_ONLY, diag); /* half of it says doubt, as the whole does */
}

enum lt_err lt_outbox_end(struct lt_outbox *box, struct lt_outbox_item *item, enum lt_outbox_state state,
                          const char *why, int64_t now_s, struct lt_diag *diag)
{
    item->state = state;
    item->last_s = now_s;
    item->doubt = item->doubt && state != LT_OUTBOX_SENT;
    item->held = item->held && state == LT_OUTBOX_WAITING;
    set_why(item, why);
    /* Lost, one that waits is one in doubt, as it was when it was sent. */
    enum lt_file_care care = state == LT_OUTBOX_WAITING ? LT_FILE_SPARE : LT_FILE_DURABLE;
    enum lt_err err = lt_outbox_write_state(box->dir, item, care, diag);
    if (state == LT_OUTBOX_WAITING)
        return err;
    /* On a full disk the answer cannot be told, but it must not be sent again either: deleting needs no room. */
    enum lt_err dropped = drop_sealed(box, item, err == LT_OK ? diag : NULL);
    if (err != LT_OK)
        lt_outbox_settle(box, NULL); /* no state says that it is to be deleted again */
    return err == LT_OK ? dropped : err;
}

enum lt_err lt_outbox_take(struct lt_outbox *box, const struct lt_outbox_item *item,
                           const struct lt_newsletter *newsletter, struct lt_diag *diag, struct lt_buf *sealed,
                           struct lt_signup *ret_signup)
{
    uint8_t key[LT_SEAL_KEY_BYTES];
    struct lt_buf text = {0};
    struct lt_signup signup = {0};
    enum lt_err err = lt_outbox_read_sealed(box->dir, item->id, diag, key, &text);
    bool own = err == LT_OK && memcmp(key, box->pair.public_key, sizeof key) == 0;
    if (err == LT_OK && own) {
        err = lt_signup_open(lt_buf_slice(&text), &box->pair, item->id, diag, &signup);
        if (err == LT_OK && strcmp(signup.id, item->id) != 0)
            err = lt_fail(diag, LT_ERR_DATA, item->id, NULL, "another sign-up's text under this name");
        if (err == LT_OK && newsletter->relay)
            err = lt_signup_seal(&signup, newsletter->key, diag, sealed);
        else if (err == LT_OK)
            *ret_signup = signup;
        lt_signup_wipe(&signup);
    } else if (err == LT_OK && newsletter->relay) {
        lt_buf_put(sealed, text.data, text.size);
    } else if (err == LT_OK) {
        err = lt_fail(diag, LT_ERR_SIGNATURE, item->id, "give the plan its relay back",
                      "it was sealed to a publisher's key, and the bundle names no relay now");
    }
    lt_buf_finish(&text);
    return err;
}

/* --- All of them --- */

static void forget(struct lt_outbox *box, const struct lt_outbox_item *item)
{
    struct lt_buf path = {0};
    unlink(lt_outbox_path(&path, box->dir, "state", item->id)); /* what is left is looked at again next time */
    lt_buf_finish(&path);
}

static enum lt_err sweep_item(struct lt_outbox *box, struct lt_outbox_item *item, int64_t now_s, int64_t keep_s,
                              struct lt_diag *diag)
{
    if (item->here && item->state != LT_OUTBOX_WAITING)
        return drop_sealed(box, item, diag);
    if (item->here && (item->first_s == 0 || item->first_s > now_s + DAY_S)) { /* new, or a clock that ran ahead */
        item->first_s = now_s; /* lost, it is noted anew */
        return lt_outbox_write_state(box->dir, item, LT_FILE_SPARE, diag);
    }
    if (item->here && now_s - item->first_s > keep_s)
        return lt_outbox_end(box, item, LT_OUTBOX_REFUSED, "too-old", now_s, diag);
    if (!item->here && (item->state == LT_OUTBOX_WAITING || now_s - item->last_s > LT_OUTBOX_RECEIPT_S))
        forget(box, item);
    return LT_OK;
}

/* Removes what writers that were interrupted left in a folder. */
static void sweep_parts(const struct lt_outbox *box, const char *folder)
{
    struct lt_buf path = {0};
    struct stat st;
    DIR *stream = opendir(lt_outbox_path(&path, box->dir, NULL, folder));
    for (struct dirent *entry; stream && (entry = readdir(stream));) {
        size_t size = strlen(entry->d_name);
        if (size < 5 || strcmp(entry->d_name + size - 5, ".part") != 0)
            continue;
        if (lstat(lt_outbox_path(&path, box->dir, folder, entry->d_name), &st) == 0 &&
            (int64_t)time(NULL) - (int64_t)st.st_mtime > LT_OUTBOX_PART_S)
            unlink(path.data);
    }
    if (stream)
        closedir(stream);
    lt_buf_finish(&path);
}

enum lt_err lt_outbox_sweep(struct lt_outbox *box, int64_t now_s, int32_t keep_days, struct lt_diag *diag)
{
    struct lt_outbox_item *items = NULL;
    size_t count = 0, receipts = 0;
    int64_t keep_s = (int64_t)(keep_days ? keep_days : LT_NEWSLETTER_KEEP_DAYS) * DAY_S;
    enum lt_err err = lt_outbox_list(box->dir, diag, &items, &count);
    for (size_t i = 0; i < count; i++) { /* what cannot be done for one is done for the others */
        enum lt_err one = sweep_item(box, &items[i], now_s, keep_s, err == LT_OK ? diag : NULL);
        err = err == LT_OK ? one : err;
        receipts += !items[i].here && items[i].state != LT_OUTBOX_WAITING;
    }
    while (receipts > LT_OUTBOX_MAX_RECEIPTS) { /* the oldest first */
        struct lt_outbox_item *oldest = NULL;
        for (size_t i = 0; i < count; i++)
            if (!items[i].here && items[i].state != LT_OUTBOX_WAITING && (!oldest || items[i].last_s < oldest->last_s))
                oldest = &items[i];
        if (!oldest)
            break;
        forget(box, oldest);
        oldest->state = LT_OUTBOX_WAITING;
        receipts--;
    }
    free(items);
    sweep_parts(box, "new");
    sweep_parts(box, "state");
    return err;
}

/* --- Small files of its own. Lost or half they say nothing: the server is asked a little sooner, a refusal held once more. --- */

/* Reads DIR/NAME into *text and lends what follows its first line. */
static bool read_note(const struct lt_outbox *box, const char *name, const char *head, struct lt_buf *text, struct lt_bytes *ret_rest)
{
    struct lt_buf path = {0};
    struct lt_bytes line = {0};
    bool good = lt_file_read(lt_outbox_path(&path, box->dir, NULL, name), LT_OUTBOX_ENTRY_MAX, NULL, text) == LT_OK;
    *ret_rest = lt_buf_slice(text);
    lt_buf_finish(&path);
    return good && lt_lines_sound(*ret_rest, LT_OUTBOX_ENTRY_MAX, 5) && lt_line_take(ret_rest, &line) &&
           lt_bytes_equal(line, lt_bytes_of(head));
}

static enum lt_err write_note(struct lt_outbox *box, const char *name, struct lt_buf *text, struct lt_diag *diag)
{
    struct lt_buf path = {0};
    enum lt_err err = lt_file_write_with(lt_outbox_path(&path, box->dir, NULL, name), lt_buf_slice(text), LT_FILE_SPARE, diag);
    lt_buf_finish(&path);
    lt_buf_finish(text);
    return err;
}

void lt_outbox_rest(const struct lt_outbox *box, int64_t *ret_until_s, int64_t *ret_wait_ms)
{
    struct lt_buf text = {0};
    struct lt_bytes rest;
    int64_t until = 0, wait = 0;
    bool good = read_note(box, "rest", REST_HEAD, &text, &rest) && lt_line_number(&rest, "until", 0, INT64_MAX, &until) &&
                lt_line_number(&rest, "wait", 0, INT64_MAX, &wait);
    *ret_until_s = good ? until : 0;
    *ret_wait_ms = good ? wait : 0;
    lt_buf_finish(&text);
}

enum lt_err lt_outbox_set_rest(struct lt_outbox *box, int64_t until_s, int64_t wait_ms, struct lt_diag *diag)
{
    struct lt_buf text = {0};
    lt_buf_printf(&text, REST_HEAD "\nuntil %" PRId64 "\nwait %" PRId64 "\nend\n", until_s, wait_ms);
    return write_note(box, "rest", &text, diag);
}

void lt_outbox_form(const struct lt_outbox *box, uint64_t plan, struct lt_outbox_form *ret_form)
{
    struct lt_buf text = {0};
    struct lt_bytes rest, line;
    int64_t credit = 0, again = 0;
    uint8_t hash[sizeof plan];
    bool good = read_note(box, "form", FORM_HEAD, &text, &rest) && lt_line_take_key(&rest, "plan", &line) &&
                lt_word_hex(line, hash, sizeof hash) && memcmp(hash, &plan, sizeof hash) == 0 &&
                lt_line_number(&rest, "credit", 0, LT_OUTBOX_CREDIT, &credit) &&
                lt_line_number(&rest, "again", 0, INT64_MAX, &again);
    *ret_form = (struct lt_outbox_form){plan, good ? (int32_t)credit : 0, good ? again : 0};
    lt_buf_finish(&text);
}

enum lt_err lt_outbox_set_form(struct lt_outbox *box, const struct lt_outbox_form *form, struct lt_diag *diag)
{
    struct lt_buf text = {0};
    lt_buf_puts(&text, FORM_HEAD "\nplan ");
    lt_put_hex(&text, (const uint8_t *)&form->plan, sizeof form->plan);
    lt_buf_printf(&text, "\ncredit %" PRId32 "\nagain %" PRId64 "\nend\n", form->credit, form->again_s);
    return write_note(box, "form", &text, diag);
}
