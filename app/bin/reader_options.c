/*
 * reader_options.c: knows the options of lutrin and the keys of its configuration file (board/lutrin.conf names all).
 */
#include "reader_options.h"

#include "cli.h"

#include <getopt.h>
#include <string.h>

#include <lutrin/canvas.h>
#include <lutrin/ini.h>
#include <lutrin/style.h>

enum {
    MM_MAX = 3000,
    DISTANCE_MIN_MM = 100,
    DISTANCE_MAX_MM = 10000,
    ROTATION_MAX = 270,
    QUARTER = 90,
};

static const struct lt_cli_help HELP = {
    "lutrin [BUNDLE] [OPTION...]",
    "Shows a bundle: a publication that people read at, page by page.",
    "  --library DIR     show the current bundle of the shelf DIR that lutrin-sync fills\n"
    "  --progress FILE   tell what lutrin-sync writes there of a memory stick\n"
    "  -c, --config FILE read settings from FILE; options win over them\n"
    "  --window WxH      in a window of that many pixels; without it on the whole screen\n"
    "  --lang TAG        language of the interface; without it the bundle's\n"
    "  --type N          size of type, 1 to 5; --step is the same\n"
    "  --theme NAME      paper, sepia, night or contrast\n"
    "  --rotation N      turn picture and touch clockwise by 90, 180 or 270 degrees\n"
    "  --mm WxH          the panel's size in millimetres, where it does not tell\n"
    "  --distance MM     how far away the reader's eyes are\n"
    "  --try FILE        show a bundle to nobody and say whether that goes well\n"
    "  --still           pages change at once and do not slide\n"
    "  -v, --verbose     say more; twice: for developers\n"
    "  -q, --quiet       say nothing but errors\n"
    "  -h, --help, --version\n",
};

static bool known_theme(const char *name)
{
    return strcmp(lt_theme_lookup(name)->name, name) == 0;
}

/* One option; false when its value makes no sense. */
static bool take_option(struct lt_reader_options *o, int option)
{
    int64_t number = 0;
    bool good = true;
    switch (option) {
    case 'L': o->library = optarg; break;
    case 'P': o->progress = optarg; break;
    case 'c': o->config = optarg; break;
    case 'l': o->lang = optarg; break;
    case 'm': good = lt_cli_size(optarg, 1, MM_MAX, &o->width_mm, &o->height_mm); break;
    case 'w': good = lt_cli_size(optarg, LT_WINDOW_MIN_PX, LT_WINDOW_MAX_PX, &o->window_width, &o->window_height); break;
    case 'T': o->theme = optarg; good = known_theme(optarg); break;
    case 'S': o->motion = 0; break;
    case 't': o->trial = optarg; break;
    case 'v': o->log = o->log < LT_LOG_DEBUG ? o->log + 1 : o->log; break;
    case 'q': o->log = LT_LOG_ERROR; break;
    case 'p':
        good = lt_cli_number(optarg, 1, LT_TYPE_STEPS, &number);
        o->type = (int)number - 1;
        break;
    case 'r':
        good = lt_cli_number(optarg, 0, ROTATION_MAX, &number) && number % QUARTER == 0;
        o->rotation = (int)number;
        break;
    case 'd':
        good = lt_cli_number(optarg, DISTANCE_MIN_MM, DISTANCE_MAX_MM, &number);
        o->distance_mm = (int32_t)number;
        break;
    default: break;
    }
    return good;
}

int lt_reader_options_parse(struct lt_reader_options *options, int argc, char **argv)
{
    static const struct option longs[] = {
        {"library", required_argument, NULL, 'L'},  {"config", required_argument, NULL, 'c'},
        {"progress", required_argument, NULL, 'P'},
        {"window", required_argument, NULL, 'w'},   {"lang", required_argument, NULL, 'l'},
        {"type", required_argument, NULL, 'p'},     {"step", required_argument, NULL, 'p'},
        {"theme", required_argument, NULL, 'T'},    {"rotation", required_argument, NULL, 'r'},
        {"mm", required_argument, NULL, 'm'},       {"distance", required_argument, NULL, 'd'},
        {"still", no_argument, NULL, 'S'},          {"try", required_argument, NULL, 't'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},        {"verbose", no_argument, NULL, 'v'},
        {"quiet", no_argument, NULL, 'q'},          {NULL, 0, NULL, 0},
    };
    int option;
    *options = (struct lt_reader_options){.rotation = -1, .type = -1, .motion = -1, .capitals = -1, .log = LT_LOG_WARN};
    opterr = 0;
    while ((option = getopt_long(argc, argv, "c:hvq", longs, NULL)) != -1) {
        if (option == 'h')
            return lt_cli_help(&HELP);
        if (option == 'V')
            return lt_cli_version("lutrin");
        if (option == '?')
            return lt_cli_usage("lutrin", "unknown option or missing value: %s", argv[optind - 1]);
        if (!take_option(options, option))
            return lt_cli_usage("lutrin", "not a value for this option: %s", optarg);
    }
    if (optind < argc)
        options->bundle = argv[optind++];
    if (optind < argc)
        return lt_cli_usage("lutrin", "one bundle at a time: %s", argv[optind]);
    return -1;
}

