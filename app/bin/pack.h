/*
 * pack.h: the subcommands of lutrin-pack. Each takes its own argv (argv[0] is its name) and returns an exit code.
 */
#ifndef LUTRIN_PACK_COMMANDS_H
#define LUTRIN_PACK_COMMANDS_H

#define PACK_PROGRAM "lutrin-pack"

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
