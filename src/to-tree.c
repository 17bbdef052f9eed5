/* SPDX-License-Identifier: MIT */
/*
 * CP -> DM (design section 6): for each characteristic of the linked view, the section of the table that takes it makes
 * its node, rows take its parms, and so on below. The depth of calls is that of the table's sections, never the
 * document's.
 */
#include "to-tree.h"

#include <stdio.h>

#include "bytes.h"
#include "engine.h"

static cpdm_status run(struct engine *engine, struct instance *instance);

/* ---- which section ---- */

static bool matches(const struct map_section *section, const struct instance *instance)
{
    cpdm_slice text;
    struct cp_node *parm;
    if (section->when_name == MAP_NONE)
        return true;
    if (!instance_value(instance, section->when_name, &text, &parm))
        return false;
    for (uint16_t i = 0; i < section->when_count; i++)
        if (slice_equal(section->when_values[i], text))
            return true;
    return false;
}

/* The first section in the chain whose condition holds (those with a condition come first); NULL when none does. */
static const struct map_section *choose(const struct engine *engine, uint16_t index, const struct instance *instance)
{
    for (; index != MAP_NONE; index = engine->tables->sections[index].next_same)
        if (matches(&engine->tables->sections[index], instance))
            return &engine->tables->sections[index];
    return NULL;
}

/* Where rows are looked up: a head `[A] [B]` shares the rows of its first. */
static const struct map_section *rows_of(const struct engine *engine, const struct map_section *section)
{
    return section->alias_of == MAP_NONE ? section : &engine->tables->sections[section->alias_of];
}

/* ---- what no row takes ---- */

/* The row of `*` in force: the nearest one above. NULL: there is none, the parm stays unmapped. */
static const struct map_row *star_of(const struct engine *engine, const struct instance *instance)
{
    for (; instance; instance = instance->up)
        if (instance->section && instance->section->star != MAP_NONE)
            return &engine->tables->rows[instance->section->star];
    return NULL;
}

/* All parms at or below a characteristic. */
static void say_below(struct engine *engine, const struct cp_node *top, const struct map_row *row, const char *reason)
{
    for (const struct cp_node *node = top; (node = cp_doc_next(top, node)) != NULL;)
        if (node->kind == CPDM_ELEMENT_PARM)
            report_say(engine->report, node, CPDM_FATE_LOST, row, reason);
}

static void leave_below(struct engine *engine, const struct instance *instance, const struct cp_node *top)
{
    const struct map_row *star = star_of(engine, instance);
    if (star)
        say_below(engine, top, star, NULL);
}

/* ---- the section's node ---- */

static struct dm_node *find_or_add(struct engine *engine, struct dm_node *parent, cpdm_slice name)
{
    struct dm_node *child = dm_tree_child(engine->job, engine->tree, parent, name);
    return child ? child : dm_tree_add(engine->job, engine->tree, parent, name, CPDM_FORMAT_NODE);
}

/* A node name from a parm's text, or a number from 1 where there is none; `~2` … where it is taken. */
static struct dm_node *add_named(struct engine *engine, const struct instance *instance, struct dm_node *parent,
                                 const struct map_segment *segment)
{
    struct job *job = engine->job;
    struct cp_node *parm;
    cpdm_slice text, base;
    char number[24];
    bool named = instance_value(instance, segment->parm, &text, &parm) && text.length;
    bool escaped = segment->parm == CP_NAME_CONNECTION_NAME; /* the links have done it */
    base = !named    ? arena_copy(&job->arena,
                                  slice(number, (size_t)snprintf(number, sizeof number, "%u", parent->child_count + 1)))
           : escaped ? text
                     : dm_name_escape(&job->arena, text);
    if (!base.data) {
        diag_no_memory(&job->diag);
        return NULL;
    }
    cpdm_slice name = base;
    for (unsigned i = 2; dm_tree_child(job, engine->tree, parent, name); i++) {
        if (segment->exact && named)
            return NULL;
        if (i > LIMIT_SAME_NAME) {
            diag_fail(&job->diag, CPDM_RULE_NODE_LIMIT, DIAG_NO_OFFSET, NULL, NULL,
                      "more than %d objects want the node name \"%.*s\"", LIMIT_SAME_NAME, DIAG_TEXT(base));
            return NULL;
        }
        name = dm_name_numbered(&job->arena, base, i);
        if (!name.data) {
            diag_no_memory(&job->diag);
            return NULL;
        }
    }
    if (name.length != base.length && instance->node)
        diag_warn(&job->diag, CPDM_RULE_NAME_TAKEN, instance->node->offset, cp_doc_path(&job->arena, instance->node),
                  NULL, "the node name \"%.*s\" is taken; this one becomes \"%.*s\"", DIAG_TEXT(base), DIAG_TEXT(name));
    return dm_tree_add(job, engine->tree, parent, name, CPDM_FORMAT_NODE);
}

