/*
 * break_fit.c: total fit, after Knuth & Plass, "Breaking Paragraphs into Lines" (Software: Practice and Experience 11,
 * 1981): among all ways to cut a paragraph the one with the fewest demerits, found by keeping the best way to each cut.
 *
 * A node is a line's end together with what the next line must know: its number where numbers matter, how tight it was
 * (fitness class) and how many hyphens in a row end here. More than two hyphens in a row, and hyphens at the ends of
 * columns, are not nodes at all. All arithmetic is in integers: the same paragraph breaks the same on every machine.
 */
#include "glue.h"

#include <stdlib.h>
#include <string.h>

#include <lutrin/arena.h>

enum {
    BADNESS_MAX = 800000,
    LINE_PENALTY = 10,
    HYPHEN_PENALTY = 100, DASH_PENALTY = 40, DESPERATE_PENALTY = 20000,
    RAGGED_HYPHEN_PENALTY = 130,
    DOUBLE_HYPHEN_DEMERITS = 12000,
    FINAL_HYPHEN_DEMERITS = 9000,
    FITNESS_DEMERITS = 2000,
    RUNT_DEMERITS = 300000, RUNT_PERCENT = 13,
    FRAGMENT_DEMERITS = 900000, /* part of a word alone on the last line */
    HYPHENS_MAX = 2,
    PRETOLERANCE_PERCENT = 60,  /* stretch ratios up to which a paragraph stays without hyphens */
    TOLERANCE_PERCENT = 250, WIDE_TOLERANCE_PERCENT = 900,
    EFFORT_MAX = 12000000,       /* lines tried and ways compared: far more than any prose takes; then first fit serves */
    RAGGED_STRETCH_PERCENT = 22, /* of the measure: how much white at the right is as bad as a ratio of 1 */
};

struct node {
    int64_t demerits;
    uint32_t cut; /* 1 + index of the cut; 0: the paragraph's start */
    uint32_t line; /* lines so far */
    uint32_t previous;
    uint8_t fitness, hyphens;
};

/* Where a line may begin: a node, and what the lines from there are measured with. */
struct start {
    int64_t width, stretch, shrink, letters; /* sums of what stands before the line */
    int64_t needs; /* how far a cut must reach (see reach_of) for the line to be no looser than is tolerated */
    lt_fx measure;
    uint32_t node, cut; /* as in the node */
};

/* What a line from a start to the present cut is like; the same for all starts after one cut that are as wide. */
struct trial {
    bool gone; /* no line can begin there any more */
    bool fits;
    uint8_t fitness;
    int64_t demerits; /* without those that the line before it decides */
};

struct fit {
    const struct lt_para *para;
    const struct lt_shape *shape;
    const struct lt_break_rules *rules;
    bool ragged, hyphens; /* hyphens: words may be divided */
    int tracking;
    int tolerance; /* ratio in thousandths; 0: any */
    int opening; /* what letters give then, with their tracking, in thousandths of the em */
    lt_fx emergency;
    uint32_t line_limit; /* from this line on all lines are alike */
    struct node *nodes;
    size_t node_count, node_capacity;
    struct start *active;
    size_t active_count, active_capacity;
    size_t fresh; /* first node of the present cut */
    size_t effort; /* lines tried and ways compared so far */
};

static bool hyphen_forbidden(const struct lt_break_rules *rules, uint32_t line)
{
    for (size_t i = 0; rules && i < rules->no_hyphen_count; i++)
        if (rules->no_hyphen[i] == line)
            return true;
    return false;
}

static struct lt_glue glue_of(const struct fit *fit, const struct start *from, const struct lt_cut *cut)
{
    struct lt_glue glue = {.natural = cut->end_width + cut->hyphen - cut->hang - from->width,
                           .stretch = cut->end_stretch - from->stretch, .shrink = cut->end_shrink - from->shrink,
                           .letters = cut->letters - from->letters};
    glue.natural += lt_glue_tracked(glue.letters, fit->tracking);
    if (fit->ragged) {
        glue.stretch = (int64_t)from->measure * RAGGED_STRETCH_PERCENT / 100;
        glue.shrink = glue.letters = 0;
    }
    glue.stretch += fit->emergency;
    return glue;
}

