/* SPDX-License-Identifier: MIT */
/* Rows applied: one parm, one value, one node (design section 6). What finds its node taken is lost, and said to be. */
#include <stdio.h>

#include "engine.h"
#include "value.h"

bool instance_value(const struct instance *instance, uint16_t name, cpdm_slice *text, struct cp_node **parm)
{
    *parm = NULL;
    if (name == CP_NAME_AAUTHLEVEL && instance->auth) {
        *text = instance->auth->level;
        *parm = instance->auth->level_parm;
        return true;
    }
    if (name == CP_NAME_AAUTHTYPE && instance->auth) {
        *text = instance->auth->type;
        *parm = instance->auth->type_parm;
        return *parm != NULL;
    }
    if (name == CP_NAME_PROVIDER_ID && instance->application && !instance->auth && !instance->address) {
        *text = instance->application->provider;
        *parm = instance->application->provider_parm;
        return text->length != 0;
    }
    if (name == CP_NAME_CONNECTION_NAME && instance->connection) {
        *text = instance->connection->name;
        return true;
    }
    if (name == CP_NAME_ADDR && instance->address)
        *parm = instance->address->addr;
    else if (instance->node)
        *parm = cp_doc_parm(instance->node, (enum cp_name)name);
    if (*parm)
        *text = (*parm)->value;
    return *parm != NULL;
}

void rows_say(struct engine *engine, struct instance *instance, const struct cp_node *parm, cpdm_fate fate,
              const struct map_row *row, const char *reason)
{
    if (fate < instance->best)
        instance->best = fate;
    report_say(engine->report, parm, fate, row, reason);
}

static void warn(struct engine *engine, unsigned rule, const struct cp_node *parm, const char *reason)
{
    diag_warn(&engine->job->diag, (enum diag_rule)rule, parm->offset, cp_doc_path(&engine->job->arena, parm), NULL,
              "%.*s: %s", DIAG_TEXT(parm->text), reason);
}

/* The interior node where a row's leaf hangs, where it is there already: nearly always the section's own. */
static struct dm_node *find_parent(const struct engine *engine, struct dm_node *target, const struct map_row *row)
{
    for (uint16_t i = 0; target && i + 1 < row->node_segments; i++)
        target = dm_tree_child(engine->job, engine->tree, target, row->node_path[i]);
    return target;
}

static struct dm_node *make_parent(struct engine *engine, struct dm_node *target, const struct map_row *row)
{
    for (uint16_t i = 0; target && i + 1 < row->node_segments; i++) {
        struct dm_node *child = dm_tree_child(engine->job, engine->tree, target, row->node_path[i]);
        target = child ? child : dm_tree_add(engine->job, engine->tree, target, row->node_path[i], CPDM_FORMAT_NODE);
    }
    return target;
}

/* The leaf of a row, where it is there already. */
static struct dm_node *find_leaf(const struct engine *engine, struct dm_node *target, const struct map_row *row)
{
    struct dm_node *parent = find_parent(engine, target, row);
    return parent ? dm_tree_child(engine->job, engine->tree, parent, row->node_path[row->node_segments - 1]) : NULL;
}

static cpdm_status add_leaf(struct engine *engine, struct dm_node *target, const struct map_row *row, cpdm_slice text,
                            enum dm_why why, const void *source)
{
    struct dm_node *parent = make_parent(engine, target, row), *leaf = NULL;
    if (parent)
        leaf = dm_tree_add(engine->job, engine->tree, parent, row->node_path[row->node_segments - 1], row->format);
    if (!leaf)
        return engine->job->diag.error.status;
    leaf->value = text;
    leaf->why = (uint8_t)why;
    leaf->source = source;
    leaf->secret = row->secret;
    return CPDM_OK;
}

