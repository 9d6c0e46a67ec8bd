/*
 * shown_date.c: the date that a page shows near its title: in an element that is named for it or is a <time>, else in a
 * short line. What stands after the title, and soon, is believed before what stands elsewhere.
 */
#include "shown_date.h"

#include "date.h"
#include "junk.h"
#include "plain.h"
#include "shown.h"

#include <lutrin/feed.h>

#include <stdlib.h>
#include <string.h>

enum {
    LINE_MAX_BYTES = 160,      /* of text around a date; a longer one speaks of the date */
    NAMED_WITHIN_BYTES = 1500, /* of text after the title, for an element named for dates */
    LINE_WITHIN_BYTES = 500,   /* likewise, for a line */
    TITLE_MIN_BYTES = 8,       /* folded: shorter headings stand in many titles */
    TITLE_MAX_BYTES = 1000,
    INNER_MAX = 50,            /* nodes in an element with a date */
    DAY_SECONDS = 86400,
    WEB_SINCE = 631152000,     /* 1990: what a line tells of an earlier day is history, unless it says that it was published then */
};

enum { RANK_NAMED = LT_RANK_GUESS + 2, RANK_LINE = LT_RANK_GUESS + 1 };

static bool is_named(const xmlNode *node)
{
    static const char *const words[] = {"date", "datum", "fecha", "publi", "posted", "time", "release", "meta", NULL};
    return lt_dom_is(node, "time") || lt_shown_holds(lt_dom_attr(node, "class"), words) || lt_shown_holds(lt_dom_attr(node, "id"), words);
}

/* Does the text before a date, or the element's name, say that it is of a change? "Published 3 May, updated 5 May" does not
 * of the first. */
static bool is_update(const xmlNode *node, const char *text, const char *date, struct lt_arena *arena)
{
    static const char *const words[] = {"updat", "modif", "aktualis", "geändert", "stand:", "mis à jour", "actualiz", "aggiorn",
                                        "atualiz", "更新", "تحديث", NULL};
    static const char *const named[] = {"updated", "modified", "update", NULL}, *const first[] = {"published", "entry", NULL};
    const char *at = strstr(text, date), *before = at ? lt_arena_strndup(arena, text, (size_t)(at - text)) : text;
    return lt_shown_holds(before, words) || (lt_dom_named(node, named) && !lt_dom_named(node, first));
}

/* Does the text before the date say that the article was published then? */
static bool is_said(const char *text)
{
    static const char *const words[] = {"published", "posted on", "veröffentlicht", "erschienen", "publié", "mis en ligne", "publicado", "pubblicato",
                                        "gepubliceerd", "opublikowano", "опубликовано", "نُشر", "نشر في", "公開日", "投稿日", "掲載日", NULL};
    return lt_shown_holds(text, words);
}

static void offer(struct lt_shown_dates *dates, const xmlNode *node, bool named, const char *around, const char *date,
                  struct lt_facts *facts)
{
    if (!date || (dates->title && lt_shown_elsewhere(node, dates->title)))
        return;
    if (is_update(node, around, date, facts->arena)) {
        lt_facts_offer(facts, LT_FACT_UPDATED, LT_RANK_GUESS, date);
        lt_facts_offer(facts, LT_FACT_PUBLISHED, LT_RANK_LEAST - 1, date);
    } else if (!named && !is_said(around) && lt_date_parse_day(date, NULL) < WEB_SINCE) {
        return;
    } else if (dates->title && dates->since_title <= (named ? NAMED_WITHIN_BYTES : LINE_WITHIN_BYTES)) {
        lt_facts_offer(facts, LT_FACT_PUBLISHED, named ? RANK_NAMED : RANK_LINE, date);
    } else if (dates->title && (named || is_said(around))) {
        lt_facts_offer(facts, LT_FACT_PUBLISHED, is_said(around) ? LT_RANK_GUESS : LT_RANK_LEAST, date);
    } else if (!dates->title && named) {
        dates->before = (struct lt_shown_at){node, date};
        dates->first = dates->first.date ? dates->first : dates->before;
    }
}

static const char *folded(const char *text, struct lt_arena *arena)
{
    struct lt_buf buf = {0};
    lt_plain_fold(lt_bytes_of(text), &buf);
    const char *kept = lt_arena_strndup(arena, buf.data ? buf.data : "", buf.size);
    lt_buf_finish(&buf);
    return kept;
}

/* Is the heading the page's title? A site's logo often stands as one before it. */
static bool is_title(struct lt_shown_dates *dates, const xmlNode *node, const struct lt_facts *facts)
{
    bool known = facts->page_title && strlen(facts->page_title) <= TITLE_MAX_BYTES;
    if (!dates->page_title)
        dates->page_title = folded(known ? facts->page_title : "", facts->arena);
    const char *heading = folded(lt_dom_text_dup(node, TITLE_MAX_BYTES, facts->arena), facts->arena);
    return strlen(heading) >= TITLE_MIN_BYTES && strstr(dates->page_title, heading);
}

