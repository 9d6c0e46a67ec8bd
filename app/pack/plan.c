/*
 * plan.c: SITE.ini, which says what a site's bundle is made of. File names in it are relative to its own folder.
 *
 *   [site]      title, lang, url, credit, licence, accent (#RRGGBB), logo (file or address), created (a date),
 *               utc_offset (+HH:MM), lead (address or slug)
 *   [mirror]    https://site.example/ = folder
 *   [section N] match = category, category ...      (sections appear in the order of the file)
 *               source = file, folder or address    (as in [sources], and what comes of it is put here)
 *   [sources]   source = file or folder             (several, or several lines)
 *               keep, drop = selectors              (of the elements that make up an article, or never do)
 *   [source S]  keep, drop                          (the same for one of the sources, in place of those for all)
 *   [check]     screens = WxH, WxH ...              (pixels of the panels that check sets every article on)
 *   [retention] days, articles, bytes, carry
 *   [text]      typography (yes, no)
 *   [pictures]  longest (pixels), quality (1..100), budget (bytes)
 *   [comments]  keep (yes, no), most (of one article)
 *   [fetch]     cache = folder, delay (ms), per_host, allow_local (yes, no)
 *   [newsletter] form, email, name, extra, as (form, json), token, token_field, token_wait, relay, key = file,
 *                keep_days
 */
#include "press.h"

#include <lutrin/canvas.h>
#include <lutrin/ini.h>
#include <lutrin/outbox.h>
#include <lutrin/style.h>

#include <stdlib.h>
#include <string.h>

enum { MAX_MATCHES = 256, MAX_MIRRORS = 256, MAX_LONGEST_PX = 8192, MIN_LONGEST_PX = 64, MAX_DELAY_MS = 600000, MAX_PER_HOST = 16,
       MAX_DAYS = 100000 };

struct reading {
    struct lt_arena *arena;
    struct lt_plan *plan;
    const char *folder; /* of the plan file, with its slash; "" for the working directory */
    bool newsletter; /* there is such a section */
    bool title, lang, url, credit, licence, lead; /* given before: what the file says of them is passed over */
    struct lt_plan_section *section_list;
    size_t section_count, section_capacity;
    struct lt_plan_mirror *mirror_list;
    size_t mirror_count, mirror_capacity;
    const char **source_list, **fed_list; /* fed_list: the section each source feeds, or NULL */
    size_t source_count, source_capacity, fed_capacity;
    struct lt_plan_choice *choice_list;
    size_t choice_count, choice_capacity;
};

static enum lt_err wrong(const struct lt_ini_line *line, struct lt_diag *diag, const char *hint, const char *what)
{
    return lt_fail(diag, LT_ERR_CONFIG, line->where, hint, "%.*s: %s", (int)line->key.size, line->key.data, what);
}

static bool is_key(const struct lt_ini_line *line, const char *name)
{
    return lt_bytes_equal(line->key, lt_bytes_of(name));
}

static const char *keep(struct reading *r, struct lt_bytes text)
{
    return lt_arena_strndup(r->arena, text.data, text.size);
}

/* A file name of the plan, seen from the working directory; addresses stay as they are. */
static const char *keep_path(struct reading *r, struct lt_bytes name)
{
    bool absolute = name.size && name.data[0] == '/';
    bool address = lt_bytes_starts(name, "http://") || lt_bytes_starts(name, "https://");
    return lt_arena_printf(r->arena, "%s%.*s", absolute || address ? "" : r->folder, (int)name.size, name.data);
}

/* Takes the next part of a list off *list, up to one of `separators`; false at its end. Empty parts are passed over. */
static bool take_part(struct lt_bytes *list, const char *separators, struct lt_bytes *ret_part)
{
    while (list->size) {
        size_t n = 0;
        while (n < list->size && !strchr(separators, list->data[n]))
            n++;
        *ret_part = lt_bytes_trim((struct lt_bytes){list->data, n});
        size_t used = n < list->size ? n + 1 : n;
        list->data += used;
        list->size -= used;
        if (ret_part->size)
            return true;
    }
    return false;
}

