/*
 * fault_signed.c: no changed signed text is accepted (class F11).
 *
 *   fault_signed SEED MUTANTS
 *
 * Takes a manifest with its signature, a stamp, a key set with its signatures and a bundle's comment, all good; flips
 * every bit, cuts at every byte, and makes MUTANTS random changes of lines and words. A changed text may pass the gate
 * only where the change is in an untrusted comment, and a mutant that is signed anew (a publisher's mistake) must be
 * refused by the parser or be a text that the writer gives again byte for byte. Prints counts; fails on any wrong accept.
 */
#include "minisign.h"

#include <lutrin/arena.h>
#include <lutrin/signed.h>

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KINDS = 4 };

struct counts {
    long flips, prefixes, mutants, signed_anew, parsed, wrong;
};

struct bench {
    struct lt_secret_key secret[3];
    struct lt_public_key public[3];
    struct lt_keyring ring;
    struct lt_root root; /* number 0: key 0 alone */
    uint64_t random;
    struct counts counts;
};

struct sample {
    const char *name, *type;
    struct lt_buf text, signature; /* a stamp and a bundle's comment have no text of their own */
};

static uint64_t draw(struct bench *bench, uint64_t below)
{
    bench->random ^= bench->random << 13;
    bench->random ^= bench->random >> 7;
    bench->random ^= bench->random << 17;
    return bench->random % below;
}

static void make_keys(struct bench *bench)
{
    for (int i = 0; i < 3; i++) {
        uint8_t seed[32] = {(uint8_t)(i + 1)};
        crypto_sign_seed_keypair(bench->public[i].key, bench->secret[i].key, seed);
        memset(bench->secret[i].id, i + 1, 8);
        memset(bench->public[i].id, i + 1, 8);
    }
    bench->ring = (struct lt_keyring){.keys = {bench->public[0]}, .count = 1};
    lt_root_of_key(&bench->public[0], &bench->root);
}

static void sign(struct bench *bench, int key, struct lt_bytes text, const char *comment, struct lt_buf *out)
{
    uint8_t digest[64];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)text.data, text.size, NULL, 0);
    if (lt_sign_digest(digest, &bench->secret[key], comment, NULL, out) != LT_OK)
        abort();
}

static void make_manifest(struct bench *bench, struct sample *sample)
{
    struct lt_manifest *m = lt_alloc(1, sizeof *m);
    *m = (struct lt_manifest){.release = {"city-library", 1, 412, 1795459000, 58081280}, .format = 1,
                              .reader_minor = 4, .full_bytes = 5 << 20, .segment_bytes = 1 << 20, .segment_count = 5,
                              .patches = {{.base = 411, .bytes = 458357}, {.base = 409, .bytes = 770486}},
                              .patch_count = 2, .bad = {410, 12}, .bad_count = 2};
    memset(m->segments, 0xa5, sizeof m->segments);
    lt_manifest_format(m, &sample->text);
    sign(bench, 0, lt_buf_slice(&sample->text), LT_TYPE_MANIFEST " channel=city-library epoch=1 version=412",
         &sample->signature);
    free(m);
}

static void make_stamp(struct bench *bench, const struct sample *manifest, struct sample *sample)
{
    struct lt_stamp stamp = {"city-library", 1, 2, 412, 1795460000, 1796064800, 3600, 3600};
    struct lt_buf comment = {0};
    lt_stamp_format(&stamp, &comment);
    lt_buf_puts(&sample->text, manifest->text.data);
    sign(bench, 0, lt_buf_slice(&sample->text), comment.data, &sample->signature);
    lt_buf_finish(&comment);
}

static void make_root(struct bench *bench, struct sample *sample)
{
    struct lt_root next = {.channel = "city-library", .number = 1, .epoch = 1, .created = 1795459000,
                           .expires = 1890000000, .threshold = 2,
                           .root = {.keys = {bench->public[1], bench->public[2]}, .count = 2},
                           .release = {.keys = {bench->public[1]}, .count = 1},
                           .stamp = {.keys = {bench->public[2]}, .count = 1}};
    struct lt_buf comment = {0};
    lt_root_format(&next, &sample->text);
    lt_root_comment(&next, &comment);
    for (int key = 0; key < 3; key++)
        sign(bench, key, lt_buf_slice(&sample->text), comment.data, &sample->signature);
    lt_buf_finish(&comment);
}

static void make_alone(struct bench *bench, struct sample *sample)
{
    lt_buf_puts(&sample->text, "stands for the bytes of a bundle");
    sign(bench, 0, lt_buf_slice(&sample->text),
         LT_TYPE_BUNDLE " channel=city-library epoch=2 version=412 created=1795459000 size=32", &sample->signature);
}

