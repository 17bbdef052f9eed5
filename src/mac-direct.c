/* SPDX-License-Identifier: MIT */
/*
 * mac.h with OpenSSL's functions of SHA-1 itself instead of EVP: what the command line is linked with where there is a
 * libcrypto.a. A process for one document then starts no provider and loads no libcrypto.so, which together take ten
 * times what the document takes; and nothing is allocated for a MAC. OpenSSL 3 deprecates these functions, so programs
 * that use libcpdm.so get mac.c.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "mac.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "arena.h"

enum {
    INNER_PAD = 0x36, /* RFC 2104 section 2 */
    OUTER_PAD = 0x5C,
};

struct mac {
    cpdm_allocator allocator;
    SHA_CTX inner, outer; /* have taken the padded key (RFC 2104 section 4) */
    bool keyed;
    size_t key_length;
    uint8_t key[SHA_CBLOCK]; /* theirs: its digest where it is longer, zeros behind it */
};

struct mac *mac_new(const cpdm_allocator *allocator)
{
    const cpdm_allocator chosen = arena_allocator(allocator);
    struct mac *mac = chosen.allocate(chosen.data, sizeof *mac);
    if (mac)
        *mac = (struct mac){.allocator = chosen};
    return mac;
}

void mac_free(struct mac *mac)
{
    if (!mac)
        return;
    mac_forget(mac);
    mac->allocator.release(mac->allocator.data, mac);
}

void mac_forget(struct mac *mac)
{
    cleanse(&mac->inner, sizeof mac->inner);
    cleanse(&mac->outer, sizeof mac->outer);
    cleanse(mac->key, sizeof mac->key);
    mac->keyed = false;
}

/* The digest of what a context took, which is used up; SHA1_Final() leaves the state of its last block. */
static bool end(SHA_CTX *context, uint8_t digest[MAC_OCTETS])
{
    bool done = SHA1_Final(digest, context) == 1;
    cleanse(context, sizeof *context);
    return done;
}

static bool take_padded(const struct mac *mac, SHA_CTX *context, uint8_t pad)
{
    uint8_t padded[SHA_CBLOCK];
    for (size_t i = 0; i < SHA_CBLOCK; i++)
        padded[i] = mac->key[i] ^ pad;
    bool taken = SHA1_Init(context) == 1 && SHA1_Update(context, padded, SHA_CBLOCK) == 1;
    cleanse(padded, sizeof padded);
    return taken;
}

/* A key of one block at most. */
static bool set_short_key(struct mac *mac, cpdm_slice key)
{
    if (mac->keyed && key.length == mac->key_length && mac_equal_octets(key.data, mac->key, key.length))
        return true;
    memset(mac->key, 0, SHA_CBLOCK);
    if (key.length)
        memcpy(mac->key, key.data, key.length);
    mac->key_length = key.length;
    mac->keyed = take_padded(mac, &mac->inner, INNER_PAD) && take_padded(mac, &mac->outer, OUTER_PAD);
    return mac->keyed;
}

/* The digest of a longer key takes its place (RFC 2104 section 2). */
static bool set_key(struct mac *mac, cpdm_slice key)
{
    SHA_CTX context;
    uint8_t digest[MAC_OCTETS];
    if (key.length <= SHA_CBLOCK)
        return set_short_key(mac, key);
    bool set = SHA1_Init(&context) == 1 && SHA1_Update(&context, key.data, key.length) == 1 && end(&context, digest) &&
               set_short_key(mac, slice((const char *)digest, sizeof digest));
    cleanse(digest, sizeof digest);
    return set;
}

/* The digest of a padded key and octets behind it. */
static bool finish(const SHA_CTX *padded, cpdm_slice octets, uint8_t digest[MAC_OCTETS])
{
    SHA_CTX context = *padded;
    return SHA1_Update(&context, octets.data, octets.length) == 1 && end(&context, digest);
}

bool mac_compute(struct mac *mac, cpdm_slice key, cpdm_slice octets, uint8_t out[MAC_OCTETS])
{
    uint8_t digest[MAC_OCTETS];
    bool done = set_key(mac, key) && finish(&mac->inner, octets, digest) &&
                finish(&mac->outer, slice((const char *)digest, sizeof digest), out);
    cleanse(digest, sizeof digest);
    return done;
}

bool mac_equal_octets(const void *a, const void *b, size_t length)
{
    return CRYPTO_memcmp(a, b, length) == 0;
}
