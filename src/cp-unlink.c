/* SPDX-License-Identifier: MIT */
/*
 * Connections taken apart again, the way back of cp-links.c (design section 5): a CONNECTION without a proxy is the
 * NAPDEF that it is named by; one with a proxy is a PXPHYSICAL of the PXLOGICAL that it is named by, and its NAP a copy
 * of a NAPDEF. Connections of one name with equal proxies are one PXPHYSICAL with several TO-NAPIDs. Then every
 * reference gets the id of what stands where it leads.
 */
#include "draft.h"

static cpdm_slice node_name(const struct way_back *back, const struct draft *draft)
{
    return back->nodes[draft->node].node->name;
}

static cpdm_slice id_of(const struct draft *draft, uint16_t number)
{
    const struct draft_parm *parm = draft_find(draft, number);
    return parm ? parm->value : slice("", 0);
}

/* The id that a leaf gave, else the name of the object's node. */
static cpdm_slice choose_id(struct way_back *back, const struct draft *draft, uint16_t number,
                            const struct draft *object)
{
    const struct draft_parm *parm = draft ? draft_find(draft, number) : NULL;
    bool given = parm && parm->kind == DRAFT_TEXT && parm->value.length;
    return given ? parm->value : draft_name_text(back, node_name(back, object), true);
}

/* The id of a NAPDEF or PXLOGICAL: in the place where its name belongs, or first. */
static cpdm_status set_id(struct way_back *back, struct draft *draft, uint16_t number, cpdm_slice id)
{
    struct draft_parm *parm = draft_find(draft, number);
    if (!parm) {
        parm = draft_put_first(back, draft, number, id);
        if (!parm)
            return back->job->diag.error.status;
        parm->kind = DRAFT_NAME;
    }
    parm->value = id;
    parm->has_value = true;
    return CPDM_OK;
}

/* Takes all of `from` out of it, to be put elsewhere. */
static struct draft *empty(struct draft *from)
{
    struct draft *first = from->first;
    from->first = NULL;
    return first;
}

/* ---- Access points ---- */

static struct draft *find_napdef(const struct way_back *back, cpdm_slice id)
{
    for (struct draft *napdef = back->napdefs.first; napdef; napdef = napdef->next)
        if (slice_equal(id_of(napdef, CP_NAME_NAPID), id))
            return napdef;
    return NULL;
}

/* Whether a TO-NAPID can name it: INTERNET means another, and of several of one id the first is meant. */
static bool can_be_named(const struct way_back *back, const struct draft *napdef)
{
    cpdm_slice id = id_of(napdef, CP_NAME_NAPID);
    return !slice_is(id, "INTERNET") && find_napdef(back, id) == napdef;
}

/* The first NAPDEF that says the same, one that can be named before others. */
static struct draft *find_equal_napdef(const struct way_back *back, const struct draft *copy)
{
    struct draft *found = NULL;
    for (struct draft *napdef = back->napdefs.first; napdef; napdef = napdef->next) {
        bool named = can_be_named(back, napdef);
        if ((found && !named) || !draft_equal(napdef, copy, MAP_NONE))
            continue;
        found = napdef;
        if (named)
            break;
    }
    return found;
}

/* The NAPDEF to name where a URI leads to one that no TO-NAPID can name: one that says the same, if there is one. */
static const struct draft *namesake(const struct way_back *back, const struct draft *napdef)
{
    const struct draft *other = can_be_named(back, napdef) ? napdef : back->napdefs.first;
    while (other && !(draft_equal(other, napdef, CP_NAME_NAPID) && can_be_named(back, other)))
        other = other->next;
    return other ? other : napdef;
}

/* A CONNECTION without a proxy: its NAPDEF, named as it is. */
static cpdm_status take_access_point(struct way_back *back, struct draft *connection)
{
    struct draft *napdef = draft_child(connection, CP_NAME_NAPDEF);
    empty(connection);
    if (napdef)
        draft_append(&back->napdefs, napdef);
    else
        napdef = draft_add(back, &back->napdefs, CP_NAME_NAPDEF, (cpdm_slice){NULL, 0});
    if (!napdef)
        return back->job->diag.error.status;
    connection->becomes = napdef;
    return set_id(back, napdef, CP_NAME_NAPID, choose_id(back, napdef, CP_NAME_NAPID, connection));
}