/* "+01:00", "-0330", "Z". */
static bool read_offset(struct lt_bytes text, int32_t *ret_seconds)
{
    if (lt_bytes_equal(text, lt_bytes_of("Z"))) {
        *ret_seconds = 0;
        return true;
    }
    int digits[4], count = 0;
    for (size_t i = 1; i < text.size; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9' && count < 4)
            digits[count++] = text.data[i] - '0';
        else if (text.data[i] != ':' || i != 3)
            return false;
    if (text.size < 5 || count != 4 || (text.data[0] != '+' && text.data[0] != '-'))
        return false;
    int hours = digits[0] * 10 + digits[1], minutes = digits[2] * 10 + digits[3];
    if (hours > 23 || minutes > 59)
        return false;
    *ret_seconds = (hours * 3600 + minutes * 60) * (text.data[0] == '-' ? -1 : 1);
    return true;
}

static enum lt_err site_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag)
{
    struct lt_plan *plan = r->plan;
    const struct {
        const char *name, **to;
        bool given;
    } texts[] = {{"title", &plan->title, r->title},    {"lang", &plan->lang, r->lang}, {"url", &plan->url, r->url},
                 {"credit", &plan->credit, r->credit}, {"licence", &plan->licence, r->licence}, {"lead", &plan->lead, r->lead}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is_key(line, texts[i].name)) {
            if (!texts[i].given)
                *texts[i].to = keep(r, line->value);
            return LT_OK;
        }
    if (is_key(line, "accent")) {
        struct lt_theme theme;
        plan->accent = keep(r, line->value);
        return lt_theme_accented(lt_theme_lookup("paper"), plan->accent, &theme)
                   ? LT_OK
                   : wrong(line, diag, "write it like #8C2F1B, dark enough to be read on paper (4.5:1)", "no such accent");
    }
    if (is_key(line, "logo")) {
        plan->logo = plan->logo ? plan->logo : keep_path(r, line->value);
        return LT_OK;
    }
    if (is_key(line, "utc_offset"))
        return read_offset(line->value, &plan->utc_offset) ? LT_OK
                                                           : wrong(line, diag, "write it like +01:00", "no offset from UTC");
    if (!is_key(line, "created"))
        return lt_ini_unknown(line, diag);
    int64_t created = lt_date_parse(keep(r, line->value), NULL);
    if (created == LT_NO_TIME)
        return wrong(line, diag, "write it like 2026-11-23T07:40:00+01:00", "no date");
    if (plan->created == LT_NO_TIME)
        plan->created = created;
    return LT_OK;
}

static enum lt_err mirror_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag)
{
    if (!lt_bytes_starts(line->key, "https://") && !lt_bytes_starts(line->key, "http://"))
        return wrong(line, diag, "write it like https://site.example/ = folder", "no address");
    if (r->mirror_count == MAX_MIRRORS)
        return wrong(line, diag, NULL, "too many mirrors");
    r->mirror_list = lt_grow(r->mirror_list, &r->mirror_capacity, r->mirror_count + 1, sizeof *r->mirror_list);
    r->mirror_list[r->mirror_count++] = (struct lt_plan_mirror){keep(r, line->key), keep_path(r, line->value)};
    return LT_OK;
}

/* "section NAME": the section of that name, begun when it is new. */
static struct lt_plan_section *open_section(struct reading *r, struct lt_bytes name)
{
    for (size_t i = 0; i < r->section_count; i++)
        if (lt_bytes_equal(lt_bytes_of(r->section_list[i].name), name))
            return &r->section_list[i];
    if (r->section_count == LT_BUNDLE_MAX_SECTIONS)
        return NULL;
    r->section_list = lt_grow(r->section_list, &r->section_capacity, r->section_count + 1, sizeof *r->section_list);
    r->section_list[r->section_count] = (struct lt_plan_section){.name = keep(r, name)};
    return &r->section_list[r->section_count++];
}

/* Sources, each on its line; `section` is the one they feed, or NULL. */
static enum lt_err add_sources(struct reading *r, const struct lt_ini_line *line, const char *section,
                               struct lt_diag *diag)
{
    struct lt_bytes list = line->value, part;
    while (take_part(&list, "\n", &part)) {
        if (r->source_count == LT_PLAN_MAX_SOURCES)
            return wrong(line, diag, NULL, "too many sources");
        r->source_list = lt_grow(r->source_list, &r->source_capacity, r->source_count + 1, sizeof *r->source_list);
        r->fed_list = lt_grow(r->fed_list, &r->fed_capacity, r->source_count + 1, sizeof *r->fed_list);
        r->fed_list[r->source_count] = section;
        r->source_list[r->source_count++] = keep_path(r, part);
    }
    return LT_OK;
}

