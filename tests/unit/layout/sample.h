/*
 * sample.h: documents for the tests of layout: by hand, and at random from a seed in many scripts.
 */
#ifndef LUTRIN_TESTS_SAMPLE_H
#define LUTRIN_TESTS_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <lutrin/doc_build.h>
#include <lutrin/pages.h>

struct sample_language {
    const char *lang;
    bool rtl, spaces;
    const char *words[12];
};

static const struct sample_language SAMPLE_LANGUAGES[] = {
    {"fr", false, true, {"le", "bac", "passeur", "« attend »", "l’embarcadère", "aujourd’hui", "c’est-à-dire",
                         "extraordinairement", "à", "rive", "10\xC2\xA0""000\xC2\xA0€", "dit-il\xE2\x80\xAF;"}},
    {"de", false, true, {"die", "Donaudampfschifffahrt", "Geschwindigkeitsbegrenzung", "und", "Fluss", "am", "Ufer",
                         "Wirt\xC2\xADschaft", "über", "groß", "„ja“", "https://beispiel.example/sehr/lang/und/noch/länger?frage=1"}},
    {"en", false, true, {"the", "ferry", "typographically", "waits", "“yes”", "river", "well-known", "at", "dawn", "a",
                         "uncharacteristically", "3.14"}},
    {"ar", true, true, {"العبّارة", "الأخيرة", "في", "الوادي", "تنتظر", "1999", "Lutrin", "(النهر)", "قال", "من", "مدينة", "إلى"}},
    {"he", true, true, {"המעבורת", "האחרונה", "ממתינה", "בעמק", "\"כן\"", "12", "Paris", "על", "הנהר", "של", "אל", "עם"}},
    {"ja", false, false, {"渡し舟は", "、", "朝の", "川を", "渡る。", "「はい」", "と", "きょう", "ベルト", "東京", "ー", "2026年"}},
    {"zh", false, false, {"渡船", "在", "清晨", "等待", "，", "河流", "。", "“是”", "城市", "人们", "《书》", "四十年"}},
    {"th", false, false, {"เรือข้ามฟาก", "ลำสุดท้าย", "รอ", "ที่", "แม่น้ำ", " ", "ตอนเช้า", "คน", "เดินทาง", "ไป", "บ้าน", "นี้"}},
    {"hi", false, true, {"नदी", "पर", "आख़िरी", "नाव", "इंतज़ार", "करती", "है।", "सुबह", "लोग", "और", "गाँव", "में"}},
    {"ru", false, true, {"последний", "паром", "ждёт", "перевозчика", "на", "реке", "и", "сегодня", "—", "удивительно", "«да»", "в"}},
    {"el", false, true, {"το", "τελευταίο", "πορθμείο", "περιμένει", "στο", "ποτάμι", "και", "σήμερα", "η", "κοιλάδα", "με", "ναι;"}},
    {"ko", false, true, {"마지막", "나룻배가", "강에서", "사공을", "기다린다.", "아침", "안개", "그리고", "마을", "사람", "2026년", "오늘"}},
    {"ta", false, true, {"ஆற்றங்கரையில்", "காத்துக்கொண்டிருக்கிறார்கள்", "கடைசிப்", "படகு", "வந்துசேரவில்லை.", "பள்ளிக்கூடத்திற்குச்",
                         "குழந்தைகள்", "அதிகாலையிலேயே", "புறப்படுகிறார்கள்;", "என்று", "2026", "நம்பிக்கையிழக்கவில்லை."}},
};

enum { SAMPLE_LANGUAGE_COUNT = sizeof SAMPLE_LANGUAGES / sizeof *SAMPLE_LANGUAGES };

static inline uint32_t sample_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

