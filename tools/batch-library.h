/* SPDX-License-Identifier: MIT */
/* A line of JSON into members by a JSON library: whatever the flat scanner leaves. */
#ifndef BATCH_LIBRARY_H
#define BATCH_LIBRARY_H

#include "batch-members.h"

/* Whether this build has one. */
bool batch_library_is_there(void);

/* Before the first thread: what the library frees is overwritten, for it was a document or a secret. */
void batch_library_prepare(void);

struct batch_library {
    void *root;           /* what the members point into */
    const char *sentence; /* after a failure; never text of the line */
    size_t offset;
};

/* False where the line is not a JSON object, or there is no library. Clear in either case. */
bool batch_library_read(const char *line, size_t length, struct batch_library *library, struct members *members);

/* The text at `outer`.`inner` of what was read; NULL when there is none. */
const char *batch_library_text(const struct batch_library *library, const char *outer, const char *inner);
void batch_library_clear(struct batch_library *library);

#endif
