/* SPDX-License-Identifier: MIT */
/* The public face of the transports: push PDU, SMS, PAP, OBEX. What these functions promise stands in cpdm.h. */
#include "card.h"
#include "obex.h"
#include "pap.h"
#include "sms-capacity.h"
#include "sms.h"
#include "translator.h"

enum { MAX_PACKET = 65535 };

cpdm_status cpdm_push_write(cpdm_translator *translator, cpdm_content content, const cpdm_signature *signature,
                            cpdm_slice body, const cpdm_push_options *options, cpdm_slice *octets)
{
    return push_write(&translator->job, content, signature, body, options, octets);
}

cpdm_status cpdm_sms_write(cpdm_translator *translator, cpdm_slice push, const cpdm_sms_options *options,
                           cpdm_slice *text)
{
    return sms_write(&translator->job, push, options, text);
}

size_t cpdm_sms_segments(size_t octets, unsigned reference_bits)
{
    return sms_segments(octets, reference_bits);
}

cpdm_status cpdm_pap_write(cpdm_translator *translator, cpdm_content content, const cpdm_signature *signature,
                           cpdm_slice body, const cpdm_pap_options *options, cpdm_pap *pap)
{
    cpdm_slice content_type;
    cpdm_status status = content_type_write_text(&translator->job, content, signature, &content_type);
    return status == CPDM_OK ? pap_write(&translator->job, content, content_type, body, options, pap) : status;
}

cpdm_status cpdm_obex_write(cpdm_translator *translator, cpdm_content content, const cpdm_signature *signature,
                            cpdm_slice body, size_t max_packet, cpdm_slice *octets)
{
    cpdm_slice content_type;
    cpdm_status status = content_type_write_text(&translator->job, content, signature, &content_type);
    return status == CPDM_OK
               ? obex_write(&translator->job, content_type, body, max_packet ? max_packet : MAX_PACKET, octets)
               : status;
}

cpdm_status cpdm_card_write(cpdm_translator *translator, cpdm_slice body, size_t size, cpdm_slice *octets)
{
    return card_write(&translator->job, body, size, octets);
}
