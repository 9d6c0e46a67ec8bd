/*
 * gaps.c: would justified lines have gaps that nobody wants to see? Then that prose is set ragged.
 *
 * A measure that is wide enough for one language is narrow for another: where words are long and nothing divides them, a
 * line holds three or four, and what is left over is shared by two or three gaps. So the article's beginning is broken as it
 * would be justified, and its gaps are measured. One answer for all prose in the article's own language and script: paragraphs
 * of two kinds beside one another look like a mistake. What it has in another language, or (where it does not say so) in
 * another script, is measured by itself.
 */
#include "galley.h"
#include "glue.h"

#include <lutrin/text.h>

#include <string.h>

enum {
    SAMPLE_LINES = 48,             /* that are measured, where the article has so many */
    PIECE_BYTES = 2 * 1024,        /* of a paragraph that are looked at */
    WIDE_RATIO = 2 * LT_RATIO_ONE, /* of a gap's stretch: a gap is about twice as wide as the space then */
    WIDE_LINES_PERCENT = 20,       /* of the lines may have such gaps: French at 35 characters has 9, Telugu at 65 over 30 */
    WIDE_LINES_MORE = 3,           /* ... and so many more, which may be an accident */
    STRANGE_LINES_LEAST = 2,       /* of what is in another language, often one paragraph, so many are none */
    BLOCKS_MAX = 512,              /* that are looked through: the first page of a long article costs what that of a short one does */
    OWN_PARAGRAPHS = 24,           /* that tell an article's script */
    SCRIPTS_MAX = 6,               /* of an article that are counted */
    SCRIPT_BYTES = 96,             /* of a paragraph that tell its script */
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
        struct lt_glue glue = lt_glue_of(from, to, 0);
        tally->lines++;
        tally->wide += lt_glue_ratio(&glue, measure) > WIDE_RATIO;
    }
}

/* May the block's role be justified? */
static bool is_prose(const struct lt_block *block)
{
    return (block->role == LT_ROLE_PARAGRAPH || block->role == LT_ROLE_ITEM || block->role == LT_ROLE_TERM ||
            block->role == LT_ROLE_DEFINITION || block->role == LT_ROLE_NOTE) &&
           block->text.start < block->text.end;
}

/* The script of most of the block's beginning; Japanese is written in three at once. */
static uint32_t script_of(const struct lt_doc *doc, const struct lt_block *block)
{
    uint32_t script = lt_text_script((struct lt_bytes){doc->text + block->text.start,
                                                       lt_piece_end(doc->text, block->text, SCRIPT_BYTES) - block->text.start});
    bool kana = script == LT_SCRIPT('H', 'i', 'r', 'a') || script == LT_SCRIPT('K', 'a', 'n', 'a');
    return kana ? LT_SCRIPT('H', 'a', 'n', 'i') : script;
}

static bool is_own_language(const struct lt_doc *doc, const struct lt_block *block)
{
    return !*block->lang || strcmp(block->lang, doc->meta.lang) == 0;
}

/* Which prose the block belongs to. */
static struct lt_gaps_kind kind_of(const struct lt_doc *doc, const struct lt_block *block)
{
    return (struct lt_gaps_kind){is_own_language(doc, block) ? "" : block->lang, script_of(doc, block), false};
}

static bool is_kind(const struct lt_gaps_kind *a, const struct lt_gaps_kind *b)
{
    return a->script == b->script && strcmp(a->lang, b->lang) == 0;
}

/* The end of what is looked through from a block on. */
static uint32_t last_looked_at(const struct lt_doc *doc, uint32_t from)
{
    return doc->block_count - from < BLOCKS_MAX ? doc->block_count : from + BLOCKS_MAX;
}

