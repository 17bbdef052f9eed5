/* SPDX-License-Identifier: MIT */
/*
 * What the way back cannot keep apart (design section 6, cp-unlink.c) where connections hold copies of access points: a
 * proxy's access point that says the same as one before it comes back as that one, and a PXPHYSICAL that says the same
 * as one before it is that one, with the TO-NAPIDs of both.
 */
#include "to-tree-special.h"

/* A connection with a proxy and an access point. */
struct way {
    const struct cp_connection *connection, *point; /* point: of the NAPDEF that comes back for its own */
    const struct dm_node *nap;                      /* the copy of that NAPDEF */
    const struct cp_node *physical;                 /* the PXPHYSICAL that it comes back in */
    bool told;                                      /* a TO-NAPID that comes back leads there */
};

struct ways {
    struct engine *engine;
    const struct map_row *row; /* TO-NAPID <-> NAP same-as NAPDEF */
    struct way *first;
    size_t count;
};

/* ---- Subtrees that say the same ---- */

/* The next interior node below `top`, but for `without` and what is below that. */
static const struct dm_node *next_interior(const struct dm_node *top, const struct dm_node *node,
                                           const struct dm_node *without)
{
    do {
        const struct dm_node *below = node == without ? NULL : node->first;
        while (!below && node != top && !node->next)
            node = node->parent;
        node = below ? below : node == top ? NULL : node->next;
    } while (node && (node->format != CPDM_FORMAT_NODE || node == without));
    return node;
}

static bool same_place(const struct dm_node *a, const struct dm_node *a_top, const struct dm_node *b,
                       const struct dm_node *b_top)
{
    for (; a != a_top && b != b_top; a = a->parent, b = b->parent)
        if (!slice_equal(a->name, b->name))
            return false;
    return a == a_top && b == b_top;
}

static bool same_leaves(const struct cpdm_tree *tree, const struct dm_node *a, const struct dm_node *b)
{
    if (a->child_count != b->child_count)
        return false;
    for (const struct dm_node *leaf = a->first; leaf; leaf = leaf->next) {
        const struct dm_node *other = leaf->format == CPDM_FORMAT_NODE ? leaf : dm_tree_child(tree, b, leaf->name);
        if (!other || other->format != leaf->format || (other != leaf && !slice_equal(other->value, leaf->value)))
            return false;
    }
    return true;
}

/* Leaves in any order, interior nodes in one: so do characteristics come back. */
static bool same_below(const struct cpdm_tree *tree, const struct dm_node *a_top, const struct dm_node *a_without,
                       const struct dm_node *b_top, const struct dm_node *b_without)
{
    const struct dm_node *a = a_top, *b = b_top;
    while (a && b && same_place(a, a_top, b, b_top) && same_leaves(tree, a, b)) {
        a = next_interior(a_top, a, a_without);
        b = next_interior(b_top, b, b_without);
    }
    return !a && !b;
}

/* ---- Access points ---- */

/* What the object comes back as: its id, or the number that it has for a name. */
static cpdm_slice id_of(const struct cp_connection *connection)
{
    size_t length = 0;
    if (connection->by_id.id.length)
        return connection->by_id.id;
    while (length < connection->named.id.length && connection->named.id.data[length] != '~')
        length++;
    return slice(connection->named.id.data, length);
}

/* Whether a TO-NAPID can name an access point: INTERNET means another, and of several of one id the first is meant. */
static bool can_be_named(const struct cp_connection *connections, const struct cp_connection *point)
{
    const struct cp_connection *other = connections;
    while (other != point && !slice_equal(id_of(other), id_of(point)))
        other = other->next;
    return other == point && !slice_is(id_of(point), "INTERNET");
}

static const struct dm_node *find_nap(const struct ways *ways, const struct cp_connection *connection)
{
    const struct dm_node *node = connection->object;
    for (uint16_t i = 0; node && i < ways->row->node_segments; i++)
        node =
            node->format == CPDM_FORMAT_NODE ? dm_tree_child(ways->engine->tree, node, ways->row->node_path[i]) : NULL;
    return node;
}

/* The first access point that says the same, one that can be named before others. */
static const struct cp_connection *find_point(const struct ways *ways, const struct dm_node *nap)
{
    const struct cp_connection *found = NULL, *connections = ways->engine->links->connections;
    for (const struct cp_connection *point = connections; point && !point->pxphysical; point = point->next) {
        const struct dm_node *other = find_nap(ways, point);
        bool named = can_be_named(connections, point);
        if ((found && !named) || !other || !same_below(ways->engine->tree, other, NULL, nap, NULL))
            continue;
        found = point;
        if (named)
            break;
    }
    return found;
}

/* ---- PXPHYSICALs ---- */

static void say(struct engine *engine, const struct cp_node *parm, cpdm_fate fate, const char *reason)
{
    struct report_fate *said = &engine->fates[parm->index];
    said->rank = map_fate_rank(fate);
    said->reason = reason;
}

/* The PXPHYSICAL of the same id that says the same as that of way number `index`; its own where none does. */
static const struct cp_node *find_physical(const struct ways *ways, size_t index)
{
    const struct way *own = &ways->first[index];
    for (size_t i = 0; i < index; i++) {
        const struct way *other = &ways->first[i];
        if (slice_equal(id_of(other->connection), id_of(own->connection)) &&
            same_below(ways->engine->tree, other->connection->object, other->nap, own->connection->object, own->nap))
            return other->physical;
    }
    return own->connection->pxphysical;
}

