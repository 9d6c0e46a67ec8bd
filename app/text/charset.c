/*
 * charset.c: a guess at the encoding of bytes that tell none, for scripts whose text is told from Western text with
 * accents: by ICU's statistics, and by the way Thai is spelled, which ICU does not know.
 */
#include <lutrin/text.h>

#include <strings.h>
#include <unicode/ucsdet.h>

enum {
    LOOK_MAX_BYTES = 64 << 10,
    STRANGE_MIN_BYTES = 8,     /* beyond ASCII; less is no evidence */
    STRANGE_MIN_PERCENT = 30,  /* of letters; Western text has fewer accents */
    CONFIDENCE_MIN = 25,       /* of 100 */
    THAI_MARKS_MIN_PERCENT = 10,
    THAI_MISSPELLED_MAX_PERCENT = 2,
};

/* Of those that ICU knows, the ones of other scripts than Latin, and what the web means by them. */
static const char *const NAMES[][2] = {
    {"Big5", "Big5"},
    {"EUC-JP", "EUC-JP"},
    {"EUC-KR", "EUC-KR"},
    {"GB18030", "GB18030"},
    {"IBM866", "IBM866"},
    {"ISO-8859-5", "ISO-8859-5"},
    {"ISO-8859-6", "ISO-8859-6"},
    {"ISO-8859-7", "ISO-8859-7"},
    {"ISO-8859-8", "windows-1255"},
    {"ISO-8859-8-I", "windows-1255"},
    {"KOI8-R", "KOI8-R"},
    {"Shift_JIS", "Shift_JIS"},
    {"windows-1251", "windows-1251"},
    {"windows-1253", "windows-1253"},
    {"windows-1255", "windows-1255"},
    {"windows-1256", "windows-1256"},
};

static bool is_letter(unsigned char byte)
{
    return (byte | 32) >= 'a' && (byte | 32) <= 'z';
}

/* Is enough of the text, tags apart, beyond ASCII? */
static bool is_strange(struct lt_bytes bytes)
{
    size_t letters = 0, strange = 0;
    bool tag = false;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        tag = byte == '<' || (tag && byte != '>');
        letters += !tag && is_letter(byte);
        strange += !tag && byte >= 0x80;
    }
    return strange >= STRANGE_MIN_BYTES && strange * 100 >= (letters + strange) * STRANGE_MIN_PERCENT;
}

/* Thai in one byte a letter: vowels and tones above and below stand on a consonant or on each other, and some vowels
 * stand before one. */
static bool is_thai(struct lt_bytes bytes)
{
    size_t all = 0, marks = 0, misspelled = 0;
    bool carries = false, leads = false;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        bool mark = byte == 0xD1 || (byte >= 0xD4 && byte <= 0xDA) || (byte >= 0xE7 && byte <= 0xEE);
        bool consonant = byte >= 0xA1 && byte <= 0xCE;
        misspelled += (mark && !carries) + (leads && !consonant);
        leads = byte >= 0xE0 && byte <= 0xE4;
        carries = consonant || (mark && carries);
        if (byte < 0x80)
            continue;
        if (byte <= 0xA0 || (byte >= 0xDB && byte <= 0xDE) || byte >= 0xFC)
            return false;
        all++;
        marks += mark;
    }
    return marks * 100 >= all * THAI_MARKS_MIN_PERCENT && misspelled * 100 <= all * THAI_MISSPELLED_MAX_PERCENT;
}

static const char *known(const char *name)
{
    for (size_t i = 0; name && i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcasecmp(name, NAMES[i][0]) == 0)
            return NAMES[i][1];
    return NULL;
}

const char *lt_text_charset(struct lt_bytes bytes)
{
    const char *name = NULL;
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = 0;
    if (bytes.size > LOOK_MAX_BYTES)
        bytes.size = LOOK_MAX_BYTES;
    if (!is_strange(bytes))
        return NULL;
    UCharsetDetector *detector = ucsdet_open(&status);
    ucsdet_setText(detector, bytes.data, (int32_t)bytes.size, &status);
    ucsdet_enableInputFilter(detector, true);
    const UCharsetMatch **matches = ucsdet_detectAll(detector, &count, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < count && !name; i++)
        if (ucsdet_getConfidence(matches[i], &status) >= CONFIDENCE_MIN)
            name = known(ucsdet_getName(matches[i], &status));
    ucsdet_close(detector);
    return name || !is_thai(bytes) ? name : "TIS-620";
}
