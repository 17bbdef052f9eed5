/* SPDX-License-Identifier: MIT */
/* Key and octets to HMAC-SHA1 (RFC 2104, FIPS 180-4) through OpenSSL; what must be constant in time or leave no trace.
 */
#include "mac.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "arena.h"

enum {
    MAC_KEY_KEPT = 64,                 /* longest key that is remembered: SHA-1's block */
    OPENSSL_REKEYS_WELL = 0x30000030L, /* 3.0.3: EVP_MAC_init() without a key starts anew with the last one */
};

struct mac {
    cpdm_allocator allocator;
    EVP_MAC *method;
    EVP_MAC_CTX *context;
    bool may_keep; /* this OpenSSL restarts properly with the key it has */
    bool kept;     /* `key` is the one in `context` */
    size_t key_length;
    uint8_t key[MAC_KEY_KEPT];
};

static bool prepare(struct mac *mac)
{
    char digest[] = "SHA1";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                     OSSL_PARAM_construct_end()};
    mac->method = EVP_MAC_fetch(NULL, "HMAC", NULL);
    mac->context = mac->method ? EVP_MAC_CTX_new(mac->method) : NULL;
    mac->may_keep = OpenSSL_version_num() >= OPENSSL_REKEYS_WELL;
    return mac->context && EVP_MAC_CTX_set_params(mac->context, parameters) == 1;
}

/* OpenSSL initialises itself in the ordinary way: to skip its configuration file would skip it for the host program
 * too. */
struct mac *mac_new(const cpdm_allocator *allocator)
{
    struct arena arena;
    arena_init(&arena, allocator); /* knows the allocator of those who name none */
    struct mac *mac = arena.allocator.allocate(arena.allocator.data, sizeof *mac);
    if (!mac)
        return NULL;
    *mac = (struct mac){.allocator = arena.allocator};
    if (!prepare(mac)) {
        mac_free(mac);
        return NULL;
    }
    return mac;
}

void mac_free(struct mac *mac)
{
    if (!mac)
        return;
    EVP_MAC_CTX_free(mac->context);
    EVP_MAC_free(mac->method);
    mac_cleanse(mac->key, sizeof mac->key);
    mac->allocator.release(mac->allocator.data, mac);
}

/* OpenSSL cleanses the old key and its schedule when it takes the next one. */
void mac_forget(struct mac *mac)
{
    static const uint8_t nothing[1] = {0};
    EVP_MAC_init(mac->context, nothing, sizeof nothing, NULL);
    mac_cleanse(mac->key, sizeof mac->key);
    mac->key_length = 0;
    mac->kept = false;
}

static bool start(struct mac *mac, cpdm_slice key)
{
    if (mac->kept && key.length == mac->key_length && mac_equal_octets(key.data, mac->key, key.length))
        return EVP_MAC_init(mac->context, NULL, 0, NULL) == 1;
    mac->kept = false;
    const char *octets = key.length ? key.data : ""; /* NULL would mean the last key */
    if (EVP_MAC_init(mac->context, (const unsigned char *)octets, key.length, NULL) != 1)
        return false;
    if (mac->may_keep && key.length > 0 && key.length <= sizeof mac->key) {
        memcpy(mac->key, key.data, key.length);
        mac->key_length = key.length;
        mac->kept = true;
    }
    return true;
}

bool mac_compute(struct mac *mac, cpdm_slice key, cpdm_slice octets, uint8_t out[MAC_OCTETS])
{
    size_t length = 0;
    bool done = start(mac, key) &&
                EVP_MAC_update(mac->context, (const unsigned char *)octets.data, octets.length) == 1 &&
                EVP_MAC_final(mac->context, out, &length, MAC_OCTETS) == 1 && length == MAC_OCTETS;
    if (!done)
        mac->kept = false; /* nobody knows what the context holds now */
    return done;
}

bool mac_equal(const uint8_t a[MAC_OCTETS], const uint8_t b[MAC_OCTETS])
{
    return CRYPTO_memcmp(a, b, MAC_OCTETS) == 0;
}

bool mac_equal_octets(const void *a, const void *b, size_t length)
{
    return CRYPTO_memcmp(a, b, length) == 0;
}

void mac_cleanse(void *memory, size_t length)
{
    OPENSSL_cleanse(memory, length);
}
