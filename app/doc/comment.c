/*
 * comment.c: comments become a thread: who answers whom, in which order, and how many are kept.
 */
#include <lutrin/comment.h>

#include <lutrin/doc.h>
#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

enum { NONE = -1 };

/* A comment that has text, on its way into the thread. */
struct post {
    struct lt_comment comment;
    int32_t parent;           /* index into posts, or NONE */
    int32_t first, next;      /* its first answer, and the next that answers the same */
    int32_t place;            /* in the thread, or NONE */
    size_t order;             /* in the source */
};

struct named {
    const char *id;
    int32_t post;
};

/* Privacy */

static bool is_local(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("._%+-", c));
}

static bool is_host(char c)
{
    return is_local(c) && c != '_' && c != '%' && c != '+';
}

/* The end of the host that begins at `at` when it has a dot and letters after it, else `at`. */
static size_t host_end(struct lt_bytes text, size_t at)
{
    size_t end = at, dot = 0;
    while (end < text.size && is_host(text.data[end]))
        end++;
    while (end > at && (text.data[end - 1] == '.' || text.data[end - 1] == '-'))
        end--;
    for (size_t i = at + 1; i + 2 < end; i++)
        dot = text.data[i] == '.' ? i : dot;
    return dot ? end : at;
}

void lt_mail_hide(struct lt_bytes text, struct lt_buf *out)
{
    size_t done = 0;
    for (size_t at = 0; at < text.size; at++) {
        if (text.data[at] != '@')
            continue;
        size_t begin = at, end = host_end(text, at + 1);
        while (begin > done && is_local(text.data[begin - 1]))
            begin--;
        if (begin == at || end == at + 1)
            continue;
        lt_buf_put(out, text.data + done, begin - done);
        lt_buf_puts(out, "…");
        done = end;
        at = end - 1;
    }
    if (done < text.size)
        lt_buf_put(out, text.data + done, text.size - done);
}

/* Text that a bundle may hold: valid, without controls, without addresses of people. */
static void put_clean(const char *text, struct lt_buf *out)
{
    struct lt_buf valid = {0}, plain = {0};
    lt_utf8_clean(&valid, lt_bytes_of(text));
    for (size_t i = 0; i < valid.size; i++)
        if (valid.data[i] != 0x7F)
            lt_buf_putc(&plain, valid.data[i] == '\t' ? ' ' : valid.data[i]);
    lt_mail_hide(lt_buf_slice(&plain), out);
    lt_buf_finish(&valid);
    lt_buf_finish(&plain);
}

/* A name without addresses and the brackets that held them. */
static const char *clean_author(const char *author, struct lt_arena *arena)
{
    static const char ellipsis[] = "…";
    struct lt_buf hidden = {0}, name = {0};
    put_clean(author, &hidden);
    bool had_address = strchr(author, '@') && hidden.size && strstr(hidden.data, ellipsis);
    for (size_t at = 0; at < hidden.size;) {
        if (had_address && strncmp(hidden.data + at, ellipsis, sizeof ellipsis - 1) == 0)
            at += sizeof ellipsis - 1;
        else if (had_address && strchr("<>()[]", hidden.data[at]))
            at++;
        else
            lt_buf_putc(&name, hidden.data[at++]);
    }
    struct lt_bytes kept = lt_bytes_trim(lt_buf_slice(&name));
    size_t size = kept.size > LT_COMMENT_MAX_AUTHOR_BYTES ? lt_utf8_floor(kept, LT_COMMENT_MAX_AUTHOR_BYTES) : kept.size;
    const char *own = size ? lt_arena_strndup(arena, kept.data, size) : "";
    lt_buf_finish(&hidden);
    lt_buf_finish(&name);
    return own;
}

