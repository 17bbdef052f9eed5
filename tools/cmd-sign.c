/* SPDX-License-Identifier: MIT */
/* `cpdm sign`: a WBXML body and secrets into its content type line, or into a push PDU, SMS, PAP or OBEX (ProvBoot 1.1
 * section 5.2). */
#include <glib.h>

#include "http-header.h"
#include "results.h"
#include "signing.h"
#include "text.h"
#include "wire.h"

static int check_options(const struct options *options)
{
    if (options->server || options->timestamp)
        return options_fail(options, NULL, "--server and --timestamp need --http-header");
    if (options_security(options) == CPDM_SECURITY_NONE)
        return options_fail(options, "--sign userpin, for one", "no method is named");
    int code = results_check(options);
    return code ? code : wire_check_options(options, options->format.word);
}

static int check_body(const struct session *session)
{
    const struct message_place place = {.file = session->input.name};
    if (session->info.form != CPDM_FORM_WBXML)
        return message_fail(session->messages, TOOL_SIGN_FORM, place, "cpdm convert -f wbxml makes WBXML of it",
                            "a MAC covers a WBXML body, and this is XML");
    if (session->info.content != CPDM_CONTENT_CP && session->info.content != CPDM_CONTENT_DM)
        return session_refuse_content(session);
    if (session->info.content == CPDM_CONTENT_CP && options_security(session->options) >= CPDM_SECURITY_NETWORKID)
        return message_fail(session->messages, TOOL_SEC_PROFILE, place, "--sign netwpin, userpin or usernetwpin",
                            "the method is one of OMA DM, and this is Client Provisioning");
    return wire_carries_mac(session->options->format.word)
               ? signing_need_user_code(session, options_security(session->options))
               : EXIT_DONE;
}

/* The content type line and, where there is no other place for it, the user's code. */
static int append_text(const struct session *session, const cpdm_signature *signature, GString *text)
{
    cpdm_slice line;
    int code = signing_content_type(session, session->info.content, signature, &line);
    if (code)
        return code;
    g_string_append_len(text, line.data, (gssize)line.length);
    g_string_append_c(text, '\n');
    if (signature->user_code[0] && !session->options->user_code_out)
        g_string_append_printf(text, "user-code: %s\n", signature->user_code);
    return EXIT_DONE;
}

static int sign(const struct session *session, GString *text)
{
    const struct options *options = session->options;
    cpdm_signature signature = {.security = CPDM_SECURITY_NONE};
    struct results results = {.content_type = {.data = "", .length = 0}, .signature = &signature};
    int code = check_body(session);
    if (!code)
        code = signing_make(session, options_security(options), session->info.body, &signature);
    signature.bare = signing_bare(options, (cpdm_slice){.data = "", .length = 0});
    if (code)
        return code;
    if (wire_carries_mac(options->format.word)) {
        code = wire_write(session, session->info.content, &signature, session->info.body, &results.body,
                          &results.content_type);
    } else {
        code = append_text(session, &signature, text);
        results.body = text_of(text);
    }
    if (!code)
        code = results_write(options, &results);
    explicit_bzero(&signature, sizeof signature);
    return code;
}

int cmd_sign(const struct options *options)
{
    if (options->http_header)
        return http_header_sign(options);
    int code = check_options(options);
    if (code)
        return code;
    struct session session;
    GString *text = g_string_new(NULL);
    code = session_open(options, &session);
    if (!code)
        code = sign(&session, text);
    if (!code)
        session_warn(&session);
    session_close(&session);
    text_wipe(text);
    return code;
}
