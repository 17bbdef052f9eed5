/* SPDX-License-Identifier: MIT */
/* How much an SMS with 8-bit data takes behind its user data header (3GPP TS 23.040 sections 9.2.3.24.1 and .4). */
#ifndef SMS_CAPACITY_H
#define SMS_CAPACITY_H

#include <stddef.h>

enum {
    SMS_USER_DATA = 140, /* octets, header included, in 8-bit coding (section 9.2.3.24) */
    SMS_SEGMENTS = 255,  /* of one message: the number is one octet */
    SMS_PORTS = 1 + 6,   /* octets of a header with ports of 16 bits: its length, and the element */
    SMS_CONCATENATION_8 = 5,
    SMS_CONCATENATION_16 = 6,
};

/* Octets that one of several segments takes, with ports and a reference of 8 or 16 bits. */
static inline size_t sms_segment_room(unsigned reference_bits)
{
    return SMS_USER_DATA - SMS_PORTS - (reference_bits == 16 ? SMS_CONCATENATION_16 : SMS_CONCATENATION_8);
}

/* The segments of a message of so many octets: one with the ports alone where it fits, else each as full as it can be.
 */
static inline size_t sms_segments(size_t octets, unsigned reference_bits)
{
    size_t room = sms_segment_room(reference_bits);
    return octets <= SMS_USER_DATA - SMS_PORTS ? 1 : (octets + room - 1) / room;
}

#endif
