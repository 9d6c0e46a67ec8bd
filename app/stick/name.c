/*
 * name.c: names of files: eight and three letters, and before them, in pieces of thirteen UTF-16 units, the long name.
 */
#include "inside.h"

#include <lutrin/utf8.h>

#include <string.h>

enum { PIECE = 13, LAST_PIECE = 0x40, MAX_PIECES = 20, MAX_UNITS = 255, LOWER_STEM = 0x08, LOWER_ENDING = 0x10, STEM = 8, ENDING = 3 };

void lt_long_name_take(struct lt_long_name *name, const uint8_t *entry)
{
    static const uint8_t PLACES[PIECE] = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};
    uint32_t number = entry[0] & ~(uint32_t)LAST_PIECE;
    bool last = entry[0] & LAST_PIECE;
    if (last)
        *name = (struct lt_long_name){.left = number, .pieces = number, .checksum = entry[13]};
    if (number < 1 || number > MAX_PIECES || number != name->left || entry[13] != name->checksum) {
        name->pieces = 0;
        return;
    }
    for (uint32_t i = 0; i < PIECE; i++)
        name->units[(number - 1) * PIECE + i] = (uint16_t)lt_le16(entry + PLACES[i]);
    name->left--;
}

static uint8_t checksum(const uint8_t *entry)
{
    uint8_t sum = 0;
    for (int i = 0; i < 11; i++)
        sum = (uint8_t)((sum & 1) << 7 | sum >> 1) + entry[i];
    return sum;
}

static char short_byte(const uint8_t *entry, int i)
{
    uint8_t byte = i == 0 && entry[0] == 0x05 ? 0xE5 : entry[i];
    bool lower = entry[12] & (i < STEM ? LOWER_STEM : LOWER_ENDING);
    if (lower && byte >= 'A' && byte <= 'Z')
        return (char)(byte + 32);
    return byte > 0x20 && byte < 0x7F && byte != '/' ? (char)byte : '?'; /* the rest is of some code page */
}

/* "FULL.ZST"; at most thirteen bytes with the NUL. */
static void put_short(const uint8_t *entry, char *to)
{
    size_t size = 0;
    for (int i = 0; i < STEM && entry[i] != ' '; i++)
        to[size++] = short_byte(entry, i);
    for (int i = STEM; i < STEM + ENDING && entry[i] != ' '; i++) {
        if (i == STEM)
            to[size++] = '.';
        to[size++] = short_byte(entry, i);
    }
    to[size] = '\0';
}

size_t lt_name_put(const uint16_t *units, size_t count, char *to)
{
    size_t size = 0;
    count = count < MAX_UNITS ? count : MAX_UNITS;
    for (size_t i = 0; i < count && units[i] != 0; i++) {
        uint32_t code = units[i];
        if (code >= 0xD800 && code < 0xDC00 && i + 1 < count && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (units[i + 1] - 0xDC00u);
            i++;
        }
        size += lt_utf8_put(code < 0x20 || code == '/' || code == 0x7F ? LT_REPLACEMENT : code, to + size);
    }
    to[size] = '\0';
    return size;
}

void lt_long_name_give(const struct lt_long_name *name, const uint8_t *entry, struct lt_stick_entry *to)
{
    put_short(entry, to->short_name);
    if (!name->pieces || name->left || name->checksum != checksum(entry) || lt_name_put(name->units, name->pieces * PIECE, to->name) == 0)
        memcpy(to->name, to->short_name, sizeof to->short_name);
}