/* A free NAPID: this one, or with a number. */
static cpdm_slice free_napid(struct way_back *back, cpdm_slice id)
{
    cpdm_slice free = id;
    for (unsigned i = 2; free.data && find_napdef(back, free); i++) {
        const char *numbered = arena_printf(&back->job->arena, "%.*s-%u", (int)id.length, id.data, i);
        free = numbered ? slice_of(numbered) : (cpdm_slice){NULL, 0};
    }
    return free;
}

/* A package not of our making: the NAP of a proxy that no connection without a proxy holds. */
static cpdm_status make_napdef(struct way_back *back, const struct draft *connection, struct draft *napdef)
{
    cpdm_slice name = node_name(back, connection);
    cpdm_slice id = free_napid(back, draft_name_text(back, name, true));
    if (!id.data)
        return diag_no_memory(&back->job->diag);
    draft_append(&back->napdefs, napdef);
    diag_warn(&back->job->diag, CPDM_RULE_NAPDEF_MADE, DIAG_NO_OFFSET, NULL, NULL,
              "the access point of the connection \"%.*s\" stands there only; it becomes the NAPDEF \"%.*s\"",
              DIAG_TEXT(name), DIAG_TEXT(id));
    return set_id(back, napdef, CP_NAME_NAPID, id);
}

/* The NAPDEF that the NAP of a connection with a proxy is a copy of. */
static cpdm_status settle_napdef(struct way_back *back, const struct draft *connection, struct draft *copy,
                                 struct draft **napdef)
{
    *napdef = find_equal_napdef(back, copy);
    if (*napdef) {
        draft_drop(back, copy);
        return CPDM_OK;
    }
    *napdef = copy;
    return make_napdef(back, connection, copy);
}

/* ---- Proxies ---- */

/* The PXLOGICAL of this id that says the same, or `logical` itself, which then is a new one. */
static cpdm_status settle_pxlogical(struct way_back *back, struct draft *logical, cpdm_slice id, struct draft **settled)
{
    for (struct draft *other = back->pxlogicals.first; other; other = other->next)
        if (slice_equal(id_of(other, CP_NAME_PROXY_ID), id) && draft_equal(other, logical, CP_NAME_PXPHYSICAL)) {
            draft_drop(back, logical);
            *settled = other;
            return CPDM_OK;
        }
    draft_append(&back->pxlogicals, logical);
    *settled = logical;
    return set_id(back, logical, CP_NAME_PROXY_ID, id);
}

static struct draft_parm *find_beside(const struct draft *physical)
{
    struct draft_parm *parm = physical->parms;
    while (parm && parm->kind != DRAFT_BESIDE)
        parm = parm->next;
    return parm;
}

static void take_out(struct draft *draft, const struct draft_parm *parm)
{
    struct draft_parm **link = &draft->parms;
    while (*link != parm)
        link = &(*link)->next;
    *link = parm->next;
}

/* The PXPHYSICAL of this PXLOGICAL that says the same and has a NAPDEF as well; NULL when there is none. */
static struct draft *find_equal_pxphysical(const struct draft *logical, const struct draft *physical)
{
    for (struct draft *other = logical->first; other; other = other->next)
        if (find_beside(other) && draft_equal(other, physical, MAP_NONE))
            return other;
    return NULL;
}

/* One TO-NAPID more, behind those that are there. */
static cpdm_status add_napid(struct way_back *back, struct draft *physical, struct draft_parm *beside, cpdm_slice id)
{
    for (struct draft_parm *parm = physical->parms; parm; parm = parm->next)
        if (parm->kind == DRAFT_BESIDE) {
            if (slice_equal(parm->value, id))
                return CPDM_OK;
            beside = parm;
        }
    struct draft_parm *more = job_alloc(back->job, sizeof *more);
    if (!more)
        return back->job->diag.error.status;
    *more = *beside;
    more->value = id;
    beside->next = more;
    return CPDM_OK;
}

