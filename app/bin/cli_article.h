/*
 * cli_article.h: an article as readable text.
 */
#ifndef LUTRIN_BIN_CLI_ARTICLE_H
#define LUTRIN_BIN_CLI_ARTICLE_H

#include <lutrin/bundle.h>

/* Prints the article that `name` tells (as lt_bundle_find() takes it), and the comments below it; returns the exit code. */
int lt_cli_article(struct lt_bundle *bundle, const char *name);

#endif
