/*
 * said_by.h: who said a quotation, where no element says so.
 * Private.
 */
#ifndef LUTRIN_INGEST_SAID_BY_H
#define LUTRIN_INGEST_SAID_BY_H

#include "dom.h"

#include <stdbool.h>

/* Does the paragraph, the last of its quotation, say who said it: a dash and a name? */
bool lt_said_by(const xmlNode *paragraph);

#endif
