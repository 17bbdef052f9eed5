/* SPDX-License-Identifier: MIT */
/*
 * The connections of a document (design section 5): each NAPDEF alone, then each PXPHYSICAL with each NAPDEF that its
 * TO-NAPIDs lead to; and every reference resolved. ProvCont 1.1 references: TO-NAPID -> NAPID, TO-PROXY and PROXY-ID ->
 * PROXY-ID; TO-NAPID=INTERNET is the first NAPDEF with the INTERNET parm (spec/dm.md R14).
 */
#include "cp-links.h"

#include <stdio.h>

#include "cp-index.h"
#include "cp-link-apps.h"
#include "dm-tree.h"

struct linker {
    struct job *job;
    const struct cpdm_document *document;
    struct cp_links links;   /* what is left of it all */
    struct cp_index napdefs; /* by_id of connections */
    struct cp_index proxies; /* linked_proxy */
    struct cp_names names;
    struct cp_connection *internet; /* for find_internet() */
    bool internet_known;
    struct cp_connection **connections_end;
    size_t unnamed;
    const struct cp_node *last_unnamed; /* PXLOGICAL: all its connections are called by one number */
    bool named;
};

struct linked_proxy { /* a PXLOGICAL */
    struct cp_index_entry by_id;
    struct cp_connection *first; /* that it is part of, or NULL */
};

static cpdm_slice value_of(const struct cp_node *characteristic, enum cp_name name)
{
    const struct cp_node *parm = cp_doc_parm(characteristic, name);
    return parm ? parm->value : slice("", 0);
}

bool cp_link_inherits(const struct cp_node *pxphysical, enum cp_name name)
{
    if (!cp_link_hands_down((uint16_t)name))
        return false;
    for (const struct cp_node *node = pxphysical->first; node; node = node->next)
        if (node->name == name)
            return false;
    return true;
}

/* A name that is taken: with ~2, ~3 …, and told. NULL after a failure, else its place. */
static struct cp_index_entry **number_name(struct job *job, struct cp_names *names, const char *what,
                                           struct cp_index_entry *named)
{
    const struct cp_node *origin = named->node;
    cpdm_slice base = named->id;
    unsigned *last = cp_index_number(&names->numbers, job, base);
    struct arena_mark mark = arena_mark(&job->arena);
    struct cp_index_entry **place = NULL;
    while (last && named->id.data && (!place || *place)) {
        arena_rewind(&job->arena, &mark); /* the number before was taken */
        named->id = dm_name_fit(job, dm_name_numbered(&job->arena, base, ++*last), NULL);
        place = named->id.data ? cp_index_place(&names->taken, job, named->id) : NULL;
    }
    if (!place) {
        diag_no_memory(&job->diag);
        return NULL;
    }
    diag_warn(&job->diag, CPDM_RULE_NAME_TAKEN, origin->offset, cp_doc_path(&job->arena, origin), NULL,
              "another %s is called \"%.*s\"; this one becomes \"%.*s\"", what, DIAG_TEXT(base), DIAG_TEXT(named->id));
    return place;
}

/* The name of what has no id. `data` is NULL when there is no memory. */
RARE static cpdm_slice unnamed_id(struct job *job, size_t unnamed)
{
    char number[24];
    return arena_copy(&job->arena, slice(number, (size_t)snprintf(number, sizeof number, "%zu", unnamed)));
}

cpdm_status cp_link_name(struct job *job, struct cp_names *names, cpdm_slice id, size_t unnamed, struct cp_node *origin,
                         const char *what, struct cp_index_entry *named)
{
    if (!id.length)
        id = unnamed_id(job, unnamed);
    if (!id.data)
        return diag_no_memory(&job->diag);
    named->id = dm_name_fit(job, dm_name_escape(&job->arena, id), origin);
    named->node = origin;
    if (!named->id.data)
        return diag_no_memory(&job->diag);
    struct cp_index_entry **place = cp_index_place(&names->taken, job, named->id);
    if (*place)
        place = number_name(job, names, what, named);
    return place && cp_index_put(&names->taken, job, place, named) ? CPDM_OK : job->diag.error.status;
}

