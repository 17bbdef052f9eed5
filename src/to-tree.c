/* SPDX-License-Identifier: MIT */
/*
 * CP -> DM (design section 6): for each characteristic of the linked view, the section of the table that takes it makes
 * its node, rows take its parms, and so on below. The depth of calls is that of the table's sections, never the
 * document's.
 */
#include "to-tree.h"

#include "cp-link-access.h"
#include "to-tree-special.h"

static void run(struct engine *engine, struct instance *instance, uint16_t sections);

/* ---- which section ---- */

/* Whether the caller asked for applications of this APPID. */
static bool is_requested(const struct engine *engine, const struct instance *instance)
{
    const char *apps = engine->options->apps ? engine->options->apps : "w7";
    const struct cp_node *appid = cp_doc_parm(instance->node, CP_NAME_APPID);
    if (strcmp(apps, "all") == 0)
        return true;
    for (const char *end; appid && *apps; apps = *end ? end + 1 : end) {
        end = strchrnul(apps, ',');
        if (slice_equal(slice(apps, (size_t)(end - apps)), appid->value))
            return true;
    }
    return false;
}

/* Whether the condition of a section holds; `parm` is what stands behind it. */
static bool matches(const struct engine *engine, const struct map_section *section, const struct instance *instance,
                    struct cp_node **parm)
{
    const struct cpdm_tables *tables = engine->tables;
    cpdm_slice text;
    if (section->on_request && !is_requested(engine, instance))
        return false;
    if (section->when_name == MAP_NONE)
        return true;
    if (!instance_value(tables, instance, section->when_name, &text, parm))
        return false;
    for (uint16_t i = 0; i < section->when_count; i++)
        if (slice_same(section->when_values[i], text))
            return true;
    return false;
}

