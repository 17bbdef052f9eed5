/* SPDX-License-Identifier: MIT */
/* An entity with text headers to its content type and body (mime.h). Of the headers only four say something about a
 * bootstrap: Content-Type, Content-Transfer-Encoding, Content-Length and X-Wap-Application-Id. */
#include "mime.h"

#include "base64.h"
#include "wap-application.h"

enum header_name { HEADER_CONTENT_TYPE, HEADER_ENCODING, HEADER_LENGTH, HEADER_APPLICATION, HEADERS };

static const char *const header_names[HEADERS] = {
    [HEADER_CONTENT_TYPE] = "Content-Type",
    [HEADER_ENCODING] = "Content-Transfer-Encoding",
    [HEADER_LENGTH] = "Content-Length",
    [HEADER_APPLICATION] = "X-Wap-Application-Id",
};

struct header {
    cpdm_slice name, value; /* the value with its folds */
};

/* ---- lines ---- */

/* Up to the next LF, which is taken, without it and the CR before it. */
static cpdm_slice take_line(struct bytes_reader *in)
{
    const uint8_t *newline = bytes_left(in) ? memchr(in->next, '\n', bytes_left(in)) : NULL;
    cpdm_slice line;
    bytes_take(in, newline ? (size_t)(newline - in->next) : bytes_left(in), &line);
    bytes_get(in);
    if (line.length && line.data[line.length - 1] == '\r')
        line.length--;
    return line;
}

static bool is_blank(int c)
{
    return c == ' ' || c == '\t';
}

static cpdm_slice trim(cpdm_slice text)
{
    while (text.length && is_blank(text.data[0]))
        text = slice(text.data + 1, text.length - 1);
    while (text.length && is_blank(text.data[text.length - 1]))
        text.length--;
    return text;
}

/* RFC 822 section 3.2: any printable character but the colon. */
static bool is_name(cpdm_slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] <= ' ' || text.data[i] >= 0x7F)
            return false;
    return text.length > 0;
}

static bool is_start_line(cpdm_slice line)
{
    return slice_starts_with(line, SLICE("POST ")) || slice_starts_with(line, SLICE("HTTP/1."));
}

/* One header with its continuation lines; false when the line is none. At the blank line the name is empty. */
static bool take_header(struct bytes_reader *in, struct header *header)
{
    cpdm_slice line = take_line(in);
    *header = (struct header){SLICE(""), SLICE("")};
    if (line.length == 0)
        return true;
    const char *colon = memchr(line.data, ':', line.length);
    if (!colon)
        return false;
    header->name = slice(line.data, (size_t)(colon - line.data));
    while (bytes_left(in) && is_blank(bytes_peek(in))) {
        cpdm_slice fold = take_line(in);
        line.length = (size_t)(fold.data - line.data) + fold.length;
    }
    header->value = slice(colon + 1, line.length - header->name.length - 1);
    return is_name(header->name);
}

/* ---- values ---- */

/* Without blanks around it, each fold one blank (RFC 822 section 3.1.1). */
static cpdm_slice unfold(struct arena *arena, cpdm_slice value)
{
    struct bytes_writer writer = bytes_writer(arena, value.length);
    struct bytes_reader in = bytes_reader(trim(value));
    while (bytes_left(&in)) {
        cpdm_slice line = trim(take_line(&in));
        bytes_put_slice(&writer, line);
        if (bytes_left(&in))
            bytes_put(&writer, ' ');
    }
    cpdm_slice text;
    return bytes_finish(&writer, &text) ? text : (cpdm_slice){NULL, 0};
}

static bool is_one_of(cpdm_slice text, const char *const *words)
{
    while (*words && !slice_equal_ignoring_case(text, slice_of(*words)))
        words++;
    return *words != NULL;
}

static cpdm_status decode(struct job *job, cpdm_slice encoding, struct mime_entity *entity)
{
    static const char *const identity[] = {"", "7bit", "8bit", "binary", NULL};
    if (is_one_of(encoding, identity))
        return CPDM_OK;
    cpdm_slice octets;
    enum base64_result result = BASE64_INVALID;
    if (slice_equal_ignoring_case(encoding, SLICE("base64")))
        result = base64_decode(&job->arena, entity->body, &octets);
    if (result == BASE64_NO_MEMORY)
        return diag_no_memory(&job->diag);
    if (result == BASE64_INVALID)
        return diag_fail(&job->diag, CPDM_RULE_MIME_ENCODING, DIAG_NO_OFFSET, NULL, NULL,
                         "the body is encoded as %.*s, and that cannot be undone", DIAG_TEXT(encoding));
    entity->body = octets;
    return CPDM_OK;
}

