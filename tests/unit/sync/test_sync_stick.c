/* The child that reads a stick: what it hands over is never more than was asked for, whatever was asked before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "usb.h"

/* FAT12: boot sector, table and root folder of a sector each, then clusters; BIG lies in the first ten of them. */
enum {
    SECTOR = 512, CLUSTER_SECTORS = 64, CLUSTERS = 20, CLUSTER = CLUSTER_SECTORS * SECTOR, BIG = 10 * CLUSTER,
    SECTORS = 3 + CLUSTERS * CLUSTER_SECTORS, FIRST = 2,
};

static uint8_t image[SECTORS * SECTOR];

static void put16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static void set_next(unsigned cluster, unsigned value)
{
    uint8_t *at = image + SECTOR + cluster * 3 / 2;
    unsigned old = at[0] | (unsigned)at[1] << 8;
    put16(at, cluster & 1 ? (old & 0xF) | value << 4 : (old & 0xF000) | value);
}

static int lay_out(void **state)
{
    (void)state;
    memcpy(image, "\xEB\x3C\x90", 3);
    put16(image + 11, SECTOR);
    image[13] = CLUSTER_SECTORS;
    put16(image + 14, 1);
    image[16] = 1;
    put16(image + 17, SECTOR / 32);
    put16(image + 19, SECTORS);
    put16(image + 22, 1);
    put16(image + 510, 0xAA55);
    for (unsigned i = 0; i < BIG / CLUSTER; i++)
        set_next(FIRST + i, i + 1 < BIG / CLUSTER ? FIRST + i + 1 : 0xFFF);
    uint8_t *entry = image + 2 * SECTOR;
    memcpy(entry, "BIG        ", 11);
    put16(entry + 26, FIRST);
    put16(entry + 28, BIG & 0xFFFF);
    put16(entry + 30, BIG >> 16);
    memset(image + 3 * SECTOR, 'b', BIG);
    return 0;
}

static enum lt_err read_image(void *self, int64_t at, void *data, size_t size, struct lt_diag *diag)
{
    (void)self;
    (void)diag;
    memcpy(data, image + at, size);
    return LT_OK;
}

static enum lt_err count(void *self, struct lt_bytes bytes, struct lt_diag *diag)
{
    (void)diag;
    *(size_t *)self += bytes.size;
    return LT_OK;
}

static void open_stick(struct lt_usb_mirror *usb)
{
    struct lt_diag diag = {0};
    int64_t offset = 0;
    *usb = (struct lt_usb_mirror){.name = "image", .to = -1};
    const struct lt_stick_bytes bytes = {.size = sizeof image, .read = read_image};
    assert_int_equal(lt_usb_start(usb, &bytes, &diag), LT_OK);
    if (lt_usb_open(usb, 0, &diag, &offset) != LT_OK)
        fail_msg("%s", diag.what);
}

static void test_a_file_comes_whole(void **state)
{
    (void)state;
    struct lt_usb_mirror usb;
    size_t taken = 0;
    open_stick(&usb);
    const struct lt_mirror mirror = lt_usb_mirror(&usb);
    const struct lt_sync_sink sink = {.self = &taken, .take = count};
    assert_int_equal(mirror.file(mirror.self, "big", 0, BIG, &sink, NULL), LT_OK);
    assert_int_equal(taken, BIG);
    lt_usb_stop(&usb);
}

/* The file was found before, for a reading that allowed more. */
static void test_a_small_text_is_asked_for(void **state)
{
    (void)state;
    struct lt_usb_mirror usb;
    struct lt_buf text = {0};
    size_t taken = 0;
    open_stick(&usb);
    const struct lt_mirror mirror = lt_usb_mirror(&usb);
    const struct lt_sync_sink sink = {.self = &taken, .take = count};
    assert_int_equal(mirror.text(mirror.self, "big", 1000, &text, NULL), LT_ERR_LIMIT);
    assert_int_equal(mirror.file(mirror.self, "big", 0, BIG, &sink, NULL), LT_OK);
    assert_int_equal(mirror.text(mirror.self, "big", 1000, &text, NULL), LT_ERR_LIMIT);
    assert_int_equal(text.size, 0);
    assert_false(usb.lost);
    lt_buf_finish(&text);
    lt_usb_stop(&usb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_comes_whole),
        cmocka_unit_test(test_a_small_text_is_asked_for),
    };
    return cmocka_run_group_tests(tests, lay_out, NULL);
}
