/*
 * sample.h: a small magazine that the reader's tests read: French, one article from right to left, one in English with
 * links and a note, one of a single word, one with a picture and a wide table, one with an endless title, one without author, date and picture.
 */
#ifndef LUTRIN_TEST_REPLAY_SAMPLE_H
#define LUTRIN_TEST_REPLAY_SAMPLE_H

#include <stdio.h>
#include <string.h>

#include <lutrin/bundle_write.h>
#include <lutrin/doc_build.h>

enum {
    SAMPLE_ARTICLES = 14,
    SAMPLE_PICTURES = 6,
    SAMPLE_LONG = 1,    /* 60 paragraphs */
    SAMPLE_LINKS = 2,   /* links and a note, in English */
    SAMPLE_ARABIC = 3,
    SAMPLE_BARE = 4,    /* no author, date, picture or address */
    SAMPLE_WORD = 5,    /* one word */
    SAMPLE_TITLE = 6,   /* 300 characters of title */
    SAMPLE_TABLE = 8,   /* a picture with its caption and a table that is too wide for any column */
    SAMPLE_GONE = 9,     /* not in the next edition */
    SAMPLE_WORDY = 12,   /* a standfirst of two sentences */
    SAMPLE_WRITTEN = 10, /* readers wrote about it */
};
#define SAMPLE_CREATED INT64_C(1795392000) /* 23 November 2026 */

static const char *const sample_sentences[] = {
    "Le bac attend au pied de la cale, retenu par son câble",
    "« On ne lutte pas contre le fleuve, dit-il, on lui demande »",
    "Les habitants du bourg n’ont jamais vraiment voulu de pont",
    "Chaque matin, la brume efface l’autre rive et la rend à midi",
    "Il faut quatre minutes pour traverser ; c’est assez pour saluer, pas assez pour se brouiller",
    "La cloche sonne faux depuis 1911, et c’est à cela qu’on la reconnaît",
    "Personne ne compte les marches, mais tout le monde sait qu’il en manque une",
    "Au marché, les pommes tardives se vendent par caisses entières",
    "Le facteur trie ses dernières lettres debout, adossé au garde-corps",
    "Que deviendra le passage quand le passeur aura rangé sa lampe ?",
};

static inline void sample_paragraph(struct lt_doc_builder *b, uint32_t seed, const char *lang)
{
    char number[32];
    uint32_t sentences = sizeof sample_sentences / sizeof *sample_sentences;
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .picture = -1, .lang = lang});
    for (uint32_t i = 0; i < 3 + seed % 4; i++) {
        snprintf(number, sizeof number, "%s(%u.%u) ", i ? " " : "", seed + 1, i + 1);
        lt_doc_build_text(b, lt_bytes_of(number));
        lt_doc_build_text(b, lt_bytes_of(sample_sentences[(seed * 7 + i * 3) % sentences]));
        lt_doc_build_text(b, lt_bytes_of("."));
    }
}

static inline void sample_span(struct lt_doc_builder *b, enum lt_span_kind kind, const char *target, const char *text)
{
    lt_doc_build_span(b, kind, target, false);
    lt_doc_build_text(b, lt_bytes_of(text));
    lt_doc_build_span_end(b);
}

static inline void sample_links(struct lt_doc_builder *b)
{
    struct lt_block p = {.role = LT_ROLE_PARAGRAPH, .picture = -1, .lang = "en"};
    lt_doc_build_block(b, &p);
    lt_doc_build_text(b, lt_bytes_of("The ferry is older than its name. "));
    sample_span(b, LT_SPAN_LINK, "lutrin:article/1", "Read about the ferryman");
    lt_doc_build_text(b, lt_bytes_of(" before you cross"));
    sample_span(b, LT_SPAN_NOTE, "1", "1");
    lt_doc_build_text(b, lt_bytes_of(", or ask at "));
    sample_span(b, LT_SPAN_LINK, "https://rives.example/office?lang=en", "the harbour office");
    lt_doc_build_text(b, lt_bytes_of(" when it opens. "));
    sample_span(b, LT_SPAN_LINK, "lutrin:article/999", "A page that is gone");
    lt_doc_build_text(b, lt_bytes_of(" is missed by nobody."));
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_NOTE, .number = 1, .picture = -1, .lang = "en"});
    lt_doc_build_text(b, lt_bytes_of("It carried sheep until the year of the flood. See "));
    sample_span(b, LT_SPAN_LINK, "https://rives.example/almanac", "the almanac");
    lt_doc_build_text(b, lt_bytes_of("."));
}

