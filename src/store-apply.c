/* SPDX-License-Identifier: MIT */
/*
 * What of a message may come into a store (SyncML DM Bootstrap 1.1, seed 000, sections 6.2.3 and 7; Provisioning
 * Architecture 1.1, seed 004, section 5.1): first everything is asked, then everything is done.
 */
#include "dm-account.h"
#include "dm-tree-edit.h"
#include "store.h"

/* ---- May it? ---- */

/* An origin at, above or below what is met that is not this message's to change. */
static unsigned ask_owners(const struct arrival *arrival, const struct dm_node *top)
{
    unsigned refusal = store_sender_refusal(arrival, store_owner(top));
    for (const struct dm_node *node = top; !refusal && (node = dm_tree_next_in(top, node)) != NULL;)
        refusal = node->source ? store_sender_refusal(arrival, node->source) : 0;
    return refusal;
}

/* The user adds, and changes what is the user's own (seed 004 section 5.1). */
static unsigned ask_user(const struct dm_meeting *meeting)
{
    if (meeting->kind == DM_MEET_NODE && store_is_user(store_owner(meeting->there)))
        return 0;
    bool free = meeting->kind == DM_MEET_NOTHING || meeting->kind == DM_MEET_INSIDE;
    return free ? 0 : meeting->kind == DM_MEET_NODE ? CPDM_RULE_USER_NODE : dm_meeting_refusal(meeting, false);
}

static const struct store_origin *owner_of(const struct dm_meeting *meeting)
{
    return meeting->kind == DM_MEET_NOTHING ? NULL : store_owner(meeting->there ? meeting->there : meeting->above);
}

/* What the policy DM over CP says: a DM message's node stays; a CP message's gives way. */
static bool is_kept(const struct arrival *arrival, const struct dm_meeting *meeting)
{
    const struct store_origin *owner = owner_of(meeting);
    return owner && slice_is(arrival->origin.profile, "cp") && slice_is(owner->profile, "dm");
}

static bool gives_way(const struct arrival *arrival, const struct dm_meeting *meeting)
{
    const struct store_origin *owner = owner_of(meeting);
    return owner && slice_is(arrival->origin.profile, "dm") && slice_is(owner->profile, "cp");
}

static unsigned ask(const struct arrival *arrival, const struct dm_meeting *meeting)
{
    unsigned refusal = arrival->user ? ask_user(meeting) : dm_meeting_refusal(meeting, true);
    if (refusal || arrival->user || meeting->kind == DM_MEET_NOTHING)
        return refusal;
    refusal = ask_owners(arrival, meeting->there ? meeting->there : meeting->above);
    return refusal ? refusal : dm_meeting_refusal(meeting, arrival->rebootstrap || gives_way(arrival, meeting));
}

static cpdm_status keep(struct arrival *arrival, const struct dm_meeting *meeting)
{
    struct job *job = arrival->job;
    cpdm_slice uri = dm_node_uri(&job->arena, meeting->node);
    if (!uri.data)
        return diag_no_memory(&job->diag);
    diag_warn(&job->diag, CPDM_RULE_NODE_KEPT, DIAG_NO_OFFSET, NULL, NULL,
              "the node %.*s stays as a DM message has set it", (int)uri.length, uri.data);
    return CPDM_OK;
}

/* Takes the meetings out whose nodes stay as they are, and asks about the others. */
static cpdm_status ask_all(struct arrival *arrival, struct dm_meeting **meetings)
{
    cpdm_status status = CPDM_OK;
    for (struct dm_meeting **link = meetings; *link && !status;) {
        if (is_kept(arrival, *link)) {
            status = keep(arrival, *link);
            *link = (*link)->next;
            continue;
        }
        (*link)->refusal = ask(arrival, *link);
        link = &(*link)->next;
    }
    return status ? status : dm_meet_say(arrival->job, arrival->tree, *meetings, false);
}

/* ---- In ---- */

static cpdm_status prepare(struct arrival *arrival)
{
    struct cpdm_tree *tree = arrival->tree;
    struct job *job = arrival->job;
    for (const struct dm_node *node = tree->root.first; node; node = node->next)
        if (store_is_reserved(node->name))
            return diag_fail(&job->diag, CPDM_RULE_STORE_RESERVED, DIAG_NO_OFFSET, NULL, NULL,
                             "the message holds ./CpdmStore, which is the store's own");
    cpdm_status status = store_sender_read(arrival);
    if (status || tree->document)
        return status;
    dm_tree_presuppose(tree, arrival->store->tree);
    return tree->accounts ? CPDM_OK : dm_account_list(job, tree);
}

static cpdm_status enter(struct arrival *arrival, const struct dm_meeting *meetings)
{
    cpdm_status status = meetings ? store_sender_enter(arrival) : CPDM_OK;
    for (; meetings && !status; meetings = meetings->next) {
        status = dm_meeting_move(arrival->job, arrival->tree, meetings);
        if (!status)
            status = store_merge(arrival, meetings);
    }
    return status;
}

cpdm_status store_apply(struct arrival *arrival)
{
    struct cpdm_store *store = arrival->store;
    struct dm_meeting *meetings = NULL;
    size_t bad;
    if (!arrival->origin.source.length || !slice_is_xml_text(arrival->origin.source, &bad))
        return diag_fail(&arrival->job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                         "the source is not a text of characters that XML allows");
    arrival->user = store_is_user(&arrival->origin);
    if (arrival->user)
        arrival->origin.profile = slice("", 0);
    arrival->rebootstrap = arrival->options->rebootstrap || store->rebootstrap;
    cpdm_status status = prepare(arrival);
    if (!status)
        status = dm_meet(arrival->job, arrival->tree, store->tree, arrival->user, &meetings);
    if (!status)
        status = ask_all(arrival, &meetings);
    if (!status)
        status = enter(arrival, meetings);
    if (status)
        return status;
    store_drop_contexts(store);
    store->rebootstrap = store->rebootstrap && arrival->user; /* section 7: "the next provisioning message" */
    return CPDM_OK;
}

/* ---- Out ---- */

cpdm_status store_forget(struct cpdm_store *store, cpdm_slice source)
{
    bool found = false;
    for (struct dm_node *node = store->tree->root.first; node;) {
        const struct store_origin *origin = node->source;
        bool gone = origin && slice_equal(origin->source, source);
        found |= gone;
        struct dm_node *next = gone ? dm_tree_skip(node) : dm_tree_next(node);
        if (gone && !store_delete(store, node))
            return diag_no_memory(&store->job->diag);
        node = next;
    }
    if (!found)
        diag_warn(&store->job->diag, CPDM_RULE_SOURCE_UNKNOWN, DIAG_NO_OFFSET, NULL, NULL,
                  "nothing in the store came from the source %.*s", (int)source.length, source.data);
    dm_tree_rehash(store->tree);
    store_drop_contexts(store);
    return CPDM_OK;
}
