/*
 * wire.c: the two compact texts of the schema, spans and geometry, written and read; reading trusts nothing.
 */
#include "store.h"

#include <lutrin/utf8.h>

#include <string.h>

enum { MAX_LANG = 35, MAX_DIGITS = 10 };

/* Takes decimals (no sign but a given one, no leading zero) off the front; false when there are none or too many. */
static bool take_number(struct lt_bytes *text, uint32_t *ret)
{
    uint64_t value = 0;
    size_t n = 0;
    while (n < text->size && n <= MAX_DIGITS && text->data[n] >= '0' && text->data[n] <= '9')
        value = value * 10 + (uint64_t)(text->data[n++] - '0');
    if (n == 0 || n > MAX_DIGITS || value > UINT32_MAX || (n > 1 && text->data[0] == '0'))
        return false;
    text->data += n;
    text->size -= n;
    *ret = (uint32_t)value;
    return true;
}

static bool take_char(struct lt_bytes *text, char c)
{
    if (text->size == 0 || text->data[0] != c)
        return false;
    text->data++;
    text->size--;
    return true;
}

/* Takes everything up to `stop` (or the end) off the front; `stop` itself is dropped. */
static struct lt_bytes take_until(struct lt_bytes *text, char stop)
{
    const char *end = text->size ? memchr(text->data, stop, text->size) : NULL;
    struct lt_bytes part = {text->data, end ? (size_t)(end - text->data) : text->size};
    size_t used = part.size + (end ? 1 : 0);
    if (used) {
        text->data += used;
        text->size -= used;
    }
    return part;
}

static bool is_digits(struct lt_bytes text)
{
    size_t n = 0;
    while (n < text.size && text.data[n] >= '0' && text.data[n] <= '9')
        n++;
    return n > 0 && n == text.size && n < 16;
}

static bool is_link(struct lt_bytes target)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    static const char inside[] = "lutrin:article/";
    if (lt_bytes_starts(target, inside))
        return is_digits((struct lt_bytes){target.data + sizeof inside - 1, target.size - sizeof inside + 1});
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (lt_bytes_starts(target, schemes[i]))
            return true;
    return false;
}

static bool has_target(enum lt_span_kind kind)
{
    return kind == LT_SPAN_LINK || kind == LT_SPAN_NOTE || kind == LT_SPAN_LANG;
}

static bool is_target(enum lt_span_kind kind, struct lt_bytes target)
{
    if (kind == LT_SPAN_LINK)
        return is_link(target);
    return kind == LT_SPAN_NOTE ? is_digits(target) : target.size > 0 && lt_wire_is_lang(target);
}

static bool is_boundary(struct lt_bytes text, uint32_t at)
{
    return at == text.size || (at < text.size && ((unsigned char)text.data[at] & 0xC0) != 0x80);
}

/* One line, without its end. */
static const char *read_span(struct lt_bytes line, struct lt_bytes text, struct lt_arena *arena, struct lt_span *span)
{
    struct lt_bytes kind;
    if (!take_number(&line, &span->start) || !take_char(&line, ' ') || !take_number(&line, &span->end) ||
        !take_char(&line, ' '))
        return "a span that cannot be read";
    kind = take_until(&line, ' ');
    span->kind = lt_span_of(kind);
    if (span->kind == LT_SPAN_COUNT)
        return "a span of an unknown kind";
    if (span->start >= span->end || !is_boundary(text, span->start) || !is_boundary(text, span->end))
        return "a span outside its block";
    span->target = NULL;
    if (!has_target(span->kind))
        return line.size ? "a span with a target that it cannot have" : NULL;
    if (!is_target(span->kind, line))
        return "a span with a wrong target";
    span->target = lt_arena_strndup(arena, line.data, line.size);
    return NULL;
}

void lt_wire_put_spans(const struct lt_doc *doc, const struct lt_block *block, struct lt_buf *out)
{
    for (uint32_t i = 0; i < block->span_count; i++) {
        const struct lt_span *span = &doc->spans[block->first_span + i];
        lt_buf_printf(out, "%s%u %u %s", i ? "\n" : "", (unsigned)(span->start - block->text.start),
                      (unsigned)(span->end - block->text.start), lt_span_name(span->kind));
        if (span->target)
            lt_buf_printf(out, " %s", span->target);
    }
}

size_t lt_wire_span_count(struct lt_bytes lines)
{
    size_t count = lines.size ? 1 : 0;
    for (size_t i = 0; i < lines.size; i++)
        count += lines.data[i] == '\n';
    return count;
}

