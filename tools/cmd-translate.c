/* SPDX-License-Identifier: MIT */
/* `cpdm translate`: a CP document or message into a DM package or its tree, with the report (design sections 1 and 8).
 */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "cross-check.h"
#include "output.h"
#include "policy.h"
#include "report-json.h"
#include "signing.h"
#include "tables-load.h"
#include "text.h"
#include "tree-text.h"
#include "wire.h"

/* What a translation makes on its way. */
struct translation {
    struct session session;
    cpdm_tables *tables;
    bool authenticated;
    cpdm_tree *tree;
    cpdm_report *report;
    char session_id[24];
    cpdm_package_options package;
    cpdm_signature signature;
    GString *text;   /* -f tree, json: owned here; the other formats live in the translator */
    cpdm_slice body; /* what goes out */
    cpdm_slice content_type;
    GString *report_text;
};

static enum option_word format_of(const struct options *options)
{
    return options->format.word == WORD_ABSENT ? WORD_XML : options->format.word;
}

static int fail_options(const struct options *options, const char *hint, const char *sentence)
{
    return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, hint, "%s", sentence);
}

static bool same_output(const char *a, const char *b)
{
    return a && b && (strcmp(a, b) == 0 || (output_is_stdout(a) && output_is_stdout(b)));
}

static int check_outputs(const struct options *options)
{
    const char *paths[] = {options->output ? options->output : "-", options->report, options->content_type_out,
                           options->user_code_out};
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
        for (size_t j = i + 1; j < G_N_ELEMENTS(paths); j++)
            if (same_output(paths[i], paths[j]))
                return fail_options(options, "-o FILE leaves stdout to another output",
                                    "two outputs cannot go to the same place");
    return EXIT_DONE;
}

/* Options that the chosen format cannot obey are refused, not forgotten. */
static int check_options(const struct options *options)
{
    if (options_security(options) != CPDM_SECURITY_NONE && !wire_is_wire(format_of(options)))
        return fail_options(options, "-f wbxml or -f push", "a MAC covers WBXML: --sign does not go with this format");
    if (options->cross_check && options->no_cross_check)
        return fail_options(options, NULL, "--cross-check and --no-cross-check exclude each other");
    int code = check_outputs(options);
    return code ? code : wire_check_options(options, format_of(options));
}

static int map_document(struct translation *translation)
{
    struct session *session = &translation->session;
    cpdm_document *document;
    cpdm_map_options wishes = options_map(session->options);
    int code = session_check(session, cpdm_document_parse(session->translator, session->message, &document));
    if (!code)
        code = session_check(session, cpdm_map_to_tree(session->translator, translation->tables, document, &wishes,
                                                       &translation->tree, &translation->report));
    if (!code)
        code = session_check(session, cpdm_tree_check(session->translator, translation->tree));
    return code || !session->options->strict ? code : report_strict(session, translation->report);
}

static void choose_package_options(struct translation *translation)
{
    const struct options *options = translation->session.options;
    translation->package = (cpdm_package_options){.device = options->device,
                                                  .server = options->server,
                                                  .items = options->items,
                                                  .acl_items = options->acl.word == WORD_ITEMS};
    if (!options->session_id.text)
        return;
    snprintf(translation->session_id, sizeof translation->session_id, "%llu",
             (unsigned long long)options->session_id.value);
    translation->package.session_id = translation->session_id;
}

static int write_package(struct translation *translation, cpdm_form form)
{
    const struct session *session = &translation->session;
    return session_check(session, cpdm_package_write(session->translator, translation->tables, translation->tree,
                                                     &translation->package, form, &translation->body));
}

/* -f wbxml without --content-type-out has no place for SEC and MAC. */
static void warn_unsigned(const struct session *session, bool authenticated, cpdm_security security)
{
    const struct message_place place = {.file = session->input.name};
    bool automatic = session->options->sign.word == WORD_ABSENT || session->options->sign.word == WORD_AUTO;
    bool carried = wire_carries_mac(format_of(session->options)) || session->options->content_type_out;
    if (security != CPDM_SECURITY_NONE && !carried)
        message_warn(session->messages, TOOL_NOT_SIGNED, place, "--content-type-out FILE takes SEC and MAC",
                     "the MAC of the package is not written");
    else if (automatic && !authenticated && session->info.security != CPDM_SECURITY_NONE)
        message_warn(session->messages, TOOL_NOT_SIGNED, place, "--sign METHOD signs it",
                     "the package is not signed, for the message was not authenticated");
    else if (security == CPDM_SECURITY_3GPP_GBA)
        message_warn(session->messages, TOOL_NOT_SIGNED, place, "cpdm credentials gba makes DMBIK and DMBEK",
                     "3GPP_GBA is named, and the package is not protected: that is left to you");
}

