/*
 * picker.c: knows the ordered lists of families: for each of our families, for each script, for symbols and emoji.
 *
 * A list is gone through in order and the first face that has the whole cluster wins; there is no scoring. What was
 * found is remembered, what is missing is reported once.
 */
#include "picker.h"

#include <stdlib.h>
#include <string.h>

#include <hb.h>

#include <lutrin/arena.h>
#include <lutrin/text.h>
#include <lutrin/utf8.h>

enum {
    STYLES = 8,             /* or-ed LT_STYLE_... that want a face of their own: small capitals and figures are in the same */
    WISHES_MAX = 4,
    NAMES_MAX = 512,        /* families looked up, by style */
    OFFERS = 1024,          /* remembered answers of fontconfig by character; a power of two */
    MISSES_MAX = 512,       /* different characters reported */
    EMOJI_SELECTOR = 0xFE0F,
    EMOJI_FIRST = 0x1F000,
};

struct family {
    const char *generic;
    int style;                      /* or-ed to what is asked for, unless a weight is asked for */
    bool serif;
    const char *wishes[WISHES_MAX]; /* in order; what is behind them is apt's name of the first */
    const char *package;
};

static const struct family FAMILIES[LT_FAMILY_COUNT] = {
    [LT_FAMILY_BODY] = {"serif", 0, true, {"Noto Serif", "Charis SIL", "DejaVu Serif"}, "fonts-noto-core"},
    [LT_FAMILY_TITLE] = {"serif", LT_STYLE_BOLD, true, {"Vollkorn", "Noto Serif", "DejaVu Serif"}, "fonts-vollkorn"},
    [LT_FAMILY_SANS] = {"sans-serif", 0, false, {"Inter", "Noto Sans", "DejaVu Sans"}, "fonts-inter"},
    [LT_FAMILY_MONO] = {"monospace", 0, false, {"Noto Sans Mono", "DejaVu Sans Mono"}, "fonts-noto-mono"},
};

struct script {
    uint32_t tag;
    const char *lang;     /* a prefix of the run's language, or NULL for any */
    const char *serif[3]; /* in order, for BODY and TITLE; then the other list */
    const char *sans[3];
};

#define TAG(a, b, c, d) LT_SCRIPT(a, b, c, d)
#define CJK(tag, lang, place)                                                                                          \
    {tag, lang, {"Noto Serif CJK " place, "Noto Serif " place}, {"Noto Sans CJK " place, "Noto Sans " place}}
#define HAN(lang, place) CJK(TAG('H', 'a', 'n', 'i'), lang, place)
#define NOTO(tag, name) {tag, NULL, {"Noto Serif " name}, {"Noto Sans " name}}

static const struct script SCRIPTS[] = {
    {TAG('A', 'r', 'a', 'b'), "ur", {"Noto Nastaliq Urdu", "Noto Naskh Arabic"}, {"Noto Sans Arabic"}},
    {TAG('A', 'r', 'a', 'b'), NULL, {"Noto Naskh Arabic"}, {"Noto Sans Arabic", "Noto Naskh Arabic"}},
    HAN("ja", "JP"),
    HAN("zh-hant-hk", "HK"),
    HAN("zh-hk", "HK"),
    HAN("zh-hant", "TC"),
    HAN("zh-tw", "TC"),
    HAN("ko", "KR"),
    HAN("zh", "SC"),
    HAN(NULL, "SC"),
    CJK(TAG('H', 'i', 'r', 'a'), NULL, "JP"),
    CJK(TAG('K', 'a', 'n', 'a'), NULL, "JP"),
    CJK(TAG('H', 'a', 'n', 'g'), NULL, "KR"),
    CJK(TAG('B', 'o', 'p', 'o'), NULL, "TC"),
    NOTO(TAG('H', 'e', 'b', 'r'), "Hebrew"),
    NOTO(TAG('T', 'h', 'a', 'i'), "Thai"),
    NOTO(TAG('D', 'e', 'v', 'a'), "Devanagari"),
    NOTO(TAG('B', 'e', 'n', 'g'), "Bengali"),
    NOTO(TAG('T', 'a', 'm', 'l'), "Tamil"),
    NOTO(TAG('T', 'e', 'l', 'u'), "Telugu"),
    NOTO(TAG('G', 'u', 'j', 'r'), "Gujarati"),
    NOTO(TAG('G', 'u', 'r', 'u'), "Gurmukhi"),
    NOTO(TAG('K', 'n', 'd', 'a'), "Kannada"),
    NOTO(TAG('M', 'l', 'y', 'm'), "Malayalam"),
    NOTO(TAG('S', 'i', 'n', 'h'), "Sinhala"),
    NOTO(TAG('L', 'a', 'o', 'o'), "Lao"),
    NOTO(TAG('K', 'h', 'm', 'r'), "Khmer"),
    NOTO(TAG('M', 'y', 'm', 'r'), "Myanmar"),
    NOTO(TAG('A', 'r', 'm', 'n'), "Armenian"),
    NOTO(TAG('G', 'e', 'o', 'r'), "Georgian"),
    NOTO(TAG('E', 't', 'h', 'i'), "Ethiopic"),
    NOTO(TAG('T', 'i', 'b', 't'), "Tibetan"),
};

