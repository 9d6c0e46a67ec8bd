/*
 * gather.c: sources are read, told apart by their content, and give articles. One broken source or entry costs its own
 * place only.
 */
#include "press.h"

#include <lutrin/export.h>
#include <lutrin/file.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FIRST_ARTICLES = 64 };

struct gathering {
    struct lt_press *press;
    struct lt_diag *diag;
    size_t files_seen;
    const char *url;   /* the address of what is being read; NULL: that of its file */
    const struct lt_choice *choice; /* of the source, or NULL */
    const char *section; /* that the source feeds, or NULL */
    const char *asked; /* the address that was asked for it */
    bool whole;        /* what is being read is no feed: what is short in it is short */
    bool listed;       /* a list of feeds is being gone through; those in it are not */
};

static bool is_address(const char *source)
{
    struct lt_bytes text = lt_bytes_of(source);
    return lt_bytes_starts(text, "http://") || lt_bytes_starts(text, "https://");
}

enum lt_err lt_press_hint_address(const char *source, enum lt_err err, struct lt_diag *diag)
{
    struct lt_diag said = diag ? *diag : (struct lt_diag){0};
    bool name = strchr(source, '.') && !strchr(source, ' ') && source[0] != '.' && source[0] != '/' && source[0] != '-';
    if (err != LT_ERR_NO_INPUT || !name || !diag)
        return err;
    return lt_fail(diag, err, source, "if it is a site, its address begins with https://", "%s", said.what);
}

/* The first failed source is kept back: if nothing comes of the others it is the error of the whole. */
static void source_failed(struct lt_press *press, const char *source, const struct lt_diag *diag)
{
    press->report.failures++;
    if (press->first_failure.err == LT_OK) {
        press->first_failure = *diag;
        if (!press->first_failure.where[0])
            lt_fail(&press->first_failure, diag->err, source, diag->hint, "%s", diag->what);
        return;
    }
    lt_press_note(press, LT_PACK_SOURCE_FAILED, source, diag->what);
}

/* A string of the press's own; NULL stays NULL. */
static const char *keep(struct lt_press *press, const char *text)
{
    return lt_arena_strdup(&press->arena, text);
}

static void add_tag(struct lt_press *press, struct lt_press_article *article, const char *tag)
{
    if (tag && tag[0])
        lt_press_add_tag(article, keep(press, tag), &press->arena);
}

/* Twice the room, in slices, so that old and new do not lie in memory at once. */
static void make_room(struct lt_press *press)
{
    if (press->article_count < press->article_capacity)
        return;
    size_t capacity = press->article_capacity ? press->article_capacity * 2 : FIRST_ARTICLES;
    struct lt_press_article *articles = lt_arena_array(&press->arena, capacity, sizeof *articles);
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press))
        articles[i] = press->articles[i];
    press->articles = articles;
    press->article_capacity = capacity;
}

struct lt_press_article *lt_press_add_article(struct lt_press *press, const struct lt_doc *doc, const char *source,
                                              const char *section)
{
    make_room(press);
    struct lt_press_article *article = &press->articles[press->article_count];
    doc = lt_press_copy_doc(doc, &press->docs, &press->arena);
    *article = (struct lt_press_article){.doc = doc, .related_from = doc, .meta = doc->meta, .summary = "", .other_key = "",
                                         .source = lt_arena_strdup(&press->arena, source), .fed_section = section,
                                         .words = lt_doc_words(doc), .text_size = doc->text_size, .order = press->article_count};
    press->article_count++;
    article->key = lt_press_url_key(doc->meta.url, &press->arena);
    if (lt_press_is_invented(article->meta.url))
        article->meta.url = "";
    if (doc->meta.lead >= 0)
        article->lead = doc->pictures[doc->meta.lead];
    return article;
}

