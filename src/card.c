/* SPDX-License-Identifier: MIT */
/* Octets of a transparent elementary file of a smart card into the document in it, and back (card.h). */
#include "card.h"

#include "bytes.h"

enum { UNUSED = 0xFF };

/* Neither XML nor WBXML can end in FF, so all of it at the end is padding; what stands behind the document otherwise,
 * its reader finds. */
cpdm_status card_read(struct job *job, cpdm_slice input, struct cpdm_message *message, cpdm_transport *transport)
{
    size_t length = input.length;
    while (length && (uint8_t)input.data[length - 1] == UNUSED)
        length--;
    if (length == 0)
        return diag_fail(&job->diag, CPDM_RULE_CARD_EMPTY, 0, NULL, NULL,
                         "the file of the smart card is empty: it has %zu octets, all of them FF", input.length);
    message->info.body = slice(input.data, length);
    transport->padding = input.length - length;
    return CPDM_OK;
}

cpdm_status card_write(struct job *job, cpdm_slice body, size_t size, cpdm_slice *octets)
{
    if (size > CARD_FILE_MAX)
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                         "a file of a smart card has at most %d octets", CARD_FILE_MAX);
    if (body.length > size)
        return diag_fail(&job->diag, CPDM_RULE_CARD_SIZE, DIAG_NO_OFFSET, NULL, NULL,
                         "the body needs %zu octets, and the file of the smart card has %zu", body.length, size);
    struct bytes_writer writer = bytes_writer(&job->arena, size);
    bytes_put_slice(&writer, body);
    for (size_t i = body.length; i < size; i++)
        bytes_put(&writer, UNUSED);
    return bytes_finish(&writer, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}
