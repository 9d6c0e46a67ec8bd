/*
 * Hyphenation against lists of divided words for French, American English and German: each word, all of them.
 */
#include <string.h>

#include "suite.h"

#include <lutrin/text.h>

enum { WORD_MAX_BYTES = 512, SHOWN = 5 };

static const struct {
    const char *file, *lang;
} LISTS[] = {
    {"typography/hyphenation-fr.txt", "fr"},
    {"typography/hyphenation-en-us.txt", "en-US"},
    {"typography/hyphenation-de.txt", "de"},
};

/* Divides the word (without its marks) and says whether the marks come out again. */
static int same(struct lt_tongue *tongue, const char *lang, const char *marked, struct lt_buf *out)
{
    char word[WORD_MAX_BYTES];
    size_t size = 0, next = 0;
    uint32_t points[64];
    for (const char *c = marked; *c && size + 1 < sizeof word; c++)
        if (*c != '|')
            word[size++] = *c;
    size_t count = lt_hyphenate(tongue, (struct lt_bytes){word, size}, lang, 0, 0, points, 64);
    lt_buf_clear(out);
    for (size_t i = 0; i < size; i++) {
        if (next < count && points[next] == i && ++next)
            lt_buf_putc(out, '|');
        lt_buf_putc(out, word[i]);
    }
    return out->size == strlen(marked) && memcmp(out->data, marked, out->size) == 0;
}

static int check(const char *path, const char *lang)
{
    char line[WORD_MAX_BYTES];
    int words = 0, hits = 0;
    struct lt_tongue *tongue = lt_tongue_create();
    struct lt_buf out = {0};
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (!*line)
            continue;
        int hit = same(tongue, lang, line, &out);
        if (!hit && words - hits < SHOWN)
            printf("  %s: expected %s, got %s\n", lang, line, out.data);
        words++;
        hits += hit;
    }
    if (file)
        fclose(file);
    lt_buf_finish(&out);
    lt_tongue_destroy(tongue);
    printf("hyphenation %s: %d of %d\n", lang, hits, words);
    return words > 0 && hits == words ? 0 : 1;
}

int main(void)
{
    char path[512];
    int failed = 0;
    for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++) {
        if (!suite_path(LISTS[i].file, path, sizeof path)) {
            printf("skipped: %s is not here (LUTRIN_SUITES)\n", LISTS[i].file);
            return SUITE_SKIPPED;
        }
        failed |= check(path, LISTS[i].lang);
    }
    return failed;
}
