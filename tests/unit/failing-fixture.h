/* SPDX-License-Identifier: MIT */
/* An allocator whose fail_at-th allocation fails, and which counts what is not given back. */
#ifndef FAILING_FIXTURE_H
#define FAILING_FIXTURE_H

#include <stdlib.h>

struct failing {
    long calls, fail_at; /* from 1; 0: never */
    long live;
};

static void *failing_allocate(void *data, size_t size)
{
    struct failing *failing = data;
    if (++failing->calls == failing->fail_at)
        return NULL;
    void *memory = malloc(size);
    failing->live += memory != NULL;
    return memory;
}

static void failing_release(void *data, void *memory)
{
    ((struct failing *)data)->live -= memory != NULL;
    free(memory);
}

#endif
