/*
 * plates.c: which picture of the bundle an address stands for. Each address is looked up once, each file decoded once;
 * sources of the same bytes, before they are prepared or after, become one picture.
 */
#include "press.h"

#include <lutrin/export.h>
#include <lutrin/file.h>

#include <stdlib.h>
#include <string.h>

struct entry {
    const char *url; /* in the arena; NULL: free */
    struct lt_press_plate plate;
};

struct known {
    uint64_t hash_one, hash_two; /* of the source */
    size_t size;
    uint64_t made_one, made_two; /* of the prepared picture; 0 when it failed */
    struct lt_press_plate plate;
};

struct lt_press_plates {
    struct lt_press *press;
    struct lt_bundle_writer *writer;
    struct entry *table; /* open addressing; capacity a power of two */
    size_t entry_count, table_size;
    struct known *known;
    size_t known_count, known_capacity;
    int64_t last_id;
    int64_t bytes; /* of all that were kept */
};

struct lt_press_plates *lt_press_plates_create(struct lt_press *press, struct lt_bundle_writer *writer)
{
    struct lt_press_plates *plates = lt_alloc(1, sizeof *plates);
    plates->press = press;
    plates->writer = writer;
    plates->last_id = press->base ? lt_press_base_last_picture(press->base) : 0;
    plates->table_size = 256;
    plates->table = lt_alloc(plates->table_size, sizeof *plates->table);
    return plates;
}

void lt_press_plates_destroy(struct lt_press_plates *plates)
{
    if (!plates)
        return;
    free(plates->table);
    free(plates->known);
    free(plates);
}

/* The place in the table where the address is, or would be. */
static struct entry *slot(struct entry *table, size_t size, const char *url)
{
    size_t at = (size_t)lt_hash(lt_bytes_of(url), 0) & (size - 1);
    while (table[at].url && strcmp(table[at].url, url) != 0)
        at = (at + 1) & (size - 1);
    return &table[at];
}

static void remember(struct lt_press_plates *plates, const char *url, const struct lt_press_plate *plate)
{
    if (plates->entry_count * 2 >= plates->table_size) {
        size_t size = plates->table_size * 2;
        struct entry *table = lt_alloc(size, sizeof *table);
        for (size_t i = 0; i < plates->table_size; i++)
            if (plates->table[i].url)
                *slot(table, size, plates->table[i].url) = plates->table[i];
        free(plates->table);
        plates->table = table;
        plates->table_size = size;
    }
    *slot(plates->table, plates->table_size, url) = (struct entry){lt_arena_strdup(&plates->press->arena, url), *plate};
    plates->entry_count++;
}

/* A page saved with its pictures beside it: what lies below the page's address lies below its file. */
static const char *beside_source(const struct lt_press *press, const struct lt_press_article *article, const char *url,
                                 struct lt_arena *arena)
{
    const char *own = lt_press_mirror_url(press->mirrors, article->source, arena);
    const char *page = article->meta.url;
    const char *page_slash = strrchr(page, '/'), *own_slash = own ? strrchr(own, '/') : NULL;
    if (!own_slash || !page_slash || strncmp(page, url, (size_t)(page_slash - page) + 1) != 0)
        return NULL;
    const char *moved = lt_arena_printf(arena, "%.*s%s", (int)(own_slash - own) + 1, own, url + (page_slash - page) + 1);
    return lt_press_mirror_path(press->mirrors, moved, arena);
}

static bool is_public(const char *url)
{
    struct lt_bytes text = lt_bytes_of(url);
    return (lt_bytes_starts(text, "https://") || lt_bytes_starts(text, "http://")) && !lt_press_is_invented(url);
}

/* `where` is its file or its address, `url` its address. */
static void failed(struct lt_press_plates *plates, const struct lt_press_article *article, const char *url,
                   const char *where, const char *what)
{
    struct lt_arena scratch = {0};
    plates->press->report.picture_failures++;
    if (is_public(url))
        lt_bundle_note_lost(plates->writer, article->id, url);
    if (lt_press_is_invented(where)) /* an address that nobody knows: its name and who shows it say more */
        lt_press_note(plates->press, LT_PACK_PICTURE_FAILED, article->source,
                      lt_arena_printf(&scratch, "%s: %s (in: %s)", strrchr(url, '/') + 1, what, article->meta.title));
    else
        lt_press_note(plates->press, LT_PACK_PICTURE_FAILED, where, lt_arena_printf(&scratch, "%s (in: %s)", what, article->meta.title));
    lt_arena_finish(&scratch);
}

