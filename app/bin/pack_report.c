/*
 * pack_report.c: the findings of a check as one HTML page: the verdict, the counts, a list for each kind, and pictures of
 * the pages that something was found on, and of some others to compare with. Everything is in the one file.
 */
#include "pack_report.h"

#include "cli.h"

#include <lutrin/bundle.h>
#include <lutrin/canvas.h>
#include <lutrin/file.h>
#ifdef LUTRIN_WITH_SCREEN
#include <lutrin/screen.h>
#endif

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    MAX_LISTED = 500,           /* findings of a kind */
    MAX_FLAGGED = 24, MAX_SAMPLES = 8,
    MAX_PAGES_BYTES = 12 << 20, /* of all pictures, encoded */
    MAX_PNG_BYTES = 4 << 20,    /* of one */
};

static const char *const TITLES[LT_CHECK_KINDS] = {
    [LT_CHECK_EMPTY] = "Articles without text and picture",
    [LT_CHECK_DAMAGED] = "Articles that cannot be read",
    [LT_CHECK_LINK] = "Links that lead nowhere",
    [LT_CHECK_PICTURE] = "Pictures that are missing or damaged",
    [LT_CHECK_OVERFULL] = "Lines wider than their measure",
    [LT_CHECK_GLYPH] = "Characters that no face has",
    [LT_CHECK_TABLE] = "Tables too wide for their column",
    [LT_CHECK_LONG] = "Articles of which a part is too long to be set",
    [LT_CHECK_SHRUNK] = "Articles that lost more than half their words",
    [LT_CHECK_LOST] = "Pictures that were lost when it was built",
    [LT_CHECK_DUPLICATE] = "The same text or address twice",
};

static const char STYLE[] =
    "body{margin:0 auto;max-width:70rem;padding:2rem 1.5rem 4rem;background:#fbf8f2;color:#1d1b18;font:1rem/1.5 Georgia,serif}"
    "h1{font-size:2rem;line-height:1.15;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2.5rem 0 .5rem;border-top:1px solid #d9d2c5;"
    "padding-top:1rem}.soft,figcaption,.none{color:#6b655c}.verdict{border-top:3px double #1d1b18;border-bottom:1px solid "
    "#d9d2c5;padding:.75rem 0;margin:1.25rem 0;font-size:1.25rem}.no{color:#8c2f1b}table{border-collapse:collapse;width:100%;"
    "font-size:.95rem}td,th{text-align:start;vertical-align:top;padding:.3rem 1rem .3rem 0;border-bottom:1px solid #e8e2d6}"
    ".found{table-layout:fixed}.found td{overflow-wrap:anywhere}.found th:nth-child(1){width:4rem}.found th:nth-child(2){width:30%}"
    ".found th:nth-child(3){width:6rem}td.n,th.n{text-align:end;font-variant-numeric:tabular-nums}.pages{display:grid;grid-template-columns:repeat(auto-fill,"
    "minmax(20rem,1fr));gap:1.5rem}figure{margin:0}img{width:100%;height:auto;border:1px solid #d9d2c5;background:#fff}figcaption{font-size:"
    ".85rem;line-height:1.35}@media print{body{max-width:none}figure{break-inside:avoid}}";

static void put_text(const char *text, struct lt_buf *out)
{
    for (; *text; text++)
        if (*text == '<')
            lt_buf_puts(out, "&lt;");
        else if (*text == '&')
            lt_buf_puts(out, "&amp;");
        else if (*text == '"')
            lt_buf_puts(out, "&quot;");
        else
            lt_buf_putc(out, *text);
}

static bool is_marked(const struct lt_report *report, int64_t article)
{
    for (size_t i = 0; i < report->marked_count; i++)
        if (report->marked[i] == article)
            return true;
    return false;
}

void lt_report_finding(struct lt_report *report, const struct lt_check_finding *finding)
{
    struct lt_buf *row = &report->rows[finding->kind];
    if (finding->article && report->marked_count < LT_REPORT_MAX_MARKED && !is_marked(report, finding->article))
        report->marked[report->marked_count++] = finding->article;
    if (report->listed[finding->kind]++ >= MAX_LISTED)
        return;
    lt_buf_puts(row, "<tr><td class=n>");
    if (finding->article)
        lt_buf_printf(row, "%lld", (long long)finding->article);
    lt_buf_puts(row, "</td><td>");
    put_text(finding->title, row);
    lt_buf_puts(row, "</td><td>");
    put_text(finding->screen, row);
    lt_buf_puts(row, "</td><td>");
    put_text(finding->what, row);
    lt_buf_puts(row, "</td></tr>\n");
}

#ifdef LUTRIN_WITH_SCREEN
static void put_base64(struct lt_bytes data, struct lt_buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *bytes = (const unsigned char *)data.data;
    for (size_t i = 0; i < data.size; i += 3) {
        size_t left = data.size - i;
        uint32_t three = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) |
                         (left > 2 ? bytes[i + 2] : 0);
        lt_buf_putc(out, digits[three >> 18]);
        lt_buf_putc(out, digits[three >> 12 & 63]);
        lt_buf_putc(out, left > 1 ? digits[three >> 6 & 63] : '=');
        lt_buf_putc(out, left > 2 ? digits[three & 63] : '=');
    }
}

static enum lt_err read_picture(void *self, int64_t picture, struct lt_diag *diag, struct lt_buf *out)
{
    return lt_bundle_picture(self, picture, diag, out);
}

