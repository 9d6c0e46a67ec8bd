/*
 * outbox.c: sign-ups put into the outbox, and what is known of them: the part for whoever shows the form.
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
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_ITEMS = 2 * (LT_OUTBOX_MAX_WAITING + LT_OUTBOX_MAX_RECEIPTS), STATE_LINES = 8 };
#define SEALED_HEAD "lutrin-outbox 1"
#define STATE_HEAD "lutrin-outbox-state 1"
#define HELD "held" /* so a state file says that it waits and is held */

static const char *const STATES[LT_OUTBOX_STATES] = {"waiting", "sent", "refused"};

const char *lt_outbox_state_name(enum lt_outbox_state state)
{
    return STATES[state];
}

bool lt_outbox_is_id(const char *name)
{
    return strlen(name) == LT_SIGNUP_ID_BYTES && strspn(name, "0123456789abcdef") == LT_SIGNUP_ID_BYTES;
}

const char *lt_outbox_path(struct lt_buf *path, const char *dir, const char *folder, const char *name)
{
    lt_buf_clear(path);
    lt_buf_printf(path, "%s/%s%s%s", dir, folder ? folder : "", folder ? "/" : "", name);
    return path->data;
}

size_t lt_outbox_files(const char *dir, const char *folder)
{
    struct lt_buf path = {0};
    size_t count = 0;
    DIR *stream = opendir(lt_outbox_path(&path, dir, NULL, folder));
    for (struct dirent *entry; stream && (entry = readdir(stream));)
        count += lt_outbox_is_id(entry->d_name);
    if (stream)
        closedir(stream);
    lt_buf_finish(&path);
    return count;
}

static bool is_here(const char *dir, const char *folder, const char *id)
{
    struct lt_buf path = {0};
    bool here = access(lt_outbox_path(&path, dir, folder, id), F_OK) == 0;
    lt_buf_finish(&path);
    return here;
}

/* --- Adding --- */

/* Whom to seal to: the publisher, or the kiosk's own postman. */
static enum lt_err whose_key(const char *dir, const struct lt_newsletter *newsletter, struct lt_diag *diag, uint8_t *ret_key)
{
    struct lt_buf path = {0};
    enum lt_err err = LT_OK;
    if (newsletter->has_key)
        memcpy(ret_key, newsletter->key, LT_SEAL_KEY_BYTES);
    else if (access(lt_outbox_path(&path, dir, NULL, "kiosk.pub"), F_OK) != 0)
        err = lt_fail(diag, LT_ERR_UNAVAILABLE, dir, "run 'lutrin-sync settle' first", "the outbox has no key yet");
    else
        err = lt_seal_read_public(path.data, diag, ret_key);
    lt_buf_finish(&path);
    return err;
}

static enum lt_err add(const char *dir, const struct lt_signup *signup, const uint8_t *key, struct lt_diag *diag)
{
    struct lt_buf text = {0}, path = {0};
    lt_buf_puts(&text, SEALED_HEAD "\nfor ");
    lt_put_hex(&text, key, LT_SEAL_KEY_BYTES);
    lt_buf_puts(&text, "\nsealed ");
    enum lt_err err = lt_signup_seal(signup, key, diag, &text);
    lt_buf_puts(&text, "\nend\n");
    if (err == LT_OK)
        err = lt_file_write(lt_outbox_path(&path, dir, "new", signup->id), lt_buf_slice(&text), diag);
    lt_buf_finish(&text);
    lt_buf_finish(&path);
    return err;
}

enum lt_err lt_outbox_add(const char *dir, const struct lt_newsletter *newsletter, const char *email, const char *name,
                          struct lt_diag *diag, char ret_id[LT_SIGNUP_ID_BYTES + 1])
{
    struct lt_signup signup = {0};
    uint8_t key[LT_SEAL_KEY_BYTES];
    enum lt_err err = lt_newsletter_check(newsletter, NULL, diag);
    if (err == LT_OK)
        err = lt_signup_check(email, name, diag);
    if (err == LT_OK && !is_here(dir, NULL, "new"))
        err = lt_fail(diag, LT_ERR_UNAVAILABLE, dir, "run 'lutrin-sync settle' first", "there is no outbox");
    if (err == LT_OK && lt_outbox_files(dir, "new") >= LT_OUTBOX_MAX_WAITING)
        err = lt_fail(diag, LT_ERR_LIMIT, dir, "try again when the kiosk has had a network", "%d sign-ups wait already",
                      LT_OUTBOX_MAX_WAITING);
    if (err == LT_OK)
        err = whose_key(dir, newsletter, diag, key);
    if (err == LT_OK)
        err = lt_outbox_draw_id(diag, signup.id);
    if (err != LT_OK)
        return err;
    memcpy(signup.email, email, strlen(email));
    if (name && newsletter->name)
        memcpy(signup.name, name, strlen(name));
    err = add(dir, &signup, key, diag);
    if (err == LT_OK)
        memcpy(ret_id, signup.id, sizeof signup.id);
    lt_signup_wipe(&signup);
    return err;
}