/* The nearest node above that sections below continue. */
static struct dm_node *node_above(const struct instance *instance)
{
    for (instance = instance->up; instance; instance = instance->up)
        if (instance->target)
            return instance->target;
    return NULL;
}

/* Makes the section's node; `target` stays NULL without a failure when its exact name is taken. */
static cpdm_status place(struct engine *engine, struct instance *instance)
{
    const struct map_section *section = instance->section;
    struct dm_node *node = section->kind == MAP_NODE_ROOT ? &engine->tree->root : node_above(instance);
    if (section->kind == MAP_NODE_NONE)
        return CPDM_OK;
    for (uint16_t i = 0; node && i < section->segment_count; i++) {
        const struct map_segment *segment = &section->segments[i];
        node = segment->braces ? add_named(engine, instance, node, segment) : find_or_add(engine, node, segment->text);
        if (node && section->kind == MAP_NODE_ROOT && i < section->permanent)
            node->permanent = true;
    }
    instance->target = node;
    return engine->job->diag.failed ? engine->job->diag.error.status : CPDM_OK;
}

/* ---- what stands in a characteristic ---- */

/* Runs the section that takes this child, or leaves the child's parms to the star. */
static cpdm_status run_child(struct engine *engine, struct instance *parent, struct instance *child, uint16_t name)
{
    uint16_t first = name == CP_NAME_UNKNOWN ? MAP_NONE : parent->section->child_of[name];
    child->up = parent;
    child->section = choose(engine, first, child);
    if (child->section)
        return run(engine, child);
    if (child->node)
        leave_below(engine, parent, child->node);
    return CPDM_OK;
}

static cpdm_status take_parm(struct engine *engine, struct instance *instance, struct cp_node *parm)
{
    bool taken;
    cpdm_status status = rows_take(engine, instance, parm, &taken);
    if (status || taken)
        return status;
    const struct map_section *section = instance->section;
    if (section->when_count == 1 && section->when_name == parm->name && parm->name != CP_NAME_UNKNOWN)
        return CPDM_OK; /* comes back with its section: said when the section is done */
    const struct map_row *star = star_of(engine, instance);
    if (star)
        rows_say(engine, instance, parm, CPDM_FATE_LOST, star, NULL);
    return CPDM_OK;
}

/* An ADDR directly in an APPLICATION is an APPADDR of its own. */
static cpdm_status take_address(struct engine *engine, struct instance *instance, struct cp_node *node)
{
    const struct cp_address *address = instance->application->addresses;
    while (address && address->node != node && address->addr != node)
        address = address->next;
    uint16_t section = instance->section->child_of[CP_NAME_APPADDR];
    if (node->kind == CPDM_ELEMENT_PARM && section == MAP_NONE)
        return take_parm(engine, instance, node);
    struct instance child = {.node = address ? address->node : node, .address = address};
    return run_child(engine, instance, &child, CP_NAME_APPADDR);
}

/* One instance for each type of a comma list. */
static cpdm_status take_auth(struct engine *engine, struct instance *instance, struct cp_node *node)
{
    cpdm_status status = CPDM_OK;
    for (const struct cp_auth *auth = instance->application->auths; auth && !status; auth = auth->next)
        if (auth->node == node)
            status = run_child(engine, instance, &(struct instance){.node = node, .auth = auth}, CP_NAME_APPAUTH);
    return status;
}

static cpdm_status take_child(struct engine *engine, struct instance *instance, struct cp_node *node)
{
    bool parm = node->kind == CPDM_ELEMENT_PARM;
    if (instance->application && node->name == (parm ? CP_NAME_ADDR : CP_NAME_APPADDR))
        return take_address(engine, instance, node);
    if (parm)
        return take_parm(engine, instance, node);
    if (node->kind != CPDM_ELEMENT_CHARACTERISTIC)
        return CPDM_OK;
    if (instance->application && node->name == CP_NAME_APPAUTH)
        return take_auth(engine, instance, node);
    if (instance->up && instance->up->connection && node->name == CP_NAME_PXPHYSICAL)
        return CPDM_OK; /* stands in the connection beside its PXLOGICAL */
    uint16_t name = map_name(engine->tables, node->name, node->text);
    return run_child(engine, instance, &(struct instance){.node = node}, name);
}

/* The parts of a connection, in the order of NAPDEF, PXPHYSICAL, PXLOGICAL. */
static cpdm_status take_connection(struct engine *engine, struct instance *instance)
{
    const struct cp_connection *connection = instance->connection;
    struct cp_node *const parts[] = {connection->napdef, connection->pxphysical, connection->pxlogical};
    for (unsigned i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i])
            continue;
        cpdm_status status = run_child(engine, instance, &(struct instance){.node = parts[i]}, parts[i]->name);
        if (status)
            return status;
    }
    return CPDM_OK;
}

