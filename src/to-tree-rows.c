/* SPDX-License-Identifier: MIT */
/* Rows applied: one parm, one value, one node (design section 6). What finds its node taken is lost, and said to be. */
#include "to-tree-leaf.h"
#include "to-tree-special.h"

void rows_warn(struct engine *engine, unsigned rule, const struct cp_node *parm, const char *reason)
{
    diag_warn(&engine->job->diag, (enum diag_rule)rule, parm->offset, cp_doc_path(&engine->job->arena, parm), NULL,
              "%.*s: %s", DIAG_TEXT(parm->text), reason);
}

static struct dm_node *find_below(const struct engine *engine, struct dm_node *target, const struct map_row *row)
{
    for (uint16_t i = 0; target && i + 1 < row->node_segments; i++)
        target = dm_tree_child(engine->tree, target, row->node_path[i]);
    return target;
}

/* The interior node where a row's leaf hangs, where it is there already: nearly always the section's own. */
static inline struct dm_node *find_parent(const struct engine *engine, struct dm_node *target,
                                          const struct map_row *row)
{
    return row->node_segments == 1 ? target : find_below(engine, target, row);
}

static struct dm_node *make_parent(struct engine *engine, struct dm_node *target, const struct map_row *row)
{
    for (uint16_t i = 0; target && i + 1 < row->node_segments; i++) {
        cpdm_slice name = row->node_path[i];
        struct dm_node *child = dm_tree_child(engine->tree, target, name);
        target = child ? child : dm_tree_add_interior(engine->job, engine->tree, target, name, slice_bit(name));
    }
    return target;
}

struct dm_node *rows_find_leaf(const struct engine *engine, struct dm_node *target, const struct map_row *row)
{
    struct dm_node *parent = find_parent(engine, target, row);
    return parent ? dm_tree_find(engine->tree, parent, row->taker->leaf, map_bit(row->taker->leaf_number)) : NULL;
}

/* leaf_add() for all that is not the everyday parm. */
APART static struct dm_node *add_leaf(struct engine *engine, struct instance *instance, struct dm_node *parent,
                                      const struct map_taker *taker, cpdm_slice text, const struct cp_node *source)
{
    struct dm_node *leaf = leaf_add(engine, instance, parent, taker, source);
    if (leaf)
        leaf->value = text;
    return leaf;
}

struct dm_node *rows_make_leaf(struct engine *engine, struct instance *instance, const struct map_row *row,
                               cpdm_slice text, const struct cp_node *source)
{
    struct dm_node *parent = make_parent(engine, instance->target, row);
    return parent ? add_leaf(engine, instance, parent, row->taker, text, source) : NULL;
}

RARE struct dm_node *leaf_add_late(struct engine *engine, struct instance *instance, struct dm_node *parent,
                                   const struct map_taker *taker, const struct cp_node *source)
{
    struct dm_node *leaf =
        dm_tree_add_late(engine->job, engine->tree, parent, &taker->leaf, map_bit(taker->leaf_number), taker->marks);
    return leaf ? leaf_fill(instance, leaf, taker, source) : NULL;
}

bool rows_lose_to(struct engine *engine, struct instance *instance, const struct map_row *row,
                  const struct cp_node *parm, const struct dm_node *taken)
{
    if (taken->source == parm)
        return false;
    if (!row->first)
        rows_warn(engine, CPDM_RULE_NODE_TAKEN, parm, "its node has a value already");
    rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "its node has a value already");
    return true;
}

APART bool rows_read_value(struct engine *engine, struct instance *instance, const struct map_row *row,
                           const struct cp_node *parm, struct value *value)
{
    if (!value_to_tree(engine->job, engine->tables, row, value)) {
        diag_no_memory(&engine->job->diag);
        return false;
    }
    if (value->warning)
        rows_warn(engine, value->warning, parm, value->reason);
    if (value->fate > CPDM_FATE_DERIVED)
        rows_say(engine, instance, parm, value->fate, row, value->reason);
    return value->fate <= CPDM_FATE_DERIVED;
}

/* What is said of a parm that has made a leaf. One that has its node elsewhere already, in another connection, makes a
 * copy: it comes back from the first. */
