/*
 * entry.c: a feed's entry, or a fragment of HTML with its metadata, becomes a document.
 */
#include <lutrin/ingest.h>

#include "blocks.h"
#include "choose.h"
#include "html.h"
#include "junk.h"
#include "language.h"
#include "lazy.h"
#include "picture.h"
#include "plain.h"

#include <lutrin/utf8.h>

#include <string.h>

enum { STANDFIRST_MAX_BYTES = 600 };

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static enum lt_err parse(struct lt_bytes html, struct lt_diag *diag, xmlDoc **ret_page, xmlNode **ret_root)
{
    struct lt_buf text = {0};
    lt_utf8_clean(&text, html);
    enum lt_err err = lt_html_parse_fragment(lt_buf_slice(&text), diag, ret_page, ret_root);
    lt_buf_finish(&text);
    return err;
}

/* Builds the document; a lead picture that is not in the body yet is added under `picture_url`. */
static enum lt_err build(struct lt_bytes html, const struct lt_meta *meta, const char *picture_url,
                         const struct lt_choice *choice, struct lt_arena *arena, struct lt_diag *diag,
                         const struct lt_doc **ret_doc)
{
    xmlDoc *page = NULL;
    xmlNode *root = NULL;
    struct lt_meta own = *meta;
    if (html.size > LT_ENTRY_MAX_BYTES)
        return lt_fail(diag, LT_ERR_LIMIT, own.url, NULL, "an article of more than %d MB", LT_ENTRY_MAX_BYTES >> 20);
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    enum lt_err err = html.size > 0 ? parse(html, diag, &page, &root) : LT_OK;
    if (err != LT_OK) {
        lt_doc_build_discard(builder);
        return err;
    }
    if (root && choice) {
        lt_choose_drop(page, choice->drop);
        xmlNode *kept = lt_choose_keep(page, choice->keep);
        root = kept ? kept : root;
    }
    if (root) {
        const char *base = lt_dom_base(root, own.url && own.url[0] ? own.url : NULL);
        lt_lazy_resolve(root, base, arena);
        lt_junk_prune(root, LT_PRUNE_FEED, NULL);
        lt_blocks_build(root, &own, base, arena, builder);
        picture_url = lt_picture_lead(picture_url, root, base, arena);
    }
    if (picture_url)
        own.lead = lt_doc_build_picture(builder, &(struct lt_picture){.url = picture_url, .alt = ""});
    lt_tree_free(page);
    return lt_doc_build_end(builder, &own, diag, ret_doc);
}

enum lt_err lt_fragment_doc(struct lt_bytes html, const struct lt_meta *meta, struct lt_arena *arena,
                            struct lt_diag *diag, const struct lt_doc **ret_doc)
{
    return build(html, meta, NULL, NULL, arena, diag, ret_doc);
}

/* The plain text of the summary, when it says something else than how the article begins. */
static const char *standfirst(const struct lt_feed *feed, const struct lt_entry *entry, struct lt_arena *arena)
{
    struct lt_buf summary = {0}, content = {0};
    const char *text = "";
    if (!entry->content || !entry->summary)
        return text;
    lt_html_text(lt_entry_own_words(feed, entry, entry->summary), &summary);
    lt_html_text(lt_bytes_of(entry->content), &content);
    bool own = summary.size > 0 && summary.size <= STANDFIRST_MAX_BYTES && content.size > summary.size &&
               !lt_plain_begins(summary.data, or_empty(content.data));
    if (own)
        text = entry->summary_whole ? lt_arena_strdup(arena, summary.data) : lt_teaser_trim(summary.data, arena);
    lt_buf_finish(&summary);
    lt_buf_finish(&content);
    return text;
}

static const char *lead_picture(const struct lt_entry *entry)
{
    for (size_t i = 0; i < entry->enclosure_count; i++)
        if (entry->enclosures[i].type && strncmp(entry->enclosures[i].type, "image/", 6) == 0)
            return entry->enclosures[i].url;
    return NULL;
}

static const char *author_of(const struct lt_feed *feed, const struct lt_entry *entry)
{
    if (entry->author.name || entry->author.email)
        return entry->author.name ? entry->author.name : entry->author.email;
    return or_empty(feed ? feed->author.name : NULL);
}

enum lt_err lt_entry_doc(const struct lt_feed *feed, const struct lt_entry *entry, struct lt_arena *arena,
                         struct lt_diag *diag, const struct lt_doc **ret_doc)
{
    return lt_entry_doc_chosen(feed, entry, NULL, arena, diag, ret_doc);
}

enum lt_err lt_entry_doc_chosen(const struct lt_feed *feed, const struct lt_entry *entry, const struct lt_choice *choice,
                                struct lt_arena *arena, struct lt_diag *diag, const struct lt_doc **ret_doc)
{
    const char *lang = entry->lang ? entry->lang : feed ? feed->lang : NULL;
    const char *body = entry->body ? entry->body : entry->content ? entry->content : or_empty(entry->summary);
    struct lt_meta meta = {
        .title = or_empty(entry->title),
        .standfirst = standfirst(feed, entry, arena),
        .author = author_of(feed, entry),
        .kicker = entry->category_count > 0 ? entry->categories[0] : "",
        .site = or_empty(feed ? feed->title : NULL),
        .url = or_empty(entry->link),
        .published = entry->published,
        .updated = entry->updated,
        .utc_offset = entry->utc_offset,
        .comments_url = or_empty(entry->comments_feed ? entry->comments_feed : entry->comments),
        .comment_count = entry->comment_count,
        .lead = -1,
    };
    meta.lang = lang ? or_empty(lt_language_tag(lang, arena)) : "";
    meta.rtl = meta.lang[0] ? lt_language_rtl(meta.lang) : lt_text_rtl(lt_bytes_of(meta.title));
    if (meta.published == LT_NO_TIME && meta.updated == LT_NO_TIME && feed && feed->entry_count == 1)
        meta.published = feed->published;
    const struct lt_doc *doc;
    enum lt_err err = build(lt_entry_own_words(feed, entry, body), &meta, lead_picture(entry), choice, arena, diag, &doc);
    if (err != LT_OK)
        return err;
    if (doc->block_count == 0 && meta.title[0] == '\0')
        return lt_fail(diag, LT_ERR_DATA, entry->link, NULL, "an entry without title and text");
    *ret_doc = doc;
    return LT_OK;
}
