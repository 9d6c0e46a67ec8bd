/*
 * source_line.c: the line that WordPress ends each entry of a feed with, in the site's language: "The post A appeared first
 * on B.", where A leads to the entry and B to its site. It is no part of the article.
 */
#include <lutrin/ingest.h>

#include <string.h>

enum {
    LINE_MAX_BYTES = 2000,
    WORDS_MAX_BYTES = 80, /* outside of the two links */
};

/* Where the last `mark` stands in html[0..size), or `size`. */
static size_t find_last(const char *html, size_t size, const char *mark)
{
    size_t length = strlen(mark);
    for (size_t at = size < length ? 0 : size - length + 1; at-- > 0;)
        if (memcmp(html + at, mark, length) == 0)
            return at;
    return size;
}

/* An address for comparing: without scheme and the slash at its end. */
static struct lt_bytes bare(struct lt_bytes url)
{
    const char *colon = url.size ? memchr(url.data, ':', url.size) : NULL;
    if (colon && (size_t)(url.data + url.size - colon) > 3 && memcmp(colon, "://", 3) == 0)
        url = (struct lt_bytes){colon + 3, url.size - (size_t)(colon + 3 - url.data)};
    while (url.size > 0 && url.data[url.size - 1] == '/')
        url.size--;
    return url;
}

/* Does the link lead to the article? A query may say by which way. */
static bool leads_to(struct lt_bytes href, const char *link)
{
    const char *query = href.size ? memchr(href.data, '?', href.size) : NULL;
    struct lt_bytes path = bare(query ? (struct lt_bytes){href.data, (size_t)(query - href.data)} : href);
    struct lt_bytes wanted = bare(lt_bytes_of(link));
    return wanted.size > 0 && (lt_bytes_equal(path, wanted) || lt_bytes_equal(bare(href), wanted));
}

/* Does it lead to the feed's site, or the front page of the article's? */
static bool leads_home(struct lt_bytes href, const struct lt_feed *feed, const char *link)
{
    struct lt_bytes home = bare(href), article = bare(lt_bytes_of(link));
    bool front = home.size > 0 && !memchr(home.data, '/', home.size) && article.size > home.size &&
                 memcmp(article.data, home.data, home.size) == 0 && article.data[home.size] == '/';
    return front || (feed && feed->link && leads_to(href, feed->link));
}

/* The href of the link that begins at or after *at, which moves behind the link. */
static bool take_link(struct lt_bytes line, size_t *at, struct lt_bytes *ret_href, size_t *words)
{
    static const char opening[] = "<a href=\"";
    size_t begin = *at;
    while (begin < line.size && !lt_bytes_starts((struct lt_bytes){line.data + begin, line.size - begin}, opening))
        begin++;
    const char *href = line.data + begin + sizeof opening - 1;
    if (begin + sizeof opening > line.size)
        return false;
    const char *quote = memchr(href, '"', (size_t)(line.data + line.size - href));
    const char *end = quote ? strstr(quote, "</a>") : NULL;
    if (!end || end + 4 > line.data + line.size)
        return false;
    *words += begin - *at;
    *ret_href = (struct lt_bytes){href, (size_t)(quote - href)};
    *at = (size_t)(end + 4 - line.data);
    return true;
}

struct lt_bytes lt_entry_own_words(const struct lt_feed *feed, const struct lt_entry *entry, const char *html)
{
    struct lt_bytes whole = lt_bytes_of(html), first, second;
    size_t begin = find_last(whole.data, whole.size, "<p>"), at = 3, words = 0;
    if (!entry->link || begin == whole.size || whole.size - begin > LINE_MAX_BYTES)
        return whole;
    struct lt_bytes line = {whole.data + begin, whole.size - begin};
    if (!take_link(line, &at, &first, &words) || words == 0 || !take_link(line, &at, &second, &words) ||
        memchr(line.data + at, '<', line.size - at) != strstr(line.data + at, "</p>"))
        return whole;
    words += line.size - at;
    bool told = words <= WORDS_MAX_BYTES && leads_to(first, entry->link) && leads_home(second, feed, entry->link);
    return told ? (struct lt_bytes){whole.data, begin} : whole;
}
