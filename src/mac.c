/* SPDX-License-Identifier: MIT */
/*
 * Key and octets to HMAC-SHA1 (RFC 2104, FIPS 180-4) through OpenSSL; what must be constant in time or leave no trace.
 * The two padded keys are hashed once for two MACs (RFC 2104 section 4), those of the message that comes and of the
 * package that goes: the first is made from copies of their states, the second from the states themselves. OpenSSL 3.0
 * allocates for every copy and every new state, and for an EVP_MAC more still.
 */
#include "mac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "arena.h"

enum {
    BLOCK = 64,      /* octets that SHA-1 takes at a time: the length of a padded key */
    STATES_LAST = 2, /* MACs */
};

static const uint8_t pads[] = {0x36, 0x5C}; /* RFC 2104 section 2: the inner one, then the outer */

enum { STATES = sizeof pads };

struct mac {
    cpdm_allocator allocator;
    EVP_MD *digest;
    EVP_MD_CTX *states[STATES]; /* have taken the padded keys */
    EVP_MD_CTX *work;
    unsigned left; /* MACs that can be made from the states */
    size_t key_length;
    uint8_t key[BLOCK]; /* theirs: its digest where it is longer, zeros behind it */
};

/* OpenSSL initialises itself in the ordinary way: to skip its configuration file would skip it for the host program
 * too. */
struct mac *mac_new(const cpdm_allocator *allocator)
{
    const cpdm_allocator chosen = arena_allocator(allocator);
    struct mac *mac = chosen.allocate(chosen.data, sizeof *mac);
    if (!mac)
        return NULL;
    *mac = (struct mac){
        .allocator = chosen,
        .digest = EVP_MD_fetch(NULL, "SHA1", NULL),
        .states = {EVP_MD_CTX_new(), EVP_MD_CTX_new()},
        .work = EVP_MD_CTX_new(),
    };
    if (!mac->digest || !mac->states[0] || !mac->states[1] || !mac->work) {
        mac_free(mac);
        return NULL;
    }
    return mac;
}

void mac_free(struct mac *mac)
{
    if (!mac)
        return;
    for (size_t i = 0; i < STATES; i++)
        EVP_MD_CTX_free(mac->states[i]);
    EVP_MD_CTX_free(mac->work);
    EVP_MD_free(mac->digest);
    cleanse(mac->key, sizeof mac->key);
    mac->allocator.release(mac->allocator.data, mac);
}

/* OpenSSL cleanses what a context held when it is reset. */
void mac_forget(struct mac *mac)
{
    for (size_t i = 0; i < STATES; i++)
        EVP_MD_CTX_reset(mac->states[i]);
    EVP_MD_CTX_reset(mac->work);
    cleanse(mac->key, sizeof mac->key);
    mac->left = 0;
}

static bool begin(struct mac *mac, EVP_MD_CTX *context)
{
    return EVP_DigestInit_ex2(context, mac->digest, NULL) == 1;
}

static bool take(EVP_MD_CTX *context, const void *octets, size_t length)
{
    return EVP_DigestUpdate(context, octets, length) == 1;
}

static bool end(EVP_MD_CTX *context, uint8_t digest[MAC_OCTETS])
{
    return EVP_DigestFinal_ex(context, digest, NULL) == 1;
}

static bool take_padded(struct mac *mac)
{
    uint8_t padded[BLOCK];
    bool taken = true;
    for (size_t i = 0; taken && i < STATES; i++) {
        for (size_t at = 0; at < BLOCK; at++)
            padded[at] = mac->key[at] ^ pads[i];
        taken = begin(mac, mac->states[i]) && take(mac->states[i], padded, BLOCK);
    }
    cleanse(padded, sizeof padded);
    return taken;
}

/* A key of one block at most. */
static bool set_short_key(struct mac *mac, cpdm_slice key)
{
    if (mac->left > 0 && key.length == mac->key_length && mac_equal_octets(key.data, mac->key, key.length))
        return true;
    memset(mac->key, 0, BLOCK);
    if (key.length)
        memcpy(mac->key, key.data, key.length);
    mac->key_length = key.length;
    mac->left = take_padded(mac) ? STATES_LAST : 0;
    return mac->left > 0;
}

/* The digest of a longer key takes its place (RFC 2104 section 2). */
static bool set_key(struct mac *mac, cpdm_slice key)
{
    uint8_t digest[MAC_OCTETS];
    if (key.length <= BLOCK)
        return set_short_key(mac, key);
    bool set = begin(mac, mac->work) && take(mac->work, key.data, key.length) && end(mac->work, digest) &&
               set_short_key(mac, slice((const char *)digest, sizeof digest));
    cleanse(digest, sizeof digest);
    return set;
}

/* The digest of the inner padded key and octets behind it, then that of the outer one and the first digest. */
static bool finish(struct mac *mac, cpdm_slice octets, uint8_t digest[MAC_OCTETS])
{
    for (size_t i = 0; i < STATES; i++) {
        EVP_MD_CTX *state = mac->states[i];
        if (mac->left > 1) {
            if (EVP_MD_CTX_copy_ex(mac->work, state) != 1)
                return false;
            state = mac->work;
        }
        if (!take(state, octets.data, octets.length) || !end(state, digest))
            return false;
        octets = slice((const char *)digest, MAC_OCTETS);
    }
    return true;
}

bool mac_compute(struct mac *mac, cpdm_slice key, cpdm_slice octets, uint8_t out[MAC_OCTETS])
{
    bool done = set_key(mac, key) && finish(mac, octets, out);
    mac->left = done ? mac->left - 1 : 0;
    if (!done)
        cleanse(out, MAC_OCTETS);
    return done;
}

bool mac_equal_octets(const void *a, const void *b, size_t length)
{
    return CRYPTO_memcmp(a, b, length) == 0;
}
