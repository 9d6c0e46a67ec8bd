/*
 * xml.c: mended text to a tree, by libxml2 in recovery mode with nothing that reaches out: no network, no document
 * type, no entities of its own.
 */
#include "xml.h"

#include "charset.h"
#include "mend.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum {
    PARSE_OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_RECOVER |
                    XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT,
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
    bool *too_long = ((xmlParserCtxt *)context)->_private;
    *too_long = *too_long || error->code == XML_ERR_NO_MEMORY;
}

/* A text too long for libxml2 is *ret_long. */
static xmlDoc *parse(struct lt_bytes text, bool *ret_long)
{
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser)
        return NULL;
    parser->sax->resolveEntity = refuse_entity;
    parser->sax->externalSubset = NULL;
    parser->sax->serror = hear_error;
    parser->_private = ret_long;
    xmlDoc *doc = xmlCtxtReadMemory(parser, text.data, (int)text.size, NULL, "UTF-8", PARSE_OPTIONS);
    xmlFreeParserCtxt(parser);
    return doc;
}

enum lt_err lt_xml_parse(struct lt_bytes data, struct lt_diag *diag, xmlDoc **ret_doc)
{
    struct lt_buf text = {0}, mended = {0};
    lt_charset_decode(data, LT_MARKUP_XML, &text);
    enum lt_err err = lt_xml_mend(lt_buf_slice(&text), diag, &mended);
    lt_buf_finish(&text);
    bool too_long = false;
    xmlDoc *doc = err == LT_OK ? parse(lt_buf_slice(&mended), &too_long) : NULL;
    lt_buf_finish(&mended);
    if (too_long) {
        xmlFreeDoc(doc);
        return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "a text of more than %d MB in it", XML_MAX_TEXT_LENGTH / 1000000);
    }
    if (err == LT_OK && (!doc || !xmlDocGetRootElement(doc))) {
        xmlFreeDoc(doc);
        return lt_fail(diag, LT_ERR_DATA, NULL, NULL, "no XML in it");
    }
    if (err == LT_OK)
        *ret_doc = doc;
    return err;
}
