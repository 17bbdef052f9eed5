/* SPDX-License-Identifier: MIT */
/*
 * SMS user data (3GPP TS 23.040 section 9.2.3.24) as text, one segment a line:
 *
 *   line = [ originator blank ] hex | "#" comment | nothing | what a modem prints between: "+CMGL:…", "OK"
 *
 * The hex is a whole SMS (sms-tpdu.h), or the user data with its header: the length of the header, then information
 * elements, of which two matter: the ports (0x04, 0x05; WAP push has 2948) and the concatenation (0x00, 0x08). The
 * originator, any text, keeps apart segments of several senders.
 */
#ifndef SMS_H
#define SMS_H

#include "job.h"

/* The segments of one message, in any order and with repetitions, to the octets that were cut into them. `number`
 * counts the messages in the order of their first segments, from 1; 0 is the only one that there is. */
cpdm_status sms_read(struct job *job, cpdm_slice text, size_t number, cpdm_transport *transport, cpdm_slice *octets);

/* Octets to lines. */
cpdm_status sms_write(struct job *job, cpdm_slice octets, const cpdm_sms_options *options, cpdm_slice *text);

/* The first line that is neither empty nor a comment is the user data of a segment. */
bool sms_is_text(cpdm_slice text);

#endif
