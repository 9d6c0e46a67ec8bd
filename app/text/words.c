/*
 * words.c: the interface in the reader's language: which catalogue, which message, which plural form.
 *
 * The catalogues are assets/po/LANG.po, compiled by msgfmt when the build is configured and embedded. English is the
 * language of the msgids and has none. Independent of the process's locale.
 */
#include <lutrin/words.h>

#include <string.h>

#include "mo.h"

struct lt_words {
    const char *lang;
    const unsigned char *mo;      /* NULL for English */
    const unsigned long *mo_size;
};

#define CATALOGUE(lang)                          \
    extern const unsigned char lt_mo_##lang[];   \
    extern const unsigned long lt_mo_##lang##_size;
CATALOGUE(ar)
CATALOGUE(de)
CATALOGUE(es)
CATALOGUE(fr)
CATALOGUE(it)
CATALOGUE(ja)

static const struct lt_words catalogues[] = {
    {"en", NULL, NULL},
    {"ar", lt_mo_ar, &lt_mo_ar_size},
    {"de", lt_mo_de, &lt_mo_de_size},
    {"es", lt_mo_es, &lt_mo_es_size},
    {"fr", lt_mo_fr, &lt_mo_fr_size},
    {"it", lt_mo_it, &lt_mo_it_size},
    {"ja", lt_mo_ja, &lt_mo_ja_size},
};
enum { CATALOGUES = sizeof catalogues / sizeof catalogues[0] };

static struct lt_bytes catalogue_bytes(const struct lt_words *words)
{
    if (words->mo == NULL)
        return (struct lt_bytes){NULL, 0};
    return (struct lt_bytes){(const char *)words->mo, *words->mo_size};
}

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* Is `lang` the tag `name` or a longer tag that begins with it ("fr-CA", "fr_CA")? */
static bool speaks(const char *lang, const char *name)
{
    while (*name && lower(*lang) == *name) {
        lang++;
        name++;
    }
    return *name == '\0' && (*lang == '\0' || *lang == '-' || *lang == '_');
}

/* The form-th of several strings divided by NULs. */
static const char *nth_form(struct lt_bytes forms, uint32_t form)
{
    const char *at = forms.data;
    const char *end = forms.data + forms.size;
    for (; form > 0; form--) {
        at += strlen(at) + 1;
        if (at >= end)
            return NULL;
    }
    return *at ? at : NULL;
}

const struct lt_words *lt_words_lookup(const char *lang)
{
    for (size_t i = 0; lang && i < CATALOGUES; i++)
        if (speaks(lang, catalogues[i].lang))
            return &catalogues[i];
    return &catalogues[0];
}

const char *lt_words_lang(const struct lt_words *words)
{
    return words->lang;
}

const char *lt_word(const struct lt_words *words, const char *msgid)
{
    struct lt_bytes text = lt_mo_find(catalogue_bytes(words), msgid);
    return text.size > 0 && *text.data ? text.data : msgid;
}

const char *lt_word_n(const struct lt_words *words, const char *one, const char *many, int64_t n)
{
    struct lt_bytes mo = catalogue_bytes(words);
    uint64_t amount = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;
    struct lt_bytes forms = lt_mo_find(mo, one);
    const char *form = forms.size > 0 ? nth_form(forms, lt_plural_form(lt_mo_find(mo, ""), amount)) : NULL;
    return form ? form : amount == 1 ? one : many;
}
