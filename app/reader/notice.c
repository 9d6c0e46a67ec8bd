/*
 * notice.c: what the postman's status file says of a stick, and the quiet line that the screen makes of it.
 */
#include "notice.h"

#include "chrome.h"

#include <lutrin/utf8.h>

#include <string.h>

enum { MEGABYTE = 1000000, KILOBYTE = 1000, IN_MEGABYTES_FROM = 2 * MEGABYTE, THOUSAND = 1000 };
#define MAX_NUMBER ((INT64_C(1) << 53) - 1)

/* A value that is read: a string or a number. */
struct value {
    struct lt_bytes text;
    int64_t number;
    bool is_number;
};

struct scanner {
    const char *at, *end;
};

static void skip_blanks(struct scanner *s)
{
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r'))
        s->at++;
}

static bool take_byte(struct scanner *s, char byte)
{
    skip_blanks(s);
    if (s->at == s->end || *s->at != byte)
        return false;
    s->at++;
    return true;
}

static bool take_string(struct scanner *s, struct lt_bytes *text)
{
    if (!take_byte(s, '"'))
        return false;
    text->data = s->at;
    while (s->at < s->end && *s->at != '"' && *s->at != '\\' && (unsigned char)*s->at >= 0x20)
        s->at++;
    text->size = (size_t)(s->at - text->data);
    return take_byte(s, '"');
}

static bool take_value(struct scanner *s, struct value *value)
{
    *value = (struct value){.is_number = false};
    skip_blanks(s);
    if (s->at < s->end && *s->at == '"')
        return take_string(s, &value->text);
    value->is_number = true;
    const char *begin = s->at;
    for (; s->at < s->end && *s->at >= '0' && *s->at <= '9'; s->at++)
        if ((value->number = value->number * 10 + (*s->at - '0')) > MAX_NUMBER)
            return false;
    return s->at > begin;
}

static enum lt_notice_kind kind_of(struct lt_bytes phase, struct lt_bytes result)
{
    static const struct {
        const char *word;
        enum lt_notice_kind kind;
    } PHASES[] = {{"looking", LT_NOTICE_LOOKING}, {"copying", LT_NOTICE_COPYING}, {"checking", LT_NOTICE_CHECKING}},
      RESULTS[] = {{"installed", LT_NOTICE_INSTALLED}, {"up-to-date", LT_NOTICE_NOTHING_NEW}, {"stale", LT_NOTICE_NOTHING_NEW},
                   {"waiting", LT_NOTICE_WAITING},     {"pulled", LT_NOTICE_PULLED},          {"empty", LT_NOTICE_EMPTY},
                   {"refused", LT_NOTICE_REFUSED},     {"damaged", LT_NOTICE_DAMAGED},        {"full", LT_NOTICE_FULL}};
    for (size_t i = 0; i < sizeof PHASES / sizeof *PHASES; i++)
        if (lt_bytes_equal(phase, lt_bytes_of(PHASES[i].word)))
            return PHASES[i].kind;
    if (!lt_bytes_equal(phase, lt_bytes_of("over")))
        return LT_NOTICE_NONE;
    for (size_t i = 0; i < sizeof RESULTS / sizeof *RESULTS; i++)
        if (lt_bytes_equal(result, lt_bytes_of(RESULTS[i].word)))
            return RESULTS[i].kind;
    return LT_NOTICE_FAILED;
}

