/* SPDX-License-Identifier: MIT */
/*
 * Two jobs against each other in alternating slices of 300 us, many pairs: on a machine whose speed changes from minute
 * to minute only a ratio of neighbours says anything. The ratio of the 10th percentiles and the median of the ratios of
 * the pairs must agree; else the measurement is done again, and in the end called inconclusive.
 */
#include <stdlib.h>
#include <time.h>

#include "bench.h"

enum { TRIES = 5 };

static const double slice_ns = 300e3, agreement = 0.03;

struct side {
    const struct bench_job *job;
    const struct bench_documents *documents;
    size_t next, per_slice;
    double *ns; /* per document, one for each slice */
};

double timing_now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double run_slice(struct side *side)
{
    cpdm_slice output;
    double start = timing_now_ns();
    for (size_t i = 0; i < side->per_slice; i++) {
        if (!side->job->run(side->job->state, &side->documents->list[side->next], &output))
            bench_die("a job failed while it was timed");
        side->next = side->next + 1 < side->documents->count ? side->next + 1 : 0;
    }
    return (timing_now_ns() - start) / (double)side->per_slice;
}

static void calibrate(struct side *side)
{
    double best = 1e12;
    side->per_slice = 1;
    for (int i = 0; i < 32; i++) {
        double ns = run_slice(side);
        best = ns < best ? ns : best;
    }
    side->per_slice = best < slice_ns ? (size_t)(slice_ns / best) : 1;
}

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double at_fraction(double *values, size_t count, double fraction)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return values[(size_t)((double)(count - 1) * fraction)];
}

static struct bench_ratio measure(struct side *a, struct side *b, double *ratios, size_t pairs)
{
    struct bench_ratio ratio;
    for (size_t i = 0; i < pairs; i++) {
        a->ns[i] = run_slice(a);
        b->ns[i] = run_slice(b);
        ratios[i] = a->ns[i] / b->ns[i];
    }
    ratio.a_ns = at_fraction(a->ns, pairs, 0.1);
    ratio.b_ns = at_fraction(b->ns, pairs, 0.1);
    ratio.tenth = ratio.a_ns / ratio.b_ns;
    ratio.median = at_fraction(ratios, pairs, 0.5);
    double difference = ratio.tenth > ratio.median ? ratio.tenth - ratio.median : ratio.median - ratio.tenth;
    ratio.agreed = difference <= agreement * ratio.median;
    return ratio;
}

struct bench_ratio timing_compare(const struct bench_job *a, const struct bench_job *b,
                                  const struct bench_documents *documents, size_t pairs)
{
    double *memory = bench_alloc(3 * pairs * sizeof *memory);
    struct side left = {.job = a, .documents = documents, .ns = memory};
    struct side right = {.job = b, .documents = documents, .ns = memory + pairs};
    struct bench_ratio ratio = {.agreed = false};
    for (int i = 0; i < TRIES && !ratio.agreed; i++) {
        calibrate(&left);
        calibrate(&right);
        ratio = measure(&left, &right, memory + 2 * pairs, pairs);
    }
    free(memory);
    return ratio;
}
