/* SPDX-License-Identifier: MIT */
/* Ids and addresses: what characteristics are called, and what stands in the wrong place. */
#include "cp-index.h"
#include "lint.h"

/* The id parms of one kind, hashed without their case. The same text twice is another rule's concern. */
static void compare_ids(struct lint *lint, enum cp_name type, enum cp_name id)
{
    struct cp_index index = {.first = NULL};
    struct job *job = lint->job;
    for (const struct cp_node *node = lint->document->root.first; node; node = node->next) {
        struct cp_node *parm =
            node->name == type && node->kind == CPDM_ELEMENT_CHARACTERISTIC ? cp_doc_parm(node, id) : NULL;
        if (!parm || !parm->value.length)
            continue;
        cpdm_slice key = arena_lower(&job->arena, parm->value);
        if (!key.data) {
            diag_no_memory(&job->diag);
            return;
        }
        struct cp_index_entry **place = cp_index_place(&index, job, key), *entry = *place;
        if (!entry && !cp_index_add(&index, job, place, key, parm))
            return;
        if (entry && !slice_equal(entry->node->value, parm->value))
            lint_say(lint, CPDM_RULE_LINT_CASE_ONLY_ID, parm, NULL,
                     "the %.*s \"%.*s\" differs from \"%.*s\" in case only", DIAG_TEXT(parm->text),
                     DIAG_TEXT(parm->value), DIAG_TEXT(entry->node->value));
    }
}

void lint_ids(struct lint *lint)
{
    compare_ids(lint, CP_NAME_NAPDEF, CP_NAME_NAPID);
    compare_ids(lint, CP_NAME_PXLOGICAL, CP_NAME_PROXY_ID);
    compare_ids(lint, CP_NAME_APPLICATION, CP_NAME_PROVIDER_ID);
}

void lint_reserved(struct lint *lint)
{
    for (const struct cp_node *parm = NULL; (parm = cp_doc_next_parm(lint->document, parm));)
        if (parm->name == CP_NAME_NAPID && slice_is(parm->value, "INTERNET"))
            lint_say(lint, CPDM_RULE_LINT_RESERVED_ID, parm, "give it another name",
                     "the NAPID is INTERNET, which in TO-NAPID stands for any access point with the INTERNET parm");
}

static bool is_address_type(cpdm_slice text)
{
    static const char *const types[] = {"IPV4", "IPV6", "E164", "ALPHA", "APN", "SCODE", "TETRA-ITSI", "MAN"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (slice_is(text, types[i]))
            return true;
    return false;
}

static void compare_pair(struct lint *lint, const struct cp_node *node, enum cp_name address_name,
                         enum cp_name type_name)
{
    const struct cp_node *address = cp_doc_parm(node, address_name), *type = cp_doc_parm(node, type_name);
    if (address && type && is_address_type(address->value) && !is_address_type(type->value))
        lint_say(lint, CPDM_RULE_LINT_SWAPPED_ADDRESS, address, "exchange their values",
                 "%.*s is \"%.*s\" and %.*s is \"%.*s\": they have changed places", DIAG_TEXT(address->text),
                 DIAG_TEXT(address->value), DIAG_TEXT(type->text), DIAG_TEXT(type->value));
}

void lint_swapped(struct lint *lint)
{
    for (const struct cp_node *node = NULL; (node = lint_next(lint, node));) {
        if (node->kind != CPDM_ELEMENT_CHARACTERISTIC)
            continue;
        compare_pair(lint, node, CP_NAME_NAP_ADDRESS, CP_NAME_NAP_ADDRTYPE);
        compare_pair(lint, node, CP_NAME_PXADDR, CP_NAME_PXADDRTYPE);
        compare_pair(lint, node, CP_NAME_ADDR, CP_NAME_ADDRTYPE);
        compare_pair(lint, node, CP_NAME_LOCAL_ADDR, CP_NAME_LOCAL_ADDRTYPE);
    }
}

static bool is_name_character(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
}

void lint_encoded(struct lint *lint)
{
    for (const struct cp_application *a = NULL; (a = lint_next_account(lint, a));) {
        size_t i = 0;
        while (i < a->provider.length && is_name_character(a->provider.data[i]))
            i++;
        if (i < a->provider.length && a->provider_parm->name == CP_NAME_PROVIDER_ID)
            lint_say(lint, CPDM_RULE_LINT_ID_ENCODED, a->provider_parm, NULL,
                     "the PROVIDER-ID \"%.*s\" is percent-encoded where it is a node's name", DIAG_TEXT(a->provider));
    }
}
