/* SPDX-License-Identifier: MIT */
/*
 * The job through the library's public interface: reset, open, verify, parse, map, write, sign. A MAC covers WBXML: XML
 * is not verified, and an XML package not signed. And its first half, up to the tree.
 */
#include "bench.h"

struct candidate {
    cpdm_translator *translator;
    cpdm_tables *tables;
    bool from_xml, to_tree; /* to_tree: no package */
    bool as_record;         /* with what a result of `cpdm batch` says besides */
    cpdm_form to;
    cpdm_strings strings;
};

/* The documents of 10 MB that show how the work grows need more than any limit allows. */
static const cpdm_limits no_limits = {
    .document = 64u << 20,
    .depth = 32,
    .parms = 4u << 20,
    .value = 64u << 20,
    .text = 256u << 20,
    .memory = (size_t)4 << 30,
    .attributes = 16,
    .connections = 4u << 20,
    .nodes = 64u << 20,
    .same_name = 4u << 20,
};

static void on_finding(void *data, const cpdm_diagnostic *diagnostic)
{
    (void)data;
    fprintf(stderr, "%s:%u:%u: %s\n", diagnostic->source, diagnostic->line, diagnostic->column, diagnostic->sentence);
}

static void *candidate_new(struct candidate kind)
{
    struct candidate *candidate = bench_alloc(sizeof *candidate);
    const cpdm_table_file *file = cpdm_tables_find_embedded("dm-1.1.2");
    *candidate = kind;
    candidate->translator = cpdm_translator_new(&no_limits, NULL);
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

static bool make_tree(const struct candidate *candidate, const struct bench_document *document,
                      const cpdm_secrets *secrets, cpdm_tree **tree, cpdm_report **report)
{
    cpdm_translator *translator = candidate->translator;
    bool verify = !candidate->from_xml;
    cpdm_slice input = candidate->from_xml ? document->xml : document->wbxml;
    cpdm_form form = candidate->from_xml ? CPDM_FORM_XML : CPDM_FORM_WBXML;
    const char *type = verify ? document->wbxml_type : NULL;
    cpdm_message *message;
    cpdm_document *parsed;
    cpdm_translator_reset(translator);
    return cpdm_message_open(translator, input.data, input.length, form, type, &message) == CPDM_OK &&
           (!verify || cpdm_message_verify(translator, message, secrets) == CPDM_OK) &&
           cpdm_document_parse(translator, message, &parsed) == CPDM_OK &&
           cpdm_map_to_tree(translator, candidate->tables, parsed, NULL, tree, report) == CPDM_OK;
}

/* The document's name in the audit trail, whether a device can start a session, how many parms were left behind, and
 * the content type. */
static bool describe(const struct candidate *candidate, const struct bench_document *document, const cpdm_tree *tree,
                     const cpdm_report *report, const cpdm_signature *signature)
{
    cpdm_translator *translator = candidate->translator;
    uint8_t digest[CPDM_SHA256_OCTETS];
    cpdm_slice type;
    size_t left = cpdm_report_count(report, CPDM_FATE_LOST) + cpdm_report_count(report, CPDM_FATE_UNMAPPED) +
                  cpdm_report_count(report, CPDM_FATE_INVALID);
    return left < SIZE_MAX && cpdm_sha256(translator, document->wbxml, digest) == CPDM_OK &&
           cpdm_tree_check(translator, tree) == CPDM_OK &&
           cpdm_content_type_write(translator, CPDM_CONTENT_DM, signature, &type) == CPDM_OK;
}

static bool run(void *state, const struct bench_document *document, cpdm_slice *output)
{
    const struct candidate *candidate = state;
    cpdm_translator *translator = candidate->translator;
    bool sign = candidate->to == CPDM_FORM_WBXML;
    const cpdm_package_options options = {.strings = candidate->strings};
    const cpdm_secrets secrets = {.pin = {document->pin, strlen(document->pin)}};
    cpdm_tree *tree;
    cpdm_report *report;
    cpdm_signature signature;
    if (!make_tree(candidate, document, &secrets, &tree, &report))
        return complain(translator);
    if (candidate->to_tree)
        return true;
    if (cpdm_package_write(translator, candidate->tables, tree, &options, candidate->to, output) != CPDM_OK ||
        (sign && cpdm_message_sign(translator, *output, CPDM_SECURITY_USERPIN, &secrets, &signature) != CPDM_OK) ||
        (candidate->as_record && !describe(candidate, document, tree, report, &signature)))
        return complain(translator);
    return true;
}

struct bench_job candidate_ww(const char *directory)
{
    (void)directory;
    return (struct bench_job){run, candidate_new((struct candidate){.to = CPDM_FORM_WBXML}), false};
}

struct bench_job candidate_wi(const char *directory)
{
    const struct candidate inline_strings = {.to = CPDM_FORM_WBXML, .strings = CPDM_STRINGS_INLINE};
    (void)directory;
    return (struct bench_job){run, candidate_new(inline_strings), false};
}

struct bench_job candidate_wr(const char *directory)
{
    const struct candidate record = {.to = CPDM_FORM_WBXML, .strings = CPDM_STRINGS_TABLE, .as_record = true};
    (void)directory;
    return (struct bench_job){run, candidate_new(record), false};
}

struct bench_job candidate_xw(const char *directory)
{
    (void)directory;
    return (struct bench_job){run, candidate_new((struct candidate){.from_xml = true, .to = CPDM_FORM_WBXML}), false};
}

struct bench_job candidate_xx(const char *directory)
{
    (void)directory;
    return (struct bench_job){run, candidate_new((struct candidate){.from_xml = true, .to = CPDM_FORM_XML}), false};
}

struct bench_job candidate_tree_w(const char *directory)
{
    (void)directory;
    return (struct bench_job){run, candidate_new((struct candidate){.to_tree = true}), true};
}

struct bench_job candidate_tree_x(const char *directory)
{
    (void)directory;
    return (struct bench_job){run, candidate_new((struct candidate){.from_xml = true, .to_tree = true}), true};
}
