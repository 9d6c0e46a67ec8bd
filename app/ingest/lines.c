/*
 * lines.c: short lines that speak of the page: labels over what has been taken out, pointers to other articles, dates,
 * rights, and what asks the reader to subscribe. Told by how such lines are worded in the languages that we know.
 */
#include "lines.h"

#include "plain.h"
#include "sharing.h"

#include <lutrin/feed.h>
#include <lutrin/doc.h>

#include <string.h>
#include <strings.h>

enum { LABEL_MAX_BYTES = 60, DATE_MIN_BYTES = 8, DATE_MAX_BYTES = 80, POINTER_MAX_BYTES = 200, RIGHTS_MAX_BYTES = 200, CREDIT_MAX_BYTES = 100,
       SHORT_PITCH_BYTES = 50 /* of what asks for something without a link: a button's caption */ };

/* The whole of a line, punctuation apart; in small letters. */
static const char *const LABELS[] = {
    "ad", "advert", "advertisement", "advertisements", "sponsored", "anzeige", "werbung", "publicité", "publicidad", "publicidade",
    "pubblicità", "reklama", "advertentie", "mainos", 
    "email this", "e-mail this", "email", "print", "drucken",
    "read more", "read next", "more", "more stories", "more on this story",
    "more from", "most read", "most popular", "related", "related articles", "related stories", "related posts", "related content",
    "related topics", "recommended", "recommended for you", "you may also like", "you might also like", "see also", "see more",
    "mehr zum thema", "mehr lesen", "weiterlesen", "lesen sie auch", "auch interessant", "verwandte artikel", "verwandte themen",
    "ähnliche artikel", "ähnliche beiträge", "weitere artikel", "weitere artikel zum thema", "weitere beiträge",
    "das könnte sie auch interessieren", "das könnte dich auch interessieren", "das könnte ihnen auch gefallen", "zum thema",
    "verwandte themenbereiche", "mehr zu diesem thema", "passend dazu", "passend zum thema", "produktempfehlung", "neueste artikel", "themen im artikel", "lire aussi", "à lire aussi", "sur le même sujet", "articles liés", "lire la suite",
    "leer más", "lea también", "le puede interesar", "te puede interesar", "notas relacionadas", "noticias relacionadas",
    "artículos relacionados", "leia mais", "leia também", "veja também", "leggi anche", "potrebbe interessarti", "czytaj też",
    "czytaj także", "czytaj więcej", "zobacz też", "zobacz także", "lees ook", "continue reading", "continue reading the main story",
    "back to top", "edit", "bearbeiten", "modifier", "modifier le code", "editar", "listen", "copy link", "print this page", "jump to recipe", "print recipe", "by",
    "関連記事", "あわせて読みたい", "シェア", "シェアする", "ポスト", "ツイート", "ブックマーク", "印刷", "広告", "اقرأ أيضا", "اقرأ أيضاً", "اقرأ المزيد", "شارك", "إعلان", "المصدر", "مواضيع ذات صلة", "مقالات ذات صلة",
    "nach oben", "zurück", "zurück zur übersicht", "zurück zur startseite", "zurück zum newsroom", "retour", "volver", "comments", "leave a comment",
    "tell us what you think", "kommentare", "commentaires", "comentarios", "tags", "text size", "loading", "topics", "about the author",
    "dont miss", "highlights", "advertising", "advertisement continue reading the main story", "article continues below advertisement",
    "article continues below", "story continues below advertisement", "story continues below", "scroll to continue", "scroll to continue with content",
    "la suite après la publicité", "continúa leyendo", "sigue leyendo", "continua a leggere", "comments are closed", "no comments", "no comments yet",
    "post a comment", "add a comment", "leave a reply", "view comments", "kommentare geschlossen", "kommentar schreiben", "schreibe einen kommentar",
    "keine kommentare", "laisser un commentaire", "poster un commentaire", "aucun commentaire", "deja un comentario", "deja una respuesta",
    "deixe um comentário", "lascia un commento", "dodaj komentarz", "geef een reactie", "комментарии", "добавить комментарий", "читайте также", "реклама",
    "noch keine bewertungen", "no ratings yet", "empfehlungen aus der redaktion", "empfehlungen der redaktion", "empfohlener redaktioneller inhalt",
    "schon gelesen", "weitere themen", "sur le même thème", "à lire ensuite", "dans la même rubrique", "te recomendamos", "temas relacionados",
};

