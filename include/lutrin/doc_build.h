/*
 * doc_build.h: making a document.
 *
 * A builder takes blocks and text in reading order and checks every limit of doc.h. The first failure sticks: later
 * calls do nothing and lt_doc_build_end() reports it. White space is collapsed as doc.h says while text is added,
 * except in CODE blocks; a block that ends up with neither text nor picture (RULE apart) is dropped, and spans that end
 * up empty are dropped with it.
 */
#ifndef LUTRIN_DOC_BUILD_H
#define LUTRIN_DOC_BUILD_H

#include <lutrin/doc.h>
#include <lutrin/err.h>

struct lt_doc_builder;

/* Begins a document whose content will live in `arena`, which must outlive it. */
struct lt_doc_builder *lt_doc_build_begin(struct lt_arena *arena);

/* Opens a block like *shape, of which role, level, quote, list, rtl, number, lang, picture, rows, columns and cell are
 * taken (lang is copied; NULL is ""). An open block is closed first. */
void lt_doc_build_block(struct lt_doc_builder *builder, const struct lt_block *shape);

/* Adds text to the open block; invalid UTF-8 is replaced. Without an open block a PARAGRAPH is opened. */
void lt_doc_build_text(struct lt_doc_builder *builder, struct lt_bytes text);

/* Adds a forced line break to the open block. */
void lt_doc_build_break(struct lt_doc_builder *builder);

/* Opens a span at the present end of the text; `target` is copied. Past LT_DOC_MAX_TARGETS it is left out, and its text
 * stays. Spans close in the reverse order of opening; those
 * still open when their block closes end with it, and are opened again by the next lt_doc_build_text() only if
 * `carry` is true (inline markup that runs over several paragraphs). */
void lt_doc_build_span(struct lt_doc_builder *builder, enum lt_span_kind kind, const char *target, bool carry);

/* Closes the span that was opened last. */
void lt_doc_build_span_end(struct lt_doc_builder *builder);

/* Closes the open block, if any. */
void lt_doc_build_block_end(struct lt_doc_builder *builder);

/* Does the open block hold text so far? */
bool lt_doc_build_has_text(const struct lt_doc_builder *builder);

/* Adds a picture (strings are copied; one with the same url is reused) and returns its index, or -1 past the limit. */
int32_t lt_doc_build_picture(struct lt_doc_builder *builder, const struct lt_picture *picture);

/* Adds a related article (strings are copied); past the limit it is left out. */
void lt_doc_build_related(struct lt_doc_builder *builder, const struct lt_related *related);

/* Ends it: takes a copy of *meta (NULL strings become ""; a lead outside the pictures -1) and destroys the builder
 * whatever happens. */
enum lt_err lt_doc_build_end(struct lt_doc_builder *builder, const struct lt_meta *meta, struct lt_diag *diag,
                             const struct lt_doc **ret_doc);

/* Destroys a builder that is not ended. NULL is allowed. */
void lt_doc_build_discard(struct lt_doc_builder *builder);

#endif