/* The first section in the chain whose condition holds (those with a condition come first), or none. */
static inline void choose(const struct engine *engine, uint16_t index, struct instance *instance)
{
    const struct cpdm_tables *tables = engine->tables;
    for (; index != MAP_NONE; index = tables->sections[index].next_same) {
        const struct map_section *section = &tables->sections[index];
        struct cp_node *parm = NULL;
        if (section->conditional && !matches(engine, section, instance, &parm))
            continue;
        instance->section = section;
        instance->condition = section->when_count == 1 ? parm : NULL;
        return;
    }
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

/* An ADDR directly in an APPLICATION is an APPADDR of its own. */
static void take_address(struct engine *engine, struct instance *instance, struct cp_node *node, uint16_t sections)
{
    const struct cp_address *address = instance->application->addresses;
    while (address->node != node && address->addr != node)
        address = address->next;
    run(engine, &(struct instance){.up = instance, .node = address->node, .address = address, .view = VIEW_ADDRESS},
        sections);
}

bool walk_address(struct engine *engine, struct instance *instance, struct cp_node *addr)
{
    uint16_t sections = instance->section->child_of[CP_NAME_APPADDR];
    if (sections != MAP_NONE)
        take_address(engine, instance, addr, sections);
    return sections != MAP_NONE;
}

/* One instance for each type of a comma list. */
static void take_auth(struct engine *engine, struct instance *instance, struct cp_node *node, uint16_t sections)
{
    for (const struct cp_auth *auth = instance->application->auths; auth; auth = auth->next)
        if (auth->node == node)
            run(engine, &(struct instance){.up = instance, .node = node, .auth = auth, .view = VIEW_AUTH}, sections);
}

static void take_characteristic(struct engine *engine, struct instance *instance, struct cp_node *node)
{
    if (node->kind != CPDM_ELEMENT_CHARACTERISTIC)
        return;
    uint16_t name = map_name(engine->tables, node->name, node->text);
    uint16_t sections = instance->section->child_of[name];
    if (instance->view == VIEW_APPLICATION && name == CP_NAME_APPADDR)
        take_address(engine, instance, node, sections);
    else if (instance->view == VIEW_APPLICATION && name == CP_NAME_APPAUTH)
        take_auth(engine, instance, node, sections);
    else if (name != CP_NAME_PXPHYSICAL || !instance->up || !view_joins(instance->up->view))
        run(engine, &(struct instance){.up = instance, .node = node}, sections);
    /* else: stands in the connection or proxy beside its PXLOGICAL */
}

static void take_parts(struct engine *engine, struct instance *instance, struct cp_node *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (parts[i])
            run(engine, &(struct instance){.up = instance, .node = parts[i]},
                instance->section->child_of[parts[i]->name]);
}

/* A NAPDEF that stands in a connection again makes the same nodes again, all of them copies, and says nothing new: the
 * table says so of its section (`copied`), and that nothing was warned of the first time. */
static void take_napdef(struct engine *engine, struct instance *instance)
{
    struct cp_connection *connection = instance->connection, *alone = connection->alone;
    struct diag *diag = &engine->job->diag;
    if (alone && alone->copied && !diag->failed && !instance->target->first) {
        dm_tree_copy(engine->job, engine->tree, instance->target, alone->copied);
        return;
    }
    size_t warnings = diag->warning_count;
    struct instance napdef = {.up = instance, .node = connection->napdef};
    run(engine, &napdef, instance->section->child_of[CP_NAME_NAPDEF]);
    if (napdef.section && napdef.section->copied && warnings == diag->warning_count && warnings < DIAG_WARNINGS_MAX)
        connection->copied = napdef.target;
}

/* The parts of a connection, in the order of NAPDEF, PXPHYSICAL, PXLOGICAL. */
static void take_connection(struct engine *engine, struct instance *instance)
{
    const struct cp_connection *connection = instance->connection;
    if (connection->napdef)
        take_napdef(engine, instance);
    if (connection->pxphysical)
        take_parts(engine, instance, (struct cp_node *const[]){connection->pxphysical, connection->pxlogical}, 2);
}

static void take_proxy(struct engine *engine, struct instance *instance)
{
    struct cp_node *const parts[] = {instance->proxy->pxphysical, instance->proxy->pxlogical};
    take_parts(engine, instance, parts, sizeof parts / sizeof *parts);
}

/* What a PXLOGICAL hands down to a PXPHYSICAL that has none of its own. */
__attribute__((noinline)) static void take_inherited(struct engine *engine, struct instance *instance)
{
    enum { NOT_ASKED, NO, YES };
    uint8_t inherits[CP_NAME_COUNT] = {NOT_ASKED}; /* asked once: a PXLOGICAL may have thousands of one name */
    for (struct cp_node *node = instance->node->parent->first; node; node = node->next) {
        uint8_t *answer = &inherits[node->name];
        if (*answer == NOT_ASKED)
            *answer = cp_link_inherits(instance->node, (enum cp_name)node->name) ? YES : NO;
        if (*answer == NO)
            continue;
        if (node->kind == CPDM_ELEMENT_PARM)
            rows_take_parms(engine, instance, node, node->next);
        else
            take_characteristic(engine, instance, node);
    }
}

static void take_elements(struct engine *engine, struct instance *instance)
{
    for (struct cp_node *node = instance->node->first; node;) {
        if (node->kind == CPDM_ELEMENT_PARM) {
            node = rows_take_parms(engine, instance, node, NULL);
        } else {
            take_characteristic(engine, instance, node);
            node = node->next;
        }
    }
}

static void take_children(struct engine *engine, struct instance *instance)
{
    if (instance->view == VIEW_CONNECTION)
        take_connection(engine, instance);
    else if (instance->view == VIEW_PROXY)
        take_proxy(engine, instance);
    else if (!instance->node) /* an ADDR alone */
        rows_take_parms(engine, instance, instance->address->addr, instance->address->addr->next);
    else
        take_elements(engine, instance);
    if (instance->view == VIEW_APPLICATION) {
        rows_take_provider(engine, instance);
        rows_take_connections(engine, instance);
        if (engine->tables->access && instance->section->row_of[CP_NAME_TO_ACCESS] != MAP_NONE)
            rows_take_access(engine, instance, CP_NAME_TO_ACCESS);
    } else if (instance->node && instance->node->name == CP_NAME_PXPHYSICAL && view_joins(instance->up->view)) {
        take_inherited(engine, instance);
    }
}

/* ---- one instance ---- */

/* `first "why"` on a head: whether the enclosing instance had one already. */
static bool is_further(struct engine *engine, const struct instance *instance)
{
    uint32_t *taken_in = &engine->states[instance->section - engine->tables->sections].taken_in;
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
static void complete_absent(struct engine *engine, struct instance *instance)
{
    for (uint16_t i = 0; i < instance->section->beside_count; i++) {
        uint16_t beside = instance->section->beside[i];
        if (engine->states[beside].taken_in != instance->serial)
            rows_complete(engine, instance, &engine->tables->sections[beside]);
    }
}

/* The only value of a condition comes back with its section, unless a row takes the parm. */
static void say_condition(struct engine *engine, const struct instance *instance)
{
    if (!instance->condition || instance->section->row_of[instance->section->when_name] != MAP_NONE)
        return;
    cpdm_fate best = instance->best ? (cpdm_fate)(CPDM_FATE_COUNT - instance->best) : CPDM_FATE_LOST;
    const char *reason = best == CPDM_FATE_LOST      ? "its section is lost"
                         : best == CPDM_FATE_INVALID ? "nothing in its section is valid"
                                                     : "";
    report_say(engine->report, instance->condition, best, NULL, reason);
}

/* A section that comes again where one is all there may be. */
static void lose_further(struct engine *engine, struct instance *instance)
{
    const char *why = arena_copy(&engine->job->arena, instance->section->first_why).data;
    if (why)
        lose(engine, instance, why);
    else
        diag_no_memory(&engine->job->diag);
}

static void lose_unplaced(struct engine *engine, struct instance *instance)
{
    const char *reason = engine->unplaced;
    engine->unplaced = NULL;
    if (engine->job->diag.failed)
        return;
    if (reason) {
        diag_warn(&engine->job->diag, CPDM_RULE_VALUE_UNKNOWN, instance->node ? instance->node->offset : DIAG_NO_OFFSET,
                  NULL, NULL, "the %.*s has no node: %s", DIAG_TEXT(instance->section->path), reason);
        lose(engine, instance, reason);
        return;
    }
    diag_warn(&engine->job->diag, CPDM_RULE_NODE_TAKEN, instance->node ? instance->node->offset : DIAG_NO_OFFSET, NULL,
              NULL, "a second %.*s for a node that is taken", DIAG_TEXT(instance->section->path));
    lose(engine, instance, "its node is taken");
}

/* The section at work: its node is made. */
static void fill(struct engine *engine, struct instance *instance)
{
    const struct map_section *section = instance->section;
    take_children(engine, instance);
    if (section->implied && instance->up) { /* its rows are written in the section above */
        instance->up->filled |= instance->filled;
        if (instance->best > instance->up->best)
            instance->up->best = instance->best;
    }
    if (section->checked_bits & ~instance->filled)
        rows_complete(engine, instance, section);
    if (section->beside_count && instance->target)
        complete_absent(engine, instance);
    if (section->when_count == 1)
        say_condition(engine, instance);
}

/* The section that takes the characteristic, or else the star of the one above. */
static void run(struct engine *engine, struct instance *instance, uint16_t sections)
{
    if (engine->job->diag.failed)
        return;
    choose(engine, sections, instance);
    const struct map_section *section = instance->section;
    if (!section) {
        if (instance->node)
            leave_below(engine, instance->up, instance->node);
        return;
    }
    bool further = section->counted && is_further(engine, instance);
    instance->serial = ++engine->serial;
    if (further) {
        lose_further(engine, instance);
        return;
    }
    bool placed = section->kind == MAP_NODE_ROOT || section->kind == MAP_NODE_RELATIVE;
    if (placed)
        instance->target = instance_place(engine, instance);
    else if (section->kind == MAP_NODE_SAME)
        instance->target = instance_node_above(instance); /* none, where the section above has none */
    if (placed && !instance->target)
        lose_unplaced(engine, instance);
    else
        fill(engine, instance);
}

/* ---- the document ---- */

/* A w7 account's server is the one that may manage what the message brings. */
static void note_account(struct engine *engine, const struct instance *instance)
{
    const struct cp_application *application = instance->application;
    if (!instance->target || !cp_link_is_account(application))
        return;
    if (!engine->tree->server.length && application->addresses && application->addresses->addr)
        engine->tree->server = application->addresses->addr->value;
    dm_tree_add_account(engine->job, engine->tree, instance->target, application->provider);
}

static void run_application(struct engine *engine, const struct cp_application *application)
{
    struct instance instance = {.node = application->node, .application = application, .view = VIEW_APPLICATION};
    run(engine, &instance, engine->tables->root_of[CP_NAME_APPLICATION]);
    if (instance.section && instance.section->kind == MAP_NODE_ROOT)
        engine->accounts++;
    note_account(engine, &instance);
}

/* The object that came of it is what references lead to. */
static const struct dm_node *run_object(struct engine *engine, struct instance *instance, uint16_t sections)
{
    run(engine, instance, sections);
    return instance->section && instance->section->kind == MAP_NODE_ROOT ? instance->target : NULL;
}

/* The NAPDEFs at the root are the connections without a proxy. */
static void run_access_points(struct engine *engine, uint16_t sections)
{
    for (struct cp_connection *c = engine->links->connections; c && !c->pxphysical; c = c->next)
        c->access_point = run_object(engine, &(struct instance){.node = c->napdef}, sections);
}

static void run_connections(struct engine *engine, uint16_t sections)
{
    for (struct cp_connection *c = engine->links->connections; c; c = c->next)
        c->object = run_object(engine, &(struct instance){.connection = c, .view = VIEW_CONNECTION}, sections);
}

static void run_proxies(struct engine *engine, uint16_t sections)
{
    for (struct cp_proxy *proxy = engine->links->proxies; proxy; proxy = proxy->next)
        proxy->object = run_object(engine, &(struct instance){.proxy = proxy, .view = VIEW_PROXY}, sections);
}

static void run_type(struct engine *engine, uint16_t name)
{
    uint16_t sections = engine->tables->root_of[name];
    if (name == CP_NAME_APPLICATION)
        for (const struct cp_application *a = engine->links->applications; a; a = a->next)
            run_application(engine, a);
    else if (name == CP_NAME_CONNECTION)
        run_connections(engine, sections);
    else if (name == CP_NAME_PROXY)
        run_proxies(engine, sections);
    else if (name == CP_NAME_NAPDEF && engine->tables->access)
        run_access_points(engine, sections);
    else
        for (struct cp_node *node = engine->others; node; node = node->next)
            if (node->kind == CPDM_ELEMENT_CHARACTERISTIC && map_name(engine->tables, node->name, node->text) == name)
                run(engine, &(struct instance){.node = node}, sections);
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
    engine->states = arena_array(&job->arena, engine->tables->section_count, sizeof *engine->states);
    if (!engine->tree || !engine->states)
        return diag_no_memory(&job->diag);
    dm_tree_init(engine->tree);
    cpdm_status status = report_begin(job, engine->document, &engine->report);
    if (status)
        return status;
    engine->report->tree = engine->tree;
    engine->fates = engine->report->fates;
    status = cp_link(job, engine->document, engine->tables->root_of[CP_NAME_CONNECTION] != MAP_NONE, &engine->links);
    engine->report->links = engine->links;
    return !status && engine->tables->access ? cp_link_access(job, engine->links) : status;
}

/* Words with commas between them, none of them empty. */
static bool is_list(const char *text)
{
    size_t length = strlen(text);
    return length && text[0] != ',' && text[length - 1] != ',' && !strstr(text, ",,");
}

static cpdm_status check_options(struct job *job, const cpdm_map_options *options)
{
    uint64_t number;
    if (options->max_segment && options->max_segment < DM_NAME_CUT_MIN)
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                         "a node name that is cut needs %d octets, and %zu are allowed", DM_NAME_CUT_MIN,
                         options->max_segment);
    if (options->apps && !is_list(options->apps))
        return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, "all, w7, or APPIDs like w2,w4",
                         "the applications are not a list of APPIDs");
    if (!options->first_session_id || slice_to_number(slice_of(options->first_session_id), UINT16_MAX, &number))
        return CPDM_OK;
    return diag_fail(&job->diag, CPDM_RULE_USAGE, DIAG_NO_OFFSET, NULL, NULL,
                     "the first session id is a number from 0 to %d", UINT16_MAX);
}

