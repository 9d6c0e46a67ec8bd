/*
 * called.c: what a bundle is called: as its plan has it, or else as its feed or book is, as the site that its pages agree on,
 * as its one article, or as the file or folder that it was made of.
 */
#include "press.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* "" where two articles name different sites, and where none names one. */
static const char *agreed_site(const struct lt_press *press)
{
    const char *site = "";
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        const char *own = press->articles[i].meta.site;
        if (!own || !own[0])
            continue;
        if (site[0] && strcmp(site, own) != 0)
            return "";
        site = own;
    }
    return site;
}

/* A folder's name, a file's without its ending, an address's host. */
static const char *name_of(const char *source, struct lt_arena *arena)
{
    const char *host = strstr(source, "://");
    if (host)
        return lt_arena_strndup(arena, host + 3, strcspn(host + 3, "/?#"));
    struct stat status;
    char *whole = realpath(source, NULL);
    const char *path = whole ? whole : source, *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? NULL : strrchr(name, '.');
    const char *copy = lt_arena_strndup(arena, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
    free(whole);
    return copy;
}

const char *lt_press_called(const struct lt_press *press, struct lt_arena *arena)
{
    const struct lt_plan *plan = press->plan;
    if (plan->title && plan->title[0])
        return plan->title;
    const char *site = press->feed_title[0] ? press->feed_title : agreed_site(press);
    if (site[0])
        return site;
    const struct lt_meta *newest = &press->articles[press->newest].meta;
    if (press->article_count == 1 && newest->title && newest->title[0])
        return lt_press_set_line(press, newest->title, newest->lang, arena);
    return name_of(plan->source_count == 1 ? plan->sources[0] : plan->output, arena);
}