static enum lt_err section_key(struct reading *r, const struct lt_ini_line *line, struct lt_bytes name,
                               struct lt_diag *diag)
{
    bool sources = is_key(line, "source");
    if (!sources && !is_key(line, "match"))
        return lt_ini_unknown(line, diag);
    struct lt_plan_section *section = open_section(r, name);
    if (!section)
        return wrong(line, diag, NULL, "too many sections");
    if (sources)
        return add_sources(r, line, section->name, diag);
    const char **matches = lt_arena_array(r->arena, MAX_MATCHES, sizeof *matches);
    for (size_t i = 0; i < section->match_count; i++)
        matches[i] = section->matches[i];
    struct lt_bytes list = line->value, part;
    while (take_part(&list, ",\n", &part)) {
        if (section->match_count == MAX_MATCHES)
            return wrong(line, diag, NULL, "too many matches");
        matches[section->match_count++] = keep(r, part);
    }
    section->matches = matches;
    return LT_OK;
}

static enum lt_err choice_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag,
                              struct lt_choice *choice)
{
    const char **to = is_key(line, "keep") ? &choice->keep : is_key(line, "drop") ? &choice->drop : NULL;
    const char *xpath;
    if (!to)
        return lt_ini_unknown(line, diag);
    struct lt_diag trouble = {0};
    if (lt_selector_compile(keep(r, line->value), r->arena, &trouble, &xpath) != LT_OK)
        return wrong(line, diag, trouble.hint, trouble.what);
    *to = *to ? lt_arena_printf(r->arena, "%s|%s", *to, xpath) : xpath;
    return LT_OK;
}

static enum lt_err source_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag)
{
    return is_key(line, "source") ? add_sources(r, line, NULL, diag) : choice_key(r, line, diag, &r->plan->choice);
}

/* [source S]: what is said of that source alone. */
static enum lt_err own_key(struct reading *r, const struct lt_ini_line *line, struct lt_bytes name, struct lt_diag *diag)
{
    const char *source = keep_path(r, name);
    size_t i = 0;
    while (i < r->choice_count && strcmp(r->choice_list[i].source, source) != 0)
        i++;
    if (i == LT_PLAN_MAX_SOURCES)
        return wrong(line, diag, NULL, "too many sources");
    if (i == r->choice_count) {
        r->choice_list = lt_grow(r->choice_list, &r->choice_capacity, i + 1, sizeof *r->choice_list);
        r->choice_list[r->choice_count++] = (struct lt_plan_choice){.source = source, .where = lt_arena_strdup(r->arena, line->where)};
    }
    return choice_key(r, line, diag, &r->choice_list[i].choice);
}

static bool read_screen(struct lt_bytes text, struct lt_plan_screen *ret_screen)
{
    int64_t sides[2] = {0, 0};
    int side = 0;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9' && sides[side] <= LT_PANEL_MAX_PX)
            sides[side] = sides[side] * 10 + (text.data[i] - '0');
        else if (text.data[i] == 'x' && side == 0)
            side = 1;
        else
            return false;
    *ret_screen = (struct lt_plan_screen){(int32_t)sides[0], (int32_t)sides[1]};
    return sides[0] >= LT_PANEL_MIN_PX && sides[0] <= LT_PANEL_MAX_PX && sides[1] >= LT_PANEL_MIN_PX &&
           sides[1] <= LT_PANEL_MAX_PX;
}

static enum lt_err check_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag)
{
    struct lt_bytes list = line->value, part;
    if (!is_key(line, "screens"))
        return lt_ini_unknown(line, diag);
    struct lt_plan_screen *screens = lt_arena_array(r->arena, LT_PLAN_MAX_SCREENS, sizeof *screens);
    size_t count = 0;
    while (take_part(&list, ",\n", &part)) {
        if (count == LT_PLAN_MAX_SCREENS)
            return wrong(line, diag, NULL, "too many screens");
        if (!read_screen(part, &screens[count++]))
            return wrong(line, diag, "write them like 1280x800, 800x1280", "no screen's size");
    }
    r->plan->screens = screens;
    r->plan->screen_count = count;
    return LT_OK;
}

