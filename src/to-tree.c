/* SPDX-License-Identifier: MIT */
/*
 * CP -> DM (design section 6): for each characteristic of the linked view, the section of the table that takes it makes
 * its node, rows take its parms, and so on below. The depth of calls is that of the table's sections, never the
 * document's.
 */
#include "to-tree.h"

#include "engine.h"

static cpdm_status run(struct engine *engine, struct instance *instance);

/* ---- which section ---- */

/* Whether the condition of a section holds. */
static bool matches(const struct cpdm_tables *tables, const struct map_section *section,
                    const struct instance *instance)
{
    cpdm_slice text;
    struct cp_node *parm;
    if (!instance_value(tables, instance, section->when_name, &text, &parm))
        return false;
    for (uint16_t i = 0; i < section->when_count; i++)
        if (slice_equal(section->when_values[i], text))
            return true;
    return false;
}

/* The first section in the chain whose condition holds (those with a condition come first); NULL when none does. */
static inline const struct map_section *choose(const struct engine *engine, uint16_t index,
                                               const struct instance *instance)
{
    while (index != MAP_NONE) {
        const struct map_section *section = &engine->tables->sections[index];
        if (section->when_name == MAP_NONE || matches(engine->tables, section, instance))
            return section;
        index = section->next_same;
    }
    return NULL;
}

/* Where rows are looked up: a head `[A] [B]` shares the rows of its first. */
static const struct map_section *rows_of(const struct engine *engine, const struct map_section *section)
{
    return section->alias_of == MAP_NONE ? section : &engine->tables->sections[section->alias_of];
}

/* ---- what no row takes ---- */

/* All parms at or below a characteristic. */
static void say_below(struct engine *engine, const struct cp_node *top, const struct map_row *row, const char *reason)
{
    for (const struct cp_node *node = top; (node = cp_doc_next(top, node)) != NULL;)
        if (node->kind == CPDM_ELEMENT_PARM)
            report_say(engine->report, node, CPDM_FATE_LOST, row, reason);
}

static void leave_below(struct engine *engine, const struct instance *instance, const struct cp_node *top)
{
    const struct map_row *star = rows_star(engine, instance);
    if (star)
        say_below(engine, top, star, NULL);
}

/* ---- what stands in a characteristic ---- */

/* Runs the section that takes this child, or leaves the child's parms to the star. */
static cpdm_status run_child(struct engine *engine, struct instance *parent, struct instance *child, uint16_t name)
{
    uint16_t first = parent->section->child_of[name];
    child->up = parent;
    child->section = choose(engine, first, child);
    if (child->section)
        return run(engine, child);
    if (child->node)
        leave_below(engine, parent, child->node);
    return CPDM_OK;
}

static cpdm_status take_characteristic(struct engine *engine, struct instance *instance, struct cp_node *node)
{
    if (node->kind != CPDM_ELEMENT_CHARACTERISTIC)
        return CPDM_OK;
    if (node->name == CP_NAME_PXPHYSICAL && instance->up && instance->up->view == VIEW_CONNECTION)
        return CPDM_OK; /* stands in the connection beside its PXLOGICAL */
    uint16_t name = map_name(engine->tables, node->name, node->text);
    return run_child(engine, instance, &(struct instance){.node = node}, name);
}

/* An ADDR directly in an APPLICATION is an APPADDR of its own. */
static cpdm_status take_address(struct engine *engine, struct instance *instance, struct cp_node *node)
{
    const struct cp_address *address = instance->application->addresses;
    while (address && address->node != node && address->addr != node)
        address = address->next;
    uint16_t section = instance->section->child_of[CP_NAME_APPADDR];
    if (node->kind == CPDM_ELEMENT_PARM && section == MAP_NONE)
        return rows_take_parm(engine, instance, node);
    struct instance child = {.node = node};
    if (address)
        child = (struct instance){.node = address->node, .address = address, .view = VIEW_ADDRESS};
    return run_child(engine, instance, &child, CP_NAME_APPADDR);
}

/* One instance for each type of a comma list. */
static cpdm_status take_auth(struct engine *engine, struct instance *instance, struct cp_node *node)
{
    cpdm_status status = CPDM_OK;
    for (const struct cp_auth *auth = instance->application->auths; auth && !status; auth = auth->next)
        if (auth->node == node)
            status = run_child(engine, instance, &(struct instance){.node = node, .auth = auth, .view = VIEW_AUTH},
                               CP_NAME_APPAUTH);
    return status;
}

