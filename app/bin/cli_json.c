/*
 * cli_json.c: how the programs write JSON: by jansson, with our memory. It would leave out what it finds none for, and print half
 * an object.
 */
#include "cli.h"

#include <lutrin/arena.h>

#include <jansson.h>
#include <stdlib.h>
#include <sysexits.h>

static void *take(size_t size)
{
    return lt_alloc(1, size);
}

void lt_cli_json(void)
{
    json_set_alloc_funcs(take, free);
}

bool lt_cli_put_json(json_t *object, size_t flags, struct lt_buf *out)
{
    char *text = json_dumps(object, flags);
    json_decref(object);
    if (!text)
        return false;
    lt_buf_puts(out, text);
    lt_buf_putc(out, '\n');
    free(text);
    return true;
}

int lt_cli_print_json(json_t *object, size_t flags)
{
    struct lt_buf text = {0};
    int code = lt_cli_put_json(object, flags, &text) ? lt_cli_print(lt_buf_slice(&text)) : EX_SOFTWARE;
    lt_buf_finish(&text);
    return code;
}
