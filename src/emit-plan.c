/* SPDX-License-Identifier: MIT */
/* What a package says of itself: from the target's properties, from what the caller asks for, and from the tree. */
#include "emit-syncml.h"

static cpdm_slice option(const char *given, cpdm_slice standard)
{
    return given && *given ? slice_of(given) : standard;
}

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
static cpdm_status settle_source(struct job *job, const struct cpdm_tables *tables, struct emit_plan *plan,
                                 const char *given)
{
    cpdm_slice source = option(given, plan->tree->server);
    if (!tables->source_account || !plan->tree->accounts || is_address(plan->tree, &source)) {
        plan->source = source.length ? source : SLICE("unknown-server");
        return CPDM_OK;
    }
    if (given && *given)
        return diag_fail(&job->diag, CPDM_RULE_SYNCML_SOURCE, DIAG_NO_OFFSET, NULL,
                         "leave it out: the address of the first account is taken",
                         "the server \"%.*s\" is no address of an account in the message, as target %.*s requires",
                         DIAG_TEXT(source), DIAG_TEXT(tables->target));
    plan->source = slice("", 0);
    plan->source = is_address(plan->tree, &plan->source) ? plan->source : SLICE("unknown-server");
    return CPDM_OK;
}

cpdm_status emit_plan(struct job *job, const struct cpdm_tables *tables, const struct cpdm_tree *tree,
                      const cpdm_package_options *options, struct emit_plan *plan)
{
    static const cpdm_package_options none;
    const cpdm_package_options *given = options ? options : &none;
    *plan = (struct emit_plan){
        .tree = tree,
        .syncml12 = slice_is(tables->syncml, "1.2"),
        .version = tables->syncml,
        .protocol = tables->verproto,
        .add = slice_is(tables->command, "Add"),
        .session = option(given->session_id, SLICE("0")),
        .target = option(given->device, SLICE("unknown-device")),
        .inbox = tables->tnds && !given->items ? tables->inbox : slice("", 0),
        .atomic = tables->atomic,
        .final = tables->final,
        .acl_items = given->acl_items && (!tables->tnds || given->items),
        .text_binary = given->text_binary,
        .strings = given->strings,
        .push_head = given->push_head,
        .reference_bits = given->reference_bits,
    };
    return settle_source(job, tables, plan, given->server);
}