const char *lt_wire_read_spans(struct lt_bytes lines, struct lt_bytes text, uint32_t base, struct lt_arena *arena,
                               struct lt_span *spans)
{
    uint32_t ends[LT_STORE_MAX_SPAN_DEPTH];
    size_t depth = 0, count = lt_wire_span_count(lines);
    uint32_t last_start = 0;
    for (size_t i = 0; i < count; i++) {
        struct lt_span *span = &spans[i];
        const char *wrong = read_span(take_until(&lines, '\n'), text, arena, span);
        if (wrong)
            return wrong;
        while (depth > 0 && ends[depth - 1] <= span->start)
            depth--;
        if (span->start < last_start || (depth > 0 && span->end > ends[depth - 1]))
            return "spans that overlap";
        if (depth == LT_STORE_MAX_SPAN_DEPTH)
            return "spans nested too deeply";
        ends[depth++] = span->end;
        last_start = span->start;
        span->start += base;
        span->end += base;
    }
    return NULL;
}

void lt_wire_put_geometry(const struct lt_block *block, struct lt_buf *out)
{
    const struct lt_cell *cell = &block->cell;
    if (block->role == LT_ROLE_TABLE)
        lt_buf_printf(out, "%d %d", block->rows, block->columns);
    else if (block->role == LT_ROLE_CELL)
        lt_buf_printf(out, "%d %d %d %d %d %d", cell->row, cell->column, cell->row_span, cell->column_span,
                      cell->header ? 1 : 0, cell->align);
}

const char *lt_wire_read_geometry(struct lt_bytes line, struct lt_block *block)
{
    static const char wrong[] = "a table's geometry that cannot be read";
    uint32_t n[6];
    int count = block->role == LT_ROLE_TABLE ? 2 : block->role == LT_ROLE_CELL ? 6 : 0;
    for (int i = 0; i < count; i++)
        if ((i > 0 && !take_char(&line, ' ')) || !take_number(&line, &n[i]) || n[i] > UINT16_MAX)
            return wrong;
    if (line.size)
        return wrong;
    if (count == 2) {
        block->rows = (uint16_t)n[0];
        block->columns = (uint16_t)n[1];
    } else if (count == 6) {
        if (n[4] > 1 || n[5] > 3)
            return wrong;
        block->cell = (struct lt_cell){(uint16_t)n[0], (uint16_t)n[1], (uint16_t)n[2],
                                       (uint16_t)n[3], n[4] == 1,      (uint8_t)n[5]};
    }
    return NULL;
}

static bool is_level(const struct lt_block *block)
{
    if (block->role == LT_ROLE_HEADING)
        return block->level >= 1 && block->level <= 5;
    if (block->role == LT_ROLE_ITEM)
        return block->level >= 1 && block->level <= LT_DOC_MAX_DEPTH;
    return block->level == 0;
}

const char *lt_wire_check_block(const struct lt_block *block)
{
    const struct lt_cell *cell = &block->cell;
    if ((unsigned)block->role >= LT_ROLE_COUNT)
        return "a block of an unknown role";
    if (!is_level(block) || block->quote > LT_DOC_MAX_DEPTH || block->list > LT_DOC_MAX_DEPTH)
        return "a block of an impossible level";
    if (block->number < LT_ITEM_CONTINUED)
        return "a block with an impossible number";
    if (block->role == LT_ROLE_TABLE && (block->columns > LT_DOC_MAX_COLUMNS || !block->rows != !block->columns))
        return "a table of an impossible size";
    if (block->role == LT_ROLE_CELL && (cell->row_span < 1 || cell->column_span < 1 ||
                                        cell->column + cell->column_span > LT_DOC_MAX_COLUMNS))
        return "a cell outside its table";
    return NULL;
}

bool lt_wire_is_clean(struct lt_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (((unsigned char)text.data[i] < 0x20 && text.data[i] != '\n' && text.data[i] != '\t') || text.data[i] == 0x7F)
            return false;
    return lt_utf8_valid(text);
}

bool lt_wire_is_lang(struct lt_bytes tag)
{
    if (tag.size > MAX_LANG)
        return false;
    for (size_t i = 0; i < tag.size; i++) {
        char c = tag.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (i > 0 && ((c >= '0' && c <= '9') || c == '-'))))
            return false;
    }
    return true;
}
