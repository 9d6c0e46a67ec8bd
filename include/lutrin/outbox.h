/*
 * outbox.h: sign-ups on their way: sealed at once (libsodium's sealed box), kept until they are answered, then deleted.
 *
 *   DIR/new/ID        one sealed sign-up, always of the same size; written by whoever shows the form, never changed
 *   DIR/state/ID      what has become of it; written by the postman alone, nothing of the person in it
 *   DIR/rest          until when the postman leaves the publisher's server alone
 *   DIR/form          how the form of the plan has answered so far
 *   DIR/kiosk.pub     whom to seal to where the publisher has no relay; DIR/kiosk.key is its other half, for the postman
 *   DIR/lock          one postman at a time
 *
 * A sign-up is durable before lt_outbox_add() returns. Before it is sent, that it will be is made durable; after the
 * answer the answer is made durable before the sign-up is deleted. So a power cut never loses one that was not answered,
 * and never sends one again that was. Between the two no sender can know whether it arrived: it is marked (`doubt`) and
 * sent again under the same ID, by which its receiver can tell.
 *
 * Whoever wrote a wrong field or list into the plan is answered as whoever typed a wrong address. So a refusal is believed of a
 * form only that took others; else the sign-up is *held*: it stays here, sealed, as one that waits, until the form takes one, or
 * the plan changes, or it is too old.
 */
#ifndef LUTRIN_OUTBOX_H
#define LUTRIN_OUTBOX_H

#include <lutrin/newsletter.h>

enum {
    LT_OUTBOX_MAX_WAITING = 500,      /* sign-ups; the next is refused by lt_outbox_add() */
    LT_OUTBOX_MAX_RECEIPTS = 500,     /* states of those that are gone; the oldest go first */
    LT_OUTBOX_RECEIPT_S = 7 * 86400,  /* how long such a state can be read */
    LT_OUTBOX_CREDIT = 3,             /* refusals in a row that are believed of a form that took the one before them */
    LT_OUTBOX_MAX_HELD = 250,         /* of those that wait; what is refused beyond them is refused */
    LT_OUTBOX_HELD_S = 6 * 3600,      /* between two trials of those held */
    LT_OUTBOX_PART_S = 86400,         /* what an interrupted writer left is removed after this */
    LT_OUTBOX_ENTRY_MAX = 2048,       /* bytes of a file in it */
    LT_OUTBOX_WHY_MAX = 32,
};

/* --- Sealing --- */

/* Both halves of a key to seal with. It is not a key that signs, and neither kind is taken for the other. */
struct lt_seal_pair {
    uint8_t public_key[LT_SEAL_KEY_BYTES], secret_key[LT_SEAL_KEY_BYTES];
};

/* Makes NAME.key (mode 0600) and NAME.pub; neither may exist (LT_ERR_CANT_CREATE). */
enum lt_err lt_seal_create(const char *name, struct lt_diag *diag);
enum lt_err lt_seal_read_public(const char *path, struct lt_diag *diag, uint8_t ret_key[LT_SEAL_KEY_BYTES]);
/* Wipe the pair with lt_seal_wipe(). */
enum lt_err lt_seal_read_pair(const char *path, struct lt_diag *diag, struct lt_seal_pair *ret_pair);
void lt_seal_wipe(struct lt_seal_pair *pair);

/* Appends the sealed sign-up in URL-safe base64; LT_ERR_OS: no random numbers to be had. */
enum lt_err lt_signup_seal(const struct lt_signup *signup, const uint8_t key[LT_SEAL_KEY_BYTES], struct lt_diag *diag,
                           struct lt_buf *out);

/* Opens one. LT_ERR_SIGNATURE: it was sealed to another key, or is damaged. Wipe with lt_signup_wipe(). */
enum lt_err lt_signup_open(struct lt_bytes sealed, const struct lt_seal_pair *pair, const char *where,
                           struct lt_diag *diag, struct lt_signup *ret_signup);
void lt_signup_wipe(struct lt_signup *signup);

/* --- For whoever shows the form --- */

/* What a reader is told. */
enum lt_outbox_state {
    LT_OUTBOX_WAITING, /* it is sealed here and leaves when there is a network and a form that takes any */
    LT_OUTBOX_SENT,    /* the publisher's server has it: a message to confirm comes by mail, if the list sends one and liked
                          the address, which not every server says */
    LT_OUTBOX_REFUSED, /* it was not taken, or could not be delivered in time, and is deleted: sign up anew */
    LT_OUTBOX_STATES
};
const char *lt_outbox_state_name(enum lt_outbox_state state); /* "waiting", "sent", "refused" */

/* Seals a sign-up into the outbox; when it returns LT_OK it is on the disk. `name` may be NULL. *ret_id is what it is
 * asked for by. LT_ERR_DATA: the address or name cannot be right; LT_ERR_LIMIT: too many wait; LT_ERR_UNAVAILABLE: no
 * postman has set the outbox up yet; LT_ERR_CANT_CREATE, LT_ERR_IO: the disk. */
enum lt_err lt_outbox_add(const char *dir, const struct lt_newsletter *newsletter, const char *email, const char *name,
                          struct lt_diag *diag, char ret_id[LT_SIGNUP_ID_BYTES + 1]);

