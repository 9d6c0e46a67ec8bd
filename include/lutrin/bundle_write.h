/*
 * bundle_write.h: writing a bundle, once, from beginning to end.
 *
 * The same calls in the same order give the same bytes: fixed SQL, rows in id order, 16 KiB pages, no vacuum, no time
 * but `created`. The file appears under its name only when it is complete and checked (lt_file_out).
 */
#ifndef LUTRIN_BUNDLE_WRITE_H
#define LUTRIN_BUNDLE_WRITE_H

#include <lutrin/bundle.h>
#include <lutrin/comment.h>
#include <lutrin/doc.h>
#include <lutrin/err.h>

struct lt_bundle_writer;

struct lt_bundle_head {
    const char *title, *lang, *url, *credit; /* NULL is "" */
    const char *accent;          /* "#RRGGBB"; NULL or "": there is none, and no row of it */
    const char *newsletter;      /* of lt_newsletter_put(); NULL or "": there is none, and no row of it */
    int64_t created;
    int32_t utc_offset;
    int64_t last_article; /* highest article id given before, in this bundle's ancestors; 0 for none */
    const char *const *sections; /* names, in order; the section ids are 1.. */
    size_t section_count;
};

/* Begins a bundle that will be `path`; nothing stands there before lt_bundle_finish(). Copies *head. */
enum lt_err lt_bundle_create(const char *path, const struct lt_bundle_head *head, struct lt_diag *diag,
                             struct lt_bundle_writer **ret_writer);

/* Adds a prepared picture; each id once, in any order. `data` is WebP. */
enum lt_err lt_bundle_add_picture(struct lt_bundle_writer *writer, int64_t id, int32_t width, int32_t height,
                                  struct lt_bytes data, struct lt_diag *diag);

/* Says that a picture, added already, is the publication's sign. */
enum lt_err lt_bundle_set_logo(struct lt_bundle_writer *writer, const struct lt_logo *logo, struct lt_diag *diag);

/* Keeps in mind that a picture of the article, at this address, is not in the bundle. Past LT_BUNDLE_MAX_FIELD bytes no more
 * are kept. */
void lt_bundle_note_lost(struct lt_bundle_writer *writer, int64_t article, const char *url);

struct lt_bundle_article_row {
    int64_t id;           /* > 0; must grow from call to call */
    const char *slug;     /* unique, ASCII */
    int64_t section;      /* 1.., or 0 */
    int32_t rank;         /* the publisher's order on the front page: lower first; 0 for "by date" */
    const char *tags;     /* words for the search, separated by '\n'; NULL is "" */
    struct lt_thread comments; /* none: all zero */
    const struct lt_doc *doc; /* its pictures bear bundle ids; links inside the bundle are "lutrin:article/ID" */
};
enum lt_err lt_bundle_add_article(struct lt_bundle_writer *writer, const struct lt_bundle_article_row *row,
                                  struct lt_diag *diag);

/* Writes indexes and the search, checks the file (quick_check), makes it durable, gives it its name; destroys the
 * writer whatever happens. */
enum lt_err lt_bundle_finish(struct lt_bundle_writer *writer, struct lt_diag *diag);

/* Gives up: no file is left. NULL is allowed. */
void lt_bundle_discard(struct lt_bundle_writer *writer);

#endif
