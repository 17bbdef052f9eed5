/* SPDX-License-Identifier: MIT */
/* Octets to their SHA-256, MD5 or HMAC-SHA-256 through OpenSSL, whose contexts cleanse themselves. */
#include "digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "arena.h"

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

struct digest_sha256 {
    cpdm_allocator allocator;
    EVP_MD *method;
    EVP_MD_CTX *context;
};

struct digest_sha256 *digest_sha256_new(const cpdm_allocator *allocator)
{
    const cpdm_allocator chosen = arena_allocator(allocator);
    struct digest_sha256 *kept = chosen.allocate(chosen.data, sizeof *kept);
    if (!kept)
        return NULL;
    *kept = (struct digest_sha256){
        .allocator = chosen,
        .method = EVP_MD_fetch(NULL, "SHA256", NULL),
        .context = EVP_MD_CTX_new(),
    };
    if (kept->method && kept->context)
        return kept;
    digest_sha256_free(kept);
    return NULL;
}

/* OpenSSL cleanses what a context held when it is final. */
bool digest_sha256_of(struct digest_sha256 *kept, cpdm_slice octets, uint8_t out[DIGEST_SHA256_OCTETS])
{
    return EVP_DigestInit_ex2(kept->context, kept->method, NULL) == 1 &&
           EVP_DigestUpdate(kept->context, octets.data, octets.length) == 1 &&
           EVP_DigestFinal_ex(kept->context, out, NULL) == 1;
}

void digest_sha256_free(struct digest_sha256 *kept)
{
    if (!kept)
        return;
    EVP_MD_CTX_free(kept->context);
    EVP_MD_free(kept->method);
    kept->allocator.release(kept->allocator.data, kept);
}
