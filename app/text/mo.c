/*
 * mo.c: finds a message in a compiled gettext catalogue. Knows the file's shape and trusts none of its numbers.
 *
 * The shape is that of the GNU gettext manual, "The Format of GNU MO Files": a magic number, two tables of (length,
 * offset) pairs, the msgids sorted. The catalogues are made on the machine that builds, so the byte order is either.
 */
#include "mo.h"

#include <string.h>

enum { MO_MAGIC_AT = 0, MO_COUNT_AT = 8, MO_MSGIDS_AT = 12, MO_TEXTS_AT = 16, MO_HEAD_BYTES = 20, MO_PAIR_BYTES = 8 };
enum { MO_MAX_MESSAGES = 4096 };
#define MO_MAGIC 0x950412deU
#define MO_MAGIC_SWAPPED 0xde120495U

static uint32_t swap32(uint32_t value)
{
    return value >> 24 | (value >> 8 & 0xff00U) | (value & 0xff00U) << 8 | value << 24;
}

static bool number_at(struct lt_bytes mo, uint64_t at, uint32_t *ret_value)
{
    uint32_t magic = 0;
    uint32_t value = 0;
    if (mo.size < MO_HEAD_BYTES || at > mo.size - sizeof value)
        return false;
    memcpy(&magic, mo.data, sizeof magic);
    memcpy(&value, mo.data + at, sizeof value);
    *ret_value = magic == MO_MAGIC_SWAPPED ? swap32(value) : value;
    return true;
}

static bool string_at(struct lt_bytes mo, uint32_t table_at, uint32_t index, struct lt_bytes *ret_string)
{
    uint32_t table = 0;
    uint32_t size = 0;
    uint32_t offset = 0;
    if (!number_at(mo, table_at, &table) || !number_at(mo, table + (uint64_t)index * MO_PAIR_BYTES, &size) ||
        !number_at(mo, table + (uint64_t)index * MO_PAIR_BYTES + 4, &offset))
        return false;
    if (offset >= mo.size || size >= mo.size - offset || mo.data[offset + size] != '\0')
        return false;
    ret_string->data = mo.data + offset;
    ret_string->size = size;
    return true;
}

uint32_t lt_mo_count(struct lt_bytes mo)
{
    uint32_t magic = 0;
    uint32_t count = 0;
    if (!number_at(mo, MO_MAGIC_AT, &magic) || !number_at(mo, MO_COUNT_AT, &count) || count > MO_MAX_MESSAGES)
        return 0;
    return magic == MO_MAGIC || magic == MO_MAGIC_SWAPPED ? count : 0;
}

bool lt_mo_at(struct lt_bytes mo, uint32_t index, struct lt_bytes *ret_msgid, struct lt_bytes *ret_text)
{
    if (index >= lt_mo_count(mo))
        return false;
    return string_at(mo, MO_MSGIDS_AT, index, ret_msgid) && string_at(mo, MO_TEXTS_AT, index, ret_text);
}

struct lt_bytes lt_mo_find(struct lt_bytes mo, const char *msgid)
{
    const struct lt_bytes nothing = {NULL, 0};
    uint32_t low = 0;
    uint32_t high = lt_mo_count(mo);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct lt_bytes key;
        struct lt_bytes text;
        if (!lt_mo_at(mo, middle, &key, &text))
            return nothing;
        int order = strcmp(msgid, key.data);
        if (order == 0)
            return text;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return nothing;
}
