/*
 * config.c: the postman's configuration file.
 */
#include <lutrin/sync.h>

#include <lutrin/ini.h>

struct filling {
    struct lt_arena *arena;
    struct lt_sync_config *config;
};

static enum lt_err take_policy(const struct lt_ini_line *line, struct lt_diag *diag, enum lt_usb_policy *ret_policy)
{
    static const char *const NAMES[] = {"newer", "confirm", "off"}; /* as the enumeration counts */
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (lt_bytes_equal(line->value, lt_bytes_of(NAMES[i]))) {
            *ret_policy = (enum lt_usb_policy)i;
            return LT_OK;
        }
    return lt_fail(diag, LT_ERR_CONFIG, line->where, NULL, "'take' is newer, confirm or off");
}

static bool is_key(const struct lt_ini_line *line, const char *section, const char *key)
{
    return lt_bytes_equal(line->section, lt_bytes_of(section)) && lt_bytes_equal(line->key, lt_bytes_of(key));
}

static enum lt_err take(void *self, const struct lt_ini_line *line, struct lt_diag *diag)
{
    struct filling *filling = self;
    struct {
        const char *section, *key, **value;
    } keys[] = {
        {"shelf", "library", &filling->config->library}, {"shelf", "channel", &filling->config->channel},
        {"shelf", "factory", &filling->config->factory}, {"trust", "key", &filling->config->key},
        {"trust", "root", &filling->config->root},       {"network", "url", &filling->config->urls},
        {"network", "ca", &filling->config->ca_file},    {"report", "json", &filling->config->json},
        {"report", "prometheus", &filling->config->prometheus}, {"outbox", "folder", &filling->config->outbox},
        {"usb", "progress", &filling->config->usb_progress}, {"direct", "plan", &filling->config->direct_plan},
        {"direct", "folder", &filling->config->direct_folder},
    };
    if (is_key(line, "shelf", "keep_previous"))
        return lt_ini_yes(line, diag, &filling->config->keep_previous);
    if (is_key(line, "network", "allow_local"))
        return lt_ini_yes(line, diag, &filling->config->allow_local);
    if (is_key(line, "usb", "mounted"))
        return lt_ini_yes(line, diag, &filling->config->usb_mounted);
    if (is_key(line, "usb", "take"))
        return take_policy(line, diag, &filling->config->usb);
    if (is_key(line, "network", "daily_bytes"))
        return lt_ini_number(line, 0, INT64_MAX, diag, &filling->config->daily_bytes);
    if (is_key(line, "network", "full_fallback")) {
        bool full = true;
        enum lt_err err = lt_ini_yes(line, diag, &full);
        filling->config->patches_only = !full;
        return err;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!is_key(line, keys[i].section, keys[i].key))
            continue;
        *keys[i].value = lt_arena_strndup(filling->arena, line->value.data, line->value.size);
        return LT_OK;
    }
    return lt_ini_unknown(line, diag);
}

/* A kiosk that prints its own paper trusts itself, and nobody else: one key, one tree. */
static enum lt_err set_direct(const char *path, struct lt_arena *arena, struct lt_diag *diag, struct lt_sync_config *config)
{
    if (!config->direct_plan && !config->direct_folder)
        return LT_OK;
    if (!config->direct_plan || !config->direct_plan[0] || !config->direct_folder || !config->direct_folder[0])
        return lt_fail(diag, LT_ERR_CONFIG, path, "add the other under [direct]", "only one of 'plan' and 'folder'");
    if (config->key || config->root || config->urls)
        return lt_fail(diag, LT_ERR_CONFIG, path, "leave out [direct], or what stands under [trust] and 'url' under [network]",
                       "this kiosk prints its own paper, and names a publisher");
    config->key = lt_arena_printf(arena, "%s/kiosk.pub", config->direct_folder);
    return LT_OK;
}

enum lt_err lt_sync_config_read(const char *path, struct lt_arena *arena, struct lt_diag *diag,
                                struct lt_sync_config *ret_config)
{
    struct lt_sync_config config = {0};
    enum lt_err err = lt_ini_read(path, take, &(struct filling){arena, &config}, diag);
    if (err != LT_OK)
        return err;
    if (!config.library || !config.library[0])
        return lt_fail(diag, LT_ERR_CONFIG, path, "add it under [shelf]", "no 'library'");
    err = set_direct(path, arena, diag, &config);
    if (err != LT_OK)
        return err;
    if ((!config.key || !config.key[0]) == (!config.root || !config.root[0]))
        return lt_fail(diag, LT_ERR_CONFIG, path, "name one of them under [trust]", "neither 'key' nor 'root', or both");
    if (config.channel && !lt_channel_valid(config.channel))
        return lt_fail(diag, LT_ERR_CONFIG, path, "use a-z, 0-9, '.', '_' and '-'", "'%s' is no channel name",
                       config.channel);
    if (config.factory && config.factory[0] != '/')
        return lt_fail(diag, LT_ERR_CONFIG, path, "give its absolute path", "'factory' is no absolute path");
    *ret_config = config;
    return LT_OK;
}
