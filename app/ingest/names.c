/*
 * names.c: the words that tell what an element is for by the names that its site gave it. All lists are one table, so that an
 * element's names are cut into words and looked up once, whatever is asked of them.
 */
#include "names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    SURE = LT_NAME_SURE,
    LOOSE = LT_NAME_LOOSE,
    RELATED = LT_NAME_RELATED,
    SHARE = LT_NAME_SHARE,
    BYLINE = LT_NAME_BYLINE,
    WRITER = LT_NAME_WRITER,
    NOTE = LT_NAME_NOTE,
    OTHERS = LT_NAME_OTHERS,
    PULL = LT_NAME_PULL,
    READ = LT_NAME_READ,
    MORE = LT_NAME_MORE,
    CARD = LT_NAME_CARD,
    MOST = LT_NAME_MOST,
    CONSENT = LT_NAME_CONSENT,
};

struct name {
    const char *word;
    unsigned says;
};

/* Ordered by word. */
static const struct name NAMES[] = {
    {"abonnement", LOOSE}, {"ad", LOOSE}, {"addtoany", SURE | SHARE}, {"ads", LOOSE}, {"adsense", LOOSE},
    {"advert", LOOSE}, {"advertisement", LOOSE}, {"advertising", LOOSE}, {"affiliate", LOOSE}, {"appstores", LOOSE},
    {"auteur", WRITER}, {"auteurs", WRITER}, {"author", BYLINE | WRITER}, {"authors", BYLINE | WRITER},
    {"autor", WRITER}, {"autore", WRITER}, {"autoren", WRITER}, {"autorenzeile", WRITER}, {"autores", WRITER},
    {"autorin", WRITER}, {"axeptio", CONSENT}, {"banner", LOOSE}, {"bio", LOOSE}, {"borlabs", CONSENT},
    {"breadcrumb", SURE}, {"breadcrumbs", SURE}, {"byline", BYLINE | WRITER}, {"card", CARD}, {"catlinks", LOOSE},
    {"cky", CONSENT}, {"cmp", CONSENT}, {"cmplz", CONSENT}, {"comentario", SURE | OTHERS},
    {"comentarios", SURE | OTHERS}, {"comment", SURE | OTHERS}, {"commentaire", SURE | OTHERS},
    {"commentaires", SURE | OTHERS}, {"commentlist", OTHERS}, {"comments", SURE | OTHERS}, {"consent", LOOSE | CONSENT},
    {"cookie", SURE | CONSENT}, {"cookiebanner", CONSENT}, {"cookiebar", CONSENT}, {"cookiebot", CONSENT},
    {"cookieconsent", CONSENT}, {"cookielaw", CONSENT}, {"cookienotice", CONSENT}, {"cookies", SURE | CONSENT},
    {"cookiewall", CONSENT}, {"date", BYLINE}, {"dateline", BYLINE | WRITER}, {"datetime", BYLINE}, {"didomi", CONSENT},
    {"disclaimer", LOOSE}, {"disqus", SURE | OTHERS}, {"donate", LOOSE}, {"donation", LOOSE}, {"endnotes", NOTE},
    {"feedflare", SHARE}, {"flyout", LOOSE}, {"follow", LOOSE}, {"footer", LOOSE}, {"footnote", NOTE},
    {"footnotes", NOTE}, {"gdpr", SURE | CONSENT}, {"iubenda", CONSENT}, {"jetpack", LOOSE | SHARE},
    {"keywords", LOOSE}, {"klaro", CONSENT}, {"kommentar", SURE | OTHERS}, {"kommentare", SURE | OTHERS},
    {"legends", LOOSE}, {"livefyre", SURE | OTHERS}, {"login", LOOSE}, {"masthead", LOOSE}, {"menu", LOOSE},
    {"meta", BYLINE}, {"modal", LOOSE}, {"more", MORE}, {"morefrom", LOOSE}, {"morestories", RELATED}, {"most", MOST},
    {"mostpopular", LOOSE}, {"mostread", LOOSE}, {"mostviewed", LOOSE}, {"nav", LOOSE}, {"navbar", LOOSE},
    {"navigation", LOOSE}, {"newsletter", SURE}, {"nextstory", CARD}, {"notes", NOTE}, {"onetrust", CONSENT},
    {"osano", CONSENT}, {"outbrain", SURE}, {"overlay", LOOSE}, {"pager", LOOSE}, {"pagination", SURE},
    {"partage", LOOSE}, {"partager", LOOSE}, {"paywall", LOOSE}, {"placeholder", LOOSE}, {"popular", LOOSE},
    {"popup", LOOSE}, {"postinfo", LOOSE}, {"postmeta", BYLINE}, {"postmetadata", LOOSE}, {"printfooter", LOOSE},
    {"promo", LOOSE}, {"promos", LOOSE}, {"published", BYLINE}, {"pull", PULL}, {"pullquote", PULL}, {"ratings", LOOSE},
    {"reactions", LOOSE}, {"read", READ}, {"readnext", RELATED | OTHERS}, {"readtime", BYLINE}, {"recirc", RELATED},
    {"recirculation", RELATED | OTHERS}, {"recommendations", RELATED | OTHERS}, {"recommended", RELATED | OTHERS},
    {"references", NOTE}, {"related", RELATED | OTHERS}, {"relatedarticles", RELATED | OTHERS},
    {"relatedcontent", RELATED | OTHERS}, {"relatedlinks", RELATED | OTHERS}, {"relatednews", RELATED | OTHERS},
    {"relatedposts", RELATED | SHARE | OTHERS}, {"relatedstories", RELATED | OTHERS},
    {"relatedtopics", RELATED | OTHERS}, {"replies", LOOSE}, {"respond", SURE | OTHERS}, {"rrssb", SURE},
    {"share", LOOSE | SHARE}, {"sharebar", LOOSE}, {"sharedaddy", SURE | SHARE}, {"sharethis", SURE | SHARE},
    {"sharing", LOOSE | SHARE}, {"sidebar", LOOSE}, {"signup", LOOSE}, {"skip", LOOSE}, {"social", LOOSE},
    {"sponsor", LOOSE}, {"sponsored", LOOSE}, {"subscribe", LOOSE}, {"subscription", LOOSE}, {"taboola", SURE},
    {"taglist", LOOSE}, {"tags", LOOSE}, {"tarteaucitron", CONSENT}, {"teaser", CARD}, {"teasers", LOOSE},
    {"textwidget", LOOSE}, {"timestamp", BYLINE}, {"toolbar", LOOSE}, {"trending", LOOSE}, {"truste", CONSENT},
    {"upsell", LOOSE}, {"usercentrics", CONSENT}, {"viewed", READ}, {"writer", WRITER}, {"yarpp", RELATED | SHARE},
};

