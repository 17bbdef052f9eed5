/* SPDX-License-Identifier: MIT */
/*
 * A message and the caller's options into yes or no (design section 8, "What counts as authenticated"): WBXML and
 * messages only when the MAC is right; bare XML is the operator's own file until a content type or secrets are given
 * with it.
 */
#include "policy.h"

/* The operator's own file: nobody claims that it came from somewhere. A device has none. */
static bool is_own_file(const struct session *session)
{
    return !session->foreign && session->info.outer == CPDM_FORM_XML && !session->options->content_type &&
           !session->secrets.given;
}

static int refuse_xml(const struct session *session)
{
    const struct message_place place = {.file = session->input.name};
    if (session->options->verb->bit == VERB_APPLY)
        return message_fail(session->messages, TOOL_UNAUTHENTICATED, place,
                            "--allow-unauthenticated applies it all the same",
                            "a MAC covers a WBXML body: XML is not authenticated");
    return message_fail(
        session->messages, TOOL_UNAUTHENTICATED, place,
        "--allow-unauthenticated translates it all the same, and the report says so",
        "a MAC covers a WBXML body: XML that comes with a content type or secrets is not authenticated");
}

static void warn_unverified(const struct session *session, cpdm_translator *translator)
{
    const cpdm_diagnostic *error = cpdm_translator_error(translator);
    const struct message_place place = {.file = session->input.name};
    message_warn(session->messages, TOOL_NOT_VERIFIED, place, NULL, "translated though it is not authenticated: %s",
                 error ? error->sentence : "the MAC could not be verified");
}

/* A failure is no failure here, so it happens in a translator of its own: the first failure of a translator stays. */
static int verify_apart(const struct session *session, bool *authenticated)
{
    const cpdm_limits limits = options_limits(session->options);
    cpdm_translator *translator = session->scratch ? session->scratch : cpdm_translator_new(&limits, NULL);
    if (!translator)
        return message_fail(session->messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "there is no memory");
    cpdm_message *message;
    cpdm_status status = session_open_message(session, translator, &message);
    if (status == CPDM_OK)
        status = cpdm_message_verify(translator, message, &session->secrets.known);
    *authenticated = status == CPDM_OK;
    if (!*authenticated)
        warn_unverified(session, translator);
    if (session->scratch)
        cpdm_translator_reset(translator);
    else
        cpdm_translator_free(translator);
    return EXIT_DONE;
}

/* A card is a secure transport for the device that it is in (OMA DM Security 1.3 section 5.10.2.2). Here it is a file
 * of octets that anybody can have written, and nothing is trusted by default (design section 8). */
static int refuse_card(const struct session *session)
{
    const struct message_place place = {.file = session->input.name};
    return message_fail(session->messages, TOOL_UNAUTHENTICATED, place,
                        "--allow-unauthenticated says that you know where it comes from, and the report says so",
                        "the file of a smart card has no SEC and MAC, so where its octets come from is not known");
}

int policy_authenticate(const struct session *session, bool *authenticated)
{
    *authenticated = false;
    if (is_own_file(session))
        return EXIT_DONE;
    bool xml = session->info.form == CPDM_FORM_XML;
    bool claims = session->info.security != CPDM_SECURITY_NONE || session->info.has_mac;
    if (session->options->allow_unauthenticated)
        return session->secrets.given && claims && !xml ? verify_apart(session, authenticated) : EXIT_DONE;
    if (xml)
        return refuse_xml(session);
    if (session->info.outer == CPDM_FORM_CARD && !claims)
        return refuse_card(session);
    int code =
        session_check(session, cpdm_message_verify(session->translator, session->message, &session->secrets.known));
    *authenticated = code == EXIT_DONE;
    return code;
}
