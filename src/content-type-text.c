/* SPDX-License-Identifier: MIT */
/*
 * The content type as text: HTTP, MIME and PAP headers, --content-type. RFC 2045 section 5.1, read with patience:
 *
 *   content-type = token "/" token *( ";" [ parameter ] )
 *   parameter    = token [ "=" ( quoted-string | anything up to the next ";" ) ]
 *
 * Blanks may stand around every part. OMA DM 1.3 has another form, type;KEYTYPE;DIGEST: see read_bare(). A value with
 * blanks in it or of a wide alphabet is still a value: as a SEC or MAC it is refused when the message is verified.
 */
#include "content-type.h"
#include "hex.h"

/* How many characters of a token (RFC 2045 section 5.1) the text begins with. */
static size_t token_length(cpdm_slice text)
{
    static const uint64_t characters[4] = {
        0x03FF6CFA00000000, /* !#$%&'*+-. 0-9 */
        0x7FFFFFFFC7FFFFFE, /* A-Z ^_` a-z {|}~ */
    };
    const uint8_t *c = (const uint8_t *)text.data, *end = c + text.length;
    while (c < end && (characters[*c / 64] >> *c % 64 & 1))
        c++;
    return (size_t)(c - (const uint8_t *)text.data);
}

static bool is_token(cpdm_slice text)
{
    return text.length > 0 && token_length(text) == text.length;
}

static bool has_control(cpdm_slice text)
{
    for (size_t i = slice_plain(text); i < text.length; i++)
        if ((uint8_t)text.data[i] < ' ' && text.data[i] != '\t')
            return true;
    return text.length && memchr(text.data, 0x7F, text.length);
}

static cpdm_slice trim(cpdm_slice text)
{
    while (text.length && (text.data[0] == ' ' || text.data[0] == '\t'))
        text = slice(text.data + 1, text.length - 1);
    while (text.length && (text.data[text.length - 1] == ' ' || text.data[text.length - 1] == '\t'))
        text.length--;
    return text;
}

/* What stands before the next semicolon (which is left), without the blanks around it. */
static cpdm_slice take_part(struct bytes_reader *in)
{
    const uint8_t *first = in->next, *semicolon = bytes_left(in) ? memchr(first, ';', bytes_left(in)) : NULL;
    in->next = semicolon ? semicolon : in->end;
    return trim(slice((const char *)first, (size_t)(in->next - first)));
}

static void skip_blanks(struct bytes_reader *in)
{
    while (bytes_peek(in) == ' ' || bytes_peek(in) == '\t')
        bytes_get(in);
}

/* A token and the blanks around it; empty where there is none. */
static cpdm_slice take_token(struct bytes_reader *in)
{
    cpdm_slice token;
    skip_blanks(in);
    bytes_take(in, token_length(slice((const char *)in->next, bytes_left(in))), &token);
    skip_blanks(in);
    return token;
}

/* The inside of a quoted-string; a backslash hides what follows it and stays, so that no SEC or MAC can be written so.
 */
static bool read_quoted(struct bytes_reader *in, cpdm_slice *value)
{
    bytes_get(in);
    const uint8_t *first = in->next;
    int octet = bytes_get(in);
    while (octet >= 0 && octet != '"') {
        if (octet == '\\')
            bytes_get(in);
        octet = bytes_get(in);
    }
    if (octet < 0)
        return false;
    *value = slice((const char *)first, (size_t)(in->next - first) - 1);
    return take_part(in).length == 0;
}

static bool read_value(struct bytes_reader *in, cpdm_slice *value)
{
    skip_blanks(in);
    if (bytes_peek(in) == '"')
        return read_quoted(in, value);
    *value = take_part(in);
    return true;
}

static cpdm_status syntax_error(struct job *job, const char *sentence)
{
    return diag_fail(&job->diag, CPDM_RULE_CONTENT_TYPE_SYNTAX, DIAG_NO_OFFSET, NULL,
                     "write it like application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=…", "%s", sentence);
}

static cpdm_status read_parameter(struct job *job, struct bytes_reader *in, struct content_type *out)
{
    cpdm_slice name = take_token(in), value = SLICE("");
    int behind = bytes_peek(in);
    if ((behind != '=' || name.length == 0) && behind != ';' && behind >= 0)
        return syntax_error(job, "a parameter of the content type has a name that is none");
    if (behind == '=') {
        bytes_get(in);
        if (!read_value(in, &value))
            return syntax_error(job, "a quoted value in the content type does not end properly");
    }
    if (slice_equal_ignoring_case(name, SLICE("SEC")))
        content_type_add_sec(out, value);
    else if (slice_equal_ignoring_case(name, SLICE("MAC")))
        content_type_add_mac(out, value);
    return CPDM_OK;
}