static inline void sample_arabic(struct lt_doc_builder *b)
{
    for (int i = 0; i < 24; i++) {
        lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .picture = -1, .lang = "ar", .rtl = true});
        lt_doc_build_text(b, lt_bytes_of("يعبر القارب النهر كل صباح حين يرتفع الضباب عن الضفة الأخرى، ولا يحتاج إلى محرك ولا إلى "
                                         "شراع، فالتيار وحده يدفعه. ينتظر الناس على الرصيف ويتبادلون أخبار السوق والمطر."));
    }
}

static inline void sample_table(struct lt_doc_builder *b)
{
    static const char *const headings[] = {"Station", "Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche",
                                           "Observatrice", "Circonstances", "Particularités", "Recommandations"};
    static const char *const stations[] = {"Pont-Authou", "Courtebarbe", "Vandenbroucke", "Lehérissey", "Marchandise"};
    enum { COLUMNS = sizeof headings / sizeof *headings, ROWS = 1 + sizeof stations / sizeof *stations };
    int32_t picture = lt_doc_build_picture(b, &(struct lt_picture){.id = 2, .width = 1200, .height = 800, .alt = "L’échelle"});
    sample_paragraph(b, 480, "fr");
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_FIGURE, .picture = picture, .lang = "fr"});
    lt_doc_build_text(b, lt_bytes_of("L’échelle au pied de l’église."));
    lt_doc_build_block_end(b);
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_TABLE, .picture = -1, .lang = "fr", .rows = ROWS, .columns = COLUMNS});
    lt_doc_build_text(b, lt_bytes_of("Les hauteurs de la semaine."));
    lt_doc_build_block_end(b);
    for (uint16_t row = 0; row < ROWS; row++)
        for (uint16_t column = 0; column < COLUMNS; column++) {
            char number[32];
            snprintf(number, sizeof number, column < 8 ? "%d" : "exceptionnellement %d", row * 100 + column);
            lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_CELL, .lang = "fr", .picture = -1,
                                                     .cell = {row, column, 1, 1, row == 0, 0}});
            lt_doc_build_text(b, lt_bytes_of(row == 0 ? headings[column] : column == 0 ? stations[row - 1] : number));
            lt_doc_build_block_end(b);
        }
    sample_paragraph(b, 481, "fr");
}

static inline const struct lt_doc *sample_doc(struct lt_arena *arena, int64_t id, bool newer, struct lt_diag *diag)
{
    struct lt_doc_builder *b = lt_doc_build_begin(arena);
    const struct lt_doc *doc = NULL;
    bool bare = id == SAMPLE_BARE;
    struct lt_meta meta = {.lang = "fr", .published = bare ? LT_NO_TIME : SAMPLE_CREATED - id * 86400, .utc_offset = 3600,
                           .updated = LT_NO_TIME, .comment_count = id == SAMPLE_LONG ? 3 : id == SAMPLE_WRITTEN ? 4 : -1, .lead = -1};
    meta.title = lt_arena_printf(arena, "Article numéro %lld, où %s", (long long)id,
                                 newer ? "le passeur est revenu" : "l’on attend le passeur");
    meta.standfirst = bare ? "" : "Sans moteur ni pilote, il traverse le fleuve depuis 1871 en empruntant la force du courant.";
    if (id == SAMPLE_WORDY)
        meta.standfirst = "Sans moteur ni pilote, il traverse le fleuve depuis 1871 en empruntant la force du courant. Il ne lui manque "
                          "qu’un apprenti, qu’il attend depuis trois hivers, une lampe à la main.";
    meta.author = bare ? "" : id % 2 ? "Claire Vasseur" : "Paul Ménard";
    meta.kicker = id % 3 == 0 ? "Reportage" : "";
    meta.url = bare ? "" : lt_arena_printf(arena, "https://rives.example/%lld", (long long)id);
    if (!bare && id % 4 != 0)
        meta.lead = lt_doc_build_picture(b, &(struct lt_picture){.id = 1 + id % SAMPLE_PICTURES, .width = 1200,
                                                                 .height = 800, .alt = "Le bac à l’aube"});
    if (id == SAMPLE_LINKS) {
        meta.lang = "en";
        meta.title = "The ferry and its notes";
        sample_links(b);
    } else if (id == SAMPLE_ARABIC) {
        meta.lang = "ar";
        meta.rtl = true;
        meta.title = "القارب الذي ينتظر";
        meta.standfirst = "حكاية عبّار لا يعرف العجلة";
        meta.author = "ليلى حداد";
        sample_arabic(b);
    } else if (id == SAMPLE_TABLE) {
        sample_table(b);
    } else if (id == SAMPLE_WORD) {
        lt_doc_build_text(b, lt_bytes_of("Silence."));
    } else {
        for (uint32_t i = 0; i < (id == SAMPLE_LONG ? 60u : 6u); i++) {
            if (i % 12 == 5) {
                lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_HEADING, .level = 1, .picture = -1, .lang = "fr"});
                lt_doc_build_text(b, lt_bytes_of(i > 6 ? "L’autre rive" : "Une corde, deux rives"));
            }
            sample_paragraph(b, (uint32_t)id * 60 + i, "fr");
        }
    }
    if (id == SAMPLE_TITLE) {
        meta.title = "Interminable";
        for (int i = 1; i < 34; i++)
            meta.title = lt_arena_printf(arena, "%s rivière", meta.title);
    }
    if (id == SAMPLE_LONG)
        lt_doc_build_related(b, &(struct lt_related){.article = 7, .title = "Sept", .teaser = "Une suite", .author = "", .url = ""});
    lt_doc_build_end(b, &meta, diag, &doc);
    return doc;
}

