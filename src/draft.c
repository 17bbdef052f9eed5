/* SPDX-License-Identifier: MIT */
/* Characteristics and parms on their way to a document, and the document that they become (ProvCont 1.1 section 4:
 * parms before characteristics). The depth of calls is that of the table's sections. */
#include "draft.h"

static cpdm_slice name_text(const struct cpdm_tables *tables, uint16_t number)
{
    return number < CP_NAME_COUNT ? cp_name_text((enum cp_name)number)
                                  : tables->vendor_names[number - CP_NAME_COUNT].text;
}

void draft_append(struct draft *up, struct draft *draft)
{
    draft->up = up;
    draft->next = NULL;
    *(up->first ? up->end : &up->first) = draft;
    up->end = &draft->next;
}

struct draft *draft_add(struct way_back *back, struct draft *up, uint16_t number, cpdm_slice type)
{
    struct draft *draft = job_alloc(back->job, sizeof *draft);
    if (!draft)
        return NULL;
    *draft = (struct draft){.number = number, .type = type.data ? type : name_text(back->tables, number)};
    draft_append(up, draft);
    return draft;
}

struct draft_parm *draft_put_first(struct way_back *back, struct draft *draft, uint16_t number, cpdm_slice value)
{
    struct draft_parm *parm = job_alloc(back->job, sizeof *parm);
    if (!parm)
        return NULL;
    *parm = (struct draft_parm){.next = draft->parms,
                                .name = name_text(back->tables, number),
                                .value = value,
                                .number = number,
                                .has_value = true};
    draft->parms = parm;
    return parm;
}

struct draft_parm *draft_put(struct way_back *back, struct draft *draft, uint16_t number, cpdm_slice value)
{
    struct draft_parm *parm = draft_put_first(back, draft, number, value), **end = &draft->parms;
    if (!parm)
        return NULL;
    draft->parms = parm->next;
    parm->next = NULL;
    while (*end)
        end = &(*end)->next;
    return *end = parm;
}

struct draft_parm *draft_find(const struct draft *draft, uint16_t number)
{
    struct draft_parm *parm = draft->parms;
    while (parm && parm->number != number)
        parm = parm->next;
    return parm;
}

struct draft *draft_child(const struct draft *draft, uint16_t number)
{
    struct draft *child = draft->first;
    while (child && child->number != number)
        child = child->next;
    return child;
}

static const struct draft_parm *next_text(const struct draft_parm *parm, uint16_t without)
{
    while (parm && (parm->kind != DRAFT_TEXT || parm->number == without))
        parm = parm->next;
    return parm;
}

static bool equal_parms(const struct draft_parm *a, const struct draft_parm *b, uint16_t without)
{
    a = next_text(a, without);
    b = next_text(b, without);
    for (; a && b; a = next_text(a->next, without), b = next_text(b->next, without))
        if (a->number != b->number || a->has_value != b->has_value || !slice_equal(a->value, b->value))
            return false;
    return !a && !b;
}

static const struct draft *next_with(const struct draft *draft, uint16_t without)
{
    while (draft && draft->number == without)
        draft = draft->next;
    return draft;
}

bool draft_equal(const struct draft *a, const struct draft *b, uint16_t without)
{
    if (a->number != b->number || !slice_equal(a->type, b->type) || !equal_parms(a->parms, b->parms, without))
        return false;
    a = next_with(a->first, without);
    b = next_with(b->first, without);
    for (; a && b; a = next_with(a->next, without), b = next_with(b->next, without))
        if (!draft_equal(a, b, without))
            return false;
    return !a && !b;
}

void draft_drop(struct way_back *back, struct draft *draft)
{
    for (struct draft_parm *parm = draft->parms; parm; parm = parm->next)
        if (parm->leaf)
            draft_say(back, parm->leaf, CPDM_FATE_DERIVED, "a copy of what another object says");
    for (struct draft *child = draft->first; child; child = child->next)
        draft_drop(back, child);
}

/* ---- The document ---- */

static cpdm_status write_parm(struct cp_builder *builder, struct draft_parm *parm)
{
    struct cp_node *node = cp_build_add(builder, CPDM_ELEMENT_PARM, 0);
    if (!node)
        return builder->job->diag.error.status;
    node->text = parm->name;
    node->value = parm->has_value ? parm->value : slice("", 0);
    node->has_value = parm->has_value;
    parm->made = node;
    return cp_build_number(builder, node);
}

static cpdm_status write_characteristic(struct cp_builder *builder, struct draft *draft)
{
    struct cp_node *node = cp_build_add(builder, CPDM_ELEMENT_CHARACTERISTIC, 0);
    if (!node)
        return builder->job->diag.error.status;
    cp_build_open(builder, node);
    node->text = draft->type;
    cpdm_status status = cp_build_number(builder, node);
    for (struct draft_parm *parm = draft->parms; parm && !status; parm = parm->next)
        status = write_parm(builder, parm);
    for (struct draft *child = draft->first; child && !status; child = child->next)
        status = write_characteristic(builder, child);
    cp_build_end(builder);
    return status;
}

cpdm_status draft_write(struct way_back *back, struct cpdm_document **document)
{
    struct job *job = back->job;
    struct cp_builder builder;
    const struct cp_attribute version = {.kind = CP_ATTRIBUTE_VERSION, .value = SLICE("1.1")};
    job->diag.text = slice("", 0); /* the document has no places: nobody wrote it yet */
    job->diag.base = 0;
    cpdm_status status = cp_build_begin(&builder, job, true);
    status = status ? status : cp_build_start(&builder, SLICE("wap-provisioningdoc"), &version, 1, 0);
    for (struct draft *draft = back->root.first; draft && !status; draft = draft->next)
        status = write_characteristic(&builder, draft);
    return status ? status : cp_build_finish(&builder, document);
}

const struct cp_node *node_report_parm(const struct back_node *node)
{
    return node->parm ? node->parm->made : NULL;
}
