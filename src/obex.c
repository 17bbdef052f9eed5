/* SPDX-License-Identifier: MIT */
/* An OBEX PUT to a message and back (obex.h). */
#include "obex.h"

#include "wsp.h"

enum {
    OBEX_PUT = 0x02,
    OBEX_FINAL = 0x80,
    OBEX_PREFIX = 3,       /* opcode and length of a packet; id and length of a header */
    OBEX_NUMBER = 5,       /* id and octets of a four-octet header */
    OBEX_PACKET_MIN = 255, /* what every receiver takes (section 3.3.1.4) */
    OBEX_PACKET_MAX = 65535,
    HEADER_TYPE = 0x42,
    HEADER_BODY = 0x48,
    HEADER_END_OF_BODY = 0x49,
    HEADER_LENGTH = 0xC3,
};

struct obex_header {
    unsigned id;
    cpdm_slice octets;
    size_t offset;
};

struct obex_put {
    struct job *job;
    struct bytes_reader in; /* over the whole input */
    bool has_type, has_length, ended;
    cpdm_slice type;
    uint32_t length;
    unsigned packets, chunks;
    cpdm_slice chunk; /* the only one, while there is one */
    struct bytes_writer body;
};

static unsigned get_16(struct bytes_reader *in)
{
    unsigned high = (unsigned)bytes_get(in);
    return high << 8 | (unsigned)bytes_get(in);
}

static cpdm_status broken(struct obex_put *put, size_t offset, const char *sentence)
{
    return diag_fail(&put->job->diag, CPDM_RULE_OBEX_PACKET, offset, NULL, NULL, "%s", sentence);
}

/* The two high bits of the id tell the form: a length and octets, one octet, or four (section 2.1). */
static bool take_header(struct bytes_reader *in, struct obex_header *header)
{
    header->offset = bytes_offset(in);
    header->id = (unsigned)bytes_get(in);
    size_t fixed = header->id >> 6 == 2 ? 1 : 4;
    if (header->id >> 7)
        return bytes_take(in, fixed, &header->octets);
    if (bytes_left(in) < 2)
        return false;
    unsigned length = get_16(in);
    return length >= OBEX_PREFIX && bytes_take(in, length - OBEX_PREFIX, &header->octets);
}

static cpdm_status take_type(struct obex_put *put, const struct obex_header *header)
{
    if (put->has_type)
        return broken(put, header->offset, "the Type stands twice");
    put->has_type = true;
    put->type = header->octets;
    while (put->type.length && put->type.data[put->type.length - 1] == '\0') /* section 2.2.3: ended by NUL */
        put->type.length--;
    return CPDM_OK;
}

static cpdm_status take_length(struct obex_put *put, const struct obex_header *header)
{
    struct bytes_reader in = bytes_reader(header->octets);
    if (put->has_length)
        return broken(put, header->offset, "the Length stands twice");
    put->has_length = true;
    put->length = (uint32_t)get_16(&in) << 16;
    put->length |= get_16(&in);
    return CPDM_OK;
}

/* The body stays where it is while it comes in one piece. */
static cpdm_status take_body(struct obex_put *put, const struct obex_header *header)
{
    if (put->ended)
        return broken(put, header->offset, "there is more of a body that has ended");
    put->ended = header->id == HEADER_END_OF_BODY;
    if (header->octets.length == 0)
        return CPDM_OK;
    if (put->chunks == 1) {
        put->body = bytes_writer(&put->job->arena, bytes_left(&put->in) + 2 * put->chunk.length);
        bytes_put_slice(&put->body, put->chunk);
    }
    if (put->chunks++ == 0)
        put->chunk = header->octets;
    else
        bytes_put_slice(&put->body, header->octets);
    return CPDM_OK;
}

static cpdm_status take_known(struct obex_put *put, const struct obex_header *header)
{
    switch (header->id) {
    case HEADER_TYPE: return take_type(put, header);
    case HEADER_LENGTH: return take_length(put, header);
    case HEADER_BODY:
    case HEADER_END_OF_BODY: return take_body(put, header);
    default: return CPDM_OK;
    }
}

static cpdm_status read_packet(struct obex_put *put, bool *final)
{
    size_t offset = bytes_offset(&put->in);
    if (bytes_left(&put->in) < OBEX_PREFIX)
        return broken(put, offset, "the octets end within a packet");
    unsigned opcode = (unsigned)bytes_get(&put->in), length = get_16(&put->in);
    if ((opcode & ~(unsigned)OBEX_FINAL) != OBEX_PUT)
        return broken(put, offset, "the packet is no PUT");
    if (length < OBEX_PREFIX || length - OBEX_PREFIX > bytes_left(&put->in))
        return broken(put, offset, "the packet is longer than what is there");
    *final = opcode & OBEX_FINAL;
    put->packets++;
    const uint8_t *end = put->in.next + length - OBEX_PREFIX, *input_end = put->in.end;
    cpdm_status status = CPDM_OK;
    put->in.end = end; /* headers do not reach over their packet */
    while (status == CPDM_OK && bytes_left(&put->in)) {
        struct obex_header header;
        if (!take_header(&put->in, &header))
            status = broken(put, header.offset, "a header is longer than its packet");
        else
            status = take_known(put, &header);
    }
    put->in.end = input_end;
    return status;
}

