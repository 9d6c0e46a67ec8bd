/*
 * config.c: the postman's configuration file.
 */
#include <lutrin/sync.h>

#include <lutrin/ini.h>

struct filling {
    struct lt_arena *arena;
    struct lt_sync_config *config;
};

static enum lt_err take(void *self, const struct lt_ini_line *line, struct lt_diag *diag)
{
    struct filling *filling = self;
    struct {
        const char *section, *key, **value;
    } keys[] = {
        {"shelf", "library", &filling->config->library},
        {"shelf", "channel", &filling->config->channel},
        {"trust", "key", &filling->config->key},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!lt_bytes_equal(line->section, lt_bytes_of(keys[i].section)) ||
            !lt_bytes_equal(line->key, lt_bytes_of(keys[i].key)))
            continue;
        *keys[i].value = lt_arena_strndup(filling->arena, line->value.data, line->value.size);
        return LT_OK;
    }
    return lt_ini_unknown(line, diag);
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
    if (!config.key || !config.key[0])
        return lt_fail(diag, LT_ERR_CONFIG, path, "add it under [trust]", "no 'key'");
    if (config.channel && !lt_channel_valid(config.channel))
        return lt_fail(diag, LT_ERR_CONFIG, path, "use a-z, 0-9, '.', '_' and '-'", "'%s' is no channel name",
                       config.channel);
    *ret_config = config;
    return LT_OK;
}
