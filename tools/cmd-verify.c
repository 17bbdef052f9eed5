/* SPDX-License-Identifier: MIT */
/* `cpdm verify`: a message and secrets into `authenticated: METHOD`, or exit code 3 (ProvBoot 1.1 section 5.2). */
#include <glib.h>

#include "http-header.h"
#include "output.h"
#include "session.h"
#include "text.h"

int cmd_verify(const struct options *options)
{
    if (options->http_header_text)
        return http_header_verify(options);
    struct session session;
    int code = session_open(options, &session);
    if (!code)
        code =
            session_check(&session, cpdm_message_verify(session.translator, session.message, &session.secrets.known));
    if (!code) {
        session_warn(&session);
        char *line = g_strdup_printf("authenticated: %s\n", cpdm_security_name(session.info.security));
        code = output_write(&options->messages, NULL, OUTPUT_PUBLIC, text_slice(line));
        g_free(line);
    }
    session_close(&session);
    return code;
}
