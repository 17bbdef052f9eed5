/* SPDX-License-Identifier: MIT */
/* Options into an open message: the beginning that all verbs share. */
#include "session.h"

#include <unistd.h>

#include "forgive.h"

static int read_input(struct session *session, const char *path)
{
    const struct options *options = session->options;
    bool from_stdin = !path || (path[0] == '-' && path[1] == '\0');
    if (from_stdin && options->secrets_fd.text && options->secrets_fd.value == STDIN_FILENO)
        return message_fail(session->messages, TOOL_USAGE, (struct message_place){0}, NULL,
                            "the document and the secrets cannot both come from stdin");
    int code = secrets_read(options, &session->secrets);
    return code ? code : input_read(session->messages, path, options_document_limit(options), &session->input);
}

int session_open(const struct options *options, struct session *session)
{
    return session_open_file(options, options_file(options), session);
}

cpdm_status session_open_message(const struct session *session, cpdm_translator *translator, cpdm_message **message)
{
    const struct options *options = session->options;
    if (options->message.text)
        return cpdm_message_open_sms(translator, session->input.octets, session->input.length,
                                     (size_t)options->message.value, message);
    return cpdm_message_open(translator, session->input.octets, session->input.length, options_form(options),
                             options->content_type, message);
}

int session_open_file(const struct options *options, const char *path, struct session *session)
{
    *session = (struct session){.options = options, .messages = &options->messages};
    unsigned leniencies;
    int code = forgive_read(options, &leniencies);
    if (!code)
        code = read_input(session, path);
    if (code)
        return code;
    const cpdm_limits limits = options_limits(options);
    session->translator = cpdm_translator_new(&limits, NULL);
    if (!session->translator)
        return message_fail(session->messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "there is no memory");
    cpdm_translator_forgive(session->translator, leniencies);
    cpdm_status status = session_open_message(session, session->translator, &session->message);
    if (status == CPDM_OK)
        cpdm_message_describe(session->message, &session->info);
    return session_check(session, status);
}

int session_check(const struct session *session, cpdm_status status)
{
    if (status == CPDM_OK)
        return EXIT_DONE;
    return message_finish(session->messages, session->input.name, session->translator, status);
}

void session_warn(const struct session *session)
{
    message_finish(session->messages, session->input.name, session->translator, CPDM_OK);
}

void session_close(struct session *session)
{
    cpdm_translator_free(session->translator);
    input_clear(&session->input);
    secrets_clear(&session->secrets);
}

int session_refuse_content(const struct session *session)
{
    cpdm_document *document;
    int code = session_check(session, cpdm_document_parse(session->translator, session->message, &document));
    const struct message_place place = {.file = session->input.name};
    return code ? code
                : message_fail(session->messages, TOOL_CONTENT_UNEXPECTED, place, NULL,
                               "the body is neither a CP document nor a DM package");
}
