/* SPDX-License-Identifier: MIT */
/*
 * Whether the time of a MAC compare tells where it differs (threat A12): a right MAC is compared with one that differs
 * in the first octet and one that differs in the last, in random order, a million times; Welch's t of the two is
 * printed. |t| < 4.5 is what dudect (Reparaz et al. 2017) calls no evidence. For comparison the same with memcmp(),
 * which does tell.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "mac.h"

enum { RUNS = 1000000, COMPARES = 64, KEPT_PERCENT = 90 };

typedef bool compare_function(const uint8_t *a, const uint8_t *b);

static bool plain_equal(const uint8_t *a, const uint8_t *b)
{
    for (size_t i = 0; i < MAC_OCTETS; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

static double nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double time_compare(compare_function *equal, const uint8_t *a, const uint8_t *b)
{
    volatile unsigned found = 0;
    double start = nanoseconds();
    for (unsigned i = 0; i < COMPARES; i++)
        found += equal(a, b);
    return nanoseconds() - start;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct moments {
    double count, mean, square;
};

static void add(struct moments *moments, double value)
{
    double delta = value - moments->mean;
    moments->mean += delta / ++moments->count;
    moments->square += delta * (value - moments->mean);
}

/* Welch's t of the two classes, without the slowest tenth (interrupts). */
static double welch(const double *times, const uint8_t *classes, size_t count)
{
    double *sorted = malloc(count * sizeof *sorted);
    struct moments moments[2] = {{0}};
    if (!sorted)
        return NAN;
    memcpy(sorted, times, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_value);
    double limit = sorted[count * KEPT_PERCENT / 100];
    free(sorted);
    for (size_t i = 0; i < count; i++)
        if (times[i] <= limit)
            add(&moments[classes[i]], times[i]);
    double variance = 0;
    for (unsigned i = 0; i < 2; i++)
        variance += moments[i].square / (moments[i].count - 1) / moments[i].count;
    return (moments[0].mean - moments[1].mean) / sqrt(variance);
}

static double measure(compare_function *equal, size_t count)
{
    uint8_t right[MAC_OCTETS] = {0}, first[MAC_OCTETS] = {1}, last[MAC_OCTETS] = {0};
    double *times = malloc(count * sizeof *times), t = NAN;
    uint8_t *classes = malloc(count);
    uint32_t random = 12345;
    last[MAC_OCTETS - 1] = 1;
    for (size_t i = 0; times && classes && i < count; i++) {
        random = random * 1664525u + 1013904223u;
        classes[i] = (uint8_t)(random >> 31);
        times[i] = time_compare(equal, right, classes[i] ? last : first);
    }
    if (times && classes)
        t = welch(times, classes, count);
    free(times);
    free(classes);
    return t;
}

int main(void)
{
    printf(
        "MAC compare, first octet against last, Welch's t of %d runs: mac_equal %.2f (no evidence under 4.5), octet by "
        "octet %.2f\n",
        RUNS, fabs(measure(mac_equal, RUNS)), fabs(measure(plain_equal, RUNS)));
    return 0;
}
