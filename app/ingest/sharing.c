/*
 * sharing.c: lines that offer to share the page are worded in as many ways as there are sites, but of few words: who may be
 * told, by which service, and what.
 */
#include "sharing.h"

#include "plain.h"

#include <stdlib.h>
#include <string.h>

enum { SHARING_MAX_BYTES = 80, SERVICES_ENOUGH = 2 };

enum says {
    SAYS_NOTHING = 1, /* what stands between the others */
    SAYS_SERVICE,
    SAYS_SHARE,
};

struct word {
    const char *word; /* folded */
    enum says says;
};

/* Ordered by word. */
static const struct word WORDS[] = {
    {"a", SAYS_NOTHING}, {"amis", SAYS_NOTHING}, {"an", SAYS_NOTHING}, {"and", SAYS_NOTHING},
    {"article", SAYS_NOTHING}, {"articolo", SAYS_NOTHING}, {"artikel", SAYS_NOTHING}, {"artículo", SAYS_NOTHING},
    {"auf", SAYS_NOTHING}, {"avec", SAYS_NOTHING}, {"beitrag", SAYS_NOTHING}, {"bluesky", SAYS_SERVICE},
    {"by", SAYS_NOTHING}, {"ce", SAYS_NOTHING}, {"cet", SAYS_NOTHING}, {"cette", SAYS_NOTHING},
    {"click", SAYS_NOTHING}, {"com", SAYS_NOTHING}, {"comparte", SAYS_SHARE}, {"compartilhar", SAYS_SHARE},
    {"compartilhe", SAYS_SHARE}, {"compartir", SAYS_SHARE}, {"compártelo", SAYS_SHARE}, {"con", SAYS_NOTHING},
    {"condividi", SAYS_SHARE}, {"deel", SAYS_SHARE}, {"delen", SAYS_SHARE}, {"den", SAYS_NOTHING},
    {"diesen", SAYS_NOTHING}, {"dit", SAYS_NOTHING}, {"drucken", SAYS_SERVICE}, {"email", SAYS_SERVICE},
    {"en", SAYS_NOTHING}, {"es", SAYS_NOTHING}, {"esta", SAYS_NOTHING}, {"este", SAYS_NOTHING}, {"et", SAYS_NOTHING},
    {"facebook", SAYS_SERVICE}, {"flipboard", SAYS_SERVICE}, {"friend", SAYS_NOTHING}, {"friends", SAYS_NOTHING},
    {"google", SAYS_SERVICE}, {"hatena", SAYS_SERVICE}, {"in", SAYS_NOTHING}, {"instagram", SAYS_SERVICE},
    {"it", SAYS_NOTHING}, {"jetzt", SAYS_NOTHING}, {"l", SAYS_NOTHING}, {"la", SAYS_NOTHING}, {"like", SAYS_NOTHING},
    {"link", SAYS_NOTHING}, {"linkedin", SAYS_SERVICE}, {"mail", SAYS_SERVICE}, {"messenger", SAYS_SERVICE},
    {"mit", SAYS_NOTHING}, {"na", SAYS_NOTHING}, {"new", SAYS_NOTHING}, {"news", SAYS_NOTHING}, {"no", SAYS_NOTHING},
    {"noticia", SAYS_NOTHING}, {"notícia", SAYS_NOTHING}, {"now", SAYS_NOTHING}, {"nu", SAYS_NOTHING},
    {"on", SAYS_NOTHING}, {"op", SAYS_NOTHING}, {"opens", SAYS_NOTHING}, {"page", SAYS_NOTHING},
    {"par", SAYS_NOTHING}, {"partager", SAYS_SHARE}, {"partagez", SAYS_SHARE}, {"per", SAYS_NOTHING},
    {"pinterest", SAYS_SERVICE}, {"pocket", SAYS_SERVICE}, {"por", SAYS_NOTHING}, {"post", SAYS_NOTHING},
    {"print", SAYS_SERVICE}, {"quest", SAYS_NOTHING}, {"questo", SAYS_NOTHING}, {"recipe", SAYS_NOTHING},
    {"reddit", SAYS_SERVICE}, {"seite", SAYS_NOTHING}, {"share", SAYS_SHARE}, {"story", SAYS_NOTHING},
    {"su", SAYS_NOTHING}, {"sur", SAYS_NOTHING}, {"teilen", SAYS_SHARE}, {"telegram", SAYS_SERVICE},
    {"the", SAYS_NOTHING}, {"this", SAYS_NOTHING}, {"threads", SAYS_SERVICE}, {"to", SAYS_NOTHING},
    {"tumblr", SAYS_SERVICE}, {"tweet", SAYS_SHARE}, {"tweeter", SAYS_SHARE}, {"twitter", SAYS_SERVICE},
    {"udostępnij", SAYS_SHARE}, {"via", SAYS_NOTHING}, {"vos", SAYS_NOTHING}, {"weiterempfehlen", SAYS_SHARE},
    {"whatsapp", SAYS_SERVICE}, {"window", SAYS_NOTHING}, {"with", SAYS_NOTHING}, {"x", SAYS_NOTHING},
    {"xing", SAYS_SERVICE}, {"your", SAYS_NOTHING}, {"über", SAYS_NOTHING}, {"поделитесь", SAYS_SHARE},
    {"поделиться", SAYS_SHARE},
};

static int compare(const void *word, const void *known)
{
    return strcmp(word, ((const struct word *)known)->word);
}

/* What the word says; SAYS_NOTHING for mere punctuation, 0 for a word of another kind. */
static enum says look_up(struct lt_bytes word, struct lt_buf *folded)
{
    lt_buf_clear(folded);
    lt_plain_fold(word, folded);
    if (folded->size == 0)
        return SAYS_NOTHING;
    const struct word *found = bsearch(folded->data, WORDS, sizeof WORDS / sizeof *WORDS, sizeof *WORDS, compare);
    return found ? found->says : 0;
}

bool lt_line_shares(const char *text)
{
    static const char between[] = " ,.;:!?()|/'+";
    struct lt_buf folded = {0};
    size_t services = 0, verbs = 0;
    bool known = strlen(text) <= SHARING_MAX_BYTES;
    for (text += strspn(text, between); known && *text; text += strspn(text, between)) {
        size_t size = strcspn(text, between);
        enum says says = look_up((struct lt_bytes){text, size}, &folded);
        known = says != 0;
        services += says == SAYS_SERVICE;
        verbs += says == SAYS_SHARE;
        text += size;
    }
    lt_buf_finish(&folded);
    return known && (verbs > 0 || services >= SERVICES_ENOUGH);
}
