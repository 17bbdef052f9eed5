/* SPDX-License-Identifier: MIT */
/* Item lists: what a package says, whatever its encoding. Made, compared without regard to order, written as XML. */
#include <stdlib.h>

#include <openssl/evp.h>

#include "bench.h"

_Noreturn void bench_die(const char *sentence)
{
    fprintf(stderr, "bench: %s\n", sentence);
    exit(2);
}

void *bench_alloc(size_t size)
{
    void *memory = calloc(1, size);
    if (!memory)
        bench_die("out of memory");
    return memory;
}

cpdm_slice items_keep(struct bench_items *items, cpdm_slice text)
{
    if (text.length > sizeof items->text - items->text_used)
        bench_die("a package has more text than the bench has room for");
    char *copy = items->text + items->text_used;
    if (text.length)
        memcpy(copy, text.data, text.length);
    items->text_used += text.length;
    return (cpdm_slice){copy, text.length};
}

void items_add(struct bench_items *items, cpdm_slice uri, cpdm_format format, cpdm_slice data)
{
    if (items->count == BENCH_ITEMS_MAX)
        bench_die("a package has more items than the bench has room for");
    items->list[items->count++] = (struct bench_item){uri, format, data};
}

static int compare_uris(const void *a, const void *b)
{
    const struct bench_item *left = a, *right = b;
    size_t shorter = left->uri.length < right->uri.length ? left->uri.length : right->uri.length;
    int order = memcmp(left->uri.data, right->uri.data, shorter);
    return order ? order : (left->uri.length > right->uri.length) - (left->uri.length < right->uri.length);
}

static bool same_item(const struct bench_item *a, const struct bench_item *b)
{
    return bench_equal(a->uri, b->uri) && a->format == b->format && bench_equal(a->data, b->data);
}

/* The URI at which two lists part, or a sentence. Sorts copies: the order of writing is the implementation's choice. */
const char *items_difference(struct bench_items *meant, struct bench_items *found)
{
    static const char counts[] = "another number of items", headers[] = "another Target or Source in the SyncHdr";
    if (!bench_equal(meant->device, found->device) || !bench_equal(meant->server, found->server))
        return headers;
    if (meant->count == 0 || meant->count != found->count)
        return counts;
    struct bench_item left[BENCH_ITEMS_MAX], right[BENCH_ITEMS_MAX];
    memcpy(left, meant->list, meant->count * sizeof *left);
    memcpy(right, found->list, found->count * sizeof *right);
    qsort(left, meant->count, sizeof *left, compare_uris);
    qsort(right, found->count, sizeof *right, compare_uris);
    for (size_t i = 0; i < meant->count; i++) {
        if (!same_item(&left[i], &right[i])) {
            cpdm_slice uri = items_keep(found, right[i].uri);
            items_keep(found, (cpdm_slice){"", 1});
            return uri.data;
        }
    }
    return NULL;
}

struct text_writer {
    char *next, *end;
};

static void put(struct text_writer *writer, cpdm_slice text)
{
    if (text.length > (size_t)(writer->end - writer->next))
        bench_die("a package is larger than the bench has room for");
    if (text.length)
        memcpy(writer->next, text.data, text.length);
    writer->next += text.length;
}

static void put_escaped(struct text_writer *writer, cpdm_slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        switch (text.data[i]) {
        case '<': put(writer, bench_slice("&lt;")); break;
        case '>': put(writer, bench_slice("&gt;")); break;
        case '&': put(writer, bench_slice("&amp;")); break;
        default: put(writer, (cpdm_slice){text.data + i, 1}); break;
        }
    }
}

static void put_base64(struct text_writer *writer, cpdm_slice octets)
{
    unsigned char text[BENCH_TEXT * 2];
    int length = EVP_EncodeBlock(text, (const unsigned char *)octets.data, (int)octets.length);
    put(writer, (cpdm_slice){(const char *)text, (size_t)length});
}

static const char *format_name(cpdm_format format)
{
    static const char *const names[] = {
        [CPDM_FORMAT_NODE] = "node", [CPDM_FORMAT_CHR] = "chr", [CPDM_FORMAT_INT] = "int",
        [CPDM_FORMAT_BOOL] = "bool", [CPDM_FORMAT_BIN] = "b64", [CPDM_FORMAT_XML] = "xml",
        [CPDM_FORMAT_NULL] = "null",
    };
    return names[format];
}

static void put_xml_item(struct text_writer *writer, const struct bench_item *item)
{
    put(writer, bench_slice("<Item><Target><LocURI>"));
    put_escaped(writer, item->uri);
    put(writer, bench_slice("</LocURI></Target>"));
    if (item->format != CPDM_FORMAT_CHR) {
        put(writer, bench_slice("<Meta><Format xmlns=\"syncml:metinf\">"));
        put(writer, bench_slice(format_name(item->format)));
        put(writer, bench_slice("</Format></Meta>"));
    }
    put(writer, bench_slice("<Data>"));
    if (item->format == CPDM_FORMAT_BIN)
        put_base64(writer, item->data);
    else
        put_escaped(writer, item->data);
    put(writer, bench_slice("</Data></Item>"));
}

cpdm_slice items_write_xml(const struct bench_items *items, char output[BENCH_OUTPUT])
{
    struct text_writer writer = {output, output + BENCH_OUTPUT};
    put(&writer, bench_slice("<?xml version=\"1.0\"?><!DOCTYPE SyncML PUBLIC \"-//SYNCML//DTD SyncML 1.1//EN\" "
                             "\"http://www.syncml.org/docs/syncml_represent_v11_20020213.dtd\">"
                             "<SyncML xmlns=\"SYNCML:SYNCML1.1\"><SyncHdr><VerDTD>1.1</VerDTD>"
                             "<VerProto>DM/1.1</VerProto><SessionID>0</SessionID><MsgID>0</MsgID><Target><LocURI>"));
    put_escaped(&writer, items->device);
    put(&writer, bench_slice("</LocURI></Target><Source><LocURI>"));
    put_escaped(&writer, items->server);
    put(&writer, bench_slice("</LocURI></Source></SyncHdr><SyncBody><Replace><CmdID>1</CmdID>"));
    for (size_t i = 0; i < items->count; i++)
        put_xml_item(&writer, &items->list[i]);
    put(&writer, bench_slice("</Replace></SyncBody></SyncML>"));
    return (cpdm_slice){output, (size_t)(writer.next - output)};
}
