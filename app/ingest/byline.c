/*
 * byline.c: names out of the line that says who wrote an article. What leads to them ("Posted on 3 May by") and what
 * follows them (a date, a function, a way to write to them) is cut off.
 */
#include "byline.h"

#include "date.h"
#include "page_meta.h"
#include "plain.h"

#include <string.h>
#include <strings.h>

enum { NAME_MIN_BYTES = 2, LEADS_MAX = 4, SIGNED_MAX_BYTES = 120, SIGNED_MAX_WORDS = 12 };

/* What stands before a name. The longer stand before their own beginnings. */
static const char *const LEADS[] = {
    "by", "par", "von", "vom", "por", "di", "av", "da", "door", "author", "authors", "autor", "autorin", "autoren", "auteur", "autor/in",
    "written by", "posted by", "published by", "reviewed by", "edited by", "words by", "story by", "text by", "view all posts by",
    "geschrieben von", "eingestellt von", "zeige alle beiträge von", "veröffentlicht von", "ein beitrag von", "verfasst von",
    "text", "publié par", "écrit par", "rédigé par", "publicado por", "escrito por", "scritto da", "soumis par", "submitted by",
    "text und interview", "text und fotos", "text & fotos", "ein artikel von", "auteurs", "autores", "autore", "texte", "texto",
    "proposé par", "article by", "analysis by", "opinion by", "review by", "report by", "tekst", "Автор", "Текст", "verfasst durch", "كُتب بواسطة", "كتب بواسطة", "автор", "текст", "بقلم", "كتب", "كتبت", "كتبه", "كتبها", "الكاتب", "تحرير", "文", "文責", "著者", "著", "執筆",
    "執筆者", "取材・文", "記者", "筆者", "作者",
};

/* What the name follows when a date stands first: "Posted on 3 May by Ana Roy". */
static const char *const INNER_LEADS[] = {" by ", " von ", " par ", " por "};

/* How a line begins that tells when rather than who. */
static const char *const WHEN[] = {"posted", "published", "updated", "last", "publiziert", "veröffentlicht", "erstellt",
                                   "publié", "publicado", "mis à jour", "stand", "am", "on", "no author"};

/* Where the names end. */
static const char *const ENDS[] = {" | ", " • ", " · ", " — ", " – ", " - ", " / ", " on ", " am ", " @", " (@", "Stand:", " Published",
                                   " Updated", " Posted", " Alles von ", " says:", " sagt:", " Follow ", " hace ", " Hace ", ", Redaktion", " et al."};

/* What stands on buttons beside names. */
static const char *const NO_NAMES[] = {"follow", "folgen", "suivre", "seguir", "share", "teilen", "contact", "kontakt", "author", "autor"};

/* What is left of a date whose day and month are cut off as what follows names. */
static const char *const WEEKDAYS[] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
    "sonntag", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miércoles", "jueves", "viernes",
    "sábado", "domingo", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica", "maandag", "dinsdag", "woensdag", "donderdag",
    "vrijdag", "zaterdag", "zondag", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira",
};

/* Small words inside of names, and between them. */
static const char *const SMALL[] = {"de",  "da",  "do",  "di",  "del", "della", "der", "den", "du",  "des", "la",  "le",  "van", "von", "vom",
                                    "zu",  "ter", "ten", "af",  "av",  "al",    "el",  "bin", "ibn", "and", "und", "et",  "y",   "e",   "en",
                                    "og",  "och", "&",   "/",   "i",   "a"};

static const char *const MONTHS[] = {" Jan", " Feb", " Mar", " Mär", " Apr", " May ", " Mai ", " Jun", " Jul",
                                     " Aug", " Sep", " Oct", " Okt", " Nov", " Dec", " Dez"};

static const char *const DAYS[] = {" Mon,", " Tue,", " Wed,", " Thu,", " Fri,", " Sat,", " Sun,",
                                   " Mo,",  " Di,",  " Mi,",  " Do,",  " Fr,",  " Sa,",  " So,"};

