/* SPDX-License-Identifier: MIT */
/* Octets of a WSP header to numbers and texts (WAP-230 section 8.4), in bounds and with located complaints. */
#include "wsp.h"

cpdm_status wsp_truncated(const struct wsp_reader *reader, const char *what)
{
    return diag_fail(&reader->job->diag, CPDM_RULE_WSP_TRUNCATED, wsp_offset(reader), NULL, NULL,
                     "the octets end within %s", what);
}

cpdm_status wsp_malformed(const struct wsp_reader *reader, const char *sentence)
{
    return diag_fail(&reader->job->diag, CPDM_RULE_WSP_HEADER, wsp_offset(reader), NULL, NULL, "%s", sentence);
}

cpdm_status wsp_get_uintvar(struct wsp_reader *reader, const char *what, uint32_t *number)
{
    switch (bytes_get_multibyte(&reader->in, number)) {
    case BYTES_NUMBER_OK: return CPDM_OK;
    case BYTES_NUMBER_TRUNCATED: return wsp_truncated(reader, what);
    case BYTES_NUMBER_TOO_BIG: break;
    }
    return diag_fail(&reader->job->diag, CPDM_RULE_WSP_HEADER, wsp_offset(reader), NULL, NULL,
                     "%s has more than 32 bits", what);
}

cpdm_status wsp_get_counted(struct wsp_reader *reader, const char *what, cpdm_slice *octets)
{
    cpdm_status status = CPDM_OK;
    uint32_t length = (uint32_t)bytes_get(&reader->in);
    if (length == WSP_LENGTH_QUOTE)
        status = wsp_get_uintvar(reader, "a value length", &length);
    if (status == CPDM_OK && !bytes_take(&reader->in, length, octets))
        status = wsp_truncated(reader, what);
    return status;
}

/* Long-integer: most significant octet first (section 8.4.2.1); more than 32 bits are nothing that we know. */
static void read_number(struct wsp_value *value)
{
    struct bytes_reader in = bytes_reader(value->octets);
    if (value->octets.length < 1 || value->octets.length > sizeof value->number)
        return;
    value->kind = WSP_KIND_NUMBER;
    while (bytes_left(&in))
        value->number = value->number << 8 | (uint32_t)bytes_get(&in);
}

static void read_text(struct wsp_reader *reader, struct wsp_value *value)
{
    int first = bytes_peek(&reader->in);
    value->kind = WSP_KIND_TEXT;
    if (first == WSP_QUOTE || first == '"') /* a quoted-string has no quote at its end */
        bytes_get(&reader->in);
    if (bytes_take_string(&reader->in, &value->octets))
        return;
    value->unterminated = true;
    bytes_take(&reader->in, bytes_left(&reader->in), &value->octets);
}

cpdm_status wsp_get_value(struct wsp_reader *reader, const char *what, struct wsp_value *value)
{
    *value = (struct wsp_value){.kind = WSP_KIND_OCTETS, .octets = SLICE("")};
    int first = bytes_peek(&reader->in);
    if (first < 0)
        return wsp_truncated(reader, what);
    if (first <= WSP_LENGTH_QUOTE) {
        cpdm_status status = wsp_get_counted(reader, what, &value->octets);
        if (status == CPDM_OK)
            read_number(value);
        return status;
    }
    if (first < WSP_SHORT_INTEGER) {
        read_text(reader, value);
        return CPDM_OK;
    }
    bytes_get(&reader->in);
    value->kind = WSP_KIND_NUMBER;
    value->number = (uint32_t)first & ~(uint32_t)WSP_SHORT_INTEGER;
    return CPDM_OK;
}

cpdm_status wsp_check_terminated(const struct wsp_reader *reader, const struct wsp_value *value)
{
    return value->unterminated ? wsp_malformed(reader, "a text has no NUL at its end") : CPDM_OK;
}
