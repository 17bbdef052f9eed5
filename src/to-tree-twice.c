/* SPDX-License-Identifier: MIT */
/*
 * What the way back cannot keep apart (design section 6, cp-unlink.c) where connections hold copies of access points: a
 * proxy's access point that says the same as one before it comes back as that one, and a PXPHYSICAL that says the same
 * as one before it is that one, with the TO-NAPIDs of both.
 */
#include "bytes.h"
#include "dm-same.h"
#include "to-tree-special.h"

/* A connection with a proxy and an access point. */
struct way {
    const struct cp_connection *connection, *point; /* point: of the NAPDEF that comes back for its own */
    const struct dm_node *nap;                      /* the copy of that NAPDEF */
    const struct cp_node *physical;                 /* the PXPHYSICAL that it comes back in */
};

struct ways {
    struct engine *engine;
    const struct map_row *row; /* TO-NAPID <-> NAP same-as NAPDEF */
    struct way *first;
    size_t count;
    struct point **point_of; /* of each access point, which has its number */
    size_t point_count;
    struct dm_sayings points;    /* struct point */
    struct dm_sayings physicals; /* struct physical */
    struct cp_index told;        /* the NAPDEFs of ways that are told, by PXPHYSICAL and id */
};

/* What access points say, and the first that says so: one that can be named before others. */
struct point {
    struct dm_saying saying;
    const struct cp_connection *connection;
    bool named;
};

/* What PXPHYSICALs of one id say, and the one that comes back. */
struct physical {
    struct dm_saying saying;
    const struct cp_node *node;
};

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

static const struct dm_node *find_nap(const struct ways *ways, const struct cp_connection *connection)
{
    const struct dm_node *node = connection->object;
    for (uint16_t i = 0; node && i < ways->row->node_segments; i++)
        node =
            node->format == CPDM_FORMAT_NODE ? dm_tree_child(ways->engine->tree, node, ways->row->node_path[i]) : NULL;
    return node && node->format == CPDM_FORMAT_NODE ? node : NULL;
}

/* An access point, after all before it. */
static bool add_point(struct ways *ways, struct cp_connection *connection, bool named)
{
    struct dm_saying saying = {.id = SLICE(""), .top = find_nap(ways, connection)};
    if (!saying.top)
        return true;
    struct dm_saying **slot = dm_sayings_find(&ways->points, &saying);
    struct point *point = *slot ? (struct point *)*slot : job_alloc(ways->engine->job, sizeof *point);
    if (!point)
        return false;
    if (!*slot || (named && !point->named))
        *point = (struct point){.saying = saying, .connection = connection, .named = named};
    *slot = &point->saying;
    ways->point_of[ways->point_count++] = point;
    connection->point = (uint32_t)ways->point_count;
    return true;
}

/* A TO-NAPID can name an access point unless INTERNET means another; of several of one id the first is meant. */
static bool collect_points(struct ways *ways)
{
    struct job *job = ways->engine->job;
    const struct cp_links *links = ways->engine->links;
    struct cp_index ids = {0};
    for (struct cp_connection *c = links->connections; c && !c->pxphysical; c = c->next) {
        cpdm_slice id = id_of(c);
        struct cp_index_entry **place = cp_index_place(&ids, job, id);
        bool named = !*place;
        if (named && !cp_index_add(&ids, job, place, id, c->napdef))
            return false;
        if (!add_point(ways, c, named && !slice_is(id, "INTERNET")))
            return false;
    }
    return true;
}

/* The first access point that says the same, one that can be named before others: nearly always its own says so. */
static const struct cp_connection *find_point(const struct ways *ways, const struct cp_connection *alone,
                                              const struct dm_node *nap)
{
    struct dm_saying saying = {.id = SLICE(""), .top = nap};
    const struct point *point = alone->point ? ways->point_of[alone->point - 1] : NULL;
    if (!point || !dm_same(&ways->points, &point->saying, &saying))
        point = (const struct point *)*dm_sayings_find(&ways->points, &saying);
    return point ? point->connection : alone;
}

/* ---- PXPHYSICALs ---- */

static void say(struct engine *engine, const struct cp_node *parm, cpdm_fate fate, const char *reason)
{
    struct report_fate *said = &engine->fates[parm->index];
    said->decision.rank = map_fate_rank(fate);
    said->reason = reason;
}

/* The PXPHYSICAL of the same id before it that says the same. Where none does it is `own`, from now on. NULL after a
 * failure. */
static const struct cp_node *find_physical(const struct ways *ways, const struct way *way, const struct cp_node *own)
{
    struct dm_saying saying = {.id = id_of(way->connection), .top = way->connection->object, .without = way->nap};
    struct dm_saying **slot = dm_sayings_find(&ways->physicals, &saying);
    struct physical *physical = *slot ? (struct physical *)*slot : job_alloc(ways->engine->job, sizeof *physical);
    if (!physical)
        return NULL;
    if (!*slot)
        *physical = (struct physical){saying, own};
    *slot = &physical->saying;
    return physical->node;
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
    for (const struct dm_node *node = object; node; node = dm_same_next(object, node, NULL))
        for (struct dm_node *leaf = node->first; leaf; leaf = leaf->next)
            if (leaf->why == DM_WHY_PARM && stands_in(leaf->source, physical))
                leaf->why = DM_WHY_COPIED;
}

