/*
 * hidden.c: what a page holds and does not show: texts for scripts and for readers of screens, and links that are set
 * beside the screen for search engines.
 */
#include "hidden.h"

#include "gadgets.h"
#include "names.h"
#include "tree.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    MOST_PERCENT = 75, /* of the page's text: without it there would be no page */
    BESIDE_MIN_PX = 900, /* left of the screen or above it, so far that nothing is seen */
    VALUE_MAX_BYTES = 64,
    REST_MIN_BYTES = 200, /* of the page's text beside a wall that asks for leave */
    PANELS_MAX = 500,
    PANEL_MIN_BYTES = 40,
};

/* The value of a property in an inline style, without the spaces before it; NULL. */
static const char *style_value(const char *style, const char *property)
{
    size_t size = strlen(property);
    for (const char *at = style; at && *at; at = strchr(at, ';')) {
        at += strspn(at, "; \t\r\n");
        if (strncasecmp(at, property, size) == 0) {
            const char *value = at + size + strspn(at + size, " \t\r\n");
            if (*value == ':')
                return value + 1 + strspn(value + 1, " \t\r\n");
        }
        if (!*at)
            break;
    }
    return NULL;
}

static bool has_style(const char *style, const char *property, const char *value)
{
    const char *found = style_value(style, property);
    return found && strncasecmp(found, value, strlen(value)) == 0;
}

static bool is_beside_screen(const char *style)
{
    static const char *const properties[] = {"left", "top", "text-indent"};
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        const char *value = style_value(style, properties[i]);
        if (value && *value == '-' && strtol(value, NULL, 10) <= -BESIDE_MIN_PX)
            return true;
    }
    return false;
}

bool lt_hidden(const xmlNode *node)
{
    static const char *const words[] = {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", NULL};
    if (!node->properties)
        return false;
    const char *style = lt_dom_attr(node, "style");
    if (lt_dom_attr(node, "hidden"))
        return true;
    if (style && (has_style(style, "display", "none") || has_style(style, "visibility", "hidden") || is_beside_screen(style)))
        return true;
    if (lt_has_any_word(lt_dom_attr(node, "class"), words))
        return true;
    return lt_has_word(lt_dom_attr(node, "aria-hidden"), "true") && !lt_dom_is(node, "img") && !lt_dom_find(node, "img");
}

/* What the controls of a page open and close, by their ids. */
struct panels {
    const char *ids[PANELS_MAX];
    size_t count;
    bool asked;
};

static void add_panel(struct panels *panels, const char *id)
{
    id = id && (id[0] == '#' || id[0] == '.') ? id + 1 : id;
    if (id && id[0] && panels->count < PANELS_MAX)
        panels->ids[panels->count++] = id;
}

static void find_panels(const xmlNode *body, struct panels *panels)
{
    panels->asked = true;
    for (const xmlNode *node = body->children; node; node = lt_dom_next(body, node)) {
        if (node->type != XML_ELEMENT_NODE || !node->properties)
            continue;
        const char *toggles = lt_dom_attr(node, "data-bs-toggle");
        toggles = toggles ? toggles : lt_dom_attr(node, "data-toggle");
        if (!lt_dom_attr(node, "aria-expanded") && !lt_has_word(toggles, "collapse"))
            continue;
        add_panel(panels, lt_dom_attr(node, "aria-controls"));
        add_panel(panels, lt_dom_attr(node, "data-bs-target"));
        add_panel(panels, lt_dom_attr(node, "data-target"));
        add_panel(panels, toggles ? lt_dom_attr(node, "href") : NULL);
    }
}

/* Is it text that is shown as soon as somebody opens it: the answer below a question? */
static bool is_panel(const xmlNode *node, const xmlNode *body, struct panels *panels)
{
    const char *id = lt_dom_attr(node, "id");
    size_t linked = 0, size = id ? lt_dom_text_size(node, &linked) : 0;
    if (size < PANEL_MIN_BYTES || linked * 2 > size || lt_dom_is(node, "nav") || lt_dom_is(node, "form"))
        return false;
    if (!panels->asked)
        find_panels(body, panels);
    for (size_t i = 0; i < panels->count; i++)
        if (strcmp(panels->ids[i], id) == 0)
            return true;
    return false;
}

static void open_up(xmlNode *node)
{
    static const char *const attributes[] = {"hidden", "style", "class", "aria-hidden"};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        lt_tree_set(node, attributes[i], NULL);
    lt_names_forget(node);
}

void lt_hidden_prune(xmlNode *body)
{
    size_t whole = lt_dom_text_size(body, NULL);
    struct panels panels = {.count = 0};
    for (xmlNode *node = body->children, *next; node; node = next) {
        next = lt_dom_next(body, node);
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (lt_consent(node) && whole - lt_dom_text_size(node, NULL) >= REST_MIN_BYTES) {
            whole -= lt_dom_text_size(node, NULL);
            next = lt_dom_over(body, node);
            lt_tree_drop(node);
            continue;
        }
        if (!lt_hidden(node))
            continue;
        if (lt_dom_text_size(node, NULL) * 100 > whole * MOST_PERCENT || is_panel(node, body, &panels)) {
            open_up(node);
            continue;
        }
        next = lt_dom_over(body, node);
        lt_tree_drop(node);
    }
}
