/* SPDX-License-Identifier: MIT */
/* The user data header of an SMS (3GPP TS 23.040 section 9.2.3.24). */
#ifndef SMS_HEADER_H
#define SMS_HEADER_H

#include "hex.h"
#include "job.h"
#include "sms-capacity.h"

struct sms_header {
    unsigned bits; /* of the reference: 8 or 16; 0 when the message was not cut */
    unsigned reference, total, sequence;
    bool has_ports;
    unsigned destination, source;
};

/* Splits user data into its header and what stands behind it. `offset` is where the segment's line begins. */
cpdm_status sms_header_read(struct job *job, cpdm_slice user_data, size_t offset, struct sms_header *header,
                            cpdm_slice *octets);
void sms_header_put(struct bytes_writer *writer, const struct sms_header *header);
size_t sms_header_length(const struct sms_header *header); /* octets, the length octet included */

/* Digits of user data whose header is whole and has ports or a concatenation. */
bool sms_header_looks_right(cpdm_slice hex);

#endif
