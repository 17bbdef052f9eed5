/* SPDX-License-Identifier: MIT */
/* Frames of records through a mill into frames of results, one for one and in their order. */
#include "block.h"

#include <glib.h>

#include "batch-result.h"
#include "batch-row.h"
#include "batch-scan.h"
#include "framing.h"
#include "replay.h"

enum { SPOOL_KEPT = 8 * BLOCK_OCTETS };

static void read_line(struct mill *mill, char *line, size_t length)
{
    if (batch_scan(line, length, &mill->members) || batch_library_read(line, length, &mill->library, &mill->members))
        return;
    mill_refuse(mill, batch_library_is_there() ? TOOL_RECORD_SYNTAX : TOOL_RECORD_LIBRARY, mill->library.offset,
                mill->library.sentence);
}

static void read_row(struct mill *mill, char *octets, size_t length)
{
    bool line = mill->batch->framing == FRAMING_TSV;
    const char *wrong =
        line ? batch_row_read(octets, length, &mill->members) : batch_frame_read(octets, length, &mill->members);
    if (wrong)
        mill_refuse(mill, TOOL_RECORD_SYNTAX, SIZE_MAX, wrong);
}

void block_grind_record(struct mill *mill, uint64_t number, char *octets, size_t length)
{
    mill_begin(mill, number);
    if (mill->batch->framing == FRAMING_NDJSON)
        read_line(mill, octets, length);
    else
        read_row(mill, octets, length);
    if (!mill->findings.rule)
        mill_grind(mill);
}

static void refuse_stream(struct mill *mill, uint64_t number, enum block_fault fault)
{
    mill_begin(mill, number);
    if (fault == BLOCK_LARGE)
        mill_refuse(mill, TOOL_RECORD_LIMIT, SIZE_MAX, "the record is longer than --max-record");
    else
        mill_refuse(mill, TOOL_STREAM_BROKEN, SIZE_MAX, "the stream does not go on with a whole record here");
}

void block_count(struct tally *tally, const struct mill *mill)
{
    const struct result *result = &mill->result;
    unsigned rule = mill->findings.rule ? mill->findings.rule : TOOL_INTERNAL;
    tally->records++;
    if (result->ok) {
        tally->ok++;
        tally->unauthenticated += !mill->translation.authenticated;
        return;
    }
    tally->classes[findings_class(rule, result->code)]++;
    tally->rules[rule < TALLY_RULES ? rule : TOOL_INTERNAL]++;
}

static void finish_record(struct block *block, struct mill *mill, bool keep_errors)
{
    size_t start = frame_begin(mill->batch->results, &block->out);
    batch_result_put(mill, &block->out);
    frame_end(mill->batch->results, &block->out, start);
    if (keep_errors && !mill->result.ok)
        spool_put(&block->errors, block->out.data + start, block->out.length - start);
    block_count(&block->tally, mill);
}

static void replay_record(struct block *block, struct mill *mill, size_t *at)
{
    struct frame frame;
    frame_find(FRAMING_NDJSON, block->old.data + *at, block->old.length - *at, SIZE_MAX, true, &frame);
    cpdm_slice line = {.data = block->old.data + *at, .length = frame.length};
    *at += frame.total;
    enum replay replay = replay_put(mill, line, &block->out);
    spool_char(&block->out, '\n');
    block->tally.replayed_same += replay == REPLAY_SAME;
    block->tally.replayed_changed += replay != REPLAY_SAME;
    block_count(&block->tally, mill);
}

/* The reader has found where the frames end, and left an octet behind the last one. */
static void grind_frames(struct block *block, struct mill *mill, bool keep_errors)
{
    enum framing framing = mill->batch->framing;
    struct frame frame;
    size_t at = 0, old_at = 0;
    for (uint64_t number = block->first; number < block->first + block->count; number++) {
        frame_find(framing, block->in.data + at, block->in.length - at, SIZE_MAX, true, &frame);
        block_grind_record(mill, number, block->in.data + at + frame.start, frame.length);
        if (block->replay)
            replay_record(block, mill, &old_at);
        else
            finish_record(block, mill, keep_errors);
        at += frame.total;
    }
}

void block_grind(struct block *block, struct mill *mill, bool keep_errors)
{
    struct marks marks = mill->marks;
    block->tally.octets_in = block->in.length;
    mill->marks = block->marks;
    if (block->fault == BLOCK_SOUND) {
        grind_frames(block, mill, keep_errors);
    } else {
        refuse_stream(mill, block->first, block->fault);
        finish_record(block, mill, keep_errors);
    }
    block->tally.octets_out = block->out.length;
    block->marks = mill->marks;
    mill->marks = marks;
    spool_reset(&block->in, SPOOL_KEPT); /* its secrets do not wait for the others' turn */
}

void block_reset(struct block *block)
{
    spool_reset(&block->old, SPOOL_KEPT);
    spool_reset(&block->out, SPOOL_KEPT);
    spool_reset(&block->errors, SPOOL_KEPT);
    block->marks.count = block->count = 0;
    block->fault = BLOCK_SOUND;
    block->done = false;
    block->tally = (struct tally){0};
}

void block_free(struct block *block)
{
    block_reset(block);
    spool_clear(&block->in);
    spool_clear(&block->old);
    spool_clear(&block->out);
    spool_clear(&block->errors);
    g_free(block->marks.items);
}
