/* SPDX-License-Identifier: MIT */
/* FNV-1a of 32 bits: an SMS reference and a push-id that two messages mostly do not share, and that are the same
 * whenever the message is. Nothing is protected by it. */
#ifndef CHECKSUM_H
#define CHECKSUM_H

#include "bytes.h"

static inline uint32_t checksum_of(cpdm_slice octets)
{
    uint32_t sum = 0x811C9DC5;
    struct bytes_reader in = bytes_reader(octets);
    while (bytes_left(&in))
        sum = (sum ^ (uint32_t)bytes_get(&in)) * 0x01000193;
    return sum;
}

#endif
