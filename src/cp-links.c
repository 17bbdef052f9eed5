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
    struct cp_links *links;
    struct cp_index napdefs, proxies, names;
    struct cp_index_entry *internet; /* of the first NAPDEF with INTERNET, or NULL */
    struct cp_index_entry nameless;  /* stands for it where no id leads to it */
    struct cp_connection **connections_end;
    size_t unnamed;
    const struct cp_node *last_unnamed; /* PXLOGICAL: all its connections are called by one number */
    bool named;
};

static cpdm_slice value_of(const struct cp_node *characteristic, enum cp_name name)
{
    const struct cp_node *parm = cp_doc_parm(characteristic, name);
    return parm ? parm->value : slice("", 0);
}

bool cp_link_inherits(const struct cp_node *pxphysical, enum cp_name name)
{
    switch ((int)name) {
    case CP_NAME_PORT:
    case CP_NAME_DOMAIN:
    case CP_NAME_TRUST:
    case CP_NAME_PUSHENABLED:
    case CP_NAME_PULLENABLED:
    case CP_NAME_WSP_VERSION: break;
    default: return false;
    }
    for (const struct cp_node *node = pxphysical->first; node; node = node->next)
        if (node->name == name)
            return false;
    return true;
}

cpdm_status cp_link_name(struct job *job, struct cp_index *names, cpdm_slice id, size_t unnamed, struct cp_node *origin,
                         const char *what, cpdm_slice *name)
{
    char number[24];
    cpdm_slice base = id;
    if (!base.length)
        base = arena_copy(&job->arena, slice(number, (size_t)snprintf(number, sizeof number, "%zu", unnamed)));
    base = *name = dm_name_fit(job, dm_name_escape(&job->arena, base), origin);
    struct arena_mark mark = arena_mark(&job->arena);
    for (unsigned i = 2; name->data && cp_index_find(names, job, *name); i++) {
        arena_rewind(&job->arena, &mark); /* the number before was taken */
        *name = dm_name_fit(job, dm_name_numbered(&job->arena, base, i), NULL);
    }
    if (!name->data || !cp_index_add(names, job, *name, origin))
        return diag_no_memory(&job->diag);
    if (name->data != base.data)
        diag_warn(&job->diag, CPDM_RULE_NAME_TAKEN, origin->offset, cp_doc_path(&job->arena, origin), NULL,
                  "another %s is called \"%.*s\"; this one becomes \"%.*s\"", what, DIAG_TEXT(base), DIAG_TEXT(*name));
    return CPDM_OK;
}

static cpdm_status add_connection(struct linker *linker, struct cp_node *napdef, struct cp_node *pxphysical,
                                  struct cp_connection **added)
{
    struct job *job = linker->job;
    struct cp_node *origin = pxphysical ? pxphysical : napdef;
    if (++linker->links->connection_count > LIMIT_CONNECTIONS)
        return diag_fail(&job->diag, CPDM_RULE_CONNECTION_LIMIT, origin->offset, NULL, NULL, "more than %d connections",
                         LIMIT_CONNECTIONS);
    struct cp_connection *connection = job_alloc(job, sizeof *connection);
    if (!connection)
        return job->diag.error.status;
    *connection = (struct cp_connection){
        .id = pxphysical ? value_of(pxphysical->parent, CP_NAME_PROXY_ID) : value_of(napdef, CP_NAME_NAPID),
        .napdef = napdef,
        .pxphysical = pxphysical,
        .pxlogical = pxphysical ? pxphysical->parent : NULL,
    };
    *linker->connections_end = connection;
    linker->connections_end = &connection->next;
    *added = connection;
    if (!linker->named)
        return CPDM_OK;
    if (!connection->id.length) {
        linker->unnamed += !connection->pxlogical || connection->pxlogical != linker->last_unnamed;
        linker->last_unnamed = connection->pxlogical;
    }
    return cp_link_name(job, &linker->names, connection->id, linker->unnamed, origin, "connection", &connection->name);
}