static const struct lt_comment sample_comments[] = {
    {.author = "Hélène Kervadec", .published = SAMPLE_CREATED - 7 * 86400, .utc_offset = 3600, .parent = -1,
     .text = "Mon grand-père sonnait la cloche avant de descendre. On l’entendait depuis l’autre rive, même dans la brume, et "
             "jamais le passeur n’est parti sans lui.\nMerci d’avoir écrit cela."},
    {.author = "Paul Ménard", .published = SAMPLE_CREATED - 6 * 86400, .utc_offset = 3600, .parent = 0,
     .text = "La cloche est toujours là. Elle sonne faux, mais elle sonne."},
    {.author = "", .published = LT_NO_TIME, .parent = 1, .text = "C’est à cela qu’on la reconnaît."},
    {.author = "سلمى", .published = SAMPLE_CREATED - 5 * 86400, .utc_offset = 3600, .parent = -1,
     .text = "في قريتنا أيضاً قارب كهذا، وما زال الناس ينتظرونه كل صباح ويتبادلون أخبار السوق والمطر."},
};

/* The magazine, or its next edition: other titles, other sections, another accent, article SAMPLE_GONE left out. */
static inline enum lt_err sample_write_edition(const char *path, bool newer, struct lt_diag *diag)
{
    static const unsigned char webp[] = {0x52, 0x49, 0x46, 0x46, 0x1a, 0, 0, 0, 0x57, 0x45, 0x42, 0x50,
                                         0x56, 0x50, 0x38, 0x4c, 0x0d, 0, 0, 0, 0x2f, 0, 0, 0,
                                         0x10, 0x07, 0x10, 0x11, 0x11, 0x88, 0x88, 0xfe, 0x07, 0};
    static const char *const sections[] = {"Vallée", "Métiers", "Idées", "Vide"};
    static const char *const newer_sections[] = {"Avenir", "Vallée", "Métiers", "Idées"};
    struct lt_bundle_writer *writer = NULL;
    struct lt_bundle_head head = {.title = "Journal des Rives", .lang = "fr", .url = "https://rives.example/",
                                  .created = SAMPLE_CREATED, .utc_offset = 3600, .sections = newer ? newer_sections : sections,
                                  .section_count = 4, .accent = newer ? "#1a5c8a" : ""};
    enum lt_err err = lt_bundle_create(path, &head, diag, &writer);
    for (int64_t id = 1; err == LT_OK && id <= SAMPLE_PICTURES; id++)
        err = lt_bundle_add_picture(writer, id, 1200, 800, (struct lt_bytes){(const char *)webp, sizeof webp}, diag);
    for (int64_t id = 1; err == LT_OK && id <= SAMPLE_ARTICLES; id++) {
        if (newer && id == SAMPLE_GONE)
            continue;
        struct lt_arena arena = {0};
        char slug[32];
        snprintf(slug, sizeof slug, "article-%lld", (long long)id);
        const struct lt_doc *doc = sample_doc(&arena, id, newer, diag);
        struct lt_bundle_article_row row = {.id = id, .slug = slug, .section = 1 + newer + id % 3, .rank = (int32_t)id, .doc = doc};
        if (id == SAMPLE_WRITTEN)
            row.comments = (struct lt_thread){sample_comments, sizeof sample_comments / sizeof *sample_comments};
        err = doc ? lt_bundle_add_article(writer, &row, diag) : diag->err;
        lt_arena_finish(&arena);
    }
    if (err != LT_OK) {
        lt_bundle_discard(writer);
        return err;
    }
    return lt_bundle_finish(writer, diag);
}

static inline enum lt_err sample_write(const char *path, struct lt_diag *diag)
{
    return sample_write_edition(path, false, diag);
}

#endif
