/* SPDX-License-Identifier: MIT */
/*
 * CP -> DM (design section 6): for each characteristic of the linked view, the section of the table that takes it makes
 * its node, rows take its parms, and so on below. The depth of calls is that of the table's sections, never the
 * document's.
 */
#include "cp-link-access.h"
#include "to-tree-leaf.h"
#include "to-tree-special.h"

/* ---- which section ---- */

/* Whether the caller asked for applications of this APPID. */
RARE static bool is_requested(const struct engine *engine, const struct instance *instance)
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

/* Whether the condition of a section holds; the parm that comes back with it is noted. */
APART static bool matches(const struct engine *engine, const struct map_section *section, struct instance *instance)
{
    if (section->on_request && !is_requested(engine, instance))
        return false;
    if (section->when_name == MAP_NONE)
        return true;
    struct cp_node *parm = instance_parm(engine->tables, instance, section->when_name);
    cpdm_slice text = instance_reading(instance, section->when_name, parm);
    for (uint16_t i = 0; text.data && i < section->when_count; i++) {
        if (!slice_same(section->when_values[i], text))
            continue;
        instance->condition = section->when_comes_back ? parm : NULL;
        return true;
    }
    return false;
}

/* The first section in the chain whose condition holds (those with a condition come first), or NULL. */
static inline const struct map_front *choose(const struct engine *engine, uint16_t index, struct instance *instance)
{
    for (const struct map_front *front; index != MAP_NONE; index = front->next) {
        front = &engine->tables->fronts[index];
        if (!front->conditional || matches(engine, front->section, instance))
            return front;
    }
    return NULL;
}

/* ---- what no row takes ---- */

void walk_say_below(struct engine *engine, const struct cp_node *top, const struct map_row *row, const char *reason)
{
    for (const struct cp_node *node = top; (node = cp_doc_next(top, node)) != NULL;)
        if (node->kind == CPDM_ELEMENT_PARM)
            report_say(engine->report, node, CPDM_FATE_LOST, row, reason);
}

RARE static void leave_below(struct engine *engine, const struct instance *instance, const struct cp_node *top)
{
    const struct map_row *star = rows_star(engine, instance);
    if (star)
        walk_say_below(engine, top, star, NULL);
}

/* ---- what stands in a characteristic ---- */

/* An ADDR directly in an APPLICATION is an APPADDR of its own. */
static void take_address(struct engine *engine, struct instance *instance, struct cp_node *node, uint16_t sections)
{
    struct cp_address *address = instance->application->addresses;
    while (address->node != node && address->addr != node)
        address = address->next;
    walk_instance(engine, instance, address->node, VIEW_ADDRESS, address, sections);
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
    for (struct cp_auth *auth = instance->application->auths; auth; auth = auth->next)
        if (auth->node == node)
            walk_instance(engine, instance, node, VIEW_AUTH, auth, sections);
}

/* A characteristic that the links read, or may stand elsewhere: beside its PXLOGICAL. */
static void take_viewed(struct engine *engine, struct instance *instance, struct cp_node *node, uint16_t name)
{
    uint16_t sections = instance->section->child_of[name];
    if (instance->view == VIEW_APPLICATION && name == CP_NAME_APPADDR)
        take_address(engine, instance, node, sections);
    else if (instance->view == VIEW_APPLICATION && name == CP_NAME_APPAUTH)
        take_auth(engine, instance, node, sections);
    else if (name != CP_NAME_PXPHYSICAL || !view_joins(instance->up->view))
        walk_instance(engine, instance, node, VIEW_PLAIN, NULL, sections);
}

static inline void take_characteristic(struct engine *engine, struct instance *instance, struct cp_node *node)
{
    if (node->kind != CPDM_ELEMENT_CHARACTERISTIC)
        return;
    uint16_t name = node->name ? node->name : map_name(engine->tables, node->name, node->text);
    if (instance->view == VIEW_APPLICATION || name == CP_NAME_PXPHYSICAL)
        take_viewed(engine, instance, node, name);
    else
        walk_instance(engine, instance, node, VIEW_PLAIN, NULL, instance->section->child_of[name]);
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
    struct taken napdef = walk_instance(engine, instance, connection->napdef, VIEW_PLAIN, NULL,
                                        instance->section->child_of[CP_NAME_NAPDEF]);
    if (napdef.section && napdef.section->copied && warnings == diag->warning_count && warnings < DIAG_WARNINGS_MAX)
        connection->copied = napdef.target;
}

