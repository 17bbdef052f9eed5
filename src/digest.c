/* SPDX-License-Identifier: MIT */
/* Octets to their SHA-256, MD5 or HMAC-SHA-256 through OpenSSL, whose contexts cleanse themselves. */
#include "digest.h"

#include <openssl/core_names.h>
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

bool digest_hmac_sha256(cpdm_slice key, const cpdm_slice *parts, size_t count, uint8_t out[DIGEST_SHA256_OCTETS])
{
    char name[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                     OSSL_PARAM_construct_end()};
    EVP_MAC *method = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = method ? EVP_MAC_CTX_new(method) : NULL;
    size_t length = 0;
    const char *octets = key.length ? key.data : ""; /* NULL would mean no key at all */
    bool done = context && EVP_MAC_init(context, (const unsigned char *)octets, key.length, parameters) == 1;
    for (size_t i = 0; done && i < count; i++)
        done = EVP_MAC_update(context, (const unsigned char *)parts[i].data, parts[i].length) == 1;
    done = done && EVP_MAC_final(context, out, &length, DIGEST_SHA256_OCTETS) == 1;
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(method);
    return done;
}
