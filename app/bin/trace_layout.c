/*
 * trace_layout.c: `lutrin-trace layout`: an article set as pages, told line by line.
 */
#include "cli.h"
#include "trace.h"

#include <getopt.h>
#include <string.h>
#include <sysexits.h>

#include <jansson.h>

#include <lutrin/bundle.h>
#include <lutrin/pages.h>
#include <lutrin/screen.h>

static const char PROGRAM[] = "lutrin-trace layout";

static const struct lt_cli_help HELP = {
    "lutrin-trace layout BUNDLE ARTICLE --size WxH [OPTION...]",
    "Sets an article and prints its pages, columns and lines as JSON.",
    "  ARTICLE is its id, its slug, or its ordinal from 1 (#N when an id is in the way)\n\n"
    "      --size WxH       of the panel in pixels (1280x800)\n"
    "      --mm WxH         of the panel in millimetres (a usual panel of that many pixels)\n"
    "      --text-size PX   size of the body (default: what suits the panel)\n"
    "      --type N         type size, 1 to 5 (2)\n"
    "      --lang L         language of texts that name none\n"
    "      --ruler WHICH    sdl: the faces that are installed; mono: a ruler that needs none (sdl)\n"
    "      --breaker WHICH  total-fit or greedy (total-fit)\n"
    "      --jsonl          one object a line, in reading order, instead of one object\n"};

struct options {
    struct lt_panel panel;
    int64_t type, text_size;
    const char *lang;
    bool mono, greedy, jsonl;
};

struct session {
    struct lt_arena arena;
    struct lt_bundle *bundle;
    struct lt_fonts *fonts;
    struct lt_tongue *tongue;
    struct lt_ruler ruler;
    struct lt_style style;
    struct lt_front_matter front;
    struct lt_pages *pages;
    struct lt_doc doc;
};

static json_t *px(lt_fx length)
{
    return json_real((double)length / 64);
}

static lt_fx column_left(const struct session *s, uint32_t column)
{
    int32_t place = s->doc.meta.rtl ? s->style.columns - 1 - (int32_t)column : (int32_t)column;
    return s->style.margin_x + place * (s->style.measure + s->style.gutter);
}

/* A line as justify_score reads it: x from the column's left; only lines that are meant to reach both edges are not
 * `last`. */
static json_t *flat_line(const struct session *s, const struct lt_line *line)
{
    lt_fx indent = line->x - column_left(s, line->column);
    json_t *words = json_array(), *object = json_object();
    for (uint32_t i = 0; i < line->word_count; i++)
        json_array_append_new(words, json_pack("[f,f]", (double)(indent + line->words[i].x) / 64,
                                               (double)line->words[i].width / 64));
    json_object_set_new(object, "page", json_integer(line->page + 1));
    json_object_set_new(object, "column", json_integer(line->column + 1));
    json_object_set_new(object, "para", json_integer(line->paragraph));
    json_object_set_new(object, "line", json_integer(line->number));
    json_object_set_new(object, "last", json_boolean(line->last || !line->justified));
    json_object_set_new(object, "y", px(line->baseline));
    json_object_set_new(object, "width", px(indent + line->measure));
    json_object_set_new(object, "space", px(line->space));
    json_object_set_new(object, "hyphen", json_boolean(line->hyphen));
    if (line->overfull)
        json_object_set_new(object, "overflow", json_true());
    json_object_set_new(object, "words", words);
    json_object_set_new(object, "text", json_stringn(line->string + line->text.start, line->text.end - line->text.start));
    return object;
}

static json_t *deep_line(const struct lt_line *line)
{
    lt_fx end = 0;
    for (uint32_t i = 0; i < line->word_count; i++)
        end = line->words[i].x + line->words[i].width > end ? line->words[i].x + line->words[i].width : end;
    json_t *object = json_object();
    if (line->block != LT_PLACE_FRONT)
        json_object_set_new(object, "block", json_integer(line->block));
    json_object_set_new(object, "x", px(line->x));
    json_object_set_new(object, "y", px(line->baseline));
    json_object_set_new(object, "measure", px(line->measure));
    json_object_set_new(object, "natural", px(line->natural));
    json_object_set_new(object, "stretch", px(line->justified ? end - line->natural : 0));
    json_object_set_new(object, "hyphenated", json_boolean(line->hyphen));
    json_object_set_new(object, "text", json_stringn(line->string + line->text.start, line->text.end - line->text.start));
    return object;
}

static void put_json(json_t *object, bool indented, struct lt_buf *out)
{
    lt_cli_put_json(object, JSON_REAL_PRECISION(7) | (indented ? JSON_INDENT(1) : JSON_COMPACT), out);
}

static void put_flat(const struct session *s, struct lt_buf *out)
{
    for (uint32_t page = 0; page < lt_pages_count(s->pages); page++) {
        const struct lt_line *lines;
        size_t count;
        lt_pages_lines(s->pages, page, &lines, &count);
        for (size_t i = 0; i < count; i++)
            put_json(flat_line(s, &lines[i]), false, out);
    }
}

