/* SPDX-License-Identifier: MIT */
/* What a package says of itself: from the target's properties, from what the caller asks for, and from the tree. */
#include "emit-syncml.h"

/* Whether `text` is the address of an account; where it is empty it becomes the first one. */
static bool is_address(const struct cpdm_tree *tree, cpdm_slice *text)
{
    for (const struct dm_account *account = tree->accounts; account; account = account->next)
        for (const struct dm_node *node = account->object; (node = dm_tree_next_in(account->object, node)) != NULL;) {
            if (!text->length && dm_node_is_address(node))
                *text = node->value;
            if (dm_node_is_address(node) && slice_equal(node->value, *text))
                return true;
        }
    return false;
}

/* DM Bootstrap 1.3: Source/LocURI is an AppAddr/<X>/Addr of the DMAcc in the message. A message without
 * account has nothing to be equal to. */
RARE static cpdm_status settle_account(struct job *job, struct emit_plan *plan)
{
    const char *given = plan->options->server;
    if (!plan->tree->accounts || is_address(plan->tree, &plan->source))
        return CPDM_OK;
    if (given && *given)
        return diag_fail(&job->diag, CPDM_RULE_SYNCML_SOURCE, DIAG_NO_OFFSET, NULL,
                         "leave it out: the address of the first account is taken",
                         "the server \"%.*s\" is no address of an account in the message, as target %.*s requires",
                         DIAG_TEXT(plan->source), DIAG_TEXT(plan->tables->target));
    plan->source = slice("", 0);
    is_address(plan->tree, &plan->source);
    return CPDM_OK;
}

cpdm_status emit_plan(struct job *job, const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                      const cpdm_package_options *options, struct emit_plan *plan)
{
    static const cpdm_package_options none;
    const cpdm_package_options *given = options ? options : &none;
    bool tnds = tables->tnds && !given->items;
    *plan = (struct emit_plan){
        .tables = tables,
        .tree = tree,
        .options = given,
        .target = emit_option(given->device, SLICE("unknown-device")),
        .source = emit_option(given->server, tree->server),
        .inbox = tnds ? tables->inbox : slice("", 0),
        .acls = given->acl_items && !tnds && tree->accounts,
    };
    cpdm_status status = tables->source_account ? settle_account(job, plan) : CPDM_OK;
    if (!plan->source.length)
        plan->source = SLICE("unknown-server");
    return status;
}
