/*
 * browse.c: a reader without a screen reads bundles that somebody made to hurt; each in a process of its own, with every
 * step's processor time and the whole's memory measured.
 *
 *   browse [--fonts] [--seconds N] BUNDLE... as they are; a process may take so many seconds of processor time
 *   browse --copies N --seed S BUNDLE...     N copies of each, with bytes, stretches and whole pages of each changed
 *
 * Prints a line a file: NAME ENDED STEP MS MB WHY. ENDED: refused (it does not open), shown, crashed or hung; STEP and MS:
 * the dearest step and its cost; MB: resident memory above what the process had when it began, without the pages of files
 * (faces, ICU's tables, the program), which all processes share and the kernel takes back at will; WHY: the first refusal.
 */
#define _GNU_SOURCE
#include <lutrin/arena.h>
#include <lutrin/bundle.h>
#include <lutrin/file.h>
#include <lutrin/listing.h>
#include <lutrin/log.h>
#include <lutrin/reader.h>
#include <lutrin/screen.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PAGE = 16384,
    ARTICLES = 6,          /* opened of a bundle */
    TURNS = 6,             /* of pages in each */
    SLICES = 400,          /* of work after each input */
    CPU_SECONDS = 20,      /* after which a process hangs */
    WHY_BYTES = 600,
    PANEL_WIDTH = 1280, PANEL_HEIGHT = 800,
    FILE_MAX = 256 << 20,
};

/* What a process tells of its bundle, in memory that it shares with its parent. */
struct told {
    const char *step; /* a literal: the same address in both processes */
    int64_t worst_ns;
    const char *worst;
    int64_t base_kb, peak_kb;
    bool opened, done;
    char why[WHY_BYTES];
};

struct visit {
    struct told *told;
    struct lt_bundle *bundle;
    struct lt_reader *reader;
    struct lt_tongue *tongue;
    struct lt_fonts *fonts;
    struct lt_arena arena;
    int64_t now_ms, started_ns, seconds;
};

static int64_t cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* A number of /proc/self/status, in KiB. */
static int64_t memory_kb(const char *key)
{
    char line[200];
    long long kb = 0;
    FILE *file = fopen("/proc/self/status", "re");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, key, strlen(key)) == 0)
            kb = strtoll(line + strlen(key), NULL, 10);
    if (file)
        fclose(file);
    return kb;
}

static void begin(struct visit *v, const char *step)
{
    v->told->step = step;
    v->started_ns = cpu_ns();
}

static void end(struct visit *v)
{
    int64_t took = cpu_ns() - v->started_ns;
    if (took > v->told->worst_ns) {
        v->told->worst_ns = took;
        v->told->worst = v->told->step;
    }
    int64_t now_kb = memory_kb("RssAnon:");
    v->told->peak_kb = now_kb > v->told->peak_kb ? now_kb : v->told->peak_kb;
}

static bool judge(struct visit *v, enum lt_err err, const struct lt_diag *diag)
{
    end(v);
    if (err != LT_OK && !v->told->why[0])
        snprintf(v->told->why, sizeof v->told->why, "%s: %s", v->told->step, diag->what);
    return err == LT_OK;
}

/* --- What a reader does --- */

static enum lt_err read_picture(void *self, int64_t picture, struct lt_diag *diag, struct lt_buf *out)
{
    return lt_reader_picture(self, picture, diag, out);
}

/* Paints every layer, in pixels or as a listing: a step each. */
static void look(struct visit *v)
{
    begin(v, "view");
    const struct lt_view view = *lt_reader_view(v->reader);
    end(v);
    for (size_t i = 0; i < view.layer_count + view.ahead_count; i++) {
        const struct lt_layer *layer = i < view.layer_count ? &view.layers[i] : &view.ahead[i - view.layer_count];
        const struct lt_picture_source source = {v->reader, read_picture};
        if (!layer->sheet)
            continue;
        begin(v, "paint");
        struct lt_sheet *sheet = v->fonts ? lt_sheet_create(v->fonts, &source, view.theme, layer->width, layer->height) : NULL;
        struct lt_listing *listing = sheet ? NULL : lt_listing_create();
        const struct lt_canvas canvas = sheet ? lt_sheet_canvas(sheet) : lt_listing_canvas(listing);
        lt_reader_paint(v->reader, layer->sheet, &canvas);
        lt_sheet_destroy(sheet);
        lt_listing_destroy(listing);
        end(v);
    }
}

static void settle(struct visit *v)
{
    bool more = true;
    for (int i = 0; more && i < SLICES; i++) {
        begin(v, "work");
        more = lt_reader_work(v->reader);
        end(v);
    }
    look(v);
}

static void give(struct visit *v, const char *step, struct lt_input input)
{
    input.time_ms = v->now_ms += 1000;
    input.wall_s = LT_NO_TIME;
    begin(v, step);
    lt_reader_input(v->reader, &input);
    end(v);
    settle(v);
}

static void press(struct visit *v, const char *step, enum lt_key key)
{
    give(v, step, (struct lt_input){.kind = LT_INPUT_KEY, .key = key});
}

