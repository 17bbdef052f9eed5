/* SPDX-License-Identifier: MIT */
/*
 * Configuration contexts (Provisioning Architecture 1.1, seed 004, section 5.1 and the definitions): a context belongs
 * to one trusted provisioning server, which PROVURL of BOOTSTRAP names, or to none; a server changes its own contexts
 * only. The privileged context, the one with a CONTEXT-ALLOW, says how many others there may be.
 */
#include "cp-doc.h"
#include "store.h"

const struct store_origin *store_owner(const struct dm_node *node)
{
    while (node && !node->source)
        node = node->parent;
    return node ? node->source : NULL;
}

/* ---- What a message says ---- */

static cpdm_status fail_at(struct arrival *arrival, enum diag_rule rule, const struct cp_node *parm, const char *hint,
                           const char *sentence)
{
    struct job *job = arrival->job;
    const char *path = parm ? cp_doc_path(&job->arena, parm) : NULL;
    return diag_fail(&job->diag, rule, parm ? parm->offset : DIAG_NO_OFFSET, path, hint, "%s", sentence);
}

static const struct cp_node *find_parm(const struct cp_node *bootstrap, enum cp_name name)
{
    const struct cp_node *parm = bootstrap->first;
    while (parm && (parm->kind != CPDM_ELEMENT_PARM || parm->name != name))
        parm = parm->next;
    return parm;
}

static cpdm_status take_provurl(struct arrival *arrival, const struct cp_node *bootstrap)
{
    const struct cp_node *provurl = find_parm(bootstrap, CP_NAME_PROVURL), *name = find_parm(bootstrap, CP_NAME_NAME);
    if (!provurl || !provurl->value.length)
        return CPDM_OK;
    if (arrival->tps.length && !slice_equal(arrival->tps, provurl->value))
        return fail_at(arrival, CPDM_RULE_CONTEXT_SENDER, provurl, NULL,
                       "the PROVURL is not that of the server that the message belongs to");
    arrival->tps = provurl->value;
    if (!arrival->provurl && name && !arrival->context.length)
        arrival->context = name->value;
    arrival->provurl = provurl;
    return CPDM_OK;
}

static cpdm_status take_allow(struct arrival *arrival, const struct cp_node *bootstrap)
{
    const struct cp_node *allow = find_parm(bootstrap, CP_NAME_CONTEXT_ALLOW);
    uint64_t number;
    if (!allow)
        return CPDM_OK;
    if (!slice_to_number(allow->value, STORE_ALLOW_ALL, &number))
        return fail_at(arrival, CPDM_RULE_VALUE_INVALID, allow, NULL, "CONTEXT-ALLOW is a number from 0 to 255");
    arrival->allowing = allow;
    arrival->allow = (unsigned)number;
    return CPDM_OK;
}

static cpdm_slice option(const char *text)
{
    return text ? slice_of(text) : slice("", 0);
}

cpdm_status store_sender_read(struct arrival *arrival)
{
    const struct cpdm_document *document = arrival->tree->document;
    const struct cp_node *node = document ? document->root.first : NULL;
    cpdm_status status = CPDM_OK;
    arrival->tps = option(arrival->options->tps);
    arrival->context = option(arrival->options->context);
    for (; node && !status; node = node->next) {
        if (node->kind != CPDM_ELEMENT_CHARACTERISTIC || node->name != CP_NAME_BOOTSTRAP)
            continue;
        status = take_provurl(arrival, node);
        if (!status)
            status = take_allow(arrival, node);
    }
    if (!status && arrival->allowing && !arrival->tps.length)
        status = fail_at(arrival, CPDM_RULE_CONTEXT_SENDER, arrival->allowing, NULL,
                         "a privileged context belongs to a server, and there is no PROVURL");
    return status;
}

/* ---- What it may ---- */

unsigned store_sender_refusal(const struct arrival *arrival, const struct store_origin *owner)
{
    cpdm_slice tps = owner && owner->context ? owner->context->tps : slice("", 0);
    if (!owner || store_is_user(owner))
        return 0;
    if (!slice_equal(tps, arrival->tps))
        return CPDM_RULE_CONTEXT_OTHER;
    bool guarded = owner->context && owner->context->privileged && !arrival->options->privileged;
    return guarded ? CPDM_RULE_CONTEXT_PRIVILEGED : 0;
}

