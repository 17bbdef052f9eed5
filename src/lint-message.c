/* SPDX-License-Identifier: MIT */
/* The message around a document: who can read it, who could have written it (ProvBoot 1.1 section 5.2). */
#include "lint.h"

enum { PIN_DIGITS = 6 };

/* All one digit, or each the next or the one before. */
static bool is_run(cpdm_slice pin)
{
    for (int step = -1; step <= 1; step++) {
        size_t i = 1;
        while (i < pin.length && pin.data[i] - pin.data[i - 1] == step)
            i++;
        if (i >= pin.length)
            return true;
    }
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
    else if (is_run(secrets->pin))
        lint_say(lint, CPDM_RULE_LINT_PIN_WEAK, NULL, "use a random PIN of at least eight digits",
                 "the PIN is one digit repeated, or counts up or down");
}

static void say_method(struct lint *lint)
{
    switch (lint->message->security) {
    case CPDM_SECURITY_USERPIN:
    case CPDM_SECURITY_USERPINMAC:
        lint_say(lint, CPDM_RULE_LINT_PIN_SEARCH, NULL, NULL,
                 "whoever has this message can try every PIN on it: six digits take half a second, ten 71 minutes");
        return;
    case CPDM_SECURITY_NETWPIN:
    case CPDM_SECURITY_NETWORKID:
        lint_say(lint, CPDM_RULE_LINT_NETWORK_KEY_KNOWN, NULL, NULL, "the key is the IMSI, which is not secret");
        return;
    case CPDM_SECURITY_USERNETWPIN:
    case CPDM_SECURITY_USERPIN_NETWORKID:
        lint_say(lint, CPDM_RULE_LINT_NETWORK_KEY_KNOWN, NULL, NULL,
                 "a part of the key is the IMSI, which is not secret");
        return;
    case CPDM_SECURITY_3GPP_GBA:
    case CPDM_SECURITY_NONE: return;
    }
}

/* With lint's option for security. */
void lint_readers(struct lint *lint)
{
    if (!lint->options->security)
        return;
    say_method(lint);
    const struct cp_node *first = NULL;
    unsigned count = 0;
    for (const struct cp_node *parm = lint->document->first_parm; parm; parm = parm->next_parm)
        if (parm->value.length && cp_name_is_secret((enum cp_name)parm->name, parm->text)) {
            first = first ? first : parm;
            count++;
        }
    if (first)
        lint_say(lint, CPDM_RULE_LINT_READABLE_SECRETS, first, NULL,
                 "the first of %u passwords and nonces that every reader of the message learns", count);
}