static void say_leaf(struct engine *engine, struct instance *instance, struct dm_node *leaf, const struct map_row *row,
                     const struct cp_node *parm, const struct value *value)
{
    struct report_fate *said = &engine->fates[parm->index];
    if (!said->home)
        said->home = instance->serial;
    else if (said->home != instance->serial)
        leaf->why = DM_WHY_COPIED;
    instance_say(instance, said, value->fate, row, value->reason);
}

/* A parm to its leaf; false also where the parm is lost to another. `canonical`: why the text is not what stands in
 * the parm, or NULL. */
static bool take_node(struct engine *engine, struct instance *instance, const struct map_row *row,
                      const struct cp_node *parm, cpdm_slice text, const char *canonical)
{
    struct dm_node *parent = find_parent(engine, instance->target, row);
    struct dm_node *leaf =
        parent ? dm_tree_find(engine->tree, parent, row->taker->leaf, map_bit(row->taker->leaf_number)) : NULL;
    if (leaf)
        return rows_lose_to(engine, instance, row, parm, leaf);
    struct value value = {text, (cpdm_fate)row->fate, NULL, 0};
    if (canonical && row->fate == CPDM_FATE_MAPPED)
        value = (struct value){text, CPDM_FATE_NORMALISED, canonical, 0};
    if (row->taker->reading != MAP_READ_ANY && !rows_read_value(engine, instance, row, parm, &value))
        return false;
    parent = parent ? parent : make_parent(engine, instance->target, row);
    leaf = parent ? add_leaf(engine, instance, parent, row->taker, value.text, parm) : NULL;
    if (leaf)
        say_leaf(engine, instance, leaf, row, parm, &value);
    return false;
}

/* TO-NAPID of a PXPHYSICAL: told by the NAP beside the PX; the links know where it leads. */
static void take_reference(struct engine *engine, struct instance *instance, const struct map_row *row,
                           const struct cp_node *parm)
{
    const struct cp_reference *reference = engine->links->reference_of[parm->index];
    switch (reference ? reference->state : CP_REFERENCE_DANGLING) {
    case CP_REFERENCE_RESOLVED: rows_say(engine, instance, parm, CPDM_FATE_MAPPED, row, ""); break;
    case CP_REFERENCE_INTERNET:
        rows_say(engine, instance, parm, CPDM_FATE_NORMALISED, row, "INTERNET is the NAPDEF that carries it");
        break;
    case CP_REFERENCE_NOWHERE:
    case CP_REFERENCE_DANGLING:
        rows_say(engine, instance, parm, CPDM_FATE_INVALID, row, "names nothing in this document");
        break;
    }
}

/* The name is the first such parm's; a number stands for one that is empty. */
static void take_name(struct engine *engine, struct instance *instance, const struct map_row *row,
                      const struct cp_node *parm)
{
    if (!parm->value.length)
        rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "an empty value");
    else if (instance->node && parm != instance->node->first &&
             parm != instance_find(engine->tables, instance, row->parm_name))
        rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "its node has a value already");
    else if (engine->job->segment_max)
        fit_key(engine, instance, row, parm);
    else
        rows_say(engine, instance, parm, row->fate, row, "");
}

static void warn_unless_equal(struct engine *engine, const struct instance *instance, const struct map_row *row,
                              const struct cp_node *parm, cpdm_slice text)
{
    const struct instance *at = instance;
    for (uint16_t i = 0; at && i < row->equal_up; i++)
        at = at->up;
    cpdm_slice other = at ? instance_text(engine->tables, at, row->equal_name) : slice(NULL, 0);
    if (other.data && instance_parm(engine->tables, at, row->equal_name) != parm && !slice_equal(text, other))
        diag_warn(&engine->job->diag, CPDM_RULE_NAME_MISMATCH, parm->offset, cp_doc_path(&engine->job->arena, parm),
                  NULL, "%.*s differs from %.*s", DIAG_TEXT(parm->text), DIAG_TEXT(row->equal));
}

