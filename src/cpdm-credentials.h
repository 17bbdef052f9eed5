/* SPDX-License-Identifier: MIT */
/* The part of cpdm.h that makes keys, digests and factory credentials. Included there, in C linkage; not to be included
 * by itself. */
#ifndef CPDM_CREDENTIALS_H
#define CPDM_CREDENTIALS_H

typedef struct cpdm_gba_keys {
    uint8_t dmbik[32]; /* integrity */
    uint8_t dmbek[32]; /* encryption */
} cpdm_gba_keys;

/* The keys of 3GPP_GBA from the 32 octets of Ks_(ext/int)_NAF (OMA DM Security 1.3 section 5.10.2.4.1, TS 33.220 Annex
 * B.2). */
cpdm_status cpdm_gba_derive(cpdm_translator *translator, cpdm_slice ks_naf, cpdm_gba_keys *keys);

typedef enum cpdm_digest_algorithm { CPDM_DIGEST_MD5, CPDM_DIGEST_SHA256 } cpdm_digest_algorithm;

/* base64(H(base64(H(name ":" password)) ":" nonce)), the Data of a Cred (OMA DM Security 1.3 section 5.4.2). `nonce` is
 * raw octets. */
cpdm_status cpdm_digest_make(cpdm_translator *translator, cpdm_digest_algorithm algorithm, cpdm_slice name,
                             cpdm_slice password, cpdm_slice nonce, cpdm_slice *digest);

/* The value of an x-syncml-hmac header over a message as it is sent (section 5.6.1). `key` is the AAuthSecret's octets,
 * `timestamp` like 2012-01-01T13:04:20Z; no character of either text needs a quotation. */
cpdm_status cpdm_hmac_header_write(cpdm_translator *translator, cpdm_slice key, cpdm_slice server_id,
                                   cpdm_slice timestamp, cpdm_slice message, cpdm_slice *header);

/* CPDM_OK only when the MAC in the header is right. The header may have its name before it, and the spelling of the
 * grammar or that of the example in section 5.6.1.1. */
cpdm_status cpdm_hmac_header_verify(cpdm_translator *translator, cpdm_slice header, cpdm_slice key, cpdm_slice message);

typedef struct cpdm_factory_credentials {
    char user_name[24]; /* the device: "IMEI:490154203237518" */
    char client_password[25], server_password[25];
} cpdm_factory_credentials;

/* What a maker and a server both derive for a device and a server, from a secret of at least 16 octets that they share,
 * with HKDF-SHA-256 (RFC 5869): the input key material is `secret`, the salt "cpdm factory credentials 1", the info
 * "ClientPW" or "ServerPW", a zero, the device as in `user_name`, a zero, `server` (its ServerID or Addr); 18 octets
 * are taken and written in base64 for URLs (RFC 4648 section 5), 24 characters. `device` is an IMEI of 15 digits, an
 * MEID of 14 hexadecimal digits with or without its check digit, or an ESN of 8, with "IMEI:", "MEID:" or "ESN:" before
 * it where it would not be clear; its check digit must be right. */
cpdm_status cpdm_factory_derive(cpdm_translator *translator, cpdm_slice secret, cpdm_slice device, cpdm_slice server,
                                cpdm_factory_credentials *credentials);

/* The same by the algorithm that some phones of 2005 to 2012 had built in. It has no secret: whoever knows the IMEI and
 * the server knows the passwords. For talking to such phones only. `user_name` is the bare number. */
cpdm_status cpdm_factory_derive_legacy(cpdm_translator *translator, cpdm_slice device, cpdm_slice server,
                                       cpdm_factory_credentials *credentials);

#endif
