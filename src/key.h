/* SPDX-License-Identifier: MIT */
/* The HMAC key of each security method (ProvBoot 1.1 section 5.2; spec/cp.md B.1 as confirmed there). */
#ifndef KEY_H
#define KEY_H

#include "job.h"

/* EF_IMSI content octets without the length octet (GSM 11.11 section 10.2.2): 9 in front of an odd number of digits, 1
 * in front and F behind of an even one, nibbles swapped. `imsi` is 6 to 15 digits; false when not. */
bool key_from_imsi(cpdm_slice imsi, uint8_t octets[8], size_t *length);

enum key_use {
    KEY_VERIFYING, /* USERPINMAC: K is the first half of userpinmac */
    KEY_SIGNING,   /* USERPINMAC: K is userpinmac_key, or else that half */
};

/* The key to a MAC over `body`, for NETWPIN and NETWORKID, USERPIN, USERNETWPIN (network key, then PIN),
 * USERPIN_NETWORKID (PIN, colon, network id), and USERPINMAC. In the arena or the secrets. */
cpdm_status key_derive(struct job *job, cpdm_security security, const cpdm_secrets *secrets, enum key_use use,
                       cpdm_slice body, cpdm_slice *key);

/* m(i) = (M(i) mod 10) + 48 for the first n octets of M, n <= 20 (USERPINMAC). */
void key_userpinmac_digits(const uint8_t *mac, size_t n, char *digits);

#endif
