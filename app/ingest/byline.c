/*
 * byline.c: names out of the line that says who wrote an article. What leads to them ("Posted on 3 May by") and what
 * follows them (a date, a function, a way to write to them) is cut off.
 */
#include "byline.h"

#include "page_meta.h"
#include "plain.h"

#include <string.h>
#include <strings.h>

enum { NAME_MIN_BYTES = 2, LEADS_MAX = 4 };

/* What stands before a name. The longer stand before their own beginnings. */
static const char *const LEADS[] = {
    "by", "par", "von", "vom", "por", "di", "av", "da", "door", "author", "authors", "autor", "autorin", "autoren", "auteur",
    "written by", "posted by", "published by", "reviewed by", "edited by", "words by", "story by", "text by", "view all posts by",
    "geschrieben von", "eingestellt von", "zeige alle beiträge von", "veröffentlicht von", "ein beitrag von", "verfasst von",
    "text", "publié par", "écrit par", "rédigé par", "publicado por", "escrito por", "scritto da",
};

/* What the name follows when a date stands first: "Posted on 3 May by Ana Roy". */
static const char *const INNER_LEADS[] = {" by ", " von ", " par ", " por "};

/* How a line begins that tells when rather than who. */
static const char *const WHEN[] = {"posted", "published", "updated", "last", "publiziert", "veröffentlicht", "erstellt",
                                   "publié", "publicado", "mis à jour", "stand", "am", "on", "no author"};

/* Where the names end. */
static const char *const ENDS[] = {" | ", " • ", " · ", " — ", " – ", " - ", " / ", " on ", " am ", " @", " (@", "Stand:", " Published",
                                   " Updated", " Posted", " Alles von ", " says:", " sagt:", " Follow ", " hace "};

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
    size_t size = strlen(lead);
    if (strncasecmp(text, lead, size) != 0)
        return text;
    const char *rest = text + size;
    bool whole = *rest == ' ' || *rest == ':' || *rest == '\0', runs_in = size > 2 && text[size - 1] >= 'a' && is_letter_after(rest);
    return whole || runs_in ? rest + strspn(rest, " :") : text;
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

static size_t names_end(const char *text)
{
    size_t end = first_of(text, ENDS, sizeof ENDS / sizeof *ENDS, strlen(text));
    size_t number = strcspn(text, "0123456789");
    if (text[number] != '\0' && number > 0) { /* a date, with what leads to its number */
        size_t word = number;
        while (word > 0 && text[word - 1] != ' ')
            word--;
        bool in_name = word < number && text[number - 1] != '(' && text[number - 1] != ','; /* "c1ph4", "Nolan22" */
        size_t cut = in_name && word == 0 ? end : number;
        end = cut < end ? cut : end;
        end = first_of(text, MONTHS, sizeof MONTHS / sizeof *MONTHS, end);
        end = first_of(text, DAYS, sizeof DAYS / sizeof *DAYS, end);
    }
    while (end > 0 && strchr(" ,;/(|:", text[end - 1]))
        end--;
    return end;
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
    text = text ? without_leads(text) : NULL;
    if (text && tells_when(text)) {
        text = after_date(text);
        text = text ? without_leads(text) : NULL;
    }
    size_t end = text ? names_end(text) : 0;
    return end >= NAME_MIN_BYTES ? lt_arena_strndup(arena, text, end) : NULL;
}

const char *lt_byline_of(const struct lt_facts *facts)
{
    static const char *const nobody[] = {"admin", "administrator", "redaktion", "editor", "webmaster", "no author"};
    const char *told = facts->text[LT_FACT_AUTHOR], *shown = facts->text[LT_FACT_BYLINE];
    const char *author = told ? lt_byline_names(told, facts->arena) : NULL;
    if (!author || !shown)
        return author ? author : shown;
    if (facts->rank[LT_FACT_AUTHOR] <= LT_RANK_GUESS)
        return shown;
    bool site = facts->text[LT_FACT_SITE] && lt_plain_same(author, facts->text[LT_FACT_SITE]);
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++)
        site = site || strcasecmp(author, nobody[i]) == 0;
    return site ? shown : author;
}
