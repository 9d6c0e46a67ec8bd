/*
 * doc.h: the article in memory.
 *
 * A document is one run of UTF-8 text and a flat list of blocks over it, in reading order. A block is a typographic
 * role, not an HTML tag; what it stands in (quotes, lists) is told by depths. Spans mark stretches of the text: they
 * nest or are disjoint, and never cross a block. All of a document lives in the arena it was built in and is immutable
 * once built; it is freed with that arena.
 *
 * Text is clean: valid UTF-8, NFC, white space collapsed to single U+0020 (no-break spaces are kept as they are), no
 * space at either end of a block, '\n' for a forced line break (in code: for each line), no other control. U+00AD from
 * the source is kept: layout honours it, search strips it.
 *
 * Coordinates: every offset is a byte offset into lt_doc.text. A place for a reader is (article, block, byte in block).
 */
#ifndef LUTRIN_DOC_H
#define LUTRIN_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lutrin/arena.h>
#include <lutrin/bytes.h>

enum {
    LT_DOC_MAX_TEXT = 8 << 20,    /* bytes of text in one article */
    LT_DOC_MAX_PIECE = 16 << 10,  /* bytes of text in one block of an article that is read; a longer one is read as several */
    LT_DOC_MAX_BLOCKS = 60000,    /* blocks in one article; the bundle numbers them in 16 bits */
    LT_DOC_MAX_SPANS = 500000,    /* spans in one article */
    LT_DOC_MAX_TARGETS = 8 << 20, /* bytes of all their targets */
    LT_DOC_MAX_DEPTH = 8,         /* nesting of lists or quotes that is kept; deeper is drawn at this depth */
    LT_DOC_MAX_PICTURES = 2000,   /* pictures in one article */
    LT_DOC_MAX_COLUMNS = 64,      /* columns of a table */
    LT_DOC_MAX_RELATED = 12,      /* related articles kept */
};

enum lt_role {
    LT_ROLE_PARAGRAPH,
    LT_ROLE_HEADING,     /* level 1..5: 1 is a section of the article (h2), the title itself is no block */
    LT_ROLE_ITEM,        /* level 1..8: nesting of its list; number says how it is marked */
    LT_ROLE_TERM,        /* of a definition list */
    LT_ROLE_DEFINITION,
    LT_ROLE_ATTRIBUTION, /* who said the quote above */
    LT_ROLE_PULLQUOTE,   /* a phrase of the article set large */
    LT_ROLE_FIGURE,      /* picture; its text is the caption, perhaps empty */
    LT_ROLE_TABLE,       /* rows x columns; its text is the caption; its cells follow, row by row */
    LT_ROLE_CELL,        /* of the table before it */
    LT_ROLE_CODE,        /* preformatted: '\n' ends a line, spaces count */
    LT_ROLE_RULE,        /* a break between sections; no text */
    LT_ROLE_NOTE,        /* a note, after the body; number is what its references say */
    LT_ROLE_COUNT
};

enum { LT_ITEM_BULLET = 0, LT_ITEM_CONTINUED = -1 }; /* lt_block.number of an ITEM that bears no number */

struct lt_range {
    uint32_t start, end; /* bytes [start, end) of lt_doc.text */
};

struct lt_cell {
    uint16_t row, column;           /* from 0 */
    uint16_t row_span, column_span; /* at least 1; inside the table */
    bool header;                    /* a heading of its column or row */
    uint8_t align;                  /* 0 start, 1 centre, 2 end, 3 by decimals */
};

struct lt_block {
    enum lt_role role;
    uint8_t level;  /* HEADING, ITEM: see there; else 0 */
    uint8_t quote;  /* how many quotations it stands in, 0..8 */
    uint8_t list;   /* for what is not an ITEM: how many lists it stands in (a quote or code inside an item) */
    bool rtl;       /* its base direction */
    int32_t number; /* ITEM: its number, LT_ITEM_BULLET or LT_ITEM_CONTINUED; NOTE: its number */
    const char *lang; /* BCP 47, lower case language first ("fr", "pt-BR"); "" when unknown; never NULL */
    struct lt_range text;
    uint32_t first_span, span_count; /* into lt_doc.spans, ordered by start, the longer first */
    int32_t picture;                 /* FIGURE: index into lt_doc.pictures; else -1 */
    uint16_t rows, columns;          /* TABLE */
    struct lt_cell cell;             /* CELL */
};

