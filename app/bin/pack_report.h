/*
 * pack_report.h: what `lutrin-pack check --html` writes: one page that needs nothing else, with pictures of pages.
 */
#ifndef LUTRIN_PACK_REPORT_H
#define LUTRIN_PACK_REPORT_H

#include <lutrin/bytes.h>
#include <lutrin/check.h>

struct lt_fonts;

enum { LT_REPORT_MAX_MARKED = 64 };

/* A report that grows while the bundle is checked. All zero but `bundle`, `let`, `fonts` and `path` it is an empty one. */
struct lt_report {
    const char *bundle, *path;
    const bool *let;               /* kinds that forbid nothing this time */
    struct lt_fonts *fonts;        /* NULL: without pictures */
    struct lt_bundle *opened;      /* for the pages' pictures */
    struct lt_buf rows[LT_CHECK_KINDS], pages;
    uint32_t listed[LT_CHECK_KINDS];
    uint32_t flagged, samples;     /* pages shown: with findings, and without */
    int64_t marked[LT_REPORT_MAX_MARKED]; /* articles that something was found in */
    size_t marked_count;
};

void lt_report_finding(struct lt_report *report, const struct lt_check_finding *finding);
void lt_report_page(struct lt_report *report, const struct lt_check_page *page);

/* Writes the file, whole. */
enum lt_err lt_report_write(struct lt_report *report, const struct lt_check_report *counts, bool ships,
                            struct lt_diag *diag);
void lt_report_finish(struct lt_report *report);

#endif
