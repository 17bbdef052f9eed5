/* SPDX-License-Identifier: MIT */
/*
 * One canonical reading of what CP allows to say in two ways (design section 5): ADDR = APPADDR/ADDR, a comma list in
 * AAUTHTYPE = several APPAUTHs, no AAUTHLEVEL or an HTTP-* type at APPSRV = level HTTP, no PROVIDER-ID = the AAUTHNAME
 * of level CLIENT.
 */
#include "cp-link-apps.h"

#include "cp-lenient.h"
#include "uri.h"

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static cpdm_slice trim(cpdm_slice text)
{
    while (text.length && is_blank(text.data[0]))
        text = slice(text.data + 1, text.length - 1);
    while (text.length && is_blank(text.data[text.length - 1]))
        text.length--;
    return text;
}

/* Cuts the next type off a comma list; false at its end. */
static bool next_type(cpdm_slice *list, cpdm_slice *type)
{
    if (!list->data)
        return false;
    const char *comma = list->length ? memchr(list->data, ',', list->length) : NULL;
    size_t length = comma ? (size_t)(comma - list->data) : list->length;
    *type = trim(slice(list->data, length));
    *list = comma ? slice(comma + 1, list->length - length - 1) : (cpdm_slice){NULL, 0};
    return true;
}

static inline cpdm_slice canonical_level(const struct cp_node *level, cpdm_slice type)
{
    if (!level || !level->value.length)
        return SLICE("HTTP");
    bool http = type.length >= 5 && memcmp(type.data, "HTTP-", 5) == 0 && slice_is(level->value, "APPSRV");
    return http ? SLICE("HTTP") : level->value;
}

static bool has_type(const struct cp_auth *auth, const struct cp_node *node, cpdm_slice type)
{
    for (; auth; auth = auth->next)
        if (auth->node == node && slice_equal(auth->type, type))
            return true;
    return false;
}

static inline struct cp_auth *add_auth(struct job *job, struct cp_auth ***end, const struct cp_auth *auth)
{
    struct cp_auth *added = job_alloc(job, sizeof *added);
    if (!added)
        return NULL;
    *added = *auth;
    **end = added;
    *end = &added->next;
    return added;
}

/* One for each different type of a list that is more than one word. */
static cpdm_status split_types(struct job *job, const struct cp_auth *whole, struct cp_auth ***end)
{
    struct cp_auth **first = *end, one = *whole;
    const struct cp_node *parm = whole->type_parm;
    cpdm_slice list = whole->type, type;
    for (unsigned count = 0; next_type(&list, &type);) {
        if ((!type.length && (list.data || count)) || has_type(*first, whole->node, type))
            continue;
        if (++count > LIMIT_AUTH_TYPES)
            return diag_fail(&job->diag, CPDM_RULE_CONNECTION_LIMIT, parm->offset, cp_doc_path(&job->arena, parm), NULL,
                             "more than %d types in one AAUTHTYPE", LIMIT_AUTH_TYPES);
        one.type = type;
        one.level = canonical_level(whole->level_parm, type);
        if (!add_auth(job, end, &one))
            return job->diag.error.status;
    }
    for (struct cp_auth *auth = *first; auth && auth->next; auth = auth->next)
        auth->split = auth->next->split = true;
    return CPDM_OK;
}

/* Whether it is one type as it stands, without a comma or a blank: all of them come before the letters. */
static inline bool is_word(cpdm_slice text)
{
    const char *at = text.data, *end = text.data + text.length;
    while (at<end && * at> ',')
        at++;
    while (at < end && *at != ',' && !is_blank(*at))
        at++;
    return at == end;
}

/* Appends one cp_auth for each different type of the APPAUTH. */
static cpdm_status split_auth(struct job *job, struct cp_node *node, struct cp_auth ***end)
{
    struct cp_auth auth = {node, {NULL, 0}, NULL, SLICE(""), NULL, false, NULL};
    for (struct cp_node *parm = node->first; parm && !(auth.level_parm && auth.type_parm); parm = parm->next) {
        if (parm->kind != CPDM_ELEMENT_PARM)
            continue;
        if (parm->name == CP_NAME_AAUTHLEVEL && !auth.level_parm)
            auth.level_parm = parm;
        else if (parm->name == CP_NAME_AAUTHTYPE && !auth.type_parm)
            auth.type_parm = parm;
    }
    if (auth.type_parm && auth.type_parm->value.length)
        auth.type = auth.type_parm->value;
    if (!is_word(auth.type))
        return split_types(job, &auth, end);
    auth.level = canonical_level(auth.level_parm, auth.type);
    return add_auth(job, end, &auth) ? CPDM_OK : job->diag.error.status;
}

static cpdm_status add_address(struct job *job, struct cp_node *node, struct cp_node *addr, struct cp_address ***end)
{
    struct cp_address *address = job_alloc(job, sizeof *address);
    if (!address)
        return job->diag.error.status;
    address->node = node;
    address->addr = addr;
    **end = address;
    *end = &address->next;
    return CPDM_OK;
}

