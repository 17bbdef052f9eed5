/* SPDX-License-Identifier: MIT */
/* The DM account: its server's name and address, its credentials (OMA-SUP-ac_w7_dm; DM Security 1.3 sections 5.1 and
 * 5.4.3). */
#include "base64.h"
#include "cp-index.h"
#include "cp-lenient.h"
#include "lint.h"
#include "uri.h"

enum { SECRET_OCTETS = 16 }; /* DM Security 1.3 section 5.4.3: at least 128 bits */

void lint_accounts(struct lint *lint)
{
    for (const struct cp_application *a = NULL; (a = lint_next_account(lint, a));)
        if (a->provider_parm && a->provider_parm->name != CP_NAME_PROVIDER_ID)
            lint_say(lint, CPDM_RULE_LINT_PROVIDER_ABSENT, a->node, "add a PROVIDER-ID parm",
                     "there is no PROVIDER-ID; the AAUTHNAME of level CLIENT names the server");
}

static void check_address(struct lint *lint, const struct cp_node *addr)
{
    if (!addr->value.length)
        lint_say(lint, CPDM_RULE_LINT_NO_ADDRESS, addr, NULL, "the server's address is empty");
    else if (slice_equal_ignoring_case(uri_scheme(addr->value), SLICE("http")))
        lint_say(lint, CPDM_RULE_LINT_PLAIN_HTTP, addr, "use https", "the server's address is not https");
}

void lint_addresses(struct lint *lint)
{
    for (const struct cp_application *a = NULL; (a = lint_next_account(lint, a));) {
        bool any = false;
        for (const struct cp_address *address = a->addresses; address; address = address->next) {
            any = any || address->addr;
            if (address->addr)
                check_address(lint, address->addr);
        }
        if (!any)
            lint_say(lint, CPDM_RULE_LINT_NO_ADDRESS, a->node, "add an APPADDR with an ADDR",
                     "the account has no address");
    }
}

/* ---- Credentials ---- */

static void check_nonce(struct lint *lint, const struct cp_node *parm)
{
    cpdm_slice octets;
    enum base64_result result = base64_decode(&lint->job->arena, parm->value, &octets);
    if (result == BASE64_NO_MEMORY)
        diag_no_memory(&lint->job->diag);
    else if (result == BASE64_INVALID)
        lint_say(lint, CPDM_RULE_NOT_BASE64, parm, NULL, "AAUTHDATA is not base64; its octets are taken as they are");
    if (result == BASE64_INVALID)
        octets = parm->value;
    if (result != BASE64_NO_MEMORY && octets.length < SECRET_OCTETS)
        lint_say(lint, CPDM_RULE_LINT_NONCE_SHORT, parm, "use 16 random octets",
                 "the nonce is shorter than 16 octets (%zu)", octets.length);
}

/* The credentials of DM itself; those of OBEX and HTTP are of other protocols. */
static bool is_dm_credential(const struct cp_auth *auth)
{
    return slice_is(auth->level, "APPSRV") || slice_is(auth->level, "CLIENT");
}

/* The next credential of an account, each APPAUTH once though it lists several types. */
static const struct cp_auth *next_credential(const struct cp_application *application, const struct cp_auth *auth)
{
    const struct cp_node *before = auth ? auth->node : NULL;
    auth = auth ? auth->next : application->auths;
    while (auth && (auth->node == before || !is_dm_credential(auth)))
        auth = auth->next;
    return auth;
}

void lint_secrets(struct lint *lint)
{
    for (const struct cp_application *a = NULL; (a = lint_next_account(lint, a));)
        for (const struct cp_auth *auth = NULL; (auth = next_credential(a, auth));) {
            const struct cp_node *secret = cp_doc_parm(auth->node, CP_NAME_AAUTHSECRET);
            const struct cp_node *nonce = cp_doc_parm(auth->node, CP_NAME_AAUTHDATA);
            if (secret && secret->value.length < SECRET_OCTETS)
                lint_say(lint, CPDM_RULE_LINT_SECRET_SHORT, secret, "use 16 random octets",
                         "the password is shorter than 16 octets (%zu)", secret->value.length);
            if (nonce)
                check_nonce(lint, nonce);
        }
}

