/* SPDX-License-Identifier: MIT */
/* What sender and receiver share, to the HMAC key of each security method (ProvBoot 1.1 section 5.2, GSM 11.11 section
 * 10.2.2 for the coding of an IMSI). Secrets that are not of their form are refused: a key made of them fits nothing.
 */
#include "key.h"

#include "bytes.h"
#include "hex-eight.h"
#include "mac.h"
#include "wbxml-read.h"

enum {
    IMSI_MIN = 6, /* MCC, MNC and at least one digit */
    IMSI_MAX = 15,
    USERPINMAC_MIN = 5, /* digits of K; the user's code is K and as many digits of the MAC */
    USERPINMAC_MAX = MAC_OCTETS,
};

static bool is_digits(cpdm_slice text)
{
    size_t i = 0;
    for (; text.length - i >= 8; i += 8)
        if (!decimal_are_eight(text.data + i))
            return false;
    for (; i < text.length; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return true;
}

/* The nibbles in the order of their transmission, low before high: 9 (odd count) or 1 (even), the digits, F after an
 * even count. */
bool key_from_imsi(cpdm_slice imsi, uint8_t octets[8], size_t *length)
{
    if (imsi.length < IMSI_MIN || imsi.length > IMSI_MAX || !is_digits(imsi))
        return false;
    bool odd = imsi.length % 2 == 1;
    *length = imsi.length / 2 + 1;
    octets[0] = odd ? 0x09 : 0x01;
    for (size_t i = 0; i < imsi.length; i++) {
        uint8_t digit = (uint8_t)(imsi.data[i] - '0');
        if (i % 2 == 0)
            octets[i / 2] |= (uint8_t)(digit << 4);
        else
            octets[i / 2 + 1] = digit;
    }
    if (!odd)
        octets[*length - 1] |= 0xF0;
    return true;
}

static cpdm_status missing(struct job *job, const char *sentence, const char *hint)
{
    return diag_fail(&job->diag, CPDM_RULE_SECRET_MISSING, DIAG_NO_OFFSET, NULL, hint, "%s", sentence);
}

static cpdm_status malformed(struct job *job, const char *sentence)
{
    return diag_fail(&job->diag, CPDM_RULE_SECRET_MALFORMED, DIAG_NO_OFFSET, NULL, NULL, "%s", sentence);
}

static cpdm_status network_key(struct job *job, const cpdm_secrets *secrets, cpdm_slice *key)
{
    if (secrets->imsi.length && secrets->network_key.length)
        return malformed(job, "both an IMSI and a network key are given, and only one of them can be meant");
    if (secrets->network_key.length) {
        *key = secrets->network_key;
        return CPDM_OK;
    }
    if (secrets->imsi.length == 0)
        return missing(job, "the method needs the network's secret, an IMSI or a network key",
                       "give imsi= or network-key= in the secrets file");
    uint8_t *octets = job_alloc(job, 8);
    if (!octets)
        return job->diag.error.status;
    if (!key_from_imsi(secrets->imsi, octets, &key->length))
        return malformed(job, "the IMSI is not of 6 to 15 decimal digits");
    key->data = (const char *)octets;
    return CPDM_OK;
}

static bool is_visible(cpdm_slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] < ' ' || text.data[i] > '~')
            return false;
    return true;
}

/* ProvBoot 1.1 section 5.2 has digits. OMA DM Security 1.3 section 5.10.2.3 has a secret that the user chooses, "abc"
 * in its example, and says nothing of characters beyond ASCII. */
static cpdm_status check_pin(struct job *job, cpdm_slice pin, bool text)
{
    if (pin.length == 0)
        return missing(job, "the method needs the user's PIN", "give pin= in the secrets file");
    if (!text && !is_digits(pin))
        return malformed(job, "the PIN is not of decimal digits only");
    if (text && !is_visible(pin))
        return malformed(job, "the PIN is not of visible ASCII characters only");
    return CPDM_OK;
}

/* What is no PIN of digits is one in OMA DM 1.2 and 1.3, which are in SyncML 1.2; Client Provisioning, and the SyncML
 * DM 1.1 that has its methods, are not. */
static cpdm_status user_pin(struct job *job, const cpdm_secrets *secrets, cpdm_slice body, cpdm_slice *key)
{
    *key = secrets->pin;
    if (key->length && is_digits(*key))
        return CPDM_OK;
    return check_pin(job, *key, wbxml_recognise(body) == &wbxml_syncml12);
}

