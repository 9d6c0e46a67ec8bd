/*
 * notice.h: what the postman says of a memory stick, as its status file has it ([usb] progress in lutrin-sync(1)).
 */
#ifndef LUTRIN_NOTICE_H
#define LUTRIN_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/bytes.h>

enum {
    LT_NOTICE_MAX_BYTES = 1024,      /* of a status file */
    LT_NOTICE_PUBLISHER_MAX = 64,    /* bytes of a channel's name */
    LT_NOTICE_WORKING_MS = 180000,   /* a notice of work in progress is believed so long */
    LT_NOTICE_RESULT_MS = 20000,     /* ... and a result is shown so long */
};

enum lt_notice_kind {
    LT_NOTICE_NONE,
    LT_NOTICE_LOOKING, LT_NOTICE_COPYING, LT_NOTICE_CHECKING, /* at work */
    LT_NOTICE_INSTALLED, LT_NOTICE_NOTHING_NEW, LT_NOTICE_WAITING, /* over; waiting: for the staff's yes */
    LT_NOTICE_PULLED, LT_NOTICE_EMPTY, LT_NOTICE_REFUSED, LT_NOTICE_DAMAGED, LT_NOTICE_FULL, LT_NOTICE_FAILED,
};

struct lt_notice {
    enum lt_notice_kind kind;
    char publisher[LT_NOTICE_PUBLISHER_MAX + 1]; /* "" while it is not known */
    int64_t version;                             /* 0 while it is not known */
    int64_t bytes, total;                        /* copied, of the file that is copied */
};

/* Reads a status file: one flat JSON object of numbers and of strings without escapes; keys that are not known are
 * passed over. False, and *ret_notice untouched, when it is anything else or of no known phase. */
bool lt_notice_parse(struct lt_bytes text, struct lt_notice *ret_notice);

#endif
