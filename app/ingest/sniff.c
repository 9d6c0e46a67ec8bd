/*
 * sniff.c: what kind of source bytes are, told by the first element they hold.
 */
#include <lutrin/ingest.h>

#include "charset.h"
#include "items.h"
#include "tags.h"

#include <string.h>
#include <strings.h>

enum { LOOK_MAX_BYTES = 16 << 10, NAME_MAX_BYTES = 32 };

/* Passes over what may stand before the first element; returns its "<", or the end. */
static size_t first_element(struct lt_bytes text)
{
    size_t at = 0;
    while (at < text.size) {
        const char *mark = memchr(text.data + at, '<', text.size - at);
        if (!mark)
            return text.size;
        at = (size_t)(mark - text.data);
        struct lt_bytes here = {mark, text.size - at};
        if (!lt_bytes_starts(here, "<?") && !lt_bytes_starts(here, "<!"))
            return at;
        const char *end = lt_bytes_starts(here, "<!--") ? strstr(mark, "-->") : strchr(mark, '>');
        if (!end)
            return text.size;
        at = (size_t)(end - text.data) + 1;
    }
    return text.size;
}

static bool is_feed_name(const char *name)
{
    static const char *const names[] = {"rss", "rdf", "feed", "channel", "entry", "service"};
    const char *colon = strchr(name, ':');
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(colon ? colon + 1 : name, names[i]) == 0)
            return true;
    return false;
}

static bool is_html_name(const char *name)
{
    static const char *const names[] = {"html", "!doctype", "xhtml", "head", "title", "meta", "link", "script", "style"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return lt_tag_of(name)->kind != LT_TAG_UNKNOWN;
}

enum lt_source_kind lt_source_sniff(struct lt_bytes data)
{
    struct lt_buf text = {0};
    struct lt_bytes whole = data;
    enum lt_source_kind kind = LT_SOURCE_UNKNOWN;
    char name[NAME_MAX_BYTES + 1];
    size_t size = 0;
    if (data.size > LOOK_MAX_BYTES)
        data.size = LOOK_MAX_BYTES & ~(size_t)3;
    lt_charset_decode(data, LT_MARKUP_HTML, &text);
    bool doctype = lt_bytes_starts(lt_bytes_trim(lt_buf_slice(&text)), "<!doctype html") ||
                   lt_bytes_starts(lt_bytes_trim(lt_buf_slice(&text)), "<!DOCTYPE html");
    size_t at = first_element(lt_buf_slice(&text)) + 1;
    while (at + size < text.size && size < NAME_MAX_BYTES && !strchr(" \t\r\n>/", text.data[at + size]))
        size++;
    if (size > 0) {
        memcpy(name, text.data + at, size);
        name[size] = '\0';
        if (is_feed_name(name))
            kind = LT_SOURCE_FEED;
        else if (is_html_name(name))
            kind = LT_SOURCE_HTML;
    }
    if (kind == LT_SOURCE_UNKNOWN && doctype)
        kind = LT_SOURCE_HTML;
    kind = lt_export_sniff(whole, lt_buf_slice(&text), size > 0 ? name : "", kind);
    lt_buf_finish(&text);
    return kind;
}
