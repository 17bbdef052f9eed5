/* SPDX-License-Identifier: MIT */
/*
 * Two readings that a caller may allow: names in another case (RCS and TS.43 servers write AppID; ProvCont 1.1 names
 * are upper case), and the parms of an APPAUTH directly in the APPLICATION. What is read so is warned about; the
 * document's own words and places stay.
 */
#include "cp-lenient.h"

enum cp_name cp_lenient_name(const struct cp_node *node)
{
    unsigned wanted = node->kind == CPDM_ELEMENT_PARM             ? CP_NAME_IS_PARM
                      : node->kind == CPDM_ELEMENT_CHARACTERISTIC ? CP_NAME_IS_TYPE
                                                                  : 0;
    enum cp_name name = node->name == CP_NAME_UNKNOWN ? cp_name_find_ignoring_case(node->text) : CP_NAME_UNKNOWN;
    return cp_name_flags(name) & wanted ? name : CP_NAME_UNKNOWN;
}

enum cp_name cp_lenient_case(struct job *job, const struct cp_node *node)
{
    enum cp_name name = cp_lenient_name(node);
    if (name != CP_NAME_UNKNOWN)
        diag_warn(&job->diag, CPDM_RULE_CP_NAME_CASE, node->offset, cp_doc_path(&job->arena, node), NULL,
                  "\"%.*s\" is read as %.*s", DIAG_TEXT(node->text), DIAG_TEXT(cp_name_text(name)));
    return name;
}

bool cp_lenient_is_flat(const struct cp_node *node)
{
    if (node->kind != CPDM_ELEMENT_PARM)
        return false;
    static const enum cp_name names[] = {CP_NAME_AAUTHLEVEL, CP_NAME_AAUTHTYPE, CP_NAME_AAUTHNAME, CP_NAME_AAUTHSECRET,
                                         CP_NAME_AAUTHDATA};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (node->name == names[i])
            return true;
    return false;
}

/* The order of the parms, before the first of them is moved. */
static bool keep_order(struct job *job, struct cpdm_document *document)
{
    if (document->parms)
        return true;
    struct cp_node **parms = job_alloc(job, document->parm_count * sizeof *parms), *node = &document->root;
    if (!parms)
        return false;
    while ((node = cp_doc_next(&document->root, node)))
        if (node->kind == CPDM_ELEMENT_PARM)
            parms[node->index] = node;
    document->parms = parms;
    return true;
}

/* An APPAUTH in the place of its first parm, which `link` leads to. */
static struct cp_node *begin_group(struct job *job, struct cp_node **link)
{
    struct cp_node *parm = *link, *group = job_alloc(job, sizeof *group);
    if (!group)
        return NULL;
    diag_warn(&job->diag, CPDM_RULE_CP_FLAT_APPAUTH, parm->offset, cp_doc_path(&job->arena, parm), NULL,
              "%.*s stands directly in the APPLICATION and is read as one of an APPAUTH", DIAG_TEXT(parm->text));
    *group = (struct cp_node){
        .parent = parm->parent,
        .next = parm->next,
        .text = cp_name_text(CP_NAME_APPAUTH),
        .offset = parm->offset,
        .name = CP_NAME_APPAUTH,
        .kind = CPDM_ELEMENT_CHARACTERISTIC,
        .implied = true,
    };
    *link = group;
    return group;
}

/* `end` is where the group's next parm is linked to; returns where the one behind it is. */
static struct cp_node **put_in_group(struct cp_node *group, struct cp_node **end, struct cp_node *parm)
{
    *end = parm;
    parm->parent = group;
    parm->next = NULL;
    return &parm->next;
}

/* A name that the open group has begins the next one. */
static cpdm_status gather_in(struct job *job, struct cpdm_document *document, struct cp_node *application)
{
    struct cp_node *group = NULL, **end = NULL;
    for (struct cp_node **link = &application->first; *link;) {
        struct cp_node *node = *link;
        if (!cp_lenient_is_flat(node)) {
            link = &node->next;
            continue;
        }
        if (!group || cp_doc_parm(group, (enum cp_name)node->name)) {
            group = keep_order(job, document) ? begin_group(job, link) : NULL;
            if (!group)
                return job->diag.error.status;
            document->characteristic_count++;
            end = &group->first;
            link = &group->next;
        } else {
            *link = node->next;
        }
        end = put_in_group(group, end, node);
    }
    return CPDM_OK;
}

cpdm_status cp_lenient_gather(struct job *job, struct cpdm_document *document)
{
    cpdm_status status = CPDM_OK;
    for (struct cp_node *node = document->root.first; node && !status; node = node->next)
        if (node->kind == CPDM_ELEMENT_CHARACTERISTIC && node->name == CP_NAME_APPLICATION)
            status = gather_in(job, document, node);
    return status;
}
