/*
 * unzip.c: libzip held within limits: what a file says of its size is checked, and so is what really comes out of it.
 */
#include "unzip.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum {
    READ_BYTES = 64 << 10,
    RATIO_FROM_BYTES = 1 << 20, /* small files may be packed as tightly as they like */
    PATH_MAX_BYTES = 1024,
};

struct lt_zip {
    zip_t *zip;
    size_t unpacked_bytes;
};

static bool leads_out(const char *name)
{
    size_t size = strlen(name);
    return name[0] == '/' || strchr(name, '\\') || strcmp(name, "..") == 0 || strncmp(name, "../", 3) == 0 ||
           strstr(name, "/../") || (size > 2 && strcmp(name + size - 3, "/..") == 0);
}

static enum lt_err check_names(zip_t *zip, struct lt_diag *diag)
{
    zip_int64_t count = zip_get_num_entries(zip, 0);
    if (count > LT_EPUB_MAX_FILES)
        return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "a book of more than %d files", LT_EPUB_MAX_FILES);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);
        if (!name || strlen(name) > PATH_MAX_BYTES || leads_out(name))
            return lt_fail(diag, LT_ERR_DATA, NULL, "do not trust this file", "a file in the book whose name leads out of it");
    }
    return LT_OK;
}

enum lt_err lt_zip_open(struct lt_bytes data, struct lt_diag *diag, struct lt_zip **ret_book)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(data.data, data.size, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!zip) {
        enum lt_err err = lt_fail(diag, LT_ERR_DATA, NULL, "get the file again", "broken zip archive: %.120s", zip_error_strerror(&error));
        zip_source_free(source);
        zip_error_fini(&error);
        return err;
    }
    zip_error_fini(&error);
    enum lt_err err = check_names(zip, diag);
    if (err != LT_OK) {
        zip_discard(zip);
        return err;
    }
    struct lt_zip *book = lt_alloc(1, sizeof *book);
    book->zip = zip;
    *ret_book = book;
    return LT_OK;
}

void lt_zip_close(struct lt_zip *book)
{
    if (book)
        zip_discard(book->zip);
    free(book);
}

static enum lt_err too_large(const char *path, struct lt_diag *diag)
{
    return lt_fail(diag, LT_ERR_LIMIT, NULL, "do not trust this file", "%.120s in the book is larger, or packed tighter, than it may be", path);
}

static enum lt_err unpack(struct lt_zip *book, zip_file_t *file, const char *path, size_t limit_bytes, size_t packed,
                          struct lt_diag *diag, struct lt_buf *out)
{
    char *part = lt_alloc(1, READ_BYTES);
    size_t size = 0;
    zip_int64_t got;
    enum lt_err err = LT_OK;
    while (err == LT_OK && (got = zip_fread(file, part, READ_BYTES)) > 0) {
        size += (size_t)got;
        book->unpacked_bytes += (size_t)got;
        if (size > limit_bytes || book->unpacked_bytes > LT_EPUB_MAX_BYTES ||
            (size > RATIO_FROM_BYTES && size / LT_EPUB_MAX_RATIO > packed))
            err = too_large(path, diag);
        else
            lt_buf_put(out, part, (size_t)got);
    }
    free(part);
    if (err == LT_OK && got < 0)
        err = lt_fail(diag, LT_ERR_DATA, NULL, "get the file again", "%.120s in the book is broken", path);
    return err;
}

enum lt_err lt_zip_read(struct lt_zip *book, const char *path, size_t limit_bytes, struct lt_diag *diag,
                         struct lt_buf *out)
{
    zip_stat_t stat;
    zip_int64_t index = path ? zip_name_locate(book->zip, path, 0) : -1;
    if (index < 0 || zip_stat_index(book->zip, (zip_uint64_t)index, 0, &stat) != 0)
        return lt_fail(diag, LT_ERR_NO_INPUT, NULL, NULL, "%.120s is not in the book", path ? path : "a file");
    if ((stat.valid & ZIP_STAT_SIZE) && stat.size > limit_bytes)
        return too_large(path, diag);
    zip_file_t *file = zip_fopen_index(book->zip, (zip_uint64_t)index, 0);
    if (!file)
        return lt_fail(diag, LT_ERR_DATA, NULL, NULL, "%.120s in the book cannot be read (locked or broken)", path);
    size_t packed = stat.valid & ZIP_STAT_COMP_SIZE ? (size_t)stat.comp_size : 0, before = out->size;
    enum lt_err err = unpack(book, file, path, limit_bytes, packed, diag, out);
    zip_fclose(file);
    if (err != LT_OK && out->data)
        out->data[out->size = before] = '\0';
    return err;
}

static int hex(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : isxdigit((unsigned char)c) ? (c | 32) - 'a' + 10 : -1;
}

const char *lt_zip_path(const char *from, const char *href, struct lt_arena *arena)
{
    const char *slash = strrchr(from, '/');
    size_t size = slash ? (size_t)(slash - from) + 1 : 0, href_size = strcspn(href, "#?");
    char *path = lt_arena_alloc(arena, size + href_size + 2);
    memcpy(path, from, size);
    for (size_t i = 0; i < href_size; i++) {
        bool coded = href[i] == '%' && i + 2 < href_size && hex(href[i + 1]) >= 0 && hex(href[i + 2]) >= 0;
        bool here = (i == 0 || href[i - 1] == '/') && href[i] == '.';
        if (here && href[i + 1] == '/') {
            i++;
        } else if (here && strncmp(href + i, "../", 3) == 0) {
            if (size == 0)
                return NULL;
            for (size--; size > 0 && path[size - 1] != '/';)
                size--;
            i += 2;
        } else {
            path[size++] = coded ? (char)(hex(href[i + 1]) * 16 + hex(href[i + 2])) : href[i];
            i += coded ? 2 : 0;
        }
    }
    path[size] = '\0';
    return size > 0 && strlen(path) == size && !leads_out(path) ? path : NULL;
}
