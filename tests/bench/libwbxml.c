/* SPDX-License-Identifier: MIT */
/*
 * The job as the public interface of libwbxml allows it: WBXML to XML text, expat and a mapping by hand, XML text to
 * WBXML, HMAC() twice. (Its tree interface has no installed headers.)
 */
#include <stdlib.h>

#include <wbxml/wbxml.h>
#include <wbxml/wbxml_conv.h>

#include "bench.h"

struct libwbxml {
    struct hand_map *map;
    struct bench_items items;
    char package[BENCH_OUTPUT];
    cpdm_slice output;
};

bool libwbxml_to_xml(cpdm_slice wbxml, cpdm_slice *xml)
{
    WBXMLConvWBXML2XML *converter = NULL;
    WB_UTINY *text = NULL;
    WB_ULONG length = 0;
    if (wbxml_conv_wbxml2xml_create(&converter) != WBXML_OK)
        return false;
    wbxml_conv_wbxml2xml_set_gen_type(converter, WBXML_GEN_XML_COMPACT);
    WBXMLError error =
        wbxml_conv_wbxml2xml_run(converter, (WB_UTINY *)wbxml.data, (WB_ULONG)wbxml.length, &text, &length);
    wbxml_conv_wbxml2xml_destroy(converter);
    *xml = (cpdm_slice){(char *)text, length};
    return error == WBXML_OK;
}

bool libwbxml_to_wbxml(cpdm_slice xml, cpdm_slice *wbxml)
{
    WBXMLConvXML2WBXML *converter = NULL;
    WB_UTINY *octets = NULL;
    WB_ULONG length = 0;
    if (wbxml_conv_xml2wbxml_create(&converter) != WBXML_OK)
        return false;
    WBXMLError error =
        wbxml_conv_xml2wbxml_run(converter, (WB_UTINY *)xml.data, (WB_ULONG)xml.length, &octets, &length);
    wbxml_conv_xml2wbxml_destroy(converter);
    *wbxml = (cpdm_slice){(char *)octets, length};
    return error == WBXML_OK;
}

static bool run(void *state, const struct bench_document *document, cpdm_slice *output)
{
    struct libwbxml *libwbxml = state;
    cpdm_slice key = {document->pin, strlen(document->pin)}, xml;
    uint8_t mac[BENCH_MAC];
    if (!hmac_once(key, document->wbxml, mac) || memcmp(mac, document->wbxml_mac, BENCH_MAC) != 0 ||
        !libwbxml_to_xml(document->wbxml, &xml))
        return false;
    bool good = hand_map_run(libwbxml->map, xml, &libwbxml->items);
    free((void *)xml.data);
    free((void *)libwbxml->output.data);
    libwbxml->output = (cpdm_slice){NULL, 0};
    if (!good || !libwbxml_to_wbxml(items_write_xml(&libwbxml->items, libwbxml->package), &libwbxml->output))
        return false;
    *output = libwbxml->output;
    return hmac_once(key, *output, mac);
}

struct bench_job libwbxml_ww(const char *directory)
{
    (void)directory;
    struct libwbxml *libwbxml = bench_alloc(sizeof *libwbxml);
    libwbxml->map = hand_map_new();
    return (struct bench_job){run, libwbxml, false};
}