static cpdm_status name_connection(struct linker *linker, struct cp_connection *connection, struct cp_node *origin)
{
    if (!connection->by_id.id.length) {
        linker->unnamed += !connection->pxlogical || connection->pxlogical != linker->last_unnamed;
        linker->last_unnamed = connection->pxlogical;
    }
    return cp_link_name(linker->job, &linker->names, connection->by_id.id, linker->unnamed, origin, "connection",
                        &connection->named);
}

/* A new connection of this NAPDEF, PXPHYSICAL or both; NULL after a failure. */
static struct cp_connection *add_connection(struct linker *linker, cpdm_slice id, struct cp_node *napdef,
                                            struct cp_node *pxphysical)
{
    struct job *job = linker->job;
    struct cp_node *origin = pxphysical ? pxphysical : napdef;
    if (++linker->links.connection_count > job->limits.connections) {
        diag_fail(&job->diag, CPDM_RULE_CONNECTION_LIMIT, origin->offset, NULL, "--limit connections=N raises it",
                  "more than %zu connections", job->limits.connections);
        return NULL;
    }
    struct cp_connection *connection = job_alloc(job, sizeof *connection);
    if (!connection)
        return NULL;
    connection->by_id.id = id;
    connection->napdef = napdef;
    connection->pxphysical = pxphysical;
    connection->pxlogical = pxphysical ? pxphysical->parent : NULL;
    *linker->connections_end = connection;
    linker->connections_end = &connection->next;
    return linker->named && name_connection(linker, connection, origin) ? NULL : connection;
}

/* The connection of the first NAPDEF with INTERNET, or NULL. The NAPDEFs' own stand before all others. */
RARE static struct cp_connection *find_internet(struct linker *linker)
{
    struct cp_connection *connection = linker->links.connections;
    if (linker->internet_known)
        return linker->internet;
    while (connection && !connection->pxphysical && !cp_doc_parm(connection->napdef, CP_NAME_INTERNET))
        connection = connection->next;
    linker->internet = connection && !connection->pxphysical ? connection : NULL;
    linker->internet_known = true;
    return linker->internet;
}

/* Where a TO-NAPID leads: the connection of a NAPDEF alone, or NULL. */
static struct cp_connection *find_napdef(struct linker *linker, cpdm_slice id)
{
    return slice_is(id, "INTERNET") ? find_internet(linker)
                                    : (struct cp_connection *)*cp_index_place(&linker->napdefs, linker->job, id);
}

static void warn_dangling(struct linker *linker, const struct cp_node *parm, const char *what)
{
    if (linker->job->diag.warning_count >= DIAG_WARNINGS_MAX)
        return; /* nobody reads it, and its path has to be counted out */
    diag_warn(&linker->job->diag, CPDM_RULE_CP_DANGLING, parm->offset, cp_doc_path(&linker->job->arena, parm), NULL,
              "%.*s \"%.*s\" names no %s of this document", DIAG_TEXT(parm->text), DIAG_TEXT(parm->value), what);
}

/* Records what a reference parm leads to; NULL after a failure. */
static struct cp_reference *add_reference(struct linker *linker, struct cp_node *parm, struct cp_node *target,
                                          struct cp_connection *connection)
{
    struct cp_reference *reference = job_alloc(linker->job, sizeof *reference);
    if (!reference)
        return NULL;
    reference->parm = parm;
    reference->target = target;
    reference->connection = connection;
    if (!target)
        reference->state = CP_REFERENCE_DANGLING;
    else if (!connection)
        reference->state = CP_REFERENCE_NOWHERE;
    else if (parm->name == CP_NAME_TO_NAPID && slice_is(parm->value, "INTERNET"))
        reference->state = CP_REFERENCE_INTERNET;
    else
        reference->state = CP_REFERENCE_RESOLVED;
    linker->links.reference_of[parm->index] = reference;
    return reference;
}

static struct cp_reference *refer_to_napdef(struct linker *linker, struct cp_node *parm)
{
    struct cp_connection *connection = find_napdef(linker, parm->value);
    if (!connection)
        warn_dangling(linker, parm, "NAPDEF");
    return add_reference(linker, parm, connection ? connection->napdef : NULL, connection);
}