/* The network's secret first: USERPIN_NETWORKID is the other way round. */
static cpdm_status network_key_and_pin(struct job *job, const cpdm_secrets *secrets, cpdm_slice *key)
{
    cpdm_slice network, pin = secrets->pin;
    cpdm_status status = network_key(job, secrets, &network);
    if (status == CPDM_OK)
        status = check_pin(job, pin, false);
    if (status != CPDM_OK)
        return status;
    struct bytes_writer writer = bytes_writer(&job->arena, network.length + pin.length);
    bytes_put_slice(&writer, network);
    bytes_put_slice(&writer, pin);
    return bytes_finish(&writer, key) ? CPDM_OK : diag_no_memory(&job->diag);
}

/* K is the first half of the code that the user was given (ProvBoot 1.1 section 5.2.4). */
static cpdm_status user_code_key(struct job *job, const cpdm_secrets *secrets, cpdm_slice *key)
{
    cpdm_slice code = secrets->userpinmac;
    if (code.length == 0)
        return missing(job, "USERPINMAC needs the code that the user was given",
                       "give userpinmac= in the secrets file");
    if (code.length % 2 != 0 || code.length < 2 * USERPINMAC_MIN || code.length > 2 * USERPINMAC_MAX ||
        !is_digits(code))
        return malformed(job, "the USERPINMAC code is not an even number of decimal digits from 10 to 40");
    *key = slice(code.data, code.length / 2);
    return CPDM_OK;
}

static cpdm_status signing_key(struct job *job, const cpdm_secrets *secrets, cpdm_slice *key)
{
    *key = secrets->userpinmac_key;
    if (key->length == 0 && secrets->userpinmac.length == 0)
        return missing(job, "signing with USERPINMAC needs the digits of its key K",
                       "give userpinmac-key= in the secrets file");
    if (key->length == 0)
        return user_code_key(job, secrets, key);
    if (key->length < USERPINMAC_MIN || key->length > USERPINMAC_MAX || !is_digits(*key))
        return malformed(job, "the USERPINMAC key K is not of 5 to 20 decimal digits");
    return CPDM_OK;
}

/* What is called so is the network's choice: a text of its own, or what NETWPIN takes (OMA DM Security 1.3 section
 * 5.10.2.3). */
static cpdm_status network_id(struct job *job, const cpdm_secrets *secrets, cpdm_slice *key)
{
    if (secrets->network_id.length == 0)
        return network_key(job, secrets, key);
    *key = secrets->network_id;
    return CPDM_OK;
}

/* "abc:xyz": the PIN, a colon, the network's secret (section 5.10.2.3). */
static cpdm_status pin_and_network_id(struct job *job, const cpdm_secrets *secrets, cpdm_slice *key)
{
    cpdm_slice network, pin = secrets->pin;
    cpdm_status status = network_id(job, secrets, &network);
    if (status == CPDM_OK)
        status = check_pin(job, pin, true);
    if (status != CPDM_OK)
        return status;
    struct bytes_writer writer = bytes_writer(&job->arena, pin.length + 1 + network.length);
    bytes_put_slice(&writer, pin);
    bytes_put(&writer, ':');
    bytes_put_slice(&writer, network);
    return bytes_finish(&writer, key) ? CPDM_OK : diag_no_memory(&job->diag);
}

cpdm_status key_derive(struct job *job, cpdm_security security, const cpdm_secrets *secrets, enum key_use use,
                       cpdm_slice body, cpdm_slice *key)
{
    static const cpdm_secrets none;
    if (!secrets)
        secrets = &none;
    switch (security) {
    case CPDM_SECURITY_NETWPIN: return network_key(job, secrets, key);
    case CPDM_SECURITY_USERPIN: return user_pin(job, secrets, body, key);
    case CPDM_SECURITY_USERNETWPIN: return network_key_and_pin(job, secrets, key);
    case CPDM_SECURITY_USERPINMAC:
        return use == KEY_SIGNING ? signing_key(job, secrets, key) : user_code_key(job, secrets, key);
    case CPDM_SECURITY_NETWORKID: return network_id(job, secrets, key);
    case CPDM_SECURITY_USERPIN_NETWORKID: return pin_and_network_id(job, secrets, key);
    case CPDM_SECURITY_3GPP_GBA:
    case CPDM_SECURITY_NONE: break;
    }
    return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL, "there is no such security method");
}

void key_userpinmac_digits(const uint8_t *mac, size_t n, char *digits)
{
    for (size_t i = 0; i < n; i++)
        digits[i] = (char)('0' + mac[i] % 10);
}
