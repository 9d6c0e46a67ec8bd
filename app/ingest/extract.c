/*
 * extract.c: the article of a web page: where it stands (as the markup says, else where the text is densest), what is
 * taken out of it, and what the page tells beside it.
 */
#include <lutrin/ingest.h>

#include "blocks.h"
#include "captions.h"
#include "charset.h"
#include "choose.h"
#include "clean.h"
#include "comments.h"
#include "head_lines.h"
#include "hidden.h"
#include "html.h"
#include "junk.h"
#include "lazy.h"
#include "lead.h"
#include "page_meta.h"
#include "picture.h"
#include "plain.h"
#include "related.h"
#include "score.h"
#include "weigh.h"

#include <lutrin/utf8.h>

#include <string.h>

enum {
    ARTICLE_MIN_BYTES = 200,    /* of running text, for markup to be believed */
    ARTICLE_MIN_PERCENT = 30,   /* of the page's running text, likewise */
    INNER_PERCENT = 70,         /* an inner candidate with so much of the outer's text is the better one */
    PARAGRAPH_MIN_BYTES = 20,
    EXCERPT_MAX_BYTES = 1000,
    EXCERPT_SOURCE_BYTES = 100000, /* a longer paragraph gives none */
    TITLE_MAX_BYTES = 2000,
    KICKER_MAX_BYTES = 200,
    HEADING_MAX_BYTES = 250,    /* of one that holds paragraphs */
    PROSE_MIN_BYTES = 60,
    SAME_WORDS_PERCENT = 75,
    ENOUGH_BYTES = 200,         /* of text: a page that gives less is read again */
    LEAST_BYTES = 100,          /* one that gives less still is read for all its text */
    LISTS_ENOUGH = 2,           /* times that, when it is no running text */
    MUCH_MORE = 3,              /* times the text that another reading must give to be better */
};

/* How much a page is believed. */
enum trust {
    TRUST_NAMES,    /* what its elements are, and what they are named */
    TRUST_ELEMENTS, /* what they are */
    TRUST_NOTHING,  /* all of the body that is no navigation is the article */
};

struct page {
    xmlDoc *tree;
    xmlNode *body, *root;
    struct lt_facts facts;
    struct lt_meta meta;
    struct lt_told told;
    const char *base, *picture;
    bool standfirst_shown;
    struct lt_thread comments;
    const struct lt_choice *choice; /* NULL: none */
    bool unchosen;
    enum trust trust;
    struct lt_arena *arena;
};

static bool is_marked_article(const xmlNode *node)
{
    static const char *const classes[] = {"e-content",       "entry-content", "post-content", "article-content",
                                          "article-body",    "article__body", "articlebody",  "story-body",
                                          "article__content", "post-body",    "gh-content",   "post__content", NULL};
    if (lt_dom_is(node, "article") || lt_dom_is(node, "main") || lt_has_word(lt_dom_attr(node, "role"), "main") ||
        lt_has_word(lt_dom_attr(node, "itemprop"), "articleBody"))
        return true;
    return lt_has_any_word(lt_dom_attr(node, "class"), classes);
}

/* The marked element with most running text; of nested ones the innermost that has nearly all of it, unless another one
 * beside it has some, too: an article in pieces. */
static xmlNode *marked_article(xmlNode *body)
{
    xmlNode *best = NULL, *outer = NULL, *piece = NULL;
    size_t most = 0;
    for (xmlNode *node = body->children; node; node = lt_dom_next(body, node)) {
        if (node->type != XML_ELEMENT_NODE || !is_marked_article(node))
            continue;
        size_t prose = lt_score_prose(node);
        if (!outer || !lt_dom_within(node, outer)) {
            if (prose > most) {
                best = outer = node;
                piece = NULL;
                most = prose;
            }
            continue;
        }
        bool beside = prose >= ARTICLE_MIN_BYTES && (piece ? !lt_dom_within(node, piece) : !lt_dom_within(node, best));
        if (beside)
            best = outer;
        else if (prose * 100 >= most * INNER_PERCENT && lt_dom_within(node, best))
            best = node;
        if (prose >= ARTICLE_MIN_BYTES && best != node)
            piece = node;
    }
    if (best && !lt_dom_is(best, "article") && !lt_dom_is(best, "main")) {
        best = lt_score_widen(best, body);
        most = lt_score_prose(best);
    }
    return most >= ARTICLE_MIN_BYTES && most * 100 >= lt_score_prose(body) * ARTICLE_MIN_PERCENT ? best : NULL;
}

