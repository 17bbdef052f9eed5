/* SPDX-License-Identifier: MIT */
/* Framing: where a record of a stream ends. */
#ifndef FRAMING_H
#define FRAMING_H

#include "batch.h"
#include "spool.h"

enum frame_state {
    FRAME_WHOLE,
    FRAME_PART,   /* more must come */
    FRAME_LARGE,  /* a record larger than the limit; `total` octets, or up to the next line end where that is 0 */
    FRAME_BROKEN, /* no frame begins here, and where the next one does cannot be known */
};

struct frame {
    size_t start, length; /* of the record in the octets */
    size_t total;         /* octets with the framing */
};

/* The first record of octets. At the end of a stream of lines the last one may lack its line end. */
enum frame_state frame_find(enum framing framing, const char *octets, size_t length, size_t limit, bool at_end,
                            struct frame *frame);

/* Leaves room for what stands before a record, which is then appended; returns what frame_end() is to be given. */
size_t frame_begin(enum framing framing, struct spool *out);
void frame_end(enum framing framing, struct spool *out, size_t begin);

/* What an option says. */
enum framing framing_of(enum option_word word, enum framing otherwise);

#endif
