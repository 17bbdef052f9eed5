/* SPDX-License-Identifier: MIT */
/* A tree that is to come and a tree that is there: what of the one meets what of the other. */
#ifndef DM_MEET_H
#define DM_MEET_H

#include "dm-tree.h"

enum dm_meeting_kind {
    DM_MEET_NOTHING,      /* the place is free */
    DM_MEET_SERVER,       /* an account, and its server has one there */
    DM_MEET_NODE,         /* a node of this URI is there: a name-space collision */
    DM_MEET_INSIDE,       /* the place is free, in an object that is there */
    DM_MEET_OTHER_SERVER, /* a node of this URI is there, and is the account of a server that is not this one's */
    DM_MEET_ELSEWHERE,    /* as SERVER, in a place where this account cannot go */
    DM_MEET_LEAF          /* what is to be above the node is a leaf there */
};

/* The hint where a message would change what only the operator's own may. */
#define DM_MEET_VOUCH "--privileged vouches for the message: it came a way that the operator alone has"

/* One object of the tree to come: the highest node that it does not presuppose. */
struct dm_meeting {
    struct dm_meeting *next;
    enum dm_meeting_kind kind;
    struct dm_node *node;
    struct dm_node *there; /* what it meets; NULL: nothing */
    struct dm_node *above; /* the lowest node there that is above the place */
    cpdm_slice server;     /* the identifier that SERVER, OTHER_SERVER and ELSEWHERE are about */
    unsigned refusal;      /* enum diag_rule: why not; 0: it may */
};

/* All objects of `tree`, in its order, and what each meets. `through`: an interior node that is there is no object, but
 * what is below it. CPDM_OK, or no memory. */
cpdm_status dm_meet(struct job *job, const struct cpdm_tree *tree, const struct cpdm_tree *there, bool through,
                    struct dm_meeting **meetings);

/* Why it may not, by seed 000 section 7: never, or unless the device is to be bootstrapped again; 0 when it may. */
unsigned dm_meeting_refusal(const struct dm_meeting *meeting, bool rebootstrap);

/* An account goes to the node where its server's account lives. CPDM_OK, or the failure: another object of the tree has
 * that name. */
cpdm_status dm_meeting_move(struct job *job, struct cpdm_tree *tree, const struct dm_meeting *meeting);

/* dm-meet-say.c: tells every refusal, the last one as the failure whose status is returned; else warns of everything
 * that is met, where `warn`. */
cpdm_status dm_meet_say(struct job *job, const struct cpdm_tree *tree, const struct dm_meeting *meetings, bool warn);

#endif
