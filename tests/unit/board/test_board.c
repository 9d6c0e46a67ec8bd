/*
 * The board: what the service manager hears, and panels that tell their size, tell nonsense, or are not there.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include <lutrin/board.h>
#include <lutrin/file.h>

#ifdef LT_WITH_SYSTEMD
/* A socket as systemd would have it; returns it bound and named in NOTIFY_SOCKET. */
static int listen_as_manager(char folder[])
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_non_null(mkdtemp(folder));
    size_t size = strlen(folder);
    memcpy(address.sun_path, folder, size);
    memcpy(address.sun_path + size, "/n", 3);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    setenv("NOTIFY_SOCKET", address.sun_path, 1);
    return fd;
}

static void hear(int fd, const char *expected)
{
    char said[256] = "";
    ssize_t size = recv(fd, said, sizeof said - 1, 0);
    if (!expected) {
        assert_int_equal(size, -1);
        return;
    }
    assert_true(size > 0);
    said[size] = '\0';
    assert_string_equal(said, expected);
}

static void the_manager_hears_ready_alive_and_the_end(void **state)
{
    (void)state;
    char folder[] = "/tmp/lutrin-board-XXXXXX", path[64];
    struct lt_board board;
    int fd = listen_as_manager(folder);
    setenv("WATCHDOG_USEC", "10000000", 1);
    unsetenv("WATCHDOG_PID");
    lt_board_init(&board);
    assert_int_equal(board.period_ms, 10000);
    lt_board_ready(&board, "shows\nnews");
    hear(fd, "READY=1\nSTATUS=shows news");
    lt_board_alive(&board, 100);
    hear(fd, "WATCHDOG=1");
    lt_board_alive(&board, 5000);
    hear(fd, NULL); /* not yet due */
    lt_board_alive(&board, 5100);
    hear(fd, "WATCHDOG=1");
    lt_board_stopping(&board);
    hear(fd, "STOPPING=1");
    close(fd);
    memcpy(path, folder, sizeof folder);
    memcpy(path + sizeof folder - 1, "/n", 3);
    unlink(path);
    rmdir(folder);
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
}
#endif

static void without_a_manager_nothing_happens(void **state)
{
    (void)state;
    struct lt_board board;
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    lt_board_init(&board);
    assert_false(board.watched);
    assert_int_equal(board.period_ms, 0);
    lt_board_ready(&board, "x");
    lt_board_alive(&board, 1);
    lt_board_stopping(&board);
}

static void finish_edid(unsigned char edid[128])
{
    unsigned sum = 0;
    static const unsigned char head[8] = {0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0};
    memcpy(edid, head, 8);
    edid[127] = 0;
    for (int i = 0; i < 127; i++)
        sum += edid[i];
    edid[127] = (unsigned char)(256 - sum % 256);
}

static void an_edid_tells_millimetres_or_centimetres(void **state)
{
    (void)state;
    unsigned char edid[128] = {0};
    int32_t width = -1, height = -1;
    finish_edid(edid);
    assert_false(lt_edid_size_mm(edid, sizeof edid, &width, &height)); /* no size at all */
    assert_int_equal(width, -1);
    edid[21] = 22;
    edid[22] = 14;
    finish_edid(edid);
    assert_true(lt_edid_size_mm(edid, sizeof edid, &width, &height));
    assert_int_equal(width, 220);
    assert_int_equal(height, 140);
    edid[54] = 1;            /* a detailed timing ... */
    edid[66] = 0x58;         /* ... of 344 x 194 mm */
    edid[67] = 0xc2;
    edid[68] = 0x10;
    finish_edid(edid);
    assert_true(lt_edid_size_mm(edid, sizeof edid, &width, &height));
    assert_int_equal(width, 344);
    assert_int_equal(height, 194);
    edid[66] = 16;           /* a shape, not a size: the centimetres hold */
    edid[67] = 9;
    edid[68] = 0;
    finish_edid(edid);
    assert_true(lt_edid_size_mm(edid, sizeof edid, &width, &height));
    assert_int_equal(width, 220);
    edid[40] ^= 1;           /* damaged */
    assert_false(lt_edid_size_mm(edid, sizeof edid, &width, &height));
    assert_false(lt_edid_size_mm(edid, 60, &width, &height));
}

static void write_in(const char *folder, const char *name, const void *data, size_t size)
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/%s", folder, name);
    assert_int_equal(lt_file_write(path.data, (struct lt_bytes){data, size}, NULL), LT_OK);
    lt_buf_finish(&path);
}

