/* SPDX-License-Identifier: MIT */
/* The message around a document: who can read it, who could have written it (ProvBoot 1.1 section 5.2; OMA DM Security
 * 1.3 section 5.10.2.1). */
#include "lint.h"

enum {
    PIN_DIGITS = 6,
    CONSTANT_MIN = 4, /* digits of the PINs that are tried first */
    CONSTANT_MAX = 8,
};

/* All one digit, or each the next or the one before; 0 follows 9. */
static bool is_run(cpdm_slice pin)
{
    for (int step = 9; step <= 11; step++) {
        size_t i = 1;
        while (i < pin.length && (pin.data[i] - pin.data[i - 1] + 20 - step) % 10 == 0)
            i++;
        if (i >= pin.length)
            return true;
    }
    return false;
}

/* 1212, 123123 */
static bool is_repeated(cpdm_slice pin)
{
    for (size_t period = 1; period <= pin.length / 2; period++)
        if (pin.length % period == 0 && memcmp(pin.data, pin.data + period, pin.length - period) == 0)
            return true;
    return false;
}

void lint_pin(struct lint *lint)
{
    const cpdm_secrets *secrets = lint->options->secrets;
    if (!secrets || !secrets->pin.length)
        return;
    if (secrets->pin.length < PIN_DIGITS)
        lint_say(lint, CPDM_RULE_LINT_PIN_WEAK, NULL, "use a random PIN of at least eight digits",
                 "the PIN has %zu digits, fewer than six", secrets->pin.length);
    else if (is_run(secrets->pin) || is_repeated(secrets->pin))
        lint_say(lint, CPDM_RULE_LINT_PIN_WEAK, NULL, "use a random PIN of at least eight digits",
                 "the PIN is a digit or a group repeated, or counts up or down");
}

/* ---- What is tried first ---- */

static bool fits(struct lint *lint, const uint8_t claimed[MAC_OCTETS], int first, int step, size_t length)
{
    char pin[CONSTANT_MAX];
    uint8_t right[MAC_OCTETS];
    for (size_t i = 0; i < length; i++, first += step)
        pin[i] = (char)('0' + (first + 10 * CONSTANT_MAX) % 10);
    if (!mac_compute(lint->mac, slice(pin, length), lint->message->body, right))
        return false;
    bool equal = mac_equal(claimed, right);
    cleanse(pin, sizeof pin);
    return equal;
}

/* The PINs that anybody tries, 0000 and 1234 before all: what they open needs no secrets file to be judged. */
void lint_constant(struct lint *lint)
{
    bool found = false;
    if (!lint->options->security || !lint->claimed || lint->message->security != CPDM_SECURITY_USERPIN ||
        lint->message->body.length > LIMIT_DOCUMENT) /* 150 MACs over more would take their time */
        return;
    for (size_t length = CONSTANT_MIN; length <= CONSTANT_MAX && !found; length++)
        for (int first = 0; first <= 9 && !found; first++)
            for (int step = -1; step <= 1 && !found; step++)
                found = fits(lint, lint->claimed, first, step, length);
    mac_forget(lint->mac);
    if (found)
        lint_say(
            lint, CPDM_RULE_LINT_PIN_CONSTANT, NULL, "use a random PIN, another one for each user",
            "the MAC is made with one of the 150 PINs that are tried first: a digit repeated, or digits that count");
}

/* ---- Who reads it ---- */

/* OMA DM Security 1.3 section 5.10.2.2: a smart card is a secure transport, and so is the factory. What came over an
 * OBEX link or by MIME may have been protected below; what goes over the air as WAP push is not. */
void lint_transport(struct lint *lint)
{
    if (!lint->options->security)
        return;
    switch (lint->message->outer) {
    case CPDM_FORM_PUSH:
    case CPDM_FORM_SMS:
    case CPDM_FORM_PAP: break;
    case CPDM_FORM_AUTO:
    case CPDM_FORM_XML:
    case CPDM_FORM_WBXML:
    case CPDM_FORM_TREE:
    case CPDM_FORM_OBEX:
    case CPDM_FORM_MIME:
    case CPDM_FORM_CARD:
        if (lint->options->delivery != CPDM_DELIVERY_OTA)
            return;
    }
    lint_say(lint, CPDM_RULE_LINT_TRANSPORT_OPEN, NULL, "a smart card, the factory or a TLS session is one",
             "WAP push is no secure transport, and a bootstrap message must be sent over one");
}

/* Who the user, the device or its server is, by the name of the parm. */
static bool is_identity(enum cp_name name, cpdm_slice text)
{
    static const enum cp_name identities[] = {CP_NAME_AAUTHNAME, CP_NAME_AUTHNAME, CP_NAME_PXAUTH_ID,
                                              CP_NAME_BASAUTH_ID, CP_NAME_CLIENT_ID};
    static const char *const words[] = {"IMSI",     "IMEI",      "MEID",  "MSISDN", "UPN",
                                        "USERNAME", "USER-NAME", "EMAIL", "ENTDMID"};
    for (size_t i = 0; i < sizeof identities / sizeof *identities; i++)
        if (name == identities[i])
            return true;
    for (size_t i = 0; name == CP_NAME_UNKNOWN && i < sizeof words / sizeof *words; i++)
        if (slice_equal_ignoring_case(text, slice_of(words[i])))
            return true;
    return false;
}

/* Each by its name and place, never its value. */
void lint_readers(struct lint *lint)
{
    if (!lint->options->security)
        return;
    for (const struct cp_node *parm = NULL; (parm = cp_doc_next_parm(lint->document, parm));) {
        enum cp_name name = (enum cp_name)parm->name;
        if (!parm->value.length)
            continue;
        if (cp_name_is_secret(name, parm->text))
            lint_say(lint, CPDM_RULE_LINT_READABLE_SECRETS, parm, NULL,
                     "every reader of the message learns the secret %.*s", DIAG_TEXT(parm->text));
        else if (is_identity(name, parm->text))
            lint_say(lint, CPDM_RULE_LINT_READABLE_IDENTITY, parm, NULL,
                     "every reader of the message learns the identity %.*s", DIAG_TEXT(parm->text));
    }
}
