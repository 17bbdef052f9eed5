/* SPDX-License-Identifier: MIT */
/*
 * Results on disk into a place in the input. There is one result for each record, in their order, so the number of
 * whole results is the number of records that are done; what stands behind the last whole one was torn when the run
 * ended, and is cut off. The last record is translated again: only when its result comes out the same, octet for octet,
 * are the input, the options, the tables and the version those of the run that is gone on with.
 */
#include "run-resume.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "framing.h"

struct scan {
    const struct batch *batch;
    const struct run_files *files;
    struct block_reader results;
    uint64_t count;
    uint64_t octets;   /* of whole results */
    struct spool last; /* the last whole one, with its framing */
    int error;
};

static bool is_line_framing(enum framing framing)
{
    return framing == FRAMING_NDJSON || framing == FRAMING_TSV;
}

/* After a power failure a file can be longer than what was written, with zeros for the rest. No package ends with one:
 * the last octet of WBXML closes an element, that of a card's file can be FF, that of the others is a character. */
static bool is_result(enum framing framing, const char *record, size_t length)
{
    static const char row[] = "cpdm\t";
    if (length == 0)
        return false;
    if (framing == FRAMING_NDJSON)
        return record[0] == '{' && record[length - 1] == '}' && !memchr(record, '\0', length);
    if (framing == FRAMING_TSV)
        return record[length - 1] == '}' && !memchr(record, '\0', length);
    return length > sizeof row && memcmp(record, row, sizeof row - 1) == 0 && record[length - 1] != '\0';
}

/* Inside a JSON string the quotation marks would have backslashes; a column holds no TAB. */
static bool is_error(enum framing framing, const char *record, size_t length)
{
    static const char json[] = ",\"ok\":false,\"input_sha256\":", column[] = "\terror\t";
    if (framing == FRAMING_NDJSON)
        return memmem(record, length, json, sizeof json - 1) != NULL;
    const char *id_end = memchr(record + (framing == FRAMING_TSV ? 0 : 5), '\t', length - 5);
    return id_end && (size_t)(record + length - id_end) >= sizeof column - 1 &&
           memcmp(id_end, column, sizeof column - 1) == 0;
}

/* A result is longer than what a record may be: it is base64 of a package with its members. */
static bool see_result(struct scan *scan, const char *octets, const struct frame *frame)
{
    enum framing framing = scan->batch->results;
    const char *record = octets + frame->start;
    if (!is_result(framing, record, frame->length))
        return false;
    if (is_line_framing(framing) && frame->total == frame->length)
        return false; /* without its line end it may be torn */
    if (scan->files->errors >= 0 && is_error(framing, record, frame->length))
        scan->error = run_files_write(scan->files->errors, (cpdm_slice){.data = octets, .length = frame->total});
    spool_reset(&scan->last, SIZE_MAX);
    spool_put(&scan->last, octets, frame->total);
    scan->octets += frame->total;
    scan->count++;
    return scan->error == 0;
}

static int scan_results(struct scan *scan)
{
    struct spool one = {0};
    struct frame frame;
    bool sound = true;
    while (sound) {
        spool_reset(&one, SIZE_MAX);
        sound = block_reader_take(&scan->results, 1, &one) &&
                frame_find(scan->batch->results, one.data, one.length, SIZE_MAX, true, &frame) == FRAME_WHOLE &&
                see_result(scan, one.data, &frame);
    }
    spool_clear(&one);
    if (scan->error || scan->results.error)
        return run_files_fail(scan->files, scan->files->part, "read", scan->error ? scan->error : scan->results.error);
    if (ftruncate(scan->files->out, (off_t)scan->octets) != 0 || lseek(scan->files->out, 0, SEEK_END) < 0)
        return run_files_fail(scan->files, scan->files->part, "cut", errno);
    return EXIT_DONE;
}

static int fail_other(const struct scan *scan, const char *sentence)
{
    return message_fail(scan->files->messages, TOOL_RESUME, (struct message_place){.file = scan->files->part},
                        "the same input, options, tables and version go on with it; remove it to begin anew", "%s",
                        sentence);
}

/* The last record that was answered, answered again. */
static int check_last(const struct scan *scan, struct block_reader *reader)
{
    struct block block = {0};
    struct mill *mill = mill_new(scan->batch);
    bool one = reader->one, same = false;
    reader->one = true;
    if (mill && block_reader_skip(reader, scan->count - 1) && block_reader_next(reader, &block)) {
        block_grind(&block, mill, false);
        same = block.out.length == scan->last.length && memcmp(block.out.data, scan->last.data, block.out.length) == 0;
    }
    reader->one = one;
    block_free(&block);
    mill_free(mill);
    if (!same && reader->stop && stop_asked(reader->stop))
        return EXIT_DONE; /* nothing more will be read, so nothing is gone on with */
    return same ? EXIT_DONE : fail_other(scan, "the last result is not what comes of the input now");
}

int run_resume(const struct batch *batch, const struct run_files *files, struct block_reader *reader,
               uint64_t *answered)
{
    struct scan scan = {.batch = batch, .files = files};
    block_reader_init(&scan.results, files->out, batch, NULL);
    scan.results.framing = batch->results;
    scan.results.limit = SIZE_MAX;
    int code = scan_results(&scan);
    if (!code && scan.count)
        code = check_last(&scan, reader);
    *answered = scan.count;
    block_reader_free(&scan.results);
    spool_clear(&scan.last);
    return code;
}
