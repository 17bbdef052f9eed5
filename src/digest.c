/* SPDX-License-Identifier: MIT */
/* Octets to their SHA-256 or MD5 through OpenSSL, whose contexts cleanse themselves. */
#include "digest.h"

#include <openssl/evp.h>

static bool digest(const EVP_MD *method, const cpdm_slice *parts, size_t count, uint8_t *out)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context && EVP_DigestInit_ex(context, method, NULL) == 1;
    for (size_t i = 0; done && i < count; i++)
        done = EVP_DigestUpdate(context, parts[i].data, parts[i].length) == 1;
    done = done && EVP_DigestFinal_ex(context, out, NULL) == 1;
    EVP_MD_CTX_free(context);
    return done;
}

bool digest_sha256(const cpdm_slice *parts, size_t count, uint8_t out[DIGEST_SHA256_OCTETS])
{
    return digest(EVP_sha256(), parts, count, out);
}

bool digest_md5(const cpdm_slice *parts, size_t count, uint8_t out[DIGEST_MD5_OCTETS])
{
    return digest(EVP_md5(), parts, count, out);
}