/* Stores a prepared picture under the id it had in the last edition, or the next one; one that is there already is
 * found again. */
static enum lt_err keep(struct lt_press_plates *plates, const struct lt_press_picture *picture, struct known *known,
                        struct lt_diag *diag)
{
    struct lt_bytes webp = lt_buf_slice(&picture->webp);
    const struct lt_press_base *base = plates->press->base;
    known->made_one = lt_hash(webp, 0);
    known->made_two = lt_hash(webp, LT_PRESS_HASH_TWO);
    for (size_t i = 0; i < plates->known_count; i++)
        if (plates->known[i].made_one == known->made_one && plates->known[i].made_two == known->made_two) {
            known->plate = plates->known[i].plate;
            return LT_OK;
        }
    int64_t budget = plates->press->plan->picture_budget;
    if (budget && plates->bytes + (int64_t)webp.size > budget) {
        plates->press->report.pictures_over++;
        return LT_OK;
    }
    plates->bytes += (int64_t)webp.size;
    int64_t id = base ? lt_press_base_picture(base, webp) : 0;
    known->plate = (struct lt_press_plate){id ? id : ++plates->last_id, picture->width, picture->height};
    plates->press->report.pictures++;
    return lt_bundle_add_picture(plates->writer, known->plate.id, picture->width, picture->height, webp, diag);
}

/* Decodes the file's bytes, or finds the picture that was made of the same bytes before. */
static enum lt_err make(struct lt_press_plates *plates, const struct lt_press_article *article, const char *url,
                        const char *where, struct lt_bytes source, struct lt_diag *diag, struct lt_press_plate *plate)
{
    const struct lt_plan *plan = plates->press->plan;
    struct known known = {lt_hash(source, 0), lt_hash(source, LT_PRESS_HASH_TWO), source.size, 0, 0, {0}};
    struct lt_press_picture picture = {0};
    struct lt_diag trouble = {0};
    for (size_t i = 0; i < plates->known_count; i++)
        if (plates->known[i].hash_one == known.hash_one && plates->known[i].hash_two == known.hash_two &&
            plates->known[i].size == source.size) {
            *plate = plates->known[i].plate;
            return LT_OK;
        }
    int32_t longest = plan->picture_longest_px ? plan->picture_longest_px : LT_PRESS_PICTURE_LONGEST_PX;
    int32_t quality = plan->picture_quality ? plan->picture_quality : LT_PRESS_PICTURE_QUALITY;
    enum lt_err err = LT_OK;
    if (lt_press_picture_prepare(source, where, longest, quality, &trouble, &picture) == LT_OK)
        err = keep(plates, &picture, &known, diag);
    else
        failed(plates, article, url, where, trouble.what);
    lt_buf_finish(&picture.webp);
    plates->known = lt_grow(plates->known, &plates->known_capacity, plates->known_count + 1, sizeof *plates->known);
    plates->known[plates->known_count++] = known;
    *plate = known.plate;
    return err;
}

enum lt_err lt_press_plate_keep(struct lt_press_plates *plates, const struct lt_press_picture *picture,
                                struct lt_diag *diag, struct lt_press_plate *ret_plate)
{
    struct lt_bytes webp = lt_buf_slice(&picture->webp);
    struct known known = {lt_hash(webp, 0), lt_hash(webp, LT_PRESS_HASH_TWO), webp.size, 0, 0, {0}};
    enum lt_err err = keep(plates, picture, &known, diag);
    plates->known = lt_grow(plates->known, &plates->known_capacity, plates->known_count + 1, sizeof *plates->known);
    plates->known[plates->known_count++] = known;
    *ret_plate = known.plate;
    return err;
}

/* A picture of the last edition goes into this one as it is. */
static enum lt_err carry(struct lt_press_plates *plates, const struct lt_press_article *article, const char *url,
                         struct lt_diag *diag, struct lt_press_plate *plate)
{
    const struct lt_doc *doc = article->doc;
    struct lt_press_picture picture = {0};
    struct lt_diag trouble = {0};
    enum lt_err err = LT_OK;
    for (uint32_t i = 0; i < doc->picture_count; i++)
        if (doc->pictures[i].url && strcmp(doc->pictures[i].url, url) == 0) {
            picture.width = doc->pictures[i].width;
            picture.height = doc->pictures[i].height;
        }
    if (lt_press_carried_picture(plates->press, url, &trouble, &picture.webp))
        err = lt_press_plate_keep(plates, &picture, diag, plate);
    else
        failed(plates, article, url, url, trouble.what);
    lt_buf_finish(&picture.webp);
    return err;
}

