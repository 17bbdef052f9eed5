/* SPDX-License-Identifier: MIT */
/* A mill: what a thread keeps from one record to the next. A record goes in as members, a result comes out. */
#ifndef MILL_H
#define MILL_H

#include "batch-library.h"
#include "batch.h"
#include "findings.h"
#include "translation.h"

/* A password of a DM account, by its keyed hash; whose it is, and in which record it stands. */
struct mark {
    uint64_t password;
    uint32_t owner, record;
};

struct marks {
    struct mark *items;
    size_t count, capacity;
};

/* What became of a record. Slices live until the mill's next record. */
struct result {
    bool ok;
    int code; /* the exit code that it would have been */
    const struct member *id;
    bool has_digest;
    uint8_t digest[CPDM_SHA256_OCTETS]; /* of the document's octets as they came */
    const char *authentication;         /* "USERPIN", or "none" */
    enum option_word format;
    cpdm_slice body, content_type;
    const char *user_code; /* USERPINMAC; empty for the others */
};

struct mill {
    const struct batch *batch;
    cpdm_translator *translator, *scratch;
    uint64_t number;        /* of the record in the stream, from 1 */
    char place[8];          /* "record": where a file would be named */
    struct options options; /* of this record; texts are borrowed */
    struct findings findings;
    struct translation translation;
    struct members members;
    struct batch_library library; /* what the members may point into */
    struct result result;
    struct marks marks; /* of passwords, since they were last taken away */
};

/* NULL when there is no memory. */
struct mill *mill_new(const struct batch *batch);
void mill_free(struct mill *mill);

/* Begins a record: nothing of the last one is left. */
void mill_begin(struct mill *mill, uint64_t number);

/* A record that is none: its error is the result. */
void mill_refuse(struct mill *mill, enum tool_rule rule, size_t offset, const char *sentence);

/* Translates the record that mill->members says, into mill->result. */
void mill_grind(struct mill *mill);

#endif