/* What a PXLOGICAL hands down to a PXPHYSICAL that has none of its own. */
static cpdm_status take_inherited(struct engine *engine, struct instance *instance)
{
    for (struct cp_node *node = instance->node->parent->first; node; node = node->next) {
        if (node->name == CP_NAME_UNKNOWN || !cp_link_inherits(instance->node, (enum cp_name)node->name))
            continue;
        cpdm_status status = take_child(engine, instance, node);
        if (status)
            return status;
    }
    return CPDM_OK;
}

static cpdm_status take_children(struct engine *engine, struct instance *instance)
{
    if (instance->connection)
        return take_connection(engine, instance);
    if (instance->address && !instance->node) /* the ADDR alone */
        return take_parm(engine, instance, instance->address->addr);
    for (struct cp_node *node = instance->node->first; node; node = node->next) {
        cpdm_status status = take_child(engine, instance, node);
        if (status)
            return status;
    }
    if (instance->node->name == CP_NAME_PXPHYSICAL && instance->up->connection)
        return take_inherited(engine, instance);
    if (!instance->application)
        return CPDM_OK;
    cpdm_status status = rows_take_provider(engine, instance);
    return status ? status : rows_take_connections(engine, instance);
}

/* ---- one instance ---- */

/* `first "why"` on a head: whether the enclosing instance had one already. */
static bool is_further(struct engine *engine, const struct instance *instance)
{
    uint32_t *taken_in = &engine->taken_in[instance->section - engine->tables->sections];
    uint32_t up = instance->up ? instance->up->serial : UINT32_MAX;
    bool further = *taken_in == up;
    *taken_in = up;
    return further && instance->section->first;
}

static void lose(struct engine *engine, struct instance *instance, const char *reason)
{
    if (instance->auth && instance->auth->type_parm)
        engine->report->fates[instance->auth->type_parm->index].split = instance->auth->split;
    if (instance->node)
        say_below(engine, instance->node, NULL, reason);
    else if (instance->address)
        report_say(engine->report, instance->address->addr, CPDM_FATE_LOST, NULL, reason);
}

/* Sections at the same node that no characteristic stood for: their MUST nodes are missing all the same. */
static cpdm_status complete_absent(struct engine *engine, struct instance *instance)
{
    for (uint16_t i = 0; i < instance->section->beside_count; i++) {
        uint16_t beside = instance->section->beside[i];
        if (engine->taken_in[beside] == instance->serial)
            continue;
        cpdm_status status = rows_complete(engine, instance, &engine->tables->sections[beside]);
        if (status)
            return status;
    }
    return CPDM_OK;
}

static void say_condition(struct engine *engine, const struct instance *instance)
{
    const struct map_section *section = instance->section;
    cpdm_slice text;
    struct cp_node *parm;
    if (section->when_count != 1 || instance->best == CPDM_FATE_COUNT ||
        !instance_value(instance, section->when_name, &text, &parm) || !parm ||
        section->row_of[section->when_name] != MAP_NONE)
        return;
    report_say(engine->report, parm, instance->best, NULL,
               instance->best == CPDM_FATE_LOST ? "its section is lost" : "");
}

static cpdm_status run(struct engine *engine, struct instance *instance)
{
    const struct map_section *section = instance->section;
    bool further = is_further(engine, instance);
    instance->serial = ++engine->serial;
    instance->best = CPDM_FATE_COUNT;
    if (further) {
        const char *why = arena_copy(&engine->job->arena, section->first_why).data;
        lose(engine, instance, why);
        return why ? CPDM_OK : diag_no_memory(&engine->job->diag);
    }
    cpdm_status status = place(engine, instance);
    if (status)
        return status;
    if (!instance->target && section->kind != MAP_NODE_NONE) {
        diag_warn(&engine->job->diag, CPDM_RULE_NODE_TAKEN, instance->node ? instance->node->offset : DIAG_NO_OFFSET,
                  NULL, NULL, "a second %.*s for a node that is taken", DIAG_TEXT(section->path));
        lose(engine, instance, "its node is taken");
        return CPDM_OK;
    }
    instance->section = rows_of(engine, section);
    status = take_children(engine, instance);
    status = status ? status : rows_complete(engine, instance, instance->section);
    status = status || !instance->target ? status : complete_absent(engine, instance);
    if (!status)
        say_condition(engine, instance);
    return status;
}

/* ---- the document ---- */

