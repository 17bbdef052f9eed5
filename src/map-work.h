/* SPDX-License-Identifier: MIT */
/*
 * One load of a table: the memory it works in and what it found wrong. Findings are kept in the order of the files and
 * of the lines in them, whichever stage made them, and told at the end.
 */
#ifndef MAP_WORK_H
#define MAP_WORK_H

#include "map-table.h"

enum {
    MAP_FILE_MAX = 256 * 1024, /* octets of one file */
    MAP_ROWS_MAX = 4096,
    MAP_VALUES_MAX = 4096,   /* lines of all value lists */
    MAP_SECTIONS_MAX = 1024, /* written and implied */
    MAP_VENDOR_MAX = 1024,   /* names that the standard does not have */
    MAP_WORDS_MAX = 64,      /* words of a line */
    MAP_EXTENDS_MAX = 8,     /* tables that extend one another */
    MAP_FINDINGS_MAX = 1000, /* told; a file that is no table at all would have one for each line */
};

struct map_finding {
    cpdm_diagnostic diagnostic;
    size_t file; /* files are numbered as they were read */
    struct map_finding *next;
};

struct map_read_file { /* a file that was read; `name` is the pointer that places hold */
    const char *name;
    struct map_read_file *next;
};

struct map_work {
    struct arena scratch; /* what the load alone needs; the text and all that stays is in the tables' arena */
    struct cpdm_tables *tables;
    struct map_read_file *files;
    struct map_finding *findings;
    size_t finding_count, error_count;
    bool no_memory;
};

/* Cleared scratch memory; NULL and `no_memory` when there is none. */
void *map_new(struct map_work *work, size_t count, size_t size);

/* A copy that stays with the tables and ends with NUL. */
cpdm_slice map_keep(struct map_work *work, cpdm_slice text);

/* The sentence has no full stop. */
void map_error(struct map_work *work, enum map_rule rule, struct map_place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void map_warning(struct map_work *work, enum map_rule rule, struct map_place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Tells the findings to the caller. */
void map_work_report(const struct map_work *work, cpdm_diagnostic_function *report, void *data);

/* A decimal number, with or without a minus. */
bool map_number(cpdm_slice text, int64_t *number);

/* The nearest known word: try all, then ask for ` (did you mean "default"?)`, or an empty text where none is near. */
struct map_guess {
    cpdm_slice word, best;
    unsigned distance; /* of the best, in Damerau-Levenshtein steps */
};

struct map_guess map_guess(cpdm_slice word);
void map_guess_try(struct map_guess *guess, cpdm_slice candidate);
const char *map_guess_text(struct map_work *work, const struct map_guess *guess);

#endif
