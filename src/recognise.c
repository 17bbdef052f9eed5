/* SPDX-License-Identifier: MIT */
/* First octets to what they begin: XML, WBXML, a push PDU, another transport or the lines of a tree; a CP document, a
 * DM package or a TNDS. Nothing is judged here: what is recognised may still turn out to be broken. */
#include "obex.h"
#include "transport.h"
#include "wbxml-read.h"
#include "wsp.h"

enum {
    ROOT_NAME_MAX = 32, /* longer names are none of ours */
};

/* XML as its characters, as far as names need them: UTF-16 in units, everything else in octets. */
struct characters {
    struct bytes_reader in;
    enum { CHARACTERS_OCTETS, CHARACTERS_BIG, CHARACTERS_LITTLE } order;
};

static struct characters characters(cpdm_slice octets)
{
    struct characters text = {bytes_reader(octets), CHARACTERS_OCTETS};
    if (slice_starts_with(octets, SLICE("\xFE\xFF")) || slice_starts_with(octets, SLICE("\0<")))
        text.order = CHARACTERS_BIG;
    else if (slice_starts_with(octets, SLICE("\xFF\xFE")) || slice_starts_with(octets, SLICE("<\0")))
        text.order = CHARACTERS_LITTLE;
    return text;
}

/* The next character, or -1 at the end. */
static int next_character(struct characters *text)
{
    int first = bytes_get(&text->in);
    if (text->order == CHARACTERS_OCTETS || first < 0)
        return first;
    int second = bytes_get(&text->in);
    if (second < 0)
        return -1;
    return text->order == CHARACTERS_BIG ? first << 8 | second : second << 8 | first;
}

static bool is_blank(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Past the next place where these characters stand; false when there is none. */
static bool skip_past(struct characters *text, const char *end)
{
    size_t length = strlen(end), matched = 0;
    if (text->order == CHARACTERS_OCTETS)
        return bytes_skip_past(&text->in, slice(end, length));
    while (matched < length) {
        int c = next_character(text);
        if (c < 0)
            return false;
        if (c == end[matched])
            matched++;
        else if (matched == 0 || c != end[matched - 1]) /* "--->" ends a comment too */
            matched = c == end[0];
    }
    return true;
}

/* Past a declaration or comment whose "<!" was read; false too for a DOCTYPE with an internal subset, which the reader
 * refuses anyway. */
static bool skip_declaration(struct characters *text)
{
    int c = next_character(text);
    if (c == '-')
        return next_character(text) == '-' && skip_past(text, "-->");
    while (c >= 0 && c != '>' && c != '[') {
        const char quote[2] = {(char)c, '\0'};
        if ((c == '"' || c == '\'') && !skip_past(text, quote))
            return false;
        c = next_character(text);
    }
    return c == '>';
}

/* The first character behind the "<" of the root element; -1 when there is none. */
static int find_root(struct characters *text)
{
    for (;;) {
        int c = next_character(text);
        while (is_blank(c) || c == 0xFEFF || c == 0xEF || c == 0xBB || c == 0xBF) /* byte order marks */
            c = next_character(text);
        if (c != '<')
            return -1;
        c = next_character(text);
        if (c != '?' && c != '!')
            return c;
        if (c == '?' ? !skip_past(text, "?>") : !skip_declaration(text))
            return -1;
    }
}

APART static cpdm_content content_of_xml(cpdm_slice body)
{
    struct characters text = characters(body);
    char name[ROOT_NAME_MAX];
    size_t length = 0;
    int c = find_root(&text);
    while (c > ' ' && c < 0x7F && c != '>' && c != '/' && length < sizeof name) {
        if (c == ':') /* a namespace prefix is no part of the name */
            length = 0;
        else
            name[length++] = (char)c;
        c = next_character(&text);
    }
    if (slice_is(slice(name, length), "wap-provisioningdoc"))
        return CPDM_CONTENT_CP;
    if (slice_is(slice(name, length), "MgmtTree"))
        return CPDM_CONTENT_TNDS;
    return slice_is(slice(name, length), "SyncML") ? CPDM_CONTENT_DM : CPDM_CONTENT_UNKNOWN;
}

static cpdm_content content_of_wbxml(cpdm_slice body)
{
    const struct wbxml_language *language = wbxml_recognise(body);
    if (language == &wbxml_prov10)
        return CPDM_CONTENT_CP;
    if (language == &wbxml_dmddf12)
        return CPDM_CONTENT_TNDS;
    return language == &wbxml_syncml11 || language == &wbxml_syncml12 ? CPDM_CONTENT_DM : CPDM_CONTENT_WBXML_OTHER;
}

cpdm_content recognise_content(cpdm_slice body, cpdm_form form)
{
    switch (form) {
    case CPDM_FORM_XML: return content_of_xml(body);
    case CPDM_FORM_WBXML: return content_of_wbxml(body);
    case CPDM_FORM_TREE: return CPDM_CONTENT_TREE;
    case CPDM_FORM_AUTO:
    case CPDM_FORM_PUSH:
    case CPDM_FORM_SMS:
    case CPDM_FORM_PAP:
    case CPDM_FORM_OBEX:
    case CPDM_FORM_MIME:
    case CPDM_FORM_CARD: break;
    }
    return CPDM_CONTENT_UNKNOWN;
}

static bool is_xml(cpdm_slice octets)
{
    if (slice_starts_with(octets, SLICE("\xFE\xFF")) || slice_starts_with(octets, SLICE("\xFF\xFE")) ||
        slice_starts_with(octets, SLICE("\0<")))
        return true;
    struct bytes_reader in = bytes_reader(octets);
    cpdm_slice mark;
    if (slice_starts_with(octets, SLICE("\xEF\xBB\xBF")))
        bytes_take(&in, 3, &mark);
    while (is_blank(bytes_peek(&in)))
        bytes_get(&in);
    return bytes_peek(&in) == '<';
}

/* What tells itself by more than two octets. */
APART static cpdm_form recognise_text(cpdm_slice octets)
{
    return is_xml(octets) ? CPDM_FORM_XML : transport_recognise(octets);
}

/* The second octet of a push PDU is 0x06; of XML and of the WBXML documents known here it never is. An OBEX PUT may
 * begin like either, and is told by the lengths of all its packets. */
cpdm_form recognise_form(cpdm_slice octets)
{
    struct bytes_reader in = bytes_reader(octets);
    int first = bytes_get(&in), second = bytes_get(&in);
    if (obex_is_put(octets))
        return CPDM_FORM_OBEX;
    if (second == WSP_PUSH)
        return CPDM_FORM_PUSH;
    if (first >= 0x01 && first <= 0x03) /* WBXML 1.1 to 1.3 */
        return CPDM_FORM_WBXML;
    if (first == '.' && second == '/') /* the first line's path */
        return CPDM_FORM_TREE;
    return recognise_text(octets);
}
