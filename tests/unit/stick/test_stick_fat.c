/*
 * test_stick_fat.c: a volume laid out by hand in memory: what is read, what each field may be, and that no byte beyond
 * the stick is ever asked for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/arena.h>
#include <lutrin/stick.h>

#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512, SECTORS = 96, TABLE = 1, ROOT = 2, DATA = 3 };

/* A stick in memory; fails at its `fail_at`th read. */
struct memory {
    uint8_t bytes[SECTORS * SECTOR];
    int reads, fail_at;
};

static enum lt_err read_memory(void *self, int64_t at, void *data, size_t size, struct lt_diag *diag)
{
    struct memory *memory = self;
    assert_true(at >= 0 && at + (int64_t)size <= (int64_t)sizeof memory->bytes);
    if (memory->reads++ == memory->fail_at)
        return lt_fail(diag, LT_ERR_IO, NULL, NULL, "pulled");
    memcpy(data, memory->bytes + at, size);
    return LT_OK;
}

static void put16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static void set_next(struct memory *memory, unsigned cluster, unsigned value)
{
    uint8_t *at = memory->bytes + TABLE * SECTOR + cluster * 3 / 2;
    unsigned old = at[0] | (unsigned)at[1] << 8;
    put16(at, cluster & 1 ? (old & 0xF) | value << 4 : (old & 0xF000) | value);
}

static uint8_t *entry(struct memory *memory, int number)
{
    return memory->bytes + ROOT * SECTOR + number * 32;
}

static void put_entry(struct memory *memory, int number, const char *name, unsigned first, unsigned size)
{
    memcpy(entry(memory, number), name, 11);
    put16(entry(memory, number) + 26, first);
    put16(entry(memory, number) + 28, size);
}

/* FAT12, clusters of one sector: LATEST in clusters 4, 2, 7. */
static int lay_out(void **state)
{
    struct memory *memory = lt_alloc(1, sizeof *memory);
    uint8_t *b = memory->bytes;
    b[0] = 0xEB;
    put16(b + 11, SECTOR);
    b[13] = 1;
    put16(b + 14, 1);
    b[16] = 1;
    put16(b + 17, 16);
    put16(b + 19, SECTORS);
    put16(b + 22, 1);
    put16(b + 510, 0xAA55);
    set_next(memory, 4, 2);
    set_next(memory, 2, 7);
    set_next(memory, 7, 0xFFF);
    put_entry(memory, 0, "TOWN       ", 0, 0);
    entry(memory, 0)[11] = 8; /* the volume's label */
    put_entry(memory, 1, "LATEST     ", 4, 1100);
    for (int i = 0; i < 3; i++)
        memset(b + (DATA + (i == 0 ? 4 : i == 1 ? 2 : 7) - 2) * SECTOR, 'a' + i, SECTOR);
    memory->fail_at = -1;
    *state = memory;
    return 0;
}

static int give_back(void **state)
{
    free(*state);
    return 0;
}

static struct lt_stick *stick_of(struct memory *memory)
{
    return lt_stick_create(
        &(struct lt_stick_bytes){.self = memory, .size = sizeof memory->bytes, .read = read_memory});
}

/* Opens the volume and reads LATEST as a whole. */
static enum lt_err read_latest(struct memory *memory, char text[1100])
{
    struct lt_stick *stick = stick_of(memory);
    struct lt_stick_file file;
    struct lt_diag diag = {0};
    enum lt_err err = lt_stick_open(stick, 0, &diag);
    if (err == LT_OK)
        err = lt_stick_find(stick, "latest", 1100, &diag, &file);
    if (err == LT_OK)
        err = file.size == 1100 ? lt_stick_read(stick, &file, 0, text, 1100, &diag) : LT_ERR_DATA;
    lt_stick_destroy(stick);
    return err;
}

static void test_a_file_is_read_along_its_chain(void **state)
{
    char text[1100];
    assert_int_equal(read_latest(*state, text), LT_OK);
    assert_int_equal(text[0], 'a');
    assert_int_equal(text[511], 'a');
    assert_int_equal(text[512], 'b');
    assert_int_equal(text[1024], 'c');
    assert_int_equal(text[1099], 'c');
}