static bool is_letter_after(const char *at)
{
    unsigned char c = (unsigned char)*at;
    return (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/* The text after `lead` at its beginning, or `text` itself. A lead may run into a name: "vonAna Roy". */
static const char *after_lead(const char *text, const char *lead)
{
    static const char *const marks[] = {"：", "・", "／"};
    size_t size = strlen(lead);
    if (strncasecmp(text, lead, size) != 0)
        return text;
    const char *rest = text + size;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(rest, marks[i], strlen(marks[i])) == 0)
            return rest + strlen(marks[i]) + strspn(rest + strlen(marks[i]), " ");
    bool whole = *rest == ' ' || *rest == ':' || *rest == '\0', runs_in = size > 2 && text[size - 1] >= 'a' && is_letter_after(rest);
    return whole || runs_in ? rest + strspn(rest, " :") : text;
}

/* The text after the marks that part it from what stood before in its line: ", by Ana Roy". */
static const char *after_marks(const char *text)
{
    static const char *const marks[] = {" ", ",", ";", "|", "/", "-", "·", "•", "–", "—"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks;) {
        size_t size = strlen(marks[i]);
        bool found = strncmp(text, marks[i], size) == 0;
        text += found ? size : 0;
        i = found ? 0 : i + 1;
    }
    return text;
}

static const char *without_leads(const char *text)
{
    for (int round = 0; round < LEADS_MAX; round++) {
        const char *before = text;
        for (size_t i = 0; i < sizeof LEADS / sizeof *LEADS && text == before; i++)
            text = after_lead(text, LEADS[i]);
        if (text == before)
            break;
    }
    return text;
}

static bool tells_when(const char *text)
{
    for (size_t i = 0; i < sizeof WHEN / sizeof *WHEN; i++) {
        size_t size = strlen(WHEN[i]);
        if (strncasecmp(text, WHEN[i], size) == 0 && (text[size] == ' ' || text[size] == ':' || text[size] == '\0'))
            return true;
    }
    return text[0] >= '0' && text[0] <= '9';
}

/* The part of a line that begins with a date after the word that leads to the name; NULL when it names nobody. */
static const char *after_date(const char *text)
{
    for (size_t i = 0; i < sizeof INNER_LEADS / sizeof *INNER_LEADS; i++) {
        const char *at = strstr(text, INNER_LEADS[i]);
        if (at)
            return at + strlen(INNER_LEADS[i]);
    }
    return NULL;
}

static size_t first_of(const char *text, const char *const *marks, size_t count, size_t end)
{
    for (size_t i = 0; i < count; i++) {
        const char *at = strstr(text, marks[i]);
        if (at && at > text && (size_t)(at - text) < end)
            end = (size_t)(at - text);
    }
    return end;
}

static bool is_one_of(const char *text, size_t size, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) == size && strncasecmp(text, words[i], size) == 0)
            return true;
    return false;
}

/* Where the word that reaches to `end` begins. */
static size_t word_start(const char *text, size_t end)
{
    while (end > 0 && text[end - 1] != ' ')
        end--;
    return end;
}

/* The end of the text before what may stand between names and what follows them. */
static size_t before_marks(const char *text, size_t end)
{
    while (end > 0 && strchr(" ,;/(|:", text[end - 1]))
        end--;
    return end;
}

/* The end of the names before a day of the week at `end`, with which a date begins. */
static size_t before_weekday(const char *text, size_t end)
{
    size_t word = word_start(text, end);
    bool day = word > 0 && is_one_of(text + word, end - word, WEEKDAYS, sizeof WEEKDAYS / sizeof *WEEKDAYS);
    return day ? word - 1 : end;
}

static size_t names_end(const char *text)
{
    size_t end = first_of(text, ENDS, sizeof ENDS / sizeof *ENDS, strlen(text));
    size_t number = strcspn(text, "0123456789");
    if (text[number] != '\0' && number > 0) { /* a date, with what leads to its number */
        size_t word = word_start(text, number);
        bool in_name = word < number && text[number - 1] != '(' && text[number - 1] != ','; /* "c1ph4", "Nolan22" */
        size_t cut = in_name && word == 0 ? end : number;
        size_t digits = strspn(text + number, "0123456789");
        bool joined = text[number + digits] == '/' && is_letter_after(text + number + digits + 1); /* "Bündnis 90/Die Grünen" */
        end = cut < end && !joined ? cut : end;
        end = first_of(text, MONTHS, sizeof MONTHS / sizeof *MONTHS, end);
        end = first_of(text, DAYS, sizeof DAYS / sizeof *DAYS, end);
    }
    const char *at = strchr(text, '@'); /* the word is an address */
    size_t word = word_start(text, at ? (size_t)(at - text) : end);
    end = at && word > 0 && word < end ? word : end;
    end = before_marks(text, end);
    return text[number] != '\0' ? before_marks(text, before_weekday(text, end)) : end;
}

/* Is it made of names: words that begin with capitals, or in a script without, and few others? */
static bool looks_like_names(const char *text)
{
    size_t words = 0;
    for (const char *at = text; *at; at++) /* marks, and Arabic digits */
        if (strchr(":#[]<>", *at) || ((unsigned char)at[0] == 0xD9 && (unsigned char)at[1] >= 0xA0 && (unsigned char)at[1] <= 0xA9))
            return false;
    for (const char *at = text; *at;) {
        size_t size = strcspn(at, " ");
        bool small = is_one_of(at, size, SMALL, sizeof SMALL / sizeof *SMALL);
        if (size > 0 && !small && !is_letter_after(at))
            return false;
        words += size > 0 && !small;
        at += size + strspn(at + size, " ");
    }
    return words >= 1 && words <= SIGNED_MAX_WORDS;
}

