/*
 * epub.c: a book of EPUB 2 or 3: its package says what it is and in which order it is read; each chapter is an entry.
 */
#include "items.h"

#include "unzip.h"
#include "charset.h"
#include "dom.h"
#include "epub_parts.h"
#include "html.h"
#include "language.h"
#include "plain.h"
#include "xml.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    TITLE_MAX_BYTES = 300,
    PACKAGE_MAX_BYTES = 4 << 20,
    LABELS_MAX = 5000,
    CREATORS_MAX = 20,
};

struct label {
    const char *path, *text;
    const char *id; /* of the element in it; "": the whole file */
    int depth;      /* in the table of contents */
};

struct reader {
    struct lt_items *items;
    struct lt_zip *book;
    bool wordless;      /* pages without words are chapters, too */
    const char *package_path;
    const xmlNode *package;
    struct label *labels; /* of the table of contents; heap */
    size_t label_count;
    const char *author, *cover; /* cover: an address */
};

static enum lt_err read_tree(struct reader *r, const char *path, xmlDoc **ret_doc)
{
    struct lt_buf data = {0};
    enum lt_err err = lt_zip_read(r->book, path, PACKAGE_MAX_BYTES, r->items->diag, &data);
    if (err == LT_OK)
        err = lt_xml_parse(lt_buf_slice(&data), r->items->diag, ret_doc);
    lt_buf_finish(&data);
    return err;
}

static const char *text_of(const struct reader *r, const xmlNode *node)
{
    const char *text = lt_dom_text_dup(node, LT_EPUB_MAX_CHAPTER_BYTES, r->items->arena);
    return text[0] ? text : NULL;
}

/* "URL!/PATH", with what no address may hold written by its number. */
static const char *encode(const char *url, const char *path, struct lt_arena *arena)
{
    struct lt_buf out = {0};
    lt_buf_printf(&out, "%s!/", url);
    for (; *path; path++)
        if ((unsigned char)*path <= ' ' || strchr("%#?\"<>", *path))
            lt_buf_printf(&out, "%%%02X", (unsigned char)*path);
        else
            lt_buf_putc(&out, *path);
    const char *address = lt_arena_strndup(arena, out.data, out.size);
    lt_buf_finish(&out);
    return address;
}

/* What is in the book has an address below the book's own; without that, none. */
static const char *address(const struct reader *r, const char *path)
{
    const char *url = r->items->url;
    return url && path ? lt_url_resolve(encode(url, path, r->items->arena), NULL, r->items->arena) : NULL;
}

static const xmlNode *manifest_item(const struct reader *r, const char *attr, const char *word)
{
    const xmlNode *manifest = lt_dom_find(r->package, "manifest");
    for (const xmlNode *node = manifest && word ? manifest->children : NULL; node; node = node->next)
        if (lt_dom_is(node, "item") && lt_has_word(lt_dom_attr(node, attr), word))
            return node;
    return NULL;
}

static const char *item_path(const struct reader *r, const xmlNode *item)
{
    const char *href = item ? lt_dom_attr(item, "href") : NULL;
    return href ? lt_zip_path(r->package_path, href, r->items->arena) : NULL;
}

static int depth_of(const xmlNode *node)
{
    int depth = 0;
    for (node = node->parent; node; node = node->parent)
        depth += lt_dom_is(node, "navPoint") || lt_dom_is(node, "ol");
    return depth;
}

static void add_label(struct reader *r, const char *from, const char *href, const char *text, int depth)
{
    const char *mark = href ? strchr(href, '#') : NULL;
    const char *path = href && text ? lt_zip_path(from, href, r->items->arena) : NULL;
    if (path && r->label_count < LABELS_MAX)
        r->labels[r->label_count++] = (struct label){path, text, mark ? lt_arena_strdup(r->items->arena, mark + 1) : "", depth};
}

