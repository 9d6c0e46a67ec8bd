/*
 * said_by.c: who said a quotation, where no element says so. People write a dash and a name in a paragraph below it. A dash
 * begins what somebody says, too: then others begin so, or it ends as a sentence does.
 */
#include "said_by.h"

#include "tags.h"

#include <string.h>

#include <lutrin/utf8.h>

enum { NAME_MOST_BYTES = 160 };

/* The paragraph's text without white space at its ends. */
static struct lt_bytes text_of(const xmlNode *node, struct lt_buf *text)
{
    text->size = 0;
    lt_dom_text(node, text);
    return lt_bytes_trim(lt_buf_slice(text));
}

static bool begins_with_dash(struct lt_bytes text)
{
    return lt_bytes_starts(text, "—") || lt_bytes_starts(text, "–") || lt_bytes_starts(text, "―");
}

static bool ends_sentence(struct lt_bytes text)
{
    static const char *const ENDS[] = {".", "!", "?", "…", "»", "”", "“", "’", ":", ",", ";", NULL};
    for (const char *const *end = ENDS; *end; end++) {
        size_t size = strlen(*end);
        if (text.size >= size && memcmp(text.data + text.size - size, *end, size) == 0)
            return true;
    }
    return false;
}

static const xmlNode *element_beside(const xmlNode *node, bool before)
{
    do
        node = before ? node->prev : node->next;
    while (node && (!lt_dom_is_element(node) || lt_dom_text_size(node, NULL) == 0));
    return node;
}

bool lt_said_by(const xmlNode *paragraph)
{
    if (!lt_dom_is(paragraph, "p") || !paragraph->parent || lt_dom_tag(paragraph->parent)->kind != LT_TAG_QUOTE ||
        element_beside(paragraph, false))
        return false;
    const xmlNode *before = element_beside(paragraph, true);
    struct lt_buf buf = {0};
    struct lt_bytes text = text_of(paragraph, &buf);
    bool says = before && lt_dom_is(before, "p") && text.size > 4 && text.size <= NAME_MOST_BYTES && begins_with_dash(text) &&
                !ends_sentence(text);
    bool talk = says && begins_with_dash(text_of(before, &buf));
    lt_buf_finish(&buf);
    return says && !talk;
}
