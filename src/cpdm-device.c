/* SPDX-License-Identifier: MIT */
/* The public face: trees that are there already, and the store of a device. What these functions promise stands in
 * cpdm-device.h. */
#include "dm-account.h"
#include "dm-nonce.h"
#include "map-table.h"
#include "store-open.h"
#include "translator.h"

/* A package of items carries no identifiers of objects. */
static void drop_types(struct cpdm_tree *tree)
{
    for (struct dm_node *node = tree->root.first; node; node = dm_tree_next(node))
        if (node->format == CPDM_FORMAT_NODE)
            node->type = slice(NULL, 0);
}

cpdm_status cpdm_message_to_tree(cpdm_translator *translator, const cpdm_tables *tables, const cpdm_message *message,
                                 const cpdm_map_options *options, cpdm_tree **tree)
{
    cpdm_document *document;
    cpdm_report *report;
    if (message->info.content != CPDM_CONTENT_CP)
        return cpdm_tree_parse(translator, message, tree);
    cpdm_status status = cpdm_document_parse(translator, message, &document);
    if (!status)
        status = cpdm_map_to_tree(translator, tables, document, options, tree, &report);
    if (!status && !tables->tnds)
        drop_types(*tree);
    return status;
}

cpdm_status cpdm_tree_meet(cpdm_translator *translator, cpdm_tree *tree, const cpdm_tree *existing, bool rebootstrap)
{
    struct job *job = &translator->job;
    struct dm_meeting *meetings = NULL;
    cpdm_status status = dm_meet(job, tree, existing, false, &meetings);
    for (struct dm_meeting *meeting = meetings; !status && meeting; meeting = meeting->next)
        meeting->refusal = dm_meeting_refusal(meeting, rebootstrap);
    if (!status)
        status = dm_meet_say(job, tree, meetings, true);
    for (const struct dm_meeting *meeting = meetings; !status && meeting; meeting = meeting->next)
        status = dm_meeting_move(job, tree, meeting);
    return status;
}

cpdm_status cpdm_tree_reset_nonces(cpdm_translator *translator, const cpdm_tree *tree, const cpdm_tree *existing,
                                   cpdm_tree **nonces)
{
    return dm_nonce_tree(&translator->job, tree, existing, nonces);
}

/* ---- The store ---- */

cpdm_status cpdm_store_open(cpdm_translator *translator, const cpdm_message *message, cpdm_store **store)
{
    struct job *job = &translator->job;
    cpdm_tree *tree = NULL;
    if (!message)
        return store_new(job, NULL, store);
    if (message->info.content != CPDM_CONTENT_TNDS)
        return diag_fail(&job->diag, CPDM_RULE_STORE_FOREIGN, DIAG_NO_OFFSET, NULL, NULL,
                         "this is no store: it is not a TNDS document");
    cpdm_status status = cpdm_tree_parse(translator, message, &tree);
    return status ? status : store_new(job, tree, store);
}

cpdm_status cpdm_store_apply(cpdm_translator *translator, cpdm_store *store, cpdm_tree *tree,
                             const cpdm_store_options *options)
{
    static const cpdm_store_options usual = {.precedence = CPDM_PRECEDENCE_NONE};
    struct arrival arrival = {
        .job = &translator->job, .store = store, .tree = tree, .options = options ? options : &usual};
    arrival.origin.source = slice_of(arrival.options->source ? arrival.options->source : "ota");
    if (arrival.options->precedence == CPDM_PRECEDENCE_DM_OVER_CP)
        arrival.origin.profile = tree->document ? SLICE("cp") : SLICE("dm");
    return store_apply(&arrival);
}

cpdm_status cpdm_store_forget(cpdm_store *store, const char *source)
{
    return store_forget(store, slice_of(source));
}

void cpdm_store_allow_rebootstrap(cpdm_store *store)
{
    store->rebootstrap = true;
}

void cpdm_store_changes(const cpdm_store *store, cpdm_change_function *function, void *data)
{
    for (const struct store_change *change = store->changes; change; change = change->next)
        if (!function(data, &change->change))
            return;
}

cpdm_status cpdm_store_write(cpdm_store *store, cpdm_slice *text)
{
    return store_write(store, text);
}