/* A PXPHYSICAL and its PXLOGICAL, in this order. */
static void take_proxy(struct engine *engine, struct instance *instance, struct cp_node *pxphysical,
                       struct cp_node *pxlogical)
{
    const uint16_t *child_of = instance->section->child_of;
    walk_instance(engine, instance, pxphysical, VIEW_PXPHYSICAL, NULL, child_of[CP_NAME_PXPHYSICAL]);
    walk_instance(engine, instance, pxlogical, VIEW_PLAIN, NULL, child_of[CP_NAME_PXLOGICAL]);
}

/* What a PXLOGICAL hands down, from this element on, to a PXPHYSICAL that has none of its own. */
APART static void inherit(struct engine *engine, struct instance *instance, struct cp_node *node)
{
    enum { NOT_ASKED, NO, YES };
    uint8_t inherits[CP_NAME_COUNT] = {NOT_ASKED}; /* asked once: a PXLOGICAL may have thousands of one name */
    for (; node; node = node->next) {
        uint8_t *answer = &inherits[node->name];
        if (*answer == NOT_ASKED)
            *answer = cp_link_inherits(instance->node, (enum cp_name)node->name) ? YES : NO;
        if (*answer == NO)
            continue;
        if (node->kind == CPDM_ELEMENT_PARM)
            rows_take_parm(engine, instance, node);
        else
            take_characteristic(engine, instance, node);
    }
}

static void take_inherited(struct engine *engine, struct instance *instance)
{
    struct cp_node *node = instance->node->parent->first;
    while (node && !cp_link_hands_down(node->name))
        node = node->next;
    if (node)
        inherit(engine, instance, node);
}

/* All that stands in the instance's characteristic. */
static inline void take_elements(struct engine *engine, struct instance *instance)
{
    const struct map_taker *takers = instance->front->takers;
    const uint8_t *taker_of = instance->front->taker_of;
    for (struct cp_node *node = instance->node->first; node; node = node->next) {
        if (node->kind == CPDM_ELEMENT_PARM) {
            uint8_t taker = taker_of[node->name];
            if (taker != MAP_NO_TAKER ? !leaf_take_parm(engine, instance, &takers[taker], node)
                                      : node != instance->condition)
                rows_take_parm(engine, instance, node);
        } else {
            take_characteristic(engine, instance, node);
        }
    }
}

/* What the linked view puts in the place of a characteristic. */
static void take_parts(struct engine *engine, struct instance *instance)
{
    if (instance->view == VIEW_CONNECTION) {
        const struct cp_connection *connection = instance->connection;
        if (connection->napdef)
            take_napdef(engine, instance);
        if (connection->pxphysical)
            take_proxy(engine, instance, connection->pxphysical, connection->pxlogical);
    } else if (instance->view == VIEW_PROXY) {
        take_proxy(engine, instance, instance->proxy->pxphysical, instance->proxy->pxlogical);
    } else { /* an ADDR alone */
        rows_take_parm(engine, instance, instance->address->addr);
    }
}

/* What the linked view adds to a characteristic. */
static void take_virtual(struct engine *engine, struct instance *instance)
{
    if (instance->view == VIEW_APPLICATION) {
        rows_take_provider(engine, instance);
        rows_take_connections(engine, instance);
        if (engine->tables->access && instance->section->row_of[CP_NAME_TO_ACCESS] != MAP_NONE)
            rows_take_access(engine, instance, CP_NAME_TO_ACCESS);
    } else if (instance->view == VIEW_PXPHYSICAL) {
        take_inherited(engine, instance);
    }
}

/* ---- one instance ---- */

/* `first "why"` on a head: whether the enclosing instance had one already. */
static bool is_further(struct engine *engine, const struct instance *instance)
{
    uint32_t *taken_in = &engine->taken_in[instance->front - engine->tables->fronts];
    uint32_t up = instance->up->serial;
    bool further = *taken_in == up;
    *taken_in = up;
    return further && instance->section->first;
}