static void the_connected_panel_is_found(void **state)
{
    (void)state;
    char drm[] = "/tmp/lutrin-drm-XXXXXX";
    unsigned char edid[128] = {0};
    int32_t width = -1, height = -1;
    struct lt_buf one = {0}, two = {0};
    assert_non_null(mkdtemp(drm));
    assert_false(lt_board_panel_mm(drm, NULL, &width, &height));
    lt_buf_printf(&one, "%s/card0-HDMI-A-1", drm);
    lt_buf_printf(&two, "%s/card1-DSI-1", drm);
    assert_int_equal(mkdir(one.data, 0755), 0);
    assert_int_equal(mkdir(two.data, 0755), 0);
    edid[21] = 15;
    edid[22] = 9;
    finish_edid(edid);
    write_in(one.data, "status", "disconnected\n", 13);
    write_in(one.data, "edid", edid, sizeof edid);
    write_in(two.data, "status", "connected\n", 10);
    write_in(two.data, "edid", "", 0);
    assert_false(lt_board_panel_mm(drm, NULL, &width, &height));
    write_in(two.data, "edid", edid, sizeof edid);
    assert_true(lt_board_panel_mm(drm, NULL, &width, &height));
    assert_int_equal(width, 150);
    assert_int_equal(height, 90);
    assert_true(lt_board_panel_mm(drm, "DSI-1", &width, &height));
    assert_false(lt_board_panel_mm(drm, "HDMI-A-1", &width, &height));
    static const char *const files[] = {"status", "edid"};
    for (int i = 0; i < 4; i++) {
        struct lt_buf path = {0};
        lt_buf_printf(&path, "%s/%s", i < 2 ? one.data : two.data, files[i % 2]);
        unlink(path.data);
        lt_buf_finish(&path);
    }
    rmdir(one.data);
    rmdir(two.data);
    rmdir(drm);
    lt_buf_finish(&one);
    lt_buf_finish(&two);
}

static void a_folder_tells_what_comes_into_it(void **state)
{
    char top[] = "/tmp/lutrin-folder-XXXXXX";
    struct lt_buf path = {0}, from = {0}, to = {0};
    struct lt_folder folder;
    (void)state;
    assert_non_null(mkdtemp(top));
    lt_buf_printf(&path, "%s/shelf", top);
    lt_buf_printf(&from, "%s/shelf/current.new", top);
    lt_buf_printf(&to, "%s/shelf/current", top);
    lt_folder_watch(&folder, path.data);
    assert_true(lt_folder_changed(&folder)); /* not there: it may be any time */
    assert_int_equal(mkdir(path.data, 0700), 0);
    assert_true(lt_folder_changed(&folder)); /* found: what came before is not known */
    assert_false(lt_folder_changed(&folder));
    assert_int_equal(symlink("gen/1", from.data), 0);
    assert_true(lt_folder_changed(&folder));
    assert_int_equal(rename(from.data, to.data), 0);
    assert_true(lt_folder_changed(&folder));
    assert_false(lt_folder_changed(&folder));
    unlink(to.data);
    assert_int_equal(rmdir(path.data), 0);
    assert_true(lt_folder_changed(&folder));
    assert_int_equal(mkdir(path.data, 0700), 0); /* another folder of that name */
    assert_true(lt_folder_changed(&folder));
    assert_false(lt_folder_changed(&folder));
    assert_int_equal(symlink("gen/1", to.data), 0);
    assert_true(lt_folder_changed(&folder));
    lt_folder_leave(&folder);
    unlink(to.data);
    rmdir(path.data);
    rmdir(top);
    lt_buf_finish(&path);
    lt_buf_finish(&from);
    lt_buf_finish(&to);
}

static enum lt_beside_state ends(struct lt_beside *beside, bool end)
{
    enum lt_beside_state state = LT_BESIDE_RUNS;
    for (int i = 0; i < 10000 && state == LT_BESIDE_RUNS; i++) {
        state = lt_beside_look(beside, end);
        usleep(1000);
    }
    return state;
}

static void a_process_beside_ends_well_or_not(void **state)
{
    struct lt_beside beside = {0};
    (void)state;
    assert_int_equal(lt_beside_look(&beside, true), LT_BESIDE_NONE);
    assert_true(lt_beside_begin(&beside, (const char *const[]){"beside", "well", NULL}));
    assert_int_equal(ends(&beside, false), LT_BESIDE_WELL);
    assert_int_equal(lt_beside_look(&beside, false), LT_BESIDE_NONE);
    assert_true(lt_beside_begin(&beside, (const char *const[]){"beside", "badly", NULL}));
    assert_int_equal(ends(&beside, false), LT_BESIDE_FAILED);
    assert_true(lt_beside_begin(&beside, (const char *const[]){"beside", "crash", NULL}));
    assert_int_equal(ends(&beside, false), LT_BESIDE_FAILED);
    assert_true(lt_beside_begin(&beside, (const char *const[]){"beside", "never", NULL}));
    assert_int_equal(lt_beside_look(&beside, false), LT_BESIDE_RUNS);
    assert_int_equal(ends(&beside, true), LT_BESIDE_FAILED);
}

/* What the process beside does. */
static int be_beside(const char *how)
{
    lt_beside_yield();
    if (strcmp(how, "crash") == 0)
        kill(getpid(), SIGSEGV);
    while (strcmp(how, "never") == 0)
        pause();
    return strcmp(how, "well") == 0 ? 0 : 65;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return be_beside(argv[1]);
    const struct CMUnitTest tests[] = {
#ifdef LT_WITH_SYSTEMD
        cmocka_unit_test(the_manager_hears_ready_alive_and_the_end),
#endif
        cmocka_unit_test(without_a_manager_nothing_happens),
        cmocka_unit_test(an_edid_tells_millimetres_or_centimetres),
        cmocka_unit_test(the_connected_panel_is_found),
        cmocka_unit_test(a_folder_tells_what_comes_into_it),
        cmocka_unit_test(a_process_beside_ends_well_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
