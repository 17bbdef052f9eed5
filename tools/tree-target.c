/* SPDX-License-Identifier: MIT */
/* A tree to the target that it was made for: every embedded table is tried, and the one that takes most nodes wins. */
#include "tree-target.h"

#include <string.h>

#include <glib.h>

#include "text.h"

/* What the best table so far makes of the tree, and which others are as good. */
struct contest {
    char *best;
    size_t taken; /* nodes */
    GString *document;
    GString *rivals;
};

/* How many nodes the tables take, and the document as XML; 0 where they make nothing of the tree. */
static size_t count_taken(const struct tree_source *source, const cpdm_tables *tables, cpdm_translator *translator,
                          cpdm_slice *text)
{
    const struct session *session = &source->session;
    cpdm_message *message;
    cpdm_document *document;
    cpdm_node_report *report;
    if (cpdm_message_open(translator, session->input.octets, session->input.length, options_form(session->options),
                          NULL, &message) != CPDM_OK ||
        cpdm_map_to_document(translator, tables, source->tree, &document, &report) != CPDM_OK ||
        cpdm_document_write(translator, document, CPDM_FORM_XML, text) != CPDM_OK)
        return 0;
    return cpdm_node_report_count(report, CPDM_FATE_MAPPED) + cpdm_node_report_count(report, CPDM_FATE_NORMALISED) +
           cpdm_node_report_count(report, CPDM_FATE_DERIVED);
}

static void compare(struct contest *contest, const char *name, size_t taken, cpdm_slice document)
{
    if (taken > contest->taken) {
        g_free(contest->best);
        contest->best = g_strdup(name);
        contest->taken = taken;
        g_string_truncate(contest->rivals, 0);
        g_string_truncate(contest->document, 0);
        g_string_append_len(contest->document, document.data, (gssize)document.length);
    } else if (taken && taken == contest->taken &&
               (document.length != contest->document->len ||
                memcmp(document.data, contest->document->str, document.length) != 0)) {
        g_string_append_printf(contest->rivals, "%s%s", contest->rivals->len ? ", " : "", name);
    }
}

static int try_tables(const struct tree_source *source, const cpdm_tables *tables, struct contest *contest)
{
    const cpdm_limits limits = options_limits(source->session.options);
    cpdm_translator *translator = cpdm_translator_new(&limits, NULL);
    cpdm_slice document = {NULL, 0};
    if (!translator)
        return message_fail(source->session.messages, TOOL_INTERNAL, (struct message_place){0}, NULL,
                            "there is no memory");
    size_t taken = count_taken(source, tables, translator, &document);
    compare(contest, cpdm_tables_target(tables), taken, document);
    cpdm_translator_free(translator);
    return EXIT_DONE;
}

/* Overlays are built in beside the targets: only a table that has its file's name is a target. */
static int try_embedded(const struct tree_source *source, const char *file, struct contest *contest)
{
    char *name = g_strndup(file, strlen(file) - strlen(".map"));
    cpdm_tables *tables;
    int code = tables_load(source->session.messages, name, NULL, &tables);
    if (!code && strcmp(cpdm_tables_target(tables), name) == 0)
        code = try_tables(source, tables, contest);
    cpdm_tables_free(tables);
    g_free(name);
    return code;
}

int tree_target(const struct tree_source *source, char **target)
{
    struct contest contest = {g_strdup(tables_default_target), 0, g_string_new(NULL), g_string_new(NULL)};
    const cpdm_table_file *file;
    int code = EXIT_DONE;
    for (size_t i = 0; !code && (file = cpdm_tables_embedded(i)); i++)
        code = try_embedded(source, file->name, &contest);
    if (!code && contest.rivals->len)
        message_warn(source->session.messages, TOOL_TARGET_AMBIGUOUS,
                     (struct message_place){.file = source->session.input.name}, "--to TARGET says which it is",
                     "the tree is read as %s, and could as well be read as %s", contest.best, contest.rivals->str);
    text_wipe(contest.document);
    g_string_free(contest.rivals, TRUE);
    *target = contest.best;
    return code;
}