/* A row that makes no leaf, or not of one text alone. */
static void tell(struct engine *engine, struct instance *instance, const struct map_row *row,
                 const struct cp_node *parm, cpdm_slice text)
{
    switch (row->goal) {
    case MAP_GOAL_NODE:
        if (instance->target) /* else in a section without a node */
            rows_take_special(engine, instance, row, parm, text);
        break;
    case MAP_GOAL_NAME: take_name(engine, instance, row, parm); break;
    case MAP_GOAL_SAME: take_reference(engine, instance, row, parm); break;
    case MAP_GOAL_LOSS: rows_say(engine, instance, parm, CPDM_FATE_LOST, row, NULL); break;
    case MAP_GOAL_SIGNAL: rows_say(engine, instance, parm, CPDM_FATE_SIGNALLED, row, NULL); break;
    }
}

const struct map_row *rows_star(const struct engine *engine, const struct instance *instance)
{
    for (; instance; instance = instance->up)
        if (instance->section && instance->section->star != MAP_NONE)
            return &engine->tables->rows[instance->section->star];
    return NULL;
}

/* TO-PROXY and TO-NAPID, where a row takes what they lead to: TO-CONNECTION, TO-ACCESS. */
static bool is_led_from(const struct instance *instance, const struct cp_node *parm)
{
    const uint16_t *row_of = instance->section->row_of;
    return instance->view == VIEW_APPLICATION && (parm->name == CP_NAME_TO_PROXY || parm->name == CP_NAME_TO_NAPID) &&
           (row_of[CP_NAME_TO_CONNECTION] != MAP_NONE || row_of[CP_NAME_TO_ACCESS] != MAP_NONE);
}

/* What no row takes goes to the star, if there is one. The parm that the section was chosen by comes back with it, and
 * is told when the section is done. */
static void leave_parm(struct engine *engine, struct instance *instance, struct cp_node *parm)
{
    if (parm == instance->condition || is_led_from(instance, parm) ||
        (instance->view == VIEW_APPLICATION && parm->name == CP_NAME_ADDR && walk_address(engine, instance, parm)))
        return;
    const struct map_row *star = rows_star(engine, instance);
    if (star)
        rows_say(engine, instance, parm, CPDM_FATE_LOST, star, NULL);
}

/* What a parm of an APPAUTH says in the canonical reading, and why it is not what stands there (design section 5).
 * False, and said to be lost, for a second one where the first has spoken. */
static bool read_auth(struct engine *engine, struct instance *instance, const struct map_row *row,
                      const struct cp_node *parm, cpdm_slice *text, const char **canonical)
{
    const struct cp_auth *auth = instance->auth;
    if (parm == auth->type_parm) {
        *text = auth->type;
        if (text->length != parm->value.length)
            *canonical = "as one type without blanks";
        engine->fates[parm->index].decision.split = auth->split;
    } else if (parm == auth->level_parm && parm->value.length && !slice_equal(parm->value, auth->level)) {
        *text = auth->level;
        *canonical = "a type of HTTP makes it level HTTP";
    } else if (parm != auth->level_parm && (parm->name == CP_NAME_AAUTHLEVEL || parm->name == CP_NAME_AAUTHTYPE)) {
        rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "the first one counts");
        return false;
    }
    return true;
}

/* A parm to this row and those behind it, one after the other. */
static void take_by_rows(struct engine *engine, struct instance *instance, const struct map_row *row,
                         const struct cp_node *parm)
{
    cpdm_slice text = parm->value;
    const char *canonical = NULL;
    bool lost = false;
    if (instance->view == VIEW_AUTH && !read_auth(engine, instance, row, parm, &text, &canonical))
        return;
    if (!text.length && instance->view == VIEW_APPLICATION && parm->name == CP_NAME_PROVIDER_ID) {
        rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "an empty value");
        return;
    }
    for (;; row = &engine->tables->rows[row->next_same]) {
        if (row->equal_name != MAP_NONE)
            warn_unless_equal(engine, instance, row, parm, text);
        bool follows = lost && row->arrow == MAP_TO_TREE && row->goal == MAP_GOAL_NODE;
        if (row->ordinary && instance->target)
            lost |= !follows && take_node(engine, instance, row, parm, text, canonical);
        else if (!follows)
            tell(engine, instance, row, parm, text);
        if (row->next_same == MAP_NONE)
            break;
    }
}