static bool is_media_type(cpdm_slice text)
{
    const char *stroke = text.length ? memchr(text.data, '/', text.length) : NULL;
    if (!stroke)
        return false;
    size_t before = (size_t)(stroke - text.data);
    return is_token(slice(text.data, before)) && is_token(slice(stroke + 1, text.length - before - 1));
}

/* ";" Keytype ";" Digest, as OMA DM Security 1.3 section 5.10.2.3.2 writes them for a DM package: no names, and since a
 * key type may hold any visible character, a semicolon too, the digest is what stands behind the last one. */
static bool read_bare(cpdm_slice parameters, struct content_type *out)
{
    bool dm = out->media && out->media->content == CPDM_CONTENT_DM;
    const char *last = dm && parameters.length ? memrchr(parameters.data, ';', parameters.length) : NULL;
    if (!last || last == parameters.data)
        return false;
    cpdm_slice digest = trim(slice(last + 1, parameters.length - (size_t)(last + 1 - parameters.data)));
    cpdm_slice key_type = trim(slice(parameters.data + 1, (size_t)(last - parameters.data) - 1));
    if (digest.length != MAC_HEX || !hex_is_octets(digest) || key_type.length == 0)
        return false;
    content_type_add_sec(out, key_type);
    content_type_add_mac(out, digest);
    out->bare = true;
    return true;
}

/* `type/subtype; SEC=USERPIN; MAC=` and the digits, as ProvCont 1.1 section 5.3 prints it and nearly all write it.
 * Whatever else there is, the general reader begins anew, and takes it or says what is wrong. */
static bool read_everyday(cpdm_slice text, struct content_type *out)
{
    const char *sec = text.length ? memchr(text.data, ';', text.length) : NULL;
    size_t length = sec ? (size_t)(text.data + text.length - sec) : 0, name = SLICE("; SEC=").length;
    if (length < 2 * name + MAC_HEX)
        return false;
    const char *mac = sec + length - MAC_HEX - name;
    if (memcmp(sec, "; SEC=", name) != 0 || memcmp(mac, "; MAC=", name) != 0)
        return false;
    *out = (struct content_type){.present = true, .media_type = slice(text.data, (size_t)(sec - text.data))};
    out->media = content_type_media_by_name(out->media_type);
    content_type_add_sec(out, slice(sec + name, (size_t)(mac - sec) - name));
    content_type_add_mac(out, slice(mac + name, MAC_HEX));
    return out->media && out->sec_valid && out->mac_valid;
}

RARE static cpdm_status read_any(struct job *job, cpdm_slice text, struct content_type *out)
{
    *out = (struct content_type){.present = true, .security = CPDM_SECURITY_NONE};
    if (has_control(text))
        return syntax_error(job, "the content type has a control character in it");
    struct bytes_reader in = bytes_reader(text);
    out->media_type = take_part(&in);
    out->media = content_type_media_by_name(out->media_type);
    if (!out->media && !is_media_type(out->media_type))
        return syntax_error(job, "the content type does not begin with type/subtype");
    if (read_bare(slice((const char *)in.next, bytes_left(&in)), out))
        return CPDM_OK;
    while (bytes_get(&in) == ';') {
        cpdm_status status = read_parameter(job, &in, out);
        if (status != CPDM_OK)
            return status;
    }
    return CPDM_OK;
}

cpdm_status content_type_read_text(struct job *job, cpdm_slice text, struct content_type *out)
{
    return read_everyday(text, out) ? CPDM_OK : read_any(job, text, out);
}

/* SEC by name: the names are what the specification prints, and what every receiver takes. */
cpdm_status content_type_write_text(struct job *job, cpdm_content content, const cpdm_signature *signature,
                                    cpdm_slice *text)
{
    cpdm_security security;
    const char *media = content_type_name(content, CPDM_FORM_WBXML);
    if (!media || !content_type_signature(signature, &security))
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                         "there is no content type for this kind of body, or the signature is none");
    struct bytes_writer writer = bytes_writer(&job->arena, 128);
    bool has_mac = content_type_has_mac(security), bare = has_mac && signature->bare;
    bytes_put_slice(&writer, slice_of(media));
    if (security != CPDM_SECURITY_NONE) {
        bytes_put_slice(&writer, bare ? SLICE(";") : SLICE("; SEC="));
        bytes_put_slice(&writer, slice_of(content_type_security_name(security)));
    }
    if (has_mac) {
        bytes_put_slice(&writer, bare ? SLICE(";") : SLICE("; MAC="));
        bytes_put_slice(&writer, slice(signature->mac, MAC_HEX));
    }
    return bytes_finish(&writer, text) ? CPDM_OK : diag_no_memory(&job->diag);
}