static void see_heading(struct lt_shown_dates *dates, const xmlNode *node, const struct lt_facts *facts)
{
    bool title = is_title(dates, node, facts);
    if (!title && (dates->title || !lt_dom_is(node, "h1")))
        return;
    dates->title = node;
    dates->since_title = 0;
}

/* The machine's form of a date in an element: datetime, or the title of an <abbr>. */
static const char *machine_date(const xmlNode *node)
{
    static const char *const attributes[] = {"datetime", "title"};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const char *told = lt_dom_attr(node, attributes[i]);
        if (told && lt_date_parse_day(told, NULL) != LT_NO_TIME)
            return told;
    }
    return NULL;
}

bool lt_shown_date_told(const struct lt_facts *facts)
{
    return facts->text[LT_FACT_PUBLISHED] && facts->rank[LT_FACT_PUBLISHED] > RANK_NAMED;
}

static void see_element(struct lt_shown_dates *dates, const xmlNode *node, struct lt_facts *facts)
{
    if (lt_dom_tag(node)->kind == LT_TAG_HEADING)
        see_heading(dates, node, facts);
    if (lt_shown_date_told(facts) || !is_named(node))
        return;
    const char *date = machine_date(node), *text = lt_dom_text_dup(node, LINE_MAX_BYTES, facts->arena);
    int nodes = 0;
    for (const xmlNode *inner = node->children; inner && !date && text[0] && nodes++ < INNER_MAX; inner = lt_dom_next(node, inner))
        date = inner->type == XML_ELEMENT_NODE ? machine_date(inner) : NULL;
    date = date ? date : lt_date_find(text, facts->arena);
    if (date && lt_dom_is(node, "time") && !lt_junk_related(node))
        lt_facts_offer(facts, LT_FACT_PUBLISHED, LT_RANK_LEAST - 1, date);
    offer(dates, node, true, text, date, facts);
}

/* The nearest element around a text that stands as a block. */
static const xmlNode *block_of(const xmlNode *node)
{
    const xmlNode *block = node->parent;
    while (block && lt_dom_is_element(block) && lt_tag_is_inline(lt_dom_tag(block)))
        block = block->parent;
    return block;
}

static bool has_digit(const char *text)
{
    for (; *text; text++)
        if ((*text >= '0' && *text <= '9') || (unsigned char)*text == 0xD9 || (unsigned char)*text == 0xDB)
            return true;
    return false;
}

static void see_text(struct lt_shown_dates *dates, const xmlNode *node, struct lt_facts *facts)
{
    const char *text = (const char *)node->content;
    if (!dates->title || !text || lt_dom_tag(node->parent)->kind == LT_TAG_DROP)
        return;
    struct lt_bytes trimmed = lt_bytes_trim(lt_bytes_of(text));
    bool near = dates->since_title <= LINE_WITHIN_BYTES;
    dates->since_title += trimmed.size;
    if (lt_shown_date_told(facts))
        return;
    if (trimmed.size > 0 && trimmed.size <= LINE_MAX_BYTES && has_digit(text) && (near || is_said(text))) {
        const xmlNode *block = block_of(node);
        const char *own = lt_plain_dup(trimmed, facts->arena), *line = block ? lt_dom_text_dup(block, LINE_MAX_BYTES, facts->arena) : "";
        const char *date = own && (line[0] || is_said(text)) ? lt_date_find(own, facts->arena) : NULL;
        offer(dates, node->parent, false, own, date, facts);
    }
}

void lt_shown_date_see(struct lt_shown_dates *dates, const xmlNode *node, struct lt_facts *facts)
{
    if (node->type == XML_ELEMENT_NODE)
        see_element(dates, node, facts);
    else if (node->type == XML_TEXT_NODE)
        see_text(dates, node, facts);
}

void lt_shown_date_end(struct lt_shown_dates *dates, struct lt_facts *facts)
{
    const struct lt_shown_at *at = dates->title ? &dates->before : &dates->first;
    if (at->date && !lt_shown_elsewhere(at->node, dates->title))
        lt_facts_offer(facts, LT_FACT_PUBLISHED, LT_RANK_GUESS, at->date);
}

void lt_shown_date_address(struct lt_facts *facts, const char *url)
{
    const char *day = url ? lt_date_in_address(url, facts->arena) : NULL, *shown = facts->text[LT_FACT_PUBLISHED];
    if (!day || (shown && facts->rank[LT_FACT_PUBLISHED] > RANK_NAMED))
        return;
    int32_t offset = 0;
    int64_t told = shown ? lt_date_parse(shown, &offset) : LT_NO_TIME, from = lt_date_parse(day, NULL);
    if (told == LT_NO_TIME || llabs(told + offset - from) > 2 * DAY_SECONDS)
        lt_facts_offer(facts, LT_FACT_PUBLISHED, RANK_NAMED + 1, day);
}
