/*
 * pack.h: the subcommands of lutrin-pack. Each takes its own argv (argv[0] is its name) and returns an exit code.
 */
#ifndef LUTRIN_PACK_COMMANDS_H
#define LUTRIN_PACK_COMMANDS_H

#define PACK_PROGRAM "lutrin-pack"

/* verify --rebuild: what a bundle is made anew from, without the network. */
struct lt_pack_rebuild {
    const char *config, *cache, *base; /* the plan; cache and base may be NULL */
};
/* Says whether the bytes are the same; returns the exit code, EX_DATAERR when they are not. */
int lt_pack_rebuild(const struct lt_pack_rebuild *how, const char *bundle);

int lt_pack_cmd_build(int argc, char **argv);
int lt_pack_cmd_check(int argc, char **argv);
int lt_pack_cmd_init(int argc, char **argv);
int lt_pack_cmd_inspect(int argc, char **argv);
int lt_pack_cmd_keygen(int argc, char **argv);
int lt_pack_cmd_outbox(int argc, char **argv);
int lt_pack_cmd_publish(int argc, char **argv);
int lt_pack_cmd_rotate(int argc, char **argv);
int lt_pack_cmd_sign(int argc, char **argv);
int lt_pack_cmd_stamp(int argc, char **argv);
int lt_pack_cmd_verify(int argc, char **argv);

#endif
