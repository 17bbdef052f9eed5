/* SPDX-License-Identifier: MIT */
/*
 * Whether a device can start a session from what a tree brings (SyncML DM Bootstrap 1.1 section 6.3.3: "sufficient
 * information for the device"): each account needs a server's address and a credential, and what it refers to should be
 * there. Accounts are told by their ServerID, as all releases have it (1.1.2 in another spelling).
 */
#include "dm-tree.h"

struct check {
    struct job *job;
    const struct cpdm_tree *tree;
};

static bool is_account(const struct cpdm_tree *tree, const struct dm_node *node)
{
    return node->format == CPDM_FORMAT_NODE &&
           (dm_tree_child(tree, node, SLICE("ServerID")) || dm_tree_child(tree, node, SLICE("ServerId")));
}

/* A leaf that lets one side show who it is: a password, a stored digest (seed 000 section 6.3.3), or a type of
 * authentication that needs neither (DM StdObj 1.2 section 5.3.1: AAuthType). */
static bool is_credential(const struct dm_node *leaf)
{
    static const char *const secrets[] = {"ServerPW", "ClientPW", "Key", "AAuthSecret"};
    static const char *const types[] = {"X509", "SECURID", "SAFEWORD", "DIGIPASS", "TRANSPORT"};
    for (size_t i = 0; leaf->value.length && i < sizeof secrets / sizeof *secrets; i++)
        if (slice_is(leaf->name, secrets[i]))
            return true;
    for (size_t i = 0; slice_is(leaf->name, "AAuthType") && i < sizeof types / sizeof *types; i++)
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

static void warn(struct check *check, enum diag_rule rule, const struct dm_node *node, const char *format)
{
    struct job *job = check->job;
    cpdm_slice uri = dm_node_uri(&job->arena, node);
    const char *path = arena_printf(&job->arena, "%.*s", (int)uri.length, uri.length ? uri.data : "");
    if (path)
        diag_warn(&job->diag, rule, DIAG_NO_OFFSET, path, NULL, format, path);
}

static void check_account(struct check *check, const struct dm_node *account)
{
    bool address = is_said(check->tree, account, "Addr"), credential = false;
    for (const struct dm_node *node = account; (node = dm_tree_next_in(account, node)) != NULL;) {
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

/* Where a reference leads: a whole URI, in the inbox or not (DM Bootstrap 1.2 section 5.4.5), or in 1.1 the name of a
 * connection. Anything else is the device's own (DM StdObj 1.2 section 5.3.1). */
static bool leads_nowhere(const struct cpdm_tree *tree, const struct dm_node *leaf)
{
    struct dm_node *root = (struct dm_node *)&tree->root, *con;
    cpdm_slice uri = leaf->value, inbox = SLICE("./Inbox/");
    if (slice_starts_with(uri, SLICE("./"))) {
        size_t skipped = slice_starts_with(uri, inbox) ? inbox.length : 2;
        return !dm_tree_find_path(tree, root, slice(uri.data + skipped, uri.length - skipped));
    }
    con = dm_tree_find_path(tree, root, SLICE("SyncML/Con"));
    bool named = slice_is(leaf->name, "ConRef") && is_account(tree, leaf->parent) && uri.length;
    return named && !(con && dm_tree_child(tree, con, uri));
}

static bool is_reference(const struct dm_node *node)
{
    return node->format == CPDM_FORMAT_CHR && (slice_is(node->name, "ConRef") || slice_is(node->name, "PrefConRef"));
}

cpdm_status dm_check(struct job *job, const struct cpdm_tree *tree)
{
    struct check check = {job, tree};
    for (const struct dm_node *node = &tree->root; (node = dm_tree_next(node)) != NULL;) {
        if (is_account(tree, node))
            check_account(&check, node);
        else if (is_reference(node) && leads_nowhere(tree, node))
            warn(&check, CPDM_RULE_CONNECTION_NOWHERE, node, "%s leads to a connection that is not in the message");
    }
    return job->diag.failed ? job->diag.error.status : CPDM_OK;
}
