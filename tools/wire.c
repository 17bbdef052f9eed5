/* SPDX-License-Identifier: MIT */
/* A WBXML body and its signature into what a sender hands over: a push PDU, SMS segments, a PAP push submission, an
 * OBEX PUT, the file of a smart card, or the body itself with its content type beside it. */
#include "wire.h"

#include <string.h>

#include "output.h"

bool wire_carries_mac(enum option_word format)
{
    return format == WORD_PUSH || format == WORD_SMS || format == WORD_PAP || format == WORD_OBEX;
}

bool wire_is_wire(enum option_word format)
{
    return format == WORD_WBXML || format == WORD_CARD || wire_carries_mac(format);
}

bool wire_is_cut(enum option_word format)
{
    return format == WORD_PUSH || format == WORD_SMS || format == WORD_PAP;
}

static int check_content_type_out(const struct options *options, enum option_word format)
{
    if (!options->content_type_out || format == WORD_WBXML || format == WORD_PAP)
        return EXIT_DONE;
    return options_fail(options, wire_carries_mac(format) ? "the message carries its content type itself" : NULL,
                        "--content-type-out needs -f wbxml or -f pap");
}

int wire_check_options(const struct options *options, enum option_word format)
{
    bool push = format == WORD_PUSH || format == WORD_SMS;
    const struct {
        bool wrong;
        const char *sentence;
    } rows[] = {
        {options->wsp_content_type.text && !push, "--wsp-content-type needs -f push or -f sms"},
        {options->strings.text && !wire_is_wire(format), "--strings needs a format that carries WBXML"},
        {options->sms_reference.text && format != WORD_SMS, "--sms-reference needs -f sms"},
        {options->sms_reference_bits.text && format != WORD_SMS, "--sms-reference-bits needs -f sms"},
        {options->address && format != WORD_PAP, "--address needs -f pap"},
        {options->push_id && format != WORD_PAP, "--push-id needs -f pap"},
        {options->max_packet.text && format != WORD_OBEX, "--max-packet needs -f obex"},
        {options->size.text && format != WORD_CARD, "--size needs -f card"},
        {!options->size.text && format == WORD_CARD, "-f card needs --size, the octets that the card's file has"},
        {options_security(options) != CPDM_SECURITY_NONE && format == WORD_CARD,
         "the file of a smart card has no place for SEC and MAC: --sign does not go with -f card"},
        {!options->address && format == WORD_PAP, "-f pap needs --address, whom the gateway shall push to"},
        {options->sms_reference.text && options->sms_reference.value > 255 &&
             (!options->sms_reference_bits.text || options->sms_reference_bits.value != 16),
         "a reference over 255 needs --sms-reference-bits 16"},
        {options->sms_reference_bits.text && options->sms_reference_bits.value != 8 &&
             options->sms_reference_bits.value != 16,
         "--sms-reference-bits takes 8 or 16"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].wrong)
            return options_fail(options, NULL, rows[i].sentence);
    int code = check_content_type_out(options, format);
    if (code || !wire_is_wire(format) || format == WORD_SMS)
        return code;
    return output_refuse_terminal(&options->messages, options->output);
}

static int write_push(const struct session *session, cpdm_content content, const cpdm_signature *signature,
                      cpdm_slice body, cpdm_slice *octets)
{
    const cpdm_push_options push = {.content_code = (unsigned)session->options->wsp_content_type.value};
    return session_check(session, cpdm_push_write(session->translator, content, signature, body, &push, octets));
}

/* A MAC has as many digits as any other. */
int wire_push_head(const struct session *session, cpdm_content content, cpdm_security security, size_t *octets)
{
    cpdm_signature signature = {.security = security};
    bool has_mac =
        security != CPDM_SECURITY_NONE && security != CPDM_SECURITY_USERPINMAC && security != CPDM_SECURITY_3GPP_GBA;
    if (has_mac)
        memset(signature.mac, '0', sizeof signature.mac - 1);
    cpdm_slice push;
    int code = write_push(session, content, &signature, (cpdm_slice){.data = NULL}, &push);
    *octets = push.length;
    return code;
}

static int write_sms(const struct session *session, cpdm_content content, const cpdm_signature *signature,
                     cpdm_slice body, cpdm_slice *octets)
{
    const struct options *options = session->options;
    const cpdm_sms_options sms = {.reference_bits = (unsigned)options->sms_reference_bits.value,
                                  .has_reference = options->sms_reference.text != NULL,
                                  .reference = (unsigned)options->sms_reference.value};
    cpdm_slice push;
    int code = write_push(session, content, signature, body, &push);
    return code ? code : session_check(session, cpdm_sms_write(session->translator, push, &sms, octets));
}

static int write_pap(const struct session *session, cpdm_content content, const cpdm_signature *signature,
                     cpdm_slice body, cpdm_slice *octets, cpdm_slice *content_type)
{
    const struct options *options = session->options;
    const cpdm_pap_options address = {.address = options->address, .push_id = options->push_id};
    cpdm_pap pap;
    int code = session_check(session, cpdm_pap_write(session->translator, content, signature, body, &address, &pap));
    if (code)
        return code;
    *octets = options->content_type_out ? pap.entity : pap.message;
    *content_type = pap.content_type;
    return EXIT_DONE;
}

static int write_bare(const struct session *session, cpdm_content content, const cpdm_signature *signature,
                      cpdm_slice body, cpdm_slice *octets, cpdm_slice *content_type)
{
    *octets = body;
    if (!session->options->content_type_out)
        return EXIT_DONE;
    return session_check(session, cpdm_content_type_write(session->translator, content, signature, content_type));
}

int wire_write(const struct session *session, cpdm_content content, const cpdm_signature *signature, cpdm_slice body,
               cpdm_slice *octets, cpdm_slice *content_type)
{
    const size_t max_packet = (size_t)session->options->max_packet.value;
    enum option_word format = session->options->format.word;
    if (format == WORD_PUSH)
        return write_push(session, content, signature, body, octets);
    if (format == WORD_SMS)
        return write_sms(session, content, signature, body, octets);
    if (format == WORD_PAP)
        return write_pap(session, content, signature, body, octets, content_type);
    if (format == WORD_OBEX)
        return session_check(session,
                             cpdm_obex_write(session->translator, content, signature, body, max_packet, octets));
    if (format == WORD_CARD)
        return session_check(session,
                             cpdm_card_write(session->translator, body, (size_t)session->options->size.value, octets));
    return write_bare(session, content, signature, body, octets, content_type);
}
