/* SPDX-License-Identifier: MIT */
/* Totals into a progress line, an OpenMetrics file that is always whole, and a summary. */
#include "run-tell.h"

#include <stdio.h>

#include <glib.h>

#include "output.h"
#include "text.h"

enum { PROGRESS_EVERY = 500 * 1000 };

int run_tell_write(const struct messages *messages, const char *path, tally_text *function, const struct tally *tally,
                   const struct tally_story *story)
{
    if (!path)
        return EXIT_DONE;
    GString *text = g_string_new(NULL);
    function(tally, story, text);
    int code = output_write(messages, path, OUTPUT_PUBLIC, text_of(text));
    g_string_free(text, TRUE);
    return code;
}

static int write_text(struct run *run, const char *path, tally_text *function)
{
    run->story.passwords_forgotten = mark_set_forgotten(run->marks);
    return run_tell_write(&run->log.messages, path, function, &run->total, &run->story);
}

static void say_progress(const struct run *run, int64_t now)
{
    double seconds = (double)(now - run->began) / G_USEC_PER_SEC;
    fprintf(stderr, "\r%llu records, %.0f a second, %llu errors\033[K", (unsigned long long)run->total.records,
            seconds > 0 ? (double)run->total.records / seconds : 0.0,
            (unsigned long long)(run->total.records - run->total.ok));
    fflush(stderr);
}

void run_tell_progress(struct run *run)
{
    int64_t now = g_get_monotonic_time();
    if (run->progress && now - run->said >= PROGRESS_EVERY) {
        run->said = now;
        say_progress(run, now);
    }
    if (now - run->told >= METRICS_EVERY) {
        run->told = now;
        write_text(run, run->batch->options->metrics, tally_metrics);
    }
}

int run_tell_end(struct run *run)
{
    const struct options *options = run->batch->options;
    if (run->progress) {
        say_progress(run, g_get_monotonic_time());
        fputc('\n', stderr);
    }
    if (run->total.shared_passwords)
        message_warn(&run->log.messages, TOOL_PASSWORD_SHARED, (struct message_place){0}, NULL,
                     "%llu passwords of DM accounts were seen before for another device",
                     (unsigned long long)run->total.shared_passwords);
    int code = write_text(run, options->metrics, tally_metrics);
    return code ? code : write_text(run, options->summary, tally_summary);
}