static bool parses(const struct sample *sample, struct lt_bytes text, const char *comment, struct lt_buf *again)
{
    struct lt_stamp stamp;
    struct lt_release release;
    struct lt_root root;
    bool good = false;
    if (strcmp(sample->type, LT_TYPE_MANIFEST) == 0) {
        struct lt_manifest *manifest = lt_alloc(1, sizeof *manifest);
        good = lt_manifest_parse(text, "", NULL, manifest) == LT_OK;
        if (good && again)
            lt_manifest_format(manifest, again);
        free(manifest);
    } else if (strcmp(sample->type, LT_TYPE_STAMP) == 0) {
        good = lt_stamp_parse(comment, "", NULL, &stamp) == LT_OK;
        if (good && again)
            lt_stamp_format(&stamp, again);
    } else if (strcmp(sample->type, LT_TYPE_BUNDLE) == 0) {
        good = lt_release_parse(comment, "", NULL, &release) == LT_OK;
        if (good && again)
            lt_release_format(&release, again);
    } else {
        good = lt_root_parse(text, "", NULL, &root) == LT_OK;
        if (good && again)
            lt_root_format(&root, again);
    }
    return good;
}

/* Would a kiosk take it? */
static bool accepts(const struct bench *bench, const struct sample *sample, struct lt_bytes text,
                    struct lt_bytes signature)
{
    struct lt_signature parsed;
    struct lt_root root = bench->root;
    if (strcmp(sample->type, LT_TYPE_ROOT) == 0)
        return lt_root_step(&root, text, signature, "", NULL) == LT_OK;
    return lt_verify_text(&bench->ring, text, signature, sample->type, "", NULL, &parsed) == LT_OK &&
           parses(sample, text, parsed.comment, NULL);
}

/* Is byte `at` of a signature text in an untrusted comment's words? */
static bool is_free(struct lt_bytes signature, size_t at)
{
    size_t line = 0, begin = 0;
    for (size_t i = 0; i < at; i++)
        if (signature.data[i] == '\n') {
            line++;
            begin = i + 1;
        }
    return line % 4 == 0 && at >= begin + strlen("untrusted comment: ") && signature.data[at] != '\n';
}

static void wrong(struct bench *bench, const struct sample *sample, const char *how, size_t where)
{
    fprintf(stderr, "fault_signed: wrong accept: %s: %s at %zu\n", sample->name, how, where);
    bench->counts.wrong++;
}

static void flip_and_cut(struct bench *bench, const struct sample *sample, struct lt_buf *part, bool is_signature)
{
    struct lt_bytes text = lt_buf_slice(&sample->text), signature = lt_buf_slice(&sample->signature);
    for (size_t bit = 0; bit < part->size * 8; bit++) {
        bool free_byte = is_signature && is_free(signature, bit / 8);
        part->data[bit / 8] = (char)(part->data[bit / 8] ^ 1 << bit % 8);
        bench->counts.flips++;
        if (!free_byte && accepts(bench, sample, text, signature))
            wrong(bench, sample, "bit flipped", bit);
        part->data[bit / 8] = (char)(part->data[bit / 8] ^ 1 << bit % 8);
    }
    for (size_t size = 0; size < part->size; size++, bench->counts.prefixes++) {
        struct lt_bytes cut = {part->data, size};
        if (accepts(bench, sample, is_signature ? text : cut, is_signature ? cut : signature))
            wrong(bench, sample, "cut", size);
    }
}

/* One random change: a byte, a line dropped, doubled or swapped, a number made huge, a word taken from elsewhere. */
static void mutate(struct bench *bench, const struct lt_buf *from, struct lt_buf *out)
{
    static const char *const WORDS[] = {"0", "00", "-1", "+1", "18446744073709551616", "9007199254740992", " ", "\n",
                                        "end\n", "x-y\n", "channel=", "epoch=2", "\r", "b2=", "patch 411 1 ", "bad 1\n",
                                        "\t", "99999999999999999999999", "../", "s ", "version 413\n", "\xc3\xa9"};
    size_t at = (size_t)draw(bench, from->size), size = from->size - at;
    lt_buf_clear(out);
    const char *line_end = memchr(from->data + at, '\n', size);
    size_t line = line_end ? (size_t)(line_end - from->data) - at + 1 : size;
    switch (draw(bench, 5)) {
    case 0: /* another byte */
        lt_buf_put(out, from->data, from->size);
        out->data[at] = (char)draw(bench, 256);
        break;
    case 1: /* something left out */
        lt_buf_put(out, from->data, at);
        lt_buf_put(out, from->data + at + line, size - line);
        break;
    case 2: /* something twice */
        lt_buf_put(out, from->data, at + line);
        lt_buf_put(out, from->data + at, size);
        break;
    case 3: /* something put in */
        lt_buf_put(out, from->data, at);
        lt_buf_puts(out, WORDS[draw(bench, sizeof WORDS / sizeof *WORDS)]);
        lt_buf_put(out, from->data + at, size);
        break;
    default: { /* a piece moved */
        size_t to = (size_t)draw(bench, at + 1);
        lt_buf_put(out, from->data, to);
        lt_buf_put(out, from->data + at, line);
        lt_buf_put(out, from->data + to, at - to);
        lt_buf_put(out, from->data + at + line, size - line);
    }
    }
}

