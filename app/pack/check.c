/*
 * check.c: whether a bundle may ship. The articles are read one after another as a reader would read them, and set with
 * the ruler that was lent; nothing is painted.
 */
#include <lutrin/check.h>

#include "press.h"

#include <lutrin/pages.h>
#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

enum { NAMES_AT_ONCE = 500, QUOTED_BYTES = 60 };

static const struct {
    const char *name;
    bool forbids;
} KINDS[LT_CHECK_KINDS] = {
    [LT_CHECK_EMPTY] = {"empty", true},       [LT_CHECK_DAMAGED] = {"damaged", true},
    [LT_CHECK_LINK] = {"link", true},         [LT_CHECK_PICTURE] = {"picture", true},
    [LT_CHECK_OVERFULL] = {"overfull", true}, [LT_CHECK_GLYPH] = {"glyph", true},
    [LT_CHECK_TABLE] = {"table", false},      [LT_CHECK_LONG] = {"long", false},
    [LT_CHECK_SHRUNK] = {"shrunk", true},     [LT_CHECK_DUPLICATE] = {"duplicate", false},
    [LT_CHECK_LOST] = {"lost", false},
};

struct name {
    int64_t id;
    uint32_t words;
    uint64_t url_hash; /* of its key; 0: no address */
    uint64_t text_hash;
};

struct names {
    struct name *list; /* by id */
    size_t count, capacity;
};

struct checking {
    const struct lt_check *check;
    const struct lt_check_sink *sink;
    struct lt_bundle *bundle;
    struct lt_tongue *tongue;
    struct names names, base;
    int64_t *pictures; /* ids, ascending */
    size_t picture_count, picture_capacity;
    struct lt_style *styles; /* one a panel */
    size_t glyph_bytes;      /* of what is known to be missing */
    struct lt_check_report report;
};

/* The article that is being looked at. */
struct looking {
    struct checking *c;
    const struct lt_doc *doc;
    struct name *name;
};

const char *lt_check_name(enum lt_check_kind kind)
{
    return (unsigned)kind < LT_CHECK_KINDS ? KINDS[kind].name : "unknown";
}

bool lt_check_forbids(enum lt_check_kind kind)
{
    return (unsigned)kind < LT_CHECK_KINDS && KINDS[kind].forbids;
}

static void find(struct checking *c, enum lt_check_kind kind, int64_t article, const char *title, const char *screen,
                 const char *what)
{
    c->report.found[kind]++;
    if (c->sink && c->sink->found)
        c->sink->found(c->sink->self, &(struct lt_check_finding){kind, article, title, screen, what});
}

static void found_in(const struct looking *l, enum lt_check_kind kind, const char *screen, const char *what)
{
    find(l->c, kind, l->name->id, l->doc ? l->doc->meta.title : "", screen, what);
}

/* Of an article that is not being read now; its title is looked up. */
static void found_of(struct checking *c, enum lt_check_kind kind, int64_t article, const char *what)
{
    struct lt_arena arena = {0};
    const struct lt_bundle_name *name;
    size_t count = 0;
    if (lt_bundle_names(c->bundle, article - 1, 1, &arena, NULL, &name, &count) != LT_OK)
        count = 0;
    find(c, kind, article, count && name->id == article ? name->title : "", "", what);
    lt_arena_finish(&arena);
}

static enum lt_err check_stop(const struct checking *c, struct lt_diag *diag)
{
    if (c->sink && c->sink->stop && c->sink->stop(c->sink->self))
        return lt_fail(diag, LT_ERR_UNAVAILABLE, c->check->bundle, "start it again", "interrupted");
    return LT_OK;
}

/* What there is */

