/* SPDX-License-Identifier: MIT */
/*
 * The virtual parms TO-ACCESS and TO-CONNECTION of an APPLICATION (design section 5): what its TO-PROXYs, then its
 * TO-NAPIDs lead to, each object once. Objects were made before: map_index() has put their types in front.
 */
#include "cp-link-access.h"
#include "to-tree-special.h"

struct access { /* an object that a reference leads to */
    const struct cp_reference *reference;
    const struct dm_node *object;
    uint16_t type; /* table name: PROXY, NAPDEF or CONNECTION */
    struct access *next;
};

static bool add(struct engine *engine, struct access_list *list, const struct cp_reference *reference,
                const struct dm_node *object, uint16_t type)
{
    if (!object)
        return true;
    struct access *access = job_alloc(engine->job, sizeof *access);
    if (!access)
        return false;
    *access = (struct access){reference, object, type, NULL};
    *list->end = access;
    list->end = &access->next;
    return true;
}

/* Marks an object; false where it is in the list already. */
static bool mark(const struct access_list *list, uint32_t *seen)
{
    bool new = *seen != list->mark;
    *seen = list->mark;
    return new;
}

/* Connections of a PXLOGICAL follow one another, and so do proxies. What was led to once was led to whole. */
static bool collect_connections(struct engine *engine, struct access_list *list, const struct cp_reference *reference)
{
    struct cp_connection *first = reference->connection;
    bool proxy = reference->parm->name == CP_NAME_TO_PROXY, sound = true;
    for (struct cp_connection *c = first; c && sound; c = c->next) {
        if ((c != first && (!proxy || c->pxlogical != first->pxlogical)) || !mark(list, &c->seen))
            break;
        sound = add(engine, list, reference, c->object, CP_NAME_CONNECTION);
    }
    return sound;
}

static bool collect_proxies(struct engine *engine, struct access_list *list, const struct cp_reference *reference)
{
    bool sound = true;
    for (struct cp_proxy *proxy = reference->connection->proxy; proxy && sound; proxy = cp_link_next_proxy(proxy)) {
        if (!mark(list, &proxy->seen))
            break;
        sound = add(engine, list, reference, proxy->object, CP_NAME_PROXY);
    }
    return sound;
}

void access_begin(struct engine *engine, struct access_list *list)
{
    *list = (struct access_list){.end = &list->first, .mark = ++engine->serial};
}

bool access_collect(struct engine *engine, struct access_list *list, const struct cp_reference *reference,
                    uint16_t name)
{
    if (!reference->connection)
        return true;
    if (name == CP_NAME_TO_CONNECTION)
        return collect_connections(engine, list, reference);
    if (reference->parm->name == CP_NAME_TO_PROXY)
        return collect_proxies(engine, list, reference);
    struct cp_connection *connection = reference->connection;
    return !mark(list, &connection->point_seen) ||
           add(engine, list, reference, connection->access_point, CP_NAME_NAPDEF);
}

void access_take(struct engine *engine, struct instance *instance, const struct map_row *row,
                 const struct access *access)
{
    for (; access; access = access->next) {
        if (row->reference != MAP_NONE && row->reference != access->type)
            continue;
        if (row->numbered == MAP_NONE && special_find(engine, instance, row))
            return;
        const struct cp_reference *reference = access->reference;
        bool internet = reference->state == CP_REFERENCE_INTERNET;
        cpdm_slice text = row->reference_uri ? access->object->uri : access->object->name;
        if (!special_make(engine, instance, row, text, reference->parm))
            return;
        rows_say(engine, instance, reference->parm, internet ? CPDM_FATE_NORMALISED : row->fate, row,
                 internet ? "INTERNET is the NAPDEF that carries it" : "");
    }
}

/* What no row has used: the best fate that was said of a reference stays. */
static void say_rest(struct engine *engine, struct instance *instance, const struct map_row *row, bool led)
{
    const char *why = row->goal == MAP_GOAL_LOSS ? NULL
                      : led                      ? "the node holds one reference, or another one leads there"
                                                 : "what it leads to has no node";
    for (const struct cp_reference *reference = instance->application->references; reference;
         reference = reference->next)
        if (reference->state == CP_REFERENCE_DANGLING)
            rows_say(engine, instance, reference->parm, CPDM_FATE_INVALID, row, "names nothing in this document");
        else
            rows_say(engine, instance, reference->parm, CPDM_FATE_LOST, row,
                     reference->connection || !why ? why : "it leads to no connection");
}

void rows_take_access(struct engine *engine, struct instance *instance, uint16_t name)
{
    const struct map_row *rows = engine->tables->rows;
    struct access_list list;
    access_begin(engine, &list);
    for (const struct cp_reference *reference = instance->application->references; reference;
         reference = reference->next)
        if (!access_collect(engine, &list, reference, name))
            return;
    for (uint16_t index = instance->section->row_of[name]; index != MAP_NONE; index = rows[index].next_same) {
        const struct map_row *row = &rows[index];
        bool enough = !row->several || (list.first && list.first->next);
        if (row->goal == MAP_GOAL_NODE && instance->target && enough)
            access_take(engine, instance, row, list.first);
        say_rest(engine, instance, row, list.first);
    }
}