/* The page as PNG, by way of a file beside the report. */
static enum lt_err paint(struct lt_report *report, const struct lt_check_page *page, struct lt_diag *diag, struct lt_buf *png)
{
    const struct lt_style *style = page->style;
    enum lt_err err = report->opened ? LT_OK : lt_bundle_open(report->bundle, diag, &report->opened);
    if (err != LT_OK)
        return err;
    struct lt_buf name = {0};
    struct lt_picture_source pictures = {report->opened, read_picture};
    struct lt_sheet *sheet = lt_sheet_create(report->fonts, &pictures, lt_theme_lookup("paper"), style->panel.width_px,
                                            style->panel.height_px);
    struct lt_canvas canvas = lt_sheet_canvas(sheet);
    lt_sheet_clear(sheet, LT_INK_PAPER);
    lt_pages_paint(page->set, page->page, &canvas, 0, LT_FX(LT_FX_ROUND_PX(style->top)));
    lt_buf_printf(&name, "%s.page.png", report->path);
    err = lt_sheet_write_png(sheet, name.data, diag);
    if (err == LT_OK)
        err = lt_file_read(name.data, MAX_PNG_BYTES, diag, png);
    unlink(name.data);
    lt_sheet_destroy(sheet);
    lt_buf_finish(&name);
    return err;
}

static void put_picture(struct lt_report *report, const struct lt_check_page *page, bool flagged)
{
    struct lt_buf png = {0};
    if (paint(report, page, NULL, &png) == LT_OK && report->pages.size + png.size * 4 / 3 < MAX_PAGES_BYTES) {
        struct lt_buf *out = &report->pages;
        lt_buf_printf(out, "<figure><img loading=lazy alt=\"page %u of ", (unsigned)page->page + 1);
        put_text(page->title, out);
        lt_buf_puts(out, "\" src=\"data:image/png;base64,");
        put_base64(lt_buf_slice(&png), out);
        lt_buf_printf(out, "\"><figcaption>%s<b>", flagged ? "<span class=no>▲</span> " : "");
        put_text(page->title, out);
        lt_buf_printf(out, "</b><br>article %lld, page %u of %u, %s</figcaption></figure>\n", (long long)page->article,
                      (unsigned)page->page + 1, (unsigned)page->pages, page->screen);
    }
    lt_buf_finish(&png);
}
#endif

void lt_report_page(struct lt_report *report, const struct lt_check_page *page)
{
#ifdef LUTRIN_WITH_SCREEN
    bool first = page->page == 0;
    bool flagged = page->findings > 0 || (first && is_marked(report, page->article));
    if (!report->fonts)
        return;
    if (flagged && report->flagged < MAX_FLAGGED) {
        report->flagged++;
        put_picture(report, page, true);
    } else if (!flagged && first && report->samples < MAX_SAMPLES) {
        report->samples++;
        put_picture(report, page, false);
    }
#else
    (void)report;
    (void)page;
#endif
}

static void put_counts(const bool *let, const struct lt_check_report *counts, struct lt_buf *out)
{
    lt_buf_puts(out, "<table><tr><th>Looked for<th class=n>Found<th>Forbids to ship</tr>\n");
    for (int kind = 0; kind < LT_CHECK_KINDS; kind++) {
        bool forbids = lt_check_forbids((enum lt_check_kind)kind) && !let[kind];
        lt_buf_printf(out, "<tr%s><td>%s</td><td class=\"n%s\">%u</td><td>%s</td></tr>\n",
                      counts->found[kind] ? "" : " class=none", TITLES[kind], counts->found[kind] && forbids ? " no" : "",
                      (unsigned)counts->found[kind], forbids ? "yes" : "no");
    }
    lt_buf_puts(out, "</table>\n");
}

enum lt_err lt_report_write(struct lt_report *report, const struct lt_check_report *counts, bool ships,
                            struct lt_diag *diag)
{
    struct lt_buf out = {0};
    lt_buf_puts(&out, "<!DOCTYPE html>\n<html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
                      "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n<title>");
    put_text(report->bundle, &out);
    lt_buf_printf(&out, "</title><style>%s</style>\n<h1>", STYLE);
    put_text(report->bundle, &out);
    lt_buf_printf(&out, "</h1>\n<p class=soft>%u article%s, %u picture%s; set: %llu page%s of %llu line%s.</p>\n",
                  (unsigned)counts->articles, lt_cli_s(counts->articles), (unsigned)counts->pictures, lt_cli_s(counts->pictures),
                  (unsigned long long)counts->pages, lt_cli_s(counts->pages), (unsigned long long)counts->lines, lt_cli_s(counts->lines));
    lt_buf_printf(&out, "<p class=\"verdict%s\">%s</p>\n", ships ? "" : " no", ships ? "It may ship." : "It must not ship.");
    put_counts(report->let, counts, &out);
    for (int kind = 0; kind < LT_CHECK_KINDS; kind++) {
        if (report->listed[kind] == 0)
            continue;
        lt_buf_printf(&out, "<h2>%s</h2>\n<table class=found><tr><th class=n>Article<th>Title<th>Screen<th>What</tr>\n%s</table>\n",
                      TITLES[kind], report->rows[kind].data);
        if (report->listed[kind] > MAX_LISTED)
            lt_buf_printf(&out, "<p class=soft>… and %u more</p>\n", (unsigned)report->listed[kind] - MAX_LISTED);
    }
    if (report->pages.size) {
        lt_buf_puts(&out, "<h2>Pages</h2>\n<div class=pages>\n");
        lt_buf_put(&out, report->pages.data, report->pages.size);
        lt_buf_puts(&out, "</div>\n");
    }
    enum lt_err err = lt_file_write(report->path, lt_buf_slice(&out), diag);
    lt_buf_finish(&out);
    return err;
}

void lt_report_finish(struct lt_report *report)
{
    for (int kind = 0; kind < LT_CHECK_KINDS; kind++)
        lt_buf_finish(&report->rows[kind]);
    lt_buf_finish(&report->pages);
    lt_bundle_close(report->opened);
}
