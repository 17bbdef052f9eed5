/* SPDX-License-Identifier: MIT */
/* Outputs: what a verb writes, all of it or nothing: first every file beside its place, then every file into its place.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "messages.h"

enum { OUTPUTS_MAX = 4 };

struct output {
    const char *path; /* as the user gave it; NULL is stdout */
    char *target;     /* the path with symbolic links followed; NULL where octets go out directly */
    char *temporary;  /* holds the octets until the commit; NULL where they go out directly */
    cpdm_slice octets;
};

struct outputs {
    const struct messages *messages;
    struct output items[OUTPUTS_MAX];
    size_t count;
};

enum output_privacy {
    OUTPUT_PUBLIC, /* mode 0666 less the umask */
    OUTPUT_SECRET  /* mode 0600 */
};

/* Adds one output; NULL or "-" is stdout. The octets must stay valid until the commit. Returns 0 or the exit code. */
int outputs_add(struct outputs *outputs, const char *path, enum output_privacy privacy, cpdm_slice octets);

/* Writes stdout and devices, then puts the files into their places. Returns 0 or the exit code. */
int outputs_commit(struct outputs *outputs);

/* Removes what was not committed. */
void outputs_clear(struct outputs *outputs);

bool output_is_stdout(const char *path);

/* For binary output, before any work is done: 0, or the exit code when it would go to a terminal. */
int output_refuse_terminal(const struct messages *messages, const char *path);

/* The octets to an open descriptor; errno tells why not. */
bool output_write_all(int descriptor, cpdm_slice octets);

/* One text to stdout or a file. */
int output_write(const struct messages *messages, const char *path, enum output_privacy privacy, cpdm_slice octets);

#endif
