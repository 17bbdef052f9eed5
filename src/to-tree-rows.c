/* SPDX-License-Identifier: MIT */
/* Rows applied: one parm, one value, one node (design section 6). What finds its node taken is lost, and said to be. */
#include <stdio.h>

#include "engine.h"
#include "value.h"

/* The first parm of this table name: a standard one by its number, a vendor's by its text. */
static struct cp_node *find_parm(const struct cpdm_tables *tables, const struct cp_node *characteristic, uint16_t name)
{
    if (name < CP_NAME_COUNT)
        return cp_doc_parm(characteristic, (enum cp_name)name);
    for (struct cp_node *node = characteristic->first; node; node = node->next)
        if (node->kind == CPDM_ELEMENT_PARM && map_name(tables, node->name, node->text) == name)
            return node;
    return NULL;
}

bool instance_value(const struct cpdm_tables *tables, const struct instance *instance, uint16_t name, cpdm_slice *text,
                    struct cp_node **parm)
{
    *parm = NULL;
    if (name == CP_NAME_AAUTHLEVEL && instance->view == VIEW_AUTH) {
        *text = instance->auth->level;
        *parm = instance->auth->level_parm;
        return true;
    }
    if (name == CP_NAME_AAUTHTYPE && instance->view == VIEW_AUTH) {
        *text = instance->auth->type;
        *parm = instance->auth->type_parm;
        return *parm != NULL;
    }
    if (name == CP_NAME_PROVIDER_ID && instance->view == VIEW_APPLICATION) {
        *text = instance->application->provider;
        *parm = instance->application->provider_parm;
        return text->length != 0;
    }
    if (name == CP_NAME_CONNECTION_NAME && instance->view == VIEW_CONNECTION) {
        *text = instance->connection->name;
        return true;
    }
    if (name == CP_NAME_ADDR && instance->view == VIEW_ADDRESS)
        *parm = instance->address->addr;
    else if (instance->node)
        *parm = find_parm(tables, instance->node, name);
    if (*parm)
        *text = (*parm)->value;
    return *parm != NULL;
}

static void warn(struct engine *engine, unsigned rule, const struct cp_node *parm, const char *reason)
{
    diag_warn(&engine->job->diag, (enum diag_rule)rule, parm->offset, cp_doc_path(&engine->job->arena, parm), NULL,
              "%.*s: %s", DIAG_TEXT(parm->text), reason);
}

/* The interior node where a row's leaf hangs, where it is there already: nearly always the section's own. */
static inline struct dm_node *find_parent(const struct engine *engine, struct dm_node *target,
                                          const struct map_row *row)
{
    for (uint16_t i = 0; target && i + 1 < row->node_segments; i++)
        target = dm_tree_child(engine->tree, target, row->node_path[i]);
    return target;
}

static struct dm_node *make_parent(struct engine *engine, struct dm_node *target, const struct map_row *row)
{
    for (uint16_t i = 0; target && i + 1 < row->node_segments; i++) {
        struct dm_node *child = dm_tree_child(engine->tree, target, row->node_path[i]);
        target = child ? child : dm_tree_add(engine->job, engine->tree, target, row->node_path[i], CPDM_FORMAT_NODE);
    }
    return target;
}

/* The leaf of a row, where it is there already. */
static inline struct dm_node *find_leaf(const struct engine *engine, struct dm_node *target, const struct map_row *row)
{
    struct dm_node *parent = find_parent(engine, target, row);
    return parent ? dm_tree_find(engine->tree, parent, row->leaf, row->leaf_bit) : NULL;
}

/* Adds the leaf of a row where it hangs; NULL after a failure. */
static inline struct dm_node *add_leaf(struct engine *engine, struct dm_node *parent, const struct map_row *row,
                                       cpdm_slice text, const void *source)
{
    struct dm_node *leaf = dm_tree_add_leaf(engine->job, engine->tree, parent, row->leaf, row->leaf_bit, row->format);
    if (leaf) {
        leaf->value = text;
        leaf->source = source;
        leaf->secret = row->secret;
    }
    return leaf;
}

/* The same below the section's node. */
static struct dm_node *make_leaf(struct engine *engine, struct dm_node *target, const struct map_row *row,
                                 cpdm_slice text, const void *source)
{
    struct dm_node *parent = make_parent(engine, target, row);
    return parent ? add_leaf(engine, parent, row, text, source) : NULL;
}