/* The same party with another type may have the same secret. */
static bool is_same_party(const struct cp_node *a, const struct cp_node *b)
{
    const struct cp_node *one = cp_doc_parm(a->parent, CP_NAME_AAUTHLEVEL);
    const struct cp_node *other = cp_doc_parm(b->parent, CP_NAME_AAUTHLEVEL);
    return a->parent->parent == b->parent->parent && one && other && slice_equal(one->value, other->value);
}

static void compare_secret(struct lint *lint, struct cp_index *index, struct cp_node *secret)
{
    struct cp_index_entry **place = cp_index_place(index, lint->job, secret->value), *entry = *place;
    if (!entry) {
        cp_index_add(index, lint->job, place, secret->value, secret);
        return;
    }
    if (is_same_party(entry->node, secret))
        return;
    const char *path = cp_doc_path(&lint->job->arena, entry->node);
    if (path)
        lint_say(lint, CPDM_RULE_LINT_SECRET_SHARED, secret, "give each party a password of its own",
                 "the password is that of %s as well", path);
    else
        diag_no_memory(&lint->job->diag);
}

void lint_shared(struct lint *lint)
{
    struct cp_index index = {.first = NULL};
    for (const struct cp_application *a = NULL; (a = lint_next_account(lint, a));)
        for (const struct cp_auth *auth = NULL; (auth = next_credential(a, auth));) {
            struct cp_node *secret = cp_doc_parm(auth->node, CP_NAME_AAUTHSECRET);
            if (secret && secret->value.length)
                compare_secret(lint, &index, secret);
        }
}

/* ---- What else it may be ---- */

static const struct service {
    const char *appid, *what;
} services[] = {
    {"w2", "browsing"},
    {"w4", "multimedia messages"},
    {"w5", "data synchronisation"},
    {"w9", "push to talk"},
    {"25", "outgoing mail (SMTP)"},
    {"110", "incoming mail (POP3)"},
    {"143", "incoming mail (IMAP4)"},
    {"ap2001", "IMS for RCS"},
    {"ap2002", "RCS"},
    {"ap2003", "voice over LTE"},
    {"ap2004", "voice over Wi-Fi"},
    {"ap2005", "SMS over IP"},
    {"ap2006", "companion devices"},
    {"ap2009", "device activation"},
};

static const char *service_of(cpdm_slice appid)
{
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (slice_is(appid, services[i].appid))
            return services[i].what;
    return "a service that is not known here";
}

static const struct cp_node *find_appid(const struct cp_node *application)
{
    const struct cp_node *parm = application->first;
    while (parm && !(parm->kind == CPDM_ELEMENT_PARM &&
                     (parm->name == CP_NAME_APPID || cp_lenient_name(parm) == CP_NAME_APPID)))
        parm = parm->next;
    return parm;
}

void lint_service(struct lint *lint)
{
    if (lint_next_account(lint, NULL))
        return;
    bool any = false;
    for (const struct cp_node *node = lint_characteristic(&lint->document->root, NULL, "APPLICATION"); node;
         node = lint_characteristic(&lint->document->root, node, "APPLICATION")) {
        const struct cp_node *appid = find_appid(node);
        any = true;
        if (appid && !slice_is(appid->value, "w7"))
            lint_say(lint, CPDM_RULE_LINT_OTHER_SERVICE, appid, NULL, "APPID %.*s is %s, not a DM account",
                     DIAG_TEXT(appid->value), service_of(appid->value));
    }
    if (!any)
        lint_say(lint, CPDM_RULE_LINT_OTHER_SERVICE, &lint->document->root, NULL,
                 "there is no APPLICATION, so no DM account");
}
