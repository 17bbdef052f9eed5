/* SPDX-License-Identifier: MIT */
/*
 * The bench program. Without --run: checks that all implementations make the same items, counts our allocations, then
 * times the library against its limits and against what a user would otherwise write, and prints the table. With --run
 * JOB N: does one job N times, for callgrind and strace (bench.sh). Exit status: 0; 1 when outputs differ or we
 * allocate; 2 otherwise.
 */
#include <stdlib.h>

#include "bench.h"

enum job { CPDM_WW, CPDM_XW, CPDM_XX, LIMIT_W, LIMIT_X, LIMIT_XW, LIBWBXML_WW, LIBXSLT_WW, LIBXSLT_XX, JOBS };

struct options {
    const char *directory; /* tests/bench */
    const char *size;
    const char *run; /* name of the job to do `times` times */
    size_t times, pairs;
    bool quick;
};

struct comparison {
    enum job a, b;
    const char *size;
    double bar; /* at most, or at least when negative; 0: none */
};

/* performance.md section 5 P1, P2, P5, P6, as the bars of `make bench`. */
static const struct comparison comparisons[] = {
    {CPDM_WW, LIMIT_W, "main", 1.5},    {CPDM_XW, LIMIT_X, "main", 1.25}, {LIBWBXML_WW, CPDM_WW, "main", -30},
    {LIBXSLT_WW, CPDM_WW, "main", -30}, {CPDM_XW, LIMIT_XW, "main", 0},   {LIBXSLT_XX, CPDM_XX, "main", 0},
    {CPDM_WW, LIMIT_W, "small", 0},     {CPDM_XW, LIMIT_X, "small", 0},   {CPDM_WW, LIMIT_W, "large", 0},
    {CPDM_XW, LIMIT_X, "large", 0},
};

static void make_jobs(struct bench_job jobs[JOBS], const char *directory)
{
    jobs[CPDM_WW] = candidate_ww();
    jobs[CPDM_XW] = candidate_xw();
    jobs[CPDM_XX] = candidate_xx();
    jobs[LIMIT_W] = limit_w();
    jobs[LIMIT_X] = limit_x();
    jobs[LIMIT_XW] = limit_xw();
    jobs[LIBWBXML_WW] = libwbxml_ww();
    jobs[LIBXSLT_WW] = libxslt_ww(directory);
    jobs[LIBXSLT_XX] = libxslt_xx(directory);
}

/* ---- Agreement ---- */

/* Whether the job makes of each document the items that it shall. `octets`: size of the first package. */
static bool job_agrees(const struct bench_job *job, const struct bench_documents *documents, size_t *octets)
{
    struct bench_items *found = bench_alloc(sizeof *found);
    const char *difference = NULL;
    for (size_t i = 0; i < documents->count && !difference; i++) {
        const struct bench_document *document = &documents->list[i];
        cpdm_slice output;
        if (!job->run(job->state, document, &output))
            difference = "it failed";
        else if (!package_read(output, found))
            difference = "its package cannot be read";
        else
            difference = items_difference(document->items, found);
        if (difference)
            printf("%s, document %zu: %s\n", job->name, i + 1, difference);
        else if (i == 0)
            *octets = output.length;
    }
    free(found);
    return !difference;
}

static bool jobs_agree(const struct bench_job jobs[JOBS], const struct bench_documents *documents, const char *size)
{
    bool agree = true;
    size_t octets[JOBS] = {0};
    const struct bench_document *first = &documents->list[0];
    printf("\n%s: %zu documents, XML %zu octets, WBXML %zu, %zu items\n", size, documents->count, first->xml.length,
           first->wbxml.length, first->items->count);
    for (size_t i = 0; i < JOBS; i++)
        agree = job_agrees(&jobs[i], documents, &octets[i]) && agree;
    printf("octets of a package:");
    for (size_t i = 0; i < JOBS; i++)
        printf(" %s %zu%s", jobs[i].name, octets[i], i + 1 < JOBS ? "," : "\n");
    return agree;
}

/* ---- Allocations ---- */

static void run_times(const struct bench_job *job, const struct bench_documents *documents, size_t times)
{
    cpdm_slice output;
    for (size_t i = 0; i < times; i++) {
        if (!job->run(job->state, &documents->list[i % documents->count], &output))
            bench_die("the job failed");
    }
}