struct filling {
    struct lt_reader_options *options;
    struct lt_arena *arena;
    bool said_bundle; /* the command line named a bundle or a library: the file's do not count */
};

static void take_text(struct filling *filling, const struct lt_ini_line *line, const char **text)
{
    if (!*text && line->value.size)
        *text = lt_arena_strndup(filling->arena, line->value.data, line->value.size);
}

static enum lt_err take_int(const struct lt_ini_line *line, int64_t low, int64_t high, int32_t unsaid, int32_t *number,
                            struct lt_diag *diag)
{
    int64_t read = 0;
    enum lt_err err = lt_ini_number(line, low, high, diag, &read);
    if (!err && *number == unsaid)
        *number = (int32_t)read;
    return err;
}

static enum lt_err take_shelf(struct filling *filling, const struct lt_ini_line *line, struct lt_diag *diag)
{
    const char *ignored = "";
    if (lt_bytes_equal(line->key, lt_bytes_of("library")))
        take_text(filling, line, filling->said_bundle ? &ignored : &filling->options->library);
    else if (lt_bytes_equal(line->key, lt_bytes_of("bundle")))
        take_text(filling, line, filling->said_bundle ? &ignored : &filling->options->bundle);
    else if (lt_bytes_equal(line->key, lt_bytes_of("progress")))
        take_text(filling, line, &filling->options->progress);
    else
        return lt_ini_unknown(line, diag);
    return LT_OK;
}

static enum lt_err take_screen(struct filling *filling, const struct lt_ini_line *line, struct lt_diag *diag)
{
    struct lt_reader_options *o = filling->options;
    if (lt_bytes_equal(line->key, lt_bytes_of("width_mm")))
        return take_int(line, 1, MM_MAX, 0, &o->width_mm, diag);
    if (lt_bytes_equal(line->key, lt_bytes_of("height_mm")))
        return take_int(line, 1, MM_MAX, 0, &o->height_mm, diag);
    if (lt_bytes_equal(line->key, lt_bytes_of("distance_mm")))
        return take_int(line, DISTANCE_MIN_MM, DISTANCE_MAX_MM, 0, &o->distance_mm, diag);
    if (!lt_bytes_equal(line->key, lt_bytes_of("rotation")))
        return lt_ini_unknown(line, diag);
    int64_t rotation = 0;
    enum lt_err err = lt_ini_number(line, 0, ROTATION_MAX, diag, &rotation);
    if (!err && rotation % QUARTER != 0)
        return lt_fail(diag, LT_ERR_CONFIG, line->where, "use 0, 90, 180 or 270", "a rotation of %d degrees",
                       (int)rotation);
    if (!err && o->rotation < 0)
        o->rotation = (int)rotation;
    return err;
}

static enum lt_err take_yes(const struct lt_ini_line *line, int *said, struct lt_diag *diag)
{
    bool yes = false;
    enum lt_err err = lt_ini_yes(line, diag, &yes);
    if (err != LT_OK)
        return err;
    if (*said < 0)
        *said = yes;
    return LT_OK;
}

static enum lt_err take_reader(struct filling *filling, const struct lt_ini_line *line, struct lt_diag *diag)
{
    struct lt_reader_options *o = filling->options;
    int64_t type = 0;
    enum lt_err err = LT_OK;
    if (lt_bytes_equal(line->key, lt_bytes_of("motion")))
        return take_yes(line, &o->motion, diag);
    if (lt_bytes_equal(line->key, lt_bytes_of("capitals")))
        return take_yes(line, &o->capitals, diag);
    if (lt_bytes_equal(line->key, lt_bytes_of("lang"))) {
        take_text(filling, line, &o->lang);
    } else if (lt_bytes_equal(line->key, lt_bytes_of("theme"))) {
        take_text(filling, line, &o->theme);
        if (o->theme && !known_theme(o->theme))
            err = lt_fail(diag, LT_ERR_CONFIG, line->where, "use paper, sepia, night or contrast", "no theme '%s'",
                          o->theme);
    } else if (lt_bytes_equal(line->key, lt_bytes_of("type"))) {
        err = lt_ini_number(line, 1, LT_TYPE_STEPS, diag, &type);
        if (!err && o->type < 0)
            o->type = (int)type - 1;
    } else {
        err = lt_ini_unknown(line, diag);
    }
    return err;
}

static enum lt_err take_line(void *self, const struct lt_ini_line *line, struct lt_diag *diag)
{
    if (lt_bytes_equal(line->section, lt_bytes_of("shelf")))
        return take_shelf(self, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("screen")))
        return take_screen(self, line, diag);
    if (lt_bytes_equal(line->section, lt_bytes_of("reader")))
        return take_reader(self, line, diag);
    return lt_ini_unknown(line, diag);
}

enum lt_err lt_reader_options_read(struct lt_reader_options *options, struct lt_arena *arena, struct lt_diag *diag)
{
    if (!options->config)
        return LT_OK;
    struct filling filling = {options, arena, options->bundle || options->library};
    return lt_ini_read(options->config, take_line, &filling, diag);
}
