/*
 * trace.h: the subcommands of lutrin-trace. Each takes its own argv (argv[0] is its name) and returns an exit code.
 */
#ifndef LUTRIN_TRACE_H
#define LUTRIN_TRACE_H

int lt_trace_feed(int argc, char **argv);
int lt_trace_extract(int argc, char **argv);
int lt_trace_doc(int argc, char **argv);
int lt_trace_layout(int argc, char **argv);
int lt_trace_outbox(int argc, char **argv);
int lt_trace_page(int argc, char **argv);
int lt_trace_search(int argc, char **argv);
int lt_trace_replay(int argc, char **argv);
int lt_trace_typo(int argc, char **argv);

#endif
