/*
 * listing.c: a canvas that keeps text. A line is complete when its runs 0..n have come, n being the one that says so;
 * the runs are then put in logical order and written.
 */
#include <lutrin/listing.h>

#include <stdlib.h>
#include <string.h>

#include <lutrin/arena.h>

struct piece {
    size_t start, size; /* of listing.texts */
    uint32_t order;
    uint8_t flags;
};

struct entry {
    bool picture;
    size_t first, count;  /* pieces of a line */
    size_t start, size;   /* alt text of a picture */
};

struct lt_listing {
    struct lt_buf texts;
    struct piece *pieces;
    size_t piece_count, piece_capacity;
    struct entry *entries;
    size_t entry_count, entry_capacity;
    size_t open; /* first piece of the line that is not complete, */
    size_t line; /* its number, and how many pieces it shall have; 0: not known */
    size_t wanted;
    size_t *seen; /* by order: the last line that had a piece of it */
    size_t seen_capacity;
};

static int by_order(const void *a, const void *b)
{
    const struct piece *one = a, *two = b;
    return one->order < two->order ? -1 : one->order > two->order;
}

static void put_entry(struct lt_listing *listing, struct entry entry)
{
    listing->entries = lt_grow(listing->entries, &listing->entry_capacity, listing->entry_count + 1,
                               sizeof *listing->entries);
    listing->entries[listing->entry_count++] = entry;
}

static void close_line(struct lt_listing *listing)
{
    size_t count = listing->piece_count - listing->open;
    if (count == 0)
        return;
    qsort(listing->pieces + listing->open, count, sizeof *listing->pieces, by_order);
    put_entry(listing, (struct entry){.first = listing->open, .count = count});
    listing->open = listing->piece_count;
    listing->line++;
    listing->wanted = 0;
}

/* Notes that the line has a piece of this order; false: it has one already. */
static bool note_order(struct lt_listing *listing, uint32_t order)
{
    size_t before = listing->seen_capacity;
    listing->seen = lt_grow(listing->seen, &listing->seen_capacity, (size_t)order + 1, sizeof *listing->seen);
    for (size_t i = before; i < listing->seen_capacity; i++)
        listing->seen[i] = SIZE_MAX;
    bool is_new = listing->seen[order] != listing->line;
    listing->seen[order] = listing->line;
    return is_new;
}

static void on_text(void *self, const struct lt_text_op *op)
{
    struct lt_listing *listing = self;
    if (!note_order(listing, op->order)) {
        close_line(listing);
        note_order(listing, op->order);
    }
    listing->pieces = lt_grow(listing->pieces, &listing->piece_capacity, listing->piece_count + 1,
                              sizeof *listing->pieces);
    listing->pieces[listing->piece_count++] =
        (struct piece){listing->texts.size, op->run.text.size, op->order, op->flags};
    lt_buf_put(&listing->texts, op->run.text.data, op->run.text.size);
    if (op->flags & LT_TEXT_LINE_END && !listing->wanted)
        listing->wanted = (size_t)op->order + 1;
    if (listing->wanted && listing->piece_count - listing->open == listing->wanted)
        close_line(listing);
}

static void on_fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    (void)self;
    (void)rect;
    (void)ink;
}

static void on_picture(void *self, struct lt_rect_fx rect, int64_t id, const char *alt)
{
    (void)rect;
    (void)id;
    struct lt_listing *listing = self;
    close_line(listing);
    put_entry(listing, (struct entry){.picture = true, .start = listing->texts.size, .size = alt ? strlen(alt) : 0});
    lt_buf_puts(&listing->texts, alt);
}

static void on_stamp(void *self, struct lt_rect_fx rect, int64_t id, enum lt_ink ink, const char *alt)
{
    (void)ink;
    on_picture(self, rect, id, alt);
}

static void on_dot(void *self, lt_fx x_fx, lt_fx y_fx, lt_fx diameter_fx, enum lt_ink ink)
{
    (void)self;
    (void)x_fx;
    (void)y_fx;
    (void)diameter_fx;
    (void)ink;
}

static void write_line(const struct lt_listing *listing, size_t first, size_t count, bool body_only,
                       struct lt_buf *out)
{
    bool block_end = false, body = false;
    for (size_t i = first; i < first + count; i++) {
        const struct piece *piece = &listing->pieces[i];
        bool added = piece->flags & LT_TEXT_ADDED, last = i + 1 == first + count;
        block_end |= (piece->flags & LT_TEXT_BLOCK_END) != 0;
        body |= !added;
        if (added && body_only)
            continue;
        if (piece->size)
            lt_buf_put(out, listing->texts.data + piece->start, piece->size);
        if ((piece->flags & LT_TEXT_SPACE_AFTER) && (body_only || !last))
            lt_buf_putc(out, ' ');
        if ((piece->flags & LT_TEXT_BREAK_AFTER) && body_only)
            lt_buf_putc(out, '\n');
    }
    if (body_only ? block_end && body : true)
        lt_buf_putc(out, '\n');
}

struct lt_listing *lt_listing_create(void)
{
    return lt_alloc(1, sizeof(struct lt_listing));
}

void lt_listing_destroy(struct lt_listing *listing)
{
    if (!listing)
        return;
    lt_buf_finish(&listing->texts);
    free(listing->pieces);
    free(listing->entries);
    free(listing->seen);
    free(listing);
}

struct lt_canvas lt_listing_canvas(struct lt_listing *listing)
{
    return (struct lt_canvas){listing, on_text, on_fill, on_picture, on_stamp, on_dot};
}

void lt_listing_clear(struct lt_listing *listing)
{
    lt_buf_clear(&listing->texts);
    listing->piece_count = listing->entry_count = listing->open = listing->wanted = 0;
    listing->line++;
}

void lt_listing_write(const struct lt_listing *listing, bool body_only, struct lt_buf *out)
{
    for (size_t i = 0; i < listing->entry_count; i++) {
        const struct entry *entry = &listing->entries[i];
        if (!entry->picture)
            write_line(listing, entry->first, entry->count, body_only, out);
        else if (!body_only && entry->size)
            lt_buf_printf(out, "[picture: %.*s]\n", (int)entry->size, listing->texts.data + entry->start);
        else if (!body_only)
            lt_buf_puts(out, "[picture]\n");
    }
    if (listing->piece_count > listing->open) /* a line whose end was not painted */
        write_line(listing, listing->open, listing->piece_count - listing->open, body_only, out);
}
