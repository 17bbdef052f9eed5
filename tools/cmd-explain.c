/* SPDX-License-Identifier: MIT */
/* `cpdm explain FILE PARM`: what became of a parm, or of every parm, which row of the table decided that, and why the
 * others that are for its place did not. */
#include <string.h>

#include <glib.h>

#include "nearest.h"
#include "output.h"
#include "session.h"
#include "tables-load.h"
#include "text.h"

struct explanation {
    struct session session;
    cpdm_tables *tables;
    cpdm_report *report;
    const char *wanted;     /* a path, or a name */
    size_t parm;            /* of the walk */
    unsigned found, trials; /* parms; of the last one */
    struct nearest nearest;
    char *nearest_name; /* what its `best` points to */
    GString *text;
    int code;
};

/* The name of a parm: the end of its path without its number. */
static cpdm_slice name_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *start = slash ? slash + 1 : path;
    return (cpdm_slice){.data = start, .length = strcspn(start, "[")};
}

static bool is_wanted(const struct explanation *explanation, const char *path)
{
    cpdm_slice name = name_of(path);
    return !explanation->wanted || strcmp(path, explanation->wanted) == 0 ||
           (strlen(explanation->wanted) == name.length && memcmp(explanation->wanted, name.data, name.length) == 0);
}

static bool append_trial(void *data, const cpdm_trial *trial)
{
    struct explanation *explanation = data;
    GString *text = explanation->text;
    explanation->trials++;
    g_string_append_printf(text, "  %s: ", !trial->took ? "not" : trial->is_row ? "row" : "section");
    text_append_safe(text, trial->file);
    g_string_append_printf(text, ":%u: ", trial->line);
    text_append_safe(text, trial->text);
    g_string_append(text, trial->why[0] ? "\n    because " : "");
    text_append_safe(text, trial->why);
    g_string_append_c(text, '\n');
    return true;
}

static void append_fate(struct explanation *explanation, const cpdm_parm_fate *fate)
{
    GString *text = explanation->text;
    g_string_append(text, explanation->found++ ? "\n" : "");
    text_append_safe(text, fate->path);
    g_string_append(text, " (");
    text_append_safe(text, explanation->session.input.name);
    if (fate->line)
        g_string_append_printf(text, ":%u:%u)\n", fate->line, fate->column);
    else
        g_string_append_printf(text, ":@%zu)\n", fate->offset);
    g_string_append_printf(text, "  fate: %s%s", cpdm_fate_name(fate->fate), fate->reason[0] ? ", " : "");
    text_append_safe(text, fate->reason);
    g_string_append_c(text, '\n');
    for (size_t i = 0; i < fate->node_count; i++) {
        g_string_append(text, "  node: ");
        text_append_escaped(text, fate->nodes[i]);
        g_string_append_c(text, '\n');
    }
}

/* Keeps the name of a parm that is not wanted, where it is the nearest to the one that is. */
static void compare_name(struct explanation *explanation, const char *path)
{
    cpdm_slice text = name_of(path);
    char *name = g_strndup(text.data, text.length);
    nearest_try(&explanation->nearest, name);
    if (explanation->nearest.best == name) {
        g_free(explanation->nearest_name);
        explanation->nearest_name = name;
    } else {
        g_free(name);
    }
}

static bool explain_parm(void *data, const cpdm_parm_fate *fate)
{
    struct explanation *explanation = data;
    const struct session *session = &explanation->session;
    size_t parm = explanation->parm++;
    if (!is_wanted(explanation, fate->path)) {
        compare_name(explanation, fate->path);
        return true;
    }
    append_fate(explanation, fate);
    explanation->trials = 0;
    cpdm_status status = cpdm_report_explain(session->translator, explanation->tables, explanation->report, parm,
                                             append_trial, explanation);
    explanation->code = session_check(session, status);
    if (!explanation->trials)
        g_string_append_printf(explanation->text, "  not: no section of %s is for its place\n",
                               cpdm_tables_target(explanation->tables));
    return explanation->code == EXIT_DONE;
}

static int fail_parm(const struct explanation *explanation)
{
    const struct message_place place = {.file = explanation->session.input.name};
    char *hint =
        nearest_hint(&explanation->nearest, "a path like APPLICATION[1]/APPADDR[1]/ADDR, or the name of a parm");
    int code = message_fail(explanation->session.messages, TOOL_NO_PARM, place, hint, "the document has no parm %.60s",
                            explanation->wanted);
    g_free(hint);
    return code;
}

static int map_document(struct explanation *explanation)
{
    const struct session *session = &explanation->session;
    cpdm_document *document;
    cpdm_tree *tree;
    const cpdm_map_options wishes = options_map(session->options);
    int code = session_check(session, cpdm_document_parse(session->translator, session->message, &document));
    return code ? code
                : session_check(session, cpdm_map_to_tree(session->translator, explanation->tables, document, &wishes,
                                                          &tree, &explanation->report));
}

static int explain(struct explanation *explanation)
{
    const struct session *session = &explanation->session;
    int code = map_document(explanation);
    if (!code)
        code = session_check(
            session, cpdm_report_walk(session->translator, explanation->report, explain_parm, NULL, explanation));
    code = code ? code : explanation->code;
    if (!code && !explanation->found && explanation->wanted)
        code = fail_parm(explanation);
    return code ? code : output_write(session->messages, NULL, OUTPUT_PUBLIC, text_of(explanation->text));
}

int cmd_explain(const struct options *options)
{
    struct explanation explanation = {.wanted = options->arguments[0] ? options->arguments[1] : NULL};
    explanation.nearest = nearest_to(explanation.wanted ? explanation.wanted : "");
    explanation.text = g_string_new(NULL);
    int code = tables_load(&options->messages, options->to ? options->to : tables_default_target, options->overlays,
                           &explanation.tables);
    if (!code)
        code = session_open(options, &explanation.session);
    if (!code)
        code = explain(&explanation);
    session_close(&explanation.session);
    cpdm_tables_free(explanation.tables);
    g_free(explanation.nearest_name);
    g_string_free(explanation.text, TRUE);
    return code;
}
