/* SPDX-License-Identifier: MIT */
/*
 * The envelope: content type with SEC and MAC, as text (RFC 2045 parameters) and in WSP binary form; the message as it
 * came; verifying and signing. The body's octets are never touched.
 */
#ifndef ENVELOPE_H
#define ENVELOPE_H

#include "job.h"
#include "mac.h"

/* What a content type said. Problems of SEC and MAC are kept, not judged: verifying is a question to the message. */
struct content_type {
    bool present;
    const struct content_type_media *media; /* NULL: none of ours */
    cpdm_slice media_type; /* "application/vnd.wap.connectivity-wbxml"; also for a well-known code that we know */
    unsigned code;         /* WSP well-known code, 0 when it was text */
    unsigned sec_count, mac_count;
    bool bare;               /* text in the form of OMA DM 1.3: type;KEYTYPE;DIGEST */
    bool sec_valid;          /* NETWPIN … 3GPP_GBA by name or number */
    cpdm_slice sec_text;     /* as it came, when it came as text */
    cpdm_security security;  /* CPDM_SECURITY_NONE unless sec_valid */
    bool mac_valid;          /* 40 hexadecimal digits … */
    bool mac_unterminated;   /* WSP: no NUL at its end */
    uint8_t mac[MAC_OCTETS]; /* … of these */
};

struct cpdm_message {
    cpdm_message_info info;
    struct content_type content_type;
};

/* "type/subtype; SEC=…; MAC=…": names of any case, numbers, optional quotes, further parameters. */
cpdm_status content_type_read_text(struct job *job, cpdm_slice text, struct content_type *out);

/* A WSP content-type value (WAP-230 section 8.4.2.24) at the start of `octets`: general form with value length, short
 * well-known integer, or text. `used` is how many octets it took; `offset` is where it stands in the input. */
cpdm_status content_type_read_wsp(struct job *job, cpdm_slice octets, size_t offset, struct content_type *out,
                                  size_t *used);

const char *content_type_name(cpdm_content content, cpdm_form form); /* its media type */
unsigned content_type_code(cpdm_content content);                    /* of the WBXML form: 0x36, 0x42 */

/* The content type of a WBXML body with its SEC and MAC; `signature` may be NULL. */
cpdm_status content_type_write_text(struct job *job, cpdm_content content, const cpdm_signature *signature,
                                    cpdm_slice *text);

/* recognise.c: what octets are, by their first ones; CPDM_FORM_AUTO when they are nothing known. */
cpdm_form recognise_form(cpdm_slice octets);
cpdm_content recognise_content(cpdm_slice body, cpdm_form form); /* `form` is XML or WBXML */

/* Finds out what it is, reads the envelope, finds the body. `number` is for SMS: which message, 0 for the only one. */
cpdm_status message_open_nth(struct job *job, cpdm_slice input, cpdm_form form, const char *content_type, size_t number,
                             struct cpdm_message **message);
static inline cpdm_status message_open(struct job *job, cpdm_slice input, cpdm_form form, const char *content_type,
                                       struct cpdm_message **message)
{
    return message_open_nth(job, input, form, content_type, 0, message);
}
/* SEC and MAC as they must be before any secret can decide. */
cpdm_status message_check_claim(struct job *job, const struct cpdm_message *message);
cpdm_status message_signature(struct job *job, const struct cpdm_message *message, cpdm_signature *signature);
cpdm_status message_verify(struct job *job, struct mac *mac, const struct cpdm_message *message,
                           const cpdm_secrets *secrets);
cpdm_status message_sign(struct job *job, struct mac *mac, cpdm_slice body, cpdm_security security,
                         const cpdm_secrets *secrets, cpdm_signature *signature);

/* push.c: WSP connectionless push PDU (WAP-230 section 8.2.4.1): TID, 0x06, headers length, content type, headers,
 * body. */
cpdm_status push_read(struct job *job, cpdm_slice input, struct cpdm_message *message);
cpdm_status push_write(struct job *job, cpdm_content content, const cpdm_signature *signature, cpdm_slice body,
                       const cpdm_push_options *options, cpdm_slice *octets);

#endif
