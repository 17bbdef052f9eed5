/* SPDX-License-Identifier: MIT */
/*
 * The loop of a worker. It asks for the next entries before it translates the last ones, and gives results away while
 * the server fetches: neither waits for the other. What it was given stays pending in the group until its result is in
 * the output, so whatever ends, the worker or the server, another link finds it there. Entries that were pending before
 * are taken one at a time: when one of them ends the process, it is known which.
 */
#include "worker.h"

enum { BLOCK_DEFAULT = 250, MIN_IDLE_DEFAULT = 60 * 1000, TRIES_DEFAULT = 3, SWEEP_MIN = 200, SWEEP_MAX = 30 * 1000 };

static uint64_t min_idle(const struct worker *worker)
{
    return worker_number(&worker->options->min_idle, MIN_IDLE_DEFAULT);
}

static bool is_sweep_due(const struct worker *worker)
{
    int64_t every = (int64_t)CLAMP(min_idle(worker), SWEEP_MIN, SWEEP_MAX) * 1000;
    return g_get_monotonic_time() - worker->swept >= every;
}

/* ---- results out ---- */

static enum way send_answer(struct worker *worker, const struct hand *hand)
{
    struct spool *request = &worker->request;
    worker_script_begin(worker->scripts, SCRIPT_ANSWER, 6 + 2 * hand->entries, request);
    request_number(request, 2);
    request_text(request, worker->input);
    request_text(request, worker->output);
    request_text(request, worker->group);
    request_number(request, worker->options->max_len.value);
    request_text(request, worker->options->delete_answered ? "1" : "0");
    bool sent = link_send(&worker->link, request) && link_send(&worker->link, &hand->words);
    spool_reset(request, WORKER_KEPT);
    return sent ? WAY_ON : WAY_AGAIN;
}

static enum way hear_answer(struct worker *worker, struct hand *hand)
{
    const struct reply *reply = link_receive(&worker->link, 0);
    if (!reply || reply->kind != REPLY_INTEGER || reply->integer < 0 || (uint64_t)reply->integer > hand->entries)
        return worker_refused(worker, reply, "a result");
    worker->story.overtaken += hand->entries - (uint64_t)reply->integer;
    tally_add(&worker->total, &hand->tally);
    worker->tries = 0;
    hand_clear(hand);
    return WAY_ON;
}

static enum way hear_open(struct worker *worker, struct hand *hand)
{
    return hand->open ? hear_answer(worker, hand) : WAY_ON;
}

/* What the last link may have taken: it is given again, and counts once. */
static enum way answer_again(struct worker *worker)
{
    enum way way = WAY_ON;
    for (size_t i = 0; i < HANDS && way == WAY_ON; i++) {
        struct hand *hand = &worker->hands[i];
        if (!hand->open)
            continue;
        way = send_answer(worker, hand);
        if (way == WAY_ON)
            way = hear_answer(worker, hand);
        link_forget(&worker->link);
    }
    return way;
}

/* ---- new entries ---- */

static enum way send_read(struct worker *worker, uint64_t block)
{
    struct spool *request = &worker->request;
    request_begin(request, block ? 11 : 9);
    request_text(request, "XREADGROUP");
    request_text(request, "GROUP");
    request_text(request, worker->group);
    request_text(request, worker->consumer);
    request_text(request, "COUNT");
    request_number(request, worker->count);
    if (block) {
        request_text(request, "BLOCK");
        request_number(request, block);
    }
    request_text(request, "STREAMS");
    request_text(request, worker->input);
    request_text(request, ">");
    bool sent = link_send(&worker->link, request);
    spool_reset(request, WORKER_KEPT);
    return sent ? WAY_ON : WAY_AGAIN;
}

/* As many as asked for, but no more than take half the memory when they are as large as these. */
static void choose_count(struct worker *worker, size_t entries)
{
    const struct reply_memory *memory = &worker->link.memory;
    uint64_t most = worker_number(&worker->options->count, WORKER_COUNT);
    if (entries)
        worker->count = CLAMP(memory->limit / 2 / (memory->taken / entries + 1), 1, most);
}

/* [[stream, [entry, ...]]], or nothing */
static enum way hear_read(struct worker *worker, uint64_t block, const struct reply **entries)
{
    struct reply *reply = link_receive(&worker->link, (int)block);
    *entries = NULL;
    if (!reply || (reply->kind != REPLY_NIL && !reply_is_array(reply, 1)))
        return worker_refused(worker, reply, "XREADGROUP");
    if (reply->kind == REPLY_NIL)
        return WAY_ON;
    const struct reply *stream = reply->elements[0];
    if (!reply_is_array(stream, 2) || stream->elements[1]->kind != REPLY_ARRAY)
        return worker_refused(worker, stream, "XREADGROUP");
    *entries = stream->elements[1]->count ? stream->elements[1] : NULL;
    choose_count(worker, stream->elements[1]->count);
    return WAY_ON;
}

