/* SPDX-License-Identifier: MIT */
/* Verbs: what the command line can be asked for, one cmd-*.c each. A verb takes its options and returns the exit code.
 */
#ifndef CMD_H
#define CMD_H

#include <stdbool.h>

/* Design section 8. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_DOCUMENT = 1,
    EXIT_USAGE = 2,
    EXIT_AUTHENTICATION = 3,
    EXIT_LIMIT = 4,
    EXIT_IO = 5,
    EXIT_NOTHING = 6,
    EXIT_TABLE = 7,
    EXIT_INTERNAL = 70
};

/* Which verbs know an option: a bit each. */
enum verb_bit {
    VERB_TRANSLATE = 1 << 0,
    VERB_INSPECT = 1 << 1,
    VERB_CONVERT = 1 << 2,
    VERB_VERIFY = 1 << 3,
    VERB_SIGN = 1 << 4,
    VERB_TABLES = 1 << 5,
    VERB_HELP = 1 << 6,
    VERB_DIFF = 1 << 7,
    VERB_REVERSE = 1 << 8,
    VERB_LINT = 1 << 9,
    VERB_EXPLAIN = 1 << 10,
    VERB_CREDENTIALS = 1 << 11,
    VERB_APPLY = 1 << 12,
    VERB_BATCH = 1 << 13,
    VERB_WORKER = 1 << 14,
};

struct options;

struct verb {
    const char *name;
    enum verb_bit bit;
    int (*run)(const struct options *options);
    const char *arguments; /* "[FILE]", for the usage line */
    unsigned arguments_max;
    const char *summary;
};

/* The verbs in the order that `cpdm help` shows them; NULL behind the last one. */
const struct verb *verb_at(unsigned index);
const struct verb *verb_find(const char *name); /* NULL when there is none */
const char *verb_nearest(const char *name);     /* NULL when none is near */

int cmd_translate(const struct options *options);
int cmd_reverse(const struct options *options);
int cmd_inspect(const struct options *options);
int cmd_convert(const struct options *options);
int cmd_verify(const struct options *options);
int cmd_sign(const struct options *options);
int cmd_tables(const struct options *options);
int cmd_batch(const struct options *options);
int cmd_credentials(const struct options *options);
int cmd_diff(const struct options *options);
int cmd_apply(const struct options *options);
int cmd_lint(const struct options *options);
int cmd_explain(const struct options *options);
int cmd_worker(const struct options *options);
int cmd_help(const struct options *options);

#endif
