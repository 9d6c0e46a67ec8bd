/*
 * picker.h: which face sets which characters. Private to this room.
 */
#ifndef LUTRIN_SCREEN_PICKER_H
#define LUTRIN_SCREEN_PICKER_H

#include "face.h"

#include <lutrin/bytes.h>

struct lt_picker;

/* Finds the main face of every family. LT_ERR_UNAVAILABLE when there is no face at all. */
enum lt_err lt_picker_create(struct lt_diag *diag, struct lt_picker **ret_picker);
void lt_picker_destroy(struct lt_picker *picker); /* NULL is allowed */

/* The face that a family is set in where nothing else is needed. Never NULL. */
struct lt_face *lt_picker_main(struct lt_picker *picker, int family, int style);

/* What is to be set: a base character and the marks that stand on it. */
struct lt_cluster {
    const uint32_t *codes;
    size_t count;
    uint32_t script;  /* of the run; 0 or common: the base's own */
    const char *lang;
};

/* The face for a cluster: `lead` (may be NULL) if it has all of it, else the main face, the faces of the script, of
 * symbols, of emoji, whatever fontconfig offers. A face that has the base but not all marks is the last resort. NULL
 * when no face has the base. */
struct lt_face *lt_picker_pick(struct lt_picker *picker, const struct lt_font *font, const struct lt_cluster *cluster,
                               struct lt_face *lead);

/* Can the face show the character, be it by a substitute of ours (spaces, hyphens) or by showing nothing? */
bool lt_picker_shows(const struct lt_face *face, uint32_t code);

/* Is it a character that is never seen (joiners, selectors, soft hyphen)? */
bool lt_code_is_ignorable(uint32_t code);

/* Notes that no face has this character. */
void lt_picker_miss(struct lt_picker *picker, uint32_t code);

/* What was wished for and is not there, one a line. Lent until the next call of any function here. */
const char *lt_picker_missing(const struct lt_picker *picker);

#endif
