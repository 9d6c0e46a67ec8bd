/*
 * progress.c: how far a stick is, as the screen reads it. Everything in it is a number, a word of ours, or a channel's
 * name, which needs no escapes.
 */
#include <lutrin/usb.h>

#include <inttypes.h>

void lt_sync_progress_format(const struct lt_sync_progress *progress, int64_t now_s, struct lt_buf *out)
{
    static const char *const PHASES[] = {"looking", "copying", "checking", "over"};
    lt_buf_printf(out, "{\"source\":\"stick\",\"phase\":\"%s\",\"publisher\":\"%s\",\"version\":%" PRId64,
                  PHASES[progress->phase], progress->publisher, progress->version);
    lt_buf_printf(out, ",\"bytes\":%" PRId64 ",\"total\":%" PRId64 ",\"result\":\"%s\",\"time\":%" PRId64 "}\n",
                  progress->bytes, progress->total, progress->result, now_s);
}