/* A parm that has its node elsewhere already, in another connection, makes a copy: it comes back from the first. */
static inline enum dm_why why_of(const struct engine *engine, const struct instance *instance,
                                 const struct cp_node *parm)
{
    uint32_t home = engine->report->fates[parm->index].home;
    return home && home != instance->serial ? DM_WHY_COPIED : DM_WHY_PARM;
}

/* A comma list's second type gives its other parms again: what stands there is theirs already. */
static cpdm_status lose_to(struct engine *engine, struct instance *instance, const struct map_row *row,
                           const struct cp_node *parm, const struct dm_node *taken)
{
    if (taken->source == parm)
        return CPDM_OK;
    if (!row->first)
        warn(engine, CPDM_RULE_NODE_TAKEN, parm, "its node has a value already");
    rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "its node has a value already");
    return CPDM_OK;
}

/* The fate of a text that the tree holds; one type of a comma list is not all that the parm said. */
static inline void say_kept(struct engine *engine, struct instance *instance, const struct map_row *row,
                            const struct cp_node *parm)
{
    bool part = instance->view == VIEW_AUTH && parm == instance->auth->type_parm &&
                instance->auth->type.length != parm->value.length && row->fate == CPDM_FATE_MAPPED;
    rows_say(engine, instance, parm, part ? CPDM_FATE_NORMALISED : row->fate, row,
             part ? "as one type without blanks" : "");
}

/* A leaf made of a text that is simply mapped; NULL: a failure. */
static inline cpdm_status keep(struct engine *engine, struct instance *instance, const struct map_row *row,
                               const struct cp_node *parm, struct dm_node *leaf)
{
    if (!leaf)
        return engine->job->diag.error.status;
    leaf->why = (uint8_t)why_of(engine, instance, parm);
    say_kept(engine, instance, row, parm);
    return CPDM_OK;
}

/* A text that is not simply mapped. */
static cpdm_status take_value(struct engine *engine, struct instance *instance, const struct map_row *row,
                              struct cp_node *parm, const struct value *value)
{
    if (!value->reason)
        return diag_no_memory(&engine->job->diag);
    if (value->warning)
        warn(engine, value->warning, parm, value->reason);
    if (value->fate <= CPDM_FATE_DERIVED) {
        struct dm_node *leaf = make_leaf(engine, instance->target, row, value->text, parm);
        if (!leaf)
            return engine->job->diag.error.status;
        leaf->why = (uint8_t)why_of(engine, instance, parm);
    }
    rows_say(engine, instance, parm, value->fate, row, value->reason);
    return CPDM_OK;
}

static cpdm_status take_node(struct engine *engine, struct instance *instance, const struct map_row *row,
                             struct cp_node *parm, cpdm_slice text)
{
    const struct dm_node *taken = find_leaf(engine, instance->target, row);
    struct value value;
    if (taken)
        return lose_to(engine, instance, row, parm, taken);
    if (!value_to_tree(engine->job, engine->tables, row, &text, &value))
        return take_value(engine, instance, row, parm, &value);
    return keep(engine, instance, row, parm, make_leaf(engine, instance->target, row, text, parm));
}

/* take_node() of a direct row: the everyday case, without a detour. */
static inline cpdm_status take_direct(struct engine *engine, struct instance *instance, const struct map_row *row,
                                      struct cp_node *parm, cpdm_slice text)
{
    struct dm_node *target = instance->target;
    const struct dm_node *taken = dm_tree_find(engine->tree, target, row->leaf, row->leaf_bit);
    if (taken)
        return lose_to(engine, instance, row, parm, taken);
    if (!row->plain) {
        struct value value;
        cpdm_slice made = text;
        if (!value_to_tree(engine->job, engine->tables, row, &made, &value))
            return take_value(engine, instance, row, parm, &value);
        text = made;
    }
    return keep(engine, instance, row, parm, add_leaf(engine, target, row, text, parm));
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
    else if (instance->node && parm != find_parm(engine->tables, instance->node, row->parm_name))
        rows_say(engine, instance, parm, CPDM_FATE_LOST, row, "its node has a value already");
    else
        rows_say(engine, instance, parm, CPDM_FATE_MAPPED, row, "");
}

