/* SPDX-License-Identifier: MIT */
/*
 * A document in a document: the TNDS that an item for the inbox carries as its Data (DM Bootstrap 1.2 section 5.4,
 * OMA DM TNDS 1.2), XML as text or WBXML as octets. Its own places mean nothing in the message: what is wrong
 * with it is said at the Data, with the place in the sentence.
 */
#include "syncml-doc.h"

/* The Meta that describes a Data stands before it (syncml-build.c refuses another order), so that an Item of many Data
 * is not looked through for each of them. */
static const struct syncml_node *find_meta(const struct syncml_node *data)
{
    const struct syncml_node *item = syncml_tag(data) == SYNCML_Data ? data->parent : NULL;
    for (const struct syncml_node *node = item ? item->first : NULL; node != data && node; node = node->next) {
        if (syncml_tag(node) == SYNCML_Meta)
            return node;
        if (syncml_tag(node) == SYNCML_Data)
            break;
    }
    return NULL;
}

bool syncml_is_embedded(const struct syncml_node *data)
{
    const struct syncml_node *meta = find_meta(data);
    for (const struct syncml_node *node = meta ? meta->first : NULL; node; node = node->next)
        if (syncml_tag(node) == METINF_Type)
            return slice_is(node->text, "application/vnd.syncml.dmtnds+xml") ||
                   slice_is(node->text, "application/vnd.syncml.dmtnds+wbxml");
    return false;
}

void syncml_embedded_enter(struct job *job, struct syncml_outer *outer)
{
    outer->diag = job->diag;
    diag_init(&job->diag, &job->arena);
}

/* Complaints about the inner document become complaints about the Data. */
static void relocate(struct diag *outer, const struct diag *inner, const char *path, size_t offset)
{
    const cpdm_diagnostic *error = &inner->error;
    for (const struct diag_entry *entry = inner->warnings; entry; entry = entry->next)
        diag_warn(outer, (enum diag_rule)entry->diagnostic.rule, offset, path, NULL, "in the TNDS: %s",
                  entry->diagnostic.sentence);
    if (!inner->failed)
        return;
    if (error->status == CPDM_ERROR_MEMORY || error->rule == CPDM_RULE_MEMORY_LIMIT)
        diag_no_memory(outer);
    else if (error->line)
        diag_fail(outer, (enum diag_rule)error->rule, offset, path, error->hint, "line %u of the TNDS: %s", error->line,
                  error->sentence);
    else
        diag_fail(outer, (enum diag_rule)error->rule, offset, path, error->hint, "octet %zu of the TNDS: %s",
                  error->offset, error->sentence);
}

void syncml_embedded_leave(struct job *job, const struct syncml_outer *outer, const struct syncml_node *data)
{
    const struct diag inner = job->diag;
    job->diag = outer->diag; /* in its own place again: it may point into itself */
    if (inner.failed || inner.warnings)
        relocate(&job->diag, &inner, syncml_path(&job->arena, data), data->offset);
}

cpdm_status syncml_read_embedded(struct job *job, struct xml_reader *xml, cpdm_slice text, struct cpdm_package **tnds)
{
    bool wbxml = text.length && (uint8_t)text.data[0] <= 3; /* versions 1.1 to 1.3 */
    cpdm_status status = wbxml ? syncml_read_wbxml(job, text, tnds) : syncml_read_xml(job, xml, text, tnds);
    if (!status && syncml_tag((*tnds)->root) != DMDDF_MgmtTree)
        status = diag_fail(&job->diag, CPDM_RULE_SYNCML_ROOT, (*tnds)->root->offset, NULL, NULL,
                           "the root element of a TNDS is MgmtTree");
    return status;
}
