/* SPDX-License-Identifier: MIT */
/* `cpdm reverse`: a DM package, or whatever else holds a management tree, into the CP document that means the same, as
 * it is or as a signed message. */
#include <string.h>

#include <glib.h>

#include "nodes-json.h"
#include "results.h"
#include "signing.h"
#include "strict.h"
#include "text.h"
#include "tree-target.h"
#include "wire.h"

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

/* What comes of it, kept until it is written. */
struct work {
    const struct options *options;
    const struct tree_source *source;
    cpdm_signature signature;
    struct results results;
    GString *report_text; /* NULL without --report */
};

/* CP has no methods but those of ProvBoot, and nothing was verified that `auto` could go by. */
static int sign(struct work *work)
{
    const struct session *session = &work->source->session;
    const struct message_place place = {.file = session->input.name};
    cpdm_security security = options_security(work->options);
    int code = signing_need_user_code(session, security);
    if (!code)
        code = signing_make(session, security, work->results.body, &work->signature);
    if (code)
        return code;
    if (security != CPDM_SECURITY_NONE && !wire_carries_mac(work->options->format.word) &&
        !work->options->content_type_out)
        message_warn(session->messages, TOOL_NOT_SIGNED, place, "--content-type-out FILE takes SEC and MAC",
                     "the MAC of the document is not written");
    return wire_write(session, CPDM_CONTENT_CP, &work->signature, work->results.body, &work->results.body,
                      &work->results.content_type);
}

static int write_document(struct work *work, const cpdm_document *document)
{
    const struct session *session = &work->source->session;
    bool wire = wire_is_wire(work->options->format.word);
    cpdm_form form = wire ? CPDM_FORM_WBXML : CPDM_FORM_XML;
    int code = session_check(session, cpdm_document_write(session->translator, document, form, &work->results.body));
    return code || !wire ? code : sign(work);
}

static int write_report(struct work *work, const cpdm_tables *tables, const cpdm_node_report *report)
{
    const struct session *session = &work->source->session;
    if (!work->options->report) {
        nodes_summary(session, report);
        return EXIT_DONE;
    }
    work->report_text = g_string_new(NULL);
    int code = nodes_json(session, report, cpdm_tables_target(tables), work->report_text);
    work->results.report = text_of(work->report_text);
    return code;
}

static int reverse(struct work *work, const cpdm_tables *tables)
{
    const struct session *session = &work->source->session;
    cpdm_document *document;
    cpdm_node_report *report;
    cpdm_status status = cpdm_map_to_document(session->translator, tables, work->source->tree, &document, &report);
    int code = session_check(session, status);
    if (!code && work->options->strict)
        code = strict_nodes(session, report);
    if (!code)
        code = write_document(work, document);
    if (code)
        return code;
    session_warn(session);
    code = write_report(work, tables, report);
    return code ? code : results_write(work->options, &work->results);
}

static int check_options(const struct options *options)
{
    enum option_word format = options->format.word;
    int code = results_check(options);
    if (!code && options_security(options) != CPDM_SECURITY_NONE && !wire_is_wire(format))
        code =
            message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, "-f wbxml, push, sms, pap or obex",
                         "a MAC covers WBXML: --sign does not go with this format");
    return code ? code : wire_check_options(options, format);
}

int cmd_reverse(const struct options *options)
{
    struct tree_source source = {.tree = NULL};
    struct work work = {.options = options, .source = &source};
    work.results.signature = &work.signature;
    cpdm_tables *tables = NULL;
    int code = check_options(options);
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
        code = reverse(&work, tables);
    tree_source_close(&source);
    cpdm_tables_free(tables);
    text_wipe(work.report_text);
    explicit_bzero(&work.signature, sizeof work.signature);
    return code;
}
