/* SPDX-License-Identifier: MIT */
/* The life of a worker, from its first link to a server over all that are lost to the signal that ends it. */
#include "worker.h"

#include "output.h"
#include "text.h"

enum { REST_FIRST = 50, REST_MAX = 5000, REST_DOUBLINGS = 8 };

uint64_t worker_number(const struct option_number *number, uint64_t otherwise)
{
    return number->text ? number->value : otherwise;
}

bool worker_stops(const struct worker *worker)
{
    return worker->stop && stop_asked(worker->stop);
}

enum way worker_refused(struct worker *worker, const struct reply *reply, const char *what)
{
    const struct message_place place = {.file = worker->place};
    struct link *link = &worker->link;
    char text[LINK_FAULT];
    worker->passing = false;
    if (!reply)
        return WAY_AGAIN;
    reply_say_error(reply, text, sizeof text);
    switch (reply_refusal(reply)) {
    case REFUSAL_NONE:
    case REFUSAL_PASSING:
    case REFUSAL_SCRIPT:
        worker->passing = true;
        g_snprintf(link->fault, sizeof link->fault, "%s is refused: %s", what, text);
        link_close(link);
        return WAY_AGAIN;
    case REFUSAL_GROUP:
        worker->code = message_fail(worker->messages, TOOL_BROKER, place,
                                    "XGROUP CREATE makes it again: from 0 what was answered is answered again, from $ "
                                    "what was not is left out",
                                    "the group %s of the stream %s is gone", worker->group, worker->input);
        return WAY_END;
    case REFUSAL_LOGIN:
    case REFUSAL_ACCESS:
        worker->code = message_fail(worker->messages, TOOL_BROKER_ACCESS, place, NULL, "%s is refused: %s", what, text);
        return WAY_END;
    case REFUSAL_FINAL: break;
    }
    worker->code = message_fail(worker->messages, TOOL_BROKER, place, NULL, "%s is refused: %s", what, text);
    return WAY_END;
}

/* ---- from a link to the next ---- */

static void rest(const struct worker *worker)
{
    unsigned doubled = MIN(worker->tries, REST_DOUBLINGS);
    int most = MIN(REST_FIRST << doubled, REST_MAX);
    link_rest(&worker->link, g_random_int_range(most / 2, most + 1));
}

static void lose_link(struct worker *worker)
{
    if (worker->link.crowded)
        worker->count = MAX(worker->count / 2, 1);
    if (!worker_stops(worker) && worker->tries++ == 0)
        message_warn(worker->messages, TOOL_BROKER, (struct message_place){.file = worker->place}, NULL,
                     "%s; it is tried again", worker->link.fault);
}

static enum way run_links(struct worker *worker)
{
    bool returned = false;
    enum way way = WAY_ON;
    while (way != WAY_END && !worker_stops(worker)) {
        way = worker->link.context ? WAY_ON : worker_start(worker);
        if (way == WAY_ON)
            way = worker_work(worker, returned);
        returned = true;
        if (way == WAY_AGAIN) {
            lose_link(worker);
            rest(worker);
            worker->story.links++;
        }
    }
    return way;
}

static void leave(struct worker *worker)
{
    struct spool *request = &worker->request;
    if (!worker->link.context)
        return;
    worker_script_begin(worker->scripts, SCRIPT_LEAVE, 4, request);
    request_number(request, 1);
    request_text(request, worker->input);
    request_text(request, worker->group);
    request_text(request, worker->consumer);
    link_ask(&worker->link, request);
}

/* A signal came while the server was away: nothing is lost, for what has no result is pending still. */
static int count_left(const struct worker *worker)
{
    size_t entries = 0;
    for (size_t i = 0; i < HANDS; i++)
        entries += worker->hands[i].open ? worker->hands[i].entries : 0;
    if (!entries)
        return EXIT_DONE;
    return message_fail(worker->messages, TOOL_BROKER, (struct message_place){.file = worker->place}, NULL,
                        "the results of %zu entries could not be given to it; the entries stay pending", entries);
}

/* ---- the beginning and the end ---- */

static int start(struct worker *worker)
{
    worker->stop = stop_begin();
    worker->link.stop = worker->stop;
    worker->mill = worker->stop ? mill_new(worker->batch) : NULL;
    if (!worker->mill)
        return message_fail(worker->messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "there is no memory");
    enum way way = worker_start(worker);
    if (way == WAY_AGAIN && !worker->passing)
        return message_fail(worker->messages, TOOL_BROKER, (struct message_place){.file = worker->place}, NULL, "%s",
                            worker->link.fault);
    return worker->code;
}

int worker_run(struct worker *worker)
{
    int code = start(worker);
    if (code)
        return code;
    worker->messages = &worker->log.messages;
    worker->told = g_get_monotonic_time();
    enum way way = run_links(worker);
    code = way == WAY_END ? worker->code : count_left(worker);
    if (way != WAY_END)
        leave(worker);
    worker->story.drained = worker_stops(worker);
    int told = worker_tell_end(worker);
    return code ? code : told;
}

int worker_check(struct worker *worker)
{
    worker->lines = g_string_new(NULL);
    enum way way = worker_start(worker);
    if (way == WAY_AGAIN)
        g_string_append_printf(worker->lines, "bad      connection: %s\n", worker->link.fault);
    int code = output_write(worker->messages, NULL, OUTPUT_PUBLIC, text_of(worker->lines));
    g_string_free(worker->lines, TRUE);
    return code ? code : worker->code ? worker->code : way == WAY_AGAIN ? EXIT_IO : EXIT_DONE;
}
