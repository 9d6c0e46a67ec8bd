/*
 * panel.c: knows where the kernel keeps a panel's EDID and where in it the size stands.
 */
#include <lutrin/board.h>

#include <glob.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <lutrin/bytes.h>
#include <lutrin/file.h>

enum {
    EDID_BLOCK = 128,
    EDID_MAX = 256 * EDID_BLOCK,
    EDID_WIDTH_CM = 21,
    EDID_HEIGHT_CM = 22,
    EDID_TIMING = 54,        /* the first detailed timing: 18 bytes */
    TIMING_SIZE = 12,        /* in it: low bytes of width and height in mm, then the high halves of both */
    PANEL_MIN_MM = 30,
    PANEL_MAX_MM = 3000,
    STATUS_MAX = 64,
};

static bool is_edid(const unsigned char *edid, unsigned long size)
{
    static const unsigned char head[8] = {0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0};
    unsigned sum = 0;
    for (int i = 0; size >= EDID_BLOCK && i < EDID_BLOCK; i++)
        sum += edid[i];
    return size >= EDID_BLOCK && memcmp(edid, head, sizeof head) == 0 && sum % 256 == 0;
}

static bool is_believable(int32_t width, int32_t height)
{
    return width >= PANEL_MIN_MM && width <= PANEL_MAX_MM && height >= PANEL_MIN_MM && height <= PANEL_MAX_MM;
}

/* Some panels tell a shape (16 by 9) in place of millimetres: those are no sizes. */
bool lt_edid_size_mm(const unsigned char *edid, unsigned long size, int32_t *ret_width_mm, int32_t *ret_height_mm)
{
    if (!is_edid(edid, size))
        return false;
    const unsigned char *timing = edid + EDID_TIMING;
    bool is_timing = timing[0] != 0 || timing[1] != 0;
    int32_t width = timing[TIMING_SIZE] | (timing[TIMING_SIZE + 2] & 0xf0) << 4;
    int32_t height = timing[TIMING_SIZE + 1] | (timing[TIMING_SIZE + 2] & 0x0f) << 8;
    if (!is_timing || !is_believable(width, height)) {
        width = edid[EDID_WIDTH_CM] * 10;
        height = edid[EDID_HEIGHT_CM] * 10;
    }
    if (!is_believable(width, height))
        return false;
    *ret_width_mm = width;
    *ret_height_mm = height;
    return true;
}

/* Reads FOLDER/NAME into an emptied buffer. */
static bool read_in(const char *folder, const char *name, size_t limit, struct lt_buf *buf)
{
    struct lt_buf path = {0};
    lt_buf_clear(buf);
    lt_buf_printf(&path, "%s/%s", folder, name);
    bool read = lt_file_read(path.data, limit, NULL, buf) == LT_OK;
    lt_buf_finish(&path);
    return read;
}

static bool panel_of(const char *folder, int32_t *ret_width_mm, int32_t *ret_height_mm)
{
    struct lt_buf buf = {0};
    bool known = read_in(folder, "status", STATUS_MAX, &buf) &&
                 lt_bytes_equal(lt_bytes_trim(lt_buf_slice(&buf)), lt_bytes_of("connected")) &&
                 read_in(folder, "edid", EDID_MAX, &buf) &&
                 lt_edid_size_mm((const unsigned char *)buf.data, buf.size, ret_width_mm, ret_height_mm);
    lt_buf_finish(&buf);
    return known;
}

bool lt_board_panel_mm(const char *drm, const char *connector, int32_t *ret_width_mm, int32_t *ret_height_mm)
{
    struct lt_buf pattern = {0};
    glob_t found = {0};
    bool known = false;
    lt_buf_printf(&pattern, "%s/card*-*", drm ? drm : "/sys/class/drm");
    if (glob(pattern.data, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc && !known; i++)
            if (!connector || strstr(strrchr(found.gl_pathv[i], '/'), connector))
                known = panel_of(found.gl_pathv[i], ret_width_mm, ret_height_mm);
    globfree(&found);
    lt_buf_finish(&pattern);
    return known;
}
