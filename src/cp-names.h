/* SPDX-License-Identifier: MIT */
/*
 * The vocabulary of CP 1.1 (ProvCont 1.1 section 4, as in the token tables of section 7): every characteristic type and
 * parm name of the standard has a number, so that no later stage compares strings for them. Other names have
 * CP_NAME_UNKNOWN and keep their text.
 */
#ifndef CP_NAMES_H
#define CP_NAMES_H

#include "slice.h"

enum cp_name {
    CP_NAME_UNKNOWN = 0,
#define CP_NAME(id, text, flags) CP_NAME_##id,
#include "cp-names-list.h"
#undef CP_NAME
    CP_NAME_COUNT
};

enum {
    CP_NAME_IS_TYPE = 1, /* of a characteristic */
    CP_NAME_IS_PARM = 2,
    CP_NAME_IS_SECRET = 4,  /* passwords and nonces: hidden in what is shown */
    CP_NAME_IS_VIRTUAL = 8, /* of the linked view only (design section 5): no document can say it */
};

/* What an attribute says, by its name. */
enum cp_attribute_kind {
    CP_ATTRIBUTE_OTHER,
    CP_ATTRIBUTE_NAME,
    CP_ATTRIBUTE_VALUE,
    CP_ATTRIBUTE_TYPE,
    CP_ATTRIBUTE_VERSION
};

extern const cpdm_slice cp_attribute_names[CP_ATTRIBUTE_VERSION + 1];

static inline enum cp_attribute_kind cp_attribute_kind(cpdm_slice name)
{
    return slice_is(name, "name")      ? CP_ATTRIBUTE_NAME
           : slice_is(name, "value")   ? CP_ATTRIBUTE_VALUE
           : slice_is(name, "type")    ? CP_ATTRIBUTE_TYPE
           : slice_is(name, "version") ? CP_ATTRIBUTE_VERSION
                                       : CP_ATTRIBUTE_OTHER;
}

/* A namespace declaration: it says nothing that a CP document could mean, and readers leave it out at the root. */
static inline bool cp_attribute_is_declaration(cpdm_slice name)
{
    return name.length >= 5 && memcmp(name.data, "xmlns", 5) == 0 && (name.length == 5 || name.data[5] == ':');
}

/* CP_NAME_UNKNOWN when the standard has no such name. Never a virtual one. */
enum cp_name cp_name_find(cpdm_slice text);

/* A virtual name, for tables; else CP_NAME_UNKNOWN. */
enum cp_name cp_name_find_virtual(cpdm_slice text);

/* The standard name that differs from it in case only: for a hint. CP_NAME_UNKNOWN when there is none. */
enum cp_name cp_name_find_ignoring_case(cpdm_slice text);

cpdm_slice cp_name_text(enum cp_name name);
unsigned cp_name_flags(enum cp_name name);

/* A password or nonce by its name: the standard's, or a vendor's that says so (…SECRET…, …PASSW…, …TOKEN…, …-PW …). */
bool cp_name_is_secret(enum cp_name name, cpdm_slice text);

#endif
