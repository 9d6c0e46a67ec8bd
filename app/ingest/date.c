/*
 * date.c: dates as feeds and pages write them. A text is cut into numbers, words and signs, and each finds its place:
 * a time has colons, an offset has a sign, a month has a name or stands between year and day.
 */
#include "date.h"

#include <lutrin/feed.h>
#include <lutrin/utf8.h>

#include <string.h>

enum {
    TEXT_MAX_BYTES = 128, /* longer texts are no dates */
    WORD_MAX_BYTES = 32,
    UNSET = -1,
    KOREA_SECONDS = 9 * 3600,
    OFFSET_MAX_MINUTES = 14 * 60 + 59,
};

struct date {
    const char *at;
    int year, month, day, hour, minute, second;
    int half; /* of the day: 0 am, 1 pm */
    int32_t offset;
    bool zoned, spelled_month, failed;
    bool month_leads; /* its word stands first, and may turn out to be a day of the week ("mardi") */
};

/* How month names begin, in small letters. The longer stand before their own beginnings. */
static const struct {
    const char *begin;
    int month;
} MONTHS[] = {
    {"jan", 1},  {"ene", 1},   {"gen", 1},   {"jän", 1},  {"янв", 1},  {"ιαν", 1},  {"sty", 1},
    {"feb", 2},  {"fév", 2},   {"fev", 2},   {"фев", 2},  {"φεβ", 2},  {"lut", 2},
    {"mar", 3},  {"mär", 3},   {"mrt", 3},   {"már", 3},  {"мар", 3},  {"μάρ", 3},  {"μαρ", 3},
    {"apr", 4},  {"avr", 4},   {"abr", 4},   {"ápr", 4},  {"апр", 4},  {"απρ", 4},  {"kwi", 4},
    {"may", 5},  {"mai", 5},   {"mag", 5},   {"mei", 5},  {"máj", 5},  {"maj", 5},  {"май", 5},
    {"мая", 5},  {"μάι", 5},   {"μαϊ", 5},   {"μαι", 5},  {"juin", 6}, {"jun", 6},  {"giu", 6},
    {"jún", 6},  {"июн", 6},   {"ιούν", 6},  {"ιον", 6},  {"juil", 7}, {"jul", 7},  {"lug", 7},
    {"júl", 7},  {"июл", 7},   {"ιούλ", 7},  {"ιολ", 7},  {"aug", 8},  {"aoû", 8},  {"aou", 8},
    {"ago", 8},  {"авг", 8},   {"αύγ", 8},   {"αυγ", 8},  {"sep", 9},  {"set", 9},  {"sze", 9},
    {"сен", 9},  {"σεπ", 9},   {"oct", 10},  {"okt", 10}, {"ott", 10}, {"out", 10}, {"окт", 10},
    {"οκτ", 10}, {"nov", 11},  {"ноя", 11},  {"νοέ", 11}, {"νοε", 11}, {"lis", 11}, {"dec", 12},
    {"déc", 12}, {"dez", 12},  {"dic", 12},  {"дек", 12}, {"δεκ", 12},
    /* Ukrainian */
    {"січ", 1},  {"лют", 2},   {"берез", 3}, {"квіт", 4}, {"трав", 5}, {"черв", 6},  {"лип", 7},  {"серп", 8},
    {"верес", 9}, {"жовт", 10}, {"листоп", 11}, {"груд", 12},
    /* Arabic, of Egypt and the Gulf, of the Levant, of the Maghreb */
    {"يناير", 1}, {"فبراير", 2}, {"مارس", 3}, {"أبريل", 4}, {"ابريل", 4}, {"إبريل", 4}, {"مايو", 5}, {"يونيو", 6},
    {"يونيه", 6}, {"يوليو", 7}, {"يوليه", 7}, {"أغسطس", 8}, {"اغسطس", 8}, {"سبتمبر", 9}, {"أكتوبر", 10}, {"اكتوبر", 10},
    {"نوفمبر", 11}, {"ديسمبر", 12}, {"شباط", 2}, {"آذار", 3}, {"نيسان", 4}, {"أيار", 5}, {"حزيران", 6}, {"تموز", 7},
    {"آب", 8},   {"أيلول", 9}, {"جانفي", 1}, {"فيفري", 2}, {"أفريل", 4}, {"ماي", 5}, {"جوان", 6}, {"جويلية", 7}, {"أوت", 8},
    /* Turkish */
    {"oca", 1},  {"şub", 2},   {"nis", 4},   {"haz", 6},  {"tem", 7},  {"ağu", 8},  {"eyl", 9},  {"eki", 10}, {"kas", 11},
    {"ara", 12},
};