static cpdm_status run_root(struct engine *engine, uint16_t name, struct instance *instance)
{
    instance->section = choose(engine, engine->tables->root_of[name], instance);
    if (!instance->section)
        return CPDM_OK;
    if (instance->application && instance->section->kind == MAP_NODE_ROOT) {
        const struct cp_address *address = instance->application->addresses;
        if (engine->accounts++ == 0 && address && address->addr)
            engine->tree->server = address->addr->value;
    }
    return run(engine, instance);
}

static cpdm_status run_type(struct engine *engine, uint16_t name)
{
    cpdm_status status = CPDM_OK;
    if (name == CP_NAME_APPLICATION) {
        for (const struct cp_application *a = engine->links->applications; a && !status; a = a->next)
            status = run_root(engine, name, &(struct instance){.node = a->node, .application = a});
        return status;
    }
    if (name == CP_NAME_CONNECTION) {
        for (const struct cp_connection *c = engine->links->connections; c && !status; c = c->next)
            status = run_root(engine, name, &(struct instance){.connection = c});
        return status;
    }
    for (struct cp_node *node = engine->document->root.first; node && !status; node = node->next)
        if (node->kind == CPDM_ELEMENT_CHARACTERISTIC && map_name(engine->tables, node->name, node->text) == name)
            status = run_root(engine, name, &(struct instance){.node = node});
    return status;
}

/* A PXLOGICAL without PXPHYSICAL makes no connection: its parms are lost (design section 5). */
static void lose_proxies(struct engine *engine)
{
    for (const struct cp_node *node = engine->document->root.first; node; node = node->next) {
        const struct cp_node *child = node->name == CP_NAME_PXLOGICAL ? node->first : NULL;
        while (child && child->name != CP_NAME_PXPHYSICAL)
            child = child->next;
        if (node->name == CP_NAME_PXLOGICAL && node->kind == CPDM_ELEMENT_CHARACTERISTIC && !child)
            say_below(engine, node, NULL, "a PXLOGICAL without a PXPHYSICAL makes no connection");
    }
}

/* The APPIDs that are there, for the sentence that says that none is w7. */
static cpdm_status nothing(struct engine *engine)
{
    struct job *job = engine->job;
    struct bytes_writer found = bytes_writer(&job->arena, 64);
    for (const struct cp_application *a = engine->links->applications; a; a = a->next) {
        const struct cp_node *appid = cp_doc_parm(a->node, CP_NAME_APPID);
        bytes_put_slice(&found, a == engine->links->applications ? slice("", 0) : SLICE(", "));
        bytes_put_slice(&found, appid && appid->value.length ? appid->value : SLICE("one without APPID"));
    }
    bytes_put(&found, '\0');
    cpdm_slice text;
    if (!bytes_finish(&found, &text))
        return diag_no_memory(&job->diag);
    return diag_fail(&job->diag, CPDM_RULE_CP_NO_ACCOUNT, engine->document->root.offset, NULL,
                     "a DM account is an APPLICATION with APPID w7, both in upper and lower case as written here",
                     "there is no APPLICATION with APPID w7 (found: %s)",
                     text.length > 1 ? text.data : "no APPLICATION");
}

static cpdm_status begin(struct engine *engine)
{
    struct job *job = engine->job;
    const struct cp_node *other = engine->document->first_other;
    if (other)
        return diag_fail(&job->diag, CPDM_RULE_CP_OTHER_ELEMENT, other->offset, cp_doc_path(&job->arena, other), NULL,
                         "the document holds a \"%.*s\", which provisions nothing", DIAG_TEXT(other->text));
    engine->tree = job_alloc(job, sizeof *engine->tree);
    engine->taken_in = arena_array(&job->arena, engine->tables->section_count, sizeof *engine->taken_in);
    if (!engine->tree || !engine->taken_in)
        return diag_no_memory(&job->diag);
    dm_tree_init(engine->tree);
    cpdm_status status = report_begin(job, engine->document, &engine->report);
    if (!status)
        engine->report->tree = engine->tree;
    return status ? status : cp_link(job, engine->document, &engine->links);
}

cpdm_status map_to_tree(struct job *job, const struct cpdm_tables *tables, const struct cpdm_document *document,
                        struct cpdm_tree **tree, struct cpdm_report **report)
{
    struct engine engine = {.job = job, .tables = tables, .document = document};
    cpdm_status status = begin(&engine);
    for (uint16_t i = 0; i < tables->root_count && !status; i++)
        status = run_type(&engine, tables->root_order[i]);
    if (!status && !engine.accounts)
        status = nothing(&engine);
    if (status)
        return status;
    lose_proxies(&engine);
    *tree = engine.tree;
    *report = engine.report;
    return job->diag.failed ? job->diag.error.status : CPDM_OK;
}
