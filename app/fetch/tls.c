/*
 * tls.c: what a certificate must be, and the clock it is judged by.
 *
 * A kiosk without a battery wakes up in 1970, where every certificate is not valid yet. The caller may then lend a time
 * it has reason to trust, or ask that dates be left out; the chain and the name are checked always.
 */
#include "exchange.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

/* libcurl hands over each new connection's SSL_CTX. */
static CURLcode lend_time(CURL *easy, void *context, void *self)
{
    const struct lt_exchange *x = self;
    X509_VERIFY_PARAM *param = SSL_CTX_get0_param(context);
    (void)easy;
    if (!param)
        return CURLE_SSL_CONNECT_ERROR;
    if (x->request.tls_any_date) /* a time that is set as well would be looked at */
        X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_NO_CHECK_TIME);
    else
        X509_VERIFY_PARAM_set_time(param, (time_t)x->request.tls_time_s);
    return CURLE_OK;
}

bool lt_tls_setup(const struct lt_exchange *x, CURL *easy)
{
    bool ok = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
              curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
              curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
              /* It would end with the exchange; and libcurl 7.88 frees a session twice that it had no memory to keep. */
              curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L) == CURLE_OK;
    if (x->request.ca_file) /* these and no others: the system's directory would be looked through as well */
        ok = ok && curl_easy_setopt(easy, CURLOPT_CAINFO, x->request.ca_file) == CURLE_OK &&
             curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) == CURLE_OK;
    if (x->request.tls_time_s > 0 || x->request.tls_any_date) {
        /* Neither the connection nor the session may serve a request that trusts the system's clock, nor the reverse. */
        ok = ok && curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, lend_time) == CURLE_OK &&
             curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, x) == CURLE_OK &&
             curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK &&
             curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK;
    }
    return ok;
}

enum lt_fetch_outcome lt_tls_outcome(CURL *easy)
{
    long result = 0;
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &result);
    switch (result) {
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return LT_FETCH_TLS_DATE;
    case X509_V_OK: /* the chain was good, or libcurl came no further than to the name */
    case X509_V_ERR_UNSPECIFIED:
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return LT_FETCH_TLS_NAME;
    default:
        return LT_FETCH_TLS_CHAIN;
    }
}
