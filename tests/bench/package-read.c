/* SPDX-License-Identifier: MIT */
/*
 * A SyncML 1.1 package, XML or WBXML, to its item list. The WBXML reader knows the few tokens of a bootstrap package
 * (SyncML Representation Protocol 1.1 section 8, tag code pages 0 and 1) and shares nothing with the library's, so that
 * an error of the one is seen by the other.
 */
#include <expat.h>
#include <openssl/evp.h>

#include "bench.h"

enum tag { TAG_OTHER, TAG_SYNCHDR, TAG_TARGET, TAG_SOURCE, TAG_LOCURI, TAG_ITEM, TAG_META, TAG_FORMAT, TAG_DATA };

enum { DEPTH_MAX = 16 };

/* Elements as they come; an item is complete at its end. */
struct collector {
    struct bench_items *items;
    enum tag path[DEPTH_MAX];
    size_t depth;
    bool failed;
    struct bench_item item;
    cpdm_slice format;
    cpdm_slice text; /* of the element that is open; in items->text */
};

static enum tag parent(const struct collector *collector, size_t up)
{
    return collector->depth > up ? collector->path[collector->depth - 1 - up] : TAG_OTHER;
}

static void element_start(struct collector *collector, enum tag tag)
{
    if (collector->depth == DEPTH_MAX) {
        collector->failed = true;
        return;
    }
    collector->path[collector->depth++] = tag;
    collector->text = items_keep(collector->items, bench_slice(""));
    if (tag == TAG_ITEM) {
        collector->item = (struct bench_item){.format = CPDM_FORMAT_CHR, .uri = bench_slice("")};
        collector->item.data = collector->format = bench_slice("");
    }
}

static void element_text(struct collector *collector, cpdm_slice text)
{
    enum tag tag = parent(collector, 0);
    if (tag == TAG_LOCURI || tag == TAG_FORMAT || tag == TAG_DATA)
        collector->text.length += items_keep(collector->items, text).length;
}

static bool decode_base64(struct bench_items *items, cpdm_slice *data)
{
    unsigned char octets[BENCH_TEXT];
    int length = data->length % 4 ? -1 : EVP_DecodeBlock(octets, (const unsigned char *)data->data, (int)data->length);
    if (length < 0)
        return false;
    for (size_t i = data->length; i-- > 0 && data->data[i] == '=';)
        length--;
    *data = items_keep(items, (cpdm_slice){(const char *)octets, (size_t)length});
    return true;
}

static bool take_format(struct collector *collector)
{
    static const struct {
        const char *name;
        cpdm_format format;
    } formats[] = {
        {"", CPDM_FORMAT_CHR},    {"chr", CPDM_FORMAT_CHR},   {"node", CPDM_FORMAT_NODE},
        {"int", CPDM_FORMAT_INT}, {"bool", CPDM_FORMAT_BOOL}, {"bin", CPDM_FORMAT_BIN},
        {"b64", CPDM_FORMAT_BIN}, {"xml", CPDM_FORMAT_XML},   {"null", CPDM_FORMAT_NULL},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (bench_equal(collector->format, bench_slice(formats[i].name))) {
            collector->item.format = formats[i].format;
            return !bench_equal(collector->format, bench_slice("b64")) ||
                   decode_base64(collector->items, &collector->item.data);
        }
    }
    return false;
}

static void take_uri(struct collector *collector)
{
    enum tag side = parent(collector, 1), owner = parent(collector, 2);
    if (owner == TAG_SYNCHDR && side == TAG_TARGET)
        collector->items->device = collector->text;
    else if (owner == TAG_SYNCHDR && side == TAG_SOURCE)
        collector->items->server = collector->text;
    else if (owner == TAG_ITEM && side == TAG_TARGET)
        collector->item.uri = collector->text;
}

static void element_end(struct collector *collector)
{
    switch (parent(collector, 0)) {
    case TAG_LOCURI: take_uri(collector); break;
    case TAG_FORMAT: collector->format = collector->text; break;
    case TAG_DATA: collector->item.data = collector->text; break;
    case TAG_ITEM:
        collector->failed |= !take_format(collector);
        items_add(collector->items, collector->item.uri, collector->item.format, collector->item.data);
        break;
    case TAG_OTHER:
    case TAG_SYNCHDR:
    case TAG_TARGET:
    case TAG_SOURCE:
    case TAG_META: break;
    }
    if (collector->depth)
        collector->depth--;
}

/* ---- XML ---- */

static const char *const tag_names[] = {
    [TAG_OTHER] = "",        [TAG_SYNCHDR] = "SyncHdr", [TAG_TARGET] = "Target",
    [TAG_SOURCE] = "Source", [TAG_LOCURI] = "LocURI",   [TAG_ITEM] = "Item",
    [TAG_META] = "Meta",     [TAG_FORMAT] = "Format",   [TAG_DATA] = "Data",
};