static const char *plain_text(struct lt_bytes html, bool whole, struct lt_arena *arena)
{
    struct lt_buf buf = {0};
    if (html.size == 0)
        return "";
    lt_html_text(html, &buf);
    struct lt_bytes text = lt_bytes_trim(lt_buf_slice(&buf));
    const char *kept = lt_arena_strndup(arena, text.size ? text.data : "", text.size);
    if (!whole && text.size)
        kept = lt_teaser_trim(kept, arena);
    lt_buf_finish(&buf);
    return kept;
}

static const char *address_of(const struct gathering *g, const char *path)
{
    return g->url ? g->url : lt_press_mirror_url(g->press->mirrors, path, &g->press->arena);
}

/* `title` is the feed's, kept. */
static void gather_entry(struct gathering *g, const char *path, const struct lt_feed *feed, const char *title,
                         const struct lt_entry *entry)
{
    struct lt_press *press = g->press;
    struct lt_arena scratch = {0};
    struct lt_diag diag = {0};
    const struct lt_doc *doc;
    if (lt_entry_doc_chosen(feed, entry, g->choice, &scratch, &diag, &doc) != LT_OK) {
        press->report.failures++;
        lt_press_note(press, LT_PACK_ENTRY_FAILED, entry->title ? entry->title : path, diag.what);
        lt_arena_finish(&scratch);
        return;
    }
    struct lt_press_article *article = lt_press_add_article(press, doc, path, g->section);
    article->guid = keep(press, entry->id);
    article->choice = g->choice;
    article->comments = lt_press_keep_comments(&entry->thread, &press->arena);
    article->comments_feed = keep(press, entry->comments_feed);
    article->feed_title = title;
    article->whole = g->whole;
    article->summary = plain_text(lt_entry_own_words(feed, entry, entry->summary), entry->summary_whole, &press->arena);
    for (size_t i = 0; i < entry->category_count; i++)
        add_tag(press, article, entry->categories[i]);
    lt_arena_finish(&scratch);
}

/* A feed on its way in. */
struct feeding {
    struct gathering *g;
    const char *path;
    const char *title; /* the feed's, kept; NULL: it says none, or nothing was read of it yet */
};

/* The first feed that has a title speaks for the whole. */
static void introduce(struct feeding *f, const struct lt_feed *feed)
{
    struct lt_press *press = f->g->press;
    if (!f->title)
        f->title = keep(press, feed->title);
    if (!press->feed_title[0] && f->title) {
        press->feed_title = f->title;
        press->feed_lang = feed->lang ? keep(press, feed->lang) : "";
        press->feed_url = feed->link && !lt_press_is_invented(feed->link) ? keep(press, feed->link) : "";
    }
}

static enum lt_err take_entry(void *self, const struct lt_feed *feed, const struct lt_entry *entry, struct lt_diag *diag)
{
    struct feeding *f = self;
    struct lt_press *press = f->g->press;
    introduce(f, feed);
    if (press->article_count >= LT_PACK_MAX_ARTICLES)
        return lt_fail(diag, LT_ERR_LIMIT, f->path, NULL, "more than %d articles", LT_PACK_MAX_ARTICLES);
    if (!entry->comment_on)
        gather_entry(f->g, f->path, feed, f->title, entry);
    lt_press_progress(press, "articles read", press->article_count, 0);
    return lt_press_check_stop(press, diag);
}

/* Of a feed that turns out to be broken, nothing stays. */
static enum lt_err gather_feed(struct gathering *g, const char *path, struct lt_bytes data, struct lt_diag *diag)
{
    struct lt_arena scratch = {0};
    const struct lt_feed *feed;
    struct feeding feeding = {.g = g, .path = path};
    const struct lt_feed_taker taker = {&feeding, take_entry};
    size_t before = g->press->article_count;
    enum lt_err err = lt_feed_read(data, address_of(g, path), &taker, &scratch, diag, &feed);
    if (err == LT_OK)
        introduce(&feeding, feed);
    else
        g->press->article_count = before;
    if (err == LT_OK && feed->entry_count == 0 && feed->held_back > 0)
        err = lt_fail(diag, LT_ERR_DATA, path, "publish some first", "all that is in it (%zu) is a draft, private or for members only",
                      feed->held_back);
    lt_arena_finish(&scratch);
    return err;
}

