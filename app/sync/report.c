/*
 * report.c: how it went, for staff and for their monitoring: one JSON object, and a text that Prometheus' node exporter
 * reads from a folder. Both are written whole.
 */
#include "cycle.h"

#include <lutrin/file.h>

#include <inttypes.h>
#include <string.h>

enum { SLACK_S = 86400 };

static void put_json(const struct lt_sync_round *round, const struct lt_sync_status *status, struct lt_buf *out)
{
    const struct lt_sync_report *report = round->report;
    lt_buf_printf(out, "{\"time\":%" PRId64 ",\"outcome\":\"%s\",\"error\":\"%s\",\"network\":\"%s\"", round->now_s,
                  lt_sync_outcome_name(report->outcome), round->err == LT_OK ? "" : lt_err_name(round->err),
                  report->failure);
    lt_buf_printf(out, ",\"channel\":\"%s\",\"epoch\":%" PRId64 ",\"version\":%" PRId64 ",\"newest\":%" PRId64,
                  status->state.channel, status->current.epoch, status->current.version, report->stamp.version);
    lt_buf_printf(out, ",\"issued\":%" PRId64 ",\"expires\":%" PRId64 ",\"outdated\":%s", report->stamp.issued,
                  report->stamp.expires, round->outdated ? "true" : "false");
    lt_buf_printf(out, ",\"outbox\":{\"waiting\":%zu,\"sent\":%zu,\"refused\":%zu,\"held\":%zu}", status->outbox.of[LT_OUTBOX_WAITING],
                  status->outbox.of[LT_OUTBOX_SENT], status->outbox.of[LT_OUTBOX_REFUSED], status->outbox.held);
    lt_buf_printf(out, ",\"created\":%" PRId64 ",\"age\":%" PRId64 ",\"last_success\":%" PRId64 ",\"day_bytes\":%" PRId64,
                  status->created, status->age_s, report->totals.last_success_s, report->totals.day_bytes);
    lt_buf_printf(out, ",\"bytes\":%" PRId64 ",\"requests\":%d,\"next\":%" PRId64 "}\n", report->wire_bytes,
                  report->requests, round->now_s + round->wait_ms / 1000);
}

static void put_metrics(const struct lt_sync_totals *totals, const struct lt_sync_round *round,
                        const struct lt_sync_status *status, struct lt_buf *out)
{
    lt_buf_printf(out, "# TYPE lutrin_bundle_version gauge\nlutrin_bundle_version %" PRId64 "\n", status->current.version);
    if (status->created)
        lt_buf_printf(out, "# TYPE lutrin_bundle_age_seconds gauge\nlutrin_bundle_age_seconds %" PRId64 "\n", status->age_s);
    if (totals->issued_s)
        lt_buf_printf(out, "# TYPE lutrin_bundle_stamp_age_seconds gauge\nlutrin_bundle_stamp_age_seconds %" PRId64 "\n",
                      round->now_s > totals->issued_s ? round->now_s - totals->issued_s : 0);
    lt_buf_printf(out, "# TYPE lutrin_sync_last_success gauge\nlutrin_sync_last_success %" PRId64 "\n",
                  totals->last_success_s);
    lt_buf_printf(out, "# TYPE lutrin_sync_bytes_total counter\nlutrin_sync_bytes_total %" PRId64 "\n", totals->bytes);
    lt_buf_printf(out, "# TYPE lutrin_sync_day_bytes gauge\nlutrin_sync_day_bytes %" PRId64 "\n", totals->day_bytes);
    lt_buf_puts(out, "# TYPE lutrin_outbox gauge\n"); /* what is known now: states are forgotten after a week */
    for (int i = 0; i < LT_OUTBOX_STATES; i++)
        lt_buf_printf(out, "lutrin_outbox{state=\"%s\"} %zu\n", lt_outbox_state_name((enum lt_outbox_state)i), status->outbox.of[i]);
    lt_buf_printf(out, "# TYPE lutrin_outbox_held gauge\nlutrin_outbox_held %zu\n", status->outbox.held);
    lt_buf_printf(out, "# TYPE lutrin_outbox_sent_total counter\nlutrin_outbox_sent_total %" PRId64 "\n", totals->mail_sent);
    lt_buf_printf(out, "# TYPE lutrin_outbox_refused_total counter\nlutrin_outbox_refused_total %" PRId64 "\n",
                  totals->mail_refused);
    lt_buf_puts(out, "# TYPE lutrin_sync_errors_total counter\n");
    for (size_t i = 0; i < LT_SYNC_ERROR_KINDS; i++)
        if (totals->errors[i])
            lt_buf_printf(out, "lutrin_sync_errors_total{class=\"%s\"} %" PRId64 "\n", lt_err_name((enum lt_err)i),
                          totals->errors[i]);
}

enum lt_err lt_sync_tell(const struct lt_sync_config *config, struct lt_sync_round *round, struct lt_diag *diag)
{
    const struct lt_sync_totals *totals = &round->report->totals;
    struct lt_sync_status status = {0};
    struct lt_buf text = {0};
    enum lt_err err = LT_OK;
    round->now_s = lt_sync_now_s(config);
    round->outdated = totals->expires_s && round->now_s > totals->expires_s + SLACK_S;
    if (lt_sync_status(config, NULL, &status) != LT_OK)
        status = (struct lt_sync_status){0};
    if (config->json) {
        put_json(round, &status, &text);
        err = lt_file_write(config->json, lt_buf_slice(&text), diag);
    }
    lt_buf_clear(&text);
    if (err == LT_OK && config->prometheus) {
        put_metrics(totals, round, &status, &text);
        err = lt_file_write(config->prometheus, lt_buf_slice(&text), diag);
    }
    lt_buf_finish(&text);
    return err;
}
