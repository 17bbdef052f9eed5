/* SPDX-License-Identifier: MIT */
/* Options into a pipeline over files, and what came of it into an exit code. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib.h>

#include "pipeline.h"
#include "run-resume.h"
#include "run-tell.h"

enum { SYNC_EVERY = 2 * 1000 * 1000, SHARED_SAID_MAX = 100, PASSWORDS_DEFAULT = 20000 };

static bool read_block(void *data, struct block *block)
{
    struct run *run = data;
    if (!block_reader_next(&run->reader, block))
        return false;
    block->replay = run->replay;
    if (!run->replay || block_reader_take(&run->old, block->count, &block->old))
        return true;
    message_warn(&run->log.messages, TOOL_RESUME, (struct message_place){.file = run->batch->options->verify_against},
                 NULL, "there are fewer results than records");
    run->reader.broken = true;
    return false;
}

static void find_shared_passwords(struct run *run, const struct block *block)
{
    for (size_t i = 0; i < block->marks.count; i++) {
        const struct mark *mark = &block->marks.items[i];
        uint64_t other = mark_set_find(run->marks, *mark);
        if (other && run->total.shared_passwords++ < SHARED_SAID_MAX)
            message_warn(&run->log.messages, TOOL_PASSWORD_SHARED, (struct message_place){0}, NULL,
                         "record %llu has a password of record %llu, which is for another device",
                         (unsigned long long)mark->record, (unsigned long long)other);
    }
}

static bool fail_write(struct run *run, const char *path, int error)
{
    if (error)
        run->code = run_files_fail(&run->files, path, "written", error);
    return !error;
}

static bool write_block(void *data, struct block *block)
{
    struct run *run = data;
    const struct options *options = run->batch->options;
    find_shared_passwords(run, block);
    if (!fail_write(run, run->files.output ? run->files.output : "<stdout>",
                    run_files_write(run->files.out, spool_all(&block->out))))
        return false;
    if (block->errors.length &&
        !fail_write(run, options->errors, run_files_write(run->files.errors, spool_all(&block->errors))))
        return false;
    tally_add(&run->total, &block->tally);
    run_tell_progress(run);
    int64_t now = g_get_monotonic_time();
    if (now - run->synchronised < SYNC_EVERY)
        return true;
    run->synchronised = now;
    run->code = run_files_sync(&run->files);
    return run->code == EXIT_DONE;
}

static unsigned jobs_of(const struct options *options)
{
    return options->jobs.text ? (unsigned)options->jobs.value : g_get_num_processors();
}

static int fail_memory(const struct run *run)
{
    return message_fail(run->files.messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "there is no memory");
}

static int finish(struct run *run)
{
    run->story.drained = run->stop && stop_asked(run->stop);
    if (run->reader.error)
        return run_files_fail(&run->files, "<records>", "read", run->reader.error);
    if (run->story.drained && !run->reader.end_of_file)
        return run_files_sync(&run->files);
    return run_files_finish(&run->files);
}

/* A stream that was gone through is a success, whatever its records were; only what could not be gone through is not.
 */
static int verdict(const struct run *run)
{
    bool errors = run->total.records > run->total.ok;
    bool fail_on_error = run->batch->options->fail_on.word == WORD_ERROR;
    return run->reader.broken || run->total.replayed_changed || (fail_on_error && errors) ? EXIT_DOCUMENT : EXIT_DONE;
}

/* From here on stderr belongs to nobody but the progress line. */
static int stream(struct run *run)
{
    const struct pipeline_plan plan = {
        .batch = run->batch,
        .jobs = jobs_of(run->batch->options),
        .keep_errors = run->files.errors >= 0,
        .read = read_block,
        .write = write_block,
        .data = run,
    };
    run->files.messages = &run->log.messages;
    run->progress = isatty(STDERR_FILENO);
    run->began = run->said = run->told = run->synchronised = g_get_monotonic_time();
    if (!pipeline_run(&plan))
        return fail_memory(run);
    int code = run->code ? run->code : finish(run);
    int told = run_tell_end(run);
    return code ? code : told ? told : verdict(run);
}

/* The earlier run's results, line by line with the records. */
static int open_old(struct run *run)
{
    const char *path = run->batch->options->verify_against;
    if (!path)
        return EXIT_DONE;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return run_files_fail(&run->files, path, "read", errno);
    run->replay = run->story.replay = true;
    block_reader_init(&run->old, descriptor, run->batch, NULL);
    run->old.limit = SIZE_MAX;
    return EXIT_DONE;
}

static int prepare(struct run *run)
{
    const struct options *options = run->batch->options;
    int code = run_files_open(options, &run->files);
    if (code || run->files.finished_before)
        return code;
    run->stop = stop_begin();
    if (!run->stop)
        return fail_memory(run);
    run->marks = mark_set_new(options->remember.text ? (size_t)options->remember.value : PASSWORDS_DEFAULT);
    block_reader_init(&run->reader, run->files.in, run->batch, run->stop);
    code = open_old(run);
    if (code)
        return code;
    return options->resume ? run_resume(run->batch, &run->files, &run->reader, &run->story.resumed_after) : EXIT_DONE;
}

int run_stream(const struct batch *batch)
{
    struct run run = {.batch = batch, .story.tables_id = batch->tables_id};
    int code = run_log_open(batch->options, &run.log);
    if (!code)
        code = prepare(&run);
    if (!code && !run.files.finished_before && !(batch->options->resume && stop_asked(run.stop)))
        code = stream(&run);
    stop_end(run.stop);
    mark_set_free(run.marks);
    block_reader_free(&run.reader);
    block_reader_free(&run.old);
    if (run.replay)
        close(run.old.descriptor);
    run_files_close(&run.files);
    run_log_close(&run.log);
    return code;
}