/* The script of most of the first paragraphs that say no other language than the article's. */
static uint32_t own_script(const struct lt_doc *doc)
{
    struct {
        uint32_t script, paragraphs;
    } scripts[SCRIPTS_MAX] = {{0, 0}};
    size_t count = 0, most = 0;
    uint32_t end = last_looked_at(doc, 0), left = OWN_PARAGRAPHS;
    for (uint32_t i = 0; i < end && left > 0; i++) {
        const struct lt_block *block = &doc->blocks[i];
        if (block->role != LT_ROLE_PARAGRAPH || block->quote || block->list || !is_own_language(doc, block))
            continue;
        left--;
        uint32_t script = script_of(doc, block);
        size_t at = 0;
        while (at < count && scripts[at].script != script)
            at++;
        if (at == SCRIPTS_MAX)
            continue;
        count += at == count;
        scripts[at].script = script;
        scripts[at].paragraphs++;
        most = scripts[at].paragraphs > scripts[most].paragraphs ? at : most;
    }
    return scripts[most].script;
}

/* Breaks the beginning of the block as it would be justified. */
static void break_sample(struct lt_pages *pages, const struct lt_block *block, struct lt_range range, struct lt_para *para,
                         struct lt_broken *ret_broken)
{
    const char *lang = *block->lang ? block->lang : pages->doc->meta.lang;
    const struct lt_look look = {.font = pages->style->text, .ink = LT_INK_TEXT, .lang = lang};
    const struct lt_shape shape = {.measure = pages->style->measure};
    struct lt_para_source source = {.text = {pages->doc->text + range.start, range.end - range.start}, .lang = look.lang,
                                    .rtl = block->rtl, .kind = LT_SET_JUSTIFIED};
    source.stretches = lt_block_stretches(pages, block, range, &look, &source.stretch_count);
    source.looks = pages->looks;
    lt_break(para, &source, &pages->gauge, pages->setting.tongue, &shape, false, ret_broken);
}

/* Measures the beginning of all prose of a kind from a block on: of the article's own what stands all across the column. */
static struct tally measure(struct lt_pages *pages, const struct lt_gaps_kind *kind, bool own, uint32_t from)
{
    const struct lt_doc *doc = pages->doc;
    struct lt_para para = {0};
    struct lt_broken broken = {0};
    struct tally tally = {0};
    for (uint32_t i = from, end = last_looked_at(doc, from); i < end && tally.lines < SAMPLE_LINES; i++) {
        const struct lt_block *block = &doc->blocks[i];
        if (!is_prose(block) || (own && (block->role != LT_ROLE_PARAGRAPH || block->quote || block->list)))
            continue;
        const struct lt_gaps_kind found = kind_of(doc, block);
        if (!is_kind(&found, kind))
            continue;
        struct lt_range range = {block->text.start, lt_piece_end(doc->text, block->text, PIECE_BYTES)};
        break_sample(pages, block, range, &para, &broken);
        count(&para, &broken, pages->style->measure, &tally);
    }
    lt_para_finish(&para);
    lt_broken_finish(&broken);
    return tally;
}

bool lt_gaps_are_wide(struct lt_pages *pages)
{
    if (pages->setting.breaker == LT_BREAKER_GREEDY)
        return false;
    const struct lt_gaps_kind own = {"", own_script(pages->doc), false};
    struct tally tally = measure(pages, &own, true, 0);
    pages->gaps_kinds[0] = own;
    pages->gaps_kind_count = 1;
    return tally.wide * 100 > tally.lines * WIDE_LINES_PERCENT + WIDE_LINES_MORE * 100;
}

bool lt_gaps_are_wide_in(struct lt_pages *pages, const struct lt_block *block)
{
    if (pages->gaps_kind_count == 0 || !is_prose(block))
        return false;
    struct lt_gaps_kind kind = kind_of(pages->doc, block);
    for (size_t i = 0; i < pages->gaps_kind_count; i++)
        if (is_kind(&pages->gaps_kinds[i], &kind))
            return pages->gaps_kinds[i].wide;
    if (pages->gaps_kind_count == LT_GAPS_KINDS_MAX)
        return false;
    struct tally tally = measure(pages, &kind, false, (uint32_t)(block - pages->doc->blocks));
    kind.wide = tally.wide >= STRANGE_LINES_LEAST && tally.wide * 100 > tally.lines * WIDE_LINES_PERCENT;
    pages->gaps_kinds[pages->gaps_kind_count++] = kind;
    return kind.wide;
}