static int sign_package(struct translation *translation)
{
    const struct session *session = &translation->session;
    cpdm_slice protocol = cpdm_tables_protocol(translation->tables);
    cpdm_security security;
    int code = signing_method(session, protocol, translation->authenticated, &security);
    if (!code)
        code = signing_need_user_code(session, security);
    if (!code)
        code = signing_make(session, security, translation->body, &translation->signature);
    if (code)
        return code;
    translation->signature.bare = signing_bare(session->options, protocol);
    warn_unsigned(session, translation->authenticated, security);
    return wire_write(session, CPDM_CONTENT_DM, &translation->signature, translation->body, &translation->body,
                      &translation->content_type);
}

static int write_tree(struct translation *translation)
{
    const struct session *session = &translation->session;
    translation->text = g_string_new(NULL);
    int code = format_of(session->options) == WORD_TREE ? tree_text(session, translation->tree, translation->text)
                                                        : tree_json(session, translation->tree, translation->text);
    translation->body = text_of(translation->text);
    return code;
}

static int write_format(struct translation *translation)
{
    if (!wire_is_wire(format_of(translation->session.options)))
        return format_of(translation->session.options) == WORD_XML ? write_package(translation, CPDM_FORM_XML)
                                                                   : write_tree(translation);
    int code = write_package(translation, CPDM_FORM_WBXML);
    return code ? code : sign_package(translation);
}

/* By default what goes through the air is checked; --cross-check asks for it with any format. */
static int check_format(const struct translation *translation)
{
    const struct options *options = translation->session.options;
    if (!options->cross_check && (!wire_is_wire(format_of(options)) || options->no_cross_check))
        return EXIT_DONE;
    return cross_check(&translation->session, translation->tables, translation->tree, &translation->package);
}

static int write_report(struct translation *translation)
{
    const struct session *session = &translation->session;
    if (!session->options->report) {
        report_summary(session, translation->report);
        return EXIT_DONE;
    }
    translation->report_text = g_string_new(NULL);
    return report_json(session, translation->report, cpdm_tables_target(translation->tables),
                       translation->authenticated, translation->report_text);
}

/* A line of text, kept until the outputs are written. */
static cpdm_slice line_of(GString *line, cpdm_slice text)
{
    g_string_append_len(line, text.data, (gssize)text.length);
    g_string_append_c(line, '\n');
    return text_of(line);
}

static int write_outputs(const struct translation *translation)
{
    const struct options *options = translation->session.options;
    struct outputs outputs = {.messages = &options->messages};
    GString *content_type = g_string_new(NULL), *user_code = g_string_new(NULL);
    bool has_code = translation->signature.user_code[0] != '\0';
    int code = outputs_add(&outputs, options->output, OUTPUT_SECRET, translation->body);
    if (!code && options->report)
        code = outputs_add(&outputs, options->report, OUTPUT_PUBLIC, text_of(translation->report_text));
    if (!code && options->content_type_out)
        code = outputs_add(&outputs, options->content_type_out, OUTPUT_SECRET,
                           line_of(content_type, translation->content_type));
    if (!code && options->user_code_out && has_code)
        code = outputs_add(&outputs, options->user_code_out, OUTPUT_SECRET,
                           line_of(user_code, text_slice(translation->signature.user_code)));
    if (!code)
        code = outputs_commit(&outputs);
    outputs_clear(&outputs);
    g_string_free(content_type, TRUE);
    text_wipe(user_code);
    return code;
}

static int translate(struct translation *translation, const struct options *options)
{
    int code = tables_load(&options->messages, options->to ? options->to : tables_default_target, options->overlays,
                           &translation->tables);
    if (!code)
        code = session_open(options, &translation->session);
    if (!code)
        code = policy_authenticate(&translation->session, &translation->authenticated);
    if (!code)
        code = map_document(translation);
    if (code)
        return code;
    choose_package_options(translation);
    code = write_format(translation);
    if (!code)
        code = check_format(translation);
    if (code)
        return code;
    session_warn(&translation->session);
    code = write_report(translation);
    return code ? code : write_outputs(translation);
}

int cmd_translate(const struct options *options)
{
    int code = check_options(options);
    if (code)
        return code;
    struct translation translation = {.signature = {.security = CPDM_SECURITY_NONE}};
    code = translate(&translation, options);
    session_close(&translation.session);
    cpdm_tables_free(translation.tables);
    text_wipe(translation.text);
    text_wipe(translation.report_text);
    explicit_bzero(&translation.signature, sizeof translation.signature);
    return code;
}
