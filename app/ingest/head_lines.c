/*
 * head_lines.c: a line that only tells who wrote the article, when, and how long it takes to read. Whoever sets the article
 * has that from its metadata.
 */
#include "head_lines.h"

#include "byline.h"
#include "date.h"
#include "plain.h"
#include "tree.h"

#include <lutrin/feed.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    HEAD_MAX_BYTES = 160,
    AROUND_MAX_BYTES = 30, /* around a date: the day of the week, a place, "Updated on" */
    READING_MAX_BYTES = 40,
    PROSE_MIN_BYTES = 100, /* a paragraph with more is text, and what follows it is none of these */
    LINES_MAX = 30,        /* short lines that are looked at */
    DAY_SECONDS = 86400,
};

static const char *const MARKS[] = {"|", "·", "•", "—", " – ", " / "};

/* How much of the text stands before the next mark; the mark's size in *ret_mark. */
static size_t to_mark(const char *text, size_t *ret_mark)
{
    size_t end = strlen(text);
    *ret_mark = 0;
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++) {
        const char *at = strstr(text, MARKS[i]);
        if (at && (size_t)(at - text) < end) {
            end = (size_t)(at - text);
            *ret_mark = strlen(MARKS[i]);
        }
    }
    return end;
}

/* "4 min", "Lesedauer: 4 Min.", "3 minutos de lectura" */
static bool is_reading_time(const char *text)
{
    size_t number = strcspn(text, "0123456789"), unit = number + strspn(text + number, "0123456789");
    bool counted = unit > number;
    unit += strspn(text + unit, " -");
    return counted && strlen(text) <= READING_MAX_BYTES && strncasecmp(text + unit, "min", 3) == 0;
}

static bool is_day(int64_t time, int64_t told)
{
    return told != LT_NO_TIME && llabs(time - told) <= DAY_SECONDS;
}

/* With a full stop, but for that of "a.m.". */
static bool ends_sentence(const char *text)
{
    size_t size = strlen(text);
    return size > 0 && text[size - 1] == '.' && !(size > 3 && strcasecmp(text + size - 3, ".m.") == 0);
}

/* A date of the article's and little more, none of it a sentence. */
static bool is_dated(const char *text, const struct lt_meta *meta, struct lt_arena *arena)
{
    const char *date = lt_date_find(text, arena);
    const char *before = date ? strstr(text, date) : NULL;
    bool numbered = before && strcspn(text, "0123456789") < (size_t)(before - text); /* "9.04 of 3 May 2024" is more than a day */
    if (!date || numbered || strlen(text) > strlen(date) + AROUND_MAX_BYTES || strpbrk(text, "!?\"") || ends_sentence(text))
        return false;
    int64_t time = lt_date_parse(date, NULL);
    return is_day(time, meta->published) || is_day(time, meta->updated);
}

/* A signature of somebody whom the author's line names, too. */
static bool is_by_author(const char *text, const struct lt_meta *meta, struct lt_arena *arena)
{
    const char *names = lt_byline_signed(text, arena);
    return names && meta->author && strstr(meta->author, names);
}

static bool tells_nothing_more(const char *text, const struct lt_meta *meta)
{
    struct lt_arena arena = {0};
    bool head = text[0] != '\0', told = false, more = true;
    for (const char *at = text; head && more;) {
        size_t mark, size = to_mark(at, &mark);
        const char *part = lt_plain_dup((struct lt_bytes){at, size}, &arena);
        bool known = part && (is_dated(part, meta, &arena) || is_by_author(part, meta, &arena));
        told = told || known;
        head = !part || known || is_reading_time(part);
        at += size + mark;
        more = mark > 0;
    }
    lt_arena_finish(&arena);
    return head && told;
}

void lt_head_lines_prune(xmlNode *root, const struct lt_meta *meta)
{
    struct lt_arena arena = {0};
    int lines = 0;
    for (xmlNode *node = root->children, *next; node && lines < LINES_MAX; node = next) {
        next = lt_dom_next(root, node);
        if (lt_dom_tag(node)->kind != LT_TAG_BLOCK || lt_dom_is(node, "td") || lt_dom_holds_block(node))
            continue;
        size_t size = lt_dom_text_size(node, NULL);
        if (size >= PROSE_MIN_BYTES)
            break;
        lines += size > 0;
        if (size == 0 || lt_dom_find(node, "img") || !tells_nothing_more(lt_dom_text_dup(node, HEAD_MAX_BYTES, &arena), meta))
            continue;
        next = lt_dom_over(root, node);
        lt_tree_drop(node);
    }
    lt_arena_finish(&arena);
}
