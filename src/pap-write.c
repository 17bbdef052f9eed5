/* SPDX-License-Identifier: MIT */
/* A message to a PAP 2.0 push submission (WAP-247-PAP sections 8 and 9), ready for a push proxy gateway. */
#include "checksum.h"
#include "pap.h"
#include "wap-application.h"
#include "xml-write.h"

/* A boundary that does not stand in the body (RFC 2046 section 5.1.1); each of these has its place at most once in it,
 * so that one more than fit into it is enough. */
static const char *choose_boundary(struct job *job, cpdm_slice body)
{
    for (size_t i = 0; i <= body.length / 8; i++) {
        const char *boundary = arena_printf(&job->arena, "cpdm-%zu", i);
        struct bytes_reader in = bytes_reader(body);
        if (!boundary || !bytes_skip_past(&in, slice_of(boundary)))
            return boundary;
    }
    return NULL;
}

/* A telephone number stands for the address that WAP-247-PAP section 9.2.2 makes of it; what is an address already is
 * left. */
static void put_address(struct bytes_writer *out, const char *address)
{
    bool whole = strchr(address, '=') != NULL;
    if (!whole)
        bytes_put_text(out, "WAPPUSH=");
    xml_put_attribute_value(out, slice_of(address));
    if (!whole)
        bytes_put_text(out, "/TYPE=PLMN@ppg");
}

static void put_control(struct bytes_writer *out, const char *push_id, const char *address)
{
    bytes_put_text(out, "<?xml version=\"1.0\"?>\r\n"
                        "<!DOCTYPE pap PUBLIC \"-//WAPFORUM//DTD PAP 2.0//EN\" "
                        "\"http://www.wapforum.org/DTD/pap_2.0.dtd\">\r\n"
                        "<pap>\r\n  <push-message push-id=\"");
    xml_put_attribute_value(out, slice_of(push_id));
    bytes_put_text(out, "\">\r\n    <address address-value=\"");
    put_address(out, address);
    bytes_put_text(out, "\"/>\r\n    <quality-of-service delivery-method=\"unconfirmed\"/>\r\n"
                        "  </push-message>\r\n</pap>\r\n");
}

static bool is_value(const char *text)
{
    size_t bad;
    return text && text[0] && slice_is_xml_text(slice_of(text), &bad);
}

static void put_boundary(struct bytes_writer *out, const char *boundary, const char *end)
{
    bytes_put_text(out, "--");
    bytes_put_slice(out, slice_of(boundary));
    bytes_put_slice(out, slice_of(end));
}

#define CONTENT_TYPE "Content-Type: "

static void put_headers(struct bytes_writer *out, const char *boundary)
{
    bytes_put_text(out, CONTENT_TYPE "multipart/related; boundary=");
    bytes_put_slice(out, slice_of(boundary));
    bytes_put_text(out, "; type=\"application/xml\"\r\n\r\n");
}

cpdm_status pap_write(struct job *job, cpdm_content content, cpdm_slice content_type, cpdm_slice body,
                      const cpdm_pap_options *options, cpdm_pap *pap)
{
    if (!options || !is_value(options->address) || (options->push_id && !is_value(options->push_id)))
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                         "a push submission needs the address that it goes to, and it and the push-id are XML text");
    const char *boundary = choose_boundary(job, body), *push_id = options->push_id;
    if (!push_id)
        push_id = arena_printf(&job->arena, "cpdm-%08X", (unsigned)checksum_of(body));
    if (!boundary || !push_id)
        return diag_no_memory(&job->diag);
    struct bytes_writer out = bytes_writer(&job->arena, body.length + 1024);
    put_headers(&out, boundary);
    size_t headers = (size_t)(out.next - out.start);
    put_boundary(&out, boundary, "\r\n" CONTENT_TYPE "application/xml\r\n\r\n");
    put_control(&out, push_id, options->address);
    put_boundary(&out, boundary, "\r\n" CONTENT_TYPE);
    bytes_put_slice(&out, content_type);
    if (content == CPDM_CONTENT_DM)
        bytes_put_text(&out, "\r\nX-Wap-Application-Id: " WAP_APPLICATION_DM_NAME);
    bytes_put_text(&out, "\r\n\r\n");
    bytes_put_slice(&out, body);
    bytes_put_text(&out, "\r\n");
    put_boundary(&out, boundary, "--\r\n");
    if (!bytes_close(&out, &pap->message))
        return diag_no_memory(&job->diag);
    size_t name = sizeof CONTENT_TYPE - 1, end = sizeof "\r\n\r\n" - 1;
    pap->content_type = slice(pap->message.data + name, headers - name - end);
    pap->entity = slice(pap->message.data + headers, pap->message.length - headers);
    return CPDM_OK;
}