static cpdm_status cut_to_length(struct job *job, cpdm_slice text, struct mime_entity *entity)
{
    uint64_t length;
    if (text.length == 0)
        return CPDM_OK;
    if (!slice_to_number(text, LIMIT_DOCUMENT_MAX, &length) || length > entity->body.length)
        return diag_fail(&job->diag, CPDM_RULE_MIME_LENGTH, DIAG_NO_OFFSET, NULL, NULL,
                         "Content-Length says %.*s, and %zu octets are there", DIAG_TEXT(text), entity->body.length);
    entity->body.length = (size_t)length;
    return CPDM_OK;
}

/* ---- the entity ---- */

static cpdm_status keep_header(struct job *job, const struct header *header, size_t offset, cpdm_slice values[HEADERS])
{
    size_t i = 0;
    while (i < HEADERS && !slice_equal_ignoring_case(header->name, slice_of(header_names[i])))
        i++;
    if (i == HEADERS)
        return CPDM_OK;
    if (values[i].data)
        return diag_fail(&job->diag, CPDM_RULE_MIME_HEADER, offset, NULL, NULL, "%s stands twice", header_names[i]);
    values[i] = unfold(&job->arena, header->value);
    return values[i].data ? CPDM_OK : diag_no_memory(&job->diag);
}

static cpdm_status read_headers(struct job *job, struct bytes_reader *in, size_t base, cpdm_slice values[HEADERS])
{
    struct header header;
    for (unsigned count = 0; bytes_left(in); count++) {
        size_t offset = base + bytes_offset(in);
        if (count == LIMIT_HEADERS)
            return diag_fail(&job->diag, CPDM_RULE_MIME_LIMIT, offset, NULL, NULL, "there are more than %d headers",
                             LIMIT_HEADERS);
        if (!take_header(in, &header))
            return diag_fail(&job->diag, CPDM_RULE_MIME_HEADER, offset, NULL, NULL,
                             "the line is no header: a name, a colon, a value");
        if (header.name.length == 0)
            return CPDM_OK;
        cpdm_status status = keep_header(job, &header, offset, values);
        if (status != CPDM_OK)
            return status;
    }
    return diag_fail(&job->diag, CPDM_RULE_MIME_HEADER, base + bytes_offset(in), NULL, NULL,
                     "no blank line ends the headers");
}

static size_t offset_in(const struct job *job, cpdm_slice octets)
{
    return job->diag.text.data ? (size_t)(octets.data - job->diag.text.data) : 0;
}

cpdm_status mime_read(struct job *job, cpdm_slice octets, struct mime_entity *entity)
{
    cpdm_slice values[HEADERS] = {{0}};
    struct bytes_reader in = bytes_reader(octets), start = in;
    if (is_start_line(take_line(&start)))
        in = start;
    *entity = (struct mime_entity){.headers = slice((const char *)in.next, 0)};
    cpdm_status status = read_headers(job, &in, offset_in(job, octets), values);
    if (status != CPDM_OK)
        return status;
    entity->headers.length = (size_t)((const char *)in.next - entity->headers.data);
    entity->has_content_type = values[HEADER_CONTENT_TYPE].data != NULL;
    entity->content_type = values[HEADER_CONTENT_TYPE];
    entity->application = wap_application_code(values[HEADER_APPLICATION]);
    bytes_take(&in, bytes_left(&in), &entity->body);
    status = cut_to_length(job, values[HEADER_LENGTH], entity);
    return status == CPDM_OK ? decode(job, values[HEADER_ENCODING], entity) : status;
}

cpdm_slice mime_find_content_type(cpdm_slice octets)
{
    struct bytes_reader in = bytes_reader(octets), start = in;
    struct header header;
    if (is_start_line(take_line(&start)))
        in = start;
    for (unsigned count = 0; count < LIMIT_HEADERS && bytes_left(&in) && take_header(&in, &header); count++) {
        if (header.name.length == 0)
            break;
        if (slice_equal_ignoring_case(header.name, slice_of(header_names[HEADER_CONTENT_TYPE])))
            return trim(header.value);
    }
    return (cpdm_slice){NULL, 0};
}

bool mime_is_entity(cpdm_slice octets)
{
    return mime_find_content_type(octets).data != NULL;
}

/* parameter = ";" name "=" ( quoted-string | anything up to the next ";" ) */
cpdm_slice mime_parameter(cpdm_slice content_type, cpdm_slice name)
{
    struct bytes_reader in = bytes_reader(content_type);
    while (bytes_skip_past(&in, SLICE(";"))) {
        cpdm_slice rest = trim(slice((const char *)in.next, bytes_left(&in)));
        if (rest.length <= name.length || rest.data[name.length] != '=' ||
            !slice_equal_ignoring_case(slice(rest.data, name.length), name))
            continue;
        cpdm_slice value = slice(rest.data + name.length + 1, rest.length - name.length - 1);
        bool quoted = value.length && value.data[0] == '"';
        if (quoted)
            value = slice(value.data + 1, value.length - 1);
        const char *end = value.length ? memchr(value.data, quoted ? '"' : ';', value.length) : NULL;
        return trim(slice(value.data, end ? (size_t)(end - value.data) : value.length));
    }
    return SLICE("");
}