static const char *const SYMBOLS[] = {"Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math", "DejaVu Sans"};
static const char *const EMOJI = "Noto Color Emoji";

struct named {
    const char *name; /* of the tables above: compared as a pointer */
    int style;
    struct lt_face *face; /* NULL: there is none */
};

struct offer {
    uint32_t code; /* 0: empty */
    int style;
    bool serif;
    struct lt_face *face;
};

struct lt_picker {
    struct lt_catalogue *catalogue;
    struct lt_face_pool pool;
    struct lt_face *main[LT_FAMILY_COUNT][STYLES];
    struct named *names;
    size_t name_count, name_capacity;
    struct offer offers[OFFERS];
    uint32_t misses[MISSES_MAX];
    size_t miss_count;
    struct lt_buf missing;
};

bool lt_code_is_ignorable(uint32_t code)
{
    static const struct { uint32_t first, last; } RANGES[] = {
        {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F},
        {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES; i++)
        if (code >= RANGES[i].first && code <= RANGES[i].last)
            return true;
    return false;
}

/* The spaces that HarfBuzz makes from U+0020 where a face has none of its own, each in its width. */
static bool is_space(uint32_t code)
{
    return code == 0x20 || code == 0xA0 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x205F ||
           code == 0x3000 || (code >= 0x09 && code <= 0x0D);
}

bool lt_picker_shows(const struct lt_face *face, uint32_t code)
{
    if (lt_face_has(face, code) || lt_code_is_ignorable(code))
        return true;
    if (is_space(code))
        return lt_face_has(face, 0x20);
    return (code == 0x2010 || code == 0x2011) && (lt_face_has(face, 0x2010) || lt_face_has(face, '-'));
}

static bool shows_all(const struct lt_face *face, const struct lt_cluster *cluster)
{
    for (size_t i = 0; i < cluster->count; i++)
        if (!lt_picker_shows(face, cluster->codes[i]))
            return false;
    return true;
}

/* The face of that name (one of the tables' strings) and style, looked up once; NULL when it is not installed. */
static struct lt_face *named_face(struct lt_picker *picker, const char *name, int style)
{
    for (size_t i = 0; i < picker->name_count; i++)
        if (picker->names[i].name == name && picker->names[i].style == style)
            return picker->names[i].face;
    struct lt_face_file file;
    struct lt_face *face = NULL;
    if (lt_catalogue_find(picker->catalogue, name, style, &file))
        face = lt_face_open(&picker->pool, &file);
    if (picker->name_count < NAMES_MAX) {
        picker->names = lt_grow(picker->names, &picker->name_capacity, picker->name_count + 1, sizeof *picker->names);
        picker->names[picker->name_count++] = (struct named){name, style, face};
    }
    return face;
}

static int weighted(const struct family *family, int style)
{
    return style & (LT_STYLE_BOLD | LT_STYLE_MEDIUM) ? style : style | family->style;
}

static struct lt_face *find_main(struct lt_picker *picker, const struct family *family, int style)
{
    for (size_t i = 0; i < WISHES_MAX && family->wishes[i]; i++) {
        struct lt_face *face = named_face(picker, family->wishes[i], weighted(family, style));
        if (face)
            return face;
    }
    struct lt_face_file file;
    if (!lt_catalogue_offer(picker->catalogue, family->generic, weighted(family, style), 'a', "", &file))
        return NULL;
    return lt_face_open(&picker->pool, &file);
}

static void report_family(struct lt_picker *picker, const struct family *family)
{
    if (!named_face(picker, family->wishes[0], weighted(family, 0)))
        lt_buf_printf(&picker->missing, "the face %s is not installed (package %s)\n", family->wishes[0],
                      family->package);
}

enum lt_err lt_picker_create(struct lt_diag *diag, struct lt_picker **ret_picker)
{
    struct lt_picker *picker = lt_alloc(1, sizeof *picker);
    enum lt_err err = lt_catalogue_create(diag, &picker->catalogue);
    if (err)
        goto out;
    err = lt_face_pool_init(&picker->pool, diag);
    if (err)
        goto out;
    for (int i = 0; i < LT_FAMILY_COUNT; i++) {
        picker->main[i][0] = find_main(picker, &FAMILIES[i], 0);
        if (!picker->main[i][0]) {
            err = lt_fail(diag, LT_ERR_UNAVAILABLE, FAMILIES[i].generic, "install the package fonts-noto-core",
                          "no face is installed");
            goto out;
        }
        report_family(picker, &FAMILIES[i]);
    }
out:
    if (err)
        lt_picker_destroy(picker);
    else
        *ret_picker = picker;
    return err;
}

void lt_picker_destroy(struct lt_picker *picker)
{
    if (!picker)
        return;
    lt_face_pool_finish(&picker->pool);
    lt_catalogue_destroy(picker->catalogue);
    free(picker->names);
    lt_buf_finish(&picker->missing);
    free(picker);
}

struct lt_face *lt_picker_main(struct lt_picker *picker, int family, int style)
{
    struct lt_face **slot = &picker->main[family][style & (STYLES - 1)];
    if (!*slot)
        *slot = find_main(picker, &FAMILIES[family], style & (STYLES - 1));
    return *slot ? *slot : picker->main[family][0];
}

/* Does the language begin with `prefix`, ASCII case aside, at a subtag's end? */
static bool lang_begins(const char *lang, const char *prefix)
{
    size_t i = 0;
    for (; prefix[i]; i++) {
        char c = lang[i] >= 'A' && lang[i] <= 'Z' ? (char)(lang[i] + 32) : lang[i] == '_' ? '-' : lang[i];
        if (c != prefix[i])
            return false;
    }
    return lang[i] == '\0' || lang[i] == '-' || lang[i] == '_';
}

static const struct script *lookup_script(uint32_t tag, const char *lang)
{
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        if (SCRIPTS[i].tag == tag && (!SCRIPTS[i].lang || (lang && lang_begins(lang, SCRIPTS[i].lang))))
            return &SCRIPTS[i];
    return NULL;
}

/* The first of the NULL-ended `names` (at most `max`) that shows the whole cluster. */
static struct lt_face *first_of(struct lt_picker *picker, const char *const *names, size_t max, int style,
                                const struct lt_cluster *cluster)
{
    for (size_t i = 0; i < max && names[i]; i++) {
        struct lt_face *face = named_face(picker, names[i], style);
        if (face && shows_all(face, cluster))
            return face;
    }
    return NULL;
}

static uint32_t cluster_script(const struct lt_cluster *cluster)
{
    hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), cluster->codes[0]);
    bool common = script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED || script == HB_SCRIPT_UNKNOWN;
    return common ? cluster->script : (uint32_t)script;
}