bool lt_notice_parse(struct lt_bytes text, struct lt_notice *ret_notice)
{
    struct scanner s = {text.data, text.data + text.size};
    struct lt_bytes key, phase = {0}, result = {0}, publisher = {0};
    struct lt_notice notice = {.kind = LT_NOTICE_NONE};
    struct value value;
    if (text.size > LT_NOTICE_MAX_BYTES || !lt_utf8_valid(text) || !take_byte(&s, '{'))
        return false;
    do {
        if (!take_string(&s, &key) || !take_byte(&s, ':') || !take_value(&s, &value))
            return false;
        if (lt_bytes_equal(key, lt_bytes_of("phase")))
            phase = value.text;
        else if (lt_bytes_equal(key, lt_bytes_of("result")))
            result = value.text;
        else if (lt_bytes_equal(key, lt_bytes_of("publisher")))
            publisher = value.text;
        else if (lt_bytes_equal(key, lt_bytes_of("version")))
            notice.version = value.number;
        else if (lt_bytes_equal(key, lt_bytes_of("bytes")))
            notice.bytes = value.number;
        else if (lt_bytes_equal(key, lt_bytes_of("total")))
            notice.total = value.number;
    } while (take_byte(&s, ','));
    notice.kind = kind_of(phase, result);
    if (!take_byte(&s, '}') || (skip_blanks(&s), s.at != s.end) || notice.kind == LT_NOTICE_NONE)
        return false;
    if (publisher.size > 0 && publisher.size <= LT_NOTICE_PUBLISHER_MAX)
        memcpy(notice.publisher, publisher.data, publisher.size);
    if (notice.bytes > notice.total)
        notice.bytes = notice.total;
    *ret_notice = notice;
    return true;
}

bool lt_notice_works(const struct lt_notice *notice)
{
    return notice->kind == LT_NOTICE_LOOKING || notice->kind == LT_NOTICE_COPYING || notice->kind == LT_NOTICE_CHECKING;
}

static const char *words_of(enum lt_notice_kind kind)
{
    static const char *const WORDS[] = {
        [LT_NOTICE_NONE] = "",
        [LT_NOTICE_LOOKING] = "Reading the memory stick",
        [LT_NOTICE_COPYING] = "Copying from the memory stick",
        [LT_NOTICE_CHECKING] = "Copied: the stick may be taken out",
        [LT_NOTICE_INSTALLED] = "The new edition is here",
        [LT_NOTICE_NOTHING_NEW] = "Nothing new on the stick",
        [LT_NOTICE_WAITING] = "The stick brings a new edition: the staff must confirm",
        [LT_NOTICE_PULLED] = "The stick was taken out: put it in again to go on",
        [LT_NOTICE_EMPTY] = "Nothing on the stick is for here",
        [LT_NOTICE_REFUSED] = "What is on the stick is not from this publisher",
        [LT_NOTICE_DAMAGED] = "The stick is damaged",
        [LT_NOTICE_FULL] = "There is no room for what is on the stick",
        [LT_NOTICE_FAILED] = "The stick could not be taken over",
    };
    return WORDS[kind];
}

/* "12 of 43 MB" */
static const char *size_words(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_notice *notice)
{
    int64_t unit = notice->total >= IN_MEGABYTES_FROM ? MEGABYTE : KILOBYTE;
    return lt_stage_say(stage, &plate->arena, unit == MEGABYTE ? "%1 of %2 MB" : "%1 of %2 kB",
                        lt_stage_number(stage, &plate->arena, notice->bytes / unit),
                        lt_stage_number(stage, &plate->arena, (notice->total + unit - 1) / unit));
}

void lt_notice_compose(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_notice *notice,
                       int32_t height, int32_t margin)
{
    lt_plate_init(plate, stage->style.panel.width_px, height, stage->rtl, LT_INK_PAPER);
    const char *release = NULL, *words = lt_word(stage->words, words_of(notice->kind));
    if (notice->publisher[0] && notice->version > 0)
        release = lt_stage_say(stage, &plate->arena, "%1, version %2", notice->publisher,
                               lt_stage_number(stage, &plate->arena, notice->version));
    struct lt_chrome_line line = {.words = words, .more = release, .progress = -1, .margin_px = margin};
    if (notice->kind == LT_NOTICE_COPYING && notice->total > 0) {
        line.end = size_words(plate, stage, notice);
        line.progress = (int32_t)(notice->bytes * THOUSAND / notice->total);
    }
    lt_chrome_put_line(plate, stage, &line);
}
