/* SPDX-License-Identifier: MIT */
/*
 * Nonce reset (SyncML DM Bootstrap 1.1, seed 000 section 7, situation 3: client and server "no longer have the same
 * value stored for the next nonce"). Which nodes are nonces the table has said: AAUTHDATA stands behind them. A nonce
 * goes to the account of the same server and, where a credential is an object of its own, to the one of the same level
 * and type, whatever it is called there.
 */
#include "dm-nonce.h"

#include "cp-doc.h"
#include "dm-account.h"
#include "dm-tree-edit.h"

struct reset {
    struct job *job;
    const struct cpdm_tree *tree, *there;
    struct cpdm_tree *nonces;
};

static bool is_parm(const struct dm_node *node, enum cp_name name)
{
    const struct cp_node *parm = node->format == CPDM_FORMAT_NODE ? NULL : node->source;
    return parm && parm->name == name;
}

/* The leaf of a credential that says this parm, or NULL. */
static const struct dm_node *find_leaf(const struct dm_node *credential, enum cp_name name)
{
    const struct dm_node *leaf = credential->first;
    while (leaf && !is_parm(leaf, name))
        leaf = leaf->next;
    return leaf;
}

/* Whether an object that is there says the same of this parm; what it does not say contradicts nothing. */
static bool agrees(const struct reset *reset, const struct dm_node *there, const struct dm_node *credential,
                   enum cp_name name)
{
    const struct dm_node *leaf = find_leaf(credential, name);
    const struct dm_node *twin = leaf ? dm_tree_child(reset->there, there, leaf->name) : NULL;
    return !twin || slice_equal(twin->value, leaf->value);
}

static bool is_same_credential(const struct reset *reset, const struct dm_node *there, const struct dm_node *credential)
{
    const struct dm_node *level = find_leaf(credential, CP_NAME_AAUTHLEVEL);
    return there->format == CPDM_FORMAT_NODE && (!level || dm_tree_child(reset->there, there, level->name)) &&
           agrees(reset, there, credential, CP_NAME_AAUTHLEVEL) && agrees(reset, there, credential, CP_NAME_AAUTHTYPE);
}

/* The credential that is there; without leaves that tell, by its name. */
static struct dm_node *find_credential(const struct reset *reset, struct dm_node *parent,
                                       const struct dm_node *credential)
{
    struct dm_node *there = dm_tree_child(reset->there, parent, credential->name);
    if (there && is_same_credential(reset, there, credential))
        return there;
    if (!find_leaf(credential, CP_NAME_AAUTHLEVEL))
        return NULL;
    for (there = parent->first; there && !is_same_credential(reset, there, credential);)
        there = there->next;
    return there;
}

/* Where the parent of a nonce is in the account that is there: from the account down, level by level. */
static struct dm_node *find_parent(const struct reset *reset, const struct dm_node *parent,
                                   const struct dm_node *object, struct dm_node *there)
{
    for (const struct dm_node *done = object; there && done != parent;) {
        const struct dm_node *next = parent;
        while (next->parent != done)
            next = next->parent;
        there = there->format == CPDM_FORMAT_NODE ? find_credential(reset, there, next) : NULL;
        done = next;
    }
    return there && there->format == CPDM_FORMAT_NODE ? there : NULL;
}

/* The same node in the new tree, with all above it. They are on the device: none of them is sent. */
static struct dm_node *make_parent(struct reset *reset, const struct dm_node *there)
{
    struct dm_node *node = &reset->nonces->root;
    cpdm_slice rest = dm_node_path(there);
    while (node && rest.length) {
        const char *slash = memchr(rest.data, '/', rest.length);
        cpdm_slice name = slice(rest.data, slash ? (size_t)(slash - rest.data) : rest.length);
        struct dm_node *child = dm_tree_child(reset->nonces, node, name);
        node = child ? child : dm_tree_add(reset->job, reset->nonces, node, name, slice_bit(name), CPDM_FORMAT_NODE);
        if (node)
            node->permanent = true;
        rest = slash ? slice(slash + 1, rest.length - name.length - 1) : slice(NULL, 0);
    }
    return node;
}

static cpdm_status put_nonce(struct reset *reset, const struct dm_node *nonce, const struct dm_node *there)
{
    struct dm_node *parent = make_parent(reset, there);
    if (!parent)
        return reset->job->diag.error.status;
    if (dm_tree_child(reset->nonces, parent, nonce->name))
        return CPDM_OK; /* two credentials of a document that are one on the device: the first */
    struct dm_node *leaf = dm_tree_add_leaf(reset->job, reset->nonces, parent, &nonce->name, slice_bit(nonce->name),
                                            (struct dm_marks){.format = nonce->format, .secret = nonce->secret});
    if (!leaf)
        return reset->job->diag.error.status;
    leaf->value = nonce->value;
    leaf->source = nonce->source;
    return CPDM_OK;
}

static void warn(struct reset *reset, const struct dm_node *node, const char *format, cpdm_slice server)
{
    const struct cp_node *parm = node ? node->source : NULL;
    diag_warn(&reset->job->diag, CPDM_RULE_NONCE_NOWHERE, parm ? parm->offset : DIAG_NO_OFFSET,
              parm ? cp_doc_path(&reset->job->arena, parm) : NULL, NULL, format, DIAG_TEXT(server));
}

static cpdm_status reset_account(struct reset *reset, const struct dm_account *account)
{
    struct dm_node *there = dm_account_find(reset->there, account->server_id);
    cpdm_status status = CPDM_OK;
    if (!there)
        warn(reset, NULL, "the server \"%.*s\" has no account there: its nonces are left out", account->server_id);
    for (const struct dm_node *node = account->object; there && node && !status;
         node = dm_tree_next_in(account->object, node)) {
        if (!is_parm(node, CP_NAME_AAUTHDATA))
            continue;
        const struct dm_node *parent = find_parent(reset, node->parent, account->object, there);
        if (parent)
            status = put_nonce(reset, node, parent);
        else
            warn(reset, node, "the account of the server \"%.*s\" has no such credential: its nonce is left out",
                 account->server_id);
    }
    return status;
}

cpdm_status dm_nonce_tree(struct job *job, const struct cpdm_tree *tree, const struct cpdm_tree *there,
                          struct cpdm_tree **nonces)
{
    struct reset reset = {job, tree, there, job_alloc(job, sizeof(struct cpdm_tree))};
    cpdm_status status = CPDM_OK;
    if (!reset.nonces)
        return job->diag.error.status;
    dm_tree_init(reset.nonces);
    reset.nonces->server = tree->server;
    reset.nonces->document = tree->document;
    for (const struct dm_account *account = tree->accounts; account && !status; account = account->next)
        status = reset_account(&reset, account);
    *nonces = reset.nonces;
    if (status || reset.nonces->count)
        return status;
    return diag_fail(&job->diag, CPDM_RULE_NONCE_NOWHERE, DIAG_NO_OFFSET, NULL, NULL,
                     "no nonce of the document belongs to an account that is there");
}
