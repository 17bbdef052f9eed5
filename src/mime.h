/* SPDX-License-Identifier: MIT */
/*
 * Text headers and a body (RFC 822 section 3, RFC 2045), as HTTP, mail and the parts of a PAP message have them:
 *
 *   entity = [ HTTP start line ] *( name ":" value line-end ) line-end body
 *
 * Lines end with CRLF or LF; a line that begins with a blank continues the one before. Headers may stand in any order.
 */
#ifndef MIME_H
#define MIME_H

#include "job.h"

struct mime_entity {
    bool has_content_type;
    cpdm_slice content_type; /* unfolded */
    unsigned application;    /* X-Wap-Application-Id, 0 when absent or unknown */
    cpdm_slice headers;      /* as they came */
    cpdm_slice body;         /* decoded where it came in base64 */
};

cpdm_status mime_read(struct job *job, cpdm_slice octets, struct mime_entity *entity);

/* The value of a parameter of a content type, without quotes; empty when it has none. */
cpdm_slice mime_parameter(cpdm_slice content_type, cpdm_slice name);

/* The first header lines hold a Content-Type. */
bool mime_is_entity(cpdm_slice octets);

/* The content type that mime_is_entity() found, or nothing. */
cpdm_slice mime_find_content_type(cpdm_slice octets);

#endif