/* Where the page goes on, if it does. */
static void note_next(struct gathering *g, struct lt_press_article *article, struct lt_bytes data, const char *url,
                      const struct lt_html_page *page)
{
    const char *own = article->meta.url[0] ? article->meta.url : url;
    const char *next = own ? lt_html_next(data, url ? url : own, &g->press->arena) : NULL;
    if (!next || (!lt_press_goes_on(own, next, 2) && !(url && lt_press_goes_on(url, next, 2))))
        return;
    article->next = next;
    article->page_url = lt_press_goes_on(own, next, 2) ? own : url;
    article->html = keep(g->press, page->html);
}

/* A page is asked for its own address first; only one that has none is given the invented one. */
static enum lt_err extract(const struct gathering *g, struct lt_bytes data, const char *url, struct lt_arena *arena,
                           struct lt_diag *diag, struct lt_html_page *ret_page)
{
    bool invented = url && lt_press_is_invented(url);
    enum lt_err err = lt_html_extract_chosen(data, invented ? NULL : url, g->choice, arena, diag, ret_page);
    if (err == LT_OK && invented && !ret_page->doc->meta.url[0])
        err = lt_html_extract_chosen(data, url, g->choice, arena, diag, ret_page);
    return err;
}

static void add_page(struct gathering *g, const char *path, struct lt_bytes data, const char *url,
                     const struct lt_html_page *page)
{
    struct lt_press *press = g->press;
    struct lt_press_article *article = lt_press_add_article(press, page->doc, path, g->section);
    if (article->key[0] == '\0' && url)
        article->key = lt_press_url_key(url, &press->arena);
    else if (url)
        article->other_key = lt_press_url_key(g->asked ? g->asked : url, &press->arena);
    if (page->canonical)
        article->own_key = lt_press_url_key(page->canonical, &press->arena);
    article->choice = g->choice;
    if (page->unchosen)
        lt_press_note(press, LT_PACK_WARNING, path, "nothing in it is what `keep` says; its article was looked for");
    article->comments = lt_press_keep_comments(&page->comments, &press->arena);
    note_next(g, article, data, url, page);
    add_tag(press, article, page->doc->meta.kicker);
    lt_press_progress(press, "articles read", press->article_count, 0);
}

static enum lt_err gather_page(struct gathering *g, const char *path, struct lt_bytes data, struct lt_diag *diag)
{
    struct lt_arena scratch = {0};
    struct lt_html_page page;
    const char *url = address_of(g, path);
    if (g->press->article_count >= LT_PACK_MAX_ARTICLES)
        return lt_fail(diag, LT_ERR_LIMIT, path, NULL, "more than %d articles", LT_PACK_MAX_ARTICLES);
    enum lt_err err = extract(g, data, url, &scratch, diag, &page);
    if (err == LT_OK)
        add_page(g, path, data, url, &page);
    lt_arena_finish(&scratch);
    return err;
}

static void gather_source(struct gathering *g, const char *source);

/* A list of feeds stands for the feeds in it. */
static enum lt_err gather_list(struct gathering *g, struct lt_bytes data, struct lt_diag *diag)
{
    const struct lt_feed_list *list;
    enum lt_err err = lt_opml_parse(data, &g->press->arena, diag, &list);
    if (err != LT_OK)
        return err;
    for (size_t i = 0; i < list->feed_count; i++)
        if (!lt_press_mirror_path(g->press->mirrors, list->feeds[i].url, &g->press->arena))
            lt_press_want(g->press, list->feeds[i].url, LT_FEED_MAX_BYTES);
    err = lt_press_fetch(g->press, "sources fetched", diag);
    g->listed = true;
    for (size_t i = 0; err == LT_OK && i < list->feed_count; i++) {
        gather_source(g, list->feeds[i].url);
        err = lt_press_check_stop(g->press, diag);
    }
    g->listed = false;
    return err;
}

