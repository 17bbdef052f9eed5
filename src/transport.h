/* SPDX-License-Identifier: MIT */
/* Transports: what a message comes in when it comes neither bare nor as a push PDU. */
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include "envelope.h"
#include "mime.h"

/* SMS, PAP, OBEX or MIME to the message in it. `number` is the message of an SMS input, 0 the only one. */
cpdm_status transport_read(struct job *job, cpdm_slice input, cpdm_form form, size_t number,
                           struct cpdm_message *message);

/* Which of them it is; CPDM_FORM_AUTO when it is none. */
cpdm_form transport_recognise(cpdm_slice octets);

/* The body and headers of an entity become the message's. */
cpdm_status transport_take_entity(struct job *job, cpdm_slice input, const struct mime_entity *entity,
                                  struct cpdm_message *message, cpdm_transport *transport);

#endif
