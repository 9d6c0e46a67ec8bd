/*
 * xml.c: mended text to a tree, by libxml2 in recovery mode with nothing that reaches out: no network, no document
 * type, no entities of its own.
 *
 * The parser reads what the mender gives out, piece by piece. Parts are swept out of the tree now and then, when one has
 * just ended; that one stays, emptied, until the next time: libxml2 adds text to the last node if that is a text.
 */
#include "xml.h"

#include "charset.h"
#include "dom.h"
#include "mend.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

enum {
    PARSE_OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_RECOVER |
                    XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT,
    SWEEP_BYTES = 256 << 10, /* of text between two sweeps: each walks over all that is left */
};

struct reading {
    struct lt_mender mender;
    struct lt_buf mended; /* what of it the parser has not taken yet begins at `given` */
    size_t given, swept;  /* `swept`: how far the text was read at the last sweep */
    const struct lt_xml_parts *parts; /* or NULL */
    enum lt_err err;      /* of who takes the parts */
    bool too_long;        /* a text is, for libxml2 */
};

static xmlParserInput *refuse_entity(void *context, const xmlChar *public_id, const xmlChar *system_id)
{
    (void)context;
    (void)public_id;
    (void)system_id;
    return NULL;
}

/* libxml2 prints some errors unless somebody listens; a text node past its limit it tells as want of memory. */
static void hear_error(void *context, xmlErrorPtr error)
{
    struct reading *r = ((xmlParserCtxt *)context)->_private;
    r->too_long = r->too_long || error->code == XML_ERR_NO_MEMORY;
}

/* libxml2 asks for the next bytes; 0 is the end. */
static int give(void *self, char *bytes, int size)
{
    struct reading *r = self;
    while (r->given == r->mended.size) {
        r->given = 0;
        lt_buf_clear(&r->mended);
        if (!lt_mend_more(&r->mender, &r->mended))
            return 0;
    }
    size_t left = r->mended.size - r->given, count = left < (size_t)size ? left : (size_t)size;
    memcpy(bytes, r->mended.data + r->given, count);
    r->given += count;
    return (int)count;
}

/* Is the end of the element still to come? `last` is what ended last, NULL at the end of all. */
static bool is_open(const xmlNode *node, const xmlNode *last)
{
    return last && node != last && !node->next && lt_dom_within(last, node);
}

static void empty(xmlNode *node)
{
    xmlFreeNodeList(node->children);
    node->children = node->last = NULL;
}

/* Takes the part, if it is not taken yet, and what is to go of it. Returns what follows it. */
static xmlNode *sweep_part(struct reading *r, xmlNode *part, const xmlNode *last)
{
    xmlNode *next = part->next;
    if (!part->_private && r->parts->take)
        r->err = r->parts->take(r->parts->self, part);
    part->_private = r; /* it is taken */
    if (r->parts->stays && r->parts->stays(part))
        return next;
    if (part == last) {
        empty(part);
        return next;
    }
    xmlNode *before = part->prev;
    if (before && before->type == XML_TEXT_NODE) {
        xmlUnlinkNode(before);
        xmlFreeNode(before);
    }
    xmlUnlinkNode(part);
    xmlFreeNode(part);
    return next;
}

static void sweep(struct reading *r, const xmlNode *parent, const xmlNode *last, int level)
{
    for (xmlNode *node = parent->children; node && r->err == LT_OK;) {
        bool open = is_open(node, last);
        if (r->parts->is_part(node) && !open) {
            node = sweep_part(r, node, last);
            continue;
        }
        if (lt_dom_is_element(node) && level < r->parts->deepest && !r->parts->is_part(node))
            sweep(r, node, last, level + 1);
        node = node->next;
    }
}

/* The root itself is no part, whatever it is called. */
static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *address)
{
    xmlParserCtxt *parser = context;
    struct reading *r = parser->_private;
    const xmlNode *node = parser->node, *root = xmlDocGetRootElement(parser->myDoc);
    xmlSAX2EndElementNs(context, name, prefix, address);
    if (!node || !root || node == root || r->mender.at - r->swept < SWEEP_BYTES || !r->parts->is_part(node) ||
        r->parts->is_part(root))
        return;
    r->swept = r->mender.at;
    sweep(r, root, node, 0);
    if (r->err != LT_OK)
        xmlStopParser(parser);
}

static xmlDoc *parse(struct reading *r)
{
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser)
        return NULL;
    parser->sax->resolveEntity = refuse_entity;
    parser->sax->externalSubset = NULL;
    parser->sax->serror = hear_error;
    if (r->parts)
        parser->sax->endElementNs = end_element;
    parser->_private = r;
    xmlDoc *doc = xmlCtxtReadIO(parser, give, NULL, r, NULL, "UTF-8", PARSE_OPTIONS);
    xmlFreeParserCtxt(parser);
    return doc;
}

enum lt_err lt_xml_parse_parts(struct lt_bytes text, const struct lt_xml_parts *parts, struct lt_diag *diag,
                               xmlDoc **ret_doc)
{
    struct reading r = {.parts = parts};
    lt_mend_begin(&r.mender, text);
    xmlDoc *doc = parse(&r);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    while (r.err == LT_OK && lt_mend_more(&r.mender, &r.mended)) /* the parser may have given up before the end */
        lt_buf_clear(&r.mended);
    lt_buf_finish(&r.mended);
    enum lt_err err = r.err == LT_OK ? lt_mend_verdict(&r.mender, diag) : r.err;
    if (err == LT_OK && r.too_long)
        err = lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "a text of more than %d MB in it", XML_MAX_TEXT_LENGTH / 1000000);
    if (err == LT_OK && !root)
        err = lt_fail(diag, LT_ERR_DATA, NULL, NULL, "no XML in it");
    if (err == LT_OK && parts && !parts->is_part(root)) {
        sweep(&r, root, NULL, 0);
        err = r.err;
    }
    if (err == LT_OK)
        *ret_doc = doc;
    else
        xmlFreeDoc(doc);
    return err;
}

enum lt_err lt_xml_parse(struct lt_bytes data, struct lt_diag *diag, xmlDoc **ret_doc)
{
    struct lt_buf own = {0};
    enum lt_err err = lt_xml_parse_parts(lt_charset_text(data, LT_MARKUP_XML, &own), NULL, diag, ret_doc);
    lt_buf_finish(&own);
    return err;
}
