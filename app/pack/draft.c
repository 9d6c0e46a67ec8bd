/*
 * draft.c: a first plan for a site, by looking at one page or feed of it.
 */
#include "press.h"

#include <lutrin/export.h>
#include <lutrin/file.h>

#include <string.h>

enum { MAX_FEEDS = 16 };

/* Where sites have their feed that do not say so: WordPress, Ghost, Hugo, Jekyll and others. */
static const char *const USUAL[] = {"/feed/", "/rss/", "/index.xml", "/feed.xml", "/atom.xml", "/rss.xml"};

enum { USUAL_COUNT = sizeof USUAL / sizeof *USUAL };

struct seen {
    const char *title, *lang, *url, *logo;
    const char *feeds[MAX_FEEDS];
    size_t feed_count;
    bool page; /* a page was looked at, not a feed */
};

static bool is_address(const char *source)
{
    struct lt_bytes text = lt_bytes_of(source);
    return lt_bytes_starts(text, "http://") || lt_bytes_starts(text, "https://");
}

static void fill(const char **to, const char *from)
{
    if (!(*to)[0] && from)
        *to = from;
}

/* Reads what stands at an address or in a file; *ret_url is its address, NULL when it has none. */
static enum lt_err load(struct lt_press *press, const char *source, struct lt_diag *diag, struct lt_buf *data,
                        const char **ret_url)
{
    const char *path = source, *why = NULL;
    *ret_url = NULL;
    if (is_address(source)) {
        lt_press_want(press, source, LT_FEED_MAX_BYTES);
        enum lt_err err = lt_press_fetch(press, "looked at", diag);
        if (err == LT_OK)
            err = lt_press_locate(press, source, &press->arena, &path, ret_url, &why);
        if (err != LT_OK)
            return why ? lt_fail(diag, err, source, NULL, "cannot fetch: %s", why) : err;
    }
    enum lt_err err = lt_file_read(path, LT_FEED_MAX_BYTES, diag, data);
    return err == LT_OK ? err : lt_press_hint_address(source, err, diag);
}

static enum lt_err take_nothing(void *self, const struct lt_feed *feed, const struct lt_entry *entry, struct lt_diag *diag)
{
    (void)self;
    (void)feed;
    (void)entry;
    (void)diag;
    return LT_OK;
}

static enum lt_err look_at_feed(struct lt_press *press, struct lt_bytes data, const char *url, struct lt_diag *diag,
                                struct seen *seen)
{
    const struct lt_feed *feed;
    const struct lt_feed_taker taker = {.take = take_nothing};
    enum lt_err err = lt_feed_read(data, url, &taker, &press->arena, diag, &feed);
    if (err != LT_OK)
        return err;
    fill(&seen->title, feed->title);
    fill(&seen->lang, feed->lang);
    fill(&seen->url, feed->link);
    return LT_OK;
}

static void look_at_page(struct lt_press *press, struct lt_bytes data, const char *url, struct seen *seen)
{
    struct lt_html_outline outline;
    if (lt_html_look(data, url, &press->arena, MAX_FEEDS, &outline) != LT_OK)
        return;
    seen->page = true;
    fill(&seen->title, outline.site[0] ? outline.site : outline.title);
    fill(&seen->lang, outline.lang);
    fill(&seen->url, url);
    fill(&seen->logo, outline.logo);
    for (size_t i = 0; i < outline.feed_count; i++)
        seen->feeds[seen->feed_count++] = outline.feeds[i];
}

/* A page that names no feed may have one in a usual place all the same: those of its site are tried. */
static void try_usual(struct lt_press *press, const char *url, struct seen *seen)
{
    const char *places[USUAL_COUNT];
    for (size_t i = 0; i < USUAL_COUNT; i++) {
        places[i] = lt_url_resolve(USUAL[i], url, &press->arena);
        if (places[i])
            lt_press_want(press, places[i], LT_FEED_MAX_BYTES);
    }
    if (lt_press_fetch(press, "usual places of a feed looked at", NULL) != LT_OK)
        return;
    for (size_t i = 0; i < USUAL_COUNT && seen->feed_count == 0; i++) {
        struct lt_buf data = {0};
        const char *path, *answered, *why;
        if (places[i] && lt_press_locate(press, places[i], &press->arena, &path, &answered, &why) == LT_OK &&
            lt_file_read(path, LT_FEED_MAX_BYTES, NULL, &data) == LT_OK) {
            enum lt_source_kind kind = lt_source_sniff(lt_buf_slice(&data));
            if (kind == LT_SOURCE_FEED || kind == LT_SOURCE_JSON_FEED)
                seen->feeds[seen->feed_count++] = places[i];
        }
        lt_buf_finish(&data);
    }
}

