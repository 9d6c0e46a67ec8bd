/*
 * build.c: the press from end to end: gather, merge, order, weave, write.
 */
#include "cache.h"
#include "press.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void lt_press_note(struct lt_press *press, enum lt_pack_note_kind kind, const char *where, const char *what)
{
    if (press->sink && press->sink->note)
        press->sink->note(press->sink->self, kind, where, what);
}

void lt_press_rest(const struct lt_press *press)
{
    if (press->work && ++press->work->done % LT_PRESS_REST_EVERY == 0)
        lt_spill_rest(press->spill);
}

void lt_press_progress(struct lt_press *press, const char *stage, size_t done, size_t total)
{
    lt_press_rest(press);
    if (press->sink && press->sink->progress)
        press->sink->progress(press->sink->self, stage, (uint32_t)done, (uint32_t)total);
}

enum lt_err lt_press_check_stop(const struct lt_press *press, struct lt_diag *diag)
{
    const struct lt_pack_sink *sink = press->sink;
    lt_press_rest(press);
    if (sink && sink->stop && sink->stop(sink->self))
        return lt_fail(diag, LT_ERR_UNAVAILABLE, press->plan->output, "start it again", "interrupted");
    return LT_OK;
}

static const char *first_of(const char *a, const char *b, const char *c)
{
    return a && a[0] ? a : b && b[0] ? b : c;
}

/* The time of the edition: the plan's, SOURCE_DATE_EPOCH's, or the newest article's. Never the clock's. */
static int64_t created(const struct lt_press *press)
{
    if (press->plan->created != LT_NO_TIME)
        return press->plan->created;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end;
    if (epoch && epoch[0]) {
        long long time = strtoll(epoch, &end, 10);
        if (*end == '\0' && time > INT64_C(-377705116800) && time < INT64_C(253402300799))
            return time;
    }
    int64_t newest = LT_NO_TIME;
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press))
        if (press->articles[i].meta.published > newest)
            newest = press->articles[i].meta.published;
    return newest != LT_NO_TIME ? newest : 0;
}

static const char *credit_line(const struct lt_plan *plan, struct lt_arena *arena)
{
    const char *credit = first_of(plan->credit, NULL, ""), *licence = first_of(plan->licence, NULL, "");
    return lt_arena_printf(arena, "%s%s%s", credit, credit[0] && licence[0] ? " · " : "", licence);
}

/* The settings of the newsletter as they travel; NULL: there are none. */
static const char *newsletter_text(const struct lt_plan *plan, struct lt_arena *arena)
{
    struct lt_buf text = {0};
    if (!plan->newsletter.form && !plan->newsletter.relay)
        return NULL;
    lt_newsletter_put(&plan->newsletter, &text);
    const char *copy = lt_arena_strndup(arena, text.data, text.size);
    lt_buf_finish(&text);
    return copy;
}

static struct lt_bundle_head make_head(const struct lt_press *press, struct lt_arena *arena)
{
    const struct lt_plan *plan = press->plan;
    const struct lt_meta *newest = &press->articles[press->newest].meta;
    struct lt_bundle_head head = {
        .title = lt_press_called(press, arena),
        .lang = first_of(plan->lang, press->feed_lang, newest->lang),
        .url = first_of(plan->url, press->feed_url, ""),
        .credit = credit_line(plan, arena),
        .newsletter = newsletter_text(plan, arena),
        .accent = plan->accent,
        .created = created(press),
        .utc_offset = plan->utc_offset ? plan->utc_offset : newest->utc_offset,
        .last_article = press->base ? lt_press_base_last_article(press->base) : 0,
        .sections = press->sections,
        .section_count = press->section_count,
    };
    return head;
}

/* Prepares the article's lead: the source's own, or else its first figure that is good. */
static enum lt_err prepare_lead(struct lt_press_plates *plates, struct lt_press_article *article, struct lt_diag *diag)
{
    const struct lt_doc *doc = article->doc;
    struct lt_press_plate plate = {0};
    enum lt_err err = article->lead.url ? lt_press_plate(plates, article, article->lead.url, diag, &plate) : LT_OK;
    for (uint32_t i = 0; err == LT_OK && plate.id == 0 && i < doc->block_count; i++) {
        const struct lt_block *block = &doc->blocks[i];
        if (block->role != LT_ROLE_FIGURE || block->picture < 0 || !doc->pictures[block->picture].url)
            continue;
        article->lead = doc->pictures[block->picture];
        err = lt_press_plate(plates, article, article->lead.url, diag, &plate);
    }
    article->lead_id = plate.id;
    return err;
}

