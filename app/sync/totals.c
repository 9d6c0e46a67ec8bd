/*
 * totals.c: LIBRARY/totals: what all rounds have come to, and what today's have cost. Kept on the disk, so that neither a
 * restart nor a power cut makes a day's bytes free again.
 */
#include "cycle.h"

#include <lutrin/file.h>
#include <lutrin/ini.h>

#include <inttypes.h>
#include <string.h>
#include <time.h>

enum { DAY_S = 86400 };
#define TOTAL_MAX (INT64_C(1) << 60) /* of any number in it: more is a spoilt file */

int64_t lt_sync_now_s(const struct lt_sync_config *config)
{
    int64_t clock_s = (int64_t)time(NULL), floor_s = lt_sync_clock_floor(config);
    return clock_s > floor_s ? clock_s : floor_s;
}

static enum lt_err take(void *self, const struct lt_ini_line *line, struct lt_diag *diag)
{
    struct lt_sync_totals *totals = self;
    const struct {
        const char *name;
        int64_t *to;
    } numbers[] = {{"bytes", &totals->bytes},           {"last_success", &totals->last_success_s},
                   {"issued", &totals->issued_s},       {"expires", &totals->expires_s},
                   {"mail_sent", &totals->mail_sent},   {"mail_refused", &totals->mail_refused},
                   {"day", &totals->day},               {"day_bytes", &totals->day_bytes}};
    if (lt_bytes_equal(line->section, lt_bytes_of("errors"))) {
        for (int i = 0; i < LT_SYNC_ERROR_KINDS; i++)
            if (lt_bytes_equal(line->key, lt_bytes_of(lt_err_name((enum lt_err)i))))
                return lt_ini_number(line, 0, TOTAL_MAX, diag, &totals->errors[i]);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (lt_bytes_equal(line->key, lt_bytes_of(numbers[i].name)))
            return lt_ini_number(line, 0, TOTAL_MAX, diag, numbers[i].to);
    return LT_OK; /* of another version of this program */
}

void lt_sync_totals_read(const struct lt_sync_config *config, struct lt_sync_totals *ret_totals)
{
    struct lt_buf path = {0};
    int64_t today = lt_sync_now_s(config) / DAY_S;
    *ret_totals = (struct lt_sync_totals){0};
    lt_buf_printf(&path, "%s/totals", config->library);
    if (lt_ini_read(path.data, take, ret_totals, NULL) != LT_OK)
        *ret_totals = (struct lt_sync_totals){0}; /* not there yet, or spoilt on the card */
    if (ret_totals->day != today) {
        ret_totals->day = today;
        ret_totals->day_bytes = 0;
    }
    lt_buf_finish(&path);
}

void lt_sync_totals_write(const struct lt_sync_config *config, const struct lt_sync_totals *totals)
{
    struct lt_buf path = {0}, text = {0};
    lt_buf_printf(&path, "%s/totals", config->library);
    lt_buf_printf(&text, "[totals]\nbytes = %" PRId64 "\nlast_success = %" PRId64 "\nissued = %" PRId64 "\nexpires = %" PRId64
                  "\nmail_sent = %" PRId64 "\nmail_refused = %" PRId64 "\n", totals->bytes, totals->last_success_s,
                  totals->issued_s, totals->expires_s, totals->mail_sent, totals->mail_refused);
    lt_buf_printf(&text, "[today]\nday = %" PRId64 "\nday_bytes = %" PRId64 "\n[errors]\n", totals->day, totals->day_bytes);
    for (int i = 0; i < LT_SYNC_ERROR_KINDS; i++)
        if (totals->errors[i])
            lt_buf_printf(&text, "%s = %" PRId64 "\n", lt_err_name((enum lt_err)i), totals->errors[i]);
    lt_file_write(path.data, lt_buf_slice(&text), NULL); /* failing costs a round's count */
    lt_buf_finish(&path);
    lt_buf_finish(&text);
}

void lt_sync_totals_add(struct lt_sync_totals *totals, enum lt_err err, const struct lt_sync_report *report, int64_t now_s)
{
    if (totals->day != now_s / DAY_S) { /* midnight came, or the publisher told a clock of 1970 the day */
        totals->day = now_s / DAY_S;
        totals->day_bytes = 0;
    }
    totals->bytes += report->wire_bytes;
    totals->day_bytes += report->wire_bytes;
    if (err == LT_OK)
        totals->last_success_s = now_s;
    else if ((size_t)err < LT_SYNC_ERROR_KINDS)
        totals->errors[err]++;
    totals->mail_sent += report->mail.sent;
    totals->mail_refused += report->mail.refused;
    if (report->stamp.issued) {
        totals->issued_s = report->stamp.issued;
        totals->expires_s = report->stamp.expires;
    }
}
