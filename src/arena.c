/* SPDX-License-Identifier: MIT */
/* Arena: chunks from the caller's allocator, handed out from front to back, cleansed and recycled at reset. A new chunk
 * is cleared as far as it comes to be used, and cleansed wherever it was used: what is handed out is always clear, and
 * what a short run does not need is never touched. */
#include "arena.h"

#include "cleanse.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    ARENA_CHUNK = 16 * 1024, /* the first chunk holds a whole everyday document and its package */
    ARENA_CHUNK_MAX = 256 * 1024,
    ARENA_STEP = 4 * 1024, /* cleared at a time: a multiple of what anything is aligned to */
    ARENA_LINE = 64,       /* octets that the processor's cache takes as one: clearing along them is quicker */
};

struct arena_chunk {
    struct arena_chunk *next;
    size_t size;  /* of `memory` */
    size_t clear; /* octets of `memory` that are clear or handed out */
    char *memory;
};

static void *plain_allocate(void *data, size_t size)
{
    (void)data;
    return malloc(size);
}

static void plain_release(void *data, void *memory)
{
    (void)data;
    free(memory);
}

cpdm_allocator arena_allocator(const cpdm_allocator *allocator)
{
    static const cpdm_allocator plain = {plain_allocate, plain_release, NULL};
    return allocator ? *allocator : plain;
}

void arena_init(struct arena *arena, const cpdm_allocator *allocator)
{
    *arena = (struct arena){.allocator = arena_allocator(allocator), .limit = SIZE_MAX};
}

/* In pieces that the C library clears without its slow start for large blocks. */
static void cleanse_all(char *memory, size_t size)
{
    while (size) {
        size_t piece = size < 2048 ? size : 2048;
        cleanse(memory, piece);
        memory += piece;
        size -= piece;
    }
}

/* What the limit lets be handed out of the current chunk; the first one is free of charge. */
static size_t room_of_chunk(const struct arena *arena)
{
    const struct arena_chunk *chunk = arena->current;
    size_t room = chunk == arena->first ? SIZE_MAX : arena->used < arena->limit ? arena->limit - arena->used : 0;
    return chunk->size < room ? chunk->size : room;
}

/* Room for `size` octets in the current chunk, if it has them: as much of it as is clear, or is cleared now. */
static bool find_room(struct arena *arena, size_t size)
{
    struct arena_chunk *chunk = arena->current;
    size_t given = (size_t)(arena->next - chunk->memory), room = room_of_chunk(arena);
    if (given > room || size > room - given)
        return false;
    if (given + size > chunk->clear) {
        size_t step = chunk->size - chunk->clear < ARENA_STEP ? chunk->size - chunk->clear : ARENA_STEP;
        size_t clear = given + size > chunk->clear + step ? given + size : chunk->clear + step;
        cleanse_all(chunk->memory + chunk->clear, clear - chunk->clear);
        chunk->clear = clear;
    }
    arena->end = chunk->memory + (chunk->clear < room ? chunk->clear : room);
    return true;
}

static bool use_chunk(struct arena *arena, struct arena_chunk *chunk, size_t size)
{
    arena->current = chunk;
    arena->next = arena->end = chunk->memory;
    return find_room(arena, size);
}

size_t arena_used(const struct arena *arena)
{
    return arena->current ? arena->used + (size_t)(arena->next - arena->current->memory) : 0;
}

void arena_allow(struct arena *arena, size_t more)
{
    if (__builtin_add_overflow(arena_used(arena), more, &arena->limit))
        arena->limit = SIZE_MAX;
}

#ifdef __SANITIZE_ADDRESS__
enum { SPOIL_BARE = true }; /* who counts on bare memory's being clear is found */
#else
enum { SPOIL_BARE = false };
#endif

/* Everything handed out from `from` in `chunk` on. */
static void cleanse_from(struct arena *arena, struct arena_chunk *chunk, char *from)
{
    if (arena->bare && !SPOIL_BARE)
        return;
    while (chunk) {
        bool last = chunk == arena->current;
        char *end = last ? arena->next : chunk->memory + chunk->clear;
        if (arena->bare)
            memset(from, 0xA5, (size_t)(end - from));
        else
            cleanse_all(from, (size_t)(end - from));
        chunk = last ? NULL : chunk->next;
        from = chunk ? chunk->memory : NULL;
    }
}

