/* SPDX-License-Identifier: MIT */
/* CP -> DM (design section 6): a document's objects, one after the other in the order of the table. */
#include "to-tree.h"

#include "cp-link-access.h"
#include "to-tree-special.h"

/* A w7 account's server is the one that may manage what the message brings. */
static void note_account(struct engine *engine, const struct cp_application *application, const struct dm_node *target)
{
    if (!target || !cp_link_is_account(application))
        return;
    if (!engine->tree->server.length && application->addresses && application->addresses->addr)
        engine->tree->server = application->addresses->addr->value;
    dm_tree_add_account(engine->job, engine->tree, target, application->provider);
}

static void run_application(struct engine *engine, struct cp_application *application, uint16_t sections)
{
    struct taken taken =
        walk_instance(engine, engine->outermost, application->node, VIEW_APPLICATION, application, sections);
    if (taken.section && taken.section->kind == MAP_NODE_ROOT)
        engine->accounts++;
    note_account(engine, application, taken.target);
}

/* The object that came of it is what references lead to. */
static const struct dm_node *run_object(struct engine *engine, struct cp_node *node, enum instance_view view,
                                        void *viewed, uint16_t sections)
{
    struct taken taken = walk_instance(engine, engine->outermost, node, view, viewed, sections);
    return taken.section && taken.section->kind == MAP_NODE_ROOT ? taken.target : NULL;
}

/* The NAPDEFs at the root are the connections without a proxy. */
static void run_access_points(struct engine *engine, uint16_t sections)
{
    for (struct cp_connection *c = engine->links->connections; c && !c->pxphysical; c = c->next)
        c->access_point = run_object(engine, c->napdef, VIEW_PLAIN, NULL, sections);
}

static void run_connections(struct engine *engine, uint16_t sections)
{
    for (struct cp_connection *c = engine->links->connections; c; c = c->next)
        c->object = run_object(engine, NULL, VIEW_CONNECTION, c, sections);
}

static void run_proxies(struct engine *engine, uint16_t sections)
{
    for (struct cp_proxy *proxy = engine->links->proxies; proxy; proxy = proxy->next)
        proxy->object = run_object(engine, NULL, VIEW_PROXY, proxy, sections);
}

static void run_type(struct engine *engine, uint16_t name)
{
    uint16_t sections = engine->tables->root_of[name];
    if (name == CP_NAME_APPLICATION)
        for (struct cp_application *a = engine->links->applications; a; a = a->next)
            run_application(engine, a, sections);
    else if (name == CP_NAME_CONNECTION)
        run_connections(engine, sections);
    else if (name == CP_NAME_PROXY)
        run_proxies(engine, sections);
    else if (name == CP_NAME_NAPDEF && engine->tables->access)
        run_access_points(engine, sections);
    else
        for (struct cp_node *node = engine->others; node; node = node->next)
            if (node->kind == CPDM_ELEMENT_CHARACTERISTIC && map_name(engine->tables, node->name, node->text) == name)
                walk_instance(engine, engine->outermost, node, VIEW_PLAIN, NULL, sections);
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
            walk_say_below(engine, node, NULL, "a PXLOGICAL without a PXPHYSICAL makes no connection");
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
    engine->last_root = NULL;
    cpdm_status status = report_begin(job, engine->tables, engine->document, &engine->report);
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
    struct instance instances[MAP_PATH_MAX + 2]; /* the document's, those of a path, and one that no section takes */
    instances[0] = (struct instance){.serial = UINT32_MAX};
    engine->outermost = instances;
    cpdm_status status = begin(engine);
    if (status)
        return status;
    engine->others = find_others(engine);
    uint16_t count = engine->others ? engine->tables->root_count : engine->tables->linked_count;
    const uint16_t *order = engine->others ? engine->tables->root_order : engine->tables->linked_order;
    for (uint16_t i = 0; i < count; i++)
        run_type(engine, order[i]);
    if (!job->diag.failed && !is_enough(engine))
        nothing_to_map(job, engine->tables, engine->document);
    if (engine->links->bare)
        lose_proxies(engine);
    if (engine->tables->root_of[CP_NAME_CONNECTION] != MAP_NONE)
        tree_says_twice(engine);
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
