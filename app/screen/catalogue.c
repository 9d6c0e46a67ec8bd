/*
 * catalogue.c: knows fontconfig: files by exact family name and nearest weight, and files by the characters they have.
 *
 * Names are looked up in the list of fonts and not by fontconfig's matching, whose answer depends on what the
 * machine's owner configured and never says that it is only a substitute.
 */
#include "catalogue.h"

#include <stdlib.h>
#include <string.h>

#include <fontconfig/fontconfig.h>

#include <lutrin/arena.h>
#include <lutrin/metrics.h>

struct lt_catalogue {
    FcConfig *config;
};

enum {
    WEIGHT_WORTH = 1,   /* a step of weight, against ... */
    SLANT_WORTH = 1000, /* ... the wrong slant, ... */
    WIDTH_WORTH = 100,  /* ... a condensed face, ... */
    VARIABLE_WORTH = 5000, /* ... and a variable font without a named instance */
    BOLD_ENOUGH = FC_WEIGHT_DEMIBOLD,
};

static int wished_weight(int style)
{
    if (style & LT_STYLE_BOLD)
        return FC_WEIGHT_BOLD;
    return style & LT_STYLE_MEDIUM ? FC_WEIGHT_MEDIUM : FC_WEIGHT_REGULAR;
}

static int wished_slant(int style)
{
    return style & LT_STYLE_ITALIC ? FC_SLANT_ITALIC : FC_SLANT_ROMAN;
}

static int pattern_number(const FcPattern *pattern, const char *object, int fallback)
{
    int number;
    double real;
    if (FcPatternGetInteger(pattern, object, 0, &number) == FcResultMatch)
        return number;
    return FcPatternGetDouble(pattern, object, 0, &real) == FcResultMatch ? (int)real : fallback;
}

static bool is_variable(const FcPattern *pattern)
{
    FcBool variable = FcFalse;
    return FcPatternGetBool(pattern, FC_VARIABLE, 0, &variable) == FcResultMatch && variable;
}

/* How far a face is from what is wished; 0 is it. */
static int distance(const FcPattern *pattern, int style)
{
    int slant = pattern_number(pattern, FC_SLANT, FC_SLANT_ROMAN);
    bool italic = slant != FC_SLANT_ROMAN;
    return WEIGHT_WORTH * abs(pattern_number(pattern, FC_WEIGHT, FC_WEIGHT_REGULAR) - wished_weight(style)) +
           SLANT_WORTH * (italic != ((style & LT_STYLE_ITALIC) != 0)) +
           WIDTH_WORTH * abs(pattern_number(pattern, FC_WIDTH, FC_WIDTH_NORMAL) - FC_WIDTH_NORMAL) +
           VARIABLE_WORTH * is_variable(pattern);
}

static bool take_file(const FcPattern *pattern, int style, struct lt_face_file *ret_file)
{
    FcChar8 *path;
    if (FcPatternGetString(pattern, FC_FILE, 0, &path) != FcResultMatch)
        return false;
    *ret_file = (struct lt_face_file){
        .path = lt_strdup((const char *)path),
        .index = pattern_number(pattern, FC_INDEX, 0),
        .embolden = (style & LT_STYLE_BOLD) && pattern_number(pattern, FC_WEIGHT, FC_WEIGHT_REGULAR) < BOLD_ENOUGH,
        .slant = (style & LT_STYLE_ITALIC) && pattern_number(pattern, FC_SLANT, FC_SLANT_ROMAN) == FC_SLANT_ROMAN,
    };
    return true;
}

enum lt_err lt_catalogue_create(struct lt_diag *diag, struct lt_catalogue **ret_catalogue)
{
    FcConfig *config = FcInitLoadConfigAndFonts();
    if (!config)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, NULL, "install the package fontconfig-config",
                       "fontconfig cannot read its configuration");
    struct lt_catalogue *catalogue = lt_alloc(1, sizeof *catalogue);
    catalogue->config = config;
    *ret_catalogue = catalogue;
    return LT_OK;
}

void lt_catalogue_destroy(struct lt_catalogue *catalogue)
{
    if (!catalogue)
        return;
    FcConfigDestroy(catalogue->config);
    free(catalogue);
}

bool lt_catalogue_find(const struct lt_catalogue *catalogue, const char *family, int style,
                       struct lt_face_file *ret_file)
{
    FcPattern *wish = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, (char *)NULL);
    FcObjectSet *objects =
        FcObjectSetBuild(FC_FILE, FC_INDEX, FC_WEIGHT, FC_SLANT, FC_WIDTH, FC_VARIABLE, (char *)NULL);
    FcFontSet *set = FcFontList(catalogue->config, wish, objects);
    const FcPattern *best = NULL;
    for (int i = 0; set && i < set->nfont; i++)
        if (!best || distance(set->fonts[i], style) < distance(best, style))
            best = set->fonts[i];
    bool found = best && take_file(best, style, ret_file);
    if (set)
        FcFontSetDestroy(set);
    FcObjectSetDestroy(objects);
    FcPatternDestroy(wish);
    return found;
}

bool lt_catalogue_offer(const struct lt_catalogue *catalogue, const char *family, int style, uint32_t code,
                        const char *lang, struct lt_face_file *ret_file)
{
    FcPattern *wish = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, FC_WEIGHT, FcTypeInteger,
                                     wished_weight(style), FC_SLANT, FcTypeInteger, wished_slant(style), (char *)NULL);
    if (code) {
        FcCharSet *chars = FcCharSetCreate();
        FcCharSetAddChar(chars, code);
        FcPatternAddCharSet(wish, FC_CHARSET, chars);
        FcCharSetDestroy(chars);
    }
    if (lang && *lang)
        FcPatternAddString(wish, FC_LANG, (const FcChar8 *)lang);
    FcConfigSubstitute(catalogue->config, wish, FcMatchPattern);
    FcDefaultSubstitute(wish);
    FcResult result;
    FcPattern *match = FcFontMatch(catalogue->config, wish, &result);
    bool found = match && take_file(match, style, ret_file);
    if (match)
        FcPatternDestroy(match);
    FcPatternDestroy(wish);
    return found;
}
