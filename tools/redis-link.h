/* SPDX-License-Identifier: MIT */
/* A link to a Redis server: requests out, replies in, and no wait that a signal does not end in time. */
#ifndef REDIS_LINK_H
#define REDIS_LINK_H

#include <hiredis/hiredis.h>

#include "redis-reply.h"
#include "spool.h"
#include "stop.h"

enum { LINK_FAULT = 200 };

struct link {
    const char *socket, *host; /* one of them */
    int port;
    const struct stop *stop; /* NULL: no signal is waited for */
    int64_t patience;        /* monotonic microseconds at which all waiting ends; 0: never */
    redisContext *context;   /* NULL: there is no link */
    struct reply_memory memory;
    char fault[LINK_FAULT]; /* why there is none */
    bool crowded;           /* it was given up because a reply was too large */
};

/* False with the fault; the link is closed then, here and below. */
bool link_open(struct link *link);
void link_close(struct link *link);
void link_free(struct link *link);

bool link_send(struct link *link, const struct spool *requests);

/* The next reply, which lives until link_forget(); NULL with the fault. `wait` is how long the server may keep it by
 * itself, in milliseconds. */
struct reply *link_receive(struct link *link, int wait);

/* One request and its reply. The request is overwritten. */
struct reply *link_ask(struct link *link, struct spool *request);
void link_forget(struct link *link);

/* Waits for so many milliseconds, or for a signal. */
void link_rest(const struct link *link, int milliseconds);

/* Requests: how many words, then the words. */
void request_begin(struct spool *out, size_t words);
void request_slice(struct spool *out, cpdm_slice word);
void request_text(struct spool *out, const char *word);
void request_number(struct spool *out, uint64_t word);

#endif