enum lt_err lt_outbox_read_sealed(const char *dir, const char *id, struct lt_diag *diag,
                                  uint8_t ret_key[LT_SEAL_KEY_BYTES], struct lt_buf *sealed)
{
    struct lt_buf path = {0}, text = {0};
    struct lt_bytes line = {0};
    enum lt_err err = lt_file_read(lt_outbox_path(&path, dir, "new", id), LT_OUTBOX_ENTRY_MAX, diag, &text);
    struct lt_bytes rest = lt_buf_slice(&text);
    if (err == LT_OK &&
        (!lt_lines_sound(rest, LT_OUTBOX_ENTRY_MAX, 4) || !lt_line_take(&rest, &line) ||
         !lt_bytes_equal(line, lt_bytes_of(SEALED_HEAD)) || !lt_line_take_key(&rest, "for", &line) ||
         !lt_word_hex(line, ret_key, LT_SEAL_KEY_BYTES) || !lt_line_take_key(&rest, "sealed", &line)))
        err = lt_fail(diag, LT_ERR_DATA, path.data, NULL, "not a sealed sign-up");
    if (err == LT_OK)
        lt_buf_put(sealed, line.data, line.size);
    lt_buf_finish(&path);
    lt_buf_finish(&text);
    return err;
}

/* --- What is known --- */

static bool parse_state(struct lt_bytes text, struct lt_outbox_item *item)
{
    struct lt_bytes line, state, why;
    int64_t tries, doubt, first, last;
    bool held;
    if (!lt_lines_sound(text, LT_OUTBOX_ENTRY_MAX, STATE_LINES) || !lt_line_take(&text, &line) ||
        !lt_bytes_equal(line, lt_bytes_of(STATE_HEAD)) || !lt_line_take_key(&text, "state", &state) ||
        !lt_line_number(&text, "tries", 0, INT32_MAX, &tries) || !lt_line_number(&text, "doubt", 0, 1, &doubt) ||
        !lt_line_number(&text, "first", 0, INT64_MAX, &first) || !lt_line_number(&text, "last", 0, INT64_MAX, &last) ||
        !lt_line_take_key(&text, "why", &why) || why.size >= LT_OUTBOX_WHY_MAX)
        return false;
    held = lt_bytes_equal(state, lt_bytes_of(HELD));
    for (int i = 0; i < LT_OUTBOX_STATES; i++) {
        if (!lt_bytes_equal(state, lt_bytes_of(STATES[i])) && !(held && i == LT_OUTBOX_WAITING))
            continue;
        item->state = (enum lt_outbox_state)i;
        item->held = held;
        item->tries = (int32_t)tries;
        item->doubt = doubt == 1;
        item->first_s = first;
        item->last_s = last;
        if (!lt_bytes_equal(why, lt_bytes_of("-")))
            memcpy(item->why, why.data, why.size);
        return true;
    }
    return false;
}

bool lt_outbox_read_state(const char *dir, struct lt_outbox_item *item)
{
    struct lt_buf path = {0}, text = {0};
    struct lt_outbox_item read = {0};
    bool there = lt_file_read(lt_outbox_path(&path, dir, "state", item->id), LT_OUTBOX_ENTRY_MAX, NULL, &text) == LT_OK;
    bool good = there && parse_state(lt_buf_slice(&text), &read);
    memcpy(read.id, item->id, sizeof read.id);
    read.here = item->here;
    read.doubt = read.doubt || (there && !good);
    *item = read;
    lt_buf_finish(&path);
    lt_buf_finish(&text);
    return good;
}