static enum lt_err retention_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag)
{
    struct lt_plan *plan = r->plan;
    bool days = is_key(line, "days"), bytes = is_key(line, "bytes");
    int64_t number = 0;
    if (is_key(line, "carry"))
        return lt_ini_yes(line, diag, &plan->carry);
    if (!days && !bytes && !is_key(line, "articles"))
        return lt_ini_unknown(line, diag);
    enum lt_err err = lt_ini_number(line, 1, days ? MAX_DAYS : bytes ? INT64_MAX : LT_PACK_MAX_ARTICLES, diag, &number);
    if (err != LT_OK)
        return err;
    if (days && !plan->retain_days)
        plan->retain_days = (int32_t)number;
    else if (bytes && !plan->retain_bytes)
        plan->retain_bytes = number;
    else if (!days && !bytes && !plan->retain_articles)
        plan->retain_articles = (int32_t)number;
    return LT_OK;
}

static enum lt_err text_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag)
{
    bool yes = true;
    enum lt_err err = is_key(line, "typography") ? lt_ini_yes(line, diag, &yes) : lt_ini_unknown(line, diag);
    r->plan->as_typed = r->plan->as_typed || !yes;
    return err;
}

static enum lt_err picture_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag)
{
    bool longest = is_key(line, "longest");
    if (is_key(line, "budget"))
        return lt_ini_number(line, 1, INT64_MAX, diag, &r->plan->picture_budget);
    int32_t *to = longest ? &r->plan->picture_longest_px : &r->plan->picture_quality;
    int64_t number = 0;
    if (!longest && !is_key(line, "quality"))
        return lt_ini_unknown(line, diag);
    enum lt_err err = longest ? lt_ini_number(line, MIN_LONGEST_PX, MAX_LONGEST_PX, diag, &number)
                              : lt_ini_number(line, 1, 100, diag, &number);
    if (err == LT_OK && *to == 0)
        *to = (int32_t)number;
    return err;
}

static enum lt_err comments_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag)
{
    int64_t number = 0;
    bool yes = true;
    enum lt_err err = LT_OK;
    if (is_key(line, "keep"))
        err = lt_ini_yes(line, diag, &yes);
    else if (is_key(line, "most"))
        err = lt_ini_number(line, 1, LT_COMMENTS_MAX, diag, &number);
    else
        return lt_ini_unknown(line, diag);
    r->plan->comments_off = r->plan->comments_off || !yes;
    r->plan->comments_most = number ? (int32_t)number : r->plan->comments_most;
    return err;
}

static enum lt_err fetch_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag)
{
    struct lt_plan *plan = r->plan;
    int64_t number = 0;
    enum lt_err err = LT_OK;
    if (is_key(line, "cache")) {
        plan->cache = plan->cache ? plan->cache : keep_path(r, line->value);
    } else if (is_key(line, "allow_local")) {
        bool yes = false;
        err = lt_ini_yes(line, diag, &yes);
        plan->allow_local = plan->allow_local || yes;
    } else if (is_key(line, "delay")) {
        err = lt_ini_number(line, 0, MAX_DELAY_MS, diag, &number);
        plan->delay_ms = plan->delay_ms ? plan->delay_ms : number ? (int32_t)number : -1;
    } else if (is_key(line, "per_host")) {
        err = lt_ini_number(line, 1, MAX_PER_HOST, diag, &number);
        plan->per_host = plan->per_host ? plan->per_host : (int32_t)number;
    } else {
        return lt_ini_unknown(line, diag);
    }
    return err;
}