static void read_article(struct visit *v, int64_t article)
{
    struct lt_diag diag = {0};
    begin(v, "open article");
    if (!judge(v, lt_reader_open(v->reader, article, 0, &diag), &diag))
        return;
    settle(v);
    for (int i = 0; i < TURNS; i++)
        press(v, "next page", LT_KEY_NEXT);
    press(v, "larger", LT_KEY_LARGER);
    press(v, "smaller", LT_KEY_SMALLER);
    press(v, "focus", LT_KEY_DOWN);
    press(v, "enter", LT_KEY_ENTER);
    press(v, "back", LT_KEY_BACK);
    press(v, "home", LT_KEY_HOME);
}

static void read_store(struct visit *v, int64_t article)
{
    struct lt_diag diag = {0};
    const struct lt_doc *doc = NULL;
    struct lt_thread thread;
    begin(v, "article");
    judge(v, lt_bundle_article(v->bundle, article, &v->arena, &diag, &doc), &diag);
    begin(v, "comments");
    judge(v, lt_bundle_comments(v->bundle, article, &v->arena, &diag, &thread), &diag);
    lt_arena_finish(&v->arena);
    v->arena = (struct lt_arena){0};
}

static void search(struct visit *v)
{
    static const char *const queries[] = {"bac", "a", "le fleuve", "\"passeur\" OR", "渡し"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct lt_diag diag = {0};
        const struct lt_hit *hits;
        size_t count;
        begin(v, "search");
        judge(v, lt_bundle_search(v->bundle, queries[i], LT_BUNDLE_MAX_HITS, &v->arena, &diag, &hits, &count), &diag);
        lt_arena_finish(&v->arena);
        v->arena = (struct lt_arena){0};
    }
}

/* The ids of the first articles of the front page, and of two that may not be there. */
static size_t find_articles(struct visit *v, int64_t ids[ARTICLES])
{
    struct lt_diag diag = {0};
    const struct lt_card *cards = NULL;
    size_t count = 0;
    begin(v, "cards");
    judge(v, lt_bundle_cards(v->bundle, 0, 0, ARTICLES, &v->arena, &diag, &cards, &count), &diag);
    for (size_t i = 0; i < count; i++)
        ids[i] = cards[i].id;
    for (; count < ARTICLES; count++)
        ids[count] = (int64_t)count + 1;
    lt_arena_finish(&v->arena);
    v->arena = (struct lt_arena){0};
    return count;
}

static void visit(struct visit *v, const char *path)
{
    struct lt_diag diag = {0};
    int64_t ids[ARTICLES];
    begin(v, "open");
    v->told->opened = judge(v, lt_bundle_open(path, &diag, &v->bundle), &diag);
    if (!v->told->opened)
        return;
    const struct lt_ruler mono = lt_ruler_mono();
    const struct lt_reader_config config = {.panel = {.width_px = PANEL_WIDTH, .height_px = PANEL_HEIGHT}, .lang = "fr",
                                            .type_step = LT_TYPE_STEP_DEFAULT, .motion = true, .wall_s = LT_NO_TIME};
    size_t count = find_articles(v, ids);
    begin(v, "begin");
    v->reader = lt_reader_create(&config, v->bundle, v->fonts ? lt_fonts_ruler(v->fonts) : &mono, v->tongue);
    end(v);
    settle(v);
    for (int i = 0; i < TURNS; i++)
        press(v, "next front page", LT_KEY_NEXT);
    for (size_t i = 0; i < count; i++) {
        read_store(v, ids[i]);
        read_article(v, ids[i]);
    }
    search(v);
    begin(v, "end");
    lt_reader_destroy(v->reader);
    lt_bundle_close(v->bundle);
    end(v);
}

/* --- One process a bundle --- */

static void child(struct visit *v, const char *path)
{
    const struct rlimit limit = {(rlim_t)v->seconds, (rlim_t)v->seconds + 1};
    setrlimit(RLIMIT_CPU, &limit);
    FILE *reset = fopen("/proc/self/clear_refs", "we");
    if (reset) { /* the peak begins anew */
        fputs("5", reset);
        fclose(reset);
    }
    v->told->base_kb = v->told->peak_kb = memory_kb("RssAnon:");
    visit(v, path);
    int64_t whole = memory_kb("VmHWM:") - memory_kb("RssFile:");
    v->told->peak_kb = whole > v->told->peak_kb ? whole : v->told->peak_kb;
    v->told->done = true;
    _exit(0);
}

/* Returns whether the process ended by itself. */
static bool browse(const struct visit *with, const char *path, const char *name)
{
    struct visit v = *with;
    int status = 0;
    *v.told = (struct told){.step = "-", .worst = "-"};
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        child(&v, path);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    bool hung = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
    const char *ended = hung ? "hung" : !v.told->done ? "crashed" : v.told->opened ? "shown" : "refused";
    const char *step = v.told->done ? v.told->worst : v.told->step;
    for (char *c = v.told->why; *c; c++)
        *c = *c == '\n' || *c == '\t' ? ' ' : *c;
    printf("%s\t%s\t%s\t%" PRId64 "\t%" PRId64 "\t%s\n", name, ended, step, v.told->worst_ns / 1000000,
           (v.told->peak_kb - v.told->base_kb) / 1024, v.told->why);
    return v.told->done;
}

