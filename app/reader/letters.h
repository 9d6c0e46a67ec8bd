/*
 * letters.h: what readers wrote about an article, set as pages like the article itself. They follow the page after it.
 */
#ifndef LUTRIN_READER_LETTERS_H
#define LUTRIN_READER_LETTERS_H

#include <lutrin/pages.h>

#include "stage.h"

struct lt_letters {
    const struct lt_doc *doc;      /* NULL: nobody wrote */
    struct lt_front_matter front;
    struct lt_style *style;        /* the article's, but for the names */
    struct lt_pages *pages;
};

/* Makes a document of the article's comments in the arena; no pages yet. A bundle whose comments are damaged has none. */
void lt_letters_open(struct lt_letters *letters, const struct lt_stage *stage, int64_t article, const struct lt_card *card,
                     struct lt_arena *arena);
void lt_letters_close(struct lt_letters *letters);

/* Begins the pages anew; `style` and the rest are borrowed as long as they live. */
void lt_letters_restyle(struct lt_letters *letters, const struct lt_stage *stage, const struct lt_style *style);

#endif