/* ---- TO-NAPIDs ---- */

/* The octets of the pointer, then the id; `data` NULL when there is no memory. */
static cpdm_slice told_key(struct engine *engine, const struct way *way)
{
    cpdm_slice id = id_of(way->point), physical = slice((const char *)&way->physical, sizeof way->physical), key;
    struct bytes_writer out = bytes_writer(&engine->job->arena, physical.length + id.length);
    bytes_put_slice(&out, physical);
    bytes_put_slice(&out, id);
    if (bytes_finish(&out, &key))
        return key;
    diag_no_memory(&engine->job->diag);
    return slice(NULL, 0);
}

/* Notes that a TO-NAPID leads to the way's access point. The one of the same id that another led to before it from the
 * same PXPHYSICAL, or NULL. */
static const struct cp_node *tell(struct ways *ways, struct way *way)
{
    struct job *job = ways->engine->job;
    cpdm_slice key = told_key(ways->engine, way);
    struct cp_index_entry **place = key.data ? cp_index_place(&ways->told, job, key) : NULL;
    if (place && *place)
        return (*place)->node;
    if (place)
        cp_index_add(&ways->told, job, place, key, way->connection->napdef);
    return NULL;
}

static void settle_reference(struct ways *ways, struct way *way, const struct cp_reference *reference)
{
    const struct cp_node *told = tell(ways, way);
    bool moves = way->physical != way->connection->pxphysical;
    if (told)
        say(ways->engine, reference->parm, CPDM_FATE_LOST,
            moves                       ? "another PXPHYSICAL says the same"
            : told == reference->target ? "another one leads there"
                                        : "another one leads to what says the same");
    else if (moves)
        say(ways->engine, reference->parm, CPDM_FATE_NORMALISED, "comes back in the PXPHYSICAL that says the same");
    else if (way->point != way->connection->alone && reference->state == CP_REFERENCE_RESOLVED)
        say(ways->engine, reference->parm, CPDM_FATE_NORMALISED, "an access point before it says the same");
}

/* The way through a PXPHYSICAL that one of its TO-NAPIDs leads to, or NULL. */
static struct way *find_way(const struct ways *ways, const struct cp_node *own, const struct cp_node *parm)
{
    const struct cp_reference *reference = ways->engine->links->reference_of[parm->index];
    const struct cp_connection *alone = reference ? reference->connection : NULL;
    struct way *way = alone && alone->way ? &ways->first[alone->way - 1] : NULL;
    return way && way->connection->pxphysical == own ? way : NULL;
}

/* All ways of one PXPHYSICAL, the first of which is number `from`; returns the number behind the last. */
static size_t settle_physical(struct ways *ways, size_t from)
{
    const struct engine *engine = ways->engine;
    const struct cp_node *own = ways->first[from].connection->pxphysical;
    const struct cp_node *physical = find_physical(ways, &ways->first[from], own);
    size_t end = from;
    for (; end < ways->count && ways->first[end].connection->pxphysical == own; end++) {
        struct way *way = &ways->first[end];
        if (!physical || (end > from && !find_physical(ways, way, physical)))
            return ways->count;
        way->physical = physical;
        way->connection->alone->way = (uint32_t)end + 1;
    }
    for (const struct cp_node *parm = own->first; parm; parm = parm->next) {
        bool leads = parm->kind == CPDM_ELEMENT_PARM && parm->name == CP_NAME_TO_NAPID;
        struct way *way = leads ? find_way(ways, own, parm) : NULL;
        if (way)
            settle_reference(ways, way, engine->links->reference_of[parm->index]);
    }
    if (physical == own)
        return end;
    lose_physical(ways->engine, own);
    for (size_t i = from; i < end; i++)
        mark_copied(ways->first[i].connection->object, own);
    return end;
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

static bool make_tables(struct ways *ways, size_t connections)
{
    struct job *job = ways->engine->job;
    const struct cpdm_tree *tree = ways->engine->tree;
    ways->first = arena_array(&job->arena, connections, sizeof *ways->first);
    ways->point_of = arena_array(&job->arena, connections, sizeof *ways->point_of);
    if (!ways->first || !ways->point_of)
        diag_no_memory(&job->diag);
    return ways->point_of && dm_sayings_begin(&ways->points, job, tree, connections) &&
           dm_sayings_begin(&ways->physicals, job, tree, connections);
}

static void collect(struct ways *ways)
{
    for (const struct cp_connection *c = ways->engine->links->connections; c; c = c->next) {
        const struct dm_node *nap = c->alone ? find_nap(ways, c) : NULL;
        if (!nap)
            continue;
        ways->first[ways->count++] =
            (struct way){.connection = c, .point = find_point(ways, c->alone, nap), .nap = nap};
    }
}

void tree_says_twice(struct engine *engine)
{
    const struct cp_links *links = engine->links;
    if (!links->repeated && (links->connection_count < 3 || links->connections->pxphysical))
        return;
    struct ways ways = {.engine = engine, .row = find_row(engine->tables)};
    if (!ways.row || engine->job->diag.failed)
        return;
    if (!make_tables(&ways, links->connection_count) || !collect_points(&ways))
        return;
    collect(&ways);
    for (size_t i = 0; i < ways.count && !engine->job->diag.failed;)
        i = settle_physical(&ways, i);
}