/* All pictures of an article, its figures too. */
static enum lt_err prepare_all(struct lt_press_plates *plates, struct lt_press_article *article, struct lt_diag *diag)
{
    const struct lt_doc *doc = article->doc;
    struct lt_press_plate plate;
    enum lt_err err = prepare_lead(plates, article, diag);
    for (uint32_t i = 0; err == LT_OK && i < doc->block_count; i++)
        if (doc->blocks[i].picture >= 0 && doc->pictures[doc->blocks[i].picture].url)
            err = lt_press_plate(plates, article, doc->pictures[doc->blocks[i].picture].url, diag, &plate);
    return err;
}

/* Every lead is prepared before any article is written: the cards of related articles show them. Where pictures are
 * rationed, the newest articles are served first. */
static enum lt_err prepare_leads(struct lt_press *press, struct lt_press_plates *plates, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    for (size_t i = 0; err == LT_OK && i < press->article_count; i++) {
        if (press->plan->picture_budget)
            err = prepare_all(plates, &press->articles[press->article_count - 1 - i], diag);
        else
            err = prepare_lead(plates, &press->articles[i], diag);
        lt_press_progress(press, "leads prepared", i + 1, press->article_count);
        err = err == LT_OK ? lt_press_check_stop(press, diag) : err;
    }
    return err;
}

static const char *join_tags(const struct lt_press_article *article, struct lt_arena *arena)
{
    struct lt_buf tags = {0};
    for (size_t i = 0; i < article->tag_count; i++)
        lt_buf_printf(&tags, "%s%s", i ? "\n" : "", lt_press_nfc(article->tags[i], arena));
    const char *kept = tags.size ? lt_arena_strndup(arena, tags.data, tags.size) : "";
    lt_buf_finish(&tags);
    return kept;
}

/* One article into the bundle. What is wrong with it alone is noted; only the bundle's own trouble is returned. */
static enum lt_err write_article(struct lt_press *press, struct lt_press_plates *plates, struct lt_bundle_writer *writer,
                                 const struct lt_press_article *article, struct lt_diag *diag)
{
    struct lt_arena arena = {0};
    struct lt_bundle_article_row row = {.id = article->id, .slug = article->slug, .section = article->section,
                                        .rank = article->rank, .comments = article->comments};
    row.tags = join_tags(article, &arena);
    enum lt_err err = lt_press_weave(press, article, plates, &arena, diag, &row.doc);
    if (err == LT_OK)
        err = lt_bundle_add_article(writer, &row, diag);
    if (err == LT_OK)
        press->report.articles++;
    press->report.comments += err == LT_OK ? (uint32_t)row.comments.count : 0;
    lt_arena_finish(&arena);
    if (err != LT_ERR_DATA && err != LT_ERR_LIMIT)
        return err;
    press->report.failures++;
    lt_press_note(press, LT_PACK_ENTRY_FAILED, article->meta.title, diag->what);
    return LT_OK;
}

static enum lt_err write_bundle(struct lt_press *press, struct lt_diag *diag)
{
    struct lt_bundle_head head = make_head(press, &press->arena);
    struct lt_bundle_writer *writer = NULL;
    enum lt_err err = lt_bundle_create(press->plan->output, &head, diag, &writer);
    if (err != LT_OK)
        return err;
    struct lt_press_plates *plates = lt_press_plates_create(press, writer);
    err = lt_press_put_logo(press, plates, writer, diag);
    if (err == LT_OK)
        err = prepare_leads(press, plates, diag);
    for (size_t i = 0; err == LT_OK && i < press->article_count; i++) {
        err = write_article(press, plates, writer, &press->articles[i], diag);
        lt_press_progress(press, "articles written", i + 1, press->article_count);
        err = err == LT_OK ? lt_press_check_stop(press, diag) : err;
    }
    lt_press_plates_destroy(plates);
    if (err == LT_OK && press->report.articles == 0)
        err = lt_fail(diag, LT_ERR_DATA, press->plan->output, NULL, "no article could be kept");
    if (err == LT_OK)
        return lt_bundle_finish(writer, diag);
    lt_bundle_discard(writer);
    return err;
}

static void forget(const struct lt_plan *plan)
{
    struct lt_press_cache *cache;
    if (!plan->forget_days || lt_press_cache_open(plan->cache, NULL, &cache) != LT_OK)
        return;
    lt_press_cache_forget(cache, plan->forget_days);
    lt_press_cache_close(cache);
}

/* Known before the work begins: fetching may take hours. */
static enum lt_err check_output(const char *output, struct lt_diag *diag)
{
    const char *slash = strrchr(output, '/');
    char *folder = slash ? lt_strdup(output) : lt_strdup(".");
    if (slash)
        folder[slash - output + (slash == output)] = '\0';
    enum lt_err err = access(folder, W_OK | X_OK) == 0
                          ? LT_OK
                          : lt_fail_errno(diag, LT_ERR_CANT_CREATE, output, errno, "cannot create");
    free(folder);
    return err;
}

