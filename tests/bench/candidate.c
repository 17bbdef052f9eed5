/* SPDX-License-Identifier: MIT */
/*
 * The job through the library's public interface: reset, open, verify, parse, map, write, sign. A MAC covers WBXML: XML
 * is not verified, and an XML package not signed.
 */
#include "bench.h"

struct candidate {
    cpdm_translator *translator;
    cpdm_tables *tables;
    bool from_xml;
    cpdm_form to;
};

static void on_finding(void *data, const cpdm_diagnostic *diagnostic)
{
    (void)data;
    fprintf(stderr, "%s:%u:%u: %s\n", diagnostic->source, diagnostic->line, diagnostic->column, diagnostic->sentence);
}

static struct candidate *candidate_new(bool from_xml, cpdm_form to)
{
    struct candidate *candidate = bench_alloc(sizeof *candidate);
    const cpdm_table_file *file = cpdm_tables_find_embedded("dm-1.1.2");
    candidate->translator = cpdm_translator_new(NULL, NULL);
    candidate->from_xml = from_xml;
    candidate->to = to;
    if (!file || cpdm_tables_load(&candidate->tables, file, 1, NULL, on_finding, NULL, NULL) != CPDM_OK)
        bench_die("the table dm-1.1.2 does not load");
    if (!candidate->translator)
        bench_die("out of memory");
    return candidate;
}

static bool complain(const cpdm_translator *translator)
{
    const cpdm_diagnostic *error = cpdm_translator_error(translator);
    if (error)
        fprintf(stderr, "bench: CPDM-%04u at %zu: %s %s\n", error->rule, error->offset, error->path, error->sentence);
    return false;
}

static bool run(void *state, const struct bench_document *document, cpdm_slice *output)
{
    struct candidate *candidate = state;
    cpdm_translator *translator = candidate->translator;
    bool verify = !candidate->from_xml, sign = candidate->to == CPDM_FORM_WBXML;
    cpdm_slice input = candidate->from_xml ? document->xml : document->wbxml;
    cpdm_form form = candidate->from_xml ? CPDM_FORM_XML : CPDM_FORM_WBXML;
    const char *type = verify ? document->wbxml_type : NULL;
    const cpdm_secrets secrets = {.pin = {document->pin, strlen(document->pin)}};
    cpdm_message *message;
    cpdm_document *parsed;
    cpdm_tree *tree;
    cpdm_report *report;
    cpdm_signature signature;
    cpdm_translator_reset(translator);
    if (cpdm_message_open(translator, input.data, input.length, form, type, &message) != CPDM_OK ||
        (verify && cpdm_message_verify(translator, message, &secrets) != CPDM_OK) ||
        cpdm_document_parse(translator, message, &parsed) != CPDM_OK ||
        cpdm_map_to_tree(translator, candidate->tables, parsed, NULL, &tree, &report) != CPDM_OK ||
        cpdm_package_write(translator, candidate->tables, tree, NULL, candidate->to, output) != CPDM_OK ||
        (sign && cpdm_message_sign(translator, *output, CPDM_SECURITY_USERPIN, &secrets, &signature) != CPDM_OK))
        return complain(translator);
    return true;
}

struct bench_job candidate_ww(void)
{
    return (struct bench_job){"cpdm_ww", "WBXML to WBXML, verified and signed", run,
                              candidate_new(false, CPDM_FORM_WBXML)};
}

struct bench_job candidate_xw(void)
{
    return (struct bench_job){"cpdm_xw", "XML to WBXML, signed", run, candidate_new(true, CPDM_FORM_WBXML)};
}

struct bench_job candidate_xx(void)
{
    return (struct bench_job){"cpdm_xx", "XML to XML", run, candidate_new(true, CPDM_FORM_XML)};
}