static json_t *page_object(const struct session *s, uint32_t page)
{
    const struct lt_line *lines;
    size_t count;
    json_t *columns = json_array();
    for (int32_t column = 0; column < s->style.columns; column++)
        json_array_append_new(columns, json_pack("{s:f,s:f,s:[]}", "x", (double)column_left(s, (uint32_t)column) / 64,
                                                 "measure", (double)s->style.measure / 64, "lines"));
    lt_pages_lines(s->pages, page, &lines, &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(json_object_get(json_array_get(columns, lines[i].column), "lines"), deep_line(&lines[i]));
    return json_pack("{s:i,s:o}", "page", (int)page + 1, "columns", columns);
}

static void put_deep(const struct session *s, struct lt_buf *out)
{
    json_t *pages = json_array();
    for (uint32_t page = 0; page < lt_pages_count(s->pages); page++)
        json_array_append_new(pages, page_object(s, page));
    put_json(json_pack("{s:f,s:f,s:i,s:o}", "body", (double)s->style.body / 64, "leading",
                       (double)s->style.leading / 64, "columns", s->style.columns, "pages", pages), true, out);
}

static enum lt_err open_all(const char *path, const char *name, const struct options *options, struct session *s,
                            struct lt_diag *diag)
{
    int64_t article;
    const struct lt_doc *doc;
    enum lt_err err = lt_bundle_open(path, diag, &s->bundle);
    if (err == LT_OK)
        err = lt_bundle_find(s->bundle, name, diag, &article);
    if (err == LT_OK)
        err = lt_bundle_article(s->bundle, article, &s->arena, diag, &doc);
    if (err == LT_OK && !options->mono)
        err = lt_fonts_create(diag, &s->fonts);
    if (err != LT_OK)
        return err;
    s->doc = *doc;
    if (options->lang && !*s->doc.meta.lang)
        s->doc.meta.lang = options->lang;
    s->ruler = options->mono ? lt_ruler_mono() : *lt_fonts_ruler(s->fonts);
    s->tongue = lt_tongue_create();
    return LT_OK;
}

static void set_pages(const struct options *options, struct session *s)
{
    const struct lt_meta *meta = &s->doc.meta;
    if (options->text_size)
        lt_style_init_sized(&s->style, &options->panel, LT_FX(options->text_size), &s->ruler);
    else
        lt_style_init(&s->style, &options->panel, (int)options->type - 1, &s->ruler);
    s->front = (struct lt_front_matter){meta->kicker, meta->title, meta->standfirst, meta->author, true, "■", false, NULL};
    struct lt_setting setting = {&s->doc, &s->front, &s->style, &s->ruler, s->tongue,
                                 options->greedy ? LT_BREAKER_GREEDY : LT_BREAKER_TOTAL_FIT, NULL};
    s->pages = lt_pages_create(&setting);
    while (lt_pages_step(s->pages))
        continue;
}

static void close_all(struct session *s)
{
    lt_pages_destroy(s->pages);
    lt_tongue_destroy(s->tongue);
    lt_fonts_destroy(s->fonts);
    lt_bundle_close(s->bundle);
    lt_arena_finish(&s->arena);
}

static bool choose(const char *text, const char *one, const char *other, bool *ret_other)
{
    *ret_other = strcmp(text, other) == 0;
    return *ret_other || strcmp(text, one) == 0;
}

static int parse(int argc, char **argv, struct options *o)
{
    static const struct option LONG[] = {
        {"size", required_argument, NULL, 's'}, {"mm", required_argument, NULL, 'm'},
        {"text-size", required_argument, NULL, 't'}, {"type", required_argument, NULL, 'y'},
        {"lang", required_argument, NULL, 'l'}, {"ruler", required_argument, NULL, 'r'},
        {"breaker", required_argument, NULL, 'b'}, {"jsonl", no_argument, NULL, 'j'},
        {"help", no_argument, NULL, 'h'}, {0}};
    for (int opt; (opt = getopt_long(argc, argv, "h", LONG, NULL)) != -1;) {
        bool good = true;
        switch (opt) {
        case 's': good = lt_cli_size(optarg, LT_PANEL_MIN_PX, LT_PANEL_MAX_PX, &o->panel.width_px, &o->panel.height_px); break;
        case 'm': good = lt_cli_size(optarg, 10, 10000, &o->panel.width_mm, &o->panel.height_mm); break;
        case 't': good = lt_cli_number(optarg, 8, 200, &o->text_size); break;
        case 'y': good = lt_cli_number(optarg, 1, LT_TYPE_STEPS, &o->type); break;
        case 'l': o->lang = optarg; break;
        case 'r': good = choose(optarg, "sdl", "mono", &o->mono); break;
        case 'b': good = choose(optarg, "total-fit", "greedy", &o->greedy); break;
        case 'j': o->jsonl = true; break;
        case 'h': return lt_cli_help(&HELP);
        default: return EX_USAGE;
        }
        if (!good)
            return lt_cli_usage(PROGRAM, "what is %s?", optarg);
    }
    return -1;
}

int lt_trace_layout(int argc, char **argv)
{
    struct options options = {.panel = {.width_px = 1280, .height_px = 800}, .type = LT_TYPE_STEP_DEFAULT + 1};
    struct session session = {0};
    struct lt_diag diag = {0};
    struct lt_buf out = {0};
    int code = parse(argc, argv, &options);
    if (code >= 0)
        return code;
    if (argc - optind != 2)
        return lt_cli_usage(PROGRAM, "a bundle and an article are needed");
    if (open_all(argv[optind], argv[optind + 1], &options, &session, &diag) != LT_OK) {
        code = lt_cli_fail(&diag);
    } else {
        set_pages(&options, &session);
        if (options.jsonl)
            put_flat(&session, &out);
        else
            put_deep(&session, &out);
        code = lt_cli_print(lt_buf_slice(&out));
    }
    lt_buf_finish(&out);
    close_all(&session);
    return code;
}