/* The port inside the address and the first PORTNBR beside it must not contradict each other. */
static cpdm_status check_port(struct job *job, const struct cp_address *address)
{
    unsigned inside;
    if (!address->node || !address->addr || !uri_port(address->addr->value, &inside))
        return CPDM_OK;
    for (const struct cp_node *port = address->node->first; port; port = port->next) {
        if (port->kind != CPDM_ELEMENT_CHARACTERISTIC || port->name != CP_NAME_PORT)
            continue;
        const struct cp_node *number = cp_doc_parm(port, CP_NAME_PORTNBR);
        uint64_t beside;
        if (!number)
            continue;
        if (slice_to_number(number->value, 65535, &beside) && beside != inside)
            return diag_fail(&job->diag, CPDM_RULE_CP_PORT_CONFLICT, number->offset, cp_doc_path(&job->arena, number),
                             "make both the same, or leave one out", "PORTNBR is %u, but the port in ADDR is %u",
                             (unsigned)beside, inside);
        return CPDM_OK;
    }
    return CPDM_OK;
}

/* Notes the first parm of each name that the links look at; of PROVIDER-ID the first that says something. */
static void read_parm(struct cp_application *application, struct cp_node *parm)
{
    struct cp_node **first = NULL;
    switch ((int)parm->name) {
    case CP_NAME_APPID: first = &application->appid; break;
    case CP_NAME_TO_PROXY: first = &application->to_proxy; break;
    case CP_NAME_TO_NAPID: first = &application->to_napid; break;
    case CP_NAME_PROVIDER_ID: first = parm->value.length ? &application->provider_parm : NULL; break;
    default: first = cp_lenient_is_flat(parm) ? &application->flat : NULL; break;
    }
    if (first && !*first)
        *first = parm;
}

static cpdm_status read_children(struct job *job, struct cp_application *application)
{
    struct cp_address **addresses = &application->addresses;
    struct cp_auth **auths = &application->auths;
    for (struct cp_node *node = application->node->first; node; node = node->next) {
        cpdm_status status = CPDM_OK;
        if (node->kind == CPDM_ELEMENT_PARM && node->name != CP_NAME_ADDR) {
            read_parm(application, node);
            continue;
        }
        if (node->kind == CPDM_ELEMENT_PARM)
            status = add_address(job, NULL, node, &addresses);
        else if (node->name == CP_NAME_APPADDR)
            status = add_address(job, node, cp_doc_parm(node, CP_NAME_ADDR), &addresses);
        else if (node->name == CP_NAME_APPAUTH)
            status = split_auth(job, node, &auths);
        if (status)
            return status;
    }
    return CPDM_OK;
}

/* Where no PROVIDER-ID says anything, the AAUTHNAME of CLIENT does. */
static void find_provider(struct cp_application *application)
{
    struct cp_node *parm = application->provider_parm;
    for (const struct cp_auth *auth = application->auths; auth && (!parm || !parm->value.length); auth = auth->next)
        if (slice_is(auth->level, "CLIENT"))
            parm = cp_doc_parm(auth->node, CP_NAME_AAUTHNAME);
    application->provider_parm = parm && parm->value.length ? parm : NULL;
    if (application->provider_parm)
        application->provider = parm->value;
}

cpdm_status cp_link_check_account(struct job *job, const struct cp_application *application)
{
    const struct cp_node *node = application->node;
    if (!cp_link_is_account(application))
        return CPDM_OK;
    if (!application->provider.length)
        return diag_fail(&job->diag, CPDM_RULE_CP_NO_PROVIDER, node->offset, cp_doc_path(&job->arena, node),
                         "add a PROVIDER-ID parm",
                         "the w7 account has no PROVIDER-ID, and no AAUTHNAME at level CLIENT to name its server");
    if (application->flat)
        return diag_fail(&job->diag, CPDM_RULE_CP_FLAT_APPAUTH, application->flat->offset,
                         cp_doc_path(&job->arena, application->flat),
                         "put it into an APPAUTH, or read it so with --lenient flat-appauth",
                         "%.*s stands directly in the w7 account", DIAG_TEXT(application->flat->text));
    bool own = false, appaddr = false;
    for (const struct cp_address *address = application->addresses; address; address = address->next) {
        cpdm_status status = check_port(job, address);
        if (status)
            return status;
        own = own || !address->node;
        appaddr = appaddr || address->node;
    }
    if (own && appaddr)
        diag_warn(&job->diag, CPDM_RULE_CP_ADDR_TWICE, node->offset, cp_doc_path(&job->arena, node), NULL,
                  "an ADDR of its own and an APPADDR: both are taken as addresses, in document order");
    return CPDM_OK;
}

cpdm_status cp_link_applications(struct job *job, const struct cpdm_document *document,
                                 struct cp_application **applications)
{
    struct cp_application **end = applications;
    for (struct cp_node *node = document->root.first; node; node = node->next) {
        if (node->kind != CPDM_ELEMENT_CHARACTERISTIC || node->name != CP_NAME_APPLICATION)
            continue;
        struct cp_application *application = job_alloc(job, sizeof *application);
        if (!application)
            return job->diag.error.status;
        application->node = node;
        *end = application;
        end = &application->next;
        cpdm_status status = read_children(job, application);
        if (status)
            return status;
        find_provider(application);
    }
    return CPDM_OK;
}
