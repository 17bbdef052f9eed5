/* SPDX-License-Identifier: MIT */
/*
 * The documents of the bench: one template, its 0000 replaced by a number, makes as many distinct documents as wanted,
 * each with its own PIN. The WBXML is libwbxml's, with its string table; the MACs are libcrypto's HMAC().
 */
#include <stdlib.h>

#include "bench.h"

static cpdm_slice read_template(const char *directory, const char *size)
{
    char path[1024];
    int length = snprintf(path, sizeof path, "%s/docs/%s.xml", directory, size);
    FILE *file = length > 0 && (size_t)length < sizeof path ? fopen(path, "rb") : NULL;
    if (!file)
        bench_die("cannot open the document: say where tests/bench is with --data");
    char *text = bench_alloc(BENCH_OUTPUT);
    size_t octets = fread(text, 1, BENCH_OUTPUT, file);
    bool failed = ferror(file) || octets == BENCH_OUTPUT;
    fclose(file);
    if (failed)
        bench_die("cannot read the document");
    while (octets && text[octets - 1] == '\n')
        octets--;
    return (cpdm_slice){text, octets};
}

/* Decimal while four digits are enough, and then with letters: 10000 is a000. */
static void put_number(char digits[5], size_t number)
{
    bool decimal = number < 10000;
    number = decimal ? number : number - 10000 + 10 * 36 * 36 * 36;
    for (size_t i = 4; i-- > 0; number /= decimal ? 10 : 36)
        digits[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % (decimal ? 10 : 36)];
    digits[4] = '\0';
}

static cpdm_slice number_template(cpdm_slice template, size_t number)
{
    char digits[5];
    put_number(digits, number);
    char *text = bench_alloc(template.length + 1);
    memcpy(text, template.data, template.length);
    for (char *place = strstr(text, "0000"); place; place = strstr(place + 4, "0000"))
        memcpy(place, digits, 4);
    return (cpdm_slice){text, template.length};
}

static char *content_type(const uint8_t mac[BENCH_MAC])
{
    enum { ROOM = 128 };
    char *text = bench_alloc(ROOM);
    int length = snprintf(text, ROOM, "application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=");
    for (size_t i = 0; i < BENCH_MAC; i++)
        length += snprintf(text + length, ROOM - (size_t)length, "%02X", mac[i]);
    return text;
}

static void make_document(struct bench_document *document, cpdm_slice xml, size_t number, struct hand_map *map)
{
    snprintf(document->pin, sizeof document->pin, "%08zu", 1000 + number * 7919);
    cpdm_slice key = bench_slice(document->pin);
    document->xml = xml;
    if (!libwbxml_to_wbxml(xml, &document->wbxml))
        bench_die("libwbxml does not encode the document");
    if (!hmac_once(key, xml, document->xml_mac) || !hmac_once(key, document->wbxml, document->wbxml_mac))
        bench_die("libcrypto makes no HMAC");
    document->wbxml_type = content_type(document->wbxml_mac);
    document->items = bench_alloc(sizeof *document->items);
    if (!hand_map_run(map, xml, document->items))
        bench_die("the hand-written mapping does not understand the document");
    document->package_xml = items_write_xml(document->items, bench_alloc(BENCH_OUTPUT));
    if (!package_emit(document->items, bench_alloc(BENCH_OUTPUT), &document->package_wbxml))
        bench_die("a package is larger than the bench has room for");
}

struct bench_documents *documents_load(const char *directory, const char *size, size_t count)
{
    struct bench_documents *documents = bench_alloc(sizeof *documents);
    struct hand_map *map = hand_map_new();
    cpdm_slice template = read_template(directory, size);
    documents->count = count < BENCH_DOCUMENTS ? count : BENCH_DOCUMENTS;
    for (size_t i = 0; i < documents->count; i++)
        make_document(&documents->list[i], number_template(template, i + 1), i + 1, map);
    return documents;
}

/* The document's WBXML by the library itself, which takes a time that grows with the size, and no faster. */
static cpdm_slice encode_scaled(cpdm_slice xml)
{
    static const cpdm_limits limits = {
        .document = 64u << 20, .parms = 4u << 20, .text = 256u << 20, .memory = (size_t)4 << 30};
    cpdm_translator *translator = cpdm_translator_new(&limits, NULL);
    cpdm_message *message;
    cpdm_document *parsed;
    cpdm_slice wbxml;
    if (!translator || cpdm_message_open(translator, xml.data, xml.length, CPDM_FORM_XML, NULL, &message) != CPDM_OK ||
        cpdm_document_parse(translator, message, &parsed) != CPDM_OK ||
        cpdm_document_write(translator, parsed, CPDM_FORM_WBXML, &wbxml) != CPDM_OK)
        bench_die("the library does not encode the large document");
    char *octets = bench_alloc(wbxml.length);
    memcpy(octets, wbxml.data, wbxml.length);
    cpdm_translator_free(translator);
    return (cpdm_slice){octets, wbxml.length};
}

/* The root's content, again and again, each time with the next number. */
static cpdm_slice repeat_objects(cpdm_slice template, size_t copies)
{
    const char *root = strstr(template.data, "<wap-provisioningdoc"), *end = strstr(template.data, "</wap-prov");
    const char *start = root ? strchr(root, '>') : NULL;
    if (!start || !end || copies > 1000000)
        bench_die("the document cannot be made larger");
    size_t head = (size_t)(++start - template.data), body = (size_t)(end - start);
    cpdm_slice tail = bench_slice(end);
    char *text = bench_alloc(head + copies * body + tail.length + 1), *next = text + head;
    memcpy(text, template.data, head);
    for (size_t i = 1; i <= copies; i++, next += body) {
        cpdm_slice numbered = number_template((cpdm_slice){start, body}, i);
        memcpy(next, numbered.data, body);
        free((void *)numbered.data);
    }
    memcpy(next, tail.data, tail.length);
    return (cpdm_slice){text, (size_t)(next - text) + tail.length};
}

struct bench_documents *documents_scaled(const char *directory, const char *size, size_t copies)
{
    struct bench_documents *documents = bench_alloc(sizeof *documents);
    struct bench_document *document = &documents->list[0];
    documents->count = 1;
    snprintf(document->pin, sizeof document->pin, "12345678");
    document->xml = repeat_objects(read_template(directory, size), copies);
    document->wbxml = encode_scaled(document->xml);
    if (!hmac_once(bench_slice(document->pin), document->wbxml, document->wbxml_mac))
        bench_die("libcrypto makes no HMAC");
    document->wbxml_type = content_type(document->wbxml_mac);
    return documents;
}
