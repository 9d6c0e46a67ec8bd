/*
 * outbox.h (private): what the files of the outbox share.
 */
#ifndef LUTRIN_STORE_OUTBOX_H
#define LUTRIN_STORE_OUTBOX_H

#include <lutrin/file.h>
#include <lutrin/outbox.h>

/* A name is an id when it is LT_SIGNUP_ID_BYTES lower-case hex digits: nothing else in the folders is looked at. */
bool lt_outbox_is_id(const char *name);
enum lt_err lt_outbox_draw_id(struct lt_diag *diag, char ret_id[LT_SIGNUP_ID_BYTES + 1]);

/* Overwrites and frees a buffer in which something secret was. */
void lt_outbox_wipe(struct lt_buf *buf);

/* Makes a pair, the secret half first; one whose secret half is there gets its public half again, so that one may be lost
 * in a power cut. The secret half is durable, and with it all that was made in its folder before. */
enum lt_err lt_outbox_write_pair(const char *public_path, const char *secret_path, struct lt_diag *diag);

/* Appends DIR/FOLDER/NAME (no folder: NULL) to a cleared *path, and lends it. */
const char *lt_outbox_path(struct lt_buf *path, const char *dir, const char *folder, const char *name);

/* How many names that are ids stand in DIR/FOLDER. */
size_t lt_outbox_files(const char *dir, const char *folder);

/* Reads what the postman wrote of an item; false: nothing, or it is damaged (then the item is one in doubt). */
bool lt_outbox_read_state(const char *dir, struct lt_outbox_item *item);
enum lt_err lt_outbox_write_state(const char *dir, const struct lt_outbox_item *item, enum lt_file_care care,
                                  struct lt_diag *diag);

/* Reads a sealed sign-up: whom it was sealed to, and its base64, appended to *sealed. */
enum lt_err lt_outbox_read_sealed(const char *dir, const char *id, struct lt_diag *diag,
                                  uint8_t ret_key[LT_SEAL_KEY_BYTES], struct lt_buf *sealed);

#endif
