/*
 * markdown_notes.c: footnotes as Markdown's writers have them, which CommonMark leaves as they stand.
 */
#include "markdown_more.h"

#include <string.h>

enum { NAME_MAX_BYTES = 80 };

struct note {
    struct lt_bytes name;
    struct lt_buf words;
    size_t number; /* in the order of references; 0: nothing refers to it */
};

struct notes {
    struct note list[LT_MARKDOWN_MAX_NOTES];
    size_t count, numbered;
    size_t order[LT_MARKDOWN_MAX_NOTES + 1]; /* which note bears a number */
};

/* The name in "[^name]" at the beginning of the text; empty when there is none. */
static struct lt_bytes name_at(struct lt_bytes text)
{
    size_t size = 2;
    if (text.size < 4 || text.data[0] != '[' || text.data[1] != '^')
        return (struct lt_bytes){NULL, 0};
    while (size < text.size && size < NAME_MAX_BYTES && !strchr("[]^ \t", text.data[size]) && text.data[size])
        size++;
    return size < text.size && size > 2 && text.data[size] == ']' ? (struct lt_bytes){text.data + 2, size - 2}
                                                                   : (struct lt_bytes){NULL, 0};
}

static struct note *note_of(struct notes *notes, struct lt_bytes name)
{
    for (size_t i = 0; i < notes->count; i++)
        if (lt_bytes_equal(notes->list[i].name, name))
            return &notes->list[i];
    return NULL;
}

/* The words of "[^name]: words", if the line is such. */
static bool begins_note(struct lt_bytes line, struct lt_bytes *ret_name, struct lt_bytes *ret_words)
{
    size_t indent = 0;
    while (indent < 3 && indent < line.size && line.data[indent] == ' ')
        indent++;
    line = (struct lt_bytes){line.data + indent, line.size - indent};
    *ret_name = name_at(line);
    size_t used = ret_name->size + 4;
    if (ret_name->size == 0 || line.size < used || line.data[used - 1] != ':')
        return false;
    *ret_words = lt_bytes_trim((struct lt_bytes){line.data + used, line.size - used});
    return true;
}

static void add_words(struct note *note, struct lt_bytes words)
{
    lt_buf_put(&note->words, words.data, words.size);
    lt_buf_putc(&note->words, '\n');
}

/* Takes the notes out of the text; the rest of it is appended. */
static void collect(struct notes *notes, struct lt_bytes text, struct lt_buf *body)
{
    struct lt_markdown_lines lines = {.rest = text};
    struct note *open = NULL;
    bool blank = false;
    while (lt_markdown_next(&lines)) {
        struct lt_bytes name, words, bare = lt_bytes_trim(lines.line);
        if (!lines.code && begins_note(lines.line, &name, &words) && notes->count < LT_MARKDOWN_MAX_NOTES &&
            !note_of(notes, name)) {
            open = &notes->list[notes->count++];
            *open = (struct note){.name = name};
            add_words(open, words);
        } else if (open && bare.size == 0) {
            lt_buf_putc(&open->words, '\n');
        } else if (open && !lines.fence && (lines.code || !blank)) { /* indented, or the same paragraph */
            add_words(open, bare);
        } else {
            open = NULL;
            lt_buf_put(body, lines.line.data, lines.line.size);
            lt_buf_putc(body, '\n');
        }
        blank = bare.size == 0;
    }
}

/* Puts a reference and returns how many bytes of the text it takes, 0 when it is none. */
static size_t put_reference(struct notes *notes, struct lt_bytes text, struct lt_buf *out)
{
    struct lt_bytes name = name_at(text);
    struct note *note = name.size ? note_of(notes, name) : NULL;
    if (!note)
        return 0;
    if (note->number == 0) {
        note->number = ++notes->numbered;
        notes->order[note->number] = (size_t)(note - notes->list);
    }
    lt_buf_printf(out, "<sup><a href=\"#fn-%zu\">%zu</a></sup>", note->number, note->number);
    return name.size + 3;
}

static void put_line(struct notes *notes, struct lt_bytes line, struct lt_buf *out)
{
    bool code = false;
    for (size_t at = 0; at < line.size;) {
        code ^= line.data[at] == '`';
        size_t used = !code && line.data[at] == '[' && (at == 0 || line.data[at - 1] != '\\')
                          ? put_reference(notes, (struct lt_bytes){line.data + at, line.size - at}, out)
                          : 0;
        if (used == 0)
            lt_buf_putc(out, line.data[at]);
        at += used ? used : 1;
    }
    lt_buf_putc(out, '\n');
}

void lt_markdown_notes(struct lt_bytes text, struct lt_buf *out)
{
    struct notes notes;
    struct lt_buf body = {0};
    notes.count = notes.numbered = 0;
    collect(&notes, text, &body);
    struct lt_markdown_lines lines = {.rest = lt_buf_slice(&body)};
    while (lt_markdown_next(&lines))
        if (lines.code) {
            lt_buf_put(out, lines.line.data, lines.line.size);
            lt_buf_putc(out, '\n');
        } else {
            put_line(&notes, lines.line, out);
        }
    if (notes.numbered)
        lt_buf_puts(out, "\n\n<section class=\"footnotes\">\n<ol>\n");
    for (size_t i = 1; i <= notes.numbered; i++) {
        struct lt_bytes words = lt_bytes_trim(lt_buf_slice(&notes.list[notes.order[i]].words));
        lt_buf_printf(out, "<li id=\"fn-%zu\">\n\n%.*s\n\n</li>\n", i, (int)words.size, words.data);
    }
    if (notes.numbered)
        lt_buf_puts(out, "</ol>\n</section>\n");
    for (size_t i = 0; i < notes.count; i++)
        lt_buf_finish(&notes.list[i].words);
    lt_buf_finish(&body);
}
