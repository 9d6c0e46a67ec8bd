/*
 * language.c: language tags in one spelling; which languages run from right to left; their quotation marks.
 */
#include "language.h"

#include <lutrin/utf8.h>

#include <string.h>
#include <strings.h>

enum { TAG_MAX = 35 }; /* bytes; longer tags than RFC 5646 asks software to hold are none */

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_tag_char(char c)
{
    return is_alpha(c) || (c >= '0' && c <= '9') || c == '-';
}

/* Region in capitals, script with one, all else small. */
static void spell(char *part, size_t size, bool first)
{
    for (size_t i = 0; i < size; i++)
        part[i] = part[i] >= 'A' && part[i] <= 'Z' ? (char)(part[i] + 32) : part[i];
    bool upper = !first && size == 2, title = !first && size == 4 && is_alpha(part[0]);
    for (size_t i = 0; i < size && (upper || (title && i == 0)); i++)
        part[i] = is_alpha(part[i]) ? (char)(part[i] - 32) : part[i];
}

const char *lt_language_tag(const char *declared, struct lt_arena *arena)
{
    struct lt_bytes text = lt_bytes_trim(lt_bytes_of(declared));
    if (text.size < 2 || text.size > TAG_MAX)
        return NULL;
    char *tag = lt_arena_strndup(arena, text.data, text.size);
    for (size_t i = 0; i < text.size; i++) {
        tag[i] = tag[i] == '_' ? '-' : tag[i];
        if (!is_tag_char(tag[i])) {
            tag[i] = '\0';
            text.size = i;
        }
    }
    size_t first = strcspn(tag, "-");
    if (first < 2 || first > 8 || !is_alpha(tag[0]) || !is_alpha(tag[1]))
        return NULL;
    for (size_t at = 0; at < text.size;) {
        size_t size = strcspn(tag + at, "-");
        spell(tag + at, size, at == 0);
        at += size + 1;
    }
    static const char *const none[] = {"und", "zxx", "mul", "xx", "null", "default", "none", "auto"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (strcmp(tag, none[i]) == 0)
            return NULL;
    return tag;
}

/* Is `tag` the language `language`, of whatever region? */
static bool speaks(const char *tag, const char *language)
{
    size_t size = strlen(language);
    return tag && strncasecmp(tag, language, size) == 0 && (tag[size] == '\0' || tag[size] == '-');
}

bool lt_language_rtl(const char *tag)
{
    static const char *const rtl[] = {"ar", "he", "iw", "fa", "ur", "ps", "yi", "ug", "dv", "ckb", "sd", "syr", "arc"};
    for (size_t i = 0; i < sizeof rtl / sizeof *rtl; i++)
        if (speaks(tag, rtl[i]))
            return true;
    return tag && (strstr(tag, "-Arab") || strstr(tag, "-Hebr"));
}

bool lt_text_rtl(struct lt_bytes text)
{
    for (size_t at = 0; at < text.size;) {
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        if ((code >= 0x0591 && code <= 0x08FF) || (code >= 0xFB1D && code <= 0xFEFC))
            return !(code >= 0x0660 && code <= 0x0669) && !(code >= 0x06F0 && code <= 0x06F9);
        bool letter = (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
                      (code >= 0xC0 && !(code >= 0x2000 && code <= 0x2BFF));
        if (letter)
            return false;
    }
    return false;
}

struct lt_quotes lt_language_quotes(const char *tag)
{
    static const struct {
        const char *language;
        struct lt_quotes quotes;
    } known[] = {
        {"fr", {"«\u202F", "\u202F»"}}, {"de", {"„", "“"}}, {"es", {"«", "»"}}, {"it", {"«", "»"}},
        {"pt-PT", {"«", "»"}},          {"ru", {"«", "»"}}, {"uk", {"«", "»"}}, {"el", {"«", "»"}},
        {"pl", {"„", "”"}},             {"cs", {"„", "“"}}, {"sv", {"”", "”"}}, {"fi", {"”", "”"}},
        {"ja", {"「", "」"}},           {"ar", {"«", "»"}}, {"fa", {"«", "»"}}, {"nl", {"‘", "’"}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (speaks(tag, known[i].language))
            return known[i].quotes;
    return (struct lt_quotes){"“", "”"};
}
