/*
 * outcome.c: the words for how an exchange ended, and which kind of failure each is.
 */
#include <lutrin/fetch.h>

static const struct {
    const char *name;
    enum lt_err err;
} outcomes[LT_FETCH_OUTCOMES] = {
    [LT_FETCH_OK] = {"ok", LT_OK},
    [LT_FETCH_NOT_MODIFIED] = {"not-modified", LT_OK},
    [LT_FETCH_PARTIAL] = {"partial", LT_OK},
    [LT_FETCH_RANGE_IGNORED] = {"range-ignored", LT_ERR_DATA},
    [LT_FETCH_RANGE_UNSATISFIABLE] = {"range-unsatisfiable", LT_ERR_DATA},
    [LT_FETCH_RANGE_WRONG] = {"range-wrong", LT_ERR_DATA},
    [LT_FETCH_CHANGED] = {"changed", LT_ERR_DATA},
    [LT_FETCH_HTTP_ERROR] = {"http-error", LT_ERR_NO_INPUT},
    [LT_FETCH_RATE_LIMITED] = {"rate-limited", LT_ERR_UNAVAILABLE},
    [LT_FETCH_PORTAL] = {"portal", LT_ERR_UNAVAILABLE},
    [LT_FETCH_TOO_LARGE] = {"too-large", LT_ERR_LIMIT},
    [LT_FETCH_HEADER_TOO_LARGE] = {"header-too-large", LT_ERR_LIMIT},
    [LT_FETCH_TIMEOUT] = {"timeout", LT_ERR_UNAVAILABLE},
    [LT_FETCH_SLOW] = {"slow", LT_ERR_UNAVAILABLE},
    [LT_FETCH_DNS] = {"dns", LT_ERR_UNAVAILABLE},
    [LT_FETCH_CONNECT] = {"connect", LT_ERR_UNAVAILABLE},
    [LT_FETCH_LOCAL_REFUSED] = {"local-refused", LT_ERR_DATA},
    [LT_FETCH_TLS_DATE] = {"tls-date", LT_ERR_SIGNATURE},
    [LT_FETCH_TLS_NAME] = {"tls-name", LT_ERR_SIGNATURE},
    [LT_FETCH_TLS_CHAIN] = {"tls-chain", LT_ERR_SIGNATURE},
    [LT_FETCH_TLS] = {"tls", LT_ERR_UNAVAILABLE},
    [LT_FETCH_REDIRECT_LOOP] = {"redirect-loop", LT_ERR_DATA},
    [LT_FETCH_REDIRECT_REFUSED] = {"redirect-refused", LT_ERR_DATA},
    [LT_FETCH_DOWNGRADE] = {"downgrade", LT_ERR_DATA},
    [LT_FETCH_SCHEME] = {"scheme", LT_ERR_DATA},
    [LT_FETCH_ENCODING] = {"encoding", LT_ERR_DATA},
    [LT_FETCH_TRUNCATED] = {"truncated", LT_ERR_UNAVAILABLE},
    [LT_FETCH_BROKEN] = {"broken", LT_ERR_UNAVAILABLE},
    [LT_FETCH_PROTOCOL] = {"protocol", LT_ERR_DATA},
    [LT_FETCH_SINK] = {"sink", LT_ERR_IO},
    [LT_FETCH_CANCELLED] = {"cancelled", LT_ERR_UNAVAILABLE},
};

const char *lt_fetch_outcome_name(enum lt_fetch_outcome outcome)
{
    return (unsigned)outcome < LT_FETCH_OUTCOMES ? outcomes[outcome].name : "unknown";
}

enum lt_err lt_fetch_outcome_err(enum lt_fetch_outcome outcome)
{
    return (unsigned)outcome < LT_FETCH_OUTCOMES ? outcomes[outcome].err : LT_ERR_SOFTWARE;
}