/* The table of contents: EPUB 3's navigation document, or the NCX of EPUB 2. A book without one has its headings. */
static void read_labels(struct reader *r)
{
    const xmlNode *spine = lt_dom_find(r->package, "spine"), *nav = manifest_item(r, "properties", "nav");
    const xmlNode *ncx = manifest_item(r, "id", spine ? lt_dom_attr(spine, "toc") : NULL);
    const char *path = item_path(r, nav ? nav : ncx);
    struct lt_diag *diag = r->items->diag;
    xmlDoc *doc = NULL;
    r->items->diag = NULL;
    if (path && read_tree(r, path, &doc) == LT_OK) {
        const xmlNode *root = xmlDocGetRootElement(doc);
        for (const xmlNode *node = root; node; node = lt_dom_next(root, node)) {
            const xmlNode *content = lt_dom_is(node, "navPoint") ? lt_dom_find(node, "content") : NULL;
            if (content)
                add_label(r, path, lt_dom_attr(content, "src"), text_of(r, lt_dom_find(node, "text")), depth_of(node));
            else if (lt_dom_is(node, "a"))
                add_label(r, path, lt_dom_attr(node, "href"), text_of(r, node), depth_of(node) - 1);
        }
    }
    r->items->diag = diag;
    xmlFreeDoc(doc);
}

static const char *label_of(const struct reader *r, const char *path)
{
    for (size_t i = 0; i < r->label_count; i++)
        if (strcmp(r->labels[i].path, path) == 0)
            return r->labels[i].text;
    return NULL;
}

static void read_metadata(struct reader *r)
{
    struct lt_feed *feed = &r->items->feed;
    const xmlNode *metadata = lt_dom_find(r->package, "metadata");
    int creators = 0;
    for (const xmlNode *node = metadata; node; node = lt_dom_next(metadata, node)) {
        const char *text = lt_dom_is_element(node) && node != metadata ? text_of(r, node) : NULL;
        if (text && lt_dom_is(node, "title") && !feed->title)
            feed->title = text;
        else if (text && lt_dom_is(node, "creator") && creators++ < CREATORS_MAX)
            r->author = lt_items_join(r->items, r->author, text);
        else if (text && lt_dom_is(node, "language") && !feed->lang)
            feed->lang = lt_language_tag(text, r->items->arena);
        else if (text && lt_dom_is(node, "identifier") && !feed->id)
            feed->id = text;
        else if (text && lt_dom_is(node, "description") && !feed->description)
            feed->description = lt_items_text(r->items, text);
        else if (text && lt_dom_is(node, "rights") && !feed->rights)
            feed->rights = text;
        else if (text && lt_dom_is(node, "date") && feed->published == LT_NO_TIME)
            feed->published = lt_date_parse(text, NULL);
    }
    feed->author.name = r->author;
    const xmlNode *cover = manifest_item(r, "properties", "cover-image");
    for (const xmlNode *node = metadata; node && !cover; node = lt_dom_next(metadata, node))
        if (lt_dom_is(node, "meta") && lt_has_word(lt_dom_attr(node, "name"), "cover"))
            cover = manifest_item(r, "id", lt_dom_attr(node, "content"));
    r->cover = address(r, item_path(r, cover));
}

/* The first heading of a chapter. */
static const char *heading_of(const struct reader *r, struct lt_bytes html)
{
    static const char *const names[] = {"h1", "h2", "h3"};
    const char *text = NULL;
    xmlDoc *doc;
    if (lt_html_parse(html, NULL, &doc) != LT_OK)
        return NULL;
    const xmlNode *root = xmlDocGetRootElement(doc);
    for (size_t i = 0; root && !text && i < sizeof names / sizeof *names; i++) {
        const xmlNode *node = lt_dom_find(root, names[i]);
        text = node ? lt_dom_text_dup(node, TITLE_MAX_BYTES, r->items->arena) : NULL;
        text = text && text[0] ? text : NULL;
    }
    lt_tree_free(doc);
    return text;
}

/* Is there nothing to read in it but its name, and no picture that has one? */
static bool is_bare(const char *html, const char *label, const char *title)
{
    struct lt_buf text = {0};
    lt_html_text(lt_bytes_of(html), &text);
    bool wordless = lt_bytes_trim(lt_buf_slice(&text)).size == 0, named = text.size > 0 && title && lt_plain_same(text.data, title);
    lt_buf_finish(&text);
    return (wordless || named) && !(label && strstr(html, "<img"));
}