/* What a PXPHYSICAL says that another says: all but where it leads. */
static void lose_physical(struct engine *engine, const struct cp_node *physical)
{
    for (const struct cp_node *parm = physical; (parm = cp_doc_next(physical, parm)) != NULL;)
        if (parm->kind == CPDM_ELEMENT_PARM && parm->name != CP_NAME_TO_NAPID &&
            report_fate_of(engine->report, parm->index) <= CPDM_FATE_NORMALISED)
            say(engine, parm, CPDM_FATE_LOST, "another PXPHYSICAL says the same");
}

static bool stands_in(const struct cp_node *node, const struct cp_node *top)
{
    while (node && node != top)
        node = node->parent;
    return node;
}

/* Its nodes are copies of the other's. */
static void mark_copied(const struct dm_node *object, const struct cp_node *physical)
{
    for (const struct dm_node *node = object; node; node = next_interior(object, node, NULL))
        for (struct dm_node *leaf = node->first; leaf; leaf = leaf->next)
            if (leaf->why == DM_WHY_PARM && stands_in(leaf->source, physical))
                leaf->why = DM_WHY_COPIED;
}

/* The access point of this id that a TO-NAPID before leads to from the same PXPHYSICAL, or NULL. */
static const struct cp_node *find_told(const struct ways *ways, const struct way *way)
{
    for (size_t i = 0; i < ways->count; i++) {
        const struct way *other = &ways->first[i];
        if (other->told && other->physical == way->physical && slice_equal(id_of(other->point), id_of(way->point)))
            return other->connection->napdef;
    }
    return NULL;
}

static void settle_reference(const struct ways *ways, struct way *way, const struct cp_node *parm)
{
    const struct cp_reference *reference = ways->engine->links->reference_of[parm->index];
    const struct cp_node *told = find_told(ways, way);
    bool moves = way->physical != way->connection->pxphysical;
    if (!reference || reference->target != way->connection->napdef)
        return;
    way->told = true;
    if (told)
        say(ways->engine, parm, CPDM_FATE_LOST,
            moves                       ? "another PXPHYSICAL says the same"
            : told == reference->target ? "another one leads there"
                                        : "another one leads to what says the same");
    else if (moves)
        say(ways->engine, parm, CPDM_FATE_NORMALISED, "comes back in the PXPHYSICAL that says the same");
    else if (way->point != way->connection->alone && reference->state == CP_REFERENCE_RESOLVED)
        say(ways->engine, parm, CPDM_FATE_NORMALISED, "an access point before it says the same");
}

/* All ways of the PXPHYSICAL that way number `index` is the first of. */
static void settle_physical(const struct ways *ways, size_t index)
{
    const struct cp_node *own = ways->first[index].connection->pxphysical, *physical = find_physical(ways, index);
    for (size_t i = index; i < ways->count && ways->first[i].connection->pxphysical == own; i++)
        ways->first[i].physical = physical;
    for (const struct cp_node *parm = own->first; parm; parm = parm->next)
        for (size_t i = index; i < ways->count && parm->kind == CPDM_ELEMENT_PARM && parm->name == CP_NAME_TO_NAPID;
             i++)
            if (ways->first[i].connection->pxphysical == own)
                settle_reference(ways, &ways->first[i], parm);
    if (physical == own)
        return;
    lose_physical(ways->engine, own);
    for (size_t i = index; i < ways->count; i++)
        if (ways->first[i].connection->pxphysical == own)
            mark_copied(ways->first[i].connection->object, own);
}

/* ---- All ---- */

/* The row that tells an access point by its copy; NULL where the table has none. */
static const struct map_row *find_row(const struct cpdm_tables *tables)
{
    for (uint16_t i = 0; i < tables->row_count; i++)
        if (tables->rows[i].goal == MAP_GOAL_SAME && tables->rows[i].same_as == CP_NAME_NAPDEF)
            return &tables->rows[i];
    return NULL;
}

static void collect(struct ways *ways)
{
    for (const struct cp_connection *c = ways->engine->links->connections; c; c = c->next) {
        const struct dm_node *nap = c->pxphysical && c->object ? find_nap(ways, c) : NULL;
        if (!nap)
            continue;
        const struct cp_connection *point = find_point(ways, nap);
        ways->first[ways->count++] = (struct way){.connection = c, .point = point ? point : c->alone, .nap = nap};
    }
}

void tree_says_twice(struct engine *engine)
{
    const struct cp_links *links = engine->links;
    struct ways ways = {.engine = engine};
    if (!links->repeated && (links->connection_count < 3 || links->connections->pxphysical))
        return;
    ways.row = find_row(engine->tables);
    if (!ways.row || engine->job->diag.failed)
        return;
    ways.first = arena_array(&engine->job->arena, links->connection_count, sizeof *ways.first);
    if (!ways.first) {
        diag_no_memory(&engine->job->diag);
        return;
    }
    collect(&ways);
    for (size_t i = 0; i < ways.count; i++)
        if (i == 0 || ways.first[i].connection->pxphysical != ways.first[i - 1].connection->pxphysical)
            settle_physical(&ways, i);
}