static void warn_unless_equal(struct engine *engine, const struct instance *instance, const struct map_row *row,
                              const struct cp_node *parm, cpdm_slice text)
{
    const struct instance *at = instance;
    cpdm_slice other;
    struct cp_node *behind;
    for (uint16_t i = 0; at && i < row->equal_up; i++)
        at = at->up;
    if (at && instance_value(engine->tables, at, row->equal_name, &other, &behind) && behind != parm &&
        !slice_equal(text, other))
        diag_warn(&engine->job->diag, CPDM_RULE_NAME_MISMATCH, parm->offset, cp_doc_path(&engine->job->arena, parm),
                  NULL, "%.*s differs from %.*s", DIAG_TEXT(parm->text), DIAG_TEXT(row->equal));
}

/* A row that is not direct, or has no node to write to. Kept apart: what most parms need is short. */
__attribute__((noinline)) static cpdm_status apply(struct engine *engine, struct instance *instance,
                                                   const struct map_row *row, struct cp_node *parm, cpdm_slice text)
{
    if (row->equal_name != MAP_NONE)
        warn_unless_equal(engine, instance, row, parm, text);
    switch (row->goal) {
    case MAP_GOAL_NODE: return instance->target ? take_node(engine, instance, row, parm, text) : CPDM_OK;
    case MAP_GOAL_NAME: take_name(engine, instance, row, parm); break;
    case MAP_GOAL_SAME: take_reference(engine, instance, row, parm); break;
    case MAP_GOAL_LOSS: rows_say(engine, instance, parm, CPDM_FATE_LOST, row, NULL); break;
    case MAP_GOAL_SIGNAL: rows_say(engine, instance, parm, CPDM_FATE_SIGNALLED, row, NULL); break;
    }
    return CPDM_OK;
}

const struct map_row *rows_star(const struct engine *engine, const struct instance *instance)
{
    for (; instance; instance = instance->up)
        if (instance->section && instance->section->star != MAP_NONE)
            return &engine->tables->rows[instance->section->star];
    return NULL;
}

/* Whether the section was chosen by this parm: a second one of the name is not looked at. */
static bool is_condition(const struct engine *engine, const struct instance *instance, const struct cp_node *parm)
{
    cpdm_slice text;
    struct cp_node *behind;
    return instance_value(engine->tables, instance, instance->section->when_name, &text, &behind) && behind == parm;
}

/* What no row takes goes to the star, if there is one. */
static void leave_parm(struct engine *engine, struct instance *instance, struct cp_node *parm)
{
    const struct map_section *section = instance->section;
    if (section->when_count == 1 && is_condition(engine, instance, parm))
        return; /* comes back with its section: said when the section is done */
    const struct map_row *star = rows_star(engine, instance);
    if (star)
        rows_say(engine, instance, parm, CPDM_FATE_LOST, star, NULL);
}

/* What the parm says in this instance: one type of a comma list, where that is what the instance stands for. */
static inline cpdm_slice text_of(struct engine *engine, const struct instance *instance, const struct cp_node *parm)
{
    if (instance->view != VIEW_AUTH || parm != instance->auth->type_parm)
        return parm->value;
    engine->report->fates[parm->index].split = instance->auth->split;
    return instance->auth->type;
}

static inline cpdm_status take_parm(struct engine *engine, struct instance *instance, struct cp_node *parm)
{
    const struct map_row *rows = engine->tables->rows;
    uint16_t index = instance->section->row_of[map_name(engine->tables, parm->name, parm->text)];
    cpdm_status status = CPDM_OK;
    if (index == MAP_NONE) {
        leave_parm(engine, instance, parm);
        return CPDM_OK;
    }
    cpdm_slice text = text_of(engine, instance, parm);
    if (instance->view == VIEW_APPLICATION && parm->name == CP_NAME_PROVIDER_ID && !text.length) {
        rows_say(engine, instance, parm, CPDM_FATE_LOST, &rows[index], "an empty value");
        return CPDM_OK;
    }
    for (; index != MAP_NONE && !status; index = rows[index].next_same) {
        const struct map_row *row = &rows[index];
        if (row->direct && instance->target)
            status = take_direct(engine, instance, row, parm, text);
        else if (row->arrow != MAP_TO_DOCUMENT)
            status = apply(engine, instance, row, parm, text);
    }
    return status;
}

cpdm_status rows_take_parms(struct engine *engine, struct instance *instance, struct cp_node **parms,
                            const struct cp_node *end)
{
    bool addresses = instance->view == VIEW_APPLICATION;
    struct cp_node *parm = *parms;
    cpdm_status status;
    do {
        status = take_parm(engine, instance, parm);
        parm = parm->next;
    } while (!status && parm != end && parm->kind == CPDM_ELEMENT_PARM && !(addresses && parm->name == CP_NAME_ADDR));
    *parms = parm;
    return status;
}

