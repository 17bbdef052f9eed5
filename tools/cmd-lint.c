/* SPDX-License-Identifier: MIT */
/* `cpdm lint`: everything suspicious about a CP document, located, on stdout; 1 when one of the findings is an error.
 * With
 * --to also what the target's table has to say about it. */
#include <string.h>

#include <glib.h>

#include "output.h"
#include "session.h"
#include "tables-load.h"
#include "text.h"

struct findings {
    const struct session *session;
    GString *text;
    GArray *told; /* struct place: what was told is not told again */
    bool failed;
};

struct place {
    size_t offset;
    unsigned rule;
};

static bool was_told(const struct findings *findings, const cpdm_diagnostic *found)
{
    for (guint i = 0; i < findings->told->len; i++) {
        const struct place *place = &g_array_index(findings->told, struct place, i);
        if (place->rule == found->rule && place->offset == found->offset)
            return true;
    }
    return false;
}

static void tell(void *data, const cpdm_diagnostic *found)
{
    struct findings *findings = data;
    const struct place place = {found->offset, found->rule};
    g_array_append_val(findings->told, place);
    findings->failed = findings->failed || found->severity == CPDM_SEVERITY_ERROR;
    message_append(findings->session->messages, findings->session->input.name, found, findings->text);
}

/* What the mapping finds that was not found before. */
static void tell_more(struct findings *findings)
{
    const cpdm_translator *translator = findings->session->translator;
    const cpdm_diagnostic *found;
    for (size_t i = 0; (found = cpdm_translator_warning(translator, i)); i++)
        if (!was_told(findings, found))
            tell(findings, found);
    found = cpdm_translator_error(translator);
    if (found && !was_told(findings, found))
        tell(findings, found);
}

static cpdm_delivery delivery_of(const struct options *options)
{
    static const cpdm_delivery deliveries[] = {
        [WORD_ROM] = CPDM_DELIVERY_ROM,
        [WORD_RAPI] = CPDM_DELIVERY_RAPI,
        [WORD_OTA] = CPDM_DELIVERY_OTA,
        [WORD_SIM] = CPDM_DELIVERY_SIM,
    };
    return options->delivery.text ? deliveries[options->delivery.word] : CPDM_DELIVERY_UNKNOWN;
}

/* A document with nothing to map is told of already; a limit is a failure of the run. */
static int map_document(struct findings *findings, const cpdm_tables *tables, const cpdm_document *document)
{
    const struct session *session = findings->session;
    cpdm_tree *tree;
    cpdm_report *report;
    const cpdm_map_options wishes = options_map(session->options);
    cpdm_status status = cpdm_map_to_tree(session->translator, tables, document, &wishes, &tree, &report);
    if (status != CPDM_OK && status != CPDM_ERROR_DOCUMENT && status != CPDM_ERROR_NOTHING)
        return session_check(session, status);
    if (status != CPDM_ERROR_NOTHING)
        tell_more(findings);
    return EXIT_DONE;
}

static int lint_document(struct findings *findings, const cpdm_tables *tables)
{
    const struct session *session = findings->session;
    const struct options *options = session->options;
    const cpdm_lint_options lint = {
        .delivery = delivery_of(options),
        .windows = tables && strcmp(cpdm_tables_target(tables), "windows") == 0,
        .security = options->security != 0,
        .rate = options->rate.value,
        .secrets = session->secrets.given ? &session->secrets.known : NULL,
    };
    cpdm_document *document;
    int code = session_check(session, cpdm_document_parse(session->translator, session->message, &document));
    if (!code)
        code = session_check(
            session, cpdm_document_lint(session->translator, session->message, document, &lint, tell, findings));
    return code || !tables ? code : map_document(findings, tables, document);
}

static int check_options(const struct options *options)
{
    if (!options->rate.text || options->security)
        return EXIT_DONE;
    return message_fail(&options->messages, TOOL_USAGE, (struct message_place){0}, NULL, "--rate needs --security");
}

int cmd_lint(const struct options *options)
{
    struct session session = {.options = options};
    struct findings findings = {.session = &session, .text = g_string_new(NULL)};
    cpdm_tables *tables = NULL;
    findings.told = g_array_new(FALSE, FALSE, sizeof(struct place));
    int code = check_options(options);
    if (!code && (options->to || options->overlays))
        code = tables_load(&options->messages, options->to ? options->to : tables_default_target, options->overlays,
                           &tables);
    if (!code)
        code = session_open(options, &session);
    if (!code)
        code = lint_document(&findings, tables);
    int written = output_write(&options->messages, NULL, OUTPUT_PUBLIC, text_of(findings.text));
    code = code ? code : written;
    session_close(&session);
    cpdm_tables_free(tables);
    g_array_free(findings.told, TRUE);
    g_string_free(findings.text, TRUE);
    return code ? code : findings.failed ? EXIT_DOCUMENT : EXIT_DONE;
}
