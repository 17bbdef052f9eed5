/* SPDX-License-Identifier: MIT */
/*
 * Who may manage an object (DM Bootstrap 1.2, access rights; DM Tree and Description, ACL): Get, Replace and
 * Delete for the server of the w7 in the same message, nobody when there is none.
 */
#include "bytes.h"
#include "dm-tree.h"

/* What may stand for itself in a server identifier of an ACL: a character of a URI (RFC 2396 section 2) that the ACL
 * does not use itself ("&", "=", "+", "*"). */
static bool is_plain(char c)
{
    bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || (c && strchr("-_.!~'();/?:@$,", c));
}

static void put_identifier(struct bytes_writer *out, cpdm_slice text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.length; i++) {
        uint8_t octet = (uint8_t)text.data[i];
        if (is_plain(text.data[i])) {
            bytes_put(out, octet);
        } else {
            const char escaped[3] = {'%', digits[octet >> 4], digits[octet & 15]};
            bytes_put_slice(out, slice(escaped, sizeof escaped));
        }
    }
}

/* Whether an account before this one, among those of `object` (all of them where it is NULL), has the same server. */
static bool is_said(const struct dm_account *first, const struct dm_account *account, const struct dm_node *object)
{
    for (; first != account; first = first->next)
        if ((!object || first->object == object) && slice_equal(first->server_id, account->server_id))
            return true;
    return false;
}

/* a+b, the servers of the accounts of `object`, or of all where it is NULL. */
static bool list_servers(struct dm_acl *acl, const struct dm_node *object, cpdm_slice *list)
{
    struct bytes_writer out = bytes_writer(&acl->job->arena, 64);
    for (const struct dm_account *account = acl->tree->accounts; account; account = account->next) {
        if ((object && account->object != object) || is_said(acl->tree->accounts, account, object))
            continue;
        if (out.next != out.start)
            bytes_put(&out, '+');
        put_identifier(&out, account->server_id);
    }
    return bytes_finish(&out, list);
}

static bool grant(struct dm_acl *acl, const struct dm_node *object, cpdm_slice *text)
{
    cpdm_slice servers;
    if (!list_servers(acl, object, &servers))
        return false;
    struct bytes_writer out = bytes_writer(&acl->job->arena, 3 * servers.length + sizeof "Get=&Replace=&Delete=");
    bytes_put_text(&out, "Get=");
    bytes_put_slice(&out, servers);
    bytes_put_text(&out, "&Replace=");
    bytes_put_slice(&out, servers);
    bytes_put_text(&out, "&Delete=");
    bytes_put_slice(&out, servers);
    return bytes_finish(&out, text);
}

static bool is_account(const struct cpdm_tree *tree, const struct dm_node *object)
{
    const struct dm_account *account = tree->accounts;
    while (account && account->object != object)
        account = account->next;
    return account;
}

bool dm_acl_of(struct dm_acl *acl, const struct dm_node *object, cpdm_slice *text)
{
    bool interior = object->format == CPDM_FORMAT_NODE;
    *text = interior ? object->acl : slice(NULL, 0);
    if (text->length || !acl->tree->accounts)
        return true;
    if (is_account(acl->tree, object))
        return grant(acl, object, text);
    if (!acl->everyone.length && !grant(acl, NULL, &acl->everyone))
        return false;
    *text = acl->everyone;
    return true;
}
