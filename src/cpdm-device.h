/* SPDX-License-Identifier: MIT */
/* The part of cpdm.h for who holds a management tree already: the server that bootstraps a device again, and the
 * device. Included there, in C linkage; not to be included by itself. */
#ifndef CPDM_DEVICE_H
#define CPDM_DEVICE_H

/* The tree that a message means, whatever it is: a CP document by the tables, as their package would bring it; a
 * package, a TNDS document or the lines of a tree as they stand. Says nothing of authenticity: ask
 * cpdm_message_verify(). `options` may be NULL. */
cpdm_status cpdm_message_to_tree(cpdm_translator *translator, const cpdm_tables *tables, const cpdm_message *message,
                                 const cpdm_map_options *options, cpdm_tree **tree);

/* What of a tree from cpdm_map_to_tree() meets what a device has (SyncML DM Bootstrap 1.1 sections 6.2.3 and 7): nodes
 * that are there, servers that are known. Each is refused: the last one is the error, those before it stand among the
 * warnings with severity error. With `rebootstrap` they are warnings, and the account of a known server goes to the
 * node where it lives; the account of another server is refused in any case. `existing` may be another translator's. */
cpdm_status cpdm_tree_meet(cpdm_translator *translator, cpdm_tree *tree, const cpdm_tree *existing, bool rebootstrap);

/* Only the nonces (AAUTHDATA) of a tree from cpdm_map_to_tree(), at the accounts and credentials where `existing` has
 * them. Warns of a nonce that has no such place; CPDM_ERROR_DOCUMENT when none has. */
cpdm_status cpdm_tree_reset_nonces(cpdm_translator *translator, const cpdm_tree *tree, const cpdm_tree *existing,
                                   cpdm_tree **nonces);

/* ---- The store of a device: its tree, and what is known of the nodes in it ---- */

typedef struct cpdm_store cpdm_store;

/* Reads what cpdm_store_write() has written; `message` NULL: a new store. It lives in this translator, which is to have
 * no other use. The caller's limits count for what is read; what is added is limited by the messages' own. */
cpdm_status cpdm_store_open(cpdm_translator *translator, const cpdm_message *message, cpdm_store **store);

typedef enum cpdm_precedence {
    CPDM_PRECEDENCE_NONE,      /* who comes first */
    CPDM_PRECEDENCE_DM_OVER_CP /* what a DM message has set stays; what a CP message has set gives way to one */
} cpdm_precedence;

typedef struct cpdm_store_options {
    const char *source;  /* where the message came from; NULL is "ota". "user": what the user adds to what is there */
    const char *tps;     /* PROVURL of the trusted provisioning server; NULL: as the CP document says, or none */
    const char *context; /* the name of its configuration context; NULL likewise */
    bool privileged;     /* protected with a network key, or vouched for: may change the privileged context */
    bool rebootstrap;    /* the device was put into the state for it */
    cpdm_precedence precedence;
} cpdm_store_options;

/* A bootstrap message into the store. `translator` is the message's, and so is the tree, which must live as long as the
 * store. ACLs are not asked (section 6.2.3); each object gets the one it brings, else Get, Replace and Delete for the
 * servers of the message. After a failure the store is not to be used. `options` may be NULL. */
cpdm_status cpdm_store_apply(cpdm_translator *translator, cpdm_store *store, cpdm_tree *tree,
                             const cpdm_store_options *options);

/* Deletes what came from a source, with all below it: a smart card that is no longer there. A warning where there is
 * nothing. */
cpdm_status cpdm_store_forget(cpdm_store *store, const char *source);

/* The user puts the device into the state in which the next message may overwrite what is there (section 7). */
void cpdm_store_allow_rebootstrap(cpdm_store *store);

typedef enum cpdm_change_kind { CPDM_CHANGE_ADDED, CPDM_CHANGE_REPLACED, CPDM_CHANGE_DELETED } cpdm_change_kind;

typedef struct cpdm_change {
    cpdm_change_kind kind;
    cpdm_node node; /* as it is now; deleted: as it was */
} cpdm_change;

/* Called for each node that was changed since the store was opened, in the order it happened; false stops. */
typedef bool cpdm_change_function(void *data, const cpdm_change *change);
void cpdm_store_changes(const cpdm_store *store, cpdm_change_function *function, void *data);

/* The store as a TNDS document in XML that holds it all: equal stores are equal octets. The store is done then. */
cpdm_status cpdm_store_write(cpdm_store *store, cpdm_slice *text);

#endif
