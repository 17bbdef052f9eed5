/* SPDX-License-Identifier: MIT */
/*
 * The bench program: its first words say what it does (the table at the end), one measurement at a time, and
 * make_bench.py makes a table of many. Exit status: 0; 1 when implementations disagree or the library allocates; 2
 * otherwise.
 */
#include <stdlib.h>

#include "bench.h"

enum { WARM = 32 };

/* check [SIZE...]: all implementations agree, and a document costs the library no malloc. */
static int check(const char *directory, char **words)
{
    static char *all[] = {"main", "small", "large", NULL};
    bool agree = true;
    for (char **size = *words ? words : all; *size; size++)
        agree = jobs_agree(directory, documents_load(directory, *size, BENCH_DOCUMENTS), *size) && agree;
    return agree ? 0 : 1;
}

/* compare A B SIZE PAIRS: prints ns of A, ns of B, ratio of the 10th percentiles, median ratio */
static int compare(const char *directory, char **words)
{
    const struct bench_documents *documents = documents_load(directory, words[2], BENCH_DOCUMENTS);
    struct bench_job a = job_make(words[0], directory), b = job_make(words[1], directory);
    struct bench_ratio ratio = timing_compare(&a, &b, documents, strtoul(words[3], NULL, 10));
    printf("%.0f %.0f %.4f %.4f\n", ratio.a_ns, ratio.b_ns, ratio.tenth, ratio.median);
    return 0;
}

/* At steady state: after every document has been seen. */
static void run_warm(const char *directory, const char *name, const struct bench_documents *documents, size_t times)
{
    struct bench_job job = job_make(name, directory);
    job_repeat(&job, documents, documents->count);
    count_start();
    bench_measured(&job, documents, times);
    struct bench_allocations calls = count_stop();
    printf("%.2f %.2f\n", (double)calls.others / (double)times, (double)calls.libcrypto / (double)times);
}

/* run JOB SIZE TIMES: prints the mallocs a document, ours and libcrypto's */
static int run(const char *directory, char **words)
{
    run_warm(directory, words[0], documents_load(directory, words[1], WARM), strtoul(words[2], NULL, 10));
    return count_works() ? 0 : 1;
}

/* scale JOB SIZE COPIES: one document with COPIES times the objects; prints its octets */
static int scale(const char *directory, char **words)
{
    const struct bench_documents *documents = documents_scaled(directory, words[1], strtoul(words[2], NULL, 10));
    struct bench_job job = job_make(words[0], directory);
    printf("%zu %zu\n", documents->list[0].xml.length, documents->list[0].wbxml.length);
    job_repeat(&job, documents, 1);
    bench_measured(&job, documents, 1);
    return 0;
}

/* serve JOB SIZE: for each number on standard input, so many documents; prints the processor time in ns */
static int serve(const char *directory, char **words)
{
    const struct bench_documents *documents = documents_load(directory, words[1], BENCH_DOCUMENTS);
    struct bench_job job = job_make(words[0], directory);
    char line[32];
    job_repeat(&job, documents, documents->count);
    while (fgets(line, sizeof line, stdin)) {
        double start = timing_now_ns();
        job_repeat(&job, documents, strtoul(line, NULL, 10));
        printf("%.0f\n", timing_now_ns() - start);
        fflush(stdout);
    }
    return 0;
}

/* write SIZE FOLDER COUNT: the documents as files */
static int write_documents(const char *directory, char **words)
{
    exchange_write(documents_load(directory, words[0], strtoul(words[2], NULL, 10)), words[1]);
    return 0;
}

/* agree SIZE FOLDER COUNT ENDING: whether another program's packages hold what they shall */
static int agree(const char *directory, char **words)
{
    const struct bench_documents *documents = documents_load(directory, words[0], strtoul(words[2], NULL, 10));
    return exchange_agrees(documents, words[1], words[3]) ? 0 : 1;
}

/* identity: what the instructions of this program depend on */
static int identity(const char *directory, char **words)
{
    (void)directory;
    (void)words;
#if defined(__clang__)
    printf("clang %s", __clang_version__);
#else
    printf("gcc %s", __VERSION__);
#endif
#if defined(__x86_64__)
    printf(" x86-64");
#endif
    printf(" %s\n", BENCH_FLAGS_OF_BUILD);
    return 0;
}

static const struct command {
    const char *name;
    int words; /* at least */
    int (*run)(const char *directory, char **words);
} commands[] = {
    {"check", 0, check}, {"compare", 4, compare},       {"run", 3, run},     {"scale", 3, scale},
    {"serve", 2, serve}, {"write", 3, write_documents}, {"agree", 4, agree}, {"identity", 0, identity},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc >= 3 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, argv[2]) == 0 && argc - 3 >= commands[i].words)
            return commands[i].run(argv[1], argv + 3);
    bench_die("usage: bench SRCDIR/tests/bench check|compare|run|scale|serve|write|agree|identity ...");
}
