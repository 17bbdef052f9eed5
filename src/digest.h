/* SPDX-License-Identifier: MIT */
/* Digests that tables and credentials ask for: SHA-256 (FIPS 180-4), MD5 (RFC 1321) and HMAC-SHA-256 (RFC 2104), of
 * parts that stand one behind the other. False where OpenSSL does not have the method, as MD5 in its FIPS mode. */
#ifndef DIGEST_H
#define DIGEST_H

#include "slice.h"

enum { DIGEST_SHA256_OCTETS = 32, DIGEST_MD5_OCTETS = 16 };

bool digest_sha256(const cpdm_slice *parts, size_t count, uint8_t out[DIGEST_SHA256_OCTETS]);
bool digest_md5(const cpdm_slice *parts, size_t count, uint8_t out[DIGEST_MD5_OCTETS]);
bool digest_hmac_sha256(cpdm_slice key, const cpdm_slice *parts, size_t count, uint8_t out[DIGEST_SHA256_OCTETS]);

/* For many: fetched and allocated once, cleansed after each. NULL: no memory or no SHA-256. */
struct digest_sha256 *digest_sha256_new(const cpdm_allocator *allocator);
bool digest_sha256_of(struct digest_sha256 *digest, cpdm_slice octets, uint8_t out[DIGEST_SHA256_OCTETS]);
void digest_sha256_free(struct digest_sha256 *digest);

#endif
