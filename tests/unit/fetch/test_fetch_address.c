/*
 * test_fetch_address.c: which addresses are of the local network, in every disguise.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static void local_ones(void **state)
{
    (void)state;
    static const char *const local[] = {
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1", "100::1",
        "2001:db8::1", "2001::1", "3fff::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::192.168.1.1", "64:ff9b:1::8.8.8.8", "2002:7f00:1::1", "2002:c0a8:101::1",
        "fe80::1%eth0", "localhost", "", "1.2.3", "0x7f.1"};
    for (size_t i = 0; i < sizeof local / sizeof *local; i++)
        if (!lt_address_text_is_local(local[i]))
            fail_msg("%s", local[i]);
}

static void public_ones(void **state)
{
    (void)state;
    static const char *const far[] = {
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "2600::1", "2a00:1450::1", "2001:4860::8888",
        "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1", "2001:db9::1"};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        if (lt_address_text_is_local(far[i]))
            fail_msg("%s", far[i]);
}

static void socket_addresses(void **state)
{
    (void)state;
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    inet_pton(AF_INET, "1.1.1.1", &in.sin_addr);
    assert_false(lt_address_is_local((struct sockaddr *)&in, sizeof in));
    assert_true(lt_address_is_local((struct sockaddr *)&in, 4));
    inet_pton(AF_INET, "127.0.0.1", &in.sin_addr);
    assert_true(lt_address_is_local((struct sockaddr *)&in, sizeof in));
    inet_pton(AF_INET6, "2600::1", &in6.sin6_addr);
    assert_false(lt_address_is_local((struct sockaddr *)&in6, sizeof in6));
    inet_pton(AF_INET6, "::1", &in6.sin6_addr);
    assert_true(lt_address_is_local((struct sockaddr *)&in6, sizeof in6));
    in.sin_family = AF_UNIX;
    assert_true(lt_address_is_local((struct sockaddr *)&in, sizeof in));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(local_ones),
        cmocka_unit_test(public_ones),
        cmocka_unit_test(socket_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