/* Then read_auth() has nothing to add. */
APART bool leaf_is_as_written(const struct instance *instance, const struct cp_node *parm)
{
    const struct cp_auth *auth = instance->auth;
    if (instance->view != VIEW_AUTH)
        return parm->value.length;
    if (parm == auth->type_parm)
        return !auth->split && auth->type.length == parm->value.length;
    return parm == auth->level_parm && slice_equal(parm->value, auth->level);
}

APART void leaf_take_rest(struct engine *engine, struct instance *instance, const struct map_taker *taker,
                          const struct cp_node *parm)
{
    struct report_fate *said = &engine->fates[parm->index];
    do {
        cpdm_slice text;
        const struct map_row *row = &engine->tables->rows[taker->next];
        taker = row->taker;
        if (map_way(taker) != MAP_WAY_LEAF || !leaf_text(engine, instance, taker, parm, &text) ||
            !add_leaf(engine, instance, instance->target, taker, text, parm)) {
            take_by_rows(engine, instance, row, parm);
            return;
        }
        if (taker->decision.rank > said->decision.rank)
            leaf_say(instance, said, taker);
    } while (taker->next != MAP_NONE);
}

void rows_take_parm(struct engine *engine, struct instance *instance, struct cp_node *parm)
{
    const struct cpdm_tables *tables = engine->tables;
    uint16_t index = instance->section->row_of[map_name(tables, parm->name, parm->text)];
    if (index == MAP_NONE)
        leave_parm(engine, instance, parm);
    else
        take_by_rows(engine, instance, &tables->rows[index], parm);
}

void rows_take_provider(struct engine *engine, struct instance *instance)
{
    const struct cp_application *application = instance->application;
    uint16_t index = instance->section->row_of[CP_NAME_PROVIDER_ID];
    if (!application->provider_parm || application->provider_parm->name == CP_NAME_PROVIDER_ID || !instance->target)
        return;
    for (; index != MAP_NONE; index = engine->tables->rows[index].next_same) {
        const struct map_row *row = &engine->tables->rows[index];
        if (row->goal == MAP_GOAL_NODE && !rows_find_leaf(engine, instance->target, row) &&
            rows_make_leaf(engine, instance, row, application->provider, application->provider_parm))
            rows_say(engine, instance, application->provider_parm, CPDM_FATE_NORMALISED, row,
                     "stands for the missing PROVIDER-ID");
    }
}

/* The fates of TO-PROXY and TO-NAPID come from the one that was used (design section 5). */
static void say_references(struct engine *engine, struct instance *instance, const struct map_row *row,
                           const struct cp_reference *used)
{
    for (const struct cp_reference *reference = instance->application->references; reference;
         reference = reference->next) {
        if (reference->state == CP_REFERENCE_DANGLING)
            rows_say(engine, instance, reference->parm, CPDM_FATE_INVALID, row, "names nothing in this document");
        else if (reference == used && used->state == CP_REFERENCE_INTERNET)
            rows_say(engine, instance, reference->parm, CPDM_FATE_NORMALISED, row,
                     "INTERNET is the NAPDEF that carries it");
        else if (reference == used)
            rows_say(engine, instance, reference->parm, CPDM_FATE_MAPPED, row, "");
        else
            rows_say(engine, instance, reference->parm, CPDM_FATE_LOST, row,
                     reference->connection ? "the node holds one reference" : "it leads to no connection");
    }
}

void rows_take_connections(struct engine *engine, struct instance *instance)
{
    uint16_t index = instance->section->row_of[CP_NAME_TO_CONNECTION];
    if (index == MAP_NONE)
        return;
    const struct map_row *row = &engine->tables->rows[index];
    if (!row->ordinary || row->next_same != MAP_NONE || !instance->target) {
        rows_take_access(engine, instance, CP_NAME_TO_CONNECTION);
        return;
    }
    const struct cp_reference *used = instance->application->references;
    while (used && !used->connection)
        used = used->next;
    say_references(engine, instance, row, used);
    if (used)
        rows_make_leaf(engine, instance, row, used->connection->named.id, used->parm);
}