static const struct {
    const char *name;
    int16_t minutes;
} ZONES[] = {
    {"z", 0},      {"ut", 0},     {"utc", 0},    {"gmt", 0},    {"etc/gmt", 0}, {"wet", 0},    {"west", 60},
    {"bst", 60},   {"cet", 60},   {"met", 60},   {"mez", 60},   {"cest", 120},  {"mest", 120}, {"mesz", 120},
    {"eet", 120},  {"eest", 180}, {"msk", 180},  {"ist", 330},  {"sgt", 480},   {"hkt", 480},  {"awst", 480},
    {"jst", 540},  {"kst", 540},  {"aest", 600}, {"aedt", 660}, {"nzst", 720},  {"nzdt", 780}, {"adt", -180},
    {"ast", -240}, {"at", -240},  {"edt", -240}, {"est", -300}, {"et", -300},   {"cdt", -300}, {"cst", -360},
    {"ct", -360},  {"mdt", -360}, {"mst", -420}, {"mt", -420},  {"pdt", -420},  {"pst", -480}, {"pt", -480},
    {"akdt", -480}, {"akst", -540}, {"hst", -600},
};

/* Words that stand in dates and say nothing. */
static const char *const PARTICLES[] = {"of",  "de",  "du",  "le",   "la",  "del", "den", "der", "om",  "um",
                                        "on",  "the", "uhr", "kl",   "klo", "st",  "nd",  "rd",  "th",  "à",
                                        "er",  "г",   "в",   "и",    "ore", "klok", "a",  "t",
                                        "р",   "о",   "mon", "tue",  "wed", "thu", "fri", "sat", "sun", "at",  "alle", "às",  "las",  "em", "في",
                                        "年",  "月",  "日",  "火",   "水",  "木",   "金", "土",
                                        "星期", "日曜日", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日"};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (unsigned char)c >= 0x80 || c == '/' || c == '_';
}

static size_t digits(const char *at)
{
    size_t count = 0;
    while (is_digit(at[count]))
        count++;
    return count;
}

static int number(const char *at, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count && i < 9; i++)
        value = value * 10 + (at[i] - '0');
    return value;
}

static void set(struct date *d, int *field, int value)
{
    d->failed = d->failed || *field != UNSET;
    *field = value;
}

static int full_year(const char *at, size_t count)
{
    int year = number(at, count);
    return count > 2 ? year : year < 70 ? year + 2000 : year + 1900;
}

/* Small letters, for Latin, Greek and Cyrillic. */
static void put_small(struct lt_buf *out, uint32_t code)
{
    bool shifts = (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE) || (code >= 0x391 && code <= 0x3A9) ||
                  (code >= 0x410 && code <= 0x42F);
    bool pairs = ((code >= 0x100 && code <= 0x137) || (code >= 0x14A && code <= 0x177)) && code % 2 == 0;
    lt_buf_put_utf8(out, shifts ? code + 32 : code + pairs);
}

static int month_named(const char *word)
{
    for (size_t i = 0; i < sizeof MONTHS / sizeof *MONTHS; i++)
        if (strncmp(word, MONTHS[i].begin, strlen(MONTHS[i].begin)) == 0)
            return MONTHS[i].month;
    return UNSET;
}

static bool set_zone(struct date *d, const char *word)
{
    for (size_t i = 0; i < sizeof ZONES / sizeof *ZONES; i++)
        if (strcmp(word, ZONES[i].name) == 0) {
            d->offset = ZONES[i].minutes * 60;
            d->zoned = true;
            return true;
        }
    return false;
}

static bool is_particle(const char *word)
{
    for (size_t i = 0; i < sizeof PARTICLES / sizeof *PARTICLES; i++)
        if (strcmp(word, PARTICLES[i]) == 0)
            return true;
    return false;
}

/* Half of the day, in English and Korean; the Korean words tell where, too. */
static bool set_half(struct date *d, const char *word)
{
    bool korean = strcmp(word, "오후") == 0 || strcmp(word, "오전") == 0;
    bool pm = strcmp(word, "pm") == 0 || strcmp(word, "오후") == 0;
    if (!korean && !pm && strcmp(word, "am") != 0)
        return false;
    d->half = pm;
    if (korean)
        d->offset = KOREA_SECONDS;
    return true;
}

static void take_word(struct date *d, bool first)
{
    struct lt_buf word = {0};
    size_t size = 0;
    while (is_word(d->at[size]))
        size++;
    for (size_t at = 0; at < size && size <= WORD_MAX_BYTES;)
        put_small(&word, lt_utf8_next(d->at, size, &at));
    d->at += size;
    const char *text = word.data ? word.data : "";
    int month = month_named(text);
    bool korean = strcmp(text, "년") == 0 || strcmp(text, "월") == 0 || strcmp(text, "일") == 0;
    if (korean) {
        d->offset = KOREA_SECONDS;
    } else if (d->hour != UNSET && (set_zone(d, text) || strchr(text, '/'))) { /* "Europe/Paris": a zone of which the hour is not known */
        ;
    } else if (month != UNSET && (d->month == UNSET || d->month_leads)) {
        d->month = month;
        d->spelled_month = true;
        d->month_leads = first;
    } else if (!first && !set_half(d, text) && !is_particle(text)) {
        d->failed = true;
    }
    lt_buf_finish(&word);
}