/* How far a line comes, in thousandths, that has given all that is tolerated, from the sums at its end; sums at its start are
 * taken away from it. It is lt_glue_ratio() <= tolerance without the division, and the same for all starts. */
static int64_t reach_of(const struct fit *fit, int64_t width, int64_t stretch, int64_t letters)
{
    return fit->ragged ? width * LT_RATIO_ONE : width * LT_RATIO_ONE + stretch * fit->tolerance + letters * fit->opening;
}

static int64_t badness_of(int64_t ratio)
{
    int64_t size = ratio < 0 ? -ratio : ratio;
    int64_t bad = size * size / LT_RATIO_ONE * size / (LT_RATIO_ONE * LT_RATIO_ONE / 100);
    return bad > BADNESS_MAX ? BADNESS_MAX : bad;
}

static uint8_t fitness_of(int64_t ratio)
{
    return ratio < -LT_RATIO_ONE / 2 ? 0 : ratio <= LT_RATIO_ONE / 2 ? 1 : ratio <= LT_RATIO_ONE ? 2 : 3;
}

static int64_t penalty_of(const struct fit *fit, const struct lt_cut *cut)
{
    switch (cut->kind) {
    case LT_CUT_HYPHEN: return fit->ragged ? RAGGED_HYPHEN_PENALTY : HYPHEN_PENALTY;
    case LT_CUT_DASH: return DASH_PENALTY;
    case LT_CUT_DESPERATE: return DESPERATE_PENALTY;
    case LT_CUT_SPACE:
    case LT_CUT_PLAIN:
    case LT_CUT_FORCED: break;
    }
    return 0;
}

bool lt_is_one_word(const struct lt_para *para, uint32_t box)
{
    for (; box + 1 < para->box_count; box++)
        if (para->boxes[box].flags & LT_BOX_SPACE)
            return false;
    return true;
}

/* The demerits of a line, but for a step in fitness from the line before it. */
static int64_t demerits_of(const struct fit *fit, const struct start *from, const struct lt_cut *cut,
                           const struct lt_glue *glue, int64_t ratio, bool end)
{
    int64_t bad = LINE_PENALTY + badness_of(ratio), penalty = penalty_of(fit, cut);
    int64_t demerits = bad * bad + penalty * penalty;
    bool flagged = cut->kind == LT_CUT_HYPHEN || cut->kind == LT_CUT_DASH;
    bool before = from->cut && fit->para->cuts[from->cut - 1].kind == LT_CUT_HYPHEN;
    if (flagged && before)
        demerits += DOUBLE_HYPHEN_DEMERITS;
    if (end && before)
        demerits += FINAL_HYPHEN_DEMERITS;
    bool fragment = end && before && lt_is_one_word(fit->para, fit->para->cuts[from->cut - 1].box + 1);
    if (end && from->cut && (fragment || glue->natural * 100 < (int64_t)from->measure * RUNT_PERCENT))
        demerits += fragment ? FRAGMENT_DEMERITS : RUNT_DEMERITS;
    return demerits;
}

/* Keeps the way to this cut if it is the best of its kind. */
static void offer(struct fit *fit, struct node node)
{
    uint32_t line = node.line < fit->line_limit ? node.line : fit->line_limit;
    fit->effort += fit->node_count - fit->fresh + 1;
    for (size_t i = fit->fresh; i < fit->node_count; i++) {
        struct node *other = &fit->nodes[i];
        uint32_t other_line = other->line < fit->line_limit ? other->line : fit->line_limit;
        if (other->fitness != node.fitness || other->hyphens != node.hyphens || other_line != line)
            continue;
        if (node.demerits < other->demerits)
            *other = node;
        return;
    }
    fit->nodes = lt_grow(fit->nodes, &fit->node_capacity, fit->node_count + 1, sizeof *fit->nodes);
    fit->nodes[fit->node_count++] = node;
}

