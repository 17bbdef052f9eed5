/* SPDX-License-Identifier: MIT */
/* What the text form and the WSP form of a content type have in common: media types known, SEC and MAC as they came. */
#ifndef CONTENT_TYPE_H
#define CONTENT_TYPE_H

#include "envelope.h"

struct content_type_media {
    cpdm_slice name;
    unsigned code; /* WSP well-known content type, 0 when it has none */
    cpdm_content content;
    cpdm_form form; /* XML or WBXML */
};

/* NULL when it is none of ours. */
const struct content_type_media *content_type_media_by_name(cpdm_slice name);
const struct content_type_media *content_type_media_by_code(unsigned code);

/* "USERPIN"; "NONE"; NULL for a number that is no method. */
const char *content_type_security_name(cpdm_security security);

/* SEC by name or number, or an unsuitable value: counted, valid or not. */
void content_type_add_sec(struct content_type *content_type, cpdm_slice text);
void content_type_add_sec_number(struct content_type *content_type, uint32_t number);
void content_type_add_mac(struct content_type *content_type, cpdm_slice text);

/* The method comes with a MAC: all but USERPINMAC and 3GPP_GBA. */
static inline bool content_type_has_mac(cpdm_security security)
{
    return security != CPDM_SECURITY_NONE && security != CPDM_SECURITY_USERPINMAC && security != CPDM_SECURITY_3GPP_GBA;
}

/* The method of a signature to write, NONE for a NULL; false when it is no method or lacks its MAC. */
bool content_type_signature(const cpdm_signature *signature, cpdm_security *security);

#endif
