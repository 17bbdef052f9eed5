/* SPDX-License-Identifier: MIT */
/* A tally: how many records came to what. By rule and class, never by what a record says. */
#ifndef TALLY_H
#define TALLY_H

#include "findings.h"

enum { TALLY_RULES = 1000 };

struct tally {
    uint64_t records, ok, unauthenticated;
    uint64_t octets_in, octets_out;
    uint64_t classes[FAULT_CLASSES];
    uint64_t shared_passwords;
    uint64_t replayed_same, replayed_changed;
    uint64_t rules[TALLY_RULES]; /* of errors */
};

void tally_add(struct tally *total, const struct tally *part);

/* What a run is besides its counts. */
struct tally_story {
    const char *tables_id;
    uint64_t resumed_after; /* records that an earlier run had answered */
    uint64_t passwords_forgotten;
    bool drained; /* a signal ended it */
    bool replay;
    bool worker;
    uint64_t claimed, overtaken, buried, links; /* of a worker */
};

/* One JSON object. */
void tally_summary(const struct tally *tally, const struct tally_story *story, GString *out);

/* OpenMetrics text. */
void tally_metrics(const struct tally *tally, const struct tally_story *story, GString *out);

#endif