/* A list stands for its feeds. */
static enum lt_err look_at_list(struct lt_press *press, struct lt_bytes data, struct lt_diag *diag, struct seen *seen)
{
    const struct lt_feed_list *list;
    enum lt_err err = lt_opml_parse(data, &press->arena, diag, &list);
    if (err == LT_OK)
        fill(&seen->title, list->title);
    return err;
}

/* The feeds that a page names know the site's title better than the page does. */
static void ask_first_feed(struct lt_press *press, struct seen *seen)
{
    struct lt_buf data = {0};
    const char *url;
    struct seen feed = {.title = "", .lang = "", .url = "", .logo = ""};
    if (seen->feed_count && is_address(seen->feeds[0]) && load(press, seen->feeds[0], NULL, &data, &url) == LT_OK &&
        look_at_feed(press, lt_buf_slice(&data), url, NULL, &feed) == LT_OK) {
        seen->title = feed.title[0] ? feed.title : seen->title;
        seen->lang = feed.lang[0] ? feed.lang : seen->lang;
    }
    lt_buf_finish(&data);
}

/* One line of a plan, white space made plain: a value ends with its line. */
static void put_key(struct lt_buf *out, const char *key, const char *value)
{
    if (!value[0])
        return;
    lt_buf_printf(out, "%s = ", key);
    for (const char *c = value; *c; c++)
        lt_buf_putc(out, (unsigned char)*c < ' ' ? ' ' : *c);
    lt_buf_putc(out, '\n');
}

static void put_plan(const struct seen *seen, const char *source, struct lt_buf *out)
{
    lt_buf_puts(out, "# What the bundle is made of; every key is told in lutrin-pack(1).\n[site]\n");
    put_key(out, "title", seen->title);
    put_key(out, "lang", seen->lang);
    put_key(out, "url", seen->url);
    put_key(out, "# its sign, in the masthead\n# logo", seen->logo);
    lt_buf_puts(out, "\n[sources]\n");
    for (size_t i = 0; i < seen->feed_count; i++)
        put_key(out, i ? "# another feed of the site\n# source" : "source", seen->feeds[i]);
    if (seen->feed_count == 0 && seen->page)
        lt_buf_puts(out, "# No feed was found: this one page is all there will be, unless you name the site's feed here.\n");
    if (seen->feed_count == 0)
        put_key(out, "source", source);
    lt_buf_puts(out, "\n# Sections stand in this order; without any, the articles' categories make them.\n"
                     "# [section News]\n# match = news, world\n\n[pictures]\nlongest = 1600\nquality = 80\n\n"
                     "# [retention]\n# days = 90\n# articles = 1000\n# carry = yes\n");
}

enum lt_err lt_plan_draft(const char *source, const struct lt_plan *how, const struct lt_pack_sink *sink,
                          struct lt_diag *diag, struct lt_buf *out)
{
    struct lt_press press = {.plan = how, .sink = sink};
    struct lt_buf data = {0};
    struct seen seen = {.title = "", .lang = "", .url = "", .logo = ""};
    const char *url;
    press.mirrors = lt_press_mirrors_create(how);
    press.errands = lt_press_errands_create(&press);
    enum lt_err err = load(&press, source, diag, &data, &url);
    enum lt_source_kind kind = err == LT_OK ? lt_source_sniff(lt_buf_slice(&data)) : LT_SOURCE_UNKNOWN;
    if (err == LT_OK && lt_source_gives_entries(kind))
        err = look_at_feed(&press, lt_buf_slice(&data), url, diag, &seen);
    else if (err == LT_OK && kind == LT_SOURCE_OPML)
        err = look_at_list(&press, lt_buf_slice(&data), diag, &seen);
    else if (err == LT_OK && kind == LT_SOURCE_HTML)
        look_at_page(&press, lt_buf_slice(&data), url, &seen);
    else if (err == LT_OK)
        err = lt_fail(diag, LT_ERR_DATA, source, "give a feed, a list of feeds, an export or a page of the site", "of no known kind");
    if (err == LT_OK && seen.page && seen.feed_count == 0 && url)
        try_usual(&press, url, &seen);
    if (err == LT_OK) {
        ask_first_feed(&press, &seen);
        put_plan(&seen, source, out);
    }
    lt_buf_finish(&data);
    lt_press_errands_destroy(press.errands);
    lt_press_mirrors_destroy(press.mirrors);
    lt_arena_finish(&press.arena);
    return err;
}