static cpdm_status join_pxphysical(struct way_back *back, struct draft *logical, struct draft *physical,
                                   const struct draft *napdef)
{
    struct draft_parm *beside = find_beside(physical);
    struct draft *equal = beside && napdef ? find_equal_pxphysical(logical, physical) : NULL;
    if (equal) {
        draft_drop(back, physical);
        return add_napid(back, equal, beside, id_of(napdef, CP_NAME_NAPID));
    }
    if (beside && napdef)
        beside->value = id_of(napdef, CP_NAME_NAPID);
    else if (beside)
        take_out(physical, beside);
    draft_append(logical, physical);
    return CPDM_OK;
}

/* The part of this type, taken out of what `first` begins, or a new one. */
static struct draft *take_part(struct way_back *back, struct draft *first, uint16_t number)
{
    struct draft unused = {.first = NULL};
    for (; first; first = first->next)
        if (first->number == number)
            return first;
    return draft_add(back, &unused, number, (cpdm_slice){NULL, 0});
}

/* A CONNECTION with a proxy, or a PROXY. */
static cpdm_status take_proxy(struct way_back *back, struct draft *object)
{
    struct draft *first = empty(object), *copy = first, *napdef = NULL, *settled;
    struct draft *logical = take_part(back, first, CP_NAME_PXLOGICAL);
    struct draft *physical = take_part(back, first, CP_NAME_PXPHYSICAL);
    while (copy && copy->number != CP_NAME_NAPDEF)
        copy = copy->next;
    if (!logical || !physical)
        return back->job->diag.error.status;
    cpdm_status status = copy ? settle_napdef(back, object, copy, &napdef) : CPDM_OK;
    cpdm_slice id = choose_id(back, logical, CP_NAME_PROXY_ID, object);
    status = status ? status : settle_pxlogical(back, logical, id, &settled);
    if (status)
        return status;
    object->becomes = settled;
    return join_pxphysical(back, settled, physical, napdef);
}

static bool has_proxy(const struct draft *object)
{
    return object->number == CP_NAME_PROXY || draft_child(object, CP_NAME_PXPHYSICAL) ||
           draft_child(object, CP_NAME_PXLOGICAL);
}

/* A NAPDEF or PXLOGICAL that is an object of its own. */
static cpdm_status take_itself(struct way_back *back, struct draft *object)
{
    bool napdef = object->number == CP_NAME_NAPDEF;
    uint16_t number = napdef ? CP_NAME_NAPID : CP_NAME_PROXY_ID;
    draft_append(napdef ? &back->napdefs : &back->pxlogicals, object);
    object->becomes = object;
    return set_id(back, object, number, choose_id(back, object, number, object));
}

/* Access points before proxies: a proxy's NAP is a copy of one of theirs, wherever it stands. */
static cpdm_status take_objects(struct way_back *back, struct draft *objects[], uint32_t count)
{
    cpdm_status status = CPDM_OK;
    for (uint32_t i = 0; i < count && !status; i++) {
        struct draft *object = objects[i];
        if (object->number == CP_NAME_NAPDEF || object->number == CP_NAME_PXLOGICAL) {
            status = take_itself(back, object);
        } else if (!has_proxy(object)) {
            status = take_access_point(back, object);
        }
    }
    for (uint32_t i = 0; i < count && !status; i++)
        if (!objects[i]->becomes)
            status = take_proxy(back, objects[i]);
    return status;
}

/* ---- References ---- */

/* Whether a URI is that of a node. A reference within a TNDS object may say the inbox before it ([DM Bootstrap 1.2]
 * section 5): ./Inbox/NAP/x is ./NAP/x. */
static bool is_uri_of(const struct cpdm_tables *tables, const struct dm_node *node, cpdm_slice uri)
{
    cpdm_slice inbox = tables->inbox, below = slice(node->uri.data + 1, node->uri.length - 1); /* behind the dot */
    bool says_inbox = inbox.length > 1 && slice_starts_with(uri, inbox);
    return slice_equal(node->uri, uri) ||
           (says_inbox && slice_equal(below, slice(uri.data + inbox.length, uri.length - inbox.length)));
}

