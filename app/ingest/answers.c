/*
 * answers.c: entries of a feed that answer others of it (Atom's threading, RFC 4685): those are comments, and belong to the
 * article at the root of their chain.
 */
#include "answers.h"

#include "comments.h"

#include <stdlib.h>
#include <string.h>

struct named {
    const char *id;
    size_t index;
};

static int compare_named(const void *a, const void *b)
{
    const struct named *one = a, *two = b;
    int order = strcmp(one->id, two->id);
    return order ? order : (one->index > two->index) - (one->index < two->index);
}

static int compare_ids(const void *key, const void *item)
{
    return strcmp(key, ((const struct named *)item)->id);
}

void lt_answers_note(struct lt_answers *a, const char *id, const char *answers)
{
    a->noted = lt_grow(a->noted, &a->capacity, a->count + 1, sizeof *a->noted);
    a->noted[a->count++] = (struct lt_noted){lt_arena_strdup(&a->arena, id), lt_arena_strdup(&a->arena, answers)};
    a->any = a->any || answers;
}

/* 1 + the index of the entry that each one answers, 0 for none or itself. */
static void find_answered(struct lt_answers *a)
{
    struct named *names = lt_alloc(a->count, sizeof *names);
    size_t named = 0;
    for (size_t i = 0; i < a->count; i++)
        if (a->noted[i].id)
            names[named++] = (struct named){a->noted[i].id, i};
    qsort(names, named, sizeof *names, compare_named);
    for (size_t i = 0; i < a->count; i++) {
        const char *asked = a->noted[i].answers;
        const struct named *found = asked ? bsearch(asked, names, named, sizeof *names, compare_ids) : NULL;
        a->roots[i] = found && found->index != i ? found->index + 1 : 0;
    }
    free(names);
}

/* The article at the root of a chain of answers; an entry of a ring is an article of its own. Each chain that was
 * followed is shortened, so that all of them together cost no more than their number. */
static size_t root_of(size_t *answered, size_t count, size_t index)
{
    size_t root = index, steps = 0;
    while (answered[root] && steps++ <= count)
        root = answered[root] - 1;
    if (answered[root]) {
        answered[index] = 0;
        return index;
    }
    for (size_t at = index; answered[at];) {
        size_t next = answered[at] - 1;
        answered[at] = root + 1;
        at = next;
    }
    return root;
}

bool lt_answers_settle(struct lt_answers *a)
{
    size_t answers = 0;
    if (a->any) {
        a->roots = lt_alloc(a->count, sizeof *a->roots);
        find_answered(a);
        for (size_t i = 0; i < a->count; i++)
            root_of(a->roots, a->count, i);
        for (size_t i = 0; i < a->count; i++)
            answers += a->roots[i] != 0;
    }
    free(a->noted);
    a->noted = NULL;
    lt_arena_clear(&a->arena);
    a->heard = answers ? lt_alloc(answers, sizeof *a->heard) : NULL;
    return answers > 0;
}

size_t lt_answers_root(const struct lt_answers *a, size_t index)
{
    return a->roots && index < a->count ? a->roots[index] : 0;
}

static int compare_heard(const void *a, const void *b)
{
    const struct lt_heard *one = a, *two = b;
    if (one->root != two->root)
        return one->root < two->root ? -1 : 1;
    return (one->index > two->index) - (one->index < two->index);
}

void lt_answers_hear(struct lt_answers *a, size_t index, const struct lt_entry *entry)
{
    struct lt_comment comment = lt_comment_of(entry, &a->arena);
    comment.author = lt_arena_strdup(&a->arena, comment.author);
    comment.id = lt_arena_strdup(&a->arena, comment.id);
    comment.answers = lt_arena_strdup(&a->arena, comment.answers);
    a->heard[a->heard_count++] = (struct lt_heard){lt_answers_root(a, index), index, comment};
}

void lt_answers_sort(struct lt_answers *a)
{
    if (a->heard_count > 0)
        qsort(a->heard, a->heard_count, sizeof *a->heard, compare_heard);
}

static int compare_root(const void *key, const void *item)
{
    size_t root = *(const size_t *)key, other = ((const struct lt_heard *)item)->root;
    return (root > other) - (root < other);
}

struct lt_thread lt_answers_thread(const struct lt_answers *a, size_t index, struct lt_arena *arena)
{
    size_t root = index + 1;
    const struct lt_heard *any =
        a->heard_count ? bsearch(&root, a->heard, a->heard_count, sizeof *a->heard, compare_root) : NULL;
    if (!any)
        return (struct lt_thread){0};
    size_t from = (size_t)(any - a->heard), to = from + 1;
    while (from > 0 && a->heard[from - 1].root == root)
        from--;
    while (to < a->heard_count && a->heard[to].root == root)
        to++;
    struct lt_comment *found = lt_alloc(to - from, sizeof *found);
    for (size_t i = from; i < to; i++)
        found[i - from] = a->heard[i].comment;
    struct lt_thread thread = lt_thread_make(found, to - from, arena);
    free(found);
    return thread;
}

void lt_answers_finish(struct lt_answers *a)
{
    free(a->noted);
    free(a->roots);
    free(a->heard);
    lt_arena_finish(&a->arena);
}
