/* SPDX-License-Identifier: MIT */
/* The public face: CP documents, mapping and report. What these functions promise stands in cpdm.h. */
#include "explain.h"
#include "lint.h"
#include "to-document.h"
#include "to-tree.h"
#include "translator.h"

/* NULL for what its reader says more about. */
static const char *content_name(cpdm_content content)
{
    switch (content) {
    case CPDM_CONTENT_CP: return "a CP document";
    case CPDM_CONTENT_DM: return "a SyncML package";
    case CPDM_CONTENT_TNDS: return "a TNDS document";
    case CPDM_CONTENT_TREE: return "a tree";
    case CPDM_CONTENT_UNKNOWN:
    case CPDM_CONTENT_WBXML_OTHER: break;
    }
    return NULL;
}

cpdm_status translator_check_content(struct job *job, const struct cpdm_message *message, cpdm_content wanted)
{
    const cpdm_message_info *info = &message->info;
    if (info->content == wanted || !content_name(info->content))
        return CPDM_OK;
    bool text = info->form != CPDM_FORM_WBXML;
    job->diag.text = text ? info->body : slice("", 0);
    return diag_fail(&job->diag, CPDM_RULE_CONTENT_UNEXPECTED, text ? 0 : info->body_offset, NULL, NULL,
                     "%s where %s is wanted", content_name(info->content), content_name(wanted));
}

cpdm_status cpdm_document_parse(cpdm_translator *translator, const cpdm_message *message, cpdm_document **document)
{
    struct job *job = &translator->job;
    cpdm_slice body = message->info.body;
    cpdm_status status = translator_check_content(job, message, CPDM_CONTENT_CP);
    if (status)
        return status;
    job->diag.base = message->info.body_offset;
    if (message->info.form == CPDM_FORM_WBXML)
        return cp_read_wbxml(job, body, document);
    struct xml_reader *xml = translator_xml(translator);
    return xml ? cp_read_xml(job, xml, body, document) : job->diag.error.status;
}

/* parm-query and its like name what they ask for in an attribute. */
static cpdm_slice name_of(const struct cp_node *node)
{
    for (const cpdm_attribute *extra = cp_extras(node); extra && node->kind == CPDM_ELEMENT_OTHER; extra = extra->next)
        if (slice_is(extra->name, "name"))
            return extra->value;
    return node->text;
}

static cpdm_element element_of(const struct cp_node *node)
{
    bool parm = node->kind == CPDM_ELEMENT_PARM, other = node->kind == CPDM_ELEMENT_OTHER;
    cpdm_slice name = name_of(node);
    return (cpdm_element){
        .kind = (cpdm_element_kind)node->kind,
        .name = node->text,
        .value = parm ? node->value : slice("", 0),
        .has_value = node->has_value,
        .attributes = cp_extras(node),
        .secret = (parm && cp_name_is_secret((enum cp_name)node->name, name)) ||
                  (other && cp_name_is_secret(cp_name_find(name), name)),
    };
}

static unsigned depth_of(const struct cp_node *node)
{
    unsigned depth = 0;
    while ((node = node->parent) != NULL)
        depth++;
    return depth;
}

void cpdm_document_walk(const cpdm_document *document, cpdm_element_function *function, void *data)
{
    struct diag_cursor cursor = diag_cursor(document->text);
    for (const struct cp_node *node = &document->root; node; node = cp_doc_next(&document->root, node)) {
        cpdm_element element = element_of(node);
        element.depth = depth_of(node);
        element.offset = node->offset + document->base;
        if (!document->binary) {
            diag_cursor_move(&cursor, node->offset);
            element.line = cursor.line;
            element.column = cursor.column;
        }
        if (!function(data, &element))
            return;
    }
}

/* The access point's password is the same for everybody. */
static bool is_of_dm_account(const struct cp_node *parm)
{
    const struct cp_node *application = parm->parent;
    while (application && application->name != CP_NAME_APPLICATION)
        application = application->parent;
    const struct cp_node *appid = application ? cp_doc_parm(application, CP_NAME_APPID) : NULL;
    return appid && slice_is(appid->value, "w7");
}

void cpdm_document_passwords(const cpdm_document *document, cpdm_password_function *function, void *data)
{
    for (const struct cp_node *parm = NULL; (parm = cp_doc_next_parm(document, parm));)
        if (parm->name == CP_NAME_AAUTHSECRET && parm->value.length && is_of_dm_account(parm) &&
            !function(data, parm->value))
            return;
}

cpdm_status cpdm_document_write(cpdm_translator *translator, const cpdm_document *document, cpdm_form form,
                                cpdm_slice *octets)
{
    return form == CPDM_FORM_WBXML ? cp_write_wbxml(&translator->job, document, octets)
                                   : cp_write_xml(&translator->job, document, octets);
}

cpdm_status cpdm_document_lint(cpdm_translator *translator, const cpdm_message *message, const cpdm_document *document,
                               const cpdm_lint_options *options, cpdm_diagnostic_function *report, void *data)
{
    struct mac *mac = options && options->security ? translator_mac(translator) : NULL;
    if (options && options->security && !mac)
        return translator->job.diag.error.status;
    return lint_run(&translator->job, mac, message, document, options, report, data);
}

cpdm_status cpdm_map_to_tree(cpdm_translator *translator, const cpdm_tables *tables, const cpdm_document *document,
                             const cpdm_map_options *options, cpdm_tree **tree, cpdm_report **report)
{
    cpdm_status status = map_to_tree(&translator->job, tables, document, options, tree, report);
    if (!status)
        (*tree)->document = document;
    return status;
}

cpdm_status cpdm_tree_walk(cpdm_translator *translator, const cpdm_tree *tree, cpdm_node_function *function, void *data)
{
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL;) {
        if (node->permanent)
            continue;
        cpdm_slice uri = dm_node_uri(&translator->job.arena, node);
        if (!uri.data)
            return diag_no_memory(&translator->job.diag);
        cpdm_node seen = {uri, (cpdm_format)node->format, node->value, node->secret};
        if (!function(data, &seen))
            break;
    }
    return CPDM_OK;
}

cpdm_status cpdm_report_walk(cpdm_translator *translator, const cpdm_report *report, cpdm_parm_fate_function *parms,
                             cpdm_supplied_function *supplied, void *data)
{
    bool done = report_walk(&translator->job, report, parms, supplied, data);
    return done ? CPDM_OK : diag_no_memory(&translator->job.diag);
}

cpdm_status cpdm_map_to_document(cpdm_translator *translator, const cpdm_tables *tables, const cpdm_tree *tree,
                                 cpdm_document **document, cpdm_node_report **report)
{
    return map_to_document(&translator->job, tables, tree, document, report);
}

cpdm_status cpdm_node_report_walk(cpdm_translator *translator, const cpdm_node_report *report,
                                  cpdm_node_fate_function *function, void *data)
{
    bool done = node_report_walk(&translator->job, report, function, data);
    return done ? CPDM_OK : diag_no_memory(&translator->job.diag);
}

cpdm_status cpdm_report_explain(cpdm_translator *translator, const cpdm_tables *tables, const cpdm_report *report,
                                size_t parm, cpdm_trial_function *function, void *data)
{
    struct job *job = &translator->job;
    if (parm >= report->document->parm_count)
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL, "the document has no parm %zu", parm);
    return explain_parm(job, tables, report, parm, function, data);
}