/* What there is to press or to tap on a page; as the heading of a chapter they mean something else. */
static const char *const TOOLS[] = {
    "learn more", "find out more", "mehr erfahren", "mehr dazu", "en savoir plus", "plus dinfos", "saber más", "más información", "saiba mais",
    "scopri di più", "per saperne di più", "dowiedz się więcej", "lees meer", "подробнее", "caption", "hide caption", "show caption", "toggle caption",
    "close", "schließen", "fermer", "cerrar", "chiudi", "fechar", "zamknij", "sluiten", "закрыть", "enlarge", "enlarge image", "enlarge this image",
    "click to enlarge", "view image", "view this image", "view gallery", "view slideshow", "view larger", "open image in new window",
    "bild anzeigen", "bild schließen", "bild vergrößern", "bild öffnen", "vergrößern", "zum vergrößern klicken", "agrandir", "agrandir limage",
    "ampliar", "ampliar imagen", "ampliar foto", "ingrandisci", "next slide", "previous slide", "next image", "previous image", "play video", "watch video",
    "video abspielen", "lire la vidéo", "ver video", "scroll back to top", "jump to navigation", "jump to search", "jump to content", "skip to content",
    "skip to main content", "skip ad", "skip advertisement", "video überspringen", "anzeige überspringen", "zum inhalt springen", "aller au contenu", "ir al contenido", "rezept drucken", "beitrag drucken", "artikel drucken",
    "print this article", "imprimer", "imprimir", "stampa", "view this post on instagram", "sieh dir diesen beitrag auf instagram an", "voir cette publication sur instagram",
    "ver esta publicación en instagram", "visualizza questo post su instagram", "kommentare lesen und schreiben hier klicken",
};

/* How a line of links begins that names the subjects under which the page is kept. */
static const char *const SHELVES[] = {
    "tags:", "tags ", "tag:", "tagged:", "tagged ", "tagged as", "tagged with", "filed under", "filed to", "filed in", "posted in", "published in", "categories:", "category:",
    "labels:", "topics:", "related topics:", "more on:", "schlagwort:", "schlagworte:", "schlagwörter:", "kategorie:", "kategorien:", "themen:", "étiquettes", "étiqueté", "mots-clés",
    "mots clés", "catégorie :", "catégories :", "catégorie:", "catégories:", "publié dans", "classé dans", "etiquetas:", "categoría:", "categorías:", "archivado en", "publicado en", "temas:", "categoria:", "categorie:", "pubblicato in", "archiviato in",
    "kategoria:", "kategorie:", "tagi:", "trefwoorden:", "categorieën:", "теги:", "метки:", "рубрика:", "タグ:", "タグ：", "カテゴリ", "標籤:", "标签:", "标签：", "الوسوم:",
};

/* How a line begins that leads elsewhere. */
static const char *const POINTERS[] = {
    "filed under", "read more:", "read also:", "also read:", "read next:", "related:", "see also:", "more:", "don't miss", "watch:", "recommended:",
    "lesen sie auch:", "lesen sie hier:", "lies auch:", "mehr zum thema:", "mehr dazu:", "auch interessant:", "weiterlesen:", "zum weiterlesen:", "siehe auch:",
    "lire aussi", "à lire aussi", "lire :", "voir aussi", "lea también", "lea además", "lee también", "vea también", "ver también", "le puede interesar",
    "te puede interesar", "leia também", "leia mais", "veja também", "leggi anche", "czytaj też", "czytaj także", "czytaj więcej", "zobacz też", "zobacz także", "lees ook",
    "関連記事", "【関連記事】", "あわせて読みたい", "اقرأ أيضا", "اقرأ أيضاً", "اقرأ المزيد",
};