/* What stands in an APPLICATION, addresses and credentials in their linked view. */
static cpdm_status take_application(struct engine *engine, struct instance *instance)
{
    cpdm_status status = CPDM_OK;
    for (struct cp_node *node = instance->node->first; node && !status;) {
        bool parm = node->kind == CPDM_ELEMENT_PARM;
        struct cp_node *here = node;
        if (parm && node->name != CP_NAME_ADDR) {
            status = rows_take_parms(engine, instance, &node, NULL);
            continue;
        }
        node = node->next;
        if (here->name == (parm ? CP_NAME_ADDR : CP_NAME_APPADDR))
            status = take_address(engine, instance, here);
        else if (here->name == CP_NAME_APPAUTH && here->kind == CPDM_ELEMENT_CHARACTERISTIC)
            status = take_auth(engine, instance, here);
        else
            status = take_characteristic(engine, instance, here);
    }
    status = status ? status : rows_take_provider(engine, instance);
    return status ? status : rows_take_connections(engine, instance);
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
    enum { NOT_ASKED, NO, YES };
    uint8_t inherits[CP_NAME_COUNT] = {NOT_ASKED}; /* asked once: a PXLOGICAL may have thousands of one name */
    for (struct cp_node *node = instance->node->parent->first; node; node = node->next) {
        uint8_t *answer = &inherits[node->name];
        if (*answer == NOT_ASKED)
            *answer = cp_link_inherits(instance->node, (enum cp_name)node->name) ? YES : NO;
        if (*answer == NO)
            continue;
        bool parm = node->kind == CPDM_ELEMENT_PARM;
        cpdm_status status =
            parm ? rows_take_parm(engine, instance, node) : take_characteristic(engine, instance, node);
        if (status)
            return status;
    }
    return CPDM_OK;
}

/* What stands in any other characteristic. */
static cpdm_status take_elements(struct engine *engine, struct instance *instance)
{
    for (struct cp_node *node = instance->node->first; node;) {
        cpdm_status status;
        if (node->kind == CPDM_ELEMENT_PARM) {
            status = rows_take_parms(engine, instance, &node, NULL);
        } else {
            status = take_characteristic(engine, instance, node);
            node = node->next;
        }
        if (status)
            return status;
    }
    bool inherits = instance->node->name == CP_NAME_PXPHYSICAL && instance->up->view == VIEW_CONNECTION;
    return inherits ? take_inherited(engine, instance) : CPDM_OK;
}

static cpdm_status take_children(struct engine *engine, struct instance *instance)
{
    switch ((enum instance_view)instance->view) {
    case VIEW_APPLICATION: return take_application(engine, instance);
    case VIEW_CONNECTION: return take_connection(engine, instance);
    case VIEW_ADDRESS:
        if (!instance->node) /* the ADDR alone */
            return rows_take_parm(engine, instance, instance->address->addr);
        break;
    case VIEW_PLAIN:
    case VIEW_AUTH: break;
    }
    return take_elements(engine, instance);
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
    if (instance->view == VIEW_AUTH && instance->auth->type_parm)
        engine->report->fates[instance->auth->type_parm->index].split = instance->auth->split;
    if (instance->node)
        say_below(engine, instance->node, NULL, reason);
    else if (instance->view == VIEW_ADDRESS)
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
    if (!instance_value(engine->tables, instance, section->when_name, &text, &parm) || !parm ||
        section->row_of[section->when_name] != MAP_NONE)
        return;
    cpdm_fate best = instance->best == CPDM_FATE_COUNT ? CPDM_FATE_LOST : (cpdm_fate)instance->best;
    const char *reason = best == CPDM_FATE_LOST      ? "its section is lost"
                         : best == CPDM_FATE_INVALID ? "nothing in its section is valid"
                                                     : "";
    report_say(engine->report, parm, best, NULL, reason);
}

/* A section that comes again where one is all there may be. */
static cpdm_status lose_further(struct engine *engine, struct instance *instance)
{
    const char *why = arena_copy(&engine->job->arena, instance->section->first_why).data;
    lose(engine, instance, why);
    return why ? CPDM_OK : diag_no_memory(&engine->job->diag);
}

static cpdm_status lose_unplaced(struct engine *engine, struct instance *instance)
{
    diag_warn(&engine->job->diag, CPDM_RULE_NODE_TAKEN, instance->node ? instance->node->offset : DIAG_NO_OFFSET, NULL,
              NULL, "a second %.*s for a node that is taken", DIAG_TEXT(instance->section->path));
    lose(engine, instance, "its node is taken");
    return CPDM_OK;
}