static void mark_contexts(struct cpdm_store *store, bool *orphans)
{
    for (struct store_context *context = store->contexts; context; context = context->next)
        context->used = false;
    for (const struct dm_node *node = store->tree->root.first; node; node = dm_tree_next(node)) {
        const struct store_origin *origin = node->source;
        if (origin && origin->context)
            origin->context->used = true;
        else if (origin && !store_is_user(origin))
            *orphans = true;
    }
}

void store_drop_contexts(struct cpdm_store *store)
{
    bool orphans = false;
    mark_contexts(store, &orphans);
    for (struct store_context **link = &store->contexts; *link;)
        if ((*link)->used)
            link = &(*link)->next;
        else
            *link = (*link)->next;
}

static struct store_context *find_privileged(const struct cpdm_store *store)
{
    struct store_context *context = store->contexts;
    while (context && !context->privileged)
        context = context->next;
    return context;
}

/* Room for a context more: those that are not the privileged one, and what belongs to none is one of them. */
static cpdm_status check_room(struct arrival *arrival, bool orphan)
{
    const struct store_context *privileged = find_privileged(arrival->store);
    unsigned count = 1;
    bool orphans = false;
    if (!privileged || privileged->allow == STORE_ALLOW_ALL)
        return CPDM_OK;
    mark_contexts(arrival->store, &orphans);
    for (const struct store_context *context = arrival->store->contexts; context; context = context->next)
        count += !context->privileged;
    if (orphan && orphans)
        return CPDM_OK; /* it is there */
    if (count + orphans <= privileged->allow)
        return CPDM_OK;
    return fail_at(arrival, CPDM_RULE_CONTEXT_LIMIT, arrival->provurl,
                   "a message of the privileged context can allow more",
                   "the privileged context does not allow another one");
}

static struct store_context *add_context(struct arrival *arrival)
{
    struct store_context *context = job_alloc(arrival->store->job, sizeof *context);
    struct store_context **end = &arrival->store->contexts;
    if (!context)
        return NULL;
    *context = (struct store_context){.tps = arrival->tps, .name = arrival->context};
    while (*end)
        end = &(*end)->next;
    return *end = context;
}

static cpdm_status make_privileged(struct arrival *arrival, struct store_context *context)
{
    const struct store_context *privileged = find_privileged(arrival->store);
    if (!arrival->options->privileged)
        return fail_at(arrival, CPDM_RULE_CONTEXT_PRIVILEGED, arrival->allowing, DM_MEET_VOUCH,
                       "CONTEXT-ALLOW makes the context the privileged one, which takes a network key");
    if (privileged && privileged != context)
        return fail_at(arrival, CPDM_RULE_CONTEXT_PRIVILEGED, arrival->allowing, NULL,
                       "there is a privileged context, and it is another one");
    context->privileged = true;
    context->allow = arrival->allow;
    return CPDM_OK;
}

cpdm_status store_sender_enter(struct arrival *arrival)
{
    struct store_context *context = arrival->store->contexts;
    cpdm_status status = CPDM_OK;
    if (arrival->user)
        return CPDM_OK;
    if (!arrival->tps.length)
        return check_room(arrival, true);
    while (context && !(slice_equal(context->tps, arrival->tps) && slice_equal(context->name, arrival->context)))
        context = context->next;
    if (!context && !arrival->allowing)
        status = check_room(arrival, false);
    if (!status && !context && !(context = add_context(arrival)))
        status = diag_no_memory(&arrival->job->diag);
    arrival->origin.context = context;
    if (status)
        return status;
    if (arrival->allowing)
        return make_privileged(arrival, context);
    return context->privileged && !arrival->options->privileged
               ? fail_at(arrival, CPDM_RULE_CONTEXT_PRIVILEGED, arrival->provurl, DM_MEET_VOUCH,
                         "the context is the privileged one, which takes a network key")
               : CPDM_OK;
}
