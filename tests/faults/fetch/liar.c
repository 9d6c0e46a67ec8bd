/*
 * liar.c: the lies. Each connection is a process with an alarm set; each lie a function that writes to a socket.
 */
#include "liar.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_MAX = 16 << 10, FLOOD_BYTES = 64 << 20 };

struct visit {
    int fd;
    char head[HEAD_MAX + 1];
    char name[64];
    unsigned seed;
    int64_t range; /* asked for; 0: none */
    bool keep;     /* the connection stays open for another request */
};

int64_t liar_size(unsigned seed)
{
    return 3000 + (int64_t)(seed * 2654435761u % 60000u);
}

char liar_byte(int64_t at, unsigned seed)
{
    return (char)('A' + (at * 7 + at / 251 + seed) % 26);
}

static void put(const struct visit *v, const char *data, size_t size)
{
    while (size) {
        size_t piece = size < 1 + v->seed * 977 % 5000 ? size : 1 + v->seed * 977 % 5000;
        ssize_t sent = send(v->fd, data, piece, MSG_NOSIGNAL);
        if (sent <= 0)
            _exit(0); /* the client has had enough */
        data += sent;
        size -= (size_t)sent;
    }
}

static void say(const struct visit *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(const struct visit *v, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int size = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    put(v, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}

static void truth(const struct visit *v, int64_t from, int64_t to)
{
    static char data[1 << 17];
    for (int64_t i = from; i < to; i++)
        data[i - from] = liar_byte(i, v->seed);
    put(v, data, (size_t)(to - from));
}

static void nap(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

static void reset(const struct visit *v)
{
    struct linger now = {1, 0};
    nap(30); /* let what was sent arrive */
    setsockopt(v->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(v->fd);
    _exit(0);
}

/* Somewhere in the truth, but not at its ends. */
static int64_t somewhere(const struct visit *v)
{
    return 1 + (int64_t)(v->seed * 40503u % (unsigned)(liar_size(v->seed) - 2));
}

#define OK_HEAD "HTTP/1.1 200 OK\r\nConnection: close\r\n"
#define PART_HEAD "HTTP/1.1 206 Partial Content\r\nConnection: close\r\n"

static void whole(struct visit *v)
{
    say(v, OK_HEAD "ETag: \"one\"\r\nContent-Length: %" PRId64 "\r\n\r\n", liar_size(v->seed));
    truth(v, 0, liar_size(v->seed));
}

static void kept(struct visit *v)
{
    say(v, "HTTP/1.1 200 OK\r\nContent-Length: %" PRId64 "\r\n\r\n", liar_size(v->seed));
    truth(v, 0, liar_size(v->seed));
    v->keep = true;
}

static void part_of(struct visit *v, const char *etag, int64_t start, int64_t end, const char *total)
{
    int64_t size = liar_size(v->seed);
    say(v, PART_HEAD "ETag: %s\r\nContent-Length: %" PRId64 "\r\nContent-Range: bytes %" PRId64 "-%" PRId64 "/%s\r\n\r\n",
        etag, size - v->range, start, end, total);
    truth(v, v->range, size);
}

static void partial(struct visit *v)
{
    char total[32];
    snprintf(total, sizeof total, "%" PRId64, liar_size(v->seed));
    part_of(v, "\"one\"", v->range, liar_size(v->seed) - 1, total);
}

static void range_shifted(struct visit *v)
{
    char total[32];
    snprintf(total, sizeof total, "%" PRId64, liar_size(v->seed) + 1);
    part_of(v, "\"one\"", v->range + 1, liar_size(v->seed), total);
}

static void range_garbled(struct visit *v)
{
    part_of(v, "\"one\"", v->range, liar_size(v->seed) - 1, "ten");
}

static void range_not_to_the_end(struct visit *v)
{
    part_of(v, "\"one\"", v->range, liar_size(v->seed) - 1, "99999");
}

static void range_too_large(struct visit *v)
{
    say(v, PART_HEAD "Content-Range: bytes %" PRId64 "-999999999/1000000000\r\n\r\n", v->range);
    truth(v, v->range, liar_size(v->seed));
}

static void range_missing(struct visit *v)
{
    say(v, PART_HEAD "\r\n");
    truth(v, v->range, liar_size(v->seed));
}

static void range_multipart(struct visit *v)
{
    say(v, PART_HEAD "Content-Type: multipart/byteranges; boundary=b\r\n\r\n--b\r\nContent-Range: bytes 1-2/3\r\n\r\nab\r\n");
}

static void range_short(struct visit *v)
{
    say(v, PART_HEAD "Content-Range: bytes %" PRId64 "-%" PRId64 "/%" PRId64 "\r\n\r\n", v->range,
        liar_size(v->seed) - 1, liar_size(v->seed));
    truth(v, v->range, liar_size(v->seed) - 1);
}

static void range_long(struct visit *v)
{
    say(v, PART_HEAD "Content-Range: bytes %" PRId64 "-%" PRId64 "/%" PRId64 "\r\n\r\n", v->range,
        liar_size(v->seed) - 1, liar_size(v->seed));
    truth(v, v->range, liar_size(v->seed) + 9);
}

static void range_at_odds(struct visit *v)
{
    int64_t size = liar_size(v->seed);
    say(v, PART_HEAD "Content-Length: %" PRId64 "\r\nContent-Range: bytes %" PRId64 "-%" PRId64 "/%" PRId64 "\r\n\r\n",
        size - v->range - 1, v->range, size - 1, size);
    truth(v, v->range, size - 1);
}

static void range_refused(struct visit *v)
{
    say(v, "HTTP/1.1 416 No\r\nConnection: close\r\nContent-Range: bytes */10\r\nContent-Length: 0\r\n\r\n");
}

static void changed_partial(struct visit *v)
{
    char total[32];
    snprintf(total, sizeof total, "%" PRId64, liar_size(v->seed));
    part_of(v, "\"two\"", v->range, liar_size(v->seed) - 1, total);
}

static void partial_unasked(struct visit *v)
{
    say(v, PART_HEAD "Content-Length: 3\r\nContent-Range: bytes 0-2/3\r\n\r\nabc");
}

static void short_body(struct visit *v)
{
    say(v, OK_HEAD "Content-Length: %" PRId64 "\r\n\r\n", liar_size(v->seed));
    truth(v, 0, somewhere(v));
}

/* More than announced, and the rest looks like another answer. It comes in one piece with the last of the truth; what
 * comes only when the next request is on its way nobody can tell from its answer. */
static void long_body(struct visit *v)
{
    static const char surplus[] = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison";
    int64_t size = liar_size(v->seed);
    char last[1 + sizeof surplus];
    say(v, "HTTP/1.1 200 OK\r\nContent-Length: %" PRId64 "\r\n\r\n", size);
    truth(v, 0, size - 1);
    last[0] = liar_byte(size - 1, v->seed);
    memcpy(last + 1, surplus, sizeof surplus);
    if (send(v->fd, last, sizeof surplus, MSG_NOSIGNAL) != sizeof surplus)
        _exit(0);
    v->keep = true;
}

static void announced_too_large(struct visit *v)
{
    say(v, OK_HEAD "Content-Length: 99999999999\r\n\r\n");
    truth(v, 0, liar_size(v->seed));
}

static void flood(const struct visit *v, const char *data, size_t size)
{
    for (size_t sent = 0; sent < FLOOD_BYTES; sent += size)
        put(v, data, size);
}

static void endless(struct visit *v)
{
    static const char block[4096] = {'A'};
    say(v, OK_HEAD "\r\n");
    flood(v, block, sizeof block);
}

static void endless_chunks(struct visit *v)
{
    say(v, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n");
    flood(v, "A\r\n0123456789\r\n", 15);
}

static void chunk_cut(struct visit *v)
{
    say(v, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n1000\r\n");
    truth(v, 0, 500);
}

static void chunk_damaged(struct visit *v)
{
    say(v, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nABCDE\r\nzz\r\nABC");
}

/* gzip by hand: a header, then stored blocks. */
static const char gzip_head[] = {0x1F, (char)0x8B, 8, 0, 0, 0, 0, 0, 0, 3};

static void gzip_anyway(struct visit *v)
{
    say(v, OK_HEAD "Content-Encoding: gzip\r\n\r\n");
    put(v, gzip_head, sizeof gzip_head);
}

static void gzip_damaged(struct visit *v)
{
    say(v, OK_HEAD "Content-Encoding: gzip\r\n\r\n");
    put(v, gzip_head, sizeof gzip_head);
    say(v, "this is no deflate stream");
}

/* Stored blocks of no bytes for ever: nothing ever comes out of them. */
static void gzip_of_nothing(struct visit *v)
{
    static const char empty[] = {0, 0, 0, (char)0xFF, (char)0xFF};
    char block[5000];
    for (size_t i = 0; i < sizeof block; i++)
        block[i] = empty[i % 5];
    say(v, OK_HEAD "Content-Encoding: gzip\r\n\r\n");
    put(v, gzip_head, sizeof gzip_head);
    flood(v, block, sizeof block);
}

/* One block of fixed Huffman codes: a zero, then many times "258 bytes from one back" in 13 bits each: 2 MB in 13 KB. */
static void gzip_bomb(struct visit *v)
{
    static const char head_bits[] = {0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0};   /* not the last, fixed codes, literal 0 */
    static const char match[] = {1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0}; /* length 258, distance 1 */
    char bits[13 * 1000];
    size_t at = 0;
    memset(bits, 0, sizeof bits);
    for (size_t i = 0; i < sizeof head_bits; i++, at++)
        bits[at / 8] = (char)(bits[at / 8] | head_bits[i] << at % 8);
    while (at + sizeof match < sizeof bits * 8)
        for (size_t i = 0; i < sizeof match; i++, at++)
            bits[at / 8] = (char)(bits[at / 8] | match[i] << at % 8);
    say(v, OK_HEAD "Content-Encoding: gzip\r\n\r\n");
    put(v, gzip_head, sizeof gzip_head);
    put(v, bits, at / 8);
}

static void redirect_loop(struct visit *v)
{
    say(v, "HTTP/1.1 302 Found\r\nLocation: /redirect-loop?%u\r\nContent-Length: 4\r\n\r\nhere", v->seed);
    v->keep = true;
}

static void redirect_once(struct visit *v)
{
    say(v, "HTTP/1.1 301 Moved\r\nLocation: whole?%u\r\nContent-Length: 0\r\n\r\n", v->seed);
    v->keep = true;
}

static void redirect_to_file(struct visit *v)
{
    say(v, "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: file:///etc/passwd\r\n\r\n");
}

static void redirect_to_user(struct visit *v)
{
    say(v, "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: http://me:secret@127.0.0.1/\r\n\r\n");
}

static void redirect_to_nowhere(struct visit *v)
{
    say(v, "HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}

static void redirect_to_nonsense(struct visit *v)
{
    say(v, "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: http://[x\r\n\r\n");
}

/* The redirect itself never ends. */
static void redirect_flood(struct visit *v)
{
    static const char block[4096] = {'A'};
    say(v, "HTTP/1.1 302 Found\r\nLocation: /whole?%u\r\n\r\n", v->seed);
    flood(v, block, sizeof block);
}

static void header_huge(struct visit *v)
{
    char line[4096];
    memset(line, 'A', sizeof line);
    say(v, OK_HEAD "X-Huge: ");
    for (int i = 0; i < 256; i++)
        put(v, line, sizeof line);
    say(v, "\r\n\r\nA");
}

static void header_many(struct visit *v)
{
    say(v, OK_HEAD);
    flood(v, "X-Another: one of many\r\n", 24);
}

static void header_interim(struct visit *v)
{
    flood(v, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 40);
}

static void trickle(const struct visit *v, const char *text)
{
    for (size_t i = 0; text[i % strlen(text)]; i++) {
        put(v, text + i % strlen(text), 1);
        nap(1000);
    }
}

static void slow_body(struct visit *v)
{
    say(v, OK_HEAD "Content-Length: 3000\r\n\r\n");
    trickle(v, "ABC");
}

static void slow_head(struct visit *v)
{
    trickle(v, "HTTP/1.1 200 OK\r\nX: y\r\nX: ");
}

static void silent(struct visit *v)
{
    (void)v;
    nap(LIAR_CONNECTION_S * 1000);
}

static void stall(struct visit *v)
{
    say(v, OK_HEAD "Content-Length: %" PRId64 "\r\n\r\n", liar_size(v->seed));
    truth(v, 0, somewhere(v));
    nap(LIAR_CONNECTION_S * 1000);
}

static void reset_body(struct visit *v)
{
    say(v, OK_HEAD "Content-Length: %" PRId64 "\r\n\r\n", liar_size(v->seed));
    truth(v, 0, somewhere(v));
    reset(v);
}

static void reset_at_once(struct visit *v)
{
    reset(v);
}

static void closed_at_once(struct visit *v)
{
    (void)v;
}

static void answer(struct visit *v, const char *status, const char *more)
{
    say(v, "HTTP/1.1 %s\r\nConnection: close\r\n%sContent-Length: 5\r\n\r\nwords", status, more);
}

static void busy_forever(struct visit *v)
{
    answer(v, "503 Busy", "Retry-After: 1000000000\r\n");
}

static void busy_dated(struct visit *v)
{
    answer(v, "429 Slow down", "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n");
}

static void busy_soon(struct visit *v)
{
    answer(v, "429 Slow down", "Retry-After: 50\r\n");
}

static void busy_garbled(struct visit *v)
{
    answer(v, "503 Busy", "Retry-After: soon\r\n");
}

static void missing(struct visit *v)
{
    answer(v, "404 Not Found", "");
}

static void failing(struct visit *v)
{
    answer(v, "500 Oops", "");
}

static void error_flood(struct visit *v)
{
    static const char block[4096] = {'A'};
    say(v, "HTTP/1.1 500 Oops\r\n\r\n");
    flood(v, block, sizeof block);
}

static void not_modified(struct visit *v)
{
    say(v, "HTTP/1.1 304 Not Modified\r\nETag: \"one\"\r\nConnection: close\r\n\r\n");
}

static void portal(struct visit *v)
{
    say(v, OK_HEAD "Content-Type: text/plain\r\n\r\n \r\n<!DOCTYPE html><title>Welcome to our Wi-Fi</title>");
}

static void portal_status(struct visit *v)
{
    answer(v, "511 Network Authentication Required", "");
}

static void portal_redirect(struct visit *v)
{
    say(v, "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: /portal?%u\r\n\r\n", v->seed);
}

static void no_http(struct visit *v)
{
    say(v, "Hello, this is a mail server.\r\n");
    truth(v, 0, liar_size(v->seed));
}

static void no_status(struct visit *v)
{
    say(v, "HTTP/1.1 OK fine\r\n\r\n");
}

static void two_lengths(struct visit *v)
{
    say(v, OK_HEAD "Content-Length: 5\r\nContent-Length: 7\r\n\r\nABCDEFG");
}

static void negative_length(struct visit *v)
{
    say(v, OK_HEAD "Content-Length: -5\r\n\r\nABCDEFG");
}

static void overflowing_length(struct visit *v)
{
    say(v, OK_HEAD "Content-Length: 99999999999999999999999\r\n\r\nABCDEFG");
}

static void trailer_lies(struct visit *v)
{
    say(v, OK_HEAD "Transfer-Encoding: chunked\r\nTrailer: ETag\r\n\r\n3\r\nABC\r\n0\r\nETag: \"three\"\r\n\r\n");
}

static const struct {
    const char *name;
    void (*lie)(struct visit *v);
} lies[] = {
    {"whole", whole}, {"kept", kept}, {"partial", partial}, {"range-shifted", range_shifted},
    {"range-garbled", range_garbled}, {"range-not-to-the-end", range_not_to_the_end},
    {"range-too-large", range_too_large}, {"range-missing", range_missing}, {"range-multipart", range_multipart},
    {"range-short", range_short}, {"range-long", range_long}, {"range-at-odds", range_at_odds}, {"range-refused", range_refused},
    {"changed-partial", changed_partial}, {"partial-unasked", partial_unasked}, {"short", short_body},
    {"long", long_body}, {"announced-too-large", announced_too_large}, {"endless", endless},
    {"endless-chunks", endless_chunks}, {"chunk-cut", chunk_cut}, {"chunk-damaged", chunk_damaged},
    {"gzip-anyway", gzip_anyway}, {"gzip-damaged", gzip_damaged}, {"gzip-of-nothing", gzip_of_nothing},
    {"gzip-bomb", gzip_bomb}, {"redirect-loop", redirect_loop}, {"redirect-once", redirect_once},
    {"redirect-to-file", redirect_to_file}, {"redirect-to-user", redirect_to_user},
    {"redirect-to-nowhere", redirect_to_nowhere}, {"redirect-to-nonsense", redirect_to_nonsense},
    {"redirect-flood", redirect_flood}, {"header-huge", header_huge}, {"header-many", header_many},
    {"header-interim", header_interim}, {"slow-body", slow_body}, {"slow-head", slow_head}, {"silent", silent},
    {"stall", stall}, {"reset-body", reset_body}, {"reset-at-once", reset_at_once}, {"closed-at-once", closed_at_once},
    {"busy-forever", busy_forever}, {"busy-dated", busy_dated}, {"busy-soon", busy_soon},
    {"busy-garbled", busy_garbled}, {"missing", missing}, {"failing", failing}, {"error-flood", error_flood},
    {"not-modified", not_modified}, {"portal", portal}, {"portal-status", portal_status},
    {"portal-redirect", portal_redirect}, {"no-http", no_http}, {"no-status", no_status}, {"two-lengths", two_lengths},
    {"negative-length", negative_length}, {"overflowing-length", overflowing_length}, {"trailer-lies", trailer_lies},
};

/* Reads one request head; false at the end of the connection. */
static bool listen_to(struct visit *v)
{
    size_t size = 0;
    v->seed = 0;
    while (size < HEAD_MAX) {
        ssize_t got = recv(v->fd, v->head + size, 1, 0);
        if (got <= 0)
            return false;
        v->head[++size] = '\0';
        if (v->head[0] != 'G') { /* TLS, perhaps */
            say(v, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
            return false;
        }
        if (size >= 4 && strcmp(v->head + size - 4, "\r\n\r\n") == 0)
            break;
    }
    v->keep = false;
    v->range = 0;
    const char *range = strstr(v->head, "Range: bytes=");
    if (range)
        v->range = strtoll(range + strlen("Range: bytes="), NULL, 10);
    return sscanf(v->head, "GET /%63[a-z-]?%u", v->name, &v->seed) >= 1;
}

static void attend(int fd)
{
    static struct visit v;
    int one = 1;
    v.fd = fd;
    alarm(LIAR_CONNECTION_S);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    do {
        if (!listen_to(&v))
            break;
        for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
            if (strcmp(lies[i].name, v.name) == 0)
                lies[i].lie(&v);
    } while (v.keep);
    shutdown(fd, SHUT_WR);
    while (recv(fd, v.head, HEAD_MAX, 0) > 0) /* a close with bytes unread would reset what was sent */
        ;
    _exit(0);
}

int liar_start(pid_t *ret_pid)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) || listen(fd, 64) ||
        getsockname(fd, (struct sockaddr *)&address, &size))
        return 0;
    pid_t pid = fork();
    if (pid < 0)
        return 0;
    if (pid == 0) {
        int nowhere = open("/dev/null", O_RDWR);
        for (int i = 0; i < 3; i++) /* who waits for the test's output does not wait for us */
            dup2(nowhere, i);
        setpgid(0, 0);
        signal(SIGCHLD, SIG_IGN);
        alarm(LIAR_LIFE_S);
        for (;;) {
            int peer = accept(fd, NULL, NULL);
            if (peer >= 0 && fork() == 0)
                attend(peer);
            if (peer >= 0)
                close(peer);
        }
    }
    close(fd);
    setpgid(pid, pid); /* here too: whoever comes first */
    *ret_pid = pid;
    return ntohs(address.sin_port);
}
