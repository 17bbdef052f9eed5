/* SPDX-License-Identifier: MIT */
/* digest.h with OpenSSL's functions of each digest itself instead of EVP, for the command line: see mac-direct.c. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/md5.h>
#include <openssl/sha.h>

#include "arena.h"

enum {
    INNER_PAD = 0x36, /* RFC 2104 section 2 */
    OUTER_PAD = 0x5C,
};

static bool sha256_take(SHA256_CTX *context, const cpdm_slice *parts, size_t count)
{
    bool taken = true;
    for (size_t i = 0; taken && i < count; i++)
        taken = SHA256_Update(context, parts[i].data, parts[i].length) == 1;
    return taken;
}

static bool sha256_end(SHA256_CTX *context, bool taken, uint8_t out[DIGEST_SHA256_OCTETS])
{
    bool done = taken && SHA256_Final(out, context) == 1;
    OPENSSL_cleanse(context, sizeof *context);
    return done;
}

bool digest_sha256(const cpdm_slice *parts, size_t count, uint8_t out[DIGEST_SHA256_OCTETS])
{
    SHA256_CTX context;
    return sha256_end(&context, SHA256_Init(&context) == 1 && sha256_take(&context, parts, count), out);
}

bool digest_md5(const cpdm_slice *parts, size_t count, uint8_t out[DIGEST_MD5_OCTETS])
{
    MD5_CTX context;
    bool done = MD5_Init(&context) == 1;
    for (size_t i = 0; done && i < count; i++)
        done = MD5_Update(&context, parts[i].data, parts[i].length) == 1;
    done = done && MD5_Final(out, &context) == 1;
    OPENSSL_cleanse(&context, sizeof context);
    return done;
}

/* The digest of the padded key and parts behind it. */
static bool sha256_behind(const uint8_t key[SHA256_CBLOCK], uint8_t pad, const cpdm_slice *parts, size_t count,
                          uint8_t out[DIGEST_SHA256_OCTETS])
{
    SHA256_CTX context;
    uint8_t padded[SHA256_CBLOCK];
    for (size_t i = 0; i < SHA256_CBLOCK; i++)
        padded[i] = key[i] ^ pad;
    bool taken = SHA256_Init(&context) == 1 && SHA256_Update(&context, padded, SHA256_CBLOCK) == 1 &&
                 sha256_take(&context, parts, count);
    OPENSSL_cleanse(padded, sizeof padded);
    return sha256_end(&context, taken, out);
}

bool digest_hmac_sha256(cpdm_slice key, const cpdm_slice *parts, size_t count, uint8_t out[DIGEST_SHA256_OCTETS])
{
    uint8_t block[SHA256_CBLOCK] = {0}, inner[DIGEST_SHA256_OCTETS];
    const cpdm_slice digest = {.data = (const char *)inner, .length = sizeof inner};
    bool done = true;
    if (key.length > SHA256_CBLOCK)
        done = digest_sha256(&key, 1, block);
    else if (key.length)
        memcpy(block, key.data, key.length);
    done = done && sha256_behind(block, INNER_PAD, parts, count, inner) &&
           sha256_behind(block, OUTER_PAD, &digest, 1, out);
    OPENSSL_cleanse(block, sizeof block);
    OPENSSL_cleanse(inner, sizeof inner);
    return done;
}

struct digest_sha256 {
    cpdm_allocator allocator;
};

struct digest_sha256 *digest_sha256_new(const cpdm_allocator *allocator)
{
    const cpdm_allocator chosen = arena_allocator(allocator);
    struct digest_sha256 *kept = chosen.allocate(chosen.data, sizeof *kept);
    if (kept)
        *kept = (struct digest_sha256){chosen};
    return kept;
}

bool digest_sha256_of(struct digest_sha256 *kept, cpdm_slice octets, uint8_t out[DIGEST_SHA256_OCTETS])
{
    (void)kept;
    return digest_sha256(&octets, 1, out);
}

void digest_sha256_free(struct digest_sha256 *kept)
{
    if (kept)
        kept->allocator.release(kept->allocator.data, kept);
}
