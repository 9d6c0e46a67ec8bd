/*
 * gaps.c: would an article's justified lines have gaps that nobody wants to see? Then its prose is set ragged.
 *
 * A measure that is wide enough for one language is narrow for another: where words are long and nothing divides them, a
 * line holds three or four, and what is left over is shared by two or three gaps. So the article's beginning is broken as it
 * would be justified, and its gaps are measured. One answer for the whole article: paragraphs of two kinds beside one another
 * look like a mistake.
 */
#include "galley.h"
#include "glue.h"

#include <string.h>

enum {
    SAMPLE_LINES = 48,             /* that are measured, where the article has so many */
    PIECE_BYTES = 2 * 1024,        /* of a paragraph that are looked at */
    WIDE_RATIO = 2 * LT_RATIO_ONE, /* of a gap's stretch: a gap is about twice as wide as the space then */
    WIDE_LINES_PERCENT = 20,       /* of the lines may have such gaps: French at 35 characters has 9, Telugu at 65 over 30 */
    WIDE_LINES_MORE = 3,           /* ... and so many more, which may be an accident */
};

struct tally {
    size_t lines, wide;
};

static void count(const struct lt_para *para, const struct lt_broken *broken, lt_fx measure, struct tally *tally)
{
    for (size_t i = 0; i < broken->count; i++) {
        const struct lt_cut *from = i ? &para->cuts[broken->cuts[i - 1]] : NULL, *to = &para->cuts[broken->cuts[i]];
        if (to->kind == LT_CUT_FORCED)
            continue;
        struct lt_glue glue = lt_glue_of(from, to);
        tally->lines++;
        tally->wide += lt_glue_ratio(&glue, measure) > WIDE_RATIO;
    }
}

/* Is the block prose in the article's own language, all across the column? */
static bool is_sample(const struct lt_doc *doc, const struct lt_block *block)
{
    return block->role == LT_ROLE_PARAGRAPH && !block->quote && !block->list && block->text.start < block->text.end &&
           (!*block->lang || strcmp(block->lang, doc->meta.lang) == 0);
}

/* Breaks the beginning of the block as it would be justified. */
static void break_sample(struct lt_pages *pages, const struct lt_block *block, struct lt_range range, struct lt_para *para,
                         struct lt_broken *ret_broken)
{
    const struct lt_look look = {.font = pages->style->text, .ink = LT_INK_TEXT, .lang = pages->doc->meta.lang};
    const struct lt_shape shape = {.measure = pages->style->measure};
    struct lt_para_source source = {.text = {pages->doc->text + range.start, range.end - range.start}, .lang = look.lang,
                                    .rtl = block->rtl, .kind = LT_SET_JUSTIFIED};
    source.stretches = lt_block_stretches(pages, block, range, &look, &source.stretch_count);
    source.looks = pages->looks;
    lt_break(para, &source, &pages->gauge, pages->setting.tongue, &shape, false, ret_broken);
}

bool lt_gaps_are_wide(struct lt_pages *pages)
{
    const struct lt_doc *doc = pages->doc;
    struct lt_para para = {0};
    struct lt_broken broken = {0};
    struct tally tally = {0};
    if (pages->setting.breaker == LT_BREAKER_GREEDY)
        return false;
    for (uint32_t i = 0; i < doc->block_count && tally.lines < SAMPLE_LINES; i++) {
        const struct lt_block *block = &doc->blocks[i];
        if (!is_sample(doc, block))
            continue;
        struct lt_range range = {block->text.start, lt_piece_end(doc->text, block->text, PIECE_BYTES)};
        break_sample(pages, block, range, &para, &broken);
        count(&para, &broken, pages->style->measure, &tally);
    }
    lt_para_finish(&para);
    lt_broken_finish(&broken);
    return tally.wide * 100 > tally.lines * WIDE_LINES_PERCENT + WIDE_LINES_MORE * 100;
}
