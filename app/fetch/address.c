/*
 * address.c: the address blocks that no public server lives in (IANA's special-purpose registries, RFC 6890).
 */
#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

struct block4 {
    uint32_t network;
    int bits;
};

struct block6 {
    uint8_t network[16];
    int bits;
};

static const struct block4 local4[] = {
    {0x00000000, 8},  /* 0/8, this network */
    {0x0A000000, 8},  /* 10/8, private */
    {0x64400000, 10}, /* 100.64/10, carrier-grade NAT */
    {0x7F000000, 8},  /* 127/8, loopback */
    {0xA9FE0000, 16}, /* 169.254/16, link-local */
    {0xAC100000, 12}, /* 172.16/12, private */
    {0xC0000000, 24}, /* 192.0.0/24, protocol assignments */
    {0xC0000200, 24}, /* 192.0.2/24, documentation */
    {0xC0586300, 24}, /* 192.88.99/24, 6to4 relays */
    {0xC0A80000, 16}, /* 192.168/16, private */
    {0xC6120000, 15}, /* 198.18/15, benchmarks */
    {0xC6336400, 24}, /* 198.51.100/24, documentation */
    {0xCB007100, 24}, /* 203.0.113/24, documentation */
    {0xE0000000, 3},  /* 224/3, multicast, reserved, broadcast */
};

/* Outside 2000::/3 nothing is public; these are the exceptions inside. */
static const struct block6 local6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},             /* 2001::/23, protocol assignments, Teredo */
    {{0x20, 0x01, 0x0D, 0xB8}, 32},             /* 2001:db8::/32, documentation */
    {{0x3F, 0xFF, 0x00, 0x00}, 20},             /* 3fff::/20, documentation */
};

static bool is_local4(uint32_t address)
{
    for (size_t i = 0; i < sizeof local4 / sizeof *local4; i++)
        if ((address ^ local4[i].network) >> (32 - local4[i].bits) == 0)
            return true;
    return false;
}

static uint32_t read4(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool begins(const uint8_t *address, const uint8_t *network, int bits)
{
    int whole = bits / 8, rest = bits % 8;
    return memcmp(address, network, (size_t)whole) == 0 &&
           (rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0);
}

static bool is_local6(const uint8_t *address)
{
    static const uint8_t mapped[16] = {[10] = 0xFF, [11] = 0xFF}, nat64[16] = {0x00, 0x64, 0xFF, 0x9B};
    if (begins(address, mapped, 96) || begins(address, nat64, 96))
        return is_local4(read4(address + 12));
    if (address[0] == 0x20 && address[1] == 0x02) /* 6to4 wraps its IPv4 address in the front */
        return is_local4(read4(address + 2));
    if (address[0] >> 5 != 1)
        return true;
    for (size_t i = 0; i < sizeof local6 / sizeof *local6; i++)
        if (begins(address, local6[i].network, local6[i].bits))
            return true;
    return false;
}

bool lt_address_is_local(const struct sockaddr *address, socklen_t size)
{
    if (address->sa_family == AF_INET && size >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return is_local4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6 && size >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        return is_local6(in6.sin6_addr.s6_addr);
    }
    return true;
}

bool lt_address_text_is_local(const char *text)
{
    uint8_t bytes[16];
    if (inet_pton(AF_INET, text, bytes) == 1)
        return is_local4(read4(bytes));
    return inet_pton(AF_INET6, text, bytes) != 1 || is_local6(bytes);
}
