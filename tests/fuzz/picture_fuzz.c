/*
 * picture_fuzz.c: any bytes as a picture from outside: it becomes a bounded WebP that decodes, or is refused with a word;
 * and so it does as a publication's logo.
 */
#include "fuzz.h"
#include "press.h"

#include <stdlib.h>

enum { LONGEST_PX = 64, QUALITY = 60, LOGO_WIDTH = 1200, LOGO_HEIGHT = 240 };

#ifndef __SANITIZE_ADDRESS__ /* gcc's, for which text/hyphen.c says the same */
/* fontconfig, which librsvg asks for faces, keeps its lists until the process ends. */
const char *__lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}
#endif

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void as_logo(struct lt_bytes source)
{
    struct lt_diag diag = {0};
    struct lt_press_picture picture = {0};
    struct lt_logo logo = {.kind = LT_LOGO_NONE};
    if (lt_press_logo_prepare(source, "fuzz", &diag, &picture, &logo) == LT_OK) {
        require(logo.kind != LT_LOGO_NONE && picture.width > 0 && picture.width <= LOGO_WIDTH && picture.height > 0 &&
                picture.height <= LOGO_HEIGHT);
        require(lt_press_picture_proof(lt_buf_slice(&picture.webp), &diag) == LT_OK);
    } else {
        require(diag.what[0] != '\0');
    }
    lt_buf_finish(&picture.webp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    struct lt_diag diag = {0};
    struct lt_press_picture picture = {0};
    if (!started)
        require(lt_press_pictures_start(&diag) == LT_OK);
    started = true;
    if (lt_press_picture_prepare((struct lt_bytes){(const char *)data, size}, "fuzz", LONGEST_PX, QUALITY, &diag,
                                 &picture) == LT_OK) {
        require(picture.width > 0 && picture.width <= LONGEST_PX && picture.height > 0 && picture.height <= LONGEST_PX);
        require(lt_press_picture_proof(lt_buf_slice(&picture.webp), &diag) == LT_OK);
    } else {
        require(diag.what[0] != '\0');
    }
    lt_buf_finish(&picture.webp);
    if (size % 8 == 0) /* a logo is looked at pixel by pixel: dear, so not each time */
        as_logo((struct lt_bytes){(const char *)data, size});
    return 0;
}
