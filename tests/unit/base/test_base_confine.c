/*
 * test_base_confine.c: what a confined process may still do, and what kills it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/confine.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void read_there(int fd)
{
    char byte;
    lt_confined_exit(pread(fd, &byte, 1, 0) == 1 ? 7 : 8);
}

static void open_more(int fd)
{
    (void)fd;
    lt_confined_exit(open("/dev/null", O_RDONLY) >= 0 ? 1 : 2);
}

static void take_memory(int fd)
{
    (void)fd;
    lt_confined_exit(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? 1 : 2);
}

/* How a child ends that confines itself and then does this. */
static int end_of(enum lt_confine allowed, void (*act)(int fd))
{
    int fd = open("/dev/zero", O_RDONLY), status = 0;
    pid_t child = fork();
    if (child == 0) {
        lt_confine(allowed, 5);
        act(fd);
    }
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    close(fd);
    return status;
}

static void test_reading_is_allowed_where_it_is_asked_for(void **state)
{
    (void)state;
    int status = end_of(LT_CONFINE_READ, read_there);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    status = end_of(LT_CONFINE_COMPUTE, read_there);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

static void test_anything_else_kills(void **state)
{
    (void)state;
    for (int allowed = LT_CONFINE_COMPUTE; allowed <= LT_CONFINE_READ; allowed++) {
        int status = end_of((enum lt_confine)allowed, open_more);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
        status = end_of((enum lt_confine)allowed, take_memory);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading_is_allowed_where_it_is_asked_for),
        cmocka_unit_test(test_anything_else_kills),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
