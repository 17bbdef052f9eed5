/* SPDX-License-Identifier: MIT */
/*
 * What the job cannot be done without. limit_w: a minimal PROV tokenizer with an empty sink, HMAC in, HMAC out and a
 * hand emitter of the same items with inline strings. limit_x: expat with empty handlers, HMAC in, HMAC out and a copy
 * of the output. Nothing is validated, mapped or reported here.
 */
#include <expat.h>

#include "bench.h"

struct limit {
    struct bench_hmac *hmac;
    XML_Parser parser;
    char output[BENCH_OUTPUT];
};

static struct limit *limit_new(void)
{
    struct limit *limit = bench_alloc(sizeof *limit);
    limit->hmac = hmac_new();
    limit->parser = XML_ParserCreate(NULL);
    if (!limit->parser)
        bench_die("out of memory");
    return limit;
}

static bool check(struct limit *limit, const struct bench_document *document, cpdm_slice octets, const uint8_t *right)
{
    uint8_t mac[BENCH_MAC];
    return hmac_first(limit->hmac, (cpdm_slice){document->pin, strlen(document->pin)}, octets, mac) &&
           memcmp(mac, right, BENCH_MAC) == 0;
}

/* ---- The tokenizer ---- */

struct tokens {
    const unsigned char *next, *end;
    const char *table, *table_end;
};

/* An empty sink that the compiler cannot look through. */
static inline void sink(const void *data, size_t length)
{
    __asm__ volatile("" : : "r"(data), "r"(length) : "memory");
}

static inline bool number(struct tokens *in, size_t *value)
{
    *value = 0;
    while (in->next < in->end && *value < 1u << 24) {
        unsigned part = *in->next++;
        *value = *value << 7 | (part & 0x7F);
        if (part < 0x80)
            return true;
    }
    return false;
}

static inline bool string(struct tokens *in)
{
    const unsigned char *nul = memchr(in->next, 0, (size_t)(in->end - in->next));
    if (!nul)
        return false;
    sink(in->next, (size_t)(nul - in->next));
    in->next = nul + 1;
    return true;
}

static inline bool table_string(struct tokens *in)
{
    size_t place;
    if (!number(in, &place) || place >= (size_t)(in->table_end - in->table))
        return false;
    const char *nul = memchr(in->table + place, 0, (size_t)(in->table_end - in->table) - place);
    if (!nul)
        return false;
    sink(in->table + place, (size_t)(nul - in->table) - place);
    return true;
}

static inline bool attributes(struct tokens *in)
{
    while (in->next < in->end) {
        unsigned token = *in->next++;
        bool good = true;
        if (token == 0x01)
            return true;
        else if (token == 0x00)
            good = in->next++ < in->end;
        else if (token == 0x03)
            good = string(in);
        else if (token == 0x83)
            good = table_string(in);
        else
            sink(in->next, token);
        if (!good)
            return false;
    }
    return false;
}

static bool tokenize(cpdm_slice wbxml)
{
    const unsigned char *start = (const unsigned char *)wbxml.data;
    struct tokens in = {.next = start + 1, .end = start + wbxml.length};
    size_t id, charset, length, depth = 0;
    if (wbxml.length < 5 || !number(&in, &id) || !number(&in, &charset) || !number(&in, &length) ||
        length > (size_t)(in.end - in.next))
        return false;
    in.table = (const char *)in.next;
    in.table_end = in.table + length;
    in.next += length;
    while (in.next < in.end) {
        unsigned token = *in.next++;
        sink(in.next, token);
        if (token == 0x01)
            depth--;
        else if (token == 0x00)
            in.next++;
        else if (token & 0x80 && !attributes(&in))
            return false;
        if (token & 0x40)
            depth++;
    }
    return depth == 0 && in.next == in.end;
}

/* ---- The jobs ---- */

static bool run_w(void *state, const struct bench_document *document, cpdm_slice *output)
{
    struct limit *limit = state;
    uint8_t mac[BENCH_MAC];
    if (!check(limit, document, document->wbxml, document->wbxml_mac) || !tokenize(document->wbxml) ||
        !package_emit(document->items, limit->output, output) || !hmac_second(limit->hmac, *output, mac))
        return false;
    sink(mac, BENCH_MAC);
    return true;
}

/* ---- expat ---- */

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    (void)data;
    (void)name;
    (void)attributes;
}

static void on_end(void *data, const XML_Char *name)
{
    (void)data;
    (void)name;
}

static void on_text(void *data, const XML_Char *text, int length)
{
    (void)data;
    (void)text;
    (void)length;
}

static bool parse(struct limit *limit, cpdm_slice xml, bool salted)
{
    XML_ParserReset(limit->parser, NULL);
    if (salted)
        XML_SetHashSalt(limit->parser, 0x2545F491);
    XML_SetElementHandler(limit->parser, on_start, on_end);
    XML_SetCharacterDataHandler(limit->parser, on_text);
    return XML_Parse(limit->parser, xml.data, (int)xml.length, 1) == XML_STATUS_OK;
}

static void copy(struct limit *limit, cpdm_slice package, cpdm_slice *output)
{
    memcpy(limit->output, package.data, package.length);
    *output = (cpdm_slice){limit->output, package.length};
    sink(limit->output, package.length);
}

static bool run_x(void *state, const struct bench_document *document, cpdm_slice *output)
{
    struct limit *limit = state;
    uint8_t mac[BENCH_MAC];
    if (!check(limit, document, document->xml, document->xml_mac) || !parse(limit, document->xml, false))
        return false;
    copy(limit, document->package_xml, output);
    return hmac_second(limit->hmac, *output, mac);
}

static bool run_xw(void *state, const struct bench_document *document, cpdm_slice *output)
{
    struct limit *limit = state;
    uint8_t mac[BENCH_MAC];
    if (!parse(limit, document->xml, true))
        return false;
    copy(limit, document->package_wbxml, output);
    return hmac_first(limit->hmac, bench_slice(document->pin), *output, mac);
}

struct bench_job limit_w(const char *directory)
{
    (void)directory;
    return (struct bench_job){run_w, limit_new(), false};
}

struct bench_job limit_x(const char *directory)
{
    (void)directory;
    return (struct bench_job){run_x, limit_new(), false};
}

struct bench_job limit_xw(const char *directory)
{
    (void)directory;
    return (struct bench_job){run_xw, limit_new(), false};
}
