/* SPDX-License-Identifier: MIT */
/* Each transport to the message that it brought: SMS holds a push PDU, the others a body and its content type as text.
 */
#include "transport.h"

#include "card.h"
#include "obex.h"
#include "pap.h"
#include "sms.h"

cpdm_form transport_recognise(cpdm_slice octets)
{
    if (obex_is_put(octets))
        return CPDM_FORM_OBEX;
    if (pap_is_submission(octets))
        return CPDM_FORM_PAP;
    if (mime_is_entity(octets))
        return CPDM_FORM_MIME;
    return sms_is_text(octets) ? CPDM_FORM_SMS : CPDM_FORM_AUTO;
}

/* A body that was decoded stands nowhere in the input: its offset is 0. */
cpdm_status transport_take_entity(struct job *job, cpdm_slice input, const struct mime_entity *entity,
                                  struct cpdm_message *message, cpdm_transport *transport)
{
    cpdm_message_info *info = &message->info;
    bool inside = entity->body.data >= input.data && entity->body.data <= input.data + input.length;
    info->body = entity->body;
    info->body_offset = inside ? (size_t)(entity->body.data - input.data) : 0;
    info->application = entity->application;
    transport->headers = entity->headers;
    return entity->has_content_type ? content_type_read_text(job, entity->content_type, &message->content_type)
                                    : CPDM_OK;
}

static cpdm_status read_mime(struct job *job, cpdm_slice input, struct cpdm_message *message, cpdm_transport *transport)
{
    struct mime_entity entity;
    job->diag.text = input;
    cpdm_status status = mime_read(job, input, &entity);
    if (status != CPDM_OK)
        return status;
    job->diag.text = slice("", 0);
    return transport_take_entity(job, input, &entity, message, transport);
}

static cpdm_status read_sms(struct job *job, cpdm_slice input, size_t number, struct cpdm_message *message,
                            cpdm_transport *transport)
{
    cpdm_slice pdu;
    cpdm_status status = sms_read(job, input, number, transport, &pdu);
    return status == CPDM_OK ? push_read(job, pdu, message) : status;
}

cpdm_status transport_read(struct job *job, cpdm_slice input, cpdm_form form, size_t number,
                           struct cpdm_message *message)
{
    cpdm_transport *transport = job_alloc(job, sizeof *transport);
    if (!transport)
        return job->diag.error.status;
    *transport = (cpdm_transport){.control = SLICE("")};
    message->info.transport = transport;
    message->content_type.security = CPDM_SECURITY_NONE;
    switch (form) {
    case CPDM_FORM_SMS: return read_sms(job, input, number, message, transport);
    case CPDM_FORM_PAP: return pap_read(job, input, message, transport);
    case CPDM_FORM_OBEX: return obex_read(job, input, message, transport);
    case CPDM_FORM_MIME: return read_mime(job, input, message, transport);
    case CPDM_FORM_CARD: return card_read(job, input, message, transport);
    case CPDM_FORM_AUTO:
    case CPDM_FORM_XML:
    case CPDM_FORM_WBXML:
    case CPDM_FORM_PUSH:
    case CPDM_FORM_TREE: break;
    }
    return diag_fail(&job->diag, CPDM_RULE_INTERNAL, DIAG_NO_OFFSET, NULL, NULL, "this form is no transport");
}
