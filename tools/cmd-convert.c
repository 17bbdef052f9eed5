/* SPDX-License-Identifier: MIT */
/* `cpdm convert`: the body of a message, a CP document or a DM package, from XML into WBXML or back, without loss. */
#include "output.h"
#include "session.h"

static cpdm_form target_form(const struct session *session)
{
    if (session->options->format.word == WORD_XML)
        return CPDM_FORM_XML;
    if (session->options->format.word == WORD_WBXML)
        return CPDM_FORM_WBXML;
    return session->info.form == CPDM_FORM_XML ? CPDM_FORM_WBXML : CPDM_FORM_XML;
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
    return code ? code : session_check(session, cpdm_package_rewrite(session->translator, package, form, octets));
}

static int convert(const struct session *session, cpdm_form form, cpdm_slice *octets)
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

int cmd_convert(const struct options *options)
{
    struct session session;
    cpdm_slice octets;
    int code = session_open(options, &session);
    cpdm_form form = code ? CPDM_FORM_AUTO : target_form(&session);
    if (!code && form == CPDM_FORM_WBXML)
        code = output_refuse_terminal(&options->messages, options->output);
    if (!code)
        code = convert(&session, form, &octets);
    if (!code) {
        session_warn(&session);
        code = output_write(&options->messages, options->output, OUTPUT_SECRET, octets);
    }
    session_close(&session);
    return code;
}
