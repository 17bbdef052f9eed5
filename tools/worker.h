/* SPDX-License-Identifier: MIT */
/* A worker: entries of a Redis stream in, a result for each into another one, by a consumer group that any number of
 * workers share. */
#ifndef WORKER_H
#define WORKER_H

#include "mill.h"
#include "redis-link.h"
#include "run-log.h"
#include "tally.h"
#include "worker-scripts.h"

/* How to go on. */
enum way {
    WAY_ON,
    WAY_AGAIN, /* the link is closed, its fault says why: with a new one it may go better */
    WAY_END,   /* worker->code says why, and it is printed */
};

enum {
    HANDS = 2,
    WORKER_COUNT = 100,       /* entries that are asked for at a time, unless --count says */
    WORKER_KEPT = 1024 * 1024 /* octets of a request that are kept for the next one */
};

/* Results of entries that were taken together, as the words of the request that gives them away. */
struct hand {
    struct spool words;
    size_t entries;
    struct tally tally;
    bool open; /* the server has not said yet that it has them */
};

struct worker {
    const struct batch *batch;
    const struct options *options;
    const struct messages *messages; /* stderr; once entries stream, the log */
    struct run_log log;
    char *place; /* the server's name in messages */
    const char *input, *output, *dead, *group, *consumer, *field;
    char *dead_name, *consumer_name; /* those that nobody gave */
    struct stop *stop;
    struct link link;
    struct spool request, line; /* line: a result, whose length stands before it */
    struct worker_script scripts[WORKER_SCRIPTS];
    struct mill *mill;
    struct hand hands[HANDS];
    unsigned turn;  /* the hand that is filled next */
    uint64_t count; /* entries that are asked for at once: fewer where replies were too large */
    bool started;   /* a link was good once */
    bool passing;   /* what was refused last may go better in a while */
    unsigned tries; /* to come back, in a row */
    int64_t swept;  /* monotonic microseconds: when entries of others were last looked at */
    int64_t told;   /* and the metrics written */
    GString *lines; /* of --check; NULL without it */
    struct tally total;
    struct tally_story story;
    int code;
};

/* The values of options that may be absent. */
uint64_t worker_number(const struct option_number *number, uint64_t otherwise);

bool worker_stops(const struct worker *worker);

/* Works until a signal comes, or with --check only looks. Returns the exit code. Names, link and log are there. */
int worker_run(struct worker *worker);
int worker_check(struct worker *worker);

/* Answers entries over the link until a signal comes. Once `returned`, what is pending for this consumer did not end
 * it. */
enum way worker_work(struct worker *worker, bool returned);

/* Opens a link and makes sure of what the promise needs; with worker->lines it says so line by line. */
enum way worker_start(struct worker *worker);

/* What a reply means that is not what was asked for; NULL: there is none. `what` is the request. */
enum way worker_refused(struct worker *worker, const struct reply *reply, const char *what);

/* Entries in, results into a hand. Returns false when the reply is not one that a server gives. */
bool worker_grind_entries(struct worker *worker, const struct reply *entries, struct hand *hand);

enum claimed { CLAIMED_ENTRY, CLAIMED_BURIED, CLAIMED_NOTHING, CLAIMED_NONSENSE };

/* The reply of SCRIPT_CLAIM; `start` becomes where the next one is looked for. */
enum { ENTRY_ID = 48 };
enum claimed worker_grind_claimed(struct worker *worker, const struct reply *reply, struct hand *hand,
                                  char start[ENTRY_ID]);
void hand_clear(struct hand *hand);

/* Writes the metrics when it is time; at the end with the summary. */
void worker_tell(struct worker *worker);
int worker_tell_end(struct worker *worker);

#endif
