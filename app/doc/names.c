/*
 * names.c: the names that roles and spans bear in dumps and in bundles.
 */
#include <lutrin/doc.h>

static const char *const ROLES[LT_ROLE_COUNT] = {
    [LT_ROLE_PARAGRAPH] = "paragraph", [LT_ROLE_HEADING] = "heading",       [LT_ROLE_ITEM] = "item",
    [LT_ROLE_TERM] = "term",           [LT_ROLE_DEFINITION] = "definition", [LT_ROLE_ATTRIBUTION] = "attribution",
    [LT_ROLE_PULLQUOTE] = "pullquote", [LT_ROLE_FIGURE] = "figure",         [LT_ROLE_TABLE] = "table",
    [LT_ROLE_CELL] = "cell",           [LT_ROLE_CODE] = "code",             [LT_ROLE_RULE] = "rule",
    [LT_ROLE_NOTE] = "note",
};

static const char *const SPANS[LT_SPAN_COUNT] = {
    [LT_SPAN_EM] = "em",           [LT_SPAN_STRONG] = "strong",   [LT_SPAN_CODE] = "code",
    [LT_SPAN_SUP] = "sup",         [LT_SPAN_SUB] = "sub",         [LT_SPAN_SMALL_CAPS] = "smallcaps",
    [LT_SPAN_DELETED] = "deleted", [LT_SPAN_MARKED] = "marked",   [LT_SPAN_LINK] = "link",
    [LT_SPAN_NOTE] = "note",       [LT_SPAN_LANG] = "lang",
};

static int index_of(const char *const *names, int count, struct lt_bytes name)
{
    int i = 0;
    while (i < count && !lt_bytes_equal(lt_bytes_of(names[i]), name))
        i++;
    return i;
}

const char *lt_role_name(enum lt_role role)
{
    return role < LT_ROLE_COUNT ? ROLES[role] : "";
}

enum lt_role lt_role_of(struct lt_bytes name)
{
    return (enum lt_role)index_of(ROLES, LT_ROLE_COUNT, name);
}

const char *lt_span_name(enum lt_span_kind kind)
{
    return kind < LT_SPAN_COUNT ? SPANS[kind] : "";
}

enum lt_span_kind lt_span_of(struct lt_bytes name)
{
    return (enum lt_span_kind)index_of(SPANS, LT_SPAN_COUNT, name);
}