/* The paragraphs of a text: no blank ones, no spaces at their ends. */
static void put_paragraphs(struct lt_bytes text, struct lt_buf *out)
{
    for (size_t at = 0; at < text.size;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        size_t size = end ? (size_t)(end - text.data) - at : text.size - at;
        struct lt_bytes line = lt_bytes_trim((struct lt_bytes){text.data + at, size});
        if (line.size && out->size)
            lt_buf_putc(out, '\n');
        lt_buf_put(out, line.data, line.size);
        at += size + 1;
    }
}

static const char *clean_text(const char *text, struct lt_arena *arena)
{
    struct lt_buf hidden = {0}, kept = {0};
    put_clean(text, &hidden);
    put_paragraphs(lt_buf_slice(&hidden), &kept);
    size_t size = kept.size;
    if (size > LT_COMMENT_MAX_BYTES) {
        size = lt_utf8_floor(lt_buf_slice(&kept), LT_COMMENT_MAX_BYTES - 4);
        size_t word = size;
        while (word > 0 && kept.data[word - 1] != ' ' && kept.data[word - 1] != '\n')
            word--;
        size = word ? word - 1 : size;
    }
    const char *own = size == kept.size ? lt_arena_strndup(arena, size ? kept.data : "", size)
                                        : lt_arena_printf(arena, "%.*s…", (int)size, kept.data);
    lt_buf_finish(&hidden);
    lt_buf_finish(&kept);
    return own;
}

/* Who answers whom */

static int compare_named(const void *a, const void *b)
{
    const struct named *one = a, *two = b;
    int order = strcmp(one->id, two->id);
    return order ? order : (one->post > two->post) - (one->post < two->post);
}

/* The post of that id among `count` sorted ones, or NONE. */
static int32_t find(const struct named *names, size_t count, const char *id)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(names[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && strcmp(names[low].id, id) == 0 ? names[low].post : NONE;
}

/* Sets the parents; of several posts of one id only the first stays (a later one loses its text). */
static void set_parents(struct post *posts, size_t count)
{
    struct named *names = lt_alloc(count + 1, sizeof *names);
    size_t named = 0;
    for (size_t i = 0; i < count; i++)
        if (posts[i].comment.id && posts[i].comment.id[0])
            names[named++] = (struct named){posts[i].comment.id, (int32_t)i};
    if (named)
        qsort(names, named, sizeof *names, compare_named);
    for (size_t i = 1; i < named; i++)
        if (strcmp(names[i - 1].id, names[i].id) == 0)
            posts[names[i].post].comment.text = "";
    for (size_t i = 0; i < count; i++) {
        const char *answers = posts[i].comment.answers;
        posts[i].parent = answers && answers[0] ? find(names, named, answers) : NONE;
    }
    free(names);
}

/* Cuts rings of answers, and moves up what stands too deep. */
static void set_depths(struct post *posts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int32_t chain[LT_COMMENT_MAX_DEPTH + 1], at = posts[i].parent;
        size_t steps = 0;
        for (; at != NONE && at != (int32_t)i && steps <= count; at = posts[at].parent)
            chain[steps++ % (LT_COMMENT_MAX_DEPTH + 1)] = at;
        if (at != NONE)
            posts[i].parent = NONE;
        else if (steps >= LT_COMMENT_MAX_DEPTH) /* the ancestor that stands on the last level but one */
            posts[i].parent = chain[(steps - (LT_COMMENT_MAX_DEPTH - 1)) % (LT_COMMENT_MAX_DEPTH + 1)];
    }
}

static int compare_posts(const void *a, const void *b)
{
    const struct post *one = *(struct post *const *)a, *two = *(struct post *const *)b;
    if (one->comment.published != two->comment.published) /* LT_NO_TIME is the least */
        return one->comment.published < two->comment.published ? -1 : 1;
    return (one->order > two->order) - (one->order < two->order);
}