static int compare(const void *word, const void *name)
{
    const char *a = word, *b = ((const struct name *)name)->word;
    return *a != *b ? *a - *b : strcmp(a, b);
}

static void look_up(const char *word, size_t size, void *ret_says)
{
    char small[LT_DOM_NAME_MAX + 1];
    for (size_t i = 0; i < size; i++)
        small[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] | 0x20) : word[i];
    small[size] = '\0';
    const struct name *found = bsearch(small, NAMES, sizeof NAMES / sizeof *NAMES, sizeof *NAMES, compare);
    *(unsigned *)ret_says |= found ? found->says : 0;
}

static bool has_number_id(const char *id)
{
    static const char *const prefixes[] = {"comment-", "comment_", "comment"};
    for (size_t i = 0; id && i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t size = strlen(prefixes[i]);
        if (strncasecmp(id, prefixes[i], size) == 0 && id[size] >= '0' && id[size] <= '9')
            return true;
    }
    return false;
}

/* By schema.org's Comment, by microformats' u-comment, or by the class or id that publishing systems give each one. */
static bool says_comment(const xmlNode *node)
{
    static const char *const classes[] = {"comment", "u-comment", "p-comment", NULL};
    const char *type = lt_dom_attr(node, "itemtype");
    return lt_has_word(lt_dom_attr(node, "itemprop"), "comment") ||
           (type && (strstr(type, "schema.org/Comment") || strstr(type, "schema.org/UserComments"))) ||
           lt_has_any_word(lt_dom_attr(node, "class"), classes) || has_number_id(lt_dom_attr(node, "id"));
}

unsigned lt_names_of(const xmlNode *node)
{
    if (!lt_dom_is_element(node) || !node->properties)
        return 0;
    if (!(node->extra & LT_NAME_ASKED)) {
        unsigned says = LT_NAME_ASKED | (says_comment(node) ? LT_NAME_COMMENT : 0);
        lt_dom_names(node, look_up, &says);
        ((xmlNode *)node)->extra = (unsigned short)says;
    }
    return node->extra;
}

void lt_names_forget(xmlNode *node)
{
    node->extra = 0;
}
