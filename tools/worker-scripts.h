/* SPDX-License-Identifier: MIT */
/* The steps of a worker that must happen whole or not at all, as scripts that the server runs. */
#ifndef WORKER_SCRIPTS_H
#define WORKER_SCRIPTS_H

#include "redis-link.h"

enum worker_script_name { SCRIPT_ANSWER, SCRIPT_CLAIM, SCRIPT_LEAVE, WORKER_SCRIPTS };

enum { SCRIPT_HASH = 40 };

struct worker_script {
    char hash[SCRIPT_HASH + 1]; /* empty: the server does not keep scripts for this user */
};

const char *worker_script_text(enum worker_script_name name);

/* Begins the request that runs a script; `words` stand behind its name or text: the count of keys, the keys and the
 * arguments. */
void worker_script_begin(const struct worker_script scripts[WORKER_SCRIPTS], enum worker_script_name name, size_t words,
                         struct spool *out);

#endif
