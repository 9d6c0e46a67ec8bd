/*
 * pack_inspect.c: `lutrin-pack inspect`: what a bundle holds, as text or as one JSON object.
 */
#include "cli.h"
#include "cli_article.h"
#include "pack.h"

#include <lutrin/bundle.h>
#include <lutrin/log.h>

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

enum { CARDS_AT_ONCE = 500, TIME_SIZE = 32 };

static const struct lt_cli_help HELP = {
    "lutrin-pack inspect [--json] [--article ID] BUNDLE",
    "Says what a bundle holds.",
    "      --article ID    one article as text: its id, its slug, or #N for the N-th of the front page\n"
    "      --json          one JSON object\n"
    "  -h, --help          this text\n"
    "      --version       the version\n"};

/* ISO 8601 in the place's own time; "" when unknown. */
static void put_time(int64_t time, int32_t utc_offset, char out[TIME_SIZE])
{
    struct tm tm;
    time_t local = time == LT_NO_TIME ? 0 : (time_t)(time + utc_offset);
    out[0] = '\0';
    if (time == LT_NO_TIME || !gmtime_r(&local, &tm))
        return;
    size_t size = strftime(out, TIME_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);
    int minutes = (utc_offset < 0 ? -utc_offset : utc_offset) / 60;
    snprintf(out + size, TIME_SIZE - size, "%c%02d:%02d", utc_offset < 0 ? '-' : '+', minutes / 60 % 100, minutes % 60);
}

static void print_card(const struct lt_card *card, uint32_t ordinal)
{
    char published[TIME_SIZE];
    put_time(card->published, card->utc_offset, published);
    printf("%6u  id %-6lld %-25s %-12s %5u words  %s\n", (unsigned)ordinal, (long long)card->id,
           published[0] ? published : "-", card->section_name[0] ? card->section_name : "-", (unsigned)card->words,
           card->title);
}

static void set_text(json_t *object, const char *key, const char *value)
{
    if (value[0])
        json_object_set_new(object, key, json_string(value));
}

static json_t *card_object(const struct lt_card *card)
{
    char published[TIME_SIZE];
    json_t *object = json_object();
    put_time(card->published, card->utc_offset, published);
    json_object_set_new(object, "id", json_integer(card->id));
    set_text(object, "title", card->title);
    set_text(object, "standfirst", card->standfirst);
    set_text(object, "author", card->author);
    set_text(object, "section", card->section_name);
    set_text(object, "lang", card->lang);
    set_text(object, "url", card->url);
    set_text(object, "published", published);
    json_object_set_new(object, "words", json_integer(card->words));
    if (card->picture)
        json_object_set_new(object, "picture", json_integer(card->picture));
    return object;
}

static json_t *info_object(const struct lt_bundle_info *info)
{
    char created[TIME_SIZE];
    json_t *object = json_object(), *sections = json_array();
    put_time(info->created, info->utc_offset, created);
    set_text(object, "title", info->title);
    set_text(object, "lang", info->lang);
    set_text(object, "url", info->url);
    set_text(object, "credit", info->credit);
    set_text(object, "created", created);
    set_text(object, "newsletter", info->newsletter);
    if (info->logo.kind != LT_LOGO_NONE)
        json_object_set_new(object, "logo", json_pack("{s:I,s:i,s:i}", "picture", (json_int_t)info->logo.picture, "width",
                                                      (int)info->logo.width, "height", (int)info->logo.height));
    for (size_t i = 0; i < info->section_count; i++)
        json_array_append_new(sections, json_pack("{s:I,s:s,s:I}", "id", (json_int_t)info->sections[i].id, "name",
                                                  info->sections[i].name, "articles",
                                                  (json_int_t)info->sections[i].articles));
    json_object_set_new(object, "sections", sections);
    return object;
}

static void print_info(const struct lt_bundle_info *info)
{
    char created[TIME_SIZE];
    put_time(info->created, info->utc_offset, created);
    printf("title: %s\nlang: %s\nurl: %s\ncredit: %s\ncreated: %s\narticles: %u\n", info->title, info->lang, info->url,
           info->credit, created, (unsigned)info->articles);
    if (info->logo.kind != LT_LOGO_NONE)
        printf("logo: picture %lld (%dx%d)\n", (long long)info->logo.picture, (int)info->logo.width, (int)info->logo.height);
    for (const char *line = info->newsletter; *line; line += strcspn(line, "\n"), line += *line == '\n')
        printf("newsletter: %.*s\n", (int)strcspn(line, "\n"), line);
    for (size_t i = 0; i < info->section_count; i++)
        printf("section %lld: %s (%u)\n", (long long)info->sections[i].id, info->sections[i].name,
               (unsigned)info->sections[i].articles);
}

/* Prints the cards, or puts them into `articles` when that is given. */
static enum lt_err list(struct lt_bundle *bundle, json_t *articles, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    size_t count = 1;
    for (uint32_t at = 0; err == LT_OK && count > 0; at += (uint32_t)count) {
        struct lt_arena arena = {0};
        const struct lt_card *cards;
        err = lt_bundle_cards(bundle, 0, at, CARDS_AT_ONCE, &arena, diag, &cards, &count);
        for (size_t i = 0; err == LT_OK && i < count; i++)
            if (articles)
                json_array_append_new(articles, card_object(&cards[i]));
            else
                print_card(&cards[i], at + (uint32_t)i + 1);
        lt_arena_finish(&arena);
    }
    return err;
}

static int inspect(struct lt_bundle *bundle, bool json)
{
    struct lt_diag diag = {0};
    json_t *object = json ? info_object(lt_bundle_info(bundle)) : NULL;
    json_t *articles = json ? json_array() : NULL;
    if (!json)
        print_info(lt_bundle_info(bundle));
    enum lt_err err = list(bundle, articles, &diag);
    json_object_set_new(object, "articles", articles);
    if (err == LT_OK)
        return json ? lt_cli_print_json(object, JSON_INDENT(1)) : EX_OK;
    json_decref(object);
    return lt_cli_fail(&diag);
}

int lt_pack_cmd_inspect(int argc, char **argv)
{
    static const struct option LONG[] = {{"article", required_argument, NULL, 'a'}, {"json", no_argument, NULL, 'j'},
                                         {"help", no_argument, NULL, 'h'},          {"version", no_argument, NULL, 'V'},
                                         {NULL, 0, NULL, 0}};
    const char *article = NULL;
    bool json = false;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "h", LONG, NULL)) != -1;) {
        switch (option) {
        case 'a': article = optarg; break;
        case 'j': json = true; break;
        case 'h': return lt_cli_help(&HELP);
        case 'V': return lt_cli_version(PACK_PROGRAM);
        default: return lt_cli_usage(PACK_PROGRAM, "inspect: unknown or incomplete option: %s", argv[optind - 1]);
        }
    }
    if (argc - optind != 1)
        return lt_cli_usage(PACK_PROGRAM, "inspect: one bundle is needed");
    struct lt_diag diag = {0};
    struct lt_bundle *bundle;
    if (lt_bundle_open(argv[optind], &diag, &bundle) != LT_OK)
        return lt_cli_fail(&diag);
    int code = article ? lt_cli_article(bundle, article) : inspect(bundle, json);
    lt_bundle_close(bundle);
    return code;
}