static struct lt_face *of_script(struct lt_picker *picker, bool serif, int style, const struct lt_cluster *cluster)
{
    const struct script *script = lookup_script(cluster_script(cluster), cluster->lang);
    if (!script)
        return NULL;
    int upright = style & ~LT_STYLE_ITALIC; /* these scripts have no italics */
    struct lt_face *face = first_of(picker, serif ? script->serif : script->sans, 3, upright, cluster);
    return face ? face : first_of(picker, serif ? script->sans : script->serif, 3, upright, cluster);
}

/* What fontconfig offers for the base, remembered by character. */
static struct lt_face *offered(struct lt_picker *picker, const struct family *family, int style,
                               const struct lt_cluster *cluster)
{
    uint32_t code = cluster->codes[0];
    int upright = style & ~LT_STYLE_ITALIC;
    struct offer *slot = &picker->offers[(code * 31 + (uint32_t)upright * 2 + family->serif) & (OFFERS - 1)];
    if (slot->code == code && slot->style == upright && slot->serif == family->serif)
        return slot->face;
    struct lt_face_file file;
    struct lt_face *face = NULL;
    if (lt_catalogue_offer(picker->catalogue, family->generic, upright, code, cluster->lang, &file))
        face = lt_face_open(&picker->pool, &file);
    if (face && !lt_picker_shows(face, code))
        face = NULL;
    *slot = (struct offer){code, upright, family->serif, face};
    return face;
}