/* How a line begins that stands over a list of other articles. */
static const char *const OVER_OTHERS[] = {
    "more ", "more:", "learn more", "next:", "related ", "related:", "read more", "read also", "also read", "read next", "see also", "you may ", "you might ", "recommended", "popular ", "trending", "most read", "don't miss",
    "don’t miss", "latest ", "mehr ", "weitere ", "lesen sie ", "lies auch", "das könnte ", "dies könnte ", "auch interessant", "ähnliche ", "verwandte ", "neueste ", "passend ", "lire aussi", "à lire ", "sur le même ",
    "articles ", "voir aussi", "autres ", "plus d'", "plus d’", "lea ", "lee ", "vea ", "ver también", "más ", "te puede ", "le puede ", "te recomendamos", "noticias ", "notas ", "artículos ", "leia ", "veja ", "mais ",
    "leggi ", "potrebbe ", "altri ", "czytaj ", "zobacz ", "przeczytaj ", "lees ", "meer ", "gerelateerd", "читайте ", "ещё ", "похожие ", "関連", "あわせて読みたい",
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
    return lt_plain_opens(text, with);
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

static bool is_listed(const char *text, const char *const *list, size_t count)
{
    struct lt_buf folded = {0};
    bool found = false;
    if (strlen(text) <= LABEL_MAX_BYTES)
        lt_plain_fold(lt_bytes_of(text), &folded);
    for (size_t i = 0; i < count && folded.size > 0 && !found; i++)
        found = is_folded(folded.data, list[i]);
    lt_buf_finish(&folded);
    return found;
}

static bool is_label(const char *text)
{
    return is_listed(text, LABELS, sizeof LABELS / sizeof *LABELS);
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

static bool is_any_of(const char *word, size_t size, const char *const *list)
{
    for (; *list; list++)
        if (strlen(*list) == size && strncasecmp(word, *list, size) == 0)
            return true;
    return false;
}

/* "114 views": how often the page was looked at, and what came of it; "3 thoughts on “The heron”". */
static bool is_count(const char *text)
{
    static const char *const things[] = {"view", "views", "like", "likes", "share", "shares", "reads", "retweets", "tweets", "kudo", "kudos", "claps", "aufrufe", "vues", "partages",
                                         "visitas", "visualizzazioni", "wyświetleń", NULL};
    static const char *const answers[] = {"comment", "comments", "response", "responses", "thought", "thoughts", "reply", "replies", "kommentar", "kommentare", "antworten", "gedanken",
                                          "commentaire", "commentaires", "réponses", "réflexions", "comentario", "comentarios", "respuestas", "comentários", "commenti", "reacties", "komentarzy", NULL};
    static const char *const quotes[] = {"“", "„", "«", "\"", "‘", "”"};
    size_t digits = strspn(text, "0123456789.,");
    const char *word = text + digits + strspn(text + digits, " ");
    size_t size = strcspn(word, " ");
    const char *rest = word + size, *title = rest[0] ? strchr(rest + 1, ' ') : NULL;
    bool answer = is_any_of(word, size, answers);
    if (digits == 0)
        return false;
    return (!rest[0] && (answer || is_any_of(word, size, things))) || (answer && title && begins_any(title + 1, quotes, sizeof quotes / sizeof *quotes));
}

/* "Image 1 of 5". */
static bool is_position(const char *text)
{
    static const char *const things[] = {"image", "photo", "picture", "slide", "bild", "foto", "folie", "diapositive", "imagen", "immagine", "imagem", "zdjęcie", NULL};
    static const char *const between[] = {"of", "von", "sur", "de", "di", "van", "z", "/", NULL};
    static const char digits[] = "0123456789";
    size_t thing = strcspn(text, " "), first, second;
    if (text[thing] != ' ' || !is_any_of(text, thing, things))
        return false;
    text += thing + 1;
    first = strspn(text, digits);
    text += first + strspn(text + first, " ");
    size_t mark = text[0] == '/' ? 1 : strcspn(text, " ");
    bool divided = first > 0 && is_any_of(text, mark, between);
    text += mark + strspn(text + mark, " ");
    second = strspn(text, digits);
    return divided && second > 0 && !text[second];
}

/* "Follow Ana Roy on Twitter." */
static bool asks_to_follow(const char *text)
{
    return begins(text, "follow ") && (holds(text, " on twitter") || holds(text, " on facebook") || holds(text, " on instagram") || holds(text, " on x."));
}

bool lt_line_is_credit(const char *text)
{
    return strlen(text) <= CREDIT_MAX_BYTES && (begins(text, "©") || begins_any(text, CREDITS, sizeof CREDITS / sizeof *CREDITS));
}

bool lt_line_is_foreign(const char *text, bool linked)
{
    size_t size = strlen(text);
    if (size == 0 || size > LT_LINE_MAX_BYTES)
        return false;
    return (size <= LABEL_MAX_BYTES && (is_label(text) || is_position(text) || lt_line_shares(text))) || is_count(text) || (linked && size <= CREDIT_MAX_BYTES && asks_to_follow(text)) || (size <= RIGHTS_MAX_BYTES && claims_rights(text)) ||
           lt_line_is_credit(text) ||
           (linked && size <= POINTER_MAX_BYTES && begins_any(text, POINTERS, sizeof POINTERS / sizeof *POINTERS));
}

bool lt_line_is_over_others(const char *text)
{
    return strlen(text) <= LABEL_MAX_BYTES && begins_any(text, OVER_OTHERS, sizeof OVER_OTHERS / sizeof *OVER_OTHERS);
}

bool lt_line_is_pitch(const char *text)
{
    for (size_t i = 0; i < sizeof PITCHES / sizeof *PITCHES; i++)
        if (strlen(text) <= LT_LINE_MAX_BYTES && holds(text, PITCHES[i]))
            return true;
    return false;
}

bool lt_line_is_tool(const char *text)
{
    return is_listed(text, TOOLS, sizeof TOOLS / sizeof *TOOLS);
}

bool lt_line_goes(const char *text, size_t size, size_t linked)
{
    bool shelved = linked * 2 >= size && begins_any(text, SHELVES, sizeof SHELVES / sizeof *SHELVES);
    return lt_line_is_foreign(text, linked > 0) || (linked > 0 && shelved) || ((linked > 0 || size <= SHORT_PITCH_BYTES) && lt_line_is_pitch(text));
}
