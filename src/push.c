/* SPDX-License-Identifier: MIT */
/*
 * A WSP connectionless push PDU to a message and back (WAP-230 section 8.2.4.1):
 *
 *   push   = TID 0x06 headers-length content-type *header body
 *   header = 0x7F page | page 0x01..0x1F | ( well-known name | text NUL ) value
 *
 * Any header may stand there, in either form; each must be well formed. The body is what is left, and is not touched.
 */
#include "content-type.h"
#include "wap-application.h"
#include "wsp.h"

enum {
    PUSH_TID = 1, /* the transaction that everybody names */
    PUSH_TID_MAX = 255,
    PUSH_SHORT_CODE_MAX = 0x7F,
    PUSH_DEFAULT_PAGE = 1,
};

struct push_header {
    struct wsp_value name, value;
    unsigned page;
};

static bool is_application_id(const struct push_header *header)
{
    if (header->name.kind == WSP_KIND_TEXT)
        return slice_equal_ignoring_case(header->name.octets, SLICE("X-Wap-Application-Id"));
    return header->page == PUSH_DEFAULT_PAGE && header->name.number == WSP_HEADER_APPLICATION;
}

/* Names of a length, 0x01..0x1F, are shifts to another page of names, and so is 0x7F with the page behind it. */
static cpdm_status skip_page_shifts(struct wsp_reader *reader, unsigned *page)
{
    int first = bytes_peek(&reader->in);
    while (first >= 0 && (first <= WSP_LENGTH_QUOTE || first == WSP_QUOTE)) {
        bytes_get(&reader->in);
        int shifted = first == WSP_QUOTE ? bytes_get(&reader->in) : first;
        if (shifted < 0)
            return wsp_truncated(reader, "a shift of the header page");
        if (shifted == 0)
            return wsp_malformed(reader, "there is no header page 0");
        *page = (unsigned)shifted;
        first = bytes_peek(&reader->in);
    }
    return CPDM_OK;
}

static cpdm_status read_header(struct wsp_reader *reader, struct push_header *header)
{
    cpdm_status status = wsp_get_value(reader, "the name of a header", &header->name);
    if (status == CPDM_OK)
        status = wsp_check_terminated(reader, &header->name);
    if (status == CPDM_OK)
        status = wsp_get_value(reader, "the value of a header", &header->value);
    if (status == CPDM_OK)
        status = wsp_check_terminated(reader, &header->value);
    return status;
}

static cpdm_status read_headers(struct wsp_reader *reader, cpdm_message_info *info)
{
    struct push_header header = {.page = PUSH_DEFAULT_PAGE};
    cpdm_status status = skip_page_shifts(reader, &header.page);
    while (status == CPDM_OK && bytes_left(&reader->in)) {
        status = read_header(reader, &header);
        if (status == CPDM_OK && is_application_id(&header))
            info->application =
                header.value.kind == WSP_KIND_NUMBER ? header.value.number : wap_application_code(header.value.octets);
        if (status == CPDM_OK)
            status = skip_page_shifts(reader, &header.page);
    }
    return status;
}

static cpdm_status read_start(struct wsp_reader *reader, cpdm_message_info *info)
{
    int transaction = bytes_get(&reader->in), type = bytes_get(&reader->in);
    uint32_t length;
    if (type < 0)
        return wsp_truncated(reader, "the first octets of the push PDU");
    if (type != WSP_PUSH)
        return diag_fail(&reader->job->diag, CPDM_RULE_WSP_PDU_TYPE, 1, NULL, NULL,
                         "the PDU has type 0x%02X, a push PDU has 0x06", (unsigned)type);
    cpdm_status status = wsp_get_uintvar(reader, "the length of the headers", &length);
    if (status != CPDM_OK)
        return status;
    if (!bytes_take(&reader->in, length, &info->headers))
        return wsp_truncated(reader, "the headers of the push PDU");
    info->transaction = (unsigned)transaction;
    return CPDM_OK;
}

cpdm_status push_read(struct job *job, cpdm_slice input, struct cpdm_message *message)
{
    cpdm_message_info *info = &message->info;
    struct wsp_reader reader = {job, bytes_reader(input), 0};
    cpdm_status status = read_start(&reader, info);
    if (status != CPDM_OK)
        return status;
    info->body_offset = wsp_offset(&reader);
    bytes_take(&reader.in, bytes_left(&reader.in), &info->body);

    size_t offset = info->body_offset - info->headers.length, used;
    status = content_type_read_wsp(job, info->headers, offset, &message->content_type, &used);
    if (status != CPDM_OK)
        return status;
    struct wsp_reader headers = {job, bytes_reader(info->headers), offset};
    cpdm_slice content_type;
    bytes_take(&headers.in, used, &content_type);
    return read_headers(&headers, info);
}

