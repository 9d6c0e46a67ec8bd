/*
 * picture.c: the address of a picture. Pages hide it from browsers that do not scroll (data-src, srcset, <picture>); a
 * candidate is the widest that a screen needs.
 */
#include "picture.h"

#include "plain.h"

#include <lutrin/ingest.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    WIDEST_PX = 2560,   /* wider candidates are taken only when there is no other */
    SIDE_MAX_PX = 65535,
    PIXEL_MAX_PX = 2,   /* counting pixels */
    ICON_MAX_PX = 48,
    CANDIDATES_MAX = 64, /* of one set that are looked at */
};

static size_t gap(const char *text)
{
    return strspn(text, " \t\r\n\f,");
}

/* How good a candidate of so many pixels is. */
static double worth(double width)
{
    return width <= WIDEST_PX ? width : 1 / width;
}

/* The best candidate of a srcset, resolved; NULL when there is none. */
static const char *best_of_set(const char *set, const char *base, struct lt_arena *arena)
{
    const char *best = NULL;
    double best_worth = -1;
    for (int looked = 0; set && *(set += gap(set)) && looked < CANDIDATES_MAX; looked++) {
        size_t size = strcspn(set, " \t\r\n\f");
        const char *descriptor = set + size;
        bool alone = size > 0 && set[size - 1] == ',';
        const char *url = lt_arena_strndup(arena, set, size - (alone ? 1 : 0));
        descriptor += alone ? 0 : strspn(descriptor, " \t\r\n\f");
        size_t length = alone ? 0 : strcspn(descriptor, ",");
        char *unit = NULL;
        double number = length > 0 ? strtod(descriptor, &unit) : 1;
        double width = unit && *unit == 'w' ? number : number * 1000;
        url = lt_url_resolve(url, base, arena);
        if (url && worth(width) > best_worth) {
            best = url;
            best_worth = worth(width);
        }
        set = descriptor + length;
    }
    return best;
}

static const char *from_sets(const xmlNode *node, const char *base, struct lt_arena *arena)
{
    static const char *const names[] = {"data-srcset", "data-lazy-srcset", "srcset"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *url = best_of_set(lt_dom_attr(node, names[i]), base, arena);
        if (url)
            return url;
    }
    return NULL;
}

/* From the <source>s of the <picture> around the image; formats that few can read are passed over. */
static const char *from_sources(const xmlNode *img, const char *base, struct lt_arena *arena)
{
    const xmlNode *picture = img->parent;
    while (picture && !lt_dom_is(picture, "picture") && lt_tag_is_inline(lt_dom_tag(picture)))
        picture = picture->parent;
    if (!lt_dom_is(picture, "picture"))
        return NULL;
    for (const xmlNode *node = picture->children; node; node = lt_dom_next(picture, node)) {
        const char *type = lt_dom_attr(node, "type");
        bool strange = type && (strstr(type, "avif") || strstr(type, "jxl") || strstr(type, "svg"));
        const char *url = lt_dom_is(node, "source") && !strange ? from_sets(node, base, arena) : NULL;
        if (url)
            return url;
    }
    return NULL;
}

bool lt_picture_named(const char *value)
{
    static const char *const ends[] = {".jpg", ".jpeg", ".png", ".webp", ".gif"};
    size_t size = strcspn(value, "?#");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t length = strlen(ends[i]);
        if (size > length && strncasecmp(value + size - length, ends[i], length) == 0)
            return true;
    }
    return false;
}

/* Is it a picture that is there until another is loaded? */
static bool is_stand_in(const char *url)
{
    static const char *const words[] = {"placeholder", "spacer", "blank.", "loading", "lazy", "transparent", "pixel.", "1x1", "empty.", "grey.", "/t.gif"};
    const char *file = url ? strrchr(url, '/') : NULL;
    for (size_t i = 0; file && i < sizeof words / sizeof *words; i++)
        if (strstr(file, words[i]))
            return true;
    return false;
}

