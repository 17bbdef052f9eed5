/* SPDX-License-Identifier: MIT */
/* A whole SMS, with the addresses and numbers around its user data: SMS-DELIVER and SMS-SUBMIT (3GPP TS 23.040 section
 * 9.2.2). */
#ifndef SMS_TPDU_H
#define SMS_TPDU_H

#include "bytes.h"
#include "job.h"

enum {
    SMS_TPDU_MAX = 12 + 2 + 12 + 2 + 7 + 1 + 140, /* octets: centre, first, reference, address, codings, time, length */
};

struct sms_tpdu {
    enum { SMS_DELIVER, SMS_SUBMIT } type;
    unsigned address_type, address_digits;
    cpdm_slice address; /* of the originator or recipient, in semi-octets */
    int coding;
    bool is_8_bit, has_header;
    cpdm_slice user_data;
};

/* False when the octets are none, with or without the service centre's address before it. */
bool sms_tpdu_read(cpdm_slice octets, struct sms_tpdu *tpdu);

/* "+358401234567", or the name of an alphanumeric one; `data` NULL when there is no memory. */
cpdm_slice sms_tpdu_address(struct job *job, const struct sms_tpdu *tpdu);

#endif