/* Reads one file. In a folder, files of other kinds are passed over in silence. What was fetched is called by its
 * address. */
static void gather_file(struct gathering *g, const char *path, bool named)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    const char *name = g->asked ? g->asked : path;
    enum lt_err err = lt_file_read(path, LT_FEED_MAX_BYTES, &diag, &data);
    enum lt_source_kind kind = err == LT_OK ? lt_source_sniff(lt_buf_slice(&data)) : LT_SOURCE_UNKNOWN;
    g->whole = kind != LT_SOURCE_FEED && kind != LT_SOURCE_JSON_FEED;
    if (err == LT_OK && lt_source_gives_entries(kind))
        err = gather_feed(g, name, lt_buf_slice(&data), &diag);
    else if (err == LT_OK && kind == LT_SOURCE_OPML && !g->listed)
        err = gather_list(g, lt_buf_slice(&data), &diag);
    else if (err == LT_OK && kind == LT_SOURCE_HTML)
        err = gather_page(g, name, lt_buf_slice(&data), &diag);
    else if (err == LT_OK && named)
        err = lt_fail(&diag, LT_ERR_DATA, name, "give a feed or a list of feeds, a web page, an export, Markdown or a book",
                      data.size ? "of no known kind" : "the file is empty");
    if (err != LT_OK)
        source_failed(g->press, name, &diag);
    lt_buf_finish(&data);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted by bytes, hidden ones left out; each on the heap, the list too. */
static char **list_folder(const char *path, size_t *ret_count)
{
    char **names = NULL;
    size_t count = 0, capacity = 0;
    const struct dirent *entry;
    DIR *dir = opendir(path);
    if (!dir)
        return NULL;
    while (count < LT_PRESS_MAX_FOLDER_FILES && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        names = lt_grow(names, &capacity, count + 1, sizeof *names);
        names[count++] = lt_strdup(entry->d_name);
    }
    closedir(dir);
    if (count)
        qsort(names, count, sizeof *names, compare_names);
    *ret_count = count;
    return names ? names : lt_alloc(1, sizeof *names);
}