RARE static void lose(struct engine *engine, struct instance *instance, const char *reason)
{
    if (instance->view == VIEW_AUTH && instance->auth->type_parm)
        engine->report->fates[instance->auth->type_parm->index].decision.split = instance->auth->split;
    if (instance->node)
        walk_say_below(engine, instance->node, NULL, reason);
    else if (instance->view == VIEW_ADDRESS)
        report_say(engine->report, instance->address->addr, CPDM_FATE_LOST, NULL, reason);
}

/* Sections at the same node that no characteristic stood for: their MUST nodes are missing all the same. */
static void complete_absent(struct engine *engine, struct instance *instance)
{
    for (uint16_t i = 0; i < instance->section->beside_count; i++) {
        uint16_t beside = instance->section->beside[i];
        if (engine->taken_in[beside] != instance->serial)
            rows_complete(engine, instance, &engine->tables->sections[beside]);
    }
}

/* The only value of a condition comes back with its section: it has the fate of the section's best row. */
static void say_condition(struct engine *engine, const struct instance *instance)
{
    const uint8_t lost = map_fate_rank(CPDM_FATE_LOST), invalid = map_fate_rank(CPDM_FATE_INVALID);
    uint8_t best = instance->best ? instance->best : lost;
    const char *reason = best == lost      ? "its section is lost"
                         : best == invalid ? "nothing in its section is valid"
                                           : "";
    report_fate_say(&engine->fates[instance->condition->index], best, NULL, reason);
}

/* A section that comes again where one is all there may be. */
RARE static void lose_further(struct engine *engine, struct instance *instance)
{
    const char *why = arena_copy(&engine->job->arena, instance->section->first_why).data;
    if (why)
        lose(engine, instance, why);
    else
        diag_no_memory(&engine->job->diag);
}

RARE static void lose_unplaced(struct engine *engine, struct instance *instance)
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

/* What is left to do when all parms are taken. */
static inline void finish(struct engine *engine, struct instance *instance)
{
    const struct map_front *front = instance->front;
    if (!front->finished)
        return;
    if (front->implied) { /* its rows are written in the section above */
        instance->up->filled |= instance->filled;
        if (instance->best > instance->up->best)
            instance->up->best = instance->best;
    }
    if (front->checked_bits & (~instance->filled | map_bit(MAP_LAST_BIT)))
        rows_complete(engine, instance, instance->section);
    if (front->beside && instance->target)
        complete_absent(engine, instance);
    if (instance->condition)
        say_condition(engine, instance);
}

/* Makes or finds the section's node; false, and said, where it is to have one and gets none. */
static inline bool find_node(struct engine *engine, struct instance *instance)
{
    const struct map_front *front = instance->front;
    struct dm_node *above = instance->up->base, *node = NULL;
    instance->base = above;
    switch ((enum map_place_kind)front->kind) {
    case MAP_NODE_NONE: return true;
    case MAP_NODE_SAME: instance->target = above; return true; /* none, where no section above has one */
    case MAP_NODE_ROOT:
    case MAP_NODE_RELATIVE: break;
    }
    if (front->next_to && above)
        node = instance_step(engine, above, front->step, map_bit(front->step_number));
    else
        node = instance_place(engine, instance, above);
    instance->target = instance->base = node;
    if (!node)
        lose_unplaced(engine, instance);
    return node;
}

/* The section that takes the characteristic, and its node; false where there is nothing more to do. */
static inline bool enter(struct engine *engine, struct instance *instance, uint16_t sections)
{
    const struct map_front *front = instance->front = choose(engine, sections, instance);
    if (!front) {
        if (instance->node)
            leave_below(engine, instance->up, instance->node);
        return false;
    }
    instance->section = front->section;
    instance->serial = ++engine->serial;
    if (front->counted && is_further(engine, instance)) {
        lose_further(engine, instance);
        return false;
    }
    return find_node(engine, instance);
}

struct taken walk_instance(struct engine *engine, struct instance *up, struct cp_node *node, enum instance_view view,
                           void *viewed, uint16_t sections)
{
    struct instance *instance = up + 1;
    *instance = (struct instance){.up = up, .node = node, .viewed = viewed, .view = (uint8_t)view};
    if (!engine->job->diag.failed && enter(engine, instance, sections)) {
        if (node)
            take_elements(engine, instance);
        else
            take_parts(engine, instance);
        if (view != VIEW_PLAIN)
            take_virtual(engine, instance);
        finish(engine, instance);
    }
    return (struct taken){instance->section, instance->target};
}
