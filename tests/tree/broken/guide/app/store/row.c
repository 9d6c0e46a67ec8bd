/*
 * row.c: a room that the guide forgets.
 */
