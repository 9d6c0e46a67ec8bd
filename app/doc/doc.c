/*
 * doc.c: questions that are asked of a finished document.
 */
#include <lutrin/doc.h>

#include <lutrin/utf8.h>

/* Scripts written without spaces between words, where a character counts as half a word. */
static bool is_dense(uint32_t code)
{
    return (code >= 0x3040 && code <= 0x30FF) || (code >= 0x3400 && code <= 0x9FFF) ||
           (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x0E00 && code <= 0x0EFF) ||
           (code >= 0x1780 && code <= 0x17FF) || (code >= 0x20000 && code <= 0x3FFFF);
}

static bool is_gap(uint32_t code)
{
    return code <= 0x20 || code == 0xA0 || code == 0x202F || (code >= 0x2000 && code <= 0x200A) || code == 0x3000;
}

/* Punctuation that stands alone ("«", "–", ":") is no word. */
static bool is_word_part(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
           (code >= 0xC0 && code != 0xD7 && code != 0xF7 && !(code >= 0x2000 && code <= 0x206F));
}

struct lt_bytes lt_block_text(const struct lt_doc *doc, const struct lt_block *block)
{
    return (struct lt_bytes){doc->text + block->text.start, block->text.end - block->text.start};
}

uint32_t lt_doc_words(const struct lt_doc *doc)
{
    uint32_t words = 0, dense = 0;
    for (uint32_t i = 0; i < doc->block_count; i++) {
        struct lt_bytes text = lt_block_text(doc, &doc->blocks[i]);
        bool inside = false;
        for (size_t at = 0; at < text.size;) {
            uint32_t code = lt_utf8_next(text.data, text.size, &at);
            if (is_dense(code)) {
                dense++;
                inside = false;
            } else if (is_gap(code)) {
                inside = false;
            } else if (!inside && is_word_part(code)) {
                words++;
                inside = true;
            }
        }
    }
    return words + (dense + 1) / 2;
}

void lt_doc_plain(const struct lt_doc *doc, struct lt_buf *out)
{
    bool first = true;
    for (uint32_t i = 0; i < doc->block_count; i++) {
        struct lt_bytes text = lt_block_text(doc, &doc->blocks[i]);
        if (text.size == 0)
            continue;
        if (!first)
            lt_buf_puts(out, "\n\n");
        lt_buf_put(out, text.data, text.size);
        first = false;
    }
}
