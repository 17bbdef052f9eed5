/* SPDX-License-Identifier: MIT */
/*
 * A device and a server to the credentials that are put into the device where it is made, and that the server derives
 * again ("Factory bootstrap", an OMA DM contribution that names functions F1, F2, F3 and defines none). With
 * HKDF-SHA-256 (RFC 5869):
 *
 *   PRK  = HMAC-SHA-256("cpdm factory credentials 1", secret)
 *   info = ( "ClientPW" | "ServerPW" ) 00 device 00 server
 *   T(1) = HMAC-SHA-256(PRK, info 01), of which 18 octets are the password, in base64 for URLs
 */
#include "factory.h"

#include "credentials.h"
#include "device-id.h"
#include "digest.h"
#include "mac.h"

enum {
    SECRET_MIN = 16,      /* octets: 128 bits, as OMA DM Security 1.3 section 5.4.3 asks of a password */
    PASSWORD_OCTETS = 18, /* 24 characters, and no padding */
    SERVER_MAX = 255,
};

/* 18 octets to 24 characters (RFC 4648 section 5). */
static void write_password(const uint8_t octets[PASSWORD_OCTETS], char text[25])
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (size_t i = 0; i < PASSWORD_OCTETS / 3; i++) {
        uint32_t three = (uint32_t)octets[3 * i] << 16 | (uint32_t)octets[3 * i + 1] << 8 | octets[3 * i + 2];
        for (size_t j = 0; j < 4; j++)
            text[4 * i + j] = alphabet[three >> (18 - 6 * j) & 63];
    }
    text[24] = '\0';
}

static cpdm_status expand(struct job *job, const uint8_t prk[DIGEST_SHA256_OCTETS], const char *purpose,
                          const struct device_id *device, cpdm_slice server, char password[25])
{
    uint8_t t[DIGEST_SHA256_OCTETS];
    const cpdm_slice info[] = {slice_of(purpose), SLICE("\0"), slice_of(device->text),
                               SLICE("\0"),       server,      SLICE("\1")};
    if (!digest_hmac_sha256(slice((const char *)prk, DIGEST_SHA256_OCTETS), info, sizeof info / sizeof *info, t))
        return credentials_no_digest(job);
    write_password(t, password);
    cleanse(t, sizeof t);
    return CPDM_OK;
}

static cpdm_status check(struct job *job, cpdm_slice secret, cpdm_slice server)
{
    if (secret.length == 0)
        return diag_fail(&job->diag, CPDM_RULE_SECRET_MISSING, DIAG_NO_OFFSET, NULL,
                         "give factory-key= in the secrets file", "factory credentials are derived from a secret");
    if (secret.length < SECRET_MIN)
        return diag_fail(&job->diag, CPDM_RULE_SECRET_MALFORMED, DIAG_NO_OFFSET, NULL, NULL,
                         "the secret for factory credentials has fewer than %d octets", SECRET_MIN);
    if (server.length == 0 || server.length > SERVER_MAX)
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL, "a server's id has 1 to %d octets",
                         SERVER_MAX);
    return CPDM_OK;
}

cpdm_status factory_derive(struct job *job, cpdm_slice secret, cpdm_slice device, cpdm_slice server,
                           cpdm_factory_credentials *credentials)
{
    uint8_t prk[DIGEST_SHA256_OCTETS];
    struct device_id id;
    cpdm_status status = check(job, secret, server);
    if (status == CPDM_OK)
        status = device_id_read(job, device, &id);
    if (status != CPDM_OK)
        return status;
    *credentials = (cpdm_factory_credentials){.user_name = ""};
    memcpy(credentials->user_name, id.text, sizeof id.text);
    if (!digest_hmac_sha256(SLICE("cpdm factory credentials 1"), &secret, 1, prk))
        return credentials_no_digest(job);
    status = expand(job, prk, "ClientPW", &id, server, credentials->client_password);
    if (status == CPDM_OK)
        status = expand(job, prk, "ServerPW", &id, server, credentials->server_password);
    cleanse(prk, sizeof prk);
    return status;
}