/* --- Copies --- */

static uint64_t draw(uint64_t *state, uint64_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (*state >> 20) % below;
}

/* One to four changes: a byte, a stretch, a page in another's place, a page of zeros, a number at a page's head. The first
 * page's own header is left alone mostly, as that is judged before all else. */
static void mutate(struct lt_buf *bad, uint64_t *random)
{
    size_t pages = bad->size / PAGE, count = 1 + draw(random, 4);
    static const unsigned char telling[] = {0, 1, 2, 5, 10, 13, 0x7f, 0x80, 0xff};
    for (size_t i = 0; i < count; i++) {
        size_t page = draw(random, pages) * PAGE, at = page + draw(random, PAGE);
        switch (draw(random, 6)) {
        case 0:
            bad->data[at] = (char)draw(random, 256);
            break;
        case 1:
            for (size_t k = at; k < bad->size && k < at + 64; k++)
                bad->data[k] = (char)draw(random, 256);
            break;
        case 2:
            memcpy(bad->data + page, bad->data + draw(random, pages) * PAGE, PAGE);
            break;
        case 3:
            memset(bad->data + at, telling[draw(random, sizeof telling)], page + PAGE - at);
            break;
        case 4: /* kind, free blocks, count of cells, where they begin, right child */
            bad->data[page + (page ? 0 : 100) + draw(random, 12)] = (char)telling[draw(random, sizeof telling)];
            break;
        default: /* a cell's place, or what a cell begins with: length, row, child */
            bad->data[page + 8 + draw(random, 256)] = (char)telling[draw(random, sizeof telling)];
            break;
        }
    }
}

static bool copies(const struct visit *with, const char *path, uint64_t seed, long count)
{
    struct lt_buf whole = {0}, bad = {0}, name = {0};
    struct lt_diag diag = {0};
    char copy[64];
    bool sound = true;
    snprintf(copy, sizeof copy, "/dev/shm/lutrin-browse-%d.lutrin", (int)getpid());
    if (access("/dev/shm", W_OK) != 0)
        snprintf(copy, sizeof copy, "browse-%d.lutrin", (int)getpid());
    enum lt_err err = lt_file_read(path, FILE_MAX, &diag, &whole);
    for (long i = 0; err == LT_OK && i < count; i++) {
        uint64_t random = seed * 1000003 + (uint64_t)i;
        lt_buf_clear(&bad);
        lt_buf_put(&bad, whole.data, whole.size);
        draw(&random, 2);
        mutate(&bad, &random);
        int fd = open(copy, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (fd < 0 || write(fd, bad.data, bad.size) != (ssize_t)bad.size)
            err = lt_fail_errno(&diag, LT_ERR_IO, copy, errno, "cannot write");
        if (fd >= 0)
            close(fd);
        lt_buf_clear(&name);
        lt_buf_printf(&name, "copy-%" PRIu64 "-%ld", seed, i);
        if (err == LT_OK)
            sound = browse(with, copy, name.data) && sound;
    }
    unlink(copy);
    if (err != LT_OK)
        fprintf(stderr, "browse: %s: %s\n", diag.what, diag.where);
    lt_buf_finish(&whole);
    lt_buf_finish(&bad);
    lt_buf_finish(&name);
    return sound && err == LT_OK;
}

int main(int argc, char **argv)
{
    struct visit with = {.seconds = CPU_SECONDS, .told = mmap(NULL, sizeof(struct told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)};
    struct lt_diag diag = {0};
    long count = 0;
    uint64_t seed = 1;
    bool sound = with.told != MAP_FAILED;
    lt_log_init("browse", LT_LOG_ERROR);
    int at = 1;
    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
        if (strcmp(argv[at], "--fonts") == 0)
            sound = sound && lt_fonts_create(&diag, &with.fonts) == LT_OK;
        else if (strcmp(argv[at], "--copies") == 0 && at + 1 < argc)
            count = strtol(argv[++at], NULL, 10);
        else if (strcmp(argv[at], "--seconds") == 0 && at + 1 < argc)
            with.seconds = strtol(argv[++at], NULL, 10);
        else if (strcmp(argv[at], "--seed") == 0 && at + 1 < argc)
            seed = strtoull(argv[++at], NULL, 10);
    }
    if (!sound) {
        fprintf(stderr, "browse: %s\n", diag.what);
        return 77;
    }
    with.tongue = lt_tongue_create();
    for (; at < argc; at++) {
        const char *slash = strrchr(argv[at], '/');
        sound = (count ? copies(&with, argv[at], seed, count) : browse(&with, argv[at], slash ? slash + 1 : argv[at])) && sound;
    }
    lt_tongue_destroy(with.tongue);
    lt_fonts_destroy(with.fonts);
    return sound ? 0 : 1;
}