static enum lt_err read_names(struct lt_bundle *bundle, struct names *names, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    size_t count = 1;
    for (int64_t after = 0; err == LT_OK && count > 0;) {
        struct lt_arena arena = {0};
        const struct lt_bundle_name *list;
        err = lt_bundle_names(bundle, after, NAMES_AT_ONCE, &arena, diag, &list, &count);
        for (size_t i = 0; err == LT_OK && i < count; i++) {
            const char *key = lt_press_url_key(list[i].url, &arena);
            names->list = lt_grow(names->list, &names->capacity, names->count + 1, sizeof *names->list);
            names->list[names->count++] =
                (struct name){list[i].id, list[i].words, key[0] ? lt_hash(lt_bytes_of(key), 0) : 0, 0};
            after = list[i].id;
        }
        lt_arena_finish(&arena);
    }
    return err;
}

static struct name *name_of(const struct names *names, int64_t id)
{
    size_t low = 0, high = names->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (names->list[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < names->count && names->list[low].id == id ? &names->list[low] : NULL;
}

static bool has_picture(const struct checking *c, int64_t id)
{
    size_t low = 0, high = c->picture_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->pictures[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->picture_count && c->pictures[low] == id;
}

static enum lt_err check_pictures(struct checking *c, struct lt_diag *diag)
{
    int64_t id = 0;
    enum lt_err err = lt_bundle_next_picture(c->bundle, 0, diag, &id);
    while (err == LT_OK && id) {
        struct lt_buf webp = {0}, what = {0};
        struct lt_diag trouble = {0};
        if (lt_bundle_picture(c->bundle, id, &trouble, &webp) != LT_OK ||
            lt_press_picture_proof(lt_buf_slice(&webp), &trouble) != LT_OK) {
            lt_buf_printf(&what, "%s%lld: %s", lt_bundle_info(c->bundle)->logo.picture == id ? "the logo, picture " : "picture ",
                          (long long)id, trouble.what);
            find(c, LT_CHECK_PICTURE, 0, "", "", what.data);
        }
        lt_buf_finish(&webp);
        lt_buf_finish(&what);
        c->pictures = lt_grow(c->pictures, &c->picture_capacity, c->picture_count + 1, sizeof *c->pictures);
        c->pictures[c->picture_count++] = id;
        c->report.pictures++;
        err = check_stop(c, diag);
        if (err == LT_OK)
            err = lt_bundle_next_picture(c->bundle, id, diag, &id);
    }
    return err;
}

/* A plan's logo that was not good for anything costs the build no more than a note. */
static void check_logo(struct checking *c)
{
    const struct lt_logo *logo = &lt_bundle_info(c->bundle)->logo;
    struct lt_buf what = {0};
    if (logo->kind == LT_LOGO_NONE && c->check->logo)
        lt_buf_printf(&what, "the plan's logo is not in the bundle: it cannot be had or shown: %s", c->check->logo);
    else if (logo->kind != LT_LOGO_NONE && !has_picture(c, logo->picture))
        lt_buf_printf(&what, "the logo, picture %lld, is not there", (long long)logo->picture);
    if (what.size)
        find(c, LT_CHECK_PICTURE, 0, "", "", what.data);
    lt_buf_finish(&what);
}

/* The press wrote down what it had to leave out. */
static void check_lost(struct checking *c)
{
    struct lt_buf what = {0};
    for (const char *line = lt_bundle_info(c->bundle)->lost; *line;) {
        size_t size = strcspn(line, "\n"), number = strcspn(line, " \n");
        lt_buf_clear(&what);
        if (number + 1 < size)
            lt_buf_printf(&what, "a picture could not be had or shown when the bundle was built: %.*s",
                          (int)(size - number - 1), line + number + 1);
        if (what.size)
            found_of(c, LT_CHECK_LOST, strtoll(line, NULL, 10), what.data);
        line += size + (line[size] == '\n');
    }
    lt_buf_finish(&what);
}

/* One article */

static bool has_note(const struct lt_doc *doc, const char *number)
{
    char *end;
    long wanted = strtol(number, &end, 10);
    for (uint32_t i = 0; i < doc->block_count; i++)
        if (doc->blocks[i].role == LT_ROLE_NOTE && doc->blocks[i].number == wanted)
            return true;
    return false;
}

static void check_links(const struct looking *l)
{
    static const char inside[] = "lutrin:article/";
    struct lt_buf what = {0};
    for (uint32_t i = 0; i < l->doc->span_count; i++) {
        const struct lt_span *span = &l->doc->spans[i];
        bool link = span->kind == LT_SPAN_LINK && span->target && lt_bytes_starts(lt_bytes_of(span->target), inside);
        bool dead = link && !name_of(&l->c->names, strtoll(span->target + sizeof inside - 1, NULL, 10));
        if (!dead && !(span->kind == LT_SPAN_NOTE && span->target && !has_note(l->doc, span->target)))
            continue;
        lt_buf_clear(&what);
        lt_buf_printf(&what, "\"%.*s\" leads to %s%s, which is not there", (int)(span->end - span->start),
                      l->doc->text + span->start, dead ? "" : "note ", span->target);
        found_in(l, LT_CHECK_LINK, "", what.data);
    }
    for (uint32_t i = 0; i < l->doc->related_count; i++)
        if (l->doc->related[i].article && !name_of(&l->c->names, l->doc->related[i].article))
            found_in(l, LT_CHECK_LINK, "", "a related article is not there");
    lt_buf_finish(&what);
}

/* Its own pictures are there: an article that lacks one cannot be read at all. */
static void check_related_pictures(const struct looking *l)
{
    for (uint32_t i = 0; i < l->doc->related_count; i++)
        if (l->doc->related[i].picture && !has_picture(l->c, l->doc->related[i].picture))
            found_in(l, LT_CHECK_PICTURE, "", "a related article's picture is not there");
}

static void check_body(const struct looking *l)
{
    const struct name *before = l->c->check->base ? name_of(&l->c->base, l->name->id) : NULL;
    struct lt_buf what = {0};
    bool picture = false;
    for (uint32_t i = 0; i < l->doc->block_count; i++)
        picture = picture || l->doc->blocks[i].picture >= 0;
    l->name->text_hash = l->doc->text_size ? lt_hash((struct lt_bytes){l->doc->text, l->doc->text_size}, 0) : 0;
    if (l->doc->text_size == 0 && !picture)
        found_in(l, LT_CHECK_EMPTY, "", "it has neither text nor picture");
    if (before && l->name->words < before->words / 2) {
        lt_buf_printf(&what, "%u words, where there were %u", (unsigned)l->name->words, (unsigned)before->words);
        found_in(l, LT_CHECK_SHRUNK, "", what.data);
    }
    lt_buf_finish(&what);
}

/* Returns how many lines are too wide. */
static uint32_t check_lines(const struct looking *l, const struct lt_pages *pages, uint32_t page, const char *screen)
{
    uint32_t found = 0;
    const struct lt_line *lines;
    size_t count;
    lt_pages_lines(pages, page, &lines, &count);
    l->c->report.lines += count;
    for (size_t i = 0; i < count; i++) {
        if (!lines[i].overfull)
            continue;
        found++;
        struct lt_buf what = {0};
        struct lt_bytes text = {lines[i].string + lines[i].text.start, lines[i].text.end - lines[i].text.start};
        int size = (int)(text.size < QUOTED_BYTES ? text.size : lt_utf8_floor(text, QUOTED_BYTES));
        lt_buf_printf(&what, "page %u: a line is wider than its measure: %.*s", (unsigned)page + 1, size, text.data);
        found_in(l, LT_CHECK_OVERFULL, screen, what.data);
        lt_buf_finish(&what);
    }
    return found;
}

/* Tables that answer a tap are those that no type fits into the column; each is told on its first page. */
static uint32_t check_tables(const struct looking *l, const struct lt_pages *pages, uint32_t page, const char *screen,
                             uint32_t *last)
{
    const struct lt_page_link *links;
    size_t count;
    uint32_t found = 0;
    lt_pages_links(pages, page, &links, &count);
    for (size_t i = 0; i < count; i++) {
        if (links[i].kind != LT_PAGE_LINK_TABLE || links[i].block == *last)
            continue;
        struct lt_buf what = {0};
        const struct lt_block *table = &l->doc->blocks[links[i].block];
        lt_buf_printf(&what, "page %u: a table of %u columns is too wide for its column", (unsigned)page + 1,
                      (unsigned)table->columns);
        found_in(l, LT_CHECK_TABLE, screen, what.data);
        lt_buf_finish(&what);
        *last = links[i].block;
        found++;
    }
    return found;
}

static void show(const struct looking *l, const struct lt_pages *pages, uint32_t page, size_t panel, const char *screen,
                 uint32_t findings)
{
    const struct lt_check_sink *sink = l->c->sink;
    if (sink && sink->page)
        sink->page(sink->self, &(struct lt_check_page){l->name->id, l->doc->meta.title, screen, page, lt_pages_count(pages),
                                                       pages, &l->c->styles[panel], findings});
}

/* Characters that turned out to have no face while this article was set. */
static void check_glyphs(const struct looking *l, const char *screen)
{
    struct checking *c = l->c;
    const char *missing = c->sink && c->sink->missing ? c->sink->missing(c->sink->self) : "";
    struct lt_bytes rest = lt_bytes_of(missing);
    if (rest.size <= c->glyph_bytes)
        return;
    for (size_t at = c->glyph_bytes; at < rest.size;) {
        size_t size = strcspn(missing + at, "\n");
        struct lt_buf line = {0};
        lt_buf_put(&line, missing + at, size);
        if (size)
            found_in(l, LT_CHECK_GLYPH, screen, line.data);
        lt_buf_finish(&line);
        at += size + 1;
    }
    c->glyph_bytes = rest.size;
}

/* Nothing may be missing without a word. */
static void check_length(const struct looking *l, const struct lt_pages *pages, const char *screen)
{
    struct lt_place place;
    const char *why = lt_pages_left_out(pages, &place);
    if (!why)
        return;
    struct lt_buf what = {0};
    struct lt_bytes text = lt_block_text(l->doc, &l->doc->blocks[place.block]);
    uint32_t from = place.byte < text.size ? place.byte : (uint32_t)text.size;
    text = (struct lt_bytes){text.data + from, text.size - from};
    int size = (int)(text.size < QUOTED_BYTES ? text.size : lt_utf8_floor(text, QUOTED_BYTES));
    lt_buf_printf(&what, "%s; readers miss what begins with: %.*s", why, size, text.data);
    found_in(l, LT_CHECK_LONG, screen, what.data);
    lt_buf_finish(&what);
}

static void check_setting(const struct looking *l, size_t panel)
{
    const struct checking *c = l->c;
    const struct lt_panel *size = &c->check->panels[panel];
    const struct lt_meta *meta = &l->doc->meta;
    struct lt_front_matter front = {.kicker = meta->kicker, .title = meta->title, .standfirst = meta->standfirst,
                                    .byline = meta->author, .lead_picture = meta->lead >= 0};
    struct lt_setting setting = {.doc = l->doc, .front = &front, .style = &c->styles[panel], .ruler = &c->check->ruler,
                                 .tongue = c->tongue, .breaker = LT_BREAKER_TOTAL_FIT};
    struct lt_buf screen = {0};
    struct lt_pages *pages = lt_pages_create(&setting);
    lt_buf_printf(&screen, "%dx%d", (int)size->width_px, (int)size->height_px);
    while (lt_pages_step(pages))
        continue;
    uint32_t last = UINT32_MAX;
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        uint32_t findings = check_lines(l, pages, page, screen.data);
        findings += check_tables(l, pages, page, screen.data, &last);
        show(l, pages, page, panel, screen.data, findings);
    }
    l->c->report.pages += lt_pages_count(pages);
    check_glyphs(l, screen.data);
    check_length(l, pages, screen.data);
    lt_pages_destroy(pages);
    lt_buf_finish(&screen);
}

static void check_article(struct checking *c, struct name *name)
{
    struct lt_arena arena = {0};
    struct lt_diag trouble = {0};
    struct looking l = {.c = c, .name = name};
    if (lt_bundle_article(c->bundle, name->id, &arena, &trouble, &l.doc) == LT_OK) {
        check_body(&l);
        check_links(&l);
        check_related_pictures(&l);
        for (size_t i = 0; i < c->check->panel_count; i++)
            check_setting(&l, i);
    } else {
        l.doc = NULL;
        found_in(&l, LT_CHECK_DAMAGED, "", trouble.what);
    }
    c->report.articles++;
    lt_arena_finish(&arena);
}

static int compare_texts(const void *a, const void *b)
{
    const struct name *one = a, *two = b;
    if (one->text_hash != two->text_hash)
        return one->text_hash < two->text_hash ? -1 : 1;
    return (one->id > two->id) - (one->id < two->id);
}

static int compare_addresses(const void *a, const void *b)
{
    const struct name *one = a, *two = b;
    if (one->url_hash != two->url_hash)
        return one->url_hash < two->url_hash ? -1 : 1;
    return (one->id > two->id) - (one->id < two->id);
}

/* Sorts the names anew: it comes last. */
static void check_duplicates(struct checking *c)
{
    struct lt_buf what = {0};
    for (int pass = 0; pass < 2; pass++) {
        if (c->names.count)
            qsort(c->names.list, c->names.count, sizeof *c->names.list, pass ? compare_addresses : compare_texts);
        for (size_t i = 1; i < c->names.count; i++) {
            const struct name *one = &c->names.list[i - 1], *two = &c->names.list[i];
            uint64_t a = pass ? one->url_hash : one->text_hash, b = pass ? two->url_hash : two->text_hash;
            if (a != b || a == 0)
                continue;
            lt_buf_clear(&what);
            lt_buf_printf(&what, "the same %s as article %lld", pass ? "address" : "text", (long long)one->id);
            found_of(c, LT_CHECK_DUPLICATE, two->id, what.data);
        }
    }
    lt_buf_finish(&what);
}

static enum lt_err read_base(struct checking *c, struct lt_diag *diag)
{
    struct lt_bundle *base;
    enum lt_err err = lt_bundle_open(c->check->base, diag, &base);
    if (err != LT_OK)
        return err;
    err = read_names(base, &c->base, diag);
    lt_bundle_close(base);
    return err;
}

static void prepare(struct checking *c)
{
    const char *missing = c->sink && c->sink->missing ? c->sink->missing(c->sink->self) : "";
    c->styles = lt_alloc(c->check->panel_count + 1, sizeof *c->styles);
    for (size_t i = 0; i < c->check->panel_count; i++)
        lt_style_init(&c->styles[i], &c->check->panels[i], c->check->type_step, &c->check->ruler);
    c->glyph_bytes = strlen(missing); /* faces that are not there are no fault of the bundle's */
}

enum lt_err lt_check_bundle(const struct lt_check *check, const struct lt_check_sink *sink, struct lt_diag *diag,
                            struct lt_check_report *ret_report)
{
    struct checking c = {.check = check, .sink = sink};
    enum lt_err err = lt_bundle_open(check->bundle, diag, &c.bundle);
    if (err != LT_OK)
        return err;
    c.tongue = lt_tongue_create();
    prepare(&c);
    err = lt_press_pictures_start(diag);
    if (err == LT_OK)
        err = read_names(c.bundle, &c.names, diag);
    if (err == LT_OK && check->base)
        err = read_base(&c, diag);
    if (err == LT_OK)
        err = check_pictures(&c, diag);
    if (err == LT_OK) {
        check_logo(&c);
        check_lost(&c);
    }
    for (size_t i = 0; err == LT_OK && i < c.names.count; i++) {
        check_article(&c, &c.names.list[i]);
        if (sink && sink->progress)
            sink->progress(sink->self, "articles checked", (uint32_t)i + 1, (uint32_t)c.names.count);
        err = check_stop(&c, diag);
    }
    if (err == LT_OK)
        check_duplicates(&c);
    if (err == LT_OK)
        *ret_report = c.report;
    lt_tongue_destroy(c.tongue);
    lt_bundle_close(c.bundle);
    free(c.styles);
    free(c.pictures);
    free(c.names.list);
    free(c.base.list);
    return err;
}