/* Whatever follows `worse`, may follow `node` too, and costs at most a change of fitness more there. */
static bool is_better(const struct fit *fit, const struct node *node, const struct node *worse)
{
    uint32_t line = node->line < fit->line_limit ? node->line : fit->line_limit;
    uint32_t other_line = worse->line < fit->line_limit ? worse->line : fit->line_limit;
    return line == other_line && node->hyphens <= worse->hyphens &&
           node->demerits + FITNESS_DEMERITS <= worse->demerits;
}

/* Drops the ways to this cut that cannot be part of the best way to any other. */
static void prune(struct fit *fit)
{
    size_t fresh = fit->node_count - fit->fresh;
    int64_t best = INT64_MAX;
    fit->effort += fresh * fresh;
    for (size_t i = fit->fresh; i < fit->node_count; i++)
        best = fit->nodes[i].demerits < best ? fit->nodes[i].demerits : best;
    for (size_t i = fit->fresh; i < fit->node_count; i++)
        for (size_t k = fit->fresh; k < fit->node_count && fit->nodes[i].demerits - best >= FITNESS_DEMERITS; k++)
            if (is_better(fit, &fit->nodes[k], &fit->nodes[i])) {
                fit->nodes[i--] = fit->nodes[--fit->node_count];
                break;
            }
}

static void activate(struct fit *fit, uint32_t index)
{
    const struct node *node = &fit->nodes[index];
    struct start start = {.measure = lt_shape_width(fit->shape, node->line), .node = index, .cut = node->cut};
    if (node->cut) {
        const struct lt_cut *cut = &fit->para->cuts[node->cut - 1];
        start.width = cut->next_width - cut->after;
        start.stretch = cut->next_stretch;
        start.shrink = cut->next_shrink;
        start.letters = cut->letters;
    }
    start.needs = reach_of(fit, start.width + start.measure, start.stretch, start.letters);
    if (fit->ragged)
        start.needs -= (int64_t)start.measure * RAGGED_STRETCH_PERCENT / 100 * fit->tolerance;
    fit->active = lt_grow(fit->active, &fit->active_capacity, fit->active_count + 1, sizeof *fit->active);
    fit->active[fit->active_count++] = start;
}

/* Looks at the line from a start to the cut. */
static struct trial try_line(const struct fit *fit, const struct start *from, const struct lt_cut *cut, bool end)
{
    struct trial trial = {0};
    lt_fx width = from->measure;
    struct lt_glue glue = glue_of(fit, from, cut);
    int64_t least = lt_glue_least(&glue);
    trial.gone = least - cut->hyphen + cut->hang > width;
    if (least > width)
        return trial;
    int64_t ratio = cut->kind == LT_CUT_FORCED && glue.natural <= width ? 0 : lt_glue_ratio(&glue, width);
    if (fit->tolerance && ratio > fit->tolerance)
        return trial;
    trial.fits = true;
    trial.fitness = fitness_of(ratio);
    trial.demerits = demerits_of(fit, from, cut, &glue, ratio, end);
    return trial;
}

/* Offers the way over a start, if the line from there may end at the cut. */
static void offer_line(struct fit *fit, const struct start *start, const struct trial *trial, uint32_t cut_index)
{
    const struct node from = fit->nodes[start->node];
    bool hyphen = fit->para->cuts[cut_index].kind == LT_CUT_HYPHEN;
    if (hyphen && (from.hyphens >= HYPHENS_MAX || hyphen_forbidden(fit->rules, from.line)))
        return;
    int step = (int)trial->fitness - (int)from.fitness;
    bool jumps = !fit->ragged && from.cut && (step > 1 || step < -1);
    offer(fit, (struct node){
        .demerits = from.demerits + trial->demerits + (jumps ? FITNESS_DEMERITS : 0), .cut = cut_index + 1,
        .line = from.line + 1, .previous = start->node, .fitness = trial->fitness,
        .hyphens = (uint8_t)(hyphen ? from.hyphens + 1 : 0),
    });
}