/* "12:34", "12:34:56.789" */
static void take_time(struct date *d)
{
    size_t count = digits(d->at);
    set(d, &d->hour, number(d->at, count));
    d->at += count + 1;
    count = digits(d->at);
    d->failed = d->failed || count == 0;
    d->minute = number(d->at, count);
    d->at += count;
    d->second = 0;
    if (*d->at == ':') {
        count = digits(++d->at);
        d->failed = d->failed || count == 0;
        d->second = number(d->at, count);
        d->at += count;
    }
    if ((*d->at == '.' || *d->at == ',') && is_digit(d->at[1]))
        d->at += 1 + digits(d->at + 1);
    d->failed = d->failed || *d->at == ':';
}

/* "+0200", "-05:30", "+2" */
static void take_offset(struct date *d)
{
    int sign = *d->at++ == '-' ? -1 : 1;
    size_t count = digits(d->at);
    if (count == 0 || count > 4) {
        d->failed = true;
        d->at += count;
        return;
    }
    int hours = number(d->at, count), minutes = 0;
    d->at += count;
    if (count > 2) {
        minutes = hours % 100;
        hours /= 100;
    } else if (*d->at == ':') {
        count = digits(++d->at);
        d->failed = d->failed || count != 2;
        minutes = count == 2 ? number(d->at, count) : 0;
        d->at += count;
    }
    d->failed = d->failed || minutes > 59 || hours * 60 + minutes > OFFSET_MAX_MINUTES;
    d->offset = sign * (hours * 3600 + minutes * 60);
    d->zoned = true;
}

/* Two or three numbers with - / or . between them. */
static void take_numeric_date(struct date *d)
{
    const char *part[3];
    size_t size[3], count = 0;
    char mark = 0;
    while (count < 3) {
        part[count] = d->at;
        size[count] = digits(d->at);
        d->at += size[count++];
        bool more = count < 3 && (*d->at == '-' || *d->at == '/' || *d->at == '.') && (mark == 0 || *d->at == mark) &&
                    is_digit(d->at[1]);
        if (!more)
            break;
        mark = *d->at++;
    }
    bool year_first = size[0] == 4 || (mark == '-' && size[0] == 2 && !(count == 3 && size[2] == 4));
    if (year_first) {
        set(d, &d->year, full_year(part[0], size[0]));
        set(d, &d->month, number(part[1], size[1]));
        if (count == 3)
            set(d, &d->day, number(part[2], size[2]));
        return;
    }
    d->failed = d->failed || count != 3;
    if (d->failed)
        return;
    int first = number(part[0], size[0]), second = number(part[1], size[1]);
    bool month_first = second > 12 || (mark == '/' && first <= 12 && (strstr(d->at, "M") || strstr(d->at, "m")));
    set(d, &d->day, month_first ? second : first);
    set(d, &d->month, month_first ? first : second);
    set(d, &d->year, full_year(part[2], size[2]));
}

/* Digits without marks: 20240131, 20240131T101112, 240131. */
static void take_packed(struct date *d, size_t count)
{
    size_t wide = count == 6 ? 2 : 4;
    set(d, &d->year, full_year(d->at, wide));
    set(d, &d->month, number(d->at + wide, 2));
    set(d, &d->day, number(d->at + wide + 2, 2));
    if (count == 14) {
        set(d, &d->hour, number(d->at + 8, 2));
        d->minute = number(d->at + 10, 2);
        d->second = number(d->at + 12, 2);
    }
    d->at += count;
}

static void take_number(struct date *d)
{
    size_t count = digits(d->at);
    char next = d->at[count];
    bool joined = (next == '-' || next == '/' || next == '.') && is_digit(d->at[count + 1]);
    bool dateless = d->year == UNSET && d->month == UNSET && d->day == UNSET;
    if (next == ':' && count <= 2) {
        take_time(d);
    } else if (joined && dateless) {
        take_numeric_date(d);
    } else if (dateless && (count == 8 || count == 14 || count == 6)) {
        take_packed(d, count);
    } else if (d->day != UNSET && d->hour == UNSET && (count == 4 || count == 6) && d->year != UNSET) {
        d->hour = number(d->at, 2); /* 101112 after a packed date */
        d->minute = number(d->at + 2, 2);
        d->second = count == 6 ? number(d->at + 4, 2) : 0;
        d->at += count;
    } else if ((next == 'h' || next == 'H') && d->hour == UNSET && count <= 2) {
        d->hour = number(d->at, count);
        d->at += count + 1;
        d->minute = number(d->at, digits(d->at));
        d->second = 0;
        d->at += digits(d->at);
    } else {
        if (count == 4 && d->year == UNSET)
            d->year = number(d->at, count);
        else if (count <= 2 && d->month == UNSET && d->year != UNSET && !d->spelled_month)
            d->month = number(d->at, count);
        else if (count <= 2 && d->day == UNSET)
            d->day = number(d->at, count);
        else if (count <= 2 && d->year == UNSET)
            d->year = full_year(d->at, count);
        else
            d->failed = true;
        d->at += count;
    }
}

