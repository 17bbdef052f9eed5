/* SPDX-License-Identifier: MIT */
/*
 * Octets into blocks. A block is cut when it is full, or when more would have to be waited for: so nobody waits for an
 * answer longer than it takes (the stream contract), and a pipe that is full is read in large pieces. When a stop is
 * asked for, what is here in whole records is taken, and nothing more.
 */
#include "block-reader.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "framing.h"

enum { READ_OCTETS = BLOCK_OCTETS };

void block_reader_init(struct block_reader *reader, int descriptor, const struct batch *batch, const struct stop *stop)
{
    struct stat status;
    *reader = (struct block_reader){
        .descriptor = descriptor,
        .stop = stop,
        .framing = batch->framing,
        .limit = batch->max_record,
        .one = batch->options->flush.word == WORD_RECORD,
        .regular = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode),
    };
}

void block_reader_free(struct block_reader *reader)
{
    spool_clear(&reader->data);
}

static size_t left(const struct block_reader *reader)
{
    return reader->data.length - reader->begin;
}

static bool is_stopped(const struct block_reader *reader)
{
    return reader->stop && stop_asked(reader->stop);
}

/* True when a read would not have to wait. */
static bool wait_for_input(const struct block_reader *reader, int timeout)
{
    struct pollfd descriptors[] = {{.fd = reader->descriptor, .events = POLLIN},
                                   {.fd = reader->stop ? stop_descriptor(reader->stop) : -1, .events = POLLIN}};
    if (reader->regular)
        return true;
    return poll(descriptors, 2, timeout) > 0 && descriptors[0].revents && !descriptors[1].revents;
}

/* What was taken is overwritten: it held secrets, and the block has its own copy. */
static void make_room(struct block_reader *reader)
{
    size_t rest = left(reader);
    char *data = reader->data.data;
    if (reader->begin) {
        memmove(data, data + reader->begin, rest);
        explicit_bzero(data + rest, reader->begin);
        reader->data.length = rest;
        reader->begin = 0;
    }
    spool_room(&reader->data, READ_OCTETS);
}

static void fill(struct block_reader *reader)
{
    make_room(reader);
    ssize_t got = read(reader->descriptor, reader->data.data + reader->data.length, READ_OCTETS);
    if (got > 0)
        reader->data.length += (size_t)got;
    else if (got == 0)
        reader->end_of_file = true;
    else if (errno != EINTR && errno != EAGAIN)
        reader->error = errno;
}

/* The rest of a record that was too large. */
static void drop(struct block_reader *reader)
{
    size_t dropped = reader->discard < left(reader) ? reader->discard : left(reader);
    reader->begin += dropped;
    reader->discard -= dropped;
    if (!reader->discard_line)
        return;
    const char *line_end = memchr(reader->data.data + reader->begin, '\n', left(reader));
    reader->begin = line_end ? (size_t)(line_end + 1 - reader->data.data) : reader->data.length;
    reader->discard_line = !line_end;
}

struct cut {
    size_t length, count;
    enum frame_state state; /* of what is behind the whole records */
    struct frame frame;
};

static struct cut find_cut(const struct block_reader *reader, size_t octets, uint64_t most)
{
    struct cut cut = {.state = FRAME_WHOLE};
    while (cut.length < octets && cut.count < most) {
        size_t from = reader->begin + cut.length;
        if (from == reader->data.length) {
            cut.state = FRAME_PART;
            cut.frame = (struct frame){0};
            break;
        }
        cut.state = frame_find(reader->framing, reader->data.data + from, reader->data.length - from, reader->limit,
                               reader->end_of_file, &cut.frame);
        if (cut.state != FRAME_WHOLE)
            break;
        cut.length += cut.frame.total;
        cut.count++;
    }
    return cut;
}

static void take(struct block_reader *reader, const struct cut *cut, struct spool *records)
{
    spool_room(records, cut->length + 1);
    spool_put(records, reader->data.data + reader->begin, cut->length);
    reader->begin += cut->length;
    reader->records += cut->count;
}

/* One record that cannot be taken is a block of its own. */
static bool take_fault(struct block_reader *reader, const struct cut *cut, struct block *block)
{
    block->count = 1;
    block->fault = cut->state == FRAME_LARGE ? BLOCK_LARGE : BLOCK_BROKEN;
    reader->records++;
    reader->discard = cut->state == FRAME_LARGE ? cut->frame.total : 0;
    reader->discard_line = cut->state == FRAME_LARGE && cut->frame.total == 0;
    reader->broken = reader->ended = block->fault == BLOCK_BROKEN;
    return true;
}

/* At the end of a stream what is left of a frame is a fault; after a stop it was not taken, and is nobody's. */
static bool take_end(struct block_reader *reader, struct cut *cut, struct block *block)
{
    reader->ended = true;
    if (left(reader) == 0 || reader->error || !reader->end_of_file)
        return false;
    cut->state = FRAME_BROKEN;
    return take_fault(reader, cut, block);
}

static bool is_over(const struct block_reader *reader)
{
    return reader->end_of_file || reader->error || is_stopped(reader);
}

static bool is_full(const struct block_reader *reader, const struct cut *cut)
{
    return cut->state != FRAME_PART || is_over(reader) || !wait_for_input(reader, 0);
}

bool block_reader_next(struct block_reader *reader, struct block *block)
{
    block->first = reader->records + 1;
    while (!reader->ended) {
        if (reader->discard || reader->discard_line)
            drop(reader);
        struct cut cut = find_cut(reader, BLOCK_OCTETS, reader->one ? 1 : SIZE_MAX);
        if (cut.count && is_full(reader, &cut)) {
            block->count = cut.count;
            take(reader, &cut, &block->in);
            return true;
        }
        if (!cut.count && (cut.state == FRAME_LARGE || cut.state == FRAME_BROKEN))
            return take_fault(reader, &cut, block);
        if (!cut.count && is_over(reader))
            return take_end(reader, &cut, block);
        if (wait_for_input(reader, -1))
            fill(reader);
    }
    return false;
}

bool block_reader_take(struct block_reader *reader, size_t count, struct spool *records)
{
    while (count) {
        struct cut cut = find_cut(reader, SIZE_MAX, count);
        take(reader, &cut, records);
        count -= cut.count;
        if (count && (cut.state != FRAME_PART || is_over(reader)))
            return false;
        if (count)
            fill(reader);
    }
    return true;
}

bool block_reader_skip(struct block_reader *reader, uint64_t count)
{
    struct block passed = {0};
    while (count && !reader->ended) {
        if (reader->discard || reader->discard_line)
            drop(reader);
        struct cut cut = find_cut(reader, SIZE_MAX, count);
        reader->begin += cut.length;
        reader->records += cut.count;
        count -= cut.count;
        if (!cut.count && (cut.state == FRAME_LARGE || cut.state == FRAME_BROKEN))
            count -= take_fault(reader, &cut, &passed);
        else if (!cut.count && is_over(reader))
            return false;
        else if (count && wait_for_input(reader, -1))
            fill(reader);
    }
    return count == 0;
}
