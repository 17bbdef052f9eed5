/* SPDX-License-Identifier: MIT */
/* A WBXML body and secrets into SEC and MAC (ProvBoot 1.1 section 5.2; SyncML DM Bootstrap 1.1 section 6.2). */
#include "signing.h"

#include <string.h>

#include <glib.h>

static bool protocol_is(cpdm_slice protocol, const char *name)
{
    return protocol.length == strlen(name) && memcmp(protocol.data, name, protocol.length) == 0;
}

static bool has_networkid(cpdm_slice protocol)
{
    return protocol_is(protocol, "DM/1.2") || protocol_is(protocol, "DM/1.3");
}

/* What OMA DM 1.2 and 1.3 call the methods of Client Provisioning (OMA DM Security 1.3 section 5.10.2.3). */
static cpdm_security counterpart(cpdm_security security)
{
    if (security == CPDM_SECURITY_NETWPIN)
        return CPDM_SECURITY_NETWORKID;
    return security == CPDM_SECURITY_USERNETWPIN ? CPDM_SECURITY_USERPIN_NETWORKID : security;
}

/* A message that was let through unauthenticated is not made authentic by signing it as it pretended to be. */
int signing_method(const struct session *session, cpdm_slice protocol, bool authenticated, cpdm_security *security)
{
    const struct options *options = session->options;
    bool named = options->sign.word != WORD_ABSENT && options->sign.word != WORD_AUTO;
    *security = named ? options_security(options) : authenticated ? session->info.security : CPDM_SECURITY_NONE;
    if (!named && has_networkid(protocol))
        *security = counterpart(*security);
    if (*security != CPDM_SECURITY_USERPINMAC || !has_networkid(protocol))
        return EXIT_DONE;
    return message_fail(session->messages, TOOL_SEC_PROFILE, (struct message_place){0}, "--sign chooses another method",
                        "USERPINMAC has no counterpart in OMA DM 1.2 and 1.3");
}

/* OMA DM 1.3 has a form of its own; before it, and for CP, a content type has parameters. */
bool signing_bare(const struct options *options, cpdm_slice protocol)
{
    return options->sec_form.text ? options->sec_form.word == WORD_BARE : protocol_is(protocol, "DM/1.3");
}

/* The first half of a USERPINMAC code is the key K itself (ProvBoot 1.1 section 5.2): a message that was verified with
 * the code can be signed as it came. */
static cpdm_secrets signing_secrets(const struct session *session)
{
    cpdm_secrets secrets = session->secrets.known;
    if (secrets.userpinmac_key.length == 0 && secrets.userpinmac.length)
        secrets.userpinmac_key = (cpdm_slice){.data = secrets.userpinmac.data, .length = secrets.userpinmac.length / 2};
    return secrets;
}

int signing_make(const struct session *session, cpdm_security security, cpdm_slice body, cpdm_signature *signature)
{
    *signature = (cpdm_signature){.security = CPDM_SECURITY_NONE};
    if (security == CPDM_SECURITY_NONE)
        return EXIT_DONE;
    const cpdm_secrets secrets = signing_secrets(session);
    return session_check(session, cpdm_message_sign(session->translator, body, security, &secrets, signature));
}

int signing_content_type(const struct session *session, cpdm_content content, const cpdm_signature *signature,
                         cpdm_slice *text)
{
    return session_check(session, cpdm_content_type_write(session->translator, content, signature, text));
}

int signing_need_user_code(const struct session *session, cpdm_security security)
{
    if (security != CPDM_SECURITY_USERPINMAC || session->options->user_code_out)
        return EXIT_DONE;
    return message_fail(session->messages, TOOL_USAGE, (struct message_place){0},
                        "--user-code-out FILE writes it; --sign chooses another method",
                        "USERPINMAC makes a code that the user must be given, and there is no place for it");
}
