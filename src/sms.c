/* SPDX-License-Identifier: MIT */
/* Segments to messages and back (sms.h). Each segment finds its message by originator, reference and number of segments
 * (3GPP TS 23.040 section 9.2.3.24.1); what does not fit together is refused, not guessed. */
#include "sms.h"

#include "sms-header.h"
#include "sms-tpdu.h"

enum {
    SMS_PORT_PUSH = 2948,        /* wap-push */
    SMS_PORT_PUSH_SECURE = 2949, /* wap-pushsecure */
    SMS_MISSING_SHOWN = 8,       /* segments that a sentence lists */
};

struct sms_segment {
    struct sms_header header;
    cpdm_slice originator, octets; /* behind the header */
    size_t offset;                 /* of its line */
    const char *tpdu;              /* "SMS-DELIVER", "SMS-SUBMIT"; NULL for user data alone */
};

struct sms_message {
    const struct sms_segment *first;     /* in the order of the lines */
    const struct sms_segment **in_order; /* header.total of them, NULL where missing */
    unsigned found, duplicates;
    struct sms_message *next;
};

struct sms_set {
    struct job *job;
    struct sms_message *messages, **end;
    unsigned count, segments;
};

/* ---- lines ---- */

static cpdm_slice next_line(struct bytes_reader *in)
{
    const uint8_t *newline = memchr(in->next, '\n', bytes_left(in));
    cpdm_slice line;
    bytes_take(in, newline ? (size_t)(newline - in->next) : bytes_left(in), &line);
    bytes_get(in);
    while (line.length && strchr(" \t\r", line.data[line.length - 1]) && line.data[line.length - 1])
        line.length--;
    while (line.length && (line.data[0] == ' ' || line.data[0] == '\t'))
        line = slice(line.data + 1, line.length - 1);
    return line;
}

