/* SPDX-License-Identifier: MIT */
/* The part of cpdm.h that puts messages into SMS, PAP and OBEX. Included there, in C linkage; not to be included by
 * itself. */
#ifndef CPDM_TRANSPORT_H
#define CPDM_TRANSPORT_H

typedef struct cpdm_sms_options {
    unsigned reference_bits; /* 8 or 16; 0 means 8 */
    bool has_reference;      /* else a checksum of the octets is taken */
    unsigned reference;
    unsigned destination_port, source_port; /* 0 means 2948 and 9200 */
} cpdm_sms_options;

/* A push PDU as SMS user data in hex, one segment of at most 140 octets a line (3GPP TS 23.040 section 9.2.3.24), with
 * the ports in each and the concatenation where it is cut. `options` may be NULL. */
cpdm_status cpdm_sms_write(cpdm_translator *translator, cpdm_slice push, const cpdm_sms_options *options,
                           cpdm_slice *text);

/* How many segments cpdm_sms_write() makes of a push PDU of so many octets. `reference_bits`: 8 or 16; 0 means 8. */
size_t cpdm_sms_segments(size_t octets, unsigned reference_bits);

typedef struct cpdm_pap_options {
    const char *address; /* "WAPPUSH=+358401234567/TYPE=PLMN@ppg.example", or the telephone number alone */
    const char *push_id; /* NULL: made of a checksum of the body */
} cpdm_pap_options;

typedef struct cpdm_pap {
    cpdm_slice content_type; /* of the HTTP request: multipart/related; boundary=… */
    cpdm_slice entity;       /* its body */
    cpdm_slice message;      /* both: the content type as a header, a blank line, the body */
} cpdm_pap;

/* A PAP 2.0 push submission of a WBXML body, as a push proxy gateway takes it by HTTP POST (WAP-247-PAP section 8). */
cpdm_status cpdm_pap_write(cpdm_translator *translator, cpdm_content content, const cpdm_signature *signature,
                           cpdm_slice body, const cpdm_pap_options *options, cpdm_pap *pap);

/* An OBEX PUT of a WBXML body: packets of at most `max_packet` octets (255 to 65535; 0 means 65535). */
cpdm_status cpdm_obex_write(cpdm_translator *translator, cpdm_content content, const cpdm_signature *signature,
                            cpdm_slice body, size_t max_packet, cpdm_slice *octets);

/* A transparent file of a smart card, of `size` octets (to 65535): the body and FF behind it. CPDM_ERROR_LIMIT where
 * the body is larger; the sentence says how large it is. A card has no place for SEC and MAC. */
cpdm_status cpdm_card_write(cpdm_translator *translator, cpdm_slice body, size_t size, cpdm_slice *octets);

#endif
