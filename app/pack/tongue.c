/*
 * tongue.c: the language of an article that does not say it, as its text tells: by its script where only one language is
 * written in it, else by its groups of letters (Cavnar & Trenkle 1994, "N-Gram-Based Text Categorization", as
 * libexttextcat does it).
 */
#include "press.h"

#include <lutrin/utf8.h>

#include <libexttextcat/textcat.h>
#include <stdlib.h>
#include <string.h>

enum {
    SAMPLE_BYTES = 4096,   /* of running text: more says no more */
    LEAST_BYTES = 160,     /* of one script: fewer say too little to tell its languages apart */
    LEAST_SIGNS = 24,      /* bytes of a script that tells the language by itself */
    SCRIPT_PERCENT = 70,   /* of the sample */
    KANA_PERCENT = 5,      /* Chinese has none */
    CANDIDATES_MAX = 3,    /* a text that is like more languages than these is like none */
};

#define FINGERPRINTS "/usr/share/libexttextcat/"

struct lt_press_tongue {
    struct lt_tongue *text;
    void *known; /* NULL: the fingerprints are not installed */
};

struct lt_press_tongue *lt_press_tongue_create(void)
{
    struct lt_press_tongue *tongue = lt_alloc(1, sizeof *tongue);
    tongue->text = lt_tongue_create();
    tongue->known = special_textcat_Init(FINGERPRINTS "fpdb.conf", FINGERPRINTS);
    return tongue;
}

void lt_press_tongue_destroy(struct lt_press_tongue *tongue)
{
    if (!tongue)
        return;
    if (tongue->known)
        textcat_Done(tongue->known);
    lt_tongue_destroy(tongue->text);
    free(tongue);
}

static void take_sample(const struct lt_doc *doc, struct lt_buf *out)
{
    lt_buf_puts(out, doc->meta.title ? doc->meta.title : "");
    for (uint32_t i = 0; i < doc->block_count && out->size < SAMPLE_BYTES; i++) {
        struct lt_bytes text = lt_block_text(doc, &doc->blocks[i]);
        if (doc->blocks[i].role == LT_ROLE_CODE)
            continue;
        text.size = text.size > SAMPLE_BYTES ? lt_utf8_floor(text, SAMPLE_BYTES) : text.size;
        lt_buf_putc(out, '\n');
        lt_buf_put(out, text.data, text.size);
    }
}

struct share {
    uint32_t script, bytes;
};

/* How many bytes of the sample are of a script. */
static uint32_t bytes_of(const struct lt_text_run *runs, size_t count, uint32_t script)
{
    uint32_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += runs[i].script == script ? runs[i].end - runs[i].start : 0;
    return bytes;
}

static struct share largest(const struct lt_text_run *runs, size_t count)
{
    struct share best = {0, 0};
    for (size_t i = 0; i < count; i++) {
        if (runs[i].script == best.script)
            continue;
        uint32_t bytes = bytes_of(runs, count, runs[i].script);
        if (bytes > best.bytes)
            best = (struct share){runs[i].script, bytes};
    }
    return best;
}

/* The language that alone is commonly written in this script; NULL. */
static const char *only_language(uint32_t script)
{
    static const struct {
        char script[5];
        const char *lang;
    } own[] = {{"Armn", "hy"}, {"Beng", "bn"}, {"Ethi", "am"}, {"Geor", "ka"}, {"Grek", "el"}, {"Gujr", "gu"}, {"Guru", "pa"},
               {"Hang", "ko"}, {"Hebr", "he"}, {"Khmr", "km"}, {"Knda", "kn"}, {"Laoo", "lo"}, {"Mlym", "ml"}, {"Mymr", "my"},
               {"Orya", "or"}, {"Sinh", "si"}, {"Taml", "ta"}, {"Telu", "te"}, {"Thai", "th"}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (script == LT_SCRIPT(own[i].script[0], own[i].script[1], own[i].script[2], own[i].script[3]))
            return own[i].lang;
    return NULL;
}

/* Of the names that the library gives ("[es--utf8][pt--utf8]", best first) the one that the publication is in, else the first
 * that many people read: of several that a text is about equally like it is the likeliest. */
static const char *choose(const char *answer, const char *usual, struct lt_arena *arena)
{
    static const char *const common[] = {"en", "es", "fr", "de", "pt", "it", "nl", "ru", "pl", "uk", "ar", "fa", "tr", "id", "sv", "cs", "hi"};
    const char *best = NULL;
    struct lt_bytes first = {NULL, 0};
    size_t names = 0;
    for (const char *at = answer; (at = strchr(at, '[')); names++) {
        struct lt_bytes name = {at + 1, strcspn(at + 1, "-]")};
        at++;
        if (usual && strcspn(usual, "-") == name.size && memcmp(usual, name.data, name.size) == 0)
            return usual;
        first = first.data ? first : name;
        for (size_t i = 0; !best && i < sizeof common / sizeof *common; i++)
            if (strlen(common[i]) == name.size && memcmp(common[i], name.data, name.size) == 0)
                best = common[i];
    }
    if (names == 0 || names > CANDIDATES_MAX)
        return NULL;
    return best ? best : lt_arena_strndup(arena, first.data, first.size);
}

/* What is of the script in the sample: names and code in another one would mislead. */
static void keep_script(struct lt_bytes sample, const struct lt_text_run *runs, size_t count, uint32_t script, struct lt_buf *out)
{
    for (size_t i = 0; i < count; i++)
        if (runs[i].script == script)
            lt_buf_put(out, sample.data + runs[i].start, runs[i].end - runs[i].start);
}

const char *lt_press_tongue_of(struct lt_press_tongue *tongue, const struct lt_doc *doc, const char *usual, struct lt_arena *arena)
{
    static const uint32_t HAN = LT_SCRIPT('H', 'a', 'n', 'i'), HIRAGANA = LT_SCRIPT('H', 'i', 'r', 'a'), KATAKANA = LT_SCRIPT('K', 'a', 'n', 'a');
    struct lt_arena scratch = {0};
    struct lt_buf sample = {0}, kept = {0};
    const struct lt_text_run *runs;
    const char *lang = NULL;
    size_t count;
    take_sample(doc, &sample);
    lt_text_runs(tongue->text, lt_buf_slice(&sample), false, &scratch, &runs, &count);
    struct share script = largest(runs, count);
    uint32_t kana = bytes_of(runs, count, HIRAGANA) + bytes_of(runs, count, KATAKANA), east = kana + bytes_of(runs, count, HAN);
    if (east * 100 >= sample.size * SCRIPT_PERCENT && east >= LEAST_SIGNS) {
        lang = kana * 100 >= east * KANA_PERCENT ? "ja" : "zh";
    } else if (script.bytes * 100 >= sample.size * SCRIPT_PERCENT) {
        lang = script.bytes >= LEAST_SIGNS ? only_language(script.script) : NULL;
        if (!lang && tongue->known && script.bytes >= LEAST_BYTES) {
            keep_script(lt_buf_slice(&sample), runs, count, script.script, &kept);
            lang = choose(textcat_Classify(tongue->known, kept.data, kept.size), usual, arena);
        }
    }
    lt_buf_finish(&sample);
    lt_buf_finish(&kept);
    lt_arena_finish(&scratch);
    return lang;
}