static void find_base(struct page *p, const char *url)
{
    const char *href = lt_dom_attr(lt_dom_find((const xmlNode *)p->tree, "base"), "href");
    const char *own = url ? lt_url_resolve(url, NULL, p->arena) : NULL;
    if (!own && p->facts.text[LT_FACT_URL])
        own = lt_url_resolve(p->facts.text[LT_FACT_URL], href, p->arena);
    p->meta.url = own;
    p->base = href ? lt_url_resolve(href, own, p->arena) : own;
    p->base = lt_dom_base((const xmlNode *)p->tree, p->base ? p->base : own);
}

static xmlNode *find_body(const xmlDoc *tree)
{
    xmlNode *body = lt_dom_find((const xmlNode *)tree, "body");
    return body ? body : xmlDocGetRootElement(tree);
}

static const char *first_paragraph(const xmlNode *root, struct lt_arena *arena)
{
    for (const xmlNode *node = root->children; node; node = lt_dom_next(root, node))
        if (lt_dom_is(node, "p") && lt_dom_text_size(node, NULL) >= PARAGRAPH_MIN_BYTES)
            return lt_dom_text_dup(node, EXCERPT_SOURCE_BYTES, arena);
    return "";
}

/* Does the article say the same, in the same words, at its beginning or later? */
static bool is_repeated(const char *text, const xmlNode *root)
{
    struct lt_buf whole = {0}, said = {0}, folded = {0};
    lt_dom_text(root, &whole);
    lt_plain_fold(lt_bytes_of(text), &said);
    lt_plain_fold(lt_buf_slice(&whole), &folded);
    bool repeated = said.size > 0 && folded.data && strstr(folded.data, said.data);
    lt_buf_finish(&whole);
    lt_buf_finish(&said);
    lt_buf_finish(&folded);
    return repeated;
}

static void use_standfirst(struct page *p, xmlNode *node)
{
    p->meta.standfirst = lt_dom_text_dup(node, 2 * LT_LEAD_MAX_BYTES, p->arena);
    p->standfirst_shown = true;
    lt_tree_drop(node);
}

/* What leads into the article; else the page's own description, unless it only repeats how the article begins. */
static void take_standfirst(struct page *p)
{
    xmlNode *inside = lt_lead_inside(p->root), *before = lt_lead_before(p->body, p->root, p->meta.title, p->arena);
    const char *description = p->facts.text[LT_FACT_DESCRIPTION];
    if (inside)
        use_standfirst(p, inside);
    else if (before && !is_repeated(lt_dom_text_dup(before, 2 * LT_LEAD_MAX_BYTES, p->arena), p->root))
        use_standfirst(p, before);
    else if ((inside = lt_lead_below(p->body, p->root, p->meta.title, p->arena)))
        use_standfirst(p, inside);
    else if (description && !is_repeated(description, p->root) && !lt_plain_same(description, p->meta.title)) {
        p->meta.standfirst = lt_teaser_trim(description, p->arena);
        p->standfirst_shown = p->root != p->body && is_repeated(description, p->body);
    }
}

/* The picture that leads into the article and its caption are the first of its blocks. */
static void take_lead_figure(struct page *p)
{
    xmlNode *figure = lt_lead_figure(p->body, p->root, p->meta.title, p->base, !p->picture, p->arena);
    struct lt_picture picture;
    if (!figure)
        return;
    lt_lazy_resolve(figure, p->base, p->arena);
    const xmlNode *img = lt_picture_first(figure, p->base, p->arena);
    if (!img || lt_picture_read(img, p->base, p->arena, &picture) != LT_PICTURE_FIGURE)
        return;
    lt_tree_drop(figure);
    lt_tree_put(p->root, figure, p->root->children);
    p->picture = picture.url;
}