static bool banned(const struct lt_break_rules *rules, uint32_t cut)
{
    for (size_t i = 0; rules && i < rules->banned_count; i++)
        if (rules->banned[i] == cut)
            return true;
    return false;
}

static void try_cut(struct fit *fit, uint32_t cut_index)
{
    const struct lt_cut *cut = &fit->para->cuts[cut_index];
    bool forced = cut->kind == LT_CUT_FORCED, end = cut_index + 1 == fit->para->cut_count;
    bool usable = !banned(fit->rules, cut_index), ordered = !fit->shape->inset_lines; /* who begins later needs more */
    int64_t reach = INT64_MAX;
    struct trial trial = {0};
    size_t kept = 0;
    uint32_t alike = 0; /* where the line before it in the list begins, and its measure */
    lt_fx measure = 0;
    if (!fit->hyphens && (cut->kind == LT_CUT_HYPHEN || cut->kind == LT_CUT_DESPERATE))
        return;
    if (fit->tolerance && !forced)
        reach = reach_of(fit, cut->end_width + cut->hyphen - cut->hang, cut->end_stretch, cut->letters);
    if (ordered && fit->active[0].needs > reach)
        return;
    fit->fresh = fit->node_count;
    fit->effort += fit->active_count;
    for (size_t i = 0; i < fit->active_count; i++) {
        const struct start *start = &fit->active[i];
        bool again = i > 0 && start->cut == alike && start->measure == measure, far = start->needs > reach;
        if (far && ordered) { /* those after it, too, then */
            size_t rest = fit->active_count - i;
            if (kept != i)
                memmove(fit->active + kept, fit->active + i, rest * sizeof *fit->active);
            kept += rest;
            break;
        }
        alike = start->cut;
        measure = start->measure;
        if (!again)
            trial = far ? (struct trial){0} : try_line(fit, start, cut, end);
        if (trial.fits && usable)
            offer_line(fit, start, &trial, cut_index);
        if (!trial.gone && !forced && kept++ != i)
            fit->active[kept - 1] = *start;
    }
    fit->active_count = kept;
    prune(fit);
    for (size_t i = fit->fresh; i < fit->node_count; i++)
        activate(fit, (uint32_t)i);
}

/* The best end, among those with the number of lines that is asked for. */
static uint32_t choose(const struct fit *fit)
{
    uint32_t best = UINT32_MAX, lines = fit->rules ? fit->rules->lines : 0;
    for (size_t i = fit->fresh; i < fit->node_count; i++)
        if ((lines == 0 || fit->nodes[i].line == lines) &&
            (best == UINT32_MAX || fit->nodes[i].demerits < fit->nodes[best].demerits))
            best = (uint32_t)i;
    return best;
}

static void collect(const struct fit *fit, uint32_t node, struct lt_broken *out)
{
    uint32_t count = fit->nodes[node].line;
    out->cuts = lt_grow(out->cuts, &out->capacity, count, sizeof *out->cuts);
    out->count = count;
    out->demerits = fit->nodes[node].demerits;
    out->tracking = fit->tracking;
    for (uint32_t i = count; i-- > 0; node = fit->nodes[node].previous)
        out->cuts[i] = fit->nodes[node].cut - 1;
}

