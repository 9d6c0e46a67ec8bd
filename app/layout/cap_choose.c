/*
 * cap_choose.c: whether an article's first paragraph opens with a drop capital: which letters may stand so, over how many
 * lines, and how much text beside and below them that takes.
 */
#include "galley.h"

#include <lutrin/utf8.h>

enum {
    LINES = 3, LINES_SHORT = 2, ROWS_SHORT = 10, /* a column of fewer rows has the lower capital */
};

bool lt_is_upper_latin(uint32_t code)
{
    return (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7) || code == 0x152 ||
           code == 0x178;
}

/* The script of a capital that may stand over several lines; 0: it is none. */
static uint32_t capital_script(uint32_t code)
{
    if (lt_is_upper_latin(code))
        return LT_SCRIPT('L', 'a', 't', 'n');
    if ((code >= 0x391 && code <= 0x3A9) || code == 0x386 || (code >= 0x388 && code <= 0x38F))
        return LT_SCRIPT('G', 'r', 'e', 'k');
    return (code >= 0x400 && code <= 0x42F) || code == 0x490 ? LT_SCRIPT('C', 'y', 'r', 'l') : 0;
}

static bool is_opening_quote(uint32_t code)
{
    return code == 0xAB || code == 0x2039 || code == 0x201C || code == 0x2018 || code == 0x201E || code == 0x201A;
}

/* Bytes of a quotation mark that the text begins with, and of the space that holds it; 0 when there is none. */
static uint32_t opening_quote(const char *text, size_t size)
{
    size_t at = 0, next;
    if (size == 0 || !is_opening_quote(lt_utf8_next(text, size, &at)))
        return 0;
    next = at;
    if (next < size) {
        uint32_t code = lt_utf8_next(text, size, &next);
        at = code == ' ' || code == 0xA0 || code == 0x202F ? next : at;
    }
    return (uint32_t)at;
}

/* Rows that the capital and its paragraph need in the column: its lines, and one more for its tail, if it has one, or for a
 * paragraph too short to go on in the next column. */
static uint32_t cap_rows(uint32_t code, uint32_t lines, uint32_t text_lines)
{
    static const uint32_t tails[] = {'J', 'Q', 0xC7, 0x40F, 0x414, 0x426, 0x429}; /* Ç, Џ, Д, Ц, Щ */
    bool tail = false;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        tail |= code == tails[i];
    return tail || text_lines < lines + 2 ? lines + 1 : lines;
}

void lt_cap_try(struct lt_pages *pages, struct lt_text_job *job, const struct lt_look *look)
{
    const char *text = job->base + job->range.start;
    size_t size = job->range.end - job->range.start, at = 0;
    bool first = !pages->at.cap_done;
    pages->at.cap_done = true;
    if (!first || pages->dry || pages->setting.front->plain_opening || job->rtl || pages->ragged)
        return;
    uint32_t quote = opening_quote(text, size);
    at = quote;
    if (at >= size)
        return;
    uint32_t code = lt_utf8_next(text, size, &at), lines = pages->at.rows < ROWS_SHORT ? LINES_SHORT : LINES;
    job->cap_script = capital_script(code);
    if (!job->cap_script || lt_flow_left(pages) < lines)
        return;
    at += text[at] == ' ';
    struct lt_text_job trial = *job;
    uint32_t text_lines = lt_job_lines(pages, &trial, look);
    if (text_lines < lines + 1 || lt_flow_left(pages) < cap_rows(code, lines, text_lines))
        return;
    job->cap_lines = (uint8_t)lines;
    job->cap_bytes = (uint32_t)at;
    job->cap_quote = quote;
    job->range.start += (uint32_t)at;
}