static struct cp_reference *refer_to_proxy(struct linker *linker, struct cp_node *parm)
{
    const struct linked_proxy *proxy =
        (const struct linked_proxy *)*cp_index_place(&linker->proxies, linker->job, parm->value);
    if (!proxy)
        warn_dangling(linker, parm, "PXLOGICAL");
    return add_reference(linker, parm, proxy ? proxy->by_id.node : NULL, proxy ? proxy->first : NULL);
}

/* One connection for each NAPDEF that the PXPHYSICAL's TO-NAPIDs lead to, or one without a NAPDEF. NULL after a
 * failure, else the first. */
static struct cp_connection *link_pxphysical(struct linker *linker, struct cp_node *pxphysical, cpdm_slice id)
{
    struct cp_connection *first = NULL;
    for (struct cp_node *parm = pxphysical->first; parm; parm = parm->next) {
        if (parm->name != CP_NAME_TO_NAPID || parm->kind != CPDM_ELEMENT_PARM)
            continue;
        const struct cp_reference *reference = refer_to_napdef(linker, parm);
        if (!reference)
            return NULL;
        struct cp_connection *alone = reference->connection;
        linker->links.repeated |= alone && alone->last_user == pxphysical;
        if (!alone || alone->last_user == pxphysical)
            continue;
        alone->last_user = pxphysical;
        struct cp_connection *added = add_connection(linker, id, alone->napdef, pxphysical);
        if (!added)
            return NULL;
        added->alone = alone;
        first = first ? first : added;
    }
    return first ? first : add_connection(linker, id, NULL, pxphysical);
}

/* The place of an id that is the first of its kind, or NULL; a second characteristic with the same is told of and stays
 * without references. */
static struct cp_index_entry **new_place(struct linker *linker, struct cp_index *index, const struct cp_node *node,
                                         enum cp_name id_name, cpdm_slice id)
{
    struct job *job = linker->job;
    struct cp_index_entry **place = id.length ? cp_index_place(index, job, id) : NULL;
    if (!place || !*place)
        return place;
    diag_warn(&job->diag, CPDM_RULE_CP_DUPLICATE_ID, node->offset, cp_doc_path(&job->arena, node),
              "give each its own id", "another %.*s has the %.*s \"%.*s\"; references lead to the first",
              DIAG_TEXT(node->text), DIAG_TEXT(cp_name_text(id_name)), DIAG_TEXT(id));
    return NULL;
}

static cpdm_status link_napdefs(struct linker *linker)
{
    struct job *job = linker->job;
    for (struct cp_node *node = linker->document->root.first; node; node = node->next) {
        if (node->name != CP_NAME_NAPDEF || node->kind != CPDM_ELEMENT_CHARACTERISTIC)
            continue;
        cpdm_slice id = value_of(node, CP_NAME_NAPID);
        struct cp_index_entry **place = new_place(linker, &linker->napdefs, node, CP_NAME_NAPID, id);
        struct cp_connection *connection = add_connection(linker, id, node, NULL);
        if (!connection || (place && !cp_index_put(&linker->napdefs, job, place, &connection->by_id)))
            return job->diag.error.status;
    }
    return CPDM_OK;
}

/* The PXLOGICAL under its id, to be found by references once it is linked; NULL after a failure. */
static struct linked_proxy *add_proxy(struct linker *linker, struct cp_node *node, cpdm_slice id)
{
    struct linked_proxy *proxy = job_alloc(linker->job, sizeof *proxy);
    if (!proxy)
        return NULL;
    proxy->by_id.id = id;
    proxy->by_id.node = node;
    struct cp_index_entry **place = new_place(linker, &linker->proxies, node, CP_NAME_PROXY_ID, id);
    return !place || cp_index_put(&linker->proxies, linker->job, place, &proxy->by_id) ? proxy : NULL;
}

