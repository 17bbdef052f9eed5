/* SPDX-License-Identifier: MIT */
/*
 * The store of a device: a management tree and what is known of its nodes. store.c opens and writes it, store-state.c
 * turns what is known into nodes and back, store-sender.c tells whose a message is, store-apply.c decides what of it
 * may come in, store-merge.c brings it in.
 */
#ifndef STORE_H
#define STORE_H

#include "dm-meet.h"

/* A configuration context that belongs to a trusted provisioning server (seed 004 section 5). What belongs to none has
 * none. */
struct store_context {
    struct store_context *next;
    cpdm_slice tps, name;
    bool privileged;
    unsigned allow; /* CONTEXT-ALLOW of the privileged one: how many others there may be */
    uint32_t number;
    bool used;
};

enum { STORE_ALLOW_ALL = 255 };

/* Who set a node, and what is below it where nothing else is said: dm_node's `source` in the store's tree. */
struct store_origin {
    cpdm_slice source;
    struct store_context *context; /* NULL: none */
    cpdm_slice profile;            /* "cp" or "dm", where that is kept; else empty */
};

struct store_change {
    struct store_change *next;
    cpdm_change change;
};

struct cpdm_store {
    struct job *job;
    struct cpdm_tree *tree;
    struct store_context *contexts;
    bool rebootstrap;
    struct store_change *changes, **changes_end;
};

/* ---- store-state.c ---- */

/* The node that is the store's own, at the root. */
bool store_is_reserved(cpdm_slice name);

/* From the node, which is taken out of the tree. */
cpdm_status store_state_read(struct cpdm_store *store);
cpdm_status store_state_write(struct cpdm_store *store);

/* ---- store-sender.c ---- */

static inline bool store_is_user(const struct store_origin *origin)
{
    return origin && slice_is(origin->source, "user");
}

/* The nearest origin at or above a node, or NULL. */
const struct store_origin *store_owner(const struct dm_node *node);

/* Contexts in which nothing is are forgotten. */
void store_drop_contexts(struct cpdm_store *store);

/* One message on its way into the store. */
struct arrival {
    struct job *job; /* of the message: its complaints */
    struct cpdm_store *store;
    struct cpdm_tree *tree;
    const cpdm_store_options *options;
    struct store_origin origin;
    cpdm_slice tps, context;        /* of the sender; empty: none */
    const struct cp_node *provurl;  /* the parm that says `tps`, or NULL */
    const struct cp_node *allowing; /* the CONTEXT-ALLOW, or NULL */
    unsigned allow;
    bool user, rebootstrap;
};

/* Fills what the document and the options say of the sender. */
cpdm_status store_sender_read(struct arrival *arrival);

/* Whether the sender may change what has this origin; else the rule that says no. */
unsigned store_sender_refusal(const struct arrival *arrival, const struct store_origin *owner);

/* The context that the message's nodes will belong to. */
cpdm_status store_sender_enter(struct arrival *arrival);

/* ---- store-apply.c, store-merge.c ---- */

cpdm_status store_apply(struct arrival *arrival);
cpdm_status store_forget(struct cpdm_store *store, cpdm_slice source);

/* Brings one object in, in the place of what is there. */
cpdm_status store_merge(struct arrival *arrival, const struct dm_meeting *meeting);

/* A node and all below it are deleted; dm_tree_rehash() is the caller's. False when there is no memory. */
bool store_delete(struct cpdm_store *store, struct dm_node *node);

#endif