/* The file of the book that the picture lies in ("BOOK!/PATH"), or NULL when it lies in none. */
static const char *book_of(const struct lt_press *press, const char *url, const char **ret_inside, struct lt_arena *arena)
{
    const char *mark = strstr(url, "!/");
    if (!mark)
        return NULL;
    *ret_inside = mark + 2;
    return lt_press_mirror_path(press->mirrors, lt_arena_strndup(arena, url, (size_t)(mark - url)), arena);
}

static enum lt_err read_from_book(const char *book, const char *inside, struct lt_diag *diag, struct lt_buf *out)
{
    struct lt_buf whole = {0};
    enum lt_err err = lt_file_read(book, LT_FEED_MAX_BYTES, diag, &whole);
    if (err == LT_OK)
        err = lt_epub_file(lt_buf_slice(&whole), inside, LT_PACK_MAX_PICTURE_BYTES, diag, out);
    lt_buf_finish(&whole);
    return err;
}

enum lt_err lt_press_plate(struct lt_press_plates *plates, const struct lt_press_article *article, const char *url,
                           struct lt_diag *diag, struct lt_press_plate *ret_plate)
{
    struct lt_press *press = plates->press;
    struct lt_arena scratch = {0};
    struct lt_buf data = {0};
    struct lt_diag trouble = {0};
    struct lt_press_plate plate = {0};
    enum lt_err err = LT_OK;
    const struct entry *entry = slot(plates->table, plates->table_size, url);
    if (entry->url) {
        *ret_plate = entry->plate;
        return LT_OK;
    }
    if (lt_press_is_carried_picture(url)) {
        err = carry(plates, article, url, diag, &plate);
        if (err == LT_OK) {
            remember(plates, url, &plate);
            *ret_plate = plate;
        }
        return err;
    }
    const char *inside = NULL, *book = book_of(press, url, &inside, &scratch);
    const char *path = book ? book : lt_press_mirror_path(press->mirrors, url, &scratch), *answered, *why = NULL;
    path = path ? path : beside_source(press, article, url, &scratch);
    const char *where = path ? path : url;
    if (!path)
        lt_press_locate(press, url, &scratch, &path, &answered, &why);
    if (!path)
        failed(plates, article, url, where, why ? why : "not found");
    else if ((book ? read_from_book(book, inside, &trouble, &data)
                   : lt_file_read(path, LT_PACK_MAX_PICTURE_BYTES, &trouble, &data)) != LT_OK)
        failed(plates, article, url, where, trouble.what);
    else
        err = make(plates, article, url, where, lt_buf_slice(&data), diag, &plate);
    if (err == LT_OK) {
        remember(plates, url, &plate);
        *ret_plate = plate;
    }
    lt_buf_finish(&data);
    lt_arena_finish(&scratch);
    return err;
}

static void want(struct lt_press *press, const struct lt_press_article *article, const char *url)
{
    struct lt_arena scratch = {0};
    const char *inside;
    if (url && url[0] && !lt_press_is_carried_picture(url) && !beside_source(press, article, url, &scratch) && !book_of(press, url, &inside, &scratch))
        lt_press_want(press, url, LT_PACK_MAX_PICTURE_BYTES);
    lt_arena_finish(&scratch);
}

void lt_press_want_pictures(struct lt_press *press)
{
    for (size_t i = 0; i < press->article_count; i++, lt_press_rest(press)) {
        const struct lt_press_article *article = &press->articles[i];
        want(press, article, article->lead.url);
        for (uint32_t j = 0; j < article->doc->block_count; j++)
            if (article->doc->blocks[j].picture >= 0)
                want(press, article, article->doc->pictures[article->doc->blocks[j].picture].url);
        const struct lt_doc *related = article->related_from;
        for (uint32_t j = 0; j < related->related_count; j++)
            if (related->related[j].title[0] && !lt_press_lookup(press, related->related[j].url))
                want(press, article, related->related[j].picture_url);
    }
}
