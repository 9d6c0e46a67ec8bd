/*
 * epub_parts.c: where the chapters begin in a file of a book that holds several: at the elements that its table of contents
 * points to. The text is cut before their tags; what is then open or closed too often the parser of HTML puts right.
 */
#include "epub_parts.h"

#include <string.h>

enum { TAG_MAX_BYTES = 4096 }; /* that are looked at */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Takes the next attribute of a tag; *at is behind its value. False at the end of the tag. */
static bool take_attribute(struct lt_bytes text, size_t *at, struct lt_bytes *ret_name, struct lt_bytes *ret_value)
{
    size_t i = *at;
    while (i < text.size && (is_space(text.data[i]) || text.data[i] == '/'))
        i++;
    size_t name = i;
    while (i < text.size && !is_space(text.data[i]) && !strchr("=></", text.data[i]))
        i++;
    *ret_name = (struct lt_bytes){text.data + name, i - name};
    *ret_value = (struct lt_bytes){text.data + i, 0};
    if (i < text.size && text.data[i] == '=' && i + 1 < text.size && (text.data[i + 1] == '"' || text.data[i + 1] == '\'')) {
        const char *end = memchr(text.data + i + 2, text.data[i + 1], text.size - i - 2);
        size_t size = end ? (size_t)(end - text.data) - i - 2 : 0;
        *ret_value = (struct lt_bytes){text.data + i + 2, size};
        i += end ? size + 3 : 1;
    } else if (i < text.size && text.data[i] == '=') {
        i++;
    }
    *at = i;
    return ret_name->size > 0;
}

/* Which of the parts begins at the tag at text[at]? `count` when none does. */
static size_t part_at(struct lt_bytes text, size_t at, const struct lt_epub_part *parts, size_t count)
{
    struct lt_bytes name, value;
    text.size = text.size - at > TAG_MAX_BYTES ? at + TAG_MAX_BYTES : text.size;
    while (at < text.size && !is_space(text.data[at]) && text.data[at] != '>')
        at++;
    while (take_attribute(text, &at, &name, &value)) {
        if (!lt_bytes_equal(name, lt_bytes_of("id")) && !lt_bytes_equal(name, lt_bytes_of("name")))
            continue;
        for (size_t i = 0; i < count; i++)
            if (lt_bytes_equal(value, lt_bytes_of(parts[i].id)))
                return i;
    }
    return count;
}

size_t lt_epub_cut(struct lt_bytes text, struct lt_epub_part *parts, size_t count)
{
    struct lt_epub_part found[LT_EPUB_MAX_PARTS];
    size_t kept = 0;
    bool seen[LT_EPUB_MAX_PARTS] = {false};
    count = count > LT_EPUB_MAX_PARTS ? LT_EPUB_MAX_PARTS : count;
    for (size_t i = 0; i < count; i++)
        if (parts[i].id[0] == '\0' && !seen[i] && kept == 0) {
            seen[i] = true;
            found[kept] = parts[i];
            found[kept++].start = 0;
        }
    for (size_t at = 0; at + 1 < text.size && kept < count; at++) {
        const char *tag = memchr(text.data + at, '<', text.size - at);
        if (!tag)
            break;
        at = (size_t)(tag - text.data);
        size_t part = part_at(text, at, parts, count);
        if (part == count || seen[part])
            continue;
        seen[part] = true;
        found[kept] = parts[part];
        found[kept++].start = at;
    }
    if (kept)
        found[0].start = 0; /* what stands before the first one is its opening */
    memcpy(parts, found, kept * sizeof *parts);
    return kept;
}
