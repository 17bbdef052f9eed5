/* SPDX-License-Identifier: MIT */
/*
 * A message and what its receiver knows, to a verdict; a body and what its sender knows, to a MAC (ProvBoot 1.1 section
 * 5.2, ProvCont 1.1 section 5.3). The MAC covers the body's octets as they came. Whatever is not proven is refused: the
 * order in which SEC and MAC stand, or their number, never decides for the sender.
 */
#include "content-type.h"
#include "hex-eight.h"
#include "key.h"

static cpdm_status refuse(struct job *job, enum diag_rule rule, const char *sentence)
{
    return diag_fail(&job->diag, rule, DIAG_NO_OFFSET, NULL, NULL, "%s", sentence);
}

static cpdm_status check_sec(struct job *job, const struct content_type *content_type)
{
    if (!content_type->present)
        return refuse(job, CPDM_RULE_SEC_MISSING, "the message has no content type that could carry a SEC");
    if (content_type->sec_count > 1 || content_type->mac_count > 1)
        return refuse(job, CPDM_RULE_SEC_TWICE, "SEC or MAC stands more than once in the content type");
    if (content_type->sec_count == 0)
        return refuse(job, CPDM_RULE_SEC_MISSING, "the content type has no SEC");
    if (!content_type->sec_valid)
        return refuse(
            job, CPDM_RULE_SEC_INVALID,
            "SEC names no method whose key is known here: NETWPIN, USERPIN, USERNETWPIN, USERPINMAC, NETWORKID, "
            "USERPIN_NETWORKID");
    if (content_type->security >= CPDM_SECURITY_NETWORKID && content_type->media &&
        content_type->media->content == CPDM_CONTENT_CP)
        return refuse(job, CPDM_RULE_SEC_INVALID,
                      "SEC names a method of OMA DM, and the message is Client Provisioning");
    if (content_type->security == CPDM_SECURITY_3GPP_GBA)
        return refuse(job, CPDM_RULE_SEC_GBA,
                      "3GPP_GBA protects the package with keys of GBA Push, and has no MAC to check");
    return CPDM_OK;
}

static cpdm_status check_mac(struct job *job, const struct content_type *content_type)
{
    bool expected = content_type->security != CPDM_SECURITY_USERPINMAC;
    if (content_type->mac_count > 0 && !expected)
        return refuse(job, CPDM_RULE_MAC_UNEXPECTED, "USERPINMAC carries no MAC, and the message has one");
    if (!expected)
        return CPDM_OK;
    if (content_type->mac_count == 0)
        return refuse(job, CPDM_RULE_MAC_MISSING, "SEC names a method with a MAC, and there is none");
    if (content_type->mac_unterminated)
        return refuse(job, CPDM_RULE_MAC_NUL, "the MAC in the push header has no NUL at its end");
    if (!content_type->mac_valid)
        return refuse(job, CPDM_RULE_MAC_MALFORMED, "the MAC is not of 40 hexadecimal digits");
    return CPDM_OK;
}

cpdm_status message_check_claim(struct job *job, const struct cpdm_message *message)
{
    cpdm_status status = check_sec(job, &message->content_type);
    if (status == CPDM_OK)
        status = check_mac(job, &message->content_type);
    if (status == CPDM_OK && message->info.form != CPDM_FORM_WBXML)
        status = refuse(job, CPDM_RULE_SIGN_FORM, "a MAC covers WBXML, and the body is XML");
    return status;
}

/* What a MAC is made of besides the body, and M: `key` is part of the caller's secrets or of the arena, which is
 * cleansed. */
struct made {
    cpdm_slice key;
    uint8_t mac[MAC_OCTETS];
};

static cpdm_status make(struct job *job, struct mac *mac, cpdm_security security, const cpdm_secrets *secrets,
                        enum key_use use, cpdm_slice body, struct made *made)
{
    cpdm_status status = key_derive(job, security, secrets, use, body, &made->key);
    if (status == CPDM_OK && !mac_compute(mac, made->key, body, made->mac))
        status = refuse(job, CPDM_RULE_INTERNAL, "the cryptographic library does not compute HMAC-SHA1");
    return status;
}

/* The user's code is K and then m, as many digits (ProvBoot 1.1 section 5.2.4); `key` is its K. */
static bool code_is_right(cpdm_slice code, cpdm_slice key, const uint8_t right[MAC_OCTETS])
{
    char digits[MAC_OCTETS];
    key_userpinmac_digits(right, key.length, digits);
    bool equal = mac_equal_octets(code.data + key.length, digits, key.length);
    cleanse(digits, sizeof digits);
    return equal;
}

cpdm_status message_verify(struct job *job, struct mac *mac, const struct cpdm_message *message,
                           const cpdm_secrets *secrets)
{
    const struct content_type *content_type = &message->content_type;
    struct made right;
    cpdm_status status = message_check_claim(job, message);
    if (status == CPDM_OK)
        status = make(job, mac, content_type->security, secrets, KEY_VERIFYING, message->info.body, &right);
    if (status != CPDM_OK)
        return status;
    bool proven = content_type->security == CPDM_SECURITY_USERPINMAC
                      ? code_is_right(secrets->userpinmac, right.key, right.mac)
                      : mac_equal(content_type->mac, right.mac);
    cleanse(right.mac, sizeof right.mac);
    if (proven)
        return CPDM_OK;
    return refuse(job, CPDM_RULE_MAC_WRONG, "the MAC does not belong to this body and this secret");
}

static void write_mac(const uint8_t mac[MAC_OCTETS], char text[MAC_HEX + 1])
{
    for (size_t i = 0; i < MAC_OCTETS; i += HEX_OCTETS)
        hex_write_eight(mac + i, text + 2 * i);
    text[MAC_HEX] = '\0';
}

cpdm_status message_sign(struct job *job, struct mac *mac, cpdm_slice body, cpdm_security security,
                         const cpdm_secrets *secrets, cpdm_signature *signature)
{
    struct made right;
    *signature = (cpdm_signature){.security = security};
    if (security == CPDM_SECURITY_NONE || security == CPDM_SECURITY_3GPP_GBA)
        return CPDM_OK;
    cpdm_status status = CPDM_OK;
    if (recognise_form(body) != CPDM_FORM_WBXML)
        status = refuse(job, CPDM_RULE_SIGN_FORM, "a MAC covers WBXML, and the body is not WBXML");
    if (status == CPDM_OK)
        status = make(job, mac, security, secrets, KEY_SIGNING, body, &right);
    if (status != CPDM_OK)
        return status;
    if (security == CPDM_SECURITY_USERPINMAC) {
        memcpy(signature->user_code, right.key.data, right.key.length);
        key_userpinmac_digits(right.mac, right.key.length, signature->user_code + right.key.length);
    } else {
        write_mac(right.mac, signature->mac);
    }
    cleanse(right.mac, sizeof right.mac);
    return CPDM_OK;
}

cpdm_status message_signature(struct job *job, const struct cpdm_message *message, cpdm_signature *signature)
{
    const struct content_type *content_type = &message->content_type;
    *signature = (cpdm_signature){.security = content_type->security, .bare = content_type->bare};
    bool gba = content_type->security == CPDM_SECURITY_3GPP_GBA && content_type->sec_count == 1;
    if ((!content_type->sec_count || gba) && !content_type->mac_count)
        return CPDM_OK;
    cpdm_status status = message_check_claim(job, message);
    if (status == CPDM_OK && content_type_has_mac(signature->security))
        write_mac(content_type->mac, signature->mac);
    return status;
}
