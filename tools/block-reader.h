/* SPDX-License-Identifier: MIT */
/* A stream of octets into blocks of whole records. */
#ifndef BLOCK_READER_H
#define BLOCK_READER_H

#include "block.h"
#include "stop.h"

struct block_reader {
    int descriptor;
    const struct stop *stop; /* or NULL */
    enum framing framing;
    size_t limit;      /* octets of a record */
    bool one;          /* a block holds one record */
    bool regular;      /* a file, which never lets anybody wait */
    struct spool data; /* what was read; from `begin` on it is not yet taken */
    size_t begin;
    size_t discard;    /* octets of a record that is too large */
    bool discard_line; /* the rest of a line is */
    bool ended, end_of_file, broken;
    int error; /* errno of a failed read */
    uint64_t records;
};

void block_reader_init(struct block_reader *reader, int descriptor, const struct batch *batch, const struct stop *stop);
void block_reader_free(struct block_reader *reader);

/* The next records, as many as there are without waiting and as a block holds. False at the end, or after a failure. */
bool block_reader_next(struct block_reader *reader, struct block *block);

/* The same for so many records, into a spool; false when there are fewer. */
bool block_reader_take(struct block_reader *reader, size_t count, struct spool *records);

/* Passes over records. False when there are fewer. */
bool block_reader_skip(struct block_reader *reader, uint64_t count);

#endif
