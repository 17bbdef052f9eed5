/* SPDX-License-Identifier: MIT */
/* A message to SMS user data, one segment a line (sms.h): one segment with the ports alone where it fits, else with a
 * concatenation, each as full as it can be. */
#include "checksum.h"
#include "sms-header.h"
#include "sms.h"

enum {
    PORT_MAX = 0xFFFF,
    DESTINATION = 2948, /* wap-push */
    SOURCE = 9200,      /* wap-wsp, as most senders have it */
};

static bool options_fit(const cpdm_sms_options *options)
{
    unsigned bits = options->reference_bits;
    return (bits == 0 || bits == 8 || bits == 16) && options->destination_port <= PORT_MAX &&
           options->source_port <= PORT_MAX &&
           (!options->has_reference || options->reference <= (bits == 16 ? 0xFFFFu : 0xFFu));
}

static struct sms_header first_header(cpdm_slice octets, const cpdm_sms_options *options)
{
    struct sms_header header = {
        .total = 1,
        .sequence = 1,
        .has_ports = true,
        .destination = options->destination_port ? options->destination_port : DESTINATION,
        .source = options->source_port ? options->source_port : SOURCE,
    };
    if (sms_segments(octets.length, options->reference_bits) == 1)
        return header;
    header.bits = options->reference_bits ? options->reference_bits : 8;
    header.reference = options->has_reference ? options->reference : checksum_of(octets);
    header.reference &= header.bits == 16 ? 0xFFFFu : 0xFFu;
    return header;
}

static void put_line(struct bytes_writer *writer, struct arena *arena, const struct sms_header *header,
                     cpdm_slice octets)
{
    cpdm_slice user_data;
    struct bytes_writer segment = bytes_writer(arena, SMS_USER_DATA);
    sms_header_put(&segment, header);
    bytes_put_slice(&segment, octets);
    if (!bytes_finish(&segment, &user_data)) {
        writer->failed = true;
        return;
    }
    hex_put_digits(writer, user_data);
    bytes_put(writer, '\n');
}

cpdm_status sms_write(struct job *job, cpdm_slice octets, const cpdm_sms_options *options, cpdm_slice *text)
{
    static const cpdm_sms_options standard;
    if (!options)
        options = &standard;
    if (!options_fit(options))
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                         "a reference has 8 or 16 bits and fits in them, and a port has 16");
    struct sms_header header = first_header(octets, options);
    size_t room = SMS_USER_DATA - sms_header_length(&header);
    size_t total = sms_segments(octets.length, options->reference_bits);
    if (total > SMS_SEGMENTS)
        return diag_fail(&job->diag, CPDM_RULE_SMS_LIMIT, DIAG_NO_OFFSET, NULL, NULL,
                         "the message has %zu octets, and %d SMS of %zu are the most that can be joined", octets.length,
                         SMS_SEGMENTS, room);
    header.total = (unsigned)total;
    struct bytes_writer writer = bytes_writer(&job->arena, total * (2 * SMS_USER_DATA + 1));
    struct bytes_reader in = bytes_reader(octets);
    for (; header.sequence <= header.total; header.sequence++) {
        cpdm_slice part;
        bytes_take(&in, bytes_left(&in) < room ? bytes_left(&in) : room, &part);
        put_line(&writer, &job->arena, &header, part);
    }
    return bytes_close(&writer, text) ? CPDM_OK : diag_no_memory(&job->diag);
}