/* A parm whose row already has its node elsewhere makes a copy: it comes back from the first. */
static enum dm_why why_of(const struct engine *engine, const struct cp_node *parm, const struct map_row *row)
{
    const struct report_fate *said = &engine->report->fates[parm->index];
    return said->row == row && said->fate <= CPDM_FATE_DERIVED ? DM_WHY_COPIED : DM_WHY_PARM;
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

static cpdm_status take_node(struct engine *engine, struct instance *instance, const struct map_row *row,
                             struct cp_node *parm, cpdm_slice text)
{
    const struct dm_node *taken = find_leaf(engine, instance->target, row);
    if (taken)
        return lose_to(engine, instance, row, parm, taken);
    struct value value = {text, CPDM_FATE_MAPPED, "", 0};
    if (!row->plain)
        value = value_to_tree(engine->job, engine->tables, row, text);
    if (!value.reason)
        return diag_no_memory(&engine->job->diag);
    if (value.warning)
        warn(engine, value.warning, parm, value.reason);
    cpdm_status status = CPDM_OK;
    if (value.fate <= CPDM_FATE_DERIVED)
        status = add_leaf(engine, instance->target, row, value.text, why_of(engine, parm, row), parm);
    if (value.fate == CPDM_FATE_MAPPED && row->arrow != MAP_BOTH)
        value.fate = CPDM_FATE_DERIVED;
    rows_say(engine, instance, parm, value.fate, row, value.reason);
    return status;
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

static void warn_unless_equal(struct engine *engine, const struct instance *instance, const struct map_row *row,
                              const struct cp_node *parm, cpdm_slice text)
{
    const struct instance *at = instance;
    cpdm_slice other;
    struct cp_node *behind;
    for (uint16_t i = 0; at && i < row->equal_up; i++)
        at = at->up;
    if (at && instance_value(at, row->equal_name, &other, &behind) && behind != parm && !slice_equal(text, other))
        diag_warn(&engine->job->diag, CPDM_RULE_NAME_MISMATCH, parm->offset, cp_doc_path(&engine->job->arena, parm),
                  NULL, "%.*s differs from %.*s", DIAG_TEXT(parm->text), DIAG_TEXT(row->equal));
}

static cpdm_status apply(struct engine *engine, struct instance *instance, const struct map_row *row,
                         struct cp_node *parm, cpdm_slice text)
{
    if (row->equal_name != MAP_NONE)
        warn_unless_equal(engine, instance, row, parm, text);
    switch (row->goal) {
    case MAP_GOAL_NODE:
        if (instance->target)
            return take_node(engine, instance, row, parm, text);
        break;
    case MAP_GOAL_NAME: rows_say(engine, instance, parm, CPDM_FATE_MAPPED, row, ""); break;
    case MAP_GOAL_SAME: take_reference(engine, instance, row, parm); break;
    case MAP_GOAL_LOSS: rows_say(engine, instance, parm, CPDM_FATE_LOST, row, NULL); break;
    case MAP_GOAL_SIGNAL: rows_say(engine, instance, parm, CPDM_FATE_SIGNALLED, row, NULL); break;
    }
    return CPDM_OK;
}

cpdm_status rows_take(struct engine *engine, struct instance *instance, struct cp_node *parm, bool *taken)
{
    const struct cpdm_tables *tables = engine->tables;
    uint16_t name = map_name(tables, parm->name, parm->text);
    uint16_t index = name == CP_NAME_UNKNOWN ? MAP_NONE : instance->section->row_of[name];
    cpdm_slice text = parm->value;
    if (instance->auth && parm == instance->auth->type_parm) {
        text = instance->auth->type;
        engine->report->fates[parm->index].split = instance->auth->split;
    }
    *taken = index != MAP_NONE;
    if (*taken && name == CP_NAME_PROVIDER_ID && instance->application && !parm->value.length) {
        rows_say(engine, instance, parm, CPDM_FATE_LOST, &tables->rows[index], "an empty value");
        return CPDM_OK;
    }
    for (; index != MAP_NONE; index = tables->rows[index].next_same) {
        const struct map_row *row = &tables->rows[index];
        cpdm_status status = row->arrow == MAP_TO_DOCUMENT ? CPDM_OK : apply(engine, instance, row, parm, text);
        if (status)
            return status;
    }
    return CPDM_OK;
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
        cpdm_status status =
            add_leaf(engine, instance->target, row, application->provider, DM_WHY_PARM, application->provider_parm);
        if (status)
            return status;
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
                     used ? "the node holds one reference" : "it leads to no connection");
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
    return used ? add_leaf(engine, instance->target, row, used->connection->name, DM_WHY_PARM, used->parm) : CPDM_OK;
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
        return instance_value(instance, row->default_of_name, &uri, &parm) && uri.length &&
               value_by_scheme(engine->job, &engine->tables->values[row->default_values], uri, text);
    }
    return false;
}

static void warn_must(struct engine *engine, const struct instance *instance, const struct map_row *row)
{
    const struct cp_node *node = instance->node;
    for (const struct instance *up = instance; !node && up; up = up->up)
        node = up->node ? up->node : up->connection ? up->connection->napdef : NULL;
    cpdm_slice place = instance->target ? instance->target->uri : slice("", 0);
    diag_warn(&engine->job->diag, CPDM_RULE_MUST_NODE, node ? node->offset : DIAG_NO_OFFSET,
              node ? cp_doc_path(&engine->job->arena, node) : NULL, NULL,
              "target %.*s requires the node %.*s/%.*s; %.*s gives no value for it", DIAG_TEXT(engine->tables->target),
              (int)place.length, place.length ? place.data : "", DIAG_TEXT(row->node), DIAG_TEXT(row->parm));
}

cpdm_status rows_complete(struct engine *engine, struct instance *instance, const struct map_section *section)
{
    for (uint16_t i = 0; instance->target && i < section->checked_count; i++) {
        const struct map_row *row = &engine->tables->rows[section->checked[i]];
        cpdm_slice text = {NULL, 0};
        if (row->goal != MAP_GOAL_NODE || find_leaf(engine, instance->target, row))
            continue;
        cpdm_status status = CPDM_OK;
        if (default_of(engine, instance, row, &text))
            status = text.data ? add_leaf(engine, instance->target, row, text, DM_WHY_DEFAULTED, NULL)
                               : diag_no_memory(&engine->job->diag);
        else if (row->cardinality == MAP_ONE || row->cardinality == MAP_SOME)
            warn_must(engine, instance, row);
        if (status)
            return status;
    }
    return CPDM_OK;
}
