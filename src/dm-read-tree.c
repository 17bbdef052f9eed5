/* SPDX-License-Identifier: MIT */
/*
 * The lines of `-f tree` back to the tree (design section 8): PATH<TAB>FORMAT<TAB>VALUE, where \\ \n \r \t \xNN stand
 * for what would break a line, and binary values are base64. A value that was masked is not there to be read.
 */
#include "base64.h"
#include "dm-read.h"

/* A line and its fields, as written. */
struct line {
    cpdm_slice path, format, value;
    size_t offset; /* of the line in the text */
};

static cpdm_status fail(struct dm_reader *reader, enum diag_rule rule, const struct line *line, const char *sentence,
                        cpdm_slice detail)
{
    return diag_fail(&reader->job->diag, rule, line->offset, NULL, NULL, "%s%.*s", sentence, DIAG_TEXT(detail));
}

static int hex_value(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What stands behind a backslash; -1 when nothing like it does. */
static int unescape_one(struct bytes_reader *in)
{
    int c = bytes_get(in);
    if (c == 'x') {
        int high = hex_value(bytes_get(in)), low = hex_value(bytes_get(in));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
    return c == '\\' ? '\\' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : -1;
}

static cpdm_status unescape(struct dm_reader *reader, const struct line *line, cpdm_slice text, cpdm_slice *octets)
{
    struct job *job = reader->job;
    struct bytes_reader in = bytes_reader(text);
    *octets = text;
    if (!text.length || !memchr(text.data, '\\', text.length))
        return CPDM_OK;
    struct bytes_writer out = bytes_writer(&job->arena, text.length);
    while (bytes_left(&in)) {
        int c = bytes_get(&in);
        if (c == '\\' && (c = unescape_one(&in)) < 0)
            return fail(reader, CPDM_RULE_TREE_LINE, line, "a backslash stands before none of \\ n r t xNN",
                        slice("", 0));
        bytes_put(&out, (uint8_t)c);
    }
    return bytes_finish(&out, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}

static bool take_field(struct bytes_reader *in, cpdm_slice *field)
{
    struct bytes_reader start = *in;
    return bytes_skip_past(in, SLICE("\t")) && bytes_take(&start, bytes_offset(in) - bytes_offset(&start) - 1, field);
}

/* The next line; false at the end. `sound`: it has its three fields. */
static bool next_line(struct bytes_reader *in, struct line *line, bool *sound)
{
    struct bytes_reader start = *in;
    cpdm_slice text = {NULL, 0};
    line->offset = bytes_offset(in);
    if (!bytes_left(in))
        return false;
    if (bytes_skip_past(in, SLICE("\n")))
        bytes_take(&start, bytes_offset(in) - line->offset - 1, &text);
    else
        bytes_take(in, bytes_left(in), &text);
    if (text.length && text.data[text.length - 1] == '\r')
        text.length--;
    start = bytes_reader(text);
    *sound = take_field(&start, &line->path) && take_field(&start, &line->format) &&
             bytes_take(&start, bytes_left(&start), &line->value) &&
             !(line->value.length && memchr(line->value.data, '\t', line->value.length));
    return true;
}

static cpdm_status read_value(struct dm_reader *reader, const struct line *line, cpdm_format format, cpdm_slice *value)
{
    size_t bad;
    if (format != CPDM_FORMAT_BIN) {
        cpdm_status status = unescape(reader, line, line->value, value);
        if (!status && !slice_is_xml_text(*value, &bad))
            status = fail(reader, CPDM_RULE_TREE_LINE, line,
                          "the value is not UTF-8 text of characters that XML allows", slice("", 0));
        return status;
    }
    switch (base64_decode(&reader->job->arena, line->value, value)) {
    case BASE64_CANONICAL:
    case BASE64_OTHER: return CPDM_OK;
    case BASE64_INVALID:
        return fail(reader, CPDM_RULE_SYNCML_FORMAT, line, "the value of a bin node is not base64", slice("", 0));
    case BASE64_NO_MEMORY: break;
    }
    return diag_no_memory(&reader->job->diag);
}

static bool is_masked(const struct line *line, cpdm_slice path)
{
    const char *slash = path.length ? memrchr(path.data, '/', path.length) : NULL;
    cpdm_slice name = slash ? slice(slash + 1, path.length - (size_t)(slash + 1 - path.data)) : path;
    return slice_is(line->value, "********") && dm_name_is_secret(name);
}

/* ******** in the place of a password tells nothing of it. */
static cpdm_status read_masked(struct dm_reader *reader, const struct line *line, cpdm_slice path, cpdm_slice *value)
{
    *value = slice("", 0);
    if (reader->job->leniencies & CPDM_LENIENT_MASKED)
        return CPDM_OK;
    return diag_fail(&reader->job->diag, CPDM_RULE_TREE_LINE, line->offset, NULL, "--show-secrets writes it as it is",
                     "the value of %.*s is masked", DIAG_TEXT(path));
}

static cpdm_status take_line(struct dm_reader *reader, const struct line *line)
{
    cpdm_format format;
    cpdm_slice uri, path, value;
    size_t bad;
    cpdm_status status = unescape(reader, line, line->path, &uri);
    if (status)
        return status;
    if (!slice_is_xml_text(uri, &bad)) /* a name becomes an id in a document */
        return fail(reader, CPDM_RULE_TREE_LINE, line, "the path is not UTF-8 text of characters that XML allows",
                    slice("", 0));
    if (!dm_read_format(line->format, &format))
        return fail(reader, CPDM_RULE_SYNCML_FORMAT, line,
                    "the format is node, chr, int, bool, bin, b64, xml or null, not ", line->format);
    status = is_masked(line, uri) ? read_masked(reader, line, uri, &value) : read_value(reader, line, format, &value);
    if (status)
        return status;
    if (dm_read_strip(reader, uri, &path) && dm_read_place(reader, &reader->tree->root, path, format, value))
        return CPDM_OK;
    if (!reader->sentence)
        return reader->job->diag.error.status;
    return fail(reader, reader->rule, line, reader->sentence, dm_read_blames_path(reader) ? uri : slice("", 0));
}

cpdm_status dm_read_tree(struct job *job, cpdm_slice text, struct cpdm_tree **tree)
{
    struct dm_reader reader;
    struct bytes_reader in = bytes_reader(text);
    struct line line = {.offset = 0};
    bool sound = false;
    job->diag.text = text;
    if (!dm_read_begin(&reader, job, NULL))
        return job->diag.error.status;
    while (next_line(&in, &line, &sound)) {
        if (!sound)
            return fail(&reader, CPDM_RULE_TREE_LINE, &line, "a line is not PATH, FORMAT, VALUE with a TAB between",
                        slice("", 0));
        cpdm_status status = take_line(&reader, &line);
        if (status)
            return status;
    }
    *tree = reader.tree;
    return CPDM_OK;
}