/* The line from which on all lines are alike, so that their numbers need not be told apart. */
static uint32_t first_alike(const struct lt_shape *shape, const struct lt_break_rules *rules)
{
    uint32_t line = shape->inset_lines > 1 ? shape->inset_lines : 1;
    if (rules && rules->lines)
        return UINT32_MAX;
    for (size_t i = 0; rules && i < rules->no_hyphen_count; i++)
        line = rules->no_hyphen[i] >= line ? rules->no_hyphen[i] + 1 : line;
    return line;
}

static bool break_fit(const struct lt_para *para, const struct lt_shape *shape, const struct lt_break_rules *rules,
                      bool hyphens, int tolerance_percent, lt_fx emergency, struct lt_broken *out)
{
    struct fit fit = {.para = para, .shape = shape, .rules = rules, .ragged = para->source->kind != LT_SET_JUSTIFIED,
                      .hyphens = hyphens, .tracking = rules ? rules->tracking : 0,
                      .tolerance = tolerance_percent * LT_RATIO_ONE / 100, .emergency = emergency};
    fit.opening = fit.tracking + LT_TRACK_OPEN * (fit.tolerance < LT_RATIO_ONE ? fit.tolerance : LT_RATIO_ONE) / LT_RATIO_ONE;
    fit.line_limit = first_alike(shape, rules);
    fit.nodes = lt_grow(NULL, &fit.node_capacity, para->cut_count / 2 + 64, sizeof *fit.nodes);
    fit.nodes[fit.node_count++] = (struct node){.fitness = 1};
    activate(&fit, 0);
    for (uint32_t i = 0; i < para->cut_count && fit.active_count && fit.effort <= EFFORT_MAX; i++)
        try_cut(&fit, i);
    uint32_t end = para->cut_count && fit.active_count && fit.effort <= EFFORT_MAX ? choose(&fit) : UINT32_MAX;
    if (end != UINT32_MAX)
        collect(&fit, end, out);
    free(fit.nodes);
    free(fit.active);
    return end != UINT32_MAX;
}

bool lt_break_fit(const struct lt_para *para, const struct lt_shape *shape, const struct lt_break_rules *rules,
                  int tolerance_percent, lt_fx emergency, struct lt_broken *out)
{
    return break_fit(para, shape, rules, para->hyphens, tolerance_percent, emergency, out);
}

static lt_fx narrowest(const struct lt_shape *shape)
{
    lt_fx least = shape->measure;
    for (uint32_t i = 0; i <= shape->inset_lines; i++)
        least = lt_shape_width(shape, i) < least ? lt_shape_width(shape, i) : least;
    return least;
}

void lt_break_again(const struct lt_para *para, const struct lt_shape *shape, const struct lt_break_rules *rules, bool greedy,
                    struct lt_broken *out)
{
    enum lt_setting_kind kind = para->source->kind;
    if (kind == LT_SET_BALANCED)
        lt_break_balance(para, shape, out);
    else if (greedy || kind == LT_SET_CODE)
        lt_break_greedy(para, shape, rules, out);
    else if (kind == LT_SET_JUSTIFIED && break_fit(para, shape, rules, false, PRETOLERANCE_PERCENT, 0, out))
        return;
    else if (!lt_break_fit(para, shape, rules, TOLERANCE_PERCENT, 0, out) &&
             !lt_break_fit(para, shape, rules, WIDE_TOLERANCE_PERCENT, 0, out) &&
             !lt_break_fit(para, shape, rules, 0, para->em * 2, out))
        lt_break_greedy(para, shape, rules, out);
    else if (kind == LT_SET_JUSTIFIED)
        lt_break_rivers(para, shape, rules, out);
}

void lt_break(struct lt_para *para, const struct lt_para_source *source, struct lt_gauge *gauge,
              struct lt_tongue *tongue, const struct lt_shape *shape, bool greedy, struct lt_broken *out)
{
    bool plain = greedy || source->kind == LT_SET_CODE || source->kind == LT_SET_BALANCED;
    lt_para_build(para, source, gauge, tongue, narrowest(shape), !plain);
    lt_break_again(para, shape, NULL, greedy, out);
}
