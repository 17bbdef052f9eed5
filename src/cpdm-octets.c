/* SPDX-License-Identifier: MIT */
/* The public face of octets as text. What these functions promise stands in cpdm-octets.h. */
#include "base64.h"
#include "translator.h"

_Static_assert((int)CPDM_SHA256_OCTETS == (int)DIGEST_SHA256_OCTETS, "a SHA-256 has 32 octets");

cpdm_status cpdm_sha256(cpdm_translator *translator, cpdm_slice octets, uint8_t digest[CPDM_SHA256_OCTETS])
{
    struct diag *diag = &translator->job.diag;
    if (!translator->sha256)
        translator->sha256 = digest_sha256_new(&translator->allocator);
    if (!translator->sha256)
        return diag_no_memory(diag);
    if (!digest_sha256_of(translator->sha256, octets, digest))
        return diag_fail(diag, CPDM_RULE_INTERNAL, DIAG_NO_OFFSET, NULL, NULL, "OpenSSL does not make a SHA-256");
    return CPDM_OK;
}

cpdm_status cpdm_base64_decode(cpdm_translator *translator, cpdm_slice text, cpdm_slice *octets)
{
    struct diag *diag = &translator->job.diag;
    switch (base64_decode(&translator->job.arena, text, octets)) {
    case BASE64_CANONICAL:
    case BASE64_OTHER: return CPDM_OK;
    case BASE64_INVALID: return diag_fail(diag, CPDM_RULE_BASE64, DIAG_NO_OFFSET, NULL, NULL, "the text is not base64");
    case BASE64_NO_MEMORY: return diag_no_memory(diag);
    }
    return CPDM_ERROR_INTERNAL;
}

size_t cpdm_base64_encode(cpdm_slice octets, char *text)
{
    return base64_encode(octets, text);
}
