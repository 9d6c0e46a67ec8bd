/*
 * plural.c: evaluates the plural expression of a gettext catalogue: a C expression over n, by recursive descent.
 *
 * Bounded: the nesting by LT_PLURAL_MAX_DEPTH, the length by the header that holds it. A failure sticks and the rest of
 * the expression is not looked at. Both sides of ?: && and || are evaluated; only a division by zero could tell.
 */
#include "mo.h"

#include <string.h>

struct cursor {
    const char *at, *end;
    uint64_t n;
    int depth;
    bool failed;
};

/* The operators with two sides, in the order in which they are looked for; a higher `binds` binds closer. */
static const struct operation {
    char token[3];
    int binds;
} operations[] = {
    {"||", 1}, {"&&", 2}, {"==", 3}, {"!=", 3}, {"<=", 4}, {">=", 4}, {"<", 4},
    {">", 4},  {"+", 5},  {"-", 5},  {"*", 6},  {"/", 6},  {"%", 6},
};
enum { OPERATIONS = sizeof operations / sizeof operations[0] };

static uint64_t choice(struct cursor *c);

static uint64_t fail(struct cursor *c)
{
    c->failed = true;
    c->at = c->end;
    return 0;
}

static void skip_blanks(struct cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
        c->at++;
}

static bool stands(struct cursor *c, const char *token)
{
    size_t size = strlen(token);
    skip_blanks(c);
    return (size_t)(c->end - c->at) >= size && memcmp(c->at, token, size) == 0;
}

static bool take(struct cursor *c, const char *token)
{
    if (!stands(c, token))
        return false;
    c->at += strlen(token);
    return true;
}

static uint64_t number(struct cursor *c)
{
    uint64_t value = 0;
    if (c->at == c->end || *c->at < '0' || *c->at > '9')
        return fail(c);
    while (c->at < c->end && *c->at >= '0' && *c->at <= '9') {
        if (value > UINT32_MAX)
            return fail(c);
        value = value * 10 + (uint64_t)(*c->at++ - '0');
    }
    return value;
}

static uint64_t unary(struct cursor *c)
{
    uint64_t value = 0;
    if (c->depth >= LT_PLURAL_MAX_DEPTH)
        return fail(c);
    c->depth++;
    if (take(c, "!")) {
        value = !unary(c);
    } else if (take(c, "(")) {
        value = choice(c);
        if (!take(c, ")"))
            fail(c);
    } else {
        value = take(c, "n") ? c->n : number(c);
    }
    c->depth--;
    return value;
}

static uint64_t apply(struct cursor *c, const char *token, uint64_t a, uint64_t b)
{
    bool with_equal = token[1] == '=';
    switch (token[0]) {
    case '|': return a || b;
    case '&': return a && b;
    case '=': return a == b;
    case '!': return a != b;
    case '<': return with_equal ? a <= b : a < b;
    case '>': return with_equal ? a >= b : a > b;
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return b ? a / b : fail(c);
    default: return b ? a % b : fail(c);
    }
}

static const struct operation *next_operation(struct cursor *c, int least)
{
    for (size_t i = 0; i < OPERATIONS; i++)
        if (stands(c, operations[i].token))
            return operations[i].binds >= least ? &operations[i] : NULL;
    return NULL;
}

static uint64_t binary(struct cursor *c, int least)
{
    uint64_t left = unary(c);
    const struct operation *operation = NULL;
    while (!c->failed && (operation = next_operation(c, least)) != NULL) {
        c->at += strlen(operation->token);
        left = apply(c, operation->token, left, binary(c, operation->binds + 1));
    }
    return left;
}

static uint64_t choice(struct cursor *c)
{
    uint64_t condition = binary(c, 1);
    if (!take(c, "?"))
        return condition;
    if (c->depth >= LT_PLURAL_MAX_DEPTH)
        return fail(c);
    c->depth++;
    uint64_t yes = choice(c);
    uint64_t no = take(c, ":") ? choice(c) : fail(c);
    c->depth--;
    return condition ? yes : no;
}

bool lt_plural_eval(struct lt_bytes expression, uint64_t n, uint64_t *ret_value)
{
    if (expression.size == 0)
        return false;
    struct cursor c = {expression.data, expression.data + expression.size, n, 0, false};
    uint64_t value = choice(&c);
    skip_blanks(&c);
    if (c.failed || c.at != c.end)
        return false;
    *ret_value = value;
    return true;
}

/* What stands between `name` and the next ';' or the line's end. */
static struct lt_bytes field(struct lt_bytes header, const char *name)
{
    struct lt_bytes none = {NULL, 0};
    size_t size = strlen(name);
    for (size_t i = 0; i + size <= header.size; i++) {
        if (memcmp(header.data + i, name, size) != 0)
            continue;
        size_t end = i + size;
        while (end < header.size && header.data[end] != ';' && header.data[end] != '\n')
            end++;
        return (struct lt_bytes){header.data + i + size, end - i - size};
    }
    return none;
}

uint32_t lt_plural_form(struct lt_bytes header, uint64_t n)
{
    uint64_t forms = 0;
    uint64_t form = 0;
    if (!lt_plural_eval(field(header, "nplurals="), 0, &forms) || forms < 1 || forms > LT_PLURAL_MAX_FORMS ||
        !lt_plural_eval(field(header, "plural="), n, &form) || form >= forms)
        return n != 1;
    return (uint32_t)form;
}