/* Comments, and what a modem prints between the messages (3GPP TS 27.005 sections 3.4.2 and 3.4.3). */
static bool is_segment_line(cpdm_slice line)
{
    static const char *const others[] = {"#", "+CMGL:", "+CMGR:", "+CMT:"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (slice_starts_with(line, slice_of(others[i])))
            return false;
    return line.length > 0 && !slice_is(line, "OK");
}

/* The last word is the hex, what stands before it the originator. */
static cpdm_slice split_line(cpdm_slice line, cpdm_slice *originator)
{
    size_t at = line.length;
    while (at && line.data[at - 1] != ' ' && line.data[at - 1] != '\t')
        at--;
    size_t end = at;
    while (end && (line.data[end - 1] == ' ' || line.data[end - 1] == '\t'))
        end--;
    *originator = slice(line.data, end);
    return slice(line.data + at, line.length - at);
}

static bool is_tpdu(cpdm_slice hex)
{
    char octets[SMS_TPDU_MAX];
    struct sms_tpdu tpdu;
    if (hex.length > 2 * sizeof octets)
        return false;
    for (size_t i = 0; i < hex.length / 2; i++)
        octets[i] = (char)(hex_digit(hex.data[2 * i]) << 4 | hex_digit(hex.data[2 * i + 1]));
    return sms_tpdu_read(slice(octets, hex.length / 2), &tpdu);
}

bool sms_is_text(cpdm_slice text)
{
    struct bytes_reader in = bytes_reader(text);
    cpdm_slice line = SLICE(""), originator;
    while (bytes_left(&in) && !is_segment_line(line))
        line = next_line(&in);
    cpdm_slice hex = split_line(line, &originator);
    return hex_is_octets(hex) && (sms_header_looks_right(hex) || is_tpdu(hex));
}

static cpdm_status refuse_tpdu(struct job *job, size_t offset, const char *sentence)
{
    return diag_fail(&job->diag, CPDM_RULE_SMS_TPDU, offset, NULL, NULL, "%s", sentence);
}

/* A whole SMS: its user data, and its originator where no other one stands before it. */
static cpdm_status take_tpdu(struct job *job, const struct sms_tpdu *tpdu, struct sms_segment *segment,
                             cpdm_slice *user_data)
{
    segment->tpdu = tpdu->type == SMS_DELIVER ? "SMS-DELIVER" : "SMS-SUBMIT";
    if (!tpdu->is_8_bit)
        return refuse_tpdu(job, segment->offset, "the SMS is not of 8-bit data, as a push is");
    if (!tpdu->has_header)
        return refuse_tpdu(job, segment->offset, "the SMS has no user data header, so no ports and no concatenation");
    if (tpdu->type == SMS_DELIVER && segment->originator.length == 0)
        segment->originator = sms_tpdu_address(job, tpdu);
    *user_data = tpdu->user_data;
    return segment->originator.data ? CPDM_OK : diag_no_memory(&job->diag);
}

static cpdm_status refuse_length(struct job *job, size_t octets, size_t offset)
{
    return diag_fail(&job->diag, CPDM_RULE_SMS_LENGTH, offset, NULL, NULL,
                     "the user data has %zu octets, and an SMS holds %d", octets, SMS_USER_DATA);
}

static cpdm_status read_line(struct job *job, cpdm_slice line, size_t offset, struct sms_segment *segment)
{
    *segment = (struct sms_segment){.offset = offset};
    cpdm_slice hex = split_line(line, &segment->originator), octets;
    if (!hex_is_octets(hex))
        return diag_fail(&job->diag, CPDM_RULE_SMS_LINE, offset, NULL, NULL,
                         "the line does not end in pairs of hexadecimal digits, the user data of an SMS");
    if (hex.length / 2 > SMS_TPDU_MAX)
        return refuse_length(job, hex.length / 2, offset);
    struct bytes_writer writer = bytes_writer(&job->arena, hex.length / 2);
    hex_put_octets(&writer, hex);
    if (!bytes_finish(&writer, &octets))
        return diag_no_memory(&job->diag);
    struct sms_tpdu tpdu;
    cpdm_status status = sms_tpdu_read(octets, &tpdu) ? take_tpdu(job, &tpdu, segment, &octets) : CPDM_OK;
    if (status == CPDM_OK && octets.length > SMS_USER_DATA)
        status = refuse_length(job, octets.length, offset);
    return status ? status : sms_header_read(job, octets, offset, &segment->header, &segment->octets);
}

/* ---- messages ---- */

static bool belongs(const struct sms_message *message, const struct sms_segment *segment)
{
    const struct sms_header *a = &message->first->header, *b = &segment->header;
    return a->bits == b->bits && a->reference == b->reference && a->total == b->total &&
           slice_equal(message->first->originator, segment->originator) &&
           (b->bits || slice_equal(message->first->octets, segment->octets)); /* one that was not cut */
}

static struct sms_message *find_message(struct sms_set *set, const struct sms_segment *segment)
{
    for (struct sms_message *message = set->messages; message; message = message->next)
        if (belongs(message, segment))
            return message;
    struct sms_message *message = job_alloc(set->job, sizeof *message);
    if (!message)
        return NULL;
    *message = (struct sms_message){.first = segment};
    message->in_order = arena_array(&set->job->arena, segment->header.total, sizeof *message->in_order);
    if (!message->in_order) {
        diag_no_memory(&set->job->diag);
        return NULL;
    }
    *set->end = message;
    set->end = &message->next;
    set->count++;
    return message;
}

static bool same_ports(const struct sms_header *a, const struct sms_header *b)
{
    return a->has_ports == b->has_ports && a->destination == b->destination && a->source == b->source;
}

static cpdm_status add_segment(struct sms_set *set, const struct sms_segment *segment)
{
    struct sms_message *message = find_message(set, segment);
    if (!message)
        return set->job->diag.error.status;
    const struct sms_header *header = &segment->header;
    const struct sms_segment **place = &message->in_order[header->sequence - 1];
    if (!same_ports(&message->first->header, header))
        return diag_fail(&set->job->diag, CPDM_RULE_SMS_CONFLICT, segment->offset, NULL, NULL,
                         "the segment goes to other ports than the first one of its message");
    if (*place && !slice_equal((*place)->octets, segment->octets))
        return diag_fail(&set->job->diag, CPDM_RULE_SMS_CONFLICT, segment->offset, NULL, NULL,
                         "segment %u of %u comes a second time, and is not the same", header->sequence, header->total);
    if (*place) {
        message->duplicates++;
        return CPDM_OK;
    }
    *place = segment;
    message->found++;
    return CPDM_OK;
}

static cpdm_status read_segments(struct sms_set *set, cpdm_slice text)
{
    struct job *job = set->job;
    struct bytes_reader in = bytes_reader(text);
    cpdm_status status = CPDM_OK;
    while (status == CPDM_OK && bytes_left(&in)) {
        cpdm_slice line = next_line(&in);
        if (!is_segment_line(line))
            continue;
        size_t offset = (size_t)(line.data - text.data);
        if (++set->segments > LIMIT_SMS_SEGMENTS)
            return diag_fail(&job->diag, CPDM_RULE_SMS_LIMIT, offset, NULL, NULL, "there are more than %d segments",
                             LIMIT_SMS_SEGMENTS);
        struct sms_segment *segment = job_alloc(job, sizeof *segment);
        if (!segment)
            return job->diag.error.status;
        status = read_line(job, line, offset, segment);
        if (status == CPDM_OK)
            status = add_segment(set, segment);
    }
    return status;
}

/* "2", "2 and 3", "2, 3, 4 …" */
static cpdm_slice list_missing(struct job *job, const struct sms_message *message, unsigned missing)
{
    struct bytes_writer writer = bytes_writer(&job->arena, 64);
    unsigned shown = 0;
    for (unsigned i = 0; i < message->first->header.total && shown < SMS_MISSING_SHOWN; i++) {
        if (message->in_order[i])
            continue;
        const char *between = shown == 0 ? "" : shown + 1 == missing ? " and " : ", ";
        char *number = arena_printf(&job->arena, "%s%u", between, i + 1);
        bytes_put_slice(&writer, number ? slice_of(number) : SLICE(""));
        shown++;
    }
    if (shown < missing)
        bytes_put_text(&writer, " …");
    cpdm_slice list;
    return bytes_finish(&writer, &list) ? list : SLICE("");
}

static cpdm_status check_complete(struct job *job, const struct sms_message *message)
{
    const struct sms_segment *first = message->first;
    unsigned missing = first->header.total - message->found;
    if (missing == 0)
        return CPDM_OK;
    cpdm_slice list = list_missing(job, message, missing);
    return diag_fail(&job->diag, CPDM_RULE_SMS_MISSING, first->offset, NULL, NULL,
                     "segment%s %.*s of the %u with reference %u%s%.*s %s missing", missing == 1 ? "" : "s",
                     (int)list.length, list.data, first->header.total, first->header.reference,
                     first->originator.length ? " from " : "", DIAG_TEXT(first->originator),
                     missing == 1 ? "is" : "are");
}

/* Without a number every message must be whole: the one that is not is what the caller has to know of first. */
static cpdm_status choose(struct sms_set *set, size_t number, const struct sms_message **chosen)
{
    struct job *job = set->job;
    size_t at = 0;
    if (set->count == 0)
        return diag_fail(&job->diag, CPDM_RULE_SMS_LINE, DIAG_NO_OFFSET, NULL, NULL, "there is no segment");
    if (number > set->count)
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                         "message %zu is asked for, and the segments make %u", number, set->count);
    for (const struct sms_message *message = set->messages; message; message = message->next) {
        at++;
        if (number != 0 && number != at)
            continue;
        cpdm_status status = check_complete(job, message);
        if (status != CPDM_OK)
            return status;
        *chosen = message;
    }
    if (number == 0 && set->count > 1)
        return diag_fail(&job->diag, CPDM_RULE_SMS_SEVERAL, set->messages->next->first->offset, NULL,
                         "--message N chooses one", "the segments make %u messages, and one is wanted", set->count);
    return CPDM_OK;
}

