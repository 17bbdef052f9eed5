/* SPDX-License-Identifier: MIT */
/* `cpdm worker`: the records of batch out of a Redis stream, results into another one (cpdm(1) under WORKERS). */
#include "cmd.h"

#include "options.h"

#ifndef HAVE_HIREDIS

int cmd_worker(const struct options *options)
{
    return message_fail(&options->messages, TOOL_BROKER_LIBRARY, (struct message_place){0}, NULL,
                        "cpdm was built without hiredis, the library that speaks with Redis");
}

#else

#include <string.h>
#include <unistd.h>

#include "worker.h"

enum { PORT = 6379, HOST_NAME = 256, REPLY_SPARE = 16 * 1024 * 1024 };

static int check_options(const struct options *options)
{
    if (options->argument_count != 2)
        return options_fail(options, options->verb->arguments, "a worker has a stream to read and one to write");
    if (options->socket && (options->host || options->port.text))
        return options_fail(options, NULL, "--socket does not go with --host and --port");
    return EXIT_DONE;
}

/* A result must not come back as a record, and a dead letter must not be taken for a result. */
static int check_names(const struct worker *worker)
{
    const char *const names[] = {worker->input, worker->output, worker->dead};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!names[i][0])
            return options_fail(worker->options, NULL, "a stream has a name");
        if (strcmp(names[i], names[(i + 1) % G_N_ELEMENTS(names)]) == 0)
            return options_fail(worker->options, NULL, "input, output and dead letters are three streams");
    }
    return EXIT_DONE;
}

static void name_all(struct worker *worker)
{
    const struct options *options = worker->options;
    char host[HOST_NAME] = "localhost";
    gethostname(host, sizeof host - 1);
    worker->input = options->arguments[0];
    worker->output = options->arguments[1];
    worker->dead_name = g_strconcat(worker->input, ":dead", NULL);
    worker->consumer_name = g_strdup_printf("%s-%ld", host, (long)getpid());
    worker->dead = options->dead ? options->dead : worker->dead_name;
    worker->consumer = options->consumer ? options->consumer : worker->consumer_name;
    worker->group = options->group ? options->group : "cpdm";
    worker->field = options->field ? options->field : "record";
    worker->count = worker_number(&options->count, WORKER_COUNT);
}

static void name_server(struct worker *worker)
{
    const struct options *options = worker->options;
    struct link *link = &worker->link;
    link->socket = options->socket;
    link->host = options->host ? options->host : "127.0.0.1";
    link->port = (int)worker_number(&options->port, PORT);
    link->memory.limit = REPLY_SPARE + 2 * worker->batch->max_record;
    worker->place = link->socket ? g_strdup(link->socket) : g_strdup_printf("%s:%d", link->host, link->port);
}

static void clear(struct worker *worker)
{
    for (size_t i = 0; i < HANDS; i++)
        spool_clear(&worker->hands[i].words);
    spool_clear(&worker->request);
    spool_clear(&worker->line);
    link_free(&worker->link);
    mill_free(worker->mill);
    stop_end(worker->stop);
    run_log_close(&worker->log);
    g_free(worker->place);
    g_free(worker->dead_name);
    g_free(worker->consumer_name);
}

static int run(const struct batch *batch)
{
    const struct options *options = batch->options;
    struct worker worker = {
        .batch = batch,
        .options = options,
        .messages = &options->messages,
        .story = {.tables_id = batch->tables_id, .worker = true},
        .log.descriptor = -1,
    };
    name_all(&worker);
    name_server(&worker);
    int code = check_names(&worker);
    if (!code && options->user && !batch->secrets.redis_password.data)
        code = message_fail(&options->messages, TOOL_BROKER_ACCESS, (struct message_place){0}, NULL,
                            "--user goes with redis-password= in the secrets file");
    if (!code)
        code = run_log_open(options, &worker.log);
    if (!code)
        code = options->check ? worker_check(&worker) : worker_run(&worker);
    clear(&worker);
    return code;
}

int cmd_worker(const struct options *options)
{
    int code = check_options(options);
    return code ? code : batch_run(options, run);
}

#endif
