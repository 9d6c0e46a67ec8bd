/*
 * captions.h: pictures with captions that the page does not mark as figures. Private to this room.
 */
#ifndef LUTRIN_INGEST_CAPTIONS_H
#define LUTRIN_INGEST_CAPTIONS_H

#include "dom.h"

/* Makes <figure> and <figcaption> of elements below `root` that are named so and stand around a picture; a caption whose
 * picture is not there goes. */
void lt_captions_mark(xmlNode *root);

#endif
