/*
 * choose.h: what a publisher says of his own pages: which elements are the article, and which are never part of it.
 *
 * Elements are named as CSS does, in a small part of it: tag, *, .class, #id, [attr], [attr=value] and ~= ^= $= *=, the
 * descendant (a space), the child (>), and lists (a comma or a line end). They become XPath once, when a plan is read.
 */
#ifndef LUTRIN_CHOOSE_H
#define LUTRIN_CHOOSE_H

#include <lutrin/arena.h>
#include <lutrin/err.h>

enum {
    LT_SELECTOR_MAX_BYTES = 2000, /* of one list of selectors */
    LT_SELECTOR_MAX_PARTS = 100,  /* elements that it names, ancestors too */
};

/* XPath of lt_selector_compile(); NULL: nothing is said. */
struct lt_choice {
    const char *keep; /* what these find is the article, all together in their order */
    const char *drop; /* what these find is taken out first */
};

/* The XPath of a list of selectors, in the arena. LT_ERR_CONFIG: the diag's `what` says what is not understood, and where
 * in the text. */
enum lt_err lt_selector_compile(const char *selectors, struct lt_arena *arena, struct lt_diag *diag,
                                const char **ret_xpath);

#endif
