/* SPDX-License-Identifier: MIT */
/* How the document reaches the device (Microsoft, "Bootstrapping To Use An OMA DM Server", Windows Mobile 6.5). */
#include "lint.h"

#include "uri.h"

/* Roles of Windows Mobile, as in ROLE and in policy 4119. */
enum {
    ROLE_OPERATOR = 4,
    ROLE_MANAGER = 8,
    ROLE_USER_AUTHENTICATED = 16,
    ROLE_OPERATOR_TPS = 128,
};

void lint_delivery_version(struct lint *lint)
{
    const struct cp_node *root = &lint->document->root;
    if (lint->options->delivery == CPDM_DELIVERY_UNKNOWN || !lint->links->applications || slice_is(root->text, "1.1"))
        return;
    lint_say(lint, CPDM_RULE_LINT_VERSION_1_1, root, "write version=\"1.1\"",
             "there is an APPLICATION, and the version is not 1.1");
}

void lint_init(struct lint *lint)
{
    if (lint->options->delivery != CPDM_DELIVERY_ROM)
        return;
    for (const struct cp_application *a = NULL; (a = lint_next_account(lint, a));) {
        const struct cp_node *init = cp_doc_parm(a->node, CP_NAME_INIT);
        if (init)
            lint_say(lint, CPDM_RULE_LINT_INIT_IN_ROM, init, "leave INIT out", "INIT in a provisioning file in ROM");
    }
}

/* The first parm of this name in a SecurityPolicy, or NULL. */
static const struct cp_node *find_policy(const struct lint *lint, const char *name)
{
    const struct cp_node *root = &lint->document->root, *parm = NULL;
    for (const struct cp_node *node = NULL; !parm && (node = lint_characteristic(root, node, "SecurityPolicy"));)
        parm = lint_parm(node, name);
    return parm;
}

/* What a message has that came so. A user's PIN authenticates the user; policy 4119 grants management to those that it
 * names. */
static uint64_t roles_of_message(const struct lint *lint)
{
    uint64_t roles = ROLE_OPERATOR_TPS, granted = 0;
    cpdm_security security = lint->message->security;
    const struct cp_node *policy = find_policy(lint, "4119");
    if (security == CPDM_SECURITY_USERPIN || security == CPDM_SECURITY_USERNETWPIN)
        roles |= ROLE_USER_AUTHENTICATED;
    if (policy && slice_to_number(policy->value, UINT32_MAX, &granted) && granted & ROLE_OPERATOR_TPS)
        roles |= ROLE_MANAGER | ROLE_USER_AUTHENTICATED;
    return roles;
}

void lint_roles(struct lint *lint)
{
    if (lint->options->delivery != CPDM_DELIVERY_RAPI && lint->options->delivery != CPDM_DELIVERY_OTA)
        return;
    uint64_t has = roles_of_message(lint), wants;
    for (const struct cp_application *a = NULL; (a = lint_next_account(lint, a));) {
        const struct cp_node *role = lint_parm(a->node, "ROLE");
        if (role && slice_to_number(role->value, UINT32_MAX, &wants) && wants & ~has)
            lint_say(lint, CPDM_RULE_LINT_ROLE_EXCEEDS, role, "policy 4119 with 128 grants MANAGER to the message",
                     "ROLE %llu asks for %llu, which the message does not have (it has %llu)",
                     (unsigned long long)wants, (unsigned long long)(wants & ~has), (unsigned long long)has);
    }
}

static void check_grant(struct lint *lint, const struct cp_node *grant)
{
    static const char *const guards[] = {"4141", "4142", "4143"};
    switch (lint->options->delivery) {
    case CPDM_DELIVERY_UNKNOWN:
    case CPDM_DELIVERY_RAPI: return;
    case CPDM_DELIVERY_ROM:
    case CPDM_DELIVERY_SIM:
        lint_say(lint, CPDM_RULE_LINT_POLICY_4119, grant, "leave it out",
                 "policy 4119 is changed only over RAPI, or over the air");
        return;
    case CPDM_DELIVERY_OTA: break;
    }
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
        if (!find_policy(lint, guards[i]))
            lint_say(lint, CPDM_RULE_LINT_POLICY_ALONE, grant, "add policies 4141, 4142 and 4143",
                     "policy 4119 over the air without policy %s", guards[i]);
}

void lint_policies(struct lint *lint)
{
    static const char *const guards[] = {"4141", "4142", "4143"};
    const struct cp_node *grant = find_policy(lint, "4119");
    if (grant)
        check_grant(lint, grant);
    if (lint->options->delivery == CPDM_DELIVERY_UNKNOWN || lint->options->delivery == CPDM_DELIVERY_OTA)
        return;
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++) {
        const struct cp_node *guard = find_policy(lint, guards[i]);
        if (guard)
            lint_say(lint, CPDM_RULE_LINT_POLICY_PUSH, guard, NULL,
                     "policy %s is about messages over the air, and this one comes another way", guards[i]);
    }
}

static bool has_root(const struct lint *lint)
{
    const struct cp_node *root = &lint->document->root;
    for (const struct cp_node *store = NULL; (store = lint_characteristic(root, store, "CertificateStore"));)
        if (lint_characteristic(store, NULL, "ROOT"))
            return true;
    return lint_characteristic(root, NULL, "RootCATrustedCertificates");
}

void lint_certificate(struct lint *lint)
{
    const struct cp_application *account = lint_next_account(lint, NULL);
    if (lint->options->delivery == CPDM_DELIVERY_UNKNOWN || !account || has_root(lint))
        return;
    const struct cp_address *address = account->addresses;
    if (address && address->addr && slice_equal_ignoring_case(uri_scheme(address->addr->value), SLICE("https")))
        lint_say(lint, CPDM_RULE_LINT_ROOT_CERTIFICATE, address->addr,
                 "add CertificateStore/ROOT where the device lacks it",
                 "the server's root certificate is not in the message: the device must have it");
}

/* A bare document is still to be put into a message. */
void lint_unsigned(struct lint *lint)
{
    bool asked = lint->options->delivery == CPDM_DELIVERY_OTA || lint->options->security;
    if (asked && lint->message->has_content_type && lint->message->security == CPDM_SECURITY_NONE && !lint->claims)
        lint_say(lint, CPDM_RULE_LINT_UNSIGNED, NULL, "cpdm sign makes the MAC", "a message for the air without SEC");
}
