/*
 * release.c: the trusted comment of a bundle's signature, read strictly and written the same way.
 */
#include <lutrin/shelf.h>

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TYPE "lutrin-bundle1"

/* Takes "NAME=" and a value up to the next space off the front of *text. */
static bool take_field(const char **text, const char *name, char *value, size_t limit)
{
    size_t size = strlen(name);
    if (strncmp(*text, name, size) != 0 || (*text)[size] != '=')
        return false;
    const char *begin = *text + size + 1;
    size_t length = strcspn(begin, " ");
    if (length == 0 || length >= limit)
        return false;
    memcpy(value, begin, length);
    value[length] = '\0';
    *text = begin + length;
    if (**text == ' ')
        (*text)++;
    return true;
}

static bool take_number(const char **text, const char *name, int64_t low, int64_t *ret_number)
{
    char value[24], *end;
    if (!take_field(text, name, value, sizeof value) || value[0] < '0' || value[0] > '9' ||
        (value[0] == '0' && value[1] != '\0'))
        return false;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (errno != 0 || *end != '\0' || number < low)
        return false;
    *ret_number = number;
    return true;
}

bool lt_channel_valid(const char *name)
{
    size_t size = strlen(name);
    return size > 0 && size <= LT_CHANNEL_MAX && name[0] != '.' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == size;
}

enum lt_err lt_release_parse(const char *comment, const char *where, struct lt_diag *diag,
                             struct lt_release *ret_release)
{
    struct lt_release release;
    const char *text = comment;
    bool good = strncmp(text, TYPE " ", sizeof TYPE) == 0;
    text += good ? sizeof TYPE : 0;
    good = good && take_field(&text, "channel", release.channel, sizeof release.channel) &&
           lt_channel_valid(release.channel) && take_number(&text, "epoch", 1, &release.epoch) &&
           take_number(&text, "version", 1, &release.version) && take_number(&text, "created", 0, &release.created) &&
           take_number(&text, "size", 1, &release.size) && *text == '\0' && release.size <= LT_BUNDLE_MAX_BYTES;
    if (!good)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, "sign it with lutrin-pack sign",
                       "the signature is not one of a Lutrin bundle");
    *ret_release = release;
    return LT_OK;
}

void lt_release_format(const struct lt_release *release, struct lt_buf *out)
{
    lt_buf_printf(out, TYPE " channel=%s epoch=%" PRId64 " version=%" PRId64 " created=%" PRId64 " size=%" PRId64,
                  release->channel, release->epoch, release->version, release->created, release->size);
}
