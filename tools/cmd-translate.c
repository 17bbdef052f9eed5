/* SPDX-License-Identifier: MIT */
/* `cpdm translate`: a CP document or message into a DM package or its tree, with the report (design sections 1 and 8).
 */
#include <string.h>

#include <glib.h>

#include "existing.h"
#include "policy.h"
#include "report-json.h"
#include "results.h"
#include "tables-load.h"
#include "text.h"
#include "translation.h"
#include "tree-text.h"

/* What the verb adds to a translation. */
struct work {
    struct translation translation;
    struct existing existing;
    cpdm_tables *tables;
    GString *text; /* -f tree, json: owned here; the other formats live in the translator */
    GString *report_text;
};

static int check_options(const struct options *options)
{
    int code = results_check(options);
    if (!code)
        code = existing_check_options(options);
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
    if (session->options->nonce_reset)
        return EXIT_DONE;
    if (!session->options->report) {
        report_summary(session, translation->report);
        return EXIT_DONE;
    }
    work->report_text = g_string_new(NULL);
    return report_json(session, translation->report, cpdm_tables_target(translation->tables),
                       translation->authenticated, work->report_text);
}

static int write_results(const struct work *work)
{
    const struct translation *translation = &work->translation;
    const struct results results = {
        .body = translation->body,
        .content_type = translation->content_type,
        .report = work->report_text ? text_of(work->report_text) : (cpdm_slice){.data = NULL},
        .signature = &translation->signature,
    };
    return results_write(translation->session.options, &results);
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
    if (!code)
        code = existing_obey(&work->existing, &translation->session, work->tables, &translation->tree);
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
    return code ? code : write_results(work);
}

int cmd_translate(const struct options *options)
{
    int code = check_options(options);
    if (code)
        return code;
    struct work work = {.translation.signature.security = CPDM_SECURITY_NONE};
    code = translate(&work, options);
    session_close(&work.translation.session);
    existing_close(&work.existing);
    cpdm_tables_free(work.tables);
    text_wipe(work.text);
    text_wipe(work.report_text);
    explicit_bzero(&work.translation.signature, sizeof work.translation.signature);
    return code;
}
