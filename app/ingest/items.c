/*
 * items.c: entries put together field by field, each field tamed on its way in.
 */
#include "items.h"

#include "plain.h"

#include <string.h>

enum lt_err lt_items_add(struct lt_items *items, struct lt_entry **ret_entry)
{
    if (items->feed.entry_count >= LT_FEED_MAX_ENTRIES)
        return lt_fail(items->diag, LT_ERR_LIMIT, items->url, "split it", "more than %d entries", LT_FEED_MAX_ENTRIES);
    items->entries = lt_grow(items->entries, &items->capacity, items->count + 1, sizeof *items->entries);
    items->feed.entry_count++;
    *ret_entry = &items->entries[items->count++];
    **ret_entry = (struct lt_entry){.published = LT_NO_TIME, .updated = LT_NO_TIME, .comment_count = -1};
    return LT_OK;
}

void lt_items_head_done(struct lt_items *items)
{
    if (items->taker)
        items->arena = &items->each;
}

enum lt_err lt_items_entry_done(struct lt_items *items)
{
    enum lt_err err = LT_OK;
    if (!items->taker)
        return LT_OK;
    for (size_t i = 0; err == LT_OK && i < items->count; i++)
        err = items->taker->take(items->taker->self, &items->feed, &items->entries[i], items->diag);
    items->count = 0;
    lt_arena_clear(&items->each);
    return err;
}

static const char *keep(const struct lt_items *items, struct lt_buf *buf)
{
    struct lt_bytes trimmed = lt_bytes_trim(lt_buf_slice(buf));
    const char *copy = trimmed.size > 0 ? lt_arena_strndup(items->arena, trimmed.data, trimmed.size) : NULL;
    lt_buf_finish(buf);
    return copy;
}

const char *lt_items_text(const struct lt_items *items, const char *text)
{
    struct lt_buf plain = {0};
    if (!text || !text[0])
        return NULL;
    if (!strpbrk(text, "<&"))
        return lt_plain_dup(lt_bytes_of(text), items->arena);
    lt_html_text(lt_bytes_of(text), &plain);
    return keep(items, &plain);
}

const char *lt_items_html(const struct lt_items *items, struct lt_bytes html, const char *base)
{
    struct lt_buf clean = {0};
    if (html.size == 0)
        return NULL;
    lt_html_clean(html, base, &clean);
    return keep(items, &clean);
}

void lt_items_escape(const char *text, struct lt_buf *out)
{
    for (; text && *text; text++) {
        static const char marks[] = "<>&\"";
        static const char *const names[] = {"&lt;", "&gt;", "&amp;", "&quot;"};
        const char *mark = strchr(marks, *text);
        if (mark)
            lt_buf_puts(out, names[mark - marks]);
        else
            lt_buf_putc(out, *text);
    }
}

const char *lt_items_plain_html(const struct lt_items *items, const char *text)
{
    struct lt_buf html = {0};
    const char *clean = text ? lt_arena_strdup(items->arena, text) : NULL;
    while (clean && *clean) {
        const char *end = strstr(clean, "\n\n");
        size_t size = end ? (size_t)(end - clean) : strlen(clean);
        lt_buf_puts(&html, "<p>");
        lt_items_escape(lt_arena_strndup(items->arena, clean, size), &html);
        lt_buf_puts(&html, "</p>\n");
        clean += size;
        clean += strspn(clean, "\r\n");
    }
    return keep(items, &html);
}

void lt_items_category(const struct lt_items *items, struct lt_entry *entry, const char *name)
{
    const char *text = lt_items_text(items, name);
    if (!text || entry->category_count >= LT_ENTRY_MAX_CATEGORIES)
        return;
    for (size_t i = 0; i < entry->category_count; i++)
        if (strcmp(entry->categories[i], text) == 0)
            return;
    const char **names = lt_arena_array(items->arena, entry->category_count + 1, sizeof *names);
    for (size_t i = 0; i < entry->category_count; i++)
        names[i] = entry->categories[i];
    names[entry->category_count++] = text;
    entry->categories = names;
}

void lt_items_enclosure(const struct lt_items *items, struct lt_entry *entry, const char *url, const char *base,
                        const char *type, int64_t length)
{
    const char *address = url && url[0] ? lt_url_resolve(url, base, items->arena) : NULL;
    if (!address || entry->enclosure_count >= LT_ENTRY_MAX_ENCLOSURES)
        return;
    for (size_t i = 0; i < entry->enclosure_count; i++)
        if (strcmp(entry->enclosures[i].url, address) == 0)
            return;
    struct lt_enclosure *all = lt_arena_array(items->arena, entry->enclosure_count + 1, sizeof *all);
    for (size_t i = 0; i < entry->enclosure_count; i++)
        all[i] = entry->enclosures[i];
    const char *kind = type ? lt_plain_dup(lt_bytes_of(type), items->arena) : NULL;
    all[entry->enclosure_count++] = (struct lt_enclosure){address, kind, length};
    entry->enclosures = all;
}

const char *lt_items_join(const struct lt_items *items, const char *list, const char *name)
{
    if (!name || !name[0])
        return list;
    return list ? lt_arena_printf(items->arena, "%s, %s", list, name) : name;
}
