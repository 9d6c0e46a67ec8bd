/*
 * gadgets.c: what a page offers to do rather than says: to share it, to leave an address, to press a button. Whoever reads
 * on a lectern can do none of these.
 */
#include "gadgets.h"

#include "names.h"
#include "sharing.h"

#include <string.h>
#include <strings.h>

enum {
    SHARE_MAX_BYTES = 200,
    SHARE_LOOSE_BYTES = 60, /* of a share bar's text outside of its links */
    ASKING_MAX_BYTES = 400, /* of text around a form that asks for an address */
    BUTTON_MAX_BYTES = 60,
    SCREEN_MAX_BYTES = 1000, /* of what is for the screen alone */
    COOKIE_EACH_BYTES = 1500, /* a wall speaks of cookies at least once in so much of its text */
};

static bool holds(const char *text, const char *const *words)
{
    for (; text && *words; words++)
        if (strstr(text, *words))
            return true;
    return false;
}

/* Where the services for sharing take what is shared. */
static bool shares(const char *href)
{
    static const char *const places[] = {
        "facebook.com/sharer", "facebook.com/share.php", "facebook.com/dialog/", "twitter.com/share", "twitter.com/intent", "twitter.com/home?status",
        "x.com/share", "x.com/intent", "linkedin.com/share", "linkedin.com/cws/share", "pinterest.com/pin/create",
        "reddit.com/submit", "wa.me/?text", "whatsapp.com/send", "whatsapp://send", "t.me/share", "telegram.me/share", "tumblr.com/share",
        "tumblr.com/widgets/share", "bsky.app/intent", "xing.com/spi/shares", "getpocket.com/", "line.me/R/msg",
        "social-plugins.line.me/", "b.hatena.ne.jp/", "vk.com/share", "connect.ok.ru/offer", "flipboard.com/bookmarklet", "news.ycombinator.com/submitlink",
        "share.flipboard.com", "threads.net/intent", "mailto:?", NULL};
    return holds(href, places);
}

bool lt_gadget_shares(const xmlNode *link)
{
    return shares(lt_dom_attr(link, "href"));
}

bool lt_gadget_offer(const xmlNode *node)
{
    struct lt_buf text = {0};
    lt_dom_text(node, &text);
    bool offer = text.data && lt_line_shares(text.data);
    lt_buf_finish(&text);
    return offer;
}

/* Is it made of links, and most of them share the page? */
static bool is_share_bar(const xmlNode *node, size_t size, size_t linked)
{
    size_t links = 0, sharing = 0;
    if (size > SHARE_MAX_BYTES || size - linked > SHARE_LOOSE_BYTES)
        return false;
    for (const xmlNode *inner = lt_dom_next(node, node); inner; inner = lt_dom_next(node, inner)) {
        links += lt_dom_is(inner, "a");
        sharing += lt_dom_is(inner, "a") && shares(lt_dom_attr(inner, "href"));
    }
    return sharing > 0 && sharing * 2 >= links;
}

static bool asks_address(const xmlNode *input)
{
    static const char *const attributes[] = {"name", "id", "placeholder", "autocomplete"};
    static const char *const words[] = {"mail", "Mail", "MAIL", NULL};
    const char *type = lt_dom_attr(input, "type");
    if (type && strcasecmp(type, "email") == 0)
        return true;
    bool typed = !type || strcasecmp(type, "text") == 0, asks = false;
    for (size_t i = 0; typed && i < sizeof attributes / sizeof *attributes; i++)
        asks = asks || holds(lt_dom_attr(input, attributes[i]), words);
    return asks;
}

static bool is_sign_up(const xmlNode *node, size_t size)
{
    if (size > ASKING_MAX_BYTES)
        return false;
    for (const xmlNode *inner = lt_dom_next(node, node); inner; inner = lt_dom_next(node, inner))
        if (lt_dom_is(inner, "input") && asks_address(inner))
            return true;
    return false;
}

static bool is_button(const xmlNode *node, size_t size, size_t linked)
{
    static const char *const names[] = {"button", "buttons", "btn", "cta", NULL};
    const xmlNode *link = size <= BUTTON_MAX_BYTES ? lt_dom_lone_link(node, size, linked) : NULL;
    const char *href = link ? lt_dom_attr(link, "href") : NULL;
    if (href && strncasecmp(href, "javascript:", strlen("javascript:")) == 0)
        return true;
    for (const xmlNode *inner = link; inner; inner = inner == node ? NULL : inner->parent)
        if (lt_dom_named(inner, names))
            return true;
    return false;
}

/* Paper is to a page what a lectern is: what it says does not belong there does not belong here. */
static bool is_for_screen(const xmlNode *node)
{
    static const char *const classes[] = {"noprint", "no-print", "nonprint", "d-print-none", "hidden-print", "print-hidden",
                                          "print:hidden", "print-none", "hide-for-print", NULL};
    return lt_has_any_word(lt_dom_attr(node, "class"), classes);
}

bool lt_gadget(const xmlNode *node, size_t size, size_t linked)
{
    enum lt_tag_kind kind = lt_dom_tag(node)->kind;
    bool block = (kind == LT_TAG_BLOCK && !lt_dom_is(node, "td") && !lt_dom_is(node, "th")) || kind == LT_TAG_LIST || kind == LT_TAG_ASIDE ||
                 kind == LT_TAG_UNKNOWN;
    if (!block)
        return false;
    return (linked > 0 && (is_share_bar(node, size, linked) || is_button(node, size, linked))) || is_sign_up(node, size) ||
           (size <= SCREEN_MAX_BYTES && is_for_screen(node));
}

static size_t count_cookies(const xmlNode *node)
{
    struct lt_buf text = {0};
    size_t count = 0;
    lt_dom_text(node, &text);
    for (const char *at = text.data; at && (at = strpbrk(at, "cC")); at++)
        count += strncasecmp(at, "cookie", strlen("cookie")) == 0;
    lt_buf_finish(&text);
    return count;
}

/* Named so, and of text that speaks of it: recipes of cookies and articles on privacy are named and speak likewise, but stand in
 * the element that holds the article. */
bool lt_consent(const xmlNode *node)
{
    enum lt_tag_kind kind = lt_dom_tag(node)->kind;
    bool block = kind == LT_TAG_BLOCK || kind == LT_TAG_ASIDE || kind == LT_TAG_UNKNOWN;
    if (!block || !(lt_names_of(node) & LT_NAME_CONSENT) || lt_dom_is(node, "body") || lt_dom_is(node, "article") || lt_dom_is(node, "main"))
        return false;
    for (const xmlNode *around = node->parent; around; around = around->parent)
        if (lt_dom_is(around, "article") || lt_dom_is(around, "main"))
            return false;
    size_t size = lt_dom_text_size(node, NULL);
    return size > 0 && !lt_dom_find(node, "article") && !lt_dom_find(node, "main") && !lt_dom_find(node, "figure") &&
           count_cookies(node) * COOKIE_EACH_BYTES >= size;
}
