/*
 * reader_trial.h: a bundle shown to nobody, to see whether it can be shown. Private to this room.
 */
#ifndef LUTRIN_READER_TRIAL_H
#define LUTRIN_READER_TRIAL_H

#include "reader_options.h"

/* lutrin --try: opens a bundle, decodes the articles that head its front page, and sets and paints the front page and the
 * first of them off the screen, giving way to everybody. Returns the exit code. */
int lt_reader_trial(const struct lt_reader_options *options);

#endif
