/*
 * allow.c: the allow-lists of cleaned markup. What is in no list here never comes out: no script, no style, no event
 * attribute, no frame, no plug-in. Elements of forms come through as mere markup, for nothing tells where to send them.
 */
#include "allow.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Ordered by name. */
static const struct lt_allowed_element ELEMENTS[] = {
    {"a", false},          {"abbr", false},     {"acronym", false},    {"address", false},      {"area", true},
    {"article", false},    {"aside", false},    {"audio", false},      {"b", false},            {"bdi", false},
    {"bdo", false},        {"big", false},      {"blockquote", false}, {"br", true},            {"button", false},
    {"canvas", false},     {"caption", false},  {"center", false},     {"cite", false},         {"code", false},
    {"col", true},         {"colgroup", false}, {"command", true},     {"datagrid", false},     {"datalist", false},
    {"dd", false},         {"del", false},      {"details", false},    {"dfn", false},          {"dialog", false},
    {"dir", false},        {"div", false},      {"dl", false},         {"dt", false},           {"em", false},
    {"event-source", false}, {"fieldset", false}, {"figcaption", false}, {"figure", false},     {"font", false},
    {"footer", false},     {"form", false},     {"h1", false},         {"h2", false},           {"h3", false},
    {"h4", false},         {"h5", false},       {"h6", false},         {"header", false},       {"hgroup", false},
    {"hr", true},          {"i", false},        {"img", true},         {"input", true},         {"ins", false},
    {"kbd", false},        {"keygen", true},    {"label", false},      {"legend", false},       {"li", false},
    {"m", false},          {"main", false},     {"map", false},        {"mark", false},         {"menu", false},
    {"meter", false},      {"multicol", false}, {"nav", false},        {"nextid", false},       {"noscript", false},
    {"ol", false},         {"optgroup", false}, {"option", false},     {"output", false},       {"p", false},
    {"pre", false},        {"progress", false}, {"q", false},          {"rp", false},           {"rt", false},
    {"ruby", false},       {"s", false},        {"samp", false},       {"section", false},      {"select", false},
    {"small", false},      {"sound", false},    {"source", true},      {"spacer", false},       {"span", false},
    {"strike", false},     {"strong", false},   {"sub", false},        {"summary", false},      {"sup", false},
    {"table", false},      {"tbody", false},    {"td", false},         {"textarea", false},     {"tfoot", false},
    {"th", false},         {"thead", false},    {"time", false},       {"tr", false},           {"tt", false},
    {"u", false},          {"ul", false},       {"var", false},        {"video", false},
};

static const char *const NOTHING_OF[] = {"applet", "head", "script", "style", "svg", "template", "title", "xml"};

