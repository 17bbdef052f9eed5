/* SPDX-License-Identifier: MIT */
/*
 * Results into text. As JSON, in this order:
 *
 *   id  line  ok  input_sha256  tables  version  auth  wbxml_b64 (push_b64, obex_b64, pap_b64, card_b64, sms, xml)
 *   content_type  user_code  error  warnings
 *
 * As a row of columns: id, ok or error, the package, its content type, input_sha256, tables, version, auth, user code,
 * and the rest as a JSON object. In TSV the package is base64; where octets are framed as they are, "cpdm" stands
 * before the row and the package behind it, after a line end.
 */
#include "batch-result.h"

static void put_member(struct spool *out, const char *name, cpdm_slice text)
{
    spool_literal(out, ",\"");
    spool_text(out, name);
    spool_literal(out, "\":");
    spool_json(out, text);
}

static void put_text(struct spool *out, const char *name, const char *text)
{
    put_member(out, name, (cpdm_slice){.data = text, .length = strlen(text)});
}

/* A record that could not be read has nothing else to be known by than its number. */
static void put_id(const struct mill *mill, struct spool *out)
{
    const struct result *result = &mill->result;
    spool_literal(out, "{\"id\":");
    if (result->id && result->id->kind == MEMBER_INTEGER)
        spool_put(out, result->id->text, result->id->length);
    else if (result->id)
        spool_json(out, (cpdm_slice){.data = result->id->text, .length = result->id->length});
    else
        spool_literal(out, "null");
    if (!result->id && !result->has_digest) {
        spool_literal(out, ",\"line\":");
        spool_number(out, mill->number);
    }
}

static void put_trail(const struct mill *mill, struct spool *out)
{
    const struct result *result = &mill->result;
    spool_literal(out, ",\"input_sha256\":");
    if (result->has_digest) {
        spool_char(out, '"');
        spool_hex(out, result->digest, sizeof result->digest);
        spool_char(out, '"');
    } else {
        spool_literal(out, "null");
    }
    spool_literal(out, ",\"tables\":\"");
    spool_text(out, mill->batch->tables_id);
    spool_literal(out, "\",\"version\":\"");
    spool_text(out, cpdm_version());
    spool_char(out, '"');
}

static const char *body_name(enum option_word format)
{
    static const struct {
        enum option_word format;
        const char *name;
    } rows[] = {
        {WORD_PUSH, "push_b64"}, {WORD_PAP, "pap_b64"}, {WORD_OBEX, "obex_b64"},
        {WORD_CARD, "card_b64"}, {WORD_SMS, "sms"},     {WORD_XML, "xml"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].format == format)
            return rows[i].name;
    return "wbxml_b64";
}

static bool is_text(enum option_word format)
{
    return format == WORD_SMS || format == WORD_XML;
}

static void put_body(const struct result *result, struct spool *out)
{
    if (is_text(result->format)) {
        put_member(out, body_name(result->format), result->body);
        return;
    }
    spool_literal(out, ",\"");
    spool_text(out, body_name(result->format));
    spool_literal(out, "\":\"");
    spool_base64(out, result->body);
    spool_char(out, '"');
}

static void put_package(const struct result *result, struct spool *out)
{
    put_text(out, "auth", result->authentication);
    put_body(result, out);
    if (result->content_type.length)
        put_member(out, "content_type", result->content_type);
    if (result->user_code[0])
        put_text(out, "user_code", result->user_code);
}

static void put_findings(const struct mill *mill, struct spool *out)
{
    if (!mill->result.ok) {
        spool_literal(out, "\"error\":");
        findings_put_error(&mill->findings, mill->result.code, out);
        spool_char(out, ',');
    }
    spool_literal(out, "\"warnings\":[");
    spool_slice(out, spool_all(&mill->findings.warnings));
    spool_literal(out, "]}");
}

static void put_json(const struct mill *mill, struct spool *out)
{
    const struct result *result = &mill->result;
    put_id(mill, out);
    spool_text(out, result->ok ? ",\"ok\":true" : ",\"ok\":false");
    put_trail(mill, out);
    if (result->ok)
        put_package(result, out);
    spool_char(out, ',');
    put_findings(mill, out);
}

static void put_column(struct spool *out, cpdm_slice text)
{
    spool_char(out, '\t');
    spool_column(out, text);
}

/* Of our own words, in which nothing needs an escape. */
static void put_text_column(struct spool *out, const char *text)
{
    spool_char(out, '\t');
    spool_text(out, text);
}

static void put_row_package(const struct mill *mill, struct spool *out)
{
    const struct result *result = &mill->result;
    if (mill->batch->results == FRAMING_TSV) {
        spool_char(out, '\t');
        if (result->ok)
            spool_base64(out, result->body);
    }
    put_column(out, result->ok ? result->content_type : (cpdm_slice){0});
}

static void put_row(const struct mill *mill, struct spool *out)
{
    const struct result *result = &mill->result;
    if (result->id)
        spool_column(out, (cpdm_slice){.data = result->id->text, .length = result->id->length});
    else if (!result->has_digest)
        spool_number(out, mill->number);
    put_text_column(out, result->ok ? "ok" : "error");
    put_row_package(mill, out);
    spool_char(out, '\t');
    if (result->has_digest)
        spool_hex(out, result->digest, sizeof result->digest);
    put_text_column(out, mill->batch->tables_id);
    put_text_column(out, cpdm_version());
    put_text_column(out, result->ok ? result->authentication : "");
    put_text_column(out, result->ok ? result->user_code : "");
    spool_literal(out, "\t{");
    put_findings(mill, out);
}

static void put_framed_row(const struct mill *mill, struct spool *out)
{
    spool_literal(out, "cpdm\t");
    put_row(mill, out);
    spool_char(out, '\n');
    if (mill->result.ok)
        spool_slice(out, mill->result.body);
}

static void put(const struct mill *mill, struct spool *out)
{
    switch (mill->batch->results) {
    case FRAMING_NDJSON: put_json(mill, out); return;
    case FRAMING_TSV: put_row(mill, out); return;
    case FRAMING_LEN32:
    case FRAMING_NETSTRING: put_framed_row(mill, out); return;
    }
}

/* A consumer with buffers of a fixed size asks for --max-out. An id is the caller's own, and is not counted. */
void batch_result_put(struct mill *mill, struct spool *out)
{
    size_t start = out->length;
    put(mill, out);
    size_t id = mill->result.id ? mill->result.id->length : 0;
    if (out->length - start <= mill->batch->max_out || out->length - start - id <= mill->batch->max_out)
        return;
    explicit_bzero(out->data + start, out->length - start);
    out->length = start;
    findings_clear(&mill->findings);
    mill_refuse(mill, TOOL_RESULT_LIMIT, SIZE_MAX, "the result is larger than --max-out");
    put(mill, out);
}