/* "06/02/2024 - 18:30": a dash between the day and the hour. */
static bool is_dash(const char *at)
{
    size_t gap = *at == '-' ? strspn(at + 1, " ") : 0, count = gap > 0 ? digits(at + 1 + gap) : 0;
    return (count == 1 || count == 2) && at[1 + gap + count] == ':';
}

static void take(struct date *d, const char *begin)
{
    char c = *d->at;
    if (d->hour == UNSET && is_dash(d->at))
        d->at++;
    else if (is_digit(c))
        take_number(d);
    else if ((c == '+' || c == '-') && d->hour != UNSET)
        take_offset(d);
    else if (is_word(c))
        take_word(d, d->at == begin);
    else if (c == '-' && d->at[1] != '-' && d->day != UNSET && d->month != UNSET && d->year != UNSET && d->hour == UNSET)
        d->failed = true;
    else if (strchr(" \t\r\n,.;()-", c))
        d->at++;
    else
        d->failed = true;
}

static int64_t days_from_civil(int year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int lt_date_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool is_sound(const struct date *d)
{
    return !d->failed && d->year >= 1 && d->year <= 9999 && d->month >= 1 && d->month <= 12 && d->day >= 1 &&
           d->day <= lt_date_month_days(d->year, d->month) && d->hour <= 24 && d->minute <= 59 && d->second <= 60;
}

/* ISO 8601 of 1988: "-0312" is a month of a year without its century. */
static void take_short_month(struct date *d)
{
    if (*d->at != '-' || digits(d->at + 1) != 4 || d->at[5] != '\0')
        return;
    d->year = full_year(d->at + 1, 2);
    d->month = number(d->at + 3, 2);
    d->at += 5;
}

/* Reads a text. *ret_day: does it tell the day? False when it is no date. */
static bool read_text(const char *text, struct date *d, bool *ret_day)
{
    *d = (struct date){.year = UNSET, .month = UNSET, .day = UNSET, .hour = UNSET, .half = UNSET};
    if (text[0] == '\0' || strlen(text) > TEXT_MAX_BYTES)
        return false;
    d->at = text;
    struct lt_date_day day;
    size_t counted = lt_date_counted(text, &day);
    if (counted) {
        d->year = day.year;
        d->month = day.month;
        d->day = day.day;
        d->at += counted;
    }
    take_short_month(d);
    while (*d->at && !d->failed)
        take(d, text);
    *ret_day = d->day != UNSET;
    if (d->day == UNSET && !d->spelled_month && d->hour == UNSET && d->year >= 1000) {
        d->day = 1;
        d->month = d->month == UNSET ? 1 : d->month;
    }
    if (d->hour == UNSET)
        d->hour = d->minute = d->second = 0;
    if (d->half != UNSET && d->hour <= 12)
        d->hour = d->hour % 12 + 12 * d->half;
    return is_sound(d);
}

static int64_t parse(const char *text, bool whole, int32_t *ret_offset)
{
    struct date d;
    struct lt_buf plain = {0};
    bool day = false;
    lt_date_plain(lt_bytes_of(text), &plain);
    int64_t seconds = plain.size > 0 && !whole ? lt_date_seconds(plain.data) : LT_NO_TIME;
    if (seconds != LT_NO_TIME) {
        lt_buf_finish(&plain);
        if (ret_offset)
            *ret_offset = 0;
        return seconds;
    }
    bool sound = plain.size > 0 && read_text(plain.data, &d, &day);
    lt_buf_finish(&plain);
    if (!sound || (whole && !day))
        return LT_NO_TIME;
    if (ret_offset)
        *ret_offset = d.offset;
    return days_from_civil(d.year, d.month, d.day) * 86400 + d.hour * 3600 + d.minute * 60 + d.second - d.offset;
}

int64_t lt_date_parse(const char *text, int32_t *ret_offset)
{
    return parse(text, false, ret_offset);
}

int64_t lt_date_parse_day(const char *text, int32_t *ret_offset)
{
    return parse(text, true, ret_offset);
}
