/* SPDX-License-Identifier: MIT */
/* A PAP push submission to a message (pap.h; RFC 2046 section 5.1 for the parts). The control entity is found and
 * shown; whom it addresses is the gateway's business. */
#include "pap.h"

#include "bytes.h"
#include "transport.h"

enum { PAP_CONTROL, PAP_CONTENT, PAP_PARTS };

/* How lines end is how the first boundary's line ends: what stands before a boundary may be part of a binary body. */
struct pap_parts {
    struct job *job;
    cpdm_slice octets, boundary; /* the boundary with the two hyphens before it */
    cpdm_slice line_end;
    struct bytes_reader in;
};

static bool is_multipart(cpdm_slice content_type)
{
    static const char prefix[] = "multipart/";
    return content_type.length >= sizeof prefix - 1 &&
           slice_equal_ignoring_case(slice(content_type.data, sizeof prefix - 1), SLICE(prefix));
}

/* "--boundary" and the end of its line, before anything else. */
static cpdm_slice leading_boundary(cpdm_slice octets)
{
    const char *newline = octets.length ? memchr(octets.data, '\n', octets.length) : NULL;
    if (!newline || !slice_starts_with(octets, SLICE("--")))
        return SLICE("");
    cpdm_slice line = slice(octets.data, (size_t)(newline - octets.data));
    while (line.length && (line.data[line.length - 1] == '\r' || line.data[line.length - 1] == ' '))
        line.length--;
    return line.length > 2 && line.data[2] != '-' ? line : SLICE("");
}

bool pap_is_submission(cpdm_slice octets)
{
    return leading_boundary(octets).length || is_multipart(mime_find_content_type(octets));
}

static cpdm_status fail_part(struct pap_parts *parts, const char *sentence)
{
    size_t offset = (size_t)((const char *)parts->in.next - parts->job->diag.text.data);
    return diag_fail(&parts->job->diag, CPDM_RULE_PAP_PARTS, offset, NULL, NULL, "%s", sentence);
}

static bool is_line_start(const struct pap_parts *parts, const char *at)
{
    return at == parts->octets.data || at[-1] == '\n';
}

/* To the next line that is the boundary; `part` is what stood before it, without the line end that belongs to the
 * boundary. */
static bool take_part(struct pap_parts *parts, cpdm_slice *part)
{
    const char *first = (const char *)parts->in.next;
    do {
        if (!bytes_skip_past(&parts->in, parts->boundary))
            return false;
    } while (!is_line_start(parts, (const char *)parts->in.next - parts->boundary.length));
    const char *end = (const char *)parts->in.next - parts->boundary.length;
    size_t length = (size_t)(end - first), line_end = parts->line_end.length;
    if (length >= line_end && memcmp(end - line_end, parts->line_end.data, line_end) == 0)
        length -= line_end;
    *part = slice(first, length);
    return true;
}

/* The rest of the boundary's line: nothing but blanks, or "--" where it is the last. */
static bool take_boundary_end(struct pap_parts *parts, bool *last)
{
    *last = bytes_peek(&parts->in) == '-';
    while (bytes_peek(&parts->in) == ' ' || bytes_peek(&parts->in) == '\t')
        bytes_get(&parts->in);
    bool crlf = bytes_peek(&parts->in) == '\r';
    if (crlf)
        bytes_get(&parts->in);
    if (!parts->line_end.length)
        parts->line_end = crlf ? SLICE("\r\n") : SLICE("\n");
    return *last || bytes_get(&parts->in) == '\n';
}

/* The first two parts; a third, the capabilities of a device, says nothing about a bootstrap. */
static cpdm_status split(struct pap_parts *parts, cpdm_slice found[PAP_PARTS])
{
    bool last = false;
    cpdm_slice part;
    if (!take_part(parts, &part) || !take_boundary_end(parts, &last))
        return fail_part(parts, "the multipart has no line with its boundary");
    for (size_t i = 0; i < PAP_PARTS; i++) {
        if (last)
            return fail_part(parts, "the multipart has no content behind its control entity");
        if (!take_part(parts, &found[i]) || !take_boundary_end(parts, &last))
            return fail_part(parts, "a part has no boundary at its end");
    }
    return CPDM_OK;
}

static cpdm_status find_boundary(struct job *job, cpdm_slice input, struct pap_parts *parts)
{
    struct mime_entity entity = {.body = input};
    *parts = (struct pap_parts){.job = job, .boundary = leading_boundary(input), .line_end = SLICE("")};
    if (!parts->boundary.length) {
        cpdm_status status = mime_read(job, input, &entity);
        if (status != CPDM_OK)
            return status;
        cpdm_slice value = mime_parameter(entity.content_type, SLICE("boundary"));
        char *text = arena_printf(&job->arena, "--%.*s", (int)value.length, value.data);
        if (!text)
            return diag_no_memory(&job->diag);
        parts->boundary = slice_of(text);
        if (!value.length)
            return diag_fail(&job->diag, CPDM_RULE_PAP_PARTS, DIAG_NO_OFFSET, NULL, NULL,
                             "the content type of the multipart names no boundary");
    }
    parts->octets = entity.body;
    parts->in = bytes_reader(entity.body);
    return CPDM_OK;
}

cpdm_status pap_read(struct job *job, cpdm_slice input, struct cpdm_message *message, cpdm_transport *transport)
{
    struct pap_parts parts;
    struct mime_entity control, content;
    cpdm_slice found[PAP_PARTS];
    job->diag.text = input;
    cpdm_status status = find_boundary(job, input, &parts);
    if (status == CPDM_OK)
        status = split(&parts, found);
    if (status == CPDM_OK)
        status = mime_read(job, found[PAP_CONTROL], &control);
    if (status == CPDM_OK)
        status = mime_read(job, found[PAP_CONTENT], &content);
    if (status != CPDM_OK)
        return status;
    job->diag.text = slice("", 0);
    transport->control = control.body;
    return transport_take_entity(job, input, &content, message, transport);
}
