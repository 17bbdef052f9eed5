/* SPDX-License-Identifier: MIT */
/* HMAC-SHA1 (RFC 2104) over octets, constant-time compare, cleansing: with digest.c the owner of <openssl/...>. */
#ifndef MAC_H
#define MAC_H

#include "cleanse.h"
#include "slice.h"

enum { MAC_OCTETS = 20, MAC_HEX = 40 };

/* One per translator: fetched once, re-keyed per document; the last key's schedule is kept for verify then sign. */
struct mac;
struct mac *mac_new(const cpdm_allocator *allocator); /* NULL: no memory or no SHA-1 */
void mac_free(struct mac *mac);
void mac_forget(struct mac *mac); /* cleanses the last key */

bool mac_compute(struct mac *mac, cpdm_slice key, cpdm_slice octets, uint8_t out[MAC_OCTETS]);
bool mac_equal_octets(const void *a, const void *b, size_t length); /* in constant time */

static inline bool mac_equal(const uint8_t a[MAC_OCTETS], const uint8_t b[MAC_OCTETS])
{
    return mac_equal_octets(a, b, MAC_OCTETS);
}

#endif
