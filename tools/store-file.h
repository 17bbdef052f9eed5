/* SPDX-License-Identifier: MIT */
/* The file of a store: one process at a time, old or new and nothing between. */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include "input.h"

struct store_file {
    const struct messages *messages;
    const char *path; /* as the user gave it */
    char *target;     /* the path with symbolic links followed */
    int lock;         /* the descriptor of FILE.lock, held; -1: none */
    bool exists;
    struct input text;
};

enum { STORE_FILE_MAX = 32 << 20 };

/* Waits for the lock, then reads the file where there is one. Returns 0 or the exit code; close in either case. */
int store_file_open(const struct messages *messages, const char *path, struct store_file *file);

/* The octets in the place of the file, mode 0600; on the disk when it returns. Returns 0 or the exit code. */
int store_file_replace(const struct store_file *file, cpdm_slice octets);
void store_file_close(struct store_file *file);

#endif
