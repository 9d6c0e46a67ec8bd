/*
 * sync_network.c: `lutrin-sync once` and `watch`: what they say of each round.
 */
#include "cli.h"
#include "sync.h"

#include <lutrin/log.h>

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <sysexits.h>

static void write_reports(const struct lt_sync_config *config, enum lt_err err, const struct lt_sync_report *report, int64_t wait_ms)
{
    struct lt_sync_round round = {.err = err, .report = report, .wait_ms = wait_ms};
    struct lt_diag diag;
    if (lt_sync_tell(config, &round, &diag) != LT_OK)
        lt_log_diag(LT_LOG_WARN, &diag);
    if (round.outdated)
        lt_log(LT_LOG_WARN, "the publisher's stamp has expired: what is shown may be out of date");
}

static void say_mail(const struct lt_sync_mail *mail)
{
    if (mail->why.err != LT_OK)
        lt_log_diag(LT_LOG_WARN, &mail->why);
    if (mail->sent || mail->refused)
        lt_log(mail->refused ? LT_LOG_WARN : LT_LOG_INFO, "the outbox: %d sent, %d refused", mail->sent, mail->refused);
}

static void say(enum lt_err err, const struct lt_sync_report *report, const struct lt_diag *diag)
{
    say_mail(&report->mail);
    if (err != LT_OK)
        lt_log_diag(LT_LOG_WARN, diag);
    else if (report->outcome == LT_SYNC_INSTALLED)
        lt_log(LT_LOG_INFO, "version %" PRId64 " of %s is on the shelf", report->release.version,
               report->release.channel);
    else
        lt_log(LT_LOG_DEBUG, "nothing new: %s", lt_sync_outcome_name(report->outcome));
}

int lt_sync_run_once(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_sync_report report;
    struct lt_diag diag;
    (void)path;
    enum lt_err err = lt_sync_once(config, &diag, &report);
    write_reports(config, err, &report, 0);
    if (err != LT_OK) {
        say_mail(&report.mail);
        return lt_cli_fail(&diag);
    }
    say(err, &report, &diag);
    if (options->quiet)
        return EX_OK;
    if (report.outcome == LT_SYNC_INSTALLED)
        printf("installed %s version %" PRId64 "%s: %d request%s, %" PRId64 " bytes\n", report.release.channel, report.release.version,
               report.patched ? " by a patch" : "", report.requests, lt_cli_s((uint64_t)report.requests), report.wire_bytes);
    else
        printf("nothing new: %s (%d request%s, %" PRId64 " bytes)\n", lt_sync_outcome_name(report.outcome), report.requests,
               lt_cli_s((uint64_t)report.requests), report.wire_bytes);
    return EX_OK;
}

static void told(void *self, enum lt_err err, const struct lt_sync_report *report, const struct lt_diag *diag,
                 int64_t wait_ms)
{
    say(err, report, diag);
    write_reports(*(const struct lt_sync_config **)self, err, report, wait_ms);
}

static volatile int stop; /* set by the signal handler alone */

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

int lt_sync_run_watch(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_diag diag;
    const struct sigaction action = {.sa_handler = on_signal};
    (void)options, (void)path;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    return lt_sync_watch(config, &stop, told, &config, &diag) == LT_OK ? EX_OK : lt_cli_fail(&diag);
}
