/* SPDX-License-Identifier: MIT */
/* Octets as received to a message: what it is, its content type, its body. Authentic or not is another question
 * (authenticate.c); here everything that can be recognised is let through. */
#include "content-type.h"
#include "transport.h"

static const char *describe(cpdm_content content, cpdm_form form)
{
    switch (content) {
    case CPDM_CONTENT_CP: return form == CPDM_FORM_XML ? "a CP document in XML" : "a CP document in WBXML";
    case CPDM_CONTENT_DM: return form == CPDM_FORM_XML ? "a DM package in XML" : "a DM package in WBXML";
    case CPDM_CONTENT_TNDS: return form == CPDM_FORM_XML ? "a TNDS document in XML" : "a TNDS document in WBXML";
    case CPDM_CONTENT_TREE: return "a tree";
    case CPDM_CONTENT_UNKNOWN:
    case CPDM_CONTENT_WBXML_OTHER: break;
    }
    return form == CPDM_FORM_XML ? "XML" : "WBXML";
}

static cpdm_status unknown_media(struct job *job, const struct content_type *content_type)
{
    if (content_type->media_type.length)
        return diag_fail(&job->diag, CPDM_RULE_CONTENT_TYPE_UNKNOWN, DIAG_NO_OFFSET, NULL, NULL,
                         "the content type %.*s is not that of a CP document or a DM package",
                         DIAG_TEXT(content_type->media_type));
    return diag_fail(&job->diag, CPDM_RULE_CONTENT_TYPE_UNKNOWN, DIAG_NO_OFFSET, NULL, NULL,
                     "the content type 0x%02X is not that of a CP document or a DM package", content_type->code);
}

/* A body that cannot be told is left to its reader, who says more about it. */
static cpdm_status check_body(struct job *job, const cpdm_message_info *info, const struct content_type_media *media)
{
    bool told = info->content != CPDM_CONTENT_UNKNOWN && info->content != CPDM_CONTENT_WBXML_OTHER;
    if (info->form == media->form && (!told || info->content == media->content))
        return CPDM_OK;
    return diag_fail(&job->diag, CPDM_RULE_CONTENT_TYPE_MISMATCH, info->body_offset, NULL, NULL,
                     "the content type %.*s stands for %s, and the body is %s", DIAG_TEXT(media->name),
                     describe(media->content, media->form), describe(info->content, info->form));
}

/* The form of a body that came in something is what it looks like; what looks like nothing is what the content type
 * says. */
APART static cpdm_form form_inside(cpdm_slice body, const struct content_type_media *media)
{
    cpdm_form form = recognise_form(body);
    if (form == CPDM_FORM_XML || form == CPDM_FORM_WBXML)
        return form;
    return media ? media->form : CPDM_FORM_WBXML;
}

static cpdm_status settle_body(struct job *job, struct cpdm_message *message)
{
    cpdm_message_info *info = &message->info;
    const struct content_type *content_type = &message->content_type;
    const struct content_type_media *media = content_type->media;
    if (content_type->present && !media)
        return unknown_media(job, content_type);
    if (info->outer == CPDM_FORM_PUSH || info->transport)
        info->form = form_inside(info->body, media);
    info->content = recognise_content(info->body, info->form);
    info->has_content_type = content_type->present;
    info->media_type = content_type->media_type;
    info->media_code = content_type->code;
    info->security = content_type->security;
    info->security_text = content_type->sec_text;
    info->has_mac = content_type->mac_count > 0;
    return media ? check_body(job, info, media) : CPDM_OK;
}

static cpdm_status two_content_types(struct job *job)
{
    return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                     "the message has its own content type, and another one is given beside it");
}

static cpdm_status read_beside(struct job *job, const char *content_type, struct cpdm_message *message)
{
    return content_type ? content_type_read_text(job, slice_of(content_type), &message->content_type) : CPDM_OK;
}

/* A card has no place for a content type: one that stands beside it covers the document without its padding. */
static cpdm_status read_card(struct job *job, cpdm_slice input, const char *content_type, struct cpdm_message *message)
{
    cpdm_status status = transport_read(job, input, CPDM_FORM_CARD, 0, message);
    return status == CPDM_OK ? read_beside(job, content_type, message) : status;
}

static cpdm_status read_outer(struct job *job, cpdm_slice input, const char *content_type, size_t number,
                              struct cpdm_message *message)
{
    switch (message->info.outer) {
    case CPDM_FORM_XML:
    case CPDM_FORM_WBXML:
    case CPDM_FORM_TREE:
        message->info.form = message->info.outer;
        message->info.body = input;
        message->content_type.security = CPDM_SECURITY_NONE;
        return read_beside(job, content_type, message);
    case CPDM_FORM_CARD: return read_card(job, input, content_type, message);
    case CPDM_FORM_PUSH:
        if (content_type)
            return two_content_types(job);
        return push_read(job, input, message);
    case CPDM_FORM_SMS:
    case CPDM_FORM_PAP:
    case CPDM_FORM_OBEX:
    case CPDM_FORM_MIME:
        if (content_type)
            return two_content_types(job);
        return transport_read(job, input, message->info.outer, number, message);
    case CPDM_FORM_AUTO: break;
    }
    return diag_fail(&job->diag, CPDM_RULE_FORM_UNKNOWN, 0, NULL, NULL, "%s",
                     input.length ? "the first octets are not those of XML, WBXML, a push PDU, SMS, PAP, OBEX or MIME"
                                  : "the input is empty");
}

cpdm_status message_open_nth(struct job *job, cpdm_slice input, cpdm_form form, const char *content_type, size_t number,
                             struct cpdm_message **message)
{
    if (input.length > job->limits.document)
        return diag_fail(&job->diag, CPDM_RULE_DOCUMENT_LIMIT, DIAG_NO_OFFSET, NULL, "raise --max-document",
                         "the input has %zu octets, %zu are allowed", input.length, job->limits.document);
    struct cpdm_message *opened = job_alloc(job, sizeof *opened);
    if (!opened)
        return job->diag.error.status;
    opened->info.outer = form == CPDM_FORM_AUTO ? recognise_form(input) : form;
    cpdm_status status = read_outer(job, input, content_type, number, opened);
    if (status == CPDM_OK)
        status = settle_body(job, opened);
    if (status == CPDM_OK)
        *message = opened;
    return status;
}