/* Whether the tree is worth a package: an account, or, where a part will do, anything at all. */
static bool is_enough(const struct engine *engine)
{
    return engine->accounts || (engine->options->partial && engine->tree->count);
}

cpdm_status map_once(struct engine *engine)
{
    struct job *job = engine->job;
    cpdm_status status = begin(engine);
    if (status)
        return status;
    engine->others = find_others(engine);
    for (uint16_t i = 0; i < engine->tables->root_count; i++)
        run_type(engine, engine->tables->root_order[i]);
    if (!job->diag.failed && !is_enough(engine))
        nothing_to_map(job, engine->document);
    lose_proxies(engine);
    return job->diag.failed ? job->diag.error.status : CPDM_OK;
}

cpdm_status map_to_tree(struct job *job, const struct cpdm_tables *tables, const struct cpdm_document *document,
                        const cpdm_map_options *options, struct cpdm_tree **tree, struct cpdm_report **report)
{
    static const cpdm_map_options usual = {NULL, false, NULL, 0, 0};
    struct engine engine = {.job = job, .tables = tables, .document = document, .options = options ? options : &usual};
    cpdm_status status = check_options(job, engine.options);
    bool limited = engine.options->max_segment || engine.options->max_uri;
    if (!status)
        status = limited ? fit_map(&engine) : map_once(&engine);
    *tree = engine.tree;
    *report = engine.report;
    return status;
}
