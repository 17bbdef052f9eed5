/* SPDX-License-Identifier: MIT */
/* The table of options: which verb knows which, what it takes, what `--help` says. The man page follows it (tested). */
#ifndef OPTION_ROWS_H
#define OPTION_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_row_kind {
    ROW_FLAG,   /* int */
    ROW_TEXT,   /* char * */
    ROW_LIST,   /* char ** */
    ROW_CHOICE, /* struct option_choice */
    ROW_NUMBER, /* struct option_number */
    ROW_LIMITS  /* struct option_limits */
};

struct option_row {
    const char *name;
    char letter; /* 0: only the long form */
    enum option_row_kind kind;
    size_t member; /* in struct options */
    unsigned verbs;
    const char *argument; /* ROW_CHOICE: the words that are allowed, with | between them */
    const char *help;
    bool file;                 /* ROW_TEXT: a file name, any octets */
    bool hex;                  /* ROW_NUMBER: 0x is understood */
    uint64_t minimum, maximum; /* ROW_NUMBER */
};

/* The rows in the order that --help shows them; NULL behind the last one. */
const struct option_row *option_row_at(unsigned index);

/* The part of them that is about what is there already (option-rows-device.c). */
const struct option_row *option_row_of_device(unsigned index);
unsigned option_rows_of_device(void);
/* Those of the verbs that take a stream of records. */
const struct option_row *option_row_of_stream(unsigned index);
unsigned option_rows_of_stream(void);
/* Those of the worker alone. */
const struct option_row *option_row_of_worker(unsigned index);
unsigned option_rows_of_worker(void);

#endif
