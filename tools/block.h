/* SPDX-License-Identifier: MIT */
/* A block: records that are read, translated and written together, and the memory for them. */
#ifndef BLOCK_H
#define BLOCK_H

#include "mill.h"
#include "tally.h"

enum { BLOCK_OCTETS = 32 * 1024 };

/* A record that could not be taken out of the stream, in the place of all others. */
enum block_fault { BLOCK_SOUND, BLOCK_LARGE, BLOCK_BROKEN };

struct block {
    struct spool in;  /* whole records with their framing, and room for an octet behind them */
    struct spool old; /* results of an earlier run for the same records, with their framing */
    bool replay;
    uint64_t first; /* number of the first record, from 1 */
    size_t count;
    enum block_fault fault;
    struct spool out, errors;
    struct marks marks;
    struct tally tally;
    bool done;
};

/* Translates the records of a block. With `keep_errors` results that are errors go to `errors` too. */
void block_grind(struct block *block, struct mill *mill, bool keep_errors);

/* The same for one record that stands by itself, with room for an octet behind it: its result is the mill's. */
void block_grind_record(struct mill *mill, uint64_t number, char *octets, size_t length);
void block_count(struct tally *tally, const struct mill *mill);

/* Overwrites what it holds. */
void block_reset(struct block *block);
void block_free(struct block *block);

#endif