cpdm_status rows_take_provider(struct engine *engine, struct instance *instance)
{
    const struct cp_application *application = instance->application;
    uint16_t index = instance->section->row_of[CP_NAME_PROVIDER_ID];
    if (!application->provider_parm || application->provider_parm->name == CP_NAME_PROVIDER_ID || !instance->target)
        return CPDM_OK;
    for (; index != MAP_NONE; index = engine->tables->rows[index].next_same) {
        const struct map_row *row = &engine->tables->rows[index];
        if (row->goal != MAP_GOAL_NODE || row->arrow == MAP_TO_DOCUMENT || find_leaf(engine, instance->target, row))
            continue;
        if (!make_leaf(engine, instance->target, row, application->provider, application->provider_parm))
            return engine->job->diag.error.status;
        rows_say(engine, instance, application->provider_parm, CPDM_FATE_NORMALISED, row,
                 "stands for the missing PROVIDER-ID");
    }
    return CPDM_OK;
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

cpdm_status rows_take_connections(struct engine *engine, struct instance *instance)
{
    uint16_t index = instance->section->row_of[CP_NAME_TO_CONNECTION];
    if (index == MAP_NONE || !instance->target)
        return CPDM_OK;
    const struct map_row *row = &engine->tables->rows[index];
    const struct cp_reference *used = instance->application->references;
    while (used && !used->connection)
        used = used->next;
    say_references(engine, instance, row, used);
    if (used && !make_leaf(engine, instance->target, row, used->connection->name, used->parm))
        return engine->job->diag.error.status;
    return CPDM_OK;
}

/* The default of a row in this instance; false where it has none. */
static bool default_of(struct engine *engine, const struct instance *instance, const struct map_row *row,
                       cpdm_slice *text)
{
    struct cp_node *parm;
    cpdm_slice uri;
    switch (row->default_kind) {
    case MAP_DEFAULT_NONE: return false;
    case MAP_DEFAULT_TEXT: *text = row->default_text; return true;
    case MAP_DEFAULT_LOOKUP:
        return instance_value(engine->tables, instance, row->default_of_name, &uri, &parm) && uri.length &&
               value_by_scheme(engine->job, &engine->tables->values[row->default_values], uri, text);
    }
    return false;
}

static void warn_must(struct engine *engine, const struct instance *instance, const struct map_row *row)
{
    const struct cp_node *node = instance->node;
    for (const struct instance *up = instance; !node && up; up = up->up)
        node = up->node ? up->node : up->view == VIEW_CONNECTION ? up->connection->napdef : NULL;
    cpdm_slice place = instance->target ? instance->target->uri : slice("", 0);
    diag_warn(&engine->job->diag, CPDM_RULE_MUST_NODE, node ? node->offset : DIAG_NO_OFFSET,
              node ? cp_doc_path(&engine->job->arena, node) : NULL, NULL,
              "target %.*s requires the node %.*s/%.*s; %.*s gives no value for it", DIAG_TEXT(engine->tables->target),
              (int)place.length, place.length ? place.data : "", DIAG_TEXT(row->node), DIAG_TEXT(row->parm));
}

/* The default of a row whose leaf is not there, or a warning where the target requires one. */
static cpdm_status complete(struct engine *engine, const struct instance *instance, const struct map_row *row)
{
    cpdm_slice text = {NULL, 0};
    if (default_of(engine, instance, row, &text)) {
        if (!text.data)
            return diag_no_memory(&engine->job->diag);
        struct dm_node *leaf = make_leaf(engine, instance->target, row, text, NULL);
        if (!leaf)
            return engine->job->diag.error.status;
        leaf->why = DM_WHY_DEFAULTED;
    } else if (row->cardinality == MAP_ONE || row->cardinality == MAP_SOME) {
        warn_must(engine, instance, row);
    }
    return CPDM_OK;
}

cpdm_status rows_complete(struct engine *engine, struct instance *instance, const struct map_section *section)
{
    for (uint16_t i = 0; instance->target && i < section->checked_count; i++) {
        const struct map_row *row = &engine->tables->rows[section->checked[i]];
        if (row->goal != MAP_GOAL_NODE || find_leaf(engine, instance->target, row))
            continue;
        cpdm_status status = complete(engine, instance, row);
        if (status)
            return status;
    }
    return CPDM_OK;
}