enum lt_err lt_outbox_write_state(const char *dir, const struct lt_outbox_item *item, enum lt_file_care care,
                                  struct lt_diag *diag)
{
    struct lt_buf path = {0}, text = {0};
    lt_buf_printf(&text, STATE_HEAD "\nstate %s\ntries %" PRId32 "\ndoubt %d\nfirst %" PRId64 "\nlast %" PRId64 "\nwhy %s\nend\n",
                  item->held && item->state == LT_OUTBOX_WAITING ? HELD : STATES[item->state], item->tries, item->doubt, item->first_s, item->last_s,
                  item->why[0] ? item->why : "-");
    enum lt_err err = lt_file_write_with(lt_outbox_path(&path, dir, "state", item->id), lt_buf_slice(&text), care, diag);
    lt_buf_finish(&path);
    lt_buf_finish(&text);
    return err;
}

enum lt_err lt_outbox_look(const char *dir, const char *id, struct lt_diag *diag, struct lt_outbox_item *ret_item)
{
    struct lt_outbox_item item = {0};
    if (!lt_outbox_is_id(id))
        return lt_fail(diag, LT_ERR_USAGE, id, NULL, "not the id of a sign-up");
    memcpy(item.id, id, sizeof item.id);
    item.here = is_here(dir, "new", id); /* first: an answer is written before the sign-up is deleted */
    lt_outbox_read_state(dir, &item);
    if (!item.here && item.state == LT_OUTBOX_WAITING)
        return lt_fail(diag, LT_ERR_NO_INPUT, id, NULL, "no such sign-up, or one long forgotten");
    *ret_item = item;
    return LT_OK;
}

struct listing {
    struct lt_outbox_item *items;
    size_t count, capacity;
};

static void list_folder(const char *dir, const char *folder, bool here, struct listing *listing)
{
    struct lt_buf path = {0};
    DIR *stream = opendir(lt_outbox_path(&path, dir, NULL, folder));
    for (struct dirent *entry; stream && listing->count < MOST_ITEMS && (entry = readdir(stream));) {
        struct lt_outbox_item item = {.here = here};
        struct stat st;
        if (!lt_outbox_is_id(entry->d_name) || fstatat(dirfd(stream), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(st.st_mode)) /* links, pipes and folders are none of ours */
            continue;
        if (!here && is_here(dir, "new", entry->d_name))
            continue;
        memcpy(item.id, entry->d_name, sizeof item.id);
        lt_outbox_read_state(dir, &item);
        listing->items = lt_grow(listing->items, &listing->capacity, listing->count + 1, sizeof item);
        listing->items[listing->count++] = item;
    }
    if (stream)
        closedir(stream);
    lt_buf_finish(&path);
}

static int by_turn(const void *left, const void *right)
{
    const struct lt_outbox_item *a = left, *b = right;
    int64_t first_a = a->first_s ? a->first_s : INT64_MAX, first_b = b->first_s ? b->first_s : INT64_MAX;
    if (a->here != b->here)
        return a->here ? -1 : 1;
    if (a->state != b->state)
        return a->state < b->state ? -1 : 1;
    if (a->tries != b->tries)
        return a->tries < b->tries ? -1 : 1;
    return first_a != first_b ? (first_a < first_b ? -1 : 1) : strcmp(a->id, b->id);
}

enum lt_err lt_outbox_list(const char *dir, struct lt_diag *diag, struct lt_outbox_item **ret_items, size_t *ret_count)
{
    struct listing listing = {0};
    if (access(dir, F_OK) == 0 && access(dir, X_OK) != 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, dir, errno, "cannot look into it");
    list_folder(dir, "new", true, &listing);
    list_folder(dir, "state", false, &listing);
    if (listing.count)
        qsort(listing.items, listing.count, sizeof *listing.items, by_turn);
    *ret_items = listing.items;
    *ret_count = listing.count;
    return LT_OK;
}

void lt_outbox_count(const char *dir, struct lt_outbox_counts *ret_counts)
{
    struct lt_outbox_item *items = NULL;
    size_t count = 0;
    int64_t last_s = 0;
    *ret_counts = (struct lt_outbox_counts){0};
    lt_outbox_list(dir, NULL, &items, &count);
    for (size_t i = 0; i < count; i++) {
        const struct lt_outbox_item *item = &items[i];
        if (!item->here && item->state == LT_OUTBOX_WAITING)
            continue;
        ret_counts->of[item->state]++;
        ret_counts->held += item->held;
        if (item->state == LT_OUTBOX_WAITING && item->last_s > last_s) {
            last_s = item->last_s;
            memcpy(ret_counts->why, item->why, sizeof item->why);
        }
    }
    free(items);
}