/* A mutant under the old signature must be refused; signed anew it must be refused or written back as it is. */
static void try_mutant(struct bench *bench, const struct sample *sample, struct lt_buf *mutant)
{
    bool on_comment = strcmp(sample->type, LT_TYPE_STAMP) == 0 || strcmp(sample->type, LT_TYPE_BUNDLE) == 0;
    struct lt_buf again = {0};
    if (on_comment) {
        struct lt_signature good;
        struct lt_buf comment = {0};
        if (lt_signature_parse(lt_buf_slice(&sample->signature), "", NULL, &good) != LT_OK)
            abort();
        lt_buf_puts(&comment, good.comment);
        mutate(bench, &comment, mutant);
        lt_buf_finish(&comment);
    } else {
        mutate(bench, &sample->text, mutant);
        bool same = lt_bytes_equal(lt_buf_slice(mutant), lt_buf_slice(&sample->text));
        if (!same && accepts(bench, sample, lt_buf_slice(mutant), lt_buf_slice(&sample->signature)))
            wrong(bench, sample, "mutant", (size_t)bench->counts.mutants);
    }
    bench->counts.mutants++;
    bench->counts.signed_anew++;
    if (parses(sample, lt_buf_slice(mutant), mutant->data, &again)) {
        bench->counts.parsed++;
        bool extra = !on_comment && strstr(mutant->data, "\nx-") != NULL; /* lines that are passed over by design */
        bool cut = on_comment && strlen(mutant->data) != mutant->size;    /* a NUL ends a comment; the gate refuses it */
        if (!extra && !cut && !lt_bytes_equal(lt_buf_slice(&again), lt_buf_slice(mutant)))
            wrong(bench, sample, "second reading", (size_t)bench->counts.mutants);
    }
    lt_buf_finish(&again);
}

static void mutate_signature(struct bench *bench, const struct sample *sample, struct lt_buf *mutant)
{
    mutate(bench, &sample->signature, mutant);
    bench->counts.mutants++;
    struct lt_bytes old = lt_buf_slice(&sample->signature), new = lt_buf_slice(mutant);
    bool same = true; /* but for untrusted comments? */
    size_t a = 0, b = 0;
    for (int line = 0; same && a < old.size && b < new.size; line++) {
        size_t x = strcspn(old.data + a, "\n"), y = strcspn(new.data + b, "\n");
        same = line % 4 == 0 ? strncmp(new.data + b, "untrusted comment: ", 19) == 0
                             : x == y && memcmp(old.data + a, new.data + b, x) == 0;
        a += x + 1;
        b += y + 1;
    }
    bool root = strcmp(sample->type, LT_TYPE_ROOT) == 0; /* there the order and what is doubled do not matter */
    if (!same && !root && accepts(bench, sample, lt_buf_slice(&sample->text), new))
        wrong(bench, sample, "mutant signature", (size_t)bench->counts.mutants);
}

int main(int argc, char **argv)
{
    struct bench *bench = lt_alloc(1, sizeof *bench);
    struct sample samples[KINDS] = {{.name = "manifest", .type = LT_TYPE_MANIFEST},
                                    {.name = "latest", .type = LT_TYPE_STAMP},
                                    {.name = "root", .type = LT_TYPE_ROOT},
                                    {.name = "bundle", .type = LT_TYPE_BUNDLE}};
    struct lt_buf mutant = {0};
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    long mutants = argc > 2 ? strtol(argv[2], NULL, 10) : 10000;
    if (sodium_init() < 0)
        return 1;
    bench->random = seed * 0x9e3779b97f4a7c15u + 1;
    make_keys(bench);
    make_manifest(bench, &samples[0]);
    make_stamp(bench, &samples[0], &samples[1]);
    make_root(bench, &samples[2]);
    make_alone(bench, &samples[3]);
    for (int i = 0; i < KINDS; i++) {
        if (!accepts(bench, &samples[i], lt_buf_slice(&samples[i].text), lt_buf_slice(&samples[i].signature))) {
            fprintf(stderr, "fault_signed: the good %s is refused\n", samples[i].name);
            return 1;
        }
        flip_and_cut(bench, &samples[i], &samples[i].text, false);
        flip_and_cut(bench, &samples[i], &samples[i].signature, true);
    }
    for (long i = 0; i < mutants; i++) {
        const struct sample *sample = &samples[i % KINDS];
        if (i / KINDS % 4 == 3)
            mutate_signature(bench, sample, &mutant);
        else
            try_mutant(bench, sample, &mutant);
    }
    const struct counts *c = &bench->counts;
    printf("F11 signed texts: seed %" PRIu64 ": %ld bits flipped, %ld prefixes, %ld mutants (%ld signed anew, %ld of "
           "them sound): %ld wrong accepts\n", seed, c->flips, c->prefixes, c->mutants, c->signed_anew, c->parsed,
           c->wrong);
    int failed = c->wrong != 0;
    for (int i = 0; i < KINDS; i++) {
        lt_buf_finish(&samples[i].text);
        lt_buf_finish(&samples[i].signature);
    }
    lt_buf_finish(&mutant);
    free(bench);
    return failed;
}
