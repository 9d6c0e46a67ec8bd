/*
 * golden_layout.c: small documents in thirteen scripts set on two panels with the mono ruler, and a French article with
 * recorded advances of a real face; each line as text, against the files beside this one.
 *
 * golden_layout            compares
 * golden_layout --write D  writes the files into folder D
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ruler/ruler_file.h"
#include "unit/layout/sample.h"

#include <lutrin/file.h>

enum { SKIPPED = 77, FILE_MAX_BYTES = 1 << 20 };

static const char ARTICLE[] =
    "À l’aube, quand la brume tient encore au ras de l’eau, le passeur ouvre la cabane, décroche la lampe et vérifie la "
    "corde. Il fait ce geste depuis trente-deux ans\xE2\x80\xAF; son père l’avait fait quarante ans avant lui. Le bac "
    "n’a pas de moteur\xC2\xA0: c’est le courant qui le pousse, retenu par un câble tendu d’une rive à l’autre.\n"
    "«\xE2\x80\xAFOn ne lutte pas contre le fleuve, dit-il, on lui demande.\xE2\x80\xAF» Il suffit d’orienter la coque, "
    "comme une voile, pour que l’eau la fasse glisser de biais. Les ingénieurs appellent cela un bac à traille\xE2\x80\xAF; "
    "on en comptait plus de cent dans la vallée à la fin du dix-neuvième siècle. Il en reste trois.\n"
    "Les habitants du bourg n’ont jamais vraiment demandé de pont. La question revient à chaque élection, puis s’éteint. "
    "Un pont amènerait les camions, disent les uns\xE2\x80\xAF; il viderait l’école, disent les autres, qui se souviennent "
    "des lotissements poussés ailleurs autour des échangeurs.\n"
    "La traversée dure quatre minutes. Assez pour se saluer, pas assez pour se brouiller. L’institutrice y corrige deux "
    "copies, le facteur y trie ses dernières lettres, et les enfants y apprennent que l’autre rive n’est pas l’étranger.\n";

static const struct lt_front_matter FRONT = {
    .kicker = "Reportage", .title = "Le dernier bac de la vallée attend son passeur",
    .standfirst = "Sans moteur ni pilote, il traverse le fleuve depuis 1871 en empruntant la force du courant.",
    .byline = "Claire Vasseur", .end_mark = "■",
};

static const struct lt_doc *article(struct lt_arena *arena)
{
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    for (const char *at = ARTICLE, *end; *at; at = end + 1) {
        end = strchr(at, '\n');
        lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = "fr", .picture = -1});
        lt_doc_build_text(builder, (struct lt_bytes){at, (size_t)(end - at)});
    }
    const struct lt_doc *doc = NULL;
    lt_doc_build_end(builder, &(struct lt_meta){.lang = "fr", .lead = -1}, NULL, &doc);
    return doc;
}

static void print_line(const struct lt_line *line, struct lt_buf *out)
{
    lt_buf_printf(out, "  %u %5.1f %5.1f %6.1f/%-6.1f %c%c ", line->column + 1, line->x / 64.0, line->baseline / 64.0,
                  line->natural / 64.0, line->measure / 64.0, line->justified ? '=' : '<', line->hyphen ? '-' : ' ');
    for (uint32_t i = line->text.start; i < line->text.end; i++)
        lt_buf_putc(out, line->string[i] == '\n' ? '/' : line->string[i]);
    lt_buf_putc(out, '\n');
}

static void print_layout(const struct lt_doc *doc, struct lt_panel panel, const struct lt_ruler *ruler,
                         struct lt_buf *out)
{
    struct lt_style style;
    struct lt_tongue *tongue = lt_tongue_create();
    lt_style_init(&style, &panel, LT_TYPE_STEP_DEFAULT, ruler);
    struct lt_setting setting = {doc, &FRONT, &style, ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL};
    struct lt_pages *pages = lt_pages_create(&setting);
    while (lt_pages_step(pages))
        continue;
    lt_buf_printf(out, "%s on %dx%d: column, x, y, natural/measure\n", doc->meta.lang, panel.width_px, panel.height_px);
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t count;
        lt_pages_lines(pages, page, &lines, &count);
        lt_buf_printf(out, "page %u\n", page + 1);
        for (size_t i = 0; i < count; i++)
            print_line(&lines[i], out);
    }
    lt_pages_destroy(pages);
    lt_tongue_destroy(tongue);
}

static int settle(const char *folder, bool write, const char *name, const struct lt_buf *got)
{
    char path[1024];
    struct lt_buf expected = {0};
    struct lt_diag diag;
    snprintf(path, sizeof path, "%s/%s.txt", folder, name);
    if (write) {
        FILE *file = fopen(path, "w");
        bool whole = file && fwrite(got->data, 1, got->size, file) == got->size;
        return file && fclose(file) == 0 && whole ? 0 : 1;
    }
    bool same = lt_file_read(path, FILE_MAX_BYTES, &diag, &expected) == LT_OK && expected.size == got->size &&
                memcmp(expected.data, got->data, got->size) == 0;
    if (!same) {
        size_t at = 0, line = 1;
        for (; at < got->size && at < expected.size && got->data[at] == expected.data[at]; at++)
            line += got->data[at] == '\n';
        printf("%s differs at line %zu\n", path, line);
    }
    lt_buf_finish(&expected);
    return !same;
}

static bool dictionaries(void)
{
    uint32_t points[8];
    struct lt_tongue *tongue = lt_tongue_create();
    bool all = lt_hyphenate(tongue, lt_bytes_of("embarcadère"), "fr", 0, 0, points, 8) > 0 &&
               lt_hyphenate(tongue, lt_bytes_of("typographically"), "en", 0, 0, points, 8) > 0 &&
               lt_hyphenate(tongue, lt_bytes_of("Geschwindigkeit"), "de", 0, 0, points, 8) > 0;
    lt_tongue_destroy(tongue);
    return all;
}

int main(int argc, char **argv)
{
    bool write = argc == 3 && strcmp(argv[1], "--write") == 0;
    const char *folder = write ? argv[2] : LT_SOURCE_DIR "/tests/golden";
    int failed = 0;
    if (!dictionaries()) {
        printf("skipped: the hyphenation dictionaries for fr, en and de are not installed\n");
        return SKIPPED;
    }
    static struct ruler_file recorded;
    struct lt_ruler mono = lt_ruler_mono(), real = ruler_file_ruler(&recorded);
    struct lt_arena arena = {0};
    struct lt_buf out = {0};
    for (size_t i = 0; i < SAMPLE_LANGUAGE_COUNT; i++) {
        const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[i], 8, i + 1, false);
        char name[32];
        snprintf(name, sizeof name, "mono-%s", SAMPLE_LANGUAGES[i].lang);
        lt_buf_clear(&out);
        print_layout(doc, (struct lt_panel){1280, 800, 0, 0, 0}, &mono, &out);
        print_layout(doc, (struct lt_panel){480, 320, 0, 0, 0}, &mono, &out);
        failed |= settle(folder, write, name, &out);
    }
    if (!ruler_file_read(&recorded, LT_SOURCE_DIR "/tests/ruler/noto-serif-22.txt")) {
        printf("tests/ruler/noto-serif-22.txt cannot be read\n");
        return 1;
    }
    lt_buf_clear(&out);
    print_layout(article(&arena), (struct lt_panel){1280, 800, 0, 0, 0}, &real, &out);
    print_layout(article(&arena), (struct lt_panel){800, 480, 0, 0, 0}, &real, &out);
    failed |= settle(folder, write, "noto-serif-fr", &out);
    lt_buf_finish(&out);
    lt_arena_finish(&arena);
    return failed;
}