static void xml_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    (void)attributes;
    enum tag tag = TAG_OTHER;
    for (size_t i = 1; i < sizeof tag_names / sizeof *tag_names; i++) {
        if (strcmp(tag_names[i], name) == 0)
            tag = (enum tag)i;
    }
    element_start(data, tag);
}

static void xml_end(void *data, const XML_Char *name)
{
    (void)name;
    element_end(data);
}

static void xml_text(void *data, const XML_Char *text, int length)
{
    element_text(data, (cpdm_slice){text, (size_t)length});
}

static bool read_xml(cpdm_slice package, struct collector *collector)
{
    XML_Parser parser = XML_ParserCreate(NULL);
    if (!parser)
        bench_die("out of memory");
    XML_SetUserData(parser, collector);
    XML_SetElementHandler(parser, xml_start, xml_end);
    XML_SetCharacterDataHandler(parser, xml_text);
    bool good = XML_Parse(parser, package.data, (int)package.length, 1) == XML_STATUS_OK;
    XML_ParserFree(parser);
    return good;
}

/* ---- WBXML ---- */

struct wbxml {
    const unsigned char *next, *end;
    cpdm_slice strings;
    unsigned page;
};

static int octet(struct wbxml *in)
{
    return in->next < in->end ? *in->next++ : -1;
}

static bool number(struct wbxml *in, size_t *value)
{
    *value = 0;
    for (int i = 0; i < 5; i++) {
        int part = octet(in);
        if (part < 0)
            return false;
        *value = *value << 7 | (size_t)(part & 0x7F);
        if (!(part & 0x80))
            return true;
    }
    return false;
}

static bool octets(struct wbxml *in, size_t length, cpdm_slice *taken)
{
    if (length > (size_t)(in->end - in->next))
        return false;
    *taken = (cpdm_slice){(const char *)in->next, length};
    in->next += length;
    return true;
}

static bool inline_string(struct wbxml *in, cpdm_slice *text)
{
    const unsigned char *nul = in->next < in->end ? memchr(in->next, 0, (size_t)(in->end - in->next)) : NULL;
    return nul && octets(in, (size_t)(nul - in->next), text) && octet(in) == 0;
}

static bool table_string(struct wbxml *in, cpdm_slice *text)
{
    size_t place;
    if (!number(in, &place) || place >= in->strings.length)
        return false;
    const char *start = in->strings.data + place;
    const char *nul = memchr(start, 0, in->strings.length - place);
    *text = (cpdm_slice){start, nul ? (size_t)(nul - start) : 0};
    return nul != NULL;
}

static enum tag wbxml_tag(unsigned page, int token)
{
    static const unsigned char tokens[2][0x40] = {
        {[0x2C] = TAG_SYNCHDR,
         [0x2E] = TAG_TARGET,
         [0x27] = TAG_SOURCE,
         [0x17] = TAG_LOCURI,
         [0x14] = TAG_ITEM,
         [0x1A] = TAG_META,
         [0x0F] = TAG_DATA},
        {[0x07] = TAG_FORMAT},
    };
    return (enum tag)tokens[page & 1][token & 0x3F];
}

static bool read_header(struct wbxml *in)
{
    size_t public_id, charset, length;
    if (octet(in) < 0 || !number(in, &public_id) || (public_id == 0 && !number(in, &public_id)))
        return false;
    return number(in, &charset) && charset == 106 && number(in, &length) && octets(in, length, &in->strings);
}

/* One step of the body; false at what no bootstrap package holds. */
static bool read_token(struct wbxml *in, struct collector *collector, int token)
{
    cpdm_slice text;
    size_t length;
    switch (token) {
    case 0x00: in->page = (unsigned)octet(in); return in->page <= 1;
    case 0x01: element_end(collector); return true;
    case 0x03: return inline_string(in, &text) ? element_text(collector, text), true : false;
    case 0x83: return table_string(in, &text) ? element_text(collector, text), true : false;
    case 0xC3:
        if (!number(in, &length) || !octets(in, length, &text))
            return false;
        element_text(collector, text);
        return true;
    default: break;
    }
    if (token & 0x80 || (token & 0x3F) < 5)
        return false;
    element_start(collector, wbxml_tag(in->page, token));
    if (!(token & 0x40))
        element_end(collector);
    return true;
}

static bool read_wbxml(cpdm_slice package, struct collector *collector)
{
    const unsigned char *start = (const unsigned char *)package.data;
    struct wbxml in = {.next = start, .end = start + package.length};
    if (!read_header(&in))
        return false;
    for (int token = octet(&in); token >= 0; token = octet(&in)) {
        if (!read_token(&in, collector, token))
            return false;
    }
    return true;
}

bool package_read(cpdm_slice package, struct bench_items *items)
{
    struct collector collector = {.items = items};
    memset(items, 0, sizeof *items);
    if (!package.length)
        return false;
    bool good = package.data[0] == '<' ? read_xml(package, &collector) : read_wbxml(package, &collector);
    return good && !collector.failed && collector.depth == 0;
}