static cpdm_status read_packets(struct obex_put *put)
{
    bool final = false;
    cpdm_status status = CPDM_OK;
    while (status == CPDM_OK && !final)
        status = read_packet(put, &final);
    if (status == CPDM_OK && bytes_left(&put->in))
        status = broken(put, bytes_offset(&put->in), "there are octets behind the final packet");
    if (status == CPDM_OK && !put->ended)
        status = broken(put, bytes_offset(&put->in), "the body has no end: no End-of-Body in the final packet");
    return status;
}

static cpdm_status finish_body(struct obex_put *put, cpdm_slice *body)
{
    *body = put->chunk;
    if (put->chunks > 1 && !bytes_close(&put->body, body))
        return diag_no_memory(&put->job->diag);
    if (put->has_length && put->length != body->length)
        return diag_fail(&put->job->diag, CPDM_RULE_OBEX_LENGTH, DIAG_NO_OFFSET, NULL, NULL,
                         "the Length says %u, and the body has %zu octets", (unsigned)put->length, body->length);
    return CPDM_OK;
}

cpdm_status obex_read(struct job *job, cpdm_slice input, struct cpdm_message *message, cpdm_transport *transport)
{
    struct obex_put put = {.job = job, .in = bytes_reader(input), .chunk = slice(input.data, 0)};
    cpdm_status status = read_packets(&put);
    if (status == CPDM_OK)
        status = finish_body(&put, &message->info.body);
    if (status == CPDM_OK && put.has_type)
        status = content_type_read_text(job, put.type, &message->content_type);
    if (status != CPDM_OK)
        return status;
    if (put.chunks == 1)
        message->info.body_offset = (size_t)(put.chunk.data - input.data);
    transport->packets = put.packets;
    return CPDM_OK;
}

bool obex_is_put(cpdm_slice octets)
{
    struct bytes_reader in = bytes_reader(octets);
    cpdm_slice headers;
    int first = bytes_peek(&in);
    if (first == (OBEX_PUT | OBEX_FINAL) && octets.length > 1 && octets.data[1] != WSP_PUSH)
        return true;
    for (;;) {
        int opcode = bytes_get(&in);
        if ((opcode != OBEX_PUT && opcode != (OBEX_PUT | OBEX_FINAL)) || bytes_left(&in) < 2)
            return false;
        unsigned length = get_16(&in);
        if (length < OBEX_PREFIX || !bytes_take(&in, length - OBEX_PREFIX, &headers))
            return false;
        if (opcode & OBEX_FINAL)
            return bytes_left(&in) == 0;
    }
}

/* ---- writing ---- */

static void put_16(struct bytes_writer *writer, size_t number)
{
    bytes_put(writer, (uint8_t)(number >> 8));
    bytes_put(writer, (uint8_t)number);
}

static void put_first_headers(struct bytes_writer *writer, cpdm_slice content_type, size_t length)
{
    bytes_put(writer, HEADER_TYPE);
    put_16(writer, OBEX_PREFIX + content_type.length + 1);
    bytes_put_slice(writer, content_type);
    bytes_put(writer, 0);
    bytes_put(writer, HEADER_LENGTH);
    put_16(writer, length >> 16);
    put_16(writer, length & 0xFFFF);
}

cpdm_status obex_write(struct job *job, cpdm_slice content_type, cpdm_slice body, size_t max_packet, cpdm_slice *octets)
{
    size_t first = OBEX_PREFIX + content_type.length + 1 + OBEX_NUMBER; /* Type and Length */
    if (max_packet < OBEX_PACKET_MIN || max_packet > OBEX_PACKET_MAX || body.length > UINT32_MAX ||
        first + 2 * OBEX_PREFIX >= max_packet)
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                         "an OBEX packet has %d to %d octets, and the content type must fit into the first",
                         OBEX_PACKET_MIN, OBEX_PACKET_MAX);
    struct bytes_writer writer = bytes_writer(&job->arena, body.length + first + 64);
    struct bytes_reader in = bytes_reader(body);
    for (bool last = false; !last; first = 0) {
        size_t before = OBEX_PREFIX + first, room = max_packet - before - OBEX_PREFIX;
        cpdm_slice chunk;
        last = bytes_left(&in) <= room;
        bytes_take(&in, last ? bytes_left(&in) : room, &chunk);
        bytes_put(&writer, last ? OBEX_PUT | OBEX_FINAL : OBEX_PUT);
        put_16(&writer, before + OBEX_PREFIX + chunk.length);
        if (first)
            put_first_headers(&writer, content_type, body.length);
        bytes_put(&writer, last ? HEADER_END_OF_BODY : HEADER_BODY);
        put_16(&writer, OBEX_PREFIX + chunk.length);
        bytes_put_slice(&writer, chunk);
    }
    return bytes_close(&writer, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}
