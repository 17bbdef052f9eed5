/* SPDX-License-Identifier: MIT */
/*
 * The content type in WSP's binary form (WAP-230 section 8.4.2.24, parameters 8.4.2.4 and table 38):
 *
 *   content-type  = short-integer | text | value-length media *parameter
 *   media         = integer | text
 *   parameter     = ( integer | text ) value        any order, as many as there are
 *
 * SEC and MAC may come by number or by name, SEC's value as a number of any form or as text.
 */
#include "content-type.h"
#include "wsp.h"

static cpdm_status set_media(struct wsp_reader *reader, struct content_type *out, const struct wsp_value *media)
{
    out->present = true;
    switch (media->kind) {
    case WSP_KIND_OCTETS: return wsp_malformed(reader, "the content type has neither a number nor a name");
    case WSP_KIND_TEXT:
        out->media_type = media->octets;
        out->media = content_type_media_by_name(media->octets);
        if (!media->unterminated && media->octets.length && memchr(media->octets.data, ';', media->octets.length))
            return content_type_read_text(reader->job, media->octets,
                                          out); /* the text of a header, parameters and all */
        break;
    case WSP_KIND_NUMBER:
        out->code = media->number;
        out->media = content_type_media_by_code(media->number);
        out->media_type = out->media ? out->media->name : SLICE("");
        break;
    }
    return wsp_check_terminated(reader, media);
}

static void add_sec(struct content_type *out, const struct wsp_value *value)
{
    if (value->kind == WSP_KIND_NUMBER)
        content_type_add_sec_number(out, value->number);
    else
        content_type_add_sec(out, value->octets);
}

/* Its missing NUL is kept for message_verify(): a message that lies about its MAC is not authentic. */
static void add_mac(struct content_type *out, const struct wsp_value *value)
{
    content_type_add_mac(out, value->kind == WSP_KIND_TEXT ? value->octets : SLICE(""));
    out->mac_unterminated |= value->unterminated;
}

static bool is_parameter(const struct wsp_value *name, uint32_t number, cpdm_slice text)
{
    return name->kind == WSP_KIND_NUMBER ? name->number == number : slice_equal_ignoring_case(name->octets, text);
}

static cpdm_status read_parameter(struct wsp_reader *reader, struct content_type *out)
{
    struct wsp_value name, value;
    uint32_t quality;
    cpdm_status status = wsp_get_value(reader, "the name of a content type parameter", &name);
    if (status == CPDM_OK)
        status = wsp_check_terminated(reader, &name);
    if (status == CPDM_OK && name.kind == WSP_KIND_OCTETS)
        status = wsp_malformed(reader, "a content type parameter has neither a number nor a name");
    if (status != CPDM_OK)
        return status;
    if (name.kind == WSP_KIND_NUMBER && name.number == WSP_PARAMETER_Q) /* the one whose value is a bare uintvar */
        return wsp_get_uintvar(reader, "the quality of the content type", &quality);
    status = wsp_get_value(reader, "the value of a content type parameter", &value);
    if (status != CPDM_OK)
        return status;
    if (is_parameter(&name, WSP_PARAMETER_SEC, SLICE("SEC")))
        add_sec(out, &value);
    else if (is_parameter(&name, WSP_PARAMETER_MAC, SLICE("MAC"))) {
        add_mac(out, &value);
        return CPDM_OK;
    }
    return wsp_check_terminated(reader, &value);
}

static cpdm_status read_general_form(struct wsp_reader *reader, struct content_type *out)
{
    cpdm_slice octets;
    cpdm_status status = wsp_get_counted(reader, "the content type", &octets);
    if (status != CPDM_OK)
        return status;
    struct wsp_reader inner = {reader->job, bytes_reader(octets), wsp_offset(reader) - octets.length};
    struct wsp_value media;
    status = wsp_get_value(&inner, "the content type", &media);
    if (status == CPDM_OK)
        status = set_media(&inner, out, &media);
    while (status == CPDM_OK && bytes_left(&inner.in))
        status = read_parameter(&inner, out);
    return status;
}

cpdm_status content_type_read_wsp(struct job *job, cpdm_slice octets, size_t offset, struct content_type *out,
                                  size_t *used)
{
    *out = (struct content_type){.security = CPDM_SECURITY_NONE};
    struct wsp_reader reader = {job, bytes_reader(octets), offset};
    cpdm_status status;
    struct wsp_value media;
    int first = bytes_peek(&reader.in);
    if (first >= 0 && first <= WSP_LENGTH_QUOTE) {
        status = read_general_form(&reader, out);
    } else {
        status = wsp_get_value(&reader, "the content type", &media);
        if (status == CPDM_OK)
            status = set_media(&reader, out, &media);
    }
    *used = bytes_offset(&reader.in);
    return status;
}
