/*
 * url.c: addresses taken apart by libcurl's own parser, so that what is checked is what is asked.
 */
#include "url.h"

#include <curl/curl.h>

#include <lutrin/arena.h>
#include <lutrin/fetch.h>

#include <stdlib.h>
#include <string.h>

/* Without memory nothing can be said of an address, least of all that it names no user: the process ends. */
static CURLUcode heed(CURLUcode code)
{
    if (code == CURLUE_OUT_OF_MEMORY)
        lt_out_of_memory(LT_FETCH_MAX_URL_BYTES);
    return code;
}

static CURLU *new_url(void)
{
    CURLU *url = curl_url();
    heed(url ? CURLUE_OK : CURLUE_OUT_OF_MEMORY);
    return url;
}

/* One part as a heap string of ours; NULL when it is not there. */
static char *part_of(CURLU *url, CURLUPart what, unsigned flags)
{
    char *part = NULL;
    if (heed(curl_url_get(url, what, &part, flags)) != CURLUE_OK)
        return NULL;
    char *copy = lt_strdup(part);
    curl_free(part);
    return copy;
}

static enum lt_url_kind kind_of(CURLU *url)
{
    char *scheme = part_of(url, CURLUPART_SCHEME, 0), *user = part_of(url, CURLUPART_USER, 0);
    char *password = part_of(url, CURLUPART_PASSWORD, 0);
    enum lt_url_kind kind = LT_URL_OTHER;
    if (scheme && !user && !password && strcmp(scheme, "http") == 0)
        kind = LT_URL_HTTP;
    else if (scheme && !user && !password && strcmp(scheme, "https") == 0)
        kind = LT_URL_HTTPS;
    free(scheme);
    free(user);
    free(password);
    return kind;
}

enum lt_url_kind lt_url_absolute(const char *base, const char *text, char **ret_url)
{
    const unsigned flags = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_ALLOW_SPACE;
    enum lt_url_kind kind = LT_URL_BAD;
    CURLU *url = new_url();
    if (strlen(text) >= LT_FETCH_MAX_URL_BYTES)
        goto out;
    if (base && heed(curl_url_set(url, CURLUPART_URL, base, 0)) != CURLUE_OK)
        goto out;
    if (heed(curl_url_set(url, CURLUPART_URL, text, flags)) != CURLUE_OK)
        goto out;
    curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0);
    kind = kind_of(url);
    if (kind == LT_URL_OTHER)
        goto out;
    char *whole = part_of(url, CURLUPART_URL, 0);
    if (whole && strlen(whole) < LT_FETCH_MAX_URL_BYTES) {
        *ret_url = whole;
    } else {
        free(whole);
        kind = LT_URL_BAD;
    }
out:
    curl_url_cleanup(url);
    return kind;
}

char *lt_url_host(const char *text)
{
    CURLU *url = new_url();
    char *scheme = NULL, *name = NULL, *port = NULL;
    if (heed(curl_url_set(url, CURLUPART_URL, text, 0)) == CURLUE_OK) {
        scheme = part_of(url, CURLUPART_SCHEME, 0);
        name = part_of(url, CURLUPART_HOST, 0);
        port = part_of(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    }
    struct lt_buf key = {0};
    for (char *c = name; c && *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c | 32) : *c;
    lt_buf_printf(&key, "%s://%s:%s", scheme ? scheme : "", name ? name : "", port ? port : "");
    free(scheme);
    free(name);
    free(port);
    curl_url_cleanup(url);
    return lt_buf_release(&key);
}
