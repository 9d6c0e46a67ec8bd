/*
 * lines.c: short lines that speak of the page: labels over what has been taken out, pointers to other articles, dates,
 * rights, and what asks the reader to subscribe. Told by how such lines are worded in the languages that we know.
 */
#include "lines.h"

#include "plain.h"

#include <lutrin/feed.h>
#include <lutrin/doc.h>

#include <string.h>
#include <strings.h>

enum { LABEL_MAX_BYTES = 60, DATE_MIN_BYTES = 8, DATE_MAX_BYTES = 80, POINTER_MAX_BYTES = 200, RIGHTS_MAX_BYTES = 200, CREDIT_MAX_BYTES = 100 };

/* The whole of a line, punctuation apart; in small letters. */
static const char *const LABELS[] = {
    "ad", "advert", "advertisement", "advertisements", "sponsored", "anzeige", "werbung", "publicité", "publicidad", "publicidade",
    "pubblicità", "reklama", "advertentie", "mainos", "share", "share this", "share this story", "share this article",
    "share this post", "email this", "e-mail this", "share on facebook", "share on twitter", "share on whatsapp", "share this on whatsapp", "tweet", "email", "print", "teilen", "drucken",
    "weiterempfehlen", "partager", "compartir", "condividi", "read more", "read next", "more", "more stories", "more on this story",
    "more from", "most read", "most popular", "related", "related articles", "related stories", "related posts", "related content",
    "related topics", "recommended", "recommended for you", "you may also like", "you might also like", "see also", "see more",
    "mehr zum thema", "mehr lesen", "weiterlesen", "lesen sie auch", "auch interessant", "verwandte artikel", "verwandte themen",
    "ähnliche artikel", "ähnliche beiträge", "weitere artikel", "weitere artikel zum thema", "weitere beiträge",
    "das könnte sie auch interessieren", "das könnte dich auch interessieren", "das könnte ihnen auch gefallen", "zum thema",
    "verwandte themenbereiche", "mehr zu diesem thema", "passend dazu", "passend zum thema", "produktempfehlung", "neueste artikel", "themen im artikel", "lire aussi", "à lire aussi", "sur le même sujet", "articles liés", "lire la suite",
    "leer más", "lea también", "le puede interesar", "te puede interesar", "notas relacionadas", "noticias relacionadas",
    "artículos relacionados", "leia mais", "leia também", "veja também", "leggi anche", "potrebbe interessarti", "czytaj też",
    "czytaj także", "czytaj więcej", "zobacz też", "zobacz także", "lees ook", "continue reading", "continue reading the main story",
    "back to top", "edit", "bearbeiten", "modifier", "modifier le code", "editar", "listen", "share page", "share the page", "copy link", "print this page", "jump to recipe", "print recipe", "by",
    "関連記事", "あわせて読みたい", "シェア", "シェアする", "ポスト", "ツイート", "ブックマーク", "印刷", "広告", "اقرأ أيضا", "اقرأ أيضاً", "اقرأ المزيد", "شارك", "إعلان", "المصدر", "مواضيع ذات صلة", "مقالات ذات صلة",
    "nach oben", "zurück", "zurück zur übersicht", "zurück zur startseite", "zurück zum newsroom", "retour", "volver", "comments", "leave a comment",
    "tell us what you think", "kommentare", "commentaires", "comentarios", "tags", "text size", "loading", "topics", "about the author",
    "dont miss", "highlights",
};

/* How a line begins that leads elsewhere. */
static const char *const POINTERS[] = {
    "filed under", "read more:", "read also:", "also read:", "read next:", "related:", "see also:", "more:", "don't miss", "watch:", "recommended:",
    "lesen sie auch:", "lesen sie hier:", "lies auch:", "mehr zum thema:", "mehr dazu:", "auch interessant:", "weiterlesen:", "zum weiterlesen:", "siehe auch:",
    "lire aussi", "à lire aussi", "lire :", "voir aussi", "lea también", "lea además", "lee también", "vea también", "ver también", "le puede interesar",
    "te puede interesar", "leia também", "leia mais", "veja também", "leggi anche", "czytaj też", "czytaj także", "czytaj więcej", "zobacz też", "zobacz także", "lees ook",
    "関連記事", "【関連記事】", "あわせて読みたい", "اقرأ أيضا", "اقرأ أيضاً", "اقرأ المزيد",
};

static const char *const CREDITS[] = {
    "photo:", "photos:", "foto:", "fotos:", "bild:", "bilder:", "image:", "imagen:", "imágenes:", "immagine:", "zdjęcie:", "image credit:", "photo credit:", "credit:",
    "crédit photo", "crédits photo", "crédits photos", "bildquelle:", "bildnachweis:", "titelbild:", "beitragsbild:", "photograph:", "fot.",
};