/* A chapter: what is in its <body>, which libxml2's HTML parser takes out of the rest. `part` counts those of one file from
 * 0; each has an address of its own. */
static enum lt_err add_chapter(struct reader *r, const char *path, struct lt_bytes text, const char *label, size_t part)
{
    struct lt_entry *entry;
    struct lt_items *items = r->items;
    const char *link = address(r, path), *content = lt_items_html(items, text, link);
    const char *heading = heading_of(r, text), *title = label ? label : heading ? heading : items->feed.title;
    if (!content || (!r->wordless && is_bare(content, label, title)))
        return LT_OK; /* a page of nothing, of the cover, or of a title alone */
    enum lt_err err = lt_items_add(items, &entry);
    if (err != LT_OK)
        return err;
    entry->content = content;
    entry->link = link && part ? lt_arena_printf(items->arena, "%s?part=%zu", link, part + 1) : link;
    /* the identifiers of books made by hand are often the same in all their languages */
    entry->id = lt_arena_printf(items->arena, "%s;%s#%s", items->feed.id ? items->feed.id : "", items->feed.lang ? items->feed.lang : "", path);
    if (part)
        entry->id = lt_arena_printf(items->arena, "%s?part=%zu", entry->id, part + 1);
    entry->title = title;
    entry->author.name = r->author;
    entry->published = items->feed.published;
    if (r->cover && items->feed.entry_count == 1)
        lt_items_enclosure(items, entry, r->cover, NULL, "image/*", -1);
    return LT_OK;
}

/* What the table of contents has of the file at its outermost level: sections of a chapter are no chapters. */
static size_t list_parts(const struct reader *r, const char *path, struct lt_epub_part *parts)
{
    int depth = INT_MAX;
    size_t count = 0;
    for (size_t i = 0; i < r->label_count; i++)
        if (strcmp(r->labels[i].path, path) == 0 && r->labels[i].depth < depth)
            depth = r->labels[i].depth;
    for (size_t i = 0; i < r->label_count && count < LT_EPUB_MAX_PARTS; i++)
        if (strcmp(r->labels[i].path, path) == 0 && r->labels[i].depth == depth)
            parts[count++] = (struct lt_epub_part){r->labels[i].id, r->labels[i].text, 0};
    return count;
}

/* A file of the book: a chapter, or several. */
static enum lt_err read_chapter(struct reader *r, const char *path)
{
    struct lt_buf data = {0}, text = {0};
    struct lt_epub_part parts[LT_EPUB_MAX_PARTS];
    enum lt_err err = lt_zip_read(r->book, path, LT_EPUB_MAX_CHAPTER_BYTES, r->items->diag, &data);
    if (err != LT_OK)
        goto out;
    lt_charset_decode(lt_buf_slice(&data), LT_MARKUP_XML, &text);
    size_t count = list_parts(r, path, parts);
    count = count > 1 ? lt_epub_cut(lt_buf_slice(&text), parts, count) : 0;
    if (count < 2)
        err = add_chapter(r, path, lt_buf_slice(&text), label_of(r, path), 0);
    for (size_t i = 0; err == LT_OK && count > 1 && i < count; i++) {
        size_t end = i + 1 < count ? parts[i + 1].start : text.size;
        err = add_chapter(r, path, (struct lt_bytes){text.data + parts[i].start, end - parts[i].start}, parts[i].title, i);
    }
out:
    lt_buf_finish(&data);
    lt_buf_finish(&text);
    return err;
}

static bool is_chapter(const xmlNode *item)
{
    const char *type = lt_dom_attr(item, "media-type");
    return type && (strstr(type, "html") || strstr(type, "x-dtbook")) && !lt_has_word(lt_dom_attr(item, "properties"), "nav");
}