bool lt_byline_leads(const char *text)
{
    const char *rest = without_leads(text);
    return rest != text && *rest == '\0';
}

const char *lt_byline_signed(const char *line, struct lt_arena *arena)
{
    const char *rest = without_leads(line);
    if (rest == line || tells_when(rest) || strlen(line) > SIGNED_MAX_BYTES)
        return NULL;
    const char *names = lt_byline_names(line, arena);
    bool one = names && !strchr(names, ' ') && (unsigned char)names[0] < 0x80; /* "By Friday": a name has two words */
    bool label = rest > line && (rest[-1] == ':' || (rest - line > 1 && rest[-2] == ':'));
    return names && looks_like_names(names) && (!one || label) ? names : NULL;
}

static bool begins_with_date(const char *text, struct lt_arena *arena)
{
    const char *date = lt_date_find(text, arena);
    return date && strncmp(text, date, strlen(date)) == 0;
}

const char *lt_byline_names(const char *line, struct lt_arena *arena)
{
    struct lt_buf plain = {0};
    for (const char *at = line; *at; at++) {
        bool gap = (unsigned char)at[0] == 0xC2 && (unsigned char)at[1] == 0xA0; /* a no-break space */
        lt_buf_putc(&plain, gap ? ' ' : *at);
        at += gap;
    }
    const char *text = lt_plain_dup(lt_buf_slice(&plain), arena);
    lt_buf_finish(&plain);
    text = text ? without_leads(after_marks(text)) : NULL;
    if (text && (tells_when(text) || begins_with_date(text, arena))) {
        text = after_date(text);
        text = text ? without_leads(text) : NULL;
    }
    size_t end = text ? names_end(text) : 0;
    bool button = end > 0 && (is_one_of(text, end, NO_NAMES, sizeof NO_NAMES / sizeof *NO_NAMES) ||
                              is_one_of(text, end, WEEKDAYS, sizeof WEEKDAYS / sizeof *WEEKDAYS));
    return end >= NAME_MIN_BYTES && !button && text[0] != '#' ? lt_arena_strndup(arena, text, end) : NULL;
}

/* "a.example", "www.a.example": where it was published. */
static bool is_host(const char *text)
{
    const char *dot = strrchr(text, '.');
    size_t end = dot ? strspn(dot + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
    return strstr(text, "www.") || (dot && dot > text && !strchr(text, ' ') && end >= 2 && end <= 4 && dot[1 + end] == '\0');
}

/* What programs call whoever wrote in them. */
static bool is_default(const char *author)
{
    static const char *const defaults[] = {"admin", "administrator", "webmaster", "no author", "unknown", "user"};
    return is_one_of(author, strlen(author), defaults, sizeof defaults / sizeof *defaults);
}

static bool is_nobody(const char *author, const char *site)
{
    static const char *const nobody[] = {"redaktion", "editor"};
    return (site && lt_plain_same(author, site)) || is_host(author) || is_default(author) ||
           is_one_of(author, strlen(author), nobody, sizeof nobody / sizeof *nobody);
}

bool lt_byline_known(const struct lt_facts *facts)
{
    const char *told = facts->text[LT_FACT_AUTHOR], *author = told ? lt_byline_names(told, facts->arena) : NULL;
    return author && facts->rank[LT_FACT_AUTHOR] > LT_RANK_TAG && !is_nobody(author, facts->text[LT_FACT_SITE]);
}

const char *lt_byline_of(const struct lt_facts *facts)
{
    const char *told = facts->text[LT_FACT_AUTHOR], *shown = facts->text[LT_FACT_BYLINE];
    const char *author = told ? lt_byline_names(told, facts->arena) : NULL;
    size_t size = told ? strlen(told) : 0; /* a card may name those who wrote with them */
    if (facts->card_names && size > 0 && strncmp(facts->card_names, told, size) == 0 && strncmp(facts->card_names + size, ", ", 2) == 0)
        author = lt_byline_names(facts->card_names, facts->arena);
    const char *line = facts->line && !shown ? lt_byline_names(facts->line, facts->arena) : NULL;
    shown = line && looks_like_names(line) ? line : shown;
    shown = shown && is_default(shown) ? NULL : shown;
    if (!author || !shown)
        return author && !is_default(author) ? author : shown;
    return facts->rank[LT_FACT_AUTHOR] <= LT_RANK_GUESS || is_nobody(author, facts->text[LT_FACT_SITE]) ? shown : author;
}
