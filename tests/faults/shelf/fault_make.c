/*
 * fault_make.c: what the fault tests need to begin with, made by the rooms themselves.
 *
 *   fault_make key NAME                                  NAME.key, NAME.pub
 *   fault_make bundle PATH NUMBER ARTICLES [WORDS]       a small bundle; each number differs in one article; words of each (300)
 *   fault_make publish REPO BUNDLE KEY STAMPKEY          a release in the tree
 *   fault_make release REPO BUNDLE KEY STAMPKEY EPOCH VERSION   the same; version 0: the next
 *   fault_make comment FILE KEY OUT COMMENT              OUT: a signature of FILE with this trusted comment, whatever it says
 *   fault_make stamp REPO STAMPKEY SECONDS               the tree's `latest` anew, issued then
 *   fault_make sign BUNDLE KEY VERSION                   BUNDLE.minisig, epoch 1
 *   fault_make root REPO NUMBER NEWKEY SIGNER...         REPO/root/NUMBER, all roles NEWKEY, signed by these keys
 *   fault_make epoch REPO NUMBER EPOCH NEWKEY SIGNER...  the same, which raises the epoch
 */
#include <lutrin/arena.h>
#include <lutrin/bundle_write.h>
#include <lutrin/doc_build.h>
#include <lutrin/file.h>
#include <lutrin/publish.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CHANNEL "town"

static int fail(const struct lt_diag *diag)
{
    fprintf(stderr, "fault_make: %s: %s\n", diag->what, diag->where);
    return 1;
}

static enum lt_err add_article(struct lt_bundle_writer *writer, int id, int number, int words, struct lt_diag *diag)
{
    struct lt_arena arena = {0};
    struct lt_doc_builder *b = lt_doc_build_begin(&arena);
    const struct lt_meta meta = {.title = "Un titre", .published = id, .updated = LT_NO_TIME, .lead = -1};
    const struct lt_doc *doc;
    char slug[16];
    struct lt_buf text = {0};
    uint64_t noise = (uint64_t)id * 77777 + (id == number ? 1 : 0);
    for (int word = 0; word < words; word++)
        lt_buf_printf(&text, "%08" PRIx64 " ", (noise = noise * 6364136223846793005u + 1442695040888963407u) >> 32);
    lt_doc_build_text(b, lt_buf_slice(&text));
    enum lt_err err = lt_doc_build_end(b, &meta, diag, &doc);
    snprintf(slug, sizeof slug, "a%d", id);
    struct lt_bundle_article_row row = {.id = id, .slug = slug, .doc = doc};
    if (err == LT_OK)
        err = lt_bundle_add_article(writer, &row, diag);
    lt_buf_finish(&text);
    lt_arena_finish(&arena);
    return err;
}

static int make_bundle(char **argv, struct lt_diag *diag)
{
    int number = (int)strtol(argv[1], NULL, 10), articles = (int)strtol(argv[2], NULL, 10);
    int words = argv[3] ? (int)strtol(argv[3], NULL, 10) : 300;
    struct lt_bundle_head head = {.title = "T", .lang = "fr", .created = 1000 + number};
    struct lt_bundle_writer *writer;
    enum lt_err err = lt_bundle_create(argv[0], &head, diag, &writer);
    for (int id = 1; err == LT_OK && id <= articles; id++)
        err = add_article(writer, id, number, words, diag);
    if (err == LT_OK)
        err = lt_bundle_finish(writer, diag);
    return err == LT_OK ? 0 : fail(diag);
}

static int publish(char **argv, int64_t epoch, int64_t version, struct lt_diag *diag)
{
    struct lt_secret_key key, stamp;
    struct lt_publish_report report;
    struct lt_publish how = {.repo = argv[0], .channel = CHANNEL, .epoch = epoch, .version = version, .release = &key, .stamp = &stamp, .level = 3,
                             .now = 5000, .stamp_s = 100, .spread_s = 0, .poll_s = 60};
    enum lt_err err = lt_secret_key_read(argv[2], diag, &key);
    if (err == LT_OK)
        err = lt_secret_key_read(argv[3], diag, &stamp);
    if (err == LT_OK)
        err = lt_publish_bundle(&how, argv[1], diag, &report);
    return err == LT_OK ? 0 : fail(diag);
}

static int make_next(char **argv, struct lt_diag *diag)
{
    return publish(argv, 1, 0, diag);
}

static int make_release(char **argv, struct lt_diag *diag)
{
    return publish(argv, strtoll(argv[4], NULL, 10), strtoll(argv[5], NULL, 10), diag);
}

static int make_stamp(char **argv, struct lt_diag *diag)
{
    struct lt_secret_key stamp;
    struct lt_stamp made;
    enum lt_err err = lt_secret_key_read(argv[1], diag, &stamp);
    const struct lt_publish how = {.repo = argv[0], .stamp = &stamp, .now = strtoll(argv[2], NULL, 10), .stamp_s = 100,
                                   .poll_s = 60};
    if (err == LT_OK)
        err = lt_publish_stamp(&how, diag, &made);
    return err == LT_OK ? 0 : fail(diag);
}

