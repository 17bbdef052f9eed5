/* SPDX-License-Identifier: MIT */
/* Whether all implementations make the same items of every document: only then is anything measured. */
#include <stdlib.h>

#include "bench.h"

const char *package_difference(cpdm_slice package, const struct bench_document *document)
{
    struct bench_items *found = bench_alloc(sizeof *found);
    const char *difference =
        package_read(package, found) ? items_difference(document->items, found) : "its package cannot be read";
    free(found);
    return difference;
}

/* `octets`: size of the first package. */
static bool job_agrees(const char *name, const struct bench_job *job, const struct bench_documents *documents,
                       size_t *octets)
{
    const char *difference = NULL;
    for (size_t i = 0; i < documents->count && !difference; i++) {
        const struct bench_document *document = &documents->list[i];
        cpdm_slice output = {NULL, 0};
        if (!job->run(job->state, document, &output))
            difference = "it failed";
        else if (!job->part)
            difference = package_difference(output, document);
        if (difference)
            printf("%s, document %zu: %s\n", name, i + 1, difference);
        else if (i == 0)
            *octets = output.length;
    }
    return !difference;
}

bool jobs_agree(const char *directory, const struct bench_documents *documents, const char *size)
{
    bool agree = true;
    const struct bench_document *first = &documents->list[0];
    printf("%s: %zu documents, XML %zu octets, WBXML %zu, %zu items; octets of a package:", size, documents->count,
           first->xml.length, first->wbxml.length, first->items->count);
    for (size_t i = 0; job_name(i); i++) {
        size_t octets = 0;
        struct bench_job job = job_make(job_name(i), directory);
        agree = job_agrees(job_name(i), &job, documents, &octets) && agree;
        if (octets)
            printf(" %s %zu", job_name(i), octets);
    }
    printf("\n");
    return agree;
}
