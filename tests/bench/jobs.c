/* SPDX-License-Identifier: MIT */
/* The implementations by their names. One that nobody asks for is not made: its libraries stay cold. */
#include "bench.h"

static const struct {
    const char *name;
    struct bench_job (*make)(const char *directory);
} jobs[] = {
    {"cpdm_ww", candidate_ww},
    {"cpdm_wi", candidate_wi},
    {"cpdm_wr", candidate_wr},
    {"cpdm_xw", candidate_xw},
    {"cpdm_xx", candidate_xx},
    {"cpdm_tree_w", candidate_tree_w},
    {"cpdm_tree_x", candidate_tree_x},
    {"limit_w", limit_w},
    {"limit_x", limit_x},
    {"limit_xw", limit_xw},
    {"hmac", hmac_pair},
    {"hmac_low", hmac_pair_low},
    {"libwbxml_ww", libwbxml_ww},
    {"libxslt_ww", libxslt_ww},
    {"libxslt_xx", libxslt_xx},
};

const char *job_name(size_t index)
{
    return index < sizeof jobs / sizeof *jobs ? jobs[index].name : NULL;
}

struct bench_job job_make(const char *name, const char *directory)
{
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++)
        if (strcmp(jobs[i].name, name) == 0)
            return jobs[i].make(directory);
    fprintf(stderr, "bench: %s: ", name);
    bench_die("there is no such job");
}

void job_repeat(const struct bench_job *job, const struct bench_documents *documents, size_t times)
{
    cpdm_slice output;
    for (size_t i = 0; i < times; i++) {
        if (!job->run(job->state, &documents->list[i % documents->count], &output))
            bench_die("the job failed");
    }
}

__attribute__((noinline)) void bench_measured(const struct bench_job *job, const struct bench_documents *documents,
                                              size_t times)
{
    job_repeat(job, documents, times);
    __asm__ volatile("" : : : "memory"); /* no jump in the place of the call: callgrind looks for this function's end */
}