static void gather_folder(struct gathering *g, const char *path, int depth)
{
    struct lt_diag diag = {0};
    size_t count = 0;
    char **names = depth < LT_PACK_MAX_FOLDER_DEPTH ? list_folder(path, &count) : NULL;
    if (!names) {
        if (depth < LT_PACK_MAX_FOLDER_DEPTH)
            lt_fail_errno(&diag, LT_ERR_NO_INPUT, path, errno, "cannot read the folder");
        else
            lt_fail(&diag, LT_ERR_LIMIT, path, NULL, "folders nested more than %d deep", LT_PACK_MAX_FOLDER_DEPTH);
        source_failed(g->press, path, &diag);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct lt_buf name = {0};
        struct stat st;
        lt_buf_printf(&name, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/", names[i]);
        if (lt_press_check_stop(g->press, NULL) == LT_OK && g->files_seen++ < LT_PRESS_MAX_FOLDER_FILES && lstat(name.data, &st) == 0) {
            if (S_ISDIR(st.st_mode))
                gather_folder(g, name.data, depth + 1);
            else if (S_ISREG(st.st_mode))
                gather_file(g, name.data, false);
        }
        lt_buf_finish(&name);
        free(names[i]);
    }
    free(names);
}

/* The folder that holds a file, so that what lies beside it can be found. */
static void add_folder_of(struct lt_press *press, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? lt_strdup(path) : lt_strdup(".");
    if (slash)
        folder[slash - path + (slash == path)] = '\0';
    lt_press_mirrors_add_folder(press->mirrors, folder);
    free(folder);
}

/* What stands at an address that no mirror has. */
static void gather_fetched(struct gathering *g, const char *url)
{
    struct lt_press *press = g->press;
    struct lt_diag diag = {0};
    const char *path, *why;
    enum lt_err err = lt_press_locate(press, url, &press->arena, &path, &g->url, &why);
    g->asked = url;
    if (err == LT_OK) {
        gather_file(g, path, true);
    } else {
        lt_fail(&diag, err, url, press->plan->offline ? "run it once without --offline" : NULL, "cannot fetch: %s",
                why ? why : "no address that can be fetched");
        source_failed(press, url, &diag);
    }
    g->url = g->asked = NULL;
}

static void gather_source(struct gathering *g, const char *source)
{
    struct lt_press *press = g->press;
    struct lt_diag diag = {0};
    struct stat st;
    const char *path = source;
    if (is_address(source)) {
        path = lt_press_mirror_path(press->mirrors, source, &press->arena);
        if (!path) {
            gather_fetched(g, source);
            return;
        }
    }
    if (stat(path, &st) != 0) {
        lt_fail_errno(&diag, LT_ERR_NO_INPUT, path, errno, "cannot read");
        lt_press_hint_address(source, LT_ERR_NO_INPUT, &diag);
        source_failed(press, source, &diag);
    } else if (S_ISDIR(st.st_mode)) {
        lt_press_mirrors_add_folder(press->mirrors, path);
        gather_folder(g, path, 0);
    } else {
        add_folder_of(press, path);
        gather_file(g, path, true);
    }
}

enum lt_err lt_press_gather_page(struct lt_press *press, const char *url, const struct lt_choice *choice,
                                 struct lt_diag *diag)
{
    struct gathering g = {.press = press, .diag = diag, .asked = url, .choice = choice};
    struct lt_buf data = {0};
    const char *path, *why;
    enum lt_err err = lt_press_locate(press, url, &press->arena, &path, &g.url, &why);
    if (err != LT_OK)
        return lt_fail(diag, err, url, why && strcmp(why, "not found") == 0 ? "not looked for" : NULL, "%s",
                       why ? why : "not found");
    err = lt_file_read(path, LT_PAGE_MAX_BYTES, diag, &data);
    if (err == LT_OK)
        err = gather_page(&g, url, lt_buf_slice(&data), diag);
    if (err == LT_OK)
        press->articles[press->article_count - 1].filled = true;
    lt_buf_finish(&data);
    return err;
}

static const struct lt_choice *choice_of(const struct lt_plan *plan, const char *source)
{
    for (size_t i = 0; i < plan->choice_count; i++)
        if (strcmp(plan->choices[i].source, source) == 0)
            return &plan->choices[i].choice;
    return plan->choice.keep || plan->choice.drop ? &plan->choice : NULL;
}

static enum lt_err gather_all(struct gathering *g, struct lt_diag *diag)
{
    const struct lt_plan *plan = g->press->plan;
    for (size_t i = 0; i < plan->source_count; i++)
        if (is_address(plan->sources[i]))
            lt_press_want(g->press, plan->sources[i], LT_FEED_MAX_BYTES);
    enum lt_err err = lt_press_fetch(g->press, "sources fetched", diag);
    for (size_t i = 0; err == LT_OK && i < plan->source_count; i++) {
        g->choice = choice_of(plan, plan->sources[i]);
        g->section = plan->source_sections ? plan->source_sections[i] : NULL;
        gather_source(g, plan->sources[i]);
        err = lt_press_check_stop(g->press, diag);
    }
    return err;
}

enum lt_err lt_press_gather(struct lt_press *press, struct lt_diag *diag)
{
    struct gathering g = {.press = press, .diag = diag};
    enum lt_err err = gather_all(&g, diag);
    if (err != LT_OK)
        return err;
    const struct lt_diag *first = &press->first_failure;
    if (press->article_count == 0 && first->err != LT_OK)
        return lt_fail(diag, first->err, first->where, first->hint, "%s", first->what);
    if (press->article_count == 0)
        return lt_fail(diag, LT_ERR_DATA, press->plan->source_count == 1 ? press->plan->sources[0] : NULL,
                       "give a feed, a web page, an export, or a folder that holds some", "no article found");
    if (first->err != LT_OK)
        lt_press_note(press, LT_PACK_SOURCE_FAILED, first->where, first->what);
    return LT_OK;
}
