/* SPDX-License-Identifier: MIT */
/* The part of cpdm.h for programs that carry documents in text: base64, and the SHA-256 by which a document is known.
 * Included there, in C linkage; not to be included by itself. */
#ifndef CPDM_OCTETS_H
#define CPDM_OCTETS_H

enum { CPDM_SHA256_OCTETS = 32 };

/* The SHA-256 (FIPS 180-4) of octets. CPDM_ERROR_INTERNAL where OpenSSL does not have it. */
cpdm_status cpdm_sha256(cpdm_translator *translator, cpdm_slice octets, uint8_t digest[CPDM_SHA256_OCTETS]);

/* Text in base64 (RFC 4648 section 4), perhaps with blanks between the digits, into octets. Their memory is the
 * translator's; opened as a message in the same translator they do not count against its limit. */
cpdm_status cpdm_base64_decode(cpdm_translator *translator, cpdm_slice text, cpdm_slice *octets);

/* How much text `length` octets make. */
#define CPDM_BASE64_LENGTH(length) (((length) + 2) / 3 * 4)

/* Writes that much text and returns it; no NUL behind it. */
size_t cpdm_base64_encode(cpdm_slice octets, char *text);

#endif
