/* SPDX-License-Identifier: MIT */
/* The job as a stylesheet: libxml2 and libxslt in this process; for WBXML with libwbxml at both ends and HMAC() twice.
 */
#include <stdlib.h>

#include <libxml/parser.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#include "bench.h"

struct libxslt {
    xsltStylesheetPtr sheet;
    cpdm_slice output;
};

/* The package as XML text: xmlFree() it. */
static bool transform(struct libxslt *libxslt, cpdm_slice xml, cpdm_slice *package)
{
    xmlChar *text = NULL;
    int length = 0;
    xmlDocPtr document = xmlReadMemory(xml.data, (int)xml.length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
    xmlDocPtr result = document ? xsltApplyStylesheet(libxslt->sheet, document, NULL) : NULL;
    bool good = result && xsltSaveResultToString(&text, &length, result, libxslt->sheet) == 0;
    xmlFreeDoc(result);
    xmlFreeDoc(document);
    *package = (cpdm_slice){(char *)text, (size_t)length};
    return good;
}

static bool run_xx(void *state, const struct bench_document *document, cpdm_slice *output)
{
    struct libxslt *libxslt = state;
    xmlFree((void *)libxslt->output.data);
    libxslt->output = (cpdm_slice){NULL, 0};
    bool good = transform(libxslt, document->xml, &libxslt->output);
    *output = libxslt->output;
    return good;
}

static bool run_ww(void *state, const struct bench_document *document, cpdm_slice *output)
{
    struct libxslt *libxslt = state;
    cpdm_slice key = {document->pin, strlen(document->pin)}, xml, package;
    uint8_t mac[BENCH_MAC];
    free((void *)libxslt->output.data);
    libxslt->output = (cpdm_slice){NULL, 0};
    if (!hmac_once(key, document->wbxml, mac) || memcmp(mac, document->wbxml_mac, BENCH_MAC) != 0 ||
        !libwbxml_to_xml(document->wbxml, &xml))
        return false;
    bool good = transform(libxslt, xml, &package);
    free((void *)xml.data);
    good = good && libwbxml_to_wbxml(package, &libxslt->output);
    xmlFree((void *)package.data);
    *output = libxslt->output;
    return good && hmac_once(key, *output, mac);
}

static struct libxslt *libxslt_new(const char *directory)
{
    char path[1024];
    struct libxslt *libxslt = bench_alloc(sizeof *libxslt);
    int length = snprintf(path, sizeof path, "%s/users/bench.xsl", directory);
    if (length > 0 && (size_t)length < sizeof path)
        libxslt->sheet = xsltParseStylesheetFile((const xmlChar *)path);
    if (!libxslt->sheet)
        bench_die("cannot read users/bench.xsl");
    return libxslt;
}

struct bench_job libxslt_ww(const char *directory)
{
    return (struct bench_job){run_ww, libxslt_new(directory), false};
}

struct bench_job libxslt_xx(const char *directory)
{
    return (struct bench_job){run_xx, libxslt_new(directory), false};
}
