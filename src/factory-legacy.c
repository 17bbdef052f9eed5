/* SPDX-License-Identifier: MIT */
/*
 * The factory credentials that two makers' phones had built in, as it is found in their published sources. The key is a
 * checksum of the device's digits by two public dictionaries; there is no secret in it.
 *
 *   s1 = sum of D[i+3] * dictionary[i], s2 = sum of D[i+3] * D[i+2] * dictionary[i], for i from 0 to length - 4
 *   H  = MD5(D s1 "-" s2 S), written with the low half of each octet first
 *   T  = H[2] H[7] H[8] H[12] H[25] H[30] and D to the base 36 in ten digits, shuffled three times
 */
#include "credentials.h"
#include "device-id.h"
#include "digest.h"
#include "factory.h"

enum {
    DICTIONARY = 15,
    PASSWORD = 16,
    PICKED = 6,
    NUMBER = PASSWORD - PICKED,
    ROUNDS = 3,
};

static const uint8_t client_dictionary[DICTIONARY] = {0x0e, 0x06, 0x10, 0x0c, 0x0a, 0x0e, 0x05, 0x0c,
                                                      0x12, 0x0a, 0x0b, 0x06, 0x0d, 0x0e, 0x05};
static const uint8_t server_dictionary[DICTIONARY] = {0x0a, 0x06, 0x0e, 0x0e, 0x0a, 0x0b, 0x06, 0x0e,
                                                      0x0b, 0x04, 0x04, 0x07, 0x11, 0x0c, 0x0c};

static const char *make_key(struct job *job, cpdm_slice d, const uint8_t dictionary[DICTIONARY])
{
    unsigned s1 = 0, s2 = 0;
    for (size_t i = 0; i + 3 < d.length && i < DICTIONARY; i++) {
        unsigned here = (uint8_t)d.data[i + 3], before = (uint8_t)d.data[i + 2];
        s1 += here * dictionary[i];
        s2 += here * before * dictionary[i];
    }
    return arena_printf(&job->arena, "%u-%u", s1, s2);
}

static void pick(const uint8_t digest[DIGEST_MD5_OCTETS], char text[PICKED])
{
    static const uint8_t places[PICKED] = {2, 7, 8, 12, 25, 30};
    for (size_t i = 0; i < PICKED; i++) {
        uint8_t octet = digest[places[i] / 2];
        text[i] = "0123456789abcdef"[places[i] % 2 ? octet >> 4 : octet & 0x0F];
    }
}

static void write_number(uint64_t number, char text[NUMBER])
{
    for (size_t i = NUMBER; i > 0; i--, number /= 36)
        text[i - 1] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
}

/* P16 P1 P15 P2 … P9 P8 */
static void shuffle(char text[PASSWORD])
{
    char before[PASSWORD];
    memcpy(before, text, PASSWORD);
    for (size_t i = 0; i < PASSWORD / 2; i++) {
        text[2 * i] = before[PASSWORD - 1 - i];
        text[2 * i + 1] = before[i];
    }
}

static cpdm_status make_password(struct job *job, cpdm_slice d, uint64_t number, cpdm_slice server,
                                 const uint8_t dictionary[DICTIONARY], char password[PASSWORD + 1])
{
    uint8_t digest[DIGEST_MD5_OCTETS];
    const char *key = make_key(job, d, dictionary);
    if (!key)
        return diag_no_memory(&job->diag);
    const cpdm_slice parts[] = {d, slice_of(key), server};
    if (!digest_md5(parts, 3, digest))
        return credentials_no_digest(job);
    pick(digest, password);
    write_number(number, password + PICKED);
    for (unsigned i = 0; i < ROUNDS; i++)
        shuffle(password);
    password[PASSWORD] = '\0';
    return CPDM_OK;
}

/* The published vectors have numbers whose check digit is wrong, and the phones did not look: it is not judged. */
cpdm_status factory_derive_legacy(struct job *job, cpdm_slice device, cpdm_slice server,
                                  cpdm_factory_credentials *credentials)
{
    uint64_t number;
    if (slice_starts_with(device, SLICE("IMEI:")))
        device = slice(device.data + 5, device.length - 5);
    if (device.length != 15 || !slice_to_number(device, UINT64_MAX, &number) || server.length == 0 ||
        server.length > 255)
        return diag_fail(&job->diag, CPDM_RULE_DEVICE_ID, DIAG_NO_OFFSET, NULL, NULL,
                         "the old algorithm takes an IMEI of 15 digits and a server's id of 1 to 255 octets");
    *credentials = (cpdm_factory_credentials){.user_name = ""};
    memcpy(credentials->user_name, device.data, device.length);
    cpdm_status status = make_password(job, device, number, server, client_dictionary, credentials->client_password);
    return status == CPDM_OK
               ? make_password(job, device, number, server, server_dictionary, credentials->server_password)
               : status;
}