static void check_ports(struct job *job, const struct sms_segment *segment)
{
    unsigned port = segment->header.destination;
    if (segment->header.has_ports && port != SMS_PORT_PUSH && port != SMS_PORT_PUSH_SECURE)
        diag_warn(&job->diag, CPDM_RULE_SMS_PORT, segment->offset, NULL, NULL,
                  "the SMS goes to port %u, and WAP push has %d", port, SMS_PORT_PUSH);
}

static cpdm_status join(struct job *job, const struct sms_message *message, cpdm_slice *octets)
{
    size_t total = message->first->header.total;
    struct bytes_writer writer = bytes_writer(&job->arena, total * SMS_USER_DATA);
    for (size_t i = 0; i < total; i++)
        bytes_put_slice(&writer, message->in_order[i]->octets);
    return bytes_close(&writer, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}

cpdm_status sms_read(struct job *job, cpdm_slice text, size_t number, cpdm_transport *transport, cpdm_slice *octets)
{
    struct sms_set set = {.job = job};
    const struct sms_message *message = NULL;
    set.end = &set.messages;
    job->diag.text = text;
    cpdm_status status = read_segments(&set, text);
    if (status == CPDM_OK)
        status = choose(&set, number, &message);
    if (status == CPDM_OK) {
        const struct sms_segment *first = message->first;
        check_ports(job, first);
        *transport = (cpdm_transport){
            .originator = first->originator,
            .tpdu = first->tpdu,
            .messages = set.count,
            .segments = first->header.total,
            .duplicates = message->duplicates,
            .reference = first->header.reference,
            .reference_bits = first->header.bits,
            .destination_port = first->header.destination,
            .source_port = first->header.source,
        };
        status = join(job, message, octets);
    }
    if (status == CPDM_OK)
        job->diag.text = slice("", 0);
    return status;
}