/* The name of the section above the text is not a paragraph of it. */
static void take_kicker(struct page *p)
{
    xmlNode *node = lt_lead_kicker(p->root);
    if (!node)
        return;
    if (!p->meta.kicker)
        p->meta.kicker = lt_dom_text_dup(node, KICKER_MAX_BYTES, p->arena);
    lt_tree_drop(node);
}

/* Do most words of the heading stand in the title, too? Titles are often reworded for others. */
static bool says_title(const char *heading, const char *title)
{
    struct lt_buf whole = {0}, word = {0};
    size_t words = 0, shared = 0;
    lt_plain_fold(lt_bytes_of(title), &whole);
    for (const char *at = heading; *at && whole.size > 0;) {
        size_t size = strcspn(at, " ");
        lt_buf_clear(&word);
        lt_plain_fold((struct lt_bytes){at, size}, &word);
        words += word.size > 0;
        shared += word.size > 0 && strstr(whole.data, word.data);
        at += size + strspn(at + size, " ");
    }
    lt_buf_finish(&whole);
    lt_buf_finish(&word);
    return words > 0 && shared * 100 >= words * SAME_WORDS_PERCENT;
}

/* Does the heading stand over all the text? */
static bool is_above(const struct page *p, const xmlNode *heading)
{
    for (const xmlNode *node = p->root->children; node && node != heading; node = lt_dom_next(p->root, node))
        if (lt_dom_is(node, "p") && lt_dom_text_size(node, NULL) >= PROSE_MIN_BYTES)
            return false;
    return true;
}

/* Takes the title out of the article, and of a header around it all but its pictures. */
static void take_title(struct page *p)
{
    for (xmlNode *node = p->root->children, *next; node; node = next) {
        next = lt_dom_next(p->root, node);
        if (lt_dom_tag(node)->kind != LT_TAG_HEADING)
            continue;
        const char *text = lt_dom_text_dup(node, TITLE_MAX_BYTES, p->arena);
        bool same = lt_plain_same(text, p->meta.title) || (lt_dom_is(node, "h1") && lt_plain_begins(text, p->meta.title));
        if (!same && !(lt_dom_is(node, "h1") && p->meta.title && says_title(text, p->meta.title) && is_above(p, node)))
            continue;
        next = lt_dom_over(p->root, node);
        lt_tree_drop(node);
        return;
    }
}

static const char *excerpt_of(const struct page *p)
{
    const char *description = p->facts.text[LT_FACT_DESCRIPTION];
    const char *text = description ? description : first_paragraph(p->root, p->arena);
    size_t size = lt_utf8_floor(lt_bytes_of(text), EXCERPT_MAX_BYTES);
    return size == strlen(text) ? text : lt_teaser_trim(lt_arena_strndup(p->arena, text, size), p->arena);
}

/* The direction that is declared nearest around the article is the article's. */
static void take_direction(struct page *p)
{
    for (const xmlNode *node = p->root; node; node = node->parent) {
        const char *dir = lt_dom_attr(node, "dir");
        if (lt_has_word(dir, "rtl") || lt_has_word(dir, "ltr")) {
            p->meta.rtl = lt_has_word(dir, "rtl");
            return;
        }
    }
}

/* Elements that are others by another name. A heading that was never closed holds the article; it is none. One that opens what
 * stands below it holds a button, of which the caption is the heading. */
static void rename_elements(xmlNode *body)
{
    for (xmlNode *node = body->children; node; node = lt_dom_next(body, node)) {
        if (lt_dom_is(node, "amp-img") || lt_dom_is(node, "amp-anim"))
            lt_dom_rename(node, "img");
        if (lt_dom_tag(node)->kind != LT_TAG_HEADING)
            continue;
        if (lt_dom_find(node, "p") && lt_dom_text_size(node, NULL) > HEADING_MAX_BYTES)
            lt_dom_rename(node, "div");
        else if (lt_dom_text_size(node, NULL) == 0 && lt_dom_find(node, "button"))
            lt_dom_rename(lt_dom_find(node, "button"), "span");
    }
}