/* One sign-up, as far as it may be known. */
struct lt_outbox_item {
    char id[LT_SIGNUP_ID_BYTES + 1];
    enum lt_outbox_state state;
    bool here;          /* its sealed text is still on the disk */
    bool doubt;         /* it was sent without an answer: it may have arrived */
    bool held;          /* it waits because it was refused, which is not believed */
    int32_t tries;
    int64_t first_s;    /* when the postman first saw it; 0: he has not */
    int64_t last_s;     /* of the last change; 0: none */
    char why[LT_OUTBOX_WHY_MAX]; /* a word: what the last attempt came to; "" */
};

/* What has become of it. LT_ERR_NO_INPUT: unknown, or its state has been forgotten. */
enum lt_err lt_outbox_look(const char *dir, const char *id, struct lt_diag *diag, struct lt_outbox_item *ret_item);

/* All that are known, those waiting first, by the attempts they had and then by age. free() the array. An outbox that is
 * not there is empty. */
enum lt_err lt_outbox_list(const char *dir, struct lt_diag *diag, struct lt_outbox_item **ret_items, size_t *ret_count);

/* How many there are, and how those stand that wait. */
struct lt_outbox_counts {
    size_t of[LT_OUTBOX_STATES];
    size_t held;                 /* of those that wait */
    char why[LT_OUTBOX_WHY_MAX]; /* what the last attempt at one that waits came to; "": there was none */
};
void lt_outbox_count(const char *dir, struct lt_outbox_counts *ret_counts);

/* --- For the postman --- */

struct lt_outbox;

/* Makes the outbox where there is none (folders, keys; durable when it returns) and locks it. LT_ERR_UNAVAILABLE: another
 * postman is at it. */
enum lt_err lt_outbox_open(const char *dir, struct lt_diag *diag, struct lt_outbox **ret_box);
void lt_outbox_close(struct lt_outbox *box); /* NULL is allowed */

/* Finishes what was interrupted: deletes sign-ups that were answered, gives up those older than `keep_days`, forgets old
 * states. `now_s` must be a time that is not earlier than any that was. */
enum lt_err lt_outbox_sweep(struct lt_outbox *box, int64_t now_s, int32_t keep_days, struct lt_diag *diag);

/* Until when the server is to be left alone, and after which wait (for lt_backoff). */
void lt_outbox_rest(const struct lt_outbox *box, int64_t *ret_until_s, int64_t *ret_wait_ms);
enum lt_err lt_outbox_set_rest(struct lt_outbox *box, int64_t until_s, int64_t wait_ms, struct lt_diag *diag);

/* How the form of a plan has answered. */
struct lt_outbox_form {
    uint64_t plan;   /* lt_hash() of the newsletter's text in the bundle */
    int32_t credit;  /* refusals that are believed until it takes one again */
    int64_t again_s; /* when some of those held are tried again */
};
/* One of which nothing is known has no credit and is to be tried at once; so has every new plan. */
void lt_outbox_form(const struct lt_outbox *box, uint64_t plan, struct lt_outbox_form *ret_form);
enum lt_err lt_outbox_set_form(struct lt_outbox *box, const struct lt_outbox_form *form, struct lt_diag *diag);

/* Opens the sign-up of an item that was sealed to the kiosk. With a relay *ret_sealed gets the text to be sent to it
 * (sealed anew where it had been sealed to the kiosk), and *ret_signup is left empty. LT_ERR_SIGNATURE: it cannot be
 * opened by this kiosk, though the bundle now wants that. */
enum lt_err lt_outbox_take(struct lt_outbox *box, const struct lt_outbox_item *item,
                           const struct lt_newsletter *newsletter, struct lt_diag *diag, struct lt_buf *sealed,
                           struct lt_signup *ret_signup);

/* It is about to be sent, and no longer held: made durable before it returns. */
enum lt_err lt_outbox_begin(struct lt_outbox *box, struct lt_outbox_item *item, int64_t now_s, struct lt_diag *diag);

/* It came to this. Sent and refused delete the sign-up, after that was made durable (or could not be: then nobody is told,
 * but it is not sent again either); waiting keeps it, with `doubt` and `held` as they stand in the item, which a power cut may
 * take back: then it is one in doubt. The deletion is durable after lt_outbox_settle(); one that a power cut takes back is
 * made again by the next sweep, for the answer is known. */
enum lt_err lt_outbox_end(struct lt_outbox *box, struct lt_outbox_item *item, enum lt_outbox_state state,
                          const char *why, int64_t now_s, struct lt_diag *diag);

/* Makes deletions durable: once a turn, after the last of them. */
enum lt_err lt_outbox_settle(struct lt_outbox *box, struct lt_diag *diag);

/* --- For a relay --- */

/* Begins with the sign-up of this id, and waits for whoever is at the same one. *ret_was: it was taken before; end it in
 * any case. `dir` must be there; what lies in it may be deleted once nothing that old can come any more. */
struct lt_seen;
enum lt_err lt_seen_begin(const char *dir, const char *id, struct lt_diag *diag, struct lt_seen **ret_seen, bool *ret_was);
/* Ends with it: `taken` is remembered. NULL is allowed. */
enum lt_err lt_seen_end(struct lt_seen *seen, bool taken, struct lt_diag *diag);

#endif
