/* SPDX-License-Identifier: MIT */
/* Lists of members, of a fixed size: a record has few, and none of them costs memory. */
#include "batch-members.h"

void members_clear(struct members *members)
{
    members->top.count = members->secret.count = members->options.count = 0;
    members->has_secret = members->has_options = false;
    members->document.kind = MEMBER_NULL;
}

struct member *member_add(struct member_list *list)
{
    if (list->count == MEMBERS_MAX)
        return NULL;
    struct member *member = &list->items[list->count++];
    member->kind = MEMBER_NULL;
    member->escaped = false;
    return member;
}