static const char *const WHEN[] = {"published", "updated", "last updated", "posted", "date", "on", "stand", "vom", "am", "publié le",
                                   "mis à jour le", "aktualisiert am", "veröffentlicht am", "erstellt am", "publicado el", "publicado em"};

/* Words of which a line that asks for something holds one. */
static const char *const PITCHES[] = {
    "uses cookies", "use of cookies", "use cookies", "verwendet cookies", "verwenden cookies", "utilise des cookies", "utiliza cookies", "newsletter", "subscribe", "sign up", "follow us", "like us on", "join our", "download our app", "telegram-kanal", "whatsapp-kanal", "auf whatsapp", "chaîne whatsapp", "会員登録", "無料登録", "有料記事",
    "abonnieren", "abonnez", "inscrivez", "suscríbete", "suscribirte", "síguenos", "siga-nos", "inscreva-se", "iscriviti", "zapisz się",
};

static bool begins(const char *text, const char *with)
{
    return strncasecmp(text, with, strlen(with)) == 0;
}

static bool begins_any(const char *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (begins(text, list[i]))
            return true;
    return false;
}

/* Is the folded text the label, which is folded but for its spaces? */
static bool is_folded(const char *folded, const char *label)
{
    for (; *label; label++) {
        if (*label == ' ')
            continue;
        if (*folded++ != *label)
            return false;
    }
    return *folded == '\0';
}

static bool is_label(const char *text)
{
    struct lt_buf folded = {0};
    bool found = false;
    if (strlen(text) <= LABEL_MAX_BYTES)
        lt_plain_fold(lt_bytes_of(text), &folded);
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS && folded.size > 0 && !found; i++)
        found = is_folded(folded.data, LABELS[i]);
    lt_buf_finish(&folded);
    return found;
}

/* A date alone, perhaps after a word that says of what. */
bool lt_line_is_date(const char *text)
{
    for (size_t i = 0; i < sizeof WHEN / sizeof *WHEN; i++)
        if (begins(text, WHEN[i]) && strchr(" :", text[strlen(WHEN[i])]))
            text += strlen(WHEN[i]) + strspn(text + strlen(WHEN[i]), " :");
    return strlen(text) >= DATE_MIN_BYTES && strlen(text) <= DATE_MAX_BYTES && strpbrk(text, "0123456789") && lt_date_parse(text, NULL) != LT_NO_TIME;
}

static bool holds(const char *text, const char *word)
{
    const char both[] = {word[0], (char)(word[0] - ('a' - 'A')), '\0'};
    for (size_t size = strlen(word); (text = strpbrk(text, both)); text++)
        if (strncasecmp(text, word, size) == 0)
            return true;
    return false;
}

static bool claims_rights(const char *text)
{
    return begins(text, "©") || begins(text, "copyright ") || begins(text, "(c) ") || begins(text, "a version of this article ") || begins(text, "listen to this article") || begins(text, "read or share this ") || holds(text, "all rights reserved") || holds(text, "contain affiliate links") ||
           holds(text, "alle rechte vorbehalten") || holds(text, "tous droits réservés");
}

/* "114 views": how often the page was looked at, and what came of it. */
static bool is_count(const char *text)
{
    static const char *const things[] = {"view", "views", "like", "likes", "share", "shares", "comment", "comments", "reads", "retweets", "aufrufe", "kommentare",
                                         "vues", "partages", "commentaires", "visitas", "comentarios", "visualizzazioni", "commenti"};
    size_t digits = strspn(text, "0123456789.,");
    const char *word = text + digits + strspn(text + digits, " ");
    for (size_t i = 0; digits > 0 && i < sizeof things / sizeof *things; i++)
        if (strcasecmp(word, things[i]) == 0)
            return true;
    return false;
}

/* "Follow Ana Roy on Twitter." */
static bool asks_to_follow(const char *text)
{
    return begins(text, "follow ") && (holds(text, " on twitter") || holds(text, " on facebook") || holds(text, " on instagram") || holds(text, " on x."));
}

bool lt_line_is_foreign(const char *text, bool linked)
{
    size_t size = strlen(text);
    if (size == 0 || size > LT_LINE_MAX_BYTES)
        return false;
    return (size <= LABEL_MAX_BYTES && (is_label(text) || is_count(text))) || (linked && size <= CREDIT_MAX_BYTES && asks_to_follow(text)) || (size <= RIGHTS_MAX_BYTES && claims_rights(text)) ||
           (size <= CREDIT_MAX_BYTES && begins_any(text, CREDITS, sizeof CREDITS / sizeof *CREDITS)) ||
           (linked && size <= POINTER_MAX_BYTES && begins_any(text, POINTERS, sizeof POINTERS / sizeof *POINTERS));
}

bool lt_line_is_pitch(const char *text)
{
    for (size_t i = 0; i < sizeof PITCHES / sizeof *PITCHES; i++)
        if (strlen(text) <= LT_LINE_MAX_BYTES && holds(text, PITCHES[i]))
            return true;
    return false;
}
