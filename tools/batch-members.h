/* SPDX-License-Identifier: MIT */
/* Members: what a record of a stream says, as names and values, whichever way it was written. */
#ifndef BATCH_MEMBERS_H
#define BATCH_MEMBERS_H

#include "cpdm.h"

enum { MEMBERS_MAX = 32, MEMBER_NAME_MAX = 32 };

enum member_kind { MEMBER_TEXT, MEMBER_INTEGER, MEMBER_TRUE, MEMBER_FALSE, MEMBER_NULL, MEMBER_OTHER };

struct member {
    cpdm_slice name;
    enum member_kind kind;
    char *text; /* MEMBER_TEXT: a NUL is behind it; MEMBER_INTEGER: its digits. May be written to. */
    size_t length;
    bool escaped;    /* between the scan and the decoding */
    char digits[24]; /* of an integer that stands nowhere else */
};

struct member_list {
    struct member items[MEMBERS_MAX];
    size_t count;
};

/* The parts of a record. */
struct members {
    struct member_list top, secret, options;
    bool has_secret, has_options;
    struct member document; /* octets as they are, of a framing that carries them so */
};

void members_clear(struct members *members);

/* The next item of a list; NULL when it is full. */
struct member *member_add(struct member_list *list);

#endif
