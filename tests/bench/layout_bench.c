/*
 * layout_bench.c: how long a web page takes to become set pages and their text, stage by stage.
 *
 * layout_bench FILE.html        does it once and prints one line
 * layout_bench FILE.html -      does it once for each line of its input, faces, dictionaries and measured runs kept
 *
 * A line is `read ingest layout text bytes pages`: seconds of processor time of four stages, bytes of article text, pages. What is painted
 * goes through the text canvas, as `mutool draw -F text` writes its text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <lutrin/file.h>
#include <lutrin/ingest.h>
#include <lutrin/listing.h>
#include <lutrin/pages.h>
#include <lutrin/screen.h>

enum { STAGES = 4 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now); /* others may use the machine too */
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The text of all pages, painted one after the other as a reader that turns them would have them. */
static size_t paint(const struct lt_pages *pages)
{
    struct lt_listing *listing = lt_listing_create();
    struct lt_canvas canvas = lt_listing_canvas(listing);
    struct lt_buf out = {0};
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        lt_listing_clear(listing);
        lt_pages_paint(pages, page, &canvas, 0, 0);
        lt_listing_write(listing, false, &out);
    }
    size_t size = out.size;
    lt_buf_finish(&out);
    lt_listing_destroy(listing);
    return size;
}

static enum lt_err once(const char *path, const struct lt_ruler *ruler, struct lt_tongue *tongue,
                        struct lt_gauge *gauge, struct lt_diag *diag)
{
    double at[STAGES + 1] = {seconds()};
    struct lt_buf html = {0};
    struct lt_arena arena = {0};
    struct lt_html_page page;
    enum lt_err err = lt_file_read(path, LT_PAGE_MAX_BYTES, diag, &html);
    at[1] = seconds();
    if (err == LT_OK)
        err = lt_html_extract(lt_buf_slice(&html), NULL, &arena, diag, &page);
    at[2] = seconds();
    if (err == LT_OK) {
        struct lt_style style;
        lt_style_init(&style, &(struct lt_panel){.width_px = 1280, .height_px = 800}, LT_TYPE_STEP_DEFAULT, ruler);
        const struct lt_setting setting = {page.doc, NULL, &style, ruler, tongue, LT_BREAKER_TOTAL_FIT, gauge};
        struct lt_pages *pages = lt_pages_create(&setting);
        while (lt_pages_step(pages))
            continue;
        at[3] = seconds();
        size_t painted = paint(pages);
        at[4] = seconds();
        for (int i = 0; i < STAGES; i++)
            printf("%.6f ", at[i + 1] - at[i]);
        printf("%u %u\n", page.doc->text_size, lt_pages_count(pages));
        fflush(stdout);
        if (painted < page.doc->text_size / 2)
            err = lt_fail(diag, LT_ERR_LIMIT, path, NULL, "only %zu bytes of text were painted", painted);
        lt_pages_destroy(pages);
    }
    lt_arena_finish(&arena);
    lt_buf_finish(&html);
    return err;
}

int main(int argc, char **argv)
{
    struct lt_diag diag = {0};
    struct lt_fonts *fonts = NULL;
    if (argc < 2) {
        fprintf(stderr, "usage: layout_bench FILE.html [-]\n");
        return 2;
    }
    enum lt_err err = lt_fonts_create(&diag, &fonts);
    struct lt_tongue *tongue = lt_tongue_create();
    struct lt_gauge *gauge = err == LT_OK ? lt_gauge_create(lt_fonts_ruler(fonts)) : NULL;
    char line[64];
    if (err == LT_OK && argc == 2)
        err = once(argv[1], lt_fonts_ruler(fonts), tongue, gauge, &diag);
    while (err == LT_OK && argc > 2 && fgets(line, sizeof line, stdin))
        err = once(argv[1], lt_fonts_ruler(fonts), tongue, gauge, &diag);
    if (err != LT_OK)
        fprintf(stderr, "layout_bench: %s\n", diag.what);
    lt_gauge_destroy(gauge);
    lt_tongue_destroy(tongue);
    lt_fonts_destroy(fonts);
    return err == LT_OK ? 0 : 1;
}
