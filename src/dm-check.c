/* SPDX-License-Identifier: MIT */
/*
 * Whether a device can start a session from what a tree brings (SyncML DM Bootstrap 1.1 section 6.3.3: "sufficient
 * information for the device"): each account needs a server's address and a credential. That a connection is
 * not there is told where it is looked for.
 */
#include "cp-doc.h"
#include "dm-account.h"

struct check {
    struct job *job;
    const struct cpdm_tree *tree;
};

/* A leaf that lets one side show who it is: a password, a stored digest (seed 000 section 6.3.3), or a type of
 * authentication that needs neither (DM StdObj 1.2 section 5.3.1: AAuthType). */
static bool is_credential(const struct dm_node *leaf)
{
    static const char *const types[] = {"X509", "SECURID", "SAFEWORD", "DIGIPASS", "TRANSPORT"};
    cpdm_slice name = leaf->name;
    if (slice_is(name, "ServerPW") || slice_is(name, "ClientPW") || slice_is(name, "Key") ||
        slice_is(name, "AAuthSecret"))
        return leaf->value.length;
    for (size_t i = 0; slice_is(name, "AAuthType") && i < sizeof types / sizeof *types; i++)
        if (slice_is(leaf->value, types[i]))
            return true;
    return false;
}

/* The table's own row has said that the leaf is missing. */
static bool is_said(const struct cpdm_tree *tree, const struct dm_node *account, const char *leaf)
{
    const struct dm_lack *lack = tree->lacks;
    while (lack && (lack->node != account || !slice_is(lack->leaf, leaf)))
        lack = lack->next;
    return lack;
}

/* Where the document's characteristic begins that the account was made of. */
static size_t offset_of(const struct cpdm_tree *tree, const struct dm_node *account)
{
    const struct dm_node *node = account;
    while (node && !node->source)
        node = dm_tree_next_in(account, node);
    if (!node || !tree->document)
        return DIAG_NO_OFFSET;
    const struct cp_node *element = node->source;
    while (element->parent && element->parent->parent)
        element = element->parent;
    return element->offset;
}

static void warn(struct check *check, enum diag_rule rule, const struct dm_node *account, const char *format)
{
    struct job *job = check->job;
    cpdm_slice uri = dm_node_uri(&job->arena, account);
    const char *path = arena_printf(&job->arena, "%.*s", (int)uri.length, uri.length ? uri.data : "");
    if (path)
        diag_warn(&job->diag, rule, offset_of(check->tree, account), path, NULL, format, path);
}

static void check_account(struct check *check, const struct dm_node *account)
{
    bool address = is_said(check->tree, account, "Addr"), credential = false;
    for (const struct dm_node *node = account; !(address && credential) && (node = dm_tree_next_in(account, node));) {
        address = address || dm_node_is_address(node);
        credential = credential || (node->format != CPDM_FORMAT_NODE && is_credential(node));
    }
    if (!address)
        warn(check, CPDM_RULE_ACCOUNT_ADDRESS, account,
             "the account %s has no server address: it cannot start a session");
    if (!credential)
        warn(check, CPDM_RULE_ACCOUNT_CREDENTIAL, account,
             "the account %s has no credential of either side: its sessions are not authenticated");
}

cpdm_status dm_check(struct job *job, const struct cpdm_tree *tree)
{
    struct check check = {job, tree};
    const uint64_t server_id = slice_bit(SLICE("ServerID")) | slice_bit(SLICE("ServerId"));
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL;)
        if (node->format == CPDM_FORMAT_NODE && node->child_names & server_id && dm_account_server(tree, node))
            check_account(&check, node);
    return job->diag.failed ? job->diag.error.status : CPDM_OK;
}
