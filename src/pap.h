/* SPDX-License-Identifier: MIT */
/*
 * A PAP 2.0 push submission (WAP-247-PAP section 8): a multipart/related of a control entity in XML, which says to
 * whom, and the content with its own headers, which is the message.
 */
#ifndef PAP_H
#define PAP_H

#include "envelope.h"

cpdm_status pap_read(struct job *job, cpdm_slice input, struct cpdm_message *message, cpdm_transport *transport);

/* `content_type` is that of the body, with its SEC and MAC. */
cpdm_status pap_write(struct job *job, cpdm_content content, cpdm_slice content_type, cpdm_slice body,
                      const cpdm_pap_options *options, cpdm_pap *pap);

/* A content type of multipart/related stands in the headers, or the first line is a boundary. */
bool pap_is_submission(cpdm_slice octets);

#endif