/* Where a TO-NAPID leads; NULL when nowhere. */
static struct cp_index_entry *find_napdef(const struct linker *linker, cpdm_slice id)
{
    return slice_is(id, "INTERNET") ? linker->internet : cp_index_find(&linker->napdefs, linker->job, id);
}

static void warn_dangling(struct linker *linker, const struct cp_node *parm, const char *what)
{
    if (linker->job->diag.warning_count >= DIAG_WARNINGS_MAX)
        return; /* nobody reads it, and its path has to be counted out */
    diag_warn(&linker->job->diag, CPDM_RULE_CP_DANGLING, parm->offset, cp_doc_path(&linker->job->arena, parm), NULL,
              "%.*s \"%.*s\" names no %s of this document", DIAG_TEXT(parm->text), DIAG_TEXT(parm->value), what);
}

/* Records what a reference parm leads to. */
static struct cp_reference *add_reference(struct linker *linker, struct cp_node *parm,
                                          const struct cp_index_entry *entry)
{
    struct cp_reference *reference = job_alloc(linker->job, sizeof *reference);
    if (!reference)
        return NULL;
    *reference = (struct cp_reference){.parm = parm, .state = CP_REFERENCE_DANGLING};
    if (entry) {
        bool internet = parm->name == CP_NAME_TO_NAPID && slice_is(parm->value, "INTERNET");
        reference->target = entry->node;
        reference->connection = entry->connection;
        reference->state = !entry->connection ? CP_REFERENCE_NOWHERE
                           : internet         ? CP_REFERENCE_INTERNET
                                              : CP_REFERENCE_RESOLVED;
    }
    linker->links->reference_of[parm->index] = reference;
    return reference;
}

/* One connection for each NAPDEF that the PXPHYSICAL's TO-NAPIDs lead to, or one without a NAPDEF. */
static cpdm_status link_pxphysical(struct linker *linker, struct cp_node *pxphysical, struct cp_index_entry *proxy)
{
    struct cp_connection *first = NULL;
    for (struct cp_node *parm = pxphysical->first; parm; parm = parm->next) {
        if (parm->kind != CPDM_ELEMENT_PARM || parm->name != CP_NAME_TO_NAPID)
            continue;
        struct cp_index_entry *entry = find_napdef(linker, parm->value);
        if (!entry)
            warn_dangling(linker, parm, "NAPDEF");
        if (!add_reference(linker, parm, entry))
            return linker->job->diag.error.status;
        linker->links->repeated |= entry && entry->last_user == pxphysical;
        if (!entry || entry->last_user == pxphysical)
            continue;
        entry->last_user = pxphysical;
        struct cp_connection *added;
        cpdm_status status = add_connection(linker, entry->node, pxphysical, &added);
        if (status)
            return status;
        added->alone = entry->connection;
        first = first ? first : added;
    }
    cpdm_status status = first ? CPDM_OK : add_connection(linker, NULL, pxphysical, &first);
    if (!status && proxy && !proxy->connection)
        proxy->connection = first;
    return status;
}

/* Enters a characteristic under its id, if it has one; a second one with the same id is told of and stays without
 * references. */
static cpdm_status enter(struct linker *linker, struct cp_index *index, struct cp_node *node, enum cp_name id_name,
                         struct cp_index_entry **entry)
{
    struct job *job = linker->job;
    cpdm_slice id = value_of(node, id_name);
    *entry = NULL;
    if (!id.length)
        return CPDM_OK;
    if (cp_index_find(index, job, id)) {
        diag_warn(&job->diag, CPDM_RULE_CP_DUPLICATE_ID, node->offset, cp_doc_path(&job->arena, node),
                  "give each its own id", "another %.*s has the %.*s \"%.*s\"; references lead to the first",
                  DIAG_TEXT(node->text), DIAG_TEXT(cp_name_text(id_name)), DIAG_TEXT(id));
        return CPDM_OK;
    }
    *entry = cp_index_add(index, job, id, node);
    return *entry ? CPDM_OK : job->diag.error.status;
}

