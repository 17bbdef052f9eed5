/* SPDX-License-Identifier: MIT */
/* Sections of a table beside characteristics of a document: the same reading as the engine's, from the inside out. */
#include "engine.h"
#include "explain.h"

static bool is_type(cpdm_slice type, const struct cp_node *node)
{
    enum cp_name name = cp_name_find(type);
    if (slice_is(type, "*"))
        return true;
    return name == CP_NAME_UNKNOWN ? slice_equal(type, node->text) : node->name == name;
}

/* CONNECTION and PROXY stand around what a document has at its root. */
static bool is_virtual(cpdm_slice type)
{
    return cp_name_find_virtual(type) != CP_NAME_UNKNOWN;
}

static bool is_named(const struct cp_node *node, enum cp_name name)
{
    return node->parent && node->name == name;
}

/* The PXLOGICAL around a PXPHYSICAL stands beside it in the linked view, and hands its parms down to it. */
static const struct cp_node *step_out(const struct cp_node *node, cpdm_slice type)
{
    const struct cp_node *parent = node->parent;
    bool beside = slice_is(type, "PXPHYSICAL") && is_named(node, CP_NAME_PXPHYSICAL);
    return beside && is_named(parent, CP_NAME_PXLOGICAL) ? parent->parent : parent;
}

static bool inherits(cpdm_slice type, const struct cp_node *node)
{
    return slice_is(type, "PXPHYSICAL") && is_named(node, CP_NAME_PXLOGICAL);
}

bool explain_find_place(const struct cp_node *parm, const struct map_section *section, struct explain_place *place)
{
    const struct cp_node *node = parm->parent;
    uint16_t i = section->type_count;
    *place = (struct explain_place){{NULL}};
    if (parm->name == CP_NAME_ADDR && is_named(node, CP_NAME_APPLICATION) && slice_is(section->types[i - 1], "APPADDR"))
        i--; /* an ADDR of the APPLICATION is an APPADDR of its own */
    for (; i > 0; i--) {
        cpdm_slice type = section->types[i - 1];
        if (is_virtual(type))
            continue;
        if (!node->parent || (!is_type(type, node) && !inherits(type, node)))
            return false;
        place->nodes[i - 1] = node;
        bool path_goes_on = i >= 2 && slice_is(section->types[i - 2], "PXLOGICAL");
        node = path_goes_on ? node->parent : step_out(node, type);
    }
    return !node->parent;
}

/* ---- conditions ---- */

static bool is_listed(const struct map_section *section, cpdm_slice text)
{
    for (uint16_t i = 0; i < section->when_count; i++)
        if (slice_equal(section->when_values[i], text))
            return true;
    return false;
}

static const struct cp_application *find_application(const struct explainer *explainer, const struct cp_node *node)
{
    const struct cp_application *application = explainer->report->links->applications;
    while (application && application->node != node)
        application = application->next;
    return application;
}

static bool ask(const struct explainer *explainer, const struct map_section *section, const struct instance *instance,
                cpdm_slice *text)
{
    *text = instance_text(explainer->tables, instance, section->when_name);
    return text->data && is_listed(section, *text);
}

/* An APPAUTH is one for each type of its comma list. */
static bool ask_auths(const struct explainer *explainer, const struct map_section *section, struct cp_node *node,
                      cpdm_slice *text)
{
    const struct cp_application *application = find_application(explainer, node->parent);
    bool holds = false;
    for (const struct cp_auth *auth = application ? application->auths : NULL; auth && !holds; auth = auth->next)
        if (auth->node == node)
            holds = ask(explainer, section, &(struct instance){.node = node, .auth = auth, .view = VIEW_AUTH}, text);
    return holds;
}

bool explain_holds(const struct explainer *explainer, const struct map_section *section,
                   const struct explain_place *place, cpdm_slice *text)
{
    struct cp_node *node = (struct cp_node *)place->nodes[section->type_count - 1];
    *text = (cpdm_slice){NULL, 0};
    if (section->when_name == MAP_NONE || !node)
        return true;
    const struct cp_application *application = find_application(explainer, node);
    if (application)
        return ask(explainer, section,
                   &(struct instance){.node = node, .application = application, .view = VIEW_APPLICATION}, text);
    if (node->name == CP_NAME_APPAUTH && find_application(explainer, node->parent))
        return ask_auths(explainer, section, node, text);
    return ask(explainer, section, &(struct instance){.node = node}, text);
}