static enum lt_err newsletter_key(struct reading *r, const struct lt_ini_line *line, struct lt_diag *diag)
{
    struct lt_newsletter *n = &r->plan->newsletter;
    const struct {
        const char *name, **to;
    } texts[] = {{"form", &n->form},   {"email", &n->email},             {"name", &n->name},   {"extra", &n->extras},
                 {"token", &n->token}, {"token_field", &n->token_field}, {"relay", &n->relay}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is_key(line, texts[i].name)) {
            *texts[i].to = keep(r, line->value);
            return LT_OK;
        }
    if (is_key(line, "key")) {
        enum lt_err err = lt_seal_read_public(keep_path(r, line->value), diag, n->key);
        n->has_key = err == LT_OK;
        return err;
    }
    if (is_key(line, "as")) {
        n->json = lt_bytes_equal(line->value, lt_bytes_of("json"));
        return n->json || lt_bytes_equal(line->value, lt_bytes_of("form"))
                   ? LT_OK
                   : wrong(line, diag, "write form or json", "neither form nor json");
    }
    bool days = is_key(line, "keep_days");
    if (!days && !is_key(line, "token_wait"))
        return lt_ini_unknown(line, diag);
    int64_t number = 0;
    enum lt_err err = lt_ini_number(line, 1, days ? LT_NEWSLETTER_MAX_KEEP_DAYS : LT_NEWSLETTER_MAX_TOKEN_WAIT_S, diag, &number);
    *(days ? &n->keep_days : &n->token_wait_s) = (int32_t)number;
    return err;
}

static enum lt_err take_line(void *self, const struct lt_ini_line *line, struct lt_diag *diag)
{
    static const char prefix[] = "section ", own[] = "source ";
    struct reading *r = self;
    if (lt_bytes_equal(line->section, lt_bytes_of("site")))
        return site_key(r, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("mirror")))
        return mirror_key(r, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("sources")))
        return source_key(r, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("text")))
        return text_key(r, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("pictures")))
        return picture_key(r, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("check")))
        return check_key(r, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("retention")))
        return retention_key(r, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("comments")))
        return comments_key(r, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("fetch")))
        return fetch_key(r, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("newsletter"))) {
        r->newsletter = true;
        return newsletter_key(r, line, diag);
    }
    if (lt_bytes_starts(line->section, own))
        return own_key(r, line, lt_bytes_trim((struct lt_bytes){line->section.data + sizeof own - 1, line->section.size - (sizeof own - 1)}), diag);
    if (!lt_bytes_starts(line->section, prefix))
        return lt_ini_unknown(line, diag);
    struct lt_bytes name = {line->section.data + sizeof prefix - 1, line->section.size - (sizeof prefix - 1)};
    return section_key(r, line, lt_bytes_trim(name), diag);
}

static const void *copy_list(struct lt_arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = lt_arena_array(arena, count, size);
    if (count)
        memcpy(copy, items, count * size);
    return copy;
}

enum lt_err lt_plan_read(const char *path, struct lt_arena *arena, struct lt_diag *diag, struct lt_plan *plan)
{
    const char *slash = strrchr(path, '/');
    struct reading r = {.arena = arena, .plan = plan};
    r.folder = slash ? lt_arena_strndup(arena, path, (size_t)(slash - path) + 1) : "";
    r.title = plan->title;
    r.lang = plan->lang;
    r.url = plan->url;
    r.credit = plan->credit;
    r.licence = plan->licence;
    r.lead = plan->lead;
    enum lt_err err = lt_ini_read(path, take_line, &r, diag);
    if (err == LT_OK && r.newsletter)
        err = lt_newsletter_check(&plan->newsletter, path, diag);
    if (err == LT_OK && plan->carry && !plan->retain_days && !plan->retain_articles && !plan->retain_bytes)
        err = lt_fail(diag, LT_ERR_CONFIG, path, "add 'days' or 'articles' under [retention]",
                      "'carry' without an end: the paper would grow for ever");
    if (err == LT_OK && plan->source_count == 0) {
        plan->sources = copy_list(arena, r.source_list, r.source_count, sizeof *r.source_list);
        plan->source_sections = copy_list(arena, r.fed_list, r.source_count, sizeof *r.fed_list);
        plan->source_count = r.source_count;
    }
    if (err == LT_OK && plan->mirror_count == 0) {
        plan->mirrors = copy_list(arena, r.mirror_list, r.mirror_count, sizeof *r.mirror_list);
        plan->mirror_count = r.mirror_count;
    }
    if (err == LT_OK && plan->section_count == 0) {
        plan->sections = copy_list(arena, r.section_list, r.section_count, sizeof *r.section_list);
        plan->section_count = r.section_count;
    }
    if (err == LT_OK) {
        plan->choices = copy_list(arena, r.choice_list, r.choice_count, sizeof *r.choice_list);
        plan->choice_count = r.choice_count;
    }
    free(r.choice_list);
    free(r.source_list);
    free(r.fed_list);
    free(r.mirror_list);
    free(r.section_list);
    return err;
}
