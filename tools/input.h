/* SPDX-License-Identifier: MIT */
/* Input: a file, or stdin, as octets, never more than a limit. */
#ifndef INPUT_H
#define INPUT_H

#include "messages.h"

struct input {
    const char *name; /* as messages call it: the path, or "<stdin>"; borrowed */
    char *octets;
    size_t length, capacity;
};

/* NULL or "-" is stdin. Returns 0 or the exit code, with the message printed. */
int input_read(const struct messages *messages, const char *path, size_t limit, struct input *input);

/* The same of an open descriptor. */
int input_read_descriptor(const struct messages *messages, int descriptor, const char *name, size_t limit,
                          struct input *input);

cpdm_slice input_slice(const struct input *input);

/* Overwrites and frees: a document holds passwords. */
void input_clear(struct input *input);

#endif
