/* SPDX-License-Identifier: MIT */
/* What Windows asks of an enrolment document (Microsoft, w7 APPLICATION and DMClient configuration service providers).
 */
#include "cp-lenient.h"
#include "lint.h"

enum { MINUTES_A_DAY = 1440 };

/* ---- Credentials ---- */

static void check_auth(struct lint *lint, const struct cp_auth *auth)
{
    bool server = slice_is(auth->level, "CLIENT");
    if (auth->type_parm && !slice_is(auth->type, "DIGEST") && (server || !slice_is(auth->type, "BASIC")))
        lint_say(lint, CPDM_RULE_LINT_WINDOWS_TYPE, auth->type_parm, NULL, "level %s is %s, not \"%.*s\"",
                 server ? "CLIENT" : "APPSRV", server ? "DIGEST" : "BASIC or DIGEST", DIAG_TEXT(auth->type));
    const struct cp_node *name = cp_doc_parm(auth->node, CP_NAME_AAUTHNAME);
    if (!server && (!name || !name->value.length))
        lint_say(lint, CPDM_RULE_LINT_WINDOWS_NAME, auth->node, "add an AAUTHNAME",
                 "the credential of level APPSRV has no AAUTHNAME");
}

static void check_account(struct lint *lint, const struct cp_application *account)
{
    bool client = false, server = false;
    for (const struct cp_auth *auth = account->auths; auth; auth = auth->next) {
        bool to_client = slice_is(auth->level, "CLIENT"), to_server = slice_is(auth->level, "APPSRV");
        client = client || to_client;
        server = server || to_server;
        if (to_client || to_server)
            check_auth(lint, auth);
    }
    if (!client || !server)
        lint_say(lint, CPDM_RULE_LINT_WINDOWS_LEVELS, account->node, "add an APPAUTH of that level",
                 "there is no APPAUTH of level %s",
                 server   ? "CLIENT"
                 : client ? "APPSRV"
                          : "APPSRV, and none of level CLIENT");
    const struct cp_node *role = lint_parm(account->node, "ROLE");
    if (role)
        lint_say(lint, CPDM_RULE_LINT_WINDOWS_ROLE, role, NULL, "Windows ignores ROLE");
}

static bool is_application(const struct cp_node *node)
{
    return node->kind == CPDM_ELEMENT_CHARACTERISTIC &&
           (node->name == CP_NAME_APPLICATION || cp_lenient_name(node) == CP_NAME_APPLICATION);
}

void lint_windows_names(struct lint *lint)
{
    if (!lint->options->windows)
        return;
    for (const struct cp_node *top = lint->document->root.first; top; top = top->next)
        for (const struct cp_node *node = top; node && is_application(top); node = cp_doc_next(top, node))
            if (cp_lenient_name(node) != CP_NAME_UNKNOWN)
                lint_say(lint, CPDM_RULE_LINT_WINDOWS_CASE, node, "write it in upper case",
                         "Windows does not read \"%.*s\"", DIAG_TEXT(node->text));
}

void lint_windows_auth(struct lint *lint)
{
    if (!lint->options->windows)
        return;
    for (const struct cp_application *a = NULL; (a = lint_next_account(lint, a));)
        check_account(lint, a);
}

/* ---- DMClient/Provider/X/Poll ---- */

static bool is_number_below(const struct cp_node *parm, uint64_t limit)
{
    uint64_t number;
    return parm && slice_to_number(parm->value, UINT32_MAX, &number) && number < limit;
}

static void check_poll(struct lint *lint, const struct cp_node *poll)
{
    const struct cp_node *retries = lint_parm(poll, "NumberOfFirstRetries");
    const struct cp_node *interval = lint_parm(poll, "IntervalForRemainingScheduledRetries");
    if (is_number_below(retries, 1))
        lint_say(lint, CPDM_RULE_LINT_WINDOWS_FIRST_RETRIES, retries, NULL, "NumberOfFirstRetries is 0");
    if (is_number_below(interval, MINUTES_A_DAY))
        lint_say(lint, CPDM_RULE_LINT_WINDOWS_INTERVAL, interval, NULL,
                 "IntervalForRemainingScheduledRetries is %.*s minutes, less than a day", DIAG_TEXT(interval->value));
}

static void check_provider(struct lint *lint, const struct cp_node *provider)
{
    const struct cp_application *account = lint_next_account(lint, NULL);
    bool known = !account;
    for (; account && !known; account = lint_next_account(lint, account))
        known = slice_equal(account->provider, provider->text);
    if (!known)
        lint_say(lint, CPDM_RULE_LINT_WINDOWS_PROVIDER, provider, "give both the same name",
                 "the provider \"%.*s\" is not the PROVIDER-ID of an account", DIAG_TEXT(provider->text));
    for (const struct cp_node *poll = NULL; (poll = lint_characteristic(provider, poll, "Poll"));)
        check_poll(lint, poll);
}

void lint_windows_client(struct lint *lint)
{
    const struct cp_node *root = &lint->document->root;
    if (!lint->options->windows)
        return;
    for (const struct cp_node *client = NULL; (client = lint_characteristic(root, client, "DMClient"));)
        for (const struct cp_node *list = NULL; (list = lint_characteristic(client, list, "Provider"));)
            for (const struct cp_node *node = list->first; node; node = node->next)
                if (node->kind == CPDM_ELEMENT_CHARACTERISTIC)
                    check_provider(lint, node);
}

/* ---- CertificateStore/My/User|System/X ---- */

static void check_store(struct lint *lint, const struct cp_node *store)
{
    for (const struct cp_node *node = store->first; node; node = node->next)
        if (node->kind == CPDM_ELEMENT_CHARACTERISTIC && lint_parm(node, "EncodedCertificate") &&
            !lint_characteristic(node, NULL, "PrivateKeyContainer") && !lint_parm(node, "PrivateKeyContainer"))
            lint_say(lint, CPDM_RULE_LINT_WINDOWS_KEY, node, NULL, "the certificate has no PrivateKeyContainer");
}

void lint_windows_certificates(struct lint *lint)
{
    const struct cp_node *root = &lint->document->root;
    if (!lint->options->windows)
        return;
    for (const struct cp_node *all = NULL; (all = lint_characteristic(root, all, "CertificateStore"));)
        for (const struct cp_node *own = NULL; (own = lint_characteristic(all, own, "My"));)
            for (const struct cp_node *store = own->first; store; store = store->next)
                if (store->kind == CPDM_ELEMENT_CHARACTERISTIC)
                    check_store(lint, store);
}
