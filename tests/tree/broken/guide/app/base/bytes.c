/*
 * bytes.c: another.
 */