enum lt_span_kind {
    LT_SPAN_EM,
    LT_SPAN_STRONG,
    LT_SPAN_CODE,
    LT_SPAN_SUP,
    LT_SPAN_SUB,
    LT_SPAN_SMALL_CAPS,
    LT_SPAN_DELETED,
    LT_SPAN_MARKED,
    LT_SPAN_LINK, /* target: an absolute URL, or "lutrin:article/ID" inside a bundle */
    LT_SPAN_NOTE, /* a reference; target: the number of a NOTE block of this document, in decimals */
    LT_SPAN_LANG, /* target: a BCP 47 tag for this stretch */
    LT_SPAN_COUNT
};

struct lt_span {
    enum lt_span_kind kind;
    uint32_t start, end; /* bytes of lt_doc.text; start < end */
    const char *target;  /* LINK, NOTE, LANG; else NULL */
};

struct lt_picture {
    const char *url;        /* absolute, as the source had it; NULL once in a bundle */
    int64_t id;             /* in its bundle; 0 before the press has prepared it, or when it failed */
    int32_t width, height;  /* pixels as stored; 0 when unknown */
    const char *alt;        /* what it shows, for who cannot see it; "" when the source is silent */
};

/* Another article worth reading next. */
struct lt_related {
    int64_t article;     /* its id in the bundle; 0 when it is not in it */
    const char *title;   /* never empty */
    const char *teaser;  /* "" when unknown; ends at a word */
    const char *author;  /* "" when unknown */
    const char *url;     /* absolute, or "" */
    const char *picture_url; /* absolute, or ""; only before the bundle */
    int64_t picture;     /* in the bundle, or 0 */
};

/* What is known about the article beside its text. Strings are plain text, clean as above, "" when unknown. */
struct lt_meta {
    const char *title;
    const char *standfirst;
    const char *author;
    const char *kicker;       /* section or rubric as the source says it */
    const char *site;         /* name of the publication */
    const char *url;          /* absolute address of the article, "" when it has none */
    const char *lang;         /* of the article; "" when unknown */
    bool rtl;
    int64_t published, updated; /* seconds since 1970 UTC; LT_NO_TIME when unknown */
    int32_t utc_offset;         /* of the published date in its source, seconds east; 0 when unknown */
    const char *comments_url;   /* a feed or page of comments, or "" */
    int32_t comment_count;      /* -1 when unknown */
    int32_t lead;               /* index into lt_doc.pictures of the lead picture, or -1 */
};

#define LT_NO_TIME INT64_MIN

struct lt_doc {
    struct lt_meta meta;
    const char *text; /* NUL-terminated */
    uint32_t text_size;
    const struct lt_block *blocks;
    uint32_t block_count;
    const struct lt_span *spans;
    uint32_t span_count;
    const struct lt_picture *pictures;
    uint32_t picture_count;
    const struct lt_related *related;
    uint32_t related_count;
};

/* The text of a block. */
struct lt_bytes lt_block_text(const struct lt_doc *doc, const struct lt_block *block);

/* Words of running text in the document (headings, captions and notes too; CJK: half its characters), for reading time
 * and for the press's comparisons. */
uint32_t lt_doc_words(const struct lt_doc *doc);

/* Appends the document as readable text, one block a paragraph: what `lutrin-trace doc` prints and the spec tests
 * expect. The format is described in tests/spec/README.md. */
void lt_doc_dump(const struct lt_doc *doc, struct lt_buf *out);

/* Appends the text of all blocks (captions and cells too) and nothing else, a blank line between them. */
void lt_doc_plain(const struct lt_doc *doc, struct lt_buf *out);

/* "heading", "item" ...: the name a role bears in dumps and in bundles. Static storage. */
const char *lt_role_name(enum lt_role role);
/* The role of that name, or LT_ROLE_COUNT. */
enum lt_role lt_role_of(struct lt_bytes name);
/* "em", "link" ... and back, in the same way (LT_SPAN_COUNT for none). */
const char *lt_span_name(enum lt_span_kind kind);
enum lt_span_kind lt_span_of(struct lt_bytes name);

#endif