/* From the first chunk on, as if nothing had been handed out. */
static void start_again(struct arena *arena)
{
    if (!arena->first)
        return;
    cleanse_from(arena, arena->first, arena->first->memory);
    arena->used = 0;
    use_chunk(arena, arena->first, 0);
}

void arena_rewind(struct arena *arena, const struct arena_mark *mark)
{
    if (!mark->chunk) { /* nothing had been handed out */
        start_again(arena);
        return;
    }
    cleanse_from(arena, mark->chunk, mark->next);
    arena->current = mark->chunk;
    arena->next = mark->next;
    arena->end = mark->end;
    arena->used = mark->used;
}

void arena_reset(struct arena *arena)
{
    arena->limited = arena->refused = false;
    start_again(arena);
}

void arena_free(struct arena *arena)
{
    arena_reset(arena);
    while (arena->first) {
        struct arena_chunk *chunk = arena->first;
        arena->first = chunk->next;
        arena->allocator.release(arena->allocator.data, chunk);
    }
    arena->current = NULL;
    arena->next = arena->end = NULL;
}

static struct arena_chunk *new_chunk(struct arena *arena, size_t least)
{
    size_t size = arena->current ? arena->current->size * 2 : ARENA_CHUNK;
    if (size > ARENA_CHUNK_MAX)
        size = ARENA_CHUNK_MAX;
    if (size < least)
        size = least;
    struct arena_chunk *chunk = arena->allocator.allocate(arena->allocator.data, sizeof *chunk + ARENA_LINE + size);
    if (!chunk)
        return NULL;
    char *memory = (char *)(chunk + 1);
    memory += -(uintptr_t)memory % ARENA_LINE;
    *chunk = (struct arena_chunk){.size = size, .clear = arena->bare ? size : 0, .memory = memory};
    return chunk;
}

/* Puts a chunk of at least this size behind the current one: a recycled one where it is large enough. */
static struct arena_chunk *next_chunk(struct arena *arena, size_t least)
{
    struct arena_chunk **link = arena->current ? &arena->current->next : &arena->first;
    if (*link && (*link)->size >= least)
        return *link;
    struct arena_chunk *chunk = new_chunk(arena, least);
    if (chunk) {
        chunk->next = *link;
        *link = chunk;
    }
    return chunk;
}

/* What may still be handed out; the first chunk is free of charge. */
static size_t room_left(const struct arena *arena)
{
    size_t used = arena_used(arena);
    if (!arena->current)
        return SIZE_MAX;
    return used < arena->limit ? arena->limit - used : 0;
}

/* Goes on to a chunk with that room, where the limit and the allocator have it. */
static bool go_on(struct arena *arena, size_t size)
{
    if (size > room_left(arena)) {
        arena->limited = true;
        return false;
    }
    struct arena_chunk *chunk = arena->refused ? NULL : next_chunk(arena, size);
    if (!chunk) {
        arena->refused = true;
        arena->end = arena->next;
        return false;
    }
    arena->used = arena_used(arena);
    return use_chunk(arena, chunk, size);
}

void *arena_alloc_slow(struct arena *arena, size_t size)
{
    size_t rounded = (size + 15u) & ~(size_t)15u;
    bool here = arena->current && !arena->refused;
    if (rounded < size || rounded > SIZE_MAX / 2)
        return NULL;
    return (here && find_room(arena, rounded)) || go_on(arena, rounded) ? arena_take(arena, rounded) : NULL;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t total;
    return __builtin_mul_overflow(count, size, &total) ? NULL : arena_alloc(arena, total);
}

cpdm_slice arena_copy(struct arena *arena, cpdm_slice text)
{
    char *copy = text.length < SIZE_MAX ? arena_alloc(arena, text.length + 1) : NULL;
    if (!copy)
        return (cpdm_slice){NULL, 0};
    if (text.length)
        memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    return slice(copy, text.length);
}

cpdm_slice arena_lower(struct arena *arena, cpdm_slice text)
{
    size_t capitals = 0;
    for (size_t i = 0; i < text.length; i++)
        capitals += text.data[i] >= 'A' && text.data[i] <= 'Z';
    if (!capitals)
        return text;
    cpdm_slice copy = arena_copy(arena, text);
    for (size_t i = 0; copy.data && i < copy.length; i++)
        if (copy.data[i] >= 'A' && copy.data[i] <= 'Z')
            ((char *)copy.data)[i] = (char)(copy.data[i] + ('a' - 'A'));
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (!text)
        return NULL;
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}