/* Integer-value: a short-integer where it fits, else a long-integer. Returns how many octets it took. */
static size_t code_octets(unsigned code, uint8_t octets[5])
{
    if (code <= PUSH_SHORT_CODE_MAX) {
        octets[0] = (uint8_t)(WSP_SHORT_INTEGER | code);
        return 1;
    }
    uint8_t count = code > 0xFFFFFF ? 4 : code > 0xFFFF ? 3 : code > 0xFF ? 2 : 1;
    octets[0] = count;
    for (uint8_t i = 1; i <= count; i++)
        octets[i] = (uint8_t)(code >> 8 * (count - i));
    return (size_t)count + 1;
}

/* The methods of OMA DM 1.2 and 1.3 have names only: those stand as text. */
static bool has_number(cpdm_security security)
{
    return security <= CPDM_SECURITY_USERPINMAC;
}

/* SEC and MAC as well-known parameters, SEC first (ProvCont 1.1 section 5.3). */
static void put_parameters(struct bytes_writer *writer, cpdm_security security, const cpdm_signature *signature)
{
    bytes_put(writer, WSP_SHORT_INTEGER | WSP_PARAMETER_SEC);
    if (has_number(security)) {
        bytes_put(writer, (uint8_t)(WSP_SHORT_INTEGER | (unsigned)security));
    } else {
        bytes_put_slice(writer, slice_of(content_type_security_name(security)));
        bytes_put(writer, 0);
    }
    if (!content_type_has_mac(security))
        return;
    bytes_put(writer, WSP_SHORT_INTEGER | WSP_PARAMETER_MAC);
    bytes_put_slice(writer, slice(signature->mac, MAC_HEX));
    bytes_put(writer, 0);
}

static size_t parameters_length(cpdm_security security)
{
    if (security == CPDM_SECURITY_NONE)
        return 0;
    size_t method = has_number(security) ? 1 : strlen(content_type_security_name(security)) + 1;
    return 1 + method + (content_type_has_mac(security) ? 1 + MAC_HEX + 1 : 0);
}

/* How many octets stand before a general content type of this length; the short form has none. */
static size_t value_length_octets(size_t length)
{
    return length > WSP_SHORT_LENGTH_MAX ? 2 : 1; /* never more than 127 here */
}

static void put_content_type(struct bytes_writer *writer, cpdm_slice code, cpdm_security security,
                             const cpdm_signature *signature)
{
    size_t length = code.length + parameters_length(security);
    if (length > WSP_SHORT_LENGTH_MAX)
        bytes_put(writer, WSP_LENGTH_QUOTE);
    if (length > 1)
        bytes_put(writer, (uint8_t)length);
    bytes_put_slice(writer, code);
    if (security != CPDM_SECURITY_NONE)
        put_parameters(writer, security, signature);
}

cpdm_status push_write(struct job *job, cpdm_content content, const cpdm_signature *signature, cpdm_slice body,
                       const cpdm_push_options *options, cpdm_slice *octets)
{
    static const cpdm_push_options standard;
    cpdm_security security;
    if (!options)
        options = &standard;
    if (content_type_code(content) == 0 || options->transaction > PUSH_TID_MAX ||
        !content_type_signature(signature, &security))
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                         "a push PDU carries a CP document or a DM package, a TID up to 255 and a whole signature");

    uint8_t code[5];
    size_t code_length = code_octets(options->content_code ? options->content_code : content_type_code(content), code);
    size_t length = code_length + parameters_length(security);
    if (length > 1)
        length += value_length_octets(length);
    if (content == CPDM_CONTENT_DM)
        length += 2;

    struct bytes_writer writer = bytes_writer(&job->arena, 4 + length + body.length);
    bytes_put(&writer, (uint8_t)(options->transaction ? options->transaction : PUSH_TID));
    bytes_put(&writer, WSP_PUSH);
    bytes_put_multibyte(&writer, (uint32_t)length);
    put_content_type(&writer, slice((const char *)code, code_length), security, signature);
    if (content == CPDM_CONTENT_DM) {
        bytes_put(&writer, WSP_SHORT_INTEGER | WSP_HEADER_APPLICATION);
        bytes_put(&writer, WSP_SHORT_INTEGER | WAP_APPLICATION_DM);
    }
    bytes_put_slice(&writer, body);
    return bytes_finish(&writer, octets) ? CPDM_OK : diag_no_memory(&job->diag);
}