static bool is_source(const struct lt_plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->source_count; i++)
        if (strcmp(plan->sources[i], name) == 0)
            return true;
    return false;
}

static enum lt_err check_plan(const struct lt_plan *plan, struct lt_diag *diag)
{
    struct stat st;
    if (!plan->output || !plan->output[0])
        return lt_fail(diag, LT_ERR_USAGE, NULL, "give -o OUT.lutrin", "no name for the bundle");
    if (plan->source_count == 0)
        return lt_fail(diag, LT_ERR_USAGE, NULL, "give files or folders, or a plan that names some", "no sources");
    for (size_t i = 0; i < plan->mirror_count; i++)
        if (stat(plan->mirrors[i].folder, &st) != 0 || !S_ISDIR(st.st_mode))
            return lt_fail(diag, LT_ERR_NO_INPUT, plan->mirrors[i].folder, NULL, "the mirror of %s is no folder",
                           plan->mirrors[i].url);
    for (size_t i = 0; i < plan->choice_count; i++)
        if (!is_source(plan, plan->choices[i].source))
            return lt_fail(diag, LT_ERR_CONFIG, plan->choices[i].where, "name it as it stands among the sources",
                           "[source %s] is none of the sources", plan->choices[i].source);
    return check_output(plan->output, diag);
}

/* An article that does not say what it speaks speaks what its text is like, else what the plan says, unless that runs the other
 * way. */
static void settle_languages(struct lt_press *press)
{
    struct lt_press_tongue *tongue = NULL;
    const char *usual = first_of(press->plan->lang, press->feed_lang, NULL);
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        struct lt_press_article *article = &press->articles[i];
        if (article->meta.lang[0] || article->carried)
            continue;
        tongue = tongue ? tongue : lt_press_tongue_create();
        const char *lang = lt_press_tongue_of(tongue, article->doc, usual, &press->arena);
        if (lang)
            article->meta.rtl = lt_lang_is_rtl(lang);
        else
            lang = press->plan->lang;
        if (lang && lang[0] && lt_lang_is_rtl(lang) == article->meta.rtl)
            article->meta.lang = lang;
    }
    lt_press_tongue_destroy(tongue);
}

enum lt_err lt_pack_build(const struct lt_plan *plan, const struct lt_pack_sink *sink, struct lt_diag *diag,
                          struct lt_pack_report *ret_report)
{
    struct lt_press_work work = {0};
    struct lt_press press = {.plan = plan, .sink = sink, .work = &work, .feed_title = "", .feed_lang = "", .feed_url = ""};
    struct stat st;
    enum lt_err err = check_plan(plan, diag);
    if (err == LT_OK)
        err = lt_press_pictures_start(diag);
    if (err == LT_OK)
        err = lt_spill_create(plan->output, diag, &press.spill);
    if (err != LT_OK)
        return err;
    press.arena.source = press.docs.source = lt_spill_source(press.spill);
    press.mirrors = lt_press_mirrors_create(plan);
    press.errands = lt_press_errands_create(&press);
    if (plan->base)
        err = lt_press_base_open(plan->base, diag, &press.base);
    if (err == LT_OK)
        err = lt_press_gather(&press, diag);
    if (err == LT_OK)
        err = lt_press_fill(&press, diag);
    if (err == LT_OK) {
        lt_press_merge(&press);
        err = lt_press_carry(&press, diag);
    }
    if (err == LT_OK) {
        settle_languages(&press);
        lt_press_retain(&press, created(&press));
        if (press.article_count == 0)
            err = lt_fail(diag, LT_ERR_DATA, plan->output, "look at [retention] in the plan", "every article is too old");
    }
    if (err == LT_OK)
        err = lt_press_comments(&press, diag);
    if (err == LT_OK) {
        err = lt_press_order(&press, diag);
        if (err == LT_OK)
            err = lt_press_relate(&press, diag);
        lt_press_want_pictures(&press);
        lt_press_want_logo(&press);
    }
    if (err == LT_OK)
        err = lt_press_fetch(&press, "pictures fetched", diag);
    if (err == LT_OK)
        err = write_bundle(&press, diag);
    if (err == LT_OK && stat(plan->output, &st) == 0)
        press.report.bytes = st.st_size;
    if (err == LT_OK) {
        forget(plan);
        *ret_report = press.report;
    }
    lt_press_errands_destroy(press.errands);
    lt_press_mirrors_destroy(press.mirrors);
    lt_press_base_close(press.base);
    lt_bundle_close(press.carried_from);
    free(press.keys);
    lt_arena_finish(&press.arena);
    lt_arena_finish(&press.docs);
    lt_spill_destroy(press.spill);
    return err;
}
