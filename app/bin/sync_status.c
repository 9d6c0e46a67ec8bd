/*
 * sync_status.c: what is on the shelf, in words or as JSON.
 */
#include "cli.h"
#include "sync.h"

#include <lutrin/file.h>

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

enum { PART_MAX_BYTES = 64 << 10 };

json_t *lt_sync_read_json(const char *path)
{
    struct lt_buf text = {0};
    json_t *part = NULL;
    if (path && lt_file_read(path, PART_MAX_BYTES, NULL, &text) == LT_OK)
        part = json_loadb(text.data ? text.data : "", text.size, 0, NULL);
    lt_buf_finish(&text);
    return part ? part : json_null();
}

static json_t *generation(struct lt_generation item)
{
    return json_pack("{s:I,s:I}", "epoch", (json_int_t)item.epoch, "version", (json_int_t)item.version);
}

static json_t *generations(const struct lt_generation *items, int count)
{
    json_t *array = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(array, generation(items[i]));
    return array;
}

json_t *lt_sync_status_json(const struct lt_sync_config *config, const struct lt_sync_status *status)
{
    json_t *object = json_object();
    json_object_set_new(object, "channel", json_string(status->state.channel));
    json_object_set_new(object, "current", status->current.epoch ? generation(status->current) : json_null());
    json_object_set_new(object, "highest", generation(status->state.seen));
    json_object_set_new(object, "generations", generations(status->generations, status->generation_count));
    json_object_set_new(object, "bad", generations(status->state.bad, status->state.bad_count));
    json_object_set_new(object, "root", json_integer(status->root));
    json_t *errors = json_object();
    for (int i = 1; i < LT_SYNC_ERROR_KINDS; i++)
        if (status->totals.errors[i])
            json_object_set_new(errors, lt_err_name((enum lt_err)i), json_integer((json_int_t)status->totals.errors[i]));
    json_object_set_new(object, "created", status->created ? json_integer((json_int_t)status->created) : json_null());
    json_object_set_new(object, "age", status->created ? json_integer((json_int_t)status->age_s) : json_null());
    json_object_set_new(object, "last_success", json_integer((json_int_t)status->totals.last_success_s));
    json_object_set_new(object, "bytes", json_integer((json_int_t)status->totals.bytes));
    json_object_set_new(object, "day_bytes", json_integer((json_int_t)status->totals.day_bytes));
    json_object_set_new(object, "errors", errors);
    json_t *outbox = json_object();
    for (int i = 0; i < LT_OUTBOX_STATES; i++)
        json_object_set_new(outbox, lt_outbox_state_name((enum lt_outbox_state)i), json_integer((json_int_t)status->outbox.of[i]));
    json_object_set_new(outbox, "held", json_integer((json_int_t)status->outbox.held));
    json_object_set_new(outbox, "why", json_string(status->outbox.why));
    json_object_set_new(outbox, "form", status->outbox_form[0] ? json_string(status->outbox_form) : json_null());
    json_object_set_new(object, "outbox", outbox);
    if (config->direct_folder)
        json_object_set_new(object, "press", lt_sync_press_json(config));
    return object;
}

void lt_sync_print_generation(const char *what, struct lt_generation item)
{
    if (item.epoch > 1)
        printf("%s: version %" PRId64 " (epoch %" PRId64 ")\n", what, item.version, item.epoch);
    else if (item.epoch)
        printf("%s: version %" PRId64 "\n", what, item.version);
    else
        printf("%s: nothing\n", what);
}

static void print_press(const struct lt_sync_config *config)
{
    json_t *press = lt_sync_press_json(config);
    const char *result = json_string_value(json_object_get(press, "result")), *error = json_string_value(json_object_get(press, "error"));
    char when[32] = "no report of a turn";
    time_t at = (time_t)json_integer_value(json_object_get(press, "time"));
    if (at)
        strftime(when, sizeof when, "%Y-%m-%d %H:%M UTC", gmtime(&at));
    printf("press: %s%s%s%s%s\n", when, result ? ": " : "", result ? result : "", error && *error ? ": " : "", error ? error : "");
    json_decref(press);
}

static void print_outbox(const struct lt_sync_status *status)
{
    const char *form = status->outbox_form[0] ? status->outbox_form : "the newsletter's form";
    struct lt_diag why;
    printf("sign-ups: %zu waiting, %zu sent, %zu refused\n", status->outbox.of[LT_OUTBOX_WAITING],
           status->outbox.of[LT_OUTBOX_SENT], status->outbox.of[LT_OUTBOX_REFUSED]);
    if (status->outbox.held) {
        lt_sync_tell_held(status->outbox.held, form, &why);
        printf("sign-ups: %s: %s: %s\n", why.where, why.what, why.hint);
    } else if (status->outbox.why[0]) {
        printf("sign-ups: %s: the last attempt came to '%s': it is tried again later\n", form, status->outbox.why);
    }
}

int lt_sync_run_status(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_sync_status status = {0};
    (void)path;
    if (access(config->library, R_OK | X_OK) != 0 && errno == EACCES) { /* else it would look as if nothing were there */
        lt_fail(&diag, LT_ERR_NO_INPUT, config->library, "ask as root, or as somebody of its group", "the shelf is not yours to look at");
        return lt_cli_fail(&diag);
    }
    enum lt_err err = lt_sync_status(config, &diag, &status);
    bool early = err == LT_ERR_NO_INPUT && config->direct_folder; /* the press has not made anything yet: why? */
    if (err != LT_OK && !early)
        return lt_cli_fail(&diag);
    if (options->json)
        return lt_cli_print_json(lt_sync_status_json(config, &status), JSON_INDENT(1));
    if (status.state.channel[0])
        printf("channel: %s\n", status.state.channel);
    lt_sync_print_generation("current", status.current);
    lt_sync_print_generation("highest seen", status.state.seen);
    for (int i = 0; i < status.generation_count; i++)
        lt_sync_print_generation("on the shelf", status.generations[i]);
    for (int i = 0; i < status.state.bad_count; i++)
        lt_sync_print_generation("rolled back", status.state.bad[i]);
    if (config->outbox)
        print_outbox(&status);
    if (config->direct_folder)
        print_press(config);
    return EX_OK;
}