/* False when the page holds no text of its own. */
static bool find_article(struct page *p)
{
    p->body = find_body(p->tree);
    if (!p->body)
        return false;
    lt_hidden_prune(p->body);
    rename_elements(p->body);
    xmlNode *chosen = p->choice ? lt_choose_keep(p->tree, p->choice->keep) : NULL;
    p->unchosen = p->choice && p->choice->keep && !chosen;
    lt_weigh(p->body, p->arena);
    if (p->trust != TRUST_NAMES)
        lt_junk_forgive(p->body, p->trust == TRUST_NOTHING);
    p->root = chosen && lt_score_has_text(chosen) ? chosen
              : p->trust == TRUST_NOTHING         ? p->body
                                                  : marked_article(p->body);
    if (!p->root)
        p->root = lt_score_article(p->body);
    if (!lt_score_has_text(p->root))
        p->root = p->body;
    bool found = lt_score_has_text(p->root);
    lt_unweigh(p->body);
    return found;
}

static const enum lt_prune PRUNES[] = {
    [TRUST_NAMES] = LT_PRUNE_PAGE,
    [TRUST_ELEMENTS] = LT_PRUNE_FORGIVING,
    [TRUST_NOTHING] = LT_PRUNE_LITTLE,
};

static const char *canonical_of(const struct page *p)
{
    const char *said = p->facts.text[LT_FACT_URL];
    const char *url = said ? lt_url_resolve(said, p->base, p->arena) : NULL, *host = url ? strstr(url, "://") : NULL;
    const char *path = host ? strchr(host + 3, '/') : NULL;
    return path && path[1] && path[1] != '#' ? url : NULL;
}

/* Those that stand in the page, or its linked data where that has more of them. */
static void take_comments(struct page *p)
{
    struct lt_thread shown = lt_comments_of_page(p->body, p->arena);
    if (shown.count >= p->comments.count)
        p->comments = shown;
}

static enum lt_err build(struct page *p, struct lt_diag *diag, struct lt_html_page *ret_page)
{
    struct lt_doc_builder *builder = lt_doc_build_begin(p->arena);
    struct lt_buf html = {0};
    const struct lt_doc *doc;
    take_direction(p);
    lt_related_collect(p->body, p->root, &p->meta, p->arena, builder);
    lt_lazy_resolve(p->root, p->base, p->arena);
    lt_captions_mark(p->root);
    if (p->trust != TRUST_NOTHING) /* else they are the article */
        take_comments(p);
    lt_junk_prune(p->root, PRUNES[p->trust], p->meta.url);
    take_standfirst(p);
    take_title(p);
    take_kicker(p);
    lt_head_lines_prune(p->root, &p->meta);
    take_lead_figure(p);
    const char *excerpt = excerpt_of(p);
    lt_blocks_build(p->root, &p->meta, p->base, p->arena, builder);
    p->picture = lt_picture_lead(p->picture, p->root, p->base, p->arena);
    if (p->picture)
        p->meta.lead = lt_doc_build_picture(builder, &(struct lt_picture){.url = p->picture, .alt = ""});
    enum lt_err err = lt_doc_build_end(builder, &p->meta, diag, &doc);
    if (err != LT_OK)
        return err;
    if (doc->text_size == 0)
        return lt_fail(diag, LT_ERR_DATA, p->meta.url, NULL, "no article text in the page");
    lt_clean_article(p->root, p->base, &html);
    *ret_page = (struct lt_html_page){
        .doc = doc,
        .told = p->told,
        .canonical = canonical_of(p),
        .html = lt_arena_strndup(p->arena, html.data ? html.data : "", html.size),
        .standfirst_shown = p->standfirst_shown,
        .comments = p->comments,
        .unchosen = p->unchosen,
        .excerpt = excerpt,
    };
    lt_buf_finish(&html);
    return LT_OK;
}

/* The page as UTF-8 is as large as the page, and nobody needs it beside the tree. */
static enum lt_err parse(struct lt_bytes data, struct lt_diag *diag, xmlDoc **ret_tree)
{
    struct lt_buf text = {0};
    lt_charset_decode(data, LT_MARKUP_HTML, &text);
    enum lt_err err = lt_html_parse(lt_buf_slice(&text), diag, ret_tree);
    lt_buf_finish(&text);
    return err;
}

