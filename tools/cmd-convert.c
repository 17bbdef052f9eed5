/* SPDX-License-Identifier: MIT */
/* `cpdm convert`: the body of a message, a CP document or a DM package, from XML into WBXML or back, without loss; or a
 * message into another transport, its body, SEC and MAC as they came. */
#include <glib.h>

#include "output.h"
#include "session.h"
#include "text.h"
#include "wire.h"

static cpdm_form target_form(const struct session *session)
{
    enum option_word format = session->options->format.word;
    if (format == WORD_ABSENT)
        return session->info.form == CPDM_FORM_XML ? CPDM_FORM_WBXML : CPDM_FORM_XML;
    return format == WORD_XML ? CPDM_FORM_XML : CPDM_FORM_WBXML;
}

/* A body in a message, or beside its content type, is the one that the MAC covers. */
static bool keeps_body(const struct options *options)
{
    enum option_word format = options->format.word;
    return wire_carries_mac(format) || format == WORD_CARD || options->content_type_out;
}

static int convert_document(const struct session *session, cpdm_form form, cpdm_slice *octets)
{
    cpdm_document *document;
    int code = session_check(session, cpdm_document_parse(session->translator, session->message, &document));
    return code ? code : session_check(session, cpdm_document_write(session->translator, document, form, octets));
}

static int convert_package(const struct session *session, cpdm_form form, cpdm_slice *octets)
{
    cpdm_package *package;
    int code = session_check(session, cpdm_package_parse(session->translator, session->message, &package));
    return code ? code
                : session_check(session,
                                cpdm_package_rewrite(session->translator, package, form, CPDM_STRINGS_INLINE, octets));
}

static int convert_body(const struct session *session, cpdm_form form, cpdm_slice *octets)
{
    switch (session->info.content) {
    case CPDM_CONTENT_CP: return convert_document(session, form, octets);
    case CPDM_CONTENT_DM:
    case CPDM_CONTENT_TNDS: return convert_package(session, form, octets);
    case CPDM_CONTENT_TREE:
    case CPDM_CONTENT_UNKNOWN:
    case CPDM_CONTENT_WBXML_OTHER: return session_refuse_content(session);
    }
    return session_refuse_content(session);
}

/* What `convert` made: the octets, and the content type that stands beside them. */
struct made {
    cpdm_signature signature;
    cpdm_slice octets, content_type;
};

/* No other MAC is made: who has no secret cannot, and who has one asks for `sign`. */
static int wrap(const struct session *session, struct made *made)
{
    const struct message_place place = {.file = session->input.name};
    enum option_word format = session->options->format.word;
    int code = session_check(session, cpdm_message_signature(session->translator, session->message, &made->signature));
    if (code)
        return code;
    if (session->info.form == CPDM_FORM_WBXML)
        made->octets = session->info.body;
    if (session->options->sec_form.text)
        made->signature.bare = session->options->sec_form.word == WORD_BARE;
    if (made->signature.security == CPDM_SECURITY_NONE && format != WORD_CARD)
        message_warn(session->messages, TOOL_NOT_SIGNED, place, "cpdm sign makes one with SEC and MAC",
                     "the message carries no SEC, as it came");
    return wire_write(session, session->info.content, &made->signature, made->octets, &made->octets,
                      &made->content_type);
}

static int write_outputs(const struct options *options, const struct made *made)
{
    struct outputs outputs = {.messages = &options->messages};
    GString *line = g_string_new(NULL);
    int code = outputs_add(&outputs, options->output, OUTPUT_SECRET, made->octets);
    if (!code && options->content_type_out) {
        g_string_append_len(line, made->content_type.data, (gssize)made->content_type.length);
        g_string_append_c(line, '\n');
        code = outputs_add(&outputs, options->content_type_out, OUTPUT_SECRET, text_of(line));
    }
    if (!code)
        code = outputs_commit(&outputs);
    outputs_clear(&outputs);
    g_string_free(line, TRUE);
    return code;
}

static int convert(const struct session *session)
{
    const struct options *options = session->options;
    struct made made = {.content_type = {.data = "", .length = 0}};
    cpdm_form form = target_form(session);
    int code = form == CPDM_FORM_WBXML && options->format.word != WORD_SMS
                   ? output_refuse_terminal(&options->messages, options->output)
                   : EXIT_DONE;
    if (!code)
        code = convert_body(session, form, &made.octets);
    if (!code && keeps_body(options))
        code = wrap(session, &made);
    if (code)
        return code;
    session_warn(session);
    return write_outputs(options, &made);
}

static int check_options(const struct options *options)
{
    if (options->content_type_out && output_is_stdout(options->content_type_out) && output_is_stdout(options->output))
        return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0},
                            "-o FILE leaves stdout to the content type", "two outputs cannot go to the same place");
    return wire_check_options(options, options->format.word);
}

int cmd_convert(const struct options *options)
{
    struct session session;
    int code = check_options(options);
    if (code)
        return code;
    code = session_open(options, &session);
    if (!code)
        code = convert(&session);
    session_close(&session);
    return code;
}