static bool is_emoji(const struct lt_cluster *cluster)
{
    return cluster->codes[0] >= EMOJI_FIRST || (cluster->count > 1 && cluster->codes[1] == EMOJI_SELECTOR);
}

/* Goes through the lists for the whole cluster; fontconfig's offer is left out. */
static struct lt_face *listed(struct lt_picker *picker, const struct lt_font *font, const struct lt_cluster *cluster,
                              struct lt_face *lead)
{
    bool serif = FAMILIES[font->family].serif, emoji = is_emoji(cluster);
    struct lt_face *face = emoji ? first_of(picker, &EMOJI, 1, 0, cluster) : NULL;
    if (face)
        return face;
    if (lead && shows_all(lead, cluster))
        return lead;
    face = lt_picker_main(picker, font->family, font->style);
    if (shows_all(face, cluster))
        return face;
    face = of_script(picker, serif, weighted(&FAMILIES[font->family], font->style & (STYLES - 1)), cluster);
    if (!face)
        face = first_of(picker, SYMBOLS, sizeof SYMBOLS / sizeof *SYMBOLS, font->style & LT_STYLE_BOLD, cluster);
    return face || emoji ? face : first_of(picker, &EMOJI, 1, 0, cluster);
}

struct lt_face *lt_picker_pick(struct lt_picker *picker, const struct lt_font *font, const struct lt_cluster *cluster,
                               struct lt_face *lead)
{
    struct lt_face *face = listed(picker, font, cluster, lead);
    if (face)
        return face;
    struct lt_face *offer = offered(picker, &FAMILIES[font->family], font->style & (STYLES - 1), cluster);
    if (offer && shows_all(offer, cluster))
        return offer;
    struct lt_cluster base = *cluster;
    base.count = 1;
    face = cluster->count > 1 ? listed(picker, font, &base, lead) : NULL;
    return face ? face : offer;
}

void lt_picker_miss(struct lt_picker *picker, uint32_t code)
{
    char text[LT_UTF8_MAX + 1] = "";
    for (size_t i = 0; i < picker->miss_count; i++)
        if (picker->misses[i] == code)
            return;
    if (picker->miss_count == MISSES_MAX)
        return;
    picker->misses[picker->miss_count++] = code;
    text[lt_utf8_put(code, text)] = '\0';
    lt_buf_printf(&picker->missing, "no face has the character U+%04X (%s)\n", (unsigned)code, text);
}

const char *lt_picker_missing(const struct lt_picker *picker)
{
    return picker->missing.data ? picker->missing.data : "";
}
