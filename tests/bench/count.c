/* SPDX-License-Identifier: MIT */
/*
 * Counts allocations: this program's malloc() stands in front of the C library's and looks at where the call came from,
 * so that what OpenSSL does for itself is told from what we do. Only with glibc; elsewhere nothing is counted.
 */
#include <stdint.h>

#include "bench.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

#include <errno.h>
#include <link.h>
#include <stdlib.h>

/* The one place of the bench with state that is not handed around: malloc() has no argument for it. */
static struct {
    bool on;
    uintptr_t start, end; /* where libcrypto is loaded */
    struct bench_allocations calls;
} counting;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static inline void count(const void *caller)
{
    if (!counting.on)
        return;
    uintptr_t place = (uintptr_t)caller;
    if (place >= counting.start && place < counting.end)
        counting.calls.libcrypto++;
    else
        counting.calls.others++;
}

#define COUNT() count(__builtin_return_address(0))

void *malloc(size_t size)
{
    COUNT();
    return __libc_malloc(size);
}

void *calloc(size_t count_, size_t size)
{
    COUNT();
    return __libc_calloc(count_, size);
}

void *realloc(void *memory, size_t size)
{
    COUNT();
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size)
{
    COUNT();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    COUNT();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    COUNT();
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}

static int find_libcrypto(struct dl_phdr_info *object, size_t size, void *data)
{
    (void)size;
    (void)data;
    if (!strstr(object->dlpi_name, "libcrypto"))
        return 0;
    counting.start = UINTPTR_MAX;
    counting.end = 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        uintptr_t start = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
        uintptr_t end = start + object->dlpi_phdr[i].p_memsz;
        if (object->dlpi_phdr[i].p_type != PT_LOAD)
            continue;
        counting.start = start < counting.start ? start : counting.start;
        counting.end = end > counting.end ? end : counting.end;
    }
    return 1;
}

bool count_works(void)
{
    count_start();
    free(bench_alloc(1));
    return count_stop().others == 1;
}

void count_start(void)
{
    dl_iterate_phdr(find_libcrypto, NULL);
    counting.calls = (struct bench_allocations){0, 0};
    counting.on = true;
}

struct bench_allocations count_stop(void)
{
    counting.on = false;
    return counting.calls;
}

#else

bool count_works(void)
{
    return false;
}

void count_start(void)
{
}

struct bench_allocations count_stop(void)
{
    return (struct bench_allocations){0, 0};
}

#endif
