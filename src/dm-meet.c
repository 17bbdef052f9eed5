/* SPDX-License-Identifier: MIT */
/*
 * Name-space collisions and known servers (SyncML DM Bootstrap 1.1, seed 000: section 6.2.3, every item is processed
 * "provided that no name space collisions occur"; section 7, "even if the server identifier matches an existing one").
 * New information overwrites what is there for a known server, so its account goes to the node where it lives; the
 * account of another server is nobody's to overwrite.
 */
#include "dm-meet.h"

#include "dm-account.h"
#include "dm-tree-edit.h"

/* Where a node of the tree to come would be. */
struct place {
    struct dm_node *there; /* NULL: nothing is there */
    struct dm_node *above; /* the lowest node there is on the way */
};

/* Down the path as far as there is one; false where it is not there to its end. */
static bool go_down(const struct cpdm_tree *there, cpdm_slice path, struct dm_node **node)
{
    for (cpdm_slice rest = path; rest.length;) {
        const char *slash = memchr(rest.data, '/', rest.length);
        size_t length = slash ? (size_t)(slash - rest.data) : rest.length;
        struct dm_node *child = dm_tree_child(there, *node, slice(rest.data, length));
        if (child)
            *node = child;
        if (!child || child->format != CPDM_FORMAT_NODE)
            return false;
        rest = slice(rest.data + length, rest.length - length);
        rest = slash ? slice(slash + 1, rest.length - 1) : rest;
    }
    return true;
}

static struct place find_place(const struct cpdm_tree *there, const struct dm_node *node)
{
    struct place place = {.above = (struct dm_node *)&there->root};
    if (!node->parent->parent || go_down(there, dm_node_path(node->parent), &place.above))
        place.there = dm_tree_child(there, place.above, node->name);
    return place;
}

/* ---- What an object meets ---- */

/* The account that is there for a server of the object, and which server; NULL when all are unknown. */
static struct dm_node *find_known(const struct cpdm_tree *tree, const struct dm_node *object,
                                  const struct cpdm_tree *there, const struct place *place, cpdm_slice *server)
{
    const struct dm_node *here = place->there ? dm_account_server(there, place->there) : NULL;
    for (const struct dm_account *account = tree->accounts; account; account = account->next) {
        if (account->object != object)
            continue;
        *server = account->server_id;
        if (here && slice_equal(here->value, *server))
            return place->there; /* a server that has several accounts: the one of this name */
        struct dm_node *known = dm_account_find(there, *server);
        if (known)
            return known;
    }
    return NULL;
}

/* The server whose account is at or below a node that is there; `data` NULL: there is none. */
static cpdm_slice find_server(const struct cpdm_tree *there, const struct dm_node *top)
{
    for (const struct dm_node *node = top; node; node = dm_tree_next_in(top, node)) {
        const struct dm_node *leaf = node->format == CPDM_FORMAT_NODE ? dm_account_server(there, node) : NULL;
        if (leaf)
            return leaf->value;
    }
    return slice(NULL, 0);
}

static void meet_account(struct dm_meeting *meeting, const struct place *place, struct dm_node *known)
{
    bool here = place->there == known;
    bool beside = meeting->node->format == CPDM_FORMAT_NODE &&
                  slice_equal(meeting->node->parent->uri, known->parent->uri) && !known->permanent;
    meeting->kind = here || beside ? DM_MEET_SERVER : DM_MEET_ELSEWHERE;
    meeting->there = known;
}

/* A leaf that would make an account another server's. */
static bool takes_account(const struct cpdm_tree *there, const struct dm_meeting *meeting)
{
    const struct dm_node *leaf = meeting->there;
    return leaf->format != CPDM_FORMAT_NODE && dm_account_server(there, leaf->parent) == leaf &&
           !slice_equal(leaf->value, meeting->node->value);
}

static void meet_node(struct dm_meeting *meeting, const struct cpdm_tree *there)
{
    meeting->server = takes_account(there, meeting) ? meeting->there->value : find_server(there, meeting->there);
    meeting->kind = meeting->server.data ? DM_MEET_OTHER_SERVER : DM_MEET_NODE;
}

static void meet(struct dm_meeting *meeting, const struct cpdm_tree *tree, const struct cpdm_tree *there,
                 const struct place *place)
{
    struct dm_node *known = find_known(tree, meeting->node, there, place, &meeting->server);
    meeting->there = place->there;
    meeting->above = place->above;
    if (known)
        meet_account(meeting, place, known);
    else if (place->there)
        meet_node(meeting, there);
    else if (place->above->format != CPDM_FORMAT_NODE)
        meeting->kind = DM_MEET_LEAF;
    else
        meeting->kind = place->above->permanent ? DM_MEET_NOTHING : DM_MEET_INSIDE;
}

/* What is below it is looked at, and not the node itself. */
static bool is_passed(const struct dm_node *node, const struct dm_node *there, bool through)
{
    if (node->permanent)
        return true;
    return node->format == CPDM_FORMAT_NODE && there && there->format == CPDM_FORMAT_NODE &&
           (through || there->permanent);
}

cpdm_status dm_meet(struct job *job, const struct cpdm_tree *tree, const struct cpdm_tree *there, bool through,
                    struct dm_meeting **meetings)
{
    struct dm_node *node = tree->root.first;
    while (node) {
        struct place place = find_place(there, node);
        if (is_passed(node, place.there, through)) {
            node = dm_tree_next(node);
            continue;
        }
        struct dm_meeting *meeting = job_alloc(job, sizeof *meeting);
        if (!meeting)
            return job->diag.error.status;
        *meeting = (struct dm_meeting){.node = node};
        meet(meeting, tree, there, &place);
        *meetings = meeting;
        meetings = &meeting->next;
        node = dm_tree_skip(node);
    }
    *meetings = NULL;
    return CPDM_OK;
}

unsigned dm_meeting_refusal(const struct dm_meeting *meeting, bool rebootstrap)
{
    switch (meeting->kind) {
    case DM_MEET_NOTHING: return 0;
    case DM_MEET_SERVER: return rebootstrap ? 0 : CPDM_RULE_SERVER_KNOWN;
    case DM_MEET_NODE: return rebootstrap ? 0 : CPDM_RULE_NODE_EXISTS;
    case DM_MEET_INSIDE: return rebootstrap ? 0 : CPDM_RULE_NODE_INSIDE;
    case DM_MEET_OTHER_SERVER: return CPDM_RULE_NODE_OTHER_SERVER;
    case DM_MEET_ELSEWHERE: return CPDM_RULE_ACCOUNT_ELSEWHERE;
    case DM_MEET_LEAF: return CPDM_RULE_NODE_BLOCKED;
    }
    return CPDM_RULE_NODE_BLOCKED;
}

cpdm_status dm_meeting_move(struct job *job, struct cpdm_tree *tree, const struct dm_meeting *meeting)
{
    const struct dm_node *there = meeting->there;
    if (meeting->kind != DM_MEET_SERVER || slice_equal(meeting->node->name, there->name))
        return CPDM_OK;
    if (dm_tree_child(tree, meeting->node->parent, there->name))
        return diag_fail(
            &job->diag, CPDM_RULE_ACCOUNT_ELSEWHERE, DIAG_NO_OFFSET, NULL, NULL,
            "the account of the server \"%.*s\" belongs to %.*s, which another object of the message wants",
            DIAG_TEXT(meeting->server), (int)there->uri.length, there->uri.data);
    return dm_tree_rename(job, tree, meeting->node, there->name) ? CPDM_OK : diag_no_memory(&job->diag);
}