static cpdm_status link_proxies(struct linker *linker)
{
    for (struct cp_node *node = linker->document->root.first; node; node = node->next) {
        if (node->name != CP_NAME_PXLOGICAL || node->kind != CPDM_ELEMENT_CHARACTERISTIC)
            continue;
        cpdm_slice id = value_of(node, CP_NAME_PROXY_ID);
        struct linked_proxy *proxy = add_proxy(linker, node, id);
        for (struct cp_node *child = proxy ? node->first : NULL; child; child = child->next) {
            if (child->name != CP_NAME_PXPHYSICAL || child->kind != CPDM_ELEMENT_CHARACTERISTIC)
                continue;
            struct cp_connection *first = link_pxphysical(linker, child, id);
            if (!first)
                return linker->job->diag.error.status;
            proxy->first = proxy->first ? proxy->first : first;
        }
        if (!proxy)
            return linker->job->diag.error.status;
        linker->links.bare |= !proxy->first;
    }
    return CPDM_OK;
}

/* Resolves the parms of one name from the `first` element of a characteristic on, and appends what they refer to. */
static cpdm_status link_parms(struct linker *linker, struct cp_node *first, enum cp_name name,
                              struct cp_reference ***end)
{
    for (struct cp_node *parm = first; parm; parm = parm->next) {
        if (parm->name != name || parm->kind != CPDM_ELEMENT_PARM)
            continue;
        struct cp_reference *reference =
            name == CP_NAME_TO_NAPID ? refer_to_napdef(linker, parm) : refer_to_proxy(linker, parm);
        if (!reference)
            return linker->job->diag.error.status;
        **end = reference;
        *end = &reference->next;
    }
    return CPDM_OK;
}

/* TO-PROXY before TO-NAPID (spec/dm.md R10), each from the first of its kind on. */
static cpdm_status link_ways(struct linker *linker, struct cp_node *to_proxy, struct cp_node *to_napid,
                             struct cp_reference **end)
{
    cpdm_status status = to_proxy ? link_parms(linker, to_proxy, CP_NAME_TO_PROXY, &end) : CPDM_OK;
    return status || !to_napid ? status : link_parms(linker, to_napid, CP_NAME_TO_NAPID, &end);
}

/* BOOTSTRAP names its proxies by PROXY-ID; its references, and those of ACCESS, only matter when they lead nowhere. */
static cpdm_status link_references(struct linker *linker)
{
    struct cp_application *application = linker->links.applications;
    for (struct cp_node *node = linker->document->root.first; node; node = node->next) {
        struct cp_reference *ignored = NULL, **end = &ignored;
        cpdm_status status = CPDM_OK;
        if (node->kind != CPDM_ELEMENT_CHARACTERISTIC)
            continue;
        if (node->name == CP_NAME_APPLICATION) {
            status = link_ways(linker, application->to_proxy, application->to_napid, &application->references);
            application = application->next;
        } else if (node->name == CP_NAME_ACCESS) {
            status = link_ways(linker, node->first, node->first, end);
        } else if (node->name == CP_NAME_BOOTSTRAP) {
            status = link_parms(linker, node->first, CP_NAME_PROXY_ID, &end);
        }
        if (status)
            return status;
    }
    return CPDM_OK;
}

static struct linker *begin(struct job *job, const struct cpdm_document *document, bool named)
{
    struct linker *linker = job_alloc(job, sizeof *linker);
    if (!linker)
        return NULL;
    linker->links.reference_of = arena_array(&job->arena, document->parm_count + 1, sizeof(struct cp_reference *));
    if (!linker->links.reference_of) {
        diag_no_memory(&job->diag);
        return NULL;
    }
    linker->job = job;
    linker->document = document;
    linker->named = named;
    linker->connections_end = &linker->links.connections;
    return linker;
}

cpdm_status cp_link(struct job *job, const struct cpdm_document *document, bool named, struct cp_links **links)
{
    cpdm_status status = cp_link_unchecked(job, document, named, links);
    const struct cp_application *application = status ? NULL : (*links)->applications;
    for (; application && !status; application = application->next)
        status = cp_link_check_account(job, application);
    return status;
}

cpdm_status cp_link_unchecked(struct job *job, const struct cpdm_document *document, bool named,
                              struct cp_links **links)
{
    struct linker *linker = begin(job, document, named);
    if (!linker)
        return job->diag.error.status;
    *links = &linker->links;
    cpdm_status status = link_napdefs(linker);
    status = status ? status : link_proxies(linker);
    status = status ? status : cp_link_applications(job, document, &linker->links.applications);
    return status ? status : link_references(linker);
}