/* Ordered by name. */
static const struct {
    const char *name;
    enum lt_allowed_value value;
} ATTRIBUTES[] = {
    {"abbr", LT_VALUE_TEXT},          {"accept", LT_VALUE_TEXT},         {"accept-charset", LT_VALUE_TEXT},
    {"accesskey", LT_VALUE_TEXT},     {"action", LT_VALUE_BARE},         {"align", LT_VALUE_TEXT},
    {"alt", LT_VALUE_TEXT},           {"autocomplete", LT_VALUE_TEXT},   {"autofocus", LT_VALUE_BARE},
    {"axis", LT_VALUE_TEXT},           {"background", LT_VALUE_BARE},
    {"balance", LT_VALUE_TEXT},       {"bgcolor", LT_VALUE_TEXT},        {"bgproperties", LT_VALUE_TEXT},
    {"border", LT_VALUE_TEXT},        {"bordercolor", LT_VALUE_TEXT},    {"bordercolordark", LT_VALUE_TEXT},
    {"bordercolorlight", LT_VALUE_TEXT}, {"bottompadding", LT_VALUE_TEXT}, {"cellpadding", LT_VALUE_TEXT},
    {"cellspacing", LT_VALUE_TEXT},   {"ch", LT_VALUE_TEXT},             {"challenge", LT_VALUE_TEXT},
    {"char", LT_VALUE_TEXT},          {"charoff", LT_VALUE_TEXT},        {"charset", LT_VALUE_TEXT},
    {"checked", LT_VALUE_TEXT},       {"choff", LT_VALUE_TEXT},          {"cite", LT_VALUE_ADDRESS},
    {"class", LT_VALUE_TEXT},         {"clear", LT_VALUE_TEXT},          {"color", LT_VALUE_TEXT},
    {"cols", LT_VALUE_TEXT},          {"colspan", LT_VALUE_TEXT},        {"compact", LT_VALUE_TEXT},
    {"contenteditable", LT_VALUE_BARE}, {"controls", LT_VALUE_TEXT},     {"coords", LT_VALUE_TEXT},
    {"data", LT_VALUE_BARE},          {"datafld", LT_VALUE_TEXT},        {"datapagesize", LT_VALUE_TEXT},
    {"datasrc", LT_VALUE_BARE},       {"datetime", LT_VALUE_TEXT},       {"default", LT_VALUE_TEXT},
    {"delay", LT_VALUE_TEXT},         {"dir", LT_VALUE_TEXT},            {"disabled", LT_VALUE_TEXT},
    {"draggable", LT_VALUE_TEXT},     {"dynsrc", LT_VALUE_BARE},         {"enctype", LT_VALUE_TEXT},
    {"end", LT_VALUE_TEXT},           {"face", LT_VALUE_TEXT},           {"for", LT_VALUE_TEXT},
    {"form", LT_VALUE_TEXT},          {"frame", LT_VALUE_TEXT},          {"galleryimg", LT_VALUE_TEXT},
    {"gutter", LT_VALUE_TEXT},        {"headers", LT_VALUE_TEXT},        {"height", LT_VALUE_TEXT},
    {"hidden", LT_VALUE_TEXT},        {"hidefocus", LT_VALUE_TEXT},      {"high", LT_VALUE_TEXT},
    {"href", LT_VALUE_ADDRESS},       {"hreflang", LT_VALUE_TEXT},       {"hspace", LT_VALUE_TEXT},
    {"icon", LT_VALUE_BARE},          {"id", LT_VALUE_TEXT},             {"inputmode", LT_VALUE_TEXT},
    {"ismap", LT_VALUE_TEXT},         {"keytype", LT_VALUE_TEXT},        {"label", LT_VALUE_TEXT},
    {"lang", LT_VALUE_TEXT},          {"leftspacing", LT_VALUE_TEXT},    {"list", LT_VALUE_TEXT},
    {"longdesc", LT_VALUE_ADDRESS},   {"loop", LT_VALUE_TEXT},           {"loopcount", LT_VALUE_TEXT},
    {"loopend", LT_VALUE_TEXT},       {"loopstart", LT_VALUE_TEXT},      {"low", LT_VALUE_TEXT},
    {"lowsrc", LT_VALUE_BARE},        {"max", LT_VALUE_TEXT},            {"maxlength", LT_VALUE_TEXT},
    {"media", LT_VALUE_TEXT},         {"method", LT_VALUE_TEXT},         {"min", LT_VALUE_TEXT},
    {"multiple", LT_VALUE_TEXT},      {"name", LT_VALUE_TEXT},           {"nohref", LT_VALUE_TEXT},
    {"noshade", LT_VALUE_TEXT},       {"nowrap", LT_VALUE_TEXT},         {"open", LT_VALUE_TEXT},
    {"optimum", LT_VALUE_TEXT},       {"pattern", LT_VALUE_TEXT},        {"ping", LT_VALUE_BARE},
    {"point-size", LT_VALUE_TEXT},    {"poster", LT_VALUE_ADDRESS},      {"pqg", LT_VALUE_TEXT},
    {"preload", LT_VALUE_TEXT},       {"prompt", LT_VALUE_TEXT},         {"radiogroup", LT_VALUE_TEXT},
    {"readonly", LT_VALUE_TEXT},      {"rel", LT_VALUE_TEXT},            {"repeat-max", LT_VALUE_TEXT},
    {"repeat-min", LT_VALUE_TEXT},    {"replace", LT_VALUE_TEXT},        {"required", LT_VALUE_TEXT},
    {"rev", LT_VALUE_TEXT},           {"reversed", LT_VALUE_TEXT},       {"rightspacing", LT_VALUE_TEXT},
    {"role", LT_VALUE_TEXT},          {"rows", LT_VALUE_TEXT},           {"rowspan", LT_VALUE_TEXT},
    {"rules", LT_VALUE_TEXT},         {"scope", LT_VALUE_TEXT},          {"selected", LT_VALUE_TEXT},
    {"shape", LT_VALUE_TEXT},         {"size", LT_VALUE_TEXT},           {"span", LT_VALUE_TEXT},
    {"src", LT_VALUE_ADDRESS},        {"start", LT_VALUE_TEXT},          {"step", LT_VALUE_TEXT},
    {"summary", LT_VALUE_TEXT},       {"suppress", LT_VALUE_TEXT},       {"tabindex", LT_VALUE_TEXT},
    {"target", LT_VALUE_BARE},        {"template", LT_VALUE_BARE},       {"title", LT_VALUE_TEXT},
    {"toppadding", LT_VALUE_TEXT},    {"type", LT_VALUE_TEXT},           {"unselectable", LT_VALUE_TEXT},
    {"urn", LT_VALUE_TEXT},           {"usemap", LT_VALUE_TEXT},         {"valign", LT_VALUE_TEXT},
    {"value", LT_VALUE_TEXT},         {"variable", LT_VALUE_TEXT},       {"volume", LT_VALUE_TEXT},
    {"vrml", LT_VALUE_BARE},          {"vspace", LT_VALUE_TEXT},         {"width", LT_VALUE_TEXT},
    {"wrap", LT_VALUE_TEXT},          {"xml:lang", LT_VALUE_TEXT},
};

static int compare_element(const void *name, const void *element)
{
    return strcasecmp(name, ((const struct lt_allowed_element *)element)->name);
}

const struct lt_allowed_element *lt_allow_element(const char *name)
{
    return bsearch(name, ELEMENTS, COUNT(ELEMENTS), sizeof *ELEMENTS, compare_element);
}

bool lt_allow_nothing_of(const char *name)
{
    for (size_t i = 0; i < COUNT(NOTHING_OF); i++)
        if (strcasecmp(name, NOTHING_OF[i]) == 0)
            return true;
    return false;
}

enum lt_allowed_value lt_allow_attribute(const char *name)
{
    for (size_t low = 0, high = COUNT(ATTRIBUTES); low < high;) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, ATTRIBUTES[middle].name);
        if (order == 0)
            return ATTRIBUTES[middle].value;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return LT_VALUE_NONE;
}
