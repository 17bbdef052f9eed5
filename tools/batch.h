/* SPDX-License-Identifier: MIT */
/* What a run over many documents is told once: tables, secrets, limits, and what a record may say for itself. */
#ifndef BATCH_H
#define BATCH_H

#include "options.h"
#include "secrets.h"

enum framing { FRAMING_NDJSON, FRAMING_TSV, FRAMING_LEN32, FRAMING_NETSTRING };

enum { BATCH_OPTIONS_MAX = 32, TABLES_ID_LENGTH = 64 };

struct option_row;

struct batch {
    const struct options *options; /* what a record does not say */
    struct secrets secrets;        /* for records without secrets of their own */
    unsigned leniencies;
    enum framing framing; /* of the records */
    enum framing results; /* of the results */
    size_t max_record, max_out;
    cpdm_tables *tables;
    char tables_id[TABLES_ID_LENGTH + 1]; /* SHA-256 of the tables' print, overlays included, in lower-case digits */
    uint64_t mark_key[2];                 /* of the hashes of passwords; random */
    const struct option_row *record_options[BATCH_OPTIONS_MAX];
    size_t record_option_count;
};

/* Checks the options, reads tables and secrets, and lets `run` do the rest. Returns its exit code, or that of what
 * could not be, with the message printed. */
int batch_run(const struct options *options, int (*run)(const struct batch *batch));

#endif
