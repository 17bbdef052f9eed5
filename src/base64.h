/* SPDX-License-Identifier: MIT */
/* base64 (RFC 4648 section 4): nonces in CP, binary values in SyncML. */
#ifndef BASE64_H
#define BASE64_H

#include "bytes.h"

enum base64_result {
    BASE64_CANONICAL, /* encoding the octets gives the text back */
    BASE64_OTHER,     /* blanks between, or stray bits in the last digit */
    BASE64_INVALID,
    BASE64_NO_MEMORY
};

enum base64_result base64_decode(struct arena *arena, cpdm_slice text, cpdm_slice *octets);
/* Writes CPDM_BASE64_LENGTH() characters and returns how many. */
size_t base64_encode(cpdm_slice octets, char *text);
void base64_put(struct bytes_writer *writer, cpdm_slice octets);

#endif