/* Reads the page once, trusting it so far. */
static enum lt_err read_page(struct lt_bytes data, const char *url, const struct lt_choice *choice, enum trust trust,
                             struct lt_arena *arena, struct lt_diag *diag, struct lt_html_page *ret_page)
{
    struct page page = {.arena = arena, .facts.arena = arena, .choice = choice, .trust = trust};
    enum lt_err err = parse(data, diag, &page.tree);
    if (err != LT_OK)
        return err;
    lt_choose_drop(page.tree, choice ? choice->drop : NULL);
    lt_facts_read(page.tree, &page.facts);
    find_base(&page, url);
    page.comments = lt_comments_of_linked(page.tree, arena);
    lt_facts_meta(&page.facts, page.tree, page.meta.url, &page.meta, &page.told, &page.picture);
    if (!find_article(&page))
        err = lt_fail(diag, LT_ERR_DATA, page.meta.url, NULL, "no article text in the page");
    else
        err = build(&page, diag, ret_page);
    lt_tree_free(page.tree);
    return err;
}

/* How much of the page's document is running text: paragraphs of some length outside lists, and a standfirst. */
static size_t prose_of(const struct lt_html_page *page)
{
    const struct lt_doc *doc = page->doc;
    size_t size = page->standfirst_shown ? strlen(doc->meta.standfirst) : 0;
    for (uint32_t i = 0; i < doc->block_count; i++) {
        const struct lt_block *block = &doc->blocks[i];
        size_t length = lt_block_text(doc, block).size;
        size += block->role == LT_ROLE_PARAGRAPH && block->list == 0 && length >= PROSE_MIN_BYTES ? length : 0;
    }
    return size;
}

/* Does it hold so little that the page may have been misread? */
static bool is_poor(const struct lt_html_page *page, enum trust next)
{
    size_t least = next == TRUST_NOTHING ? LEAST_BYTES : ENOUGH_BYTES;
    return prose_of(page) < least && page->doc->text_size < LISTS_ENOUGH * least;
}

/* A page that gives next to nothing is read again, each time trusting it less; more text, by much, wins. What its
 * publisher chose is the article, however short. */
static enum lt_err read_again(struct lt_bytes data, const char *url, const struct lt_choice *choice, struct lt_arena *arena,
                              struct lt_diag *diag, struct lt_html_page *ret_page)
{
    enum lt_err best = LT_ERR_DATA;
    for (enum trust trust = TRUST_NAMES; trust <= TRUST_NOTHING; trust++) {
        struct lt_html_page page;
        bool chosen = best == LT_OK && choice && choice->keep && !ret_page->unchosen;
        if (best == LT_OK && (chosen || !is_poor(ret_page, trust)))
            break;
        enum lt_err err = read_page(data, url, choice, trust, arena, diag, &page);
        if (err != LT_OK && err != LT_ERR_DATA)
            return err;
        if (err == LT_OK && (best != LT_OK || prose_of(&page) > prose_of(ret_page) * MUCH_MORE)) {
            *ret_page = page;
            best = LT_OK;
        }
    }
    return best;
}

enum lt_err lt_html_extract(struct lt_bytes data, const char *url, struct lt_arena *arena, struct lt_diag *diag,
                            struct lt_html_page *ret_page)
{
    return lt_html_extract_chosen(data, url, NULL, arena, diag, ret_page);
}

enum lt_err lt_html_extract_chosen(struct lt_bytes data, const char *url, const struct lt_choice *choice,
                                   struct lt_arena *arena, struct lt_diag *diag, struct lt_html_page *ret_page)
{
    if (data.size > LT_PAGE_MAX_BYTES)
        return lt_fail(diag, LT_ERR_LIMIT, url, NULL, "a page of more than %d MB", LT_PAGE_MAX_BYTES >> 20);
    if (data.size == 0)
        return lt_fail(diag, LT_ERR_DATA, url, NULL, "it is empty");
    if (lt_source_sniff(data) != LT_SOURCE_HTML)
        return lt_fail(diag, LT_ERR_DATA, url, NULL, "not HTML");
    return read_again(data, url, choice, arena, diag, ret_page);
}