static inline void sample_words(struct lt_doc_builder *builder, const struct sample_language *language, uint32_t count,
                                uint64_t *seed)
{
    static const enum lt_span_kind KINDS[] = {LT_SPAN_EM, LT_SPAN_STRONG, LT_SPAN_CODE, LT_SPAN_LINK, LT_SPAN_SUP,
                                              LT_SPAN_NOTE, LT_SPAN_DELETED};
    for (uint32_t i = 0; i < count; i++) {
        bool span = sample_random(seed) % 11 == 0, newline = sample_random(seed) % 60 == 0;
        enum lt_span_kind kind = KINDS[sample_random(seed) % 7];
        if (span)
            lt_doc_build_span(builder, kind, kind == LT_SPAN_NOTE ? "1" : "https://rives.example/a", false);
        lt_doc_build_text(builder, lt_bytes_of(language->words[sample_random(seed) % 12]));
        if (span)
            lt_doc_build_span_end(builder);
        if (newline)
            lt_doc_build_break(builder);
        else if (language->spaces)
            lt_doc_build_text(builder, lt_bytes_of(" "));
    }
}

/* A document of `blocks` blocks. Without `floats` there are no figures, tables or what else may leave the flow. */
static inline const struct lt_doc *sample_doc(struct lt_arena *arena, const struct sample_language *language,
                                              uint32_t blocks, uint64_t seed, bool floats)
{
    static const enum lt_role ROLES[] = {LT_ROLE_PARAGRAPH, LT_ROLE_PARAGRAPH, LT_ROLE_PARAGRAPH, LT_ROLE_PARAGRAPH,
                                         LT_ROLE_HEADING, LT_ROLE_ITEM, LT_ROLE_TERM, LT_ROLE_DEFINITION,
                                         LT_ROLE_ATTRIBUTION, LT_ROLE_PULLQUOTE, LT_ROLE_RULE, LT_ROLE_CODE};
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    for (uint32_t i = 0; i < blocks; i++) {
        uint32_t pick = sample_random(&seed);
        struct lt_block shape = {.role = ROLES[pick % 12], .lang = language->lang, .rtl = language->rtl, .picture = -1};
        if (floats && pick % 7 == 0) {
            shape.role = LT_ROLE_FIGURE;
            struct lt_picture picture = {.url = "https://rives.example/p.jpg", .width = 400 + (int)(pick >> 8) % 800,
                                         .height = 200 + (int)(pick >> 12) % 900, .alt = "a drawing"};
            if (pick % 5 == 0) /* so wide that it may stand across columns */
                picture.width = picture.height * 2 + 2000;
            shape.picture = lt_doc_build_picture(builder, &picture);
        }
        shape.level = (uint8_t)(shape.role == LT_ROLE_HEADING || shape.role == LT_ROLE_ITEM ? 1 + pick / 16 % 3 : 0);
        shape.number = shape.role == LT_ROLE_ITEM ? (int)(pick / 64 % 3) : 0;
        shape.quote = (uint8_t)(pick / 256 % 9 == 0);
        lt_doc_build_block(builder, &shape);
        uint32_t words = shape.role == LT_ROLE_PARAGRAPH ? 10 + pick / 1024 % 150 : 2 + pick / 1024 % 14;
        if (shape.role == LT_ROLE_RULE)
            words = 0;
        if (shape.role == LT_ROLE_CODE)
            lt_doc_build_text(builder, lt_bytes_of("int main(void)\n{\n    return a_rather_long_call(with, many, arguments, that, will, wrap);\n\n}\n"));
        else
            sample_words(builder, language, words, &seed);
        lt_doc_build_block_end(builder);
    }
    for (uint32_t i = 1; i <= 2; i++) {
        lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_NOTE, .number = (int)i, .lang = language->lang,
                                                       .rtl = language->rtl, .picture = -1});
        sample_words(builder, language, 12, &seed);
        lt_doc_build_block_end(builder);
    }
    struct lt_meta meta = {.title = "Le dernier bac", .lang = language->lang, .rtl = language->rtl, .lead = -1};
    const struct lt_doc *doc = NULL;
    lt_doc_build_end(builder, &meta, NULL, &doc);
    return doc;
}

#endif
