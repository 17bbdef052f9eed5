/* SPDX-License-Identifier: MIT */
/* A record into its result: the steps of `cpdm translate` (translation.h), with findings kept instead of printed, and
 * nothing allocated that is not kept for the next record. */
#include "mill.h"

#include <string.h>

#include <glib.h>

#include "marks.h"
#include "policy.h"
#include "record.h"
#include "report-json.h"
#include "wire.h"

struct mill *mill_new(const struct batch *batch)
{
    const cpdm_limits limits = options_limits(batch->options);
    struct mill *mill = g_new0(struct mill, 1);
    mill->batch = batch;
    memcpy(mill->place, "record", sizeof "record");
    mill->translator = cpdm_translator_new(&limits, NULL);
    mill->scratch = cpdm_translator_new(&limits, NULL);
    if (!mill->translator || !mill->scratch) {
        mill_free(mill);
        return NULL;
    }
    cpdm_translator_forgive(mill->translator, batch->leniencies);
    return mill;
}

void mill_free(struct mill *mill)
{
    if (!mill)
        return;
    cpdm_translator_free(mill->translator);
    cpdm_translator_free(mill->scratch);
    findings_free(&mill->findings);
    batch_library_clear(&mill->library);
    g_free(mill->marks.items);
    explicit_bzero(mill, sizeof *mill);
    g_free(mill);
}

/* Where a message is carried in a file, a record has members; what is binary goes to no terminal. */
static void adapt_options(struct mill *mill)
{
    struct options *options = &mill->options;
    *options = *mill->batch->options;
    options->messages.sink = findings_take;
    options->messages.sink_data = &mill->findings;
    options->output = mill->place;
    options->no_cross_check = !options->cross_check;
    if (options->format.word == WORD_ABSENT)
        options->format.word = WORD_WBXML;
    if (options->user_codes)
        options->user_code_out = mill->place;
}

void mill_begin(struct mill *mill, uint64_t number)
{
    mill->number = number;
    cpdm_translator_reset(mill->translator);
    batch_library_clear(&mill->library);
    findings_clear(&mill->findings);
    explicit_bzero(&mill->translation, sizeof mill->translation);
    adapt_options(mill);
    mill->result = (struct result){.authentication = "none"};
    mill->translation.tables = mill->batch->tables;
    mill->translation.signature.security = CPDM_SECURITY_NONE;
    mill->translation.session = (struct session){
        .options = &mill->options,
        .messages = &mill->options.messages,
        .secrets = mill->batch->secrets,
        .input.name = "record",
        .translator = mill->translator,
        .scratch = mill->scratch,
        .foreign = true,
    };
}

void mill_refuse(struct mill *mill, enum tool_rule rule, size_t offset, const char *sentence)
{
    const cpdm_diagnostic found = {
        .rule = (unsigned)rule,
        .severity = CPDM_SEVERITY_ERROR,
        .offset = offset,
        .source = "",
        .path = "",
        .sentence = sentence,
        .hint = "",
    };
    findings_take(&mill->findings, "", &found);
    mill->result.ok = false;
    mill->result.code = message_rule_exit_code(rule);
}

/* -f pap and the other transports carry the content type themselves. */
static int choose_format(struct mill *mill)
{
    mill->result.format = mill->options.format.word;
    if (mill->options.format.word == WORD_WBXML)
        mill->options.content_type_out = mill->options.output;
    return mill->members.options.count ? translation_check_options(&mill->options) : EXIT_DONE;
}

static int open_message(struct mill *mill)
{
    struct translation *translation = &mill->translation;
    struct session *session = &translation->session;
    cpdm_status status = session_open_message(session, session->translator, &session->message);
    if (status == CPDM_OK)
        cpdm_message_describe(session->message, &session->info);
    int code = session_check(session, status);
    if (!code)
        code = policy_authenticate(session, &translation->authenticated);
    if (!code && translation->authenticated)
        mill->result.authentication = cpdm_security_name(session->info.security);
    return code;
}

static int translate(struct mill *mill)
{
    struct translation *translation = &mill->translation;
    int code = record_read(mill);
    if (!code)
        code = choose_format(mill);
    if (!code)
        code = open_message(mill);
    if (!code)
        code = translation_map(translation);
    if (code)
        return code;
    translation_choose_package_options(translation);
    code = translation_write(translation);
    if (!code)
        code = translation_cross_check(translation);
    if (code)
        return code;
    marks_take(mill);
    session_warn(&translation->session);
    report_summary(&translation->session, translation->report);
    return EXIT_DONE;
}

void mill_grind(struct mill *mill)
{
    struct result *result = &mill->result;
    result->code = translate(mill);
    result->ok = result->code == EXIT_DONE;
    result->body = mill->translation.body;
    result->content_type = mill->translation.content_type;
    result->user_code = mill->translation.signature.user_code;
}
