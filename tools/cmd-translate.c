/* SPDX-License-Identifier: MIT */
/* `cpdm translate`: a CP document or message into a DM package or its tree, with the report (design sections 1 and 8).
 */
#include <string.h>

#include <glib.h>

#include "output.h"
#include "policy.h"
#include "report-json.h"
#include "tables-load.h"
#include "text.h"
#include "translation.h"
#include "tree-text.h"

/* What the verb adds to a translation. */
struct work {
    struct translation translation;
    cpdm_tables *tables;
    GString *text; /* -f tree, json: owned here; the other formats live in the translator */
    GString *report_text;
};

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
                return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0},
                                    "-o FILE leaves stdout to another output",
                                    "two outputs cannot go to the same place");
    return EXIT_DONE;
}

static int check_options(const struct options *options)
{
    int code = check_outputs(options);
    return code ? code : translation_check_options(options);
}

static int write_tree(struct work *work)
{
    const struct session *session = &work->translation.session;
    work->text = g_string_new(NULL);
    int code = session->options->format.word == WORD_TREE ? tree_text(session, work->translation.tree, work->text)
                                                          : tree_json(session, work->translation.tree, work->text);
    work->translation.body = text_of(work->text);
    return code;
}

static int write_format(struct work *work)
{
    enum option_word format = translation_format(work->translation.session.options);
    return format == WORD_TREE || format == WORD_JSON ? write_tree(work) : translation_write(&work->translation);
}

static int write_report(struct work *work)
{
    const struct translation *translation = &work->translation;
    const struct session *session = &translation->session;
    if (!session->options->report) {
        report_summary(session, translation->report);
        return EXIT_DONE;
    }
    work->report_text = g_string_new(NULL);
    return report_json(session, translation->report, cpdm_tables_target(translation->tables),
                       translation->authenticated, work->report_text);
}

/* A line of text, kept until the outputs are written. */
static cpdm_slice line_of(GString *line, cpdm_slice text)
{
    g_string_append_len(line, text.data, (gssize)text.length);
    g_string_append_c(line, '\n');
    return text_of(line);
}

static int write_outputs(const struct work *work)
{
    const struct translation *translation = &work->translation;
    const struct options *options = translation->session.options;
    struct outputs outputs = {.messages = &options->messages};
    GString *content_type = g_string_new(NULL), *user_code = g_string_new(NULL);
    bool has_code = translation->signature.user_code[0] != '\0';
    int code = outputs_add(&outputs, options->output, OUTPUT_SECRET, translation->body);
    if (!code && options->report)
        code = outputs_add(&outputs, options->report, OUTPUT_PUBLIC, text_of(work->report_text));
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

static int translate(struct work *work, const struct options *options)
{
    struct translation *translation = &work->translation;
    int code = tables_load(&options->messages, options->to ? options->to : tables_default_target, options->overlays,
                           &work->tables);
    translation->tables = work->tables;
    if (!code)
        code = session_open(options, &translation->session);
    if (!code)
        code = policy_authenticate(&translation->session, &translation->authenticated);
    if (!code)
        code = translation_map(translation);
    if (code)
        return code;
    translation_choose_package_options(translation);
    code = write_format(work);
    if (!code)
        code = translation_cross_check(translation);
    if (code)
        return code;
    session_warn(&translation->session);
    code = write_report(work);
    return code ? code : write_outputs(work);
}

int cmd_translate(const struct options *options)
{
    int code = check_options(options);
    if (code)
        return code;
    struct work work = {.translation.signature.security = CPDM_SECURITY_NONE};
    code = translate(&work, options);
    session_close(&work.translation.session);
    cpdm_tables_free(work.tables);
    text_wipe(work.text);
    text_wipe(work.report_text);
    explicit_bzero(&work.translation.signature, sizeof work.translation.signature);
    return code;
}
