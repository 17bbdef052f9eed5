/* SPDX-License-Identifier: MIT */
/*
 * The room that a message takes, layer by layer, and the SMS that it needs: those of the push PDU that it came in, or
 * of one around it with the security that its content type names. Everything is counted on octets that are really made.
 */
#include "inspect-size.h"

#include "wire.h"

enum { MEMORY = 1 << 30 }; /* the document is made again, a few times */

struct sizing {
    const struct session *session;
    GString *out;
    cpdm_translator *translator; /* of its own: what is tried here does not count against the document */
    cpdm_message *message;
    size_t head; /* octets of the push PDU before the body; 0: nobody would push it */
};

/* Octets of an mb_u_int32 or uintvar. */
static size_t number_length(size_t number)
{
    size_t length = 1;
    while (number >>= 7)
        length++;
    return length;
}

/* Reads one; false behind the end. */
static bool read_number(cpdm_slice octets, size_t *at, size_t *number)
{
    *number = 0;
    while (*at < octets.length) {
        unsigned octet = (unsigned char)octets.data[(*at)++];
        *number = *number << 7 | (octet & 0x7F);
        if (octet < 0x80)
            return true;
    }
    return false;
}

/* The string table in the head of a WBXML body (WAP-192 section 5.4): version, public identifier, which may be an index
 * behind a 0, charset, length. */
static size_t string_table_length(cpdm_slice body)
{
    size_t at = 1, number;
    bool read = read_number(body, &at, &number);
    if (read && number == 0)
        read = read_number(body, &at, &number);
    return read && read_number(body, &at, &number) && read_number(body, &at, &number) ? number : 0;
}

static void append_octets(struct sizing *sizing, const char *name, size_t octets)
{
    g_string_append_printf(sizing->out, "size-%s: %zu octets\n", name, octets);
}

static void append_segments(const struct sizing *sizing, size_t body)
{
    size_t octets = sizing->head + body;
    g_string_append_printf(sizing->out, "%zu (8 bits), %zu (16 bits)\n", cpdm_sms_segments(octets, 8),
                           cpdm_sms_segments(octets, 16));
}

/* A body that could stand in the place of this one. */
static void append_other(struct sizing *sizing, const char *name, size_t octets)
{
    if (!sizing->head) {
        append_octets(sizing, name, octets);
        return;
    }
    g_string_append_printf(sizing->out, "size-%s: %zu octets, segments: ", name, octets);
    append_segments(sizing, octets);
}

/* ---- A package written anew ---- */

struct rewriting {
    cpdm_translator *translator;
    const cpdm_package *package;
    cpdm_strings strings;
    size_t octets;
    bool failed;
};

/* A TNDS as WBXML is a document of its own, with strings of its own. */
static bool rewrite_tnds(void *data, const cpdm_syncml_element *element)
{
    struct rewriting *rewriting = data;
    cpdm_package *tnds;
    cpdm_slice octets;
    if (!element->tnds || !element->binary)
        return true;
    rewriting->failed =
        cpdm_package_parse_tnds(rewriting->translator, rewriting->package, element, &tnds) != CPDM_OK ||
        cpdm_package_rewrite(rewriting->translator, tnds, CPDM_FORM_WBXML, rewriting->strings, &octets) != CPDM_OK;
    if (rewriting->failed)
        return false;
    rewriting->octets += number_length(octets.length) + octets.length;
    rewriting->octets -= number_length(element->text.length) + element->text.length;
    return true;
}

static void append_rewritten(struct sizing *sizing, const cpdm_package *package, const char *name, cpdm_strings strings)
{
    struct rewriting rewriting = {.translator = sizing->translator, .package = package, .strings = strings};
    cpdm_slice octets;
    if (cpdm_package_rewrite(sizing->translator, package, CPDM_FORM_WBXML, strings, &octets) != CPDM_OK)
        return;
    rewriting.octets = octets.length;
    cpdm_package_walk(package, rewrite_tnds, &rewriting);
    if (!rewriting.failed)
        append_other(sizing, name, rewriting.octets);
}

static void append_package(struct sizing *sizing)
{
    cpdm_package *package;
    if (cpdm_package_parse(sizing->translator, sizing->message, &package) != CPDM_OK)
        return;
    append_rewritten(sizing, package, "inline", CPDM_STRINGS_INLINE);
    append_rewritten(sizing, package, "table", CPDM_STRINGS_TABLE);
}

/* A CP document as XML goes through the air as WBXML. */
static void append_document(struct sizing *sizing)
{
    cpdm_document *document;
    cpdm_slice octets;
    if (sizing->session->info.form != CPDM_FORM_WBXML &&
        cpdm_document_parse(sizing->translator, sizing->message, &document) == CPDM_OK &&
        cpdm_document_write(sizing->translator, document, CPDM_FORM_WBXML, &octets) == CPDM_OK)
        append_other(sizing, "wbxml", octets.length);
}

static void append_others(struct sizing *sizing)
{
    switch (sizing->session->info.content) {
    case CPDM_CONTENT_CP: append_document(sizing); return;
    case CPDM_CONTENT_DM:
    case CPDM_CONTENT_TNDS: append_package(sizing); return;
    case CPDM_CONTENT_TREE:
    case CPDM_CONTENT_WBXML_OTHER:
    case CPDM_CONTENT_UNKNOWN: return;
    }
}

/* ---- What there is ---- */

/* The headers of the PDU that came, or of one that would be made; TNDS documents and trees are not pushed. */
static int find_head(struct sizing *sizing)
{
    const cpdm_message_info *info = &sizing->session->info;
    if (info->headers.length) {
        sizing->head = 2 + number_length(info->headers.length) + info->headers.length;
        return EXIT_DONE;
    }
    if (info->content != CPDM_CONTENT_CP && info->content != CPDM_CONTENT_DM)
        return EXIT_DONE;
    return wire_push_head(sizing->session, info->content, info->security, &sizing->head);
}

static void append_layers(struct sizing *sizing)
{
    const cpdm_message_info *info = &sizing->session->info;
    if (sizing->head)
        append_octets(sizing, "headers", sizing->head);
    append_octets(sizing, "body", info->body.length);
    if (info->form != CPDM_FORM_WBXML)
        return;
    append_octets(sizing, "strings", string_table_length(info->body));
    if (!sizing->head)
        return;
    g_string_append(sizing->out, "size-segments: ");
    append_segments(sizing, info->body.length);
}

int inspect_size(const struct session *session, GString *out)
{
    struct sizing sizing = {.session = session, .out = out};
    int code = find_head(&sizing);
    if (code)
        return code;
    append_layers(&sizing);
    cpdm_limits limits = options_limits(session->options);
    limits.memory = MEMORY;
    sizing.translator = cpdm_translator_new(&limits, NULL);
    if (sizing.translator && session_open_message(session, sizing.translator, &sizing.message) == CPDM_OK)
        append_others(&sizing);
    cpdm_translator_free(sizing.translator);
    return EXIT_DONE;
}
