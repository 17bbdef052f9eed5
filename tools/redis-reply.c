/* SPDX-License-Identifier: MIT */
/* The Redis protocol (RESP 2) into replies: hiredis finds what stands there, and asks for memory here. Nothing is
 * allocated for a reply that fits into what the last ones had, and nothing beyond the limit for any. */
#include "redis-reply.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 256 * 1024, BUFFER_KEPT = 1024 * 1024, ALIGNMENT = _Alignof(max_align_t) };

struct reply_chunk {
    struct reply_chunk *next;
    size_t size, used;
    _Alignas(max_align_t) char octets[];
};

static struct reply_chunk *add_chunk(struct reply_memory *memory, size_t size)
{
    struct reply_chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        return NULL;
    chunk->size = size;
    chunk->used = 0;
    chunk->next = memory->chunks;
    memory->chunks = chunk;
    return chunk;
}

/* NULL when the limit is reached; hiredis then gives the reply up. */
static void *take(struct reply_memory *memory, size_t size)
{
    struct reply_chunk *chunk = memory->chunks;
    if (size > memory->limit - memory->taken)
        return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!chunk || size > chunk->size - chunk->used)
        chunk = add_chunk(memory, size > CHUNK ? size : CHUNK);
    if (!chunk)
        return NULL;
    void *place = chunk->octets + chunk->used;
    chunk->used += size;
    memory->taken = size < memory->limit - memory->taken ? memory->taken + size : memory->limit;
    return place;
}

static void wipe(struct reply_chunk *chunk)
{
    explicit_bzero(chunk->octets, chunk->used);
    chunk->used = 0;
}

void reply_memory_reset(struct reply_memory *memory)
{
    struct reply_chunk *kept = NULL;
    while (memory->chunks) {
        struct reply_chunk *chunk = memory->chunks;
        memory->chunks = chunk->next;
        wipe(chunk);
        if (!kept && chunk->size == CHUNK) {
            kept = chunk;
            kept->next = NULL;
        } else {
            free(chunk);
        }
    }
    memory->chunks = kept;
    memory->taken = 0;
}

void reply_memory_free(struct reply_memory *memory)
{
    reply_memory_reset(memory);
    free(memory->chunks);
    memory->chunks = NULL;
}

/* A part of an array goes into its place there. */
static struct reply *make(const redisReadTask *task, enum reply_kind kind)
{
    struct reply *reply = take(task->privdata, sizeof *reply);
    if (!reply)
        return NULL;
    *reply = (struct reply){.kind = kind};
    if (task->parent) {
        struct reply *array = task->parent->obj;
        array->elements[task->idx] = reply;
    }
    return reply;
}

static void *make_text(const redisReadTask *task, char *octets, size_t length)
{
    enum reply_kind kind = task->type == REDIS_REPLY_ERROR    ? REPLY_ERROR
                           : task->type == REDIS_REPLY_STATUS ? REPLY_STATUS
                                                              : REPLY_TEXT;
    struct reply *reply = make(task, kind);
    char *text = reply ? take(task->privdata, length + 1) : NULL;
    if (!text)
        return NULL;
    memcpy(text, octets, length);
    text[length] = '\0';
    reply->text = text;
    reply->length = length;
    return reply;
}

static void *make_array(const redisReadTask *task, int count)
{
    struct reply *reply = make(task, REPLY_ARRAY);
    if (!reply || count < 0)
        return NULL;
    size_t octets = (size_t)count * sizeof *reply->elements;
    reply->elements = take(task->privdata, octets);
    if (!reply->elements)
        return NULL;
    memset(reply->elements, 0, octets);
    reply->count = (size_t)count;
    return reply;
}

static void *make_integer(const redisReadTask *task, long long number)
{
    struct reply *reply = make(task, REPLY_INTEGER);
    if (reply)
        reply->integer = number;
    return reply;
}

static void *make_nil(const redisReadTask *task)
{
    return make(task, REPLY_NIL);
}

/* All of them go together. */
static void keep(void *reply)
{
    (void)reply;
}

redisReader *reply_reader_new(struct reply_memory *memory)
{
    static const redisReplyObjectFunctions functions = {make_text, make_array, make_integer, make_nil, keep};
    redisReader *reader = redisReaderCreateWithFunctions((redisReplyObjectFunctions *)(uintptr_t)&functions);
    if (!reader)
        return NULL;
    reader->privdata = memory;
    reader->maxbuf = BUFFER_KEPT;
    return reader;
}

bool reply_is_text(const struct reply *reply, const char *text)
{
    return (reply->kind == REPLY_TEXT || reply->kind == REPLY_STATUS) && reply->length == strlen(text) &&
           memcmp(reply->text, text, reply->length) == 0;
}

bool reply_is_array(const struct reply *reply, size_t count)
{
    return reply->kind == REPLY_ARRAY && reply->count == count;
}

/* The first word of an error says what it is. */
enum refusal reply_refusal(const struct reply *reply)
{
    static const struct {
        const char *word;
        enum refusal refusal;
    } rows[] = {
        {"LOADING", REFUSAL_PASSING},    {"BUSY", REFUSAL_PASSING},     {"MISCONF", REFUSAL_PASSING},
        {"OOM", REFUSAL_PASSING},        {"READONLY", REFUSAL_PASSING}, {"NOREPLICAS", REFUSAL_PASSING},
        {"MASTERDOWN", REFUSAL_PASSING}, {"TRYAGAIN", REFUSAL_PASSING}, {"CLUSTERDOWN", REFUSAL_PASSING},
        {"UNBLOCKED", REFUSAL_PASSING},  {"NOSCRIPT", REFUSAL_SCRIPT},  {"NOGROUP", REFUSAL_GROUP},
        {"NOAUTH", REFUSAL_LOGIN},       {"WRONGPASS", REFUSAL_LOGIN},  {"NOPERM", REFUSAL_ACCESS},
    };
    if (reply->kind != REPLY_ERROR)
        return REFUSAL_NONE;
    size_t length = strcspn(reply->text, " ");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strlen(rows[i].word) == length && memcmp(rows[i].word, reply->text, length) == 0)
            return rows[i].refusal;
    return REFUSAL_FINAL;
}

void reply_say_error(const struct reply *reply, char *out, size_t size)
{
    const char *text = reply->kind == REPLY_ERROR ? reply->text : "a reply of a wrong kind";
    size_t length = 0;
    for (; length + 1 < size && text[length]; length++)
        out[length] = text[length] >= ' ' && text[length] < 0x7F ? text[length] : '?';
    out[length] = '\0';
}