/* At steady state: after every document has been seen. False when one of the library's jobs allocates by itself. */
static bool count_allocations(const struct bench_job jobs[JOBS], const struct bench_documents *documents)
{
    bool none = true;
    if (!count_works()) {
        puts("allocations: not counted on this C library");
        return true;
    }
    printf("\n%-16s %12s %12s\n", "calls of malloc", "libcrypto", "all others");
    for (size_t i = 0; i < JOBS; i++) {
        size_t times = 2 * documents->count;
        run_times(&jobs[i], documents, times);
        count_start();
        run_times(&jobs[i], documents, times);
        struct bench_allocations calls = count_stop();
        bool bad = i <= CPDM_XX && calls.others > 0;
        printf("%-16s %12.2f %12.2f%s\n", jobs[i].name, (double)calls.libcrypto / (double)times,
               (double)calls.others / (double)times, bad ? "  must be 0" : "");
        none = none && !bad;
    }
    return none;
}

/* ---- Times ---- */

static const char *verdict(const struct comparison *comparison, const struct bench_ratio *ratio)
{
    if (!ratio->agreed)
        return "inconclusive";
    if (comparison->bar > 0)
        return ratio->tenth <= comparison->bar ? "reached" : "NOT reached";
    return ratio->tenth >= -comparison->bar ? "reached" : "NOT reached";
}

static void compare(const struct comparison *comparison, const struct bench_job jobs[JOBS],
                    const struct bench_documents *documents, size_t pairs)
{
    const struct bench_job *a = &jobs[comparison->a], *b = &jobs[comparison->b];
    struct bench_ratio ratio = timing_compare(a, b, documents, pairs);
    printf("%-12s / %-15s %9.0f %9.0f %9.3f %9.3f", a->name, b->name, ratio.a_ns, ratio.b_ns, ratio.tenth,
           ratio.median);
    if (comparison->bar > 0 || comparison->bar < 0)
        printf("  %s %.2f  %s",
               comparison->bar > 0 ? "<=" : ">=", comparison->bar > 0 ? comparison->bar : -comparison->bar,
               verdict(comparison, &ratio));
    else if (!ratio.agreed)
        printf("  inconclusive");
    printf("\n");
    fflush(stdout);
}

static int bench_size(const struct options *options, const struct bench_job jobs[JOBS], const char *size)
{
    struct bench_documents *documents = documents_load(options->directory, size, BENCH_DOCUMENTS);
    if (!jobs_agree(jobs, documents, size)) {
        puts("The implementations do not agree: nothing is timed.");
        return 1;
    }
    bool none = count_allocations(jobs, documents);
    printf("\n%-30s %9s %9s %9s %9s  bar\n", "time per document", "a ns", "b ns", "p10/p10", "median");
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        if (strcmp(comparisons[i].size, size) == 0)
            compare(&comparisons[i], jobs, documents, options->pairs);
    }
    return none ? 0 : 3;
}

static int bench_all(const struct options *options, const struct bench_job jobs[JOBS])
{
    static const char *const sizes[] = {"main", "small", "large"};
    int status = 0;
    for (size_t i = 0; i < (options->quick ? 1 : 3) && status != 1; i++) {
        int result = bench_size(options, jobs, sizes[i]);
        status = result ? result : status;
    }
    return status;
}

static int run_one(const struct options *options, const struct bench_job jobs[JOBS])
{
    for (size_t i = 0; i < JOBS; i++) {
        if (strcmp(jobs[i].name, options->run) == 0) {
            run_times(&jobs[i], documents_load(options->directory, options->size, 32), options->times);
            return 0;
        }
    }
    bench_die("--run: no such job");
}

int main(int argc, char **argv)
{
    struct options options = {.directory = "tests/bench", .size = "main", .pairs = 1000};
    struct bench_job jobs[JOBS];
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--quick") == 0) {
            options.quick = true;
            options.pairs = 200;
        } else if (strcmp(argv[i], "--data") == 0 && i + 1 < argc) {
            options.directory = argv[++i];
        } else if (strcmp(argv[i], "--size") == 0 && i + 1 < argc) {
            options.size = argv[++i];
        } else if (strcmp(argv[i], "--run") == 0 && i + 2 < argc) {
            options.run = argv[++i];
            options.times = strtoul(argv[++i], NULL, 10);
        } else {
            bench_die("usage: bench [--data DIRECTORY] [--quick] [--size SIZE --run JOB TIMES]");
        }
    }
    make_jobs(jobs, options.directory);
    return options.run ? run_one(&options, jobs) : bench_all(&options, jobs);
}
