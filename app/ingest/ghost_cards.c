/*
 * ghost_cards.c: the cards of Ghost's editors, which both write with the same fields.
 */
#include "ghost.h"

#include "items.h"
#include "json.h"
#include "markdown.h"

#include <string.h>

enum { GALLERY_MAX = 100 };

static void put_picture(const json_t *card, struct lt_buf *out)
{
    const char *src = lt_json_string(card, "src");
    if (!src)
        return;
    lt_buf_puts(out, "<img src=\"");
    lt_items_escape(src, out);
    lt_buf_puts(out, "\" alt=\"");
    lt_items_escape(lt_json_string(card, "alt"), out);
    lt_buf_puts(out, "\"");
    static const char *const sizes[] = {"width", "height"};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const json_t *size = json_object_get(card, sizes[i]);
        if (json_is_integer(size))
            lt_buf_printf(out, " %s=\"%lld\"", sizes[i], (long long)json_integer_value(size));
    }
    lt_buf_puts(out, ">");
}

/* Captions are HTML in both editors. */
static void put_caption(const json_t *card, struct lt_buf *out)
{
    const char *caption = lt_json_string(card, "caption");
    if (caption)
        lt_buf_printf(out, "<figcaption>%s</figcaption>", caption);
}

static void put_image(const json_t *card, struct lt_buf *out)
{
    lt_buf_puts(out, "<figure>");
    put_picture(card, out);
    put_caption(card, out);
    lt_buf_puts(out, "</figure>\n");
}

static void put_gallery(const json_t *card, struct lt_buf *out)
{
    const json_t *images = json_object_get(card, "images");
    lt_buf_puts(out, "<figure>");
    for (size_t i = 0; i < json_array_size(images) && i < GALLERY_MAX; i++)
        put_picture(json_array_get(images, i), out);
    put_caption(card, out);
    lt_buf_puts(out, "</figure>\n");
}

static void put_html(const json_t *card, struct lt_buf *out)
{
    lt_buf_puts(out, lt_json_string(card, "html"));
    lt_buf_puts(out, "\n");
}

static void put_markdown(const json_t *card, struct lt_buf *out)
{
    const char *text = lt_json_string(card, "markdown");
    if (text && lt_markdown_html(lt_bytes_of(text), NULL, out) != LT_OK) {
        lt_buf_puts(out, "<p>");
        lt_items_escape(text, out);
        lt_buf_puts(out, "</p>\n");
    }
}

static void put_code(const json_t *card, struct lt_buf *out)
{
    lt_buf_puts(out, "<figure><pre><code>");
    lt_items_escape(lt_json_string(card, "code"), out);
    lt_buf_puts(out, "</code></pre>");
    put_caption(card, out);
    lt_buf_puts(out, "</figure>\n");
}

static void put_rule(const json_t *card, struct lt_buf *out)
{
    (void)card;
    lt_buf_puts(out, "<hr>\n");
}

static void put_link(const char *url, const char *title, struct lt_buf *out)
{
    if (!url)
        return;
    lt_buf_puts(out, "<a href=\"");
    lt_items_escape(url, out);
    lt_buf_puts(out, "\">");
    lt_items_escape(title ? title : url, out);
    lt_buf_puts(out, "</a>");
}

static void put_paragraph(const char *html, struct lt_buf *out)
{
    if (html)
        lt_buf_printf(out, "<p>%s</p>\n", html);
}

/* What somebody else's site holds: its title, with the way there. */
static void put_bookmark(const json_t *card, struct lt_buf *out)
{
    const json_t *about = json_object_get(card, "metadata");
    const char *url = lt_json_string(card, "url"), *title = lt_json_string(about, "title");
    lt_buf_puts(out, "<p>");
    put_link(url, title ? title : lt_json_string(card, "title"), out);
    lt_buf_puts(out, "</p>\n");
    put_paragraph(lt_json_string(card, "caption"), out);
}

static void put_callout(const json_t *card, struct lt_buf *out)
{
    put_paragraph(lt_json_string(card, "calloutText"), out);
}

static void put_toggle(const json_t *card, struct lt_buf *out)
{
    const char *content = lt_json_string(card, "content");
    if (lt_json_string(card, "heading"))
        lt_buf_printf(out, "<h4>%s</h4>\n", lt_json_string(card, "heading"));
    lt_buf_puts(out, content ? content : "");
}

static void put_button(const json_t *card, struct lt_buf *out)
{
    lt_buf_puts(out, "<p>");
    put_link(lt_json_string(card, "buttonUrl"), lt_json_string(card, "buttonText"), out);
    lt_buf_puts(out, "</p>\n");
}

static void put_header(const json_t *card, struct lt_buf *out)
{
    if (lt_json_string(card, "header"))
        lt_buf_printf(out, "<h2>%s</h2>\n", lt_json_string(card, "header"));
    put_paragraph(lt_json_string(card, "subheader"), out);
}

static void put_product(const json_t *card, struct lt_buf *out)
{
    if (lt_json_string(card, "productTitle"))
        lt_buf_printf(out, "<h4>%s</h4>\n", lt_json_string(card, "productTitle"));
    put_paragraph(lt_json_string(card, "productDescription"), out);
}

static void put_file(const json_t *card, struct lt_buf *out)
{
    const char *title = lt_json_string(card, "fileTitle");
    const char *caption = lt_json_string(card, "caption");
    put_paragraph(title ? title : lt_json_string(card, "title"), out);
    put_paragraph(caption ? caption : lt_json_string(card, "fileCaption"), out);
}

void lt_ghost_card(const char *name, const json_t *card, struct lt_buf *out)
{
    static const struct {
        const char *name;
        void (*put)(const json_t *, struct lt_buf *);
    } cards[] = {
        {"image", put_image},          {"gallery", put_gallery},       {"html", put_html},
        {"markdown", put_markdown},    {"card-markdown", put_markdown}, {"code", put_code},
        {"codeblock", put_code},       {"hr", put_rule},               {"horizontalrule", put_rule},
        {"embed", put_bookmark},       {"bookmark", put_bookmark},     {"callout", put_callout},
        {"toggle", put_toggle},        {"button", put_button},         {"header", put_header},
        {"product", put_product},      {"video", put_file},            {"audio", put_file},
        {"file", put_file},
    };
    for (size_t i = 0; name && i < sizeof cards / sizeof *cards; i++)
        if (strcmp(cards[i].name, name) == 0) {
            cards[i].put(card, out);
            return;
        }
}
