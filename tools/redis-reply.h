/* SPDX-License-Identifier: MIT */
/* Replies of a Redis server, each with its kind, in memory that is kept for the next ones. */
#ifndef REDIS_REPLY_H
#define REDIS_REPLY_H

#include <hiredis/read.h>

#include "cpdm.h"

enum reply_kind { REPLY_NIL, REPLY_TEXT, REPLY_STATUS, REPLY_ERROR, REPLY_INTEGER, REPLY_ARRAY };

struct reply {
    enum reply_kind kind;
    long long integer;
    char *text; /* of TEXT, STATUS and ERROR; a NUL stands behind it */
    size_t length;
    struct reply **elements; /* of ARRAY */
    size_t count;
};

struct reply_chunk;

struct reply_memory {
    struct reply_chunk *chunks; /* the one in use first */
    size_t taken, limit;        /* octets of all replies since they were last forgotten */
};

redisReader *reply_reader_new(struct reply_memory *memory);

/* Overwrites all replies; what is not much is kept. */
void reply_memory_reset(struct reply_memory *memory);
void reply_memory_free(struct reply_memory *memory);

bool reply_is_text(const struct reply *reply, const char *text);
bool reply_is_array(const struct reply *reply, size_t count);

/* What a refusal asks for. */
enum refusal {
    REFUSAL_NONE,
    REFUSAL_PASSING, /* it may go better in a while */
    REFUSAL_SCRIPT,  /* the script is not known any more */
    REFUSAL_GROUP,   /* the group is not there */
    REFUSAL_LOGIN,   /* nobody has logged in, or the password is wrong */
    REFUSAL_ACCESS,  /* the user may not do this */
    REFUSAL_FINAL,
};

enum refusal reply_refusal(const struct reply *reply);

/* The error's text, without what a terminal would obey, cut to `size`. */
void reply_say_error(const struct reply *reply, char *out, size_t size);

#endif
