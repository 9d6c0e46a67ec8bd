/*
 * printed.h: what pages show, as bytes that tests compare; and the panels that layout is tried on.
 */
#ifndef LUTRIN_TESTS_LAYOUT_PRINTED_H
#define LUTRIN_TESTS_LAYOUT_PRINTED_H

#include <lutrin/doc.h>
#include <lutrin/listing.h>
#include <lutrin/pages.h>

static const struct lt_panel PANELS[] = {
    {480, 320, 0, 0, 0}, {320, 480, 0, 0, 0}, {800, 480, 154, 86, 0}, {1280, 800, 0, 0, 0},
    {1920, 1080, 0, 0, 0}, {1080, 1920, 0, 0, 0}, {3840, 2160, 0, 0, 0},
};

enum { PANEL_COUNT = sizeof PANELS / sizeof *PANELS };

static inline void all_body(const struct lt_pages *pages, struct lt_buf *out)
{
    struct lt_listing *listing = lt_listing_create();
    struct lt_canvas canvas = lt_listing_canvas(listing);
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        lt_listing_clear(listing);
        lt_pages_paint(pages, page, &canvas, 0, 0);
        lt_listing_write(listing, true, out);
    }
    lt_listing_destroy(listing);
}

static inline void body_of(const struct lt_doc *doc, struct lt_buf *out)
{
    for (uint32_t i = 0; i < doc->block_count; i++) {
        struct lt_bytes text = lt_block_text(doc, &doc->blocks[i]);
        if (text.size == 0)
            continue;
        lt_buf_put(out, text.data, text.size);
        lt_buf_putc(out, '\n');
    }
}

/* A page's runs as bytes. */
static inline void print_op(void *self, const struct lt_text_op *op)
{
    lt_buf_printf(self, "%d %d %u %d %d %.*s|", (int)op->x_fx, (int)op->baseline_fx, op->font.size_fx, op->ink, op->flags,
                  (int)op->run.text.size, op->run.text.data);
}

static inline void print_fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    lt_buf_printf(self, "fill %d %d %d %d %d|", (int)rect.x, (int)rect.y, (int)rect.width, (int)rect.height, ink);
}

static inline void print_picture(void *self, struct lt_rect_fx rect, int64_t id, const char *alt)
{
    lt_buf_printf(self, "picture %d %d %d %d %d %s|", (int)rect.x, (int)rect.y, (int)rect.width, (int)rect.height,
                  (int)id, alt);
}

static inline void print_stamp(void *self, struct lt_rect_fx rect, int64_t id, enum lt_ink ink, const char *alt)
{
    lt_buf_printf(self, "stamp %d %d %d %d %d %d %s|", (int)rect.x, (int)rect.y, (int)rect.width, (int)rect.height, (int)id, ink,
                  alt);
}

static inline void print_dot(void *self, lt_fx x, lt_fx y, lt_fx diameter, enum lt_ink ink)
{
    lt_buf_printf(self, "dot %d %d %d %d|", (int)x, (int)y, (int)diameter, ink);
}

static inline void print_page(const struct lt_pages *pages, uint32_t page, struct lt_buf *out)
{
    struct lt_canvas canvas = {out, print_op, print_fill, print_picture, print_stamp, print_dot};
    lt_pages_paint(pages, page, &canvas, 0, 0);
}

/* All pages of a layout that is done are what was printed as they were given out. Frees what was printed. */
static inline void check_final(const struct lt_pages *whole, struct lt_buf *early)
{
    struct lt_buf late = {0};
    for (uint32_t page = 0; page < lt_pages_count(whole); page++)
        print_page(whole, page, &late);
    assert_int_equal(early->size, late.size);
    assert_memory_equal(early->data, late.data, late.size);
    lt_buf_finish(early);
    lt_buf_finish(&late);
}

#endif