/* Is the chapter named among what the book has encrypted? Fonts may be; text cannot be read then. */
static enum lt_err check_open(struct reader *r, const char *href)
{
    struct lt_buf data = {0};
    enum lt_err err = lt_zip_read(r->book, "META-INF/encryption.xml", PACKAGE_MAX_BYTES, NULL, &data);
    if (err == LT_OK && data.data && strstr(data.data, href))
        err = lt_fail(r->items->diag, LT_ERR_DATA, r->items->url, "ask its publisher for an open edition", "a book that is locked");
    else if (err != LT_ERR_LIMIT)
        err = LT_OK;
    lt_buf_finish(&data);
    return err;
}

static enum lt_err read_spine(struct reader *r)
{
    const xmlNode *spine = lt_dom_find(r->package, "spine");
    enum lt_err err = LT_OK;
    size_t count = 0;
    for (const xmlNode *node = spine ? spine->children : NULL; node && err == LT_OK; node = node->next) {
        const char *linear = lt_dom_is(node, "itemref") ? lt_dom_attr(node, "linear") : "no";
        const xmlNode *item = linear && strcmp(linear, "no") == 0 ? NULL : manifest_item(r, "id", lt_dom_attr(node, "idref"));
        const char *path = item_path(r, item);
        if (!item || !is_chapter(item))
            continue;
        if (!path)
            err = lt_fail(r->items->diag, LT_ERR_DATA, r->items->url, "do not trust this file", "a chapter whose address leads out of the book");
        else if (++count > LT_EPUB_MAX_CHAPTERS)
            err = lt_fail(r->items->diag, LT_ERR_LIMIT, r->items->url, NULL, "a book of more than %d chapters", LT_EPUB_MAX_CHAPTERS);
        else if (count > 1 || (err = check_open(r, lt_dom_attr(item, "href"))) == LT_OK)
            err = read_chapter(r, path);
    }
    return err;
}

/* META-INF/container.xml names the package. */
static enum lt_err find_package(struct reader *r)
{
    xmlDoc *doc;
    enum lt_err err = read_tree(r, "META-INF/container.xml", &doc);
    if (err != LT_OK)
        return err;
    const xmlNode *file = lt_dom_find(xmlDocGetRootElement(doc), "rootfile");
    const char *path = file ? lt_dom_attr(file, "full-path") : NULL;
    r->package_path = path && path[0] ? lt_zip_path("", path, r->items->arena) : NULL;
    xmlFreeDoc(doc);
    if (!r->package_path)
        return lt_fail(r->items->diag, LT_ERR_DATA, r->items->url, NULL, "a book that does not say where its package is");
    return LT_OK;
}

enum lt_err lt_epub_read(struct lt_bytes data, struct lt_items *items)
{
    struct reader r = {.items = items};
    xmlDoc *doc = NULL;
    enum lt_err err = lt_zip_open(data, items->diag, &r.book);
    if (err != LT_OK)
        return err;
    r.labels = lt_alloc(LABELS_MAX, sizeof *r.labels);
    err = find_package(&r);
    if (err == LT_OK)
        err = read_tree(&r, r.package_path, &doc);
    if (err == LT_OK) {
        r.package = xmlDocGetRootElement(doc);
        read_metadata(&r);
        read_labels(&r);
        err = read_spine(&r);
        r.wordless = err == LT_OK && items->feed.entry_count == 0;
        if (r.wordless) /* a book of pictures */
            err = read_spine(&r);
    }
    if (err == LT_OK && items->feed.entry_count == 0)
        err = lt_fail(items->diag, LT_ERR_DATA, items->url, NULL, "a book without a chapter");
    xmlFreeDoc(doc);
    free(r.labels);
    lt_zip_close(r.book);
    return err == LT_ERR_NO_INPUT ? lt_fail(items->diag, LT_ERR_DATA, items->url, "get the file again", "a book from which a file is missing") : err;
}

enum lt_err lt_epub_file(struct lt_bytes data, const char *path, size_t limit_bytes, struct lt_diag *diag, struct lt_buf *out)
{
    struct lt_zip *book;
    struct lt_arena arena = {0};
    enum lt_err err = lt_zip_open(data, diag, &book);
    if (err != LT_OK)
        return err;
    err = lt_zip_read(book, lt_zip_path("", path, &arena), limit_bytes, diag, out);
    lt_zip_close(book);
    lt_arena_finish(&arena);
    return err;
}