/* Links the posts into their lists, oldest first; the article's own list begins at the returned one. */
static int32_t link_posts(struct post *posts, size_t count)
{
    struct post **sorted = lt_alloc(count + 1, sizeof *sorted);
    int32_t first = NONE;
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &posts[i];
        posts[i].first = posts[i].next = posts[i].place = NONE;
    }
    if (count)
        qsort(sorted, count, sizeof *sorted, compare_posts);
    for (size_t i = count; i-- > 0;) {
        int32_t *head = sorted[i]->parent == NONE ? &first : &posts[sorted[i]->parent].first;
        sorted[i]->next = *head;
        *head = (int32_t)(sorted[i] - posts);
    }
    free(sorted);
    return first;
}

/* Puts the posts down in reading order. One without text gives its answers to what it answered. */
static size_t put_down(struct post *posts, int32_t at, struct lt_arena *arena, struct lt_comment *list)
{
    size_t count = 0, bytes = 0;
    while (at != NONE && count < LT_COMMENTS_MAX) {
        struct post *post = &posts[at];
        int32_t parent = post->parent == NONE ? NONE : posts[post->parent].place;
        size_t size = strlen(post->comment.text);
        post->place = parent;
        if (size && bytes + size > LT_COMMENTS_MAX_BYTES)
            break;
        bytes += size;
        if (size) {
            post->place = (int32_t)count;
            list[count] = post->comment;
            list[count].text = lt_arena_strdup(arena, post->comment.text);
            list[count].author = lt_arena_strdup(arena, post->comment.author);
            list[count].id = list[count].answers = NULL;
            list[count++].parent = parent;
        }
        while (post->first == NONE && post->next == NONE && post->parent != NONE) {
            post = &posts[post->parent];
            post->first = NONE; /* its answers are down */
        }
        at = post->first != NONE ? post->first : post->next;
    }
    return count;
}

struct lt_thread lt_thread_make(const struct lt_comment *found, size_t count, struct lt_arena *arena)
{
    struct lt_arena scratch = {0};
    count = count > LT_COMMENTS_MAX_FOUND ? LT_COMMENTS_MAX_FOUND : count;
    struct post *posts = lt_alloc(count + 1, sizeof *posts);
    struct lt_comment *list = lt_arena_array(&scratch, LT_COMMENTS_MAX, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        posts[i] = (struct post){.comment = found[i], .order = i};
        posts[i].comment.author = clean_author(found[i].author ? found[i].author : "", &scratch);
        posts[i].comment.text = clean_text(found[i].text ? found[i].text : "", &scratch);
    }
    set_parents(posts, count);
    set_depths(posts, count);
    size_t kept = put_down(posts, link_posts(posts, count), arena, list);
    struct lt_comment *own = lt_arena_array(arena, kept, sizeof *own);
    if (kept)
        memcpy(own, list, kept * sizeof *own);
    free(posts);
    lt_arena_finish(&scratch);
    return (struct lt_thread){own, kept};
}

int lt_comment_depth(const struct lt_thread *thread, size_t index)
{
    int depth = 0;
    for (int32_t at = thread->list[index].parent; at >= 0; at = thread->list[at].parent)
        depth++;
    return depth;
}

static void put_text(const char *text, struct lt_buf *out)
{
    lt_buf_puts(out, "  ");
    for (; *text; text++) {
        lt_buf_putc(out, *text);
        if (*text == '\n')
            lt_buf_puts(out, "  ");
    }
    lt_buf_putc(out, '\n');
}

void lt_thread_dump(const struct lt_thread *thread, struct lt_buf *out)
{
    for (size_t i = 0; i < thread->count; i++) {
        const struct lt_comment *comment = &thread->list[i];
        lt_buf_printf(out, "\ncomment %zu", i);
        if (comment->parent >= 0)
            lt_buf_printf(out, " answers %d", (int)comment->parent);
        if (comment->author[0])
            lt_buf_printf(out, " by %s", comment->author);
        if (comment->published != LT_NO_TIME)
            lt_buf_printf(out, " at %lld%+d", (long long)comment->published, (int)comment->utc_offset);
        lt_buf_putc(out, '\n');
        put_text(comment->text, out);
    }
}