static cpdm_status run(struct engine *engine, struct instance *instance)
{
    const struct map_section *section = instance->section;
    bool further = section->counted && is_further(engine, instance);
    instance->serial = ++engine->serial;
    instance->best = CPDM_FATE_COUNT;
    if (further)
        return lose_further(engine, instance);
    cpdm_status status = CPDM_OK;
    switch (section->kind) {
    case MAP_NODE_NONE: break;
    case MAP_NODE_SAME: instance->target = instance_node_above(instance); break;
    case MAP_NODE_ROOT:
    case MAP_NODE_RELATIVE: status = instance_place(engine, instance); break;
    }
    if (status)
        return status;
    if (!instance->target && section->kind != MAP_NODE_NONE)
        return lose_unplaced(engine, instance);
    instance->section = section = rows_of(engine, section);
    status = take_children(engine, instance);
    if (!status && section->checked_count)
        status = rows_complete(engine, instance, section);
    if (!status && section->beside_count && instance->target)
        status = complete_absent(engine, instance);
    if (!status && section->when_count == 1)
        say_condition(engine, instance);
    return status;
}

/* ---- the document ---- */

/* A w7 account's server is the one that may manage what the message brings. */
static cpdm_status note_account(struct engine *engine, const struct instance *instance)
{
    const struct cp_application *application = instance->application;
    if (instance->view != VIEW_APPLICATION || !instance->target || !cp_link_is_account(application))
        return CPDM_OK;
    if (!engine->tree->server.length && application->addresses && application->addresses->addr)
        engine->tree->server = application->addresses->addr->value;
    return dm_tree_add_account(engine->job, engine->tree, instance->target, application->provider);
}

static cpdm_status run_root(struct engine *engine, uint16_t name, struct instance *instance)
{
    instance->section = choose(engine, engine->tables->root_of[name], instance);
    if (!instance->section)
        return CPDM_OK;
    if (instance->view == VIEW_APPLICATION && instance->section->kind == MAP_NODE_ROOT)
        engine->accounts++;
    cpdm_status status = run(engine, instance);
    return status ? status : note_account(engine, instance);
}

static cpdm_status run_type(struct engine *engine, uint16_t name)
{
    cpdm_status status = CPDM_OK;
    if (name == CP_NAME_APPLICATION) {
        for (const struct cp_application *a = engine->links->applications; a && !status; a = a->next)
            status =
                run_root(engine, name, &(struct instance){.node = a->node, .application = a, .view = VIEW_APPLICATION});
        return status;
    }
    if (name == CP_NAME_CONNECTION) {
        for (const struct cp_connection *c = engine->links->connections; c && !status; c = c->next)
            status = run_root(engine, name, &(struct instance){.connection = c, .view = VIEW_CONNECTION});
        return status;
    }
    for (struct cp_node *node = engine->others; node && !status; node = node->next)
        if (node->kind == CPDM_ELEMENT_CHARACTERISTIC && map_name(engine->tables, node->name, node->text) == name)
            status = run_root(engine, name, &(struct instance){.node = node});
    return status;
}

/* The first root element that a root section takes as it stands, not in the linked view: few documents have one. */
static struct cp_node *find_others(const struct engine *engine)
{
    struct cp_node *node = engine->document->root.first;
    for (; node; node = node->next) {
        uint16_t name = map_name(engine->tables, node->name, node->text);
        if (name != CP_NAME_APPLICATION && engine->tables->root_of[name] != MAP_NONE)
            break;
    }
    return node;
}

/* A PXLOGICAL without PXPHYSICAL makes no connection: its parms are lost (design section 5). */
static void lose_proxies(struct engine *engine)
{
    for (const struct cp_node *node = engine->document->root.first; node; node = node->next) {
        if (node->name != CP_NAME_PXLOGICAL || node->kind != CPDM_ELEMENT_CHARACTERISTIC)
            continue;
        const struct cp_node *child = node->first;
        while (child && (child->name != CP_NAME_PXPHYSICAL || child->kind != CPDM_ELEMENT_CHARACTERISTIC))
            child = child->next;
        if (!child)
            say_below(engine, node, NULL, "a PXLOGICAL without a PXPHYSICAL makes no connection");
    }
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
    engine.others = find_others(&engine);
    for (uint16_t i = 0; i < tables->root_count && !status; i++)
        status = run_type(&engine, tables->root_order[i]);
    if (!status && !engine.accounts)
        status = nothing_to_map(job, document);
    if (status)
        return status;
    lose_proxies(&engine);
    *tree = engine.tree;
    *report = engine.report;
    return job->diag.failed ? job->diag.error.status : CPDM_OK;
}
