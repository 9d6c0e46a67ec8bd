/*
 * choose.c: what XPath expressions find is dropped, or kept as the article.
 */
#include "choose.h"

#include "dom.h"
#include "tree.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>

enum { FOUND_MAX = 10000 };

/* The elements that the expression finds, in document order, none inside another; on the heap. */
static xmlNode **find(xmlDoc *tree, const char *xpath, size_t *ret_count)
{
    xmlNode **nodes = NULL;
    size_t count = 0, capacity = 0;
    xmlXPathContext *context = xmlXPathNewContext(tree);
    xmlXPathObject *found = context ? xmlXPathEvalExpression((const xmlChar *)xpath, context) : NULL;
    xmlNodeSet *set = found ? found->nodesetval : NULL;
    if (set)
        xmlXPathNodeSetSort(set);
    for (int i = 0; set && i < set->nodeNr && count < FOUND_MAX; i++) {
        xmlNode *node = set->nodeTab[i];
        if (node->type != XML_ELEMENT_NODE || (count && lt_dom_within(node, nodes[count - 1])))
            continue;
        nodes = lt_grow(nodes, &capacity, count + 1, sizeof *nodes);
        nodes[count++] = node;
    }
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    *ret_count = count;
    return nodes;
}

void lt_choose_drop(xmlDoc *tree, const char *xpath)
{
    size_t count = 0;
    xmlNode **nodes = xpath ? find(tree, xpath, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        if (nodes[i] != xmlDocGetRootElement(tree))
            lt_tree_drop(nodes[i]);
    free(nodes);
}

xmlNode *lt_choose_keep(xmlDoc *tree, const char *xpath)
{
    size_t count = 0;
    xmlNode **nodes = xpath ? find(tree, xpath, &count) : NULL;
    xmlNode *all = count ? nodes[0] : NULL;
    if (count > 1) {
        all = lt_tree_element(tree, "div");
        lt_tree_put(nodes[0]->parent, all, nodes[0]);
        for (size_t i = 0; i < count; i++) {
            xmlUnlinkNode(nodes[i]);
            lt_tree_put(all, nodes[i], NULL);
        }
    }
    free(nodes);
    return all;
}