static void test_a_part_is_read_and_no_more(void **state)
{
    struct lt_stick *stick = stick_of(*state);
    struct lt_stick_file file;
    char text[4];
    assert_int_equal(lt_stick_open(stick, 0, NULL), LT_OK);
    assert_string_equal(lt_stick_kind(stick), "FAT12");
    assert_int_equal(lt_stick_find(stick, "latest", 1099, NULL, &file), LT_ERR_LIMIT);
    assert_int_equal(lt_stick_find(stick, "latest", 1100, NULL, &file), LT_OK);
    assert_int_equal(lt_stick_read(stick, &file, 1022, text, 4, NULL), LT_OK);
    assert_memory_equal(text, "bbcc", 4);
    assert_int_equal(lt_stick_read(stick, &file, 510, text, 4, NULL), LT_OK); /* back again */
    assert_memory_equal(text, "aabb", 4);
    assert_int_equal(lt_stick_read(stick, &file, 1098, text, 4, NULL), LT_ERR_USAGE);
    lt_stick_destroy(stick);
}

static void test_every_failing_read_is_said(void **state)
{
    struct memory *memory = *state;
    char text[1100];
    assert_int_equal(read_latest(memory, text), LT_OK);
    int reads = memory->reads;
    assert_in_range(reads, 4, 40);
    for (memory->fail_at = 0; memory->fail_at < reads; memory->fail_at++) {
        memory->reads = 0;
        assert_int_equal(read_latest(memory, text), LT_ERR_IO);
    }
}

static void test_fields_that_cannot_be_true(void **state)
{
    static const struct {
        int at;
        uint8_t value;
    } LIES[] = {{0, 0}, {11, 1}, {12, 3}, {12, 0x20}, {13, 0}, {13, 3}, {14, 0}, {14, 95}, {16, 0}, {16, 9}, {17, 0},
                {18, 0xFF}, {19, 2}, {20, 1}, {22, 94}, {23, 1}, {510, 0}};
    struct memory *memory = *state;
    char text[1100];
    for (size_t i = 0; i < sizeof LIES / sizeof *LIES; i++) {
        uint8_t good = memory->bytes[LIES[i].at];
        memory->bytes[LIES[i].at] = LIES[i].value;
        assert_int_equal(read_latest(memory, text), LT_ERR_NO_INPUT);
        memory->bytes[LIES[i].at] = good;
    }
    assert_int_equal(read_latest(memory, text), LT_OK);
}

static void test_a_long_name_counts_only_whole_and_in_its_place(void **state)
{
    struct memory *memory = *state;
    char text[1100];
    memcpy(entry(memory, 2), entry(memory, 1), 32);
    memcpy(entry(memory, 2), "LATEST~1   ", 11);
    uint8_t *piece = entry(memory, 1), sum = 0;
    for (int i = 0; i < 11; i++)
        sum = (uint8_t)((uint8_t)(sum << 7 | sum >> 1) + entry(memory, 2)[i]);
    memset(piece, 0, 32);
    piece[0] = 0x41;
    piece[11] = 0x0F;
    piece[13] = sum;
    for (int i = 0; i < 5; i++)
        put16(piece + 1 + 2 * i, (unsigned char)"lates"[i]);
    put16(piece + 14, 't');
    assert_int_equal(read_latest(memory, text), LT_OK);
    piece[13] ^= 1; /* another name's */
    assert_int_equal(read_latest(memory, text), LT_ERR_NO_INPUT);
    piece[13] ^= 1;
    piece[0] = 0x42; /* a piece is missing */
    assert_int_equal(read_latest(memory, text), LT_ERR_NO_INPUT);
    piece[0] = 0x01; /* not marked as the last */
    assert_int_equal(read_latest(memory, text), LT_ERR_NO_INPUT);
    piece[0] = 0x55; /* 21 pieces: no name is so long */
    assert_int_equal(read_latest(memory, text), LT_ERR_NO_INPUT);
}

static void test_any_byte_may_be_wrong(void **state)
{
    struct memory *memory = *state;
    char text[1100];
    for (int at = 0; at < DATA * SECTOR; at++)
        for (int turn = 0; turn < 3; turn++) {
            uint8_t good = memory->bytes[at];
            memory->bytes[at] = (uint8_t)(turn == 0 ? 0xFF : turn == 1 ? good ^ 1 : good ^ 0x80);
            memory->reads = 0;
            read_latest(memory, text);
            assert_in_range(memory->reads, 1, 200);
            memory->bytes[at] = good;
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_file_is_read_along_its_chain, lay_out, give_back),
        cmocka_unit_test_setup_teardown(test_a_part_is_read_and_no_more, lay_out, give_back),
        cmocka_unit_test_setup_teardown(test_every_failing_read_is_said, lay_out, give_back),
        cmocka_unit_test_setup_teardown(test_fields_that_cannot_be_true, lay_out, give_back),
        cmocka_unit_test_setup_teardown(test_a_long_name_counts_only_whole_and_in_its_place, lay_out, give_back),
        cmocka_unit_test_setup_teardown(test_any_byte_may_be_wrong, lay_out, give_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
