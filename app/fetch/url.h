/*
 * url.h: addresses as the room needs them.
 */
#ifndef LUTRIN_FETCH_URL_H
#define LUTRIN_FETCH_URL_H

#include <stdbool.h>

enum lt_url_kind {
    LT_URL_HTTP,
    LT_URL_HTTPS,
    LT_URL_OTHER, /* another scheme, or somebody's name and password in it */
    LT_URL_BAD,   /* no address, or longer than LT_FETCH_MAX_URL_BYTES */
};

/* Brings `text`, relative to `base` when that is not NULL, to the form that is sent: blanks and bytes above ASCII
 * encoded, no fragment. *ret_url, to be freed, is set for HTTP and HTTPS only. */
enum lt_url_kind lt_url_absolute(const char *base, const char *text, char **ret_url);

/* "scheme://name:port" of an address that lt_url_absolute() gave; free it. */
char *lt_url_host(const char *url);

#endif
