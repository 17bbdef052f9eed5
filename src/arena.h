/* SPDX-License-Identifier: MIT */
/* Arena: all memory of one document, from the caller's allocator, given back at once and recycled without a malloc. */
#ifndef ARENA_H
#define ARENA_H

#include "slice.h"

struct arena_chunk;

struct arena {
    cpdm_allocator allocator;
    struct arena_chunk *first;   /* chunks are kept in a list and recycled in its order */
    struct arena_chunk *current; /* where the next allocation comes from */
    char *next, *end;            /* free part of `current` */
    size_t used;                 /* octets handed out from the chunks before `current` */
    size_t limit;                /* octets that may be handed out; the first chunk is free in any case */
    bool limited;                /* the last failure was the limit's, not the allocator's */
    bool refused;                /* the allocator had nothing: no more is handed out until the reset */
    bool bare; /* for objects that hold no octets of a document, each member set by who makes them: what
                * is handed out is not clear, and not cleansed */
};

/* The caller's allocator, or malloc() and free() where NULL names none. */
cpdm_allocator arena_allocator(const cpdm_allocator *allocator);

void arena_init(struct arena *arena, const cpdm_allocator *allocator);

/* Octets handed out since the last reset are cleansed: they may have held secrets. */
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);

/* A place to come back to: what is handed out after it is taken back, cleansed. For texts that only live for a call. */
struct arena_mark {
    struct arena_chunk *chunk;
    char *next, *end;
    size_t used;
};

static inline struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){arena->current, arena->next, arena->end, arena->used};
}

void arena_rewind(struct arena *arena, const struct arena_mark *mark);

/* Octets handed out since the reset. */
size_t arena_used(const struct arena *arena);

/* From now on no more than so many may be handed out. */
void arena_allow(struct arena *arena, size_t more);

/* Aligned for any object and cleared: all octets are 0. NULL when the limit or the allocator says no. */
void *arena_alloc_slow(struct arena *arena, size_t size) __attribute__((cold));

/* Where this is asked first, arena_alloc() is its fast way alone. */
static inline bool arena_has_room(const struct arena *arena, size_t size)
{
    size_t rounded = (size + 15u) & ~(size_t)15u;
    return rounded >= size && rounded <= (size_t)(arena->end - arena->next);
}

/* How many objects of this size there is room for in one piece. */
static inline size_t arena_room(const struct arena *arena, size_t size)
{
    return (size_t)(arena->end - arena->next) / size;
}

/* The free part, of arena_room(arena, 1) octets: what arena_take() of up to so many will give. */
static inline char *arena_next(const struct arena *arena)
{
    return arena->next;
}

/* arena_alloc() where arena_has_room() has told that there is room for as much, or more. */
static inline void *arena_take(struct arena *arena, size_t size)
{
    void *memory = arena->next;
    arena->next += (size + 15u) & ~(size_t)15u;
    return memory;
}

static inline void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = (size + 15u) & ~(size_t)15u;
    if (arena_has_room(arena, size)) {
        void *memory = arena->next;
        arena->next += rounded;
        return memory;
    }
    return arena_alloc_slow(arena, size);
}

/* Takes back the octets from `unused` to `end` where that is the end of the last allocation. They are clear still:
 * nobody wrote to them. */
static inline void arena_give_back(struct arena *arena, char *unused, char *end)
{
    if ((size_t)(arena->next - end) < 16)
        arena->next -= (size_t)(arena->next - unused) & ~(size_t)15u;
}

/* Memory for `count` objects; the product is checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* Copies; the copy also ends with NUL, outside its length. `data` is NULL when there is no memory. */
cpdm_slice arena_copy(struct arena *arena, cpdm_slice text);

/* With A to Z in lower case: borrowed where there are none. `data` is NULL when there is no memory. */
cpdm_slice arena_lower(struct arena *arena, cpdm_slice text);

/* printf into the arena; NULL when there is no memory. */
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
