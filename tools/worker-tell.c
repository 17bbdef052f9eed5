/* SPDX-License-Identifier: MIT */
/* What a worker has done into its metrics and its summary. */
#include "run-tell.h"
#include "worker.h"

void worker_tell(struct worker *worker)
{
    int64_t now = g_get_monotonic_time();
    if (now - worker->told < METRICS_EVERY)
        return;
    worker->told = now;
    run_tell_write(worker->messages, worker->options->metrics, tally_metrics, &worker->total, &worker->story);
}

int worker_tell_end(struct worker *worker)
{
    const struct options *options = worker->options;
    int code = run_tell_write(worker->messages, options->metrics, tally_metrics, &worker->total, &worker->story);
    return code ? code
                : run_tell_write(worker->messages, options->summary, tally_summary, &worker->total, &worker->story);
}
