/*
 * ruler_record.c: writes the advances of a face at a size, for ruler_file.h to read.
 */
#include <stdio.h>
#include <stdlib.h>

#include <ft2build.h>
#include FT_FREETYPE_H

static const struct {
    unsigned long low, high;
} RANGES[] = {{0x20, 0x7E}, {0xA0, 0x17F}, {0x2009, 0x2009}, {0x2010, 0x2026}, {0x202F, 0x2030}, {0x2039, 0x203A},
              {0x20AC, 0x20AC}, {0x2122, 0x2122}, {0x25A0, 0x25A0}};

int main(int argc, char **argv)
{
    FT_Library library;
    FT_Face face;
    if (argc != 3 || FT_Init_FreeType(&library) || FT_New_Face(library, argv[1], 0, &face) ||
        FT_Set_Pixel_Sizes(face, 0, (unsigned)strtoul(argv[2], NULL, 10))) {
        fprintf(stderr, "usage: ruler_record FACE.ttf PX\n");
        return 64;
    }
    printf("# %s %s\nsize %s\nascent %ld\ndescent %ld\n", face->family_name, face->style_name, argv[2],
           face->size->metrics.ascender, -face->size->metrics.descender);
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES; i++)
        for (unsigned long code = RANGES[i].low; code <= RANGES[i].high; code++)
            if (FT_Get_Char_Index(face, code) && !FT_Load_Char(face, code, FT_LOAD_NO_HINTING))
                printf("%04lX %ld\n", code, (face->glyph->metrics.horiAdvance + 32) / 64 * 64);
    FT_Done_Face(face);
    FT_Done_FreeType(library);
    return 0;
}