/* Scripts keep addresses under many names: any other attribute that names a picture is one. */
static const char *from_any_attribute(const xmlNode *img, const char *base, struct lt_arena *arena)
{
    static const char *const words[] = {"src", "alt", "title", "class", "id", "style", "href"};
    for (const xmlAttr *attr = img->properties; attr; attr = attr->next) {
        const char *name = (const char *)attr->name, *value = lt_dom_attr(img, name);
        bool known = !value || strpbrk(value, " \t\r\n,{}") || !lt_picture_named(value);
        for (size_t i = 0; i < sizeof words / sizeof *words && !known; i++)
            known = strcasecmp(name, words[i]) == 0;
        const char *url = known ? NULL : lt_url_resolve(value, base, arena);
        if (url)
            return url;
    }
    return NULL;
}

static const char *from_attributes(const xmlNode *img, const char *base, struct lt_arena *arena)
{
    static const char *const names[] = {"data-src", "data-original", "data-lazy-src", "data-full-src", "data-url"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = lt_dom_attr(img, names[i]);
        const char *url = value && *value && *value != '#' ? lt_url_resolve(value, base, arena) : NULL;
        if (url && strncmp(url, "mailto:", 7) != 0)
            return url;
    }
    const char *value = lt_dom_attr(img, "src");
    const char *url = value && *value && *value != '#' ? lt_url_resolve(value, base, arena) : NULL;
    url = url && strncmp(url, "mailto:", 7) == 0 ? NULL : url;
    const char *other = !url || is_stand_in(url) ? from_any_attribute(img, base, arena) : NULL;
    return other ? other : url;
}

static const char *address(const xmlNode *img, const char *base, struct lt_arena *arena)
{
    const char *url = from_sets(img, base, arena);
    if (!url)
        url = from_sources(img, base, arena);
    return url ? url : from_attributes(img, base, arena);
}

enum lt_picture_use lt_picture_read(const xmlNode *img, const char *base, struct lt_arena *arena,
                                    struct lt_picture *ret_picture)
{
    static const char *const emoji[] = {"emoji", "smiley", "wp-smiley", "icon", "avatar", NULL};
    const char *url = address(img, base, arena);
    int32_t width = (int32_t)lt_dom_attr_number(img, "width", 1, SIDE_MAX_PX, 0);
    int32_t height = (int32_t)lt_dom_attr_number(img, "height", 1, SIDE_MAX_PX, 0);
    const char *alt = lt_plain_dup(lt_bytes_of(lt_dom_attr(img, "alt")), arena);
    if ((width && width <= PIXEL_MAX_PX) || (height && height <= PIXEL_MAX_PX))
        return LT_PICTURE_NONE;
    bool icon = (width && height && width <= ICON_MAX_PX && height <= ICON_MAX_PX) || lt_dom_named(img, emoji);
    if (!url && !icon)
        return LT_PICTURE_NONE;
    *ret_picture = (struct lt_picture){.url = url, .width = width, .height = height, .alt = alt ? alt : ""};
    return icon ? LT_PICTURE_ICON : LT_PICTURE_FIGURE;
}

const xmlNode *lt_picture_first(const xmlNode *root, const char *base, struct lt_arena *arena)
{
    struct lt_picture picture;
    for (const xmlNode *node = lt_dom_is(root, "img") ? root : lt_dom_next(root, root); node;
         node = lt_dom_next(root, node))
        if (lt_dom_is(node, "img") && lt_picture_read(node, base, arena, &picture) == LT_PICTURE_FIGURE)
            return node;
    return NULL;
}

const char *lt_picture_lead(const char *picture_url, const xmlNode *root, const char *base, struct lt_arena *arena)
{
    struct lt_picture picture;
    const xmlNode *img = !picture_url && root ? lt_picture_first(root, base, arena) : NULL;
    if (img && lt_picture_read(img, base, arena, &picture) == LT_PICTURE_FIGURE)
        return picture.url;
    return picture_url;
}
