#!/bin/sh
# relay.cgi: the publisher's relay for sign-ups that kiosks seal; see THE NEWSLETTER in lutrin-pack(1).
#
# A CGI program for any web server that can run one. LUTRIN_DESK (/etc/lutrin-desk) is a folder with outbox.key, the plan
# SITE.ini (whose `form` is filled in), and seen/, which must be its own to write to. Keep the address behind TLS, let its
# log keep no more than it must, and limit how often one address may ask: anybody can seal anything.
desk=${LUTRIN_DESK:-/etc/lutrin-desk}
status='405 Method Not Allowed'
if [ "${REQUEST_METHOD:-}" = POST ]; then
  head -c 4096 | "${LUTRIN_PACK:-lutrin-pack}" outbox open --key "$desk/outbox.key" -c "$desk/SITE.ini" --post --seen "$desk/seen"
  case $? in
    0) status='204 No Content' ;;
    65) status='422 Unprocessable Content' ;; # refused, or no sign-up at all: never again
    *) status='503 Service Unavailable' ;;    # later
  esac
fi
printf 'Status: %s\r\n\r\n' "$status"
