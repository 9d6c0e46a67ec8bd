/*
 * address.h: is a network address one of the local network?
 */
#ifndef LUTRIN_FETCH_ADDRESS_H
#define LUTRIN_FETCH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* True for every address that is not a public unicast one (loopback, link-local, private, shared, multicast, reserved,
 * documentation, and the IPv6 forms that wrap such an IPv4 address), and for every family but IPv4 and IPv6. */
bool lt_address_is_local(const struct sockaddr *address, socklen_t size);

/* The same for an address in digits; what is none is local. */
bool lt_address_text_is_local(const char *text);

#endif
