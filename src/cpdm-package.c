/* SPDX-License-Identifier: MIT */
/* The public face: SyncML packages and trees from them. What these functions promise stands in cpdm.h. */
#include "dm-read.h"
#include "emit-syncml.h"
#include "translator.h"
#include "tree-compare.h"

/* What the caller gives stands in the package: it must be text there. */
static cpdm_status check_option(struct job *job, const char *name, const char *text)
{
    size_t bad;
    if (!text || slice_is_xml_text(slice_of(text), &bad))
        return CPDM_OK;
    return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                     "the %s is not UTF-8 text of characters that XML allows", name);
}

cpdm_status cpdm_package_write(cpdm_translator *translator, const cpdm_tables *tables, const cpdm_tree *tree,
                               const cpdm_package_options *options, cpdm_form form, cpdm_slice *octets)
{
    struct job *job = &translator->job;
    cpdm_status status = CPDM_OK;
    if (options) {
        status = check_option(job, "device", options->device);
        status = status ? status : check_option(job, "server", options->server);
        status = status ? status : check_option(job, "session id", options->session_id);
    }
    if (status)
        return status;
    return form == CPDM_FORM_WBXML ? emit_syncml_wbxml(job, tables, tree, options, octets)
                                   : emit_syncml_xml(job, tables, tree, options, octets);
}

cpdm_status cpdm_package_parse(cpdm_translator *translator, const cpdm_message *message, cpdm_package **package)
{
    struct job *job = &translator->job;
    cpdm_slice body = message->info.body;
    bool tnds = message->info.content == CPDM_CONTENT_TNDS;
    cpdm_status status = translator_check_content(job, message, tnds ? CPDM_CONTENT_TNDS : CPDM_CONTENT_DM);
    if (status)
        return status;
    job->diag.base = message->info.body_offset;
    if (message->info.form == CPDM_FORM_WBXML) {
        status = syncml_read_wbxml(job, body, package);
    } else {
        struct xml_reader *xml = translator_xml(translator);
        status = xml ? syncml_read_xml(job, xml, body, package) : job->diag.error.status;
    }
    if (!status) {
        (*package)->text = job->diag.text;
        (*package)->base = job->diag.base;
    }
    return status;
}

static unsigned depth_of(const struct syncml_node *node)
{
    unsigned depth = 0;
    while ((node = node->parent) != NULL)
        depth++;
    return depth;
}

void cpdm_package_walk(const cpdm_package *package, cpdm_syncml_element_function *function, void *data)
{
    struct diag_cursor cursor = diag_cursor(package->text);
    for (const struct syncml_node *node = package->root; node; node = syncml_next(node)) {
        cpdm_syncml_element element = {
            .depth = depth_of(node),
            .name = syncml_name(node),
            .text = node->text,
            .leaf = !node->first,
            .binary = node->binary && (syncml_tag(node) == SYNCML_Data || syncml_tag(node) == DMDDF_Value),
            .secret = node->secret,
            .tnds = !node->first && syncml_is_embedded(node),
            .node = node,
            .offset = node->offset + package->base,
        };
        if (package->text.length) {
            diag_cursor_move(&cursor, node->offset);
            element.line = cursor.line;
            element.column = cursor.column;
        }
        if (!function(data, &element))
            return;
    }
}

cpdm_status cpdm_package_rewrite(cpdm_translator *translator, const cpdm_package *package, cpdm_form form,
                                 cpdm_strings strings, cpdm_slice *octets)
{
    return form == CPDM_FORM_WBXML ? syncml_write_wbxml(&translator->job, package, strings, octets)
                                   : syncml_write_xml(&translator->job, package, octets);
}

cpdm_status cpdm_package_parse_tnds(cpdm_translator *translator, const cpdm_package *package,
                                    const cpdm_syncml_element *element, cpdm_package **tnds)
{
    struct job *job = &translator->job;
    struct syncml_outer outer;
    struct xml_reader *xml = translator_xml(translator);
    if (!xml)
        return job->diag.error.status;
    job->diag.text = package->text;
    job->diag.base = package->base;
    syncml_embedded_enter(job, &outer);
    cpdm_status status = syncml_read_embedded(job, xml, element->text, tnds);
    syncml_embedded_leave(job, &outer, element->node);
    return status ? job->diag.error.status : CPDM_OK;
}

cpdm_status cpdm_package_to_tree(cpdm_translator *translator, const cpdm_package *package, cpdm_tree **tree)
{
    struct job *job = &translator->job;
    if (package->language == &wbxml_dmddf12)
        return dm_read_tnds(job, package, tree);
    struct xml_reader *xml = translator_xml(translator);
    return xml ? dm_read_syncml(job, xml, package, NULL, tree) : job->diag.error.status;
}

cpdm_status cpdm_tree_parse(cpdm_translator *translator, const cpdm_message *message, cpdm_tree **tree)
{
    struct job *job = &translator->job;
    cpdm_package *package;
    job->diag.base = 0;
    if (message->info.content == CPDM_CONTENT_TREE)
        return dm_read_tree(job, message->info.body, tree);
    cpdm_status status = cpdm_package_parse(translator, message, &package);
    return status ? status : cpdm_package_to_tree(translator, package, tree);
}

cpdm_status cpdm_tree_check(cpdm_translator *translator, const cpdm_tree *tree)
{
    return dm_check(&translator->job, tree);
}

cpdm_status cpdm_tree_compare(cpdm_translator *translator, const cpdm_tree *meant, const cpdm_tree *found)
{
    return tree_compare(&translator->job, meant, found);
}