/* Results of these entries on their way, and the next entries here. */
static enum way turn(struct worker *worker, const struct reply **entries)
{
    struct hand *hand = &worker->hands[worker->turn], *before = &worker->hands[!worker->turn];
    bool more = !worker_stops(worker) && !is_sweep_due(worker);
    enum way way = more ? send_read(worker, 0) : WAY_ON;
    if (!worker_grind_entries(worker, *entries, hand))
        way = worker_refused(worker, *entries, "XREADGROUP");
    *entries = NULL;
    worker->turn = !worker->turn;
    link_forget(&worker->link);
    if (way == WAY_ON)
        way = send_answer(worker, hand);
    if (way == WAY_ON)
        way = hear_open(worker, before);
    return way == WAY_ON && more ? hear_read(worker, 0, entries) : way;
}

/* Until no more comes, or something else is to be done. */
static enum way stream(struct worker *worker)
{
    const struct reply *entries = NULL;
    uint64_t block = worker_number(&worker->options->block, BLOCK_DEFAULT);
    enum way way = send_read(worker, block);
    if (way == WAY_ON)
        way = hear_read(worker, block, &entries);
    while (way == WAY_ON && entries) {
        way = turn(worker, &entries);
        worker_tell(worker);
    }
    for (size_t i = 0; i < HANDS && way == WAY_ON; i++)
        way = hear_open(worker, &worker->hands[worker->turn ^ i]);
    link_forget(&worker->link);
    return way;
}

/* ---- pending entries ---- */

struct claim {
    const char *owner;    /* empty: anybody */
    uint64_t idle;        /* milliseconds */
    bool keep;            /* this process lives: being given it once more is not a try */
    char start[ENTRY_ID]; /* where to look on */
};

static enum way send_claim(struct worker *worker, const struct claim *claim)
{
    struct spool *request = &worker->request;
    worker_script_begin(worker->scripts, SCRIPT_CLAIM, 12, request);
    request_number(request, 2);
    request_text(request, worker->input);
    request_text(request, worker->dead);
    request_text(request, worker->group);
    request_text(request, worker->consumer);
    request_number(request, claim->idle);
    request_number(request, worker_number(&worker->options->tries, TRIES_DEFAULT));
    request_text(request, worker->field);
    request_text(request, claim->start);
    request_text(request, claim->owner);
    request_text(request, claim->keep ? "1" : "0");
    request_number(request, worker->batch->max_record);
    bool sent = link_send(&worker->link, request);
    spool_reset(request, WORKER_KEPT);
    return sent ? WAY_ON : WAY_AGAIN;
}

/* The next one is asked for behind the result of the last one: no more than one is here at a time. */
static enum way take_claimed(struct worker *worker, struct claim *claim, bool *asked)
{
    struct hand *hand = &worker->hands[0];
    const struct reply *reply = link_receive(&worker->link, 0);
    if (!reply)
        return WAY_AGAIN;
    enum claimed claimed = worker_grind_claimed(worker, reply, hand, claim->start);
    if (claimed == CLAIMED_NONSENSE)
        return worker_refused(worker, reply, "a claim");
    link_forget(&worker->link);
    *asked = claimed != CLAIMED_NOTHING && !worker_stops(worker);
    enum way way = claimed == CLAIMED_ENTRY ? send_answer(worker, hand) : WAY_ON;
    if (way == WAY_ON && *asked)
        way = send_claim(worker, claim);
    return way == WAY_ON ? hear_open(worker, hand) : way;
}

static enum way take_pending(struct worker *worker, struct claim claim)
{
    bool asked = !worker_stops(worker);
    enum way way = asked ? send_claim(worker, &claim) : WAY_ON;
    while (way == WAY_ON && asked) {
        way = take_claimed(worker, &claim, &asked);
        worker_tell(worker);
    }
    link_forget(&worker->link);
    return way;
}

static enum way sweep(struct worker *worker)
{
    worker->swept = g_get_monotonic_time();
    return take_pending(worker, (struct claim){.owner = "", .idle = min_idle(worker), .start = "-"});
}

enum way worker_work(struct worker *worker, bool returned)
{
    enum way way = answer_again(worker);
    if (way == WAY_ON)
        way = take_pending(worker, (struct claim){.owner = worker->consumer, .keep = returned, .start = "-"});
    while (way == WAY_ON && !worker_stops(worker)) {
        if (is_sweep_due(worker))
            way = sweep(worker);
        if (way == WAY_ON && !worker_stops(worker))
            way = stream(worker);
        worker_tell(worker);
    }
    return way;
}
