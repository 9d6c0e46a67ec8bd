/*
 * route.c: does a road lead out of this machine? As the kernel's tables say (proc(5): /proc/net/route, /proc/net/ipv6_route),
 * looked at when the postman is awake anyhow, so that nothing wakes it and no socket of the kernel's is needed.
 */
#include <lutrin/fetch.h>

#include <net/if.h>
#include <net/route.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    ROUTES_MAX = 4096, /* lines that are read of a table */
    WORDS = 10,        /* of a line */
};

/* Is there such an interface (the table's first line names none), with a cable in it or a station that answers? netdevice(7):
 * any socket may ask. */
static bool has_carrier(const char *device)
{
    struct ifreq request = {0};
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", device);
    bool told = fd >= 0 && ioctl(fd, SIOCGIFFLAGS, &request) == 0;
    if (fd >= 0)
        close(fd);
    return fd < 0 || (told && (request.ifr_flags & IFF_RUNNING));
}

static bool leads_out(const char *flags, const char *device)
{
    unsigned long bits = strtoul(flags, NULL, 16);
    return (bits & RTF_UP) && !(bits & RTF_REJECT) && strcmp(device, "lo") != 0 && has_carrier(device);
}

/* /proc/net/route: device, destination, gateway, flags, ... */
static bool is_route(char *const words[WORDS])
{
    return words[3] && leads_out(words[3], words[0]);
}

/* /proc/net/ipv6_route: destination, its bits, source, its bits, gateway, metric, two counts, flags, device. That every
 * interface has a road to its own link says nothing. */
static bool is_route6(char *const words[WORDS])
{
    return words[9] && strncmp(words[0], "fe80", 4) != 0 && strncmp(words[0], "ff", 2) != 0 && leads_out(words[8], words[9]);
}

static bool has_line(const char *table, bool (*is)(char *const words[WORDS]))
{
    char line[256], *rest;
    bool found = false;
    FILE *file = fopen(table, "re");
    for (int lines = 0; file && !found && lines < ROUTES_MAX && fgets(line, sizeof line, file); lines++) {
        char *words[WORDS] = {strtok_r(line, " \t\n", &rest)};
        for (size_t i = 1; i < WORDS && words[i - 1]; i++)
            words[i] = strtok_r(NULL, " \t\n", &rest);
        found = words[0] && is(words);
    }
    if (file)
        fclose(file);
    return found;
}

bool lt_fetch_has_route(void)
{
    return has_line("/proc/net/route", is_route) || has_line("/proc/net/ipv6_route", is_route6);
}