static enum lt_err sign_file(const char *file, const char *key_path, const char *comment, struct lt_diag *diag,
                             struct lt_buf *out)
{
    struct lt_secret_key key;
    uint8_t digest[64];
    int64_t size;
    enum lt_err err = lt_secret_key_read(key_path, diag, &key);
    if (err == LT_OK)
        err = lt_file_digest(file, LT_BUNDLE_MAX_BYTES, diag, digest, &size);
    return err == LT_OK ? lt_sign_digest(digest, &key, comment, diag, out) : err;
}

static int make_signature(char **argv, struct lt_diag *diag)
{
    struct lt_buf comment = {0}, text = {0}, path = {0};
    struct stat st;
    if (stat(argv[0], &st) != 0)
        return 1;
    struct lt_release release = {CHANNEL, 1, strtoll(argv[2], NULL, 10), 1000, st.st_size};
    lt_release_format(&release, &comment);
    lt_buf_printf(&path, "%s.minisig", argv[0]);
    enum lt_err err = sign_file(argv[0], argv[1], comment.data, diag, &text);
    if (err == LT_OK)
        err = lt_file_write(path.data, lt_buf_slice(&text), diag);
    lt_buf_finish(&comment);
    lt_buf_finish(&text);
    lt_buf_finish(&path);
    return err == LT_OK ? 0 : fail(diag);
}

static int make_comment(char **argv, struct lt_diag *diag)
{
    struct lt_buf text = {0};
    enum lt_err err = sign_file(argv[0], argv[1], argv[3], diag, &text);
    if (err == LT_OK)
        err = lt_file_write(argv[2], lt_buf_slice(&text), diag);
    lt_buf_finish(&text);
    return err == LT_OK ? 0 : fail(diag);
}

/* argv: REPO NUMBER NEWKEY SIGNER... */
static int add_root(char **argv, int64_t epoch, struct lt_diag *diag)
{
    struct lt_buf path = {0}, text = {0}, signatures = {0}, comment = {0};
    struct lt_public_key key;
    struct lt_root root;
    enum lt_err err = lt_public_key_read(argv[2], diag, &key);
    if (err != LT_OK)
        return fail(diag);
    lt_root_of_key(&key, &root);
    memcpy(root.channel, CHANNEL, sizeof CHANNEL);
    root.number = strtoll(argv[1], NULL, 10);
    root.epoch = epoch;
    lt_root_format(&root, &text);
    lt_root_comment(&root, &comment);
    lt_buf_printf(&path, "%s/root", argv[0]);
    mkdir(path.data, 0755);
    lt_buf_printf(&path, "/%s", argv[1]);
    err = lt_file_write(path.data, lt_buf_slice(&text), diag);
    for (argv += 3; err == LT_OK && *argv; argv++)
        err = sign_file(path.data, *argv, comment.data, diag, &signatures);
    lt_buf_puts(&path, ".sig");
    if (err == LT_OK)
        err = lt_file_write(path.data, lt_buf_slice(&signatures), diag);
    lt_buf_finish(&path);
    lt_buf_finish(&text);
    lt_buf_finish(&signatures);
    lt_buf_finish(&comment);
    return err == LT_OK ? 0 : fail(diag);
}

static int make_root(char **argv, struct lt_diag *diag)
{
    return add_root(argv, 1, diag);
}

static int make_epoch(char **argv, struct lt_diag *diag)
{
    int64_t epoch = strtoll(argv[2], NULL, 10);
    argv[2] = argv[1]; /* REPO and NUMBER close up */
    argv[1] = argv[0];
    return add_root(argv + 1, epoch, diag);
}

static int make_key(char **argv, struct lt_diag *diag)
{
    return lt_key_create(argv[0], diag) == LT_OK ? 0 : fail(diag);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int arguments;
        int (*run)(char **argv, struct lt_diag *diag);
    } COMMANDS[] = {{"key", 1, make_key}, {"bundle", 3, make_bundle}, {"publish", 4, make_next},
                    {"release", 6, make_release}, {"stamp", 3, make_stamp}, {"sign", 3, make_signature},
                    {"comment", 4, make_comment}, {"root", 4, make_root}, {"epoch", 5, make_epoch}};
    struct lt_diag diag = {0};
    for (size_t i = 0; argc > 1 && i < sizeof COMMANDS / sizeof *COMMANDS; i++)
        if (strcmp(argv[1], COMMANDS[i].name) == 0 && argc - 2 >= COMMANDS[i].arguments)
            return COMMANDS[i].run(argv + 2, &diag);
    fprintf(stderr, "fault_make: see the top of fault_make.c\n");
    return 64;
}
