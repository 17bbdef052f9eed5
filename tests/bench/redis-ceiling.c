/* SPDX-License-Identifier: MIT */
/*
 * redis-ceiling SOCKET INPUT OUTPUT GROUP COUNT OCTETS: what a Redis server can do at all for `cpdm worker`. The same
 * requests with the same scripts, as many entries together, and in the place of a result so many octets that cost
 * nothing. It goes on until there are no entries.
 */
#include <stdio.h>
#include <stdlib.h>

#include "worker-scripts.h"

struct ceiling {
    struct link link;
    struct worker_script scripts[WORKER_SCRIPTS];
    const char *input, *output, *group, *count;
    cpdm_slice result;
    struct spool request, words;
    size_t entries;
};

static const struct reply *need(struct ceiling *ceiling, const struct reply *reply, enum reply_kind kind)
{
    if (reply && (reply->kind == kind || reply->kind == REPLY_NIL))
        return reply;
    fprintf(stderr, "redis-ceiling: %s\n", reply && reply->kind == REPLY_ERROR ? reply->text : ceiling->link.fault);
    exit(1);
}

static void put(struct ceiling *ceiling, const char *const *words, size_t count)
{
    request_begin(&ceiling->request, count);
    for (size_t i = 0; i < count; i++)
        request_text(&ceiling->request, words[i]);
}

static void send_all(struct ceiling *ceiling)
{
    link_send(&ceiling->link, &ceiling->request);
    spool_reset(&ceiling->request, SIZE_MAX);
}

static void load(struct ceiling *ceiling)
{
    const char *const words[] = {"SCRIPT", "LOAD", worker_script_text(SCRIPT_ANSWER)};
    put(ceiling, words, 3);
    send_all(ceiling);
    const struct reply *reply = need(ceiling, link_receive(&ceiling->link, 0), REPLY_TEXT);
    snprintf(ceiling->scripts[SCRIPT_ANSWER].hash, SCRIPT_HASH + 1, "%s", reply->text);
}

static void ask(struct ceiling *ceiling)
{
    const char *const words[] = {"XREADGROUP",   "GROUP",   ceiling->group, "ceiling", "COUNT",
                                 ceiling->count, "STREAMS", ceiling->input, ">"};
    put(ceiling, words, sizeof words / sizeof words[0]);
    send_all(ceiling);
}

/* The words for these entries; false when there are none. */
static bool take(struct ceiling *ceiling, const struct reply *reply)
{
    ceiling->entries = 0;
    spool_reset(&ceiling->words, SIZE_MAX);
    if (reply->kind == REPLY_NIL)
        return false;
    const struct reply *entries = reply->elements[0]->elements[1];
    for (size_t i = 0; i < entries->count; i++) {
        request_text(&ceiling->words, entries->elements[i]->elements[0]->text);
        request_slice(&ceiling->words, ceiling->result);
    }
    ceiling->entries = entries->count;
    return ceiling->entries > 0;
}

static void answer(struct ceiling *ceiling)
{
    const char *const words[] = {"2", ceiling->input, ceiling->output, ceiling->group, "0", "0"};
    worker_script_begin(ceiling->scripts, SCRIPT_ANSWER, 6 + 2 * ceiling->entries, &ceiling->request);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        request_text(&ceiling->request, words[i]);
    spool_slice(&ceiling->request, spool_all(&ceiling->words));
    send_all(ceiling);
}

static void run(struct ceiling *ceiling)
{
    bool answered = false;
    ask(ceiling);
    while (take(ceiling, need(ceiling, link_receive(&ceiling->link, 0), REPLY_ARRAY))) {
        link_forget(&ceiling->link);
        ask(ceiling);
        answer(ceiling);
        if (answered)
            need(ceiling, link_receive(&ceiling->link, 0), REPLY_INTEGER);
        answered = true;
    }
    if (answered)
        need(ceiling, link_receive(&ceiling->link, 0), REPLY_INTEGER);
}

int main(int argc, char **argv)
{
    if (argc != 7)
        return 2;
    size_t octets = strtoul(argv[6], NULL, 10);
    char *result = malloc(octets + 1);
    if (!result)
        return 1;
    memset(result, 'x', octets);
    struct ceiling ceiling = {
        .link = {.socket = argv[1], .memory.limit = SIZE_MAX / 2},
        .input = argv[2],
        .output = argv[3],
        .group = argv[4],
        .count = argv[5],
        .result = {.data = result, .length = octets},
    };
    if (!link_open(&ceiling.link))
        need(&ceiling, NULL, REPLY_NIL);
    load(&ceiling);
    run(&ceiling);
    spool_clear(&ceiling.request);
    spool_clear(&ceiling.words);
    link_free(&ceiling.link);
    free(result);
    return 0;
}
