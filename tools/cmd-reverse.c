/* SPDX-License-Identifier: MIT */
/* `cpdm reverse`: a DM package, or whatever else holds a management tree, into the CP document that means the same. */
#include <glib.h>

#include "nodes-json.h"
#include "output.h"
#include "text.h"
#include "tree-target.h"

static int check_source(const struct tree_source *source)
{
    const struct message_place place = {.file = source->session.input.name};
    if (source->tree)
        return EXIT_DONE;
    return message_fail(source->session.messages, TOOL_CONTENT_UNEXPECTED, place,
                        "`cpdm translate` makes a package of it", "a CP document where a management tree is wanted");
}

/* The tables that --to names, or the embedded ones that take most of the tree. */
static int choose_tables(const struct options *options, const struct tree_source *source, cpdm_tables **tables)
{
    char *found = NULL;
    int code = options->to ? EXIT_DONE : tree_target(source, &found);
    if (!code)
        code = tables_load(&options->messages, found ? found : options->to, options->overlays, tables);
    g_free(found);
    return code;
}

static int write_outputs(const struct options *options, const struct tree_source *source, const cpdm_tables *tables,
                         cpdm_slice body, const cpdm_node_report *report)
{
    struct outputs outputs = {.messages = &options->messages};
    GString *text = g_string_new(NULL);
    int code = outputs_add(&outputs, options->output, OUTPUT_SECRET, body);
    if (!code && options->report)
        code = nodes_json(&source->session, report, cpdm_tables_target(tables), text);
    if (!code && options->report)
        code = outputs_add(&outputs, options->report, OUTPUT_PUBLIC, text_of(text));
    if (!code)
        code = outputs_commit(&outputs);
    outputs_clear(&outputs);
    g_string_free(text, TRUE);
    return code;
}

static int reverse(const struct options *options, const struct tree_source *source, const cpdm_tables *tables)
{
    const struct session *session = &source->session;
    cpdm_document *document;
    cpdm_node_report *report;
    cpdm_slice body;
    cpdm_form form = options->format.word == WORD_WBXML ? CPDM_FORM_WBXML : CPDM_FORM_XML;
    int code =
        session_check(session, cpdm_map_to_document(session->translator, tables, source->tree, &document, &report));
    if (!code)
        code = session_check(session, cpdm_document_write(session->translator, document, form, &body));
    if (code)
        return code;
    session_warn(session);
    if (!options->report)
        nodes_summary(session, report);
    return write_outputs(options, source, tables, body, report);
}

static int check_outputs(const struct options *options)
{
    const char *output = options->output ? options->output : "-";
    bool both = options->report && output_is_stdout(options->report) && output_is_stdout(output);
    if (both || (options->report && g_str_equal(options->report, output)))
        return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0},
                            "-o FILE leaves stdout to another output", "two outputs cannot go to the same place");
    return options->format.word == WORD_WBXML ? output_refuse_terminal(&options->messages, options->output) : EXIT_DONE;
}

int cmd_reverse(const struct options *options)
{
    struct tree_source source = {.tree = NULL};
    cpdm_tables *tables = NULL;
    int code = check_outputs(options);
    if (code)
        return code;
    code = tree_source_open(options, options_file(options), &source);
    if (!code)
        code = check_source(&source);
    if (!code)
        code = session_check(&source.session, cpdm_tree_check(source.session.translator, source.tree));
    if (!code)
        code = choose_tables(options, &source, &tables);
    if (!code)
        code = reverse(options, &source, tables);
    tree_source_close(&source);
    cpdm_tables_free(tables);
    return code;
}