static cpdm_status link_napdefs(struct linker *linker)
{
    for (struct cp_node *node = linker->document->root.first; node; node = node->next) {
        if (node->name != CP_NAME_NAPDEF || node->kind != CPDM_ELEMENT_CHARACTERISTIC)
            continue;
        struct cp_index_entry *entry;
        struct cp_connection *connection;
        cpdm_status status = enter(linker, &linker->napdefs, node, CP_NAME_NAPID, &entry);
        status = status ? status : add_connection(linker, node, NULL, &connection);
        if (status)
            return status;
        if (entry)
            entry->connection = connection;
        if (!linker->internet && cp_doc_parm(node, CP_NAME_INTERNET)) {
            linker->nameless = (struct cp_index_entry){.node = node, .connection = connection};
            linker->internet = entry ? entry : &linker->nameless;
        }
    }
    return CPDM_OK;
}

static cpdm_status link_proxies(struct linker *linker)
{
    for (struct cp_node *node = linker->document->root.first; node; node = node->next) {
        if (node->name != CP_NAME_PXLOGICAL || node->kind != CPDM_ELEMENT_CHARACTERISTIC)
            continue;
        struct cp_index_entry *entry;
        cpdm_status status = enter(linker, &linker->proxies, node, CP_NAME_PROXY_ID, &entry);
        if (status)
            return status;
        for (struct cp_node *child = node->first; child; child = child->next) {
            if (child->name != CP_NAME_PXPHYSICAL || child->kind != CPDM_ELEMENT_CHARACTERISTIC)
                continue;
            status = link_pxphysical(linker, child, entry);
            if (status)
                return status;
        }
    }
    return CPDM_OK;
}

/* Resolves the parms of one name from the `first` element of a characteristic on, and appends what they refer to. */
static cpdm_status link_parms(struct linker *linker, struct cp_node *first, enum cp_name name,
                              struct cp_reference ***end)
{
    for (struct cp_node *parm = first; parm; parm = parm->next) {
        if (parm->kind != CPDM_ELEMENT_PARM || parm->name != name)
            continue;
        bool napdef = name == CP_NAME_TO_NAPID;
        struct cp_index_entry *entry =
            napdef ? find_napdef(linker, parm->value) : cp_index_find(&linker->proxies, linker->job, parm->value);
        if (!entry)
            warn_dangling(linker, parm, napdef ? "NAPDEF" : "PXLOGICAL");
        struct cp_reference *reference = add_reference(linker, parm, entry);
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
    cpdm_status status = link_parms(linker, to_proxy, CP_NAME_TO_PROXY, &end);
    return status ? status : link_parms(linker, to_napid, CP_NAME_TO_NAPID, &end);
}

/* BOOTSTRAP names its proxies by PROXY-ID; its references, and those of ACCESS, only matter when they lead nowhere. */
static cpdm_status link_references(struct linker *linker)
{
    struct cp_application *application = linker->links->applications;
    cpdm_status status = CPDM_OK;
    for (struct cp_node *node = linker->document->root.first; node && !status; node = node->next) {
        struct cp_reference *ignored = NULL, **end = &ignored;
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
    }
    return status;
}

static cpdm_status begin(struct linker *linker)
{
    struct arena *arena = &linker->job->arena;
    struct cp_links *links = arena_array(arena, 1, sizeof *links);
    struct cp_reference **reference_of =
        arena_array(arena, linker->document->parm_count + 1, sizeof(struct cp_reference *));
    if (!links || !reference_of)
        return diag_no_memory(&linker->job->diag);
    links->reference_of = reference_of;
    linker->links = links;
    linker->connections_end = &links->connections;
    return CPDM_OK;
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
    struct linker linker = {.job = job, .document = document, .named = named};
    cpdm_status status = begin(&linker);
    status = status ? status : link_napdefs(&linker);
    status = status ? status : link_proxies(&linker);
    status = status ? status : cp_link_applications(job, document, &linker.links->applications);
    status = status ? status : link_references(&linker);
    *links = linker.links;
    return status;
}