/* What stands at a URI, or what is called so: of `type` where the row says one, else of any. */
static const struct draft *find_object(struct way_back *back, struct draft *const objects[], uint32_t count,
                                       const struct draft_parm *parm)
{
    bool uri = slice_starts_with(parm->value, SLICE("./"));
    for (uint32_t i = 0; i < count; i++) {
        const struct dm_node *node = back->nodes[objects[i]->node].node;
        bool typed = parm->row->reference == MAP_NONE || parm->row->reference == objects[i]->number;
        if (uri ? is_uri_of(back->tables, node, parm->value) : typed && slice_equal(node->name, parm->value))
            return objects[i];
    }
    return NULL;
}

static bool is_repeated(const struct draft *draft, const struct draft_parm *parm)
{
    for (const struct draft_parm *other = draft->parms; other != parm; other = other->next)
        if (other->kind == DRAFT_TEXT && other->number == parm->number && slice_equal(other->value, parm->value))
            return true;
    return false;
}

static cpdm_status refuse_reference(struct way_back *back, struct draft *draft, const struct draft_parm *parm)
{
    take_out(draft, parm);
    draft_say(back, parm->leaf, CPDM_FATE_INVALID, "leads to nothing in this tree");
    diag_warn(&back->job->diag, CPDM_RULE_REFERENCE_NOWHERE, DIAG_NO_OFFSET, NULL, NULL,
              "%.*s \"%.*s\" leads to no access point, proxy or connection of this tree",
              DIAG_TEXT(back->nodes[parm->leaf].node->name), DIAG_TEXT(parm->value));
    return CPDM_OK;
}

/* Whether the parm's row may say a reference of this kind: it names both kinds, this one, or another row of the section
 * that does stands for the same node. */
static bool may_say(const struct way_back *back, const struct draft_parm *parm, uint16_t number)
{
    const struct map_section *section = &back->tables->sections[parm->row->section];
    if (parm->number == number || (parm->number != CP_NAME_TO_PROXY && parm->number != CP_NAME_TO_NAPID))
        return true;
    for (uint16_t i = section->row_of[number]; i != MAP_NONE; i = back->tables->rows[i].next_same)
        if (slice_equal(back->tables->rows[i].node, parm->row->node))
            return true;
    return false;
}

static cpdm_status resolve(struct way_back *back, struct draft *const objects[], uint32_t count, struct draft *draft,
                           struct draft_parm *parm)
{
    const struct draft *object = find_object(back, objects, count, parm), *named = object ? object->becomes : NULL;
    bool proxy = named && named->number == CP_NAME_PXLOGICAL;
    uint16_t number = proxy ? CP_NAME_TO_PROXY : CP_NAME_TO_NAPID;
    if (!named || !may_say(back, parm, number))
        return refuse_reference(back, draft, parm);
    parm->number = number;
    parm->name = cp_name_text((enum cp_name)number);
    parm->value = proxy ? id_of(named, CP_NAME_PROXY_ID) : id_of(namesake(back, named), CP_NAME_NAPID);
    parm->kind = DRAFT_TEXT;
    if (is_repeated(draft, parm)) {
        take_out(draft, parm);
        draft_say(back, parm->leaf, CPDM_FATE_DERIVED, "said otherwise");
    }
    return CPDM_OK;
}

static cpdm_status resolve_all(struct way_back *back, struct draft *const objects[], uint32_t count, struct draft *list)
{
    cpdm_status status = CPDM_OK;
    for (struct draft *draft = list->first; draft && !status; draft = draft->next) {
        for (struct draft_parm *parm = draft->parms, *next; parm && !status; parm = next) {
            next = parm->next;
            if (parm->kind == DRAFT_REFERENCE)
                status = resolve(back, objects, count, draft, parm);
        }
        status = status ? status : resolve_all(back, objects, count, draft);
    }
    return status;
}

cpdm_status cp_unlink(struct way_back *back)
{
    uint32_t count = 0;
    struct draft **objects = arena_array(&back->job->arena, back->object_count + 1, sizeof(struct draft *));
    if (!objects)
        return diag_no_memory(&back->job->diag);
    for (struct draft *draft = empty(&back->objects); draft; draft = draft->next)
        objects[count++] = draft;
    cpdm_status status = take_objects(back, objects, count);
    struct draft *const lists[] = {&back->napdefs, &back->pxlogicals, &back->root};
    for (size_t i = 0; i < sizeof lists / sizeof *lists && !status; i++)
        status = resolve_all(back, objects, count, lists[i]);
    return status;
}
